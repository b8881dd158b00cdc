"""A span of days that evidence is judged over, and how shares and durations in it are told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from maturity.language import tr
from maturity.wording import beginning, day, figures, lasting

DAY: Final = 86_400.0  #: s
HOUR: Final = 3_600.0  #: s
_WEEKEND: Final = 5  #: the first day of it, counted from Monday, 0


@dataclass(frozen=True, kw_only=True)
class Window:
    """The days that are judged, in UTC."""

    begin: float  #: s since 1970; it belongs to the window
    end: float  #: s since 1970; it does not

    def __contains__(self, time: float | None) -> bool:
        """Whether the moment is told and lies in the window."""
        return time is not None and self.begin <= time < self.end

    def __str__(self) -> str:
        """The window as it is told.

        >>> str(window_to(date(2026, 3, 31), days=30))
        '2 to 31 March 2026'
        """
        first, last = day_of(self.begin), day_of(self.end - 1)
        return tr("{first} to {last}").format(first=beginning(first, last), last=day(last))

    @property
    def days(self) -> float:
        """Its length."""
        return (self.end - self.begin) / DAY

    def covered(self, times: Sequence[float]) -> float:
        """The share of the window that lies between the first and the last of the times; 0 for none."""
        if not times:
            return 0.0
        begin, end = max(self.begin, min(times)), min(self.end, max(times))
        return max(0.0, (end - begin) / (self.end - self.begin))


def window_to(last: date, *, days: float) -> Window:
    """The window of that many days whose last day is that one."""
    end = datetime(last.year, last.month, last.day, tzinfo=UTC).timestamp() + DAY
    return Window(begin=end - days * DAY, end=end)


def day_of(time: float) -> date:
    """The day of a moment, in UTC."""
    return datetime.fromtimestamp(time, tz=UTC).date()


def working_hours(begin: float, end: float) -> float:
    """The hours between two moments, Saturdays and Sundays left out.

    >>> friday = datetime(2026, 3, 6, 20, tzinfo=UTC).timestamp()
    >>> working_hours(friday, friday + 2.5 * DAY), working_hours(friday, friday + HOUR), working_hours(friday, friday)
    (12.0, 1.0, 0.0)
    """
    weeks, rest = divmod(max(0.0, end - begin), 7 * DAY)
    total, at, end = weeks * _WEEKEND * DAY, begin, begin + rest
    while at < end:
        midnight = datetime.fromtimestamp(at, tz=UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        following = min(end, (midnight + timedelta(days=1)).timestamp())
        total += (following - at) * (midnight.weekday() < _WEEKEND)
        at = following
    return total / HOUR


def percent(part: int, whole: int) -> str:
    """So many of so many in whole percent, never rounded up.

    >>> percent(152, 214), percent(999, 1000), percent(0, 3)
    ('71 %', '99 %', '0 %')
    """
    return tr("{number} %").format(number=100 * part // whole)


def length(hours: float) -> str:
    """A duration as it is said.

    >>> length(1 / 120), length(0.2), length(5.25), length(60)
    ('30 s', '12 min', '5 h 15 min', '2 d 12 h')
    """
    return lasting(timedelta(hours=hours))


def figure(number: float) -> str:
    """A number in three digits at the most.

    >>> figure(14.4), figure(2), figure(0.07777)
    ('14.4', '2', '0.0778')
    """
    return figures(f"{number:.3g}")
