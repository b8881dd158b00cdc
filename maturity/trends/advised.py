"""What was advised first, second and third: the roadmap's steps, for columns and one by one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from maturity.assessment import assess, is_gap
from maturity.columns import Columns, Days
from maturity.engagement import Engagement
from maturity.model import Answer, Model, Practice
from maturity.roadmap import plan
from maturity.trends.judged import ALWAYS, UNKNOWN, VOID, Judged, Truths
from maturity.trends.tally import Column, Tally, added, tally

PLACES: Final = 3  #: first, second, third
NONE: Final = -1  #: nothing was advised at that place
BY: Final = ("place", "practice", "outcome")


class Done(StrEnum):
    """What the next engagement found of an advice."""

    DONE = "done"
    NOT_DONE = "not-done"
    NOT_KNOWN = "not-known"
    NO_LONGER = "no-longer-applies"


@dataclass(frozen=True, kw_only=True)
class Advice:
    """One thing that was advised, and what became of it."""

    id: str  #: `ENGAGEMENT-KEY/practice-key`
    place: int  #: 1 is first
    practice: str  #: its key
    outcome: Done | None  #: None until there is a next engagement


def advice_in(model: Model, history: Sequence[Engagement]) -> Iterator[Advice]:
    """The first three pieces of advice of each engagement of one customer, given oldest first."""
    for earlier, later in zip(history, [*history[1:], None], strict=True):
        for place, step in enumerate(plan(assess(model, earlier)).first_three, start=1):
            key = step.practice.key
            outcome = None if later is None else _became(later.answer_to(step.practice))
            yield Advice(id=f"{earlier.key}/{key}", place=place, practice=key, outcome=outcome)


def count_advice(judged: Judged) -> Tally:
    """How often a practice was advised first, second and third, and what the next engagement found of it."""
    before = judged.columns.earlier
    keys = list(judged.model.practices)
    found = np.full((len(before), len(keys)), _OUTCOMES.index(Done.NOT_DONE), dtype=np.intp)
    for at, key in enumerate(keys):
        later = judged.answer(key)[before + 1]
        for code, outcome in ((ALWAYS, Done.DONE), (UNKNOWN, Done.NOT_KNOWN), (VOID, Done.NO_LONGER)):
            found[later == code, at] = _OUTCOMES.index(outcome)
    return added(BY, (_counted(place, chosen[before], keys, found) for place, chosen in enumerate(first_steps(judged))))


def first_steps(judged: Judged) -> list[NDArray[np.intp]]:
    """The first, second and third step of every row's roadmap, as places in `model.practices`, or `NONE`."""
    model = judged.model
    keys = list(model.practices)
    waiting = _steps(judged)
    order = sorted(keys, key=lambda key: (model.stage_of[key].number, _cost(model.practices[key]), keys.index(key)))
    chosen = []
    for _ in range(PLACES):
        best = np.full(len(judged.columns), NONE, dtype=np.intp)
        for key in order:
            ready = waiting[key] & (best == NONE)
            for needed in model.foundations[key]:
                ready &= ~waiting[needed]
            best[ready] = keys.index(key)
        for at, key in enumerate(keys):
            waiting[key] = waiting[key] & (best != at)
        chosen.append(best)
    return chosen


_OUTCOMES: Final = tuple(Done)


def _became(answer: Answer) -> Done:
    if is_gap(answer):
        return Done.NOT_DONE
    return {Answer.ALWAYS: Done.DONE, Answer.UNKNOWN: Done.NOT_KNOWN, Answer.NOT_APPLICABLE: Done.NO_LONGER}[answer]


def _counted(place: int, chosen: NDArray[np.intp], keys: Sequence[str], found: NDArray[np.intp]) -> Tally:
    rows = np.flatnonzero(chosen != NONE)
    columns = [
        Column(name="place", labels=[place + 1], places=np.zeros(len(rows), dtype=np.intp)),
        Column(name="practice", labels=keys, places=chosen[rows]),
        Column(name="outcome", labels=_OUTCOMES, places=found[rows, chosen[rows]]),
    ]
    return tally(columns)


def _cost(practice: Practice) -> float:
    return practice.effort_weeks.low + practice.effort_weeks.high


def _steps(judged: Judged) -> dict[str, Truths]:
    """Whether a practice is a step of a row's roadmap, by key."""
    target, is_to_reach = _targets(judged)
    steps = {}
    for key, practice in judged.model.practices.items():
        number = judged.model.stage_of[key].number
        steps[key] = judged.is_gap(key) & (number <= target)
        if not practice.is_gate:
            steps[key] &= ~(is_to_reach | (number > judged.floor))
    return steps


def _targets(judged: Judged) -> tuple[NDArray[np.int8], Truths]:
    """The target stage of every row, and whether it is still to be reached: `roadmap.find_target`, for columns."""
    model, columns, floor = judged.model, judged.columns, judged.floor
    target = floor.copy()
    is_to_reach = floor < model.default_target
    target[is_to_reach] = model.default_target
    since = _stage_since(judged)
    for stage in model.stages[:-1]:
        if stage.number < model.default_target:
            continue
        goes_on = floor == stage.number
        if stage.bed_in_months is not None:
            goes_on &= _after_months(since, int(stage.bed_in_months.value)) <= columns.held_on
        if (mass := model.stage(stage.number + 1).critical_mass) is not None:
            goes_on &= _pays(columns, mass)
        target[goes_on] = stage.number + 1
    return target, is_to_reach


def _pays(columns: Columns, mass: int) -> Truths:
    return (columns.engineers >= mass) & (columns.engineers >= columns.break_even)  # not a number is never more


def _stage_since(judged: Judged) -> Days:
    """Since when a row's customer has stood at its stage or above: what was said, or what the rows before it tell."""
    columns, floor = judged.columns, judged.floor
    said = ~np.isnat(columns.stage_since)
    day = np.where(said, columns.stage_since, columns.held_on)
    since = day.copy()
    rows = np.flatnonzero(~said & ~columns.is_first)
    lag = 1
    while len(rows):
        rows = rows[floor[rows - lag] >= floor[rows]]
        since[rows] = np.minimum(since[rows], day[rows - lag])
        rows = rows[~columns.is_first[rows - lag]]
        lag += 1
    return since


def _after_months(days: Days, months: int) -> Days:
    """The same day that many months later, or the month's last day where it has none."""
    month = days.astype("datetime64[M]")
    wanted = (month + months).astype("datetime64[D]") + (days - month.astype("datetime64[D]"))
    last = (month + (months + 1)).astype("datetime64[D]") - np.timedelta64(1, "D")
    return np.asarray(np.minimum(wanted, last), dtype="datetime64[D]")
