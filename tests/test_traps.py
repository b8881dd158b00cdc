"""Every trap has its proof, and its near miss; an unknown never springs one."""

from pathlib import Path

import pytest
from hypothesis import given
from msgspec.structs import replace
from strategies import BUILT_IN_MODEL, engagement, engagements, standing_at

from maturity.assessment import assess
from maturity.engagement import Engagement, Response
from maturity.model import Answer, Grade
from maturity.model_file import read_model
from maturity.traps import find_traps

ALWAYS, USUALLY, SOMETIMES, NEVER = Answer.ALWAYS, Answer.USUALLY, Answer.SOMETIMES, Answer.NEVER
CI = {practice.key: ALWAYS for practice in BUILT_IN_MODEL.stage(1).gates}
CD = {practice.key: ALWAYS for practice in BUILT_IN_MODEL.stage(2).gates}
SLO, SLI = "slos-agreed-with-business", "sli-measured-continuously"
POLICY, PLANNED = "error-budget-policy", "reliability-planned-like-features"
LOGS, TRACES, METRICS = "structured-logs", "distributed-tracing", "structured-metrics"
TEAM = "platform-team-as-product"


def hits(held: Engagement) -> dict[str, list[str]]:
    """The traps that an engagement stands in, each with the keys that prove it."""
    return {hit.trap.key: list(hit.because) for hit in find_traps(assess(BUILT_IN_MODEL, held))}


def said(answer: Answer, *, claimed: Answer | None = None, grade: Grade = Grade.CLAIMED) -> Response:
    """A response to whether every build runs tests."""
    return Response(answer=answer, claimed=claimed, grade=grade)


def builds_test(response: Response) -> Engagement:
    """An engagement that answers only whether every build runs tests."""
    return engagement(responses={"every-build-runs-tests": response})


KUBERNETES, DASHBOARDS, PLATFORM = ({key: True} for key in ("runs-kubernetes", "has-dashboards", "has-platform-team"))
PROOFS = [
    pytest.param(
        engagement({"every-commit-builds": SOMETIMES, "trunk-stays-green": NEVER}, signals=KUBERNETES),
        {"orchestration-before-ci": ["runs-kubernetes", "every-commit-builds", "trunk-stays-green"]},
        id="orchestration before CI",
    ),
    pytest.param(
        engagement({"one-click-rollback": SOMETIMES}, signals=DASHBOARDS),
        {"dashboards-over-unreliable-pipeline": ["has-dashboards", "one-click-rollback"]},
        id="dashboards over an unreliable pipeline",
    ),
    pytest.param(
        engagement({METRICS: ALWAYS, "every-commit-builds": NEVER, "one-click-rollback": NEVER}, signals=DASHBOARDS),
        {
            "dashboards-over-unreliable-pipeline": [
                "has-dashboards",
                METRICS,
                "every-commit-builds",
                "one-click-rollback",
            ]
        },
        id="dashboards, with every proof",
    ),
    pytest.param(
        engagement({LOGS: ALWAYS, TRACES: SOMETIMES, METRICS: NEVER}),
        {"logs-only-observability": [LOGS, TRACES, METRICS]},
        id="logs alone",
    ),
    pytest.param(
        engagement({SLO: USUALLY, SLI: SOMETIMES}), {"unmeasured-slos": [SLO, SLI]}, id="SLOs that nobody measures"
    ),
    pytest.param(
        engagement({SLI: ALWAYS, POLICY: NEVER, PLANNED: NEVER}),
        {"budget-without-consequence": [SLI, POLICY, PLANNED]},
        id="a budget without consequence",
    ),
    pytest.param(
        engagement({SLI: USUALLY, PLANNED: NEVER}),
        {"budget-without-consequence": [SLI, PLANNED]},
        id="a budget that no plan minds",
    ),
    pytest.param(
        engagement(signals=PLATFORM, engineers=49),
        {"platform-team-below-critical-mass": ["has-platform-team", "critical-mass"]},
        id="a platform team below critical mass",
    ),
    pytest.param(
        engagement({TEAM: USUALLY}, engineers=0),
        {"platform-team-below-critical-mass": [TEAM, "critical-mass"]},
        id="a platform team that nobody signalled",
    ),
    pytest.param(
        builds_test(said(USUALLY, claimed=ALWAYS, grade=Grade.MEASURED)),
        {"ci-in-name-only": ["every-build-runs-tests"]},
        id="CI in name only",
    ),
]
NEAR_MISSES = [
    pytest.param(engagement(CI, signals=KUBERNETES), id="orchestration over CI that is solid"),
    pytest.param(engagement(CI | {"trunk-stays-green": Answer.UNKNOWN}, signals=KUBERNETES), id="CI that may be solid"),
    pytest.param(engagement({"every-commit-builds": NEVER}, signals={"runs-kubernetes": False}), id="no orchestration"),
    pytest.param(engagement(dict.fromkeys(CI, Answer.NOT_APPLICABLE), signals=KUBERNETES), id="a gate of nothing"),
    pytest.param(engagement(CI | CD | {METRICS: ALWAYS}, signals=DASHBOARDS), id="dashboards over a good pipeline"),
    pytest.param(engagement({METRICS: USUALLY, "one-click-rollback": NEVER}), id="metrics that are not there yet"),
    pytest.param(engagement({LOGS: USUALLY, TRACES: USUALLY, METRICS: NEVER}), id="logs and some traces"),
    pytest.param(engagement({LOGS: ALWAYS, TRACES: NEVER}), id="logs, and metrics unknown"),
    pytest.param(engagement({LOGS: SOMETIMES, TRACES: NEVER, METRICS: NEVER}), id="hardly logs"),
    pytest.param(engagement({SLO: USUALLY, SLI: USUALLY}), id="SLOs mostly measured"),
    pytest.param(engagement({SLO: ALWAYS}), id="SLOs, and measuring unknown"),
    pytest.param(engagement({SLI: ALWAYS, POLICY: USUALLY, PLANNED: SOMETIMES}), id="a budget with consequences"),
    pytest.param(engagement({SLI: SOMETIMES, POLICY: NEVER, PLANNED: NEVER}), id="no budget to speak of"),
    pytest.param(engagement(signals=PLATFORM, engineers=50), id="a platform team at critical mass"),
    pytest.param(engagement(signals=PLATFORM), id="a platform team, and the head count unknown"),
    pytest.param(engagement({TEAM: SOMETIMES}, engineers=10), id="hardly a platform team"),
    pytest.param(builds_test(said(NEVER, claimed=USUALLY, grade=Grade.MEASURED)), id="CI that was never claimed whole"),
    pytest.param(builds_test(said(USUALLY, claimed=ALWAYS, grade=Grade.SHOWN)), id="CI seen, not measured"),
    pytest.param(builds_test(said(ALWAYS, claimed=ALWAYS, grade=Grade.MEASURED)), id="CI as claimed"),
    pytest.param(builds_test(said(NEVER, grade=Grade.MEASURED)), id="CI measured, with nothing claimed"),
]


