"""A sheet that a customer filled in is read back, whatever a spreadsheet program and its user made of it."""

import csv
import io
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sheet_cases import (
    FIXTURES,
    SENT,
    TODAY,
    as_said,
    cell,
    edited,
    only,
    read_bytes,
    rewritten,
    sent_engagements,
    sheet_of,
    told,
)
from strategies import BUILT_IN_MODEL

from maturity.engagement import Engagement, PlatformFacts, Response
from maturity.errors import InputError
from maturity.intake import read_source
from maturity.language import speaking
from maturity.model import Answer, Grade
from maturity.sheet import ASKED_ANEW, lay_out, sheet_text
from maturity.sheet.places import places_of
from maturity.store_cli import store

#: a workbook takes a tenth of a second to make, to take apart and to read
in_a_folder = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
KEY = "2026-03-12-acme"
ACME = replace(SENT, customer="Acme")
ROLLBACK = "one-click-rollback"
CASES: tuple[Callable[[str], str], ...] = (str.upper, str.lower, str.title, str)


# --- any engagement -----------------------------------------------------------------------------------------------


@in_a_folder
@given(sent_engagements())
def test_a_workbook_loses_nothing_that_was_said(tmp_path: Path, engagement: Engagement) -> None:
    """Facts, answers, evidence and notes come back to the letter; grades come back as claimed."""
    assert only(read_bytes(tmp_path, sheet_of(engagement))) == as_said(engagement)


@in_a_folder
@given(sent_engagements(), st.sampled_from(",;\t"), st.sampled_from(("utf-8-sig", "utf-16")))
def test_a_csv_loses_nothing_that_was_said(
    tmp_path: Path, engagement: Engagement, delimiter: str, encoding: str
) -> None:
    """Nor does the plain twin, whichever way a spreadsheet program writes it again."""
    rows = list(csv.reader(io.StringIO(sheet_text(lay_out(BUILT_IN_MODEL, filled=engagement)).removeprefix("\ufeff"))))
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter).writerows(rows)
    assert only(read_bytes(tmp_path, written.getvalue().encode(encoding), "acme.csv")) == as_said(engagement)


@in_a_folder
@given(sent_engagements(), st.data())
def test_no_row_column_sheet_or_padding_is_counted_on(
    tmp_path: Path, engagement: Engagement, data: st.DataObject
) -> None:
    """Sheets, rows and columns in any order, others among them, names in any case, and spaces round everything."""
    book = openpyxl.load_workbook(io.BytesIO(sheet_of(engagement)))
    sheets = [(sheet.title, [[cell.value for cell in row] for row in sheet.iter_rows()]) for sheet in book.worksheets]
    mixed = [(title, _mixed(rows, data) if title != "Start here" else rows) for title, rows in sheets]
    mixed += [("Extra", [["Our own", "list"], ["of", "things"]])]
    named = [(f"{title} {index}", rows) for index, (title, rows) in enumerate(data.draw(st.permutations(mixed)))]
    assert only(read_bytes(tmp_path, rewritten(named))) == as_said(engagement)


def _mixed(rows: list[list[Any]], data: st.DataObject) -> list[list[Any]]:
    """The rows of a sheet in another order, columns too, with empty and foreign ones among them, padded."""
    pad = data.draw(st.sampled_from(("", " ", "\u00a0", "\n", "\t ")))
    recase = data.draw(st.sampled_from(CASES))
    header, body = rows[0], data.draw(st.permutations(rows[1:]))
    columns = data.draw(st.permutations(range(len(header) + 2)))
    answer = header.index("Answer")
    table = [[recase(str(title)) for title in header], *[_recased(row, answer, recase) for row in body]]
    gap = data.draw(st.integers(0, len(body)))
    table[gap + 1 : gap + 1] = [[], ["", "Our own remark"]]
    wide = [[*row, *[""] * (len(header) + 2 - len(row))] for row in table]
    wide[0][-1] = "Owner"
    before = [[], ["Please fill in"]]
    return [*before, *[[_padded(row[column], pad) for column in columns] for row in wide]]


