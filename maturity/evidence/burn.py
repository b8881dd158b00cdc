"""What an SLI series shows of an objective's error budget: what is left, how fast it goes, and its burn-down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from maturity.error_budget import ErrorBudget
from maturity.evidence.signals import Sli, Slo
from maturity.language import tr, tr_n

ENOUGH: Final = 0.95  #: share of the window that must be told of before anything is said to be left
ENOUGH_OF_A_RATE: Final = 0.5  #: share of a burn rate's window that must be told of
MOST_POINTS: Final = 300  #: points of a burn-down; a chart shows no more
WINDOWS: Final = tuple(timedelta(hours=hours) for hours in (1, 6, 24, 72))  #: the long windows of Google's alerts
SLACK: Final = 1e-9  #: of 1; what adding up shares in binary may lose

Numbers = NDArray[np.float64]


class NotComputableError(ValueError):
    """A figure that the evidence can't give; its text says what is missing."""


@dataclass(frozen=True, kw_only=True)
class Spending:
    """What is gone of an error budget in the window that ends with the series."""

    name: str  #: of the objective
    budget: ErrorBudget
    begins: float  #: s since 1970, where the window begins
    ends: float  #: s since 1970, where it ends
    bad_share: float  #: share of events or of time that was bad, of what is told
    events: float | None  #: good and bad ones that are told; None where the series has shares, not counts
    covered: float  #: share of the window that the series tells of, 0 to 1
    spent: float  #: share of the whole window's budget that is gone for certain; what is not told counts as clean

    @property
    def left(self) -> float | None:
        """The share of the budget left, below 0 when overspent; None where too much of the window is not told.

        An overspent budget is overspent whatever is not told: the rest can only add to it.
        """
        return 1 - self.spent if self.covered >= ENOUGH or self.is_overspent else None

    @property
    def is_overspent(self) -> bool:
        """More is gone than the objective allows."""
        return self.spent > 1 + SLACK


@dataclass(frozen=True, kw_only=True)
class Burning:
    """How fast the budget went over one window before the end of the series."""

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
            "the SLO {name}: expected an objective between 0 and 1 over a window; got {objective} over {days} days"
        )
        told = sentence.format(name=slo.name, objective=slo.objective, days=f"{slo.window_days:g}")
        raise NotComputableError(told) from error


def spending(sli: Sli, slo: Slo) -> Spending:
    """What is gone of the objective's budget in the window up to the last point that tells.

    By events, where the series has them, else by time. Where the series tells of a part of the window only, the rest
    is taken to have the same traffic and nothing bad in it, so that `spent` is the least that can be gone.

    Raises:
        NotComputableError: the SLO sets no budget, or the series tells too little: what is missing, in words.
    """
    budget, told = budget_of(slo), _told(sli)
    begins = told.ends - budget.window.total_seconds()
    window = told.since(begins)
    covered = window.seconds / budget.window.total_seconds()
    bad_share = window.bad_share
    if bad_share is None:
        sentence = tr("the series {name} has no event in the {days} days before its end")
        raise NotComputableError(sentence.format(name=sli.name, days=budget.window.days))
    return Spending(
        name=slo.name,
        budget=budget,
        begins=begins,
        ends=told.ends,
        bad_share=bad_share,
        events=None if _has_shares(sli) else float(window.total.sum()),
        covered=min(covered, 1.0),
        spent=bad_share / budget.share * min(covered, 1.0),
    )


def burn_rates(sli: Sli, slo: Slo, windows: Sequence[timedelta] = WINDOWS) -> tuple[Burning, ...]:
    """How fast the budget went over each window before the last point that tells.

    A window that is shorter than the series' step, or of which less than half is told, has no rate.

    Raises:
        NotComputableError: the SLO sets no budget, or the series tells too little.
    """
    budget, told = budget_of(slo), _told(sli)
    return tuple(_burning(told, budget, over) for over in windows)


def burn_down(sli: Sli, slo: Slo) -> tuple[Point, ...]:
    """The budget left from the window's beginning to its end, in at most `MOST_POINTS` points; the chart's facts.

    It starts whole. A gap in the series is a point without a value, and what was lost in it is not known.

    Raises:
        NotComputableError: as `spending`.
    """
    whole, told = spending(sli, slo), _told(sli)
    window = told.since(whole.begins)
    gone = np.cumsum(window.bad)
    left = 1 - gone / gone[-1] * whole.spent if gone[-1] else np.ones_like(gone)
    points = [Point(at=whole.begins, left=1.0)]
    begin = whole.begins
    for at, share in zip(window.times.tolist(), left.tolist(), strict=True):
        if at - begin > _GAP * told.step:
            points.append(Point(at=(begin + at) / 2, left=None))
        points.append(Point(at=at, left=share))
        begin = at
    return _thinned(points)


_GAP: Final = 3  #: steps without a point that a line may not cross
_FEWEST: Final = 2  #: points that have a step


@dataclass(frozen=True, kw_only=True)
class _Told:
    """The points of a series that tell good and all."""

    times: Numbers
    bad: Numbers
    total: Numbers
    step: float  #: s that a point tells of, up to its time

    @property
    def ends(self) -> float:
        return float(self.times[-1])

    @property
    def seconds(self) -> float:
        return len(self.times) * self.step

    @property
    def bad_share(self) -> float | None:
        """None without an event."""
        events = float(self.total.sum())
        return float(self.bad.sum()) / events if events > 0 else None

    def since(self, begins: float) -> "_Told":
        kept = self.times > begins + SLACK
        return _Told(times=self.times[kept], bad=self.bad[kept], total=self.total[kept], step=self.step)


def _told(sli: Sli) -> _Told:
    bad = sli.total - sli.good
    fits = np.isfinite(bad) & (sli.good >= 0) & (bad >= -SLACK * np.maximum(sli.total, 1))
    times = sli.times[fits]
    if len(times) < _FEWEST:
        sentence = tr("the series {name} has {points} with good and all events; expected two at least")
        raise NotComputableError(sentence.format(name=sli.name, points=_points(len(times))))
    step = float(np.median(np.diff(times)))
    return _Told(times=times, bad=np.maximum(bad[fits], 0), total=sli.total[fits], step=step)


def _burning(told: _Told, budget: ErrorBudget, over: timedelta) -> Burning:
    window = told.since(told.ends - over.total_seconds())
    covered = min(window.seconds / over.total_seconds(), 1.0)
    bad_share = window.bad_share
    is_told = bad_share is not None and covered >= ENOUGH_OF_A_RATE and told.step <= over.total_seconds()
    rate = round(bad_share / budget.share, 6) if is_told and bad_share is not None else None
    return Burning(over=over, rate=rate, covered=covered)


def _has_shares(sli: Sli) -> bool:
    told: Any = sli.total[np.isfinite(sli.total)]
    return bool((told == 1).all())


def _points(number: int) -> str:
    return tr_n("one point", "{n} points", number).format(n=number) if number else tr("no points")


def _thinned(points: list[Point]) -> tuple[Point, ...]:
    """As many as a chart shows; where a gap is among those that one stands for, it is the gap."""
    every = -(-len(points) // MOST_POINTS)
    together = (points[begin : begin + every] for begin in range(0, len(points), every))
    return tuple(next((point for point in some if point.left is None), some[-1]) for some in together)
