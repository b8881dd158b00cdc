"""What a cell says of a day: the forms that can be read without doubt, and the days that can be meant."""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from maturity.intake.fields import is_not, quoted, refuse
from maturity.intake.folding import plain_letters
from maturity.language import ENGLISH, LANGUAGES

EARLIEST = date(1990, 1, 1)  #: nobody asked these questions before

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_SHORTEST_MONTH = 3  #: letters
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4})")
_DAY_MONTH = re.compile(r"(?:le\s+)?(\d{1,2})(?:st|nd|rd|th|er)?[-\s]\s*([^\W\d_]+)\.?,?[-\s]\s*(\d{4})", re.IGNORECASE)
_MONTH_DAY = re.compile(r"([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", re.IGNORECASE)


def read_day(text: str) -> date:
    """The day, from year-month-day or from a form with the month's name; a time of day is left out.

    A month is known by its name, or the beginning of it, in every language that has a catalogue.

    Figures in another order are read only where a single day can be meant.

    >>> {read_day(text) for text in ("2026-03-12", "2026-03-12 00:00:00", "12 March 2026", "Mar 12, 2026")}
    {datetime.date(2026, 3, 12)}
    >>> {read_day(text) for text in ("1er février 2026", "le 1er FEVR. 2026", "1 févr. 2026")}
    {datetime.date(2026, 2, 1)}
    """
    if match := _YEAR_FIRST.fullmatch(text):
        return _day(text, *map(int, match.group(1, 3, 4)))
    if match := _DAY_MONTH.fullmatch(text):
        return _day(text, int(match[3]), _month(text, match[2]), int(match[1]))
    if match := _MONTH_DAY.fullmatch(text):
        return _day(text, int(match[3]), _month(text, match[1]), int(match[2]))
    if match := _YEAR_LAST.fullmatch(text):
        return _only_reading(text, *map(int, match.group(1, 3, 4)))
    return refuse(is_not("a date", text, expected="one such as 2026-03-12"))


def check_day(day: date, *, today: date) -> None:
    """Refuse a day that lies in the future, or before 1990."""
    if day > today:
        refuse(f"{day} lies in the future; expected a day up to {today}")
    if day < EARLIEST:
        refuse(f"{day} lies too far back; expected a day from {EARLIEST} on")


def _day(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        return refuse(f"{quoted(text)} is no day of the calendar; expected a date such as 2026-03-12")


def _month(text: str, name: str) -> int:
    begun = plain_letters(name.casefold())
    named = {n for months in _months() for n, month in enumerate(months, start=1) if month.startswith(begun)}
    known = len(name) >= _SHORTEST_MONTH and len(named) == 1
    return named.pop() if known else refuse(is_not("a date", text, expected="one such as 2026-03-12"))


@lru_cache(maxsize=1)
def _months() -> Sequence[Sequence[str]]:
    """The names of the months in every language, in plain letters."""
    from babel.dates import get_month_names

    others = [get_month_names(locale=language) for language in LANGUAGES if language != ENGLISH]
    return [_MONTHS, *([plain_letters(names[number].casefold()) for number in range(1, 13)] for names in others)]


def _only_reading(text: str, first: int, second: int, year: int) -> date:
    readings = [day for day in (_or_none(year, second, first), _or_none(year, first, second)) if day]
    if len(set(readings)) > 1:
        refuse(f"{quoted(text)} can mean {readings[0]} or {readings[1]}; expected the date as YYYY-MM-DD")
    return readings[0] if readings else _day(text, year, second, first)


def _or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
