"""A briefing as a deck of slides that can be edited: native charts, tables and shapes, with notes for who speaks."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from importlib.metadata import version
from typing import Any, Final

import msgspec

from maturity.assessment import Assessment, assess
from maturity.before_after import before_and_after
from maturity.brand import Brand
from maturity.charts.lettering import shorten
from maturity.deck.base import blank_deck
from maturity.deck.canvas import LEAD, Canvas
from maturity.deck.packing import pack
from maturity.deck.planning import COVER, plan_slides
from maturity.deck.prose import sections_of, shipped_sections
from maturity.delivered import language_of
from maturity.exhibits import Briefing
from maturity.language import speaking, spoken, tr
from maturity.roadmap import plan
from maturity.shipped import shipped
from maturity.verifying import briefing_of
from maturity.wording import named, short_day

LONGEST_NAME: Final = 420.0  #: points of a customer's name in a sentence


def render_deck(source: Briefing | Mapping[str, Any], *, brand: Brand, earlier: Assessment | None = None) -> bytes:
    """The deck of a briefing, or of a delivered workbook, as a .pptx: at most ten slides, the same bytes for the same.

    Every number is worked out from the engagement, in a workbook from its parameters, never from its outputs. Of a
    workbook the headings, the order and the sections that still stand are followed, and what a consultant changed or
    added there is shown; the rest of its prose stands in the notes. `earlier` is an earlier engagement of the same
    customer, as it was judged then: it adds what moved since.

    Raises:
        ParametersError: the workbook does not say what it was made from.
    """
    language = spoken() if isinstance(source, Briefing) else language_of(source)
    with speaking(language):
        return _rendered(source, brand, earlier)


def deck_fingerprint(brand: Brand) -> str:
    """What decides a deck's bytes beside its workbook and this library's code: its templates, and what writes it."""
    own = sorted(path for path in (shipped("templates") / "deck").iterdir() if path.is_file())
    made_by = [f"{name} {version(name)}".encode() for name in ("python-pptx", "xlsxwriter", "lxml")]
    parts = [repr(brand).encode(), *made_by, *(path.read_bytes() for path in own)]
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def _rendered(source: Briefing | Mapping[str, Any], brand: Brand, earlier: Assessment | None) -> bytes:
    briefing = source if isinstance(source, Briefing) else briefing_of(source)
    sections = shipped_sections() if isinstance(source, Briefing) else sections_of(source)
    short = _named_shortly(briefing)
    moved = before_and_after(earlier, short.assessment) if earlier else short.moved
    deck = blank_deck(brand)
    cover, slide = deck.slide_layouts
    footer, engagement = _footer(short, brand), briefing.engagement
    for planned in plan_slides(briefing, short, sections, moved, brand):
        canvas = Canvas(slide=deck.slides.add_slide(cover if planned.key == COVER else slide))
        planned.draw(canvas)
        canvas.notes += planned.notes
        canvas.finish(footer)
    author = engagement.consultant or brand.name or "maturity"
    title = tr("DevOps briefing: {customer}").format(customer=engagement.customer)
    return pack(deck, title=title, author=author, held_on=engagement.held_on)


def _named_shortly(briefing: Briefing) -> Briefing:
    """The briefing under a name that leaves room for what a sentence says of it."""
    engagement, name = briefing.engagement, shorten(briefing.engagement.customer, LEAD, LONGEST_NAME)
    if name == engagement.customer:
        return briefing
    roadmap = plan(assess(briefing.model, msgspec.structs.replace(engagement, customer=name)))
    return replace(briefing, roadmap=roadmap)


def _footer(briefing: Briefing, brand: Brand) -> str:
    """What stands at the foot of every slide: who and when, that they are made up, and whose words these are."""
    engagement = briefing.engagement
    made_up = tr("Fictional customer") if engagement.fictional else ""
    study = tr("A published case study, read from outside") if engagement.study else ""
    parts = (named(engagement.customer), short_day(engagement.held_on), made_up, study, brand.footer or brand.name)
    return " · ".join(part for part in parts if part)
