"""A workbook proves itself: what is found of a delivered file, and what hostile files come to."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import nbformat
import pytest
from click.testing import CliRunner
from histories import engagements_in, fictional_columns
from hypothesis import given
from hypothesis import strategies as st
from miniature import clone, delivered, made_here, miniature

from maturity import Answer, Engagement, InputError, Response, built_in_model
from maturity import delivered as delivered_room
from maturity.brand import Brand
from maturity.delivered import Stamp, key_of, stamp_of
from maturity.engagement import to_json
from maturity.files import digest
from maturity.given import Given
from maturity.merging import merge
from maturity.page import render_page
from maturity.peers import cohort, peers_to_json
from maturity.verify_cli import verify as command
from maturity.verifying import Difference, Verdict, Verified, verify
from maturity.verifying.parameters import STAMPED, held_against
from maturity.workbook import make_workbook, workbook_text

MODEL = built_in_model()
HELD = Engagement(
    customer="Baobab Pay",
    held_on=date(2026, 3, 12),
    engineers=30,
    responses={gate.key: Response(answer=Answer.NEVER) for gate in MODEL.stage(1).gates},
)
EARLIER = Engagement(
    customer="Baobab Pay",
    held_on=date(2025, 3, 13),
    engineers=20,
    responses={gate.key: Response(answer=Answer.USUALLY) for gate in MODEL.stage(1).gates},
)
PEERS = peers_to_json(cohort(engagements_in(fictional_columns(60)), MODEL))
GIVEN = Given(engagement=HELD, model=MODEL)
WORKBOOK = made_here(GIVEN)
Change = Callable[[Any], object]


def made_again(asked: Given) -> Any:  # noqa: ANN401
    """A run in this process, without a kernel (one test below has a real one)."""
    return clone(WORKBOOK) if asked == GIVEN else made_here(asked)


def verified(folder: Path, change: Change = lambda _: None, *, workbook: Any = WORKBOOK) -> Verified:  # noqa: ANN401
    """What is found of the workbook after that change."""
    notebook = clone(workbook)
    change(notebook)
    path = folder / f"{HELD.key}.ipynb"
    path.write_text(workbook_text(notebook), encoding="utf-8")
    return verify(path, make=made_again)


def cell(notebook: Any, key: str) -> Any:  # noqa: ANN401
    """The cell of that key."""
    return next(c for c in notebook.cells if key_of(c) == key)


def changed(key: str, kind: str, before: str, after: str) -> Change:
    """A change of an output's text: the first place is enough."""

    def change(notebook: Any) -> None:  # noqa: ANN401
        shown = cell(notebook, key).outputs[0].data
        text = shown[kind] if isinstance(shown[kind], str) else json.dumps(shown[kind])
        assert before in text
        tampered = text.replace(before, after, 1)
        shown[kind] = tampered if isinstance(shown[kind], str) else json.loads(tampered)

    return change


def rewritten(before: str, after: str) -> Change:
    """A change of the parameters as they stand in their cell."""

    def change(notebook: Any) -> None:  # noqa: ANN401
        injected = cell(notebook, "injected-parameters")
        assert before in injected.source
        injected.source = injected.source.replace(before, after)

    return change


def told(found: Verified) -> list[tuple[str, str, bool]]:
    """What differs, under which heading, and whether it is flagged."""
    return [(one.what, one.section, one.flagged) for one in found.differences]


def test_a_workbook_as_it_was_made_is_unchanged(tmp_path: Path) -> None:
    """Nothing differs, and the report is one line."""
    found = verified(tmp_path)
    assert (found.verdict, found.differences, found.versions) == (Verdict.UNCHANGED, (), ())
    assert found.lines == (f"{tmp_path / HELD.key}.ipynb: unchanged; the numbers hold",)


def test_a_workbook_with_peers_is_unchanged_too(tmp_path: Path) -> None:
    """Its table comes from the file itself."""
    assert verified(tmp_path, workbook=delivered(HELD, peers=PEERS)).verdict is Verdict.UNCHANGED


def test_a_workbook_with_an_earlier_engagement_is_unchanged_too(tmp_path: Path) -> None:
    """What it is held against comes from the file itself."""
    reassessed = delivered(HELD, earlier=EARLIER)
    assert "moved" in [key_of(c) for c in reassessed.cells]
    assert verified(tmp_path, workbook=reassessed).verdict is Verdict.UNCHANGED


