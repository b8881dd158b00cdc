"""The world's countries and currencies, by code and by name."""

import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from maturity.intake.days import EARLIEST
from maturity.intake.fields import is_not, quoted, refuse
from maturity.language import ENGLISH, LANGUAGES

#: codes that Unicode's list of territories holds and ISO 3166-1 does not
_NOT_COUNTRIES = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"])

_CODE_LENGTH = 3  #: letters of a code, at most

#: names beside Unicode's own, by how they compare
_OTHER_NAMES = {
    "america": "US",
    "bosnia": "BA",
    "britain": "GB",
    "brunei darussalam": "BN",
    "burma": "MM",
    "cabo verde": "CV",
    "central african republic car": "CF",
    "congo brazzaville": "CG",
    "congo kinshasa": "CD",
    "czech republic": "CZ",
    "democratic republic of congo": "CD",
    "democratic republic of the congo": "CD",
    "dr congo": "CD",
    "drc": "CD",
    "east timor": "TL",
    "england": "GB",
    "great britain": "GB",
    "holland": "NL",
    "hong kong": "HK",
    "ivory coast": "CI",
    "macao": "MO",
    "macau": "MO",
    "macedonia": "MK",
    "myanmar": "MM",
    "northern ireland": "GB",
    "palestine": "PS",
    "republic of congo": "CG",
    "republic of the congo": "CG",
    "russian federation": "RU",
    "sao tome": "ST",
    "scotland": "GB",
    "swaziland": "SZ",
    "syrian arab republic": "SY",
    "trinidad": "TT",
    "turkey": "TR",
    "uae": "AE",
    "united republic of tanzania": "TZ",
    "united states of america": "US",
    "viet nam": "VN",
    "wales": "GB",
    "zanzibar": "TZ",
}

#: names that two countries share, by how they compare
_SHARED_NAMES = {"congo": ("CD", "CG"), "korea": ("KP", "KR")}


def read_country(text: str) -> str:
    """The country's ISO 3166-1 alpha-2 code, from its code or its name in English or another language with a catalogue.

    >>> read_country("ng"), read_country("Côte d'Ivoire"), read_country("Ivory Coast"), read_country("NA")
    ('NG', 'CI', 'CI', 'NA')
    >>> read_country("Tunisie"), read_country("Cameroun"), read_country("Congo-Kinshasa")
    ('TN', 'CM', 'CD')
    """
    if text.upper() in _codes():
        return _codes()[text.upper()]
    name = _folded(text)
    if name in _SHARED_NAMES:
        meant = " or ".join(f"{code} ({_names()[code]})" for code in _SHARED_NAMES[name])
        refuse(f"{quoted(text)} can mean {meant}; expected one of these codes")
    found = _by_name().get(name)
    known = list(_names().values()) if len(text) > _CODE_LENGTH else []  # a wrong code is near to no name
    return found or refuse(is_not("a country", text, expected="a code such as NG or an English name", known=known))


def check_country(code: str) -> None:
    """Refuse what is not an ISO 3166-1 alpha-2 code in capitals."""
    if code not in _names():
        refuse(f"{quoted(code)} is not a country code{_code_hint(code)}; expected ISO 3166-1 alpha-2, such as NG")


def read_currency(text: str) -> str:
    """The code of a currency, in capitals; anything else as it stands."""
    return text.upper() if text.isascii() and len(text) == _CODE_LENGTH else text


def check_currency(code: str) -> None:
    """Refuse what is not the ISO 4217 code of a country's money, today's or any since 1990."""
    if code not in _currencies():
        refuse(f"{quoted(code)} is not a currency code{_currency_hint(code)}; expected ISO 4217, such as NGN")


def last_day_of(currency: str) -> date | None:
    """The last day on which the currency was some country's money; None while it still is."""
    return _currencies()[currency]


def countries() -> Mapping[str, str]:
    """The English name of every country, by code."""
    return _names()


def currencies() -> tuple[str, ...]:
    """The code of every currency that is a country's money today, in order."""
    return tuple(sorted(code for code, last in _currencies().items() if last is None))


@lru_cache(maxsize=1)
def _names() -> Mapping[str, str]:
    from babel import Locale

    territories: Mapping[str, str] = Locale("en").territories
    return {
        code: name
        for code, name in territories.items()
        if len(code) < _CODE_LENGTH and code.isalpha() and code not in _NOT_COUNTRIES
    }


@lru_cache(maxsize=1)
def _codes() -> Mapping[str, str]:
    """The alpha-2 code by itself, by `UK`, and by each alpha-3 code of a country of today."""
    from babel.core import get_global

    others = {other: now[0] for other, now in get_global("territory_aliases").items() if len(now) == 1}
    longer = {other: code for other, code in others.items() if len(other) == _CODE_LENGTH and other.isalpha()}
    return {
        **{other: code for other, code in longer.items() if code in _names()},
        "UK": "GB",
        **{c: c for c in _names()},
    }


@lru_cache(maxsize=1)
def _by_name() -> Mapping[str, str]:
    from babel import Locale

    said = [Locale(language).territories for language in LANGUAGES if language != ENGLISH]
    others = {_folded(names[code]): code for names in said for code in _names()}
    return {**others, **{_folded(name): code for code, name in _names().items()}, **_OTHER_NAMES}


@lru_cache(maxsize=1)
def _currencies() -> Mapping[str, date | None]:
    from babel.core import get_global

    last: dict[str, date] = {}
    for uses in get_global("territory_currencies").values():
        for code, _, end, is_tender in uses:
            if is_tender:
                last[code] = max(last.get(code, date.min), date(*end) if end else date.max)
    return {code: None if day == date.max else day for code, day in last.items() if day >= EARLIEST}


def _code_hint(text: str) -> str:
    code = _codes().get(text.strip().upper()) or _by_name().get(_folded(text))
    return f" (did you mean {code!r}?)" if code else ""


def _currency_hint(text: str) -> str:
    from babel import Locale

    names: Mapping[str, str] = Locale("en").currencies
    word = _folded(text)
    meant = [
        code
        for code, last in _currencies().items()
        if last is None and (word in _folded(names.get(code, "")).split() or _is_slip(text, code))
    ]
    return f" (did you mean {meant[0]!r}?)" if len(meant) == 1 else ""


def _is_slip(text: str, code: str) -> bool:
    """Whether the two differ in one letter."""
    said = text.upper()  # which may be longer: ß becomes SS
    return len(said) == len(code) and sum(a != b for a, b in zip(said, code, strict=True)) == 1


def _folded(name: str) -> str:
    """The name as it compares: plain letters only, without accents, without a leading "the".

    >>> _folded("The Gambia"), _folded("São Tomé & Príncipe"), _folded("St. Lucia")
    ('gambia', 'sao tome and principe', 'saint lucia')
    """
    plain = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    spaced = "".join(letter if letter.isalnum() else " " for letter in plain if not unicodedata.combining(letter))
    words = ["saint" if word == "st" else word for word in spaced.split()]
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)
