"""A consultant's edits in a run of the batch: in every file, told, quiet the second time, never lost unasked."""

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import nbformat
import pytest
from click.testing import CliRunner
from engines import Here, open_here
from miniature import made_here

from maturity import Answer, Engagement, InputError, Response, built_in_model
from maturity.batch import Order, brief, run
from maturity.batch.notebook import Bar
from maturity.batch.pace import Pace
from maturity.cli import main
from maturity.delivered import key_of
from maturity.given import Given
from maturity.merging.fates import FATES
from maturity.overview import MANIFEST, Outcome, Status, read_manifest

ORDER = Order(model=built_in_model())
DISCARD = replace(ORDER, discard=True)
PAY = Engagement(customer="Baobab Pay", held_on=date(2026, 3, 12), engineers=30, fictional=True)
LATER = msgspec.structs.replace(PAY, responses={"trunk-stays-green": Response(answer=Answer.ALWAYS)})
MILLS = msgspec.structs.replace(PAY, customer="Marula Mills")
WORDS = "## Where you stand\n\nAs we said over lunch: the platform can wait."
Change = Callable[[Any], object]


@pytest.fixture(autouse=True)
def _without_kernels(monkeypatch: pytest.MonkeyPatch) -> None:
    """The notebook runs in this process, and gives what a kernel gives (test_verifying holds it to that)."""

    def make(given: Given, **_more: object) -> object:
        if given.engagement.industry == "fails":
            message = "it fails"
            raise RuntimeError(message)
        return made_here(given)

    monkeypatch.setattr("maturity.making.make_workbook", make)
    monkeypatch.setattr("maturity.engine.open_engine", open_here)


def cell(notebook: Any, key: str) -> Any:  # noqa: ANN401  (nbformat's nodes have no types)
    """The cell of that key."""
    return next(cell for cell in notebook.cells if key_of(cell) == key)


def edit(folder: Path, change: Change, key: str = PAY.key) -> bytes:
    """Change a workbook as JupyterLab would, and save it; its bytes then."""
    path = folder / f"{key}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    change(notebook)
    nbformat.write(notebook, path)
    return path.read_bytes()


def write_prose(notebook: Any) -> None:  # noqa: ANN401
    """Say it in other words."""
    cell(notebook, "staircase-prose").source = WORDS


def add_prose(notebook: Any) -> None:  # noqa: ANN401
    """Say something more at the end."""
    notebook.cells.append(nbformat.v4.new_markdown_cell("## Next\n\nWe meet again in <b>May</b>."))


def delete_chart(notebook: Any) -> None:  # noqa: ANN401
    """Leave the first chart out."""
    notebook.cells.remove(cell(notebook, "staircase"))


def edit_code(notebook: Any) -> None:  # noqa: ANN401
    """Another call in a cell, and what it gave."""
    edited = cell(notebook, "staircase")
    edited.source = "briefing.staircase()  # mine"
    edited.outputs = [nbformat.v4.new_output("display_data", data={"text/html": "<p>my own figure</p>"})]


def notebook_in(folder: Path, key: str = PAY.key) -> Any:  # noqa: ANN401
    """The workbook as it stands."""
    return nbformat.read(folder / f"{key}.ipynb", as_version=4)


def page_in(folder: Path) -> str:
    """The page as it stands."""
    return (folder / f"{PAY.key}.html").read_text(encoding="utf-8")


