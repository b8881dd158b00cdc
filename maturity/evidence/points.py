"""The points of an SLI series in a window: what they tell, and how much of it nobody tells."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from maturity.evidence.signals import Sli

SLACK: Final = 1e-9  #: of 1; what adding up shares in binary may lose
_FEWEST: Final = 2  #: points that have a step

Numbers = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Points:
    """The points of a window that tell all events, in order of time."""

    begins: float  #: s since 1970; the window begins after it
    ends: float  #: s since 1970, where the window ends
    step: float  #: s that a point tells of at the most, up to its time
    times: Numbers  #: s since 1970
    seconds: Numbers  #: that each tells of
    bad: Numbers  #: events, or seconds where the series has shares; 0 where that is not told
    total: Numbers  #: the same of all
    is_told: NDArray[np.bool_]  #: whether it tells which of them were bad

    @property
    def bad_share(self) -> float | None:
        """Bad of all, where both are told; None without an event."""
        events = float(self.total[self.is_told].sum())
        return float(self.bad.sum()) / events if events > 0 else None

    @property
    def covered(self) -> float:
        """The share of the window that is told, 0 to 1."""
        return self._of_window(float(self.seconds[self.is_told].sum()))

    @property
    def least_bad(self) -> float:
        """The share of the whole window that was bad for certain: what is not told counts as clean."""
        return self._share(float(self.bad.sum())) * self._reach

    @property
    def maybe_bad(self) -> float:
        """The share of the whole window that may have been bad besides: all of what is not told."""
        return self._share(float(self.total[~self.is_told].sum())) * self._reach + 1 - self._reach

    @property
    def _reach(self) -> float:
        return self._of_window(float(self.seconds.sum()))

    def _share(self, events: float) -> float:
        whole = float(self.total.sum())
        return events / whole if whole > 0 else 0.0

    def _of_window(self, seconds: float) -> float:
        return min(seconds / (self.ends - self.begins), 1.0)


def points_in(sli: Sli, *, seconds: float, until: float | None = None) -> Points | int:
    """The points of the window of that many seconds up to that moment, or else up to the series' own end.

    A series that ends less than a step before it has missed no point, and ends the window. Where less than two
    points tell good and all events, their number.
    """
    bad = sli.total - sli.good
    kept = np.isfinite(sli.total) & (sli.total >= 0)
    is_told = np.isfinite(bad) & (sli.good >= 0) & (bad >= -SLACK * np.maximum(sli.total, 1))
    if (number := int(is_told.sum())) < _FEWEST:
        return number
    times, is_told = sli.times[kept], is_told[kept]
    step, last = float(np.median(np.diff(times))), float(sli.times[-1])
    ends = last if until is None or 0 <= until - last < step else until
    inside = (times > ends - seconds + SLACK) & (times <= ends)
    lasting = np.minimum(np.diff(times, prepend=times[0] - step), step)[inside]
    lasting = np.minimum(lasting, times[inside] - (ends - seconds))
    weight: Any = lasting if has_shares(sli) else np.ones(len(lasting))
    is_told = is_told[inside]
    return Points(
        begins=ends - seconds,
        ends=ends,
        step=step,
        times=times[inside],
        seconds=lasting,
        bad=np.where(is_told, np.maximum(bad[kept][inside], 0), 0.0) * weight,
        total=sli.total[kept][inside] * weight,
        is_told=is_told,
    )


def has_shares(sli: Sli) -> bool:
    """Whether the series has the share that was good, not counts."""
    told: Any = sli.total[np.isfinite(sli.total)]
    return bool((told == 1).all())
