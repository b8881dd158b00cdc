"""A consultant's edits survive: what becomes of every kind of edit when a workbook is made anew."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lab_cases import CASES, lab_case
from miniature import FRONT, SECTIONS, clone, delivered, miniature
from strategies import HOSTILE

from maturity import Answer, Engagement, InputError, Response, built_in_model
from maturity.brand import Brand
from maturity.delivered import key_of, read_delivered, stamp_of
from maturity.merging import Merged, Place, merge
from maturity.page import render_page
from maturity.workbook import workbook_text

SECOND = miniature(says="second")
NEW_WORDS = miniature(says="second", texts={"invest-prose": "## First, second, third\n\nThe quickest comes first."})
RISKS = ("risks-prose", "## Risks\n\nWhat could go wrong.", ("risks",))
WITH_RISKS = miniature(says="second", sections=(*SECTIONS[:2], RISKS, *SECTIONS[2:]))


def cell(notebook: Any, key: str) -> Any:  # noqa: ANN401  (nbformat's nodes have no types)
    """The first cell that carries the key and is no copy."""
    return next(c for c in notebook.cells if key_of(c) == key and not c.metadata["maturity"].get("copy"))


def order(notebook: Any) -> list[str]:  # noqa: ANN401
    """The keys of the cells after the front; an added cell by its text, a copy with a star."""
    named = [
        f"{key_of(c)}*" if c.metadata.get("maturity", {}).get("copy") else key_of(c) or c.source for c in notebook.cells
    ]
    return named[len(FRONT) :]


def keys(places: Sequence[Place]) -> list[str]:
    """The keys of the places."""
    return [place.key for place in places]


def says(notebook: Any, key: str) -> str:  # noqa: ANN401
    """What the first output of that cell says."""
    text: str = cell(notebook, key).outputs[0].data["text/plain"]
    return text


ORDER = order(SECOND)
REFRESHED = (
    "refreshed: code under 'Where you stand' (2 cells); code under 'First, second, third'; code under 'What to defer'"
)


def edited(**changes: Callable[[Any], object]) -> Any:  # noqa: ANN401
    """A miniature of the first run with each of these cells changed, by key."""
    notebook = miniature()
    for key, change in changes.items():
        change(cell(notebook, key.replace("_", "-")))
    return notebook


def written(text: str) -> Callable[[Any], object]:
    """A change that gives a cell this text."""
    return lambda c: c.update(source=text)


# --- what JupyterLab does ------------------------------------------------------------------------------------------


def merged_of(name: str) -> Merged:
    """What becomes of a case of JupyterLab's."""
    return merge(lab_case(name), SECOND)


@pytest.mark.parametrize("name", ["saved", "outputs-cleared", "deleted-and-back"])
def test_a_workbook_saved_without_an_edit_becomes_the_fresh_one(name: str) -> None:
    """What Lab writes of itself, a cleared output and an undone deletion are no edits."""
    merged = merged_of(name)
    assert workbook_text(merged.notebook) == workbook_text(SECOND)
    assert not merged.has_edits


@pytest.mark.parametrize("name", CASES)
def test_every_edit_made_in_lab_survives_and_the_rest_is_refreshed(name: str) -> None:
    """Texts of the consultant's are all there; code of ours that was not edited says what it says now."""
    before, merged = lab_case(name), merged_of(name)
    made = {c.source for c in miniature().cells}
    texts = [c.source for c in merged.notebook.cells]
    assert [c.source for c in before.cells if c.source not in made and c.source not in texts] == []
    unedited = [c for c in merged.notebook.cells if c.cell_type == "code" and c.source in made and c.outputs]
    assert unedited
    assert [c.source for c in unedited if "second" not in json.dumps(c.outputs)] == []
    assert len({c.id for c in merged.notebook.cells}) == len(merged.notebook.cells)
    nbformat.validate(nbformat.reads(workbook_text(merged.notebook), as_version=4))


