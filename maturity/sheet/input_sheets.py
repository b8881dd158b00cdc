"""The two sheets that a customer fills in: facts of the company, and answers by stage."""

from collections.abc import Mapping
from typing import Any

from maturity.sheet.cells import Look, height, put
from maturity.sheet.content import Form, Line, Shape, Value
from maturity.sheet.places import COMPANY, Plan, headings_of, letter, places_of

LONGEST_MESSAGE = 255  #: characters of what a drop-down says to a wrong answer
MOST_PEOPLE = 1_000_000
_SMALL = 1.2  #: letters of a key to one of the sheet's own size

#: the format of each column that is not filled in
_LOOKS = {"key": "key", "fact": "name", "practice": "name", "question": "text", "proof": "second", "last": "second"}
_TITLES = frozenset({"fact", "practice"})


def write_company(sheet: Any, plan: Plan, look: Look) -> None:  # noqa: ANN401  (xlsxwriter ships no types)
    """Write the facts, a row each."""
    form = plan.form
    _write_header(sheet, form, look, COMPANY)
    for group, row in headings_of(form.facts):
        _write_band(sheet, row, {"fact": group.title, "question": group.text}, COMPANY, look)
    for place in places_of(form.facts):
        row, line = place.row, place.line
        texts = {"key": line.key, "fact": line.name, "question": line.question}
        _write_line(sheet, row, texts, {"answer": (line.shape, line.value)}, COMPANY, look)
        _offer(sheet, row, list(COMPANY).index("answer"), line, plan)


def write_answers(sheet: Any, plan: Plan, look: Look) -> None:  # noqa: ANN401  (the same)
    """Write the practices, a row each, under their stages."""
    form, columns = plan.form, plan.answer_columns
    _write_header(sheet, form, look, columns)
    for group, row in headings_of(form.stages):
        texts = {"key": group.key, "practice": group.title, "question": group.text}
        _write_band(sheet, row, texts, columns, look)
    for place in places_of(form.stages):
        row, line = place.row, place.line
        texts = {"key": line.key, "practice": line.name, "question": line.question, "proof": line.proof}
        texts |= {"last": line.last} if form.last_title else {}
        said = {"evidence": (Shape.TEXT, line.evidence), "note": (Shape.TEXT, line.note)}
        _write_line(sheet, row, texts, {"answer": (line.shape, line.value), **said}, columns, look)
        _offer(sheet, row, list(columns).index("answer"), line, plan)
        status = list(columns).index("status")
        sheet.write_formula(row, status, plan.status_formula(row), look["text"], plan.status(line))
    if form.stages:
        _mark_reasons(sheet, plan, look, places_of(form.stages)[-1].row)


def _write_header(sheet: Any, form: Form, look: Look, columns: Mapping[str, int]) -> None:  # noqa: ANN401  (the same)
    titles = {name: form.last_title if name == "last" else form.words[f"column.{name}"] for name in columns}
    for column, title in enumerate(titles.values()):
        sheet.write_string(0, column, title, look["header"])
    sheet.set_row(0, height([(title, columns[name]) for name, title in titles.items()]) + 4)


def _write_band(sheet: Any, row: int, texts: Mapping[str, str], columns: Mapping[str, int], look: Look) -> None:  # noqa: ANN401
    for column, name in enumerate(columns):
        put(sheet, row, column, texts.get(name, ""), look["band" if name in _TITLES else "band-text"])
    sheet.set_row(row, height([(text, columns[name]) for name, text in texts.items()]) + 4)


def _write_line(  # noqa: PLR0913, PLR0917  (a row's place, what it says, what it takes, and its look)
    sheet: Any,  # noqa: ANN401  (the same)
    row: int,
    texts: Mapping[str, str],
    inputs: Mapping[str, tuple[Shape, Value]],
    columns: Mapping[str, int],
    look: Look,
) -> None:
    at = {name: index for index, name in enumerate(columns)}
    for name, text in texts.items():
        put(sheet, row, at[name], text, look[_LOOKS[name]])
    for name, (shape, value) in inputs.items():
        put(sheet, row, at[name], value, look[f"input-{shape}"])
    shown = {**texts, **{name: str(value) for name, (_, value) in inputs.items() if value is not None}}
    widths = {name: int(width * _SMALL) if name == "key" else width for name, width in columns.items()}
    sheet.set_row(row, height([(text, widths[name]) for name, text in shown.items()]))


def _offer(sheet: Any, row: int, column: int, line: Line, plan: Plan) -> None:  # noqa: ANN401  (the same)
    """Let a cell be chosen from a list, or be a number of people."""
    words = plan.form.words
    yes_no = [words["yes"], words["no"]]
    lists = {Shape.ANSWER: (f"={plan.choices}", plan.form.choices), Shape.YES_NO: (yes_no, yes_no)}
    if line.shape is Shape.HEADS:
        rule = {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": MOST_PEOPLE}
        sheet.data_validation(row, column, row, column, {**rule, "error_message": words["choose.count"]})
    elif line.shape in lists:
        source, offered = lists[line.shape]
        told = words["choose.text"].format(answers=", ".join(offered))[:LONGEST_MESSAGE]
        rule = {"validate": "list", "source": source, "error_title": words["choose.title"], "error_message": told}
        sheet.data_validation(row, column, row, column, rule)


def _mark_reasons(sheet: Any, plan: Plan, look: Look, last_row: int) -> None:  # noqa: ANN401  (the same)
    """Frame the note that a reason is missing from, and let what is amiss stand out."""
    columns = plan.answer_columns
    status = f"${letter(columns, 'status')}2"
    missing = f"={status}={plan.said('reason')}"
    amiss = f"=OR({status}={plan.said('reason')},{status}={plan.said('stranger')})"
    for name, criteria, kind in (("note", missing, "wanted"), ("status", amiss, "attention")):
        column = list(columns).index(name)
        rule = {"type": "formula", "criteria": criteria, "format": look[kind]}
        sheet.conditional_format(1, column, last_row, column, rule)
