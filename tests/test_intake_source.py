"""Customers' answers are read from folders and tables; every fault is told in its place."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import BUILT_IN_MODEL

from maturity.engagement import Engagement, PlatformFacts, Response, customer_slug
from maturity.errors import InputError
from maturity.intake import Intake, read_source
from maturity.intake.facts import facts_on, problem_of
from maturity.model import Answer, Grade

TODAY = date(2026, 3, 20)
SCALE = "expected always, usually, sometimes, never, unknown or not-applicable"
PAY = "Baobab Pay,2026-03-12"
KEY = "2026-03-12-baobab-pay"
ROLLBACK = "one-click-rollback"
CUSTOMER = facts_on(TODAY)[0]

in_a_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def read(path: Path) -> Intake:
    """The intake of a source under the built-in model."""
    return read_source(path, BUILT_IN_MODEL, today=TODAY)


def write(path: Path, text: str | bytes) -> Path:
    """The path of a new file that holds the text, in UTF-8."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def folder(root: Path, table: str, **sheets: str) -> Path:
    """A folder with a table of engagements, and a sheet for each key."""
    write(root / "engagements.csv", table)
    for key, sheet in sheets.items():
        write(root / "answers" / f"{key.replace('_', '-')}.csv", sheet)
    return root


def workbook(path: Path, **sheets: Sequence[Sequence[Any]]) -> Path:
    """The path of a new workbook with these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def refusal(path: Path | str) -> list[str]:
    """What is told of a source that can't be read at all."""
    with pytest.raises(InputError) as refused:
        read_source(path, BUILT_IN_MODEL, today=TODAY)
    return str(refused.value).split("\n")


