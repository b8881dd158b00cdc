"""What exports prove of each practice: hand-computed cases, and laws that hold for any evidence."""

from collections.abc import Iterable
from dataclasses import replace as changed
from random import Random
from typing import Any

import numpy as np
import pytest
from exports import DAY, END, LAST, deployment, evidence, run, sha, some_deployments, some_incidents, some_runs
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import BUILT_IN_MODEL as MODEL
from strategies import engagement

from maturity.assessment import assess
from maturity.engagement import Response
from maturity.evidence.finding import BEST_FIRST, Finding
from maturity.evidence.proving import PROOFS, apply_findings, last_day, prove
from maturity.evidence.rows import Deployment, Incident, Outcome, Run, StartedBy, Why
from maturity.evidence.signals import AlertRule, Kind, Signal, Sli, Slo, Telemetry
from maturity.evidence.tables import Evidence
from maturity.evidence.weeks import green_weeks
from maturity.model import Answer, Grade
from maturity.narrative import contradictions
from maturity.references import reference_faults
from maturity.traps import find_traps


def found(key: str, held: Evidence, *, days: float | None = None) -> Finding:
    """What the evidence says of one practice on its last day."""
    return next(finding for finding in prove(MODEL, held, as_of=LAST, days=days) if finding.practice == key)