@pytest.mark.parametrize(("held", "expected"), PROOFS)
def test_a_trap_shows_the_answers_that_prove_it(held: Engagement, expected: dict[str, list[str]]) -> None:
    """Just this trap, because of just these answers, in the order of its rule."""
    assert hits(held) == expected


@pytest.mark.parametrize("held", NEAR_MISSES)
def test_a_near_miss_is_no_trap(held: Engagement) -> None:
    """One answer away from a trap, or unknown: nothing is alleged."""
    assert hits(held) == {}


def test_every_trap_has_a_proof_here() -> None:
    """A trap that is added to the model is added to these tables."""
    shown = [key for proof in PROOFS for key in hits(proof.values[0])]  # type: ignore[arg-type]  # an engagement
    assert set(shown) == {trap.key for trap in BUILT_IN_MODEL.traps}


@given(held=engagements())
def test_settling_an_unknown_never_lifts_a_trap_and_forgetting_never_springs_one(held: Engagement) -> None:
    """An engagement that knows less stands in no more traps."""
    less = replace(
        held,
        engineers=None,
        signals={},
        responses={key: response for key, response in held.responses.items() if key < "one"},
    )
    assert set(hits(less)) <= set(hits(held))


@given(held=engagements())
def test_a_proof_names_only_what_was_answered(held: Engagement) -> None:
    """Every key of a proof is a signal that is yes, a practice that was answered, or a head count that is known."""
    known = {key for key, response in held.responses.items() if response.answer is not Answer.UNKNOWN}
    known |= {key for key, yes in held.signals.items() if yes}
    known |= {"critical-mass"} if held.engineers is not None else set()
    for because in hits(held).values():
        assert because
        assert set(because) <= known
        assert len(set(because)) == len(because)


def test_a_customer_with_everything_in_place_stands_in_no_trap() -> None:
    """Nor does one of whom nothing is known."""
    signals = {signal.key: signal.key != "deploys-by-hand" for signal in BUILT_IN_MODEL.signals}
    assert hits(engagement(standing_at(BUILT_IN_MODEL, 5), engineers=50, signals=signals)) == {}
    assert hits(engagement(signals=signals)) == {}


def test_a_foreign_trap_is_found() -> None:
    """A firm's own trap over its own signal and stage."""
    model = read_model(Path(__file__).with_name("foreign_model.yaml"))
    held = engagement({"rota": USUALLY}, signals={"pager": True})
    (hit,) = find_traps(assess(model, held))
    assert (hit.trap.key, hit.because) == ("ringing-for-nobody", ("pager", "rota"))


def test_kubernetes_beside_ssh_is_the_talk_s_own_trap() -> None:
    """Whatever else is in place: orchestration while somebody changes production by hand."""
    found = hits(engagement(signals={"runs-kubernetes": True, "deploys-by-hand": True}))
    assert found == {"orchestration-before-ci": ["runs-kubernetes", "deploys-by-hand"]}
