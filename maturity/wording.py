"""How numbers, dates, lists and names are said, in the language that is spoken."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final

from maturity.language import ENGLISH, later, spoken, tr, tr_in, tr_n

MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SPELLED: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_UNITS: Final = ((later("{n} d"), 86_400), (later("{n} h"), 3_600), (later("{n} min"), 60), (later("{n} s"), 1))
_SPACES: Final = ("\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}")  #: the brand's fonts have no narrow one
_TURNS: Final = {"R", "AL", "AN", "RLE", "RLO", "RLI", "LRE", "LRO", "LRI", "FSI", "PDF", "PDI"}


def count(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun, spelled up to ten; in English, whatever is spoken.

    What a customer reads is a whole phrase of the catalogue, with its number `spelled`.

    >>> count(1, "step"), count(4, "open question"), count(12, "step"), count(2, "company", "companies")
    ('one step', 'four open questions', '12 steps', 'two companies')
    """
    return f"{_in_english(number)} {noun if number == 1 else plural or noun + 's'}"


def spelled(number: int) -> str:
    """A number in words up to ten, in digits above; in digits where such a word has a gender.

    >>> spelled(0), spelled(10), spelled(11), spelled(1_166)
    ('no', 'ten', '11', '1,166')
    """
    return _in_english(number) if spoken() == ENGLISH else figures(f"{number:,}")


def figures(written: str) -> str:
    """A number that is written the English way, with the marks of the language that is spoken.

    >>> from maturity.language import speaking
    >>> with speaking("fr"):
    ...     figures("1,234.5") == "1\N{NO-BREAK SPACE}234,5"
    True
    """
    return written if spoken() == ENGLISH else written.translate(_marks(spoken()))