def _recased(row: list[Any], answer: int, recase: Callable[[str], str]) -> list[Any]:
    """The row with its key, and its answer where that is a word of ours, in another case."""
    mine = {word.value for word in Answer} | set(BUILT_IN_MODEL.words.answers.values()) | {"Yes", "No"}
    is_fact = row[0] not in BUILT_IN_MODEL.practices and row[0] not in BUILT_IN_MODEL.signal_names
    said = row[answer] if is_fact or row[answer] not in mine else recase(row[answer])
    return [recase(row[0] or ""), *row[1:answer], said, *row[answer + 1 :]]


def _padded(value: object, pad: str) -> object:
    return f"{pad}{value}{pad}" if isinstance(value, str) and value else value


# --- what people do -----------------------------------------------------------------------------------------------


def _set(key: str, value: object, column: str = "Answer") -> Callable[[Any], None]:
    def edit(book: Any) -> None:  # noqa: ANN401  (openpyxl's own)
        cell(book, key, column).value = value

    return edit


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        pytest.param("  always ", Answer.ALWAYS, id="padding"),
        pytest.param("USUALLY", Answer.USUALLY, id="case"),
        pytest.param("“Sometimes”", Answer.SOMETIMES, id="curly-quotes"),
        pytest.param("Does\u00a0not\u00a0apply", Answer.NOT_APPLICABLE, id="no-break-spaces"),
        pytest.param("not\u2011applicable", Answer.NOT_APPLICABLE, id="no-break-hyphen"),
        pytest.param("Ne\u00adver\u200b", Answer.NEVER, id="soft-hyphen"),
        pytest.param("Not known.", Answer.UNKNOWN, id="stop"),
        pytest.param("n/a", Answer.NOT_APPLICABLE, id="abbreviation"),
        pytest.param("\u200b", None, id="nothing-to-see"),
    ],
)
def test_an_answer_is_read_as_it_was_meant(tmp_path: Path, text: str, answer: Answer | None) -> None:
    """Whatever a word processor, another keyboard or a careful person adds to it."""
    read = only(read_bytes(tmp_path, edited(sheet_of(ACME), _set(ROLLBACK, text))))
    assert read.responses[ROLLBACK].answer is (answer or Answer.UNKNOWN)


@pytest.mark.parametrize(
    ("value", "yes"),
    [
        *((True, True), (False, False), ("WAHR", True), ("Faux", False), ("oui", True), ("Não", False)),
        *(("“yes”", True), ("ndiyo", True), (1, True), (0, False), ("Not known", None), (None, None)),
    ],
)
def test_a_yes_is_read_in_the_customers_language(tmp_path: Path, value: object, yes: bool | None) -> None:  # noqa: FBT001
    """A truth value is one in every spreadsheet program, and its word is written in its language."""
    read = only(read_bytes(tmp_path, edited(sheet_of(ACME), _set("runs-kubernetes", value))))
    assert read.signals.get("runs-kubernetes") is yes


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(datetime(2026, 3, 12), id="day"),  # noqa: DTZ001  (a spreadsheet's day has no zone)
        pytest.param(datetime(2026, 3, 12, 14, 30), id="moment"),  # noqa: DTZ001  (the same)
        pytest.param(46_093, id="serial-number"),
        pytest.param("46093", id="serial-number-as-text"),
        pytest.param("12 March 2026", id="words"),
        pytest.param(" 2026‑03‑12 ", id="no-break-hyphens"),
        pytest.param("2026/3/12", id="slashes"),
    ],
)
def test_a_day_is_read_in_any_format(tmp_path: Path, value: object) -> None:
    """A day is a day where the cell was made a number, a text, or another country's date."""

    def edit(book: Any) -> None:  # noqa: ANN401  (openpyxl's own)
        day = cell(book, "held_on")
        day.number_format = "General" if isinstance(value, int | str) else "dd.mm.yy"
        day.value = value

    assert only(read_bytes(tmp_path, edited(sheet_of(ACME), edit))).held_on == date(2026, 3, 12)