def contents(folder: Path) -> Mapping[str, bytes]:
    """Every file of a folder, hidden ones too."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def one(outcomes: tuple[Outcome, ...]) -> Outcome:
    """The only outcome."""
    (outcome,) = outcomes
    return outcome


@pytest.mark.parametrize(
    ("change", "shown", "told"),
    [
        (write_prose, "As we said over lunch", "kept as you left it: text under 'Where you stand'"),
        (add_prose, "We meet again in", "kept as you left it: added text under 'Next'"),
        (delete_chart, "Where you stand", "left out, as you did: code under"),
        (edit_code, "my own figure", "stale, for your code was not run again: code under"),
    ],
)
def test_an_edit_is_in_the_page_and_a_further_run_is_quiet(
    tmp_path: Path, change: Change, shown: str, told: str
) -> None:
    """The answers are the same: the page is made from the edited workbook, and then all stays as it is."""
    brief([PAY], tmp_path, ORDER)
    before = page_in(tmp_path)
    edit(tmp_path, change)
    made = one(brief([PAY], tmp_path, ORDER))
    assert (made.status, made.problem, made.edited) == (Status.MADE, "", True)
    assert made.lines[0] == f"{PAY.key}: made anew around your edits"
    assert any(told in line for line in made.lines), made.lines
    assert page_in(tmp_path) != before
    assert shown in page_in(tmp_path)
    stands = contents(tmp_path)
    again = one(brief([PAY], tmp_path, ORDER, engine=Here(dies_at={0: "nothing is to be made"})))
    assert (again.status, again.lines, again.edited) == (Status.UNCHANGED, (), True)
    assert {name: body for name, body in contents(tmp_path).items() if name != MANIFEST} == {
        name: body for name, body in stands.items() if name != MANIFEST
    }


def test_new_answers_come_in_around_the_edits_run_after_run(tmp_path: Path) -> None:
    """What was merged once is merged again, though nobody touched the file since."""
    brief([PAY], tmp_path, ORDER)
    edit(tmp_path, write_prose)
    brief([PAY], tmp_path, ORDER)
    made = one(brief([LATER], tmp_path, ORDER))
    assert made.status is Status.MADE
    assert any(line.startswith("  refreshed: ") for line in made.lines)
    assert cell(notebook_in(tmp_path), "staircase-prose").source == WORDS
    assert notebook_in(tmp_path).metadata.maturity.input_hash == LATER.hash
    assert "As we said over lunch" in page_in(tmp_path)


def test_an_unedited_workbook_is_made_anew_without_a_word(tmp_path: Path) -> None:
    """Opened and saved is not edited; neither is what a lost manifest no longer tells of."""
    brief([PAY], tmp_path, ORDER)
    made = (tmp_path / f"{PAY.key}.ipynb").read_bytes()
    edit(tmp_path, lambda notebook: notebook.metadata.update(language_info={"name": "python", "version": "3.11"}))
    saved = one(brief([PAY], tmp_path, ORDER))
    assert (saved.status, saved.lines, saved.edited) == (Status.MADE, (), False)
    assert (tmp_path / f"{PAY.key}.ipynb").read_bytes() == made
    (tmp_path / MANIFEST).unlink()
    (tmp_path / f"{PAY.key}.html").unlink()
    later = one(brief([LATER], tmp_path, ORDER))
    assert (later.status, later.lines, later.edited) == (Status.MADE, (), False)


def test_a_tag_of_the_consultants_outlives_new_answers(tmp_path: Path) -> None:
    """It is in no report, and yet it stays, run after run."""
    brief([PAY], tmp_path, ORDER)
    edit(tmp_path, lambda notebook: cell(notebook, "staircase-prose").metadata.update(tags=["for-the-board"]))
    for engagement in (PAY, LATER, PAY):
        made = one(brief([engagement], tmp_path, ORDER))
        assert (made.status, made.lines) == (Status.MADE, ())
        assert cell(notebook_in(tmp_path), "staircase-prose").metadata.tags == ["for-the-board"]


def test_edits_outlive_a_lost_manifest_and_force(tmp_path: Path) -> None:
    """What was made is told by the workbook itself; `force` is about pages."""
    brief([PAY], tmp_path, ORDER)
    edit(tmp_path, write_prose)
    (tmp_path / MANIFEST).unlink()
    made = one(brief([LATER], tmp_path, replace(ORDER, force=True)))
    assert (made.status, made.merged is not None) == (Status.MADE, True)
    assert cell(notebook_in(tmp_path), "staircase-prose").source == WORDS
    forced = one(brief([LATER], tmp_path, replace(ORDER, force=True)))
    assert (forced.status, cell(notebook_in(tmp_path), "staircase-prose").source) == (Status.MADE, WORDS)


def test_a_manifest_from_before_there_were_merges_is_understood(tmp_path: Path) -> None:
    """It says what was made, and so what was changed since."""
    brief([PAY], tmp_path, ORDER)
    manifest = json.loads((tmp_path / MANIFEST).read_text(encoding="utf-8"))
    for entry in manifest["engagements"]:
        del entry["workbook"], entry["edited"]
    (tmp_path / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    assert one(brief([PAY], tmp_path, ORDER)).status is Status.UNCHANGED
    edit(tmp_path, write_prose)
    assert one(brief([PAY], tmp_path, ORDER)).edited


def test_edits_are_thrown_away_only_when_that_is_asked(tmp_path: Path) -> None:
    """The workbook is as a run makes it, the file is named; a further run has nothing to do."""
    brief([PAY], tmp_path, ORDER)
    made = contents(tmp_path)
    edit(tmp_path, write_prose)
    brief([PAY], tmp_path, ORDER)
    thrown = one(brief([PAY], tmp_path, DISCARD))
    assert (thrown.status, thrown.edited, thrown.merged) == (Status.MADE, False, None)
    assert thrown.lines == (f"{PAY.key}: {PAY.key}.ipynb is made anew; what somebody changed in it is thrown away",)
    assert {**contents(tmp_path), MANIFEST: b""} == {**made, MANIFEST: b""}
    again = one(brief([PAY], tmp_path, DISCARD))
    assert (again.status, again.lines) == (Status.UNCHANGED, ())


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "is not a notebook"),
        ("", "is not a notebook"),
        ('{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}', "does not say what it was made from"),
    ],
    ids=["broken", "empty", "unstamped"],
)
def test_what_cannot_be_merged_is_kept_with_the_reason(tmp_path: Path, text: str, why: str) -> None:
    """And so is everything beside it, run after run, forced or not, until its edits are given up."""
    brief([PAY], tmp_path, ORDER)
    (tmp_path / f"{PAY.key}.ipynb").write_text(text, encoding="utf-8")
    stands = contents(tmp_path)
    for order in (ORDER, replace(ORDER, force=True)):
        kept = one(brief([LATER], tmp_path, order))
        assert kept.status is Status.KEPT
        assert why in kept.problem
        assert kept.problem.startswith(f"{PAY.key}.ipynb: ")
        assert kept.problem.endswith("; it is kept, and --edits discard makes it anew")
        assert {name: contents(tmp_path)[name] for name in (f"{PAY.key}.ipynb", f"{PAY.key}.html")} == {
            name: stands[name] for name in (f"{PAY.key}.ipynb", f"{PAY.key}.html")
        }
    assert one(brief([LATER], tmp_path, DISCARD)).status is Status.MADE
    assert notebook_in(tmp_path).metadata.maturity.key == PAY.key


def test_the_workbook_of_another_customer_is_kept(tmp_path: Path) -> None:
    """Nobody's edits come into the briefing of somebody else."""
    brief([PAY, MILLS], tmp_path, ORDER)
    (tmp_path / f"{PAY.key}.ipynb").write_bytes((tmp_path / f"{MILLS.key}.ipynb").read_bytes())
    kept, other = brief([PAY, MILLS], tmp_path, ORDER)
    assert (kept.status, other.status) == (Status.KEPT, Status.UNCHANGED)
    assert f"is the workbook of {MILLS.key!r}; expected that of {PAY.key!r}" in kept.problem


