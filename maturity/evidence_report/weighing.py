"""Files weighed under a model: findings, metrics and budgets side by side, before they are printed."""

from dataclasses import dataclass
from datetime import date

from maturity.engagement import Engagement
from maturity.evidence.budgets import budgets_in
from maturity.evidence.finding import Finding
from maturity.evidence.metrics import Metric, measure
from maturity.evidence.proving import apply_findings, prove
from maturity.evidence.summary import Budget
from maturity.evidence.tables import Evidence, FileWord
from maturity.model import Model


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """All that some files prove under a model, up to a day."""

    model: Model
    as_of: date
    files: tuple[FileWord, ...]
    findings: tuple[Finding, ...]
    metrics: tuple[Metric, ...]
    budgets: tuple[Budget, ...]

    @property
    def engagement(self) -> Engagement:
        """A customer of whom nothing is known but this."""
        return apply_findings(Engagement(customer="These exports", held_on=self.as_of), self.findings)


def weigh(model: Model, evidence: Evidence, *, as_of: date, days: float | None = None) -> Weighed:
    """What the evidence proves up to that day, in UTC; `days` is the length of every window, where it is given."""
    metrics = measure(evidence, as_of=as_of) if days is None else measure(evidence, as_of=as_of, days=days)
    findings = prove(model, evidence, as_of=as_of, days=days)
    budgets = budgets_in(evidence.telemetry, as_of=as_of)
    return Weighed(model=model, as_of=as_of, files=evidence.files, findings=findings, metrics=metrics, budgets=budgets)
