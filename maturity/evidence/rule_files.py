"""Prometheus rule groups: alerts on burn rates, and the objectives that Sloth and Pyrra leave in their rules."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from maturity.evidence.durations import days_of, seconds_of
from maturity.evidence.openslo import pages_of
from maturity.evidence.signals import AlertRule, Slo
from maturity.evidence.sloth import share_of
from maturity.evidence.yaml_documents import Document, mapping, members, name_of, number_of

MOST_LETTERS: Final = 20_000  #: of an expression that is taken apart

_NUMBER: Final = r"(\d{1,9}(?:\.\d{1,20})?(?:e-?\d{1,3})?)"
#: a comparison such as `> (14.4 * 0.001)` or `> 14.4 * (1 - 0.999)`
_OVER: Final = re.compile(rf">=?\s*\(?\s*{_NUMBER}\s*\*\s*\(?\s*(1\s*-\s*)?{_NUMBER}")
#: the window in a recorded series' name, or in a range
_WINDOW: Final = re.compile(r"(?:[a-z_:]*(?:rate|burnrate|ratio|increase)_?|\[)((?:\d{1,6}(?:ms|[smhdwy])){1,4})\b")
_PERIOD: Final = re.compile(r":increase((?:\d{1,6}[smhdwy]){1,4})$")
_VECTOR: Final = re.compile(rf"vector\(\s*{_NUMBER}\s*\)")


def is_rules(document: Document) -> bool:
    """Whether the document holds rule groups, plain or as Kubernetes' PrometheusRule."""
    return bool(members(_groups(document), "groups"))


def read_rules(document: Document) -> Iterator[Slo | AlertRule]:
    """Its alerts, one per pair of windows, and the objectives that the tool which wrote them left in them."""
    rules = [rule for group in members(_groups(document), "groups") for rule in members(group, "rules")]
    for rule in rules:
        if "alert" in rule:
            yield from _alerts(rule)
    yield from _of_sloth(rules)
    yield from _of_pyrra(rules)


def writer_of(rule: Document) -> str:
    """The tool that wrote a rule, by the labels and names that only it gives: sloth, pyrra, else prometheus."""
    labels, record = mapping(rule, "labels"), str(rule.get("record", ""))
    if "sloth_id" in labels or "sloth_severity" in labels or record.startswith("slo:sli_error:"):
        return "sloth"
    is_pyrra = {"short", "long", "exhaustion"} <= labels.keys() or ("slo" in labels and ":burnrate" in record)
    return "pyrra" if is_pyrra or ("slo" in labels and ":increase" in record) else "prometheus"


@dataclass(frozen=True, kw_only=True)
class _Comparison:
    factor: float
    window: float | None  #: s


def _groups(document: Document) -> Document:
    return mapping(document, "spec") if document.get("kind") == "PrometheusRule" else document


def _alerts(rule: Document) -> Iterator[AlertRule]:
    labels, dialect = mapping(rule, "labels"), writer_of(rule)
    name = name_of(rule.get("alert")) or "without a name"
    pages = pages_of(labels.get("sloth_severity") or labels.get("severity"))
    comparisons = _comparisons(str(rule.get("expr", "")))
    if not comparisons:
        yield AlertRule(name=name, dialect=dialect, pages=pages)
    for pair in _pairs(comparisons):
        windows = sorted(one.window for one in pair if one.window is not None)
        yield AlertRule(
            name=name,
            dialect=dialect,
            burn_rate=pair[0].factor,
            long_window=seconds_of(labels.get("long")) or (windows[-1] if windows else None),
            short_window=seconds_of(labels.get("short")) or (windows[0] if len(windows) > 1 else None),
            pages=pages,
        )


def _comparisons(expression: str) -> list[_Comparison]:
    """Each comparison with a burn rate, with the last window before it."""
    found: list[_Comparison] = []
    begin = 0
    text = expression if len(expression) <= MOST_LETTERS else ""
    for comparison in _OVER.finditer(text):
        windows = _WINDOW.findall(text[begin : comparison.start()])
        begin = comparison.end()
        window = seconds_of(windows[-1]) if windows else None
        found.append(_Comparison(factor=float(comparison[1]), window=window))
    return found


def _pairs(comparisons: list[_Comparison]) -> Iterator[tuple[_Comparison, ...]]:
    """Neighbours with the same factor are one alert's two windows."""
    waiting: _Comparison | None = None
    for one in comparisons:
        if waiting is not None and waiting.factor == one.factor and waiting.window != one.window:
            yield (waiting, one)
            waiting = None
            continue
        if waiting is not None:
            yield (waiting,)
        waiting = one
    if waiting is not None:
        yield (waiting,)


def _of_sloth(rules: list[Document]) -> Iterator[Slo]:
    """The objectives in Sloth's own series about them."""
    days = {
        mapping(rule, "labels").get("sloth_id"): _vector(rule)
        for rule in rules
        if rule.get("record") == "slo:time_period:days"
    }
    for rule in rules:
        labels = mapping(rule, "labels")
        if rule.get("record") != "sloth_slo_info":
            continue
        service, name = name_of(labels.get("sloth_service")), name_of(labels.get("sloth_slo"))
        yield Slo(
            name=" ".join(part for part in (service, name) if part) or "without a name",
            dialect="sloth",
            service=service,
            objective=share_of(labels.get("sloth_objective")),
            window_days=days.get(labels.get("sloth_id")),
            has_sli=True,
        )


def _of_pyrra(rules: list[Document]) -> Iterator[Slo]:
    """The objectives in Pyrra's alerts, over the longest period that it counts."""
    days: dict[str, float] = {}
    for rule in rules:
        period = _PERIOD.search(str(rule.get("record", "")))
        slo = str(mapping(rule, "labels").get("slo", ""))
        if period and slo:
            days[slo] = max(days.get(slo, 0.0), days_of(period[1]) or 0.0)
    told: set[str] = set()
    for rule in rules:
        slo = str(mapping(rule, "labels").get("slo", ""))
        objective = _OVER.search(str(rule.get("expr", ""))[:MOST_LETTERS])
        if "alert" in rule and slo not in told and objective and objective[2] and writer_of(rule) == "pyrra":
            told.add(slo)
            share = float(objective[3])
            yield Slo(
                name=name_of(slo) or "without a name",
                dialect="pyrra",
                service=name_of(mapping(rule, "labels").get("service")),
                objective=share if 0 < share <= 1 else None,
                window_days=days.get(slo) or None,
                has_sli=True,
            )


def _vector(rule: Document) -> float | None:
    found = _VECTOR.search(str(rule.get("expr", "")))
    return number_of(found[1]) if found else None
