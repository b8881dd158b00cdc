"""What is said of a practice, by one or two voices: saved, held back, taken back, or settled with another window."""

from collections.abc import Callable, Mapping
from datetime import datetime

import msgspec
from msgspec.structs import replace

from maturity.engagement import NO_RESPONSE, Response
from maturity.errors import InputError
from maturity.intake.responses import lacks_reason
from maturity.live.edits import Park, Respond, Retry, Settle, Signal, Undo, Unpark
from maturity.live.record import Seen
from maturity.live.session import Held, Session
from maturity.model import Answer, Grade, Practice
from maturity.store.entries import SIGNAL, VOICES
from maturity.voices import counted
from maturity.wording import sentence_case

WHY_NOT = "Say why it does not apply; it is saved then."


def respond(session: Session, edit: Respond) -> None:
    """Answer a practice, for everybody or for one of two speakers; what the head count computes is only not known."""
    practice = session.model.practices.get(edit.practice)
    if practice is None or session.record is None:
        return
    later = tuple(key for key in session.sitting.later if key != practice.key)
    if practice.computed:
        session.place(later=later, not_known=(*session.sitting.not_known, practice.key))
        return
    session.held.pop(practice.key, None)
    response, problem = _said(session, edit, practice)
    if problem and response is not None:
        session.held[practice.key] = Held(response=response, problem=problem)
    session.place(position=practice.key, later=later)


def _said(session: Session, edit: Respond, practice: Practice) -> tuple[Response | None, str]:
    """The response that was said, and why it can't be saved, if it can't."""
    fact, seen = f"{VOICES}{practice.key}", Seen(answers={practice.key: edit.seen})
    heard = _heard_of(session, practice)
    if edit.voice and heard:
        seen = Seen()  # a voice is added to those that were heard, by whichever window: nothing is written over
    voices, response = _with_voice(session, edit, heard) if edit.voice else ({}, _response(session, edit))
    if response is not None and lacks_reason(response):
        return response, WHY_NOT
    told = {fact: msgspec.json.encode(voices).decode() if voices else None} if voices != heard else {}
    if not edit.voice and _is_unseen(session, fact, edit.seen):
        told = {}  # what two people said elsewhere stays, whatever becomes of this answer
    try:
        session.say(f"the answer to “{sentence_case(practice.name)}”", {practice.key: response}, told, seen=seen)
    except InputError as error:
        return response, error.faults[0].problem
    return response, ""


def _is_unseen(session: Session, fact: str, seen: datetime | None) -> bool:
    """Whether a fact was saved after what the screen showed."""
    saved_at = session.record.window.facts.get(fact) if session.record else None
    own = session.record.own.facts.get(fact) if session.record else None
    return saved_at is not None and saved_at != own and (seen is None or saved_at > seen)


def _heard_of(session: Session, practice: Practice) -> Mapping[str, Answer]:
    """What each speaker said of a practice, in this window and in others."""
    if session.record is None:
        return {}
    session.record.look()
    return session.record.engagement.voices.get(practice.key, {})


def _response(session: Session, edit: Respond) -> Response | None:
    """What was said; nobody says what is measured, but its note and evidence can be written on."""
    if edit.answer is None:
        return None
    before = session.record.engagement.responses.get(edit.practice, NO_RESPONSE) if session.record else NO_RESPONSE
    if before.grade is Grade.MEASURED and (edit.grade, edit.answer) == (before.grade, before.answer):
        return replace(before, evidence=edit.evidence, note=edit.note)
    grade = Grade.CLAIMED if edit.grade is Grade.MEASURED else edit.grade
    return Response(answer=edit.answer, grade=grade, evidence=edit.evidence, note=edit.note)


def _with_voice(
    session: Session, edit: Respond, heard: Mapping[str, Answer]
) -> tuple[dict[str, Answer], Response | None]:
    """What each speaker says now, and the response that counts; its evidence and note stay."""
    voices = {speaker: answer for speaker, answer in heard.items() if speaker != edit.voice}
    voices |= {edit.voice: edit.answer} if edit.answer is not None else {}
    if not voices or session.record is None:
        return voices, None
    before = session.record.engagement.responses.get(edit.practice, NO_RESPONSE)
    grade = Grade.CLAIMED if before.grade is Grade.MEASURED else before.grade
    return voices, replace(before, answer=counted(voices.values()), grade=grade, claimed=None)


def signal(session: Session, edit: Signal) -> None:
    """Say yes or no to a signal, or take it back."""
    name, known = f"{SIGNAL}{edit.key}", session.model.signal_names
    if edit.key in known:
        value = None if edit.value is None else msgspec.json.encode(edit.value).decode()
        session.say(known[edit.key], {}, {name: value}, seen=Seen(facts={name: edit.seen}))


def undo(session: Session, _edit: Undo) -> None:
    """Take back the last thing that was said; what another window said since then is asked about first."""
    if session.record is not None and session.undoing:
        last = session.undoing.pop()
        session.record.say(last.before.answers, last.before.facts, who=session.who, seen=last.after)
        session.held = {key: held for key, held in session.held.items() if key not in last.before.answers}
        session.place(position=next(iter(last.before.answers), session.sitting.position))


def settle(session: Session, edit: Settle) -> None:
    """Say it again over what others said, or let theirs stand."""
    conflict = session.record.conflicts.get(edit.practice) if session.record else None
    if session.record is None or conflict is None:
        return
    if edit.take != "mine":
        del session.record.conflicts[edit.practice]
    elif edit.practice in session.model.practices:
        session.say("a conflict", {edit.practice: conflict.yours}, {})  # type: ignore[dict-item]  # an answer's conflict
    else:
        session.say("a conflict", {}, {edit.practice: conflict.yours})  # type: ignore[dict-item]  # a fact's conflict


def retry(session: Session, _edit: Retry) -> None:
    """Save now what could not be saved, over a fresh line to the store: its file may be another one."""
    session.store.close()
    for one in (session, *session.others.values()):
        if one.record is not None:
            one.record.look()
            one.record.save_again(who=one.who)
    session.keep()


def park(session: Session, edit: Park) -> None:
    """Put a thought aside."""
    thought = edit.text.strip()
    if thought:
        _park_all(session, lambda parked: tuple(dict.fromkeys([*parked, thought])))


def unpark(session: Session, edit: Unpark) -> None:
    """Deal with a thought that was put aside."""
    _park_all(session, lambda parked: tuple(text for text in parked if text != edit.text))


def _park_all(session: Session, change: Callable[[tuple[str, ...]], tuple[str, ...]]) -> None:
    """Change what is parked, on top of what another window parked meanwhile."""
    if session.record is not None:
        session.record.look()
        parked = change(session.record.engagement.parked)
        session.say("the parking lot", {}, {"parked": msgspec.json.encode(parked).decode() if parked else None})