@pytest.mark.parametrize(
    ("change", "what", "said"),
    [
        pytest.param(
            rewritten('usually\\"', 'always\\"'), "parameters", "the earlier engagement is not the one", id="answer"
        ),
        pytest.param(
            lambda n: n.metadata.maturity.update(earlier_hash="0" * 64), "parameters", "the earlier", id="stamp"
        ),
        pytest.param(
            rewritten(
                'customer\\":\\"Baobab Pay\\",\\"engineers\\":20', 'customer\\":\\"Kora Health\\",\\"engineers\\":20'
            ),
            *("parameters", "expected an earlier engagement of 'Baobab Pay'"),
            id="another-customers",
        ),
        pytest.param(changed("moved", "text/html", "stood", "never stood"), "sentence", "never stood", id="headline"),
        pytest.param(changed("answers-moved", "text/html", "usually", "always"), "table", "always", id="table"),
        pytest.param(
            changed("gates-moved", "application/vnd.plotly.v1+json", '"x": [', '"x": [9, '), "chart", "9", id="chart"
        ),
        pytest.param(lambda n: n.cells.remove(cell(n, "answers-moved")), "code", "deleted", id="left-out"),
    ],
)
def test_a_tampered_last_time_is_flagged(tmp_path: Path, change: Change, what: str, said: str) -> None:
    """Progress is as easily invented in the answers of then as in those of now."""
    found = verified(tmp_path, change, workbook=delivered(HELD, earlier=EARLIER))
    assert found.verdict is Verdict.EDITED
    assert [one.problem for one in found.differences if one.flagged and one.what == what and said in one.problem]


def test_everything_that_a_stamp_says_of_its_origin_is_held_against_the_parameters() -> None:
    """What a run is given, what its stamp says of that, what is read from a stamp, and what is compared, are one."""
    compared = {field for fields in STAMPED.values() for field in fields}
    assert compared == GIVEN.origin.keys() == set(Stamp.__struct_fields__) - {"cells", "versions"}
    assert list(GIVEN.parameters) == ["engagement", "model", "peers", "language", "earlier", "evidence"]
    other = Given(
        engagement=EARLIER,
        model=msgspec.structs.replace(MODEL, version="0"),
        peers=PEERS,
        language="fr",
        earlier=HELD,
        evidence="{}",
    )
    said = [one.problem for one in held_against(other, stamp_of(WORKBOOK, "x"))]
    assert [problem.partition(" is ")[0] for problem in said] == [*STAMPED]
    assert said[0].endswith(f"(hash {EARLIER.hash[:8]}, not {HELD.hash[:8]})")
    assert said[2].endswith(f"(hash {digest(PEERS.encode())[:8]}, not none)")
    assert said[5] == "the language is 'fr', and the workbook says that it was made in 'en'"


def test_numbers_as_javascript_writes_them_are_the_same_numbers(tmp_path: Path) -> None:
    """JupyterLab saves 1.0 as 1."""

    def saved(notebook: Any) -> None:  # noqa: ANN401
        for one in notebook.cells:
            for output in one.get("outputs", []):
                text = json.dumps(output.data)
                output.data = nbformat.from_dict(json.loads(re.sub(r"(?<=[\[ ])(-?\d+)\.0(?=[,\]}])", r"\1", text)))

    assert verified(tmp_path, saved).verdict is Verdict.UNCHANGED