def test_another_format_is_made_from_the_edited_workbook_too(tmp_path: Path) -> None:
    """Though the workbook itself is not ordered: it stays as it is, and another edit makes the page anew."""
    pages = replace(ORDER, formats=("html",))
    brief([PAY], tmp_path, replace(ORDER, formats=("ipynb",)))
    edited = edit(tmp_path, write_prose)
    made = one(brief([PAY], tmp_path, pages))
    assert (made.status, "As we said over lunch" in page_in(tmp_path)) == (Status.MADE, True)
    assert (tmp_path / f"{PAY.key}.ipynb").read_bytes() == edited
    assert one(brief([PAY], tmp_path, pages)).status is Status.UNCHANGED
    edit(tmp_path, add_prose)
    assert one(brief([PAY], tmp_path, pages)).status is Status.MADE
    assert "We meet again in" in page_in(tmp_path)
    without = one(brief([PAY], tmp_path, replace(pages, discard=True)))
    assert without.remark == f"made without the edits in {PAY.key}.ipynb, which stays"
    assert "We meet again in" not in page_in(tmp_path)
    assert one(brief([PAY], tmp_path, ORDER)).edited
    assert "We meet again in" in page_in(tmp_path)


def test_every_format_is_made_from_the_edited_workbook(tmp_path: Path) -> None:
    """The paper has the consultant's words; the slides and the board's page are those of its parameters."""
    import pypdfium2

    order = replace(ORDER, formats=("ipynb", "html", "pdf", "pptx", "board"))
    brief([PAY], tmp_path, order)
    before = contents(tmp_path)
    edit(tmp_path, write_prose)
    assert one(brief([PAY], tmp_path, order)).status is Status.MADE
    with pypdfium2.PdfDocument(tmp_path / f"{PAY.key}.pdf") as paper:
        text = " ".join(page.get_textpage().get_text_range() for page in paper)
    assert "As we said over lunch" in text
    changed = {name for name, body in contents(tmp_path).items() if before[name] != body} - {MANIFEST}
    assert {f"{PAY.key}.ipynb", f"{PAY.key}.html", f"{PAY.key}.pdf"} <= changed
    assert not {f"{PAY.key}.board.html", f"{PAY.key}.board.pdf"} & changed


