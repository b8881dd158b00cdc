"""A flight of steps as a list that rises from its foot."""

from collections.abc import Sequence
from dataclasses import replace

from maturity.charts.ink import Box, Drawing, Form
from maturity.charts.lettering import LINE, SEMIBOLD, width, wrap
from maturity.charts.treads import EDGE, FACES, PAD, SIGNS, Kind, Label, Tread, draw_coins, draw_tag, painted


def draw_list(ground: Tread, treads: Sequence[Tread], *, label: str, form: Form = "narrow") -> str:
    """The treads as a list that rises from its foot: for a narrow page, or for more steps than stairs can show."""
    wide = 360 if form == "narrow" else 960
    drawing = Drawing(width=wide)
    indent, y = min(wide / 22, wide / 2 / len(treads) if form == "wide" else 90 / len(treads)), 2.0
    for index in reversed(range(len(treads))):
        left = EDGE + indent * index
        y = _signs_above(drawing, treads[index].labels, left, y, wide)
        y = _row(drawing, treads[index], Box(x=left, y=y, width=wide - left - EDGE, height=0)) + 8
    y = _signs_above(drawing, ground.labels, EDGE, y, wide)
    drawing.line(0, y, wide, y, stroke="ink", weight=2.5)
    return drawing.svg(y + 2, label=label, form=form)


def _row(drawing: Drawing, tread: Tread, row: Box) -> float:
    """Draw a step of the list from the row's top; its bottom."""
    face, inner = FACES[tread.look], row.width - 2 * PAD
    number = width(tread.number, 26, SEMIBOLD) + 12
    names = wrap(tread.name, 17, inner - number - 30, 3, SEMIBOLD)
    facts = wrap(f"{tread.gate} · {tread.in_place}", 14.5, inner - number, 3)
    height = 20 + (len(names) * 17 + len(facts) * 14.5) * LINE
    extra = 25 * (bool(tread.tag) + bool(tread.banked)) + 2
    drawing.box(replace(row, height=height + extra), radius=3, **painted(tread))
    left, y = row.x + PAD, row.y + 9
    drawing.text(left, y + 23, tread.number, size=26, weight=SEMIBOLD, fill=face.ink)
    drawing.mark(face.mark, row.right - PAD - 8, y + 10, 8, face.accent)
    y = drawing.lines(left + number, y, names, size=17, weight=SEMIBOLD, fill=face.ink)
    y = drawing.lines(left + number, y, facts, size=14.5, fill=face.ink) + 4
    if tread.tag:
        draw_tag(drawing, tread.tag, left + number, y)
        y += 25
    if tread.banked:
        draw_coins(drawing, Box(x=left + number, y=y, width=0, height=20), tread.banked)
    return row.y + height + extra


def _signs_above(drawing: Drawing, labels: Sequence[Label], left: float, top: float, wide: float) -> float:
    """Draw the signs of a row of the list, the lowest last; the top of the row."""
    for label in reversed(labels):
        paint, ink = SIGNS[label.kind]
        within = wide - left - 3 * PAD
        lines = wrap(label.line, 15, within, 3, SEMIBOLD)
        room = Box(
            x=left + PAD,
            y=top,
            width=max(width(line, 15, SEMIBOLD) for line in lines) + 20,
            height=12 + len(lines) * 15 * LINE,
        )
        drawing.line(room.x + 12, top + 8, room.x + 12, room.bottom + 6, stroke=paint.get("stroke", "ink"), weight=2.5)
        drawing.box(room, radius=4 if label.kind is Kind.TARGET else 10, **paint)
        drawing.lines(room.x + 10, top + 6, lines, size=15, weight=SEMIBOLD, fill=ink)
        top = room.bottom + 6
    return top
