"""Text made to fit a box on a slide: measured, made smaller, and at last cut."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypedDict, Unpack

from maturity.charts.lettering import LINE, SEMIBOLD, bound, wrap
from maturity.deck.plain import printable

HEAVIER: Final = 1.05  #: a machine's Bold ÷ the SemiBold that is measured
SMALLEST: Final = 9.0  #: points; smaller letters can't be read in a room
ENDLESS: Final = 999  #: lines
SCALES: Final = tuple(scale / 20 for scale in range(20, 7, -1))  #: at which text is tried, largest first
_SET_APART: Final = re.compile("\u2068[^\u2069]*\u2069")


class Style(TypedDict, total=False):
    """How a paragraph is written."""

    lead: str
    bold: bool
    heading: bool
    colour: str
    lead_colour: str
    after: float
    align: str


@dataclass(frozen=True, kw_only=True)
class Para:
    """A paragraph in one size and colour."""

    text: str
    size: float  #: points
    lead: str = ""  #: bold words before the text
    bold: bool = False
    heading: bool = False  #: in the font of headings
    colour: str = "ink"  #: a token of the palette
    lead_colour: str = ""  #: the same for the lead; empty: as the text
    after: float = 0  #: points below it
    align: str = "l"

    @property
    def words(self) -> str:
        """Lead and text as one."""
        return f"{self.lead} {self.text}".strip()

    @property
    def runs_left(self) -> bool:
        """Whether it is read from right to left: by its first letter, a name set apart in a sentence not counted."""
        around = _SET_APART.sub("", self.words) or self.words
        turns = (unicodedata.bidirectional(letter) for letter in around)
        return next((turn != "L" for turn in turns if turn in {"L", "R", "AL"}), False)

    def lines(self, width: float) -> int:
        """How many lines it needs in a box of that many points, at most."""
        return len(self.wrapped(width, ENDLESS))

    def wrapped(self, width: float, at_most: int) -> tuple[str, ...]:
        """Its words in that many lines at most; what is left over ends in an ellipsis."""
        heavy = self.bold or self.heading
        within = width / HEAVIER if heavy or self.lead else width
        return wrap(self.words, self.size, max(within, self.size), at_most, SEMIBOLD if heavy or self.lead else 400)

    def height(self, width: float) -> float:
        """Points from its top to what follows it."""
        return self.lines(width) * self.size * LINE + self.after

    def scaled(self, scale: float) -> "Para":
        """The same in other letters, in halves of a point, never smaller than can be read."""
        size = max(min(self.size, SMALLEST), round(2 * self.size * scale) / 2)
        return replace(self, size=size, after=self.after * scale)

    def cut(self, width: float, height: float) -> "Para | None":
        """What of it fits into that height, ending in an ellipsis where something is gone; None for nothing."""
        at_most = int((height + 0.01) / (self.size * LINE))
        if at_most < 1:
            return None
        if self.lines(width) <= at_most:
            return self
        words = " ".join(self.wrapped(width, at_most))
        if words.startswith(self.lead):
            return replace(self, text=words.removeprefix(self.lead).strip())
        return replace(self, lead="", text=words, bold=True)


def para(text: str, size: float, **style: Unpack[Style]) -> Para:
    """A paragraph of text from anywhere: on one line, and nothing in it that a slide can't hold."""
    style["lead"] = printable(style.get("lead", ""))
    return Para(text=bound(printable(text)), size=size, **style)


def height_of(paras: Sequence[Para], width: float) -> float:
    """Points that the paragraphs need under each other, without what follows the last."""
    return sum(one.height(width) for one in paras) - (paras[-1].after if paras else 0)


def scale_for(paras: Sequence[Para], width: float, height: float) -> float:
    """The largest scale at which the paragraphs fit; the smallest that can be read, where none does."""
    return next((s for s in SCALES if height_of([p.scaled(s) for p in paras], width) <= height), SCALES[-1])


def fitted(paras: Sequence[Para], width: float, height: float) -> tuple[Para, ...]:
    """The paragraphs so small that they fit; what then has no room is cut, from the end."""
    scale = scale_for(paras, width, height)
    return tuple(_cut([one.scaled(scale) for one in paras], width, height))


def _cut(paras: Sequence[Para], width: float, height: float) -> Iterator[Para]:
    for one in paras:
        kept = one.cut(width, height)
        if kept is None:
            return
        yield kept
        height -= kept.height(width)
        if kept is not one:
            return
