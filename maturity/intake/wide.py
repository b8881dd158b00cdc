"""The table of engagements: one row for each, with a column for every fact, signal and practice."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import chain

from maturity.errors import Fault, InputError
from maturity.intake.drafts import EXPECTED_FACTS, Draft
from maturity.intake.facts import Fact, facts_on
from maturity.intake.responses import PARTS, Said, read_parts
from maturity.intake.tables import Cells, Row, Table, open_row, read_header
from maturity.intake.vocabulary import Vocabulary, computed_problem
from maturity.model import Model

SHEET = "engagements"  #: of a workbook that has several

_EXPECTED = "a fact such as customer or held_on, the key of a practice or signal, or KEY.note and the like"


def read_drafts(table: Table, vocabulary: Vocabulary, *, today: date) -> tuple[Draft, ...]:
    """What each row of a table of engagements says.

    Raises:
        InputError: the header is wrong, so that every row would be; its cells' faults are told with it.
    """
    facts, model = facts_on(today), vocabulary.model
    header = read_header(table, known=_known(facts, model), required=list(EXPECTED_FACTS), expected=_EXPECTED)
    drafts = tuple(_draft(table, row, header.columns, facts, vocabulary) for row in table.rows)
    if header.faults:
        raise InputError([*header.faults, *chain.from_iterable(draft.faults for draft in drafts)])
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
    for name, expected in EXPECTED_FACTS.items():
        if name in cells.columns and not cells.text(name):
            cells.refuse(name, f"is empty; expected {expected}")
    return Draft(
        spot=cells.here,
        facts=_said_in(cells, found),
        signals=_said_in(cells, signals),
        said=said,
        faults=cells.faults,
    )


def _said_in(cells: Cells, values: Mapping[str, object]) -> dict[str, Said]:
    """The values that are known, by column."""
    return {
        column: Said(value=value, cells=cells, column=column) for column, value in values.items() if value is not None
    }


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