def test_a_day_is_counted_from_the_workbooks_own_beginning(tmp_path: Path) -> None:
    """A workbook of an old Mac counts days from 1904: the same number is a day four years later."""

    def edit(book: Any) -> None:  # noqa: ANN401  (openpyxl's own)
        book.epoch = datetime(1904, 1, 1)  # noqa: DTZ001  (a spreadsheet's day has no zone)
        for key in ("held_on", "exchange_rate_on"):
            cell(book, key).number_format = "General"
            cell(book, key).value = 44_631

    assert only(read_bytes(tmp_path, edited(sheet_of(ACME), edit))).held_on == date(2026, 3, 12)


def test_numbers_may_be_text(tmp_path: Path) -> None:
    """With an apostrophe before them, spaces in them, or per cent behind."""

    def edit(book: Any) -> None:  # noqa: ANN401  (openpyxl's own)
        for key, text in {"engineers": "1\u202f200", "objective": "99,95 %", "engineer_cost": "14,400,000"}.items():
            cell(book, key).value = text

    read = only(read_bytes(tmp_path, edited(sheet_of(ACME), edit)))
    assert (read.engineers, read.objective, read.platform.engineer_cost) == (1200, 0.9995, 14_400_000)


def test_deleted_rows_are_unknown(tmp_path: Path) -> None:
    """What a customer takes out is not answered; what is left is read."""

    def edit(book: Any) -> None:  # noqa: ANN401  (openpyxl's own)
        for key in (ROLLBACK, "runs-kubernetes", "stage-2"):
            found = cell(book, key)
            found.parent.delete_rows(found.row)

    read = only(read_bytes(tmp_path, edited(sheet_of(ACME), edit)))
    assert read.responses.keys() == ACME.responses.keys() - {ROLLBACK}
    assert read.signals == {"deploys-by-hand": True}


def test_hidden_rows_columns_and_sheets_are_read(tmp_path: Path) -> None:
    """What a filter hides was answered all the same."""

    def edit(book: Any) -> None:  # noqa: ANN401  (openpyxl's own)
        company, answers = book.worksheets[1:]
        company.sheet_state = "veryHidden"
        answers.column_dimensions["A"].hidden = True
        answers.auto_filter.ref = "A1:H30"
        for row in range(2, 30):
            answers.row_dimensions[row].hidden = True

    assert only(read_bytes(tmp_path, edited(sheet_of(ACME), edit))) == as_said(ACME)


def test_without_its_key_a_row_is_known_by_its_name(tmp_path: Path) -> None:
    """Somebody who tidies up takes the keys out first."""

    def edit(book: Any) -> None:  # noqa: ANN401  (openpyxl's own)
        for sheet in book.worksheets[1:]:
            sheet.delete_cols(1)

    assert only(read_bytes(tmp_path, edited(sheet_of(ACME), edit))) == as_said(ACME)


def test_one_sheet_may_hold_everything(tmp_path: Path) -> None:
    """Two tables under each other are two tables, each under its own header."""
    book = openpyxl.load_workbook(io.BytesIO(sheet_of(ACME)))
    rows = [[cell.value for cell in row] for sheet in book.worksheets[1:] for row in sheet.iter_rows()]
    assert only(read_bytes(tmp_path, rewritten([("All", rows)]))) == as_said(ACME)


