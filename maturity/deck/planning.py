"""Which slides a deck has, in the order of the workbook's sections, and what of a consultant's words stands where."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from maturity.before_after import BeforeAfter
from maturity.brand import Brand
from maturity.charts.ink import Box
from maturity.charts.timeline import timeline_facts
from maturity.deck.advice import add_deferrals, add_investments, add_questions, add_traps
from maturity.deck.canvas import BOTTOM, LEFT, RIGHT, Canvas
from maturity.deck.closing import add_provenance
from maturity.deck.exports import add_exports, export_sentences
from maturity.deck.fitting import para
from maturity.deck.moved import add_before_after
from maturity.deck.opening import add_bottom_line, add_cover
from maturity.deck.prose import FRONT, OWN, Section
from maturity.deck.standing import add_gates, add_staircase, gate_sentences
from maturity.deck.timeline import add_timeline
from maturity.exhibits import Briefing
from maturity.fragments import Exhibit

MOST_SLIDES: Final = 10
COVER: Final = "cover"
GATES: Final = "gates"
EXPORTS: Final = "exports"
PROVENANCE: Final = "provenance"
MOVED: Final = "before-and-after"
ADDED: Final = "added"  #: a section that a consultant added
_BEFORE_MOVED: Final = (COVER, "bottom-line", "staircase", GATES)

Draw = Callable[[Canvas], None]


@dataclass(frozen=True, kw_only=True)
class Planned:
    """A slide to be drawn."""

    key: str  #: of the cell that it shows
    draw: Draw
    section: Section
    notes: tuple[str, ...] = ()  #: beside its own


def plan_slides(
    briefing: Briefing, short: Briefing, sections: Sequence[Section], moved: BeforeAfter | None, brand: Brand
) -> list[Planned]:
    """The slides in order, at most ten; what had no room for a slide stands in the notes of the one before.

    `short` is the same briefing under a name short enough for sentences.
    """
    front = sections[0]
    slides = [Planned(key=COVER, draw=partial(add_cover, briefing=briefing, brand=brand, section=front), section=front)]
    for section in sections:
        slides = _with_section(slides, briefing, short, section)
    if moved is not None:
        at = max(number for number, one in enumerate(slides) if one.key in _BEFORE_MOVED)
        slides.insert(at + 1, Planned(key=MOVED, draw=partial(add_before_after, moved=moved), section=front))
    return _folded(slides, short)


def _with_section(slides: list[Planned], briefing: Briefing, short: Briefing, section: Section) -> list[Planned]:
    """The slides with those of one more section."""
    if section.key == OWN:
        return [*slides, Planned(key=ADDED, draw=partial(_add_own, section=section), section=section)]
    found: list[Planned] = []
    for key in section.exhibits:
        draw = _drawn(key, briefing if key == PROVENANCE else short, replace(section, own=() if found else section.own))
        found += [Planned(key=key, draw=draw, section=section)] if draw else []
    if not found and section.own and section.key != FRONT:
        slides = [*slides[:-1], _noting(slides[-1], section.heading, *section.own)]
    return [*slides, *found]


def _drawn(key: str, briefing: Briefing, section: Section) -> Draw | None:
    """What draws the slide of a cell; None where it has no slide, or nothing to say."""
    always = {
        "bottom-line": add_bottom_line,
        "staircase": add_staircase,
        GATES: add_gates,
        PROVENANCE: add_provenance,
    }
    if key in always:
        return partial(always[key], briefing=briefing, section=section)
    if key == "timeline":
        empty = timeline_facts(briefing.roadmap).is_empty
        return None if empty else partial(add_timeline, briefing=briefing, section=section)
    if key not in _WHERE_SAID:
        return None
    ask, draw = _WHERE_SAID[key]
    exhibit = ask(briefing)
    return partial(draw, briefing=briefing, section=section, exhibit=exhibit) if exhibit else None


_WHERE_SAID: Final[Mapping[str, tuple[Callable[[Briefing], Exhibit | None], Callable[..., None]]]] = {
    EXPORTS: (Briefing.exports, add_exports),
    "open-questions": (Briefing.open_questions, add_questions),
    "traps": (Briefing.traps_found, add_traps),
    "investments": (Briefing.investments, add_investments),
    "deferrals": (Briefing.deferrals, add_deferrals),
}


#: what is said in the notes of a slide that gave way
_IN_NOTES: Final[Mapping[str, Callable[[Briefing], list[str]]]] = {GATES: gate_sentences, EXPORTS: export_sentences}


def _folded(slides: list[Planned], briefing: Briefing) -> list[Planned]:
    """At most ten slides: gates give way first, then exports, then what a consultant added, the last of it first."""
    while len(slides) > MOST_SLIDES:
        places = {one.key: at for at, one in enumerate(slides)}
        at = next(places[key] for key in (GATES, EXPORTS, ADDED) if key in places)
        gone = slides[at]
        words = _IN_NOTES[gone.key](briefing) if gone.key in _IN_NOTES else [gone.section.heading, *gone.section.own]
        slides = [*slides[: at - 1], _noting(slides[at - 1], *words, *gone.notes), *slides[at + 1 :]]
    return slides


def _noting(slide: Planned, *words: str) -> Planned:
    return replace(slide, notes=(*slide.notes, *words))


def _add_own(canvas: Canvas, section: Section) -> None:
    """A section that a consultant added: its heading and its words."""
    top = canvas.head(section.heading)
    paras = [para(text, 18, after=10) for text in section.own]
    if paras:
        canvas.paragraphs(paras, Box(x=LEFT, y=top, width=RIGHT - LEFT, height=BOTTOM - top))
    canvas.notes += section.own
