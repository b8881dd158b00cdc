"""Incidents of PagerDuty and Opsgenie, and of plain tables: when they began and ended, and nobody's name."""

import json
import random
from datetime import UTC, datetime
from typing import Any

import pytest
from evidence_reading import ADDRESS, PERSON, PLANTED, WORDS, broken, evidence_of, rows_of, seeds, told_by
from hypothesis import given
from hypothesis import strategies as st

from maturity.evidence import incident_tables, opsgenie, pagerduty
from maturity.evidence.rows import Incident


def at(text: str) -> float:
    """The moment in s since 1970."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


def page(number: int, status: str, **fields: object) -> dict[str, Any]:
    """An incident as PagerDuty lists it, with people wherever it names some."""
    user = {"id": "PX1", "type": "user_reference", "summary": PERSON, "email": ADDRESS}
    return {
        "id": f"Q{number}",
        "incident_number": number,
        "title": WORDS,
        "description": WORDS,
        "created_at": "2026-03-01T10:00:00Z",
        "status": status,
        "incident_key": ADDRESS,
        "service": {"id": "PS1", "type": "service_reference", "summary": "Checkout"},
        "assignments": [{"at": "2026-03-01T10:00:00Z", "assignee": user}],
        "last_status_change_at": "2026-03-01T10:41:00Z",
        "last_status_change_by": user,
        "acknowledgements": [],
        "urgency": "high",
        **fields,
    }


PAGES = [
    page(1, "triggered"),
    page(2, "acknowledged", acknowledgements=[{"at": f"2026-03-01T10:0{m}:00Z"} for m in (7, 4)]),
    page(3, "resolved", urgency="low"),
    page(4, "resolved", resolved_at="2026-03-01T10:30:00Z"),
]
OPSGENIE: list[dict[str, Any]] = [
    {
        "id": "70413a06",
        "tinyId": "99",
        "message": WORDS,
        "status": "resolved",
        "priority": "P1",
        "ownerTeam": PERSON,
        "responders": [{"type": "user", "id": ADDRESS}],
        "createdAt": "2026-03-01T10:00:00.123Z",
        "updatedAt": "2026-03-01T12:00:00Z",
        "impactStartDate": "2026-03-01T09:50:00Z",
        "impactEndDate": "2026-03-01T10:20:00Z",
    },
    {"id": "b", "tinyId": "100", "status": "open", "priority": "P3", "createdAt": "2026-03-02T10:00:00Z"},
    {
        "id": "c",
        "tinyId": "101",
        "alias": WORDS,
        "status": "closed",
        "priority": "P5",
        "owner": ADDRESS,
        "createdAt": "2026-03-03T10:00:00Z",
        "updatedAt": "2026-03-03T12:00:00Z",
        "report": {"ackTime": 15_000, "closeTime": 60_000, "closedBy": ADDRESS},
    },
]
TABLE = f"""id,service,opened_at,resolved_at,severity,type,commander,summary
1,checkout,2026-03-01T10:00:00Z,2026-03-01T10:30:00Z,sev1,incident,{PERSON},{WORDS.replace(",", "")}
2,checkout,2026-03-02T10:00:00+02:00,,sev2,alert,{ADDRESS},x
"""
PAGERDUTY_TABLE = f"""id,incident_number,description,service_name,created_on,resolved_on,seconds_to_first_ack,\
seconds_to_resolve,resolved_by_user_name,urgency
Q4,4,"{WORDS}",Checkout,2026-03-01T10:00:00Z,,90,1800,{PERSON},high
"""


@pytest.mark.parametrize("wrapped", [PAGES, {"incidents": PAGES, "limit": 25}], ids=["list", "page"])
def test_pagerduty_tells_when_a_page_began_and_ended(wrapped: object) -> None:
    """An open one has no end; a resolved one ends at `resolved_at`, or else at its last change of status."""
    (first, second, third, fourth), faults = rows_of(pagerduty, json.dumps(wrapped))
    assert faults == ()
    assert {row.opened for row in (first, second, third, fourth)} == {at("2026-03-01T10:00:00")}
    assert [row.resolved for row in (first, second)] == [None, None]
    assert [row.is_open for row in (first, second, third)] == [True, True, False]
    assert second.acknowledged == at("2026-03-01T10:04:00")
    assert third.resolved == at("2026-03-01T10:41:00")
    assert fourth.resolved == at("2026-03-01T10:30:00")
    assert (third.service, third.urgency, third.is_alert) == ("Checkout", "low", True)


def test_opsgenie_ends_with_the_impact_or_else_with_the_last_change() -> None:
    """Impact first, then the report's lengths; what is open has no end. An alert has an alias, an incident has not."""
    (impact, still, alert), faults = rows_of(opsgenie, json.dumps({"data": OPSGENIE, "took": 0.1}))
    assert faults == ()
    assert (impact.opened, impact.resolved) == (at("2026-03-01T09:50:00"), at("2026-03-01T10:20:00"))
    assert (still.is_open, still.resolved, still.is_alert) == (True, None, False)
    assert (alert.acknowledged, alert.resolved) == (at("2026-03-03T10:00:15"), at("2026-03-03T10:01:00"))
    assert (alert.is_alert, alert.urgency) == (True, "p5")


