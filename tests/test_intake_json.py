"""Engagements in JSON come back to the letter, or are refused with every fault of each."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from strategies import BUILT_IN_MODEL, engagement, engagements, full_engagements

from maturity.engagement import Engagement, Response, to_json
from maturity.errors import InputError
from maturity.intake import Intake, read_source
from maturity.model import Answer

TODAY = date(2026, 3, 20)
SCALE = "expected always, usually, sometimes, never, unknown or not-applicable"

in_a_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def read(folder: Path, content: str | bytes, *, name: str = "a.json") -> Intake:
    """The intake of a file with that content."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_source(path, BUILT_IN_MODEL, today=TODAY)


def told(intake: Intake) -> list[str]:
    """What is told of an intake, without the file's name."""
    return [str(fault).removeprefix("a.json: ") for fault in intake.faults]


@in_a_folder
@given(full_engagements() | engagements())
def test_what_the_types_allow_comes_back_to_the_letter_or_not_at_all(tmp_path: Path, given_one: Engagement) -> None:
    """Nothing that was written is trimmed, folded or dropped; what breaks a rule is refused with a fault."""
    intake = read(tmp_path, to_json(given_one))
    if intake.engagements:
        assert intake == Intake(engagements=(given_one,), failed=(), warnings=())
    else:
        assert intake.faults


@in_a_folder
@given(engagements(), st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1))
@example(given_one=engagement(), name=" Ṣadé “x” =1+1 \u202e")
def test_what_the_rules_allow_comes_back_to_the_letter(tmp_path: Path, given_one: Engagement, name: str) -> None:
    """A sound engagement is delivered, whatever letters its words have, alone or in a list."""
    content = json.loads(to_json(given_one)) | {"customer": f"{name[:150]}."}
    for response in content.get("responses", {}).values():
        response["note"] = f" {name}\r\n"
    content.get("platform", {}).pop("exchange_rate_on", None)
    expected = read(tmp_path, json.dumps(content)).engagements
    assert json.loads(to_json(expected[0])) == json.loads(to_json(expected[0])) | content
    other = to_json(engagement(customer="Another"))
    assert read(tmp_path, f" [ {json.dumps(content)} ,\n {other} ] ").engagements[0] == expected[0]


@pytest.mark.parametrize(
    ("content", "problems"),
    [
        pytest.param({"custmer": "A"}, ["'custmer' is not a field (did you mean 'customer'?)"], id="field"),
        pytest.param({"customer": None}, ["customer: null is out of place; expected a text"], id="null"),
        pytest.param(
            {"customer": "a" * 201}, [f"customer: '{'a' * 60}…' has 201 characters; expected at most 200"], id="long"
        ),
        pytest.param(
            {"held_on": "2026-02-30"},
            ["held_on: '2026-02-30' is not a date; expected one such as 2026-03-12"],
            id="day",
        ),
        pytest.param(
            {"held_on": "2026-03-21"},
            ["held_on: 2026-03-21 lies in the future; expected a day up to 2026-03-20"],
            id="future",
        ),
        pytest.param(
            {"engineers": -1, "country": "Nigera", "objective": 99.9},
            [
                "engineers: -1 is out of range; expected 0 or more",
                "objective: 99.9 is out of range; expected less than 1",
                "country: 'Nigera' is not a country code; expected ISO 3166-1 alpha-2, such as NG",
            ],
            id="all-at-once",
        ),
        pytest.param({"engineers": 30.5}, ["engineers: 30.5 is out of place; expected a whole number"], id="fraction"),
        pytest.param(
            {"responses": {"one-click-rollback": {"answer": "yes"}, "rolback": {"answer": "never"}}},
            [
                f"responses.one-click-rollback.answer: 'yes' is not an answer; {SCALE}",
                "responses: 'rolback' is not a practice of the model (did you mean 'one-click-rollback'?)",
            ],
            id="answer",
        ),
        pytest.param(
            {"responses": {"one-click-rollback": {"answer": "never", "grade": "seen"}}},
            ["responses.one-click-rollback.grade: 'seen' is not a grade; expected claimed, shown or measured"],
            id="grade",
        ),
        pytest.param(
            {"responses": {"one-click-rollback": {"answer": "not-applicable"}}},
            ["responses.one-click-rollback: 'not-applicable' has no reason; expected one in its note"],
            id="reason",
        ),
        pytest.param(
            {"responses": {"critical-mass": {"answer": "always"}}},
            ["responses: 'critical-mass' is computed from engineers; expected no answer here"],
            id="computed",
        ),
        pytest.param(
            {"signals": {"kubernetes": True, "has-dashboards": "yes"}},
            [
                "signals.has-dashboards: 'yes' is out of place; expected true or false",
                "signals: 'kubernetes' is not a signal of the model (did you mean 'runs-kubernetes'?)",
            ],
            id="signal",
        ),
        pytest.param(
            {"platform": {"gain": 10, "buy_currency": "GHC"}},
            [
                "platform.gain: 10 is out of range; expected 1 or less",
                "platform.buy_currency: 'GHC' went out of use on 2007-12-31; expected the money of 2026-03-12",
            ],
            id="gain",
        ),
        pytest.param(
            {"platform": {"buy_currency": "GHC"}, "stage_since": "2026-03-13"},
            [
                "stage_since: 2026-03-13 is after the engagement; expected a day up to 2026-03-12",
                "platform.buy_currency: 'GHC' went out of use on 2007-12-31; expected the money of 2026-03-12",
            ],
            id="together",
        ),
        pytest.param({"schema": 7, "new": 1}, ["has schema 7; this version reads up to 1"], id="newer"),
    ],
)
def test_a_wrong_object_fails_alone(tmp_path: Path, content: dict[str, object], problems: list[str]) -> None:
    """Every fault of the object is told, with the line where it starts; the others are delivered."""
    good = {"customer": "Good One", "held_on": "2026-03-12"}
    wrong = {"customer": "Baobab Pay", "held_on": "2026-03-12"} | content
    intake = read(tmp_path, f"[{json.dumps(good)},\n\n {json.dumps(wrong)}]")
    assert told(intake) == [f"line 3: {problem}" for problem in problems]
    assert [engagement.customer for engagement in intake.engagements] == ["Good One"]