@pytest.mark.parametrize(
    ("change", "what", "section"),
    [
        pytest.param(changed("gates", "text/html", "closed", "open"), "table", "Where you stand", id="table"),
        pytest.param(
            changed("staircase", "application/vnd.plotly.v1+json", '"y": [', '"y": [9, '),
            *("chart", "Where you stand"),
            id="chart",
        ),
        pytest.param(
            changed("staircase", "text/html", ' width="', ' width="1'), "picture", "Where you stand", id="picture"
        ),
        pytest.param(
            changed("bottom-line", "text/html", "stage", "stage 5"), "sentence", "The bottom line", id="sentence"
        ),
        pytest.param(
            changed("bottom-line", "text/plain", "stage", "stage 5"), "sentence", "The bottom line", id="words"
        ),
        pytest.param(lambda n: cell(n, "gates").outputs.clear(), "output", "Where you stand", id="cleared"),
        pytest.param(
            lambda n: cell(n, "gates").outputs.append(clone(cell(n, "cover").outputs[0])),
            *("output", "Where you stand"),
            id="output-added",
        ),
        pytest.param(
            lambda n: cell(n, "gates").outputs[0].metadata.update(isolated=True),
            "output",
            "Where you stand",
            id="output-metadata",
        ),
        pytest.param(
            lambda n: cell(n, "gates").outputs[0].data.update({"image/png": "aGk="}),
            "output",
            "Where you stand",
            id="image",
        ),
        pytest.param(
            lambda n: cell(n, "gates").update(source="briefing.gates"), "code", "Where you stand", id="code-edited"
        ),
        pytest.param(lambda n: n.cells.remove(cell(n, "gates")), "code", "Where you stand", id="code-deleted"),
        pytest.param(
            lambda n: n.cells.insert(9, nbformat.v4.new_code_cell("6 * 7", id="own")),
            "code",
            "Where you stand",
            id="code-added",
        ),
        pytest.param(
            lambda n: n.cells.append(n.cells.pop(n.cells.index(cell(n, "gates")))),
            *("code", "How this was worked out"),
            id="chart-under-another-heading",
        ),
        pytest.param(
            lambda n: cell(n, "gates").metadata["jupyter"].update(outputs_hidden=True),
            *("metadata", "Where you stand"),
            id="output-folded-away",
        ),
        pytest.param(
            lambda n: cell(n, "gates").metadata.update(x=1), "metadata", "Where you stand", id="cell-metadata"
        ),
        pytest.param(
            lambda n: cell(n, "gates").metadata["maturity"].update(x=1),
            "metadata",
            "Where you stand",
            id="our-metadata",
        ),
        pytest.param(lambda n: n.metadata.update(title="DevOps briefing: Other"), "metadata", "", id="title"),
        pytest.param(lambda n: n.metadata.update(widgets={}), "metadata", "", id="notebook-metadata"),
        pytest.param(lambda n: n.metadata.kernelspec.update(name="evil"), "metadata", "", id="kernel"),
        pytest.param(lambda n: n.metadata.maturity.update(x=1), "stamp", "", id="stamp-field"),
        pytest.param(lambda n: n.metadata.maturity.cells[5].__setitem__(1, "0" * 64), "stamp", "", id="stamp-hash"),
        pytest.param(lambda n: n.metadata.maturity.cells.pop(5), "stamp", "", id="stamp-shortened"),
        pytest.param(lambda n: n.metadata.maturity.cells.append(["mine", "0" * 64]), "stamp", "", id="stamp-longer"),
        pytest.param(
            lambda n: n.metadata.maturity.cells.append(n.metadata.maturity.cells[5]), "stamp", "", id="stamp-twice"
        ),
        pytest.param(lambda n: n.metadata.maturity.update(input_hash="0" * 64), "parameters", "", id="input-hash"),
        pytest.param(lambda n: n.metadata.maturity.update(peers_hash="0" * 64), "parameters", "", id="peers-hash"),
        pytest.param(lambda n: n.metadata.maturity.model.update(hash="0" * 64), "parameters", "", id="model-hash"),
        pytest.param(rewritten('engineers\\":30', 'engineers\\":31'), "parameters", "", id="parameter"),
        pytest.param(rewritten('peers = ""', f"peers = {json.dumps(PEERS)}"), "parameters", "", id="peers"),
    ],
)
def test_every_tampered_number_is_flagged_where_it_stands(
    tmp_path: Path, change: Change, what: str, section: str
) -> None:
    """Tables, charts, pictures, sentences, code, parameters, stamps and metadata: named by kind and section."""
    found = verified(tmp_path, change)
    assert (what, section, True) in told(found)
    assert found.verdict is Verdict.EDITED
    assert "numbers may differ" in found.lines[0]


def test_what_a_number_was_and_should_be_is_told(tmp_path: Path) -> None:
    """Both, with a little around them."""
    found = verified(tmp_path, changed("bottom-line", "text/plain", "of stage 1", "of stage 4"))
    said, should = found.differences[0].problem.split(" instead of ")
    assert said == "…'assed the gate of stage 4 yet. Get to stage 3, ob'…"
    assert should == said.replace("4", "1")


