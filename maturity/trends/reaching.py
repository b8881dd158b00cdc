"""How long customers took to reach a stage, when nobody saw the day itself: Kaplan-Meier for intervals."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from maturity.trends.judged import Judged
from maturity.trends.tally import Column, Key, Tally, tally

DAYS_A_MONTH: Final = 30.4375
NEVER: Final = -2  #: `by` of a customer who is not there yet
BY: Final = ("outcome", "after", "by")
_ROUNDS: Final = 20_000
_STILL: Final = 1e-10  #: change of a share at which the curve stands still


class Outcome(StrEnum):
    """What became of a customer."""

    REACHED = "reached"  #: after the last engagement that found them below, by the first that found them there
    NOT_YET = "not-yet"  #: censored: after their last engagement, if ever
    THERE_ALREADY = "there-already"  #: at the first meeting: nothing is known of how long it took, so counted aside


@dataclass(frozen=True, kw_only=True)
class Rise:
    """A stretch of months in which a share of the customers reached the stage; where in it, nobody knows."""

    after: int  #: months since the first engagement
    by: int  #: months; later than `after`
    share: float  #: of all customers that were met below the stage
    reached: float  #: share that has reached it by its end, this one included


def count_months(judged: Judged) -> Tally:
    """Customers by the months, since their first engagement, between which they reached the model's default target.

    `after` is the last engagement below it, rounded down, `by` the first one there, rounded up. A day in between
    that the consultant entered leaves one month.
    """
    columns, starts, lasts = judged.columns, judged.columns.starts, judged.columns.lasts
    if not len(columns):
        return Tally(by=BY, counts={})
    rows = np.arange(len(columns))
    there = np.where(judged.floor >= judged.model.default_target, rows, len(columns))
    found = np.minimum.reduceat(there, starts)
    already, reached = found == starts, (found > starts) & (found < len(columns))
    first, below = columns.held_on[starts], columns.held_on[np.where(reached, found - 1, lasts)]
    seen = columns.held_on[np.where(reached, found, lasts)]
    told = columns.stage_since[np.where(reached, found, lasts)]
    is_told = reached & (told > below) & (told < seen)
    after = np.floor(_months(first, np.where(is_told, told, below)))
    by = np.maximum(np.ceil(_months(first, np.where(is_told, told, seen))), after + 1)
    outcome = np.where(already, 2, np.where(reached, 0, 1))
    by[~reached] = NEVER
    after[already] = 0
    return _counted(outcome, after.astype(np.intp), by.astype(np.intp))


def curve(months: Tally) -> tuple[Rise, ...]:
    """The share that has reached the stage, as it rises: the likeliest curve for intervals (Turnbull, 1976).

    Where every interval is one month long this is Kaplan and Meier's curve. Those not there yet, in a month in which
    others reached it, count as followed in it.
    """
    seen = {key[1:]: count for key, count in months.counts.items() if key[0] != Outcome.THERE_ALREADY}
    stretches = _stretches(seen)
    if not any(by != NEVER for _, by in seen):
        return ()
    shares = _likeliest(seen, stretches)
    sums = np.cumsum(shares)
    return tuple(
        Rise(after=after, by=by, share=float(share), reached=float(so_far))
        for (after, by), share, so_far in zip(stretches, shares, sums, strict=True)
        if by != NEVER and share > _STILL * 100
    )


def followed(months: Tally, month: int) -> int:
    """Customers of whom something is known in that month: not there before it, and met then or later."""
    return sum(
        count
        for (outcome, after, by), count in months.counts.items()
        if outcome != Outcome.THERE_ALREADY and int(after if by == NEVER else by) >= month
    )


def half(rises: Sequence[Rise]) -> Rise | None:
    """The stretch in which half of the customers had reached it; None while fewer have."""
    return next((rise for rise in rises if rise.reached >= 0.5 - _STILL * 100), None)


def _stretches(seen: dict[Key, int]) -> list[tuple[int, int]]:
    """Where the curve can rise: from one end `after` to the next `by`, with no other end between; at last, for ever."""
    ends = sorted({(int(by), 0) for _, by in seen if by != NEVER} | {(int(after), 1) for after, _ in seen})
    inner = [(one[0], other[0]) for one, other in pairwise(ends) if one[1] == 1 and other[1] == 0]
    last = max((int(after) for after, by in seen if by == NEVER), default=None)
    return inner if last is None or (inner and last < inner[-1][1]) else [*inner, (last, NEVER)]


def _likeliest(seen: dict[Key, int], stretches: Sequence[tuple[int, int]]) -> NDArray[np.float64]:
    """The share of each stretch, by expectation and maximisation."""
    counts = np.array(list(seen.values()), dtype=np.float64)
    possible = np.array([[_fits(stretch, key) for stretch in stretches] for key in seen], dtype=np.float64)
    shares = np.full(len(stretches), 1 / len(stretches))
    for _ in range(_ROUNDS):
        weights = possible * shares
        better = (weights / weights.sum(axis=1, keepdims=True) * counts[:, None]).sum(axis=0) / counts.sum()
        moved = float(np.abs(better - shares).max())
        shares = better
        if moved < _STILL:
            break
    return shares


def _fits(stretch: tuple[int, int], key: Key) -> bool:
    """Whether the stretch lies in the customer's interval."""
    after, by = (int(part) for part in key)
    ends_in = by == NEVER or (stretch[1] != NEVER and stretch[1] <= by)
    return stretch[0] >= after and ends_in


def _months(first: NDArray[np.datetime64], later: NDArray[np.datetime64]) -> NDArray[np.float64]:
    return np.asarray((later - first).astype(np.float64) / DAYS_A_MONTH)


def _counted(outcome: NDArray[np.intp], after: NDArray[np.intp], by: NDArray[np.intp]) -> Tally:
    return tally(
        [
            Column(name="outcome", labels=tuple(Outcome), places=outcome),
            Column(name="after", labels=range(int(after.max()) + 1), places=after),
            Column(name="by", labels=range(NEVER, int(by.max()) + 1), places=by - NEVER),
        ]
    )
