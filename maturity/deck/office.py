"""Shapes and words as Office keeps them: colours by their place in the theme, lines as high as they were measured."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from maturity.charts.ink import Box
from maturity.charts.lettering import LINE
from maturity.deck.base import SLOTS, TAGS
from maturity.deck.fitting import Para
from maturity.deck.plain import printable
from maturity.language import ENGLISH, spoken

MAIN: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
_ORNAMENT: Final = "http://schemas.microsoft.com/office/drawing/2017/decorative"
_DECORATIVE: Final = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"  #: what Office calls the extension
POINT: Final = 12_700  #: Office's units in a point

#: a palette's colour as a place of the theme
_SCHEME: Final = {token: slot for slot, token in reversed(SLOTS.items())} | {"on-accent": "lt1"}
_OFFICE: Final = {"dk1": "tx1", "lt1": "bg1", "dk2": "tx2", "lt2": "bg2"}


def emu(box: Box) -> tuple[int, int, int, int]:
    """A box in Office's units: left, top, width, height."""
    return (round(box.x * POINT), round(box.y * POINT), round(box.width * POINT), round(box.height * POINT))


def draw_box(  # noqa: PLR0913  (how it is painted: a call names it)
    shapes: Any,  # noqa: ANN401  (a slide's shapes, or a group's)
    box: Box,
    *,
    fill: str = "",
    stroke: str = "",
    weight: float = 1,
    dashed: bool = False,
    rounded: bool = False,
    hatch: str = "",
) -> Any:  # noqa: ANN401  (python-pptx's shape)
    """A rectangle painted in the theme's colours; hatched in `hatch` where that is given."""
    from pptx.enum.dml import MSO_LINE, MSO_PATTERN
    from pptx.enum.shapes import MSO_SHAPE

    shape = shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE if rounded else MSO_SHAPE.RECTANGLE, *emu(box))
    shape.element.remove(shape.element.find(f"{{{shape.element.nsmap['p']}}}style"))
    if hatch:
        shape.fill.patterned()
        shape.fill.pattern = MSO_PATTERN.LIGHT_UPWARD_DIAGONAL
        paint(shape.fill.fore_color, hatch)
        paint(shape.fill.back_color, fill or "paper")
    elif fill:
        shape.fill.solid()
        paint(shape.fill.fore_color, fill)
    else:
        shape.fill.background()
    if stroke:
        paint(shape.line.color, stroke)
        shape.line.width = round(weight * POINT)
        shape.line.dash_style = MSO_LINE.DASH if dashed else None
    else:
        shape.line.fill.background()
    return shape


def ornament(shape: Any) -> None:  # noqa: ANN401  (any of python-pptx's shapes)
    """Say that a shape tells nothing, so that nobody is asked to hear it."""
    from lxml import etree

    named = next(shape.element.iter(f"{{{shape.element.nsmap['p']}}}cNvPr"))
    extension = etree.SubElement(etree.SubElement(named, f"{{{MAIN}}}extLst"), f"{{{MAIN}}}ext", uri=_DECORATIVE)
    etree.SubElement(extension, f"{{{_ORNAMENT}}}decorative", val="1", nsmap={"adec": _ORNAMENT})


def paint(colour: Any, token: str) -> None:  # noqa: ANN401  (python-pptx's colour)
    """Give something a colour of the palette, by its place in the theme."""
    from pptx.enum.dml import MSO_THEME_COLOR

    colour.theme_color = MSO_THEME_COLOR.from_xml(scheme(token))


def scheme(token: str) -> str:
    """What Office calls a colour of the palette.

    >>> scheme("ink"), scheme("accent"), scheme("warm-soft")
    ('tx1', 'accent1', 'accent5')
    """
    slot = _SCHEME[token]
    return _OFFICE.get(slot, slot)


def write(frame: Any, paras: Iterable[Para], *, anchor: str = "t", inset: tuple[float, float] = (0, 0)) -> None:  # noqa: ANN401
    """Write paragraphs into a frame, each line as high as was measured, whatever font the machine has."""
    from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE

    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    frame.margin_left = frame.margin_right = round(inset[0] * POINT)
    frame.margin_top = frame.margin_bottom = round(inset[1] * POINT)
    frame.vertical_anchor = {"t": MSO_ANCHOR.TOP, "m": MSO_ANCHOR.MIDDLE, "b": MSO_ANCHOR.BOTTOM}[anchor]
    told = list(paras)
    for number, one in enumerate(told):
        last = replace(one, after=0) if number == len(told) - 1 else one
        write_para(frame.paragraphs[0] if number == 0 else frame.add_paragraph(), last)


def write_para(place: Any, para: Para) -> None:  # noqa: ANN401  (python-pptx's paragraph)
    """Write one paragraph: its lead bold, its lines as high as was measured, from the right where it is read so."""
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Pt

    place.line_spacing, place.space_after = Pt(para.size * LINE), Pt(para.after)
    place.alignment = {"l": PP_ALIGN.LEFT, "c": PP_ALIGN.CENTER, "r": PP_ALIGN.RIGHT}[para.align]
    if para.runs_left:
        place._p.get_or_add_pPr().set("rtl", "1")  # noqa: SLF001  (python-pptx has no word for it)
    if para.lead:
        _run(
            place, f"{para.lead} " if para.text else para.lead, para, bold=True, colour=para.lead_colour or para.colour
        )
    if para.text or not para.lead:
        _run(place, para.text, para, bold=para.bold or para.heading, colour=para.colour)


def describe(shape: Any, words: str) -> None:  # noqa: ANN401  (any of python-pptx's shapes)
    """Say a shape in words, for those who can't see it."""
    next(shape.element.iter(f"{{{shape.element.nsmap['p']}}}cNvPr")).set("descr", printable(words))


def tagged(words: Any) -> None:  # noqa: ANN401  (python-pptx's run, or its font)
    """Say in which language the words are, for who spells them and who reads them aloud; in English nothing is said."""
    if spoken() != ENGLISH:
        font = getattr(words, "font", words)
        font._element.set("lang", TAGS[spoken()])  # noqa: SLF001  (python-pptx has a list of languages of its own)


def _run(place: Any, words: str, para: Para, *, bold: bool, colour: str) -> None:  # noqa: ANN401
    from pptx.util import Pt

    run = place.add_run()
    run.text = words
    run.font.size, run.font.bold = Pt(para.size), bold
    run.font.name = "+mj-lt" if para.heading else "+mn-lt"
    tagged(run)
    paint(run.font.color, colour)
