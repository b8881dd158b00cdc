"""The table of engagements: one row for each, with a column for every fact, signal and practice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Any

from maturity.engagement import customer_slug
from maturity.errors import Fault, InputError
from maturity.intake.facts import Fact, contradictions, engagement_of, facts_on
from maturity.intake.outcomes import Outcome
from maturity.intake.responses import PARTS, Said, Sayings, merge, read_parts
from maturity.intake.tables import Cells, Row, Spot, Table, open_row, read_header
from maturity.intake.vocabulary import Vocabulary, computed_problem
from maturity.model import Model

SHEET = "engagements"  #: of a workbook that has several

_EXPECTED = "a fact such as customer or held_on, the key of a practice or signal, or KEY.note and the like"
_EXPECTED_FACT = {"customer": "the customer's name", "held_on": "the day of the engagement, such as 2026-03-12"}


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What one row says of an engagement, before its answer sheets are laid beside it."""

    cells: Cells
    facts: Mapping[str, Any]  #: by column
    signals: Mapping[str, bool]
    said: Sayings

    @property
    def spot(self) -> Spot:
        """The row's place."""
        return self.cells.here

    @cached_property
    def slug(self) -> str | None:
        """The customer's slug, where the customer could be read."""
        return customer_slug(self.facts["customer"]) if "customer" in self.facts else None

    @property
    def key(self) -> str | None:
        """The engagement's key, where the customer and the day could be read."""
        return f"{self.facts['held_on']}-{self.slug}" if self.slug and "held_on" in self.facts else None

    def finish(self, sheets: Sequence[Sayings] = (), *, faults: Sequence[Fault] = ()) -> Outcome:
        """The engagement that the row and its sheets make; `faults` are those of the sheets."""
        against = (self.cells.spot(column).fault(problem) for column, problem in contradictions(self.facts))
        responses, differences = merge([self.said, *sheets])
        told = (*self.cells.faults, *against, *faults, *differences)
        engagement = None if told else engagement_of(self.facts, responses=responses, signals=self.signals)
        return Outcome(spot=self.spot, key=self.key, engagement=engagement, faults=told)


def read_drafts(table: Table, vocabulary: Vocabulary, *, today: date) -> tuple[Draft, ...]:
    """What each row of a table of engagements says.

    Raises:
        InputError: the header is wrong, so that every row would be; its cells' faults are told with it.
    """
    facts, model = facts_on(today), vocabulary.model
    header = read_header(table, known=_known(facts, model), required=list(_EXPECTED_FACT), expected=_EXPECTED)
    drafts = tuple(_draft(table, row, header.columns, facts, vocabulary) for row in table.rows)
    if header.faults:
        raise InputError([*header.faults, *chain.from_iterable(draft.cells.faults for draft in drafts)])
    if not drafts:
        raise InputError(
            [Fault(place=table.place, problem="has a header and no rows; expected one for each engagement")]
        )
    return drafts


def _known(facts: Sequence[Fact], model: Model) -> list[str]:
    parts = [column for practice in model.practices for column in _columns_of(practice).values()]
    return [*(fact.column for fact in facts), *model.signal_names, *parts]


def _columns_of(practice: str) -> Mapping[str, str]:
    """The column of each part of a practice's response."""
    return {part: practice if part == "answer" else f"{practice}.{part}" for part in PARTS}


def _draft(table: Table, row: Row, columns: Mapping[str, int], facts: Sequence[Fact], vocabulary: Vocabulary) -> Draft:
    cells = open_row(table, row, columns)
    found = {fact.column: cells.read(fact.column, fact.read_and_check) for fact in facts}
    signals = {key: cells.read(key, vocabulary.signal) for key in vocabulary.model.signal_names}
    said = _said(cells, vocabulary)
    for name, expected in _EXPECTED_FACT.items():
        if name in cells.columns and not cells.text(name):
            cells.refuse(name, f"is empty; expected {expected}")
    return Draft(
        cells=cells,
        facts={column: value for column, value in found.items() if value is not None},
        signals={key: value for key, value in signals.items() if value is not None},
        said=said,
    )


def _said(cells: Cells, vocabulary: Vocabulary) -> dict[str, Mapping[str, Said]]:
    said = {}
    for key, practice in vocabulary.model.practices.items():
        columns = {part: column for part, column in _columns_of(key).items() if cells.text(column)}
        if practice.computed:
            for column in columns.values():
                cells.refuse(column, computed_problem(practice))
        elif columns:
            said[key] = read_parts(cells, columns, vocabulary)
    return {key: parts for key, parts in said.items() if parts}
