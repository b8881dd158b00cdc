"""The last slide: how this was worked out, and from what."""

import re
from typing import Final

from maturity.charts.ink import Box
from maturity.deck.canvas import BOTTOM, LEFT, RIGHT, Canvas
from maturity.deck.fitting import para
from maturity.deck.plain import each, facts_in, grids_in, read, said, words
from maturity.deck.prose import Section
from maturity.deck.tables import Row, add_table, cell
from maturity.exhibits import Briefing
from maturity.language import tr

METHOD: Final = 430.0  #: points of the left column
GAP: Final = 34.0


def add_provenance(canvas: Canvas, briefing: Briefing, section: Section) -> None:
    """The rule, the estimates, what names this briefing, and the sources."""
    root = read(briefing.provenance().html)
    method = [words(found) for found in each(root, "p") if not found.get("class")]
    errors, sources = said(root, "p", "errors"), said(root, "p", "small")
    top = canvas.head(section.heading, own=section.own)
    foot = 84.0
    facts = [
        para(value, 12, lead=tr("{name}:").format(name=name), lead_colour="muted", after=3)
        for name, value in facts_in(root)
    ]
    paras = [*(para(text, 13.5, after=9) for text in method), *facts]
    canvas.paragraphs(paras, Box(x=LEFT, y=top, width=METHOD, height=BOTTOM - foot - 12 - top))
    for grid in grids_in(root)[:1]:
        rows: list[Row] = [(cell(*name), cell(*number)) for name, number in grid.rows]
        box = Box(x=LEFT + METHOD + GAP, y=top - 4, width=RIGHT - LEFT - METHOD - GAP, height=BOTTOM - foot - 12 - top)
        add_table(canvas, rows, box, shares=(52, 48), name=grid.caption, header=(grid.caption, grid.header[-1]))
    canvas.line(Box(x=LEFT, y=BOTTOM - foot - 4, width=RIGHT - LEFT, height=0.75), "rule")
    below = [para(sources, 11, colour="muted", after=4), para(errors, 11, colour="muted")]
    canvas.paragraphs(below, Box(x=LEFT, y=BOTTOM - foot + 4, width=RIGHT - LEFT, height=foot - 4))
    canvas.notes += [*section.prose, *_sources(briefing)]


def _sources(briefing: Briefing) -> list[str]:
    told = [f"• {one.title}{f', {one.address}' if one.address else ''}" for one in briefing.model.sources.values()]
    return [tr("Sources:"), *(re.sub(r"\s+", " ", text) for text in told)]
