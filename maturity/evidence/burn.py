"""What an SLI series shows of an objective's error budget: what is left, how fast it goes, and its burn-down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from maturity.error_budget import ErrorBudget
from maturity.evidence.points import SLACK, Points, has_shares, points_in
from maturity.evidence.signals import Sli, Slo
from maturity.evidence.windows import day_of
from maturity.language import tr, tr_n
from maturity.wording import day, in_days

ENOUGH: Final = 0.95  #: share of the window that must be told of before anything is said to be left
LITTLE: Final = 0.1  #: of the budget; what is not told may have cost no more, or nothing is said; our estimate
MOST_POINTS: Final = 300  #: points of a burn-down; a chart shows no more
WINDOWS: Final = tuple(timedelta(hours=hours) for hours in (1, 6, 24, 72))  #: the long windows of Google's alerts


class NotComputableError(ValueError):
    """A figure that the evidence can't give; its text says what is missing."""


@dataclass(frozen=True, kw_only=True)
class Spending:
    """What is gone of an error budget in a window."""

    name: str  #: of the objective
    budget: ErrorBudget
    begins: float  #: s since 1970, where the window begins
    ends: float  #: s since 1970, where it ends
    bad_share: float  #: share of events or of time that was bad, of what is told
    events: float | None  #: good and bad ones that are told; None where the series has shares, not counts
    covered: float  #: share of the window that the series tells of, 0 to 1
    spent: float  #: share of the whole window's budget that is gone for certain; what is not told counts as clean
    maybe_spent: float  #: share of the budget that is gone besides if all that is not told was bad

    @property
    def left(self) -> float | None:
        """The share of the budget left for certain, below 0 when overspent; None where too much is not told.

        What little is not told counts as bad. An overspent budget is overspent whatever is not told.
        """
        if self.is_overspent:
            return 1 - self.spent
        is_told = self.covered >= ENOUGH and self.maybe_spent <= LITTLE
        return max(0.0, 1 - self.spent - self.maybe_spent) if is_told else None

    @property
    def untold(self) -> timedelta:
        """How much of the window is not told."""
        return self.budget.window * (1 - self.covered)

    @property
    def is_overspent(self) -> bool:
        """More is gone than the objective allows."""
        return self.spent > 1 + SLACK


@dataclass(frozen=True, kw_only=True)
class Burning:
    """How fast the budget went over one window."""

    over: timedelta
    rate: float | None  #: times as fast as the budget lasts; None where the series does not tell
    covered: float  #: share of that window that the series tells of, 0 to 1


@dataclass(frozen=True, kw_only=True)
class Point:
    """One point of a burn-down."""

    at: float  #: s since 1970
    left: float | None  #: share of the budget; None where the series does not tell


def budget_of(slo: Slo) -> ErrorBudget:
    """The error budget that an SLO file sets.

    Raises:
        NotComputableError: the file tells no objective or window, or one that leaves nothing to spend.
    """
    if slo.objective is None or slo.window_days is None:
        lacks = (
            tr("the SLO {name} has no objective") if slo.objective is None else tr("the SLO {name} has no time window")
        )
        raise NotComputableError(lacks.format(name=slo.name))
    try:
        return ErrorBudget(objective=slo.objective, window=timedelta(days=slo.window_days))
    except (ValueError, OverflowError) as error:
        sentence = tr(
            "the SLO {name}: expected an objective between 0 and 1 over a window; got {objective} over {window}"
        )
        told = sentence.format(name=slo.name, objective=slo.objective, window=in_days(slo.window_days))
        raise NotComputableError(told) from error


