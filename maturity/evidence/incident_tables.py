"""Incidents as a table: PagerDuty's and Opsgenie's CSV exports, and a plain `incidents.csv`."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from maturity.evidence.clocks import LATEST
from maturity.evidence.naming import word
from maturity.evidence.rows import Incident, commit_of, key_of
from maturity.evidence.shape import columns_of
from maturity.evidence.source import Source
from maturity.language import later

NAME: Final = later("a table of incidents")

#: the headers that each column goes by, the one that tells most first
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("id", "incident_id", "alert_id", "incident_number", "number", "key", "tiny_id", "alias"),
    "service": ("service", "service_name", "service_id", "system", "component"),
    "opened": (
        *("opened", "opened_at", "created_on", "created_at", "created_date", "created"),
        *("started_at", "started", "start", "start_time", "impact_start_date", "detected_at"),
    ),
    "acknowledged": ("acknowledged_at", "acknowledged_on", "first_acknowledged_at"),
    "resolved": (
        *("resolved", "resolved_at", "resolved_on", "closed_at", "closed_on", "closed"),
        *("ended_at", "ended", "end", "end_time", "impact_end_date"),
    ),
    "changed": ("last_status_change_at", "updated_date", "updated_at"),
    "status": ("status", "state"),
    "urgency": ("urgency", "priority", "severity", "sev"),
    "kind": ("kind", "type"),
    "commit": ("commit", "sha", "commit_sha", "caused_by_commit", "caused_by", "deployment"),
}
_OPEN: Final = {"triggered", "acknowledged", "open", "acked", "active", "investigating", "ongoing", "new"}
_OVER: Final = {"resolved", "closed", "done", "fixed", "ended"}
_ALERTS: Final = {"alert": True, "page": True, "incident": False, "outage": False}


def recognises(beginning: str) -> bool:
    """Whether the header has when an incident began, and how it ended or how urgent it was, and is no deployment's."""
    header = columns_of(beginning)
    if header & {"environment", "deployed_at", "is_production"}:
        return False
    began = any(name in header for name in COLUMNS["opened"])
    ended = any(name in header for name in COLUMNS["resolved"] + COLUMNS["urgency"])
    return began and ended and any(said in " ".join(header) for said in _SAID)


_SAID: Final = ("incident", "resolved", "urgency", "severity", "priority", "acknowledged", "tiny_id", "impact")


def read(source: Source) -> Iterator[Incident]:
    """Its incidents, each known by its id, or else its service, and its beginning; PagerDuty's as in its JSON.

    An end that is told by a length is told; a resolved one without either ended with its last change.
    """
    header = columns_of(source.beginning)
    is_pagerduty = {"id", "incident_number"} <= header and bool(header & {"created_on", "seconds_to_resolve"})
    is_paging = is_pagerduty or "tiny_id" in header
    for line, row in source.rows():
        opened = source.time(_cell(row, "opened"), "opened", entry=line)
        service = word(_cell(row, "service"))
        identity = _cell(row, "id")
        if identity is None and opened is None:
            source.note("has neither an id nor a beginning", entry=line)
            continue
        is_open = _is_open(row)
        yield Incident(
            key=key_of("pagerduty", identity) if is_pagerduty else key_of("incident", identity or service, opened),
            service=service,
            opened=opened,
            acknowledged=_acknowledged(source, row, line, opened),
            resolved=None if is_open else _resolved(source, row, line, opened),
            is_open=is_open,
            urgency=word((_cell(row, "urgency") or "").lower()),
            is_alert=_ALERTS.get((_cell(row, "kind") or "").lower(), True if is_paging else None),
            commit=commit_of(_cell(row, "commit")),
        )


def _cell(row: Mapping[str, str], column: str) -> str | None:
    return next((row[name] for name in COLUMNS[column] if name in row), None)


def _is_open(row: Mapping[str, str]) -> bool | None:
    """By its status, else by its end."""
    status = (_cell(row, "status") or "").lower()
    if status in _OPEN or status in _OVER:
        return status in _OPEN
    return False if _cell(row, "resolved") else None


def _resolved(source: Source, row: Mapping[str, str], line: int, opened: float | None) -> float | None:
    ended = source.time(_cell(row, "resolved"), "resolved", entry=line) or _after(opened, row.get("seconds_to_resolve"))
    if ended is None and (_cell(row, "status") or "").lower() in _OVER:
        return source.time(_cell(row, "changed"), "updated", entry=line)
    return ended


def _acknowledged(source: Source, row: Mapping[str, str], line: int, opened: float | None) -> float | None:
    at = source.time(_cell(row, "acknowledged"), "acknowledged", entry=line)
    return at or _after(opened, row.get("seconds_to_first_ack"))


def _after(opened: float | None, seconds: str | None) -> float | None:
    """When it was, from how long after the beginning."""
    if opened is None or seconds is None or not re.fullmatch(r"[0-9]{1,9}(?:[.,][0-9]{1,9})?", seconds):
        return None
    end = opened + float(seconds.replace(",", "."))
    return end if end < LATEST else None
