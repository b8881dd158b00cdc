"""One row of two that tell of the same thing: what only one tells is kept, and order never matters."""

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any, TypeVar

from maturity.evidence.rows import Deployment, Incident, Outcome, Run

Row = TypeVar("Row", Run, Deployment, Incident)

_SETTLED = {Outcome.UNKNOWN: 0, Outcome.UNFINISHED: 1}  #: any other outcome is an end, and outranks these
_AT_ONE_TIME = (Outcome.UNKNOWN, Outcome.UNFINISHED, Outcome.PASSED, Outcome.CANCELLED, Outcome.FAILED)


def joined(one: Row, other: Row) -> Row:
    """What the two rows tell together; of two ends the later one holds, at one time the worse.

    Where both tell another thing, the greater of the two is kept; an incident that one export shows resolved is.
    """
    told: dict[str, Any] = {}
    for column in fields(one):
        mine, theirs = getattr(one, column.name), getattr(other, column.name)
        if mine != theirs:
            told[column.name] = _greater(column.name, mine, theirs)
    if not isinstance(one, Incident) and not isinstance(other, Incident):
        last = max(one, other, key=_end)
        told |= {"outcome": last.outcome, "finished": last.finished}
    return replace(one, **told)


def each_once(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The rows with those of one key joined, in the order of their keys."""
    kept: dict[int, Row] = {}
    for row in rows:
        join_in(kept, row)
    return tuple(kept[key] for key in sorted(kept))


def join_in(kept: dict[int, Row], row: Row) -> None:
    """Add the row, or what it tells besides to the one of its key."""
    known = kept.get(row.key)
    kept[row.key] = row if known is None else joined(known, row)


def _greater(column: str, mine: Any, theirs: Any) -> Any:  # noqa: ANN401 - a column holds what it holds
    told = [value for value in (mine, theirs) if value is not None and str(value) != "unknown"]
    if len(told) < 2:  # noqa: PLR2004 - both
        return told[0] if told else (mine if mine is not None else theirs)
    return min(told) if column == "is_open" else max(told)


def _end(row: Run | Deployment) -> tuple[int, float, int]:
    """How much the row's end outranks another."""
    finished = float("-inf") if row.finished is None else row.finished
    return _SETTLED.get(row.outcome, 2), finished, _AT_ONE_TIME.index(row.outcome)