def test_a_workbook_saved_while_it_is_made_anew_is_kept(tmp_path: Path) -> None:
    """What a consultant saves in that moment is not written over; the next run has it."""
    brief([PAY], tmp_path, ORDER)

    class Slow(Here):
        def run(self, *words: Any, **more: Any) -> Any:  # noqa: ANN401
            for done in super().run(*words, **more):
                edit(tmp_path, write_prose)
                yield done

    kept = one(brief([LATER], tmp_path, ORDER, engine=Slow()))
    assert kept.status is Status.KEPT
    assert "was changed while it was made anew" in kept.problem
    assert cell(notebook_in(tmp_path), "staircase-prose").source == WORDS
    made = one(brief([LATER], tmp_path, ORDER))
    assert (made.status, made.edited) == (Status.MADE, True)


def test_slides_and_the_boards_page_outlive_deleted_parameters(tmp_path: Path) -> None:
    """The cell is a consultant's to delete; what follows from it is known all the same."""
    brief([PAY], tmp_path, ORDER)
    edit(tmp_path, lambda n: n.cells.remove(cell(n, "injected-parameters")))
    every = replace(ORDER, formats=("ipynb", "html", "pptx", "board"))
    outcome = one(brief([LATER], tmp_path, every))
    assert (outcome.status, [place.key for place in outcome.merged.deleted]) == (Status.MADE, ["injected-parameters"])  # type: ignore[union-attr]
    assert {key_of(cell) for cell in notebook_in(tmp_path).cells} & {"injected-parameters"} == set()
    assert "Baobab Pay" in (tmp_path / f"{PAY.key}.board.html").read_text(encoding="utf-8")
    assert (tmp_path / f"{PAY.key}.pptx").stat().st_size


@pytest.mark.parametrize("formats", [("ipynb", "html"), ("html",)])
def test_edits_that_are_gone_with_their_workbook_are_told(tmp_path: Path, formats: tuple[str, ...]) -> None:
    """The page still had them; it is made anew without, once, and not in silence."""
    brief([PAY], tmp_path, ORDER)
    edit(tmp_path, write_prose)
    brief([PAY], tmp_path, ORDER)
    (tmp_path / f"{PAY.key}.ipynb").unlink()
    order = replace(ORDER, formats=formats)
    foretold = one(brief([PAY], tmp_path, order, dry_run=True))
    outcome = one(brief([PAY], tmp_path, order))
    assert foretold.lines == outcome.lines
    assert outcome.remark == f"{PAY.key}.ipynb is gone, and what somebody changed in it; made without"
    assert one(brief([PAY], tmp_path, order)).lines == ()


def test_an_earlier_engagement_of_another_name_is_told(tmp_path: Path) -> None:
    """Names that are written alike have one key; whose answers a customer sees as their own last time is told."""
    before = msgspec.structs.replace(PAY, customer="Bäobab Pay", held_on=date(2025, 3, 12))
    outcomes = brief([before, PAY], tmp_path, ORDER)
    said = "'Baobab Pay' is held against 2025-03-12-baobab-pay of 'Bäobab Pay', taken for the same customer"
    assert [outcome.remark for outcome in outcomes] == ["", said]
    assert [outcome.remark for outcome in brief([before, PAY], tmp_path, ORDER)] == ["", ""]
    shouted = msgspec.structs.replace(before, customer="BAOBAB PAY")
    assert [outcome.remark for outcome in brief([shouted, PAY], tmp_path, ORDER)] == ["", ""]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such files")
