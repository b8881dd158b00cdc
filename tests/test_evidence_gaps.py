"""What real exports add to the documented shapes: a delimiter's line, clocks without a zone, refusals, jobs, spans."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from evidence_payloads import (
    BITBUCKET_DEPLOYMENT,
    GITLAB_DETAIL,
    GITLAB_JOB,
    GITLAB_PIPELINE,
    JENKINS_BUILD,
    REST_RUN,
    SHA,
)
from evidence_reading import PLANTED, broken, evidence_of, rows_of, seeds, told_by
from hypothesis import given

from maturity.cli import main
from maturity.evidence import bitbucket_deployments, gitlab_jobs, otlp_spans
from maturity.evidence.proving import last_day, prove
from maturity.evidence.recognise import read_content, read_evidence
from maturity.evidence.rows import Outcome, StartedBy
from maturity.evidence.signals import Kind
from maturity.evidence.tables import Evidence
from maturity.evidence.windows import day_of
from maturity.model_file import built_in_model

LAGOS = ZoneInfo("Africa/Lagos")
REFUSAL = '{"message": "API rate limit exceeded for user Amina", "documentation_url": "https://example.org"}'


# --- a line before the header ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_line_that_tells_excel_its_delimiter_is_no_header(delimiter: str, end: str) -> None:
    """The rows below it are read, and a fault names the line as the editor counts it."""
    header, row = ["deployed_at", "environment", "status"], ["2026-03-12T10:00:00Z", "production", "success"]
    lines = [f"sep={delimiter}", *(delimiter.join(cells) for cells in (header, row, ["later", *row[1:]]))]
    held = evidence_of(end.join(lines))
    assert [d.outcome for d in held.deployments] == [Outcome.PASSED] * 2
    assert str(held.faults[0]).startswith("export: line 4: 'deployed_at' is no time")


# --- clocks without a zone ------------------------------------------------------------------------------------------

WALL = "deployed_at,environment,status\n2026-03-12 10:00,production,success\n2026-03-12T10:00:00Z,production,failed\n"


def test_a_clock_without_a_zone_is_placed_where_it_stands() -> None:
    """Lagos is an hour ahead; a time that tells its own zone is left alone; the file's word says what was done."""
    held = read_content(io.BytesIO(WALL.encode()), place="export", zone=LAGOS)
    first, second = sorted(d.finished or 0 for d in held.deployments)
    assert (second - first, held.faults) == (3_600, ())
    assert held.files[0].read == "2 deployments (1 time without a zone taken as Africa/Lagos)"


def test_without_a_zone_it_is_told_and_left_out() -> None:
    """Never guessed."""
    held = evidence_of(WALL)
    assert sum(d.finished is None for d in held.deployments) == 1
    assert "is a time without a zone" in str(held.faults[0])


def test_the_command_takes_a_zone_and_says_that_there_is_one(tmp_path: Path) -> None:
    """A zone that nobody knows is refused by name."""
    path = tmp_path / "deployments.csv"
    path.write_text(WALL, encoding="utf-8")

    def maturity(*words: str) -> Any:  # noqa: ANN401  (click's own)
        return CliRunner().invoke(main, ["evidence", str(path), "--format", "json", *words])

    told = maturity("--zone", "Africa/Lagos")
    assert told.exit_code == 0
    assert "without a zone taken as Africa/Lagos" in json.loads(told.stdout)["files"][0]["read"]
    assert "--zone Africa/Lagos" in maturity().stderr
    refused = maturity("--zone", "Africa/Lagoss")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "--zone: 'Africa/Lagoss' is no time zone" in refused.stderr
    assert "did you mean 'Africa/Lagos'?" in refused.stderr


# --- refusals -------------------------------------------------------------------------------------------------------


