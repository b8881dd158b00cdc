"""A model that holds together is proved, and one that does not is refused at the line where it fails."""

import dataclasses
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from strategies import BUILT_IN_MODEL, models

from maturity import proof
from maturity.assessment import Assessment, assess
from maturity.engagement import Engagement
from maturity.errors import InputError
from maturity.model import Answer, Condition, Grade, Model, Trap
from maturity.model_file import BUILT_IN
from maturity.proof import check_model, prove_model, stage_witness, trap_witness
from maturity.references import reference_faults
from maturity.traps import find_traps

FOREIGN = Path(__file__).with_name("foreign_model.yaml")
TEXT = BUILT_IN.read_text(encoding="utf-8")
FIRST, SECOND = (practice.key for practice in BUILT_IN_MODEL.asked[:2])
KNOWN = (Answer.ALWAYS, Answer.USUALLY, Answer.SOMETIMES, Answer.NEVER)


def with_trap(when: Condition) -> Model:
    """The built-in model with one trap of that condition, whose references fit."""
    trap = msgspec.structs.replace(BUILT_IN_MODEL.traps[0], when=when)
    model = msgspec.structs.replace(BUILT_IN_MODEL, traps=(trap,))
    assert list(reference_faults(model)) == []
    return model


def asks(key: str, *answers: Answer, claimed: tuple[Answer, ...] = (), grade: tuple[Grade, ...] = ()) -> Condition:
    """A condition on one practice."""
    return Condition(practice=key, answer=answers, claimed=claimed, grade=grade)


def test_the_built_in_model_is_proved() -> None:
    """And so is a firm's own."""
    assert check_model(BUILT_IN) == BUILT_IN_MODEL
    assert check_model(FOREIGN).name == "Three steps to calm on-call"


@pytest.mark.parametrize("number", range(1, 6))
def test_every_stage_has_a_witness(number: int) -> None:
    """An engagement that stands there for sure; at stage five with just enough engineers."""
    witness = stage_witness(BUILT_IN_MODEL, number)
    assert assess(BUILT_IN_MODEL, witness).floor == assess(BUILT_IN_MODEL, witness).ceiling == number
    assert witness.engineers == (50 if number == 5 else 0)


@pytest.mark.parametrize("trap", BUILT_IN_MODEL.traps, ids=lambda trap: trap.key)
def test_every_trap_has_a_witness_for_and_against(trap: Trap) -> None:
    """One engagement that stands in it, one that answers the same things and does not."""
    for fires in (True, False):
        witness = trap_witness(BUILT_IN_MODEL, trap, fires=fires)
        assert witness is not None
        assert (trap in [hit.trap for hit in find_traps(assess(BUILT_IN_MODEL, witness))]) is fires


GATE_ONE = tuple(asks(practice.key, Answer.ALWAYS) for practice in BUILT_IN_MODEL.stage(1).gates)
MEASURED = (Grade.MEASURED,)
NEVER_FIRES = [
    pytest.param(Condition(all=(asks(FIRST, Answer.ALWAYS), asks(FIRST, Answer.NEVER))), id="both always and never"),
    pytest.param(Condition(all=(Condition(gate=1), *GATE_ONE)), id="a gate closed with all of it in place"),
    pytest.param(asks("critical-mass", Answer.USUALLY), id="a head count that is usually enough"),
    pytest.param(asks("critical-mass", Answer.NEVER, claimed=(Answer.ALWAYS,)), id="a head count that was claimed"),
    pytest.param(asks("critical-mass", Answer.NEVER, grade=(Grade.CLAIMED,)), id="a head count that is not measured"),
    pytest.param(
        Condition(all=(asks(FIRST, Answer.NEVER, grade=MEASURED), asks(FIRST, Answer.NEVER, grade=(Grade.SHOWN,)))),
        id="both measured and shown",
    ),
    pytest.param(
        Condition(all=tuple(Condition(any=(asks(FIRST, a), asks(FIRST, b))) for a, b in [KNOWN[:2], KNOWN[2:]])),
        id="alternatives that exclude each other",
    ),
]
ALWAYS_FIRES = [
    pytest.param(asks(FIRST, *KNOWN), id="whatever is answered"),
    pytest.param(Condition(any=(asks(FIRST, *KNOWN[:2]), asks(FIRST, *KNOWN[2:]))), id="one answer or the other"),
    pytest.param(
        Condition(any=(asks("critical-mass", Answer.ALWAYS), asks("critical-mass", Answer.NEVER))),
        id="any head count",
    ),
    pytest.param(Condition(any=(Condition(gate=1), *GATE_ONE)), id="a gate closed or some of it in place"),
]
HOLDS = [
    pytest.param(Condition(signal="has-dashboards"), id="a signal"),
    pytest.param(Condition(gate=5), id="a gate with a head count"),
    pytest.param(asks("critical-mass", Answer.NEVER, grade=MEASURED), id="too few heads"),
    pytest.param(asks(FIRST, Answer.NOT_APPLICABLE), id="what does not apply"),
    pytest.param(asks(FIRST, Answer.NEVER, claimed=(Answer.ALWAYS,), grade=MEASURED), id="claimed otherwise"),
    pytest.param(
        Condition(all=(Condition(any=(asks(FIRST, Answer.NEVER), asks(SECOND, Answer.NEVER))), asks(FIRST, KNOWN[0]))),
        id="only the second alternative",
    ),
]


