"""Opsgenie incidents and alerts, as its REST interface lists them in JSON."""

from collections.abc import Iterator
from typing import Final

import msgspec

from maturity.evidence.marks import marked_by
from maturity.evidence.naming import word
from maturity.evidence.rows import Incident, key_of
from maturity.evidence.shape import keys_of
from maturity.evidence.source import Source
from maturity.language import later

NAME: Final = later("Opsgenie incidents")
PAGES: Final = ("data",)

_IS_MINE: Final = marked_by("tinyId", "impactStartDate", "ownerTeam")
_OPEN: Final = {"open": True, "acked": True, "resolved": False, "closed": False}
_MS: Final = 1000


class _Report(msgspec.Struct, rename="camel"):
    ack_time: float | None = None  #: ms after it was created
    close_time: float | None = None  #: ms after it was created


class _Incident(msgspec.Struct, rename="camel"):
    id: str | None = None
    status: str | None = None
    priority: str | None = None
    alias: str | None = None
    created_at: int | str | None = None
    updated_at: int | str | None = None
    impact_start_date: int | str | None = None
    impact_end_date: int | str | None = None
    report: _Report | None = None


def recognises(beginning: str) -> bool:
    """Whether the entries have the names that only Opsgenie's incidents or alerts have together."""
    keys = keys_of(beginning, PAGES)
    return {"createdAt", "status", "priority"} <= keys and bool(keys & {"tinyId", "impactStartDate", "ownerTeam"})


def read(source: Source) -> Iterator[Incident]:
    """Its incidents and alerts; an alert has an alias, an incident has not.

    The interface tells no time of resolution: it is the end of the impact, or of the report, where told. Else the last
    change of a resolved one stands for it, which is never too early.
    """
    for number, entry in source.entries(_Incident, PAGES, is_mine=_IS_MINE):
        if entry.id is None:
            source.note("has no 'id'", entry=number)
            continue
        is_open = _OPEN.get((entry.status or "").lower())
        if is_open is None:
            source.note("'status' is none of open, resolved and closed", entry=number)
        created = source.time(entry.created_at, "createdAt", entry=number)
        opened = source.time(entry.impact_start_date, "impactStartDate", entry=number) or created
        report = entry.report or _Report()
        yield Incident(
            key=key_of("opsgenie", entry.id),
            opened=opened,
            acknowledged=_later(created, report.ack_time),
            resolved=_resolved(source, entry, number, created) if is_open is False else None,
            is_open=is_open,
            urgency=word((entry.priority or "").lower()),
            is_alert=entry.alias is not None,
        )


def _resolved(source: Source, entry: _Incident, number: int, created: float | None) -> float | None:
    ended = source.time(entry.impact_end_date, "impactEndDate", entry=number)
    reported = _later(created, entry.report.close_time if entry.report else None)
    return ended or reported or source.time(entry.updated_at, "updatedAt", entry=number)


def _later(created: float | None, milliseconds: float | None) -> float | None:
    is_told = created is not None and milliseconds is not None and 0 < milliseconds < float("inf")
    return created + milliseconds / _MS if is_told and created is not None and milliseconds is not None else None
