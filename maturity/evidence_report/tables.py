"""A proof as tables, for people."""

import re
from typing import TYPE_CHECKING, Final

from maturity.assessment import assess
from maturity.evidence.metrics import Metric
from maturity.evidence.windows import length
from maturity.evidence_report.budget_tables import NONE, budget_tables, table
from maturity.evidence_report.weighing import Proof
from maturity.language import later, tr
from maturity.model_words import spoken_model
from maturity.wording import day, percent, plain

if TYPE_CHECKING:
    from rich.console import RenderableType

_CLASSES: Final = {
    "elite": later("elite"),
    "high": later("high"),
    "medium": later("medium"),
    "low": later("low"),
    "or": later("or"),
}
_WORD: Final = re.compile("|".join(_CLASSES))
WIDTH = 150  #: columns, where the output is not a terminal


def as_table(proof: Proof) -> str:
    """The proof as tables for people: practices, metrics with their classes by edition, error budgets, the stage."""
    from rich.console import Console, Group
    from rich.text import Text

    model, years = spoken_model(proof.model), list(proof.metrics[0].classes)
    practices = [
        (
            str(model.stage_of[finding.practice].number),
            model.practices[finding.practice].name,
            model.words.answers[finding.answer] if finding.is_computable else tr("Not computable"),
            finding.sentence,
        )
        for finding in proof.findings
    ]
    metrics = [(metric.name, *_figures(metric), metric.sentence) for metric in proof.metrics]
    classes = [(metric.name, *(_class(metric.classes[year]) for year in years)) for metric in proof.metrics]
    standing = assess(proof.model, proof.engagement)
    alone = tr("The stage that these exports alone prove: {floor}; possible with the rest: {ceiling}.")
    up_to = tr("What the exports prove, up to {day}").format(day=day(proof.as_of))
    parts: list[RenderableType] = [
        table(up_to, (tr("Stage"), tr("Practice"), tr("Answer"), tr("Why")), practices),
        table(
            tr("DORA's five metrics"),
            (tr("Metric"), tr("Figure"), tr("Median"), tr("9 of 10"), tr("Why")),
            metrics,
        ),
        table(tr("Their classes by DORA's edition; 2025 has none"), (tr("Metric"), *map(str, years)), classes),
        *budget_tables(proof.budgets),
        Text("\n" + alone.format(floor=standing.floor, ceiling=standing.ceiling)),
    ]
    console = Console(width=None if _is_terminal() else WIDTH)
    with console.capture() as printed:
        console.print(Group(*parts))
    return "\n".join(line.rstrip() for line in printed.get().splitlines()) + "\n"


def _class(words: str | None) -> str:
    """A class, or several that an edition does not part, such as `high or medium`."""
    return _WORD.sub(lambda word: tr(_CLASSES[word[0]]), words) if words else NONE


def _figures(metric: Metric) -> tuple[str, str, str]:
    """The figure, the median and the 90th percentile, as they are told."""
    if metric.value is None:
        return tr("Not computable"), NONE, NONE
    spread = metric.spread
    parts = (NONE, NONE) if spread is None else (_said(spread.median, metric.unit), _said(spread.p90, metric.unit))
    return _said(metric.value, metric.unit), *parts


def _said(value: float, unit: str) -> str:
    if unit == "hours":
        return length(value)
    return percent(round(value, 3)) if unit == "share" else f"{plain(value, 1)} {tr(unit)}"


def _is_terminal() -> bool:
    import sys

    return sys.stdout.isatty()
