"""What some files prove, as JSON for programs."""

import json
from typing import Any

import msgspec

from maturity.assessment import assess
from maturity.evidence.finding import Finding
from maturity.evidence.freeze import policy
from maturity.evidence.metrics import Metric, Spread
from maturity.evidence.tables import FileWord
from maturity.evidence.windows import Window, day_of
from maturity.evidence_report.weighing import Weighed
from maturity.given import model_stamp
from maturity.model import Model


def as_json(weighed: Weighed) -> str:
    """All of it as a JSON object; `responses` is what an engagement of this customer would hold."""
    held = weighed.engagement
    standing = assess(weighed.model, held)
    told = {
        "as_of": weighed.as_of.isoformat(),
        "files": [_file(file) for file in weighed.files],
        "findings": [_finding(weighed.model, finding) for finding in weighed.findings],
        "responses": {key: msgspec.to_builtins(response) for key, response in held.responses.items()},
        "stage": {"floor": standing.floor, "ceiling": standing.ceiling},
        "metrics": [_metric(metric) for metric in weighed.metrics],
        "budgets": [msgspec.to_builtins(budget) for budget in weighed.budgets],
        "freeze_policy": list(policy()),
        "model": model_stamp(weighed.model),
    }
    return json.dumps(told, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


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


def _distribution(spread: Spread | None) -> dict[str, float | None] | None:
    if spread is None:
        return None
    return {name: getattr(spread, name) for name in ("count", "least", "median", "p90", "most")}


def _window(window: Window | None) -> list[str] | None:
    return None if window is None else [day_of(window.begin).isoformat(), day_of(window.end - 1).isoformat()]
