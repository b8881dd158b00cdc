"""The parts of a model fit each other, or every misfit is told with the way to it."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import given
from strategies import BUILT_IN_MODEL, models

from maturity.model import Model
from maturity.references import Way, reference_faults

Content = dict[str, Any]


def test_the_built_in_model_fits() -> None:
    """The shipped model has no misfit."""
    assert list(reference_faults(BUILT_IN_MODEL)) == []


@given(model=models())
def test_a_model_of_any_number_of_stages_fits(model: Model) -> None:
    """One stage or eight: nothing in the references counts on five."""
    assert list(reference_faults(model)) == []


def change(*way: str | int, to: object) -> Callable[[Content], None]:
    """An edit that puts a value at a place of a model."""

    def edit(content: Any) -> None:  # noqa: ANN401  (a model's content, before it is a model)
        for part in way[:-1]:
            content = content[part]
        content[way[-1]] = to

    return edit


def second_first(content: Content) -> None:
    """The stages in the wrong order."""
    content["stages"] = [content["stages"][1], content["stages"][0], *content["stages"][2:]]


PRACTICE = ("stages", 0, "practices", 0)
MISFITS = [
    pytest.param(
        change(*PRACTICE, "sources", to=["talkk"]),
        {(*PRACTICE, "sources", 0): "'talkk' is not one of the sources (did you mean 'talk'?)"},
        id="unknown source",
    ),
    pytest.param(
        change("sources", "dora-ci", "address", to="javascript:alert(1)"),
        {("sources", "dora-ci", "address"): "'javascript:alert(1)' is not a web address; expected https://…"},
        id="address that is none",
    ),
    pytest.param(
        second_first,
        {
            ("stages", 0, "number"): "is 2; expected 1, as stages stand in order",
            ("stages", 1, "number"): "is 1; expected 2, as stages stand in order",
        },
        id="stages out of order",
    ),
    pytest.param(
        change("stages", 4, "practices", to=[]),
        {
            ("stages", 4, "practices"): "has no gate practice, so its gate could never open",
            ("traps", 5, "when"): "'critical-mass' is not a practice of the model",
        },
        id="stage without gate",
    ),
    pytest.param(
        change("signals", 0, "key", to="has-dashboards"),
        {
            ("signals", 0, "key"): "'has-dashboards' is used more than once; expected a key of its own",
            ("signals", 2, "key"): "'has-dashboards' is used more than once; expected a key of its own",
            ("traps", 0, "when"): "'runs-kubernetes' is not a signal of the model",
        },
        id="signal twice",
    ),
    pytest.param(
        change(*PRACTICE[:3], 5, "key", to="has-dashboards"),
        {
            (*PRACTICE[:3], 5, "key"): "'has-dashboards' is used more than once; expected a key of its own",
            ("signals", 2, "key"): "'has-dashboards' is used more than once; expected a key of its own",
        },
        id="practice and signal of one key",
    ),
    pytest.param(
        change(*PRACTICE[:3], 5, "key", to="engineers"),
        {
            (*PRACTICE[:3], 5, "key"): (
                "'engineers' is already the name of a fact about the customer; expected another key"
            )
        },
        id="practice named as a column",
    ),
    pytest.param(
        change(*PRACTICE, "effort_weeks", to={"low": 3, "high": 2}),
        {(*PRACTICE, "effort_weeks"): "low 3.0 is above high 2.0"},
        id="effort upside down",
    ),
    pytest.param(
        change("stages", 3, "practices", 4, "computed", to={"fact": "engineers", "at_least": 9}),
        {("stages", 3, "practices", 4, "computed"): "is only for gate practices"},
        id="computed advice",
    ),
    pytest.param(
        change(*PRACTICE, "requires", to=["one-click-rolback"]),
        {
            (
                *PRACTICE,
                "requires",
                0,
            ): "'one-click-rolback' is not a practice of the model (did you mean 'one-click-rollback'?)"
        },
        id="unknown prerequisite",
    ),
    pytest.param(
        change(*PRACTICE, "requires", to=["structured-logs"]),
        {
            (*PRACTICE, "requires", 0): (
                "'structured-logs' stands on a later stage; a prerequisite stands on the same stage or below"
            )
        },
        id="prerequisite above",
    ),
    pytest.param(
        change("stages", 1, "practices", 0, "requires", to=["daily-trunk-integration"]),
        {
            ("stages", 1, "practices", 0, "requires", 0): (
                "'daily-trunk-integration' is advice, which waits for the gates; "
                "a gate practice stands on gate practices"
            )
        },
        id="gate on advice",
    ),
    pytest.param(
        change("stages", 1, "practices", 0, "requires", to=["one-click-rollback"]),
        {
            ("stages", 1, "practices", 0, "requires"): (
                "prerequisites run in a circle: automatic-staging-deployment → one-click-production → "
                "one-click-rollback → automatic-staging-deployment"
            )
        },
        id="circle",
    ),
    pytest.param(
        change("traps", 1, "key", to="orchestration-before-ci"),
        {
            ("traps", at, "key"): "'orchestration-before-ci' is used more than once; expected a key of its own"
            for at in (0, 1)
        },
        id="trap twice",
    ),
    pytest.param(
        change("traps", 0, "when", to={"signal": "runs-kubernetes", "gate": 1}),
        {("traps", 0, "when"): "a condition names exactly one of all, any, signal, gate, practice"},
        id="two things in one condition",
    ),
    pytest.param(
        change("traps", 0, "when", to={"practice": "structured-logs"}),
        {("traps", 0, "when"): "'structured-logs' needs the answers that it is held against"},
        id="practice without answer",
    ),
    pytest.param(
        change("traps", 0, "when", to={"practice": "structured-log", "answer": ["never"]}),
        {("traps", 0, "when"): "'structured-log' is not a practice of the model (did you mean 'structured-logs'?)"},
        id="unknown practice in a trap",
    ),
    pytest.param(
        change("traps", 0, "when", to={"gate": 6}),
        {("traps", 0, "when"): "gate 6 is not a stage of the model; expected 1 to 5"},
        id="gate of no stage",
    ),
    pytest.param(
        change("traps", 0, "when", to={"signal": "has-dashboards", "answer": ["never"]}),
        {("traps", 0, "when"): "answer, claimed and grade go with a practice"},
        id="signal with an answer",
    ),
    pytest.param(
        change("traps", 0, "when", to={"practice": "structured-logs", "answer": ["unknown", "never"]}),
        {("traps", 0, "when"): "an unknown proves nothing; expected other answers"},
        id="trap on an unknown",
    ),
    pytest.param(
        change("words", "gates", to={"open": "Open", "closed": "Closed", "ajar": "Ajar"}),
        {("words", "gates"): "has words for ajar, which the rules do not use"},
        id="words for nothing",
    ),
    pytest.param(
        change("words", "grades", to={"claimed": "said"}),
        {("words", "grades"): "lacks the words for shown, measured"},
        id="words missing",
    ),
    pytest.param(
        change("numbers", "default_target", "value", to=5),
        {
            ("numbers", "default_target", "value"): (
                "stage 5 hangs on a head count; expected a stage that every customer can reach"
            )
        },
        id="target on a head count",
    ),
    pytest.param(
        change("numbers", "default_target", "value", to=2.5),
        {("numbers", "default_target", "value"): "is 2.5; expected a whole number"},
        id="half a stage",
    ),
    pytest.param(
        change("numbers", "capacity_share", "value", to=0),
        {("numbers", "capacity_share", "value"): "is 0; expected 0.001 to 1"},
        id="no capacity",
    ),
    pytest.param(
        change("stages", 2, "bed_in_months", "value", to=-1),
        {("stages", 2, "bed_in_months", "value"): "is -1; expected 0 to 120"},
        id="bed-in before it began",
    ),
    pytest.param(
        change("numbers", "productivity_gain_low", "value", to=0.5),
        {("numbers", "productivity_gain_low"): "is above productivity_gain"},
        id="range upside down",
    ),
]


@pytest.mark.parametrize(("edit", "expected"), MISFITS)
def test_every_misfit_is_told(edit: Callable[[Content], None], expected: dict[Way, str]) -> None:
    """The way to the part, what came and what was expected; nothing else."""
    content = msgspec.to_builtins(BUILT_IN_MODEL)
    edit(content)
    assert dict(reference_faults(msgspec.convert(content, Model))) == expected


def test_all_misfits_are_told_at_once() -> None:
    """A model with three mistakes is mended in one round."""
    content = msgspec.to_builtins(BUILT_IN_MODEL)
    change("numbers", "cost_ratio", "value", to=0)(content)
    change("numbers", "settle_weeks", "source", to="nobody")(content)
    change("traps", 2, "when", to={"gate": 9})(content)
    ways = [way for way, _ in reference_faults(msgspec.convert(content, Model))]
    assert ways == [("traps", 2, "when"), ("numbers", "settle_weeks", "source"), ("numbers", "cost_ratio", "value")]


def test_a_model_that_only_counts_heads_is_refused() -> None:
    """There would be nothing to ask."""
    content = msgspec.to_builtins(BUILT_IN_MODEL)
    mass = content["stages"][4]["practices"][0]
    content["stages"] = [content["stages"][0] | {"practices": [mass]}]
    assert (("stages",), "ask nothing; expected a practice that is not computed") in set(
        reference_faults(msgspec.convert(content, Model))
    )
