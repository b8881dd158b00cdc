"""How a run goes: how many are done, how fast, how long it will take yet, and how many failed."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic

from maturity.overview import Outcome, Status


@dataclass(kw_only=True)
class Pace:
    """The counts of a run, and what follows from them; hears of every outcome.

    Files that stand are looked through first, at once; the rate is of what had to be made.
    """

    total: int  #: engagements
    clock: Callable[[], float] = monotonic  #: seconds
    counts: Counter[Status] = field(default_factory=Counter)
    edited: int = 0  #: workbooks made anew around a consultant's edits
    waiting: int = 0  #: of them, those with something to decide
    _began: float = field(init=False)

    def __post_init__(self) -> None:
        self._began = self.clock()

    def hear(self, outcome: Outcome) -> None:
        """Count one outcome more."""
        if not self._worked and outcome.status in {Status.KEPT, Status.UNCHANGED}:
            self._began = self.clock()
        self.counts[outcome.status] += 1
        if outcome.merged:
            self.edited += 1
            self.waiting += bool(outcome.merged.waiting)

    @property
    def done(self) -> int:
        """How many engagements have an outcome."""
        return self.counts.total()

    @property
    def rate(self) -> float | None:
        """Workbooks a second, from the first on; None until there is one."""
        passed = self.clock() - self._began
        return self._worked / passed if self._worked and passed > 0 else None

    @property
    def words(self) -> str:
        """All of it on one line.

        >>> pace = Pace(total=4, clock=iter([0.0, 2.0, 2.0, 2.0]).__next__)
        >>> pace.hear(Outcome(key="k", customer="c", status=Status.FAILED))
        >>> pace.words
        '1 of 4, 0.5 a second, 0:00:06 left, 1 failed'
        """
        parts = [f"{self.done:,} of {self.total:,}"]
        rate, failures = self.rate, self.counts[Status.FAILED]
        if rate:
            parts.append(f"{rate:.1f} a second")
            if self.done < self.total:
                parts.append(f"{timedelta(seconds=round((self.total - self.done) / rate))} left")
        return ", ".join(parts + ([f"{failures:,} failed"] if failures else []))

    @property
    def tally(self) -> str:
        """The counts by what became of them: `46 made, 1 failed`."""
        return ", ".join(f"{self.counts[status]} {status}" for status in Status if self.counts[status])

    def summed_up(self, *, unread: int) -> str:
        """The tally of a run that is over, with how many could not be read, hold edits, wait for a decision.

        >>> Pace(total=3, counts=Counter({Status.MADE: 3}), edited=2, waiting=1).summed_up(unread=1)
        '3 made, 1 not read, 2 with edits kept, 1 waiting for a decision'
        """
        parts = [
            self.tally,
            f"{unread} not read" if unread else "",
            f"{self.edited} with edits kept" if self.edited else "",
            f"{self.waiting} waiting for a decision" if self.waiting else "",
        ]
        return ", ".join(filter(None, parts)) or "nothing to make"

    @property
    def _worked(self) -> int:
        return self.counts[Status.MADE] + self.counts[Status.FAILED]