def test_a_resolved_opsgenie_incident_without_an_end_ends_with_its_last_change() -> None:
    """Which is never too early; a missing change is no end at all, and never the beginning."""
    told = {"id": "a", "tinyId": "1", "status": "closed", "priority": "P1", "createdAt": "2026-03-01T10:00:00Z"}
    (late, none), _ = rows_of(opsgenie, json.dumps([told | {"updatedAt": "2026-03-01T11:00:00Z"}, told | {"id": "b"}]))
    assert late.resolved == at("2026-03-01T11:00:00")
    assert (none.resolved, none.is_open) == (None, False)


def test_a_plain_table_is_read_by_its_headers() -> None:
    """Zones count, an empty cell is not told, and the type says what is an alert."""
    (first, second), faults = rows_of(incident_tables, TABLE)
    assert faults == ()
    assert (first.resolved or 0) - (first.opened or 0) == 1800
    assert (first.is_open, first.is_alert, first.urgency) == (False, False, "sev1")
    assert second.opened == at("2026-03-02T08:00:00")
    assert (second.resolved, second.is_open, second.is_alert) == (None, None, True)


def test_pagerdutys_table_and_json_tell_of_the_same_incidents() -> None:
    """The same incident in both is one; lengths count from its beginning."""
    (row,), faults = rows_of(incident_tables, PAGERDUTY_TABLE)
    assert faults == ()
    assert (row.acknowledged, row.resolved) == (at("2026-03-01T10:01:30"), at("2026-03-01T10:30:00"))
    (listed,), _ = rows_of(pagerduty, json.dumps([PAGES[3]]))
    assert (row.key, row.is_alert) == (listed.key, True)


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ("1,web,2026-03-01 10:00,,", "line 2: 'opened' is a time without a zone"),
        ("1,web,yesterday,,", "'opened' is no time"),
        (",web,,,", "has neither an id nor a beginning"),
    ],
)
def test_a_wrong_cell_is_named_and_its_row_still_counts(cells: str, fault: str) -> None:
    """A clock without a zone is a fault, not a guess."""
    _, faults = rows_of(incident_tables, f"id,service,opened,resolved,urgency\n{cells}\n2,web,2026-03-01T10:00Z,,\n")
    assert len(faults) == 1
    assert fault.removeprefix("line 2: ") in str(faults[0])


def test_an_incident_without_name_or_status_is_noted() -> None:
    """No id, no row; an unknown status is not told."""
    entries = [{**page(1, "asleep")}, {**PAGES[0], "id": None, "incident_number": None}]
    rows, faults = rows_of(pagerduty, json.dumps(entries))
    assert [row.is_open for row in rows] == [None]
    assert {fault.problem.partition(": ")[2].split(" ")[0] for fault in faults} == {"'status'", "has"}


@pytest.mark.parametrize("text", [json.dumps(PAGES), json.dumps({"data": OPSGENIE}), TABLE, PAGERDUTY_TABLE])
def test_nobody_is_named(text: str) -> None:
    """People, addresses and messages are dropped on load."""
    assert any(word in text.lower() for word in PLANTED)
    evidence = evidence_of(text)
    assert evidence.incidents
    assert not [word for word in PLANTED if word in told_by(evidence)]


@given(order=st.permutations(PAGES), twice=st.booleans())
def test_the_order_of_incidents_and_their_repetition_change_nothing(order: list[Any], *, twice: bool) -> None:
    """Each stands once."""
    text = json.dumps(order) * (2 if twice else 1)
    assert evidence_of(text).incidents == evidence_of(json.dumps(PAGES)).incidents


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-16-le"])
def test_every_encoding_and_line_end_is_read(encoding: str) -> None:
    """As shells and spreadsheets write them."""
    rows, faults = rows_of(incident_tables, TABLE.replace("\n", "\r\n").encode(encoding))
    assert (len(rows), faults) == (2, ())


@given(seed=seeds)
def test_whatever_breaks_it_is_read_or_named(seed: int) -> None:
    """No exception but our own, nobody's name, and no end before anything is told."""
    text = random.Random(seed).choice([json.dumps(PAGES), json.dumps(OPSGENIE), TABLE, PAGERDUTY_TABLE])  # noqa: S311
    evidence = evidence_of(broken(text, seed))
    assert all(isinstance(row, Incident) for row in evidence.incidents)
    assert all(row.resolved is None or not row.is_open for row in evidence.incidents)
    assert evidence.files[0].read or evidence.faults
