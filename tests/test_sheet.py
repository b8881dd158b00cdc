"""The answer sheet that a customer is sent: complete, locked, counted, small, and nothing but text."""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sheet_cases import SENT, TODAY, cell, only, read_bytes, sent_engagements, sheet_of
from strategies import BUILT_IN_MODEL, HOSTILE, engagement, models

from maturity.brand import contrast
from maturity.charts.palette import LIGHT
from maturity.engagement import Engagement, Response
from maturity.intake import form_words, read_source
from maturity.intake.facts import facts_on
from maturity.intake.folding import folded
from maturity.intake.responses import PARTS
from maturity.language import LANGUAGES, speaking
from maturity.model import Answer, Grade
from maturity.model_words import model_of_every_language
from maturity.sheet import ASKED_ANEW, lay_out, sheet_book, sheet_text
from maturity.sheet.cells import LONGEST_CELL
from maturity.sheet.places import bar
from maturity.sheet_cli import sheet
from maturity.sheet_words import WORDS, spoken_words, words_of_every_language
from maturity.store import open_store

ROOT = Path(__file__).resolve().parents[1]
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
LAST = replace(SENT, responses={**SENT.responses, "burn-rate-alerts": Response(answer=Answer.NEVER, grade=Grade.SHOWN)})


def opened(content: bytes) -> Any:  # noqa: ANN401  (openpyxl's workbook)
    """The workbook, as a spreadsheet program would open it."""
    return openpyxl.load_workbook(io.BytesIO(content))


