"""A small table of counts that adds up: the counts of two halves of the customers are the counts of both."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Part = str | int
Key = tuple[Part, ...]


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many there are of each kind; what is not here is there no time.

    >>> moves = Tally(by=("from", "to"), counts={(1, 3): 2, (1, 1): 5}) + Tally(by=("from", "to"), counts={(1, 3): 1})
    >>> moves.total(to=3), moves.total(), moves.over("to").counts
    (3, 8, {(3,): 3, (1,): 5})
    """

    by: tuple[str, ...]  #: what each part of a key says
    counts: Mapping[Key, int]

    def __add__(self, other: "Tally") -> "Tally":
        """The counts of both, of disjoint customers.

        Raises:
            ValueError: the two count different things.
        """
        if self.by != other.by:
            message = f"can't add counts by {', '.join(other.by)} to counts by {', '.join(self.by)}"
            raise ValueError(message)
        return Tally(by=self.by, counts=_without_zeros(Counter(self.counts), other.counts))

    def total(self, **parts: Part) -> int:
        """How many there are whose keys have these parts."""
        return sum(self.where(**parts).counts.values())

    def where(self, **parts: Part) -> "Tally":
        """Those whose keys have these parts."""
        wanted = [(self.by.index(name), part) for name, part in parts.items()]
        kept = {key: count for key, count in self.counts.items() if all(key[at] == part for at, part in wanted)}
        return Tally(by=self.by, counts=kept)

    def over(self, *names: str) -> "Tally":
        """The same counted by these parts alone, in this order."""
        places = [self.by.index(name) for name in names]
        summed: Counter[Key] = Counter()
        for key, count in self.counts.items():
            summed[tuple(key[at] for at in places)] += count
        return Tally(by=names, counts={key: count for key, count in summed.items() if count})

    def values(self, name: str) -> tuple[Part, ...]:
        """What stands in that part of the keys, each once, in order."""
        at = self.by.index(name)
        return tuple(sorted({key[at] for key in self.counts}, key=lambda part: (isinstance(part, str), part)))


@dataclass(frozen=True, kw_only=True)
class Column:
    """One part of the keys, for many things at once: the place of each in a list of what it can be."""

    name: str
    labels: Sequence[Part]
    places: NDArray[Any]


def tally(columns: Sequence[Column], *, signs: NDArray[Any] | None = None) -> Tally:
    """How often each combination stands in the rows of the columns; `signs`, where given, is what a row counts."""
    shape = tuple(len(column.labels) for column in columns)
    by = tuple(column.name for column in columns)
    if not len(columns[0].places) or 0 in shape:
        return Tally(by=by, counts={})
    flat = np.ravel_multi_index([column.places for column in columns], shape)
    found = np.bincount(flat, weights=signs)
    counts: dict[Key, int] = {}
    for place in np.flatnonzero(found):
        parts = np.unravel_index(place, shape)
        key = tuple(column.labels[int(part)] for column, part in zip(columns, parts, strict=True))
        counts[key] = int(found[place])
    return Tally(by=by, counts=counts)


def added(by: tuple[str, ...], tallies: Iterable[Tally]) -> Tally:
    """The sum of the tallies; an empty one of that kind for none."""
    return sum(tallies, start=Tally(by=by, counts={}))


def _without_zeros(summed: Counter[Key], more: Mapping[Key, int]) -> dict[Key, int]:
    for key, count in more.items():
        summed[key] += count
    return {key: count for key, count in summed.items() if count}
