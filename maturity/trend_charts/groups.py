"""The picture of one published group of customers, in tenths, beside everybody."""

from dataclasses import dataclass
from typing import Final

from maturity.charts.facts import Table
from maturity.charts.ink import Box, Drawing, Form, picture
from maturity.charts.lettering import LINE, SEMIBOLD, wrap
from maturity.charts.plane import SMALL
from maturity.model import Model
from maturity.peers import Cell, Share
from maturity.wording import opened, sentence_case

TENTHS: Final = 10
LEAST: Final = 6  #: practices shown, those that fewest have
_SIZE: Final = 15.0


@dataclass(frozen=True, kw_only=True)
class Row:
    """One share of the group."""

    name: str
    share: Share
    everybody: Share  #: the same of all customers


@dataclass(frozen=True, kw_only=True)
class GroupFacts:
    """What the picture of a group shows."""

    name: str
    sentence: str
    table: Table
    at_least: int  #: customers
    stages: tuple[Row, ...]
    practices: tuple[Row, ...]  #: those that fewest have in place, fewest first
    is_everybody: bool


def group_facts(model: Model, cell: Cell, everybody: Cell, name: str) -> GroupFacts:
    """The published shares of a group: who reached which stage, and what fewest have in place."""
    stages = tuple(
        Row(name=f"Stage {stage.number} or above", share=_share(cell, mine), everybody=_share(everybody, all_of_them))
        for stage, mine, all_of_them in zip(model.stages, cell.reached, everybody.reached, strict=True)
    )
    order = sorted(cell.in_place, key=lambda key: (cell.in_place[key], list(model.practices).index(key)))
    rows = [
        Row(
            name=model.practices[key].name,
            share=_share(cell, cell.in_place[key]),
            everybody=_share(everybody, everybody.in_place[key]),
        )
        for key in order
    ]
    target = stages[model.default_target - 1]
    return GroupFacts(
        name=name,
        sentence=f"{opened(name)}, {cell.at_least:,} customers or more: {target.share.words} stand at "
        f"{sentence_case(target.name)}; fewest have in place: {sentence_case(rows[0].name)}, {rows[0].share.words}.",
        table=Table(
            header=("What", "Of this group", "Of all customers"),
            rows=tuple((row.name, row.share.words, row.everybody.words) for row in (*stages, *rows)),
        ),
        at_least=cell.at_least,
        stages=stages,
        practices=tuple(rows[:LEAST]),
        is_everybody=not cell.facet,
    )


def group_svg(facts: GroupFacts) -> str:
    """The group as static SVG, wide and narrow."""
    return picture(_draw(facts, "wide"), _draw(facts, "narrow"))


def _share(cell: Cell, tenths: int) -> Share:
    return Share(tenths=tenths, at_least=cell.at_least)


def _draw(facts: GroupFacts, form: Form) -> str:
    drawing = Drawing(width=960 if form == "wide" else 360)
    y = _draw_rows(drawing, facts, "Of ten customers, have reached", facts.stages, 4, form)
    y = _draw_rows(drawing, facts, "What fewest have in place", facts.practices, y + 14, form)
    if not facts.is_everybody:
        y = drawing.paragraph(
            0, y + 8, "The line under the squares: all customers.", within=350, size=SMALL, fill="muted"
        )
    return drawing.svg(y + 4, label=facts.sentence, form=form)


def _draw_rows(  # noqa: PLR0913, PLR0917  (what, and where)
    drawing: Drawing, facts: GroupFacts, title: str, rows: tuple[Row, ...], top: float, form: Form
) -> float:
    y = drawing.paragraph(0, top, title, within=drawing.width - 4, size=_SIZE, weight=SEMIBOLD) + 6
    for row in rows:
        y = _draw_row(drawing, facts, row, y, form)
    return y


def _draw_row(drawing: Drawing, facts: GroupFacts, row: Row, top: float, form: Form) -> float:
    names = wrap(row.name, _SIZE, 400 if form == "wide" else 350, 2)
    bottom = drawing.lines(0, top + 4, names, size=_SIZE)
    if form == "wide":
        middle, left = top + 4 + len(names) * _SIZE * LINE / 2, 424.0
    else:
        middle, left = bottom + 12, 2.0
    for at in range(TENTHS):
        square = Box(x=left + 22 * at, y=middle - 8, width=16, height=16)
        is_full = at < row.share.tenths
        drawing.box(
            square, radius=2, fill="accent" if is_full else "paper", stroke="accent" if is_full else "muted", weight=1.5
        )
    if not facts.is_everybody:
        drawing.line(left, middle + 12, left + 22 * row.everybody.tenths - 6, middle + 12, stroke="ink", weight=2)
    drawing.text(left + 232, middle + 5, row.share.words, size=SMALL, fill="muted")
    return max(bottom, middle + 14) + 8
