"""What changed between two engagements of a customer, told apart from what only looks like a change."""

from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from maturity.columns import ANSWER_CODES
from maturity.model import Answer
from maturity.trends.judged import ALWAYS, IS_GAP, UNKNOWN, VOID, Judged, floors_alike
from maturity.trends.tally import Column, Tally, tally


class Change(StrEnum):
    """Why an answer differs from the one before; the first that fits."""

    MODEL = "another-model"  #: given under another model
    ONCE = "asked-only-once"  #: known at one of the two only
    GRADE = "another-grade"  #: known in another way: said, shown, measured
    REAL = "real"
    NONE = "none"  #: the same answer, known both times


class Way(StrEnum):
    """Where an answer went."""

    BETTER = "better"
    WORSE = "worse"
    SIDEWAYS = "sideways"  #: it began or ceased to apply, or is known once only
    SAME = "same"


class Kept(StrEnum):
    """What became of an `always`."""

    KEPT = "kept"
    LOST = "lost"


_RANKS: Final = {Answer.NEVER: 0, Answer.SOMETIMES: 1, Answer.USUALLY: 2, Answer.ALWAYS: 3}


def count_moves(judged: Judged) -> Tally:
    """Pairs of engagements by the stage of the one and the next, and where like for like the next would stand."""
    before = judged.columns.earlier
    stages = range(len(judged.model.stages) + 1)
    floors = (("from", judged.floor[before]), ("to", judged.floor[before + 1]), ("alike", floors_alike(judged)))
    return tally([Column(name=name, labels=stages, places=floor) for name, floor in floors])


def count_changes(judged: Judged) -> Tally:
    """Answers of two engagements by why and which way they differ; those never known are left out."""
    why, way = _whys(judged), _ways(judged)
    known = _known(judged)
    return tally(
        [
            Column(name="change", labels=tuple(Change), places=why[known]),
            Column(name="way", labels=tuple(Way), places=way[known]),
        ]
    )


def count_lost(judged: Judged) -> Tally:
    """Practices that were `always`, by whether they still were at the next engagement, and why they differ.

    Only where the next engagement knows the answer and it applies.
    """
    before, answers = judged.columns.earlier, judged.columns.answers
    held = answers[before] == ALWAYS
    kept, lost = answers[before + 1] == ALWAYS, IS_GAP[answers[before + 1]]
    rows, at = np.nonzero(held & (kept | lost))
    return tally(
        [
            Column(name="practice", labels=[practice.key for practice in judged.model.asked], places=at),
            Column(name="outcome", labels=tuple(Kept), places=lost[rows, at].astype(np.intp)),
            Column(name="change", labels=tuple(Change), places=_whys(judged)[rows, at]),
        ]
    )


def _known(judged: Judged) -> NDArray[np.bool_]:
    before, answers = judged.columns.earlier, judged.columns.answers
    return np.asarray((answers[before] != UNKNOWN) | (answers[before + 1] != UNKNOWN))


def _whys(judged: Judged) -> NDArray[np.intp]:
    """Places in `Change`; a row a pair, a column an asked practice."""
    columns, before = judged.columns, judged.columns.earlier
    one, other = columns.answers[before], columns.answers[before + 1]
    edition = (columns.edition.codes[before] != columns.edition.codes[before + 1])[:, None]
    once = (one == UNKNOWN) != (other == UNKNOWN)
    grade = columns.grades[before] != columns.grades[before + 1]
    found = [(one != other) & edition, once, (one != other) & grade, one != other]
    return np.select(found, range(len(found)), default=len(found)).astype(np.intp)


def _ways(judged: Judged) -> NDArray[np.intp]:
    """Places in `Way`; a row a pair, a column an asked practice."""
    ranks = np.full(len(ANSWER_CODES), -1)
    for answer, rank in _RANKS.items():
        ranks[ANSWER_CODES[answer]] = rank
    before, answers = judged.columns.earlier, judged.columns.answers
    one, other = answers[before], answers[before + 1]
    aside = np.isin(one, (UNKNOWN, VOID)) | np.isin(other, (UNKNOWN, VOID))
    found = [one == other, aside, ranks[other] > ranks[one]]
    ways = [tuple(Way).index(way) for way in (Way.SAME, Way.SIDEWAYS, Way.BETTER)]
    return np.select(found, ways, default=tuple(Way).index(Way.WORSE)).astype(np.intp)
