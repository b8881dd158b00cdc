"""Exports beside the answers: what they prove goes into the engagement, its workbook and its fingerprint."""

import json
import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from engines import open_here
from evidence_payloads import GH_RUN
from miniature import delivered, made_here
from strategies import BUILT_IN_MODEL as MODEL

from maturity import Answer, Grade, assess
from maturity.batch import brief, run
from maturity.brand import Brand
from maturity.cli import main
from maturity.delivered import stamp_of
from maturity.engagement import Engagement, Response, to_json
from maturity.evidence.naming import Names
from maturity.evidence.summary import summary_of
from maturity.exhibits import open_briefing
from maturity.findings import findings_to_json
from maturity.fragments import Exhibit
from maturity.given import Given
from maturity.intake import read_source
from maturity.language import speaking
from maturity.live.sitting import is_over, with_exports
from maturity.making import Order, make_files
from maturity.narrative import contradictions
from maturity.overview import Status
from maturity.page import render_page
from maturity.proven import Proven, exports_beside, with_evidence, with_kept
from maturity.proven_cli import read_proven
from maturity.store import open_store
from maturity.trends_cli import find_in
from maturity.verifying import briefing_of
from maturity.verifying.parameters import ParametersError, held_against, read_given

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
TODAY = date(2026, 11, 23)
ZAWADI, KARITE = "2025-07-17-zawadi-slate", "2026-07-09-karite-blanc-media"
ORDER = Order(model=MODEL, formats=("ipynb",))
SHOWN = ("exports", "green_weeks", "deployed_weeks", "recovery_times", "delivery", "burn_down", "budgets")


def read(folder: Path) -> Proven:
    """A folder of answers with the exports beside them."""
    read = read_source(folder, MODEL, today=TODAY, history=False)
    proven = with_evidence(read, exports_beside(folder), MODEL)
    return with_kept(proven, folder, MODEL)


@pytest.fixture(scope="module")
def proven() -> Proven:
    """The sample."""
    return read(SAMPLE)


def held_in(proven: Proven, key: str) -> Engagement:
    """The engagement of that key."""
    return next(held for held in proven.intake.engagements if held.key == key)


def folder_of(tmp_path: Path, **files: str) -> Path:
    """A folder with one customer, and these files among their exports."""
    tmp_path.mkdir(exist_ok=True)
    (tmp_path / "engagements.csv").write_text(
        "customer,held_on,trunk-stays-green\nKora Health,2026-03-20,always\n", encoding="utf-8"
    )
    exports = tmp_path / "evidence" / "2026-03-20-kora-health"
    exports.mkdir(parents=True)
    for name, text in files.items():
        (exports / f"{name}.json").write_text(text, encoding="utf-8")
    return tmp_path


def runs(*outcomes: str) -> str:
    """A run a day with these conclusions, from 11 February on."""
    return json.dumps(
        [
            GH_RUN
            | {"databaseId": number, "headSha": f"{number:08x}" * 5, "conclusion": outcome}
            | {
                f"{when}At": f"2026-02-{number + 10:02}T10:0{minute}:00Z"
                for when, minute in (("created", 0), ("started", 1), ("updated", 7))
            }
            for number, outcome in enumerate(outcomes, start=1)
        ]
    )


def test_what_was_measured_stands_in_the_engagement_beside_what_was_said(proven: Proven) -> None:
    """Said always; 152 of 214 pushes had a green run."""
    trunk = held_in(proven, ZAWADI).responses["trunk-stays-green"]
    assert (trunk.claimed, trunk.answer, trunk.grade) == (Answer.ALWAYS, Answer.SOMETIMES, Grade.MEASURED)
    told = {practice.key: rest for practice, *rest in contradictions(assess(MODEL, held_in(proven, ZAWADI)))}
    said, why = told["trunk-stays-green"]
    assert said == "said always; measured: sometimes"
    assert "152 of 214 pushes to the default branch (71 %) had a green run." in why
    assert set(proven.evidence) == {ZAWADI, KARITE}
    assert not proven.warnings


