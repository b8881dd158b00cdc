"""Decks opened again: their words, shapes, charts and parts, and how wide their letters are in our own fonts."""

import html
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from pptx import Presentation

from maturity.brand import Brand
from maturity.deck import render_deck
from maturity.deck.fitting import SMALLEST
from maturity.deck.plain import printable
from maturity.deck.prose import shipped_sections
from maturity.exhibits import Briefing
from maturity.roadmap import Roadmap
from maturity.shipped import shipped

POINT = 12_700
BOLDER = 1.04  #: Inter Bold ÷ Inter SemiBold


@dataclass(frozen=True, kw_only=True)
class Frame:
    """A text in its place; points."""

    slide: int
    name: str
    width: float
    height: float
    paragraphs: tuple[Any, ...]  #: python-pptx's
    text: str


def deck_of(roadmap: Roadmap, brand: Brand | None = None) -> bytes:
    """The deck of a roadmap."""
    return render_deck(Briefing(roadmap=roadmap), brand=brand or Brand())


def opened(deck: bytes) -> Any:  # noqa: ANN401  (python-pptx's)
    """The deck as python-pptx reads it."""
    return Presentation(io.BytesIO(deck))


def parts(deck: bytes) -> Mapping[str, bytes]:
    """Every part by its name."""
    with zipfile.ZipFile(io.BytesIO(deck)) as package:
        return {name: package.read(name) for name in package.namelist()}


def shapes_in(shapes: Any) -> Iterator[Any]:  # noqa: ANN401
    """The shapes and those in their groups."""
    for shape in shapes:
        yield shape
        if shape.shape_type is not None and hasattr(shape, "shapes"):
            yield from shapes_in(shape.shapes)


def every_shape(deck: bytes) -> Iterator[tuple[int, Any]]:
    """Every shape with the number of its slide."""
    for number, slide in enumerate(opened(deck).slides, start=1):
        for shape in shapes_in(slide.shapes):
            yield number, shape


def frames(deck: bytes) -> Iterator[Frame]:
    """Every text outside of tables and charts, but for a slide's number, with the room that it has."""
    for number, shape in every_shape(deck):
        if shape.has_text_frame and any(one.runs for one in shape.text_frame.paragraphs):
            frame = shape.text_frame
            yield Frame(
                slide=number,
                name=shape.name,
                width=(shape.width - frame.margin_left - frame.margin_right) / POINT,
                height=(shape.height - frame.margin_top - frame.margin_bottom) / POINT,
                paragraphs=tuple(frame.paragraphs),
                text=frame.text,
            )


def slide_words(deck: bytes) -> list[str]:
    """What each slide says: texts, tables, categories and names of series; without the notes."""
    told: list[list[str]] = [[] for _ in opened(deck).slides]
    for number, shape in every_shape(deck):
        told[number - 1] += _said(shape)
    return ["\n".join(texts) for texts in told]


def page_words(briefing: Briefing) -> str:
    """Everything that the page of a briefing says."""
    asked = (
        *("cover", "bottom_line", "staircase", "gates", "open_questions", "banked", "traps_found", "investments"),
        *("timeline", "deferrals", "practices", "provenance"),
    )
    exhibits = [getattr(briefing, name)() for name in asked]
    exhibits_told = [re.sub(r"<style>.*?</style>", "", one.html, flags=re.DOTALL) for one in exhibits if one]
    prose = [text for section in shipped_sections() for text in (section.heading, *section.prose)]
    return printable(" ".join([html.unescape(re.sub(r"<[^>]+>", " ", told)) for told in exhibits_told] + prose))


def notes(deck: bytes) -> list[str]:
    """The notes of each slide."""
    return [slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else "" for slide in opened(deck).slides]


def titles(deck: bytes) -> list[str]:
    """The title of each slide."""
    return [slide.shapes.title.text_frame.text for slide in opened(deck).slides]


def charts(deck: bytes) -> list[Any]:
    """Every chart."""
    return [shape for _, shape in every_shape(deck) if shape.has_chart]