@pytest.mark.parametrize("name", CASES)
def test_merging_twice_is_merging_once(name: str) -> None:
    """The second run over the merged file changes no byte, and says the same of its edits."""
    once = merged_of(name)
    twice = merge(nbformat.reads(workbook_text(once.notebook), as_version=4), SECOND)
    assert workbook_text(twice.notebook) == workbook_text(once.notebook)
    for fate in ("kept", "stale", "waiting", "deleted"):
        assert twice.places(fate) == once.places(fate), fate
    assert twice.refreshed == twice.appeared == twice.fell_silent == ()


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("prose-edited", ORDER),
        ("prose-split", ["where-prose*", *ORDER]),
        ("code-split", [*ORDER[:2], "gates*", *ORDER[2:]]),
        ("prose-merged-into-code", [key for key in ORDER if key != "invest-prose"]),
        ("code-merged-into-prose", [key for key in ORDER if key != "traps"]),
        ("cut-and-pasted", ["where-prose", *ORDER[2:7], "stairs", *ORDER[7:]]),
        ("cut-and-pasted-twice", ["stairs*", "where-prose", *ORDER[2:], "stairs"]),
        ("section-cut-to-the-front", [*ORDER[5:7], *ORDER[:5], *ORDER[7:]]),
        ("copied", [*ORDER[:6], "stairs*", *ORDER[6:]]),
        ("copied-above-itself", ["stairs*", *ORDER]),
        ("copied-then-deleted", ["where-prose", *ORDER[2:7], "stairs", *ORDER[7:]]),
        ("copied-and-edited", [*ORDER[:5], "invest-prose*", *ORDER[5:]]),
        ("duplicated", [*ORDER[:7], "invest-prose*", "invest*", *ORDER[7:]]),
        ("moved-up", ["where-prose", "gates", "stairs", *ORDER[3:]]),
        ("section-deleted", [*ORDER[:3], *ORDER[5:]]),
        ("prose-added", [*ORDER[:5], "We saw this in *three* teams.", *ORDER[5:]]),
        ("code-added-and-run", [*ORDER[:3], "print(6 * 7)", *ORDER[3:]]),
        ("many", ["where-prose", "gates", "stairs", *ORDER[5:], "## Our offer\n\nTwo engineers for six weeks."]),
    ],
)
def test_cells_stay_where_they_were_put_in_lab(name: str, wanted: list[str]) -> None:
    """Identity is the key: ids that Lab gives anew to copies, halves and pasted cells move nothing."""
    assert order(merged_of(name).notebook) == wanted


def test_a_chart_that_was_cut_and_pasted_is_not_stale() -> None:
    """A pasted cell is the cell that it was, wherever it stands."""
    merged = merged_of("cut-and-pasted")
    assert says(merged.notebook, "stairs") == "stairs second"
    assert (keys(merged.moved), merged.stale) == (["stairs"], ())


def test_a_copy_of_a_chart_says_what_the_chart_says() -> None:
    """Beside the new chart, the old one would be taken for another customer's."""
    merged = merged_of("copied")
    shown = [c.outputs[0].data["text/plain"] for c in merged.notebook.cells if key_of(c) == "stairs"]
    assert shown == ["stairs second", "stairs second"]
    assert [place.what for place in merged.kept] == ["copied code"]


def test_the_halves_of_a_split_text_both_stay() -> None:
    """Lab gives the first half a new id and both halves the key; together they are the edit."""
    merged = merged_of("prose-split")
    halves = [c.source for c in merged.notebook.cells if key_of(c) == "where-prose"]
    assert "\n".join(halves).split() == SECTIONS[0][1].split()
    assert len(merged.kept) == 2


def test_edited_code_that_fails_is_kept_and_breaks_nothing() -> None:
    """It is not run: its error stays its output, it is called stale, and the page is made around it."""
    merged = merged_of("code-edited-and-failed")
    assert cell(merged.notebook, "gates").source == "briefing.gates(limit=3)"
    assert cell(merged.notebook, "gates").outputs[0].output_type == "error"
    assert [(place.key, place.what) for place in merged.stale] == [("gates", "failing code")]
    assert "stairs second" in render_page(merged.notebook, brand=Brand(), interactive=False)