def parts(content: bytes) -> Mapping[str, str]:
    """The parts of a workbook as text."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def rows(text: str) -> list[list[str]]:
    """The rows of a CSV of ours."""
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


# --- what it asks -------------------------------------------------------------------------------------------------


def test_everything_that_is_asked_has_its_row() -> None:
    """Facts, signals and practices, each once, in the workbook and in its twin; what is computed is not asked."""
    facts = {fact.column for fact in facts_on(date.max)} - {"study", "fictional"}
    asked = {*facts, *BUILT_IN_MODEL.signal_names, *(practice.key for practice in BUILT_IN_MODEL.asked)}
    book = opened(sheet_of(None))
    keys = [row[0].value for name in ("Company", "Answers") for row in book[name].iter_rows(min_row=2) if row[0].value]
    practices = [key for key in keys if not key.startswith("stage-")]
    assert sorted(practices) == sorted(asked)
    assert [row[0] for row in rows(sheet_text(lay_out(BUILT_IN_MODEL)))[1:]] == practices
    assert [key for key in keys if key.startswith("stage-")] == [f"stage-{n}" for n in range(1, 6)]


def test_a_row_says_what_is_asked_and_what_would_prove_it() -> None:
    """In the words of the model."""
    practice = BUILT_IN_MODEL.practices["one-click-rollback"]
    book = opened(sheet_of(None))
    wanted = {"Practice": practice.name, "What we ask": practice.question, "What would prove it": practice.evidence}
    assert {title: cell(book, practice.key, title).value for title in wanted} == wanted
    assert cell(book, "runs-kubernetes", "What we ask").value == BUILT_IN_MODEL.signals[0].question


def test_the_first_sheet_says_what_every_answer_means() -> None:
    """And who usually knows, stage by stage."""
    texts = [[value.value for value in row[1:3]] for row in opened(sheet_of(None)).worksheets[0].iter_rows()]
    meanings = {label: text for label, text in texts if label in BUILT_IN_MODEL.words.answers.values()}
    assert list(meanings) == [BUILT_IN_MODEL.words.answers[answer] for answer in Answer]
    assert "the answer is “Usually”" in meanings["Always"]
    assert meanings["Not known"].startswith("A good answer")
    assert "Say why under “Notes and reasons”" in meanings["Does not apply"]
    stages = dict(texts[-6:-1])
    assert list(stages) == [f"Stage {stage.number}: {stage.name}" for stage in BUILT_IN_MODEL.stages]
    assert all(stages.values())


def test_an_answer_is_chosen_from_the_models_own_words() -> None:
    """Every cell for an answer offers the list of the first sheet; a yes or no is offered where one is asked."""
    book = opened(sheet_of(None))
    offered: dict[str, set[str]] = {}
    for title in ("Company", "Answers"):
        for rule in book[title].data_validations.dataValidation:
            offered.setdefault(f"{title} {rule.type} {rule.formula1}", set()).update(str(rule.sqref).split())
    words = [row[0].value for row in book["Start here"]["B9:B14"]]
    assert words == [BUILT_IN_MODEL.words.answers[answer] for answer in Answer]
    answers = {cell(book, practice.key).coordinate for practice in BUILT_IN_MODEL.asked}
    assert offered["Answers list 'Start here'!$B$9:$B$14"] == answers
    signals = {cell(book, signal.key).coordinate for signal in BUILT_IN_MODEL.signals}
    assert offered['Company list "Yes,No"'] == signals
    assert offered["Company whole 0"] == {cell(book, "engineers").coordinate}


# --- how it is made -----------------------------------------------------------------------------------------------


def test_only_what_is_to_be_filled_in_is_unlocked() -> None:
    """All sheets are protected, without a password; what is typed into a cell for text stays text."""
    book = opened(sheet_of(None))
    open_cells = {
        (own.title, value.column_letter)
        for own in book.worksheets
        for row in own.iter_rows()
        for value in row
        if not value.protection.locked
    }
    assert open_cells == {("Company", "C"), ("Answers", "D"), ("Answers", "F"), ("Answers", "G")}
    for own in book.worksheets:
        assert own.protection.sheet
        assert own.protection.password is None
    assert cell(book, "one-click-rollback", "Notes and reasons").number_format == "@"
    assert cell(book, "held_on").number_format == "yyyy-mm-dd"
    assert not cell(book, "one-click-rollback", "Answer").protection.locked
    assert cell(book, "stage-1", "Answer").protection.locked


def test_it_prints_on_a4_with_its_header_on_every_page() -> None:
    """Landscape, one page wide; header and names stay in sight on the screen too; nothing is merged."""
    book = opened(sheet_of(None))
    for own in book.worksheets:
        assert own.page_setup.orientation == "landscape"
        assert own.page_setup.paperSize == 9
        assert own.page_setup.fitToWidth in {None, 1}
        assert own.sheet_properties.pageSetUpPr.fitToPage
        assert list(own.merged_cells.ranges) == []
    for own in book.worksheets[1:]:
        assert own.freeze_panes == "C2"
        assert own.print_title_rows == "$1:$1"


def test_the_colours_can_be_read() -> None:
    """4.5 to 1 at least wherever text stands; what is amiss is said in words as well."""
    pairs = [(LIGHT.on_accent, LIGHT.accent), (LIGHT.on_accent, LIGHT.ink), (LIGHT.muted, LIGHT.paper)]
    pairs += [("#000000", LIGHT.accent_soft), (LIGHT.warm, LIGHT.paper), ("#000000", LIGHT.warm_soft)]
    assert [pair for pair in pairs if contrast(*pair) < 4.5] == []
    book = opened(sheet_of(SENT))
    assert [own.title for own in book.worksheets if own.conditional_formatting] == ["Answers"]
    texts = [rule.formula for found in book["Answers"].conditional_formatting for rule in found.rules]
    assert texts == [['$H2="Reason missing"'], ['OR($H2="Reason missing",$H2="Not in the list")']]


def test_the_same_sheet_has_the_same_bytes() -> None:
    """Under 30 KB, blank or full; the moment at which it was made is nowhere in it."""
    for filled in (None, SENT):
        made = sheet_of(filled)
        assert made == sheet_of(filled)
        assert len(made) < 30_000
        with zipfile.ZipFile(io.BytesIO(made)) as archive:
            assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert "2026-01-01T00:00:00Z" in parts(made)["docProps/core.xml"]


def test_a_row_grows_with_what_is_typed_into_it() -> None:
    """No height is fixed by hand, which a spreadsheet program would keep."""
    made = parts(sheet_of(SENT))
    assert not [name for name, text in made.items() if "customHeight" in text]
    assert made["xl/worksheets/sheet3.xml"].count(' ht="') == 30


def test_the_sample_fits() -> None:
    """Every fictional customer's next sheet is small, and comes back as what was known of them."""
    sample = read_source(ROOT / "data" / "sample", BUILT_IN_MODEL, today=TODAY, history=False).engagements
    last = {known.customer: known for known in sample}
    assert len(last) > 15
    for known in last.values():
        form = lay_out(BUILT_IN_MODEL, filled=known, anew=ASKED_ANEW, last=known)
        assert len(sheet_book(form)) < 30_000
        assert len(sheet_text(form)) < 30_000