def test_a_copied_sheet_says_the_same_or_is_told(tmp_path: Path) -> None:
    """A backup inside the file does no harm until it differs; then nobody guesses which one is meant."""

    def copy(book: Any) -> None:  # noqa: ANN401  (openpyxl's own)
        book.copy_worksheet(book["Answers"]).title = "Old"

    def differ(book: Any) -> None:  # noqa: ANN401  (the same)
        copy(book)
        cell(book, "structured-logs").value = "Always"

    assert only(read_bytes(tmp_path, edited(sheet_of(ACME), copy))) == as_said(ACME)
    there = "acme.xlsx: sheet 'Answers': line 17: column 'Answer (D)'"
    here = there.replace("Answers", "Old")
    assert told(read_bytes(tmp_path, edited(sheet_of(ACME), differ))) == [
        f"{here}: 'sometimes' contradicts 'always' in {there}; expected one or the other"
    ]


def test_what_is_the_customers_own_is_left_with_a_word(tmp_path: Path) -> None:
    """Columns, rows and remarks of their own are not read, and nobody is left to think that they were."""

    def edit(book: Any) -> None:  # noqa: ANN401  (openpyxl's own)
        answers = book["Answers"]
        answers.insert_cols(4)
        answers["D1"] = "Owner"
        answers["D3"] = "Ada"
        answers.append([None, "Ask the auditors", None, None, None, None, None, "by May"])

    intake = read_bytes(tmp_path, edited(sheet_of(ACME), edit))
    assert only(intake) == as_said(ACME)
    assert intake.warnings == (
        "acme.xlsx: sheet 'Answers': line 1: column 'D': 'Owner' is not a column of the sheet; left unread",
        "acme.xlsx: sheet 'Answers': line 31: has notes, and no key of the sheet; left unread",
    )


# --- what is refused ----------------------------------------------------------------------------------------------

PLACE = "acme.xlsx: sheet 'Answers': line 13: column"
FACT = "acme.xlsx: sheet 'Company': line"
SCALE = "expected always, usually, sometimes, never, unknown or not-applicable"


