"""The marks that say without colour what a step is: a tick, a cross, a question."""

from typing import Any, Final

from maturity.deck.office import POINT, paint
from maturity.language import later, tr

Points = tuple[tuple[float, float], ...]

#: each in a box from -1 to 1, stroke by stroke
MARKS: Final[dict[str, tuple[Points, ...]]] = {
    "tick": (((-0.75, 0.05), (-0.2, 0.6), (0.8, -0.6)),),
    "cross": (((-0.6, -0.6), (0.6, 0.6)), ((0.6, -0.6), (-0.6, 0.6))),
    "question": (
        (
            *((-0.5, -0.5), (-0.42, -0.78), (-0.2, -0.94), (0.05, -0.98), (0.3, -0.92), (0.5, -0.74)),
            *((0.55, -0.48), (0.48, -0.22), (0.28, -0.02), (0.1, 0.16), (0.04, 0.42)),
        ),
        ((0.04, 0.82), (0.04, 0.9)),
    ),
}
_NAMES: Final = {"tick": later("Tick"), "cross": later("Cross"), "question": later("Question")}


def draw_mark(shapes: Any, name: str, at: tuple[float, float], size: float, colour: str) -> Any:  # noqa: ANN401
    """A mark round a point; size is half its height, in points. A native line that can be recoloured."""
    first, *rest = MARKS[name]
    x, y = at
    scaled = [[(x + px * size, y + py * size) for px, py in stroke] for stroke in (first, *rest)]
    builder = shapes.build_freeform(*scaled[0][0], scale=float(POINT))
    for number, stroke in enumerate(scaled):
        if number:
            builder.move_to(*stroke[0])
        builder.add_line_segments(stroke[1:], close=False)
    shape = builder.convert_to_shape()
    shape.element.remove(shape.element.find(f"{{{shape.element.nsmap['p']}}}style"))
    shape.fill.background()
    paint(shape.line.color, colour)
    shape.line.width = round(max(1.6, size / 3) * POINT)
    shape.line._get_or_add_ln().set("cap", "rnd")  # noqa: SLF001  (python-pptx has no word for a line's ends)
    shape.name = tr(_NAMES[name])
    return shape
