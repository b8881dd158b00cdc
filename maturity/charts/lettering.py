"""How wide text is in the page's font, and where its lines break."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

SEMIBOLD: Final = 600
LINE: Final = 1.25  #: height of a line ÷ size of its letters
SLACK: Final = 1.02  #: for a machine whose font is a little wider than Inter

#: advance of Inter's letters in hundredths of an em, rounded up to two
_ADVANCES: Final = {
    26: "ijl",
    28: " I’",
    30: ",.:·",
    32: "!';",
    34: "`t|",
    36: "/\\",
    38: "()[]fr",
    42: "1",
    44: "{}",
    46: "-_°",
    48: "^“”",
    50: '"–',
    52: "*?",
    54: "s",
    56: "akvxyz•",
    58: "7JLc",
    60: "5EFehnou",
    62: "23689bdgpq£",
    64: "#$0PSZ",
    66: "&+4<=>BRT~×÷−",
    68: "KXY€",
    70: "AV",
    72: "D",
    74: "C₵",
    76: "GHNU",
    78: "OQ₦",
    82: "w",
    88: "m",
    90: "…",
    92: "M",
    98: "%@",
    100: "W—",
}
_ADVANCE: Final = {letter: hundredths / 100 for hundredths, letters in _ADVANCES.items() for letter in letters}
_BOLD: Final = 1.06  #: Inter SemiBold ÷ Inter Regular
_UNKNOWN: Final = 0.75  #: Arabic, Ethiopic, Cyrillic and most others are narrower on average
_ETHIOPIC: Final = range(0x1200, 0x13A0)
#: the space between a number and its unit, and between the parts of one length of time: no line ends there
BOUND: Final = re.compile(r"(?<=\d) (?=(?:%|×|(?:d|h|j|min|s)\b))|(?<=\d[ \xa0][dhj]) (?=\d+[ \xa0](?:h|min)\b)")
_NEAR: Final = 0.7  #: share of what has room that is kept at least when a cut moves back to the end of a word
_WORD: Final = re.compile("[^ \t-\r\x85\u2028\u2029]+")
_WIDE: Final = 1.3  #: a full-width letter or an emoji


def width(text: str, size: float, weight: int = 400) -> float:
    """How wide the text is at most, in the unit of its size; 0 for no text."""
    return sum(map(_advance, text)) * size * SLACK * (_BOLD if weight >= SEMIBOLD else 1)


def bound(text: str) -> str:
    r"""The text with no number parted from its unit at a line's end.

    >>> bound("3 h 12 min of 5 days, 71 %") == "3\xa0h\xa012\xa0min of 5 days, 71\xa0%"
    True
    """
    return BOUND.sub("\N{NO-BREAK SPACE}", text)


@lru_cache(maxsize=4096)  # stages and practices are the same in every workbook
def wrap(text: str, size: float, within: float, at_most: int, weight: int = 400) -> tuple[str, ...]:
    """The text in lines no wider than `within`, at most so many; what is left over ends in an ellipsis.

    Breaks between words, never between a number and its unit; a word wider than a line breaks inside.
    Never an empty line; no line for no text.
    """
    lines: list[str] = []
    for word in _WORD.findall(bound(text)):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and width(joined, size, weight) <= within:
            lines[-1] = joined
        else:
            lines.extend(_pieces(word, size, within, weight))
    if len(lines) <= at_most:
        return tuple(lines)
    return (*lines[: at_most - 1], shorten(" ".join(lines[at_most - 1 :]), size, within, weight))


def shorten(text: str, size: float, within: float, weight: int = 400) -> str:
    """The text on one line no wider than `within`, cut with an ellipsis where it must be: between words, if near."""
    if width(text, size, weight) <= within:
        return text
    kept = text[: int(within / size / 0.2) + 1]
    while kept and width(f"{kept}…", size, weight) > within:
        kept = kept[:-1]
    words, _, _ = kept.rpartition(" ")
    if not text[len(kept) :].startswith(" ") and len(words) >= len(kept) * _NEAR:
        kept = words
    return f"{kept.rstrip()}…"


@lru_cache(maxsize=4096)
def _advance(letter: str) -> float:
    if letter in _ADVANCE:
        return _ADVANCE[letter]
    if unicodedata.combining(letter) or unicodedata.category(letter) in {"Mn", "Me", "Cf"}:
        return 0.0
    base = unicodedata.normalize("NFKD", letter)[0]
    if base in _ADVANCE:
        return _ADVANCE[base]
    if unicodedata.east_asian_width(letter) in "WF" or ord(letter) > 0xFFFF:  # noqa: PLR2004  (emoji and rare scripts)
        return _WIDE
    return 0.9 if ord(letter) in _ETHIOPIC else _UNKNOWN


def _pieces(word: str, size: float, within: float, weight: int) -> list[str]:
    pieces = [""]
    for letter in word[:400]:
        if pieces[-1] and width(pieces[-1] + letter, size, weight) > within:
            pieces.append("")
        pieces[-1] += letter
    return pieces