@pytest.mark.parametrize(
    ("edit", "problem"),
    [
        pytest.param(
            _set(ROLLBACK, None, "Notes and reasons"),
            f"{PLACE} 'Answer (D)': 'not-applicable' has no reason; expected one in its note",
            id="no-reason",
        ),
        pytest.param(
            _set(ROLLBACK, "alwyas"),
            f"{PLACE} 'Answer (D)': 'alwyas' is not an answer (did you mean 'always'?); {SCALE}",
            id="slip",
        ),
        pytest.param(_set(ROLLBACK, "yes"), f"{PLACE} 'Answer (D)': 'yes' is not an answer; {SCALE}", id="yes"),
        pytest.param(
            _set(ROLLBACK, '=IF(1,"Always")'),
            f"""{PLACE} 'Answer (D)': '=IF(1,"Always")' is not an answer; {SCALE}""",
            id="formula",
        ),
        pytest.param(
            _set(ROLLBACK, "one-click-rolback", "Key"),
            f"{PLACE} 'Key (A)': 'one-click-rolback' is not a key of the sheet (did you mean 'one-click-rollback'?)",
            id="wrong-key",
        ),
        pytest.param(
            _set("engineers", "=COUNTA(A1:A9)"),
            f"{FACT} 7: column 'Answer (C)': holds the formula '=COUNTA(A1:A9)'; expected its value, typed",
            id="formula-in-a-fact",
        ),
        pytest.param(
            _set("held_on", None),
            f"{FACT} 4: column 'Answer (C)': is empty; expected the day of the engagement, such as 2026-03-12",
            id="no-day",
        ),
        pytest.param(
            _set("customer", "customers", "Key"),
            f"{FACT} 3: column 'Key (A)': 'customers' is not a key of the sheet",
            id="no-customer",
        ),
        pytest.param(
            _set("runs-kubernetes", "perhaps"),
            f"{FACT} 11: column 'Answer (C)': 'perhaps' is neither yes nor no; expected yes, no or unknown",
            id="perhaps",
        ),
        pytest.param(
            _set("every-commit-builds", "critical-mass", "Key"),
            "acme.xlsx: sheet 'Answers': line 3: 'critical-mass' is computed from engineers; expected no answer here",
            id="computed",
        ),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_told_with_its_sheet_and_row(tmp_path: Path, edit: Callable[[Any], None], problem: str) -> None:
    """A customer can be told over the telephone where it is, and what was expected there."""
    assert problem in told(read_bytes(tmp_path, edited(sheet_of(ACME), edit)))


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    """Not the first fault only: the sheet goes back once."""

    def edit(book: Any) -> None:  # noqa: ANN401  (openpyxl's own)
        cell(book, "engineers").value = "some"
        cell(book, "held_on").value = "2031-01-01"
        cell(book, ROLLBACK).value = "maybe"
        book["Answers"]["D30"].value = "x"
        book["Answers"].append([None, None, None, "Always"])

    problems = told(read_bytes(tmp_path, edited(sheet_of(ACME), edit)))
    assert [problem.partition(": sheet ")[2][:52] for problem in problems] == [
        "'Company': line 4: column 'Answer (C)': 2031-01-01 l",
        "'Company': line 7: column 'Answer (C)': 'some' is no",
        "'Answers': line 13: column 'Answer (D)': 'maybe' is ",
        "'Answers': line 30: column 'Answer (D)': 'x' is not ",
        "'Answers': line 31: column 'Answer (D)': 'Always' st",
    ]  # fmt: skip


def test_a_header_that_stands_twice_is_told(tmp_path: Path) -> None:
    """Nobody guesses which of two answers is meant."""

    def edit(book: Any) -> None:  # noqa: ANN401  (openpyxl's own)
        book["Answers"]["I1"] = "answer"

    assert told(read_bytes(tmp_path, edited(sheet_of(ACME), edit))) == [
        "acme.xlsx: sheet 'Answers': line 1: column 'I': 'answer' heads columns D and I; expected it once"
    ]


def test_a_formula_beside_an_answer_is_text_and_warned_of(tmp_path: Path) -> None:
    """Our own formulas are not mentioned; one in a note is kept as it was typed."""
    intake = read_bytes(tmp_path, edited(sheet_of(ACME), _set(ROLLBACK, "=1+1", "Notes and reasons")))
    assert only(intake).responses[ROLLBACK].note == "=1+1"
    assert intake.warnings == (
        "acme.xlsx: sheet 'Answers': 1 cell holds a formula (G13); taken as its text, not its value",
    )


def test_another_programs_file_is_refused_in_a_word(tmp_path: Path) -> None:
    """OpenDocument under its own name and under another, and entities that would unfold."""
    opened = io.BytesIO()
    with zipfile.ZipFile(opened, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    with pytest.raises(InputError, match=r"ends in '.ods'; expected .csv or .xlsx, which any spreadsheet program"):
        read_bytes(tmp_path, opened.getvalue(), "acme.ods")
    with pytest.raises(InputError, match=r"is an OpenDocument file \(.ods\) by another name; expected it saved as"):
        read_bytes(tmp_path, opened.getvalue())
    bomb = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sheet_of(ACME))) as old, zipfile.ZipFile(bomb, "w") as new:
        for name in old.namelist():
            declared = b'<!DOCTYPE x [<!ENTITY a "b">]>' if name == "xl/styles.xml" else b""
            head, mark, rest = old.read(name).partition(b"?>\n")
            new.writestr(name, head + mark + declared + rest)
    with pytest.raises(InputError, match=r"declares a document type in 'xl/styles.xml'"):
        read_bytes(tmp_path, bomb.getvalue())


# --- what LibreOffice makes of it ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["libreoffice.xlsx", "through-ods.xlsx", "libreoffice-fr.xlsx", "through-ods-fr.xlsx"])
def test_libreoffice_keeps_every_answer(name: str) -> None:
    """Saved there in either language, or carried through its own format: the same engagement, hostile text included."""
    intake = read_source(FIXTURES / name, BUILT_IN_MODEL, today=TODAY)
    assert only(intake) == as_said(SENT)
    assert intake.warnings == ()


@pytest.mark.parametrize(
    ("language", "rate"), [pytest.param("", b",1480.25,", id="en"), pytest.param("-fr", b";1480,25;", id="fr")]
)
def test_what_libreoffice_saves_as_csv_is_read(tmp_path: Path, language: str, rate: bytes) -> None:
    """A sheet at a time: the answers alone go beside a row of the table, or both under each other.

    Its French writes decimal commas and semicolons; a day is the same in every language.
    """
    files = [FIXTURES / f"libreoffice{language}-{title}.csv" for title in ("Company", "Answers")]
    company, answers = (file.read_bytes() for file in files)
    assert rate in company
    assert only(read_bytes(tmp_path, company + answers, "both.csv")) == as_said(SENT)
    (tmp_path / "answers").mkdir()
    (tmp_path / "answers" / f"{KEY}.csv").write_bytes(answers)
    (tmp_path / "engagements.csv").write_text("customer,held_on\nAcme,2026-03-12\n")
    read = only(read_source(tmp_path, BUILT_IN_MODEL, today=TODAY))
    assert read == Engagement(customer="Acme", held_on=SENT.held_on, responses=as_said(SENT).responses)


def test_libreoffice_counts_as_we_do() -> None:
    """Progress and status, recalculated there after a person's edits, say what they should."""
    book = openpyxl.load_workbook(FIXTURES / "edited.xlsx", data_only=True)
    start = {row[1].value: (row[3].value, row[4].value) for row in book["Start here"].iter_rows(min_row=10)}
    assert start["Everything"] == ("7 of 28", "■■■□□□□□□□")
    assert start["Stage 1: Automated builds and tests"] == ("4 of 6", "■■■■■■■□□□")
    assert start["Yes or no"] == ("2 of 4", "■■■■■□□□□□")
    status = {row[0].value: row[7].value for row in book["Answers"].iter_rows(min_row=2)}
    assert status[ROLLBACK] == "Reason missing"
    assert status["structured-logs"] == "Not in the list"
    assert status["burn-rate-alerts"] == "Done"
    assert status["every-commit-builds"] == "Done"
    assert status["error-budget-policy"] == "To answer"


# --- in French, and in both ---------------------------------------------------------------------------------------


@in_a_folder
@given(sent_engagements())
def test_a_french_sheet_loses_nothing_that_was_said(tmp_path: Path, engagement: Engagement) -> None:
    """Neither the workbook nor its plain twin."""
    assert only(read_bytes(tmp_path, sheet_of(engagement, "fr"))) == as_said(engagement)
    with speaking("fr"):
        text = sheet_text(lay_out(BUILT_IN_MODEL, filled=engagement))
    assert only(read_bytes(tmp_path, text.encode(), "acme.csv")) == as_said(engagement)


@in_a_folder
@given(st.data())
def test_a_sheet_may_mix_its_languages(tmp_path: Path, data: st.DataObject) -> None:
    """Header by header, name by name and answer by answer; with its keys or without, in any case, bare of accents."""
    english, french = (openpyxl.load_workbook(io.BytesIO(sheet_of(ACME, language))) for language in ("en", "fr"))
    dropped = data.draw(st.integers(0, 1))
    pick: Any = st.tuples(st.booleans(), st.sampled_from((str, str.upper, bare)))
    sheets = []
    for ours, theirs in zip(english.worksheets[1:], french.worksheets[1:], strict=True):
        pairs = zip(ours.iter_rows(values_only=True), theirs.iter_rows(values_only=True), strict=True)
        mixed = [[_either(pair, data.draw(pick)) for pair in zip(*rows, strict=True)][dropped:] for rows in pairs]
        sheets.append((theirs.title, mixed))
    assert only(read_bytes(tmp_path, rewritten(sheets))) == as_said(ACME)


def bare(text: str) -> str:
    """The text without its accents, with a typewriter's apostrophes and spaces."""
    plain = text.replace("\u00a0", " ").replace("’", "'")
    return "".join(letter for letter in unicodedata.normalize("NFD", plain) if not unicodedata.combining(letter))


def _either(pair: tuple[Any, Any], drawn: tuple[bool, Callable[[str], str]]) -> object:
    """The English or the French of a cell, written in that way; what is the customer's own is in both, and stays."""
    (is_french, written), (english, french) = drawn, pair
    if english == french or not isinstance(french, str) or french.startswith("="):
        return french
    return written(french if is_french else english)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        *(("toujours", Answer.ALWAYS), ("En general", Answer.USUALLY), ("PARFOIS.", Answer.SOMETIMES)),
        *(
            ("«\u00a0jamais\u00a0»", Answer.NEVER),
            ("Ne\u202fsait pas", Answer.UNKNOWN),
            ("sans_objet", Answer.NOT_APPLICABLE),
        ),
        *(("En ge\u0301ne\u0301ral", Answer.USUALLY), ("Always", Answer.ALWAYS), ("never", Answer.NEVER)),
    ],
)
def test_a_french_answer_is_read_as_it_was_meant(tmp_path: Path, text: str, answer: Answer) -> None:
    """With other marks, spaces and accents than ours, or without; an English word in a French sheet too."""
    read = only(read_bytes(tmp_path, edited(sheet_of(ACME, "fr"), _set(ROLLBACK, text, "Réponse"))))
    assert read.responses[ROLLBACK].answer is answer


