"""The slide of what a customer's exports prove: what was said, what was measured, and why."""

from maturity.charts import draw_evidence
from maturity.charts.ink import Box
from maturity.deck.asking import told_as
from maturity.deck.canvas import BOTTOM, LEFT, RIGHT, Canvas
from maturity.deck.fitting import para
from maturity.deck.prose import Section
from maturity.deck.tables import Row, add_table, cell, more_rows
from maturity.evidence.summary import Summary
from maturity.exhibits import Briefing
from maturity.fragments import Exhibit
from maturity.language import tr
from maturity.narrative import Beside, ask_of, findings_told

FOOT = 22.0  #: points for what found no room


def add_exports(canvas: Canvas, briefing: Briefing, section: Section, exhibit: Exhibit) -> None:
    """The practices that the exports measure, what was said otherwise first; the rest is in the notes."""
    top = canvas.head(section.heading, exhibit.text, section.own)
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
        if placed.left_out:
            more = para(more_rows(placed.left_out), 12, colour="muted")
            canvas.paragraphs([more], Box(x=LEFT, y=placed.bottom + 4, width=RIGHT - LEFT, height=16))
    canvas.notes += [*section.prose, *export_sentences(briefing)]


def export_sentences(briefing: Briefing) -> list[str]:
    """What the exports prove, in sentences for the notes; none without exports."""
    if briefing.proven is None:
        return []
    told = findings_told(briefing.assessment, briefing.proven)
    return [told.sentence, told.read, *map(_sentence, told.rows), *_figures(briefing.proven)]


def _rows(briefing: Briefing) -> tuple[Beside, ...]:
    return findings_told(briefing.assessment, briefing.proven).rows if briefing.proven else ()


def _sentence(row: Beside) -> str:
    said = tr("{measured}; said: {said}").format(measured=row.measured, said=row.said)
    told = f"• {told_as(row.practice.name, said if row.is_contradicted else row.measured)}. {row.why}"
    return f"{told} {row.stands}".rstrip()


def _figures(proven: Summary) -> list[str]:
    figures = [told_as(one.name, one.sentence) for one in proven.metrics if one.value is not None]
    budgets = [told_as(budget.name, ask_of(budget)) for budget in proven.budgets]
    spent = [picture.sentence] if (picture := draw_evidence("burn-down", proven)) else []
    return [f"• {text}" for text in (*figures, *spent, *budgets)]