@pytest.mark.parametrize(
    ("when", "problem"),
    [
        *(pytest.param(*case.values, "can never fire", id=case.id) for case in NEVER_FIRES),
        *(pytest.param(*case.values, "fires whatever is answered", id=case.id) for case in ALWAYS_FIRES),
        *(pytest.param(*case.values, None, id=case.id) for case in HOLDS),
    ],
)
def test_a_trap_can_fire_and_can_stay_silent(when: Condition, problem: str | None) -> None:
    """A trap that never fires warns nobody; one that always fires tells nothing."""
    expected = [] if problem is None else [(("traps", 0, "when"), problem)]
    assert list(prove_model(with_trap(when))) == expected


def test_a_hopeless_trap_is_given_up_in_time() -> None:
    """A thousand and more combinations of alternatives that all exclude each other end in a fault, not in a wait."""
    either = Condition(any=(asks(FIRST, Answer.ALWAYS), asks(SECOND, Answer.ALWAYS)))
    neither = (asks(FIRST, Answer.NEVER), asks(SECOND, Answer.NEVER))
    model = with_trap(Condition(all=(*(either,) * 40, *neither)))
    assert list(prove_model(model)) == [(("traps", 0, "when"), "can never fire")]


@given(model=models())
def test_a_drawn_model_fails_only_where_a_head_count_leaves_no_room(model: Model) -> None:
    """Any shape that fits together is proved; only a stage that opens with the one below it can't be stood at."""
    for way, problem in prove_model(model):
        number = int(way[1]) + 1
        above = model.stage(number + 1)
        assert problem == f"can't be stood at: whoever opens its gate has opened the gate of stage {number + 1} too"
        assert all(practice.computed for practice in above.gates)


def edited(path: Path, *edits: tuple[str, str]) -> Path:
    """A copy of the built-in model with some places of it changed."""
    text = TEXT
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    return path


def line_of(path: Path, words: str) -> int:
    """The line of a file on which those words stand first."""
    return path.read_text(encoding="utf-8").partition(words)[0].count("\n") + 1


def test_every_failed_proof_is_told_with_its_line(tmp_path: Path) -> None:
    """Two traps that can't fire: two faults, each where its rule stands."""
    path = edited(
        tmp_path / "ours.yaml",
        ("- {practice: distributed-tracing, answer: [sometimes", "- {practice: structured-logs, answer: [sometimes"),
        ("- {practice: critical-mass, answer: [never]}", "- {practice: critical-mass, answer: [usually]}"),
    )
    with pytest.raises(InputError) as refused:
        check_model(path)
    lines = [line_of(path, f"- key: {key}") + 5 for key in ("logs-only", "platform-team-below-critical-mass")]
    assert str(refused.value).splitlines() == [
        f"{path}: line {lines[0]}: traps[2].when: can never fire",
        f"{path}: line {lines[1]}: traps[5].when: can never fire",
    ]


def test_a_stage_that_nobody_can_stand_at_is_refused(tmp_path: Path) -> None:
    """Stage four with a head count of 60, and stage five with nothing but one of 50."""
    content: Any = msgspec.to_builtins(BUILT_IN_MODEL)
    mass = content["stages"][4]["practices"][0]
    bigger = mass | {"key": "bigger-mass", "computed": {"fact": "engineers", "at_least": 60}}
    content["stages"][3]["practices"] += (bigger,)
    content["stages"][4]["practices"] = [mass]
    content["traps"] = []
    path = tmp_path / "ours.json"
    path.write_bytes(msgspec.json.encode(content))
    with pytest.raises(InputError) as refused:
        check_model(path)
    problem = "stages[3]: can't be stood at: whoever opens its gate has opened the gate of stage 5 too"
    assert str(refused.value) == f"{path}: line 1: {problem}"


def test_a_roadmap_that_leaves_the_calendar_is_refused(tmp_path: Path) -> None:
    """Ten years for one practice at a thousandth of one engineer's time ends after the year 9999."""
    path = edited(
        tmp_path / "ours.yaml",
        ("capacity_share: {value: 0.05", "capacity_share: {value: 0.001"),
        ("effort_weeks: {low: 1, high: 2", "effort_weeks: {low: 520, high: 520"),
    )
    with pytest.raises(InputError) as refused:
        check_model(path)
    line = line_of(path, "capacity_share")
    problem = "numbers.capacity_share.value: leaves one engineer a roadmap that runs past the year 9999"
    assert str(refused.value) == f"{path}: line {line}: {problem}"


def test_a_rule_that_punishes_a_better_answer_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The proof looks at what the rules do, not at what they promise."""

    def unjust(model: Model, held: Engagement) -> Assessment:
        right, (first, second, *_) = assess(model, held), model.asked
        lower = held.answer_to(first) is Answer.UNKNOWN and held.answer_to(second) is Answer.ALWAYS
        return dataclasses.replace(right, ceiling=right.ceiling - lower)

    monkeypatch.setattr(proof, "assess", unjust)
    problem = f"{SECOND!r} answered always lowers where a customer stands"
    assert list(prove_model(BUILT_IN_MODEL)) == [(("stages", 0, "practices", 1), problem)]


def test_nothing_is_proved_of_a_model_that_does_not_fit(tmp_path: Path) -> None:
    """References first: a proof over a missing practice would mean nothing."""
    path = edited(tmp_path / "ours.yaml", ("practice: critical-mass,", "practice: critical-mas,"))
    with pytest.raises(InputError, match="'critical-mas' is not a practice of the model"):
        check_model(path)
