"""The first sheet: what to do, what the answers mean, who knows, and how far they are."""

from collections.abc import Sequence
from typing import Any

from maturity.model import Answer
from maturity.sheet.cells import Look, harmless, height
from maturity.sheet.content import Form
from maturity.sheet.places import START, Plan, bar, bar_formula

_LABEL, _TEXT, _ANSWERED, _BAR = range(1, len(START))
_TALL = {"title": 30.0, "subtitle": 24.0, "section": 24.0}  #: points of rows in larger letters


def guidance(form: Form) -> Sequence[tuple[str, str, str]]:
    """The rows down to the list of answers: format, label and text."""
    words = form.words
    names = {answer.value.replace("-", "_"): word for answer, word in form.answers.items()}
    names |= {part: words[f"column.{part}"] for part in ("answer", "evidence", "note")}
    names |= {"answers": words["sheet.answers"], "day": form.last_day, "customer": form.customer}
    names |= {"count": str(sum(len(group.lines) for group in (*form.stages, form.signals)))}
    parts = ["about", "cells", *(["again"] if form.last_day else []), "honest", "back"]
    told = [("label", words[f"start.{part}"], words[f"start.{part}.text"].format(**names)) for part in parts]
    subtitle = ("subtitle", words["start.for"].format(**names) if form.last_day else words["start.sub"], "")
    return [
        ("title", words["start.title"], ""),
        subtitle,
        *told,
        ("plain", "", ""),
        ("section", words["start.answers"], ""),
    ]


def write_start(sheet: Any, plan: Plan, look: Look) -> None:  # noqa: ANN401  (xlsxwriter ships no types)
    """Write the guidance, the list of answers, which the drop-downs offer, and the progress."""
    form, words = plan.form, plan.form.words
    for row, (kind, label, text) in enumerate(guidance(form)):
        _write(sheet, look, row, (kind, "plain"), (label, text))
    names = {answer.value.replace("-", "_"): word for answer, word in form.answers.items()}
    row = plan.first_answer
    for answer in Answer:
        meaning = words[f"meaning.{answer}"].format(**names, note=words["column.note"])
        _write(sheet, look, row, ("name", "text"), (form.answers[answer], meaning))
        row += 1
    if form.signals.lines:
        told = words["start.yes-no"].format(yes=words["yes"], no=words["no"])
        _write(sheet, look, row, ("plain", "plain"), ("", told))
    _write_progress(sheet, plan, look, row + 2)


def _write_progress(sheet: Any, plan: Plan, look: Look, row: int) -> None:  # noqa: ANN401  (the same)
    words = plan.form.words
    _write(sheet, look, row, ("section", "plain"), (words["start.stages"], ""))
    for column, name in enumerate(("stage", "who", "answered", "bar"), start=_LABEL):
        sheet.write_string(row + 1, column, words[f"start.{name}"], look["header"])
    row += 2
    for count in plan.counts:
        _write(sheet, look, row, ("name", "text"), (count.group.title, count.group.knows))
        _write_count(sheet, plan, row, count.formula, (count.done, count.asked), (look["text"], look["bar"]))
        row += 1
    if not plan.counts:
        return
    counted = "(" + "+".join(count.formula for count in plan.counts) + ")"
    total = sum(count.done for count in plan.counts), sum(count.asked for count in plan.counts)
    _write(sheet, look, row, ("total", "total"), (words["start.total"], ""))
    _write_count(sheet, plan, row, counted, total, (look["total"], look["total-bar"]))


def _write_count(  # noqa: PLR0913, PLR0917  (a cell's place, its formula, its value and its look)
    sheet: Any,  # noqa: ANN401  (the same)
    plan: Plan,
    row: int,
    counted: str,
    reached: tuple[int, int],
    looks: tuple[Any, Any],
) -> None:
    done, asked = reached
    said = plan.form.words["start.count"].format(done=done, asked=asked)
    sheet.write_formula(row, _ANSWERED, plan.count_formula(counted, asked), looks[0], said)
    sheet.write_formula(row, _BAR, bar_formula(counted, asked), looks[1], bar(done, asked))


def _write(sheet: Any, look: Look, row: int, kinds: tuple[str, str], texts: tuple[str, str]) -> None:  # noqa: ANN401
    for column, kind, text in zip((_LABEL, _TEXT), kinds, texts, strict=True):
        sheet.write_string(row, column, harmless(text), look[kind])
    wraps = [] if kinds[0] in _TALL else [(texts[0], START["label"])]
    sheet.set_row(row, _TALL.get(kinds[0], height([*wraps, (texts[1], START["text"])])))
