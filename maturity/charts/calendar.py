"""Days along a page, and the months over them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from dateutil.relativedelta import relativedelta

from maturity.charts.ink import Drawing
from maturity.wording import short_day

SMALL: Final = 14  #: size of the months' letters
ROOM: Final = 60  #: that a month's label needs along the page


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """Days along the page."""

    starts: date
    ends: date
    left: float
    right: float

    def x(self, when: date) -> float:
        """Where a day stands."""
        share = (when - self.starts) / max(self.ends - self.starts, timedelta(days=1))
        return self.left + share * (self.right - self.left)


def draw_months(drawing: Drawing, calendar: Calendar, *, bottom: float | None) -> float:
    """Draw the months, as many as there is room for, each with its year; the bottom of their labels."""
    for months in (1, 2, 3, 6, 12, 24, 60, 120, 240):
        ticks = list(_ticks(calendar, months))
        if len(ticks) * ROOM <= calendar.right - calendar.left or months == 240:  # noqa: PLR2004  (the last resort)
            break
    for tick in ticks:
        x = calendar.x(tick)
        drawing.line(x, 42, x, 49 if bottom is None else bottom, stroke="ink" if bottom is None else "rule")
        drawing.text(x, 18, short_day(tick).split()[1], size=SMALL, anchor="middle")
        drawing.text(x, 36, str(tick.year), size=SMALL, fill="muted", anchor="middle")
    drawing.line(calendar.left, 42, calendar.right, 42, stroke="ink", weight=1.5)
    return 46


def _ticks(calendar: Calendar, months: int) -> Iterator[date]:
    """The first days of the months from the start on, every so many months counted from January."""
    tick = date(calendar.starts.year, 1, 1)
    while tick <= calendar.ends:
        if tick >= calendar.starts:
            yield tick
        if tick.year + months // 12 > 9990:  # noqa: PLR2004  (where Python's calendar ends)
            return
        tick += relativedelta(months=months)
