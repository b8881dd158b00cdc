"""What the metrics of delivery are made of, and what each of them finds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from maturity.evidence.changes import Change
from maturity.evidence.linking import Links
from maturity.evidence.verdicts import History
from maturity.evidence.windows import Window

FEWEST: Final = 5  #: things counted below which a figure has no class; our estimate
COVERED: Final = 0.5  #: share of the window, or of the things in it, below which a figure has no class; our estimate


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """What was delivered in a window, and what went wrong."""

    history: History
    window: Window
    changes: tuple[Change, ...]  #: that reached production in the window, in order of time
    links: Links

    @property
    def opened(self) -> list[float]:
        """When the incidents were opened, in s."""
        return [i.opened for i in self.history.evidence.incidents if i.opened is not None]

    @property
    def tells_incidents(self) -> bool:
        """Whether an incident is listed in the window: an export that ends before it would look the same as none."""
        return any(time in self.window for time in self.opened)


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One metric as found."""

    value: float
    unit: str
    values: Sequence[float] = ()  #: the single values, where there are several; endless where one is not told
    count: int  #: things that were counted
    coverage: float  #: share of the window, or of things, that tells, 0 to 1
    sentence: str
