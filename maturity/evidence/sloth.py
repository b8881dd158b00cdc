"""Sloth's files: objectives in per cent, and windows of alerts; its generated rules are read as rule files."""

from collections.abc import Iterator
from typing import Final

from maturity.evidence.durations import days_of, seconds_of
from maturity.evidence.signals import AlertRule, Slo
from maturity.evidence.windows import DAY
from maturity.evidence.yaml_documents import Document, mapping, members, name_of, names_an_owner, number_of

DIALECT: Final = "sloth"
WINDOWS: Final = "sloth-windows"  #: of alerts that Sloth would write
USUAL_DAYS: Final = 30.0  #: Sloth's own window, unless its command says another: its files can't

_MARKS: Final = ("prometheus/v1", "sloth.slok.dev/v1")
_PERCENT: Final = 100


def is_sloth(document: Document) -> bool:
    """Whether the document is one of Sloth's, plain or for Kubernetes."""
    return document.get("version") == _MARKS[0] or document.get("apiVersion") == _MARKS[1]


def read_sloth(document: Document) -> Iterator[Slo | AlertRule]:
    """Its objectives over Sloth's usual 30 days, or the alerts that its windows make."""
    if document.get("kind") == "AlertWindows":
        yield from _windows(mapping(document, "spec"))
        return
    spec = mapping(document, "spec") if "spec" in document else document
    service, labels = name_of(spec.get("service")), mapping(spec, "labels")
    for slo in members(spec, "slos"):
        yield Slo(
            name=" ".join(part for part in (service, name_of(slo.get("name"))) if part) or "without a name",
            dialect=DIALECT,
            service=service,
            objective=share_of(slo.get("objective")),
            window_days=USUAL_DAYS,
            has_owner=names_an_owner(labels, mapping(slo, "labels")),
            has_sli=any(mapping(slo, "sli").get(key) for key in ("events", "raw", "plugin")),
        )


def share_of(percentage: object) -> float | None:
    """An objective in per cent as a share; None where it is none, or is a share itself by mistake.

    >>> share_of("99.9"), share_of("0.999"), share_of("100"), share_of("ninety")
    (0.999, None, 1.0, None)
    """
    number = number_of(percentage)
    return round(number / _PERCENT, 12) if number is not None and 1 < number <= _PERCENT else None


def _windows(spec: Document) -> Iterator[AlertRule]:
    days = days_of(spec.get("sloPeriod"))
    for severity in ("page", "ticket"):
        for speed in ("quick", "slow"):
            alert = mapping(spec, severity, speed)
            share, long = number_of(alert.get("errorBudgetPercent")), seconds_of(alert.get("longWindow"))
            is_told = share is not None and long is not None and days is not None
            yield AlertRule(
                name=f"{severity} {speed}",
                dialect=WINDOWS,
                burn_rate=round(share / _PERCENT * days * DAY / long, 10)
                if is_told and share and long and days
                else None,
                long_window=long,
                short_window=seconds_of(alert.get("shortWindow")),
                pages=severity == "page",
            )
