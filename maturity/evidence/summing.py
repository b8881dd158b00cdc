"""Evidence to its summary: what is proven, the five metrics, the weeks and the budgets, side by side."""

from collections import Counter
from datetime import date

from maturity.evidence.budgets import budgets_in
from maturity.evidence.finding import Finding
from maturity.evidence.metrics import Metric, measure
from maturity.evidence.objectives import objectives_in
from maturity.evidence.proving import prove
from maturity.evidence.summary import Found, Measured, Read, Rows, Summary
from maturity.evidence.tables import Evidence
from maturity.evidence.weeks import deployed_weeks, green_weeks, recoveries
from maturity.evidence.windows import Window, day_of
from maturity.model import Model


def summed(model: Model, evidence: Evidence, *, as_of: date) -> Summary:
    """What the evidence proves up to that day, in UTC, said in the language that is spoken."""
    kinds = Counter(file.kind for file in evidence.files if file.kind is not None)
    telemetry = evidence.telemetry
    return Summary(
        as_of=as_of,
        read=tuple(Read(kind=kind, files=files) for kind, files in sorted(kinds.items())),
        unread=sum(file.kind is None for file in evidence.files),
        partly=sum(file.kind is not None and bool(file.faults) for file in evidence.files),
        rows=Rows(
            runs=len(evidence.runs),
            deployments=len(evidence.deployments),
            incidents=len(evidence.incidents),
            series=len(telemetry.slis),
            objectives=len(objectives_in(telemetry)),
            rules=len(telemetry.rules),
        ),
        findings=tuple(map(_found, prove(model, evidence, as_of=as_of))),
        metrics=tuple(map(_measured, measure(evidence, as_of=as_of))),
        green=green_weeks(evidence, as_of=as_of),
        deployed=deployed_weeks(evidence, as_of=as_of),
        recovered=recoveries(evidence, as_of=as_of),
        budgets=budgets_in(telemetry, as_of=as_of),
    )


def _found(finding: Finding) -> Found:
    first, last = _days(finding.window)
    return Found(
        practice=finding.practice,
        answer=finding.answer,
        sentence=finding.sentence,
        first=first,
        last=last,
        count=finding.count,
        coverage=finding.coverage,
    )


def _measured(metric: Metric) -> Measured:
    spread = metric.spread
    return Measured(
        key=metric.key,
        name=metric.name,
        sentence=metric.sentence,
        first=day_of(metric.window.begin),
        last=day_of(metric.window.end - 1),
        value=metric.value,
        unit=metric.unit,
        median=spread.median if spread else None,
        p90=spread.p90 if spread else None,
        least=spread.least if spread else None,
        most=spread.most if spread else None,
        count=metric.count,
        coverage=metric.coverage,
        classes={str(year): name for year, name in metric.classes.items()},
    )


def _days(window: Window | None) -> tuple[date | None, date | None]:
    return (None, None) if window is None else (day_of(window.begin), day_of(window.end - 1))
