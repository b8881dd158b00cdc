"""The first two slides: who was briefed, and the bottom line."""

import base64
import io
from dataclasses import replace
from typing import Any, Final

from maturity.brand import Brand
from maturity.charts.ink import Box
from maturity.charts.staircase import staircase_facts, treads_of
from maturity.charts.treads import Kind
from maturity.deck.canvas import BOTTOM, RIGHT, Canvas
from maturity.deck.fitting import fitted, height_of, para
from maturity.deck.logo import drawing_size, link_drawing
from maturity.deck.office import describe, emu, write
from maturity.deck.plain import each, facts_in, read, said, words
from maturity.deck.prose import Section
from maturity.exhibits import Briefing
from maturity.language import tr, tr_n

PANEL: Final = Box(x=48, y=108, width=240, height=372)
LOGO: Final = Box(x=84, y=46, width=200, height=44)  #: its box; it keeps its own shape inside
NAME_SIZE: Final = 54.0
NAMES: Final = 142.0  #: points for the names of facts


def add_cover(canvas: Canvas, briefing: Briefing, brand: Brand, section: Section | None) -> None:
    """Who was briefed, when and by whom; that they are made up, or were never asked, where that is so."""
    cover = read(briefing.cover().html)
    canvas.title(said(cover, "h1"), box=Box(x=72, y=150, width=780, height=158), size=NAME_SIZE, colour="on-accent")
    canvas.paragraphs(
        [para(said(cover, "p", "kicker"), 18, colour="on-accent")], Box(x=72, y=118, width=780, height=24)
    )
    facts = facts_in(cover)
    half = (len(facts) + 1) // 2 if len(facts) > 3 else len(facts)  # noqa: PLR2004  (what stands well in one column)
    for column, some in enumerate((facts[:half], facts[half:])):
        _facts(canvas, some, Box(x=72 + column * 410, y=336, width=400 if half < len(facts) else 780, height=96))
    notices = [words(found) for found in each(cover, "p", "fictional")]
    if notices:
        paras = fitted([para(text, 13) for text in notices], 528, 42)
        height = height_of(paras, 528) + 16
        shape = canvas.box(Box(x=72, y=448, width=552, height=height), fill="warm-soft", stroke="warm")
        write(shape.text_frame, paras, anchor="m", inset=(12, 4))
    _sign(canvas, brand)
    canvas.notes += [
        *(section.prose if section else ()),
        tr("Reference: {reference}").format(reference=briefing.reference),
    ]


def add_bottom_line(canvas: Canvas, briefing: Briefing, section: Section) -> None:
    """Where they stand and what to do about it, beside the stage as a large figure."""
    line = read(briefing.bottom_line().html)
    top = canvas.head(section.heading, own=section.own)
    _panel(canvas, briefing, Box(x=PANEL.x, y=max(top, PANEL.y), width=PANEL.width, height=BOTTOM - max(top, PANEL.y)))
    standing, message = said(line, "p", "standing"), said(line, "p", "line")
    more = [words(found) for found in each(line, "p") if not found.get("class")]
    paras = [
        para(standing, 18, colour="muted", after=12),
        para(message, 28, heading=True, after=18),
        *(para(text, 15, after=8) for text in more),
    ]
    room = Box(x=PANEL.right + 40, y=max(top, PANEL.y) + 4, width=RIGHT - PANEL.right - 40, height=BOTTOM - top - 8)
    canvas.paragraphs(paras, room)
    canvas.notes += [*section.prose, standing, message, *more]


def _panel(canvas: Canvas, briefing: Briefing, box: Box) -> None:
    """The stage as a large figure, with what else is possible."""
    assessment = briefing.assessment
    shape = canvas.box(box, fill="accent")
    total, unsure = len(assessment.stages), assessment.ceiling > assessment.floor
    above = tr("Proven so far") if unsure else tr("You stand at")
    of = tr_n("of {number} stage", "of {number} stages", total).format(number=total)
    maybe = [tr("It may stand as high as stage {stage}.").format(stage=assessment.ceiling)] if unsure else []
    ground, treads = treads_of(staircase_facts(briefing.roadmap))
    target = [label for tread in (ground, *treads) for label in tread.labels if label.kind is Kind.TARGET]
    figure = [
        para(above, 18, colour="on-accent", after=4, align="c"),
        para(str(assessment.floor), 120, heading=True, colour="on-accent", after=4, align="c"),
        para(of, 18, colour="on-accent", after=14, align="c"),
        *(para(text, 12.5, colour="on-accent", after=6, align="c") for text in maybe),
        *(para(label.line, 14, bold=True, colour="on-accent", align="c") for label in target),
    ]
    write(shape.text_frame, fitted(figure, box.width - 32, box.height - 32), anchor="m", inset=(16, 16))


def _facts(canvas: Canvas, facts: tuple[tuple[str, str], ...], box: Box) -> None:
    """Names and values, each fact on a line of its own."""
    columns = ((0, NAMES, False), (NAMES, box.width - NAMES, True))
    for number, (left, wide, bold) in enumerate(columns):
        texts = [para(fact[number], 14, bold=bold, colour="on-accent", after=5) for fact in facts]
        kept = [replace(text, text=" ".join(text.wrapped(wide - 8, 1))) for text in texts]
        if kept:
            canvas.paragraphs(kept, Box(x=box.x + left, y=box.y, width=wide, height=box.height))


def _sign(canvas: Canvas, brand: Brand) -> None:
    """Put the firm's logo on the cover, on white, since logos are made for that; its name where there is none."""
    if not (brand.logo and _logo(canvas, brand)) and brand.name:
        canvas.paragraphs([para(brand.name, 18, bold=True, colour="on-accent")], Box(x=72, y=52, width=780, height=26))
    below = " · ".join(text for text in (brand.footer, brand.contact) if text)
    if below:
        canvas.paragraphs([para(below, 11, colour="on-accent")], Box(x=72, y=512, width=560, height=14))


def _logo(canvas: Canvas, brand: Brand) -> bool:
    """Whether the logo could be put on the cover; a picture that can't be read is left out."""
    head, _, body = brand.logo.partition(",")
    picture, is_drawing = base64.b64decode(body), "svg" in head
    size = drawing_size(picture) if is_drawing else _pixels(picture)
    if size is None:
        return False
    scale = min(LOGO.width / size[0], LOGO.height / size[1])
    box = Box(x=LOGO.x, y=LOGO.y, width=size[0] * scale, height=size[1] * scale)
    canvas.line(Box(x=box.x - 12, y=box.y - 8, width=box.width + 24, height=box.height + 16), "paper")
    shown = link_drawing(canvas, picture, box, brand) if is_drawing else _add_picture(canvas, picture, box)
    describe(shown, brand.name or tr("Logo"))
    return True


def _pixels(picture: bytes) -> tuple[float, float] | None:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(picture)) as opened:
            opened.verify()
            return float(opened.width), float(opened.height)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return None


def _add_picture(canvas: Canvas, picture: bytes, box: Box) -> Any:  # noqa: ANN401  (python-pptx's picture)
    return canvas.shapes.add_picture(io.BytesIO(picture), *emu(box))
