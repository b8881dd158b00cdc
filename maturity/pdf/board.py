"""One page for the board: where they stand, what to invest in, what to defer, one sentence each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from itertools import groupby
from typing import Final
from xml.etree.ElementTree import Element

import msgspec

from maturity import narrative as say
from maturity.brand import Brand
from maturity.charts import Picture, draw
from maturity.charts.lettering import SEMIBOLD, shorten, wrap
from maturity.fragments import templates
from maturity.given import reference_of
from maturity.language import spoken, tr, tr_n
from maturity.page.look import look
from maturity.pdf.paper import first_sentence, ready_for_paper
from maturity.pdf.printing import print_page
from maturity.roadmap import Deferral, Roadmap, Step
from maturity.wording import day, days, listed, named, opened, sentence_case, spelled

MOST_DEFERRALS: Final = 5  #: rows that one page holds
FEW_DEFERRALS: Final = 4  #: rows that leave each other a third line
TALLEST_PICTURE: Final = 74  #: mm
PICTURE_WIDTH: Final = 178  #: mm
_BETWEEN_SENTENCES: Final = re.compile(r"(?<=[.!?])\s+")
_VIEW: Final = re.compile(r'class="wide"[^>]* viewBox="0 0 ([\d.]+) ([\d.]+)"')


@dataclass(frozen=True, kw_only=True)
class Investment:
    """A step as a board reads it."""

    ordinal: str
    name: str
    sentence: str
    effort: str
    done: str  #: when, estimated


@dataclass(frozen=True, kw_only=True)
class Later:
    """A deferral as a board reads it."""

    name: str
    sentence: str
    again: str  #: the day to look again


@dataclass(frozen=True, kw_only=True)
class Board:
    """What stands on the page, every text cut to its place, so that one page always holds it."""

    customer: str
    held_on: str
    standing: str
    line: str
    picture: Picture | None
    picture_width: float  #: mm
    investments: tuple[Investment, ...]
    instead: str  #: what to do where there is nothing to invest in
    unsettled: str  #: what is not known, in one sentence; empty where nothing is
    later: tuple[Later, ...]
    more: str  #: deferrals that found no place; empty where all did
    notice: str  #: that the customer is made up, or was never asked
    reference: str


def board_of(roadmap: Roadmap) -> Board:
    """The page of a roadmap, in words."""
    engagement = roadmap.assessment.engagement
    picture = draw("staircase", roadmap)
    rows = _together(roadmap.deferrals)
    left_out = sum(len(row) for row in rows[MOST_DEFERRALS:])
    return Board(
        customer=_cut(named(engagement.customer), 22, 500, 2),
        held_on=day(engagement.held_on),
        standing=_cut(_standing(roadmap), 10.5, 500, 2),
        line=_cut(_line(roadmap), 15, 500, 3),
        picture=picture,
        picture_width=_picture_width(picture),
        investments=tuple(map(_investment, map(tr, say.ORDINALS), roadmap.first_three)),
        instead=_cut(say.nothing_to_invest(roadmap), 11, 480, 2),
        unsettled=_unsettled(roadmap),
        later=tuple(_later(roadmap, row, lines=_lines_each(rows)) for row in rows[:MOST_DEFERRALS]),
        more=_more(left_out) if left_out > 0 else "",
        notice=_notice(roadmap),
        reference=reference_of(engagement.key, engagement.hash, roadmap.assessment.model.hash),
    )


def render_board(roadmap: Roadmap, *, brand: Brand) -> str:
    """The page for the board as one self-contained HTML text that prints on one A4, in the language that is spoken.

    The same roadmap gives the same text.
    """
    board = board_of(roadmap)
    own = f".ink{{max-width:{board.picture_width:g}mm}}"
    return _html(board, brand, look=look(brand, "../pdf/board.css", scripts=(), running=own))


def render_board_pdf(roadmap: Roadmap, *, brand: Brand) -> bytes:
    """The page for the board as tagged PDF/UA-1 of exactly one A4 page, in the language that is spoken.

    The same roadmap gives the same bytes.

    Raises:
        PrinterMissingError: Pango is not on this machine.
    """
    board = board_of(roadmap)

    def prepare(root: Element) -> None:
        ready_for_paper(root, brand)
        for ink in root.iterfind(".//div[@class='ink']"):
            ink.set("style", f"width:{board.picture_width:g}mm")

    return print_page(_html(board, brand, look=None), brand=brand, styles=("pdf/board.css",), prepare=prepare)


def _html(board: Board, brand: Brand, *, look: object) -> str:
    html: str = (
        templates("pdf")
        .get_template("board.html")
        .render(
            board=board,
            brand=brand,
            look=look,
            language=spoken(),
            version=version("maturity"),
            created=board.reference[:10],
        )
    )
    return html


def _cut(text: str, size: float, within: float, at_most: int, weight: int = 400) -> str:
    """The text as far as it fits into so many lines of so many points, in letters of that size."""
    return " ".join(wrap(text, size, within, at_most, weight))


def _standing(roadmap: Roadmap) -> str:
    """Where they stand; a name so long that it would push that off the page is cut."""
    assessment = roadmap.assessment
    name = shorten(assessment.engagement.customer, 10.5, 400)
    return say.standing(replace(assessment, engagement=msgspec.structs.replace(assessment.engagement, customer=name)))


def _line(roadmap: Roadmap) -> str:
    """What to take away; without the sentence that names the investments, which stand below."""
    named_below = [sentence_case(step.practice.name) for step in roadmap.first_three[:1]]
    sentences = _BETWEEN_SENTENCES.split(say.bottom_line(roadmap))
    return " ".join(sentence for sentence in sentences if not any(name in sentence for name in named_below))


def _picture_width(picture: Picture | None) -> float:
    """How wide the picture may be, in mm, so that it is not too tall."""
    view = _VIEW.search(picture.svg) if picture else None
    return min(PICTURE_WIDTH, TALLEST_PICTURE * float(view[1]) / float(view[2])) if view else PICTURE_WIDTH


def _investment(ordinal: str, step: Step) -> Investment:
    return Investment(
        ordinal=ordinal,
        name=_cut(step.practice.name, 11.5, 155, 2, SEMIBOLD),
        sentence=_cut(first_sentence(step.action), 10, 155, 5),
        effort=_cut(say.effort(step.practice.effort_weeks), 8.8, 155, 1),
        done=days(*step.ends),
    )


def _together(deferrals: Sequence[Deferral]) -> Sequence[Sequence[Deferral]]:
    """The deferrals as rows: advice that is deferred for one reason until one day stands in one."""
    return [tuple(row) for _, row in groupby(deferrals, key=_row_of)]


def _row_of(deferral: Deferral) -> object:
    return (deferral.reason, deferral.revisit) if _is_advice(deferral) else deferral.stage


def _is_advice(deferral: Deferral) -> bool:
    return not any(practice.is_gate for practice in deferral.practices)


def _lines_each(rows: Sequence[object]) -> int:
    return 3 if len(rows) <= FEW_DEFERRALS else 2


def _later(roadmap: Roadmap, row: Sequence[Deferral], *, lines: int) -> Later:
    first = row[0]
    name = f"{first.stage} {roadmap.assessment.model.stage(first.stage).name}"
    if _is_advice(first):
        stages = listed([deferral.stage for deferral in row])
        name = tr_n("Advice on stage {stages}", "Advice on stages {stages}", len(row)).format(stages=stages)
    return Later(
        name=_cut(name, 9.4, 100, 2, SEMIBOLD),
        sentence=_cut(first_sentence(first.reason), 9.4, 290, lines),
        again=day(first.revisit),
    )


def _more(left_out: int) -> str:
    """How many deferrals found no place."""
    told = tr_n(
        "{number} more stage to leave for now stands in the briefing.",
        "{number} more stages to leave for now stand in the briefing.",
        left_out,
    )
    return told.format(number=spelled(left_out))


def _unsettled(roadmap: Roadmap) -> str:
    asked: Sequence[object] = roadmap.open_questions
    told = tr_n("{number} open question to settle first.", "{number} open questions to settle first.", len(asked))
    return opened(told.format(number=spelled(len(asked)))) if asked and roadmap.steps else ""


def _notice(roadmap: Roadmap) -> str:
    engagement = roadmap.assessment.engagement
    if engagement.fictional:
        return tr("Fictional customer, made up for demonstration.")
    if engagement.study:
        return tr("Read from what was published; nobody there was asked, or has seen this.")
    return ""