@pytest.mark.parametrize(
    ("header", "cell", "problem"),
    [
        pytest.param(
            "country",
            "Nigera",
            "'Nigera' is not a country (did you mean 'Nigeria'?); expected a code such as NG or an English name",
            id="country",
        ),
        pytest.param(
            "currency",
            "NGM",
            "'NGM' is not a currency code (did you mean 'NGN'?); expected ISO 4217, such as NGN",
            id="currency",
        ),
        pytest.param("engineers", "-3", "'-3' is not a head count; expected a whole number, 0 or more", id="negative"),
        pytest.param(
            "engineers", "2.5", "'2.5' is not a head count; expected a whole number, 0 or more", id="fraction"
        ),
        pytest.param(
            "stage_since",
            "2026-03-13",
            "2026-03-13 is after the engagement; expected a day up to 2026-03-12",
            id="since-later",
        ),
        pytest.param(
            "stage_since", "2026-03-21", "2026-03-21 lies in the future; expected a day up to 2026-03-20", id="future"
        ),
        pytest.param(
            "exchange_rate_on",
            "3/4/2025",
            "'3/4/2025' can mean 2025-04-03 or 2025-03-04; expected the date as YYYY-MM-DD",
            id="ambiguous",
        ),
        pytest.param(
            "objective",
            "100",
            "1 is out of range; expected an objective such as 99.9 % or 0.999, above 0 and below 100 %",
            id="objective",
        ),
        pytest.param(
            "runs-kubernetes", "perhaps", "'perhaps' is neither yes nor no; expected yes, no or unknown", id="signal"
        ),
        pytest.param(ROLLBACK, "yes", f"'yes' is not an answer; {SCALE}", id="yes"),
        pytest.param(ROLLBACK, "nevr", f"'nevr' is not an answer (did you mean 'never'?); {SCALE}", id="near"),
        pytest.param(ROLLBACK, "n/a", "'not-applicable' has no reason; expected one in its note", id="no-reason"),
        pytest.param(
            f"{ROLLBACK}.grade", "proved", "'proved' is not a grade; expected claimed, shown or measured", id="grade"
        ),
        pytest.param(f"{ROLLBACK}.note", "a\0b", r"'a\x00b' holds a NUL character; expected text", id="nul"),
        pytest.param(
            "critical-mass",
            "always",
            "'critical-mass' is computed from engineers; expected no answer here",
            id="computed",
        ),
        pytest.param(
            "industry",
            '"pay\nments"',
            r"'pay\nments' holds a line break or another control character; "
            "expected one line of text",
            id="two-lines",
        ),
    ],
)
def test_a_wrong_cell_fails_its_engagement_alone(tmp_path: Path, header: str, cell: str, problem: str) -> None:
    """The fault names file, line and column, what came and what was expected; the others are delivered."""
    table = f"customer,held_on,{header}\nGood One,2026-03-11,\n{PAY},{cell}\n"
    intake = read(write(tmp_path / "customers.csv", table))
    assert [str(fault) for fault in intake.faults] == [f"customers.csv: line 3: column {header!r}: {problem}"]
    assert [failure.name for failure in intake.failed] == [KEY]
    assert [engagement.key for engagement in intake.engagements] == ["2026-03-11-good-one"]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        pytest.param(
            ",2026-03-12,NG", ["line 3: column 'customer': is empty; expected the customer's name"], id="name"
        ),
        pytest.param(
            "Baobab Pay,,NG",
            ["line 3: column 'held_on': is empty; expected the day of the engagement, such as 2026-03-12"],
            id="day",
        ),
        pytest.param(f"{PAY},NG,more", ["line 3: has 4 cells; expected at most 3, as in the header"], id="too-many"),
        pytest.param(f"{PAY},", [], id="empty-cell"),
        pytest.param('Baobab "Pay,2026-03-12,NG', [], id="quote-inside"),
        pytest.param(
            '"Baobab" Pay,2026-03-12,NG',
            ["line 3: has text after an end quote; expected a delimiter there, and quotes doubled inside a cell"],
            id="after-quote",
        ),
        pytest.param(
            'Baobab Pay,"2026-03-12,NG',
            ['line 3: opens a quote (") that is never closed; expected one at the end of the cell'],
            id="open-quote",
        ),
        pytest.param(
            "Baobab\ufffd,2026-02-30,Nigera",
            [
                "line 3: column 'held_on': '2026-02-30' is no day of the calendar; expected a date such as 2026-03-12",
                (
                    "line 3: column 'country': 'Nigera' is not a country (did you mean 'Nigeria'?); "
                    "expected a code such as NG or an English name"
                ),
            ],
            id="all-at-once",
        ),
        pytest.param(
            "Good One,2026-03-11,NG",
            ["line 3: '2026-03-11-good-one' is the key of line 2 too; expected one engagement for a customer and day"],
            id="twin",
        ),
    ],
)
def test_a_wrong_row_is_told_by_its_line(tmp_path: Path, row: str, told: list[str]) -> None:
    """A row is refused as a whole where it can't be taken apart, and otherwise cell by cell, left to right."""
    intake = read(write(tmp_path / "customers.csv", f"customer,held_on,country\nGood One,2026-03-11,\n{row}\n"))
    assert [str(fault) for fault in intake.faults] == [f"customers.csv: {line}" for line in told]
    assert len(intake.engagements) + len(intake.failed) == (1 if row.startswith("Good") else 2)


def test_of_two_engagements_with_one_key_none_is_delivered(tmp_path: Path) -> None:
    """Names that give the same key collide as well: which one is meant is not for us to say."""
    table = "customer,held_on\nSadé,2026-03-12\nOther,2026-03-12\nSade,12 March 2026\nSADE!,2026-03-12\n"
    intake = read(write(tmp_path / "customers.csv", table))
    assert [engagement.customer for engagement in intake.engagements] == ["Other"]
    assert [failure.name for failure in intake.failed] == ["2026-03-12-sade"]
    assert [fault.line for fault in intake.faults] == [4, 5]
    assert all("is the key of line 2 too" in fault.problem for fault in intake.faults)


def test_a_row_without_a_key_fails_under_its_line(tmp_path: Path) -> None:
    """Where customer or day can't be read, the failure is named by file and line."""
    intake = read(write(tmp_path / "customers.csv", "customer,held_on\n\n\nBaobab Pay,tomorrow\n"))
    assert [failure.name for failure in intake.failed] == ["customers.csv: line 4"]