def test_code_that_was_added_keeps_its_output_and_is_stale() -> None:
    """A consultant's own sum is not run again, and the report says so."""
    merged = merged_of("code-added-and-run")
    own = next(c for c in merged.notebook.cells if c.source == "print(6 * 7)")
    assert own.outputs[0].text == "42\n"
    assert [(place.what, place.section) for place in merged.stale] == [("added code", "Where you stand")]


# --- who changed what ----------------------------------------------------------------------------------------------


def test_prose_that_only_we_changed_is_ours() -> None:
    """Whoever changed it wins."""
    merged = merge(miniature(), NEW_WORDS)
    assert cell(merged.notebook, "invest-prose").source.endswith("The quickest comes first.")
    assert not merged.has_edits


def test_prose_that_both_changed_stays_the_consultants_and_ours_is_parked() -> None:
    """The new text waits in the cell's metadata, and in the report."""
    merged = merge(edited(invest_prose=written("Mine.")), NEW_WORDS)
    kept, ours = cell(merged.notebook, "invest-prose"), cell(NEW_WORDS, "invest-prose").source
    assert (kept.source, kept.metadata["maturity"]["waiting"]) == ("Mine.", ours)
    assert [(place.key, place.parked) for place in merged.waiting] == [("invest-prose", ours)]


def test_what_waits_goes_on_waiting_until_it_is_decided() -> None:
    """Taking our text over, or removing the parked one, decides; merging again does not."""
    parked = merge(edited(invest_prose=written("Mine.")), NEW_WORDS).notebook
    assert keys(merge(parked, NEW_WORDS).waiting) == ["invest-prose"]
    taken, refused = clone(parked), clone(parked)
    cell(taken, "invest-prose").source = cell(taken, "invest-prose").metadata["maturity"]["waiting"]
    del cell(refused, "invest-prose").metadata["maturity"]["waiting"]
    assert workbook_text(merge(taken, NEW_WORDS).notebook) == workbook_text(NEW_WORDS)
    decided = merge(refused, NEW_WORDS)
    assert (decided.waiting, keys(decided.kept)) == ((), ["invest-prose"])


def test_a_text_that_both_changed_alike_is_nobodys_edit() -> None:
    """There is nothing to decide."""
    same = cell(NEW_WORDS, "invest-prose").source
    assert not merge(edited(invest_prose=written(same)), NEW_WORDS).has_edits


def test_edited_code_whose_own_code_changed_too_is_kept_stale_and_waits() -> None:
    """The new call is parked beside the consultant's."""
    fresh = miniature(says="second", texts={"gates": "briefing.gates_of()"})
    merged = merge(edited(gates=written("briefing.gates(limit=3)")), fresh)
    assert cell(merged.notebook, "gates").source == "briefing.gates(limit=3)"
    assert says(merged.notebook, "gates") == "gates first"
    assert (keys(merged.stale), merged.waiting[0].parked) == (["gates"], "briefing.gates_of()")


def test_parameters_are_the_fresh_ones_and_edited_ones_wait() -> None:
    """Every output is made from them: a workbook with other parameters than numbers would lie."""
    merged = merge(edited(injected_parameters=written('engagement = "mine"')), SECOND)
    injected = cell(merged.notebook, "injected-parameters")
    assert injected.source == cell(SECOND, "injected-parameters").source
    assert injected.metadata["maturity"]["yours"] == 'engagement = "mine"'
    assert [place.what for place in merge(merged.notebook, SECOND).waiting] == ["parameters"]


# --- sections that come and go --------------------------------------------------------------------------------------


def test_a_new_section_comes_in_at_its_place() -> None:
    """Between the sections that it stands between in the fresh workbook."""
    merged = merge(miniature(), WITH_RISKS)
    assert workbook_text(merged.notebook) == workbook_text(WITH_RISKS)
    assert keys(merged.appeared) == ["risks-prose", "risks"]