def trunk(*, passed: int, failed: int, last_passes: bool = True) -> list[Run]:
    """Runs of pushes to the trunk over 20 days, the failed ones spread among the others; the last one passes or not."""
    number = passed + failed
    red = {at * number // failed for at in range(failed)}
    outcomes = [Outcome.FAILED if at in red else Outcome.PASSED for at in range(number)]
    ordered = outcomes if last_passes else outcomes[::-1]
    return [run(at + 1, ago=20 - at * 20 / number, outcome=outcome) for at, outcome in enumerate(ordered)]


def test_every_asked_practice_has_a_finding_in_model_order() -> None:
    """Nothing is proved by nothing: each says what is missing, and none has an answer."""
    findings = prove(MODEL, Evidence(), as_of=LAST)
    assert [finding.practice for finding in findings] == [practice.key for practice in MODEL.asked]
    assert {finding.answer for finding in findings} == {Answer.UNKNOWN}
    assert all(finding.sentence.endswith(".") and finding.value is None for finding in findings)


def test_every_proof_belongs_to_a_practice_with_thresholds() -> None:
    """Numbers live in the model: a proof without any decides by what is there or not."""
    assert set(PROOFS) <= {practice.key for practice in MODEL.asked}
    assert {key for key in PROOFS if not MODEL.practices[key].thresholds} == {
        "distributed-tracing",
        "structured-metrics",
    }


def test_a_model_without_thresholds_measures_nothing() -> None:
    """A model of one's own may leave the numbers out; then the sentence names the one that is missing."""
    bare = [
        replace(stage, practices=tuple(replace(p, thresholds={}) for p in stage.practices)) for stage in MODEL.stages
    ]
    model = replace(MODEL, stages=tuple(bare))
    finding = prove(model, evidence(runs=trunk(passed=20, failed=0)), as_of=LAST)[3]
    assert (finding.answer, finding.sentence) == (
        Answer.UNKNOWN,
        "The model gives 'trunk-stays-green' no threshold 'hours'.",
    )


@pytest.mark.parametrize(
    ("passed", "failed", "answer", "share"),
    [
        (152, 62, Answer.SOMETIMES, "71 %"),
        (90, 10, Answer.ALWAYS, "90 %"),
        (89, 11, Answer.USUALLY, "89 %"),
        (0, 20, Answer.NEVER, "0 %"),
    ],
)
def test_trunk_is_judged_by_its_green_share(passed: int, failed: int, answer: Answer, share: str) -> None:
    """90 % of pushes with a green run, the last of them green, and red for a day at the most."""
    finding = found("trunk-stays-green", evidence(runs=trunk(passed=passed, failed=failed)))
    assert (finding.answer, finding.count, finding.coverage) == (answer, passed + failed, 1.0)
    assert f"{passed} of {passed + failed} pushes to the default branch ({share}) had a green run." in finding.sentence


def test_a_trunk_that_is_red_now_is_not_always_green() -> None:
    """The latest finished run on the default branch has to have passed."""
    finding = found("trunk-stays-green", evidence(runs=trunk(passed=95, failed=5, last_passes=False)))
    assert finding.answer is Answer.USUALLY
    assert finding.sentence.endswith("It is red now.")


def test_a_trunk_that_was_red_for_days_is_not_always_green() -> None:
    """Red turns green within one working day, even the longest; the weekend does not count."""
    early, key = run(900, ago=29), "trunk-stays-green"
    slow = [early, run(1, ago=14, outcome=Outcome.FAILED), *(run(n, ago=12 - n / 24) for n in range(2, 30))]
    assert found(key, evidence(runs=slow)).answer is Answer.USUALLY  # Wednesday to Friday
    over = [early, run(1, ago=4.5, outcome=Outcome.FAILED), *(run(n, ago=2 - n / 60) for n in range(2, 30))]
    assert found(key, evidence(runs=over)).answer is Answer.ALWAYS  # Friday noon to Monday


def test_a_short_red_does_not_make_up_for_a_long_one() -> None:
    """The longest decides: one more failure, mended within the hour, would halve a median."""
    slow = [run(900, ago=29), run(1, ago=14, outcome=Outcome.FAILED), *(run(n, ago=12 - n / 24) for n in range(2, 60))]
    short = run(70, ago=10.98, outcome=Outcome.FAILED)
    finding = found("trunk-stays-green", evidence(runs=[*slow, short]))
    assert finding.answer is Answer.USUALLY
    assert "It was red 2 times, the longest for 2 d 2 h" in finding.sentence


def workflows(pushes: int, *, red: Iterable[int], names: Iterable[str] = ("tests", "lint", "docs")) -> list[Run]:
    """Runs of several workflows on each push, a day apart; the tests failed on some of them."""
    rows, names, red = [], [*names], {*red}
    for n in range(pushes):
        for at, name in enumerate(names):
            outcome = Outcome.FAILED if name == "tests" and n in red else Outcome.PASSED
            minutes = 45.0 if name == "tests" else 0.3
            rows.append(run(100 * n + at, ago=25 - n, commit=n, workflow=name, outcome=outcome, minutes=minutes))
    return rows


def test_a_push_is_green_in_every_workflow_or_it_is_red() -> None:
    """Green lint beside red tests makes no green push, and what the last run of any workflow says holds now."""
    finding = found("trunk-stays-green", evidence(runs=workflows(20, red=(18, 19))))
    assert (finding.answer, finding.value, finding.count) == (Answer.USUALLY, 0.9, 20)
    assert finding.sentence.endswith("It is red now.")
    assert found("trunk-stays-green", evidence(runs=workflows(20, red=range(0, 20, 2)))).value == 0.5
    told = green_weeks(evidence(runs=workflows(20, red=(18, 19))), as_of=LAST)
    assert (sum(week.passed for week in told), sum(week.finished for week in told)) == (18, 20)


def test_feedback_is_as_slow_as_the_slowest_workflow() -> None:
    """Lint that is done in 20 s tells nothing of tests that take 45 min."""
    finding = found("feedback-within-ten-minutes", evidence(runs=workflows(20, red=())))
    assert (finding.answer, finding.value, finding.count) == (Answer.NEVER, 45, 20)


def test_feedback_of_red_runs_alone_is_not_told() -> None:
    """A red run may end early; the sentence does not say that there were no runs."""
    finding = found("feedback-within-ten-minutes", evidence(runs=trunk(passed=0, failed=20)))
    assert finding.answer is Answer.UNKNOWN
    assert finding.sentence == "Green runs that a push or a pull request started are missing."


def test_deployments_without_an_end_are_missing_their_end() -> None:
    """Not the deployments, which are there."""
    made = [deployment(n, ago=n, outcome=Outcome.UNKNOWN, finished=None) for n in range(1, 20)]
    for key in ("one-click-production", "deploy-on-demand"):
        sentence = "How the production deployments from 1 January to 31 March 2026 ended is missing (in GitHub: their "
        assert found(key, evidence(deployments=made)).sentence == f"{sentence}statuses)."


def test_a_branch_that_is_pushed_to_far_more_may_be_the_default_one() -> None:
    """A green main beside a red develop proves nothing of the branch that is worked on."""
    red = [run(100 + n, ago=20 - n / 10, outcome=Outcome.FAILED, is_trunk=False, branch="branch x") for n in range(99)]
    held = evidence(runs=[*trunk(passed=11, failed=0), *red])
    finding = found("trunk-stays-green", held)
    assert (finding.answer, finding.sentence) == (
        Answer.UNKNOWN,
        "Another branch has 99 runs of pushes, main 11: which one is the default branch is missing.",
    )
    assert green_weeks(held, as_of=LAST) == ()


@pytest.mark.parametrize(
    ("key", "held"),
    [
        ("trunk-stays-green", evidence(runs=[run(n, ago=0.1 - n / 500) for n in range(1, 11)])),
        ("every-build-runs-tests", evidence(runs=[run(n, ago=0.1 - n / 500, tests=3) for n in range(1, 11)])),
        ("feedback-within-ten-minutes", evidence(runs=[run(n, ago=0.1 - n / 500) for n in range(1, 11)])),
        ("one-click-production", evidence(deployments=[deployment(n, ago=0.1 - n / 500) for n in range(1, 6)])),
        (
            "failed-build-blocks-deployment",
            evidence(
                runs=[run(900, ago=89), *(run(n, ago=1) for n in range(1, 11))],
                deployments=[deployment(n, ago=0.9) for n in range(1, 11)],
            ),
        ),
    ],
)
def test_an_hour_does_not_prove_a_month(key: str, held: Evidence) -> None:
    """A list that reaches over less than half of the window is too short for `always` and `usually`."""
    finding = found(key, held)
    assert finding.answer is Answer.UNKNOWN
    assert "But the export covers only 0 days of" in finding.sentence


def test_only_verdicts_of_pushes_to_the_trunk_count() -> None:
    """Cancelled, unfinished, scheduled, manual, bot's and pull requests' runs are neither green nor red there."""
    base = trunk(passed=20, failed=0)
    others: list[Run] = [
        run(100, ago=3, outcome=Outcome.CANCELLED),
        run(101, ago=3, outcome=Outcome.UNFINISHED, minutes=None),
        *(
            run(102 + n, ago=3, outcome=Outcome.FAILED, why=why)
            for n, why in enumerate((Why.SCHEDULE, Why.MANUAL, Why.BOT))
        ),
        run(110, ago=3, outcome=Outcome.FAILED, why=Why.PULL_REQUEST, is_trunk=False),
    ]
    key = "trunk-stays-green"
    assert found(key, evidence(runs=[*base, *others])) == found(key, evidence(runs=base))


def test_the_last_attempt_is_the_verdict() -> None:
    """A red run that was repeated and passed is green; one that was repeated and cancelled stays red."""
    base = trunk(passed=19, failed=0)
    red = run(50, ago=1, outcome=Outcome.FAILED)
    green = run(51, ago=1, commit=50, attempt=2)
    stopped = run(52, ago=1, commit=50, attempt=2, outcome=Outcome.CANCELLED)
    assert found("trunk-stays-green", evidence(runs=[*base, red, green])).value == 1
    assert found("trunk-stays-green", evidence(runs=[*base, red, stopped])).value == 0.95


def test_a_model_that_asks_for_none_is_not_proved_by_none() -> None:
    """A commit is deployed whose only run does not tell its end: nothing is counted, and nothing divides by it."""
    practice = MODEL.practices["every-commit-builds"]
    none = replace(practice.thresholds["fewest"], value=0)
    model = replace(
        MODEL,
        stages=tuple(
            replace(
                stage,
                practices=tuple(
                    replace(one, thresholds={**one.thresholds, "fewest": none}) if one.key == practice.key else one
                    for one in stage.practices
                ),
            )
            for stage in MODEL.stages
        ),
    )
    runs = [run(1, ago=25), run(2, ago=3, commit=9, outcome=Outcome.UNKNOWN)]
    held = evidence(runs=runs, deployments=[deployment(1, ago=2, commit=9)])
    (finding,) = (one for one in prove(model, held, as_of=LAST) if one.practice == practice.key)
    assert finding.answer is Answer.UNKNOWN
    assert finding.sentence.startswith("Of the 1 commits that are needed to judge, the exports have 0")


def test_too_few_runs_are_no_class() -> None:
    """Nine green runs are not enough to say always."""
    finding = found("trunk-stays-green", evidence(runs=trunk(passed=9, failed=0)))
    assert finding.answer is Answer.UNKNOWN
    assert "Of the 10 pushes that are needed to judge, the exports have 9 from 2 to 31 March 2026." in finding.sentence


def every_commit(*, built: int, unbuilt: int) -> Evidence:
    """Commits that nightly runs name, of which some were built by their own push, and runs that begin long before."""
    early = [run(900, ago=60), run(901, ago=59)]
    nightly = [run(500 + n, ago=20 - n / 3, commit=n, why=Why.SCHEDULE) for n in range(built + unbuilt)]
    return evidence(runs=[*early, *nightly, *(run(n, ago=20.1 - n / 3, commit=n) for n in range(built))])


@pytest.mark.parametrize(
    ("built", "unbuilt", "answer"),
    [(49, 1, Answer.ALWAYS), (48, 2, Answer.USUALLY), (20, 30, Answer.SOMETIMES), (0, 50, Answer.UNKNOWN)],
)
def test_every_commit_is_held_against_commits_known_from_elsewhere(built: int, unbuilt: int, answer: Answer) -> None:
    """98 % passes; without a run of a push in the window the list may simply lack them."""
    finding = found("every-commit-builds", every_commit(built=built, unbuilt=unbuilt))
    assert finding.answer is answer
    assert answer is Answer.UNKNOWN or f"{built} of 50 commits that deployments" in finding.sentence


def test_a_list_of_pushes_alone_does_not_prove_that_every_commit_builds() -> None:
    """A run list can't show a push that has no run."""
    finding = found("every-commit-builds", evidence(runs=[run(n, ago=50 - n / 4) for n in range(200)]))
    assert finding.answer is Answer.UNKNOWN
    assert "a list of runs can't show a push that has none" in finding.sentence


def test_a_build_whose_run_is_not_over_counts_neither_way() -> None:
    """Unfinished and cancelled runs are no verdict, and the commit is left out."""
    held = every_commit(built=20, unbuilt=0)
    more = evidence(
        runs=[
            *held.runs,
            run(700, ago=5, commit=70, why=Why.SCHEDULE),
            run(701, ago=5.1, commit=70, outcome=Outcome.UNFINISHED, minutes=None),
        ]
    )
    finding = found("every-commit-builds", more)
    assert (finding.count, finding.answer, finding.coverage) == (20, Answer.ALWAYS, 1.0)


def test_a_commit_that_is_older_than_the_list_of_runs_is_left_out() -> None:
    """Its own run may have been before the export begins."""
    old = run(700, ago=58, commit=70, why=Why.SCHEDULE)
    again = run(701, ago=15, commit=70, why=Why.SCHEDULE)
    held = every_commit(built=20, unbuilt=0)
    assert found("every-commit-builds", evidence(runs=[*held.runs, old, again])).count == 20


def counting(counts: Iterable[int | None], *, failed: int) -> Evidence:
    """Commits whose runs tell how many tests they ran."""
    runs = [run(n, ago=1 + n, tests=count) for n, count in enumerate(counts)]
    return evidence(runs=[*runs, *(run(900 + n, ago=60 + n, tests=5, outcome=Outcome.FAILED) for n in range(failed))])


@pytest.mark.parametrize(
    ("counts", "failed", "answer"),
    [
        ([12] * 20, 1, Answer.ALWAYS),
        ([12] * 20, 0, Answer.UNKNOWN),
        ([12] * 19 + [0], 0, Answer.USUALLY),
        ([None] * 20, 1, Answer.UNKNOWN),
        ([0] * 20, 1, Answer.NEVER),
    ],
)
def test_builds_are_tested_when_a_run_held_tests(counts: list[int | None], failed: int, answer: Answer) -> None:
    """More than no tests in every one, and a failure seen in 90 days: tests that never fail prove nothing."""
    assert found("every-build-runs-tests", counting(counts, failed=failed)).answer is answer


def test_a_lint_run_beside_a_test_run_does_not_make_a_commit_untested() -> None:
    """One run with tests is enough for a commit; where one does not tell, nobody knows."""
    both = [
        row
        for n in range(20)
        for row in (
            run(n, ago=1 + n, tests=9),
            run(
                100 + n, ago=1, commit=n, workflow="lint", tests=0, outcome=Outcome.FAILED if n == 0 else Outcome.PASSED
            ),
        )
    ]
    assert found("every-build-runs-tests", evidence(runs=both)).answer is Answer.ALWAYS


def shipped(verdicts: Iterable[Outcome | None]) -> Evidence:
    """Commits that went to production an hour after their run, which ended so; None: they had none."""
    runs, deployments, verdicts = [run(900, ago=89)], [], [*verdicts]
    for n, verdict in enumerate(verdicts):
        ago = 80 - n * 70 / len(verdicts)
        runs += [run(n, ago=ago, outcome=verdict)] if verdict else []
        deployments.append(deployment(n, ago=ago - 1 / 24))
    return evidence(runs=runs, deployments=deployments)


@pytest.mark.parametrize(
    ("verdicts", "answer"),
    [
        ([Outcome.PASSED] * 10, Answer.ALWAYS),
        ([Outcome.PASSED] * 9 + [Outcome.FAILED], Answer.USUALLY),
        ([Outcome.PASSED] * 5 + [None] * 5, Answer.SOMETIMES),
        ([Outcome.FAILED] * 10, Answer.NEVER),
        ([Outcome.PASSED] * 4, Answer.UNKNOWN),
    ],
)
def test_production_is_held_against_the_runs_of_its_commits(verdicts: list[Outcome | None], answer: Answer) -> None:
    """No production deployment of a commit whose tests failed or never ran."""
    assert found("failed-build-blocks-deployment", shipped(verdicts)).answer is answer


def test_a_green_run_after_the_deployment_is_too_late() -> None:
    """What counts is what was known when the deployment began; a run it is part of counts if it passed."""
    late = [run(n, ago=80 - 7 * n) for n in range(10)]
    before = [deployment(n, ago=80 - 7 * n + 0.5) for n in range(10)]
    within = [deployment(n, ago=80 - 7 * n - 1 / 24 / 60) for n in range(10)]
    first = run(900, ago=89)
    key = "failed-build-blocks-deployment"
    assert found(key, evidence(runs=[first, *late], deployments=before)).answer is Answer.NEVER
    assert found(key, evidence(runs=[first, *late], deployments=within)).answer is Answer.ALWAYS


def test_deployments_of_another_repository_are_not_held_against_these_runs() -> None:
    """Where the runs name none of its commits, nothing can be computed."""
    held = shipped([Outcome.PASSED] * 10)
    strangers = [changed(d, commit=sha(7_000 + n), project="other") for n, d in enumerate(held.deployments)]
    key = "failed-build-blocks-deployment"
    assert found(key, evidence(runs=held.runs, deployments=strangers)).answer is Answer.UNKNOWN
    more = [*held.deployments, *(changed(d, key=d.key + 500) for d in strangers)]
    finding = found(key, evidence(runs=held.runs, deployments=more))
    assert finding.answer is Answer.UNKNOWN
    assert finding.sentence.endswith("But the exports tell of only 10 of 20.")


def test_deployments_that_name_no_commit_are_told_of_one_by_one() -> None:
    """Nobody knows whether they were of a green one; ten of them without a name are ten, not one."""
    held, key = shipped([Outcome.PASSED] * 5 + [None] * 5), "failed-build-blocks-deployment"
    assert found(key, held).answer is Answer.SOMETIMES
    unnamed = [changed(d, commit=None) if at >= 5 else d for at, d in enumerate(held.deployments)]
    finding = found(key, evidence(runs=held.runs, deployments=unnamed))
    assert finding.answer is Answer.UNKNOWN
    assert finding.sentence.endswith("But the exports tell of only 5 of 10.")


def test_tests_that_were_still_running_at_the_deployment_and_failed_prove_nothing() -> None:
    """Lint was green; the failure may be the deployment's own, so nothing is told of the commit."""
    lint = [run(900, ago=89), *(run(n, ago=80 - 8 * n, workflow="lint") for n in range(10))]
    tests = [
        run(n + 20, ago=80 - 8 * n, commit=n, workflow="tests", minutes=60, outcome=Outcome.FAILED) for n in range(10)
    ]
    made = [deployment(n, ago=80 - 8 * n - 0.01) for n in range(10)]
    key = "failed-build-blocks-deployment"
    assert found(key, evidence(runs=lint, deployments=made)).answer is Answer.ALWAYS
    assert found(key, evidence(runs=[*lint, *tests], deployments=made)).answer is Answer.UNKNOWN


@pytest.mark.parametrize(
    ("minutes", "answer"),
    [([9.0] * 20, Answer.ALWAYS), ([9.0] * 9 + [40.0] * 11, Answer.SOMETIMES), ([40.0] * 20, Answer.NEVER)],
)
def test_feedback_is_the_median_of_green_runs(minutes: list[float], answer: Answer) -> None:
    """At most ten minutes; a red run ends early and is no feedback on the whole."""
    green = [run(n, ago=1 + n, minutes=taken) for n, taken in enumerate(minutes)]
    red = [run(100 + n, ago=1 + n / 10, minutes=0.1, outcome=Outcome.FAILED) for n in range(50)]
    finding = found("feedback-within-ten-minutes", evidence(runs=[*green, *red]))
    assert (finding.answer, finding.count) == (answer, 20)


def staged(hands: Iterable[StartedBy | None], *, after: float = 0.5) -> Evidence:
    """Green builds, a day apart, and their deployments to staging, hours after they were green."""
    builds, deployments = [], []
    for n, hand in enumerate(hands):
        builds.append(run(n, ago=29 - n))
        told: dict[str, Any] = {"environment": "staging", "is_production": False, "started_by": hand}
        at = END - (29 - n) * DAY + 300 + after * 3_600
        deployments += [deployment(n, ago=1, **told, created=at, finished=at)] if hand else []
    return evidence(runs=builds, deployments=deployments)


@pytest.mark.parametrize(
    ("held", "answer"),
    [
        (staged([StartedBy.PIPELINE] * 20), Answer.ALWAYS),
        (staged([StartedBy.PIPELINE] * 17 + [StartedBy.PERSON] * 3), Answer.USUALLY),
        (staged([StartedBy.PIPELINE] * 17 + [None] * 3), Answer.USUALLY),
        (staged([StartedBy.PIPELINE] * 20, after=2), Answer.NEVER),
        (staged([StartedBy.UNKNOWN] * 20), Answer.UNKNOWN),
        (staged([None] * 20), Answer.UNKNOWN),
    ],
)
def test_staging_follows_a_green_build_by_itself(held: Evidence, answer: Answer) -> None:
    """At least 95 % within an hour, started by no person; who is not told is neither."""
    assert found("automatic-staging-deployment", held).answer is answer


def test_a_later_build_on_staging_brings_the_earlier_one_along() -> None:
    """Two pushes within the hour need one deployment."""
    held = staged([StartedBy.PIPELINE] * 20)
    extra = [run(100 + n, ago=29 - n + 0.01) for n in range(20)]
    finding = found("automatic-staging-deployment", evidence(runs=[*held.runs, *extra], deployments=held.deployments))
    assert (finding.answer, finding.count) == (Answer.ALWAYS, 40)


@pytest.mark.parametrize(
    ("hands", "answer"),
    [
        ([StartedBy.PIPELINE] * 10, Answer.ALWAYS),
        ([StartedBy.PIPELINE] * 9 + [StartedBy.PERSON], Answer.USUALLY),
        ([StartedBy.PERSON] * 10, Answer.NEVER),
        ([StartedBy.UNKNOWN] * 10, Answer.UNKNOWN),
    ],
)
def test_production_goes_through_the_pipeline(hands: list[StartedBy], answer: Answer) -> None:
    """Who or what started it tells; nobody's hand is guessed."""
    made = [deployment(n, ago=85 - 8 * n, started_by=hand) for n, hand in enumerate(hands)]
    assert found("one-click-production", evidence(deployments=made)).answer is answer


@pytest.mark.parametrize("outcome", [Outcome.PASSED, Outcome.FAILED])
@pytest.mark.parametrize(("hand", "answer"), [(StartedBy.PERSON, Answer.NEVER), (StartedBy.UNKNOWN, Answer.UNKNOWN)])
def test_a_run_beside_a_deployment_did_not_make_it(hand: StartedBy, answer: Answer, outcome: Outcome) -> None:
    """A copy by SSH while the commit's tests ran stays a copy by SSH."""
    made = [deployment(n, ago=85 - 8 * n - 0.001, started_by=hand) for n in range(10)]
    runs = [run(n, ago=85 - 8 * n, outcome=outcome) for n in range(10)]
    assert found("one-click-production", evidence(runs=runs, deployments=made)).answer is answer


@pytest.mark.parametrize(
    ("commits", "minutes", "answer"),
    [
        ([1, 2, 1], 10, Answer.ALWAYS),
        ([1, 2, 1], 20, Answer.SOMETIMES),
        ([1, 2, 3], 10, Answer.UNKNOWN),
        ([1, 1, 2], 10, Answer.UNKNOWN),
    ],
)
def test_a_return_to_an_earlier_version_is_a_rollback(commits: list[int], minutes: int, answer: Answer) -> None:
    """Used in the last 90 days, and within 15 minutes; none seen is not known, as a drill may be elsewhere."""
    made = []
    for n, commit in enumerate(commits):
        begun = END - (50 - n) * DAY
        made.append(deployment(n, ago=50 - n, commit=commit, finished=begun + minutes * 60))
    assert found("one-click-rollback", evidence(deployments=made)).answer is answer


def went(*commits: int, **told: Any) -> Evidence:  # noqa: ANN401  (whatever a deployment has)
    """Deployments of these commits, a day apart, of which the last is told to be so."""
    made = [deployment(n, ago=50 - n, commit=commit) for n, commit in enumerate(commits)]
    return evidence(deployments=[*made[:-1], changed(made[-1], **told)])


@pytest.mark.parametrize(
    ("held", "answer"),
    [
        (went(1, 2, 1), Answer.ALWAYS),
        (went(1, 2, 1, started_by=StartedBy.PERSON), Answer.SOMETIMES),
        (went(1, 2, 1, started_by=StartedBy.UNKNOWN), Answer.UNKNOWN),
        (went(1, 2, 1, outcome=Outcome.FAILED), Answer.SOMETIMES),
        (went(1, 2, 1, 3, 1, outcome=Outcome.FAILED), Answer.USUALLY),
        (went(1, 2, 1, 3, 1, created=None), Answer.UNKNOWN),
        (went(1, 2, 1, 2), Answer.UNKNOWN),  # two parts of one repository, in turn
        (went(1, 2, 1, 3, commit=None), Answer.UNKNOWN),
    ],
)
def test_a_return_by_hand_or_one_that_failed_is_no_rollback_by_one_click(held: Evidence, answer: Answer) -> None:
    """Each return counts, and one of which the time, the hand or the commit is not told proves nothing."""
    assert found("one-click-rollback", held).answer is answer


def test_staging_sees_versions_come_and_go() -> None:
    """An older version on staging is a return only where the export says so."""
    place = {"environment": "staging", "is_production": False}
    made = [deployment(n, ago=50 - n, commit=commit, **place) for n, commit in enumerate((1, 2, 1))]
    assert found("one-click-rollback", evidence(deployments=made)).answer is Answer.UNKNOWN
    said = [*made[:-1], changed(made[-1], is_rollback=True)]
    assert found("one-click-rollback", evidence(deployments=said)).answer is Answer.ALWAYS


def test_a_build_that_turns_red_after_it_was_green_is_still_owed_to_staging() -> None:
    """A failed deploy run on what never came to staging takes nothing out of the count."""
    held = staged([StartedBy.PIPELINE] * 10 + [None] * 10)
    failed = [
        run(100 + n, ago=29 - n - 0.02, commit=n, workflow="deploy", outcome=Outcome.FAILED) for n in range(10, 20)
    ]
    key = "automatic-staging-deployment"
    assert found(key, held).answer is Answer.SOMETIMES
    finding = found(key, evidence(runs=[*held.runs, *failed], deployments=held.deployments))
    assert (finding.answer, finding.count) == (Answer.SOMETIMES, 20)


def test_projects_that_never_come_to_staging_are_not_left_out() -> None:
    """Ten builds on staging, and ten of ten projects that have none: nothing is told of half of them."""
    held = staged([StartedBy.PIPELINE] * 10 + [None] * 10)
    runs = [changed(one, project="a" if at < 10 else f"p{at}") for at, one in enumerate(held.runs)]
    finding = found("automatic-staging-deployment", evidence(runs=runs, deployments=held.deployments))
    assert finding.answer is Answer.UNKNOWN
    assert finding.sentence.endswith("But the exports tell of only 10 of 20.")


@pytest.mark.parametrize(
    ("tests", "answer", "rest"),
    [
        ([3] * 20 + [None] * 10, Answer.UNKNOWN, "But the exports tell of only 20 of 30."),
        ([3] * 28 + [None] * 2, Answer.USUALLY, "2 more do not tell, and count as a no."),
        ([3] * 15 + [0] * 15, Answer.SOMETIMES, "had a run with tests."),
    ],
)
def test_what_does_not_tell_counts_as_not(tests: list[int | None], answer: Answer, rest: str) -> None:
    """Nine of ten must tell where the rest could change the answer, and then the rest is taken for bad."""
    ages = [run(n, ago=29 - n * 0.9, tests=count) for n, count in enumerate(tests)]
    red = run(900, ago=40, tests=3, outcome=Outcome.FAILED)
    finding = found("every-build-runs-tests", evidence(runs=[*ages, red]))
    assert finding.answer is answer
    assert finding.sentence.endswith(rest)


def test_ten_runs_of_five_hundred_that_tell_their_time_prove_nothing() -> None:
    """A guard for medians, too."""
    runs = [run(n, ago=29 - n / 20, minutes=5.0 if n <= 10 else None) for n in range(1, 500)]
    finding = found("feedback-within-ten-minutes", evidence(runs=runs))
    assert finding.answer is Answer.UNKNOWN
    assert finding.sentence.endswith("But the exports tell of only 10 of 499.")


@pytest.mark.parametrize(
    ("ages", "answer"),
    [
        ([*range(1, 89), 1.1], Answer.ALWAYS),
        (range(1, 89, 6), Answer.SOMETIMES),
        (range(1, 89, 20), Answer.NEVER),
        ([3, 3.1], Answer.UNKNOWN),
    ],
)
def test_shipping_on_demand_is_a_day_with_two_and_one_a_week(ages: Iterable[float], answer: Answer) -> None:
    """Both are always, one is sometimes; two days of deployments tell nothing of 90."""
    made = [deployment(n, ago=ago + 0.5) for n, ago in enumerate(ages)]
    assert found("deploy-on-demand", evidence(deployments=made)).answer is answer


def observed(**told: object) -> Evidence:
    """Telemetry alone."""
    return Evidence(telemetry=Telemetry(**told))  # type: ignore[arg-type]  # one of its parts


def test_traces_that_are_only_printed_are_no_tracing() -> None:
    """A debug exporter keeps nothing; a real one proves that there is one, not what it follows."""
    printed = Signal(kind=Kind.TRACES, dialect="opentelemetry-collector", shows="Traces go to debug.", is_kept=False)
    assert found("distributed-tracing", observed(signals=(printed,))).answer is Answer.NEVER
    kept = changed(printed, shows="Traces go to otlp.", is_kept=True)
    finding = found("distributed-tracing", observed(signals=(printed, kept)))
    assert finding.answer is Answer.UNKNOWN
    assert finding.sentence.startswith("Traces go to otlp. No export shows which journeys are the main ones")


def test_log_lines_can_disprove_and_only_a_store_can_prove() -> None:
    """50 good lines say nothing of whether they are searchable for 14 days."""
    lines = Signal(kind=Kind.LOGS, dialect="json", shows="Log lines.", count=100, good=60)
    assert found("structured-logs", observed(signals=(lines,))).answer is Answer.SOMETIMES
    good = changed(lines, good=99)
    assert found("structured-logs", observed(signals=(good,))).answer is Answer.UNKNOWN
    kept = changed(good, is_kept=True, first=END - 20 * DAY, last=END)
    assert found("structured-logs", observed(signals=(kept,))).answer is Answer.ALWAYS


def test_an_slo_of_a_hundred_per_cent_is_no_agreement() -> None:
    """It leaves no budget; a sound one still needs its owner's name, which no file proves."""
    sound = Slo(name="checkout", dialect="sloth", objective=0.999, window_days=30)
    assert (
        found("slos-agreed-with-business", observed(slos=(changed(sound, objective=1.0),))).answer is Answer.SOMETIMES
    )
    assert found("slos-agreed-with-business", observed(slos=(sound,))).answer is Answer.UNKNOWN


@pytest.mark.parametrize(
    ("windows", "answer"), [((1, 6, 72), Answer.ALWAYS), ((1,), Answer.SOMETIMES), ((), Answer.NEVER)]
)
def test_burn_rates_need_several_windows(windows: tuple[int, ...], answer: Answer) -> None:
    """A threshold is no burn rate."""
    rules = [
        AlertRule(name=str(h), dialect="sloth", burn_rate=1.0, long_window=h * 3600.0, short_window=300.0)
        for h in windows
    ]
    held = observed(rules=(AlertRule(name="cpu", dialect="prometheus"), *rules))
    assert found("burn-rate-alerts", held).answer is answer


@pytest.mark.parametrize(
    ("objectives", "rate", "answer"),
    [
        ((), 1e6, Answer.NEVER),
        ((), 14.4, Answer.ALWAYS),
        ((0.99,), 101, Answer.NEVER),
        ((0.99,), 100, Answer.ALWAYS),
        ((0.999, 0.99), 1_000, Answer.ALWAYS),
        ((0.999,), 0.0, Answer.NEVER),
    ],
)
def test_a_rate_that_nothing_can_burn_at_alerts_nobody(
    objectives: tuple[float, ...], rate: float, answer: Answer
) -> None:
    """With everything failing a budget of 1 % burns 100 times as fast as it lasts, and never faster."""
    rules = [
        AlertRule(name=str(h), dialect="sloth", burn_rate=rate, long_window=h * 3600.0, short_window=300.0)
        for h in (1, 6, 72)
    ]
    slos = tuple(Slo(name=f"{one}", dialect="sloth", objective=one, window_days=30) for one in objectives)
    finding = found("burn-rate-alerts", observed(rules=tuple(rules), slos=slos))
    assert finding.answer is answer
    assert finding.sentence.endswith("3 more ask for a rate that no budget can burn at.") is (answer is Answer.NEVER)


def finding_of(key: str, answer: Answer) -> Finding:
    """A finding with that answer."""
    return Finding(practice=key, answer=answer, sentence="71 % of 214 pushes had a green run.")


@pytest.mark.parametrize(
    ("said", "claimed"),
    [
        (Response(answer=Answer.ALWAYS), Answer.ALWAYS),
        (Response(answer=Answer.ALWAYS, grade=Grade.SHOWN, evidence="seen"), Answer.ALWAYS),
        (Response(answer=Answer.NEVER, grade=Grade.SHOWN, claimed=Answer.ALWAYS), Answer.ALWAYS),
        (Response(answer=Answer.NEVER, grade=Grade.MEASURED, claimed=Answer.ALWAYS), Answer.ALWAYS),
        (Response(answer=Answer.SOMETIMES), Answer.SOMETIMES),
        (Response(answer=Answer.UNKNOWN), Answer.UNKNOWN),
        (Response(answer=Answer.NEVER, grade=Grade.MEASURED), None),
        (None, None),
    ],
)
def test_measured_beats_shown_beats_claimed_and_keeps_what_was_said(
    said: Response | None, claimed: Answer | None
) -> None:
    """What was said stands beside what was measured; what was seen and noted is kept. Only a difference contradicts."""
    before = replace(engagement(), responses={"trunk-stays-green": said} if said else {})
    after = apply_findings(before, [finding_of("trunk-stays-green", Answer.SOMETIMES)])
    response = after.responses["trunk-stays-green"]
    assert (response.answer, response.grade, response.claimed) == (Answer.SOMETIMES, Grade.MEASURED, claimed)
    assert response.is_contradicted is (claimed not in {None, Answer.UNKNOWN, Answer.SOMETIMES})
    assert response.evidence.startswith("71 % of 214 pushes had a green run.")
    assert response.evidence.endswith(said.evidence if said else "")


def test_a_contradiction_is_listed_and_springs_the_trap() -> None:
    """What was said, what was measured and by what figures; and continuous integration in name only."""
    before = engagement({"trunk-stays-green": Answer.ALWAYS})
    after = assess(MODEL, apply_findings(before, prove(MODEL, evidence(runs=trunk(passed=152, failed=62)), as_of=LAST)))
    ((practice, said, why),) = contradictions(after)
    assert practice.key == "trunk-stays-green"
    assert said == "said always; measured: sometimes"
    assert "152 of 214 pushes to the default branch (71 %) had a green run." in why
    assert "ci-in-name-only" in {hit.trap.key for hit in find_traps(after)}


def test_what_cannot_be_computed_changes_nothing() -> None:
    """Missing evidence is neither a yes nor a no."""
    before = engagement({"trunk-stays-green": Answer.ALWAYS})
    assert apply_findings(before, prove(MODEL, Evidence(), as_of=LAST)) == before


@given(runs=some_runs(), deployments=some_deployments())
def test_applying_the_same_findings_again_changes_nothing(runs: list[Run], deployments: list[Deployment]) -> None:
    """A briefing made again says the same."""
    findings = prove(MODEL, evidence(runs=runs, deployments=deployments), as_of=LAST)
    once = apply_findings(
        engagement({"trunk-stays-green": Answer.ALWAYS, "one-click-rollback": Answer.NEVER}), findings
    )
    assert apply_findings(once, findings) == once


@given(runs=some_runs(), deployments=some_deployments(), incidents=some_incidents(), seed=st.integers())
def test_the_order_of_rows_never_matters(
    runs: list[Run], deployments: list[Deployment], incidents: list[Incident], seed: int
) -> None:
    """Any permutation of the same rows proves the same."""
    chance = Random(seed)  # noqa: S311  (a permutation, no secret)
    first = prove(MODEL, evidence(runs=runs, deployments=deployments, incidents=incidents), as_of=LAST)
    chance.shuffle(runs)
    chance.shuffle(deployments)
    chance.shuffle(incidents)
    assert prove(MODEL, evidence(runs=runs, deployments=deployments, incidents=incidents), as_of=LAST) == first


#: the model's own words turn these better on a failure: it asks for one, and red times are told by their median
ASKS_FOR_A_FAILURE = {"every-build-runs-tests", "trunk-stays-green"}


@given(runs=some_runs(), deployments=some_deployments(), ago=st.floats(0.01, 29))
def test_one_more_failed_build_never_improves_an_answer(
    runs: list[Run], deployments: list[Deployment], ago: float
) -> None:
    """A push of its own that fails, anywhere in the span of the runs, makes no figure and no answer better."""
    span = [run(1_000, ago=99), run(1_001, ago=98), *runs]
    red = run(999, ago=ago, outcome=Outcome.FAILED, workflow="build", tests=0)
    before = prove(MODEL, evidence(runs=span, deployments=deployments), as_of=LAST)
    after = prove(MODEL, evidence(runs=[*span, red], deployments=deployments), as_of=LAST)
    for old, new in zip(before, after, strict=True):
        if old.is_computable and new.is_computable and old.practice not in ASKS_FOR_A_FAILURE:
            assert BEST_FIRST.index(new.answer) >= BEST_FIRST.index(old.answer)
        if old.value is not None and new.value is not None and old.unit.startswith("share"):
            assert new.value <= old.value


@given(runs=some_runs(), held=some_deployments())
def test_what_is_measured_moves_floor_and_ceiling_only_inwards(runs: list[Run], held: list[Deployment]) -> None:
    """On a customer of whom nothing is known, findings narrow the interval: floor up, ceiling down."""
    before = assess(MODEL, engagement())
    after = assess(MODEL, apply_findings(engagement(), prove(MODEL, evidence(runs=runs, deployments=held), as_of=LAST)))
    assert before.floor <= after.floor <= after.ceiling <= before.ceiling


@given(answers=st.lists(st.sampled_from(BEST_FIRST), min_size=len(PROOFS), max_size=len(PROOFS)), at=st.integers(0, 99))
def test_a_better_finding_never_lowers_floor_or_ceiling(answers: list[Answer], at: int) -> None:
    """Monotone: one step up for one practice."""
    keys, at = list(PROOFS), at % len(PROOFS)
    better = [*answers]
    better[at] = BEST_FIRST[max(0, BEST_FIRST.index(answers[at]) - 1)]
    low, high = (
        assess(
            MODEL, apply_findings(engagement(), [finding_of(k, a) for k, a in zip(keys, given_answers, strict=True)])
        )
        for given_answers in (answers, better)
    )
    assert (high.floor, high.ceiling) >= (low.floor, low.ceiling)
    assert high.ceiling >= low.ceiling


def test_the_last_day_is_that_of_the_latest_row() -> None:
    """Of any table; none where nothing tells a time."""
    assert last_day(Evidence()) is None
    assert last_day(evidence(runs=[run(1, ago=5)], deployments=[deployment(1, ago=0.5)])) == LAST


def series(*, days: float, gaps: int = 0, pace: float = 300.0) -> Evidence:
    """An SLI over that many days, a point each five minutes, some of them not told, and the SLO that it is for."""
    times = END - np.arange(days * DAY, -1, -pace)
    good = np.ones(len(times))
    good[:gaps] = np.nan
    sli = Sli(name="checkout", times=times, good=good, total=np.ones(len(times)))
    slo = Slo(name="checkout", dialect="sloth", objective=0.999, window_days=28)
    return observed(slis=(sli,), slos=(slo,))


@pytest.mark.parametrize(
    ("held", "answer"),
    [
        (series(days=28), Answer.ALWAYS),
        (series(days=28, gaps=80), Answer.ALWAYS),
        (series(days=28, gaps=82), Answer.USUALLY),
        (series(days=28, gaps=2_000), Answer.SOMETIMES),
        (series(days=20), Answer.UNKNOWN),
        (changed(series(days=28), telemetry=changed(series(days=28).telemetry, slos=())), Answer.UNKNOWN),
    ],
)
def test_an_sli_is_unbroken_over_its_whole_window(held: Evidence, answer: Answer) -> None:
    """28 days of 8,065 points with gaps under 1 %, and an SLO that gives them a budget."""
    assert found("sli-measured-continuously", held).answer is answer


def points(*times: float, name: str = "checkout") -> Sli:
    """A series with these points, so many s before the end of the last day."""
    at = np.array(sorted(END - time for time in times))
    return Sli(name=name, times=at, good=np.ones(len(at)), total=np.ones(len(at)))


def every(step: float, *, since: float, until: float = 0.0, name: str = "checkout") -> Sli:
    """A series from so many days before the end of the last day, a point each step in s."""
    return points(*np.arange(until * DAY + step, since * DAY + 1, step), name=name)


@pytest.mark.parametrize(
    ("slis", "answer", "rest"),
    [
        ([every(300, since=28)], Answer.ALWAYS, "8,064 of 8,064 points (100 %)."),
        ([every(3_600, since=28)], Answer.ALWAYS, "672 of 672 points (100 %)."),
        ([every(3_600, since=40)], Answer.ALWAYS, "672 of 672 points (100 %)."),
        ([points(28 * DAY, 1)], Answer.UNKNOWN, "the series has a point every 28 days."),
        ([every(DAY, since=28)], Answer.UNKNOWN, "the series has a point every 1 day."),
        ([every(300, since=3_000, until=2_970)], Answer.UNKNOWN, "the longest series has 0 s of them."),
        ([every(300, since=-1, until=-30)], Answer.UNKNOWN, "the longest series has 0 s of them."),
        ([every(300, since=38, until=10)], Answer.UNKNOWN, "the longest series has 18 days of them."),
        (
            [every(300, since=28, name="search"), every(300, since=28, name="basket")],
            Answer.UNKNOWN,
            "But the SLO file that gives it a budget is missing.",
        ),
        (
            [every(300, since=28, name="search"), every(300, since=20)],
            Answer.UNKNOWN,
            "the longest series has 20 days of them.",
        ),
    ],
)
def test_an_sli_is_of_an_slo_and_of_these_days(slis: list[Sli], answer: Answer, rest: str) -> None:
    """A point an hour at least, up to the last day, in the series that the SLO names; another one's points are none."""
    slo = Slo(name="checkout", dialect="sloth", objective=0.999, window_days=28)
    finding = found("sli-measured-continuously", observed(slis=tuple(slis), slos=(slo,)))
    assert finding.answer is answer
    assert finding.sentence.endswith(rest)


def test_closer_points_do_not_make_up_for_a_gap() -> None:
    """A week a minute apart has more points than the three weeks before have lost."""
    sparse = [*np.arange(7 * DAY, 28 * DAY, 3_000), *np.arange(60, 7 * DAY, 60)]
    slo = Slo(name="checkout", dialect="sloth", objective=0.999, window_days=28)
    finding = found("sli-measured-continuously", observed(slis=(points(*sparse),), slos=(slo,)))
    assert finding.answer is Answer.SOMETIMES


def test_a_threshold_names_its_source_and_stays_in_reason() -> None:
    """A number of a model of one's own is refused with the way to it."""
    practice = MODEL.stages[0].practices[0]
    wrong = replace(practice.thresholds["share"], source="talkk", value=-1.0)
    changed_practice = replace(practice, thresholds={**practice.thresholds, "share": wrong})
    stage = replace(MODEL.stages[0], practices=(changed_practice, *MODEL.stages[0].practices[1:]))
    way = ("stages", 0, "practices", 0, "thresholds", "share")
    assert dict(reference_faults(replace(MODEL, stages=(stage, *MODEL.stages[1:])))) == {
        (*way, "source"): "'talkk' is not one of the sources (did you mean 'talk'?)",
        (*way, "value"): "is -1; expected 0 to 10000",
    }


def test_a_list_of_runs_that_tells_of_a_few_deployments_only_proves_nothing() -> None:
    """Runs of two weeks beside deployments of ninety days: known for a few, and unknown for the rest."""
    held = shipped([None] * 30 + [Outcome.PASSED] * 10)
    late = [one for one in held.runs if one.key != 900] + [run(901, ago=27.5)]
    finding = found("failed-build-blocks-deployment", evidence(runs=late, deployments=held.deployments))
    assert finding.answer is Answer.UNKNOWN
    assert "But the export covers only" in finding.sentence
