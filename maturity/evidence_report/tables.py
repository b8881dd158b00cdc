"""What some files prove, as tables for people."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from maturity.assessment import assess
from maturity.evidence.metrics import Metric
from maturity.evidence_report.budget_tables import budget_tables, table
from maturity.evidence_report.weighing import Weighed
from maturity.language import tr
from maturity.model_words import spoken_model
from maturity.narrative import NONE, class_told, figure_told
from maturity.wording import day

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

WIDTH = 150  #: columns, where the output is not a terminal


def as_table(weighed: Weighed) -> str:
    """All of it as text: practices, metrics with their classes by edition, error budgets, the stage."""
    from rich.console import Console, Group
    from rich.text import Text

    standing = assess(weighed.model, weighed.engagement)
    alone = tr("The stage that these exports alone prove: {floor}; possible with the rest: {ceiling}.")
    parts: list[RenderableType] = [
        _practices(weighed),
        *_metrics(weighed),
        *budget_tables(weighed.budgets),
        Text("\n" + alone.format(floor=standing.floor, ceiling=standing.ceiling)),
    ]
    console = Console(width=None if _is_terminal() else WIDTH)
    with console.capture() as printed:
        console.print(Group(*parts))
    return "\n".join(line.rstrip() for line in printed.get().splitlines()) + "\n"


def _practices(weighed: Weighed) -> "Table":
    """Every practice that is asked, with what is measured and why."""
    model = spoken_model(weighed.model)
    rows = [
        (
            str(model.stage_of[finding.practice].number),
            model.practices[finding.practice].name,
            model.words.answers[finding.answer] if finding.is_computable else tr("Not computable"),
            finding.sentence,
        )
        for finding in weighed.findings
    ]
    title = tr("What the exports prove, up to {day}").format(day=day(weighed.as_of))
    return table(title, (tr("Stage"), tr("Practice"), tr("Answer"), tr("Why")), rows)


def _metrics(weighed: Weighed) -> Iterator["RenderableType"]:
    """DORA's five metrics, then their classes by edition, where one of them has one."""
    from rich.text import Text

    figures = [(metric.name, *_figures(metric), metric.sentence) for metric in weighed.metrics]
    heads = (tr("Metric"), tr("Figure"), tr("Median"), tr("9 of 10 up to"), tr("Why"))
    yield table(tr("DORA's five metrics"), heads, figures)
    if not any(name for metric in weighed.metrics for name in metric.classes.values()):
        return
    years = list(weighed.metrics[0].classes)
    classes = [(metric.name, *(class_told(metric.classes[year]) for year in years)) for metric in weighed.metrics]
    yield table(tr("Their classes by DORA's edition; 2025 has none"), (tr("Metric"), *map(str, years)), classes)
    yield Text(tr("The fail rates of 2023 and 2024 are averages of each class, taken here as its limits."))


def _figures(metric: Metric) -> tuple[str, str, str]:
    """The figure, the median and the 90th percentile, as they are told."""
    if metric.value is None:
        return tr("Not computable"), NONE, NONE
    figures = (metric.value, *((metric.spread.median, metric.spread.p90) if metric.spread else (None, None)))
    value, median, p90 = (NONE if one is None else figure_told(one, metric.unit) for one in figures)
    return value, median, p90


def _is_terminal() -> bool:
    import sys

    return sys.stdout.isatty()
