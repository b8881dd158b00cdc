"""The section of what exports prove: one thing is said as one, days as they are told, and nothing differs silently."""

import io
import re
from datetime import date
from pathlib import Path

import pptx
import pytest
from evidence_payloads import FILES
from exports import LAST, deployment, evidence, incident, run
from test_evidence_slo import PYRRA, PYRRA_RULES, SLOTH, SLOTH_RULES

from maturity import Answer, Engagement, Response, assess, built_in_model
from maturity import narrative as say
from maturity.assessment import Assessment
from maturity.brand import Brand
from maturity.deck import render_deck
from maturity.engagement import to_json
from maturity.evidence.metrics import measure
from maturity.evidence.proving import prove
from maturity.evidence.recognise import read_evidence
from maturity.evidence.signals import AlertRule, Slo, Telemetry
from maturity.evidence.summary import Budget, Found, Left, Summary, summarise, summary_json
from maturity.evidence.tables import Evidence
from maturity.evidence.windows import window_to
from maturity.exhibits import open_briefing
from maturity.language import speaking
from maturity.model import Grade

MODEL = built_in_model()
GREEN = "trunk-stays-green"
WHY = "71 % of 214 pushes had a green run."


def judged(response: Response | None) -> Assessment:
    """A customer who said that of the trunk, and nothing else."""
    responses = {} if response is None else {GREEN: response}
    return assess(MODEL, Engagement(customer="Baobab Pay", held_on=LAST, responses=responses))


def summary() -> Summary:
    """Exports that measured the trunk."""
    found = Found(practice=GREEN, answer=Answer.SOMETIMES, sentence=WHY, first=LAST, last=LAST, count=214, coverage=1.0)
    return Summary(as_of=LAST, findings=(found,))


@pytest.mark.parametrize(
    ("response", "said", "stands"),
    [
        (None, "Not asked", ""),
        (Response(answer=Answer.UNKNOWN), "Not known", ""),
        (Response(answer=Answer.SOMETIMES), "Sometimes", ""),
        (Response(answer=Answer.SOMETIMES, grade=Grade.MEASURED), "Not asked", ""),
        (Response(answer=Answer.SOMETIMES, grade=Grade.MEASURED, claimed=Answer.UNKNOWN), "Not known", ""),
        (Response(answer=Answer.SOMETIMES, grade=Grade.MEASURED, claimed=Answer.SOMETIMES), "Sometimes", ""),
        (Response(answer=Answer.SOMETIMES, grade=Grade.MEASURED, claimed=Answer.ALWAYS), "Always", ""),
        (Response(answer=Answer.ALWAYS), "Always", "What was said stands; nobody said why."),
        (
            Response(answer=Answer.ALWAYS, note="The fork is not ours."),
            "Always",
            "What was said stands: The fork is not ours.",
        ),
    ],
)
def test_what_was_said_stands_beside_what_is_measured(response: Response | None, said: str, stands: str) -> None:
    """Agreed, not asked, not known or differing are told apart; where what was said stands, the note says why."""
    (row,) = say.findings_told(judged(response), summary()).rows
    assert (row.said, row.measured, row.why) == (said, "Sometimes", WHY)
    assert (row.is_contradicted, row.stands) == (said == "Always", stands)


def test_a_contradiction_that_did_not_win_is_shown_with_its_note() -> None:
    """In the sentence over the table, in the table, and in the practices in full."""
    kept = Response(answer=Answer.ALWAYS, note="The fork is not ours.", evidence=f"The exports show “sometimes”: {WHY}")
    held = judged(kept).engagement
    briefing = open_briefing(to_json(held), evidence=summary_json(summary()))
    shown = briefing.exports()
    assert shown is not None
    assert shown.text == (
        "Your exports measure 1 practice. They show something other than what was said. 1 answer stays as it was said."
    )
    assert "<strong>What was said stands: The fork is not ours.</strong>" in shown.html
    assert "The fork is not ours." in briefing.practices().html
    assert WHY in briefing.practices().html
    assert "For 1 practice, your exports show something other than what was said." in briefing.bottom_line().html


def test_the_practices_in_full_say_what_was_said_otherwise() -> None:
    """Beside how the answer is known, and only where the two differ."""
    differs = Response(answer=Answer.SOMETIMES, grade=Grade.MEASURED, claimed=Answer.ALWAYS)
    briefing = open_briefing(to_json(judged(differs).engagement), evidence=summary_json(summary()))
    assert "Measured; said: always" in briefing.practices().html
    agrees = Response(answer=Answer.SOMETIMES, grade=Grade.MEASURED, claimed=Answer.SOMETIMES)
    calm = open_briefing(to_json(judged(agrees).engagement), evidence=summary_json(summary()))
    assert "said:" not in calm.practices().html
    assert "something other" not in calm.bottom_line().html


def test_the_slide_says_what_an_error_budget_asks_for() -> None:
    """Where there is room under the practices: a budget that is overspent is no matter for the notes alone."""
    spent = Budget(
        name="checkout",
        spent=1.24,
        left=-0.24,
        burn_down=(Left(day=0, left=1), Left(day=30, left=-0.24)),
        policy="Freeze.",
    )
    told = Summary(as_of=LAST, findings=summary().findings, budgets=(spent,))
    briefing = open_briefing(to_json(judged(None).engagement), evidence=summary_json(told))
    slides = pptx.Presentation(io.BytesIO(render_deck(briefing, brand=Brand()))).slides
    texts = [shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame]
    (asked,) = [text for text in texts if text.startswith("What the error budget asks for")]
    wanted = "checkout: 124 % of the budget is gone: it is overspent. Freeze."
    assert asked.splitlines()[1] == wanted.replace(" %", "\N{NO-BREAK SPACE}%")


