"""Runs as columns: a million of them in 78 bytes each, and back as rows, a few at a time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter, eq
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from maturity.evidence.merging import joined
from maturity.evidence.rows import COMMIT_DIGITS, Outcome, Run, Why

OUTCOMES: Final = tuple(Outcome)  #: what the codes of the column `outcome` mean
WHYS: Final = tuple(Why)  #: what the codes of the column `why` mean
#: one row of `Runs`, in bytes as few as a million need; -1 and NaN: not told. `names` has what the codes mean
ROW: Final = np.dtype(
    [
        ("key", "u8"),
        ("commit", f"S{COMMIT_DIGITS}"),
        ("branch", "u4"),
        ("workflow", "u4"),
        ("project", "u4"),
        ("attempt", "u2"),
        ("why", "u1"),
        ("outcome", "u1"),
        ("is_trunk", "i1"),
        ("has_tests", "i1"),
        ("tests", "i4"),
        ("committed", "f8"),
        ("created", "f8"),
        ("started", "f8"),
        ("finished", "f8"),
    ],
)
_WHY_CODES: Final = {why: code for code, why in enumerate(WHYS)}
_OUTCOME_CODES: Final = {outcome: code for code, outcome in enumerate(OUTCOMES)}
_NAMED: Final = ("branch", "workflow", "project")
_MOST: Final = {"attempt": 2**16 - 1, "tests": 2**31 - 1}
_CHUNK: Final = 1 << 14  #: rows that are gathered before they become columns


@dataclass(frozen=True, kw_only=True, eq=False)
class Runs:
    """Runs as columns, each key once, in order of time; `for run in runs` gives them as rows."""

    rows: NDArray[Any] = field(default_factory=lambda: np.empty(0, ROW))
    names: tuple[str, ...] = ("",)  #: what the codes of branch, workflow and project mean; 0 is not told

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Run]:
        return self._in(np.arange(len(self.rows)))

    def where(self, wanted: NDArray[np.bool_]) -> "Runs":
        """The runs of the rows that are wanted."""
        return Runs(rows=self.rows[wanted], names=self.names)

    @property
    def commits(self) -> frozenset[str]:
        """The commits that they name."""
        return frozenset(commit.decode() for commit in np.unique(self.rows["commit"]).tolist() if commit)

    def that_ended(self, outcomes: Iterable[Outcome]) -> "Runs":
        """The runs with one of these outcomes."""
        return self.where(self._ended(outcomes))

    def alike(self, *columns: str, outcomes: Iterable[Outcome] = OUTCOMES) -> Iterator[tuple[Any, Iterator[Run]]]:
        """The runs that have these columns in common, each group in order of time; only one is held at a time.

        Of those with one of these outcomes.
        """
        at = np.flatnonzero(self._ended(outcomes))
        groups = [self.rows[column][at] for column in reversed(columns)]
        times = times_of(self.rows)[at]
        order = at[np.lexsort((self.rows["key"][at], self.rows["attempt"][at], times, *groups))]
        return groupby(self._in(order), key=attrgetter(*columns))

    def _ended(self, outcomes: Iterable[Outcome]) -> NDArray[np.bool_]:
        return np.isin(self.rows["outcome"], [_OUTCOME_CODES[outcome] for outcome in outcomes])

    def _in(self, order: NDArray[np.intp]) -> Iterator[Run]:
        for begin in range(0, len(order), _CHUNK):
            for row in self.rows[order[begin : begin + _CHUNK]].tolist():
                yield _run(row, self.names)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Runs) and len(self) == len(other) and all(map(eq, self, other))

    __hash__ = None  # type: ignore[assignment]  # a table is compared, never a key

    def __or__(self, other: "Runs") -> "Runs":
        """The runs of both."""
        if not len(self) or not len(other):
            return self if len(self) else other
        gathering = Gathering()
        gathering.add(self)
        gathering.add(other)
        return gathering.runs()


class Gathering:
    """Runs as they come, kept as columns: 78 bytes a run."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {"": 0}
        self._waiting: list[tuple[Any, ...]] = []
        self._rows = np.empty(0, ROW)
        self._count = 0

    def __len__(self) -> int:
        return self._count + len(self._waiting)

    def add(self, runs: Iterable[Run]) -> None:
        """Take these runs."""
        for run in runs:
            self._waiting.append(_packed(run, self._codes))
            if len(self._waiting) >= _CHUNK:
                self._keep()

    def forget(self, *, since: int) -> None:
        """Let go of the runs taken since the gathering had that many."""
        self._keep()
        self._count = since

    def repeated(self, *, since: int) -> int:
        """How many of the runs taken since the gathering had that many are there again."""
        self._keep()
        keys = self._rows["key"][since : self._count]
        return len(keys) - len(np.unique(keys))

    def runs(self) -> Runs:
        """All of them, each key once, in order of time; the gathering is empty after."""
        self._keep()
        rows, self._rows = self._rows[: self._count], np.empty(0, ROW)
        names, order = _in_order(self._codes)
        for column in _NAMED:
            rows[column] = order[rows[column]]
        self.__init__()  # type: ignore[misc]  # empty again
        return Runs(rows=_in_time(_each_key_once(rows, names)), names=names)

    def _keep(self) -> None:
        chunk, self._waiting = np.array(self._waiting, ROW), []
        if self._count + len(chunk) > len(self._rows):
            grown = np.empty(max(self._count + len(chunk), len(self._rows) * 5 // 4), ROW)
            grown[: self._count] = self._rows[: self._count]
            self._rows = grown
        self._rows[self._count : self._count + len(chunk)] = chunk
        self._count += len(chunk)


def times_of(rows: NDArray[Any]) -> NDArray[np.float64]:
    """When each run was asked for, or began, or ended, in s; NaN where none is told, which no comparison holds for."""
    at: NDArray[np.float64] = rows["created"].copy()
    for column in ("started", "finished"):
        np.copyto(at, rows[column], where=np.isnan(at))
    return at


def _packed(run: Run, codes: dict[str, int]) -> tuple[Any, ...]:
    return (
        run.key,
        (run.commit or "").encode("ascii", "replace"),
        codes.setdefault(run.branch or "", len(codes)),
        codes.setdefault(run.workflow or "", len(codes)),
        codes.setdefault(run.project or "", len(codes)),
        min(max(run.attempt, 0), _MOST["attempt"]),
        _WHY_CODES[run.why],
        _OUTCOME_CODES[run.outcome],
        -1 if run.is_trunk is None else run.is_trunk,
        -1 if run.has_tests is None else run.has_tests,
        -1 if run.tests is None else min(max(run.tests, 0), _MOST["tests"]),
        *(np.nan if time is None else time for time in (run.committed, run.created, run.started, run.finished)),
    )


def _run(row: tuple[Any, ...], names: tuple[str, ...]) -> Run:
    key, commit, branch, workflow, project, attempt, why, outcome, is_trunk, has_tests, tests, *times = row
    committed, created, started, finished = (None if time != time else time for time in times)  # noqa: PLR0124 - NaN
    return Run(
        key=key,
        commit=commit.decode() or None,
        branch=names[branch] or None,
        workflow=names[workflow] or None,
        project=names[project] or None,
        attempt=attempt,
        why=WHYS[why],
        outcome=OUTCOMES[outcome],
        is_trunk=None if is_trunk < 0 else bool(is_trunk),
        has_tests=None if has_tests < 0 else bool(has_tests),
        tests=None if tests < 0 else tests,
        committed=committed,
        created=created,
        started=started,
        finished=finished,
    )


def _in_order(codes: dict[str, int]) -> tuple[tuple[str, ...], NDArray[np.uint32]]:
    """The names in order, and the new code of each old one."""
    names = tuple(sorted(codes))
    order = np.empty(len(names), np.uint32)
    order[[codes[name] for name in names]] = np.arange(len(names), dtype=np.uint32)
    return names, order


def _in_time(rows: NDArray[Any]) -> NDArray[Any]:
    """The rows, put in order of time where they stand."""
    return _taken(rows, np.lexsort((rows["key"], times_of(rows))))


def _taken(rows: NDArray[Any], places: NDArray[np.intp]) -> NDArray[Any]:
    """The rows at these places, column by column: a copy of all would need their memory twice."""
    kept = rows[: len(places)]
    for column in ROW.names or ():
        kept[column] = rows[column][places]
    return kept


def _each_key_once(rows: NDArray[Any], names: tuple[str, ...]) -> NDArray[Any]:
    """The rows with those of one key joined; they come in no order."""
    order = np.argsort(rows["key"], kind="stable")
    keys = rows["key"][order]
    again = np.flatnonzero(keys[1:] == keys[:-1]) + 1
    if not len(again):
        return rows
    kept = np.ones(len(rows), bool)
    kept[order[again]] = False
    codes = {name: code for code, name in enumerate(names)}
    for begin, at in zip(np.searchsorted(keys, keys[again]), again, strict=True):
        mine, other = order[begin], order[at]
        if rows[mine].tobytes() != rows[other].tobytes():
            both = joined(_run(rows[mine].item(), names), _run(rows[other].item(), names))
            rows[mine] = _packed(both, codes)
    return _taken(rows, np.flatnonzero(kept))
