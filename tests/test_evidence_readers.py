"""Each kind of export becomes the rows that it tells, and nothing that it does not."""

import io
import json
from typing import Any

import pytest
from evidence_payloads import (
    ARGO_APPLICATION,
    AZURE_BUILD,
    BITBUCKET_PIPELINE,
    CIRCLECI_PIPELINE,
    CIRCLECI_WORKFLOW,
    DEPLOYMENTS_CSV,
    FILES,
    GH_DEPLOYMENT,
    GH_JOB,
    GH_RUN,
    GH_STATUS,
    GITLAB_DEPLOYMENT,
    GITLAB_DETAIL,
    GITLAB_PIPELINE,
    JENKINS_BUILD,
    OTHER_SHA,
    REST_RUN,
    SHA,
)

from maturity.evidence.clocks import read_time
from maturity.evidence.naming import Names
from maturity.evidence.recognise import read_content, reader_for
from maturity.evidence.rows import Deployment, Outcome, Run, StartedBy, Why
from maturity.evidence.tables import Evidence

PUSHED = read_time("2026-03-12T10:00:00Z")
BEGUN = read_time("2026-03-12T10:00:05Z")
ENDED = read_time("2026-03-12T10:07:00Z")


def evidence_of(content: object, names: Names | None = None) -> Evidence:
    """What one file proves that holds this, as JSON unless it is text."""
    text = content if isinstance(content, str) else json.dumps(content)
    return read_content(io.BytesIO(text.encode()), place="export", names=names)


def run_of(content: object) -> Run:
    """The one run of a file."""
    evidence = evidence_of(content)
    assert not evidence.faults, evidence.faults
    (run,) = evidence.runs
    return run


def deployment_of(content: object) -> Deployment:
    """The one deployment of a file."""
    evidence = evidence_of(content)
    assert not evidence.faults, evidence.faults
    (deployment,) = evidence.deployments
    return deployment


@pytest.mark.parametrize("kind", FILES)
def test_every_kind_is_recognised_by_its_content_alone(kind: str) -> None:
    """A file's name tells nothing: the reader is found by what stands in the file."""
    reader = reader_for(FILES[kind])
    assert reader is not None
    assert kind == reader.NAME
    assert evidence_of(FILES[kind]).files[0].kind == kind


def test_both_ways_of_asking_github_give_the_same_run() -> None:
    """`gh run list --json` and the REST interface name one run; asking both counts it once."""
    both = evidence_of([GH_RUN]).runs | evidence_of({"workflow_runs": [REST_RUN]}).runs
    (run,) = both
    assert (run.created, run.started, run.finished) == (PUSHED, BEGUN, ENDED)
    assert (run.commit, run.branch, run.is_trunk) == (SHA[:16], "main", True)
    assert (run.why, run.workflow, run.project, run.outcome) == (Why.PUSH, "CI", "shop", Outcome.PASSED)
    assert run.committed == read_time("2026-03-12T09:00:00Z")
    assert run.tests is None
    assert run.has_tests is None


def test_pages_of_github_come_in_any_wrapping() -> None:
    """One page, bare lists, lists one after another, pages one after another, pages in a list: the same runs."""
    first, second = [REST_RUN], [REST_RUN | {"id": 9002}]
    pages = [{"total_count": 2, "workflow_runs": runs} for runs in (first, second)]
    told = [
        json.dumps(first + second),
        json.dumps(first) + json.dumps(second),
        "\r\n".join(map(json.dumps, pages)),
        json.dumps(pages),
        json.dumps([first, second]),
        json.dumps(first) + "\n" + json.dumps(pages[1]),
    ]
    assert all(evidence_of(text).runs == evidence_of(told[0]).runs for text in told)
    assert len(evidence_of(told[0]).runs) == 2


