"""The sample: fictional customers who between them show everything that the model can say."""

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from babel.numbers import get_territory_currencies

from maturity import (
    Answer,
    Engagement,
    Gate,
    Grade,
    Response,
    Roadmap,
    Verdict,
    assess,
    built_in_model,
    find_traps,
    plan,
)
from maturity.economics import platform_case
from maturity.intake import Intake, read_source
from maturity.roadmap import Bucket

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
TODAY = date(2026, 11, 23)
AFRICAN = {"CI", "CM", "EG", "ET", "GH", "KE", "MA", "MU", "NG", "RW", "SN", "TN", "TZ", "UG", "ZA", "ZM"}

#: a customer's engagements, oldest first
History = tuple[Roadmap, ...]


@pytest.fixture(scope="module")
def intake() -> Intake:
    """The sample, read as a customer's folder is."""
    return read_source(SAMPLE, built_in_model(), today=TODAY)


@pytest.fixture(scope="module")
def roadmaps(intake: Intake) -> tuple[Roadmap, ...]:
    """What the model advises for every engagement of the sample."""
    return tuple(plan(assess(built_in_model(), engagement)) for engagement in intake.engagements)


@pytest.fixture(scope="module")
def histories(roadmaps: tuple[Roadmap, ...]) -> Mapping[str, History]:
    """The roadmaps of each customer, oldest first."""
    ordered = sorted(roadmaps, key=lambda roadmap: roadmap.assessment.engagement.held_on)
    customers = dict.fromkeys(roadmap.assessment.engagement.customer for roadmap in ordered)
    return {name: tuple(r for r in ordered if r.assessment.engagement.customer == name) for name in customers}


def test_the_sample_reads_without_a_fault_or_a_warning(intake: Intake) -> None:
    """What we ship is what we ask of customers."""
    assert not intake.faults
    assert not intake.warnings


def test_every_company_is_marked_fictional(intake: Intake) -> None:
    """A reader of any one row or page can tell that the company is made up."""
    assert all(engagement.fictional for engagement in intake.engagements)
    assert "fictional" in (SAMPLE / "README.md").read_text(encoding="utf-8").splitlines()[0]


def test_nothing_but_the_source_and_its_story_is_in_the_folder(intake: Intake) -> None:
    """Every sheet and every export belongs to an engagement, and no other file lies about."""
    keys = {engagement.key for engagement in intake.engagements}
    found = {path.relative_to(SAMPLE).as_posix() for path in SAMPLE.rglob("*") if path.is_file()}
    sheets = {path.removeprefix("answers/").removesuffix(".csv") for path in found if path.startswith("answers/")}
    exports = {path for path in found if path.startswith("evidence/")}
    assert sheets | {path.split("/")[1] for path in exports} <= keys
    assert found == {"README.md", "engagements.csv"} | {f"answers/{sheet}.csv" for sheet in sheets} | exports


def test_files_are_plain_csv_without_a_cell_that_a_spreadsheet_would_run() -> None:
    """UTF-8, lines that end in LF, and no cell that begins like a formula."""
    for path in SAMPLE.rglob("*.csv"):
        content = path.read_bytes()
        assert not content.startswith(b"\xef\xbb\xbf"), path
        assert b"\r" not in content, path
        cells = [cell for row in csv.reader(content.decode().splitlines()) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))], path


