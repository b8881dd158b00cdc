"""What the exports show beside what was said: each contradiction is asked about, and ends in an answer of either's."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec.structs import replace

from maturity.engagement import Response
from maturity.errors import InputError
from maturity.live.edits import Forget, Keep, Take
from maturity.live.record import Seen
from maturity.live.session import Held, Session
from maturity.live.sitting import kept_summary
from maturity.model import Answer, Grade, Model, Practice
from maturity.store.entries import VOICES
from maturity.wording import count, sentence_case

if TYPE_CHECKING:
    from maturity.evidence.summary import Found, Summary

WHY_NOT = "Say why it stands against what was measured; it is saved then."


class Stand(StrEnum):
    """What a finding is to the answer, in the order in which they are shown."""

    CONTRADICTS = "contradicts"
    OPEN = "open"  #: nothing was said of the practice, or that it is not known
    AGREES = "agrees"  #: the same was said, and could count as measured
    KEPT = "kept"  #: something else was said, and stands with a note
    TAKEN = "taken"  #: it is the answer


@dataclass(frozen=True, kw_only=True)
class Compared:
    """A finding beside what was said."""

    practice: Practice
    finding: "Found"
    said: Response | None  #: None: nothing
    stand: Stand


def summary_in(session: Session) -> "Summary | None":
    """What the exports show; None where there are none, or where another version wrote it."""
    return kept_summary(session.sitting.evidence)


def measured_in(session: Session) -> tuple[Compared, ...]:
    """The findings that are computable beside what was said: contradictions first, then in the model's order."""
    summary = summary_in(session)
    if summary is None or session.record is None:
        return ()
    responses = session.record.engagement.responses
    practices = {practice.key: practice for practice in session.model.asked}
    beside = [
        _beside(practices[finding.practice], finding, responses)
        for finding in summary.findings
        if finding.is_computable and finding.practice in practices
    ]
    return tuple(sorted(beside, key=lambda one: [*Stand].index(one.stand)))


def contradictions_in(session: Session) -> tuple[Compared, ...]:
    """The findings that say otherwise than somebody in the room, and that nobody has settled."""
    return tuple(one for one in measured_in(session) if one.stand is Stand.CONTRADICTS)


def question_of(model: Model, one: Compared) -> str:
    """What to ask where a finding contradicts what was said."""
    said = one.said.answer if one.said else Answer.UNKNOWN
    words = model.words.answers
    how = {Grade.CLAIMED: "You said", Grade.SHOWN: "We saw", Grade.MEASURED: "It was measured as"}
    told = how[one.said.grade if one.said else Grade.CLAIMED]
    shown = words[one.finding.answer].lower()
    return f"{told} “{words[said].lower()}”; the exports show “{shown}”. {one.finding.sentence} Which is it?"


def take(session: Session, edit: Take) -> None:
    """Let what was measured of these practices be their answer; what was said stays beside it, as claimed."""
    if session.record is None:
        return
    from maturity.evidence.proving import apply_findings  # which brings numpy

    session.record.look()
    found = {one.practice.key: one for one in measured_in(session) if one.stand is not Stand.TAKEN}
    wanted = [found[key] for key in dict.fromkeys(edit.practices) if key in found]
    if not wanted:
        return
    engagement = session.record.engagement
    held = apply_findings(engagement, [one.finding for one in wanted]).responses
    for one in wanted:
        session.held.pop(one.practice.key, None)
    session.say(
        _about(wanted),
        {one.practice.key: held[one.practice.key] for one in wanted},
        {f"{VOICES}{one.practice.key}": None for one in wanted if one.practice.key in engagement.voices},
        seen=Seen(answers={one.practice.key: edit.seen.get(one.practice.key) for one in wanted}),
    )


def keep(session: Session, edit: Keep) -> None:
    """Let what was said stand, with a note of why; what was measured stays beside it, in its evidence."""
    found = next((one for one in measured_in(session) if one.practice.key == edit.practice), None)
    if found is None or found.said is None or found.stand is not Stand.CONTRADICTS:
        return
    said = replace(found.said, note=edit.note.strip())
    if not said.note:
        session.held[edit.practice] = Held(response=said, problem=WHY_NOT)
        return
    session.held.pop(edit.practice, None)
    kept = replace(said, evidence=f"{said.evidence} {_otherwise(session.model, found)}".strip())
    try:
        session.say(_about([found]), {edit.practice: kept}, {}, seen=Seen(answers={edit.practice: edit.seen}))
    except InputError as error:
        session.held[edit.practice] = Held(response=said, problem=error.faults[0].problem)


def forget(session: Session, _edit: Forget) -> None:
    """Show nothing of the exports any more."""
    session.put(evidence="")


def _beside(practice: Practice, finding: "Found", responses: Mapping[str, Response]) -> Compared:
    said = responses.get(practice.key)
    return Compared(practice=practice, finding=finding, said=said, stand=_stand(finding, said))


def _stand(finding: "Found", said: Response | None) -> Stand:
    if said is None or said.answer is Answer.UNKNOWN:
        return Stand.OPEN
    is_told = finding.sentence in said.evidence
    if said.answer is finding.answer:
        return Stand.TAKEN if said.grade is Grade.MEASURED and is_told else Stand.AGREES
    return Stand.KEPT if is_told and said.note.strip() else Stand.CONTRADICTS


def _otherwise(model: Model, one: Compared) -> str:
    return f"The exports show “{model.words.answers[one.finding.answer].lower()}”: {one.finding.sentence}"


def _about(found: list[Compared]) -> str:
    if len(found) == 1:
        return f"the answer to “{sentence_case(found[0].practice.name)}”"
    return f"{count(len(found), 'measured answer')}"