@pytest.mark.parametrize(
    ("told", "outcome"),
    [
        ({"conclusion": "failure"}, Outcome.FAILED),
        ({"conclusion": "timed_out"}, Outcome.FAILED),
        ({"conclusion": "startup_failure"}, Outcome.FAILED),
        ({"conclusion": "cancelled"}, Outcome.CANCELLED),
        ({"conclusion": "skipped"}, Outcome.CANCELLED),
        ({"conclusion": "neutral"}, Outcome.CANCELLED),
        ({"conclusion": "stale"}, Outcome.CANCELLED),
        ({"conclusion": "", "status": "in_progress"}, Outcome.UNFINISHED),
        ({"conclusion": None, "status": "queued"}, Outcome.UNFINISHED),
        ({"conclusion": None}, Outcome.UNKNOWN),
    ],
)
def test_only_a_verdict_on_the_code_is_one(told: dict[str, Any], outcome: Outcome) -> None:
    """Cancelled, skipped, neutral and stale are no failures; what has no conclusion has not ended."""
    run = run_of([GH_RUN | told])
    assert run.outcome is outcome
    assert (run.finished is None) is (outcome in {Outcome.UNFINISHED, Outcome.UNKNOWN})


@pytest.mark.parametrize(
    ("told", "why", "is_trunk"),
    [
        ({"event": "pull_request"}, Why.PULL_REQUEST, False),
        ({"event": "schedule"}, Why.SCHEDULE, True),
        ({"event": "workflow_dispatch"}, Why.MANUAL, True),
        ({"event": "dynamic"}, Why.BOT, True),
        ({"event": "release"}, Why.OTHER, True),
        ({"head_branch": "dependabot/npm/left-pad"}, Why.BOT, False),
        ({"actor": {"login": "renovate[bot]", "type": "Bot"}}, Why.BOT, True),
        ({"head_branch": None}, Why.PUSH, None),
        ({"event": None}, Why.UNKNOWN, True),
    ],
)
def test_what_started_a_run_is_told_apart(told: dict[str, Any], why: Why, is_trunk: bool | None) -> None:  # noqa: FBT001 - a case
    """Schedules, hands and bots are no commits of a developer; a fork's `main` is no trunk."""
    run = run_of([REST_RUN | told])
    assert (run.why, run.is_trunk) == (why, is_trunk)


def test_a_repeated_attempt_is_a_run_of_its_own() -> None:
    """Attempts of one run have one number and differ in the attempt."""
    evidence = evidence_of([GH_RUN | {"conclusion": "failure"}, GH_RUN | {"attempt": 2}])
    assert {(run.attempt, run.outcome) for run in evidence.runs} == {(1, Outcome.FAILED), (2, Outcome.PASSED)}


def test_the_same_run_twice_counts_once_and_is_said() -> None:
    """Pages overlap when runs come in while they are saved; the later state holds."""
    evidence = evidence_of([GH_RUN, GH_RUN | {"status": "in_progress", "conclusion": ""}])
    assert [run.outcome for run in evidence.runs] == [Outcome.PASSED]
    assert not evidence.faults
    assert evidence.files[0].read == "1 run (1 more that tell of one of them again)"


def test_a_run_without_a_name_is_found_by_its_commit() -> None:
    """`--json headSha,conclusion` tells no number: commit, workflow and event name the run."""
    entry = {key: GH_RUN[key] for key in ("headSha", "conclusion", "workflowName", "event")}
    assert len(evidence_of([entry, entry]).runs) == 1
    nameless = evidence_of([{"conclusion": "success", "workflowName": "CI"}])
    assert not len(nameless.runs)
    assert "expected one of them" in str(nameless.faults[0])


