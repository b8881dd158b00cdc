"""What became of commits: the last verdict of each workflow on each, and which names mean one commit."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from maturity.evidence.rows import Deployment, Outcome, Run, Why
from maturity.evidence.run_columns import OUTCOMES, WHYS, Runs, times_of
from maturity.evidence.tables import Evidence
from maturity.evidence.windows import Window

VERDICTS: Final = frozenset({Outcome.PASSED, Outcome.FAILED})  #: cancelled, skipped and unfinished are none
OVER: Final = VERDICTS | {Outcome.UNKNOWN}  #: and a verdict that the export does not tell, which may be either
OWN: Final = (Why.PUSH, Why.PULL_REQUEST)  #: what a commit's own run is started by
_SHORT: Final = 7  #: digits of the shortest commit
_NAME: Final = np.dtype("S16")  #: of a commit, as a run keeps it
_LONG_AGO: Final = float("-inf")


@dataclass(frozen=True, kw_only=True)
class History:
    """Evidence up to a moment, as the questions about it are asked."""

    evidence: Evidence
    end: float  #: s; nothing later is looked at

    @cached_property
    def runs(self) -> Runs:
        """The runs up to the end whose time is told."""
        rows = self.evidence.runs.rows
        told = times_of(rows) < self.end
        return self.evidence.runs if told.all() else self.evidence.runs.where(told)

    @cached_property
    def commits(self) -> "Commits":
        """The commits that the runs name."""
        return Commits(self.runs.rows["commit"])

    @cached_property
    def deployments(self) -> tuple[Deployment, ...]:
        """The deployments up to the end that passed, in order of time."""
        return tuple(deployment for deployment in self.attempted if deployment.outcome is Outcome.PASSED)

    @cached_property
    def attempted(self) -> tuple[Deployment, ...]:
        """The deployments up to the end that passed or failed, in order of time."""
        over = (d for d in self.evidence.deployments if d.outcome in VERDICTS and d.at is not None)
        return tuple(sorted((d for d in over if when(d) < self.end), key=lambda d: (when(d), d.key)))

    @cached_property
    def production(self) -> tuple[Deployment, ...]:
        """Those that passed in production, in order of time."""
        return tuple(deployment for deployment in self.deployments if deployment.is_production)

    def chosen(self, window: Window, *, whys: Iterable[Why], trunk: bool | None = None) -> Runs:
        """The runs in the window that these started; on the default branch only, or off it only, where asked."""
        rows = self.runs.rows
        wanted = np.isin(rows["why"], _codes(whys))
        wanted &= (times_of(rows) >= window.begin) & (times_of(rows) < window.end)
        if trunk is not None:
            wanted &= rows["is_trunk"] == int(trunk)
        return self.runs.where(wanted)

    def runs_on(self, commits: Iterable[str]) -> Runs:
        """Every run on one of these commits, by their names in the runs."""
        return self.runs.where(np.isin(self.runs.rows["commit"], [commit.encode() for commit in commits]))

    def known_before(self, time: float, commits: Iterable[str]) -> frozenset[str]:
        """Those of the commits that had a run or a deployment before that moment."""
        rows, asked = self.runs.rows, np.fromiter((commit.encode() for commit in commits), _NAME)
        built = asked[np.isin(asked, rows["commit"][times_of(rows) < time])].tolist()
        deployed = (self.commits.find(d.commit) or d.commit for d in self.deployments if when(d) < time)
        return frozenset([*(commit.decode() for commit in built), *(name for name in deployed if name)])

    @cached_property
    def own_begin(self) -> float | None:
        """When the first run began that a push or pull request started, in s; None where there is none."""
        rows = self.runs.rows
        times = times_of(rows[np.isin(rows["why"], _codes(OWN))])
        return float(times.min()) if len(times) else None

    @cached_property
    def span(self) -> tuple[float, ...]:
        """When the first and the last run was, in s; empty where there is none."""
        times = times_of(self.runs.rows)
        return (float(times.min()), float(times.max())) if len(times) else ()

    @cached_property
    def last_failure(self) -> float | None:
        """When a push's or pull request's run last failed, in s; None where none did."""
        rows = self.runs.rows
        failed = (rows["outcome"] == OUTCOMES.index(Outcome.FAILED)) & np.isin(rows["why"], _codes(OWN))
        times = times_of(rows[failed])
        return float(times.max()) if len(times) else None

    def deployed_of_known(self) -> tuple[Deployment, ...]:
        """The deployments with a commit, of projects whose runs are here: some commit of theirs has a run."""
        known = {d.project for d in self.deployments if self.commits.find(d.commit)}
        return tuple(d for d in self.deployments if d.commit and d.project in known)


class Commits:
    """Commits by name, where a short name means the long one that it begins."""

    def __init__(self, names: Iterable[str] | NDArray[np.bytes_]) -> None:
        """Of these names, or of a column of them; one that is empty is none."""
        if not isinstance(names, np.ndarray):
            names = np.fromiter((name.encode() for name in names), _NAME)
        # as letters side by side: a million of them are 16 MB, not 400
        self._names = np.unique(names[names != b""])

    def find(self, commit: str | None) -> str | None:
        """The one commit of these that the name means; None for none, or for several.

        >>> known = Commits(["b1b82852d48b516a", "add237f"])
        >>> known.find("b1b8285"), known.find("add237f0c1d2e3f4"), known.find("0000000"), known.find(None)
        ('b1b82852d48b516a', 'add237f', None, None)
        """
        if not commit:
            return None
        start = commit[:_SHORT].encode()
        begin, end = np.searchsorted(self._names, np.array([start, start + b"~"], _NAME)).tolist()
        alike = [name.decode() for name in self._names[begin:end].tolist() if name[:_SHORT] == start]
        if commit in alike:
            return commit
        fitting = [name for name in alike if name.startswith(commit) or commit.startswith(name)]
        return fitting[0] if len(fitting) == 1 else None


def last_verdicts(runs: Iterable[Run]) -> list[Run]:
    """The last run with a verdict of each workflow on each commit, in order of time.

    A repeated attempt takes the place of the earlier; one that was cancelled, or is not finished, does not.
    """
    last: dict[Any, Run] = {}
    for run in runs:
        if run.outcome in VERDICTS:
            # two runs of unnamed commits can't be told to be of one
            name = (run.project, run.commit, run.workflow) if run.commit else run.key
            last[name] = max(last.get(name, run), run, key=_rank)
    return sorted(last.values(), key=_rank)


def by_commit(runs: Iterable[Run]) -> dict[str, list[Run]]:
    """The runs of each commit."""
    found: dict[str, list[Run]] = defaultdict(list)
    for run in runs:
        if run.commit:
            found[run.commit].append(run)
    return found


def is_green(runs: Sequence[Run]) -> bool | None:
    """Whether some workflow's last verdict is that it passed, and none's that it failed; None where one is not told."""
    ends = {run.outcome for run in last_verdicts(runs)}
    is_told = Outcome.FAILED in ends or all(run.outcome is not Outcome.UNKNOWN for run in runs)
    return ends == {Outcome.PASSED} if is_told else None


def when(row: Run | Deployment) -> float:
    """When it was, in s; before everything where that is not told."""
    return _LONG_AGO if row.at is None else row.at


def ended(run: Run) -> float:
    """When the run ended, in s; when it was asked for, where its end is not told."""
    return when(run) if run.finished is None else run.finished


def _rank(run: Run) -> tuple[float, int, bool, int]:
    return when(run), run.attempt, run.outcome is Outcome.FAILED, run.key


def _codes(whys: Iterable[Why]) -> list[int]:
    return [WHYS.index(why) for why in whys]
