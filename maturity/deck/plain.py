"""Text as a slide can hold it, and the exhibits of a briefing read as text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from xml.etree.ElementTree import Element

#: what XML can't hold, what is no letter, and what would break a line
_UNPRINTABLE: Final = re.compile(
    "[^\\s\x20-\x7e\xa0-\u2027\u202f-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]"
)
_SPACES: Final = re.compile("[ \t-\r\x1c-\x1f\x85\u2028\u2029]+")
_BREAK: Final = re.compile("<br ?/?>")
_LINE: Final = "\ufdd0"  #: a break of lines inside an element; no letter, so no text holds it


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A table of an exhibit; a cell holds its lines."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], ...], ...]


def printable(text: str) -> str:
    r"""The text on one line, and nothing in it but letters and signs; half letters and controls are replaced.

    >>> printable("a\x00b\n\tc\ufffe") == "a\ufffdb c\ufffd", printable("  Ṣadé ")
    (True, 'Ṣadé')
    """
    return _UNPRINTABLE.sub("\ufffd", _SPACES.sub(" ", text)).strip()


@lru_cache(maxsize=64)
def read(html: str) -> Element:
    """The root over the elements of an exhibit, which is our own fragment: well formed, every text escaped."""
    from defusedxml.ElementTree import fromstring

    body = _BREAK.sub(_LINE, _UNPRINTABLE.sub("\ufffd", html))
    root: Element = fromstring(f"<x>{body}</x>")
    return root


def words(element: Element | None) -> str:
    """The text in an element, on one line; empty for none."""
    return "" if element is None else printable("".join(element.itertext()).replace(_LINE, " · "))


def first_line(element: Element) -> str:
    """The text in an element up to its first break of lines."""
    return printable("".join(element.itertext()).partition(_LINE)[0])


def each(root: Element, tag: str, kind: str = "") -> list[Element]:
    """Every element of that tag, and of that class where one is named, in order."""
    return [found for found in root.iter(tag) if not kind or kind in found.get("class", "").split()]


def said(root: Element, tag: str, kind: str = "") -> str:
    """The text of the first such element; empty where there is none."""
    return next((words(found) for found in each(root, tag, kind)), "")


def facts_in(root: Element) -> tuple[tuple[str, str], ...]:
    """Every name of a list of facts with its value."""
    return tuple((said(pair, "dt"), said(pair, "dd")) for pair in root.iter("div") if pair.find("dt") is not None)


def grids_in(root: Element) -> tuple[Grid, ...]:
    """Every table."""
    return tuple(
        Grid(
            caption=said(table, "caption"),
            header=tuple(map(words, table.iterfind("thead/tr/th"))),
            rows=tuple(tuple(tuple(_lines(cell)) for cell in row) for row in table.iterfind("tbody/tr")),
        )
        for table in root.iter("table")
    )


def _lines(cell: Element) -> Iterator[str]:
    items = each(cell, "li")
    yield from map(words, items) if items else [words(cell)]