def rounded(number: float) -> str:
    """A number without decimals, halves going up, with a real minus.

    >>> rounded(62.5), rounded(83.33), rounded(-0.2), rounded(-4.7), rounded(12_500)
    ('63', '83', '0', '−5', '12,500')
    """
    whole = int(Decimal(str(number)).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return figures(f"{whole:,}".replace("-", "−"))


def plain(number: float, digits: int = 6) -> str:
    """A number as short as it can be said, with a real minus.

    >>> plain(5.0), plain(-2.5), plain(14.4), plain(0.1 + 0.2), plain(1_500_000)
    ('5', '−2.5', '14.4', '0.3', '1,500,000')
    """
    spelled_out = f"{round(number, digits):,.{digits}f}".rstrip("0").rstrip(".")
    return "0" if spelled_out == "-0" else figures(spelled_out.replace("-", "−"))


def percent(share: float) -> str:
    """A share as a percentage, exact to six digits.

    >>> percent(0.999), percent(0.05), percent(0.0625)
    ('99.9 %', '5 %', '6.25 %')
    """
    return tr("{number} %").format(number=plain(share * 100))


def day(when: date) -> str:
    """A date as it is said.

    >>> day(date(2026, 3, 2))
    '2 March 2026'
    """
    return f"{_number(when)} {_month(when, 'MMMM')} {when.year}"


def short_day(when: date) -> str:
    """A date as it stands in a picture.

    >>> short_day(date(2026, 3, 2))
    '2 Mar 2026'
    """
    return f"{_number(when)} {_month(when, 'MMM')} {when.year}"


def days(earliest: date, latest: date) -> str:
    """A range of dates; one date where both ends are the same.

    >>> days(date(2026, 3, 2), date(2026, 4, 7)), days(date(2026, 3, 2), date(2027, 3, 2))
    ('2 Mar – 7 Apr 2026', '2 Mar 2026 – 2 Mar 2027')
    >>> days(date(2026, 3, 2), date(2026, 3, 9))
    '2 – 9 Mar 2026'
    """
    if earliest == latest:
        return short_day(latest)
    return f"{_beginning(short_day(earliest), short_day(latest))} – {short_day(latest)}"


def span(earliest: date, latest: date) -> str:
    """A range of dates; one date where both ends are the same.

    >>> span(date(2026, 3, 2), date(2026, 4, 7)), span(date(2026, 3, 2), date(2026, 3, 9))
    ('2 March to 7 April 2026', '2 to 9 March 2026')
    """
    if earliest == latest:
        return day(earliest)
    return tr_in("days", "{first} to {last}").format(first=beginning(earliest, latest), last=day(latest))


def beginning(earliest: date, latest: date) -> str:
    """The first day of a range as it is said before the last: without the month and the year that both have.

    >>> beginning(date(2026, 3, 2), date(2026, 4, 7)), beginning(date(2026, 3, 2), date(2026, 3, 9))
    ('2 March', '2')
    """
    return _beginning(day(earliest), day(latest))


def lasting(length: timedelta) -> str:
    """How long it lasts, in its two largest units; whole days spelled, tenths only below a minute.

    >>> lasting(timedelta(seconds=2592)), lasting(timedelta(hours=7.2)), lasting(timedelta(seconds=25.92))
    ('43 min 12 s', '7 h 12 min', '25.9 s')
    >>> lasting(timedelta(days=30) / 14.4), lasting(timedelta(days=10)), lasting(timedelta(seconds=3599.9))
    ('2 d 2 h', '10 days', '1 h')
    """
    seconds = length.total_seconds()
    if seconds < 59.95:  # noqa: PLR2004  (what rounds to a minute is a minute)
        return tr(_UNITS[-1][0]).format(n=plain(seconds, 1))
    first = next(index for index, (_, size) in enumerate(_UNITS) if round(seconds) >= size)
    finest = _UNITS[min(first + 1, len(_UNITS) - 1)][1]
    left, parts = int(seconds / finest + 0.5) * finest, []
    for unit, size in _UNITS:
        if left >= size:
            parts.append((unit, left // size))
            left %= size
    (unit, n), *more = parts
    if unit == _UNITS[0][0] and not more:
        return tr_n("{n} day", "{n} days", n).format(n=n)
    return " ".join(tr(unit).format(n=n) for unit, n in parts)


def in_days(days: float) -> str:
    """A length in days, however long.

    >>> in_days(30), in_days(1), in_days(0.5), in_days(1e12)
    ('30 days', '1 day', '0.5 day', '1,000,000,000,000 days')
    """
    return tr_n("{n} day", "{n} days", 1 if days <= 1 else 2).format(n=plain(days))


def listed(things: Sequence[object]) -> str:
    """Things in a row, as they are said; semicolons part things that hold commas.

    >>> listed(["builds", "tests", "logs"]), listed([4, 5]), listed([])
    ('builds, tests and logs', '4 and 5', '')
    >>> listed(["logs, in one place", "traces"])
    'logs, in one place; and traces'
    """
    *others, last = [str(thing) for thing in things] or [""]
    if not others:
        return last
    if any("," in thing for thing in (*others, last)):
        return tr("{others}; and {last}").format(others=in_row(others), last=last)
    return tr("{others} and {last}").format(others=", ".join(others), last=last)


def in_row(things: Iterable[object]) -> str:
    """Things one after the other, parted by semicolons.

    >>> in_row(["logs, in one place", "traces"])
    'logs, in one place; traces'
    """
    return tr("; ").join(map(str, things))


def opened(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]


def sentence_case(name: str) -> str:
    """A name as it stands inside a sentence: its first letter small, unless it starts with an abbreviation.

    >>> sentence_case("Every commit builds"), sentence_case("SLOs agreed with the business")
    ('every commit builds', 'SLOs agreed with the business')
    """
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def named(name: str) -> str:
    """A customer's name as it stands inside a sentence: on one line, and never turning the words around it.

    >>> named("Kora  Health"), named("شركة") == chr(0x2068) + "شركة" + chr(0x2069)
    ('Kora Health', True)
    """
    one_line = "".join(letter if letter.isprintable() or letter.isspace() else "\ufffd" for letter in name)
    folded = " ".join(one_line.split())
    turns = any(unicodedata.bidirectional(letter) in _TURNS for letter in name)
    return f"\u2068{folded}\u2069" if turns else folded


def money(amount: float, currency: str) -> str:
    """An amount of money, short, in the currency's own code or sign.

    >>> money(61_500_000, "KES") == "KES\N{NO-BREAK SPACE}61.5M", money(-23_400, "USD"), money(0, "EUR")
    (True, '−$23.4K', '€0')
    """
    from babel.numbers import format_compact_currency

    said: str = format_compact_currency(amount, currency, locale=spoken(), fraction_digits=1)
    said = said.replace("-", "−")
    if spoken() != ENGLISH:
        return said.replace(*_SPACES)
    return re.sub(r"(?<=[A-Z])(?=\d)", _SPACES[1], said)


def _in_english(number: int) -> str:
    return _SPELLED[number] if number < len(_SPELLED) else f"{number:,}"


def _number(when: date) -> str:
    return tr_in("day of the month", "1") if when.day == 1 else str(when.day)


def _month(when: date, form: str) -> str:
    """A month's name, as Unicode's `MMMM` or `MMM`."""
    if spoken() == ENGLISH:
        return MONTHS[when.month - 1][: None if form == "MMMM" else len(form)]
    from babel.dates import format_date

    name: str = format_date(when, form, locale=spoken())
    return name


def _beginning(first: str, last: str) -> str:
    """The first of two days without the year, and without the month, that the last one has too."""
    (number, month, year), (_, last_month, last_year) = first.split(), last.split()
    if year != last_year:
        return first
    return number if month == last_month else f"{number} {month}"


@lru_cache
def _marks(language: str) -> Mapping[int, str]:
    """What stands for an English comma and point."""
    from babel.numbers import get_decimal_symbol, get_group_symbol

    return str.maketrans({",": get_group_symbol(language).replace(*_SPACES), ".": get_decimal_symbol(language)})
