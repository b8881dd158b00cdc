"""SLI series from Prometheus: what each series is, by its own names, and what is good of all."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from evidence_reading import ADDRESS, PLANTED, broken, evidence_of, rows_of, seeds, told_by
from hypothesis import given
from hypothesis import strategies as st

from maturity.evidence import prometheus
from maturity.evidence.halves import complete
from maturity.evidence.signals import Sli

BEGIN = datetime(2026, 3, 1, tzinfo=UTC).timestamp()
STEP = 300


def series(labels: Mapping[str, str], *values: object) -> dict[str, Any]:
    """A series as Prometheus writes it: times are numbers, values are text."""
    return {"metric": dict(labels), "values": [[BEGIN + STEP * at, str(value)] for at, value in enumerate(values)]}


def answer(*found: Mapping[str, Any]) -> str:
    """The whole answer."""
    return json.dumps({"status": "success", "data": {"resultType": "matrix", "result": list(found)}})


def slis_of(*found: Mapping[str, Any]) -> list[Sli]:
    """The SLI series of an answer without faults."""
    rows, faults = rows_of(prometheus, answer(*found))
    assert faults == ()
    return [row for row in rows if isinstance(row, Sli)]


def test_values_are_text_and_become_numbers() -> None:
    """A recorded error ratio of Sloth's is the bad share; `NaN` is not told, and never 0."""
    (sli,) = slis_of(
        series({"__name__": "slo:sli_error:ratio_rate5m", "sloth_id": "checkout-a"}, "0.001", "NaN", "+Inf", "0")
    )
    assert sli.name == "checkout-a"
    assert np.array_equal(sli.good, [0.999, np.nan, np.nan, 1], equal_nan=True)
    assert np.array_equal(sli.total, [1, np.nan, np.nan, 1], equal_nan=True)
    assert sli.times[1] - sli.times[0] == STEP


@pytest.mark.parametrize(
    ("name", "good"),
    [
        ("http_requests:burnrate5m", 0.9),
        ("job:request_errors:ratio_rate5m", 0.9),
        ("job:request_success:ratio_rate5m", 0.1),
        ("probe_success", 0.1),
        ("service:availability:ratio", 0.1),
    ],
)
def test_names_of_recorded_shares_tell_which_share_it_is(name: str, good: float) -> None:
    """Errors are bad, success and availability good; a probe is one event a time."""
    (sli,) = slis_of(series({"__name__": name, "job": "web"}, 0.1, 0.1))
    assert sli.good == pytest.approx([good, good])


@pytest.mark.parametrize(
    "labels", [{"job": "web"}, {}, {"__name__": "my_ratio"}, {"__name__": "slo:error_budget:ratio"}]
)
def test_a_series_that_does_not_say_what_it_is_is_not_guessed(labels: dict[str, str]) -> None:
    """0.001 may be good or bad; the fault says how to ask again."""
    rows, faults = rows_of(prometheus, answer(series(labels, 0.001, 0.001)))
    assert rows == []
    assert 'label_replace(QUERY, "sli", "good", "", "")' in str(faults[0])


@pytest.mark.parametrize(
    ("roles", "values", "good"),
    [
        (("good", "total"), ((9, 8), (10, 10)), (9, 8)),
        (("bad", "total"), ((1, 2), (10, 10)), (9, 8)),
        (("good", "bad"), ((9, 8), (1, 2)), (9, 8)),
    ],
)
def test_a_label_says_it_where_names_do_not(
    roles: tuple[str, str], values: tuple[tuple[int, ...], ...], good: tuple[int, ...]
) -> None:
    """Good, bad and all events, any two of them, of one service."""
    (sli,) = slis_of(*(series({"sli": role, "job": "web"}, *row) for role, row in zip(roles, values, strict=True)))
    assert (sli.good.tolist(), sli.total.tolist()) == (list(good), [10, 10])


def test_http_statuses_of_one_service_make_an_sli() -> None:
    """5xx are bad, all others good, and together they are all; a status that never came counted nothing."""
    ok, moved = series({"code": "200", "job": "web"}, 90, 80), series({"code": "301", "job": "web"}, 8, 8)
    failed = {"metric": {"code": "503", "job": "web"}, "values": [[BEGIN + STEP, "12"]]}
    (sli,) = slis_of(ok, moved, failed)
    assert (sli.good.tolist(), sli.total.tolist()) == ([98, 88], [98, 100])


def test_raw_counters_become_increases_and_survive_a_restart() -> None:
    """After a fall, a counter began again at 0."""
    total = series({"__name__": "http_requests_total", "job": "web"}, 100, 200, 50)
    bad = series({"__name__": "http_errors_total", "job": "web"}, 1, 2, 1)
    (sli,) = slis_of(total, bad)
    assert (sli.good.tolist(), sli.total.tolist()) == ([99, 49], [100, 50])