def test_a_new_section_comes_in_at_its_place_though_its_neighbour_was_moved() -> None:
    """It follows what was not moved."""
    merged = merge(lab_case("section-cut-to-the-front"), WITH_RISKS)
    assert order(merged.notebook) == [*ORDER[5:7], *ORDER[:5], "risks-prose", "risks", *ORDER[7:]]


def test_a_new_section_follows_what_was_added_to_the_one_before() -> None:
    """A remark on the traps stays with the traps."""
    merged = merge(lab_case("prose-added"), WITH_RISKS)
    assert order(merged.notebook)[5:8] == ["We saw this in *three* teams.", "risks-prose", "risks"]


def test_a_section_that_fell_silent_goes_and_what_was_added_to_it_stays() -> None:
    """Nobody's words are lost with a section that has nothing to say."""
    merged = merge(lab_case("prose-added"), miniature(says="second", without={"traps-prose", "traps"}))
    assert order(merged.notebook) == [*ORDER[:3], "We saw this in *three* teams.", *ORDER[5:]]
    assert keys(merged.fell_silent) == ["traps-prose", "traps"]


def test_an_edited_text_of_a_section_that_fell_silent_stays_and_waits() -> None:
    """We would leave it out, the consultant wrote it: that is for them to decide, and no run brings it in twice."""
    silent = miniature(says="second", without={"traps-prose", "traps"})
    once = merge(edited(traps_prose=written("## Traps\n\nMine.")), silent)
    assert order(once.notebook) == [*ORDER[:4], *ORDER[5:]]
    assert [(place.key, place.parked) for place in once.waiting] == [("traps-prose", "")]
    again = merge(once.notebook, SECOND)
    assert order(again.notebook) == ORDER
    assert (cell(again.notebook, "traps-prose").source, again.moved) == ("## Traps\n\nMine.", ())


def test_what_was_deleted_stays_deleted_even_when_it_fell_silent_in_between() -> None:
    """The stamp remembers what the fresh workbook lacks."""
    once = merge(lab_case("section-deleted"), miniature(says="second", without={"traps-prose", "traps"}))
    again = merge(once.notebook, SECOND)
    assert order(again.notebook) == [*ORDER[:3], *ORDER[5:]]
    assert keys(again.deleted) == ["traps-prose", "traps"]


def test_nothing_new_comes_into_a_section_that_was_deleted_whole() -> None:
    """A chart without its heading would stand under another's."""
    grown = [(p, t, (*calls, "odds") if p == "traps-prose" else calls) for p, t, calls in SECTIONS]
    merged = merge(lab_case("section-deleted"), miniature(says="second", sections=grown))
    assert order(merged.notebook) == [*ORDER[:3], *ORDER[5:]]
    assert keys(merge(miniature(), miniature(sections=grown)).appeared) == ["odds"]


def test_sections_in_another_order_are_in_our_order_but_for_what_was_moved() -> None:
    """An unedited workbook follows the new order, and an added cell the cell that it follows."""
    turned = miniature(says="second", sections=(*SECTIONS[2:], *SECTIONS[:2]))
    assert workbook_text(merge(miniature(), turned).notebook) == workbook_text(turned)
    assert order(merge(lab_case("prose-added"), turned).notebook)[-2:] == ["traps", "We saw this in *three* teams."]


# --- what is refused, and what else stands in the file ---------------------------------------------------------------


def _without_stamp(notebook: Any) -> None:  # noqa: ANN401
    del notebook.metadata["maturity"]


def _with_broken_stamp(notebook: Any) -> None:  # noqa: ANN401
    notebook.metadata["maturity"]["cells"] = [["gates"]]


def _of_another(notebook: Any) -> None:  # noqa: ANN401
    notebook.metadata["maturity"]["key"] = "2026-03-12-other"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (_without_stamp, "briefing.ipynb: does not say what it was made from: it is no workbook of ours"),
        (_with_broken_stamp, "briefing.ipynb: does not say what it was made from .*: it is no workbook of ours"),
        (_of_another, "briefing.ipynb: is the workbook of '2026-03-12-other'; expected that of '2026-03-12-baobab"),
    ],
)
def test_without_its_base_a_merge_is_refused(change: Callable[[Any], None], message: str) -> None:
    """Whose edit is whose can't be guessed."""
    notebook = miniature()
    change(notebook)
    with pytest.raises(InputError, match=message):
        merge(notebook, SECOND, place="briefing.ipynb")


