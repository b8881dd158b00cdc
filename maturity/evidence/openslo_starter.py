"""A first OpenSLO file for a customer who has none: a service, its objective, and the alerts on how fast it burns."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

import yaml
from slugify import slugify

from maturity.errors import Fault, InputError
from maturity.evidence.burn_alerts import SETS, Parameters, parameters

DAYS: Final = tuple(sorted(SETS))
MOST_LETTERS: Final = 40  #: of a name, which others are made of; 63 are allowed

_HEADER: Final = """\
# A first objective, to be argued about with the business and then signed.
# 1. Put your own queries into 'good' and 'total': good events and all events of one customer journey.
# 2. Give the SLO's metadata the label of its business owner, 'labels: {owner: NAME}': until then, the file proves none.
# 3. Put where alerts go into the AlertNotificationTarget.
# OpenSLO knows one window per alert: 'lookbackWindow'. 'alertAfter' is how long the condition must hold first.
# Rules made of this file should look at the short window too, which stands in each condition's description.
"""
_API: Final = "openslo/v1"


def openslo_starter(*, service: str, objective: float, window_days: int = 28, journey: str = "") -> str:
    """A valid OpenSLO v1 file as YAML: Service, SLO, four alert conditions with policies, and where alerts go.

    Its queries are for Prometheus' usual request counter, as a place to begin. The alerts are the published ones for
    the window. The same input gives the same text.

    Raises:
        InputError: the objective is no share below 1, the window has no published alerts, or there is no name.
    """
    names = slugify(service)[:MOST_LETTERS].strip("-"), slugify(journey)[:20].strip("-")
    faults = [
        Fault(place="OpenSLO starter", problem=problem)
        for problem, is_wrong in (
            ("expected a service with a letter or digit in its name", not names[0]),
            (
                f"expected an objective as a share above 0 and below 1, such as 0.999; got {objective}",
                not 0 < objective < 1,
            ),
            (f"expected a window of {', '.join(map(str, DAYS))} days; got {window_days}", window_days not in DAYS),
        )
        if is_wrong
    ]
    if faults:
        raise InputError(faults)
    name = "-".join(part for part in names if part)[:MOST_LETTERS].strip("-")
    title = " ".join(f"{service} {journey}".split())[:200]
    alerts = parameters(window_days)
    documents = [
        _document("Service", names[0], {"description": f"What customers know as {' '.join(service.split())[:200]}"}),
        _objective(name, names[0], title, (objective, window_days)),
        *(_policy(name, alert) for alert in alerts),
        *(_condition(name, alert) for alert in alerts),
        _document("AlertNotificationTarget", f"{name}-on-call", {"target": "on-call", "description": "Who is woken"}),
    ]
    return _HEADER + "".join(
        "---\n" + yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=100) for document in documents
    )


def _document(kind: str, name: str, spec: Mapping[str, Any], **metadata: Any) -> dict[str, Any]:  # noqa: ANN401 - YAML
    return {"apiVersion": _API, "kind": kind, "metadata": {"name": name, **metadata}, "spec": dict(spec)}


def _objective(name: str, service: str, title: str, budget: tuple[float, int]) -> dict[str, Any]:
    objective, window_days = budget
    ratio = {
        "counter": True,
        "good": _query(f'sum(http_requests_total{{service="{service}",code!~"5.."}})'),
        "total": _query(f'sum(http_requests_total{{service="{service}"}})'),
    }
    spec = {
        "description": f"Of all requests of {title}, the share that is answered without an error of ours",
        "service": service,
        "indicator": {"metadata": {"name": f"{name}-good"}, "spec": {"ratioMetric": ratio}},
        "timeWindow": [{"duration": f"{window_days}d", "isRolling": True}],
        "budgetingMethod": "Occurrences",
        "objectives": [{"displayName": "Answered without an error of ours", "target": objective}],
        "alertPolicies": [{"alertPolicyRef": _alert_name(name, alert)} for alert in parameters(window_days)],
    }
    return _document("SLO", f"{name}-availability", spec, displayName=title)


def _query(query: str) -> dict[str, Any]:
    return {"metricSource": {"type": "Prometheus", "spec": {"query": query}}}


def _policy(name: str, alert: Parameters) -> dict[str, Any]:
    spec = {
        "description": f"{alert.name}: {alert.budget_share * 100:g} % of the budget in {_span(alert.long_window)}",
        "alertWhenBreaching": True,
        "alertWhenResolved": False,
        "alertWhenNoData": alert.pages,
        "conditions": [{"conditionRef": f"{_alert_name(name, alert)}-condition"}],
        "notificationTargets": [{"targetRef": f"{name}-on-call"}],
    }
    return _document("AlertPolicy", _alert_name(name, alert), spec)


def _condition(name: str, alert: Parameters) -> dict[str, Any]:
    condition = {
        "kind": "burnrate",
        "op": "gte",
        "threshold": alert.burn_rate,
        "lookbackWindow": _span(alert.long_window),
        "alertAfter": _span(alert.short_window),
    }
    spans = f"over {_span(alert.long_window)} and over {_span(alert.short_window)}"
    spec = {
        "description": f"Burns {alert.burn_rate:g} times as fast as the budget lasts, {spans}",
        "severity": "page" if alert.pages else "ticket",
        "condition": condition,
    }
    return _document("AlertCondition", f"{_alert_name(name, alert)}-condition", spec)


def _alert_name(name: str, alert: Parameters) -> str:
    return slugify(f"{name} {alert.name}")[:52].strip("-")


def _span(length: timedelta) -> str:
    """The length in OpenSLO's shorthand."""
    for unit, seconds in (("d", 86_400), ("h", 3_600)):
        if length.total_seconds() % seconds == 0:
            return f"{int(length.total_seconds() // seconds)}{unit}"
    return f"{int(length.total_seconds() // 60)}m"
