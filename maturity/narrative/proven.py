"""What exports prove, in words: beside what was said, the five metrics, and the alerts that guard a budget."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from maturity.assessment import Assessment
from maturity.engagement import NO_RESPONSE
from maturity.evidence.summary import Alert, Budget, Found, Measured, Summary
from maturity.language import later, tr, tr_n
from maturity.model import Practice
from maturity.wording import day, in_row, lasting, listed, percent, plain

NONE: Final = "–"  #: where there is no figure or no class
_CLASSES: Final = {"elite": later("elite"), "high": later("high"), "medium": later("medium"), "low": later("low")}
_WRITERS: Final = {
    "sloth": later("by Sloth"),
    "pyrra": later("by Pyrra"),
    "prometheus": later("by hand, or by a tool that leaves no mark"),
}


@dataclass(frozen=True, kw_only=True)
class Beside:
    """A practice that the exports tell of, beside what was said."""

    practice: Practice
    said: str  #: a dash where nothing else was said than what is measured
    measured: str
    why: str
    is_contradicted: bool


@dataclass(frozen=True, kw_only=True)
class FindingsTold:
    """What the exports say of each practice."""

    sentence: str
    read: str  #: what was read, and up to which day
    rows: tuple[Beside, ...]  #: what was said otherwise first
    missing: tuple[tuple[Practice, str], ...]  #: what the exports can't tell, with what would


@dataclass(frozen=True, kw_only=True)
class DeliveryTold:
    """DORA's five metrics beside the stage."""

    sentence: str
    years: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]  #: name, figure, median, nine of ten, and why
    classes: tuple[tuple[str, ...], ...]  #: name, and the class by year


@dataclass(frozen=True, kw_only=True)
class BudgetTold:
    """One objective, what its budget asks for, and the alerts that should guard it."""

    heading: str
    sentence: str
    alerts: tuple[str, ...]


def findings_told(assessment: Assessment, summary: Summary) -> FindingsTold:
    """Every practice that is measured, what was said otherwise first, then what the exports can't tell."""
    practices = assessment.model.practices
    found = [found for found in summary.findings if found.practice in practices]
    rows = [_beside(assessment, one) for one in found if one.is_computable]
    missing = [(practices[one.practice], one.sentence) for one in found if not one.is_computable and one.first]
    other = sum(row.is_contradicted for row in rows)
    measured = tr_n("Your exports measure {n} practice.", "Your exports measure {n} practices.", len(rows))
    differs = tr_n(
        "For {n} of them they show something else than was said.",
        "For {n} of them they show something else than was said.",
        other,
    )
    beside = differs.format(n=other) if other else tr("Nothing in them contradicts what was said.")
    return FindingsTold(
        sentence=f"{measured.format(n=len(rows))} {beside if rows else ''}".strip(),
        read=_read(summary),
        rows=tuple(sorted(rows, key=lambda row: not row.is_contradicted)),
        missing=tuple(missing),
    )


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
        classes=tuple((one.name, *(_class(one.classes.get(year)) for year in years)) for one in summary.metrics),
    )


def budget_told(budget: Budget) -> BudgetTold:
    """What the budget asks for today, or what is missing to say it; and its published alerts in words."""
    objective = NONE if budget.objective is None else percent(budget.objective)
    days = NONE if budget.window_days is None else plain(budget.window_days)
    heading = tr("{name}: {objective} over {days} days")
    missing = tr("{name}: not computable. {missing}")
    return BudgetTold(
        heading=heading.format(name=budget.name, objective=objective, days=days),
        sentence=budget.policy or missing.format(name=budget.name, missing=budget.missing),
        alerts=tuple(map(_alert, budget.alerts)),
    )


def rules_told(budgets: Sequence[Budget]) -> str:
    """Who wrote the alert rules that were handed over, and whose set they are."""
    if not budgets or not budgets[0].rules:
        return tr("No alert rules were handed over, so nobody can say who is woken when a budget burns.")
    one = budgets[0]
    frame = tr_n(
        "{n} alert rule was handed over, written {by}: {whose}.",
        "{n} alert rules were handed over, written {by}: {whose}.",
        one.rules,
    )
    by = listed([tr(_WRITERS.get(name, name)) for name in one.written_by])
    return frame.format(n=one.rules, by=by, whose=one.known_set or tr("a set of their own"))


def _read(summary: Summary) -> str:
    files = [
        tr_n("{kind} ({n} file)", "{kind} ({n} files)", one.files).format(kind=tr(one.kind), n=one.files)
        for one in summary.read
    ]
    return tr("Read, up to {day}: {files}.").format(day=day(summary.as_of), files=in_row(files) or NONE)


def _beside(assessment: Assessment, found: Found) -> Beside:
    words = assessment.model.words.answers
    claimed = assessment.engagement.responses.get(found.practice, NO_RESPONSE).claimed
    is_other = claimed not in {None, found.answer}
    return Beside(
        practice=assessment.model.practices[found.practice],
        said=words[claimed] if claimed is not None and is_other else NONE,
        measured=words[found.answer],
        why=found.sentence,
        is_contradicted=is_other,
    )


def _figures(metric: Measured) -> tuple[str, ...]:
    if metric.value is None:
        return metric.name, tr("Not computable"), NONE, NONE, metric.sentence
    spread = (NONE if part is None else _said(part, metric.unit) for part in (metric.median, metric.p90))
    return metric.name, _said(metric.value, metric.unit), *spread, metric.sentence


def _said(value: float, unit: str) -> str:
    if unit == "hours":
        return lasting(timedelta(hours=value))
    return percent(round(value, 3)) if unit == "share" else tr("{n} a week").format(n=plain(value, 1))


def _class(name: str | None) -> str:
    """A class, or several that share their words, in the language that is spoken."""
    if name is None:
        return NONE
    *others, last = [tr(_CLASSES.get(word, word)) for word in name.replace(" or ", ", ").split(", ")]
    return tr("{others} or {last}").format(others=", ".join(others), last=last) if others else last


def _alert(alert: Alert) -> str:
    wakes = tr("wakes somebody") if alert.pages else tr("opens a ticket")
    frame = tr("Burn rate {rate} over {long}, still so over the last {short}: {share} of the budget gone; {wakes}")
    return frame.format(
        rate=plain(alert.rate, 2),
        long=lasting(timedelta(hours=alert.long_hours)),
        short=lasting(timedelta(hours=alert.short_hours)),
        share=percent(round(alert.budget_share, 4)),
        wakes=wakes,
    )