def tables(deck: bytes, title: str) -> list[list[list[str]]]:
    """The tables of the slide of that title, cell by cell."""
    slide = next(slide for slide in opened(deck).slides if slide.shapes.title.text_frame.text == title)
    found = [shape.table for shape in slide.shapes if shape.has_table]
    return [[[cell.text_frame.text for cell in row.cells] for row in table.rows] for table in found]


def height_in_our_fonts(paragraphs: tuple[Any, ...], width: float) -> float:
    """How high paragraphs are when broken greedily in our own fonts, where each line is as high as it says; points."""
    return float(sum(_lines(one, width) * one.line_spacing.pt + one.space_after.pt for one in paragraphs))


def assert_fits(deck: bytes) -> None:
    """Every text in its box and every box on its slide, measured in our own fonts."""
    for frame in frames(deck):
        needed = height_in_our_fonts(frame.paragraphs, frame.width)
        assert needed <= frame.height + 1, f"slide {frame.slide}: {frame.name!r} needs {needed:.0f} of {frame.height}"
        assert min(run.font.size.pt for one in frame.paragraphs for run in one.runs if run.font.size) >= SMALLEST
    for number, shape in every_shape(deck):
        assert shape.left >= 0, f"slide {number}: {shape.name}"
        assert shape.top >= 0, f"slide {number}: {shape.name}"
        assert shape.left + shape.width <= 960 * POINT + 1, f"slide {number}: {shape.name}"
        assert shape.top + shape.height <= 540 * POINT + 1, f"slide {number}: {shape.name}"
        if shape.has_table:
            assert_rows_fit(shape.table, f"slide {number}")


def assert_rows_fit(table: Any, place: str) -> None:  # noqa: ANN401
    """No cell would make its row grow, and no row is below the slide's last line."""
    for row in table.rows:
        for cell, column in zip(row.cells, table.columns, strict=True):
            width = (column.width - cell.margin_left - cell.margin_right) / POINT
            needed = height_in_our_fonts(tuple(cell.text_frame.paragraphs), width)
            room = (row.height - cell.margin_top - cell.margin_bottom) / POINT
            assert needed <= room + 1, f"{place}: {cell.text_frame.text!r} needs {needed:.0f} of {room:.0f}"


def _said(shape: Any) -> list[str]:  # noqa: ANN401
    if shape.has_text_frame:
        return [shape.text_frame.text]
    if shape.has_table:
        return [cell.text_frame.text for row in shape.table.rows for cell in row.cells]
    if shape.has_chart:
        plot = shape.chart.plots[0]
        return [*map(str, plot.categories), *(series.name for series in plot.series)]
    return []


def _lines(paragraph: Any, width: float) -> int:  # noqa: ANN401
    """The lines of a paragraph, broken between words, and inside a word that is wider than a line."""
    letters = [(letter, run) for run in paragraph.runs for letter in run.text]
    lines, x, word = 1, 0.0, 0.0
    for letter, run in [*letters, (" ", None)]:
        if letter != " ":
            word += _advance(letter, run)
            continue
        if x and x + word > width:
            lines, x = lines + 1, 0.0
        lines += int(word / width) if word > width else 0
        x += word % width if word > width else word
        x, word = x + (_advance(" ", run) if run else 0.0), 0.0
    return lines


def _advance(letter: str, run: Any) -> float:  # noqa: ANN401
    heading = run.font.name == "+mj-lt"
    name = "eb-garamond-600" if heading else "inter-600" if run.font.bold else "inter-400"
    glyphs, advances, units = _font(name)
    known = ord(letter) in glyphs
    share = advances[glyphs[ord(letter)]][0] / units if known else 0.6
    return float(share * run.font.size.pt * (BOLDER if run.font.bold and not heading else 1))


@lru_cache
def _font(name: str) -> tuple[Mapping[int, str], Mapping[str, tuple[int, int]], int]:
    font = TTFont(shipped("templates") / "briefing" / "fonts" / f"{name}.woff2")
    return font.getBestCmap(), font["hmtx"].metrics, font["head"].unitsPerEm
