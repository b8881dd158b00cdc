"""OpenSLO documents: objectives and burn rate alerts, and what of the specification they break."""

import re
from collections.abc import Iterator
from typing import Final

from maturity.evidence.durations import days_of, seconds_of
from maturity.evidence.signals import AlertRule, Slo
from maturity.evidence.yaml_documents import Document, mapping, members, name_of, names_an_owner, number_of

DIALECT: Final = "openslo"
KINDS: Final = ("DataSource", "SLO", "SLI", "AlertPolicy", "AlertCondition", "AlertNotificationTarget", "Service")
METHODS: Final = ("Occurrences", "Timeslices", "RatioTimeslices")
OPERATORS: Final = ("lte", "gte", "lt", "gt")
MOST_DESCRIPTION: Final = 1050  #: letters

_MARK: Final = re.compile(r"openslo(?:\.com)?/v\d\w*")
_NAME: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")  # RFC 1123, as the specification asks
_DURATION: Final = re.compile(r"[1-9]\d{0,8}[mhdwMQY]")
_DAYS: Final = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1, "week": 7, "month": 30, "quarter": 90, "year": 365}
_PERCENT: Final = 100


def is_openslo(document: Document) -> bool:
    """Whether the document is of any version of OpenSLO."""
    return bool(_MARK.fullmatch(str(document.get("apiVersion", "")).strip()))


def read_openslo(document: Document) -> Iterator[Slo | AlertRule]:
    """Its objectives, one SLO each, and its alerts on burn rates; an objective that is no share is not told."""
    spec = mapping(document, "spec")
    if document.get("kind") == "SLO":
        objectives = members(spec, "objectives")
        for number, objective in enumerate(objectives, start=1):
            yield _slo(document, objective, number if len(objectives) > 1 else None)
        for policy in members(spec, "alertPolicies"):
            yield from _alerts(policy)
    elif document.get("kind") == "AlertPolicy":
        yield from _alerts(document)
    elif document.get("kind") == "AlertCondition":
        yield _alert(document)


def target_of(objective: Document) -> float | None:
    """The objective as a share; None where there is none, or it is not between 0 and 1."""
    target, percentage = number_of(objective.get("target")), number_of(objective.get("targetPercent"))
    share = target if percentage is None else round(percentage / _PERCENT, 12)
    return share if share is not None and 0 <= share <= 1 else None


def broken_rules(document: Document) -> Iterator[str]:
    """What of OpenSLO v1 the document breaks, each as the end of a sentence that begins with the document.

    Only documents of `openslo/v1` are held against it.
    """
    if document.get("apiVersion") != "openslo/v1":
        return
    kind, spec = document.get("kind"), mapping(document, "spec")
    if kind not in KINDS:
        yield f"'kind' is none of {', '.join(KINDS)}"
    if not _NAME.fullmatch(str(mapping(document, "metadata").get("name", ""))):
        yield "'metadata.name' is no name of at most 63 lower-case letters, digits and dashes"
    if len(str(spec.get("description", ""))) > MOST_DESCRIPTION:
        yield f"'spec.description' is longer than {MOST_DESCRIPTION} letters"
    checks = {"SLO": _broken_slo, "SLI": _broken_sli, "AlertPolicy": _broken_policy, "AlertCondition": _broken_alert}
    if isinstance(kind, str) and kind in checks:
        yield from checks[kind](spec)


def _broken_slo(spec: Document) -> Iterator[str]:
    objectives = members(spec, "objectives")
    if not spec.get("service"):
        yield "'spec.service' is missing"
    if spec.get("budgetingMethod") not in METHODS:
        yield f"'spec.budgetingMethod' is none of {', '.join(METHODS)}"
    if not objectives:
        yield "'spec.objectives' is missing"
    yield from _broken_objectives(spec, objectives)
    if "timeWindow" in spec:
        yield from _broken_window(members(spec, "timeWindow"))
    indicators = [("indicator" in part) + ("indicatorRef" in part) for part in (spec, *objectives)]
    if not (indicators[0] == 1 or (indicators[0] == 0 and objectives and all(one == 1 for one in indicators[1:]))):
        yield "needs either 'indicator' or 'indicatorRef'"
    if "indicator" in spec:
        yield from _broken_sli(mapping(spec, "indicator", "spec"))
    for policy in members(spec, "alertPolicies"):
        if "alertPolicyRef" not in policy:
            yield from _broken_policy(mapping(policy, "spec"))


def _broken_objectives(spec: Document, objectives: tuple[Document, ...]) -> Iterator[str]:
    for objective in objectives:
        if ("target" in objective) == ("targetPercent" in objective):
            yield "an objective needs either 'target' or 'targetPercent'"
        elif target_of(objective) in (None, 1):
            yield "an objective is not from 0 up to, and without, 1 ('target') or 100 ('targetPercent')"
        if spec.get("budgetingMethod") != "Occurrences" and "timeSliceWindow" not in objective:
            yield "an objective in time slices needs 'timeSliceWindow'"


