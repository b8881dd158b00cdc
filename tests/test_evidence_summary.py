"""What exports prove as a workbook is given it: small, whole, and without anybody in it."""

import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from evidence_payloads import PLANTED
from exports import evidence, runs_of
from strategies import BUILT_IN_MODEL as MODEL
from test_evidence_proving import trunk

from maturity.errors import InputError
from maturity.evidence.burn import MOST_POINTS
from maturity.evidence.recognise import read_evidence
from maturity.evidence.rows import Deployment, Incident, Outcome, key_of
from maturity.evidence.signals import AlertRule, Sli, Slo, Telemetry
from maturity.evidence.summary import Summary, summarise, summary_json, summary_of
from maturity.evidence.tables import Evidence
from maturity.evidence.windows import DAY, HOUR, window_to
from maturity.intake import read_source
from maturity.proven import exports_beside
from maturity.shipped import shipped

LAST = date(2026, 3, 31)  #: a Tuesday
END = window_to(LAST, days=1).end


def deployed(days_ago: float, **more: Any) -> Deployment:  # noqa: ANN401  (whatever a deployment has)
    """A production deployment so many days before the end of the last day."""
    return Deployment(
        key=key_of("deployment", days_ago),
        finished=END - days_ago * DAY,
        is_production=True,
        outcome=Outcome.PASSED,
        **more,
    )


def incident(days_ago: float, hours: float | None, **more: Any) -> Incident:  # noqa: ANN401  (the same)
    """An incident that was opened then, and over after so many hours."""
    opened = END - days_ago * DAY
    resolved = None if hours is None else opened + hours * HOUR
    return Incident(key=key_of("incident", days_ago), opened=opened, resolved=resolved, **more)


def series(name: str, bad: float, *, hours: int = 28 * 24) -> Sli:
    """A series with 100 events an hour, up to the end of the last day."""
    times = END - HOUR * np.arange(hours, 0, -1, dtype=np.float64) + HOUR / 2
    return Sli(name=name, times=times, good=np.full(hours, 100 - bad), total=np.full(hours, 100.0))


def slo(name: str, service: str | None = None) -> Slo:
    """An objective."""
    return Slo(name=name, dialect="openslo", service=service, objective=0.99, window_days=28)


def summed(**tables: Any) -> Summary:  # noqa: ANN401  (the tables of evidence)
    """The summary of this evidence."""
    return summarise(MODEL, Evidence(**tables), as_of=LAST)


def test_a_summary_comes_back_from_its_json_as_it_was() -> None:
    """Lossless, for all that the sample's exports prove."""
    for folder in exports_beside(shipped("data") / "sample").folders.values():
        told = summarise(MODEL, read_evidence([folder]), as_of=LAST)
        assert summary_of(summary_json(told)) == told
        assert summary_json(told) == summary_json(summarise(MODEL, read_evidence([folder]), as_of=LAST))


def test_nothing_is_told_where_there_is_nothing() -> None:
    """No week, no recovery, no budget, no figure and no class from no export."""
    told = summed()
    assert (told.green, told.deployed, told.recovered, told.budgets, told.read) == ((), (), (), (), ())
    assert not any(found.is_computable for found in told.findings)
    assert all(one.value is None and set(one.classes.values()) == {None} for one in told.metrics)


def test_an_empty_text_is_no_summary_and_a_strange_one_is_refused() -> None:
    """A workbook without exports holds an empty text."""
    assert summary_of(" ") is None
    for text in ("{", "[]", '{"as_of": "yesterday"}'):
        with pytest.raises(InputError, match="is no summary of evidence"):
            summary_of(text)


