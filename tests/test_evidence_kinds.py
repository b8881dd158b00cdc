"""Exports that are of two kinds, cut short, hard to tell from another kind, or no files at all."""

import io
import json
import os
from itertools import permutations
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from evidence_payloads import (
    ARGO_APPLICATION,
    AZURE_BUILD,
    BITBUCKET_DEPLOYMENT,
    BITBUCKET_PIPELINE,
    CIRCLECI_WORKFLOW,
    GH_DEPLOYMENT,
    GH_JOB,
    GH_RUN,
    GITLAB_DEPLOYMENT,
    GITLAB_DETAIL,
    GITLAB_JOB,
    JENKINS_BUILD,
    OTHER_SHA,
    REST_RUN,
    SHA,
)
from evidence_reading import evidence_of

from maturity.cli import main
from maturity.evidence import recognise
from maturity.evidence.recognise import read_content, read_evidence
from maturity.evidence.tables import Evidence

PAGE: Final[dict[str, Any]] = {
    "id": "Q1",
    "incident_number": 7,
    "title": "x",
    "created_at": "2026-03-12T10:00:00Z",
    "status": "resolved",
    "urgency": "high",
    "priority": None,
    "last_status_change_at": "2026-03-12T11:00:00Z",
}
ALERT: Final[dict[str, Any]] = {
    "id": "a-1",
    "tinyId": "17",
    "status": "closed",
    "priority": "P1",
    "createdAt": "2026-03-12T10:00:00Z",
    "updatedAt": "2026-03-12T11:00:00Z",
}
#: one export of one row of every kind of JSON that comes in entries
KINDS: Final[dict[str, Any]] = {
    "gh": [GH_RUN],
    "rest": {"total_count": 1, "workflow_runs": [REST_RUN]},
    "jobs": {"total_count": 1, "jobs": [GH_JOB | {"run_id": 77}]},
    "deployments": [GH_DEPLOYMENT],
    "gitlab": [GITLAB_DETAIL],
    "gitlab-deployments": [GITLAB_DEPLOYMENT],
    "gitlab-jobs": [GITLAB_JOB],
    "jenkins": {"builds": [JENKINS_BUILD]},
    "azure": [AZURE_BUILD],
    "bitbucket": {"values": [BITBUCKET_PIPELINE]},
    "bitbucket-deployments": {"values": [BITBUCKET_DEPLOYMENT]},
    "circleci": {"items": [CIRCLECI_WORKFLOW]},
    "argo": [ARGO_APPLICATION],
    "pagerduty": [PAGE],
    "opsgenie": [ALERT],
}
HEADER: Final = "deployed_at,environment,commit,status\n"
ROW: Final = f"2026-03-12T10:00:00Z,production,{SHA},success\n"


def rows_in(evidence: Evidence) -> int:
    """How many runs, deployments and incidents there are."""
    return len(evidence.runs) + len(evidence.deployments) + len(evidence.incidents)


def problems_of(evidence: Evidence) -> list[str]:
    """What is wrong with the files, without their names."""
    return [fault.problem for fault in evidence.faults]


@pytest.mark.parametrize(("one", "other"), [*permutations(KINDS, 2)])
def test_two_kinds_in_one_file_are_never_rows_of_one(one: str, other: str) -> None:
    """Entries of the second kind are named and left out; none of them is a row of the first."""
    alone = {key: evidence_of(json.dumps(KINDS[key])) for key in (one, other)}
    mixed = evidence_of(json.dumps(KINDS[one]) + "\n" + json.dumps(KINDS[other]))
    if {one, other} == {"gh", "rest"}:  # two ways of asking for the same
        assert not mixed.faults
        return
    assert mixed.faults
    assert mixed.files[0].kind in {evidence.files[0].kind for evidence in alone.values()}
    assert rows_in(mixed) in {rows_in(evidence) for evidence in alone.values()}


def test_another_kind_is_named_by_its_entry() -> None:
    """The word says where the first of them stands, and how many there are."""
    text = json.dumps({"workflow_runs": [REST_RUN]}) + json.dumps([GH_DEPLOYMENT] * 2)
    problem = "entry 2: is of another kind than the file; expected one kind in a file (2 times; this is the first)"
    assert problems_of(evidence_of(text)) == [problem]


