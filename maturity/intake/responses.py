"""A response put together from everything that was said of a practice, wherever it stands in the input."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from maturity.engagement import Response
from maturity.errors import Fault
from maturity.intake.fields import FieldError, check_text, quoted
from maturity.intake.tables import Cells, Spot
from maturity.intake.vocabulary import Vocabulary
from maturity.model import Answer

PARTS = ("answer", "grade", "evidence", "note", "claimed")  #: of a response, as the columns of a sheet


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """One thing that a cell says, and where it stands."""

    value: Any  #: an answer, a grade, a text or a fact
    cells: Cells  #: its row
    column: str

    @property
    def spot(self) -> Spot:
        """The place of the cell."""
        return self.cells.spot(self.column)


#: what was said of each practice, by practice key and part
Sayings = Mapping[str, Mapping[str, Said]]


def read_parts(cells: Cells, columns: Mapping[str, str], vocabulary: Vocabulary) -> Mapping[str, Said]:
    """The parts of one response that a row gives; `columns` names the column of each part."""
    given = {part: cells.read(column, vocabulary.readers[part]) for part, column in columns.items()}
    for part, column in columns.items():
        problem = text_problem(given[part])
        if problem:
            cells.refuse(column, problem)
    return {
        part: Said(value=value, cells=cells, column=columns[part]) for part, value in given.items() if value is not None
    }


def merge(sayings: Sequence[Sayings]) -> tuple[dict[str, Response], list[Fault]]:
    """The responses, by practice key, that all these make together; nothing overrides anything.

    The faults are the parts that were said differently in two places, and the answers that lack their reason.
    """
    faults: list[Fault] = []
    keys = dict.fromkeys(key for said in sayings for key in said)
    responses = {}
    for key in keys:
        parts = united([said[key] for said in sayings if key in said], faults)
        response = Response(**{"answer": Answer.UNKNOWN, **{part: said.value for part, said in parts.items()}})
        if lacks_reason(response):
            faults.append(parts["answer"].spot.fault(NO_REASON))
        responses[key] = response
    return responses, faults


#: what is wrong with an answer that does not apply and does not say why
NO_REASON = f"'{Answer.NOT_APPLICABLE}' has no reason; expected one in its note"


def lacks_reason(response: Response) -> bool:
    """Whether the response says `not-applicable` without a reason."""
    return response.answer is Answer.NOT_APPLICABLE and not response.note.strip()


def text_problem(value: object) -> str | None:
    """What is wrong with an evidence or a note as text, if anything is."""
    try:
        check_text(value if isinstance(value, str) else "")
    except FieldError as error:
        return str(error)
    return None


def united(tellings: Iterable[Mapping[str, Said]], faults: list[Fault]) -> dict[str, Said]:
    """What all these say together, by part; where two of them differ, the first, and a fault at the other."""
    parts: dict[str, Said] = {}
    for telling in tellings:
        for part, said in telling.items():
            before = parts.setdefault(part, said)
            if before.value != said.value:
                other = f"{quoted(_shown(before.value))} in {before.spot}"
                problem = f"{quoted(_shown(said.value))} contradicts {other}; expected one or the other"
                faults.append(said.spot.fault(problem))
    return parts


def _shown(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