def test_reading_a_summary_loads_no_numbers() -> None:
    """A briefing is shown in a kernel that never needs numpy."""
    code = (
        "import sys; from maturity.evidence.summary import summary_of; summary_of(''); sys.exit('numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_weeks_are_told_from_the_first_that_the_export_reaches_to_its_last() -> None:
    """Weeks outside of the export are not weeks without a push; those inside of it are."""
    held = evidence(runs=trunk(passed=152, failed=62))
    told = summarise(MODEL, held, as_of=LAST).green
    assert (sum(week.passed for week in told), sum(week.finished for week in told)) == (152, 214)
    assert all(week.monday.weekday() == 0 for week in told)
    gaps = {later.monday - week.monday for week, later in pairwise(told)}
    assert gaps <= {timedelta(days=7)}


def test_a_week_without_a_deployment_between_two_has_none() -> None:
    """Inside of the export, none is none."""
    told = summed(deployments=(deployed(1), deployed(22))).deployed
    assert [week.made for week in told] == [1, 0, 0, 1]


def test_failures_are_not_told_where_no_export_has_incidents() -> None:
    """Unknown is never no."""
    held = (deployed(1), deployed(8))
    assert {week.failed for week in summed(deployments=held).deployed} == {None}
    told = summed(deployments=held, incidents=(incident(0.5, 2),)).deployed
    assert [(week.made, week.failed) for week in told] == [(1, 0), (1, 1)]


def test_recoveries_are_of_incidents_that_are_over() -> None:
    """One that is open, or ends after the day that is asked for, has no time of recovery."""
    told = summed(
        deployments=(deployed(3),), incidents=(incident(2.5, 6), incident(20, 1), incident(0.1, 9), incident(1, None))
    )
    assert [(one.hours, one.after_deployment) for one in told.recovered] == [(1, False), (6, True)]


def test_alerts_are_recoveries_only_where_nothing_else_is() -> None:
    """A page may be noise."""
    alert, real = incident(5, 0.1, is_alert=True), incident(4, 3)
    assert [one.hours for one in summed(incidents=(alert, real)).recovered] == [pytest.approx(3)]
    assert [one.hours for one in summed(incidents=(alert,)).recovered] == [pytest.approx(0.1)]


def test_a_budget_is_of_the_series_that_names_its_objective() -> None:
    """By the objective's name, or by its service; two objectives of one service share no series."""
    telemetry = Telemetry(
        slos=(slo("open", "articles"), slo("pay", "till")), slis=(series("articles", 0.5), series("till", 2))
    )
    told = {one.name: one for one in summed(telemetry=telemetry).budgets}
    assert told["open"].left == pytest.approx(0.5)
    assert told["pay"].spent == pytest.approx(2)
    assert told["pay"].left == pytest.approx(-1)
    both = Telemetry(slos=(slo("open", "articles"), slo("search", "articles")), slis=(series("articles", 1),))
    assert {one.spent for one in summed(telemetry=both).budgets} == {None}


def test_an_objective_without_a_series_says_what_is_missing() -> None:
    """Never a budget that is left from no data; its alerts are told all the same."""
    (told,) = summed(telemetry=Telemetry(slos=(slo("open"),))).budgets
    assert (told.left, told.spent, told.burn_down, told.policy) == (None, None, (), "")
    assert told.missing == "A metrics query of its good and of all events over its window is missing."
    assert [alert.rate for alert in told.alerts] == [13.44, 5.6, 2.8, pytest.approx(0.9333, abs=1e-4)]


def test_a_burn_down_has_few_points_and_its_rates() -> None:
    """A chart shows no more than 300."""
    telemetry = Telemetry(slos=(slo("open"),), slis=(series("open", 2),))
    (told,) = summed(telemetry=telemetry).budgets
    assert 2 < len(told.burn_down) <= MOST_POINTS
    assert [rate.hours for rate in told.rates] == [1, 6, 24, 72]
    assert told.rates[-1].rate == pytest.approx(2)
    assert told.burn_down[-1].left == pytest.approx(-1)


def test_it_says_who_wrote_the_rules() -> None:
    """The tool, and whose set of burn rates it is."""
    rules = tuple(
        AlertRule(name=f"burn {rate}", dialect="sloth", burn_rate=rate, long_window=3600, short_window=300)
        for rate in (14.4, 6, 3, 1)
    )
    (told,) = summed(telemetry=Telemetry(slos=(slo("open"),), rules=rules)).budgets
    assert (told.rules, told.written_by, told.known_set) == (4, ("sloth",), "Google's set for 30 days")


def test_nobody_is_in_a_summary(tmp_path: Any) -> None:  # noqa: ANN401  (pytest's own)
    """No name, address or message of an export, whatever kind it is of, and not where its file lies."""
    import json

    from evidence_payloads import GH_RUN

    folder = tmp_path / "thabo-mokoena"
    folder.mkdir()
    (folder / "payroll.json").write_text(json.dumps([GH_RUN]), encoding="utf-8")
    told = summary_json(summarise(MODEL, read_evidence([folder]), as_of=date(2026, 3, 12))).lower()
    assert '"runs":1' in told
    assert not [word for word in (*PLANTED, str(tmp_path)) if word.lower() in told]


def test_the_order_of_rows_never_matters() -> None:
    """The same exports in any order are the same summary."""
    deployments = (deployed(1), deployed(8), deployed(9))
    incidents = (incident(0.5, 2), incident(7.9, 4))
    runs = trunk(passed=20, failed=3)
    first = summarise(MODEL, Evidence(runs=runs_of(runs), deployments=deployments, incidents=incidents), as_of=LAST)
    again = Evidence(runs=runs_of(reversed(runs)), deployments=deployments[::-1], incidents=incidents[::-1])
    assert summary_json(summarise(MODEL, again, as_of=LAST)) == summary_json(first)


def test_the_samples_exports_are_those_of_its_engagements() -> None:
    """A folder for an engagement, named by its key."""
    sample = shipped("data") / "sample"
    keys = {held.key for held in read_source(sample, MODEL, today=date(2026, 11, 23)).engagements}
    assert set(exports_beside(sample).folders) == {"2025-07-17-zawadi-slate", "2026-07-09-karite-blanc-media"} & keys


@pytest.mark.parametrize(
    ("told", "rest"),
    [
        ({}, ""),
        ({"has_calendar": True}, " Computed over a rolling window; the SLO's own is a calendar's."),
        ({"has_slices": True}, " Computed by events; the SLO counts slices of time."),
    ],
)
def test_what_is_computed_otherwise_than_the_slo_asks_is_said(told: dict[str, Any], rest: str) -> None:
    """A calendar's window and slices of time are read, and computed as a rolling window of events."""
    held = replace(slo("checkout"), **told)
    (budget,) = summed(telemetry=Telemetry(slis=(series("checkout", 0.1),), slos=(held,))).budgets
    assert budget.policy == f"Ship at the usual pace.{rest}"
