"""Runs, deployments and incidents of fictional projects, made by the hour, and strategies for any of them."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st

from maturity.evidence.rows import Deployment, Incident, Outcome, Run, StartedBy, Why
from maturity.evidence.run_columns import Gathering, Runs
from maturity.evidence.tables import Evidence

LAST = date(2026, 3, 31)  #: the last day of the evidence, a Tuesday
END = datetime(2026, 4, 1, tzinfo=UTC).timestamp()
HOUR = 3_600.0
DAY = 24 * HOUR


def sha(number: int) -> str:
    """A commit's name."""
    return f"{number:016x}"


def run(key: int, *, ago: float, commit: int | None = None, minutes: float | None = 5.0, **told: Any) -> Run:  # noqa: ANN401
    """A run of a push to the trunk, that many days before the end, which passed unless told otherwise."""
    begun = END - ago * DAY
    usual: dict[str, Any] = {
        "commit": sha(key if commit is None else commit),
        "is_trunk": True,
        "why": Why.PUSH,
        "workflow": "build",
        "outcome": Outcome.PASSED,
        "created": begun,
        "started": begun,
        "finished": None if minutes is None else begun + minutes * 60,
    }
    return Run(key=key, **{**usual, **told})


def deployment(key: int, *, ago: float, commit: int | None = None, **told: Any) -> Deployment:  # noqa: ANN401
    """A deployment to production by a pipeline, that many days before the end, which passed unless told otherwise."""
    begun = END - ago * DAY
    usual: dict[str, Any] = {
        "commit": sha(key if commit is None else commit),
        "environment": "production",
        "is_production": True,
        "outcome": Outcome.PASSED,
        "created": begun,
        "finished": begun + 600,
        "started_by": StartedBy.PIPELINE,
    }
    return Deployment(key=10_000 + key, **{**usual, **told})


def incident(key: int, *, ago: float, hours: float | None = 2.0, **told: Any) -> Incident:  # noqa: ANN401
    """An incident opened that many days before the end, and resolved some hours later."""
    opened = END - ago * DAY
    return Incident(key=20_000 + key, **{"opened": opened, "resolved": hours and opened + hours * HOUR, **told})


def runs_of(rows: Iterable[Run]) -> Runs:
    """These runs as a table."""
    gathering = Gathering()
    gathering.add(rows)
    return gathering.runs()


def evidence(
    *, runs: Iterable[Run] = (), deployments: Iterable[Deployment] = (), incidents: Iterable[Incident] = ()
) -> Evidence:
    """These rows as evidence."""
    return Evidence(runs=runs_of(runs), deployments=tuple(deployments), incidents=tuple(incidents))


ages = st.floats(0.01, 100).map(lambda days: round(days, 3))
_outcomes = st.sampled_from(Outcome)
_commits = st.none() | st.integers(1, 12)  #: none: one of its own
_tests = st.none() | st.integers(0, 3)


@st.composite
def some_runs(draw: st.DrawFn, *, most: int = 40) -> list[Run]:
    """Runs of any kind on a dozen commits of one project."""
    rows = []
    for key in range(1, draw(st.integers(0, most)) + 1):
        told = {
            "commit": draw(_commits),
            "is_trunk": draw(st.sampled_from((True, True, False, None))),
            "why": draw(st.sampled_from((Why.PUSH, Why.PUSH, Why.PULL_REQUEST, Why.SCHEDULE, Why.MANUAL, Why.BOT))),
            "outcome": draw(_outcomes),
            "workflow": draw(st.sampled_from(("build", "lint", None))),
            "attempt": draw(st.integers(1, 3)),
            "tests": draw(_tests),
        }
        rows.append(run(key, ago=draw(ages), minutes=draw(st.sampled_from((None, 1.0, 9.0, 30.0))), **told))
    return rows


@st.composite
def some_deployments(draw: st.DrawFn, *, most: int = 20) -> list[Deployment]:
    """Deployments of any kind of the same commits."""
    rows = []
    for key in range(1, draw(st.integers(0, most)) + 1):
        place = draw(st.sampled_from((("production", True), ("staging", False), ("review", False), (None, None))))
        told = {
            "commit": draw(_commits),
            "environment": place[0],
            "is_production": place[1],
            "outcome": draw(st.sampled_from((Outcome.PASSED, Outcome.PASSED, Outcome.PASSED, Outcome.FAILED))),
            "started_by": draw(st.sampled_from(StartedBy)),
            "is_unplanned": draw(st.sampled_from((None, None, True, False))),
            "caused_incident": draw(st.sampled_from((None, None, True, False))),
        }
        rows.append(deployment(key, ago=draw(ages), **told))
    return rows


@st.composite
def some_incidents(draw: st.DrawFn, *, most: int = 8) -> list[Incident]:
    """Incidents of any kind."""
    return [
        incident(
            key,
            ago=draw(ages),
            hours=draw(st.sampled_from((None, 0.5, 3.0, 90.0))),
            is_alert=draw(st.sampled_from((None, False, True))),
        )
        for key in range(1, draw(st.integers(0, most)) + 1)
    ]
