"""The slides of what to do: first, second, third; what to leave for now; what to settle; traps."""

from collections.abc import Callable, Sequence
from typing import Final
from xml.etree.ElementTree import Element

from maturity.charts.ink import Box
from maturity.deck.asking import probes, sources_of, told_as
from maturity.deck.canvas import BOTTOM, LEFT, RIGHT, Canvas
from maturity.deck.fitting import SCALES, Para, height_of, para
from maturity.deck.office import ornament
from maturity.deck.plain import each, facts_in, first_line, grids_in, read, said, words
from maturity.deck.prose import Section
from maturity.deck.tables import Row, add_table, cell, more_questions, more_rows, more_stages
from maturity.exhibits import Briefing
from maturity.fragments import Exhibit
from maturity.language import tr, tr_n
from maturity.wording import in_row, spelled

WIDTH: Final = RIGHT - LEFT
GAP: Final = 18.0  #: between cards
WIDEST: Final = 423.0  #: of a card
PAD: Final = 16.0
FEW_QUESTIONS: Final = 7  #: that leave each room for what would settle it


def add_investments(canvas: Canvas, briefing: Briefing, section: Section, exhibit: Exhibit) -> None:
    """First, second and third as cards side by side, then the further steps in their order."""
    root = read(exhibit.html)
    cards = each(root, "li", "card")
    then = [grid for grid in grids_in(root) if grid.rows]
    caveat = next((words(found) for found in root.iterfind("p") if "small" in found.get("class", "")), "")
    top = canvas.head(section.heading, section.lead, section.own)
    names = [" ".join(row[0]) for grid in then for row in grid.rows]
    below = [para(_in_order(then[0].caption, names), 13)] if names else []
    below += [para(caveat, 12, colour="muted")] if caveat else []
    foot = height_of(below, WIDTH) + 12 if below else 0
    wide = min(WIDEST, (WIDTH - GAP * (len(cards) - 1)) / len(cards))
    inner, height = wide - 2 * PAD, BOTTOM - top - foot
    tops_full = [_what(card) for card in cards]
    facts_full = [_facts(card) for card in cards]
    for scale in SCALES:
        tops, facts = ([[one.scaled(scale) for one in card] for card in part] for part in (tops_full, facts_full))
        split = max(height_of(some, inner) for some in tops) + 18
        full = split + max(height_of(some, inner) for some in facts) + 2 * PAD
        if full <= height:
            break
    full = min(full, height)
    for number, (some, more) in enumerate(zip(tops, facts, strict=True)):
        box = Box(x=LEFT + number * (wide + GAP), y=top, width=wide, height=full)
        _card(canvas, some, more, box, split)
    if below:
        canvas.paragraphs(below, Box(x=LEFT, y=top + full + 12, width=WIDTH, height=BOTTOM - top - full - 12))
    practices = [step.practice for step in briefing.roadmap.first_three]
    canvas.notes += [*section.prose, *probes(practices), *sources_of(briefing.model, practices)]


def add_deferrals(canvas: Canvas, briefing: Briefing, section: Section, exhibit: Exhibit) -> None:
    """What is not worth doing now, why, and when to look again."""
    grid = grids_in(read(exhibit.html))[0]
    top = canvas.head(section.heading, section.lead, section.own)
    rows: list[Row] = [
        (cell(*stage, bold=True), cell(*_items(names)), cell(*why), cell(*when), cell(*day))
        for stage, names, why, when, day in grid.rows
    ]
    _table(canvas, rows, top, shares=(17, 26, 24, 19, 14), name=grid.caption, header=grid.header, more=more_stages)
    practices = [practice for deferral in briefing.roadmap.deferrals for practice in deferral.practices]
    canvas.notes += [*section.prose, *sources_of(briefing.model, practices)]


def add_questions(canvas: Canvas, briefing: Briefing, section: Section, exhibit: Exhibit) -> None:
    """What could not be settled in the room, and what would settle it; where there are many, in the notes."""
    questions = each(next(iter(each(read(exhibit.html), "ol", "questions"))), "li")
    top = canvas.head(section.heading, section.lead, section.own)
    many = len(questions) > FEW_QUESTIONS
    rows: list[Row] = []
    settling = []
    for question in questions:
        strong, tag = said(question, "strong"), said(question, "span", "tag")
        name = cell(strong, bold=True) if many else (*cell(strong, bold=True), *cell(tag, size=11, colour="muted"))
        asked, *small = [words(found) for found in each(question, "p")]
        rows.append((name, cell(asked), *([] if many else [cell(*small, colour="muted")])))
        settling.append(f"• {told_as(strong, ' '.join(small))}")
    _table(canvas, rows, top, shares=(33, 67) if many else (28, 34, 38), name=exhibit.text, more=more_questions)
    practices = briefing.roadmap.open_questions
    canvas.notes += [*section.prose, *settling, *probes(practices), *sources_of(briefing.model, practices)]


