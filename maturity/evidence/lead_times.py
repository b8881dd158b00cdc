"""How long commits took to production: from each commit, or its first run, to the deployment that shipped it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from maturity.evidence.rows import Outcome, Run, Why
from maturity.evidence.verdicts import History, when
from maturity.evidence.windows import HOUR, Window

_EVER = Window(begin=float("-inf"), end=float("inf"))


def shipped_commits(history: History, window: Window) -> Iterator[tuple[int, float]]:
    """Each commit's hours to production, with the key of the deployment in the window that shipped it.

    A deployment ships the green commits of the default branch since the deployment before; the first one in the
    export ships its own alone, as nobody knows what came before.
    """
    lanes = _lanes(history)
    place = {commit: (project, at) for project, lane in lanes.items() for at, (_, commit) in enumerate(lane)}
    reached: dict[str | None, int] = {}
    done: set[str] = set()
    for d in history.production:
        commit = history.commits.find(d.commit) or d.commit
        if commit is None or commit in done:
            continue
        done.add(commit)
        begun: Sequence[tuple[float | None, str]] = [(d.committed, commit)]
        if commit in place:
            project, at = place[commit]
            begun = lanes[project][reached.get(project, at) : at + 1]
            reached[project] = max(reached.get(project, 0), at + 1)
        for time, name in begun:
            done.add(name)
            time = d.committed if name == commit and d.committed is not None else time  # noqa: PLW2901  (its own word)
            if when(d) in window and time is not None and time <= when(d):
                yield d.key, (when(d) - time) / HOUR


def _lanes(history: History) -> dict[str | None, list[tuple[float, str]]]:
    """The green commits of the default branch of each project, with when they began, in order of time."""
    begun: dict[tuple[str | None, str], float] = {}
    green = set()
    for run in history.chosen(_EVER, whys=[Why.PUSH], trunk=True):
        if run.commit and (time := _begun(run)) is not None:
            name = (run.project, run.commit)
            begun[name] = min(time, begun.get(name, time))
            green |= {name} if run.outcome is Outcome.PASSED else set()
    lanes: dict[str | None, list[tuple[float, str]]] = defaultdict(list)
    for project, commit in green:
        lanes[project].append((begun[project, commit], commit))
    return {project: sorted(lane) for project, lane in lanes.items()}


def _begun(run: Run) -> float | None:
    return run.at if run.committed is None else run.committed
