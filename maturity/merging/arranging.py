"""In which order the cells of both sides stand."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from maturity.merging.settling import Settled, Sides, what_is


@dataclass(frozen=True, kw_only=True)
class Arranged:
    """The cells of the merged workbook in their order."""

    cells: tuple[Settled, ...]
    moved: frozenset[str]  #: keys that the consultant put elsewhere
    deleted: frozenset[str]  #: keys of the fresh workbook that stay away


def arrange(settled: Sequence[Settled], sides: Sides) -> Arranged:
    """The cells of both sides in one order.

    Cells that were not moved stand in the fresh order, the new ones among them. All others follow the cell that they
    followed in the edited workbook.
    """
    there = {one.key: one for one in settled if one.key is not None and one.key in sides.now}
    firm = frozenset(longest_rising(list(there), {key: number for number, key in enumerate(sides.then)}))
    deleted = _deleted(sides)
    following: dict[str | None, list[Settled]] = defaultdict(list)
    anchor = None
    for one in settled:
        if one.key in firm:
            anchor = one.key
        elif not one.left_out:
            following[anchor].append(one)
    arranged = list(following[None])
    for key, cell in sides.now.items():
        if key in firm:
            arranged += [there[key], *following[key]]
        elif key not in there and key not in deleted:
            arranged.append(Settled(cell=cell, what=what_is(cell), fates=("appeared",), key=key))
    return Arranged(cells=tuple(arranged), moved=frozenset(there) - firm, deleted=deleted)


def longest_rising(keys: Sequence[str], rank: Mapping[str, int]) -> list[str]:
    """As many of the keys as can be had with their ranks rising, in their order.

    >>> longest_rising(["b", "c", "a", "d"], {"a": 0, "b": 1, "c": 2, "d": 3})
    ['b', 'c', 'd']
    """
    ends: list[int] = []  # the smallest rank that a rising row of each length ends with
    last: list[str] = []
    before: dict[str, str | None] = {}
    for key in keys:
        length = bisect_left(ends, rank[key])
        before[key] = last[length - 1] if length else None
        ends[length : length + 1] = [rank[key]]
        last[length : length + 1] = [key]
    found: list[str] = []
    at = last[-1] if last else None
    while at is not None:
        found.append(at)
        at = before[at]
    return found[::-1]


def _deleted(sides: Sides) -> frozenset[str]:
    """The fresh keys that the consultant deleted, and the new ones of a section of which they deleted everything."""
    left = {key for key, _ in sides.theirs}
    deleted = {key for key in sides.now if key in sides.then and key not in left}
    groups: list[list[str]] = [[]]
    for key, cell in sides.now.items():
        if cell["cell_type"] == "markdown":
            groups.append([])
        groups[-1].append(key)
    gone = [group for group in groups if deleted & set(group) and not left & set(group)]
    return frozenset(deleted.union(*gone))
