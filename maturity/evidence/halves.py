"""SLI series whose good and all events came from two queries, joined."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from maturity.evidence.signals import Sli

_BAD: Final = ("sli", "bad")  #: the label of a series whose `good` holds bad events
Key = tuple[str, tuple[tuple[str, str], ...]]
Numbers = NDArray[np.float64]


def complete(slis: Iterable[Sli]) -> tuple[Sli, ...]:
    """The series that tell both good and all events; two halves of one name and one set of labels become one.

    A time that only one half has is not told. A half without its other is left out, as is one with two.
    """
    whole: list[Sli] = []
    totals: dict[Key, list[Sli]] = defaultdict(list)
    parts: dict[Key, list[Sli]] = defaultdict(list)
    for sli in slis:
        has_good, has_total = (bool(np.isfinite(column).any()) for column in (sli.good, sli.total))
        key = (sli.name, tuple(label for label in sli.labels if label != _BAD))
        if has_good and has_total:
            whole.append(sli)
        elif has_good or has_total:
            (parts if has_good else totals)[key].append(sli)
    for key, found in sorted(parts.items(), key=repr):
        if len(found) == 1 and len(totals[key]) == 1:
            whole.append(_joined(key, found[0], totals[key][0]))
    return tuple(whole)


def _joined(key: Key, part: Sli, total: Sli) -> Sli:
    times, own, other = np.intersect1d(part.times, total.times, return_indices=True)
    events: Numbers = total.total[other]
    counted: Numbers = part.good[own]
    good = events - counted if _BAD in part.labels else counted
    return Sli(name=key[0], labels=key[1], times=times, good=good, total=events)