@pytest.mark.parametrize(
    ("header", "told"),
    [
        pytest.param("customer,held_on,contry", ["'contry' is not a column (did you mean 'country'?)"], id="near"),
        pytest.param(
            "customer,held_on,rollback",
            ["'rollback' is not a column (did you mean 'one-click-rollback'?)"],
            id="practice",
        ),
        pytest.param(
            "customer,held_on,zzz",
            [
                (
                    "'zzz' is not a column; expected a fact such as customer or held_on, "
                    "the key of a practice or signal, or KEY.note and the like"
                )
            ],
            id="far",
        ),
        pytest.param(
            "custmer,held on",
            [
                "'custmer' is not a column (did you mean 'customer'?)",
                "'held on' is not a column (did you mean 'held_on'?)",
                "has no column 'customer'; expected one",
                "has no column 'held_on'; expected one",
            ],
            id="all-at-once",
        ),
        pytest.param(
            "customer,held_on,Country,COUNTRY", ["'COUNTRY' heads columns 3 and 4; expected it once"], id="twice"
        ),
    ],
)
def test_a_wrong_header_fails_the_file(tmp_path: Path, header: str, told: list[str]) -> None:
    """Every row under it would be wrong: nothing is delivered, and every fault of the header is told."""
    path = write(tmp_path / "customers.csv", f"{header}\n{PAY}\n")
    assert refusal(path) == [f"customers.csv: line 1: {problem}" for problem in told]


def test_under_a_wrong_header_the_cells_are_told_as_well(tmp_path: Path) -> None:
    """Everything wrong with a file is told at once, except what only a missing column makes look wrong."""
    table = f"customer,held_on,engineers,{ROLLBACK},{ROLLBACK}.notes\n{PAY},many,n/a,serverless\n"
    assert refusal(write(tmp_path / "customers.csv", table)) == [
        f"customers.csv: line 1: '{ROLLBACK}.notes' is not a column (did you mean '{ROLLBACK}.note'?)",
        "customers.csv: line 2: column 'engineers': 'many' is not a head count; expected a whole number, 0 or more",
    ]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        pytest.param("a.csv", b"", "a.csv: is empty; expected a header line and rows under it", id="empty"),
        pytest.param(
            "a.csv", b"\xef\xbb\xbf\r\n;;\r\n", "a.csv: is empty; expected a header line and rows under it", id="blank"
        ),
        pytest.param(
            "a.csv",
            b"customer,held_on\n,\n",
            "a.csv: has a header and no rows; expected one for each engagement",
            id="no-rows",
        ),
        pytest.param(
            "a.csv",
            "customer,held_on\n".encode("utf-16-le"),
            "a.csv: line 1: holds NUL characters; expected CSV as text, best in UTF-8",
            id="utf-16-bare",
        ),
        pytest.param(
            "a.csv",
            b"customer,held_on\n\x81\x8d,\n",
            "a.csv: is not text in UTF-8, UTF-16 or Windows-1252; expected a text file, best in UTF-8",
            id="bytes",
        ),
        pytest.param(
            "a.csv",
            b"PK\x03\x04...",
            "a.csv: is a workbook, not text; expected CSV, or a name that ends in .xlsx",
            id="renamed",
        ),
        pytest.param(
            "a.xlsx",
            b"customer,held_on\n",
            "a.xlsx: is not an Excel workbook, or is damaged; expected an .xlsx file",
            id="not-xlsx",
        ),
        pytest.param(
            "a.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "a.xlsx: is an old Excel file (.xls), or has a password; expected an .xlsx file without a password",
            id="encrypted",
        ),
        pytest.param(
            "a.ods",
            b"PK",
            "a.ods: ends in '.ods'; expected .csv or .xlsx, which any spreadsheet program can save",
            id="ods",
        ),
        pytest.param(
            "a",
            b"x",
            "a: has no ending; expected .csv or .xlsx, which any spreadsheet program can save",
            id="no-ending",
        ),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_a_word(tmp_path: Path, name: str, content: bytes, told: str) -> None:
    """What the file is, and what was expected, in one line."""
    assert refusal(write(tmp_path / name, content)) == [told]


def test_a_source_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """A missing file, a folder without its table, and a store that nobody made."""
    expected = "expected a folder with engagements.csv, a .csv, .xlsx or .json file, or a store (.db or postgresql://…)"
    assert refusal(tmp_path / "none.csv") == [f"{tmp_path}/none.csv: does not exist; {expected}"]
    assert refusal("sqlite:///x.db") == ["x.db: holds no store; expected one (`maturity store import SOURCE` makes it)"]
    assert refusal("x" * 5000)[0].endswith(expected)
    assert refusal(tmp_path) == [f"{tmp_path}: holds no engagements.csv; expected one"]
    workbook(tmp_path / "engagements.xlsx", engagements=[["customer", "held_on"]])
    assert refusal(tmp_path) == [f"{tmp_path}: holds no engagements.csv (it holds 'engagements.xlsx'); expected one"]


