"""What exports prove, printed: JSON for programs, tables for people."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec

from maturity.assessment import assess
from maturity.engagement import Engagement
from maturity.evidence.finding import Finding
from maturity.evidence.metrics import Metric, Spread, measure
from maturity.evidence.proving import apply_findings, prove
from maturity.evidence.tables import Evidence, FileWord
from maturity.evidence.windows import Window, day_of, length
from maturity.model import Model
from maturity.wording import day, percent, plain

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

WIDTH = 150  #: columns, where the output is not a terminal
_NONE = "–"  #: where there is no figure or no class


@dataclass(frozen=True, kw_only=True)
class Proof:
    """All that some files prove under a model, up to a day."""

    model: Model
    as_of: date
    files: tuple[FileWord, ...]
    findings: tuple[Finding, ...]
    metrics: tuple[Metric, ...]

    @property
    def engagement(self) -> Engagement:
        """A customer of whom nothing is known but this."""
        return apply_findings(Engagement(customer="These exports", held_on=self.as_of), self.findings)


def weigh(model: Model, evidence: Evidence, *, as_of: date, days: float | None = None) -> Proof:
    """What the evidence proves up to that day, in UTC; `days` is the length of every window, where it is given."""
    metrics = measure(evidence, as_of=as_of) if days is None else measure(evidence, as_of=as_of, days=days)
    findings = prove(model, evidence, as_of=as_of, days=days)
    return Proof(model=model, as_of=as_of, files=evidence.files, findings=findings, metrics=metrics)


def as_json(proof: Proof) -> str:
    """The proof as a JSON object; `responses` is what an engagement of this customer would hold."""
    held = proof.engagement
    standing = assess(proof.model, held)
    told = {
        "as_of": proof.as_of.isoformat(),
        "files": [_file(file) for file in proof.files],
        "findings": [_finding(proof.model, finding) for finding in proof.findings],
        "responses": {key: msgspec.to_builtins(response) for key, response in held.responses.items()},
        "stage": {"floor": standing.floor, "ceiling": standing.ceiling},
        "metrics": [_metric(metric) for metric in proof.metrics],
        "model": {"name": proof.model.name, "version": proof.model.version, "hash": proof.model.hash},
    }
    return json.dumps(told, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def as_table(proof: Proof) -> str:
    """The proof as tables for people: practices, metrics, and the metrics' classes by edition beside the stage."""
    from rich.console import Console, Group
    from rich.text import Text

    words, years = proof.model.words.answers, list(proof.metrics[0].classes)
    practices = [
        (
            str(proof.model.stage_of[finding.practice].number),
            proof.model.practices[finding.practice].name,
            words[finding.answer] if finding.is_computable else "Not computable",
            finding.sentence,
        )
        for finding in proof.findings
    ]
    metrics = [(metric.name, *_figures(metric), metric.sentence) for metric in proof.metrics]
    classes = [(metric.name, *(metric.classes[year] or _NONE for year in years)) for metric in proof.metrics]
    standing = assess(proof.model, proof.engagement)
    parts: list[RenderableType] = [
        _table(f"What the exports prove, up to {day(proof.as_of)}", ("Stage", "Practice", "Answer", "Why"), practices),
        _table("DORA's five metrics", ("Metric", "Figure", "Median", "9 of 10", "Why"), metrics),
        _table("Their classes by DORA's edition; 2025 has none", ("Metric", *map(str, years)), classes),
        Text(
            f"\nThe stage that these exports alone prove: {standing.floor}; possible with the rest: {standing.ceiling}."
        ),
    ]
    console = Console(width=None if _is_terminal() else WIDTH)
    with console.capture() as printed:
        console.print(Group(*parts))
    return "\n".join(line.rstrip() for line in printed.get().splitlines()) + "\n"


def _table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> "Table":
    from rich.table import Table
    from rich.text import Text

    table = Table(title=f"\n{title}", title_justify="left", box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column)
    for row in rows:
        table.add_row(*map(Text, row))
    return table


def _figures(metric: Metric) -> tuple[str, str, str]:
    """The figure, the median and the 90th percentile, as they are told."""
    if metric.value is None:
        return "Not computable", _NONE, _NONE
    spread = metric.spread
    parts = (_NONE, _NONE) if spread is None else (_said(spread.median, metric.unit), _said(spread.p90, metric.unit))
    return _said(metric.value, metric.unit), *parts


def _said(value: float, unit: str) -> str:
    if unit == "hours":
        return length(value)
    return percent(round(value, 3)) if unit == "share" else f"{plain(value, 1)} {unit}"


def _file(file: FileWord) -> dict[str, Any]:
    return {"file": file.place, "kind": file.kind, "read": file.read, "faults": [str(fault) for fault in file.faults]}


def _finding(model: Model, finding: Finding) -> dict[str, Any]:
    return {
        "practice": finding.practice,
        "stage": model.stage_of[finding.practice].number,
        "answer": finding.answer.value if finding.is_computable else None,
        "sentence": finding.sentence,
        "window": _window(finding.window),
        "count": finding.count,
        "coverage": finding.coverage,
        "value": finding.value,
        "unit": finding.unit,
    }


def _metric(metric: Metric) -> dict[str, Any]:
    return {
        "metric": metric.key,
        "name": metric.name,
        "value": metric.value,
        "unit": metric.unit,
        "distribution": _distribution(metric.spread),
        "sentence": metric.sentence,
        "window": _window(metric.window),
        "count": metric.count,
        "coverage": metric.coverage,
        "classes": {str(year): name for year, name in metric.classes.items()},
    }


def _distribution(spread: Spread | None) -> dict[str, float] | None:
    if spread is None:
        return None
    return {name: getattr(spread, name) for name in ("count", "least", "median", "p90", "most")}


def _window(window: Window | None) -> list[str] | None:
    return None if window is None else [day_of(window.begin).isoformat(), day_of(window.end - 1).isoformat()]


def _is_terminal() -> bool:
    import sys

    return sys.stdout.isatty()