def test_tags_and_metadata_of_the_consultants_stay_and_those_of_one_run_go() -> None:
    """A slide show that they set up is theirs; when a cell ran is nobody's."""
    change = {"slideshow": {"slide_type": "slide"}, "tags": ["theirs"], "execution": {"iopub.status.busy": "now"}}
    merged = merge(edited(gates=lambda c: c.metadata.update(change)), SECOND)
    assert cell(merged.notebook, "gates").metadata == {
        "maturity": {"key": "gates"},
        "slideshow": {"slide_type": "slide"},
        "tags": ["theirs"],
    }


def test_a_cell_of_the_consultants_that_took_an_id_of_ours_is_given_another() -> None:
    """No two cells have one id, and ours have theirs."""
    notebook = miniature(without={"traps-prose", "traps"})
    notebook.cells.append(nbformat.v4.new_markdown_cell("Mine.", id="traps"))
    merged = merge(notebook, SECOND).notebook
    assert cell(merged, "traps").id == "traps"
    assert [c.id for c in merged.cells if c.source == "Mine."] != ["traps"]


def test_a_file_of_an_editor_without_ids_or_with_broken_letters_is_merged(tmp_path: Path) -> None:
    """Old editors drop ids, half a letter can't be written: the keys and the rest of the words are there."""
    edited_elsewhere = json.loads(workbook_text(edited(invest_prose=written("Mine. \ud83d"))))
    for one in edited_elsewhere["cells"]:
        del one["id"]
    path = tmp_path / "old.ipynb"
    path.write_text(json.dumps(edited_elsewhere | {"nbformat_minor": 4}), encoding="utf-8")
    merged = merge(read_delivered(path), SECOND)
    assert cell(merged.notebook, "invest-prose").source == "Mine. \ufffd"
    assert order(merged.notebook) == ORDER
    assert keys(merged.kept) == ["invest-prose"]
    assert workbook_text(merged.notebook).encode()


def test_cells_that_lost_their_metadata_are_known_by_their_ids() -> None:
    """A tool that cleans notebooks takes it away: nothing becomes stale, nothing stands there twice."""
    notebook = edited(invest_prose=written("Mine."))
    for one in notebook.cells:
        one.metadata = {}
    merged = merge(notebook, SECOND)
    assert order(merged.notebook) == ORDER
    assert keys(merged.kept) == ["invest-prose"]
    assert not merged.stale
    assert not merged.deleted
    assert cell(merged.notebook, "stairs").outputs == cell(SECOND, "stairs").outputs


def test_line_breaks_of_windows_are_nobodys_edit(tmp_path: Path) -> None:
    """An editor that saves each source with them has changed no word."""
    elsewhere = json.loads(workbook_text(edited(invest_prose=written("Mine.\n\nTwo lines."))))
    for one in elsewhere["cells"]:
        one["source"] = "".join(one["source"]).replace("\n", "\r\n")
    path = tmp_path / "windows.ipynb"
    path.write_bytes(json.dumps(elsewhere, indent=1).replace("\n", "\r\n").encode())
    merged = merge(read_delivered(path), SECOND)
    assert keys(merged.kept) == ["invest-prose"]
    assert cell(merged.notebook, "invest-prose").source == "Mine.\n\nTwo lines."


def test_a_file_attached_to_our_prose_stays_attached() -> None:
    """It is the consultant's, though they left our words as they are."""
    notebook = miniature()
    cell(notebook, "invest-prose")["attachments"] = {"board.png": {"image/png": "iVBORw0KGgo="}}
    once = merge(notebook, SECOND).notebook
    assert cell(once, "invest-prose").attachments == {"board.png": {"image/png": "iVBORw0KGgo="}}
    assert workbook_text(merge(once, SECOND).notebook) == workbook_text(once)