def test_a_value_that_is_named_like_a_key_is_no_other_kind() -> None:
    """A branch may be called `stage`."""
    evidence = evidence_of(json.dumps([GITLAB_DETAIL | {"ref": "stage"}]))
    assert (len(evidence.runs), evidence.faults) == (1, ())


@pytest.mark.parametrize("leave", [(), ("head_sha",), ("head_branch",)])
def test_a_few_fields_of_a_run_are_enough(leave: tuple[str, ...]) -> None:
    """People cut pages down to what they want to show."""
    fields = ("id", "head_sha", "head_branch", "event", "status", "conclusion", "created_at")
    evidence = evidence_of(json.dumps([{key: REST_RUN[key] for key in fields if key not in leave}]))
    assert (evidence.files[0].kind, len(evidence.runs)) == ("GitHub Actions runs", 1)


def test_argo_is_known_below_deep_metadata() -> None:
    """Kubernetes writes who manages each field before anything else, as deep as the application itself."""
    managed: Any = {}
    for level in range(30):
        managed = {f"f:{level}": managed}
    metadata = ARGO_APPLICATION["metadata"] | {"managedFields": [{"fieldsV1": managed}]}
    application = {"metadata": metadata} | {key: ARGO_APPLICATION[key] for key in ("spec", "status")}
    assert len(evidence_of(json.dumps({"items": [application]})).deployments) == 3


def test_argos_history_is_known_on_its_own() -> None:
    """As a list, and as the object around it."""
    history = ARGO_APPLICATION["status"]["history"]
    assert len(evidence_of(json.dumps(history)).deployments) == 2
    assert len(evidence_of(json.dumps({"history": history})).deployments) == 2


def test_a_gitlab_deployment_without_its_job_is_one() -> None:
    """The environment is an object only there."""
    entry = {key: value for key, value in GITLAB_DEPLOYMENT.items() if key != "deployable"}
    evidence = evidence_of(json.dumps([entry]))
    assert [deployment.environment for deployment in evidence.deployments] == ["production"]


def test_objectives_on_one_line_are_known() -> None:
    """A program writes JSON without line ends."""
    spec = {"target": "99.5", "window": "4w", "indicator": {"ratio": {"errors": {}, "total": {}}}}
    slo = {"apiVersion": "pyrra.dev/v1alpha1", "kind": "ServiceLevelObjective", "metadata": {"name": "p"}, "spec": spec}
    evidence = evidence_of(json.dumps({"apiVersion": "v1", "kind": "List", "items": [slo]}))
    assert [slo.objective for slo in evidence.telemetry.slos] == [0.995]


def test_a_table_is_never_a_log() -> None:
    """Rows that begin with a time and stand under a header are no log lines."""
    evidence = evidence_of("time,service,version,where\n" + "2026-03-12T10:00:00Z,shop,1.2.3,Lagos\n" * 3)
    assert evidence.files[0].kind is None
    assert not evidence.telemetry.signals


@pytest.mark.parametrize("header", ["deployedAt,environment,commitSha,status", "Deployed At,Env,Commit SHA,Result"])
def test_headers_are_known_however_their_words_are_joined(header: str) -> None:
    """Spaces, dashes, underscores and humps part words."""
    (deployment,) = evidence_of(f"{header}\n{ROW}").deployments
    assert (deployment.commit, deployment.outcome.value, deployment.finished) == (SHA[:16], "passed", 1773309600)


def test_a_quote_that_is_never_closed_loses_no_row_in_silence() -> None:
    """It takes in all that follows: that is told, with the line that it is in."""
    text = HEADER + ROW + f'2026-03-13T10:00:00Z,"production,{SHA},success\n' + ROW.replace("12T", "14T")
    evidence = evidence_of(text)
    assert len(evidence.deployments) == 1
    problem = "export: line 3: has a quote that is never closed; the rows after it are left out"
    assert [str(fault) for fault in evidence.faults] == [problem]