def test_instances_of_one_service_add_up() -> None:
    """Counts of many instances are the service's."""
    rows = [
        series({"sli": role, "job": "web", "instance": f"10.0.0.{at}"}, value, value)
        for at in (1, 2)
        for role, value in (("good", 9), ("total", 10))
    ]
    (sli,) = slis_of(*rows)
    assert (sli.good.tolist(), sli.total.tolist()) == ([18, 18], [20, 20])


def test_halves_from_two_files_are_joined_at_their_common_times() -> None:
    """Good, or bad, in one file and all in another; a half without its other tells nothing."""
    total = series({"sli": "total", "job": "web"}, 10, 10, 10)
    for role, value in (("good", 9), ("bad", 1)):
        part = {"metric": {"sli": role, "job": "web"}, "values": [[BEGIN + STEP, str(value)]]}
        both = evidence_of(answer(total)) | evidence_of(answer(part))
        (sli,) = complete(both.telemetry.slis)
        assert (sli.times.tolist(), sli.good.tolist(), sli.total.tolist()) == ([BEGIN + STEP], [9], [10])
        assert complete(evidence_of(answer(part)).telemetry.slis) == ()


def test_an_average_over_a_day_is_refused() -> None:
    """A 30-day share at every point hides when it was bad."""
    rows, faults = rows_of(prometheus, answer(series({"__name__": "slo:sli_error:ratio_rate30d"}, 0.1, 0.1)))
    assert rows == []
    assert "averaged over a day or longer" in str(faults[0])


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (answer(series({"sli": "good-share"}, "0.9"))[:-9], "no whole answer of Prometheus"),
        ('{"status":"error","data":{"resultType":"matrix"}}', "Prometheus' refusal"),
        ('{"status":"success","data":{"resultType":"vector","result":[]}}', "no range of values"),
        (answer(), "has no series"),
        (answer(series({"sli": "good-share"}, "1.5", "0.9")), "no share or no count"),
        (answer(series({"sli": "good-share"}, "many", "0.9")), "no pair of a time and a number"),
        (answer({"metric": {"sli": "good-share"}, "values": [[5, "1"], [BEGIN, "1"]]}), "outside 1990 to 2100"),
        (
            answer({"metric": {"sli": "good-share"}, "values": [[BEGIN, "1"], [BEGIN, "0.5"]]}),
            "two values for one time",
        ),
        (answer(series({"sli": "good-share"}, "NaN")), "without a value"),
    ],
)
def test_what_is_wrong_is_named_and_the_rest_still_counts(text: str, fault: str) -> None:
    """A cut file, a refused query, values that are none."""
    _, faults = rows_of(prometheus, text)
    assert fault in str(faults[0])


def test_promtools_bare_list_is_read_too() -> None:
    """It prints the series without the answer around them."""
    rows, faults = rows_of(prometheus, json.dumps([series({"sli": "good-share", "job": "web"}, 1, 1)]))
    assert (faults, [row.name for row in rows if isinstance(row, Sli)]) == ((), ["web"])


def test_labels_that_may_name_people_are_dropped() -> None:
    """Only what the series is of is kept, and never an address."""
    labels = {"sli": "good-share", "owner": ADDRESS, "job": ADDRESS, "service": "checkout", "team": "Diallo"}
    told = told_by(evidence_of(answer(series(labels, 1, 1))))
    assert "checkout" in told
    assert not [word for word in PLANTED if word in told]


@given(order=st.permutations(range(4)), shuffled=st.permutations(range(3)))
def test_the_order_of_series_and_points_changes_nothing(order: list[int], shuffled: list[int]) -> None:
    """Times are put in order."""
    found = [series({"sli": role, "job": job}, 3, 4, 5) for job in ("a", "b") for role in ("good", "total")]
    mixed = [found[at] | {"values": [found[at]["values"][point] for point in shuffled]} for at in order]
    assert evidence_of(answer(*mixed)).telemetry == evidence_of(answer(*found)).telemetry


@given(seed=seeds)
def test_whatever_breaks_it_is_read_or_named(seed: int) -> None:
    """No exception but our own, no good above all, and times that rise."""
    text = answer(series({"sli": "good", "job": "a"}, 3, 4), series({"sli": "total", "job": "a"}, 5, 6))
    told = evidence_of(broken(text, seed))
    assert told.files[0].read or told.faults
    for sli in told.telemetry.slis:
        assert (np.diff(sli.times) > 0).all()
