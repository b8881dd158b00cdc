"""Shapes and measured text as static SVG: a literal light colour on each, and the class that recolours it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Literal, TypedDict, Unpack

from markupsafe import escape

from maturity.charts.lettering import LINE, wrap
from maturity.charts.palette import FONT, LIGHT

Anchor = Literal["start", "middle", "end"]
Form = Literal["wide", "narrow"]

#: drawn, since brand fonts lack them; each from its centre in a box from -1 to 1, step by step
_MARKS: Final = {
    "tick": "m-.75 .05l.55 .55l1-1.2",
    "cross": "m-.6-.6l1.2 1.2m0-1.2l-1.2 1.2",
    "question": "m-.5-.5c0-.65 1.05-.65 1.05 .05c0 .5-.55 .5-.55 .95m0 .42l0 .06",
    "dash": "m-.7 0l1.4 0",
}
_COLOURS: Final = LIGHT.tokens
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_OPEN: Final = re.compile(r"(?<=[a-z]) | (?=-)")  #: where a path needs no blank
_NUMBER: Final = re.compile(r"-?\d*\.\d+|-?\d+")


@dataclass(frozen=True, kw_only=True)
class Box:
    """A rectangle on a drawing."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height

    def meets(self, other: "Box") -> bool:
        """Whether the two share more than an edge."""
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom


class Paint(TypedDict, total=False):
    """How a shape is painted, in the palette's tokens."""

    fill: str
    stroke: str
    weight: float  #: of the stroke
    dash: str
    ends: Literal["butt", "round"]


@dataclass
class Drawing:
    """A sheet of paper: what is painted alike on one layer, the first paint used at the back; then marks; then text."""

    width: float
    _paths: dict[str, list[str]] = field(default_factory=dict)
    _marks: dict[str, list[str]] = field(default_factory=dict)
    _texts: dict[str, list[str]] = field(default_factory=dict)

    def path(self, steps: str, **style: Unpack[Paint]) -> None:
        """Draw a path."""
        self._paths.setdefault(paint(**style), []).append(steps)

    def box(self, box: Box, *, radius: float = 0, **style: Unpack[Paint]) -> None:
        """Draw a rectangle."""
        self.path(_rectangle(box, radius), **style)

    def line(self, x1: float, y1: float, x2: float, y2: float, **style: Unpack[Paint]) -> None:
        """Draw a straight line."""
        self.path(f"M{short(x1)} {short(y1)}l{short(x2 - x1)} {short(y2 - y1)}", **style)

    def dot(self, x: float, y: float, radius: float, **style: Unpack[Paint]) -> None:
        """Draw a circle."""
        self.box(Box(x=x - radius, y=y - radius, width=2 * radius, height=2 * radius), radius=radius, **style)

    def spot(self, x: float, y: float, radius: float, colour: str) -> None:
        """Draw a filled circle in few letters: a round end without a line."""
        self.path(f"M{short(x)} {short(y)}h.1", stroke=colour, weight=2 * radius, ends="round")

    def mark(self, name: str, x: float, y: float, size: float, stroke: str) -> None:
        """Draw a tick, a cross, a question or a dash round a point; size is half its height."""
        steps = f"M{short(x)} {short(y)}{_scaled(name, size)}"
        style = paint(stroke=stroke, weight=max(1.6, size / 3), ends="round")
        self._marks.setdefault(style, []).append(steps)

    def hatch(self, box: Box, *, gap: float, **style: Unpack[Paint]) -> None:
        """Draw slanted lines over a rectangle."""
        self.path("".join(_slants(box, gap)), **style)

    def text(  # noqa: PLR0913  (a place, words and a face: a call names them)
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float,
        fill: str = "ink",
        weight: int = 400,
        anchor: Anchor = "start",
    ) -> None:
        """Write words on one line; y is the line they stand on."""
        place = "" if anchor == "start" else f' text-anchor="{anchor}"'
        bold = "" if weight == 400 else f' font-weight="{weight}"'  # noqa: PLR2004  (SVG's own default)
        face = f'font-size="{short(size)}"{bold}{place} {paint(fill=fill)}'
        self._texts.setdefault(face, []).append(f'<text x="{short(x)}" y="{short(y)}">{safe(words)}</text>')

    def lines(  # noqa: PLR0913  (the same)
        self,
        x: float,
        y: float,
        lines: Iterable[str],
        *,
        size: float,
        fill: str = "ink",
        weight: int = 400,
        anchor: Anchor = "start",
    ) -> float:
        """Write lines under each other from y, the top of the first; the bottom of the last."""
        for line in lines:
            self.text(x, y + size * 0.98, line, size=size, fill=fill, weight=weight, anchor=anchor)
            y += size * LINE
        return y

    def paragraph(  # noqa: PLR0913  (the same)
        self,
        x: float,
        y: float,
        words: str,
        *,
        within: float,
        size: float,
        fill: str = "ink",
        weight: int = 400,
        at_most: int = 4,
    ) -> float:
        """Write words in lines no wider than `within` from y, the top of the first; the bottom of the last."""
        return self.lines(x, y, wrap(words, size, within, at_most, weight), size=size, fill=fill, weight=weight)

    def svg(self, height: float, *, label: str, form: Form) -> str:
        """The drawing as one SVG element without ids; the narrow form is hidden until a style sheet shows it."""
        hidden = ' display="none"' if form == "narrow" else ""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="{form}"{hidden} role="img" aria-label="{safe(label)}" '
            f'viewBox="0 0 {short(self.width)} {short(height)}" width="100%" font-family="{FONT}">'
            f"{''.join(_drawn(self._paths))}{''.join(_drawn(self._marks))}{''.join(_written(self._texts))}</svg>"
        )