def test_practice_columns_and_lines_stand_in_model_order() -> None:
    """A person who compares two files finds the same practice at the same place."""
    asked = [practice.key for practice in built_in_model().asked]
    with (SAMPLE / "engagements.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file))[-len(asked) :] == asked
    for path in (SAMPLE / "answers").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            assert [line["practice"] for line in csv.DictReader(file)] == asked, path.name


def test_there_are_enough_customers_over_three_years(histories: Mapping[str, History]) -> None:
    """At least 14 customers and 34 engagements from October 2023 to October 2026."""
    days = [roadmap.assessment.engagement.held_on for history in histories.values() for roadmap in history]
    assert len(histories) >= 14
    assert len(days) >= 34
    assert date(2023, 10, 1) <= min(days) < date(2024, 1, 1)
    assert date(2026, 10, 1) <= max(days) < date(2026, 11, 1)


def test_customers_are_met_again_after_about_a_year(histories: Mapping[str, History]) -> None:
    """Between 5 and 18 months lie between two engagements of a customer, about a year in the middle."""
    months = sorted(
        (later.assessment.engagement.held_on - earlier.assessment.engagement.held_on).days / 30.4
        for history in histories.values()
        for earlier, later in pairwise(history)
    )
    assert months[0] >= 5
    assert months[-1] <= 18
    assert 11 <= months[len(months) // 2] <= 14


def test_countries_are_african_and_pay_in_their_own_currency(intake: Intake) -> None:
    """The customers of the talk: at least 12 African countries, each with the money it uses."""
    places = {(engagement.country or "", engagement.currency) for engagement in intake.engagements}
    countries = {country for country, _ in places}
    assert len(countries) >= 12
    assert countries <= AFRICAN
    for country, currency in places:
        assert currency in get_territory_currencies(country, TODAY, TODAY), country


def test_every_trap_is_sprung(roadmaps: tuple[Roadmap, ...]) -> None:
    """The sample shows each named way of going wrong."""
    sprung = {hit.trap.key for roadmap in roadmaps for hit in find_traps(roadmap.assessment)}
    assert sprung == {trap.key for trap in built_in_model().traps}


def test_every_verdict_bucket_and_gate_state_occurs(roadmaps: tuple[Roadmap, ...]) -> None:
    """Nothing that the model can say is missing from the sample."""
    assert {roadmap.target.verdict for roadmap in roadmaps} == set(Verdict)
    assert {bucket for roadmap in roadmaps for bucket in roadmap.buckets.values()} == set(Bucket)
    assert {stage.gate for roadmap in roadmaps for stage in roadmap.assessment.stages} == set(Gate)


def test_every_answer_and_every_grade_occurs(roadmaps: tuple[Roadmap, ...]) -> None:
    """Nothing that a customer can say is missing from the sample."""
    assert {answer for roadmap in roadmaps for answer in roadmap.assessment.answers.values()} == set(Answer)
    assert {response.grade for _, _, response in _responses(roadmaps)} == set(Grade)


def test_every_stage_is_stood_on_proven_and_not(roadmaps: tuple[Roadmap, ...]) -> None:
    """Floors from 0 to 5; some floors meet their ceiling, some stand below it."""
    assessments = [roadmap.assessment for roadmap in roadmaps]
    assert {assessment.floor for assessment in assessments} == {0, 1, 2, 3, 4, 5}
    assert {assessment.floor == assessment.ceiling for assessment in assessments} == {True, False}


def test_a_grade_is_backed_by_what_it_claims(roadmaps: tuple[Roadmap, ...]) -> None:
    """Shown tells what was seen, measured gives a figure, claimed has no evidence, an unknown has neither."""
    for key, practice, response in _responses(roadmaps):
        place = f"{key}: {practice}"
        assert bool(response.evidence) == (response.grade is not Grade.CLAIMED), place
        if response.grade is Grade.MEASURED:
            assert re.search(r"\d", response.evidence), place
        if response.answer is Answer.UNKNOWN:
            assert response.grade is Grade.CLAIMED, place
        if response.claimed is not None:
            assert response.claimed is not response.answer, place
            assert response.grade is not Grade.CLAIMED, place


def test_percentages_in_the_evidence_are_those_of_their_counts(roadmaps: tuple[Roadmap, ...]) -> None:
    """Where evidence gives a count and a percentage, the one follows from the other."""
    counted = re.compile(r"([\d,]+) of (?:those )?([\d,]+)[^()]*\((\d+) %\)")
    found = 0
    for key, practice, response in _responses(roadmaps):
        for part, whole, percent in counted.findall(response.evidence):
            share = int(part.replace(",", "")) / int(whole.replace(",", ""))
            assert round(100 * share) == int(percent), f"{key}: {practice}"
            found += 1
    assert found > 20


def test_the_thirty_engineer_company_beds_in_stage_three(histories: Mapping[str, History]) -> None:
    """The talk's advice: get to stage three, take a year to bed it in, then evaluate stage four."""
    first, second, third = histories["Baobab Pay"]
    assert [roadmap.assessment.floor for roadmap in (first, second, third)] == [0, 1, 3]
    assert third.assessment.engagement.engineers == 30
    assert third.target.verdict is Verdict.HOLD
    assert third.target.until == date(2027, 3, 12)


def test_a_climber_takes_the_stages_in_their_order(histories: Mapping[str, History]) -> None:
    """Reach, hold for a year, evaluate, and stay at stage 4 with fewer than 50 engineers."""
    history = histories["Taa Mbili Energy"]
    assert [roadmap.assessment.floor for roadmap in history] == [1, 3, 3, 4]
    assert [roadmap.target.verdict for roadmap in history] == [
        Verdict.REACH,
        Verdict.HOLD,
        Verdict.EVALUATE,
        Verdict.STAY,
    ]
    assert history[2].target.stage == 4


def test_the_first_investments_of_a_climber_are_in_place_next_time(histories: Mapping[str, History]) -> None:
    """Their story follows the advice: the first of each roadmap is `always` a year later."""
    for name in ("Baobab Pay", "Taa Mbili Energy", "Zellige & Cumin", "L'Épi d'Ébène & Frères"):
        for earlier, later in pairwise(histories[name]):
            for step in earlier.first_three[:1]:
                assert later.assessment.answers[step.practice.key] is Answer.ALWAYS, name


def test_a_customer_slips_back_and_begins_again(histories: Mapping[str, History]) -> None:
    """A stage once reached can be lost."""
    assert [roadmap.assessment.floor for roadmap in histories["Paper Crane Haulage"]] == [1, 3, 1, 2]


def test_a_customer_skipped_to_kubernetes_and_dashboards(histories: Mapping[str, History]) -> None:
    """Orchestration and dashboards over no continuous integration: both traps, and the gates skipped."""
    first = histories["Ṣadé & Ọlá Foods"][0]
    traps = {hit.trap.key for hit in find_traps(first.assessment)}
    assert first.assessment.skipped == (1, 2)
    assert traps == {"orchestration-before-ci", "dashboards-over-unreliable-pipeline"}
    assert first.first_three[0].practice.key == "every-commit-builds"
    assert [practice.key for practice in first.banked] == ["structured-metrics"]


def test_a_customer_at_stage_four_is_done(histories: Mapping[str, History]) -> None:
    """Fewer than 50 engineers, everything up to stage 4 in place, advice too: stop investing in this."""
    last = histories["Zellige & Cumin"][-1]
    assert last.assessment.floor == 4
    assert last.target.verdict is Verdict.STAY
    assert last.is_done


def test_the_consultant_says_since_when_a_newcomer_stands_at_stage_three(histories: Mapping[str, History]) -> None:
    """A first engagement has no history; a date from the consultant stands in, and stage 4 can be judged."""
    first = histories["Zellige & Cumin"][0]
    assert first.assessment.engagement.stage_since == date(2022, 11, 1)
    assert (first.target.verdict, first.target.stage) == (Verdict.EVALUATE, 4)


def test_sixty_engineers_with_a_platform_team_evaluate_stage_five(histories: Mapping[str, History]) -> None:
    """Above the critical mass and above their own break-even."""
    last = histories["Springhare Cover"][-1]
    engagement = last.assessment.engagement
    assert engagement.engineers == 61
    assert engagement.signals["has-platform-team"]
    assert platform_case(built_in_model(), engagement).break_even < 61
    assert (last.target.verdict, last.target.stage) == (Verdict.EVALUATE, 5)


def test_seventy_engineers_stay_where_their_own_gain_is_too_small(histories: Mapping[str, History]) -> None:
    """The critical mass alone isn't enough: their pilot's 6 % puts the break-even at 100."""
    last = histories["نخلة القمر للاتصالات"][-1]
    engagement = last.assessment.engagement
    assert engagement.engineers == 70
    assert platform_case(built_in_model(), engagement).break_even == pytest.approx(100)
    assert (last.target.verdict, last.target.stage) == (Verdict.STAY, 4)


def test_a_customer_stands_at_stage_five(histories: Mapping[str, History]) -> None:
    """Rare, and earned: every gate is open."""
    last = histories["Golden Pangolin Pay"][-1]
    assert last.assessment.floor == 5
    assert last.target.verdict is Verdict.STAY


def test_a_platform_team_for_eighteen_engineers_is_a_trap(histories: Mapping[str, History]) -> None:
    """Below critical mass a platform team is named as a trap, and gone a year later."""
    before, after = histories["Thousand Ridges Health"]
    trap = "platform-team-below-critical-mass"
    assert before.assessment.engagement.engineers == 18
    assert trap in {hit.trap.key for hit in find_traps(before.assessment)}
    assert trap not in {hit.trap.key for hit in find_traps(after.assessment)}


def test_where_nothing_is_known_nothing_is_said(histories: Mapping[str, History]) -> None:
    """All unknown, the head count too: anywhere from 0 to 5, no trap, no step, only questions."""
    first = histories["Guichet Jasmin"][0]
    assert (first.assessment.floor, first.assessment.ceiling) == (0, 5)
    assert not find_traps(first.assessment)
    assert not first.steps
    assert first.open_questions


def test_where_little_is_known_the_interval_is_wide(histories: Mapping[str, History]) -> None:
    """A few answers leave anything from 0 to 4 possible; the next engagement closes the interval."""
    first, second = histories["ሰማያዊ ጤፍ መድን"]
    assert (first.assessment.floor, first.assessment.ceiling) == (0, 4)
    assert second.assessment.floor == second.assessment.ceiling == 0


def test_one_unknown_alone_can_hold_a_gate(histories: Mapping[str, History]) -> None:
    """Tracing that nobody could show leaves the third gate unproven, until it is shown."""
    _, middle, last = histories["Dodo Lagoon Broadband"]
    assert middle.assessment.stage(3).gate is Gate.UNPROVEN
    assert [practice.key for practice in middle.open_questions] == ["distributed-tracing"]
    assert last.assessment.floor == 3


def test_what_does_not_apply_comes_with_a_reason(histories: Mapping[str, History]) -> None:
    """Not applicable is never an escape: the note says why, and the gate can open without it."""
    _, last = histories["Kafue Kettle & Meter Works"]
    assert last.assessment.floor == 2
    assert last.buckets["one-click-rollback"] is Bucket.NOT_APPLICABLE
    for key, practice, response in _responses((last,)):
        if response.answer is Answer.NOT_APPLICABLE:
            assert response.note, f"{key}: {practice}"


def test_continuous_integration_in_name_only_is_found_by_measuring(histories: Mapping[str, History]) -> None:
    """Claimed `always`, measured `sometimes`: the stage that was claimed is lost, then earned."""
    claimed, measured, earned = histories["Zawadi Slate"]
    trunk = measured.assessment.engagement.responses["trunk-stays-green"]
    assert (trunk.claimed, trunk.answer, trunk.grade) == (Answer.ALWAYS, Answer.SOMETIMES, Grade.MEASURED)
    assert [hit.trap.key for hit in find_traps(measured.assessment)] == ["ci-in-name-only"]
    assert [roadmap.assessment.floor for roadmap in (claimed, measured, earned)] == [1, 0, 1]


def test_names_come_in_many_scripts(histories: Mapping[str, History]) -> None:
    """Yoruba, Amharic, Arabic and French names, apostrophe and ampersand included, in composed form."""
    scripts = {unicodedata.name(letter).split()[0] for name in histories for letter in name if letter.isalpha()}
    assert {"LATIN", "ETHIOPIC", "ARABIC"} <= scripts
    assert {"Ṣadé & Ọlá Foods", "L'Épi d'Ébène & Frères"} <= set(histories)
    assert all(unicodedata.is_normalized("NFC", name) for name in histories)


def test_some_price_a_platform_in_their_own_money(intake: Intake) -> None:
    """Salaries in the customer's currency, prices in a foreign one, and the day of the rate."""
    priced = [engagement for engagement in intake.engagements if engagement.platform.engineer_cost is not None]
    assert len({engagement.currency for engagement in priced}) >= 5
    for engagement in priced:
        assert engagement.platform.buy_currency != engagement.currency
        assert engagement.platform.exchange_rate is not None
        assert engagement.platform.exchange_rate_on is not None
        assert engagement.platform.exchange_rate_on <= engagement.held_on


def test_the_readme_tells_every_customers_story(intake: Intake) -> None:
    """One line a customer, with the head counts and days that the files hold."""
    lines = (SAMPLE / "README.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")][2:]
    told = {name: (engineers, days) for name, _, engineers, days, _ in rows}
    held: dict[str, list[Engagement]] = {}
    for engagement in sorted(intake.engagements, key=lambda engagement: engagement.held_on):
        held.setdefault(engagement.customer, []).append(engagement)
    assert told == {
        name: (
            ", ".join("not known" if e.engineers is None else str(e.engineers) for e in engagements),
            ", ".join(e.held_on.isoformat() for e in engagements),
        )
        for name, engagements in held.items()
    }
    assert f"{len(intake.engagements)} engagements of {len(held)} customers" in " ".join(lines)


def _responses(roadmaps: tuple[Roadmap, ...]) -> Iterator[tuple[str, str, Response]]:
    """Every response of the roadmaps' engagements, with the engagement's and the practice's key."""
    for roadmap in roadmaps:
        engagement = roadmap.assessment.engagement
        for practice, response in engagement.responses.items():
            yield engagement.key, practice, response