def test_the_samples_answers_say_what_its_exports_say(proven: Proven) -> None:
    """Where both are measured, they are the same answer: one story."""
    told = {held.key: held for held in read_source(SAMPLE, MODEL, today=TODAY).engagements}
    for key in (ZAWADI, KARITE):
        before, after = told[key].responses, held_in(proven, key).responses
        for practice, response in before.items():
            if response.grade is Grade.MEASURED:
                assert after[practice].answer is response.answer, f"{key}: {practice}"


def test_who_has_no_exports_stays_as_they_were(proven: Proven) -> None:
    """Byte for byte, history and all."""
    told = read_source(SAMPLE, MODEL, today=TODAY).engagements
    others = [
        (mine, theirs) for mine, theirs in zip(proven.intake.engagements, told, strict=True) if mine.key != ZAWADI
    ]
    assert all(to_json(mine) == to_json(theirs) for mine, theirs in others if mine.key != KARITE)


def test_evidence_is_judged_up_to_its_last_day_or_the_day_of_the_engagement(tmp_path: Path) -> None:
    """What came after the briefing is not looked at; an old export ends when it ends."""
    folder = folder_of(tmp_path, runs=runs(*["success"] * 12))
    (summary,) = (summary_of(text) for text in read(folder).evidence.values())
    assert summary is not None
    assert summary.as_of == date(2026, 2, 22)
    shutil.move(folder / "evidence" / "2026-03-20-kora-health", folder / "evidence" / "2026-02-15-kora-health")
    table = folder / "engagements.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("2026-03-20", "2026-02-15"), encoding="utf-8")
    (summary,) = (summary_of(text) for text in read(folder).evidence.values())
    assert summary is not None
    assert (summary.as_of, sum(week.finished for week in summary.green)) == (date(2026, 2, 15), 5)


def test_exports_of_long_before_prove_nothing_of_the_day(tmp_path: Path) -> None:
    """Green runs of February say nothing of June; that they are too old is told."""
    folder = folder_of(tmp_path, runs=runs(*["success"] * 18))
    table = folder / "engagements.csv"
    exports = folder / "evidence" / "2026-03-20-kora-health"
    for day, is_fresh in (("2026-03-30", True), ("2026-03-31", False)):
        table.write_text(f"customer,held_on,trunk-stays-green\nKora Health,{day},never\n", encoding="utf-8")
        exports = exports.rename(exports.with_name(f"{day}-kora-health"))
        told = read(folder)
        assert (told.intake.engagements[0].responses["trunk-stays-green"].grade is Grade.MEASURED) is is_fresh
        stale = f"{day}-kora-health: the exports: end on 2026-02-28; expected no more than 30 days before the briefing"
        assert [warning.startswith(stale) for warning in told.warnings] == ([] if is_fresh else [True])


def test_exports_of_after_the_briefing_are_told(tmp_path: Path) -> None:
    """They prove nothing of its day, and nobody wonders why."""
    folder = folder_of(tmp_path, runs=runs(*["success"] * 18))
    table = folder / "engagements.csv"
    table.write_text("customer,held_on,trunk-stays-green\nKora Health,2026-02-10,never\n", encoding="utf-8")
    exports = folder / "evidence" / "2026-03-20-kora-health"
    exports.rename(exports.with_name("2026-02-10-kora-health"))
    told = read(folder)
    begin = "the exports: begin on 2026-02-11; expected them before the briefing, on 2026-02-10"
    assert told.warnings == (f"2026-02-10-kora-health: {begin}",)
    assert told.intake.engagements[0].responses["trunk-stays-green"].grade is Grade.CLAIMED


def test_a_bad_file_is_told_and_stops_nobody(tmp_path: Path) -> None:
    """By the key of its engagement; the other files count."""
    told = read(folder_of(tmp_path, runs=runs(*["failure"] * 12), letter="Dear all"))
    (warning,) = told.warnings
    assert warning.startswith("2026-03-20-kora-health: ")
    assert "letter.json: is nothing known" in warning
    assert held_in(told, "2026-03-20-kora-health").responses["trunk-stays-green"].answer is Answer.NEVER


