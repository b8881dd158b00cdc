"""What a window shows: the session as plain data, every sentence made here."""

from datetime import date, datetime
from typing import Any

import msgspec

from maturity.engagement import Engagement, Response
from maturity.errors import MaturityError
from maturity.interview import plan_questions
from maturity.live.record import Record
from maturity.live.session import Session
from maturity.live.sitting import others_in, sitting_in
from maturity.live.telling import tell_heard, tell_measured, tell_questions, tell_talk, tell_verdict
from maturity.live.words import FIELDS, label_of
from maturity.model import Answer
from maturity.store import Conflict
from maturity.store.entries import SIGNAL, VOICES
from maturity.wording import count, day

MOST_RESUMABLE = 8  #: briefings offered to go on with


def screen_of(session: Session) -> dict[str, Any]:
    """The state of the wire: everything of a window that can change."""
    shared = {"facts": _facts(session), "today": session.today.isoformat()}
    roadmap = session.roadmap
    if session.record is None or roadmap is None:
        return {"began": False, **shared, "resumable": _resumable(session), "unsaved": session.refusal}
    interview = plan_questions(roadmap, put_off=session.sitting.later, not_known=session.sitting.not_known)
    return {
        "began": True,
        **shared,
        "unsaved": session.waiting,
        **_answers(session, session.record),
        **tell_verdict(session, roadmap),
        **tell_questions(session, interview),
        **tell_talk(session, interview),
        **tell_heard(session, roadmap),
        **tell_measured(session),
        **_windows(session, session.record),
    }


def _facts(session: Session) -> dict[str, Any]:
    held = session.record.engagement if session.record else None
    facts = {}
    for fact in session.facts:
        if fact.column not in FIELDS:
            continue
        typed = session.typed.get(fact.column)
        known = fact.of(held) if held else session.today if fact.column == "held_on" else None
        text = typed.text if typed else _text_of(known)
        facts[fact.column] = {
            "text": text,
            "problem": typed.problem if typed else "",
            "seen": _seen(session, fact.path),
        }
    return facts


def _seen(session: Session, name: str) -> str | None:
    """When a fact was saved, as the window sends it back; None where there is none."""
    at = session.record.window.facts.get(name) if session.record else None
    return at.isoformat() if at else None


def _text_of(value: object) -> str:
    """A fact as it would be typed."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else f"{value:.15g}" if isinstance(value, float) else str(value)


def _answers(session: Session, record: Record) -> dict[str, Any]:
    shown, last = record.engagement, session.last
    said = {
        key: _computed(shown.response_to(practice))
        if practice.computed
        else _response(session, record, key, shown.responses.get(key))
        for key, practice in session.model.practices.items()
    }
    times = [at for at in (*record.window.answers.values(), *record.window.facts.values()) if at]
    return {
        "key": record.key,
        "customer": shown.customer,
        "held_on": day(shown.held_on),
        "fictional": shown.fictional,
        "signals": {key: shown.signals.get(key) for key in session.model.signal_names},
        "signals_seen": {key: _seen(session, f"{SIGNAL}{key}") for key in session.model.signal_names},
        "responses": said,
        "last": _last(last) if last else None,
        "saved": {"at": _time(max(times)) if times else "", "answers": len(record.window.engagement.responses)},
        "undo": session.undoing[-1].said if session.undoing else "",
    }


def _response(session: Session, record: Record, key: str, response: Response | None) -> dict[str, Any]:
    held = session.held.get(key)
    response = held.response if held else response
    at = None if held or key in record.answers else record.window.answers.get(key)
    problem = held.problem if held else record.refusal if key in record.answers else ""
    return {
        "answer": response.answer if response else None,
        "grade": response.grade if response else "claimed",
        "evidence": response.evidence if response else "",
        "note": response.note if response else "",
        "claimed": response.claimed if response else None,
        "saved_at": at.isoformat() if at and response else None,
        "seen": seen.isoformat() if (seen := record.window.answers.get(key)) else None,
        "saved": _time(at) if at and response else "",
        "problem": problem,
    }


def _computed(response: Response) -> dict[str, Any]:
    """What the head count says of a practice: nobody answers it, so nobody saved it."""
    said = {"answer": response.answer, "grade": response.grade, "evidence": "", "note": "", "claimed": None}
    return {**said, "saved_at": None, "seen": None, "saved": "", "problem": ""}


def _last(last: Engagement) -> dict[str, Any]:
    responses = {key: {"answer": said.answer, "grade": said.grade} for key, said in last.responses.items()}
    return {"held_on": day(last.held_on), "responses": responses}


def _windows(session: Session, record: Record) -> dict[str, Any]:
    others = others_in(session.sitting, session.window, session.clock())
    told = ""
    if others:
        told = (
            f"This briefing is open in {count(len(others), 'other window')} too. Each saves here, and none "
            "writes over another: where they differ, you are asked."
        )
    return {
        "window": told,
        "conflicts": [_conflict(session, name, conflict) for name, conflict in record.conflicts.items()],
    }


def _conflict(session: Session, name: str, conflict: Conflict) -> dict[str, Any]:
    return {
        "practice": name,
        "name": _named(session, name),
        "yours": _shown(session, conflict.yours),
        "theirs": _shown(session, conflict.theirs),
        "sentence": f"{conflict.who} said it at {_time(conflict.saved_at)}, after this window was filled.",
    }


def _named(session: Session, name: str) -> str:
    """What a conflict is about."""
    model = session.model
    if name.startswith(SIGNAL):
        return model.signal_names.get(name.removeprefix(SIGNAL), name)
    key = name.removeprefix(VOICES)
    return (
        model.practices[key].name
        if key in model.practices
        else "The parking lot"
        if name == "parked"
        else label_of(name)
    )


def _shown(session: Session, said: Response | str | None) -> str:
    """A response, or a fact's JSON, as it is said."""
    words = session.model.words
    if said is None:
        return "nothing"
    if isinstance(said, Response):
        parts = [words.answers[said.answer], words.grades[said.grade], said.evidence, said.note]
        return ", ".join(part for part in parts if part)
    match msgspec.json.decode(said):
        case bool() as yes:
            return "yes" if yes else "no"
        case dict() as voices:
            return "; ".join(f"{who}: {words.answers[Answer(answer)].lower()}" for who, answer in voices.items())
        case list() as thoughts:
            return "; ".join(map(str, thoughts))
        case value:
            return _text_of(value)


def _resumable(session: Session) -> list[dict[str, Any]]:
    """The live briefings that are not over, the last one first; none where the history can't be read, which is told."""
    try:
        return _unfinished(session) if session.has_store else []
    except MaturityError as error:
        session.refusal = str(error)
        return []


def _unfinished(session: Session) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for key, text in session.store.sittings().items():
        sat = sitting_in(text)
        if sat.closed or len(found) == MOST_RESUMABLE:
            continue
        engagement = session.store.engagement(key)
        found.append(
            {
                "key": key,
                "customer": engagement.customer,
                "held_on": day(engagement.held_on),
                "answers": len(engagement.responses),
                "minutes": round(sat.clock.elapsed(session.clock()) / 60),
            }
        )
    return found


def _time(at: datetime) -> str:
    return f"{at.astimezone():%H:%M:%S}"
