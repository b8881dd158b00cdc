"""A table of engagements is judged cell by cell as `assess` judges one."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import BUILT_IN_MODEL, engagements, models

from maturity.assessment import assess
from maturity.engagement import Engagement
from maturity.errors import InputError
from maturity.many import ANSWERS, BLOCK, assess_many
from maturity.model import Answer, Model

ASKED = [practice.key for practice in BUILT_IN_MODEL.asked]


def expected_of(model: Model, held: list[Engagement]) -> list[dict[str, object]]:
    """The row of each engagement, made of its own assessment."""
    rows: list[dict[str, object]] = []
    for assessment in (assess(model, one) for one in held):
        row: dict[str, object] = {name: getattr(assessment, name) for name in ("floor", "ceiling", "achieved")}
        row |= {f"gate_{stage.stage.number}": str(stage.gate) for stage in assessment.stages}
        row |= {f"skipped_{stage.number}": stage.number in assessment.skipped for stage in model.stages}
        rows.append(row)
    return rows


def words_of(model: Model, held: list[Engagement]) -> pd.DataFrame:
    """The answers of engagements as a table of words, one row each, empty where nothing was answered."""
    rows = [
        {key: str(response.answer) for key, response in one.responses.items()} | {"engineers": one.engineers}
        for one in held
    ]
    return pd.DataFrame(rows, columns=[*(practice.key for practice in model.asked), "engineers"])


def codes_of(model: Model, held: list[Engagement]) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """The answers of engagements as codes."""
    rows = [[ANSWERS.index(one.answer_to(practice)) for practice in model.asked] for one in held]
    return np.array(rows, dtype=np.uint8).reshape(len(held), len(model.asked))


def rows_of(table: pd.DataFrame) -> list[dict[str, object]]:
    """The rows of a result, as plain values."""
    return [{str(name): cell for name, cell in row.items()} for row in table.astype(object).to_dict(orient="records")]


def refusal(answers: Any, **others: Any) -> list[str]:  # noqa: ANN401  (whatever someone may hand over)
    """The lines of what is said of a table that is refused."""
    with pytest.raises(InputError) as refused:
        assess_many(BUILT_IN_MODEL, answers, **others)
    return str(refused.value).splitlines()


@settings(max_examples=25)
@given(held=st.lists(engagements(), min_size=1, max_size=8))
def test_a_table_of_words_says_what_assess_says(held: list[Engagement]) -> None:
    """Cell by cell, unknown head counts and empty cells included."""
    assert rows_of(assess_many(BUILT_IN_MODEL, words_of(BUILT_IN_MODEL, held))) == expected_of(BUILT_IN_MODEL, held)


@settings(max_examples=25)
@given(
    drawn=models().flatmap(
        lambda model: st.tuples(st.just(model), st.lists(engagements(model), min_size=1, max_size=8))
    )
)
def test_an_array_of_codes_says_what_assess_says_in_any_model(drawn: tuple[Model, list[Engagement]]) -> None:
    """One definition of the rules serves one engagement and a million, whatever the model."""
    model, held = drawn
    engineers = [one.engineers for one in held]
    assert rows_of(assess_many(model, codes_of(model, held), engineers=engineers)) == expected_of(model, held)


def test_rows_beyond_a_block_are_judged_too() -> None:
    """The answers are judged block by block; no seam shows, whichever way the array lies in memory."""
    drawn = np.random.default_rng(1).choice(6, p=(0.9, 0.01, 0.01, 0.02, 0.05, 0.01), size=(BLOCK + 1000, len(ASKED)))
    codes = drawn.astype(np.uint8)
    engineers = np.arange(len(codes)) % 100
    whole = assess_many(BUILT_IN_MODEL, np.asfortranarray(codes), engineers=engineers)
    assert whole["floor"].nunique() > 3
    pd.testing.assert_frame_equal(whole, assess_many(BUILT_IN_MODEL, codes, engineers=engineers))
    tail = assess_many(BUILT_IN_MODEL, codes[-1500:], engineers=engineers[-1500:])
    pd.testing.assert_frame_equal(whole.tail(1500).reset_index(drop=True), tail)


@pytest.mark.parametrize("dtype", ["object", "category", "str"])
def test_words_are_read_from_any_kind_of_column(dtype: Any) -> None:  # noqa: ANN401  (pandas takes many names)
    """Objects, categories and strings; None, NaN, nothing and the word itself are all unknown."""
    column = pd.Series(["always", None, float("nan"), "", "unknown", "never", Answer.ALWAYS]).astype(dtype)
    table = pd.DataFrame(dict.fromkeys(ASKED, column))
    judged = assess_many(BUILT_IN_MODEL, table)
    assert judged["floor"].tolist() == [4, 0, 0, 0, 0, 0, 4]
    assert judged["ceiling"].tolist() == [5, 5, 5, 5, 5, 0, 5]


@pytest.mark.parametrize(
    "engineers",
    [
        [50, 49, None],
        [50.0, 49.0, float("nan")],
        pd.array([50, 49, None], dtype="Int64"),
        pd.Series([50, 49, pd.NA], dtype=object),
        np.array([50, 49, np.nan]),
        ["", 49, 50][::-1],
    ],
)
def test_head_counts_are_read_from_any_kind_of_number(engineers: Any) -> None:  # noqa: ANN401  (any kind is the point)
    """Enough, too few, and not known; in the table or beside it."""
    codes = np.zeros((3, len(ASKED)), dtype=np.uint8)
    beside = assess_many(BUILT_IN_MODEL, codes, engineers=engineers)
    assert list(zip(beside["floor"], beside["ceiling"], strict=True)) == [(5, 5), (4, 4), (4, 5)]
    table = pd.DataFrame({key: ["always"] * 3 for key in ASKED}).assign(engineers=engineers)
    pd.testing.assert_frame_equal(assess_many(BUILT_IN_MODEL, table), beside)


def test_the_result_keeps_the_index_and_names_every_stage() -> None:
    """Same rows, same order; stages as small whole numbers, gates as categories, skips as truths."""
    table = pd.DataFrame({"structured-logs": ["always", "never"]}, index=["baobab-pay", "sade-foods"])
    judged = assess_many(BUILT_IN_MODEL, table)
    assert list(judged.index) == ["baobab-pay", "sade-foods"]
    numbers = range(1, 6)
    assert list(judged) == [
        "floor",
        "ceiling",
        "achieved",
        *(f"gate_{n}" for n in numbers),
        *(f"skipped_{n}" for n in numbers),
    ]
    assert list(judged["gate_3"]) == ["unproven", "closed"]
    assert list(judged["gate_3"].cat.categories) == ["open", "unproven", "closed"]
    assert judged["skipped_1"].tolist() == [True, False]
    assert (judged["floor"] - judged["ceiling"]).tolist() == [-5, -2]


def test_no_rows_give_no_rows() -> None:
    """An empty table is a table, with all its columns."""
    empty = assess_many(BUILT_IN_MODEL, np.empty((0, len(ASKED)), dtype=np.uint8))
    assert empty.shape == (0, 13)
    assert assess_many(BUILT_IN_MODEL, pd.DataFrame()).shape == (0, 13)


def test_what_came_in_is_left_as_it_was() -> None:
    """Neither the table nor the array is changed, and the result shares no memory with it."""
    codes = np.zeros((2, len(ASKED)), dtype=np.uint8)
    table = pd.DataFrame({"structured-logs": ["always", None]})
    before = table.copy()
    judged = assess_many(BUILT_IN_MODEL, codes)
    judged["floor"] += 1
    assess_many(BUILT_IN_MODEL, table)
    assert not codes.any()
    pd.testing.assert_frame_equal(table, before)


SCALE = "expected always, usually, sometimes, never, unknown, not-applicable"


def test_every_cell_that_is_no_answer_is_named_row_by_row() -> None:
    """The row by its label, the column, what came and what was expected."""
    table = pd.DataFrame(
        {
            "structured-logs": ["always", "alwys", True],
            "structured-metrics": ["nope", None, ["always"]],
            "engineers": [12, 2.5, "many"],
        },
        index=["a", "b", "c\n"],
    )
    assert refusal(table) == [
        f"row a: column 'structured-metrics': 'nope' is not an answer; {SCALE}",
        f"row b: column 'structured-logs': 'alwys' is not an answer (did you mean 'always'?); {SCALE}",
        "row b: column 'engineers': 2.5 is not a head count; expected a whole number from 0",
        f"row c\\n: column 'structured-logs': True is not an answer; {SCALE}",
        f"row c\\n: column 'structured-metrics': ['always'] is not an answer; {SCALE}",
        "row c\\n: column 'engineers': 'many' is not a head count; expected a whole number from 0",
    ]


def test_the_first_twenty_faults_are_told_and_the_others_counted() -> None:
    """A million wrong cells make no million lines."""
    codes = np.full((1500, len(ASKED)), 6, dtype=np.uint8)
    said = refusal(codes)
    assert len(said) == 21
    assert said[0] == f"row 0: column '{ASKED[0]}': 6 is not an answer; expected 0 to 5"
    assert said[19] == f"row 0: column '{ASKED[19]}': 6 is not an answer; expected 0 to 5"
    assert said[20] == "answers: and 35,980 more faults"


@pytest.mark.parametrize("count", [-1, 0.5, float("inf"), True, "50"])
def test_a_head_count_is_a_whole_number_from_nought(count: object) -> None:
    """Nothing is guessed from a word or a truth."""
    said = refusal(pd.DataFrame({"engineers": pd.Series([count], dtype=object)}))
    assert said == [f"row 0: column 'engineers': {count!r} is not a head count; expected a whole number from 0"]


HINT = " (did you mean 'one-click-rollback'?)"


def test_unknown_columns_are_faults_and_not_ignored() -> None:
    """A misspelt practice would else be silently unknown in every row."""
    table = pd.DataFrame({"one-click-rolback": ["always"], "critical-mass": ["always"], 3: [1]})
    said = dict(line.removeprefix("answers: column ").split(": ") for line in refusal(table))
    assert said == {
        "'one-click-rolback'": f"'one-click-rolback' is not a practice of the model{HINT}",
        "'critical-mass'": "'critical-mass' is computed from the head count; expected `engineers` instead",
        "'3'": "'3' is not a practice of the model",
    }


def test_a_column_is_given_once() -> None:
    """Two columns of one name would leave open which is meant."""
    table = pd.DataFrame([["always", "never", 3]], columns=["structured-logs", "structured-logs", "engineers"])
    assert refusal(table, engineers=[3]) == [
        "answers: column 'structured-logs': is given more than once",
        "answers: column 'engineers': is in the table and beside it; expected one of the two",
    ]


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (
            np.zeros((2, 23), dtype=np.uint8),
            "have the shape (2, 23); expected (rows, 24), a column for each asked practice",
        ),
        (np.zeros(24, dtype=np.uint8), "have the shape (24,); expected (rows, 24), a column for each asked practice"),
        (np.zeros((2, 24)), "came as float64 array; expected a DataFrame or a uint8 array"),
        ([["always"]], "came as list; expected a DataFrame or a uint8 array"),
    ],
)
def test_another_shape_is_refused(answers: object, said: str) -> None:
    """What came, and what was expected."""
    assert refusal(answers) == [f"answers: {said}"]


def test_head_counts_come_one_a_row() -> None:
    """Nothing is stretched or cut to fit."""
    codes = np.zeros((3, len(ASKED)), dtype=np.uint8)
    assert refusal(codes, engineers=[1, 2]) == ["engineers: are 2 head counts for 3 rows; expected one a row"]
