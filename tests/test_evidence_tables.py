"""The tables hold each thing once, whatever order files come in."""

from dataclasses import replace

import pytest
from exports import runs_of
from hypothesis import given
from hypothesis import strategies as st

from maturity.evidence.merging import each_once, joined
from maturity.evidence.naming import Names
from maturity.evidence.rows import Deployment, Incident, Outcome, Run, StartedBy, Why, commit_of, key_of
from maturity.evidence.run_columns import ROW, Gathering, Runs
from maturity.evidence.signals import Kind, Signal, Telemetry

TIMES = st.none() | st.sampled_from([1.7e9, 1.7e9 + 1, 1.8e9])
SAID = st.none() | st.booleans()
COMMITS = st.none() | st.sampled_from(["b1b82852d48b516a", "add237f"])
RUNS = st.builds(
    Run,
    key=st.sampled_from([1, 2, 2**63 + 5]),
    commit=COMMITS,
    branch=st.none() | st.sampled_from(["main", "branch 1"]),
    is_trunk=SAID,
    why=st.sampled_from(Why),
    workflow=st.none() | st.sampled_from(["CI", "Docs"]),
    project=st.none() | st.just("shop"),
    attempt=st.integers(1, 3),
    outcome=st.sampled_from(Outcome),
    committed=TIMES,
    created=TIMES,
    started=TIMES,
    finished=TIMES,
    has_tests=SAID,
    tests=st.none() | st.integers(0, 9),
)
DEPLOYMENTS = st.builds(
    Deployment,
    key=st.sampled_from([1, 2]),
    commit=COMMITS,
    environment=st.none() | st.sampled_from(["production", "staging"]),
    is_production=SAID,
    outcome=st.sampled_from(Outcome),
    created=TIMES,
    finished=TIMES,
    started_by=st.sampled_from(StartedBy),
    is_rollback=SAID,
)
INCIDENTS = st.builds(Incident, key=st.sampled_from([1, 2]), opened=TIMES, resolved=TIMES, is_open=SAID, is_alert=SAID)


@given(st.lists(RUNS, max_size=8), st.randoms())
def test_the_order_of_runs_changes_nothing(rows: list[Run], random: object) -> None:
    """Any order, any parting into files, and twice the same: one table."""
    told = runs_of(rows)
    shuffled = rows.copy()
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis' own generator
    middle = len(rows) // 2
    assert runs_of(shuffled) == told
    assert runs_of(rows + shuffled) == told
    assert runs_of(rows[:middle]) | runs_of(rows[middle:]) == told
    assert told | told == told
    assert len({run.key for run in told}) == len(told)


@given(st.lists(RUNS, max_size=6, unique_by=lambda run: run.key))
def test_columns_lose_nothing(rows: list[Run]) -> None:
    """Runs that become columns come back as they were."""
    assert sorted(runs_of(rows), key=lambda run: run.key) == sorted(rows, key=lambda run: run.key)


@given(DEPLOYMENTS, DEPLOYMENTS, DEPLOYMENTS)
def test_joining_deployments_keeps_the_laws_of_a_union(one: Deployment, two: Deployment, three: Deployment) -> None:
    """It does not matter who comes first, who is joined first, or who comes twice."""
    one, two, three = (replace(row, key=1) for row in (one, two, three))
    assert joined(one, one) == one
    assert joined(one, two) == joined(two, one)
    assert joined(joined(one, two), three) == joined(one, joined(two, three))


@given(INCIDENTS, INCIDENTS, INCIDENTS)
def test_joining_incidents_keeps_the_laws_of_a_union(one: Incident, two: Incident, three: Incident) -> None:
    """The same; and one export that shows an incident resolved is enough."""
    one, two, three = (replace(row, key=1) for row in (one, two, three))
    assert joined(one, two) == joined(two, one)
    assert joined(joined(one, two), three) == joined(one, joined(two, three))
    if False in (one.is_open, two.is_open):
        assert joined(one, two).is_open is False


@given(st.lists(DEPLOYMENTS, max_size=8))
def test_each_deployment_stands_once(rows: list[Deployment]) -> None:
    """The order does not matter."""
    assert each_once(rows) == each_once(rows[::-1]) == each_once(rows + rows)


def test_the_later_end_holds_and_at_one_time_the_worse() -> None:
    """A deployment that failed after it had passed failed."""
    passed = Deployment(key=1, outcome=Outcome.PASSED, finished=1.7e9)
    failed = Deployment(key=1, outcome=Outcome.FAILED, finished=1.7e9 + 5)
    running = Deployment(key=1, outcome=Outcome.UNFINISHED)
    assert joined(passed, failed).outcome is Outcome.FAILED
    assert joined(replace(passed, finished=1.8e9), failed).outcome is Outcome.PASSED
    assert joined(replace(passed, finished=failed.finished), failed).outcome is Outcome.FAILED
    assert joined(running, passed) == passed


def test_a_million_runs_fit() -> None:
    """78 bytes a run, names once."""
    assert ROW.itemsize == 78
    gathering = Gathering()
    gathering.add(Run(key=number, workflow="CI", created=1.7e9 + number) for number in range(40_000))
    assert len(gathering) == 40_000
    runs = gathering.runs()
    assert (len(runs), runs.names, len(gathering)) == (40_000, ("", "CI"), 0)
    assert [run.key for run in runs][:3] == [0, 1, 2]
    assert not len(Runs())


def test_telemetry_says_a_thing_once() -> None:
    """Two files that show the same are one signal."""
    signal = Signal(kind=Kind.TRACES, dialect="otlp", shows="spans of two services")
    other = replace(signal, kind=Kind.LOGS)
    one, two = Telemetry(signals=(signal, other)), Telemetry(signals=(other,))
    assert one | two == two | one == one | one


def test_a_commit_is_hexadecimal_or_nothing() -> None:
    """Versions, names and addresses in a commit's column are dropped."""
    assert commit_of(" ADD237F6852E6108ee8e0246780a54ce909c6087 ") == "add237f6852e6108"
    assert [commit_of(told) for told in ("v1.2.3", "thabo", "abc", 7, None, "a" * 65)] == [None] * 6


@given(st.text(max_size=5), st.text(max_size=5))
def test_a_key_is_of_its_parts(one: str, other: str) -> None:
    """Other parts, another key; the same on every machine."""
    assert (key_of("kind", one) == key_of("kind", other)) == (one == other)
    assert key_of("github-run", 9001, 1) == 2945767431012916071


@pytest.mark.parametrize(
    ("name", "is_production"),
    [
        ("production", True),
        ("Production – shop", True),
        ("prod2", True),
        ("live", True),
        ("shop-prod-za", True),
        ("production/eu", True),
        ("preproduction", False),
        ("pre-production", False),
        ("non-prod", False),
        ("nonprod", False),
        ("staging", False),
        ("staging-live", False),
        ("review/main", False),
        ("Preview – shop", False),
        ("github-pages", False),
        ("eu-west-1", None),
        ("default", None),
        (None, None),
    ],
)
def test_production_is_told_by_its_name_or_not_at_all(name: str | None, is_production: bool | None) -> None:  # noqa: FBT001 - a case
    """A name that tells neither way is neither."""
    assert Names().is_production(name) is is_production


@pytest.mark.parametrize(
    ("name", "kept"),
    [("review/thabo-login", "review"), ("dev_thabo", "dev"), ("Staging", "staging"), ("github-pages", "github-pages")],
)
def test_an_environment_named_after_a_person_loses_the_name(name: str, kept: str) -> None:
    """Review and development environments are called after those who work in them."""
    assert Names().environment(name) == kept