def test_a_parameter_tampered_with_its_hash_is_found_by_what_it_gives(tmp_path: Path) -> None:
    """A stamp can be forged; what a run of other answers says can't."""
    other = Engagement(customer=HELD.customer, held_on=HELD.held_on, engineers=90, responses=HELD.responses)

    def forged(notebook: Any) -> None:  # noqa: ANN401
        rewritten('engineers\\":30', 'engineers\\":90')(notebook)
        source = cell(notebook, "injected-parameters").source
        notebook.metadata.maturity.input_hash = other.hash
        for pair in notebook.metadata.maturity.cells:
            if pair[0] == "injected-parameters":
                pair[1] = digest(source.encode())

    flagged = {what for what, _, is_flagged in told(verified(tmp_path, forged)) if is_flagged}
    assert {"chart", "picture", "sentence"} <= flagged
    assert not {"parameters", "stamp"} & flagged


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda n: cell(n, "staircase-prose").update(source="## Mine\n\n99 %"), id="edited"),
        pytest.param(lambda n: n.cells.append(nbformat.v4.new_markdown_cell("Mine.", id="own")), id="added"),
        pytest.param(lambda n: n.cells.append(nbformat.v4.new_raw_cell("Mine.", id="own")), id="added-raw"),
        pytest.param(lambda n: n.cells.remove(cell(n, "staircase-prose")), id="deleted"),
        pytest.param(lambda n: n.cells.extend([n.cells.pop(5), n.cells.pop(5)]), id="section-moved"),
        pytest.param(lambda n: cell(n, "gates").metadata.update(tags=["theirs"]), id="tagged"),
        pytest.param(lambda n: n.cells.append(clone(cell(n, "gates")) | {"id": "copy"}), id="copied-with-what-it-says"),
    ],
)
def test_prose_edited_by_hand_is_fine_and_named(tmp_path: Path, change: Change) -> None:
    """It is a consultant's work; the verdict says that there is some, and where."""
    found = verified(tmp_path, change)
    assert found.verdict is Verdict.EDITED
    assert not found.is_flagged
    assert all(one.section for one in found.differences)
    assert found.lines[0].endswith("edited by hand; the numbers hold")


def test_a_copy_of_the_parameters_is_no_second_pair(tmp_path: Path) -> None:
    """One that says the same is fine and named; one that says something else is flagged, and nothing is run with it."""
    copied = verified(tmp_path, lambda n: n.cells.append(clone(cell(n, "injected-parameters")) | {"id": "copy"}))
    assert [(str(one.problem), one.flagged) for one in copied.differences] == [("copied", False)]

    def forged(notebook: Any) -> None:  # noqa: ANN401
        source = cell(notebook, "injected-parameters").source.replace('engineers\\":30', 'engineers\\":90')
        notebook.cells.append(clone(cell(notebook, "injected-parameters")) | {"id": "copy", "source": source})

    found = verified(tmp_path, forged)
    assert [(one.what, one.problem, one.flagged) for one in found.differences] == [("code", "added", True)]


def test_what_vs_code_notes_in_a_cell_is_no_number(tmp_path: Path) -> None:
    """It says which language the editor colours it in."""
    found = verified(tmp_path, lambda n: cell(n, "gates").metadata.update(vscode={"languageId": "python"}))
    assert found.verdict is Verdict.UNCHANGED


def test_an_output_folded_away_is_flagged_in_either_spelling(tmp_path: Path) -> None:
    """JupyterLab writes both; readers that know the old one only see no table."""
    for folded in ({"collapsed": True}, {"jupyter": {"outputs_hidden": True}}):
        found = verified(tmp_path, lambda n, folded=folded: cell(n, "gates").metadata.update(folded))  # type: ignore[misc]
        assert [(one.problem, one.flagged) for one in found.differences] == [("the output is folded away", True)]
    assert not verified(tmp_path, lambda n: cell(n, "gates").metadata.update(collapsed=False)).differences


def test_a_merged_workbook_proves_itself_but_for_its_edits(tmp_path: Path) -> None:
    """What a merge leaves in stamps and cells is known: a parked text, a copy, a section deleted while silent."""
    edited = clone(WORKBOOK)
    cell(edited, "staircase-prose").source = "Mine."
    edited.cells.append(nbformat.from_dict(clone(cell(edited, "gates")) | {"id": "copy"}))
    edited.metadata.maturity.cells.append(["peers-prose", "0" * 64])
    merged = merge(edited, clone(WORKBOOK)).notebook
    assert ["peers-prose", "0" * 64] in merged.metadata.maturity.cells
    cell(merged, "staircase-prose").metadata.maturity.waiting = "Ours."
    found = verified(tmp_path, workbook=merged)
    assert told(found) == [("text", "The bottom line", False), ("code", "How this was worked out", False)]


