"""Which production deployments are of one change: told twice, by two exports, or rolled out region by region."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from maturity.evidence.deployed import returns_in
from maturity.evidence.rows import COMMIT_DIGITS, Deployment
from maturity.evidence.verdicts import Commits, when
from maturity.evidence.windows import HOUR

TOGETHER: Final = 24 * HOUR  #: s from a change's first deployment in which other places still get it; our estimate
AGAIN: Final = HOUR  #: s in which one place told twice is one deployment, as by two exports; our estimate


@dataclass(frozen=True, kw_only=True)
class Change:
    """One change in production."""

    rows: tuple[Deployment, ...]  #: all that tell of it, in order of time; one at least
    is_return: bool  #: it went back to an earlier version

    @property
    def at(self) -> float:
        """When it first reached production, in s."""
        return when(self.rows[0])

    @property
    def keys(self) -> frozenset[int]:
        """The keys of its deployments."""
        return frozenset(row.key for row in self.rows)

    @property
    def caused_incident(self) -> bool | None:
        """What the export says of it: that one deployment failed in use is enough."""
        return _any(row.caused_incident for row in self.rows)

    @property
    def is_unplanned(self) -> bool | None:
        """Whether the export says that it was a repair: one deployment that was is enough."""
        return _any(row.is_unplanned for row in self.rows)


def changes_in(production: Sequence[Deployment]) -> tuple[Change, ...]:
    """The changes that production deployments, in order of time, are of; in order of time.

    One commit within a day is one change, in however many environments, projects and exports; the same place more
    than an hour later is another, and so is a return. A deployment that does not tell its commit belongs to the
    change before it wherever one of the same commit would: so a commit that is withheld never makes more of them.
    """
    full = Commits({row.commit for row in production if row.commit and len(row.commit) == COMMIT_DIGITS})
    named = [replace(row, commit=full.find(row.commit) or row.commit) for row in production]
    returns = {row.key for row in returns_in(named)}
    found: list[list[Deployment]] = []
    last: dict[tuple[str, bool], list[Deployment]] = {}
    for row in named:
        place = (row.commit or "", row.key in returns)
        rows = last.get(place) if any(place) else (found[-1] if found else None)
        if rows is None or not _belongs(row, rows):
            rows = []
            found.append(rows)
        last[place] = rows
        rows.append(row)
    return tuple(Change(rows=tuple(rows), is_return=rows[0].key in returns) for rows in found)


def _belongs(row: Deployment, rows: Sequence[Deployment]) -> bool:
    """Whether a deployment is of the same change as these, if it is of the same commit."""
    places = {(one.project, one.environment): when(one) for one in rows}
    before = places.get((row.project, row.environment))
    if before is not None:
        return when(row) - before < AGAIN
    return when(row) - when(rows[0]) < TOGETHER


def _any(said: Iterable[bool | None]) -> bool | None:
    told = {one for one in said if one is not None}
    return True in told if told else None
