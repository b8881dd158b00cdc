"""A step with what is written on it, and how its marks are drawn."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from maturity.charts.ink import Box, Drawing, Paint
from maturity.charts.lettering import SEMIBOLD, width
from maturity.language import tr_n


class Look(StrEnum):
    """How a step is drawn."""

    GROUND = "ground"  #: before the first step
    REACHED = "reached"
    OPEN = "open"  #: but not reached
    UNPROVEN = "unproven"
    CLOSED = "closed"


class Kind(StrEnum):
    """What a label on a step says."""

    HERE = "here"
    MAYBE = "maybe"
    WOULD = "would"
    TARGET = "target"


@dataclass(frozen=True, kw_only=True)
class Label:
    """A sign that stands on a step."""

    kind: Kind
    lines: tuple[str, ...]  #: the first one larger

    @property
    def line(self) -> str:
        """Its lines as one."""
        return (" " if self.lines[0].endswith(",") else " · ").join(self.lines)


@dataclass(frozen=True, kw_only=True)
class Tread:
    """A step with what is written on it."""

    look: Look
    labels: tuple[Label, ...] = ()  #: lowest first
    number: str = ""
    name: str = ""
    gate: str = ""
    in_place: str = ""
    tag: str = ""
    banked: int = 0  #: marks on the tread
    is_imagined: bool = False  #: outlined, as if it were reached


@dataclass(frozen=True, kw_only=True)
class Face:
    """How a step is painted."""

    paint: Paint
    ink: str  #: colour of its words
    accent: str  #: colour of its mark
    mark: str


FACES: Final = {
    Look.REACHED: Face(paint={"fill": "accent"}, ink="on-accent", accent="on-accent", mark="tick"),
    Look.OPEN: Face(
        paint={"fill": "accent-soft", "stroke": "accent", "weight": 2.5}, ink="ink", accent="accent", mark="tick"
    ),
    Look.UNPROVEN: Face(
        paint={"fill": "paper", "stroke": "muted", "weight": 2.5, "dash": "8 6"},
        ink="ink",
        accent="ink",
        mark="question",
    ),
    Look.CLOSED: Face(
        paint={"fill": "paper", "stroke": "muted", "weight": 2.5}, ink="ink", accent="warm", mark="cross"
    ),
}
PAD: Final = 11  #: from a step's edge to its words
EDGE: Final = 3  #: from the drawing's edge
SIGNS: Final[dict[Kind, tuple[Paint, str]]] = {
    Kind.HERE: ({"fill": "ink"}, "paper"),
    Kind.MAYBE: ({"fill": "paper", "stroke": "ink", "weight": 2, "dash": "6 4"}, "ink"),
    Kind.WOULD: ({"fill": "accent-soft", "stroke": "accent", "weight": 2, "dash": "6 4"}, "ink"),
    Kind.TARGET: ({"fill": "warm-soft", "stroke": "warm", "weight": 2}, "ink"),
}


def painted(tread: Tread) -> Paint:
    """How a step is painted: one that is imagined keeps its ground, in the outline of one that is reached."""
    paint = FACES[tread.look].paint
    return {**paint, "stroke": "accent", "weight": 3, "dash": "12 6"} if tread.is_imagined else paint


def banked_words(banked: int) -> str:
    """How many practices are banked, in words."""
    return tr_n("{n} banked", "{n} banked", banked).format(n=banked)


def draw_tag(drawing: Drawing, words: str, left: float, top: float) -> None:
    """Draw a tag."""
    box = Box(x=left, y=top, width=width(words, 14, SEMIBOLD) + 16, height=21)
    drawing.box(box, radius=10.5, fill="warm-soft", stroke="warm")
    drawing.text(left + 8, top + 15.5, words, size=14, weight=SEMIBOLD, fill="warm")


def draw_coins(drawing: Drawing, box: Box, banked: int) -> None:
    """Draw a mark for each banked practice, up to three, and how many there are."""
    middle = box.y + box.height / 2
    for index in range(min(banked, 3)):
        drawing.dot(box.x + 9 + index * 20, middle, 8, fill="accent-soft", stroke="accent", weight=1.5)
        drawing.mark("tick", box.x + 9 + index * 20, middle, 4, "accent")
    drawing.text(box.x + 8 + min(banked, 3) * 20 + 6, middle + 5, banked_words(banked), size=15)