def test_jobs_show_whether_a_run_has_tests() -> None:
    """The list of runs does not tell it; their jobs do, in a file of their own or within `gh run view`."""
    lint = GH_JOB | {"id": 2, "name": "lint", "steps": [{"name": "ruff"}]}
    (run,) = evidence_of([GH_RUN]).runs | evidence_of({"jobs": [lint, GH_JOB]}).runs
    assert (run.has_tests, run.outcome, run.workflow) == (True, Outcome.PASSED, "CI")
    assert [one.has_tests for one in evidence_of({"jobs": [lint]}).runs] == [False]
    assert run_of(GH_RUN | {"jobs": [{"name": "test (3.11)", "steps": None}]}).has_tests is True
    assert run_of(GH_RUN | {"jobs": [{"name": "deploy latest"}]}).has_tests is False


def test_the_same_table_under_two_names_counts_once() -> None:
    """Rows that say the same are one; rows of two services that count alike are two."""
    header = "id,deployed_at,environment,service\n"
    one, two = (header + f"1,2026-03-12T10:12:00Z,production,{service}\n" for service in ("shop", "till"))
    assert len((evidence_of(one) | evidence_of(one)).deployments) == 1
    assert len((evidence_of(one) | evidence_of(two)).deployments) == 2


def test_a_deployment_and_its_statuses_become_one() -> None:
    """The last end of a deployment holds, and `inactive` says only that another took its place."""
    early = GH_STATUS | {"state": "in_progress", "created_at": "2026-03-12T10:11:00Z"}
    late = GH_STATUS | {"state": "inactive", "created_at": "2026-03-13T10:11:00Z"}
    together = deployment_of([late, GH_DEPLOYMENT, GH_STATUS, early])
    webhook = {"action": "created", "deployment_status": GH_STATUS, "deployment": GH_DEPLOYMENT}
    assert (together.commit, together.environment, together.is_production) == (SHA[:16], "production", True)
    assert (together.outcome, together.finished) == (Outcome.PASSED, read_time("2026-03-12T10:12:00Z"))
    assert together.started == read_time("2026-03-12T10:11:00Z")
    assert deployment_of(webhook).outcome is Outcome.PASSED
    assert together.started_by is StartedBy.UNKNOWN


def test_a_deployment_without_status_has_no_known_end() -> None:
    """Deployments alone never say that they went well."""
    deployment = deployment_of([GH_DEPLOYMENT])
    assert (deployment.outcome, deployment.finished) == (Outcome.UNKNOWN, None)


def test_an_app_or_a_workflow_is_a_pipeline() -> None:
    """A bot's account, an app, or the run that a webhook names: no hand."""
    bot = {"creator": {"login": "github-actions[bot]", "type": "Bot"}}
    assert deployment_of([GH_DEPLOYMENT | bot]).started_by is StartedBy.PIPELINE
    webhook = {"deployment": GH_DEPLOYMENT, "workflow_run": {"id": 9001}}
    assert deployment_of(webhook).started_by is StartedBy.PIPELINE


def test_github_pages_is_not_production() -> None:
    """Its documentation's site is no product."""
    assert deployment_of([GH_DEPLOYMENT | {"original_environment": "github-pages"}]).is_production is False


def test_gitlab_in_detail_tells_what_its_list_does_not() -> None:
    """The list has no end but the last update; coverage shows that tests ran."""
    listed, detailed = run_of([GITLAB_PIPELINE]), run_of(GITLAB_DETAIL)
    assert listed.finished == read_time("2026-03-12T10:07:00.647Z")
    assert listed.started is None
    assert listed.has_tests is None
    assert detailed.finished == read_time("2026-03-12T10:06:30Z")
    assert detailed.has_tests is True
    assert listed.key == detailed.key


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("failed", Outcome.FAILED),
        ("canceled", Outcome.CANCELLED),
        ("skipped", Outcome.CANCELLED),
        ("manual", Outcome.UNFINISHED),
        ("running", Outcome.UNFINISHED),
    ],
)
def test_gitlab_statuses_are_told_apart(status: str, outcome: Outcome) -> None:
    """A pipeline that waits for a hand has not ended."""
    assert run_of([GITLAB_PIPELINE | {"status": status}]).outcome is outcome