def test_a_source_that_is_closed_to_the_user_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the system says of it stands in the fault."""

    def closed(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    root = folder(tmp_path, f"customer,held_on\n{PAY}\n")
    monkeypatch.setattr(Path, "read_bytes", closed)
    assert refusal(root) == ["engagements.csv: can't be read (Permission denied); expected a file open to you"]
    monkeypatch.setattr(Path, "is_dir", closed)
    assert refusal(root)[0].startswith(f"{root}: can't be opened (Permission denied); expected a folder")


TABLE = f"customer,held_on,engineers,{ROLLBACK},{ROLLBACK}.note\r\nṢadé Café,2026-03-12,30,never,é\r\n"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(TABLE.encode(), id="utf-8"),
        pytest.param(TABLE.encode("utf-8-sig"), id="utf-8-mark"),
        pytest.param(TABLE.encode("utf-16"), id="utf-16"),
        pytest.param(b"\xfe\xff" + TABLE.encode("utf-16-be"), id="utf-16-be"),
        pytest.param(TABLE.replace(",", ";").encode(), id="semicolon"),
        pytest.param(TABLE.replace(",", "\t").encode(), id="tab"),
        pytest.param(("sep=;\r\n" + TABLE.replace(",", ";")).encode("utf-8-sig"), id="sep"),
        pytest.param(("sep=|\r\n" + TABLE.replace(",", "|")).encode(), id="sep-of-its-own"),
        pytest.param(TABLE.replace("\r\n", "\r").encode(), id="old-mac"),
        pytest.param(TABLE.replace("\r\n", ",,,\r\n").encode() + b",,,,,,,\r\n\r\n", id="trailing-empties"),
        pytest.param(
            ("\r\n" + TABLE.replace("customer", " Customer ").replace(",30,", ', " 30.0 ",')).encode(),
            id="quote-after-space",
        ),
        pytest.param(
            ("\r\n" + TABLE.replace("customer", " Customer ").replace(",30,", ",  30.0 ,")).encode(), id="space"
        ),
    ],
)
def test_every_habit_of_a_spreadsheet_gives_the_same_engagement(tmp_path: Path, content: bytes) -> None:
    """Encodings, delimiters, marks, line ends and empty edges change nothing, and need no warning."""
    intake = read(write(tmp_path / "customers.csv", content))
    expected = Engagement(
        customer="Ṣadé Café",
        held_on=date(2026, 3, 12),
        engineers=30,
        responses={ROLLBACK: Response(answer=Answer.NEVER, note="é")},
    )
    assert intake == Intake(engagements=(expected,), failed=(), warnings=())


def test_windows_1252_is_read_with_a_warning(tmp_path: Path) -> None:
    """Where the bytes are not UTF-8 the encoding is a guess, and the user is told."""
    intake = read(write(tmp_path / "old.csv", "customer,held_on\nCafé “Noir”,2026-03-12\n".encode("cp1252")))
    assert [engagement.customer for engagement in intake.engagements] == ["Café “Noir”"]
    assert intake.warnings == ("old.csv: is not UTF-8; read as Windows-1252, so look at the letters with accents",)


def test_half_a_character_fails_its_cell_alone(tmp_path: Path) -> None:
    """A lone surrogate is a fault of its row, not of the file."""
    content = "customer,held_on\nBaobab\ud800,2026-03-12\nGood One,2026-03-12\n".encode("utf-16", "surrogatepass")
    intake = read(write(tmp_path / "customers.csv", content))
    assert [engagement.customer for engagement in intake.engagements] == ["Good One"]
    assert [str(fault) for fault in intake.faults] == [
        (
            r"customers.csv: line 2: column 'customer': 'Baobab\ud800' holds half a character (a lone surrogate); "
            "expected text"
        )
    ]


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    """Line breaks inside quotes, empty rows and a `sep=` line count, as they do in an editor."""
    table = (
        f'sep=,\ncustomer,held_on,{ROLLBACK}.note,engineers\n\nA,2026-03-12,"one\r\ntwo\nthree",1\nB,2026-03-12,,x\n'
    )
    intake = read(write(tmp_path / "customers.csv", table))
    assert [fault.line for fault in intake.faults] == [7]
    note = intake.engagements[0].responses[ROLLBACK].note
    assert note == "one\r\ntwo\nthree"


def test_an_empty_cell_says_nothing(tmp_path: Path) -> None:
    """A practice or signal without a word is not among the answers; a note alone keeps its practice unknown."""
    header = f"customer,held_on,{ROLLBACK},{ROLLBACK}.note,trunk-stays-green,runs-kubernetes,has-dashboards"
    intake = read(write(tmp_path / "customers.csv", f"{header}\n{PAY},,ask again,,,unknown\n"))
    expected = Response(answer=Answer.UNKNOWN, note="ask again")
    assert intake.engagements[0].responses == {ROLLBACK: expected}
    assert intake.engagements[0].signals == {}


# --- answer sheets ------------------------------------------------------------------------------------------------


def test_a_sheet_gives_the_answers_of_its_engagement(tmp_path: Path) -> None:
    """Columns in any order, practices by key or by name, details from both places, equal words twice."""
    sheet = (
        "Note;ANSWER;Practice;claimed\n;never;Rehearsed one-click rollback;always\nsoon;usually;trunk-stays-green;\n"
    )
    table = f"customer,held_on,{ROLLBACK},{ROLLBACK}.grade\n{PAY},never,measured\nOther,2026-03-12,always,\n"
    intake = read(folder(tmp_path, table, **{KEY: sheet}))
    assert not intake.faults
    assert intake.engagements[0].responses == {
        ROLLBACK: Response(answer=Answer.NEVER, grade=Grade.MEASURED, claimed=Answer.ALWAYS),
        "trunk-stays-green": Response(answer=Answer.USUALLY, note="soon"),
    }
    assert intake.engagements[1].responses == {ROLLBACK: Response(answer=Answer.ALWAYS)}


@pytest.mark.parametrize(
    ("sheet", "told"),
    [
        pytest.param(
            "practice,answer\nrolback,never\n",
            "line 2: 'rolback' is not a practice of the model (did you mean 'one-click-rollback'?)",
            id="practice",
        ),
        pytest.param(
            "practice,answer\nruns-kubernetes,\n",
            "line 2: 'runs-kubernetes' is a signal, not a practice; expected its yes or no in the table of engagements",
            id="signal",
        ),
        pytest.param(
            "practice,answer\ncritical-mass,always\n",
            "line 2: 'critical-mass' is computed from engineers; expected no answer here",
            id="computed",
        ),
        pytest.param(
            "practice,answer\n,never\n",
            "line 2: column 'practice': is empty; expected the key or the name of a practice",
            id="no-practice",
        ),
        pytest.param(
            f"practice,answer\n{ROLLBACK},no\n", f"line 2: column 'answer': 'no' is not an answer; {SCALE}", id="answer"
        ),
        pytest.param(
            f"practice,answer\n{ROLLBACK},not applicable\n",
            "line 2: column 'answer': 'not-applicable' has no reason; expected one in its note",
            id="reason",
        ),
        pytest.param(
            "practice,answer\ntrunk-stays-green,never\n\nTrunk is green; red is fixed fast,\n",
            "line 4: 'Trunk is green; red is fixed fast' is not a practice of the model "
            "(did you mean 'Trunk is green and red is fixed fast'?)",
            id="name",
        ),
        pytest.param(
            "practice,answer\ntrunk-stays-green,never\nTRUNK-STAYS-GREEN,never\n",
            "line 3: 'trunk-stays-green' stands on line 2 too; expected one row for each practice",
            id="twice",
        ),
        pytest.param(
            "practice,anser\n",
            [
                "line 1: 'anser' is not a column (did you mean 'answer'?)",
                "line 1: has no column 'answer'; expected one",
            ],
            id="header",
        ),
        pytest.param(
            "practice,answer,comment\n",
            "line 1: 'comment' is not a column; expected practice, answer, grade, evidence, note or claimed",
            id="column",
        ),
        pytest.param("", "is empty; expected a header line and rows under it", id="empty"),
        pytest.param(
            "practice,answer\none-click-rollback,always\n",
            "line 2: column 'answer': 'always' contradicts "
            "'sometimes' in engagements.csv: line 2: column 'one-click-rollback'; expected one or the other",
            id="contradiction",
        ),
    ],
)
def test_a_wrong_sheet_fails_its_engagement_alone(tmp_path: Path, sheet: str, told: str | list[str]) -> None:
    """Its faults stand under the engagement's key, each with the sheet's path in the folder."""
    rollback = "" if ROLLBACK in sheet and "always" not in sheet else "sometimes"
    table = f"customer,held_on,{ROLLBACK}\n{PAY},{rollback}\nGood One,2026-03-12,never\n"
    intake = read(folder(tmp_path, table, **{KEY: sheet}))
    lines = [told] if isinstance(told, str) else told
    assert [str(fault) for fault in intake.faults] == [f"answers/{KEY}.csv: {line}" for line in lines]
    assert [failure.name for failure in intake.failed] == [KEY]
    assert [engagement.customer for engagement in intake.engagements] == ["Good One"]


def test_a_sheet_of_nobody_is_a_fault_with_the_nearest_key(tmp_path: Path) -> None:
    """Answers that would go astray are told, with whatever else is wrong with them."""
    sheet = "practice,answer\ntrunk-stays-green,sometime\n"
    intake = read(folder(tmp_path, f"customer,held_on\n{PAY}\n", **{"2026-03-12-baobab-pai": sheet}))
    place = "answers/2026-03-12-baobab-pai.csv"
    assert [failure.name for failure in intake.failed] == [place]
    assert [str(fault) for fault in intake.faults] == [
        f"{place}: '2026-03-12-baobab-pai' is the key of no engagement (did you mean '{KEY}'?)",
        f"{place}: line 2: column 'answer': 'sometime' is not an answer (did you mean 'sometimes'?); {SCALE}",
    ]
    assert [engagement.key for engagement in intake.engagements] == [KEY]


def test_a_sheet_is_not_blamed_for_a_wrong_day_in_the_table(tmp_path: Path) -> None:
    """Where the row's day can't be read, the customer's name finds the sheet, and its faults come with the row's."""
    sheet = "practice,answer\ntrunk-stays-green,nope\n"
    intake = read(folder(tmp_path, "customer,held_on\nBaobab Pay,03/04/2026\n", **{"2026-04-03-baobab-pay": sheet}))
    assert [failure.name for failure in intake.failed] == ["engagements.csv: line 2"]
    assert [fault.place for fault in intake.faults] == ["engagements.csv", "answers/2026-04-03-baobab-pay.csv"]


def test_other_files_beside_the_sheets_are_left_with_a_word(tmp_path: Path) -> None:
    """A note is warned of; a spreadsheet that can't be read is a fault; locks and hidden files are nothing."""
    root = folder(tmp_path, f"customer,held_on\n{PAY}\n")
    for name in ("notes.txt", ".DS_Store", "~$2026.xlsx", f"{KEY}.ods"):
        write(root / "answers" / name, "x")
    intake = read(root)
    assert intake.warnings == ("answers/notes.txt: is not an answer sheet (.csv or .xlsx); left unread",)
    assert [str(fault) for fault in intake.faults] == [
        f"answers/{KEY}.ods: ends in '.ods'; expected .csv or .xlsx, which any spreadsheet program can save"
    ]


