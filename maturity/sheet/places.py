"""Where everything stands in the workbook, and the formulas that look at it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from maturity.model import Answer
from maturity.sheet.content import Form, Group, Line, Shape

#: columns of the three sheets, with their widths in characters
START: Final = {"margin": 2, "label": 32, "text": 84, "answered": 12, "bar": 15}
COMPANY: Final = {"key": 16, "fact": 27, "answer": 34, "question": 74}
ANSWERS: Final = {
    "key": 15,
    "practice": 24,
    "question": 34,
    "last": 13,
    "answer": 15,
    "proof": 30,
    "evidence": 26,
    "note": 26,
    "status": 12,
}
BLOCKS: Final = 10  #: of a bar that is full


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a line stands."""

    row: int  #: counted from 0
    line: Line


@dataclass(frozen=True, kw_only=True)
class Count:
    """How many questions of a group are answered."""

    group: Group
    formula: str  #: that counts them, without its equals sign
    done: int  #: when the sheet is written

    @property
    def asked(self) -> int:
        """How many there are."""
        return len(self.group.lines)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Where the parts of a form stand."""

    form: Form
    first_answer: int  #: row of the first sheet, counted from 0, in which the list of answers begins

    @cached_property
    def answer_columns(self) -> Mapping[str, int]:
        """The columns of the answers; that of last time only where there was one."""
        return {name: width for name, width in ANSWERS.items() if name != "last" or self.form.last_title}

    @property
    def choices(self) -> str:
        """The cells that list the answers, as a formula names them."""
        first, last = self.first_answer + 1, self.first_answer + len(Answer)
        return f"{self._sheet('start')}!$B${first}:$B${last}"

    @property
    def counts(self) -> tuple[Count, ...]:
        """The groups whose answers are counted."""
        signals, places = self.form.signals, places_of(self.form.facts)
        cells = _cells("$" + letter(COMPANY, "answer"), [place.row for place in places if place.line in signals.lines])
        counts = [self._count(signals, f"COUNTA({self._sheet('company')}!{cells})")] if signals.lines else []
        column, places = "$" + letter(self.answer_columns, "status"), places_of(self.form.stages)
        for group in self.form.stages:
            cells = _cells(column, [place.row for place in places if place.line in group.lines])
            counts.append(self._count(group, f"COUNTIF({self._sheet('answers')}!{cells},{self.said('done')})"))
        return tuple(counts)

    def status_formula(self, row: int) -> str:
        """What says how far the answer in that row is."""
        answer, note = (f"${letter(self.answer_columns, name)}{row + 1}" for name in ("answer", "note"))
        sheet, aside = self._sheet("start"), self.first_answer + list(Answer).index(Answer.NOT_APPLICABLE) + 1
        return (
            f'=IF({answer}="",{self.said("open")},IF(COUNTIF({self.choices},{answer})=0,{self.said("stranger")},'
            f'IF(AND({answer}={sheet}!$B${aside},{note}=""),{self.said("reason")},{self.said("done")})))'
        )

    def status(self, line: Line) -> str:
        """What that formula gives when the sheet is written."""
        if not line.value:
            return self.form.words["status.open"]
        lacks = line.value == self.form.answers[Answer.NOT_APPLICABLE] and not line.note
        return self.form.words["status.reason" if lacks else "status.done"]

    def said(self, kind: str) -> str:
        """The word for a status, as a formula holds it."""
        return _quoted(self.form.words[f"status.{kind}"])

    def count_formula(self, counted: str, asked: int) -> str:
        """So many of so many, in words."""
        return "=" + _quoted(self.form.words["start.count"]).format(done=f'"&{counted}&"', asked=asked)

    def _count(self, group: Group, formula: str) -> Count:
        return Count(group=group, formula=formula, done=sum(self._is_done(line) for line in group.lines))

    def _is_done(self, line: Line) -> bool:
        is_answer = line.shape is Shape.ANSWER
        return self.status(line) == self.form.words["status.done"] if is_answer else line.value is not None

    def _sheet(self, name: str) -> str:
        """A sheet as formulas name it."""
        return "'" + self.form.words[f"sheet.{name}"].replace("'", "''") + "'"


def headings_of(groups: Sequence[Group]) -> list[tuple[Group, int]]:
    """Each group with the row of its heading, under a header in row 0."""
    rows, row = [], 1
    for group in groups:
        rows.append((group, row))
        row += 1 + len(group.lines)
    return rows


def places_of(groups: Sequence[Group]) -> list[Place]:
    """Every line of the groups with its row, each group under its heading."""
    return [
        Place(row=row + 1 + index, line=line)
        for group, row in headings_of(groups)
        for index, line in enumerate(group.lines)
    ]


def letter(columns: Mapping[str, int], name: str) -> str:
    """The letter of a column; there are fewer than 26."""
    return chr(ord("A") + list(columns).index(name))


def bar_formula(counted: str, asked: int) -> str:
    """A bar of ten blocks, as full as the answers are."""
    full = f"ROUND({BLOCKS}*{counted}/{asked},0)"
    return f'=REPT("■",{full})&REPT("□",{BLOCKS}-{full})'


def bar(done: int, asked: int) -> str:
    """The bar that the formula gives.

    >>> bar(3, 6), bar(0, 5)
    ('■■■■■□□□□□', '□□□□□□□□□□')
    """
    full = int(BLOCKS * done / asked + 0.5)
    return "■" * full + "□" * (BLOCKS - full)


def _cells(column: str, rows: Sequence[int]) -> str:
    return f"{column}${rows[0] + 1}:{column}${rows[-1] + 1}" if rows else ""


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
