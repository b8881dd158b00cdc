"""Where many customers stand: a table of answers held against the model, column by column, by the rules of one."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from numbers import Real
from reprlib import repr as short
from typing import TYPE_CHECKING, Any, cast

from maturity.assessment import Gate, Standing, climb_gates, count_open, rank_gates, stranger
from maturity.errors import Fault, InputError, did_you_mean
from maturity.model import Answer, Computed, Model

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

    Codes = NDArray[np.uint8]
    Counts = NDArray[np.float64]

ANSWERS = tuple(Answer)  #: an answer's code is its place here
BLOCK = 65_536  #: rows judged at once: their columns stay in the processor's cache
FAULTS_TOLD = 20  #: of a table; the others are counted
_NO_ANSWER = 255  #: the code of a cell that holds anything else
_CODES: Mapping[object, int] = {"": ANSWERS.index(Answer.UNKNOWN), **{word: at for at, word in enumerate(ANSWERS)}}


def assess_many(
    model: Model, answers: "pd.DataFrame | Codes", *, engineers: "ArrayLike | Sequence[object] | None" = None
) -> "pd.DataFrame":
    """Where each engagement of a table stands; every row says what `assess` says of it.

    `answers` is either a table of words, one row an engagement, with a column for each asked practice (a column that
    is not there is unknown, and so is an empty cell), or a uint8 array with a column for each of `model.asked` and
    codes in the order of `ANSWERS`, quickest column-major. Product engineers (head count, empty where not known) stand
    in a column `engineers` of the table, or come as `engineers`, one a row.

    The result has the table's index and the columns `floor`, `ceiling` and `achieved` (stages), and for every stage N
    `gate_N` (open, unproven or closed) and `skipped_N` (true or false).

    Raises:
        InputError: a cell holds no answer or no head count, or a column or the shape does not fit; the first 20
            faults are told, row by row, and the others counted.
    """
    import numpy as np
    import pandas as pd

    table = _table(model, answers, engineers)
    _refuse([*_wrong_answers(table), *_wrong_head_counts(table)], table.index)
    rows = range(0, max(len(table.index), 1), BLOCK)
    blocks = [_judged(model, table, slice(start, start + BLOCK)) for start in rows]
    columns = {name: np.concatenate([block[name] for block in blocks]) for name in blocks[0]}
    gates = pd.CategoricalDtype([str(gate) for gate in Gate])
    named = {
        name: pd.Categorical.from_codes(column, dtype=gates) if name.startswith("gate_") else column
        for name, column in columns.items()
    }
    return pd.DataFrame(named, index=table.index, copy=False)


@dataclass(frozen=True, kw_only=True)
class _Table:
    index: "pd.Index[Any]"
    codes: Mapping[str, "Codes"]  #: by the key of an asked practice; one that is not here is unknown
    engineers: "Counts"  #: product engineers, head count; not a number where it is not known, -1 where it is none
    given: Callable[[str, int], object]  #: what stood in a column and row
    expected: str  #: in the columns of answers


@dataclass(frozen=True, kw_only=True)
class _Wrong:
    column: str
    rows: "NDArray[np.intp]"
    problem: Callable[[int], str]  #: of a row


def _judged(model: Model, table: _Table, rows: slice) -> "dict[str, NDArray[Any]]":
    """The columns of the result for some of the rows; gates as places in `Gate`."""
    import numpy as np

    engineers = table.engineers[rows]
    unknown = np.full(len(engineers), _CODES[Answer.UNKNOWN], dtype=np.uint8)
    climb = climb_gates(
        model,
        {
            key: _counted(practice.computed, engineers)
            if practice.computed
            else _answered(table.codes[key][rows] if key in table.codes else unknown)
            for key, practice in model.practices.items()
        },
    )
    floor, ceiling = count_open(climb.proven).view(np.int8), count_open(climb.possible).view(np.int8)
    gates = {f"gate_{number}": gate.view(np.int8) for number, gate in enumerate(rank_gates(climb), start=1)}
    skipped = {f"skipped_{number}": skip.view(np.bool_) for number, skip in enumerate(climb.skipped, start=1)}
    return {"floor": floor, "ceiling": ceiling, "achieved": floor, **gates, **skipped}


def _answered(codes: "Codes") -> "Standing[Codes]":
    import numpy as np

    held, unknown, void = (
        (codes == _CODES[answer]).view(np.uint8) for answer in (Answer.ALWAYS, Answer.UNKNOWN, Answer.NOT_APPLICABLE)
    )
    return Standing(held=held, unknown=unknown, void=void)


def _counted(computed: Computed, engineers: "Counts") -> "Standing[Codes]":
    import numpy as np

    held = (engineers >= computed.at_least).view(np.uint8)
    return Standing(held=held, unknown=np.isnan(engineers).view(np.uint8), void=np.zeros_like(held))


def _table(model: Model, answers: object, engineers: "ArrayLike | Sequence[object] | None") -> _Table:
    import numpy as np
    import pandas as pd

    if isinstance(answers, pd.DataFrame):
        return _from_words(model, answers, engineers)
    if isinstance(answers, np.ndarray) and answers.dtype == np.uint8:
        return _from_codes(model, answers, engineers)
    came = f"{answers.dtype} array" if isinstance(answers, np.ndarray) else type(answers).__name__
    raise InputError([Fault(place="answers", problem=f"came as {came}; expected a DataFrame or a uint8 array")])


def _from_codes(model: Model, answers: "Codes", engineers: "ArrayLike | Sequence[object] | None") -> _Table:
    import pandas as pd

    asked = [practice.key for practice in model.asked]
    if answers.shape[1:] != (len(asked),):
        problem = f"have the shape {answers.shape}; expected (rows, {len(asked)}), a column for each asked practice"
        raise InputError([Fault(place="answers", problem=problem)])
    index = pd.RangeIndex(len(answers))
    given = {key: answers[:, at] for at, key in enumerate(asked)}
    counts = _beside(engineers, index)
    return _Table(
        index=index,
        codes=given,
        engineers=_numbers(counts),
        given=lambda column, row: counts.iloc[row] if column == "engineers" else int(given[column][row]),
        expected=f"0 to {len(ANSWERS) - 1}",
    )


def _from_words(model: Model, answers: "pd.DataFrame", engineers: "ArrayLike | Sequence[object] | None") -> _Table:
    asked = {practice.key for practice in model.asked}
    problems = [(str(key), stranger(str(key), model)) for key in answers.columns if key not in asked | {"engineers"}]
    problems += [(str(key), "is given more than once") for key in answers.columns[answers.columns.duplicated()]]
    if engineers is not None and "engineers" in answers:
        problems.append(("engineers", "is in the table and beside it; expected one of the two"))
    if problems:
        raise InputError(Fault(place="answers", column=key, problem=problem) for key, problem in problems)
    given = {str(key): column for key, column in answers.items()}
    counts = given.setdefault("engineers", _beside(engineers, answers.index))
    return _Table(
        index=answers.index,
        codes={key: _coded(column) for key, column in given.items() if key in asked},
        engineers=_numbers(counts),
        given=lambda column, row: given[column].iloc[row],
        expected=", ".join(ANSWERS),
    )


def _beside(engineers: "ArrayLike | Sequence[object] | None", index: "pd.Index[Any]") -> "pd.Series[Any]":
    """The head counts that came beside the answers, one a row; none is known if none came."""
    import pandas as pd

    counts = pd.Series(float("nan"), index=index) if engineers is None else pd.Series(cast("Any", engineers))
    if len(counts) != len(index):
        problem = f"are {len(counts):,} head counts for {len(index):,} rows; expected one a row"
        raise InputError([Fault(place="engineers", problem=problem)])
    return counts


def _coded(words: "pd.Series[Any]") -> "Codes":
    """The codes of a column of words; what is no answer has a code of its own."""
    import numpy as np
    import pandas as pd

    try:
        places, found = pd.factorize(words)
    except TypeError:  # a cell holds a list or the like
        places, found = pd.factorize(words.map(lambda cell: cell if isinstance(cell, Hashable) else short(cell)))
    codes = [_CODES.get(word, _NO_ANSWER) for word in found]
    return np.array([*codes, _CODES[Answer.UNKNOWN]], dtype=np.uint8)[places]  # an empty cell's place is -1: the last


def _numbers(counts: "pd.Series[Any]") -> "Counts":
    import numpy as np

    if counts.dtype.kind in "iuf":
        return counts.to_numpy(dtype=np.float64, na_value=np.nan)
    return np.array([_number(count) for count in counts], dtype=np.float64)


def _number(count: object) -> float:
    import pandas as pd

    if count is None or count is pd.NA or (isinstance(count, str) and not count):
        return float("nan")
    return float(count) if isinstance(count, Real) and not isinstance(count, bool) else -1.0


def _wrong_answers(table: _Table) -> Iterator[_Wrong]:
    import numpy as np

    def problem(column: str, row: int) -> str:
        came = table.given(column, row)
        near = did_you_mean(came, [str(answer) for answer in ANSWERS]) if isinstance(came, str) else ""
        return f"{short(came)} is not an answer{near}; expected {table.expected}"

    for key, codes in table.codes.items():
        if codes.max(initial=0) >= len(ANSWERS):
            rows = np.flatnonzero(codes >= len(ANSWERS))
            yield _Wrong(column=key, rows=rows, problem=partial(problem, key))


def _wrong_head_counts(table: _Table) -> Iterator[_Wrong]:
    import numpy as np

    def problem(row: int) -> str:
        came = table.given("engineers", row)
        shown = f"{came}" if isinstance(came, Real) else short(came)
        return f"{shown} is not a head count; expected a whole number from 0"

    counts = table.engineers
    wrong = ~np.isnan(counts) & ((counts < 0) | np.isinf(counts) | (np.floor(counts) != counts))
    if wrong.any():
        yield _Wrong(column="engineers", rows=np.flatnonzero(wrong), problem=problem)


def _refuse(wrong: Sequence[_Wrong], index: "pd.Index[Any]") -> None:
    """Refuse the table if any cell is wrong, telling the first of them row by row."""
    first = sorted((int(row), at) for at, column in enumerate(wrong) for row in column.rows[:FAULTS_TOLD])
    faults = [
        Fault(place=f"row {index[row]}", column=wrong[at].column, problem=wrong[at].problem(row))
        for row, at in first[:FAULTS_TOLD]
    ]
    more = sum(len(column.rows) for column in wrong) - len(faults)
    if more:
        faults.append(Fault(place="answers", problem=f"and {more:,} more faults"))
    if faults:
        raise InputError(faults)