def test_a_gitlab_merge_request_is_no_push() -> None:
    """Its pipelines run on the request, whatever its branch is called."""
    run = run_of([GITLAB_PIPELINE | {"source": "merge_request_event", "ref": "refs/merge-requests/4/head"}])
    assert (run.why, run.is_trunk) == (Why.PULL_REQUEST, False)
    assert run_of([GITLAB_DETAIL | {"tag": True, "ref": "v1.2"}]).is_trunk is False


def test_a_gitlab_deployment_is_made_by_its_job() -> None:
    """The job's clock is the deployment's; its commit tells when the change was made."""
    deployment = deployment_of([GITLAB_DEPLOYMENT])
    assert deployment.committed == read_time("2026-03-12T09:00:00Z")
    assert deployment.finished == read_time("2026-03-12T10:12:00Z")
    assert (deployment.started_by, deployment.outcome) == (StartedBy.PIPELINE, Outcome.PASSED)
    assert (deployment.is_production, deployment.on_trunk) == (True, True)
    by_hand = deployment_of([GITLAB_DEPLOYMENT | {"deployable": None}])
    assert by_hand.started_by is StartedBy.UNKNOWN


def test_a_jenkins_build_tells_its_tests() -> None:
    """A build's milliseconds, its cause, its commit and its number of tests."""
    run = run_of({"builds": [JENKINS_BUILD]})
    assert (run.tests, run.has_tests, run.why, run.is_trunk) == (214, True, Why.PUSH, True)
    assert (run.created, run.finished) == (PUSHED, ENDED)
    assert run == run_of([JENKINS_BUILD]) == run_of({"jobs": [{"name": "shop", "builds": [JENKINS_BUILD]}]})
    assert run_of([JENKINS_BUILD | {"result": "UNSTABLE"}]).outcome is Outcome.FAILED
    building = run_of([JENKINS_BUILD | {"result": None, "building": True}])
    assert (building.outcome, building.finished) == (Outcome.UNFINISHED, None)


def test_jenkins_numbers_count_within_their_job() -> None:
    """Two jobs have a build 12 each."""
    other = JENKINS_BUILD | {"url": "https://jenkins.example/job/shop/job/main/12/"}
    evidence = evidence_of([JENKINS_BUILD, other])
    assert [run.project for run in evidence.runs] == ["shop", "shop"]


def test_an_azure_build_is_read() -> None:
    """Its seven digits of a second, its reason and its result."""
    run = run_of({"count": 1, "value": [AZURE_BUILD]})
    assert (run.why, run.outcome, run.is_trunk, run.workflow) == (Why.PUSH, Outcome.PASSED, True, "CI")
    assert (run.started, run.finished) == (BEGUN, ENDED)
    partial = run_of([AZURE_BUILD | {"result": "partiallySucceeded", "reason": "pullRequest"}])
    assert (partial.outcome, partial.why) == (Outcome.FAILED, Why.PULL_REQUEST)
    waiting = run_of([AZURE_BUILD | {"status": "notStarted", "result": "none", "finishTime": None}])
    assert (waiting.outcome, waiting.finished) == (Outcome.UNFINISHED, None)


def test_a_bitbucket_pipeline_is_read() -> None:
    """Its state in two words, and clocks of two machines a blink apart."""
    run = run_of({"values": [BITBUCKET_PIPELINE]})
    assert (run.why, run.outcome, run.is_trunk, run.project) == (Why.PUSH, Outcome.PASSED, True, "shop")
    blink = run_of([BITBUCKET_PIPELINE | {"completed_on": "2026-03-12T10:00:00.1Z"}])
    assert blink.finished == blink.created
    halted = run_of([BITBUCKET_PIPELINE | {"state": {"name": "IN_PROGRESS"}}])
    assert halted.outcome is Outcome.UNFINISHED