def test_a_table_that_stops_in_a_row_says_so() -> None:
    """The row that has lost cells may have lost part of one, and is left out; a last line may lack its end."""
    evidence = evidence_of(HEADER + ROW + "2026-03-13T10:00:00Z,production,0dd5c4b")
    assert len(evidence.deployments) == 1
    assert problems_of(evidence) == ["stops in the middle of a row; expected the whole export, so save it again"]
    assert not evidence_of(HEADER + ROW.rstrip()).faults


def test_empty_cells_beyond_the_header_are_nothing() -> None:
    """Spreadsheets write the columns that were once used."""
    evidence = evidence_of(HEADER + ROW.rstrip() + ",,\n" + ROW.replace("12T", "13T").rstrip() + ",,x\n")
    assert len(evidence.deployments) == 1
    assert problems_of(evidence) == ["has more cells in a row than in its header"]


def test_a_quoted_cell_may_go_over_lines() -> None:
    """A note with line ends in it is one cell, and the lines of faults still count."""
    text = "deployed_at,environment,status,note\n" + '2026-03-12T10:00:00Z,production,success,"a\nb"\n' + "x,y,z,n\n"
    evidence = evidence_of(text)
    assert len(evidence.deployments) == 2
    assert {fault.line for fault in evidence.faults} == {4}


def test_deployments_that_tell_only_their_day_are_as_many_as_their_rows() -> None:
    """Three on a day are three; the same file twice is still three, and those with a commit are known by it."""
    text = "deployed_at,environment,status\n" + "2026-03-12,production,success\n" * 3
    read = [read_content(io.BytesIO(text.encode()), place=place, zone=ZoneInfo("Africa/Lagos")) for place in ("a", "b")]
    assert len(read[0].deployments) == 3
    assert len((read[0] | read[1]).deployments) == 3
    assert len(evidence_of(HEADER + ROW * 3).deployments) == 1


def test_pagerdutys_analytics_and_json_tell_of_the_same_incidents() -> None:
    """Whichever table they come in, an incident is one, and a page."""
    table = (
        "id,service_name,created_at,resolved_at,urgency,incident_number,seconds_to_first_ack,seconds_to_resolve\n"
        "Q1,Payments,2026-03-12T10:00:00Z,,high,7,60,1800.5\n"
    )
    both = evidence_of(table) | evidence_of(json.dumps([PAGE | {"status": "triggered"}]))
    (incident,) = both.incidents
    assert (incident.is_alert, incident.acknowledged, incident.resolved) == (True, 1773309660, 1773311400.5)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("[]", "holds no entry; expected an export with one at the least"),
        ("{}", "holds no entry; expected an export with one at the least"),
        ("null\n", "holds no entry; expected an export with one at the least"),
        ('{"total_count": 0, "workflow_runs": []}', "holds no entry of its kind; expected one at the least"),
        (HEADER, "holds no entry of its kind; expected one at the least"),
        ("<!DOCTYPE html><p>Sign in", "is a web page; expected the export itself, so sign in and save it again"),
        ('{"status": "error", "errorType": "bad_data", "error": "parse error"}', "is a server's refusal"),
        ('{"message": "No", "took": 0.1, "requestId": "r"}', "is a server's refusal"),
    ],
)
def test_a_file_that_tells_nothing_says_so(text: str, word: str) -> None:
    """Nothing is read from it, and the word names why."""
    evidence = evidence_of(text)
    assert rows_in(evidence) == 0
    assert len(evidence.faults) == 1
    assert evidence.faults[0].problem.startswith(word)


def test_what_is_no_file_gets_a_word_and_the_others_count(tmp_path: Path) -> None:
    """A pipe is not waited for, a link to itself ends, and an empty folder is told."""
    (tmp_path / "runs.json").write_text(json.dumps([GH_RUN]))
    (tmp_path / "empty").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "self").symlink_to("self")
    found = read_evidence(tmp_path / name for name in ("pipe", "self", "empty", "gone", "runs.json"))
    words = [problem.partition(";")[0] for problem in problems_of(found)]
    assert words[0] == "is a pipe or a device"
    assert words[1].startswith("can't be read (Too many levels")
    assert words[2:] == ["holds no file", "can't be read (No such file or directory)"]
    assert len(found.runs) == 1