# --- workbooks ----------------------------------------------------------------------------------------------------


def test_a_workbook_is_read_as_its_cells_are_typed(tmp_path: Path) -> None:
    """Dates, numbers, shares, truths and line breaks of cells; the sheet `Engagements` before the first."""
    header = ["Customer", "held_on", "engineers", "objective", "platform_gain", "runs-kubernetes", f"{ROLLBACK}.note"]
    row = ["Kiosk 54", datetime(2026, 3, 12), 30.0, 0.999, 0.1, True, "one\ntwo_x000D_"]  # noqa: DTZ001  (Excel's)
    path = workbook(tmp_path / "a.xlsx", Guide=[["Read me"]], Engagements=[[], header, [], row, [54, "12 March 2026"]])
    intake = read(path)
    assert not intake.faults
    assert intake.engagements[0] == Engagement(
        customer="Kiosk 54",
        held_on=date(2026, 3, 12),
        engineers=30,
        objective=0.999,
        platform=PlatformFacts(gain=0.1),
        signals={"runs-kubernetes": True},
        responses={ROLLBACK: Response(answer=Answer.UNKNOWN, note="one\ntwo")},
    )
    assert intake.engagements[1].customer == "54"


def test_faults_of_a_workbook_name_row_header_and_letter(tmp_path: Path) -> None:
    """A column is found by its letter in Excel, and by its header in a conversation."""
    rows: list[list[Any]] = [
        ["customer", "held_on", "engineers"],
        ["A", date(2026, 3, 12), 30.5],
        ["B", date(2026, 3, 12), 1, None, "x"],
    ]
    intake = read(workbook(tmp_path / "a.xlsx", Sheet=rows))
    assert [str(fault) for fault in intake.faults] == [
        "a.xlsx: line 2: column 'engineers (C)': '30.5' is not a head count; expected a whole number, 0 or more",
        "a.xlsx: line 3: 'x' stands in column E, which has no name; expected one in the header",
    ]
    wrong = workbook(tmp_path / "b.xlsx", Notes=[["customer", "held_on", "contry"]], More=[["x"]])
    assert refusal(wrong) == [
        "b.xlsx: sheet 'Notes': line 1: column 'C': 'contry' is not a column (did you mean 'country'?)"
    ]