def test_exports_of_which_nothing_is_known_prove_nothing(tmp_path: Path) -> None:
    """No summary, and the engagement as it was."""
    told = read(folder_of(tmp_path, letter="Dear all"))
    assert not told.evidence
    assert held_in(told, "2026-03-20-kora-health").responses == {"trunk-stays-green": Response(answer=Answer.ALWAYS)}


def test_exports_of_nobody_are_told(tmp_path: Path) -> None:
    """A folder whose name is no key, and a file where a folder should be."""
    folder = folder_of(tmp_path)
    (folder / "evidence" / "2026-03-20-kora-helth").mkdir()
    (folder / "evidence" / "2026-03-20-kora-health").rmdir()
    (folder / "evidence" / "2026-03-20-kora-health").write_text("runs", encoding="utf-8")
    told = read(folder).warnings
    assert "'2026-03-20-kora-helth' is the key of no engagement (did you mean '2026-03-20-kora-health'?)" in told[1]
    assert "is no folder; expected one with the engagement's exports" in told[0]


def test_the_workbook_holds_the_evidence_and_says_so(proven: Proven) -> None:
    """A parameter of its own, stamped, and a briefing from it alone."""
    text = proven.evidence[ZAWADI]
    notebook = delivered(held_in(proven, ZAWADI), evidence=text)
    given, stamp = read_given(notebook.cells), stamp_of(notebook, "it")
    assert given.evidence == text
    assert not list(held_against(given, stamp))
    assert briefing_of(notebook).proven == summary_of(text)
    other = [*held_against(replace(given, evidence=""), stamp)]
    assert "the evidence is not the one that the workbook says it was made from" in other[0].problem


def test_a_workbook_with_strange_evidence_is_no_workbook(proven: Proven) -> None:
    """What nobody can read is told, not run."""
    notebook = delivered(held_in(proven, ZAWADI), evidence=proven.evidence[ZAWADI])
    for cell in notebook.cells:
        cell.source = cell.source.replace('evidence = "{', 'evidence = "')
    with pytest.raises(ParametersError, match="is no summary of evidence"):
        read_given(notebook.cells)


def test_other_evidence_makes_other_files(proven: Proven) -> None:
    """It is part of what decides every byte."""
    held = held_in(proven, ZAWADI)
    assert ORDER.fingerprint(held, None, proven.evidence[ZAWADI]) != ORDER.fingerprint(held)


def test_a_run_gives_each_its_own_evidence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, proven: Proven) -> None:
    """By key; and new evidence makes the workbook anew."""
    given: dict[str, str] = {}

    def make(asked: Given, **_more: object) -> object:
        given[asked.engagement.key] = asked.evidence
        return made_here(asked)

    monkeypatch.setattr("maturity.making.make_workbook", make)
    monkeypatch.setattr("maturity.engine.open_engine", open_here)
    chosen = [held_in(proven, ZAWADI), proven.intake.engagements[0]]
    brief(chosen, tmp_path, ORDER, evidence=proven.evidence)
    assert given == {ZAWADI: proven.evidence[ZAWADI], chosen[1].key: ""}
    again = brief(chosen, tmp_path, ORDER, evidence={})
    assert [made.status for made in again] == [Status.MADE, Status.UNCHANGED]


def test_the_command_reads_the_exports_beside_the_answers(tmp_path: Path) -> None:
    """`maturity brief` tells of a bad file, in its status too; `maturity assess` judges by what they prove."""
    folder = folder_of(tmp_path, runs=runs(*["failure"] * 12), letter="Dear all")
    told = CliRunner().invoke(main, ["brief", str(folder), "--out", str(tmp_path / "out"), "--dry-run"])
    assert told.exit_code == 1, told.output
    assert "2026-03-20-kora-health: " in told.stderr
    (verdict,) = json.loads(CliRunner().invoke(main, ["assess", str(folder), "--format", "json"]).stdout)
    assert "trunk-stays-green" in verdict["stages"][0]["gaps"]