# --- what stands in it already ------------------------------------------------------------------------------------


def test_the_next_sheet_starts_from_the_last_answers() -> None:
    """What was said stands there, and beside it what it was and how it was known; the day is asked anew."""
    book = opened(sheet_book(lay_out(BUILT_IN_MODEL, filled=LAST, anew=ASKED_ANEW, last=LAST)))
    title = "Last time, 12 March 2026"
    said = {"every-commit-builds": "Always", "one-click-rollback": "Does not apply", "burn-rate-alerts": "Never"}
    assert {key: cell(book, key).value for key in said} == said
    assert cell(book, "every-commit-builds", title).value == "Always"
    assert cell(book, "burn-rate-alerts", title).value == "Never (seen in the room)"
    assert cell(book, "error-budget-policy", title).value == "Not known"
    assert cell(book, "error-budget-policy").value is None
    assert cell(book, "customer").value == SENT.customer
    assert cell(book, "held_on").value is None
    assert book["Start here"]["B2"].value == f"For {SENT.customer}, with the answers of 12 March 2026 filled in"


def test_status_and_progress_are_there_before_anything_is_counted() -> None:
    """A telephone that shows a workbook counts nothing: what the formulas give stands there from the start."""
    book = openpyxl.load_workbook(io.BytesIO(sheet_of(SENT)), data_only=True)
    start = {row[1].value: (row[3].value, row[4].value) for row in book["Start here"].iter_rows(min_row=10)}
    assert start["Everything"] == ("8 of 28", bar(8, 28))
    assert start["Stage 1: Automated builds and tests"] == ("4 of 6", "■■■■■■■□□□")
    assert cell(book, "one-click-rollback", "Status").value == "Done"
    assert cell(book, "burn-rate-alerts", "Status").value == "To answer"
    no_reason = replace(SENT, responses={"one-click-rollback": Response(answer=Answer.NOT_APPLICABLE)})
    book = openpyxl.load_workbook(io.BytesIO(sheet_of(no_reason)), data_only=True)
    assert cell(book, "one-click-rollback", "Status").value == "Reason missing"


# --- hostile text -------------------------------------------------------------------------------------------------


@settings(max_examples=25)
@given(sent_engagements(), st.lists(st.sampled_from(HOSTILE), min_size=3, max_size=3))
def test_hostile_text_is_text(known: Engagement, texts: list[str]) -> None:
    """No formula but ours, no link, no mark-up; no cell of the CSV starts what a spreadsheet would run."""
    hostile = replace(known, customer=texts[0], industry=texts[1], attendees=texts[2])
    form = lay_out(BUILT_IN_MODEL, filled=hostile, last=hostile)
    made = sheet_book(form)
    book = opened(made)
    formulas = {
        (own.title, value.column_letter)
        for own in book.worksheets
        for row in own.iter_rows()
        for value in row
        if value.data_type == "f"
    }
    assert formulas <= {("Start here", "D"), ("Start here", "E"), ("Answers", "I")}
    linked = [name for name, text in parts(made).items() if "<hyperlink" in text or "relationships/hyperlink" in text]
    assert linked == []
    cells = [text for row in rows(sheet_text(form)) for text in row]
    assert [text for text in cells if text.startswith(FORMULA_STARTS)] == []


@pytest.mark.parametrize(
    "text", ["<r><t>x</t></r>", "<r></t></si><si><t>", "_x0041_", "a\ud800b", "\ufffe", "=1+1", "\x1b[31m"]
)
def test_text_that_a_workbook_could_take_for_its_own_is_text(tmp_path: Path, text: str) -> None:
    """Mark-up of shared strings, escapes, half a letter: the file opens, and says what it can of them."""
    noted = replace(SENT, customer="Acme", responses={"burn-rate-alerts": Response(answer=Answer.NEVER, note=text)})
    read = only(read_bytes(tmp_path, sheet_of(noted)))
    assert read.responses["burn-rate-alerts"].note == text.replace("\ud800", "\ufffd").replace("\ufffe", "\ufffd")


