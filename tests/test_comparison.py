"""A customer beside their peers: words and tables, never a rank, never a bare percentage, nothing under five."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner
from engines import open_here
from executed import run_here
from histories import engagements_in, fictional_columns
from msgspec.structs import replace
from strategies import BUILT_IN_MODEL as MODEL
from strategies import engagement, standing_at

from maturity import Answer, Engagement, Response, assess, plan
from maturity.cli import main
from maturity.comparison import AFRICA, compare
from maturity.engagement import to_json
from maturity.exhibits import Briefing, open_briefing
from maturity.given import Given
from maturity.peers import PeerTable, cohort, peers_from_json, peers_to_json
from maturity.roadmap import Roadmap
from maturity.store import open_store

HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
SAMPLE = Path(__file__).parent.parent / "data" / "sample"


def people(count: int, stage: int, industry: str = "energy") -> list[Engagement]:
    """So many customers, alike."""
    alike = replace(engagement(standing_at(MODEL, stage)), engineers=30, industry=industry, country="KE")
    return [replace(alike, customer=f"Customer {industry} {at}") for at in range(count)]


def roadmap(stage: int, **facts: object) -> Roadmap:
    """What is advised to a customer who stands there."""
    return plan(assess(MODEL, replace(people(1, stage)[0], **facts)))


def shown(advice: Roadmap, peers: PeerTable) -> str:
    """The exhibit's HTML; empty where there is nothing to say."""
    exhibit = Briefing(roadmap=advice, published=peers).peers()
    return exhibit.html if exhibit else ""


def test_it_says_how_many_like_them_stand_at_stage_three_and_where_they_stand() -> None:
    """Heads in fives, shares in tenths, the group named."""
    told = compare(roadmap(1), cohort([*people(12, 3), *people(9, 1, "retail")], MODEL))
    assert told is not None
    assert told.standing == (
        "Of at least 10 customers of your industry (energy), 9 in 10 or more stand at stage 3 or above; "
        "you stand at stage 1."
    )


def test_the_practices_that_they_lack_are_those_of_the_roadmap() -> None:
    """Only up to the target, most common first, three at most; none where nothing is left to do."""
    peers = cohort(people(12, 5), MODEL)
    told = compare(roadmap(1), peers)
    assert told is not None
    names = [step.practice.name.lower() for step in roadmap(1).steps]
    said = told.lacked.partition(": ")[2].lower()
    assert told.lacked.startswith("What you lack up to stage 3, and they have most often: ")
    assert 1 <= sum(name in said for name in names) <= 3
    above = [practice.name.lower() for stage in MODEL.stages[3:] for practice in stage.practices]
    assert not any(name in said for name in above)
    done = compare(roadmap(5), peers)
    assert done is not None
    assert done.lacked == ""


def test_what_few_of_them_have_is_not_held_against_a_customer() -> None:
    """Below half of the group nothing is common."""
    told = compare(roadmap(0), cohort(people(12, 0), MODEL))
    assert told is not None
    assert told.lacked == "Nothing that you lack up to stage 3 is in place at half of them."
    assert told.standing.endswith("you have not passed the gate of stage 1 yet.")


def test_what_is_not_known_of_a_customer_is_said_as_that() -> None:
    """Neither a yes nor a no beside the others."""
    peers, unknown = cohort(people(12, 3), MODEL), {p.key: Response(answer=Answer.UNKNOWN) for p in MODEL.asked}
    told = compare(roadmap(0, responses=unknown), peers)
    assert told is not None
    assert told.standing.endswith("of you it is not proven yet that you have passed the gate of stage 1.")
    assert {row[-1] for row in told.table.rows[:4]} == {"Not proven"}


@pytest.mark.parametrize("count", [0, 1, 4])
def test_of_fewer_than_five_nothing_is_shown(count: int) -> None:
    """No sentence, no table, and no section."""
    assert shown(roadmap(1), cohort(people(count, 3), MODEL)) == ""


def test_without_peers_there_is_no_section() -> None:
    """A workbook that is given none shows none."""
    assert open_briefing().peers() is None


def test_nothing_in_it_is_a_bare_percentage_a_rank_or_a_small_count() -> None:
    """Every percentage is an interval after its count; no head count but multiples of five; no words of a race."""
    html = shown(roadmap(1), cohort(engagements_in(fictional_columns(120)), MODEL))
    text = re.sub(r"<[^>]*>", " ", html)
    assert len(re.findall(r"\d %", text)) == len(re.findall(r"[\d,]+ of [\d,]+ \(\d+ to \d+ %\)", text)) + text.count(
        "95 %"
    ) + len(re.findall(r"More than \d+ %", text))
    assert all(int(heads) % 5 == 0 for heads in re.findall(r"at least (\d+) customers", text))
    assert not re.search(r"\b(rank|best|worst|better|worse|ahead|behind|top|average)\b", text, re.IGNORECASE)