@pytest.mark.parametrize("target", ["", "/dev/zero"])
def test_what_is_no_file_is_kept_and_never_waited_for(tmp_path: Path, target: str) -> None:
    """A pipe has no end, and a device may have none either."""
    brief([PAY], tmp_path, ORDER)
    path = tmp_path / f"{PAY.key}.ipynb"
    path.unlink()
    os.mkfifo(path) if not target else path.symlink_to(target)
    outcome = one(brief([PAY], tmp_path, ORDER))
    assert outcome.status is Status.KEPT
    assert "is not a notebook" in outcome.problem
    assert not path.is_file()


def test_a_link_is_never_written_through(tmp_path: Path) -> None:
    """What it names is somebody's file elsewhere; the edits in it are read, and stand here."""
    out, elsewhere = tmp_path / "out", tmp_path / "mine.ipynb"
    brief([PAY], out, ORDER)
    edit(out, write_prose)
    path = out / f"{PAY.key}.ipynb"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)
    before = elsewhere.read_bytes()
    assert one(brief([LATER], out, ORDER)).status is Status.MADE
    assert elsewhere.read_bytes() == before
    assert not path.is_symlink()
    assert cell(notebook_in(out), "staircase-prose").source == WORDS


def test_a_failure_leaves_the_edited_workbook_and_a_mended_input_merges_it(tmp_path: Path) -> None:
    """Nothing of it is lost on the way."""
    brief([PAY], tmp_path, ORDER)
    edit(tmp_path, write_prose)
    brief([PAY], tmp_path, ORDER)
    stands = (tmp_path / f"{PAY.key}.ipynb").read_bytes()
    bad = msgspec.structs.replace(LATER, industry="fails")
    assert one(brief([bad], tmp_path, ORDER)).status is Status.FAILED
    assert (tmp_path / f"{PAY.key}.ipynb").read_bytes() == stands
    made = one(brief([LATER], tmp_path, ORDER))
    assert (made.status, cell(notebook_in(tmp_path), "staircase-prose").source) == (Status.MADE, WORDS)


def test_a_killed_run_remembers_that_a_workbook_holds_edits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The journal says so; the next run keeps them when new answers come."""
    brief([PAY], tmp_path, ORDER)
    edit(tmp_path, write_prose)
    with monkeypatch.context() as dying:
        dying.setattr("maturity.batch.listing.write_whole", lambda *_: pytest.fail("a killed run writes no manifest"))
        with pytest.raises(pytest.fail.Exception):
            brief([PAY], tmp_path, ORDER)
    assert read_manifest(tmp_path)[PAY.key].edited
    brief([LATER], tmp_path, ORDER)
    assert cell(notebook_in(tmp_path), "staircase-prose").source == WORDS


def test_a_dry_run_says_all_of_it_and_writes_nothing(tmp_path: Path) -> None:
    """Same outcomes as the run that follows; not a file, a folder or a lock is left behind."""
    out = tmp_path / "out"
    dry = brief([PAY, MILLS], out, ORDER, dry_run=True)
    assert [foretold.status for foretold in dry] == [Status.MADE, Status.MADE]
    assert list(tmp_path.iterdir()) == []
    brief([PAY, MILLS], out, ORDER)
    edit(out, write_prose)
    (out / f"{MILLS.key}.html").write_text("edited", encoding="utf-8")
    bad = msgspec.structs.replace(PAY, customer="Fails", industry="fails")
    stands = contents(out)
    dry = brief([LATER, MILLS, bad], out, ORDER, dry_run=True)
    assert [foretold.status for foretold in dry] == [Status.MADE, Status.KEPT, Status.FAILED]
    assert contents(out) == stands
    real = brief([LATER, MILLS, bad], out, ORDER)
    assert [(told.status, told.lines, told.files) for told in real] == [
        (told.status, told.lines, told.files) for told in dry
    ]


SOURCE = "customer,held_on,fictional\nBaobab Pay,2026-03-12,yes\nMarula Mills,2026-03-12,yes\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Two customers."""
    path = tmp_path / "customers.csv"
    path.write_text(SOURCE, encoding="utf-8")
    return path


def told(source: Path, *words: str) -> tuple[int, list[str], list[str]]:
    """What the command says on standard output and on standard error, and its exit status."""
    out = source.parent / "out"
    result = CliRunner().invoke(main, ["brief", str(source), "--out", str(out), *words])
    return result.exit_code, result.stdout.splitlines(), result.stderr.splitlines()


