"""What follows from what was said, as a window shows it: the verdict, the questions left, the clock, the voices."""

from typing import TYPE_CHECKING, Any

from maturity import narrative as say
from maturity.agenda import CUT_AT, TOTAL, cut_at, state_of
from maturity.charts.staircase import staircase_facts, staircase_svg
from maturity.interview import Interview, Question
from maturity.live.measured import Compared, Stand, contradictions_in, measured_in, question_of, summary_in
from maturity.live.session import Session
from maturity.model import Grade
from maturity.roadmap import Roadmap
from maturity.traps import find_traps
from maturity.voices import hear
from maturity.what_if import Imagined, imagine
from maturity.wording import count, day, listed, opened

if TYPE_CHECKING:
    from maturity.evidence.summary import Read


def tell_verdict(session: Session, roadmap: Roadmap) -> dict[str, Any]:
    """Where they stand, in a picture and in words, and what to invest in."""
    assessment, words = roadmap.assessment, session.model.words
    imagined = imagine(roadmap, session.imagined) if session.imagined else None
    facts = staircase_facts(roadmap, imagined.roadmap if imagined else None)
    verdict = words.verdicts[roadmap.target.verdict]
    return {
        "picture": {"svg": staircase_svg(facts), "sentence": facts.sentence},
        "standing": say.standing(assessment),
        "line": say.bottom_line(roadmap),
        "more": [text for text in (say.interval(assessment), verdict.meaning) if text],
        "verdict": {
            "floor": assessment.floor,
            "ceiling": assessment.ceiling,
            "target": roadmap.target.stage,
            "word": verdict.name,
        },
        "three": [
            {
                "ordinal": ordinal,
                "name": step.practice.name,
                "action": step.action,
                "effort": say.effort(step.practice.effort_weeks),
                "stage": step.stage,
                "practice": step.practice.key,
            }
            for ordinal, step in zip(say.ORDINALS, roadmap.first_three, strict=False)
        ],
        "traps": [{"name": hit.trap.name, "harm": hit.trap.harm} for hit in find_traps(assessment)],
        "whatif": _imagined(imagined) if imagined else None,
    }


def _imagined(imagined: Imagined) -> dict[str, Any]:
    return {
        "practices": [practice.key for practice in imagined.practices],
        "sentence": imagined.sentence,
        "effort": imagined.effort_said,
        "weeks": imagined.weeks_said,
        "cost": imagined.cost_said,
    }


def tell_questions(session: Session, interview: Interview) -> dict[str, Any]:
    """What to ask next, and why: first what the exports contradict, then what the verdict hangs on."""
    contradicted = contradictions_in(session)
    first = [_again(session, one) for one in contradicted if one.practice.key not in session.sitting.later]
    last = [_again(session, one) for one in contradicted if one.practice.key in session.sitting.later]
    queue = [*first, *map(_question, interview.must_ask)]
    rest = [*map(_question, interview.rest), *last]
    following = next(iter([*queue, *rest]), None)
    position = session.sitting.position or (following["practice"] if following else "")
    return {
        "position": position or next(iter(session.model.practices)),
        "next": following,
        "queue": queue,
        "rest": rest,
        "asked": interview.asked,
        "to_ask": interview.expected + len(contradicted),
        "settled": "" if contradicted else interview.settled,
    }


def _question(question: Question) -> dict[str, Any]:
    return {"practice": question.practice.key, "fact": question.fact, "why": question.why, "again": False}


def _again(session: Session, one: Compared) -> dict[str, Any]:
    """A question that has an answer, which the exports contradict."""
    return {"practice": one.practice.key, "fact": "", "why": question_of(session.model, one), "again": True}


def tell_measured(session: Session) -> dict[str, Any]:
    """What the exports show beside what was said: contradictions first; and what they can't tell."""
    summary = summary_in(session)
    if summary is None:
        return {"measured": None}
    names = {practice.key: practice.name for practice in session.model.asked}
    told = {
        "read": listed([_kind(read) for read in summary.read]),
        "as_of": day(summary.as_of),
        "findings": [_measured(session, one) for one in measured_in(session)],
        "missing": [
            {"practice": found.practice, "name": names[found.practice], "sentence": found.sentence}
            for found in summary.findings
            if not found.is_computable and found.first and found.practice in names
        ],
    }
    return {"measured": told}


def _kind(read: "Read") -> str:
    """A kind of export in its reader's own words, with its files where there are several."""
    return read.kind if read.files == 1 else f"{read.kind}, {count(read.files, 'file')}"


def _measured(session: Session, one: Compared) -> dict[str, Any]:
    words = session.model.words
    return {
        "practice": one.practice.key,
        "name": one.practice.name,
        "stand": one.stand,
        "said": words.answers[one.said.answer] if one.said else "",
        "how": opened(words.grades[one.said.grade if one.said else Grade.CLAIMED]),
        "answer": one.finding.answer,
        "measured": words.answers[one.finding.answer],
        "sentence": one.finding.sentence,
        "question": question_of(session.model, one) if one.stand is Stand.CONTRADICTS else "",
    }


def tell_talk(session: Session, interview: Interview) -> dict[str, Any]:
    """The clock, the agenda, and what was put aside."""
    clock = session.sitting.clock
    elapsed = clock.elapsed(session.clock())
    cut = cut_at(session.sitting.agenda, interview, elapsed)
    return {
        "clock": {"elapsed": round(elapsed, 1), "running": clock.is_running, "total": TOTAL * 60},
        "agenda": [
            {
                "topic": topic.title,
                "minutes": topic.minutes,
                "starts": topic.starts,
                "ends": topic.ends,
                "about": list(topic.about),
                "note": topic.note,
                "state": state_of(topic, elapsed),
            }
            for topic in session.sitting.agenda
        ],
        "cut": {"sentence": cut.sentence, "ask": list(cut.ask), "skip": list(cut.skip)} if cut else None,
        "parked": list(session.record.engagement.parked) if session.record else [],
        "finished": session.sitting.closed,
    }


def place_in_talk(session: Session) -> tuple[object, ...]:
    """What of the clock is worth showing when nothing was said: the topic of now, and whether time runs out."""
    elapsed = session.sitting.clock.elapsed(session.clock())
    topics = [state_of(topic, elapsed) for topic in session.sitting.agenda]
    return (*topics, elapsed >= CUT_AT * 60)


def tell_heard(session: Session, roadmap: Roadmap) -> dict[str, Any]:
    """What two people said apart, and what hangs on it."""
    engagement = roadmap.assessment.engagement
    speakers = session.sitting.speakers
    if not speakers and not engagement.voices:
        return {"speakers": [], "said": {}, "verdicts": [], "disputes": []}
    hearing = hear(session.model, engagement)
    return {
        "speakers": list(speakers),
        "said": {key: dict(heard) for key, heard in engagement.voices.items()},
        "verdicts": [
            {
                "speaker": voice.speaker,
                "line": voice.sentence,
                "floor": voice.roadmap.assessment.floor,
                "ceiling": voice.roadmap.assessment.ceiling,
            }
            for voice in hearing.verdicts
        ],
        "disputes": [
            {"practice": d.practice.key, "name": d.practice.name, "changes": d.changes, "sentence": d.sentence}
            for d in hearing.disputes
        ],
    }