def add_traps(canvas: Canvas, briefing: Briefing, section: Section, exhibit: Exhibit) -> None:
    """The traps with the answers that show them, and what was said but not found; the evidence is in the notes."""
    root = read(exhibit.html)
    top = canvas.head(section.heading, section.lead, section.own)
    rows = [_trap(trap) for trap in each(root, "section", "trap")]
    for grid in grids_in(root):
        rows.append((cell(grid.caption, bold=True, colour="muted"), (), ()))
        rows += [(cell(*name, bold=True), cell(*answers), cell(*proof)) for name, answers, proof in grid.rows]
    _table(canvas, rows, top, shares=(34, 27, 39), name=exhibit.text or section.heading, more=more_rows)
    proofs = [words(item) for trap in each(root, "section", "trap") for item in each(trap, "li")]
    canvas.notes += [*section.prose, *dict.fromkeys(proofs), *_trap_notes(briefing)]


def _trap(trap: Element) -> Row:
    """What goes wrong, what to do instead, and the answers that show it."""
    harm, instead, title = [words(found) for found in each(trap, "p")]
    lead = said(trap, "strong")
    shown = tuple(para(f"• {first_line(item)}", 12) for item in each(trap, "li"))
    return (
        (*cell(said(trap, "h3"), bold=True, colour="warm"), *cell(harm)),
        cell(instead.removeprefix(lead), lead=lead),
        (para(title, 11, bold=True, colour="muted"), *shown),
    )


def _trap_notes(briefing: Briefing) -> list[str]:
    model = briefing.model
    keys = dict.fromkeys(key for hit in briefing.traps for key in hit.because)
    practices = [model.practices[key] for key in keys if key in model.practices]
    return [*probes(practices), *sources_of(model, practices, [hit.trap.source for hit in briefing.traps])]


def _table(  # noqa: PLR0913  (what, where and how: a call names them)
    canvas: Canvas,
    rows: Sequence[Row],
    top: float,
    *,
    shares: Sequence[float],
    name: str,
    more: Callable[[int], str],
    header: Sequence[str] = (),
) -> None:
    """A table over the slide, and how many of its rows found no room."""
    box = Box(x=LEFT, y=top, width=WIDTH, height=BOTTOM - top - 20)
    placed = add_table(canvas, rows, box, shares=shares, name=name, header=header)
    if placed.left_out:
        told = para(more(placed.left_out), 12, colour="muted")
        canvas.paragraphs([told], Box(x=LEFT, y=placed.bottom + 4, width=WIDTH, height=16))


def _what(card: Element) -> list[Para]:
    start = said(card, "strong")
    return [
        para(said(card, "p", "ordinal"), 18, heading=True, colour="accent", after=4),
        para(said(card, "h3"), 17, bold=True, after=8),
        para(said(card, "p", "action").removeprefix(start), 14, lead=start),
    ]


def _facts(card: Element) -> list[Para]:
    return [
        para(value, 12.5, lead=tr("{name}:").format(name=name), lead_colour="muted", after=6)
        for name, value in facts_in(card)
    ]


def _card(canvas: Canvas, what: Sequence[Para], facts: Sequence[Para], box: Box, split: float) -> None:
    ornament(canvas.box(box, fill="paper", stroke="rule", weight=1))
    canvas.line(Box(x=box.x, y=box.y, width=box.width, height=4), "accent")
    inner = box.width - 2 * PAD
    canvas.paragraphs(what, Box(x=box.x + PAD, y=box.y + PAD, width=inner, height=split - 12))
    y = box.y + PAD + split
    canvas.line(Box(x=box.x + PAD, y=y - 8, width=inner, height=0.75), "rule")
    canvas.paragraphs(facts, Box(x=box.x + PAD, y=y, width=inner, height=box.bottom - PAD - y + 1))


def _items(names: Sequence[str]) -> Sequence[str]:
    return [f"• {name}" for name in names] if len(names) > 1 else names


def _in_order(caption: str, names: Sequence[str]) -> str:
    """The names after the caption, as many as fit on two lines."""
    for kept in range(len(names), 0, -1):
        left_out = len(names) - kept
        more = tr_n("and {number} more step", "and {number} more steps", left_out).format(number=spelled(left_out))
        told = f"{told_as(caption, in_row([*names[:kept], *([more] if left_out else [])]))}."
        if para(told, 13).lines(WIDTH) <= 2:  # noqa: PLR2004  (lines)
            break
    return told
