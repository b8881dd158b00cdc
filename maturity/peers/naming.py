"""What a published group of customers is called."""

from collections.abc import Callable, Sequence
from typing import Final

from maturity.language import tr
from maturity.peers.counted import BANDS, NOT_KNOWN
from maturity.peers.pooling import OTHER

Parts = Sequence[str | int]

#: what each facet asks, in the order in which groups are told of
FACET_NAMES: Final = {
    "": "Everybody",
    "industry": "Industry",
    "size": "Product engineers",
    "country": "Country",
    "met": "First met",
}


def group_name(facet: str, parts: Parts, say_country: Callable[[str], str]) -> str:
    """What a group is called; `say_country` names a country by its code.

    >>> group_name("size", (10, 20), str), group_name("met", (2024,), str), group_name("country", ("other",), str)
    ('10 to 49 engineers', 'first met in 2024', 'all others')
    """
    if OTHER in parts:
        return tr("all others")
    if facet in _SAID:
        return _SAID[facet](parts)
    word = str(parts[0])
    if word == NOT_KNOWN:
        return tr("country not known") if facet == "country" else tr("industry not known")
    return say_country(word) if facet == "country" else word


def _size_name(parts: Parts) -> str:
    known = sorted(int(part) for part in parts if int(part) >= 0)
    if not known:
        return tr("head count not known")
    above = [band for band in BANDS if band > known[-1]]
    whole = len(known) == len(parts)
    if not above:
        said = tr("{first} or more engineers") if whole else tr("{first} or more engineers, or not known")
    elif known[0]:
        said = tr("{first} to {last} engineers") if whole else tr("{first} to {last} engineers, or not known")
    else:
        said = tr("up to {last} engineers") if whole else tr("up to {last} engineers, or not known")
    return said.format(first=known[0], last=above[0] - 1 if above else "")


def _years_name(parts: Parts) -> str:
    first, last = min(int(part) for part in parts), max(int(part) for part in parts)
    said = tr("first met in {first}") if first == last else tr("first met from {first} to {last}")
    return said.format(first=first, last=last)


_SAID: Final[dict[str, Callable[[Parts], str]]] = {
    "": lambda _: tr("all customers"),
    "size": _size_name,
    "met": _years_name,
}