def test_a_workbook_of_other_versions_is_said_to_be_with_their_names(tmp_path: Path) -> None:
    """What differs is still told, as what may come from the versions."""

    def older(notebook: Any) -> None:  # noqa: ANN401
        notebook.metadata.maturity.versions.update(plotly="5.0.0", gone="1")

    found = verified(tmp_path, older)
    assert (found.verdict, found.is_flagged) == (Verdict.OTHER_VERSIONS, False)
    plotly = WORKBOOK.metadata.maturity.versions.plotly
    assert [str(one) for one in found.versions] == ["gone: ours none, this 1", f"plotly: ours {plotly}, this 5.0.0"]

    def older_and_other(notebook: Any) -> None:  # noqa: ANN401
        older(notebook)
        changed("gates", "text/html", "closed", "open")(notebook)

    again = verified(tmp_path, older_and_other)
    assert (again.verdict, again.is_flagged) == (Verdict.OTHER_VERSIONS, True)
    assert "may come from the versions" in again.lines[0]


def test_a_real_run_verifies_and_no_code_of_the_file_is_run(tmp_path: Path) -> None:
    """The shipped notebook is run by a kernel; a cell that was put in, or changed, is read and told, never run."""
    true = make_workbook(GIVEN)
    assert workbook_text(true) == workbook_text(WORKBOOK)
    fired = tmp_path / "fired"
    for key in ("open", "gates"):
        cell(true, key).source += f"\nopen({str(fired)!r}, 'w')"
    true.cells.insert(2, nbformat.v4.new_code_cell(f"open({str(fired)!r}, 'w')", id="evil"))
    path = tmp_path / "evil.ipynb"
    path.write_text(workbook_text(true), encoding="utf-8")
    found = verify(path)
    assert [(one.key, one.problem.partition(":")[0]) for one in found.differences if one.flagged] == [
        *(("", "added"), ("open", "edited"), ("gates", "edited"))
    ]
    assert not fired.exists()


def test_what_nbval_finds_is_found(tmp_path: Path) -> None:
    """The same cells as nbval's, which has to run the file to find them."""
    tampered = clone(WORKBOOK)
    changed("gates", "text/html", "closed", "open")(tampered)
    changed("bottom-line", "text/plain", "stage", "stage 5")(tampered)
    path = tmp_path / "tampered.ipynb"
    path.write_text(workbook_text(tampered), encoding="utf-8")
    options = ["--nbval", "-q", "-p", "no:cacheprovider", "--override-ini=addopts=", "-rf", "--tb=no"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, str(path)], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    code = [key_of(c) for c in tampered.cells if c.cell_type == "code"]
    theirs = {code[int(number)] for number in re.findall(r"FAILED .*::Cell (\d+)", done.stdout)}
    assert theirs == {"gates", "bottom-line"}
    assert {one.key for one in verify(path, make=made_again).differences} == theirs


# --- parameters that are none -----------------------------------------------------------------------------------------

HOSTILE_LINES: Mapping[str, str] = {
    "call": 'engagement = __import__("os").system("touch fired")',
    "f-string": 'engagement = f"{1 / 0}"',
    "two": 'engagement = "{}"; import os',
    "octal": 'engagement = "\\101"',
    "surrogate": 'engagement = "\\ud800"',
    "no-letter": 'engagement = "\\U00ffffff"',
    "not-json": 'engagement = "x"',
    "a-list": 'engagement = "[1]"',
    "stranger": 'evil = "x"',
    "twice": 'engagement = "{}"\nengagement = "{}"',
    "multi-line": 'engagement = """x"""',
    "no-model": f'engagement = {json.dumps(to_json(HELD))}\nmodel = "a: &a [*a, *a]"\npeers = ""',
    "nested": f'engagement = "{"[" * 100_000}"\nmodel = ""\npeers = ""',
}


def test_a_page_for_the_board_names_the_workbook_that_can_be_verified(tmp_path: Path) -> None:
    """It is made from the same parameters, and proves nothing by itself."""
    verified(tmp_path)
    page = tmp_path / f"{HELD.key}.board.html"
    page.write_text("<html>", encoding="utf-8")
    with pytest.raises(InputError, match=rf"can't be verified; its workbook \({HELD.key}.ipynb\) can"):
        verify(page, make=made_again)