def test_a_text_that_no_cell_holds_is_cut_and_told(tmp_path: Path) -> None:
    """The rest of it stays in the history; the customer sees that there was more."""
    long = replace(SENT, responses={"burn-rate-alerts": Response(answer=Answer.NEVER, note="x" * 40_000)})
    note = only(read_bytes(tmp_path, sheet_of(long))).responses["burn-rate-alerts"].note
    assert len(note) == LONGEST_CELL
    assert note.endswith("x […]")
    with open_store(tmp_path / "history.db", create=True, model=BUILT_IN_MODEL) as kept:
        kept.save_engagement(long, "me")
    done = invoked(tmp_path, "--for", long.key)
    assert done.exit_code == 0
    assert "the text of burn-rate-alerts is longer than a cell can be, and was cut" in done.stderr


# --- other models, other words ------------------------------------------------------------------------------------


@settings(max_examples=10)
@given(models(), st.data())
def test_any_model_has_its_sheet(model: Any, data: st.DataObject) -> None:  # noqa: ANN401  (a model)
    """Other stages, other practices, computed ones among them; what is not known of them stays out."""
    answered = {practice.key: data.draw(st.sampled_from(Answer)) for practice in model.asked}
    book = opened(sheet_book(lay_out(model, filled=engagement(answered))))
    for practice in model.asked:
        assert cell(book, practice.key).value == model.words.answers[answered[practice.key]]


class Recorded(Mapping[str, str]):
    """A catalogue that remembers which of its words were asked for."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self.words = words
        self.used: set[str] = set()

    def __getitem__(self, key: str) -> str:
        word = self.words[key]
        self.used.add(key)
        return word

    def __iter__(self) -> Iterator[str]:
        return iter(self.words)

    def __len__(self) -> int:
        return len(self.words)


def test_every_word_stands_in_the_catalogue_and_none_is_idle() -> None:
    """A sheet in another language needs another catalogue and nothing else."""
    words = Recorded(WORDS)
    told = replace(LAST, study="https://example.org, CC BY 4.0")
    for form in (lay_out(BUILT_IN_MODEL, words=words), lay_out(BUILT_IN_MODEL, filled=told, last=told, words=words)):
        sheet_book(form)
        sheet_text(form)
    assert set(WORDS) - words.used == {"column.last"}  # by which a sheet that comes back is read


def test_no_two_columns_have_one_name() -> None:
    """Columns are found by their headers, and in older sheets by the names of a response's parts."""
    for words in words_of_every_language():
        titles = [folded(word) for key, word in words.items() if key.startswith("column.")]
        assert len(set(titles)) == len(titles)
    assert all(form_words.column_named(part) == part for part in PARTS)


def test_no_two_rows_have_one_name() -> None:
    """A row without its key is found by its name, whichever language it is in: one name never means two things."""
    meant: dict[str, set[str]] = {}
    for words, model in zip(words_of_every_language(), model_of_every_language(BUILT_IN_MODEL), strict=True):
        named = [(words[f"fact.{fact.column}"], fact.column) for fact in facts_on(date.max)]
        named += [(form_words.stage_title(stage, words), form_words.stage_key(stage)) for stage in model.stages]
        named += [(practice.name, key) for key, practice in model.practices.items()]
        named += [(signal.name, signal.key) for signal in model.signals]
        for name, key in named:
            meant.setdefault(folded(name), set()).add(key)
    assert {name: keys for name, keys in meant.items() if len(keys) > 1} == {}


# --- in French ----------------------------------------------------------------------------------------------------

#: what a French sheet has in common with an English one, beside the keys, figures and names
SAME_WORDS = {"Consultant"}


def texts_of(content: bytes) -> set[str]:
    """Every text of a workbook but its keys and formulas."""
    cells = [value for own in opened(content).worksheets for row in own.iter_rows() for value in row]
    texts = {value.value for value in cells if value.column_letter != "A" and value.data_type == "s" and value.value}
    return {*texts, *opened(content).sheetnames}


