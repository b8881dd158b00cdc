"""What exports prove, in words: beside what was said, and DORA's five metrics."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from maturity.assessment import Assessment
from maturity.engagement import Response
from maturity.evidence.summary import Found, Measured, Summary
from maturity.language import later, tr, tr_n
from maturity.model import Answer, Grade, Practice
from maturity.wording import day, in_row, lasting, opened, percent, plain

NONE: Final = "–"  #: where there is no figure or no class
_CLASSES: Final = {"elite": later("elite"), "high": later("high"), "medium": later("medium"), "low": later("low")}


@dataclass(frozen=True, kw_only=True)
class Beside:
    """A practice that the exports tell of, beside what was said."""

    practice: Practice
    said: str  #: in the model's word; where nothing was, that nobody was asked
    measured: str
    why: str
    is_contradicted: bool  #: something else was said, or seen, than is measured
    stands: str  #: where that stays the answer nevertheless: that it does, with the note why; else empty


@dataclass(frozen=True, kw_only=True)
class FindingsTold:
    """What the exports say of each practice."""

    sentence: str
    read: str  #: what was read, up to which day, and how much could not be
    rows: tuple[Beside, ...]  #: what was said otherwise first
    missing: tuple[tuple[Practice, str], ...]  #: what the exports can't tell, with what would


@dataclass(frozen=True, kw_only=True)
class DeliveryTold:
    """DORA's five metrics beside the stage."""

    sentence: str
    years: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]  #: name, figure, median, nine of ten, and why
    classes: tuple[tuple[str, ...], ...]  #: name, and the class by year


def findings_told(assessment: Assessment, summary: Summary) -> FindingsTold:
    """Every practice that is measured, what was said otherwise first, then what the exports can't tell."""
    practices = assessment.model.practices
    found = [found for found in summary.findings if found.practice in practices]
    rows = [_beside(assessment, one) for one in found if one.is_computable]
    missing = [(practices[one.practice], one.sentence) for one in found if not one.is_computable and one.first]
    return FindingsTold(
        sentence=_summed(rows),
        read=_read(summary),
        rows=tuple(sorted(rows, key=lambda row: not row.is_contradicted)),
        missing=tuple(missing),
    )


def differing_told(assessment: Assessment, summary: Summary) -> str:
    """For how many practices the exports show something else than was said; empty for none."""
    differing = sum(row.is_contradicted for row in findings_told(assessment, summary).rows)
    sentence = tr_n(
        "For {n} practice, your exports show something other than what was said.",
        "For {n} practices, your exports show something other than what was said.",
        differing,
    )
    return sentence.format(n=differing) if differing else ""


def delivery_told(assessment: Assessment, summary: Summary) -> DeliveryTold:
    """The five metrics with their distribution, and their classes by edition."""
    years = tuple(summary.metrics[0].classes) if summary.metrics else ()
    told = sum(metric.value is not None for metric in summary.metrics)
    stage = tr("You stand at stage {stage}; these five figures stand beside it, and never in its place.")
    counted = tr_n("{n} of them can be computed.", "{n} of them can be computed.", told)
    return DeliveryTold(
        sentence=f"{stage.format(stage=assessment.achieved)} {counted.format(n=told)}",
        years=years,
        rows=tuple(map(_figures, summary.metrics)),
        classes=tuple((one.name, *(class_told(one.classes.get(year)) for year in years)) for one in summary.metrics),
    )


def figure_told(value: float, unit: str) -> str:
    """A metric's figure in its unit: a duration, a share, or how often."""
    if unit == "hours":
        return lasting(timedelta(hours=value))
    return percent(round(value, 3)) if unit == "share" else tr("{n} a week").format(n=plain(value, 1))


def class_told(name: str | None) -> str:
    """A class, or several that share their words, in the language that is spoken."""
    if name is None:
        return NONE
    *others, last = [tr(_CLASSES.get(word, word)) for word in name.replace(" or ", ", ").split(", ")]
    return tr("{others} or {last}").format(others=", ".join(others), last=last) if others else last


def _summed(rows: Sequence[Beside]) -> str:
    """How many practices are measured, and of how many something else was said, or stays said."""
    other, kept = sum(row.is_contradicted for row in rows), sum(bool(row.stands) for row in rows)
    measured = tr_n("Your exports measure {n} practice.", "Your exports measure {n} practices.", len(rows))
    beside = _differing(other, len(rows)) if other else tr("Nothing in them contradicts what was said.")
    stands = tr_n("{n} answer stays as it was said.", "{n} answers stay as they were said.", kept).format(n=kept)
    parts = (measured.format(n=len(rows)), beside if rows else "", stands if kept else "")
    return " ".join(filter(None, parts))


def _differing(other: int, measured: int) -> str:
    if measured == 1:
        return tr("They show something other than what was said.")
    return tr_n(
        "For {n} of them they show something other than what was said.",
        "For {n} of them they show something other than what was said.",
        other,
    ).format(n=other)


def _read(summary: Summary) -> str:
    files = [
        tr_n("{kind} ({n} file)", "{kind} ({n} files)", one.files).format(kind=tr(one.kind), n=one.files)
        for one in summary.read
    ]
    told = [tr("Read, up to {day}: {files}.").format(day=day(summary.as_of), files=in_row(files) or NONE)]
    if summary.unread:
        unread = tr_n("{n} file could not be read.", "{n} files could not be read.", summary.unread)
        told.append(unread.format(n=summary.unread))
    if summary.partly:
        partly = tr_n("{n} file was read in part.", "{n} files were read in part.", summary.partly)
        told.append(partly.format(n=summary.partly))
    return " ".join(told)


def _beside(assessment: Assessment, found: Found) -> Beside:
    words = assessment.model.words.answers
    response = assessment.engagement.responses.get(found.practice)
    said = _said_before(response, found)
    is_other = said not in {None, Answer.UNKNOWN, found.answer}
    return Beside(
        practice=assessment.model.practices[found.practice],
        said=opened(tr("not asked")) if said is None else words[said],
        measured=words[found.answer],
        why=found.sentence,
        is_contradicted=is_other,
        stands=_stands(response) if response and is_other and response.answer is not found.answer else "",
    )


def _said_before(response: Response | None, found: Found) -> Answer | None:
    """What was said or seen before it was measured; None where nothing was."""
    if response is None:
        return None
    is_taken = response.grade is Grade.MEASURED and response.answer is found.answer
    return response.claimed if is_taken or response.claimed is not None else response.answer


def _stands(response: Response) -> str:
    note = response.note.strip()
    stands = tr("What was said stands: {note}") if note else tr("What was said stands; nobody said why.")
    return stands.format(note=note)


def _figures(metric: Measured) -> tuple[str, ...]:
    if metric.value is None:
        return metric.name, tr("Not computable"), NONE, NONE, metric.sentence
    spread = (NONE if part is None else figure_told(part, metric.unit) for part in (metric.median, metric.p90))
    return metric.name, figure_told(metric.value, metric.unit), *spread, metric.sentence
