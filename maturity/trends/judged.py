"""Engagements in columns with what the model says of each: stages, gates, traps."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import and_, or_
from typing import Final

import numpy as np
from numpy.typing import NDArray

from maturity.assessment import Gate
from maturity.columns import ANSWER_CODES, GRADE_CODES, YES, Codes, Columns, Rows
from maturity.many import assess_many
from maturity.model import Answer, Condition, Grade, Model

Truths = NDArray[np.bool_]

ALWAYS: Final = ANSWER_CODES[Answer.ALWAYS]
UNKNOWN: Final = ANSWER_CODES[Answer.UNKNOWN]
VOID: Final = ANSWER_CODES[Answer.NOT_APPLICABLE]
GAPS: Final = [ANSWER_CODES[answer] for answer in (Answer.USUALLY, Answer.SOMETIMES, Answer.NEVER)]
IS_GAP: Final = np.isin(np.arange(256), GAPS)  #: by code
CLOSED: Final = tuple(Gate).index(Gate.CLOSED)


@dataclass(frozen=True, kw_only=True)
class Judged:
    """Columns, and where each row stands."""

    model: Model
    columns: Columns
    floor: NDArray[np.int8]  #: stage
    gates: NDArray[np.int8]  #: places in `Gate`; a column a stage
    skipped: Truths  #: a column a stage

    def answer(self, key: str) -> Codes:
        """The answers to a practice, asked or computed from the head count."""
        return self._answers[key]

    def is_gap(self, key: str) -> Truths:
        """Whether a practice is known, applies, and is not `always`."""
        return IS_GAP[self._answers[key]]

    @cached_property
    def traps(self) -> Truths:
        """Whether a row stands in a trap; a column a trap."""
        found = [_shown(trap.when, self) for trap in self.model.traps]
        return np.column_stack(found) if found else np.zeros((len(self.columns), 0), dtype=np.bool_)

    @cached_property
    def is_alike(self) -> Truths:
        """Whether an answer can be compared with the same customer's next: same model, both known, same grade.

        A row for each of `columns.earlier`, a column for each asked practice.
        """
        before, after = self.columns.earlier, self.columns.earlier + 1
        answers, grades, edition = self.columns.answers, self.columns.grades, self.columns.edition.codes
        known = (answers[before] != UNKNOWN) & (answers[after] != UNKNOWN)
        same: Truths = known & (grades[before] == grades[after]) & (edition[before] == edition[after])[:, None]
        return same

    @cached_property
    def _answers(self) -> dict[str, Codes]:
        given = {practice.key: self.columns.answers[:, at] for at, practice in enumerate(self.model.asked)}
        counts = self.columns.engineers
        for key, practice in self.model.practices.items():
            if practice.computed is not None:
                held = np.where(counts >= practice.computed.at_least, ALWAYS, ANSWER_CODES[Answer.NEVER])
                given[key] = np.where(np.isnan(counts), UNKNOWN, held).astype(np.uint8)
        return given


def judge(model: Model, columns: Columns) -> Judged:
    """Where every row stands; each says what `assess` says of its engagement."""
    verdicts = assess_many(model, columns.answers, engineers=columns.engineers)
    stages = [stage.number for stage in model.stages]
    return Judged(
        model=model,
        columns=columns,
        floor=verdicts["floor"].to_numpy(),
        gates=np.column_stack([verdicts[f"gate_{number}"].cat.codes.to_numpy() for number in stages]),
        skipped=np.column_stack([verdicts[f"skipped_{number}"].to_numpy() for number in stages]),
    )


def floors_alike(judged: Judged) -> NDArray[np.int8]:
    """Where the later engagement of each pair would stand, had only the answers changed that can be compared.

    A row for each of `columns.earlier`.
    """
    before, columns = judged.columns.earlier, judged.columns
    mixed = np.where(judged.is_alike, columns.answers[before + 1], columns.answers[before])
    counts = columns.engineers
    same = columns.edition.codes[before] == columns.edition.codes[before + 1]
    engineers = np.where(same & ~np.isnan(counts[before + 1]), counts[before + 1], counts[before])
    floors: NDArray[np.int8] = assess_many(judged.model, np.asfortranarray(mixed), engineers=engineers)[
        "floor"
    ].to_numpy()
    return floors


def customers_with(rows: Truths, columns: Columns) -> Rows:
    """For each customer, 1 if any of their rows is true, else 0."""
    return np.logical_or.reduceat(rows, columns.starts).astype(np.intp) if len(columns) else np.zeros(0, dtype=np.intp)


def _shown(condition: Condition, judged: Judged) -> Truths:
    """Whether the condition is true of a row: `traps.prove`, for columns."""
    if condition.all:
        return _joined(and_, (_shown(part, judged) for part in condition.all))
    if condition.any:
        return _joined(or_, (_shown(part, judged) for part in condition.any))
    if condition.signal:
        at = list(judged.model.signal_names).index(condition.signal)
        return np.asarray(judged.columns.signals[:, at] == YES)
    if condition.gate:
        gaps = _joined(or_, (judged.is_gap(practice.key) for practice in judged.model.stage(condition.gate).gates))
        return np.asarray((judged.gates[:, condition.gate - 1] == CLOSED) & gaps)
    return _practice_shown(condition, judged)


def _practice_shown(condition: Condition, judged: Judged) -> Truths:
    key = condition.practice or ""
    shown = np.isin(judged.answer(key), [ANSWER_CODES[answer] for answer in condition.answer])
    asked = [practice.key for practice in judged.model.asked]
    if key not in asked:
        measured = not condition.grade or Grade.MEASURED in condition.grade
        return shown & (measured and not condition.claimed)
    at = asked.index(key)
    if condition.claimed:
        shown &= np.isin(judged.columns.claimed[:, at], [ANSWER_CODES[answer] for answer in condition.claimed])
    if condition.grade:
        shown &= np.isin(judged.columns.grades[:, at], [GRADE_CODES[grade] for grade in condition.grade])
    return shown


def _joined(join: Callable[[Truths, Truths], Truths], parts: Iterable[Truths]) -> Truths:
    return reduce(join, parts)