def test_what_is_no_engagement_at_all_is_named_by_its_line(tmp_path: Path) -> None:
    """A number in the list, an object without a customer, a name given twice, half a character."""
    text = '[3,\n{"held_on": "2026-03-12"},\n{"customer": "A", "customer": "B", "held_on": "2026-03-12"},\n'
    text += '{"customer": "\\ud800", "held_on": "2026-03-12"}]'
    intake = read(tmp_path, text)
    assert told(intake) == [
        "line 1: 3 is out of place; expected an object",
        "line 2: has no 'customer'; expected one",
        "line 3: 'customer' is given twice; expected it once",
        r"line 4: customer: '\ud800' holds half a character (a lone surrogate); expected text",
    ]
    assert [failure.name for failure in intake.failed] == [
        "a.json: line 1",
        "a.json: line 2",
        "2026-03-12-b",
        "a.json: line 4",
    ]


def test_two_objects_with_one_key_have_both_failed(tmp_path: Path) -> None:
    """The same customer on the same day is one engagement, so neither is delivered."""
    one = '{"customer": "Baobab Pay", "held_on": "2026-03-12"}'
    intake = read(tmp_path, f"[{one},\n{one}]")
    assert not intake.engagements
    assert told(intake) == [
        "line 2: '2026-03-12-baobab-pay' is the key of line 1 too; expected one engagement for a customer and day"
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param(
            "", "line 1: is not JSON (Expecting value); expected an engagement, or a list of them", id="empty"
        ),
        pytest.param("[]", "holds no engagement; expected one, or a list of them", id="no-engagement"),
        pytest.param(
            '[\n{"customer": "A"}\n',
            "line 3: is not JSON (Expecting ',' delimiter); expected an engagement, or a list of them",
            id="cut",
        ),
        pytest.param("{} {}", "line 1: is not JSON (Extra data); expected an engagement, or a list of them", id="two"),
        pytest.param(
            "[" * 1_000_000, "is not JSON (nested too deeply); expected an engagement, or a list of them", id="deep"
        ),
        pytest.param(
            "9" * 5_000,
            "is not JSON (a number with too many digits); expected an engagement, or a list of them",
            id="digits",
        ),
    ],
)
def test_what_is_not_json_is_refused_as_a_whole(tmp_path: Path, text: str, problem: str) -> None:
    """A file cut short is not half read."""
    with pytest.raises(InputError) as refused:
        read(tmp_path, text)
    assert str(refused.value) == f"a.json: {problem}"


def test_json_from_a_shell_is_read(tmp_path: Path) -> None:
    """PowerShell writes UTF-16 with a mark; editors write UTF-8 with one."""
    given_one = Engagement(
        customer="Ṣadé",
        held_on=date(2026, 3, 12),
        responses={"one-click-rollback": Response(answer=Answer.NEVER)},
    )
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        intake = read(tmp_path, to_json(given_one).encode(encoding))
        assert intake == Intake(engagements=(given_one,), failed=(), warnings=())
