"""The staircase in native shapes: every step, sign and mark can be moved, recoloured and rewritten."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from maturity.charts.ink import Box
from maturity.charts.lettering import LINE, SEMIBOLD, width
from maturity.charts.placing import above
from maturity.charts.treads import FACES, SIGNS, Label, Look, Tread, banked_words
from maturity.deck.canvas import Canvas
from maturity.deck.fitting import HEAVIER, Para, fitted, height_of, para
from maturity.deck.marks import draw_mark
from maturity.deck.office import POINT, describe, draw_box, paint, write
from maturity.language import tr

PAD: Final = 11.0
STEM: Final = 12.0  #: from a sign to its step, at least
STEEPEST: Final = 56.0  #: from a step to the next
COIN: Final = 20.0


@dataclass(frozen=True, kw_only=True)
class _Sign:
    label: Label
    box: Box
    step: Box


def draw_stairs(canvas: Canvas, ground: Tread, treads: Sequence[Tread], box: Box, *, words: str) -> None:
    """The treads from left to right in the box, as one group that is told in those words."""
    group = canvas.shapes.add_group_shape()
    describe(group, words)
    group.name = tr("Staircase")
    steps, coins, signs = _flight(ground, treads, box)
    for sign in signs:
        _stem(group.shapes, sign, [place for place, _ in coins])
    for step, tread in zip(steps, treads, strict=True):
        _step(group.shapes, step, tread)
    for place, tread in coins:
        _coins(group.shapes, place, tread.banked)
    for sign in signs:
        _sign(group.shapes, sign)
    draw_box(group.shapes, Box(x=box.x, y=box.bottom - 1, width=box.width, height=2), fill="ink").name = tr("Ground")


def _flight(ground: Tread, treads: Sequence[Tread], box: Box) -> tuple[list[Box], list[tuple[Box, Tread]], list[_Sign]]:
    """Steps, coins and signs, the steps as steep as lets everything stay in the box."""
    verge = max([12.0, *(_sign_size(label).width + 12 for label in ground.labels)])
    pitch = (box.width - verge) / len(treads)
    body = max(height_of(_told(tread, pitch), pitch - 4 - 2 * PAD) + (26 if tread.tag else 0) for tread in treads)
    rise, most = STEEPEST, min(body + 2 * PAD, box.height)
    while True:
        steps = [
            Box(x=box.x + verge + pitch * index + 2, y=box.bottom - top, width=pitch - 4, height=top)
            for index, top in enumerate(most + rise * index for index in range(len(treads)))
        ]
        coins = [(_coin_box(step, tread), tread) for step, tread in zip(steps, treads, strict=True) if tread.banked]
        signs = _signs([Box(x=box.x, y=box.bottom, width=verge, height=0), *steps], [ground, *treads], coins, box)
        if rise <= 0 or min(one.y for one in [*steps, *(sign.box for sign in signs)]) >= box.y:
            return steps, coins, signs
        rise -= 1


def _told(tread: Tread, pitch: float) -> tuple[Para, ...]:
    face = FACES[tread.look]
    inner = pitch - 4 - 2 * PAD
    paras = [
        para(tread.number, 30, heading=True, colour=face.ink, after=2),
        para(tread.name, 16, bold=True, colour=face.ink, after=2),
        para(tread.gate, 14, colour=face.ink),
        para(tread.in_place, 13, colour=face.ink),
    ]
    widest = max(width(word, 1, SEMIBOLD) for word in tread.name.split() or ["m"]) * HEAVIER
    size = min(16.0, max(11.0, inner / widest))
    paras[1] = replace(paras[1], size=int(2 * size) / 2)
    return fitted(paras, inner, 190)


def _step(shapes: Any, step: Box, tread: Tread) -> None:  # noqa: ANN401
    face = FACES[tread.look]
    look = face.paint
    shape = draw_box(
        shapes,
        step,
        fill=look["fill"],
        stroke=look.get("stroke", ""),
        weight=look.get("weight", 1),
        dashed="dash" in look,
    )
    paras = _told(tread, step.width + 4)
    shape.name = tr("Stage {number}").format(number=tread.number)
    write(shape.text_frame, paras, inset=(PAD, PAD))
    draw_mark(shapes, face.mark, (step.right - PAD - 9, step.y + PAD + 16), 9, face.accent)
    y = step.y + PAD + height_of(paras, step.width - 2 * PAD)
    if tread.tag:
        wide = width(tread.tag, 12, SEMIBOLD) * HEAVIER + 18
        tag = draw_box(
            shapes, Box(x=step.x + PAD, y=y + 5, width=wide, height=19), fill="warm-soft", stroke="warm", rounded=True
        )
        write(tag.text_frame, [para(tread.tag, 12, bold=True, colour="warm", align="c")], anchor="m")
        y += 26
    below = Box(x=step.x + 8, y=y + 10, width=step.width - 16, height=step.bottom - y - 18)
    if tread.look is Look.UNPROVEN and below.height > 8:  # noqa: PLR2004  (less is no area)
        draw_box(shapes, below, hatch="muted").name = tr("Not proven")


def _sign_size(label: Label) -> Box:
    first = width(label.lines[0], 15, SEMIBOLD) * HEAVIER
    wide = max([first, *(width(line, 12.5) for line in label.lines[1:])])
    high = 15 * LINE + 12.5 * LINE * (len(label.lines) - 1)
    return Box(x=0, y=0, width=wide + 28, height=high + 12)


def _signs(steps: Sequence[Box], treads: Sequence[Tread], coins: Sequence[tuple[Box, Tread]], box: Box) -> list[_Sign]:
    """Every sign over its step, none covering another, a coin or a step."""
    taken = [*steps[1:], *(place for place, _ in coins)]
    signs = []
    for step, tread in zip(steps, treads, strict=True):
        for label in tread.labels:
            size = _sign_size(label)
            wanted = (step.x + (step.width - size.width) / 2, step.x, step.right - size.width)
            lefts = tuple(min(max(left, box.x), box.right - size.width) for left in wanted)
            place = above(replace(size, y=step.y - size.height - STEM), lefts, taken)
            signs.append(_Sign(label=label, box=place, step=step))
            taken.append(Box(x=place.x, y=place.y, width=place.width, height=place.height + STEM / 2))
    return signs


def _stem(shapes: Any, sign: _Sign, coins: Sequence[Box]) -> None:  # noqa: ANN401
    """Draw the line from a sign to its step, past the coins that lie there."""
    from pptx.enum.dml import MSO_LINE
    from pptx.enum.shapes import MSO_CONNECTOR

    look, _ = SIGNS[sign.label.kind]
    low, high = max(sign.box.x, sign.step.x) + 8, min(sign.box.right, sign.step.right) - 8
    foot = (low + high) / 2
    rod = Box(x=foot - 3, y=sign.box.bottom, width=6, height=max(0, sign.step.y - sign.box.bottom))
    foot = next((min(lying.right + 6, high) for lying in coins if rod.meets(lying)), foot)
    ends = [round(value * POINT) for value in (foot, sign.box.bottom - 6, foot, sign.step.y)]
    line = shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *ends)
    line.element.remove(line.element.find(f"{{{line.element.nsmap['p']}}}style"))
    paint(line.line.color, look.get("stroke", "ink"))
    line.line.width = round(2.5 * POINT)
    line.line.dash_style = MSO_LINE.DASH if "dash" in look else None


def _sign(shapes: Any, sign: _Sign) -> None:  # noqa: ANN401
    look, ink = SIGNS[sign.label.kind]
    shape = draw_box(
        shapes,
        sign.box,
        fill=look["fill"],
        stroke=look.get("stroke", ""),
        weight=look.get("weight", 1),
        dashed="dash" in look,
        rounded=True,
    )
    first, *rest = sign.label.lines
    paras = [para(first, 15, bold=True, colour=ink, align="c"), *(para(t, 12.5, colour=ink, align="c") for t in rest)]
    write(shape.text_frame, paras, anchor="m")


def _coin_box(step: Box, tread: Tread) -> Box:
    wide = min(tread.banked, 3) * COIN + 10 + width(banked_words(tread.banked), 13)
    return Box(x=step.x + 2, y=step.y - 24, width=wide, height=20)


def _coins(shapes: Any, box: Box, banked: int) -> None:  # noqa: ANN401
    """A mark for each banked practice, up to three, and how many there are."""
    from pptx.enum.shapes import MSO_SHAPE

    for index in range(min(banked, 3)):
        x = box.x + 1 + index * COIN
        ends = [round(value * POINT) for value in (x, box.y + 2, 16, 16)]
        coin = shapes.add_shape(MSO_SHAPE.OVAL, *ends)
        coin.element.remove(coin.element.find(f"{{{coin.element.nsmap['p']}}}style"))
        coin.fill.solid()
        paint(coin.fill.fore_color, "accent-soft")
        paint(coin.line.color, "accent")
        draw_mark(shapes, "tick", (x + 8, box.y + 10), 4, "accent")
    left = box.x + min(banked, 3) * COIN + 4
    place = [round(value * POINT) for value in (left, box.y, box.right - left + 6, box.height)]
    write(shapes.add_textbox(*place).text_frame, [para(banked_words(banked), 13)], anchor="m")
