"""`maturity evidence`: tables and JSON of what exports prove, and a clear word for each file that is none."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from maturity.cli import main
from maturity.engagement import from_json

END = datetime(2026, 3, 31, 12, tzinfo=UTC)
PLANTED = ("Thabo Nkosi", "thabo@example.com", "fix login of Thabo", "thabo-nkosi")


def maturity(*words: str | Path) -> Result:
    """The command, run in this process."""
    return CliRunner().invoke(main, ["evidence", *map(str, words)])


def moment(hours: float) -> str:
    """That many hours before the end, as GitHub writes it."""
    return (END - timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")


def runs(folder: Path, *, passed: int = 152, failed: int = 62) -> Path:
    """What `gh run list --json` saves, with a person in every field that can hold one; the failed runs come first."""
    ends = ["failure"] * failed + ["success"] * passed
    rows = [
        {
            "databaseId": 1_000 + at,
            "headSha": f"{at + 1:07x}" + "5" * 33,
            "headBranch": "main",
            "event": "push",
            "workflowName": "build",
            "attempt": 1,
            "status": "completed",
            "conclusion": end,
            "createdAt": moment(1 + 2 * (len(ends) - at)),
            "startedAt": moment(1 + 2 * (len(ends) - at)),
            "updatedAt": moment(0.9 + 2 * (len(ends) - at)),
            "displayTitle": PLANTED[2],
            "url": f"https://github.com/{PLANTED[3]}/pay/actions/runs/{at}",
        }
        for at, end in enumerate(ends)
    ]
    path = folder / "runs.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    return path


def deployments(folder: Path) -> Path:
    """A table kept by hand: one production deployment a day, two hours after a push, the 12th since the last."""
    lines = ["id,environment,commit,committed_at,deployed_at,status,started_by,deployed_by"]
    for day in range(91):
        sha = f"{214 - 12 * day:07x}" + "5" * 33 if day < 18 else f"{day + 1_000:07x}" + "5" * 33
        told = (moment(24 * day + 30), moment(24 * day + 1), "success", "pipeline", PLANTED[0])
        lines.append(",".join((str(day), "production", sha, *told)))
    path = folder / "deployments.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def told(result: Result) -> dict[str, Any]:
    """The JSON that the command printed."""
    content: dict[str, Any] = json.loads(result.stdout)
    return content


def test_json_has_findings_responses_and_metrics(tmp_path: Path) -> None:
    """The sentence says why; the responses are an engagement's own; classes stand beside the stage, with their year."""
    result = maturity(runs(tmp_path), deployments(tmp_path), "--format", "json")
    content = told(result)
    assert (result.exit_code, result.stderr, content["as_of"]) == (0, "", "2026-03-31")
    trunk = next(finding for finding in content["findings"] if finding["practice"] == "trunk-stays-green")
    assert (trunk["answer"], trunk["count"], trunk["coverage"], trunk["stage"]) == ("sometimes", 214, 1.0, 1)
    assert trunk["window"] == ["2026-03-02", "2026-03-31"]
    assert "152 of 214 pushes to the default branch (71 %) had a green run." in trunk["sentence"]
    held = {"customer": "Baobab Pay", "held_on": "2026-03-31", "responses": content["responses"]}
    response = from_json(json.dumps(held)).responses["trunk-stays-green"]
    assert (response.answer, response.grade, response.evidence) == ("sometimes", "measured", trunk["sentence"])
    metrics = {metric["metric"]: metric for metric in content["metrics"]}
    assert metrics["deployment-frequency"]["value"] == 7
    assert metrics["lead-time"]["value"] == 22  # 11 of each 12 pushes 4 to 24 hours, and 29 where the table tells
    classes = metrics["lead-time"]["classes"]
    assert {year for year, name in classes.items() if name == "elite"} == {"2019", "2023", "2024"}
    assert (classes["2021"], classes["2025"]) == ("high", None)
    assert (metrics["change-fail-rate"]["value"], metrics["change-fail-rate"]["distribution"]) == (None, None)
    assert content["stage"] == {"floor": 0, "ceiling": 0}
    assert len(content["findings"]) == 24


def test_the_table_says_the_same_in_words(tmp_path: Path) -> None:
    """Practices, metrics with their spread, classes by edition, and what the exports alone prove."""
    result = maturity(runs(tmp_path), deployments(tmp_path))
    assert result.exit_code == 0
    for words in (
        "What the exports prove, up to 31 March 2026",
        "Trunk is green and red is fixed fast",
        "152 of 214 pushes to the default branch (71 %)",
        "Not computable",
        "7 a week",
        "Their classes by DORA's edition; 2025 has none",
        "The stage that these exports alone prove: 0",
    ):
        assert words in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 150


