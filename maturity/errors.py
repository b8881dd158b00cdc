"""What is wrong, where, and what was expected: every fault of an input, told at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

NEAR = 0.7  #: of 1, how alike two words must be for one to be offered for the other
SHORTEST_PART = 4  #: letters; a shorter word is near to too many others


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing wrong with an input, with its place.

    >>> print(Fault(place="answers.csv", line=3, column="answer", problem="'nope' is not an answer"))
    answers.csv: line 3: column 'answer': 'nope' is not an answer
    """

    place: str  #: the file, or the part of it, as the user named it
    problem: str  #: what came and what was expected, in one sentence
    line: int | None = None  #: line or row of the file, counted from 1
    column: str | None = None  #: header or letter of the column

    def __str__(self) -> str:
        """The fault on one line, place first."""
        line = None if self.line is None else f"line {self.line}"
        column = None if self.column is None else f"column {self.column!r}"
        return one_line(": ".join(part for part in (self.place, line, column, self.problem) if part))


class MaturityError(Exception):
    """Any refusal of this library; its text is meant for the user."""


class InputError(MaturityError):
    """An input that was refused, with every fault found in it."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Keep the faults in the order of the input."""
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """The hint that names the nearest known word, or nothing if none is near.

    >>> did_you_mean("rolback", ["one-click-rollback", "immutable-artifact"])
    " (did you mean 'one-click-rollback'?)"
    >>> did_you_mean("banana", ["always", "never"])
    ''
    """
    folded = {name.casefold(): name for name in known}
    asked = word.strip().casefold().replace("_", "-").replace(" ", "-")
    near = get_close_matches(asked, folded, n=1, cutoff=NEAR) or [
        name for name in folded if len(asked) >= SHORTEST_PART and _overlaps(asked, name)
    ]
    return f" (did you mean {folded[near[0]]!r}?)" if near else ""


def either(words: Iterable[str]) -> str:
    """The words as alternatives; there must be one at least.

    >>> either(["claimed", "shown", "measured"]), either(["practice"])
    ('claimed, shown or measured', 'practice')
    """
    *others, last = words
    return f"{', '.join(others)} or {last}" if others else last


def one_line(text: str) -> str:
    """The text with every control character shown as an escape, so that it stays on one line."""
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in text)


def _overlaps(asked: str, name: str) -> bool:
    return any(get_close_matches(asked, [part], cutoff=0.8) for part in name.split("-"))
