"""The slide of what a customer's exports prove: what was said, what was measured, and why."""

from maturity.charts import draw_evidence
from maturity.charts.burn_down import spent_of
from maturity.charts.ink import Box
from maturity.deck.asking import told_as
from maturity.deck.canvas import BOTTOM, LEFT, RIGHT, Canvas
from maturity.deck.fitting import Para, para
from maturity.deck.prose import Section
from maturity.deck.tables import Row, add_table, cell, more_rows
from maturity.evidence.summary import Budget, Summary
from maturity.exhibits import Briefing
from maturity.fragments import Exhibit
from maturity.language import tr, tr_n
from maturity.narrative import Beside, ask_of, findings_told

FOOT = 22.0  #: points for what found no room
ROOM = 60.0  #: points under the table from which the error budgets stand there too; else they are in the notes only


def add_exports(canvas: Canvas, briefing: Briefing, section: Section, exhibit: Exhibit) -> None:
    """The practices that the exports measure, what was said otherwise first; the rest is in the notes."""
    top = canvas.head(section.heading, exhibit.text, section.own)
    foot = top
    rows: list[Row] = [
        (
            cell(row.practice.name, bold=True),
            cell(row.said),
            cell(row.measured, bold=True, colour="warm" if row.is_contradicted else "accent"),
            cell(f"{row.why} {row.stands}".rstrip()),
        )
        for row in _rows(briefing)
    ]
    if rows:
        header = (tr("Practice"), tr("Said"), tr("Measured"), tr("Why"))
        room = Box(x=LEFT, y=top, width=RIGHT - LEFT, height=BOTTOM - top - FOOT)
        placed = add_table(canvas, rows, room, shares=(28, 12, 13, 47), name=exhibit.text, header=header)
        foot = BOTTOM if placed.left_out else placed.bottom
        if placed.left_out:
            more = para(more_rows(placed.left_out), 12, colour="muted")
            canvas.paragraphs([more], Box(x=LEFT, y=placed.bottom + 4, width=RIGHT - LEFT, height=16))
    if BOTTOM - foot > ROOM:
        canvas.paragraphs(_asks(briefing), Box(x=LEFT, y=foot + 24, width=RIGHT - LEFT, height=BOTTOM - foot - 24))
    canvas.notes += [*section.prose, *export_sentences(briefing)]


def export_sentences(briefing: Briefing) -> list[str]:
    """What the exports prove, in sentences for the notes; none without exports."""
    if briefing.proven is None:
        return []
    told = findings_told(briefing.assessment, briefing.proven)
    return [told.sentence, told.read, *map(_sentence, told.rows), *_figures(briefing.proven)]


def _rows(briefing: Briefing) -> tuple[Beside, ...]:
    return findings_told(briefing.assessment, briefing.proven).rows if briefing.proven else ()


def _asks(briefing: Briefing) -> list[Para]:
    """What is gone of each error budget and what it asks for, under a heading; nothing without budgets."""
    budgets = briefing.proven.budgets if briefing.proven else ()
    heading = tr_n("What the error budget asks for", "What the error budgets ask for", len(budgets))
    asks = [para(_ask(one), 13, lead=tr("{name}:").format(name=one.name), after=5) for one in budgets]
    return [para(heading, 13, bold=True, after=5), *asks] if asks else []


def _ask(budget: Budget) -> str:
    return f"{spent_of(budget)} {ask_of(budget)}" if budget.burn_down else ask_of(budget)


def _sentence(row: Beside) -> str:
    said = tr("{measured}; said: {said}").format(measured=row.measured, said=row.said)
    told = f"• {told_as(row.practice.name, said if row.is_contradicted else row.measured)}. {row.why}"
    return f"{told} {row.stands}".rstrip()


def _figures(proven: Summary) -> list[str]:
    figures = [told_as(one.name, one.sentence) for one in proven.metrics if one.value is not None]
    budgets = [told_as(budget.name, ask_of(budget)) for budget in proven.budgets]
    spent = [picture.sentence] if (picture := draw_evidence("burn-down", proven)) else []
    return [f"• {text}" for text in (*figures, *spent, *budgets)]
