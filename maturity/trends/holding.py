"""What holds customers: the gate before them, the practices that they miss, the traps that they stand in."""

from enum import StrEnum
from itertools import combinations_with_replacement
from typing import Final

import numpy as np

from maturity.assessment import Gate
from maturity.trends.judged import ALWAYS, UNKNOWN, VOID, Judged, customers_with
from maturity.trends.tally import Column, Key, Tally, added, tally


class State(StrEnum):
    """What is known of a practice at a customer's latest engagement."""

    MISSED = "missed"  #: known, applies, and not `always`
    HELD = "held"
    UNKNOWN = "unknown"
    VOID = "not-applicable"


SKIPPED: Final = "skipped-"  #: with the stage's number, in the keys of what occurs together


def count_gates(judged: Judged) -> Tally:
    """Customers by the stage whose gate holds them, at their latest engagement, and how: closed or unproven.

    Whoever stands at the top is held by none and not in here.
    """
    lasts = judged.columns.lasts
    floor = judged.floor[lasts]
    held = floor < len(judged.model.stages)
    lasts, floor = lasts[held], floor[held]
    return tally(
        [
            Column(name="stage", labels=range(1, len(judged.model.stages) + 1), places=floor),
            Column(name="gate", labels=tuple(Gate), places=judged.gates[lasts, floor]),
        ]
    )


def count_holding(judged: Judged) -> Tally:
    """Customers held by a gate, by the practices that stand in its way: missed, or unknown."""
    lasts = judged.columns.lasts
    floor = judged.floor[lasts]
    by = ("stage", "practice", "state")
    return added(
        by,
        (
            _standing(judged, practice.key, lasts[floor == stage.number - 1], stage.number).where(state=state)
            for stage in judged.model.stages
            for practice in stage.gates
            for state in (State.MISSED, State.UNKNOWN)
        ),
    )


def count_practices(judged: Judged) -> Tally:
    """Customers by what is known of each practice at their latest engagement."""
    model = judged.model
    counted = (
        _standing(judged, key, judged.columns.lasts, model.stage_of[key].number).over("practice", "state")
        for key in model.practices
    )
    return added(("practice", "state"), counted)


def count_together(judged: Judged) -> Tally:
    """Customers who had two of the skipped stages and traps at one engagement; with itself, who had it at any."""
    found = {f"{SKIPPED}{at + 1}": judged.skipped[:, at] for at in range(judged.skipped.shape[1])}
    found |= {trap.key: judged.traps[:, at] for at, trap in enumerate(judged.model.traps)}
    counts: dict[Key, int] = {}
    for one, other in combinations_with_replacement(found, 2):
        both = int(customers_with(found[one] & found[other], judged.columns).sum())
        if both:
            counts[one, other] = both
    return Tally(by=("one", "other"), counts=counts)


def _standing(judged: Judged, key: str, rows: np.ndarray, number: int) -> Tally:
    answers = judged.answer(key)[rows]
    places = np.select([answers == ALWAYS, answers == UNKNOWN, answers == VOID], [1, 2, 3], default=0)
    nothing = np.zeros(len(rows), dtype=np.intp)
    return tally(
        [
            Column(name="stage", labels=[number], places=nothing),
            Column(name="practice", labels=[key], places=nothing),
            Column(name="state", labels=tuple(State), places=places),
        ]
    )