@pytest.mark.parametrize("name", HOSTILE_LINES)
def test_parameters_that_are_none_are_told_and_nothing_is_run(tmp_path: Path, name: str) -> None:
    """They are read as text by a grammar of one line; there is nothing in it that could run."""

    def never(*_args: object, **_more: object) -> None:
        pytest.fail("there was nothing to run")

    notebook = clone(WORKBOOK)
    cell(notebook, "injected-parameters").source = HOSTILE_LINES[name]
    path = tmp_path / "hostile.ipynb"
    path.write_text(workbook_text(notebook), encoding="utf-8")
    found = verify(path, make=never)
    assert told(found) == [("parameters", "", True)]
    assert not (tmp_path / "fired").exists()


def test_a_workbook_without_its_parameters_is_flagged(tmp_path: Path) -> None:
    """There is nothing to run it with."""
    found = verified(tmp_path, lambda n: n.cells.remove(cell(n, "injected-parameters")))
    assert [str(one) for one in found.differences] == ["parameters: the cell with the parameters is gone"]


# --- files that are no workbooks --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is not a notebook: it is empty, or can't be read"),
        ("[1]", "is not a notebook of format 4"),
        ("[" * 100_000, "nested too deep"),
        ('{"nbformat": 4, "cells": [], "cells": []}', "'cells' stands twice in one object"),
        ('{"nbformat": 3, "worksheets": []}', "is not a notebook of format 4"),
        ('{"nbformat": 4, "cells": {}}', "is not a notebook of at most 5,000 cells"),
        ('{"nbformat": 4, "cells": [1], "metadata": {}}', "is not a notebook: "),
        ('{"nbformat": 4, "cells": [{"cell_type": "code"}], "metadata": {}}', "is not a notebook: "),
        ('{"nbformat": 4, "nbformat_minor": "x", "cells": [], "metadata": {}}', "is not a notebook: "),
        ('{"nbformat": 4, "cells": [], "metadata": {"a": ' + "9" * 5000 + "}}", "is not a notebook: "),
        (
            '{"nbformat": 4, "cells": [], "metadata": ' + '{"a":' * 400 + "1" + "}" * 400 + "}",
            "is not a notebook|does not say",
        ),
        ('{"nbformat": 4, "cells": [], "metadata": {}}', "does not say what it was made from"),
        ('{"nbformat": 4, "cells": [], "metadata": {"maturity": {"key": 1, "cells": []}}}', "does not say"),
    ],
)
def test_a_file_that_is_no_workbook_is_refused_with_a_clear_word(tmp_path: Path, text: str, message: str) -> None:
    """Whatever stands in it: one error, which names the file."""
    path = tmp_path / "hostile.ipynb"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message) as caught:
        verify(path, make=made_again)
    assert str(caught.value).startswith(str(path))