def test_neither_notebook_is_changed_by_a_merge() -> None:
    """A merge is a question, too: `--dry-run` asks it."""
    notebook, fresh = lab_case("many"), miniature(says="second")
    before = json.dumps([notebook, fresh])
    merge(notebook, fresh)
    assert json.dumps([notebook, fresh]) == before


def test_runs_are_counted_anew_and_code_that_never_ran_has_no_number() -> None:
    """Numbers rise from 1, in outputs too, so that nbval and readers see one run."""
    notebook = merged_of("code-added-and-run").notebook
    counts = [c.execution_count for c in notebook.cells if c.cell_type == "code"]
    assert counts == list(range(1, len(counts) + 1))
    never = clone(lab_case("prose-added"))
    never.cells.append(nbformat.v4.new_code_cell("later()", id="later"))
    assert merge(never, SECOND).notebook.cells[-1].execution_count is None


def test_the_report_says_each_fate_on_a_line_and_to_programs() -> None:
    """A consultant reads one line for each; a program reads the keys."""
    merged = merged_of("many")
    assert merged.lines == (
        "kept as you left it: text under 'First, second, third'; added text under 'Our offer'",
        "stays where you put it: code under 'Where you stand'",
        "left out, as you did: text under 'Traps'; code under 'Traps'",
        REFRESHED,
    )
    told = json.loads(json.dumps(merged.as_json))
    assert told["deleted"][1] == {"section": "Traps", "what": "code", "key": "traps", "parked": ""}
    assert told["stale"] == []


def test_a_heading_of_a_strangers_stays_on_one_line_of_the_report() -> None:
    """Control characters of a hostile notebook never reach the terminal."""
    merged = merge(edited(invest_prose=written("## a\x1b[31mb\n\nx")), SECOND)
    assert merged.lines[0] == "kept as you left it: text under 'a\\x1b[31mb'"


def test_a_real_briefing_survives_new_answers() -> None:
    """Fewer practices open: sections come and go, and the consultant's words are all there."""
    never, always = (
        {gate.key: Response(answer=answer) for gate in built_in_model().stage(1).gates}
        for answer in (Answer.NEVER, Answer.ALWAYS)
    )
    held = Engagement(customer="Baobab Pay", held_on=date(2026, 3, 12), engineers=30, responses=never)
    known = Engagement(customer="Baobab Pay", held_on=date(2026, 3, 12), engineers=30, responses=always)
    notebook, fresh = delivered(held), delivered(known)
    cell(notebook, "investments-prose").source = "Mine."
    notebook.cells.append(nbformat.v4.new_markdown_cell("## Our offer", id="own"))
    merged = merge(notebook, fresh)
    assert [c.source for c in merged.notebook.cells if c.source in {"Mine.", "## Our offer"}] == [
        "Mine.",
        "## Our offer",
    ]
    assert "staircase" in keys(merged.refreshed)
    assert stamp_of(merged.notebook, "merged").input_hash == known.hash
    assert "Our offer" in render_page(merged.notebook, brand=Brand(), interactive=False)


# --- laws -----------------------------------------------------------------------------------------------------------

texts = st.sampled_from(["Mine.", "## Ours\n\nMine.", "", *(t for t in HOSTILE if t.isprintable())])
places = st.integers(0, 40)
sides = st.tuples(
    st.dictionaries(st.sampled_from([s[0] for s in SECTIONS]), texts.filter(bool), max_size=2),
    st.sets(st.sampled_from(["traps", "gates", "defer"]), max_size=2),
    st.permutations(SECTIONS),
)


def fresh_of(side: tuple[Mapping[str, str], set[str], Sequence[Any]]) -> Any:  # noqa: ANN401
    """A second run with other texts, some cells silent, in some order."""
    words, without, sections = side
    return miniature(says="second", texts=words, without=without, sections=sections)


def _split(cells: list[Any], at: int, _to: int, new: str, _text: str) -> None:
    half = nbformat.from_dict({**cells[at], "id": new, "source": cells[at].source[:7]})
    cells[at].source = cells[at].source[7:]
    cells.insert(at, half)