def _broken_window(windows: tuple[Document, ...]) -> Iterator[str]:
    if len(windows) != 1:
        yield "'spec.timeWindow' needs exactly one window"
    for window in windows:
        if not _DURATION.fullmatch(str(window.get("duration", ""))):
            yield "'spec.timeWindow' needs a duration such as 28d or 4w"
        if window.get("isRolling") != "true" and not mapping(window, "calendar"):
            yield "a window that is not rolling needs a 'calendar'"


def _broken_sli(spec: Document) -> Iterator[str]:
    ratio = mapping(spec, "ratioMetric")
    if ("ratioMetric" in spec) == ("thresholdMetric" in spec):
        yield "an indicator needs either 'ratioMetric' or 'thresholdMetric'"
    if ratio and "raw" in ratio:
        if ratio.get("rawType") not in {"success", "failure"}:
            yield "a raw ratio needs 'rawType', success or failure"
    elif ratio and (("good" in ratio) == ("bad" in ratio) or "total" not in ratio):
        yield "a ratio needs 'total', and either 'good' or 'bad'"
    for part in ("good", "bad", "total", "raw"):
        if part in ratio and not mapping(ratio, part, "metricSource"):
            yield f"'ratioMetric.{part}' needs a 'metricSource'"


def _broken_policy(spec: Document) -> Iterator[str]:
    conditions = members(spec, "conditions")
    if len(conditions) != 1:
        yield "an alert policy needs exactly one condition"
    if not members(spec, "notificationTargets"):
        yield "an alert policy needs 'notificationTargets'"
    for condition in conditions:
        if "conditionRef" not in condition:
            yield from _broken_alert(mapping(condition, "spec"))


def _broken_alert(spec: Document) -> Iterator[str]:
    condition = mapping(spec, "condition")
    if not spec.get("severity"):
        yield "an alert condition needs 'severity'"
    if condition.get("op") not in OPERATORS:
        yield f"an alert condition needs 'op', one of {', '.join(OPERATORS)}"
    if number_of(condition.get("threshold")) is None:
        yield "an alert condition needs a 'threshold'"
    if not _DURATION.fullmatch(str(condition.get("lookbackWindow", ""))):
        yield "an alert condition needs a 'lookbackWindow' such as 1h"


def _slo(document: Document, objective: Document, number: int | None) -> Slo:
    spec, metadata = mapping(document, "spec"), mapping(document, "metadata")
    name = name_of(metadata.get("name")) or "without a name"
    indicators = ("indicator", "indicatorRef", "ratioMetrics", "thresholdMetric", "sli", "sliRef")
    return Slo(
        name=name if number is None else f"{name} {number}",
        dialect=DIALECT,
        service=name_of(spec.get("service") or spec.get("serviceRef")),
        objective=target_of(objective),
        window_days=_window_days(spec),
        has_calendar=any(mapping(window, "calendar") for window in _windows(spec)),
        has_slices=spec.get("budgetingMethod") in METHODS[1:],
        has_owner=names_an_owner(mapping(metadata, "labels"), mapping(metadata, "annotations")),
        has_sli=any(part.get(key) for part in (spec, objective) for key in indicators),
    )


def _windows(spec: Document) -> tuple[Document, ...]:
    return (*members(spec, "timeWindow"), *members(spec, "timeWindows"))


def _window_days(spec: Document) -> float | None:
    """The length of its window, of whatever version; a month as 30 days."""
    for window in _windows(spec):
        count = number_of(window.get("count"))
        unit = _DAYS.get(str(window.get("unit", "")).lower().removesuffix("s"))
        return count * unit if count and unit and count > 0 else days_of(window.get("duration"))
    return None


def _alerts(policy: Document) -> Iterator[AlertRule]:
    for condition in members(mapping(policy, "spec"), "conditions"):
        if "spec" in condition:
            yield _alert(condition)


def _alert(document: Document) -> AlertRule:
    """Its alert; OpenSLO knows one window only."""
    condition, severity = mapping(document, "spec", "condition"), mapping(document, "spec").get("severity")
    return AlertRule(
        name=name_of(mapping(document, "metadata").get("name")) or "without a name",
        dialect=DIALECT,
        burn_rate=number_of(condition.get("threshold")),
        long_window=seconds_of(condition.get("lookbackWindow")),
        pages=pages_of(severity),
    )


def pages_of(severity: object) -> bool | None:
    """Whether a severity wakes someone; None where its word does not tell.

    >>> [pages_of(word) for word in ("page", "critical", "ticket", "warning", "p3", None)]
    [True, True, False, False, None, None]
    """
    said = str(severity or "").strip().lower()
    if said in {"ticket", "warning", "info", "low", "none"}:
        return False
    return True if said in {"page", "critical", "crit", "high", "sev1", "p1"} else None