@pytest.mark.parametrize(
    ("text", "day"),
    [
        *(("12 mars 2026", date(2026, 3, 12)), ("le 1er février 2026", date(2026, 2, 1))),
        *(
            ("1er FEVR. 2026", date(2026, 2, 1)),
            ("03-août-2026", date(2026, 8, 3)),
            ("15 déc. 2025", date(2025, 12, 15)),
        ),
        *(("14/07/2026", date(2026, 7, 14)), (datetime(2026, 3, 2), date(2026, 3, 2))),  # noqa: DTZ001  (a spreadsheet's)
    ],
)
def test_a_french_day_is_read(tmp_path: Path, text: object, day: date) -> None:
    """As a French spreadsheet program shows it, and as people write it."""
    book = sheet_of(replace(ACME, platform=PlatformFacts()), "fr")
    assert only(read_bytes(tmp_path, edited(book, _set("held_on", text, "Réponse")))).held_on == day


def test_a_french_country_is_read(tmp_path: Path) -> None:
    """By its French name, or its English one."""
    read = [
        only(read_bytes(tmp_path, edited(sheet_of(ACME, "fr"), _set("country", name, "Réponse")))).country
        for name in ("Sénégal", "Cote d'Ivoire", "Tunisie", "Cameroun", "Kenya")
    ]
    assert read == ["SN", "CI", "TN", "CM", "KE"]


