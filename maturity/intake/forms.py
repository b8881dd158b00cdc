"""The sheet that a customer filled in: found by its headers and keys, whatever a spreadsheet program made of it."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache

from maturity.errors import Fault
from maturity.intake.drafts import EXPECTED_FACTS, Draft
from maturity.intake.facts import Fact, facts_on
from maturity.intake.fields import near, quoted, unseen_aside
from maturity.intake.folding import by_word, found_by
from maturity.intake.form_words import KEY, NAME, OTHER, Subject, column_named, subjects_of
from maturity.intake.responses import PARTS, Said, read_parts, united
from maturity.intake.spreadsheets import formula_warnings
from maturity.intake.tables import Cells, Spot, Table
from maturity.intake.vocabulary import Vocabulary, computed_problem
from maturity.model import Practice
from maturity.sheet_words import words_of_every_language

_SERIAL = re.compile(r"[3-7]\d{4}")  #: a day as a spreadsheet counts it, between 1982 and 2119
_GUARDED = re.compile(r"'+[=+\-@\t\r]")  #: text that our own CSV keeps from being a formula


def read_form(tables: Sequence[Table], vocabulary: Vocabulary, *, place: str, today: date) -> Draft:
    """What the tables of one file say together: each row by its key or, where that is gone, by its name."""
    reader = _Reader(vocabulary=vocabulary, subjects=subjects_of(vocabulary.model, facts_on(today)))
    for table in tables:
        reader.read(table)
    return reader.draft(Spot(place=place))


@dataclass(frozen=True, kw_only=True)
class _Reader:
    """A walk through the tables; what they say gathers here."""

    vocabulary: Vocabulary
    subjects: Mapping[str, Subject]  #: by key and by name
    facts: list[Mapping[str, Said]] = field(default_factory=list)
    signals: list[Mapping[str, Said]] = field(default_factory=list)
    said: dict[str, list[Mapping[str, Said]]] = field(default_factory=lambda: defaultdict(list))
    empty: dict[str, Spot] = field(default_factory=dict)  #: facts whose row says nothing
    tried: set[str] = field(default_factory=set)  #: facts whose row says something
    faults: list[Fault] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def draft(self, spot: Spot) -> Draft:
        """Everything that was said, and what is wrong with it."""
        differences: list[Fault] = []
        missing = {
            column: self.empty[column].fault(f"is empty; expected {expected}")
            if column in self.empty
            else spot.fault(f"has no row with the key {column!r}; expected {expected}")
            for column, expected in EXPECTED_FACTS.items()
            if column not in self.tried
        }
        return Draft(
            spot=spot,
            facts=united(self.facts, differences),
            signals=united(self.signals, differences),
            said={key: united(parts, differences) for key, parts in self.said.items()},
            faults=(*self.faults, *differences),
            missing=missing,
            warnings=tuple(self.warnings),
        )

    def read(self, table: Table) -> None:
        """Take in the rows of a table."""
        columns = self._columns(table)
        formulas: list[tuple[int, int]] = []
        for row in table.rows:
            cells = Cells(table=table, row=row, columns=columns)
            parts = [part for part in PARTS if unseen_aside(cells.text(part))]  # a cell of nothing to see is empty
            if row.broken:
                cells.refuse_row(row.broken)
            else:
                self._read_row(cells, parts)
            wanted = [(row.line, columns[part]) for part in parts]
            formulas += [cell for cell in wanted if cell in table.formulas]
            self.faults.extend(cells.faults)
        self.warnings.extend((*table.warnings, *formula_warnings(table.place, formulas)))

    def _columns(self, table: Table) -> dict[str, int]:
        """Where each column stands; a column of the customer's own is left unread, and told."""
        columns: dict[str, int] = {}
        for index, title in enumerate(table.header.cells):
            name = column_named(title)
            spot = table.spot(table.header, index)
            if name is None and title:
                self.warnings.append(str(spot.fault(f"{quoted(title)} is not a column of the sheet; left unread")))
            elif name in columns:
                where = f"columns {table.column(columns[name])} and {table.column(index)}"
                self.faults.append(spot.fault(f"{quoted(title)} heads {where}; expected it once"))
            elif name not in {None, OTHER}:
                columns[str(name)] = index
        return columns

    def _read_row(self, cells: Cells, parts: Sequence[str]) -> None:
        subject = self._subject(cells)
        if subject is None:
            self._read_stranger(cells, parts)
        elif isinstance(subject, Practice):
            if subject.computed and parts:
                cells.refuse_row(computed_problem(subject))
            elif parts:
                self.said[subject.key].append(self._unguarded(cells, parts))
        elif isinstance(subject, Fact):
            self._read_fact(cells, subject)
            self._leave_unread(cells, parts)
        elif isinstance(subject, str):
            self._read_signal(cells, subject)
            self._leave_unread(cells, parts)

    def _subject(self, cells: Cells) -> Subject | None:
        found = found_by(cells.text(KEY), self.subjects)
        return found if found is not None or cells.text(KEY) else found_by(cells.text(NAME), self.subjects)

    def _read_stranger(self, cells: Cells, parts: Sequence[str]) -> None:
        """A row of the customer's own is left alone, unless it holds an answer that would be lost."""
        key = cells.text(KEY)
        if "answer" in parts and key:
            known = tuple(practice.key for practice in self.vocabulary.model.asked)
            cells.refuse(KEY, f"{quoted(key)} is not a key of the sheet{near(key, known)}")
        elif "answer" in parts:
            answer = quoted(cells.text("answer"))
            cells.refuse("answer", f"{answer} stands in a row without a key; expected the key of what it answers")
        elif parts:
            self.warnings.append(str(cells.here.fault("has notes, and no key of the sheet; left unread")))

    def _read_fact(self, cells: Cells, fact: Fact) -> None:
        if not unseen_aside(cells.text("answer")):
            self.empty.setdefault(fact.column, cells.spot("answer"))
            return
        self.tried.add(fact.column)
        if (cells.row.line, cells.columns["answer"]) in cells.table.formulas:
            cells.refuse("answer", f"holds the formula {quoted(cells.text('answer'))}; expected its value, typed")
            return
        value = cells.read("answer", lambda text: fact.read_and_check(_fact_text(text, fact, cells.table)))
        if value is not None:
            self.facts.append({fact.column: Said(value=value, cells=cells, column="answer")})

    def _read_signal(self, cells: Cells, key: str) -> None:
        value = cells.read("answer", self._yes_no) if unseen_aside(cells.text("answer")) else None
        if value is not None:
            self.signals.append({key: Said(value=value, cells=cells, column="answer")})

    def _yes_no(self, text: str) -> bool | None:
        return self.vocabulary.signal(_english(text))

    def _unguarded(self, cells: Cells, parts: Sequence[str]) -> Mapping[str, Said]:
        said = read_parts(cells, {part: part for part in parts}, self.vocabulary)
        return {part: replace(one, value=_plain(one.value, cells.table)) for part, one in said.items()}

    def _leave_unread(self, cells: Cells, parts: Sequence[str]) -> None:
        if set(parts) - {"answer"}:
            spot = cells.spot(next(part for part in parts if part != "answer"))
            self.warnings.append(str(spot.fault("holds a note to a fact, which has no place for one; left unread")))


def guarded(text: str) -> str:
    """The text as it stands in our CSV: an apostrophe before what a spreadsheet would run, as reading takes it away.

    >>> guarded("=1+1"), guarded("'=1+1"), guarded("'tis")
    ("'=1+1", "''=1+1", "'tis")
    """
    return f"'{text}" if _GUARDED.match(f"'{text}") else text


def _plain(text: str, table: Table) -> str:
    """The text that was given to be written: in CSV without the apostrophe that guarded it."""
    return text[1:] if not table.is_lettered and _GUARDED.match(text) else text


def _fact_text(text: str, fact: Fact, table: Table) -> str:
    if fact.read is str:
        return _plain(text, table)
    seen = _english(unseen_aside(text))
    if fact.is_day and table.day_zero and _SERIAL.fullmatch(seen):
        return (table.day_zero + timedelta(days=int(seen))).isoformat()
    return seen


def _english(text: str) -> str:
    """The yes or no that the sheet itself offers, in the language that every reader knows; other text as it is."""
    return found_by(text, _yes_and_no()) or text


@lru_cache(maxsize=1)
def _yes_and_no() -> Mapping[str, str]:
    return by_word((words[word], word) for words in words_of_every_language() for word in ("yes", "no"))