def test_a_formula_is_text_and_warned_of(tmp_path: Path) -> None:
    """What a formula would give is not in the file for us: as a note it is text, as an answer a fault."""
    rows: list[list[Any]] = [
        ["customer", "held_on", ROLLBACK, f"{ROLLBACK}.note"],
        ["A", date(2026, 3, 12), '=IF(1,"never")', "=1+1"],
    ]
    intake = read(workbook(tmp_path / "a.xlsx", engagements=rows))
    assert [str(fault) for fault in intake.faults] == [
        f"""a.xlsx: line 2: column '{ROLLBACK} (C)': '=IF(1,"never")' is not an answer; {SCALE}"""
    ]
    assert intake.warnings == ("a.xlsx: 2 cells hold formulas (C2, D2); taken as their text, not their value",)


def test_an_answer_sheet_may_be_a_workbook(tmp_path: Path) -> None:
    """Its sheet `answers` is read, or the first; two files of one engagement are laid together."""
    root = folder(tmp_path, f"customer,held_on\n{PAY}\n", **{KEY: "practice,answer\ntrunk-stays-green,always\n"})
    rows: list[list[Any]] = [
        ["practice", "answer", "note"],
        [ROLLBACK, "n/a", "no servers"],
        ["trunk-stays-green", "always"],
    ]
    workbook(root / "answers" / f"{KEY}.xlsx", Guide=[["x"]], answers=rows)
    intake = read(root)
    assert not intake.faults
    assert {key: response.answer.value for key, response in intake.engagements[0].responses.items()} == {
        "trunk-stays-green": "always",
        ROLLBACK: "not-applicable",
    }


