"""The model as it is shipped: its stages, keys, numbers and words."""

import msgspec
import pytest
from hypothesis import given
from msgspec.structs import replace
from strategies import BUILT_IN_MODEL, models

from maturity.model import Answer, Computed, Condition, Model, Practice, conditions_in

GATES = {
    1: ["every-commit-builds", "every-build-runs-tests", "failed-build-blocks-deployment", "trunk-stays-green"],
    2: [
        "automatic-staging-deployment",
        "one-click-production",
        "immutable-artifact",
        "one-click-rollback",
        "staging-represents-production",
    ],
    3: ["structured-logs", "distributed-tracing", "structured-metrics"],
    4: [
        "slos-agreed-with-business",
        "sli-measured-continuously",
        "error-budget-policy",
        "reliability-planned-like-features",
    ],
    5: ["critical-mass", "platform-team-as-product", "voluntary-platform-adoption"],
}
SIGNALS = ["runs-kubernetes", "deploys-by-hand", "has-dashboards", "has-platform-team"]
TRAPS = [
    "orchestration-before-ci",
    "dashboards-over-unreliable-pipeline",
    "logs-only-observability",
    "unmeasured-slos",
    "budget-without-consequence",
    "platform-team-below-critical-mass",
    "ci-in-name-only",
]


def test_the_gate_practices_keep_their_keys() -> None:
    """Files refer to them: a key that changes orphans every answer given so far."""
    assert {stage.number: [p.key for p in stage.gates] for stage in BUILT_IN_MODEL.stages} == GATES


def test_the_signals_and_traps_keep_their_keys() -> None:
    """The same for signals and traps."""
    assert [signal.key for signal in BUILT_IN_MODEL.signals] == SIGNALS
    assert [trap.key for trap in BUILT_IN_MODEL.traps] == TRAPS


def test_eighteen_gate_practices_and_six_pieces_of_advice_are_asked() -> None:
    """Only the critical mass is computed; all else is asked."""
    asked = [practice.is_gate for practice in BUILT_IN_MODEL.asked]
    assert (asked.count(True), asked.count(False)) == (18, 6)
    assert [p.key for p in BUILT_IN_MODEL.practices.values() if p.computed] == ["critical-mass"]


def test_the_talk_gives_the_numbers_that_it_gives() -> None:
    """Stage three by default, twelve months of bed-in, fifty engineers: the talk's, so no estimates."""
    assert BUILT_IN_MODEL.default_target == 3
    assert not BUILT_IN_MODEL.numbers.default_target.estimate
    assert {stage.number: stage.critical_mass for stage in BUILT_IN_MODEL.stages if stage.critical_mass} == {5: 50}
    bed_in = {stage.number: stage.bed_in_months for stage in BUILT_IN_MODEL.stages if stage.bed_in_months}
    assert {number: (months.value, months.source) for number, months in bed_in.items()} == {3: (12, "talk")}


def test_every_effort_is_marked_as_our_estimate() -> None:
    """The talk gives no efforts."""
    assert all(practice.effort_weeks.estimate for practice in BUILT_IN_MODEL.practices.values())


def test_every_source_is_used() -> None:
    """A source that nothing cites proves nothing."""
    cited = {source for practice in BUILT_IN_MODEL.practices.values() for source in practice.sources}
    cited |= {signal.source for signal in BUILT_IN_MODEL.signals} | {trap.source for trap in BUILT_IN_MODEL.traps}
    cited |= {number["source"] for number in msgspec.to_builtins(BUILT_IN_MODEL.numbers).values()}
    assert set(BUILT_IN_MODEL.sources) == cited


@given(model=models())
def test_foundations_are_everything_that_a_practice_stands_on(model: Model) -> None:
    """Prerequisites, their prerequisites, and so on; never the practice itself."""
    for key, practice in model.practices.items():
        below = set(practice.requires).union(*(model.foundations[needed] for needed in practice.requires))
        assert model.foundations[key] == below
        assert key not in below


def test_foundations_are_found_in_a_model_of_many_diamonds() -> None:
    """The work grows with the practices, not with the ways between them (here 2 to the power of 60)."""
    first, *_ = BUILT_IN_MODEL.asked
    rows = [[f"p{row}-{side}" for side in "ab"] for row in range(60)]
    practices = [
        replace(first, key=key, requires=tuple(rows[at - 1]) if at else ())
        for at, row in enumerate(rows)
        for key in row
    ]
    stage = replace(BUILT_IN_MODEL.stages[0], practices=tuple(practices))
    assert len(replace(BUILT_IN_MODEL, stages=(stage,)).foundations["p59-a"]) == 118


def test_a_stage_with_two_head_counts_pays_from_the_larger() -> None:
    """Both gates have to open."""
    first, *_ = BUILT_IN_MODEL.asked
    practices = tuple(
        replace(first, key=f"mass-{mass}", computed=Computed(fact="engineers", at_least=mass)) for mass in (30, 80, 50)
    )
    assert replace(BUILT_IN_MODEL.stages[4], practices=practices).critical_mass == 80


def test_the_hash_follows_the_content_and_nothing_else() -> None:
    """A model read again has the same hash; one changed letter has another."""
    again = msgspec.json.decode(msgspec.json.encode(BUILT_IN_MODEL), type=Model)
    assert again.hash == BUILT_IN_MODEL.hash
    assert len(again.hash) == 64
    assert replace(BUILT_IN_MODEL, version="1.0.1").hash != again.hash


def test_names_are_found_for_practices_and_signals() -> None:
    """One look-up for everything that a trap can show as its proof."""
    assert BUILT_IN_MODEL.name_of("one-click-rollback") == "Rehearsed one-click rollback"
    assert BUILT_IN_MODEL.name_of("runs-kubernetes") == "Runs Kubernetes"


def test_conditions_are_walked_to_the_last_one() -> None:
    """The condition itself first, then everything inside it."""
    leaf = Condition(signal="runs-kubernetes")
    inner = Condition(any=(leaf, leaf))
    outer = Condition(all=(inner,))
    assert list(conditions_in(outer)) == [outer, inner, leaf, leaf]


@pytest.mark.parametrize("key", ["", "A", "a_b", "a--b", "-a", "a-", "a\n", "../a", "ọ"])
def test_a_key_is_small_letters_digits_and_single_hyphens(key: str) -> None:
    """Keys stand in files, columns and addresses; a last line break does not slip through."""
    shape = msgspec.to_builtins(BUILT_IN_MODEL.asked[0]) | {"key": key}
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(shape, Practice)


def test_an_answer_is_never_yes_or_no() -> None:
    """YAML reads a bare `no` as false; the scale has six words and none of them is a truth value."""
    assert [str(answer) for answer in Answer] == [
        "always",
        "usually",
        "sometimes",
        "never",
        "unknown",
        "not-applicable",
    ]
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(obj=False, type=Answer)