def test_what_is_no_file_or_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe is never waited for, a folder never opened, and a large file never read."""
    pipe, folder, large = (tmp_path / f"{name}.ipynb" for name in ("pipe", "folder", "large"))
    page = tmp_path / "large.html"
    os.mkfifo(pipe)
    os.mkfifo(page)
    folder.mkdir()
    large.write_text("x" * 2000, encoding="utf-8")
    monkeypatch.setattr(delivered_room, "LARGEST", 1000)
    for path, message in (
        (pipe, "is not a file"),
        (folder, "is not a file"),
        (large, "has 2,000 bytes; expected at most 1,000"),
        (tmp_path / "none.ipynb", r"can't be read \(No such file"),
        (page, "is not a file"),
        (tmp_path / "a.pdf", r"can't be verified; its workbook \(.ipynb\) can"),
        (tmp_path / "a\0.ipynb", "can't be read"),
    ):
        with pytest.raises(InputError, match=message):
            verify(path, make=made_again)


@given(st.binary(max_size=400))
def test_law_any_bytes_are_a_verdict_or_a_refusal(tmp_path_factory: pytest.TempPathFactory, body: bytes) -> None:
    """No file brings the command down."""
    path = tmp_path_factory.mktemp("any") / "any.ipynb"
    path.write_bytes(body)
    with pytest.raises(InputError):
        verify(path, make=made_again)


@given(st.data())
def test_law_no_letter_of_an_output_can_change_unseen(data: st.DataObject) -> None:
    """Whatever letter of whatever output, in whatever cell."""
    notebook = clone(WORKBOOK)
    speaking = [c for c in notebook.cells if c.get("outputs")]
    shown = data.draw(st.sampled_from(speaking)).outputs[0].data
    kind = data.draw(st.sampled_from(["text/html", "text/plain"]))
    at = data.draw(st.integers(0, len(shown[kind]) - 1))
    letter = data.draw(st.characters(codec="utf-8", exclude_characters=shown[kind][at]))
    shown[kind] = shown[kind][:at] + letter + shown[kind][at + 1 :]
    found = [one for one in _cell_differences(notebook) if one.flagged]
    assert len(found) == 1


def _cell_differences(notebook: Any) -> list[Difference]:  # noqa: ANN401
    from maturity.delivered import stamp_of
    from maturity.verifying.cells import cell_differences

    return list(cell_differences(notebook.cells, WORKBOOK.cells, stamp_of(WORKBOOK, "made").sources))


# --- pages, and the command ------------------------------------------------------------------------------------------


def test_a_page_is_proved_by_the_workbook_beside_it(tmp_path: Path) -> None:
    """The same bytes again, in the same brand; alone it proves nothing."""
    page = tmp_path / f"{HELD.key}.html"
    page.write_text(render_page(WORKBOOK, brand=Brand(), interactive=False), encoding="utf-8")
    with pytest.raises(InputError, match="a page can't be verified by itself; its workbook can"):
        verify(page, make=made_again)
    verified(tmp_path)
    found = verify(page, make=made_again)
    assert (found.verdict, found.note) == (Verdict.UNCHANGED, f"the page of {HELD.key}.ipynb, byte for byte")
    assert verify(page, brand=Brand(name="Another"), make=made_again).is_flagged
    page.write_text(page.read_text(encoding="utf-8").replace("stage", "stagE", 1), encoding="utf-8")
    tampered = verify(page, make=made_again)
    assert (tampered.verdict, tampered.is_flagged) == (Verdict.EDITED, True)


def test_the_command_says_each_file_and_ends_with_the_worst(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """0 where all numbers hold, 1 where one is flagged, 2 for what can't be verified; JSON says the same."""
    monkeypatch.setattr("maturity.verifying.verify", partial(verify, make=made_again))
    good, prose, bad, none = (tmp_path / f"{name}.ipynb" for name in ("good", "prose", "bad", "none"))
    for path, change in (
        (good, lambda _: None),
        (prose, lambda n: cell(n, "staircase-prose").update(source="Mine.")),
        (bad, changed("gates", "text/html", "closed", "open")),
    ):
        notebook = clone(WORKBOOK)
        change(notebook)
        path.write_text(workbook_text(notebook), encoding="utf-8")
    statuses = []
    for files in ([good], [good, prose], [good, bad], [bad, none]):
        done = CliRunner().invoke(command, [str(file) for file in files])
        statuses.append(done.exit_code)
    assert statuses == [0, 0, 1, 2]
    assert f"{bad}: edited by hand; numbers may differ\n  flagged: table under 'Where you stand'" in done.stdout
    assert f"{none}: can't be read (No such file or directory)" in done.stderr
    told_json = CliRunner().invoke(command, ["--format", "json", str(bad), str(none)])
    first, second = json.loads(told_json.stdout)
    assert (first["verdict"], first["flagged"], first["differences"][0]["what"]) == ("edited by hand", True, "table")
    assert (second["verdict"], told_json.exit_code) == ("unusable", 2)


def test_the_trends_workbook_is_refused_with_its_name(tmp_path: Path) -> None:
    """It is stamped too, but was run with counts."""
    path = tmp_path / "trends.ipynb"
    path.write_text(workbook_text(miniature(key="trends")), encoding="utf-8")
    with pytest.raises(InputError, match="is the trends workbook; only briefings can be verified"):
        verify(path, make=made_again)


def test_a_workbook_of_something_else_is_flagged_for_its_parameters(tmp_path: Path) -> None:
    """A miniature is stamped as a workbook, but no briefing can be made from it."""
    path = tmp_path / "other.ipynb"
    path.write_text(workbook_text(miniature()), encoding="utf-8")
    assert verify(path, make=made_again).is_flagged