def test_a_french_sheet_is_french_throughout() -> None:
    """Not a text of the English one stands in it, but those that are spelled alike; nor in its formulas and lists."""
    blank, english = sheet_of(None, "fr"), texts_of(sheet_of(None))
    assert texts_of(blank) & english == SAME_WORDS
    book = opened(blank)
    assert [own.title for own in book.worksheets] == ["Mode d’emploi", "Entreprise", "Réponses"]
    rules = [rule for own in book.worksheets for rule in own.data_validations.dataValidation]
    assert {rule.formula1 for rule in rules} == {"'Mode d’emploi'!$B$9:$B$14", '"Oui,Non"', "0"}
    assert all("Choisissez" in rule.error for rule in rules if rule.type == "list")
    offered = [row[0].value for row in book["Mode d’emploi"]["B9:B14"]]
    assert offered == ["Toujours", "En général", "Parfois", "Jamais", "Ne sait pas", "Sans objet"]
    shown = [rule.formula for found in book["Réponses"].conditional_formatting for rule in found.rules]
    assert shown == [['$H2="Raison manquante"'], ['OR($H2="Raison manquante",$H2="Hors de la liste")']]
    assert '"À répondre"' in cell(book, "one-click-rollback", "État").value
    assert cell(book, "held_on", "Réponse").number_format == "yyyy-mm-dd"
    assert len(blank) < 30_000


def test_its_limits_are_those_of_spreadsheets() -> None:
    """Names of sheets and what a drop-down says are as short as Excel wants them, in every language."""
    for words in words_of_every_language():
        names = [words[f"sheet.{name}"] for name in ("start", "company", "answers")]
        assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)
        assert len(words["choose.title"]) <= 32
    for language in LANGUAGES:
        with speaking(language):
            form = lay_out(BUILT_IN_MODEL)
            assert len(spoken_words()["choose.text"].format(answers=", ".join(form.choices))) <= 255


def test_status_and_progress_are_in_french_too() -> None:
    """As a telephone shows them, which counts nothing."""
    with speaking("fr"):
        made = sheet_book(lay_out(BUILT_IN_MODEL, filled=LAST, anew=ASKED_ANEW, last=LAST))
    book = openpyxl.load_workbook(io.BytesIO(made), data_only=True)
    start = {row[1].value: (row[3].value, row[4].value) for row in book["Mode d’emploi"].iter_rows(min_row=10)}
    assert start["Tout"] == ("9 sur 28", bar(9, 28))
    assert start["Stade 1\u00a0: Builds et tests automatisés"] == ("4 sur 6", "■■■■■■■□□□")
    assert cell(book, "one-click-rollback", "État").value == "Fait"
    assert cell(book, "error-budget-policy", "État").value == "À répondre"
    title = "La dernière fois, le 12 mars 2026"
    assert cell(book, "burn-rate-alerts", title).value == "Jamais (vu en séance)"
    assert cell(book, "error-budget-policy", title).value == "Ne sait pas"
    told = f"Pour {SENT.customer}, prérempli avec les réponses du 12 mars 2026"
    assert book["Mode d’emploi"]["B2"].value == told


def test_a_plain_french_sheet_opens_in_a_french_spreadsheet_program() -> None:
    """Which parts cells by semicolons; its keys are those of every language."""
    with speaking("fr"):
        text = sheet_text(lay_out(BUILT_IN_MODEL, filled=SENT))
    header, *body = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert header[:5] == ["Clé", "Pratique", "Notre question", "Réponses possibles", "Réponse"]
    assert [row[0] for row in body] == [row[0] for row in rows(sheet_text(lay_out(BUILT_IN_MODEL, filled=SENT)))[1:]]
    rollback = next(row for row in body if row[0] == "one-click-rollback")
    assert rollback[1] == "Rollback en un clic régulièrement répété"
    assert rollback[3:5] == ["Toujours / En général / Parfois / Jamais / Ne sait pas / Sans objet", "Sans objet"]


def test_the_command_speaks_french_where_it_is_asked_to(history: Path) -> None:
    """Blank, and filled in from the last answers; a language that nobody has written is refused by name."""
    assert invoked(history, "--language", "fr").exit_code == 0
    assert (history / "answers.xlsx").read_bytes() == sheet_of(None, "fr")
    done = invoked(history, "--for", SENT.customer, "--language", "FR", "--out", "next.xlsx")
    assert done.stdout == f"next.xlsx: 24 practices, filled in from {SENT.key}\n"
    book = opened((history / "next.xlsx").read_bytes())
    assert cell(book, "every-commit-builds", "La dernière fois, le 12 mars 2026").value == "Toujours"
    refused = invoked(history, "--language", "de")
    assert (refused.exit_code, refused.stderr.startswith("--language: 'de' is not spoken; expected en")) == (2, True)
    assert invoked(history, "--out", "english.xlsx").exit_code == 0
    assert (history / "english.xlsx").read_bytes() == sheet_of(None)


