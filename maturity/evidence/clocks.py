"""A moment as any tool writes it, in seconds since 1970 in UTC; the zone of a clock without one is never guessed."""

import re
from datetime import UTC, datetime, tzinfo
from email.utils import parsedate_to_datetime
from typing import Final

EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC).timestamp()  #: s; no tool here is older
LATEST: Final = datetime(2100, 1, 1, tzinfo=UTC).timestamp()  #: s

_PER_SECOND: Final = (1, 10**3, 10**6, 10**9)  #: units that epoch numbers come in
_DOT_NET: Final = re.compile(r"/Date\((-?\d{1,17})(?:[+-]\d{4})?\)/")
_NUMBER: Final = re.compile(r"\d{9,19}(?:\.\d+)?")
_APART: Final = re.compile(r"\s+(?=[+-]\d{2}:?\d{2}$)")  #: git writes a space before the offset
_UTC: Final = re.compile(r"\s*(?:UTC|GMT)$", re.IGNORECASE)
_NAMED: Final = re.compile(r"^[A-Za-z]{3,9},? ")  #: a day's name, as mail writes it
_NEVER: Final = ("0001-01-01", "1970-01-01T00:00:00", "1970-01-01 00:00:00")  #: how Go, .NET and C say: not told
_MOST_LETTERS: Final = 60
_USUAL: Final = len("2026-03-12T10:11:12Z")  #: letters of nearly every time
NO_ZONE: Final = "is a time without a zone"
_NO_TIME: Final = "is no time; expected one such as 2026-03-12T10:11:12Z"


class ClockError(ValueError):
    """A time that can't be placed; its text is the end of a sentence that begins with the field's name."""


class NoZoneError(ClockError):
    """A time that could be placed, if its zone were known."""


def read_time(value: object, zone: tzinfo | None = None) -> float | None:
    """The moment in s since 1970; None where nothing is told (nothing, empty, zero, or year 1).

    `zone` is that of times that name none, where somebody knows it.

    >>> read_time("2026-03-12T10:11:12Z") == read_time("2026-03-12 12:11:12 +0200") == read_time(1773310272000)
    True
    >>> read_time("/Date(1773310272000)/"), read_time("0001-01-01T00:00:00"), read_time("")
    (1773310272.0, None, None)
    >>> read_time("2026-03-12 10:11:12")
    Traceback (most recent call last):
    ...
    maturity.evidence.clocks.NoZoneError: is a time without a zone; expected one such as 2026-03-12T10:11:12Z

    Raises:
        ClockError: it is no time, or lies outside 1990 to 2100.
        NoZoneError: it has no zone, and none is given.
    """
    if value is None:
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(value)
    if isinstance(value, str):
        return _from_text(value.strip(), zone)
    raise ClockError(_NO_TIME)


def _from_text(text: str, zone: tzinfo | None) -> float | None:
    if not text or text.startswith(_NEVER):
        return None
    if text.endswith("Z") and len(text) == _USUAL:
        return _within(_usual(text).timestamp())
    if len(text) > _MOST_LETTERS:
        raise ClockError(_NO_TIME)
    if mark := _DOT_NET.fullmatch(text):
        return _from_number(int(mark[1]) / 1000)
    if _NUMBER.fullmatch(text):
        return _from_number(float(text))
    return _within(_moment(text, zone).timestamp())


def _usual(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise ClockError(_NO_TIME) from None


def _moment(text: str, zone: tzinfo | None) -> datetime:
    try:
        if _NAMED.match(text):
            moment = parsedate_to_datetime(text)
        else:
            moment = datetime.fromisoformat(_APART.sub("", _UTC.sub("+00:00", text)))
    except (ValueError, TypeError, IndexError, OverflowError):
        raise ClockError(_NO_TIME) from None
    if moment.tzinfo is None and zone is None:
        message = f"{NO_ZONE}; expected one such as 2026-03-12T10:11:12Z"
        raise NoZoneError(message)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)


def _from_number(number: float) -> float | None:
    if not number:
        return None
    fitting = (number / unit for unit in _PER_SECOND if EARLIEST <= number / unit < LATEST)
    return _within(float(next(fitting, -1)))


def _within(seconds: float) -> float:
    if not EARLIEST <= seconds < LATEST:
        message = "is a time outside 1990 to 2100; expected one of the project's life"
        raise ClockError(message)
    return seconds