STEPS: Mapping[str, Callable[[list[Any], int, int, str, str], object]] = {
    "write": lambda cells, at, _to, new, text: cells[at].update(source=f"{text} {new}"),
    "add": lambda cells, at, _to, new, text: cells.insert(at, nbformat.v4.new_markdown_cell(f"{text} {new}", id=new)),
    "code": lambda cells, at, _to, new, _text: cells.insert(at, nbformat.v4.new_code_cell(f"mine({new!r})", id=new)),
    "delete": lambda cells, at, _to, _new, _text: cells.pop(at),
    "move": lambda cells, at, to, _new, _text: cells.insert(to, cells.pop(at)),
    "copy": lambda cells, at, to, new, _text: cells.insert(to, nbformat.from_dict({**clone(cells[at]), "id": new})),
    "split": _split,
    "clear": lambda cells, at, _to, _new, _text: cells[at].update({"outputs": []} if "outputs" in cells[at] else {}),
}
steps = st.lists(st.tuples(st.sampled_from([*STEPS]), places, places, texts), max_size=6)


def do(notebook: Any, todo: Sequence[tuple[str, int, int, str]]) -> list[str]:  # noqa: ANN401
    """Edit the notebook as Lab does; the texts that are then the consultant's own."""
    for number, (step, at, to, text) in enumerate(todo):
        size = len(notebook.cells)
        if size:
            STEPS[step](notebook.cells, at % size, to % size, f"new-{number}", text)
    made = {c.source for c in miniature().cells}
    return [c.source for c in notebook.cells if c.source not in made and key_of(c) != "injected-parameters"]


@given(steps, sides)
def test_law_nothing_of_the_consultants_is_ever_lost(todo: Any, side: Any) -> None:  # noqa: ANN401
    """Every text that they wrote and did not delete stands in the merged workbook, word for word."""
    notebook = miniature()
    mine = do(notebook, todo)
    left = [c.source for c in merge(notebook, fresh_of(side)).notebook.cells]
    for text in mine:
        assert text in left
        left.remove(text)


@given(steps, sides)
def test_law_merging_again_changes_nothing(todo: Any, side: Any) -> None:  # noqa: ANN401
    """Whatever was edited, and whatever is new."""
    notebook, fresh = miniature(), fresh_of(side)
    do(notebook, todo)
    once = merge(notebook, fresh)
    twice = merge(once.notebook, fresh)
    assert workbook_text(twice.notebook) == workbook_text(once.notebook)
    assert (twice.waiting, twice.stale, twice.kept) == (once.waiting, once.stale, once.kept)


@given(sides, sides)
def test_law_an_unedited_workbook_becomes_the_fresh_one(earlier: Any, side: Any) -> None:  # noqa: ANN401
    """Byte for byte, whatever the earlier run looked like."""
    fresh = fresh_of(side)
    assert workbook_text(merge(fresh_of(earlier), fresh).notebook) == workbook_text(fresh)


@given(steps, sides, sides)
def test_law_what_was_deleted_never_comes_back(todo: Any, one: Any, other: Any) -> None:  # noqa: ANN401
    """Not by another run, nor by the run after that."""
    notebook = miniature()
    do(notebook, todo)
    gone = {key_of(c) for c in miniature().cells} - {key_of(c) for c in notebook.cells}
    merged = merge(merge(notebook, fresh_of(one)).notebook, fresh_of(other)).notebook
    assert gone & {key_of(c) for c in merged.cells} == set()


@given(steps, sides)
def test_law_every_cell_is_told_apart(todo: Any, side: Any) -> None:  # noqa: ANN401
    """No id and no key of ours stands twice."""
    notebook = miniature()
    do(notebook, todo)
    cells = merge(notebook, fresh_of(side)).notebook.cells
    ours = [key_of(c) for c in cells if key_of(c) and not c.metadata["maturity"].get("copy")]
    assert len({c.id for c in cells}) == len(cells)
    assert len(set(ours)) == len(ours)