# --- the command --------------------------------------------------------------------------------------------------


def invoked(folder: Path, *arguments: str) -> Result:
    """What the command said, run with a store in that folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("MATURITY_STORE", str(folder / "history.db"))
        return CliRunner().invoke(sheet, arguments)


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """A folder with a store of one customer's two engagements."""
    with open_store(tmp_path / "history.db", create=True, model=BUILT_IN_MODEL) as kept:
        for known in (replace(SENT, held_on=date(2025, 3, 12), engineers=20), SENT):
            kept.save_engagement(known, "me")
    return tmp_path


def test_a_blank_sheet_is_made_where_it_is_wanted(tmp_path: Path) -> None:
    """As a workbook or as CSV, by its ending."""
    done = invoked(tmp_path)
    assert (done.exit_code, done.stdout) == (0, "answers.xlsx: 24 practices\n")
    assert (tmp_path / "answers.xlsx").read_bytes() == sheet_of(None)
    assert invoked(tmp_path, "--out", "a.CSV").exit_code == 0
    assert (tmp_path / "a.CSV").read_bytes().startswith(b"\xef\xbb\xbfKey,Practice,")
    refused = invoked(tmp_path, "--out", "a.ods")
    assert (refused.exit_code, refused.stderr) == (2, "--out: 'a.ods' ends otherwise; expected .xlsx or .csv\n")


@pytest.mark.parametrize("wanted", [SENT.customer, "sade-ola-foods-ltd", SENT.key])
def test_a_customer_is_found_by_name_slug_or_key(history: Path, wanted: str) -> None:
    """In the store, or in a source; the last engagement counts."""
    source = history / "known.xlsx"
    source.write_bytes(sheet_of(SENT))
    for where in ([], ["--source", str(source)]):
        done = invoked(history, "--for", wanted, "--out", "next.xlsx", *where)
        assert (done.exit_code, done.stdout) == (0, f"next.xlsx: 24 practices, filled in from {SENT.key}\n"), (
            done.stderr
        )
        assert cell(opened((history / "next.xlsx").read_bytes()), "engineers").value == 30
        (history / "next.xlsx").unlink()


def test_an_earlier_engagement_is_taken_when_it_is_named(history: Path) -> None:
    """Its key says which; the file is called after the customer."""
    done = invoked(history, "--for", "2025-03-12-sade-ola-foods-ltd")
    assert (
        done.stdout == "answers-sade-ola-foods-ltd.xlsx: 24 practices, filled in from 2025-03-12-sade-ola-foods-ltd\n"
    )


def test_a_sheet_that_somebody_filled_in_is_never_written_over(tmp_path: Path) -> None:
    """The same sheet again is no harm; another one stays as it is."""
    assert [invoked(tmp_path).exit_code for _ in range(2)] == [0, 0]
    path = tmp_path / "answers.xlsx"
    path.write_bytes(sheet_of(SENT))
    refused = invoked(tmp_path)
    assert refused.exit_code == 2
    assert refused.stderr == "answers.xlsx: stands there already, and differs; expected a name that is free\n"
    assert path.read_bytes() == sheet_of(SENT)


def test_what_is_not_there_is_refused_in_a_word(history: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A customer nobody knows, with the nearest; a store that is not there; a source without a customer."""
    unknown = invoked(history, "--for", "sade-ola-food")
    assert unknown.exit_code == 2
    hint = "did you mean 'sade-ola-foods-ltd'?"
    assert unknown.stderr == f"--for: 'sade-ola-food' is neither a customer nor an engagement there ({hint})\n"
    alone = invoked(history, "--source", "x")
    assert (alone.exit_code, alone.stderr) == (2, "--source: is only looked into with --for; expected both\n")
    no_store = invoked(tmp_path_factory.mktemp("empty"), "--for", "x")
    assert (no_store.exit_code, "holds no store" in no_store.stderr) == (2, True)
    no_folder = invoked(history, "--out", "none/a.xlsx")
    assert (no_folder.exit_code, "can't be written" in no_folder.stderr) == (2, True)
