"""A flight of steps as stairs from left to right, with a sign over every step that has one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from maturity.charts.ink import Box, Drawing
from maturity.charts.lettering import LINE, SEMIBOLD, width, wrap
from maturity.charts.placing import above
from maturity.charts.treads import (
    EDGE,
    FACES,
    PAD,
    SIGNS,
    Kind,
    Label,
    Look,
    Tread,
    banked_words,
    draw_coins,
    draw_tag,
    painted,
)


@dataclass(frozen=True, kw_only=True)
class _Sign:
    """A label with its place over the flight."""

    label: Label
    box: Box
    step: Box


def draw_flight(ground: Tread, treads: Sequence[Tread], *, label: str) -> str:
    """The treads as stairs from left to right, every sign over its step."""
    verge = max([24.0, *(_sign_box(sign).width + 4 * EDGE for sign in ground.labels)])
    wide = max(960.0, verge + 132 * len(treads) + EDGE)
    pitch = (wide - verge - EDGE) / len(treads)
    inner = pitch - 4 - 2 * PAD
    size = _name_size(treads, inner)
    body = max(_body(tread, inner, size) for tread in treads)
    rise = max(14.0, min(44.0, 190 / max(1, len(treads) - 1)))
    steps = [
        Box(x=verge + pitch * index + 2, y=-body - rise * index, width=pitch - 4, height=body + rise * index)
        for index in range(len(treads))
    ]
    signs, coins = _placed([Box(x=0, y=0, width=verge, height=0), *steps], [ground, *treads], wide)
    top = EDGE - min(box.y for box in [*steps, *(sign.box for sign in signs), *(box for box, _ in coins)])
    drawing = Drawing(width=wide)
    down = partial(_lowered, by=top)
    for sign in signs:
        clear = [down(box) for box, _ in coins]
        _stem(drawing, replace(sign, box=down(sign.box), step=down(sign.step)), clear)
    for step, tread in zip(steps, treads, strict=True):
        _step(drawing, down(step), tread, size)
    for box, tread in coins:
        draw_coins(drawing, down(box), tread.banked)
    for sign in signs:
        _sign(drawing, sign.label, down(sign.box))
    drawing.line(0, top, wide, top, stroke="ink", weight=2.5)
    return drawing.svg(top + 2, label=label, form="wide")


def _name_size(treads: Sequence[Tread], within: float) -> float:
    """The size, 18 to 14, at which the longest word of all names fits, if any does."""
    words = [word for tread in treads for word in tread.name.split()]
    longest = max(width(word, 1, SEMIBOLD) for word in words)
    return min(18.0, max(14.0, within / longest))


def _words(tread: Tread, within: float, name_size: float) -> tuple[tuple[str, float, int], ...]:
    """The lines on a step under its number, each with size and weight."""
    lines = [(line, name_size, SEMIBOLD) for line in wrap(tread.name, name_size, within, 3, SEMIBOLD)]
    lines += [(line, 16.0, 400) for line in wrap(tread.gate, 16, within, 2)]
    lines += [(line, 15.0, 400) for line in wrap(tread.in_place, 15, within, 2)]
    return tuple(lines)


def _body(tread: Tread, within: float, name_size: float) -> float:
    """The height that a step's words need."""
    tag = 24 if tread.tag else 0
    return 50 + sum(size * LINE for _, size, _ in _words(tread, within, name_size)) + tag + 10


def _step(drawing: Drawing, step: Box, tread: Tread, name_size: float) -> None:
    face = FACES[tread.look]
    drawing.box(step, radius=3, **painted(tread))
    left, y = step.x + PAD, step.y + 10
    drawing.text(left, y + 28, tread.number, size=32, weight=SEMIBOLD, fill=face.ink)
    drawing.mark(face.mark, step.right - PAD - 9, y + 17, 9, face.accent)
    y += 40
    for words, size, weight in _words(tread, step.width - 2 * PAD, name_size):
        y = drawing.lines(left, y, [words], size=size, weight=weight, fill=face.ink)
    if tread.tag:
        draw_tag(drawing, tread.tag, left, y + 3)
        y += 24
    below = Box(x=step.x + 7, y=y + 12, width=step.width - 14, height=step.bottom - y - 19)
    if tread.look is Look.UNPROVEN and below.height > 0:
        drawing.hatch(below, gap=18, stroke="muted", weight=1.5)


def _coins_box(banked: int) -> Box:
    return Box(x=0, y=0, width=16 + min(banked, 3) * 20 + width(banked_words(banked), 15), height=22)


def _sign_box(label: Label) -> Box:
    """The room for a sign, with what it stands on."""
    first, rest = label.lines[0], label.lines[1:]
    wide = max([width(first, 18, SEMIBOLD), *(width(line, 15) for line in rest)])
    return Box(x=0, y=0, width=wide + 32, height=14 + 18 * LINE + 15 * LINE * len(rest) + 10)


def _placed(steps: Sequence[Box], treads: Sequence[Tread], wide: float) -> tuple[list[_Sign], list[tuple[Box, Tread]]]:
    """Every sign and coin over its step, none covering another or a step."""
    signs, coins, taken = [], [], list(steps)
    for step, tread in zip(steps, treads, strict=True):
        if tread.banked:
            box = replace(_coins_box(tread.banked), y=step.y - 26)
            place = above(box, _lefts(step, box, wide)[1:], taken)
            coins.append((place, tread))
            taken.append(place)
    for step, tread in zip(steps, treads, strict=True):
        for label in tread.labels:
            box = _sign_box(label)
            place = above(replace(box, y=step.y - box.height - 3), _lefts(step, box, wide), taken)
            signs.append(_Sign(label=label, box=place, step=step))
            taken.append(place)
    return signs, coins


def _lefts(step: Box, box: Box, wide: float) -> tuple[float, ...]:
    """Where a label may start: over the middle of its step, at its left or its right edge."""
    wanted = (step.x + (step.width - box.width) / 2, step.x, step.right - box.width)
    return tuple(min(max(left, EDGE), wide - EDGE - box.width) for left in wanted)


def _lowered(box: Box, by: float) -> Box:
    return replace(box, y=box.y + by)


def _stem(drawing: Drawing, sign: _Sign, coins: Sequence[Box]) -> None:
    """Draw the line from a sign to its step, past the coins that lie there."""
    low, high = max(sign.box.x, sign.step.x) + 8, min(sign.box.right, sign.step.right) - 8
    foot = (low + high) / 2
    rod = Box(x=foot - 3, y=sign.box.bottom - 10, width=6, height=sign.step.y - sign.box.bottom + 10)
    for lying in coins:
        if rod.meets(lying):
            foot = min(lying.right + 8, high)
    colour = {Kind.TARGET: "warm", Kind.WOULD: "accent"}.get(sign.label.kind, "ink")
    dash = "5 4" if sign.label.kind in {Kind.MAYBE, Kind.WOULD} else ""
    drawing.line(foot, sign.box.y + 20, foot, sign.step.y, stroke=colour, weight=3, dash=dash)


def _sign(drawing: Drawing, label: Label, box: Box) -> None:
    paint, ink = SIGNS[label.kind]
    body = replace(box, height=box.height - 10)
    drawing.box(body, radius=4 if label.kind is Kind.TARGET else 12, **paint)
    left, y = box.x + box.width / 2, box.y + 7
    y = drawing.lines(left, y, label.lines[:1], size=18, weight=SEMIBOLD, fill=ink, anchor="middle")
    drawing.lines(left, y, label.lines[1:], size=15, fill=ink, anchor="middle")