def test_every_command_that_reads_a_source_reads_its_exports(tmp_path: Path) -> None:
    """Workbook, table, trends and history tell one story; importing again changes nothing."""
    folder, store = folder_of(tmp_path, runs=runs(*["failure"] * 12)), str(tmp_path / "history.db")
    first = CliRunner().invoke(main, ["store", "import", str(folder), "--store", store])
    assert first.stdout == f"{folder}: 1 new, 0 changed, 1 read\n"
    again = CliRunner().invoke(main, ["store", "import", str(folder), "--store", store])
    assert again.stdout == f"{folder}: 0 new, 0 changed, 1 read\n"
    with open_store(store, model=MODEL) as kept:
        (held,) = kept.engagements()
        assert is_over(held, kept.sittings()[held.key], TODAY), "nobody sat: a live briefing asks them anew"
    assert held.responses == held_in(read(folder), "2026-03-20-kora-health").responses
    assert read_proven(store, MODEL).evidence == read(folder).evidence
    (counted, _), (stored, _) = find_in(str(folder), MODEL), find_in(store, MODEL)
    assert counted.trends == stored.trends
    assert "ci-in-name-only" in findings_to_json(counted), "a claim that the runs contradict"


def test_a_store_shows_the_exports_that_its_answers_were_measured_by(tmp_path: Path) -> None:
    """Other exports take the place of those before, and say where they differ; the old ones, once more, do not."""
    store, said = str(tmp_path / "history.db"), ["store", "import", "--store", str(tmp_path / "history.db")]
    old, new = (folder_of(tmp_path / name, runs=runs(*[name] * 18)) for name in ("failure", "success"))
    told = [CliRunner().invoke(main, [*said, str(folder)]).stderr for folder in (old, new, old)]
    assert "file and store differ on 'trunk-stays-green'; what was measured last stands" in told[1]
    assert "the store holds what newer exports prove; what these show is left out" in told[2]
    assert "differ" not in told[0] + told[2]
    assert read_proven(store, MODEL).evidence == read(new).evidence
    claims = folder_of(tmp_path / "claims")
    shutil.rmtree(claims / "evidence")
    assert CliRunner().invoke(main, [*said, str(claims)]).exit_code == 0
    (held,) = read_proven(store, MODEL).intake.engagements
    assert held.responses["trunk-stays-green"].grade is Grade.MEASURED


def test_an_import_after_a_briefing_shows_what_its_answers_were_measured_by(tmp_path: Path) -> None:
    """What was dropped in the room stays, until other exports measure an answer anew."""
    store = str(tmp_path / "history.db")
    folders = [folder_of(tmp_path / name, runs=runs(*[name] * 18)) for name in ("failure", "success")]
    old, new = (read(folder).evidence["2026-03-20-kora-health"] for folder in folders)
    CliRunner().invoke(main, ["store", "import", str(folders[0]), "--store", store])
    with open_store(store, model=MODEL) as kept:
        (held,) = kept.engagements()
        begun = json.dumps({"position": "trunk-stays-green", "evidence": old})
        assert with_exports(begun, summary="{}", engagement=held) == begun
        kept.change_sitting(held.key, lambda _: begun)
    CliRunner().invoke(main, ["store", "import", str(folders[1]), "--store", store])
    assert read_proven(store, MODEL).evidence == {held.key: new}


