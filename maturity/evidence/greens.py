"""Pushes: which were green and how soon, for how long workflows were red, and whether the branch is the default."""

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from maturity.evidence.rows import Outcome, Run, Why
from maturity.evidence.run_columns import Runs
from maturity.evidence.verdicts import OVER, History, is_green, when
from maturity.evidence.windows import Window, working_hours

RIVAL: Final = 3  #: times as many pushes to another branch that make it the likelier default one; our estimate


@dataclass(frozen=True, kw_only=True, slots=True)
class Push:
    """The runs of one commit, or a run alone that names none."""

    at: float  #: s, when the last of them was asked for
    is_green: bool | None  #: no workflow's last verdict is red; None where one is not told


def pushes_of(runs: Runs) -> list[Push]:
    """The pushes that have a verdict, or one that is not told; a cancelled or unfinished run is neither."""
    return [Push(at=max(map(when, own)), is_green=is_green(own)) for own in _by_push(runs)]


def slowest_minutes(runs: Runs) -> list[float | None]:
    """The minutes of each push's slowest green run; None where a run does not tell its verdict or its time."""
    taken = ([_minutes(run) for run in own] for own in _by_push(runs, OVER - {Outcome.FAILED}))
    return [None if None in own else max(time for time in own if time is not None) for own in taken]


def red_hours(runs: Runs, *, until: float) -> Iterator[float]:
    """The working hours of each time that a workflow was red, one that is not over up to `until`.

    From the push that turned it red to the one that turned it green; what is not told to have passed is red.
    """
    for lane in _lanes(runs):
        since: float | None = None
        for run in lane:
            if run.outcome is not Outcome.PASSED and since is None:
                since = when(run)
            elif run.outcome is Outcome.PASSED and since is not None:
                yield working_hours(since, when(run))
                since = None
        if since is not None:
            yield working_hours(since, until)


def is_green_now(runs: Runs) -> bool:
    """Whether the last run of every workflow passed."""
    return all(deque(lane, maxlen=1)[0].outcome is Outcome.PASSED for lane in _lanes(runs))


def rival_of(history: History, window: Window) -> tuple[int, int] | None:
    """The runs of pushes to another branch, and to the default one, where the other is likelier the default branch."""
    rows = history.chosen(window, whys=[Why.PUSH]).rows
    own = Counter(rows["project"][rows["is_trunk"] == 1].tolist())
    other = rows[(rows["is_trunk"] == 0) & (rows["branch"] > 0)]
    counted = Counter(zip(other["project"].tolist(), other["branch"].tolist(), strict=True))
    rivals = [(pushes, own[project]) for (project, _), pushes in counted.items() if pushes >= RIVAL * own[project] > 0]
    return max(rivals, default=None)


def _by_push(runs: Runs, outcomes: Iterable[Outcome] = OVER) -> Iterator[list[Run]]:
    for (_, commit), own in runs.alike("project", "commit", outcomes=outcomes):
        # two runs of unnamed commits can't be told to be of one
        yield from [list(own)] if commit else ([run] for run in own)


def _minutes(run: Run) -> float | None:
    """How long after the push the run's verdict was there; of a repeated attempt, after it began."""
    begun = run.created if run.attempt <= 1 and run.created is not None else run.started
    if run.outcome is not Outcome.PASSED or begun is None or run.finished is None or run.finished < begun:
        return None
    return (run.finished - begun) / 60


def _lanes(runs: Runs) -> Iterator[Iterator[Run]]:
    """The runs of each workflow in order of time."""
    return (lane for _, lane in runs.alike("project", "workflow"))
