"""What a published group of customers is called."""

from collections.abc import Callable, Sequence
from typing import Final

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
        return "all others"
    if facet in _SAID:
        return _SAID[facet](parts)
    word = str(parts[0])
    if word == NOT_KNOWN:
        return f"{facet} not known"
    return say_country(word) if facet == "country" else word


def _size_name(parts: Parts) -> str:
    known = sorted(int(part) for part in parts if int(part) >= 0)
    if not known:
        return "head count not known"
    above = [band for band in BANDS if band > known[-1]]
    said = (
        f"{known[0]} or more" if not above else f"{known[0]} to {above[0] - 1}" if known[0] else f"up to {above[0] - 1}"
    )
    return f"{said} engineers{', or not known' if len(known) < len(parts) else ''}"


def _years_name(parts: Parts) -> str:
    first, last = min(int(part) for part in parts), max(int(part) for part in parts)
    return f"first met in {first}" if first == last else f"first met from {first} to {last}"


_SAID: Final[dict[str, Callable[[Parts], str]]] = {
    "": lambda _: "all customers",
    "size": _size_name,
    "met": _years_name,
}