def test_a_notebook_runs_with_the_exports_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`run` in JupyterLab gives the workbooks that `maturity brief` gives."""
    heard: dict[str, Any] = {}

    def brief_heard(engagements: tuple[Engagement, ...], *_: object, **given: object) -> tuple[()]:
        heard.update(given, engagements=engagements)
        return ()

    monkeypatch.setattr("maturity.batch.notebook.brief", brief_heard)
    folder = folder_of(tmp_path, runs=runs(*["failure"] * 12))
    run(folder, tmp_path / "out")
    assert heard["evidence"] == read(folder).evidence
    assert heard["engagements"] == read(folder).intake.engagements
    store = str(tmp_path / "history.db")
    CliRunner().invoke(main, ["store", "import", str(folder), "--store", store])
    run(store, tmp_path / "out")
    assert heard["evidence"] == read_proven(store, MODEL).evidence == read(folder).evidence


def test_with_only_the_exports_of_other_customers_are_not_read(tmp_path: Path) -> None:
    """A gigabyte of somebody else's is no reason to wait; a customer's own years are told from each other."""
    folder = folder_of(tmp_path, letter="Dear all")
    with (folder / "engagements.csv").open("a", encoding="utf-8") as table:
        table.write("Baobab Pay,2026-03-21,never\nKORA HEALTH,2026-06-20,never\n")
    intake = read_source(folder, MODEL, today=TODAY, history=False)
    assert not with_evidence(intake, exports_beside(folder, only=["2026-03-21-baobab-pay"]), MODEL).warnings
    for key in ("2026-03-20-kora-health", "2026-06-20-kora-health"):
        assert with_evidence(intake, exports_beside(folder, only=[key]), MODEL).warnings


ZONELESS = "deployed_at,environment\n2026-03-0{} 10:00:00,production\n"


def test_a_zone_is_given_to_all_or_to_one_customer(tmp_path: Path) -> None:
    """Times without one are told and left out, and what would place them is said."""
    folder = folder_of(tmp_path)
    exports = folder / "evidence" / "2026-03-20-kora-health" / "deployments.csv"
    exports.write_text(ZONELESS.format(1) + ZONELESS.format(2).split("\n", 1)[1], encoding="utf-8")
    refused = CliRunner().invoke(main, ["assess", str(folder)])
    assert refused.exit_code == 1
    assert "is a time without a zone" in refused.stderr
    assert refused.stderr.endswith("--zone Africa/Lagos, say, would place the times without a zone\n")
    for word in ("Africa/Lagos", "2026-03-20-kora-health=Africa/Nairobi"):
        placed = CliRunner().invoke(main, ["assess", str(folder), "--zone", word])
        assert (placed.exit_code, placed.stderr) == (0, "")


def test_a_branch_and_an_environment_can_be_said_to_be_the_default_one_and_production(tmp_path: Path) -> None:
    """Their names don't say so; said to the folder's commands, to `maturity evidence` and to `run`, they count."""
    key = "2026-03-20-kora-health"
    folder = folder_of(tmp_path, runs=runs(*["failure"] * 12).replace('"main"', '"develop"'))
    exports = folder / "evidence" / key
    days = (date(2026, 2, 22) - timedelta(days=day) for day in range(80))
    table = "".join(f"{day}T10:00:00Z,eu-west-1\n" for day in days)
    (exports / "deployments.csv").write_text(f"deployed_at,environment\n{table}", encoding="utf-8")
    said = ["--trunk", "develop", "--production", "EU-West-1"]

    def proven_by(*words: str) -> dict[str, str | None]:
        told = json.loads(CliRunner().invoke(main, ["evidence", str(exports), "--format", "json", *words]).stdout)
        return {found["practice"]: found["answer"] for found in told["findings"]}

    keys = ("trunk-stays-green", "deploy-on-demand")
    assert [proven_by()[key] for key in keys] == [None, None]
    assert [proven_by(*said)[key] for key in keys] == ["never", "sometimes"]
    (verdict,) = json.loads(CliRunner().invoke(main, ["assess", str(folder), "--format", "json", *said]).stdout)
    assert "trunk-stays-green" in verdict["stages"][0]["gaps"]
    names = Names.told(trunks=["develop"], production=["eu-west-1"])
    held = with_evidence(read_source(folder, MODEL, today=TODAY), exports_beside(folder, names=names), MODEL)
    assert held_in(held, key).responses["trunk-stays-green"].answer is Answer.NEVER


@pytest.mark.parametrize(
    ("word", "problem"),
    [
        ("Africa/Lagoss", "--zone: 'Africa/Lagoss' is no time zone; expected one such as Africa/Lagos (did you mean"),
        ("2026-03-20-kora-helth=Africa/Lagos", "'2026-03-20-kora-helth' is not in the source (did you mean"),
    ],
)
def test_a_strange_zone_is_refused(tmp_path: Path, word: str, problem: str) -> None:
    """One that there is not, and one of an engagement that there is not."""
    refused = CliRunner().invoke(main, ["assess", str(folder_of(tmp_path)), "--zone", word])
    assert refused.exit_code == 2
    assert problem in refused.stderr


def test_make_files_shows_the_evidence(proven: Proven) -> None:
    """From the engagement to the workbook's cells."""
    made = make_files(held_in(proven, KARITE), ORDER, evidence=proven.evidence[KARITE])
    workbook = json.loads(made.files["ipynb"])
    keys = {cell["metadata"].get("maturity", {}).get("key") for cell in workbook["cells"]}
    assert {"exports-prose", "exports", "burn-down", "budgets"} <= keys
    assert workbook["metadata"]["maturity"]["evidence_hash"]