def test_a_circleci_pipeline_tells_no_end() -> None:
    """`created` says only that its configuration was taken; its workflows say how it ended."""
    pipeline = run_of({"items": [CIRCLECI_PIPELINE]})
    assert (pipeline.outcome, pipeline.why, pipeline.is_trunk) == (Outcome.UNKNOWN, Why.PUSH, True)
    assert run_of([CIRCLECI_PIPELINE | {"state": "errored"}]).outcome is Outcome.FAILED
    workflow = run_of({"items": [CIRCLECI_WORKFLOW]})
    assert (workflow.outcome, workflow.finished, workflow.commit) == (Outcome.PASSED, ENDED, None)


def test_argo_tells_hands_from_machines() -> None:
    """A sync that a person asked for is no pipeline's; a failed one stands in the last operation only."""
    first, second, third = sorted(evidence_of(ARGO_APPLICATION).deployments, key=lambda one: one.at or 0)
    assert (first.commit, first.started_by, first.outcome) == (SHA[:16], StartedBy.PIPELINE, Outcome.PASSED)
    assert (second.commit, second.started_by, second.is_production) == (OTHER_SHA[:16], StartedBy.PERSON, True)
    assert (third.outcome, third.finished) == (Outcome.FAILED, read_time("2026-03-12T13:00:20Z"))


def test_argo_reads_the_same_from_yaml() -> None:
    """`kubectl get applications -o yaml` is the same as `-o json`."""
    yaml = pytest.importorskip("yaml")
    listed = {"apiVersion": "v1", "kind": "List", "items": [ARGO_APPLICATION]}
    assert evidence_of(yaml.safe_dump(listed)).deployments == evidence_of(listed).deployments
    assert evidence_of(yaml.safe_dump(ARGO_APPLICATION)).deployments == evidence_of(listed).deployments


def test_a_plain_table_is_read_by_its_header() -> None:
    """Columns in any order and spelling; what is empty is not told."""
    evidence = evidence_of(DEPLOYMENTS_CSV)
    by_place = {one.environment: one for one in evidence.deployments}
    good, bad, bare = by_place["production"], by_place["prod-eu"], by_place["staging"]
    assert (good.outcome, good.started_by, good.is_unplanned) == (Outcome.PASSED, StartedBy.PIPELINE, False)
    assert (bad.outcome, bad.started_by, bad.is_unplanned) == (Outcome.FAILED, StartedBy.PERSON, True)
    assert bad.commit == OTHER_SHA[:10]
    assert bad.finished == read_time("2026-03-12T12:12:00Z")
    assert (bare.at, bare.commit, bare.is_production) == (None, None, False)
    assert [str(fault) for fault in evidence.faults] == [
        "export: line 4: tells no time; expected one in 'deployed_at'",
    ]


def test_a_clock_without_a_zone_is_a_fault_not_a_guess() -> None:
    """The row counts, its time does not."""
    evidence = evidence_of("deployed_at;env;sha\n2026-03-12 10:12:00;production;" + SHA)
    (deployment,) = evidence.deployments
    assert deployment.at is None
    assert deployment.commit == SHA[:16]
    assert "without a zone" in str(evidence.faults[0])


def test_an_end_before_the_beginning_is_left_out() -> None:
    """A clock that ran backwards measures nothing."""
    evidence = evidence_of([GH_RUN | {"updatedAt": "2026-03-12T09:00:00Z"}])
    (run,) = evidence.runs
    assert run.finished is None
    assert "ends before it begins" in str(evidence.faults[0])


def test_a_customers_own_names_are_taken() -> None:
    """Trunks and production are told where the usual names don't fit."""
    names = Names(trunks=frozenset({"develop"}), production=frozenset({"eu-west-1"}))
    (run,) = evidence_of([GH_RUN | {"headBranch": "develop"}], names).runs
    assert (run.branch, run.is_trunk) == ("develop", True)
    told = evidence_of("deployed_at,env\n2026-03-12T10:12:00Z,eu-west-1", names)
    assert told.deployments[0].is_production is True