def test_a_refusal_after_pages_is_told_and_the_pages_count() -> None:
    """What `gh api --paginate` writes when its limit is reached; its words are not repeated."""
    page = json.dumps({"total_count": 1, "workflow_runs": [REST_RUN]})
    held = evidence_of(page + REFUSAL)
    assert len(held.runs) == 1
    (fault,) = held.faults
    assert str(fault) == (
        "export: entry 2: has a server's refusal, such as a limit that was reached, in place of a page; "
        "expected all pages, so save it again"
    )
    assert "amina" not in told_by(held)


@pytest.mark.parametrize("text", [REFUSAL, '{"error": "invalid_token"}', '{"message": "429 Too Many Requests"}'])
def test_a_refusal_alone_is_told_as_one(text: str) -> None:
    """Not as something that is not known."""
    held = evidence_of(text)
    assert "is a server's refusal" in str(held.faults[0])


# --- GitLab's jobs --------------------------------------------------------------------------------------------------


def test_jobs_show_which_pipelines_ran_tests() -> None:
    """By their name, their stage or their coverage; a job becomes one with its pipeline, in any order."""
    plain = GITLAB_JOB | {"id": 62, "name": "pack", "stage": "build"}
    for job, has_tests in (
        (GITLAB_JOB, True),
        (plain, False),
        (plain | {"stage": "test"}, True),
        (plain | {"coverage": 81.2}, True),
    ):
        rows, faults = rows_of(gitlab_jobs, json.dumps([job]))
        assert ([row.has_tests for row in rows], faults) == ([has_tests], ())
    pipeline = GITLAB_PIPELINE | {"id": 47, "sha": SHA}
    one, other = evidence_of(json.dumps([plain, GITLAB_JOB])), evidence_of(json.dumps([pipeline]))
    assert (one | other).runs == (other | one).runs
    (run,) = (one | other).runs
    assert (run.has_tests, run.outcome) == (True, next(iter(other.runs)).outcome)


def test_a_pipeline_in_detail_and_a_deployment_are_no_jobs() -> None:
    """Each is read by its own room."""
    assert not gitlab_jobs.recognises(json.dumps([GITLAB_DETAIL]))


# --- Bitbucket's deployments ----------------------------------------------------------------------------------------


def test_a_bitbucket_deployment_is_of_its_kind_of_environment() -> None:
    """The kind that the customer gave it says whether it is production; its name may say anything."""
    rows, faults = rows_of(bitbucket_deployments, json.dumps({"values": [BITBUCKET_DEPLOYMENT]}))
    (deployment,) = rows
    assert (deployment.is_production, deployment.outcome, faults) == (True, Outcome.PASSED, ())
    assert (deployment.started_by, deployment.commit) == (StartedBy.PIPELINE, SHA[:16])
    assert deployment.finished - deployment.started == pytest.approx(180.1, abs=0.1)


@pytest.mark.parametrize(
    ("state", "outcome"),
    [
        ({"name": "COMPLETED", "status": {"name": "FAILED"}}, Outcome.FAILED),
        ({"name": "COMPLETED", "status": {"name": "STOPPED"}}, Outcome.CANCELLED),
        ({"name": "IN_PROGRESS"}, Outcome.UNFINISHED),
        ({"name": "COMPLETED"}, Outcome.UNKNOWN),
    ],
)
def test_a_bitbucket_deployment_ends_as_its_status_says(state: dict[str, Any], outcome: Outcome) -> None:
    """One that is over, and does not say how, is neither good nor bad, and is told."""
    rows, faults = rows_of(bitbucket_deployments, json.dumps([BITBUCKET_DEPLOYMENT | {"state": state}]))
    assert [row.outcome for row in rows] == [outcome]
    assert bool(faults) == (outcome is Outcome.UNKNOWN)


def test_what_was_never_deployed_is_no_deployment() -> None:
    """Bitbucket lists each environment that a release could go to."""
    rows, faults = rows_of(
        bitbucket_deployments, json.dumps([BITBUCKET_DEPLOYMENT | {"state": {"name": "UNDEPLOYED"}}])
    )
    assert (rows, faults) == ([], ())


