"""How an answer and its grade are drawn: the fuller the better, without a word or a colour to tell them apart."""

from typing import Final

from maturity.charts.ink import Box, Drawing, short
from maturity.model import Answer, Grade, Kind

SIDE: Final = 24  #: of an answer's mark
_GRADES: Final = tuple(Grade)
_LEVELS: Final = {Answer.USUALLY: 2 / 3, Answer.SOMETIMES: 1 / 3}


def draw_answer(drawing: Drawing, answer: Answer, kind: Kind, left: float, top: float) -> None:
    """Draw an answer as a box that is the fuller the better; round for advice."""
    box = Box(x=left, y=top, width=SIDE, height=SIDE)
    radius, middle = (SIDE / 2 if kind is Kind.ADVICE else 3), SIDE / 2
    if answer is Answer.ALWAYS:
        drawing.box(box, radius=radius, fill="accent", stroke="accent", weight=2)
        drawing.mark("tick", left + middle, top + middle, 6.5, "on-accent")
    elif answer in _LEVELS:
        drawing.box(box, radius=radius, fill="paper", stroke="accent", weight=2)
        _draw_level(drawing, box, _LEVELS[answer], kind)
    elif answer is Answer.NEVER:
        drawing.box(box, radius=radius, fill="paper", stroke="warm", weight=2)
        drawing.mark("cross", left + middle, top + middle, 6.5, "warm")
    elif answer is Answer.UNKNOWN:
        drawing.box(box, radius=radius, fill="paper", stroke="muted", weight=2, dash="4 3")
        drawing.mark("question", left + middle, top + middle, 6.5, "ink")
    else:
        drawing.box(box, radius=radius, fill="void", stroke="void", weight=2)
        drawing.mark("dash", left + middle, top + middle, 7, "muted")


def draw_grade(drawing: Drawing, grade: Grade, left: float, middle: float) -> None:
    """Draw one dot for what was said, two for what was seen, three for what was measured."""
    for place in range(len(_GRADES)):
        is_full = place <= _GRADES.index(grade)
        drawing.spot(left + 4 + 11 * place, middle, 4 if is_full else 1.5, "ink" if is_full else "muted")


def _draw_level(drawing: Drawing, box: Box, level: float, kind: Kind) -> None:
    """Fill the mark's box from its foot up to a level."""
    inner = SIDE - 4
    depth = inner * level
    if kind is Kind.GATE:
        drawing.box(Box(x=box.x + 2, y=box.bottom - 2 - depth, width=inner, height=depth), fill="usually")
        return
    radius, middle = inner / 2, box.x + SIDE / 2
    y = box.bottom - 2 - depth
    half = (radius**2 - (y - box.y - SIDE / 2) ** 2) ** 0.5
    large = int(level > 1 / 2)
    ends = [short(number) for number in (middle - half, y, middle + half)]
    drawing.path(f"M{ends[0]} {ends[1]}A{radius:g} {radius:g} 0 {large} 0 {ends[2]} {ends[1]}Z", fill="usually")