def test_the_command_tells_what_became_of_each_edit(source: Path) -> None:
    """Under the engagement, on standard error; with a count at the end; the next run says nothing."""
    index = source.parent / "out" / "index.html"
    assert told(source) == (0, [f"{index}: 2 made"], [])
    edit(source.parent / "out", write_prose)
    edit(source.parent / "out", lambda notebook: cell(notebook, "injected-parameters").update(source="engagement = 1"))
    status, out, error = told(source)
    assert (status, out) == (0, [f"{index}: 1 made, 1 unchanged, 1 with edits kept, 1 waiting for a decision"])
    assert error == [
        f"{PAY.key}: made anew around your edits",
        "  kept as you left it: text under 'Where you stand'",
        f"  {FATES['waiting']}: parameters under 'the beginning'",
    ]
    assert told(source) == (0, [f"{index}: 2 unchanged"], [])


def test_the_command_says_beforehand_what_it_would_do(source: Path) -> None:
    """On standard output, an engagement after the other; nothing is there afterwards that was not there before."""
    out = source.parent / "out"
    nothing = f"Nothing was written to {out}: "
    assert told(source, "--dry-run") == (0, [f"{PAY.key}: made", f"{MILLS.key}: made", f"{nothing}2 made"], [])
    assert not out.exists()
    told(source)
    edit(out, write_prose)
    stands = contents(out)
    assert told(source, "--dry-run")[1] == [
        f"{PAY.key}: made",
        "  made anew around your edits",
        "    kept as you left it: text under 'Where you stand'",
        f"{MILLS.key}: unchanged",
        f"{nothing}1 made, 1 unchanged, 1 with edits kept",
    ]
    assert told(source, "--dry-run", "--edits", "discard")[1][:2] == [
        f"{PAY.key}: made",
        f"  {PAY.key}.ipynb is made anew; what somebody changed in it is thrown away",
    ]
    assert contents(out) == stands


def test_programs_are_told_cell_by_cell(source: Path) -> None:
    """Every fate is there, with the places of its cells; a dry run says that it is one, and names no files of a run."""
    told(source)
    edit(source.parent / "out", write_prose)
    start, made, unchanged, end = map(json.loads, told(source, "--json", "--dry-run")[1])
    assert (start["dry_run"], "index" in end, "manifest" in end) == (True, False, False)
    by_key = {event["key"]: event for event in (made, unchanged)}
    place = {"section": "Where you stand", "what": "text", "key": "staircase-prose", "parked": ""}
    edits = by_key[PAY.key]["edits"]
    assert {fate: places for fate, places in edits.items() if places} == {"kept": [place]}
    assert by_key[MILLS.key]["edits"] == {}
    assert (end["counts"]["edited"], end["counts"]["waiting"]) == (1, 0)


def test_the_widget_shows_what_became_of_edits_and_is_not_alarmed(source: Path) -> None:
    """Lines under the bar, as text; a heading of the consultant's is no markup."""
    told(source)
    out = source.parent / "out"
    edit(out, lambda notebook: cell(notebook, "staircase-prose").update(source="## <b>Mine</b>\n\nWords."))
    bar = Bar(pace=Pace(total=1))
    for outcome in run(source, out, only=[PAY.key], dry_run=True).outcomes:
        bar.hear(outcome)
    bar.end("Done.")
    shown = bar.widget.children[2].value.split("<br>")
    assert shown[:2] == [
        f"{PAY.key}: made anew around your edits",
        "  kept as you left it: text under &#x27;&lt;b&gt;Mine&lt;/b&gt;&#x27;",
    ]
    assert bar.widget.children[0].bar_style == "success"


def test_a_run_from_a_notebook_takes_the_same_options(source: Path) -> None:
    """Edits are kept or discarded; another word is refused."""
    told(source)
    out = source.parent / "out"
    edit(out, write_prose)
    counts = "1 made, 1 unchanged, 1 with edits kept"
    assert repr(run(source, out, dry_run=True)) == f"Nothing was written to {out}: {counts}"
    assert repr(run(source, out)) == f"{out / 'index.html'}: {counts}"
    assert [outcome.remark[-11:] for outcome in run(source, out, edits="discard").outcomes] == ["thrown away", ""]
    with pytest.raises(InputError, match="edits: 'drop' is neither; expected 'keep' or 'discard'"):
        run(source, out, edits="drop")  # type: ignore[arg-type]  # what somebody types