def test_a_slip_in_french_is_told_with_its_nearest_word(tmp_path: Path) -> None:
    """The hint is in the language of the slip; what was expected is named as in every file."""
    slipped = told(read_bytes(tmp_path, edited(sheet_of(ACME, "fr"), _set(ROLLBACK, "toujour", "Réponse"))))
    place = "acme.xlsx: sheet 'Réponses': line 13: column 'Réponse (D)'"
    assert slipped == [f"{place}: 'toujour' is not an answer (did you mean 'toujours'?); {SCALE}"]


def test_long_tables_may_be_in_french_too(tmp_path: Path) -> None:
    """Answers, grades and practices by their French words, where a consultant types them."""
    (tmp_path / "answers").mkdir()
    (tmp_path / "answers" / f"{KEY}.csv").write_text(
        "practice,answer,grade\nRollback en un clic régulièrement répété,parfois,vu en séance\n", encoding="utf-8"
    )
    (tmp_path / "engagements.csv").write_text("customer,held_on,runs-kubernetes\nAcme,2026-03-12,oui\n")
    read = only(read_source(tmp_path, BUILT_IN_MODEL, today=TODAY))
    assert read.responses == {ROLLBACK: Response(answer=Answer.SOMETIMES, grade=Grade.SHOWN)}
    assert read.signals == {"runs-kubernetes": True}


