"""Laws of what exports prove, on dense evidence: a failure, or a fact withheld, never makes an answer better."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from dataclasses import replace as changed
from random import Random
from typing import Any

import numpy as np
from exports import DAY, END, LAST, deployment, evidence, run
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import BUILT_IN_MODEL as MODEL

from maturity.evidence.finding import BEST_FIRST, Finding
from maturity.evidence.proving import prove
from maturity.evidence.rows import Deployment, Outcome, Run, StartedBy, Why
from maturity.evidence.signals import Sli, Slo, Telemetry
from maturity.evidence.tables import Evidence

COMMITS = 44  #: one every two days
FAILED, PASSED = Outcome.FAILED, Outcome.PASSED
#: what the law of failures does not hold for, with the reason
MORE_IS_KNOWN = {"every-commit-builds": "a failed run is a run of the commit's own"}
NOT_OWED = {"automatic-staging-deployment": "a build that was red before it was green is none that staging is owed"}


@dataclass(frozen=True, repr=False)  # told whole it would fill a screen; what improved says more
class Rows:
    """Runs and deployments."""

    runs: list[Run]
    made: list[Deployment]


_mostly = st.sampled_from((True,) * 9 + (False,))
_rarely = st.sampled_from((False,) * 9 + (True,))
#: how much of a customer's work is well: all of it, most of it, any of it
_wells = st.sampled_from((st.just(value=True), _mostly, st.booleans()))


@st.composite
def dense(draw: st.DrawFn) -> Rows:
    """Runs and deployments of one commit every two days, most of which tell everything."""
    well = draw(_wells)
    runs = [run(9_000, ago=99), run(9_001, ago=98.9, outcome=FAILED, tests=3)]
    made: list[Deployment] = []
    for commit in range(1, COMMITS + 1):
        ago = 89 - 2 * commit + draw(st.sampled_from((0.0, 0.3)))
        runs += _runs_of(draw, well, commit, ago)
        made += _deployments_of(draw, well, commit, ago)
    return Rows(runs, made)


def _runs_of(draw: st.DrawFn, well: st.SearchStrategy[bool], commit: int, ago: float) -> Iterator[Run]:
    """The runs of a commit: its tests, perhaps lint, a second attempt, a nightly run."""
    key = 100 * commit
    outcome = PASSED if draw(well) else draw(st.sampled_from((FAILED, FAILED, Outcome.CANCELLED, Outcome.UNKNOWN)))
    tests = 3 if draw(well) else draw(st.sampled_from((0, None)))
    minutes = 5.0 if draw(well) else draw(st.sampled_from((30.0, None)))
    if draw(well):
        yield run(key, ago=ago, commit=commit, workflow="tests", outcome=outcome, tests=tests, minutes=minutes)
    if draw(_rarely):
        yield run(key + 1, ago=ago, commit=commit, workflow="lint", minutes=1.0, tests=0)
    if draw(_rarely):
        again = PASSED if draw(well) else FAILED
        yield run(key + 2, ago=ago - 0.02, commit=commit, workflow="tests", attempt=2, outcome=again, tests=3)
    if draw(st.booleans()):
        yield run(key + 3, ago=ago - 0.5, commit=commit, workflow="nightly", why=Why.SCHEDULE)


def _deployments_of(draw: st.DrawFn, well: st.SearchStrategy[bool], commit: int, ago: float) -> Iterator[Deployment]:
    """The deployments of a commit: to staging, to production, and back to one of the last three."""
    key = 100 * commit
    place: dict[str, Any] = {"environment": "staging", "is_production": False}
    if draw(well):
        yield deployment(key, ago=ago - 0.01, commit=commit, started_by=_hand(draw, well), **place)
    if draw(st.booleans()):
        named = draw(well)
        told = deployment(key + 1, ago=ago - 0.06, commit=commit, started_by=_hand(draw, well))
        yield told if named else changed(told, commit=None)
    if draw(_rarely):
        back = max(1, commit - draw(st.integers(1, 3)))
        outcome, took = draw(st.sampled_from((PASSED, PASSED, FAILED))), draw(st.sampled_from((300, 3_000)))
        back_to = deployment(key + 2, ago=ago - 0.1, commit=back, started_by=_hand(draw, well), outcome=outcome)
        yield changed(back_to, finished=(back_to.created or 0.0) + took)


def _hand(draw: st.DrawFn, well: st.SearchStrategy[bool]) -> StartedBy:
    return StartedBy.PIPELINE if draw(well) else draw(st.sampled_from((StartedBy.PERSON, StartedBy.UNKNOWN)))


def better(before: Evidence, after: Evidence) -> list[str]:
    """The practices whose answer is better after, of those that have one before and after."""
    pairs = zip(_proven(before), _proven(after), strict=True)
    return [
        f"{old.practice}: {old.answer}, {old.sentence} -> {new.answer}, {new.sentence}"
        for old, new in pairs
        if old.is_computable and new.is_computable
        if BEST_FIRST.index(new.answer) < BEST_FIRST.index(old.answer)
    ]


def _proven(held: Evidence) -> tuple[Finding, ...]:
    return prove(MODEL, held, as_of=LAST)


def _with(rows: Sequence[Any], at: int, **told: Any) -> list[Any]:  # noqa: ANN401  (any row, told otherwise)
    """The rows, one of them changed."""
    at %= len(rows)
    return [*rows[:at], changed(rows[at], **told), *rows[at + 1 :]]


places = st.integers(0, 999)


@given(
    rows=dense(), commit=st.integers(1, COMMITS), ago=st.floats(0.01, 88), workflow=st.sampled_from(("tests", "e2e"))
)
def test_a_failed_run_on_a_known_commit_never_improves_an_answer(
    rows: Rows, commit: int, ago: float, workflow: str
) -> None:
    """Of whatever workflow, whenever it was."""
    runs, made = rows.runs, rows.made
    red = run(99_999, ago=ago, commit=commit, workflow=workflow, outcome=FAILED, tests=0)
    improved = better(evidence(runs=runs, deployments=made), evidence(runs=[*runs, red], deployments=made))
    assert not [told for told in improved if told.partition(":")[0] not in {*MORE_IS_KNOWN, *NOT_OWED}]


@given(rows=dense(), commit=st.integers(1, COMMITS), workflow=st.sampled_from(("tests", "e2e")))
def test_a_build_that_turns_red_later_is_owed_to_staging_all_the_same(rows: Rows, commit: int, workflow: str) -> None:
    """After everything else, a failure takes no green build out of the count."""
    runs, made = rows.runs, rows.made
    red = run(99_999, ago=0.01, commit=commit, workflow=workflow, outcome=FAILED, tests=0)
    improved = better(evidence(runs=runs, deployments=made), evidence(runs=[*runs, red], deployments=made))
    assert not [told for told in improved if told.partition(":")[0] not in MORE_IS_KNOWN]


@given(rows=dense(), ago=st.floats(0.01, 88))
def test_a_failed_push_never_improves_an_answer(rows: Rows, ago: float) -> None:
    """One of its own, whenever it was."""
    runs, made = rows.runs, rows.made
    red = run(99_999, ago=ago, workflow="tests", outcome=FAILED, tests=0)
    assert not better(evidence(runs=runs, deployments=made), evidence(runs=[*runs, red], deployments=made))


@given(
    rows=dense(),
    commit=st.integers(1, COMMITS),
    ago=st.floats(0.01, 88),
    said=st.sampled_from(({}, {"is_rollback": True})),
)
def test_a_failed_deployment_never_improves_an_answer(
    rows: Rows, commit: int, ago: float, said: dict[str, Any]
) -> None:
    """To production, of whatever commit."""
    runs, made = rows.runs, rows.made
    failed = deployment(99_999, ago=ago, commit=commit, outcome=FAILED, **said)
    assert not better(evidence(runs=runs, deployments=made), evidence(runs=runs, deployments=[*made, failed]))


@settings(max_examples=200)
@given(
    rows=dense(),
    at=places,
    told=st.sampled_from(({"commit": None}, {"started_by": StartedBy.UNKNOWN}, {"created": None, "started": None})),
)
def test_withholding_a_fact_of_a_deployment_never_improves_an_answer(rows: Rows, at: int, told: dict[str, Any]) -> None:
    """Its commit, the hand behind it, when it was asked for."""
    runs, made = rows.runs, rows.made
    if made:
        held = evidence(runs=runs, deployments=_with(made, at, **told))
        assert not better(evidence(runs=runs, deployments=made), held)


@settings(max_examples=200)
@given(
    rows=dense(),
    at=places,
    told=st.sampled_from(({"tests": None}, {"finished": None}, {"outcome": Outcome.UNKNOWN}, {"is_trunk": None})),
)
def test_withholding_a_fact_of_a_run_never_improves_an_answer(rows: Rows, at: int, told: dict[str, Any]) -> None:
    """Its tests, its end, its verdict, its branch."""
    runs, made = rows.runs, rows.made
    held = evidence(runs=_with(runs, at, **told), deployments=made)
    assert not better(evidence(runs=runs, deployments=made), held)


@given(rows=dense(), seed=st.integers())
def test_neither_the_order_of_rows_nor_their_being_there_twice_matters(rows: Rows, seed: int) -> None:
    """Files overlap, and come in any order."""
    runs, made = rows.runs, rows.made
    whole = evidence(runs=runs, deployments=made)
    first = _proven(whole)
    chance = Random(seed)  # noqa: S311  (a permutation, no secret)
    mixed_runs, mixed_made = chance.sample(runs, len(runs)), chance.sample(made, len(made))
    mixed = evidence(runs=mixed_runs, deployments=mixed_made)
    assert _proven(mixed) == first
    assert _proven(whole | mixed) == first


@given(
    step=st.sampled_from((300.0, 1_800.0, 3_600.0)),
    gap=st.tuples(st.integers(0, 8_063), st.integers(0, 900)),
    lost=st.sets(st.integers(0, 8_063), max_size=60),
    there=st.sampled_from(("without a value", "not at all")),
)
def test_a_lost_point_never_improves_an_sli(step: float, gap: tuple[int, int], lost: set[int], there: str) -> None:
    """Whether its time is there without a value, or is not there at all."""
    times = END - 28 * DAY + np.arange(0, 28 * DAY, step)
    good = np.ones(len(times))
    good[gap[0] : gap[0] + gap[1]] = np.nan
    fewer = good.copy()
    fewer[[at for at in lost if at < len(times)]] = np.nan
    kept = np.ones(len(times), bool) if there == "without a value" else np.isfinite(fewer)
    slo = Slo(name="checkout", dialect="sloth", objective=0.999, window_days=28)
    before, after = (
        Sli(name="checkout", times=at, good=values, total=np.ones(len(at)))
        for at, values in ((times, good), (times[kept], fewer[kept]))
    )
    held = [Evidence(telemetry=Telemetry(slis=(sli,), slos=(slo,))) for sli in (before, after)]
    assert not better(*held)


def test_dense_evidence_has_answers() -> None:
    """Else the laws would hold of nothing: all that is well is always, all that tells is computable."""
    runs = [run(n, ago=89 - 2 * n, commit=n, tests=3, workflow="tests") for n in range(1, COMMITS + 1)]
    red = [run(900, ago=99), run(901, ago=80.5, tests=3, outcome=FAILED)]
    nightly = [run(1_000 + n, ago=88.5 - 2 * n, commit=n, why=Why.SCHEDULE) for n in range(1, COMMITS + 1)]
    place: dict[str, Any] = {"environment": "staging", "is_production": False}
    staged = [deployment(n, ago=88.99 - 2 * n, commit=n, **place) for n in range(1, COMMITS + 1)]
    made = [deployment(1_000 + n, ago=88.94 - 2 * n, commit=n) for n in range(1, COMMITS + 1)]
    back = deployment(9_000, ago=0.5, commit=COMMITS - 1)
    held = evidence(runs=[*runs, *red, *nightly], deployments=[*staged, *made, back])
    answers = {found.practice: found.answer.value for found in _proven(held) if found.is_computable}
    assert {key for key, answer in answers.items() if answer == "always"} >= {
        "every-commit-builds",
        "every-build-runs-tests",
        "failed-build-blocks-deployment",
        "trunk-stays-green",
        "feedback-within-ten-minutes",
        "automatic-staging-deployment",
        "one-click-production",
        "one-click-rollback",
    }