def _rezipped(path: Path, name: str, content: bytes) -> Path:
    """The workbook with one part replaced or added."""
    with zipfile.ZipFile(path) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, held in {**parts, name: content}.items():
            archive.writestr(part, held)
    return path


def test_a_hostile_workbook_is_refused_before_it_unfolds(tmp_path: Path) -> None:
    """Entity bombs, archives that unpack to too much, and sheets without end stop at the door."""
    rows: list[list[Any]] = [["customer", "held_on"], ["A", date(2026, 3, 12)]]
    entities = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    bomb = _rezipped(
        workbook(tmp_path / "bomb.xlsx", a=rows), "xl/workbook.xml", entities + b"<workbook>&b;</workbook>"
    )
    declared = "declares a document type in 'xl/workbook.xml', as no spreadsheet program does"
    assert refusal(bomb) == [f"bomb.xlsx: {declared}; expected an .xlsx file"]
    large = _rezipped(workbook(tmp_path / "large.xlsx", a=rows), "xl/media/a.bin", bytes(201 * 2**20))
    assert refusal(large)[0].startswith("large.xlsx: unpacks to 210,")
    wide = workbook(tmp_path / "wide.xlsx", a=[["customer", *[None] * 16_000, "x"]])
    assert refusal(wide) == ["wide.xlsx: reaches to column WQL; expected at most 1,000 columns"]


# --- any engagement -----------------------------------------------------------------------------------------------

words = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=30).map(
    str.strip
)
notes = st.text(
    st.characters(min_codepoint=32, exclude_categories=["Cs"]) | st.sampled_from("\r\n\t"), max_size=30
).map(str.strip)
days = st.dates(date(1995, 1, 1), TODAY)
amounts = st.integers(1, 10**9).map(float) | st.sampled_from((0.5, 1.25, 99.5))
responses = st.builds(
    Response,
    answer=st.sampled_from([answer for answer in Answer if answer is not Answer.NOT_APPLICABLE]),
    grade=st.sampled_from(Grade),
    evidence=notes,
    note=notes,
    claimed=st.none() | st.sampled_from(Answer),
) | st.builds(Response, answer=st.just(Answer.NOT_APPLICABLE), note=notes.filter(bool))


@st.composite
def sound_engagements(draw: st.DrawFn) -> Engagement:
    """An engagement that every rule of the sources allows."""
    held_on = draw(days)
    platform = PlatformFacts(
        team=draw(st.none() | amounts),
        gain=draw(st.none() | st.sampled_from((0.06, 0.1, 1.0))),
        cost_ratio=draw(st.none() | amounts),
        engineer_cost=draw(st.none() | amounts),
        buy_cost=draw(st.none() | amounts),
        buy_currency=draw(st.none() | st.sampled_from(("USD", "EUR") if held_on.year > 2000 else ("USD",))),
        exchange_rate=draw(st.none() | amounts),
        exchange_rate_on=draw(st.none() | days),
    )
    return Engagement(
        customer=draw(words.filter(lambda name: problem_of(CUSTOMER, name) is None)),
        held_on=held_on,
        country=draw(st.none() | st.sampled_from(("NA", "NG", "CI"))),
        industry=draw(st.none() | words.filter(bool)),
        engineers=draw(st.none() | st.integers(0, 10**6)),
        currency=draw(st.none() | st.sampled_from(("NGN", "XOF"))),
        consultant=draw(st.none() | words.filter(bool)),
        responses=draw(st.dictionaries(st.sampled_from([p.key for p in BUILT_IN_MODEL.asked]), responses, max_size=5)),
        signals=draw(st.dictionaries(st.sampled_from(list(BUILT_IN_MODEL.signal_names)), st.booleans())),
        stage_since=draw(st.none() | st.dates(date(1995, 1, 1), held_on)),
        platform=platform,
        objective=draw(st.none() | st.sampled_from((0.5, 0.99, 0.9995))),
        fictional=draw(st.booleans()),
    )


def wide_row(engagement: Engagement) -> dict[str, str]:
    """The row of a table of engagements that says all of an engagement."""
    platform = {f: getattr(engagement.platform, f) for f in PlatformFacts.__struct_fields__}
    facts: dict[str, object] = {
        **{f: getattr(engagement, f) for f in ("customer", "held_on", "country", "industry", "engineers", "currency")},
        **{f: getattr(engagement, f) for f in ("consultant", "stage_since", "objective", "fictional")},
        **{f"platform_{f}" if f in {"team", "gain"} else f: value for f, value in platform.items()},
        **{key: "yes" if value else "no" for key, value in engagement.signals.items()},
        **{key: response.answer.value for key, response in engagement.responses.items()},
    }
    for key, response in engagement.responses.items():
        details = {part: getattr(response, part) for part in ("grade", "evidence", "note", "claimed")}
        facts |= {f"{key}.{part}": value for part, value in details.items()}
    return {column: str(value) for column, value in facts.items() if value is not None}


@in_a_folder
@given(st.lists(sound_engagements(), min_size=1, max_size=3, unique_by=lambda e: customer_slug(e.customer)), st.data())
def test_a_table_loses_nothing(tmp_path: Path, customers: list[Engagement], data: st.DataObject) -> None:
    """Whatever an engagement holds, a row of CSV holds it as well, whichever way the file is written."""
    rows: list[Mapping[str, str]] = [wide_row(engagement) for engagement in customers]
    text = io.StringIO()
    delimiter = data.draw(st.sampled_from(",;\t"))
    columns = data.draw(st.permutations(list(dict.fromkeys(column for row in rows for column in row))))
    writer = csv.DictWriter(text, columns, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    path = write(tmp_path / "a.csv", text.getvalue().encode(data.draw(st.sampled_from(("utf-8-sig", "utf-16")))))
    intake = read(path)
    assert [str(fault) for fault in intake.faults] == []
    assert list(intake.engagements) == customers