# --- spans ----------------------------------------------------------------------------------------------------------


def spans(service: str | None, *traces: str) -> dict[str, Any]:
    """What one service wrote, a span a trace; a person is in it where programs put one."""
    named = [] if service is None else [{"key": "service.name", "value": {"stringValue": service}}]
    start = "1773310272000000000"
    own = [
        {
            "traceId": trace,
            "spanId": "0af7651916cd43dd",
            "name": f"GET /users/{PLANTED[0]}",
            "startTimeUnixNano": start,
            "attributes": [{"key": "enduser.id", "value": {"stringValue": PLANTED[0]}}],
        }
        for trace in traces
    ]
    return {"resource": {"attributes": named}, "scopeSpans": [{"scope": {"name": "x"}, "spans": own}]}


def lines(*written: dict[str, Any]) -> str:
    """A file as the collector's file exporter writes it: a batch a line."""
    return "\n".join(json.dumps({"resourceSpans": [one]}) for one in written)


ACROSS = lines(spans("checkout", "a1" * 16, "b2" * 16), spans("payment", "A1" * 16), spans("checkout", "c3" * 16))


def tracing(held: Evidence) -> str:
    """Why nothing, or something, is proven of distributed tracing."""
    model = built_in_model()
    found = prove(model, held, as_of=day_of(1_773_310_272))
    return next(finding.sentence for finding in found if finding.practice == "distributed-tracing")


def test_spans_show_whether_traces_go_from_service_to_service() -> None:
    """Identities are compared without case; the sentence says what is still missing, and nobody is named."""
    held = evidence_of(ACROSS)
    (signal,) = held.telemetry.signals
    assert (signal.kind, signal.count, signal.good, signal.services) == (Kind.TRACES, 3, 1, ("checkout", "payment"))
    assert tracing(held) == (
        "Of 3 traces 1 go through two services or more; 2 services are named. No export shows which "
        "journeys are the main ones, with a trace through each of them."
    )
    assert not [planted for planted in PLANTED if planted in told_by(held)]


def test_spans_of_nobody_and_traces_without_identity_count_for_nothing() -> None:
    """A resource without a name is told."""
    rows, faults = rows_of(otlp_spans, lines(spans(None, "a1" * 16), spans("checkout", "", "0" * 32)))
    assert rows == []
    assert "does not name its service" in str(faults[0])


def test_the_order_of_batches_changes_nothing() -> None:
    """A batch that is there twice neither."""
    one, two = ACROSS.splitlines()[:2], ACROSS.splitlines()[2:]
    assert evidence_of("\n".join([*two, *one, *one])).telemetry == evidence_of(ACROSS).telemetry


# --- all of them ----------------------------------------------------------------------------------------------------


@given(seed=seeds)
def test_whatever_breaks_it_is_read_or_named(seed: int) -> None:
    """No exception for content."""
    for text in (ACROSS, json.dumps([GITLAB_JOB]), json.dumps({"values": [BITBUCKET_DEPLOYMENT]}), f"sep=;\n{WALL}"):
        held = evidence_of(broken(text, seed))
        assert len(held.files) == 1


def test_a_zone_reaches_every_file_of_a_folder(tmp_path: Path) -> None:
    """Not the first one only."""
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(WALL, encoding="utf-8")
    assert read_evidence([tmp_path], zone=LAGOS).faults == ()


@pytest.mark.parametrize("duration", [1e308, 1e18, -5])
def test_a_length_that_no_build_can_have_is_told_and_left_out(duration: float) -> None:
    """Found by fuzzing: a build that ends after every calendar."""
    held = evidence_of(json.dumps({"_class": "Job", "builds": [JENKINS_BUILD | {"duration": duration}]}))
    (run,) = held.runs
    assert (run.finished, len(held.faults)) == (None, 1)
    assert last_day(held) == date(2026, 3, 12)