@pytest.mark.parametrize("shape", ["table", "json"])
def test_nobody_is_named(tmp_path: Path, shape: str) -> None:
    """Names, addresses, messages and accounts in an export reach no output."""
    result = maturity(runs(tmp_path), deployments(tmp_path), "--format", shape)
    assert not [planted for planted in PLANTED if planted.lower() in result.output.lower()]


def test_a_bad_file_is_told_and_the_others_still_count(tmp_path: Path) -> None:
    """Status 1, its fault on standard error, and what the rest prove on standard output."""
    other = tmp_path / "notes.txt"
    other.write_text("nothing that we know", encoding="utf-8")
    result = maturity(runs(tmp_path), other, "--format", "json")
    assert result.exit_code == 1
    assert "notes.txt: is nothing known; expected one of" in result.stderr
    assert [file["kind"] for file in told(result)["files"]] == ["GitHub Actions runs", None]
    assert next(f for f in told(result)["findings"] if f["practice"] == "trunk-stays-green")["answer"] == "sometimes"


@pytest.mark.parametrize("content", ["", "{", "nothing that we know"])
def test_files_of_which_none_is_known_are_refused(tmp_path: Path, content: str) -> None:
    """Status 2, and nothing on standard output that could be taken for a result."""
    path = tmp_path / "export.json"
    path.write_text(content, encoding="utf-8")
    result = maturity(path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "export.json: " in result.stderr
    assert "Traceback" not in result.stderr


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """It is named."""
    result = maturity(tmp_path / "none.json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "none.json: can't be read (No such file or directory)" in result.stderr


def test_the_day_and_the_window_can_be_chosen(tmp_path: Path) -> None:
    """Ten days up to the 20th; nothing later counts."""
    result = maturity(runs(tmp_path), "--format", "json", "--as-of", "2026-03-20", "--window", "10")
    content = told(result)
    trunk = next(finding for finding in content["findings"] if finding["practice"] == "trunk-stays-green")
    assert (content["as_of"], trunk["window"]) == ("2026-03-20", ["2026-03-11", "2026-03-20"])
    assert trunk["count"] < 120
    assert content["metrics"][0]["window"] == ["2026-03-11", "2026-03-20"]


@pytest.mark.parametrize("words", [("--window", "0"), ("--as-of", "yesterday"), ("--as-of", "0001-01-01"), ()])
def test_unusable_arguments_end_in_status_two(tmp_path: Path, words: tuple[str, ...]) -> None:
    """A window of no days, no date, no file."""
    assert maturity(*words, *([str(runs(tmp_path))] if words else [])).exit_code == 2


def test_a_folder_gives_every_file_in_it_and_order_changes_no_figure(tmp_path: Path) -> None:
    """The same files in any order prove the same."""
    first, second = runs(tmp_path), deployments(tmp_path)
    orders = [(tmp_path,), (first, second), (second, first)]
    contents = [told(maturity(*order, "--format", "json")) for order in orders]
    for content in contents:
        content.pop("files")
    assert contents[0] == contents[1] == contents[2]


CUSTOMER = "customer,held_on,country,every-commit-builds,objective\nBaobab Pay,2026-03-12,NG,always,0.995\n"


def test_a_first_slo_is_written_for_a_customer_who_has_none(tmp_path: Path) -> None:
    """With their own objective, over the model's window; exports beside it are proved as ever."""
    source, out = tmp_path / "customers.csv", tmp_path / "openslo.yaml"
    source.write_text(CUSTOMER, encoding="utf-8")
    result = maturity("--slo", source, "--out", out)
    assert (result.exit_code, result.stdout) == (0, "")
    written = [
        document for document in yaml.safe_load_all(out.read_text(encoding="utf-8")) if document["kind"] == "SLO"
    ]
    assert [objective["target"] for objective in written[0]["spec"]["objectives"]] == [0.995]
    assert written[0]["spec"]["timeWindow"][0]["duration"] == "30d"
    again = maturity("--slo", source, "--out", out)
    assert (again.exit_code, "is there already; expected a new file" in again.stderr) == (2, True)


def test_a_first_slo_is_for_one_customer(tmp_path: Path) -> None:
    """Two in a file, and it says so; nothing is written."""
    source, out = tmp_path / "customers.csv", tmp_path / "openslo.yaml"
    source.write_text(CUSTOMER + "Zawadi,2026-03-12,KE,always,\n", encoding="utf-8")
    result = maturity("--slo", source, "--out", out)
    assert (result.exit_code, out.exists()) == (2, False)
    assert "customers.csv: has 2 customers; expected one" in result.stderr
