"""A length of time as Prometheus and OpenSLO write it."""

import re
from typing import Any, Final

from maturity.evidence.windows import DAY

#: s; a month, a quarter and a year as Google's availability table counts them
_SECONDS: Final = {
    "ms": 0.001,
    "s": 1,
    "m": 60,
    "h": 3_600,
    "d": DAY,
    "w": 7 * DAY,
    "M": 30 * DAY,
    "Q": 90 * DAY,
    "y": 365 * DAY,
    "Y": 365 * DAY,
}
_PART: Final = re.compile(r"(\d{1,9})(ms|[smhdwMQyY])")
_WHOLE: Final = re.compile(r"(?:\d{1,9}(?:ms|[smhdwMQyY])){1,8}")


def seconds_of(text: Any) -> float | None:  # noqa: ANN401 - a field of a file holds what it holds
    """The length in s; None where it is no length, or none above 0.

    >>> seconds_of("4w") == 28 * DAY, seconds_of("1h30m"), seconds_of("1M") == 30 * DAY, seconds_of("soon")
    (True, 5400.0, True, None)
    """
    if not isinstance(text, str) or not _WHOLE.fullmatch(text.strip()):
        return None
    return float(sum(int(number) * _SECONDS[unit] for number, unit in _PART.findall(text))) or None


def days_of(text: Any) -> float | None:  # noqa: ANN401 - as above
    """The length in days; None where it is no length, or none above 0."""
    seconds = seconds_of(text)
    return None if seconds is None else seconds / DAY