def test_a_folder_of_too_many_files_says_how_many_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """None is left out in silence; hidden ones are no exports, unless they are named."""
    monkeypatch.setattr(recognise, "MOST_FILES", 2)
    for number in (1, 2, 3):
        (tmp_path / f"{number}.json").write_text(json.dumps([GH_RUN | {"databaseId": number, "headSha": OTHER_SHA}]))
    (tmp_path / ".hidden").write_text(json.dumps([GH_RUN]))
    found = read_evidence([tmp_path])
    assert (len(found.runs), problems_of(found)) == (2, ["holds 3 files; only the first 2 are read"])
    assert len(read_evidence([tmp_path / ".hidden"]).runs) == 1


@pytest.mark.parametrize(
    ("kind", "field"),
    [("rest", "head_branch"), ("gitlab-deployments", "created_at"), ("pagerduty", "urgency")],
)
def test_what_is_mostly_broken_proves_nothing(kind: str, field: str) -> None:
    """The rows left of a file are no sample of it, so none counts; with as many whole as broken they do."""
    (entry,) = KINDS[kind]["workflow_runs"] if kind == "rest" else KINDS[kind]
    entries = [entry | {"id": str(number)} for number in range(1, 7)]
    for broken, count in ((3, 3), (4, 0)):
        text = json.dumps([one | {field: [1]} for one in entries[:broken]] + entries[broken:])
        evidence = evidence_of(text)
        assert rows_in(evidence) == count
        assert len(evidence.faults) == 1 + (not count)
        assert (evidence.files[0].read == "nothing") is (count == 0)
    assert problems_of(evidence)[-1].startswith("has more entries that can't be read than others")


@pytest.mark.parametrize(
    ("kind", "told", "field"),
    [
        ("gh", {"conclusion": "strange"}, "conclusion"),
        ("gitlab", {"status": "strange"}, "status"),
        ("gitlab-deployments", {"status": "strange"}, "status"),
        ("jenkins", {"result": "STRANGE"}, "result"),
        ("azure", {"result": "strange"}, "result"),
        ("bitbucket", {"state": {"name": "COMPLETED", "result": {"name": "STRANGE"}}}, "state.result"),
        ("circleci", {"status": "strange"}, "status"),
    ],
)
def test_an_end_that_nobody_knows_is_told(kind: str, told: dict[str, Any], field: str) -> None:
    """It is no pass, no failure and no silence."""
    (entry,) = KINDS[kind] if isinstance(KINDS[kind], list) else next(iter(KINDS[kind].values()))
    evidence = evidence_of(json.dumps([entry | told]))
    assert [row.outcome.value for row in (*evidence.runs, *evidence.deployments)] == ["unknown"]
    assert problems_of(evidence) == [f"entry 1: has a '{field}' that is not known, so its end is not told"]


def test_a_broken_file_changes_nothing_of_another(tmp_path: Path) -> None:
    """What was read before it stays as it was, also where both tell of the same run."""
    (tmp_path / "a.json").write_text(json.dumps([REST_RUN]))
    (tmp_path / "b.json").write_text(json.dumps([REST_RUN | {"conclusion": "failure"}] + [{"head_sha": []}] * 2))
    (run,) = read_evidence([tmp_path]).runs
    assert run.outcome.value == "passed"


def test_a_name_that_no_terminal_can_show_breaks_no_output(tmp_path: Path) -> None:
    """Half letters and control characters of a file's name are escaped, in data as in words."""
    (tmp_path / "caf\udce9\n\x1b[31m.json").write_text(json.dumps([GH_RUN]))
    result = CliRunner().invoke(main, ["evidence", str(tmp_path), "--format", "json"])
    assert result.exit_code == 0, result.stderr
    (file,) = json.loads(result.stdout)["files"]
    assert file["file"].endswith(r"caf\udce9\n\x1b[31m.json")


def test_the_command_never_fails_without_a_word(tmp_path: Path) -> None:
    """An empty folder is unusable input, and says so."""
    result = CliRunner().invoke(main, ["evidence", str(tmp_path)])
    assert result.exit_code == 2
    assert "holds no file; expected exports in it" in result.stderr
