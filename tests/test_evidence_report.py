"""What is printed of exports: error budgets as table and JSON, and all of it in another language."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from babel.dates import get_month_names
from click.testing import CliRunner, Result
from evidence_payloads import FILES
from test_evidence_incidents import PAGERDUTY_TABLE
from test_evidence_otel import BASE, PRINTING
from test_evidence_slo import SLOTH

from maturity.cli import main
from maturity.evidence.deployed import STAGING
from maturity.evidence.proving import last_day
from maturity.evidence.recognise import read_evidence
from maturity.evidence_report import as_table, weigh
from maturity.model_file import built_in_model

BEGIN = datetime(2026, 3, 1, tzinfo=UTC).timestamp()
STEP, POINTS = 300, 28 * 288
RULES = """groups:
  - name: burn
    rules:
      - alert: Burning
        expr: >-
          (job:slo_errors_per_request:ratio_rate1h{job="web"} > (14.4 * 0.001)
          and job:slo_errors_per_request:ratio_rate5m{job="web"} > (14.4 * 0.001))
        labels: {severity: page}
"""


def slo(name: str, *, target: float = 0.999, days: int = 28) -> str:
    """An objective as OpenSLO has it."""
    metric = "{metricSource: {type: Prometheus, spec: {query: a}}}"
    return f"""apiVersion: openslo/v1
kind: SLO
metadata: {{name: {name}}}
spec:
  service: shop
  indicator: {{metadata: {{name: i}}, spec: {{ratioMetric: {{counter: true, good: {metric}, total: {metric}}}}}}}
  timeWindow: [{{duration: {days}d, isRolling: true}}]
  budgetingMethod: Occurrences
  objectives: [{{target: {target}}}]
"""


def series(name: str, *, bad: float, last_hour: float) -> str:
    """Four weeks of an SLI, of 100 events each five minutes; the last hour has its own share of bad ones."""
    lost = [last_hour if at >= POINTS - 12 else bad for at in range(POINTS)]
    own = {"good": [100 - one for one in lost], "total": [100.0] * POINTS}
    result = [
        {
            "metric": {"__name__": "q", "sli": role, "slo": name},
            "values": [[BEGIN + STEP * (at + 1), str(value)] for at, value in enumerate(values)],
        }
        for role, values in own.items()
    ]
    return json.dumps({"status": "success", "data": {"resultType": "matrix", "result": result}})


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    """Two objectives, the series of one of them, and one alert rule."""
    for name, text in {
        "slo.yaml": "---\n".join([slo("checkout"), slo("login", days=30)]),
        "sli.json": series("checkout", bad=0.05, last_hour=1.5),
        "rules.yaml": RULES,
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def maturity(*words: str | Path) -> Result:
    """The command, run in this process."""
    return CliRunner().invoke(main, ["evidence", *map(str, words)])


def test_json_has_each_objectives_budget(exports: Path) -> None:
    """Left and spent of the window, burn rates over 1 h, 6 h, a day and three, and the alerts for that window."""
    content: dict[str, Any] = json.loads(maturity(exports, "--format", "json").stdout)
    checkout, login = content["budgets"]
    assert (checkout["name"], checkout["objective"], checkout["window_days"]) == ("checkout", 0.999, 28)
    spent = ((POINTS - 12) * 0.05 + 12 * 1.5) / (POINTS * 0.1)
    assert (checkout["spent"], checkout["left"]) == (pytest.approx(spent), pytest.approx(1 - spent))
    rates = {rate["hours"]: rate["rate"] for rate in checkout["rates"]}
    assert rates == {1: 15, 6: pytest.approx(2.916667), 24: pytest.approx(1.104167), 72: pytest.approx(0.701389)}
    assert [alert["rate"] for alert in checkout["alerts"]] == [13.44, 5.6, 2.8, pytest.approx(14 / 15)]
    assert [alert["rate"] for alert in login["alerts"]] == [14.4, 6, 3, 1]
    assert (login["left"], login["spent"], login["rates"]) == (None, None, [])
    assert "is missing" in login["missing"]
    assert (checkout["rules"], checkout["written_by"]) == (1, ["prometheus"])
    assert checkout["policy"].endswith("Ship at the usual pace.")
    assert len(content["freeze_policy"]) == 6


def test_the_table_has_budgets_alerts_writers_and_policy(exports: Path) -> None:
    """In words, within the width of a page; what can't be computed says why."""
    told = maturity(exports).stdout
    for words in (
        "Error budgets, and how many times too fast each burned",
        "Not computable: A metrics query of its good and of all events over its window is",
        "Alerts that would guard checkout over 28 days",
        "Alerts that would guard login over 30 days",
        "Page, fast    13.44",
        "1 alert rule was handed over, written by hand, or by a tool that leaves no mark: no published set of burn",
        "- If the budget is gone in two windows in a row, the objective or the plan of the next quarter changes.",
    ):
        assert words in told
    assert re.search(r"checkout +47.84 % +52.16 % +15 +2.92 +1.1 +0.7 +Ship at the usual pace.", told)
    assert max(map(len, told.splitlines())) <= 150


