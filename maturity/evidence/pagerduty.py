"""PagerDuty incidents, as its REST interface and its command line list them in JSON."""

from collections.abc import Iterator
from typing import Final

import msgspec

from maturity.evidence.marks import marked_by
from maturity.evidence.naming import word
from maturity.evidence.rows import Incident, key_of
from maturity.evidence.shape import keys_of
from maturity.evidence.source import Source
from maturity.language import later

NAME: Final = later("PagerDuty incidents")
PAGES: Final = ("incidents",)

_IS_MINE: Final = marked_by("incident_number")
_OPEN: Final = {"triggered": True, "acknowledged": True, "resolved": False}


class _Named(msgspec.Struct):
    summary: str | None = None


class _Acknowledgement(msgspec.Struct):
    at: str | None = None


class _Incident(msgspec.Struct):
    id: int | str | None = None
    incident_number: int | str | None = None
    status: str | None = None
    urgency: str | None = None
    service: _Named | None = None
    created_at: str | None = None
    resolved_at: str | None = None
    last_status_change_at: str | None = None
    acknowledgements: list[_Acknowledgement] | None = None


def recognises(beginning: str) -> bool:
    """Whether the entries have the names that only PagerDuty's incidents have together."""
    return {"incident_number", "created_at", "status"} <= keys_of(beginning, PAGES)


def read(source: Source) -> Iterator[Incident]:
    """Its incidents, each a page. A resolved one without `resolved_at` ended with its last change of status."""
    for number, entry in source.entries(_Incident, PAGES, is_mine=_IS_MINE):
        identity = entry.id or entry.incident_number
        if identity is None:
            source.note("has neither 'id' nor 'incident_number'", entry=number)
            continue
        is_open = _OPEN.get(entry.status or "")
        if is_open is None:
            source.note("'status' is none of triggered, acknowledged and resolved", entry=number)
        resolved = entry.resolved_at or (entry.last_status_change_at if is_open is False else None)
        yield Incident(
            key=key_of("pagerduty", identity),
            service=word(entry.service.summary) if entry.service else None,
            opened=source.time(entry.created_at, "created_at", entry=number),
            acknowledged=_first(source, entry, number),
            resolved=None if is_open else source.time(resolved, "resolved_at", entry=number),
            is_open=is_open,
            urgency=word((entry.urgency or "").lower()),
            is_alert=True,
        )


def _first(source: Source, entry: _Incident, number: int) -> float | None:
    """When it was first acknowledged."""
    times = (source.time(one.at, "acknowledgements", entry=number) for one in entry.acknowledgements or ())
    return min((time for time in times if time is not None), default=None)
