"""A refusal tells every fault, each with its place, on one line."""

import pytest
from hypothesis import given
from strategies import texts

from maturity.errors import Fault, InputError, MaturityError, did_you_mean, one_line


@pytest.mark.parametrize(
    ("fault", "line"),
    [
        (Fault(place="a.csv", problem="is empty"), "a.csv: is empty"),
        (Fault(place="a.csv", line=3, problem="is empty"), "a.csv: line 3: is empty"),
        (Fault(place="a.csv", line=3, column="note", problem="is empty"), "a.csv: line 3: column 'note': is empty"),
        (Fault(place="a.csv", column="", problem="is empty"), "a.csv: column '': is empty"),
        (Fault(place="", problem="is empty"), "is empty"),
    ],
)
def test_a_fault_reads_place_first(fault: Fault, line: str) -> None:
    """Place, line, column, problem: what is not known is left out."""
    assert str(fault) == line


@given(place=texts, problem=texts, column=texts)
def test_a_fault_is_one_printable_line(place: str, problem: str, column: str) -> None:
    """No text of a customer breaks a line, colours a terminal or turns the reading direction."""
    assert str(Fault(place=place, line=1, column=column, problem=problem)).isprintable()


def test_a_refusal_tells_all_faults_in_the_order_of_the_input() -> None:
    """One line a fault, first fault first, and the faults themselves for programs."""
    faults = [Fault(place="b", problem="is late"), Fault(place="a", problem="is early")]
    refusal = InputError(iter(faults))
    assert str(refusal) == "b: is late\na: is early"
    assert refusal.faults == tuple(faults)
    assert isinstance(refusal, MaturityError)


@pytest.mark.parametrize(
    ("word", "nearest"),
    [
        ("rolback", "one-click-rollback"),
        ("Every_Commit builds", "every-commit-builds"),
        ("  ALWAYS ", "always"),
        ("banana", None),
        ("", None),
        ("no", None),
    ],
)
def test_the_nearest_word_is_named_only_if_it_is_near(word: str, nearest: str | None) -> None:
    """A hint helps; a far-fetched hint is worse than none."""
    known = ["one-click-rollback", "every-commit-builds", "always", "never"]
    assert did_you_mean(word, known) == (f" (did you mean {nearest!r}?)" if nearest else "")


@given(text=texts)
def test_plain_text_stays_as_it_is(text: str) -> None:
    """Only what can't be printed is escaped."""
    assert one_line(text) == text or not text.isprintable()