def test_exports_without_objectives_say_nothing_of_budgets(tmp_path: Path) -> None:
    """Neither a table nor a policy; JSON has an empty list."""
    (tmp_path / "runs.json").write_text(FILES["GitHub Actions runs"], encoding="utf-8")
    assert "udget" not in maturity(tmp_path).stdout.partition("DORA's five")[2]
    assert json.loads(maturity(tmp_path, "--format", "json").stdout)["budgets"] == []


def test_without_a_class_there_is_no_table_of_classes(tmp_path: Path) -> None:
    """A list of runs makes none of the five computable: seven columns of dashes would say nothing."""
    (tmp_path / "runs.json").write_text(FILES["GitHub Actions runs"], encoding="utf-8")
    told = maturity(tmp_path).stdout
    assert told.partition("DORA's five")[2].count("Not computable") == 5
    assert "by DORA's edition" not in told


def test_french_is_spoken_for_the_one_command(exports: Path) -> None:
    """Sentences, days, marks of numbers; keys and answers of the JSON stay; nobody speaks French afterwards."""
    told = maturity(exports, "--language", "fr").stdout
    assert "Budgets d’erreur, et combien de fois trop vite" in told
    assert "Livrez au rythme habituel." in told
    assert "Astreinte, rapide  13,44" in told
    assert "Sous 100\N{NO-BREAK SPACE}% sur 28 à 30 jours\N{NO-BREAK SPACE}: 2 SLO sur 2." in told
    content = json.loads(maturity(exports, "--language", "fr", "--format", "json").stdout)
    plain = json.loads(maturity(exports, "--format", "json").stdout)
    assert [f["answer"] for f in content["findings"]] == [f["answer"] for f in plain["findings"]]
    assert content["budgets"][0]["left"] == plain["budgets"][0]["left"]
    assert plain["findings"][0]["sentence"] == "Runs that a push or a pull request started are missing."


def test_a_language_that_nobody_has_written_is_refused(exports: Path) -> None:
    """Status 2, before anything is read."""
    result = maturity(exports, "--language", "zz")
    assert (result.exit_code, "--language: 'zz' is not spoken" in result.stderr) == (2, True)


#: of the months, which are not in the catalogue; cut where a letter is not plain
MONTHS = {part for name in get_month_names(locale="fr").values() for part in re.findall("[a-z]{2,}", name)}
#: what exports call things; no sentence of ours
NAMES = {"checkout", "login", "availability", "debug", *MONTHS, *STAGING}


@pytest.mark.usefixtures("circled")
def test_nothing_that_is_printed_goes_round_the_catalogue(exports: Path) -> None:
    """Every kind of export at once; what is left in Latin letters is a name."""
    texts = [*FILES.values(), PAGERDUTY_TABLE, BASE, PRINTING, SLOTH, "ERROR a\nWARN b\n" * 30]
    for number, text in enumerate(texts):
        (exports / f"{number}.txt").write_text(text, encoding="utf-8")
    held = read_evidence([exports])
    assert all(file.kind for file in held.files)
    end = last_day(held)
    assert end is not None
    printed = as_table(weigh(built_in_model(), held, as_of=end)) + " ".join(file.read for file in held.files)
    left = {word.casefold() for word in re.findall(r"[A-Za-z]{2,}", printed)}
    assert left - NAMES == set()


def test_the_model_prints_the_numbers_that_exports_are_measured_by() -> None:
    """Each with its unit, and whose it is: a source's, or our estimate."""
    told = CliRunner().invoke(main, ["model", "show"]).stdout.partition("What exports are measured by")[2]
    assert re.search(r"feedback-within-ten-minutes +minutes +10 +minutes +dora-ci", told)
    assert re.search(r"trunk-stays-green +share +0.9 +share of pushes +our estimate", told)
    numbers = sum(len(practice.thresholds) for practice in built_in_model().practices.values())
    assert len([line for line in told.splitlines() if line.strip()]) == numbers + 1