def test_others_figures_come_with_n_year_unit_licence_and_source() -> None:
    """World for everybody, Africa beside it for a customer there; a figure whose n is not given is not told."""
    peers = cohort(people(12, 3), MODEL)
    kenya, france = (compare(roadmap(1, country=code), peers) for code in ("KE", "FR"))
    assert kenya is not None
    assert france is not None
    assert "KE" in AFRICA
    headers = [[cell for survey in told.surveys for cell in survey.table.header] for told in (kenya, france)]
    assert ["Africa, 20 to 999 employees" in header for header in headers] == [True, False]
    assert {survey.name for survey in kenya.surveys} == {
        *("Stack Overflow Developer Survey 2024", "CNCF Cloud Native Survey 2022", "CNCF Cloud Native Survey 2020"),
    }
    assert all(survey.unit == "respondents" and survey.licence and survey.source for survey in kenya.surveys)
    cells = [cell for survey in kenya.surveys for row in survey.table.rows for cell in row[1:]]
    assert all(re.fullmatch(r"[\d,]+ of [\d,]+ \(\d+ to \d+ %\)", cell) for cell in cells)


def test_hostile_words_of_a_group_are_text() -> None:
    """An industry is whatever somebody typed."""
    html = shown(roadmap(1, industry=HOSTILE), cohort([*people(8, 3, HOSTILE), *people(8, 1)], MODEL))
    assert "&lt;script&gt;" in html
    assert "<script" not in html
    assert "<img" not in html
    ET.fromstring(f"<x>{html}</x>")  # noqa: S314  (our own text)


def test_made_up_peers_are_labelled() -> None:
    """Fictional data is never shown without saying so."""
    real = replace(cohort(people(8, 3), MODEL), fictional=False)
    assert "Fictional" not in shown(roadmap(1), real)
    assert "Fictional" in shown(roadmap(1), replace(real, fictional=True))


def test_a_briefing_opens_with_its_peers_as_a_workbook_gives_them() -> None:
    """The third parameter is the published table, lossless."""
    peers = cohort(people(8, 3), MODEL)
    assert open_briefing(to_json(people(1, 2)[0]), "", peers_to_json(peers)).published == peers


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The peers that each workbook is given; the notebook runs in this process."""
    peers_given: list[str] = []

    def run(given: Given, **_more: object) -> object:
        peers_given.append(given.peers)
        return run_here(given)

    monkeypatch.setattr("maturity.making.make_workbook", run)
    monkeypatch.setattr("maturity.engine.open_engine", open_here)
    return peers_given


def test_the_command_gives_each_workbook_the_same_table(tmp_path: Path, given: list[str]) -> None:
    """One cohort for all: what two workbooks know of the others can't be told apart."""
    keys = ["2026-03-12-baobab-pay", "2023-10-19-paper-crane-haulage"]
    only = [word for key in keys for word in ("--only", key)]
    done = CliRunner().invoke(main, ["brief", str(SAMPLE), "--peers", str(SAMPLE), *only, "--out", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert len(given) == 2
    assert len(set(given)) == 1
    assert peers_from_json(given[0]).fictional
    assert all("you stand at" in (tmp_path / f"{key}.html").read_text(encoding="utf-8") for key in keys)


def test_too_few_peers_are_told_and_no_workbook_shows_any(tmp_path: Path, given: list[str]) -> None:
    """One sentence on standard error; the briefings are made all the same."""
    (tmp_path / "one.json").write_text(to_json(people(1, 2)[0]), encoding="utf-8")
    words = ["brief", str(tmp_path / "one.json"), "--peers", str(tmp_path / "one.json"), "--out", str(tmp_path / "out")]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0
    assert "--peers: fewer than 5 customers are too few to compare anybody with" in done.stderr
    assert given == [""]


def test_a_store_is_a_source_of_peers(tmp_path: Path, given: list[str]) -> None:
    """What any trend can be made of, peers can be."""
    with open_store(tmp_path / "history.db", model=MODEL, create=True) as store:
        for one in people(7, 3):
            store.save_engagement(one, "tester")
    (tmp_path / "one.json").write_text(to_json(people(1, 2, "retail")[0]), encoding="utf-8")
    words = ["brief", str(tmp_path / "one.json"), "--peers", str(tmp_path / "history.db")]
    done = CliRunner().invoke(main, [*words, "--out", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    assert peers_from_json(given[0]) == cohort(people(7, 3), MODEL)


def test_peers_that_are_not_there_are_refused(tmp_path: Path) -> None:
    """Before anything is made."""
    done = CliRunner().invoke(main, ["brief", str(SAMPLE), "--peers", "nowhere", "--out", str(tmp_path / "out")])
    assert done.exit_code == 2
    assert "nowhere" in done.stderr
    assert not (tmp_path / "out").exists()
