"""How much unreliability an objective allows, and how fast it burns (Google's SRE books)."""

from dataclasses import dataclass
from datetime import timedelta

from maturity.language import later


@dataclass(frozen=True, kw_only=True)
class ErrorBudget:
    """What an objective leaves to spend over its window.

    >>> ErrorBudget(objective=0.999, window=timedelta(days=30)).allowed
    datetime.timedelta(seconds=2592)

    Raises:
        ValueError: the objective is not between 0 and 1, or the window is not above 0.
    """

    objective: float  #: share of good events or good time, 0 to 1
    window: timedelta

    def __post_init__(self) -> None:
        """Refuse an objective that leaves nothing, or everything, to spend."""
        if not 0 < self.objective < 1 or self.window <= timedelta(0):
            message = f"expected an objective between 0 and 1 over a window; got {self.objective} over {self.window}"
            raise ValueError(message)

    @property
    def share(self) -> float:
        """The share of bad events or bad time that the objective allows."""
        return 1 - self.objective

    @property
    def allowed(self) -> timedelta:
        """The bad time that the objective allows over its window: (1 − objective) × window."""
        return timedelta(seconds=round(self.share * self.window.total_seconds(), 6))

    def left(self, bad: timedelta) -> float:
        """The share of the budget left after that much bad time; below 0 when it is overspent."""
        return 1 - bad / self.allowed

    def burn_rate(self, budget_share: float, over: timedelta) -> float:
        """How many times too fast the budget burns if that share of it goes in that time.

        >>> ErrorBudget(objective=0.999, window=timedelta(days=30)).burn_rate(0.02, timedelta(hours=1))
        14.4
        """
        return round(budget_share * (self.window / over), 10)

    def gone_after(self, burn_rate: float) -> timedelta:
        """How long a whole budget lasts at that burn rate."""
        return self.window / burn_rate


@dataclass(frozen=True, kw_only=True)
class BurnAlert:
    """One rule of a multiwindow, multi-burn-rate alert."""

    name: str
    budget_share: float  #: share of the budget gone within the long window
    long_window: timedelta
    short_window: timedelta
    pages: bool  #: wakes someone; else it opens a ticket


#: The Site Reliability Workbook's recommended alerts for a 30-day window, https://sre.google/workbook/alerting-on-slos/
WORKBOOK_ALERTS = (
    BurnAlert(
        name=later("Page, fast"),
        budget_share=0.02,
        long_window=timedelta(hours=1),
        short_window=timedelta(minutes=5),
        pages=True,
    ),
    BurnAlert(
        name=later("Page, slow"),
        budget_share=0.05,
        long_window=timedelta(hours=6),
        short_window=timedelta(minutes=30),
        pages=True,
    ),
    BurnAlert(
        name=later("Ticket, fast"),
        budget_share=0.1,
        long_window=timedelta(days=1),
        short_window=timedelta(hours=2),
        pages=False,
    ),
    BurnAlert(
        name=later("Ticket, slow"),
        budget_share=0.1,
        long_window=timedelta(days=3),
        short_window=timedelta(hours=6),
        pages=False,
    ),
)