def test_files_that_could_not_be_read_are_counted_without_their_names(tmp_path: Path) -> None:
    """Whoever reads the section knows what the figures rest on."""
    (tmp_path / "runs.json").write_text(FILES["GitHub Actions runs"], encoding="utf-8")
    (tmp_path / "cut.json").write_text(FILES["GitHub deployments"][:-40], encoding="utf-8")
    (tmp_path / "amina-diallo.txt").write_text("Dear all, please find attached", encoding="utf-8")
    told = summarise(MODEL, read_evidence([tmp_path]), as_of=LAST)
    assert (told.unread, told.partly) == (1, 1)
    assert "amina" not in summary_json(told)
    read = say.findings_told(judged(None), told).read
    assert read.endswith("1 file could not be read. 1 file was read in part.")
    assert "could not be read" not in say.findings_told(judged(None), summary()).read


@pytest.mark.parametrize(
    ("spec", "rules", "name", "days"),
    [
        (SLOTH, SLOTH_RULES, "checkout availability", 30),
        (SLOTH, SLOTH_RULES.replace("vector(30)", "vector(28)"), "checkout availability", 28),
        (PYRRA, PYRRA_RULES, "checkout-errors", 28),
    ],
)
def test_an_objective_and_the_rules_made_from_it_are_one(
    tmp_path: Path, spec: str, rules: str, name: str, days: float
) -> None:
    """One row, as its own file has it; the rules tell who wrote them, and Sloth's also the window."""
    (tmp_path / "spec.yaml").write_text(spec, encoding="utf-8")
    (tmp_path / "rules.yaml").write_text(rules, encoding="utf-8")
    held = read_evidence([tmp_path])
    assert len(held.telemetry.slos) == 2
    told = summarise(MODEL, held, as_of=LAST)
    (one,) = told.budgets
    assert (one.name, one.window_days, one.written_by, told.rows.objectives) == (
        name,
        days,
        (held.telemetry.slos[0].dialect,),
        1,
    )
    findings = {finding.practice: finding.sentence for finding in told.findings}
    assert findings["slos-agreed-with-business"].startswith("Under 100 % over 28 to 30 days: 1 of 1 SLO. But")


def test_days_are_told_as_everywhere_else() -> None:
    """Never as figures with hyphens, in either language."""
    assert str(window_to(date(2026, 3, 31), days=90)) == "1 January to 31 March 2026"
    assert str(window_to(date(2026, 1, 10), days=20)) == "22 December 2025 to 10 January 2026"
    with speaking("fr"):
        assert str(window_to(date(2026, 3, 31), days=31)) == "1er au 31 mars 2026"


ONE = evidence(
    runs=[run(1, ago=5, tests=3)],
    deployments=[deployment(1, ago=4, committed=None)],
    incidents=[incident(1, ago=3.9, hours=5.25)],
)
ALERT = AlertRule(name="Burning", dialect="prometheus", burn_rate=14.4, long_window=3600, short_window=300)


def test_one_thing_is_said_as_one() -> None:
    """No sentence says `1 runs`, and none has a day or a duration in another way than the rest."""
    told = [finding.sentence for finding in prove(MODEL, ONE, as_of=LAST)]
    told += [metric.sentence for metric in measure(ONE, as_of=LAST)]
    told += [one.sentence for one in prove(MODEL, Evidence(telemetry=Telemetry(rules=(ALERT,))), as_of=LAST)]
    assert "Alerts go by a burn rate in 1 of 1 rule, over 1 long window." in told
    for beginning in (
        "1 production deployment from ",
        "1 commit was in production within 1 day of its commit or first run. Told by 1 of 1 deployment.",
        "1 of 1 production deployment led to an incident. ",
    ):
        assert any(one.startswith(beginning) for one in told), beginning
    for sentence in told:
        assert not re.search(
            r"\b(?:of )?1 (?!minutes or)[a-z -]*?\b(?:runs|commits|deployments|pushes|days)\b", sentence
        )
        assert not re.search(r"\d{4}-\d\d|\d\.\d+ (?:h|days)\b", sentence)


def test_a_budget_says_each_thing_once() -> None:
    """What is gone is the picture's to say; the block beside it says what to do, who is woken, and what to agree on."""
    slo = Slo(name="checkout", dialect="openslo", objective=0.999, window_days=28)
    told = say.budgets_told(summarise(MODEL, Evidence(telemetry=Telemetry(slos=(slo,))), as_of=LAST).budgets)
    missing = "A metrics query of its good and of all events over its window is missing."
    assert told.asks == (("checkout", f"Not computable: {missing}"),)
    assert [alerts.heading for alerts in told.alerts] == ["Alerts that would guard checkout over 28 days"]
    assert told.alerts[0].sentences[0] == (
        "Burn rate 13.44 over 1 h, still so over the last 5 min: 2 % of the budget gone; wakes somebody"
    )
    assert told.policy[0] == "While budget is left, features ship at the usual pace."
    assert told.rules == "No alert rules were handed over, so nobody can say who is woken when a budget burns."