def spending(sli: Sli, slo: Slo, *, until: float | None = None) -> Spending:
    """What is gone of the objective's budget in the window up to that moment, or else up to the series' end.

    By events, where the series has them, else by time. Where the series tells of a part of the window only, the rest
    is taken to have the same traffic and nothing bad in it, so that `spent` is the least that can be gone.

    Raises:
        NotComputableError: the SLO sets no budget, or the series tells too little: what is missing, in words.
    """
    budget = budget_of(slo)
    window = _window(sli, budget.window, until)
    if window.bad_share is None:
        sentence = tr("the series {name} has no event in {window} up to {day}")
        spans = {"window": in_days(budget.window / timedelta(days=1)), "day": day(day_of(window.ends - 1))}
        raise NotComputableError(sentence.format(name=sli.name, **spans))
    return Spending(
        name=slo.name,
        budget=budget,
        begins=window.begins,
        ends=window.ends,
        bad_share=window.bad_share,
        events=None if has_shares(sli) else float(window.total[window.is_told].sum()),
        covered=window.covered,
        spent=window.least_bad / budget.share,
        maybe_spent=window.maybe_bad / budget.share,
    )


def burn_rates(
    sli: Sli, slo: Slo, windows: Sequence[timedelta] = WINDOWS, *, until: float | None = None
) -> tuple[Burning, ...]:
    """How fast the budget went over each window up to that moment, or else up to the series' end.

    A window that is shorter than the series' step, or of which more than a little is not told, has no rate.

    Raises:
        NotComputableError: the SLO sets no budget, or the series tells too little.
    """
    budget = budget_of(slo)
    return tuple(_burning(_window(sli, over, until), budget, over) for over in windows)


def burn_down(sli: Sli, slo: Slo, *, until: float | None = None) -> tuple[Point, ...]:
    """The budget left from the window's beginning to its end, in at most `MOST_POINTS` points; the chart's facts.

    It starts whole. A gap in the series is a point without a value, and what was lost in it is not known; where that
    is little, it counts as lost.

    Raises:
        NotComputableError: as `spending`.
    """
    whole = spending(sli, slo, until=until)
    window = _window(sli, whole.budget.window, until)
    points, begin = [Point(at=whole.begins, left=1.0)], whole.begins
    for at, share in zip(window.times[window.is_told].tolist(), _left(whole, window).tolist(), strict=True):
        if at - begin > _GAP * window.step:
            points.append(Point(at=(begin + at) / 2, left=None))
        points.append(Point(at=at, left=share))
        begin = at
    if whole.ends - begin > _GAP * window.step:
        points.append(Point(at=whole.ends, left=None))
    return _thinned(points)


_GAP: Final = 3  #: steps without a point that a line may not cross


def _window(sli: Sli, over: timedelta, until: float | None) -> Points:
    found = points_in(sli, seconds=over.total_seconds(), until=until)
    if isinstance(found, int):
        sentence = tr("the series {name} has {points} with good and all events; expected two at least")
        raise NotComputableError(sentence.format(name=sli.name, points=_points(found)))
    return found


def _left(whole: Spending, window: Points) -> NDArray[np.float64]:
    """The share of the budget left at each point that tells, down to what is left in the end."""
    gone = np.cumsum(window.bad[window.is_told])
    left = 1 - gone / gone[-1] * whole.spent if gone[-1] else np.ones_like(gone)
    if whole.left is None or whole.is_overspent:
        return left
    untold = window.times[window.is_told] - whole.begins - np.cumsum(window.seconds[window.is_told])
    left -= whole.maybe_spent * untold / max(untold[-1], window.step)
    return np.asarray(np.maximum(left, 0.0), np.float64)


def _burning(window: Points, budget: ErrorBudget, over: timedelta) -> Burning:
    maybe = window.maybe_bad / budget.share
    is_told = window.bad_share is not None and maybe <= LITTLE and window.step <= over.total_seconds()
    rate = round(window.least_bad / budget.share + maybe, 6) if is_told else None
    return Burning(over=over, rate=rate, covered=window.covered)


def _points(number: int) -> str:
    return tr_n("one point", "{n} points", number).format(n=number) if number else tr("no points")


def _thinned(points: list[Point]) -> tuple[Point, ...]:
    """As many as a chart shows; where a gap is among those that one stands for, it is the gap."""
    every = -(-len(points) // MOST_POINTS)
    together = (points[begin : begin + every] for begin in range(0, len(points), every))
    return tuple(next((point for point in some if point.left is None), some[-1]) for some in together)