# --- where a sheet can stand --------------------------------------------------------------------------------------


def test_a_sheet_beside_the_table_is_laid_together_with_its_row(tmp_path: Path) -> None:
    """The row and the sheet complete each other; where they differ, both places are named."""
    (tmp_path / "answers").mkdir()
    (tmp_path / "answers" / f"{KEY}.xlsx").write_bytes(edited(sheet_of(ACME), _set("held_on", None)))
    table = tmp_path / "engagements.csv"
    table.write_text("customer,held_on,stage_since,structured-metrics\nAcme,2026-03-12,2025-01-02,never\n")
    read = only(read_source(tmp_path, BUILT_IN_MODEL, today=TODAY))
    answered = {**as_said(ACME).responses, "structured-metrics": Response(answer=Answer.NEVER)}
    assert read == replace(as_said(ACME), stage_since=date(2025, 1, 2), responses=answered)
    table.write_text("customer,held_on,engineers,deploys-by-hand\nAcme,2026-03-12,31,no\n")
    sheet, row = f"answers/{KEY}.xlsx: sheet 'Company': line", "engagements.csv: line 2: column"
    either = "expected one or the other"
    assert told(read_source(tmp_path, BUILT_IN_MODEL, today=TODAY)) == [
        f"{sheet} 7: column 'Answer (C)': '30' contradicts '31' in {row} 'engineers'; {either}",
        f"{sheet} 12: column 'Answer (C)': 'yes' contradicts 'no' in {row} 'deploys-by-hand'; {either}",
    ]


def test_a_sheet_without_a_row_is_an_engagement_of_its_own(tmp_path: Path) -> None:
    """It says whose it is and of which day; what its file is called does not matter."""
    (tmp_path / "answers").mkdir()
    (tmp_path / "engagements.csv").write_text("customer,held_on\nOther,2026-03-12\n")
    (tmp_path / "answers" / "from the CTO.xlsx").write_bytes(sheet_of(ACME))
    intake = read_source(tmp_path, BUILT_IN_MODEL, today=TODAY)
    assert [engagement.key for engagement in intake.engagements] == ["2026-03-12-other", KEY]
    assert intake.engagements[1] == as_said(ACME)


def test_a_sheet_is_imported_into_a_store(tmp_path: Path) -> None:
    """What comes back goes into the history, and from there into the next sheet."""
    (tmp_path / "acme.xlsx").write_bytes(sheet_of(ACME))
    address = str(tmp_path / "history.db")
    done = CliRunner().invoke(store, ["import", str(tmp_path / "acme.xlsx"), "--store", address])
    assert (done.exit_code, done.stdout) == (0, f"{tmp_path / 'acme.xlsx'}: 1 new, 0 changed, 1 read\n")
    assert only(read_source(address, BUILT_IN_MODEL, today=TODAY)) == as_said(ACME)


def test_the_next_sheet_asks_anew_for_what_belongs_to_its_day(tmp_path: Path) -> None:
    """The day, the room and the request are another time's own; everything else stands there."""
    form = lay_out(BUILT_IN_MODEL, filled=ACME, anew=ASKED_ANEW, last=ACME)
    empty = {place.line.key for place in places_of(form.facts) if place.line.value is None}
    assert empty & set(ASKED_ANEW) == {"held_on", "attendees", "request", "stage_since"}
    text = sheet_text(form).replace("held_on,Day of these answers", "held_on,Day of these answers", 1)
    assert told(read_bytes(tmp_path, text.encode(), "acme.csv")) == [
        "acme.csv: line 3: column 'Answer': is empty; expected the day of the engagement, such as 2026-03-12"
    ]
