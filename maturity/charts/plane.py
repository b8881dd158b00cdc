"""A plane with two axes, and the key to the lines on it."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from maturity.charts.ink import Box, Drawing, Paint
from maturity.charts.palette import LIGHT
from maturity.charts.spec import Spec
from maturity.wording import plain

SMALL = 14.0  #: size of the letters on axes and labels


@dataclass(frozen=True, kw_only=True)
class Plane:
    """A rectangle of paper on which numbers have a place."""

    frame: Box
    right: float  #: number at the right edge; 0 is at the left
    bottom: float  #: number at the lower edge
    top: float  #: number at the upper edge

    def x(self, number: float) -> float:
        """Where a number stands along the page."""
        return self.frame.x + self.frame.width * number / self.right

    def y(self, number: float) -> float:
        """Where a number stands down the page."""
        return self.frame.bottom - self.frame.height * (number - self.bottom) / (self.top - self.bottom)


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line on the plane; none is told from another by its colour alone."""

    words: str
    stroke: Paint
    points: tuple[tuple[float, float], tuple[float, float]]  #: numbers along and up, of both ends


def nice_step(span: float, most: int) -> float:
    """The smallest of 1, 2, 2.5 and 5, times a power of ten, that cuts the span into at most so many parts.

    >>> nice_step(100, 5), nice_step(83, 10), nice_step(0.9, 4)
    (20.0, 10.0, 0.25)
    """
    power = 10.0 ** math.floor(math.log10(span / most))
    return next(factor * power for factor in (1, 2, 2.5, 5, 10) if span / (factor * power) <= most + 1e-9)


def ticks(low: float, high: float, most: int) -> tuple[float, ...]:
    """Round numbers from low to high, at most so many steps apart, 0 among them when it lies between.

    >>> ticks(-5, 5, 5)
    (-4.0, -2.0, 0.0, 2.0, 4.0)
    """
    step = nice_step(high - low, most)
    return tuple(index * step for index in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1))


def draw_grid(
    drawing: Drawing, plane: Plane, along: Sequence[float], up: Sequence[float], *, say: Callable[[float], str]
) -> None:
    """Draw hairlines with what `say` makes of each number up; the numbers along stand under the plane."""
    frame = plane.frame
    for number in up:
        y = plane.y(number)
        drawing.line(frame.x, y, frame.right, y, stroke="rule")
        drawing.text(frame.x - 8, y + 5, say(number), size=SMALL, anchor="end", fill="muted")
    for number in along:
        x = plane.x(number)
        drawing.line(x, frame.bottom, x, frame.bottom + 6, stroke="muted")
        drawing.text(x, frame.bottom + 21, plain(number), size=SMALL, anchor="middle", fill="muted")
    drawing.line(frame.x, frame.bottom, frame.right, frame.bottom, stroke="ink", weight=1.5)


def draw_lines(drawing: Drawing, plane: Plane, lines: Sequence[Line]) -> None:
    """Draw the lines, the last on top."""
    for line in lines:
        (x1, y1), (x2, y2) = line.points
        drawing.line(plane.x(x1), plane.y(y1), plane.x(x2), plane.y(y2), **line.stroke)


def draw_key(drawing: Drawing, lines: Sequence[Line], top: float, *, across: int) -> float:
    """Draw a sample of each line with its words, so many side by side; the bottom."""
    pitch, bottom = drawing.width / across, top
    for start in range(0, len(lines), across):
        top = bottom
        for place, line in enumerate(lines[start : start + across]):
            left = pitch * place
            drawing.line(left + 2, top + 11, left + 42, top + 11, **line.stroke)
            end = drawing.paragraph(left + 52, top + 1, line.words, within=pitch - 66, size=SMALL + 1)
            bottom = max(bottom, end + 6)
    return bottom


def plotly_line(line: Line) -> Spec:
    """How plotly draws the line."""
    stroke = line.stroke
    dash = ",".join(f"{length}px" for length in stroke.get("dash", "").split())
    return {"color": LIGHT.tokens[stroke["stroke"]], "width": stroke.get("weight", 1), "dash": dash or "solid"}