def test_without_exports_the_workbook_is_silent(proven: Proven) -> None:
    """No section, and no exhibit."""
    briefing = open_briefing(to_json(held_in(proven, ZAWADI)))
    assert [name for name in SHOWN if getattr(briefing, name)() is not None] == []


def test_the_section_shows_contradictions_first_and_five_metrics(proven: Proven) -> None:
    """What was said otherwise stands over what was not; 2025 has no class."""
    shown = shown_of(proven, ZAWADI)
    assert shown["exports"].text.endswith("For 4 of them they show something other than what was said.")
    rows = shown["exports"].html.split("<tr>")
    said = [row.split("<td")[1].partition(">")[2].partition("<")[0] for row in rows if "<td" in row][:6]
    assert said == ["Always", "Always", "Always", "Usually", "Not asked", "Not asked"]
    assert "152 of 214 pushes" in shown["exports"].html
    assert "stand beside it, and never in its place" in shown["delivery"].text
    assert shown["delivery"].html.count('scope="row"') == 10
    assert "75 % of 394 pushes" in shown["green_weeks"].text
    assert shown["deployed_weeks"].text.endswith("7 of them led to an incident.")
    assert shown["recovery_times"].text.startswith("Half of 8 incidents were over within 3 h 54 min")
    assert "burn_down" not in shown


def test_the_section_shows_budgets_with_their_alerts(proven: Proven) -> None:
    """What is gone, what the policy asks for, the published alerts in words, and who wrote the rules."""
    shown = shown_of(proven, KARITE)
    assert shown["burn_down"].text.startswith("124 % of the budget is gone: it is overspent. Burn rate at the end: ")
    assert "Burn rate 14.4 over 1 h, still so over the last 5 min: 2 % of the budget gone; wakes somebody" in (
        shown["budgets"].html
    )
    assert "1 alert rule was handed over, written by hand, or by a tool that leaves no mark" in shown["budgets"].html
    assert "Freeze" in shown["budgets"].text
    assert "delivery" not in shown, "no deployments were handed over"


@pytest.mark.parametrize("key", [ZAWADI, KARITE])
def test_the_section_is_french_in_a_french_briefing(key: str) -> None:
    """Its sentences too, which are made when the exports are read."""
    with speaking("fr"):
        proven = read(SAMPLE)
    page = render_page(
        delivered(held_in(proven, key), language="fr", evidence=proven.evidence[key]), brand=Brand(), interactive=False
    )
    section = page.partition("Ce que prouvent vos exports</h2>")[2].partition("<h2")[0]
    assert "exports mesurent" in section
    english = [word for word in (" the ", " of ", " was ", " deployments", "Half", " budget is") if word in section]
    assert not english


def shown_of(proven: Proven, key: str) -> dict[str, Exhibit]:
    """The exhibits of the section that have something to say."""
    briefing = open_briefing(to_json(held_in(proven, key)), evidence=proven.evidence[key])
    shown = {name: getattr(briefing, name)() for name in SHOWN}
    return {name: exhibit for name, exhibit in shown.items() if exhibit is not None}