def picture(wide: str, narrow: str) -> str:
    """Both forms of a drawing; the style sheet shows the one that fits the width it is given."""
    return f'<div class="picture">{wide}{narrow}</div>'


@lru_cache(maxsize=512)
def paint(
    *,
    fill: str = "",
    stroke: str = "",
    weight: float = 1,
    dash: str = "",
    ends: Literal["butt", "round"] = "butt",
) -> str:
    """The attributes of a style: colours by the palette's tokens, as class and as literal light colour."""
    classes = " ".join([f"f-{fill}"] * bool(fill) + [f"s-{stroke}"] * bool(stroke))
    parts = [f'class="{classes}"' if classes else "", f'fill="{_COLOURS[fill] if fill else "none"}"']
    if stroke:
        parts += [f'stroke="{_COLOURS[stroke]}"', f'stroke-width="{short(weight)}"']
        parts += [f'stroke-dasharray="{dash}"'] if dash else []
        parts += ['stroke-linecap="round" stroke-linejoin="round"'] if ends == "round" else []
    return " ".join(part for part in parts if part)


def safe(text: str) -> str:
    """The text as it may stand in XML: escaped, and without what XML can't hold."""
    return str(escape(_NOT_XML.sub("\ufffd", text)))


@lru_cache(maxsize=65536)
def short(number: float) -> str:
    """A number in as few letters as a drawing needs: tenths.

    >>> short(12.0), short(0.25), short(-3.14159), short(-0.01)
    ('12', '.2', '-3.1', '0')
    """
    text = f"{number:.1f}".removesuffix(".0")
    if text.startswith(("0.", "-0.")):
        return text.replace("0.", ".", 1)
    return "0" if text == "-0" else text


def _drawn(paths: Mapping[str, list[str]]) -> Iterator[str]:
    for style, those in paths.items():
        yield f'<path {style} d="{"".join(those)}"/>'


def _written(texts: Mapping[str, list[str]]) -> Iterator[str]:
    for face, those in texts.items():
        yield f"<g {face}>{''.join(those)}</g>"


@lru_cache(maxsize=64)
def _scaled(name: str, size: float) -> str:
    steps = _NUMBER.sub(lambda found: f" {short(float(found[0]) * size)}", _MARKS[name])
    return _OPEN.sub("", steps)


def _rectangle(box: Box, radius: float) -> str:
    radius = min(radius, box.width / 2, box.height / 2)
    across, down, r = short(box.width - 2 * radius), short(box.height - 2 * radius), short(radius)
    start = f"M{short(box.x + radius)} {short(box.y)}"
    if not radius:
        return f"{start}h{across}v{down}h-{across}z"
    turn = f"a{r} {r} 0 0 1"
    if across == down == "0":
        return f"{start}a{r} {r} 0 1 1-.1 0z"
    return f"{start}h{across}{turn} {r} {r}v{down}{turn}-{r} {r}h-{across}{turn}-{r}-{r}v-{down}{turn} {r}-{r}z"


def _slants(box: Box, gap: float) -> Iterator[str]:
    reach = gap
    while reach < box.width + box.height:
        start = (box.x + max(0.0, reach - box.height), box.y + min(reach, box.height))
        end = (box.x + min(reach, box.width), box.y + max(0.0, reach - box.width))
        yield f"M{short(start[0])} {short(start[1])}L{short(end[0])} {short(end[1])}"
        reach += gap
