"""A folder of customers' answers: the table of engagements, and the answer sheets beside it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from maturity.errors import Fault, InputError
from maturity.intake.drafts import Draft
from maturity.intake.fields import near
from maturity.intake.files import TABLES, read_table, read_tables
from maturity.intake.form_words import is_form_header
from maturity.intake.forms import read_form
from maturity.intake.outcomes import Intake, Outcome, gather
from maturity.intake.sheets import SHEET, read_answers
from maturity.intake.tables import Spot, Table
from maturity.intake.vocabulary import Vocabulary
from maturity.intake.wide import SHEET as WIDE
from maturity.intake.wide import read_drafts

ENGAGEMENTS = "engagements.csv"
ANSWERS = "answers"

_SPREADSHEETS = (*TABLES, ".xls", ".xlsm", ".xlsb", ".ods", ".numbers", ".tsv")  #: what may hold somebody's answers
_DATE_LENGTH = len("2026-03-12-")


def read_folder(folder: Path, vocabulary: Vocabulary, *, today: date) -> Intake:
    """The engagements of the folder's table, each with the answers of its sheets.

    Raises:
        InputError: there is no table of engagements, or its header is wrong.
    """
    table_path = _table_path(folder)
    table = read_table(table_path, place=ENGAGEMENTS, sheet=WIDE)
    drafts = read_drafts(table, vocabulary, today=today)
    sheets = {path: _read_sheet(path, vocabulary, today) for path in _files(folder / ANSWERS) if _is_spreadsheet(path)}
    others = [_unread(path) for path in _files(folder / ANSWERS) if not _is_spreadsheet(path)]
    owners = _owners(drafts)
    owned: dict[int | None, list[Path]] = defaultdict(list)
    for path in sheets:
        owned[owners.get(path.stem, owners.get(path.stem[_DATE_LENGTH:]))].append(path)
    outcomes = [draft.finish([sheets[path] for path in owned[index]]) for index, draft in enumerate(drafts)]
    outcomes += [_orphan(path, sheets[path], drafts) for path in owned[None]]
    warnings = (warning for sheet in sheets.values() for warning in sheet.warnings)
    return gather(outcomes, warnings=(*table.warnings, *warnings, *others))


def _table_path(folder: Path) -> Path:
    path = folder / ENGAGEMENTS
    if path.exists():
        return path
    others = sorted(found.name for found in folder.iterdir() if found.stem.casefold() == path.stem)
    hint = f" (it holds {others[0]!r})" if others else ""
    raise InputError([Fault(place=str(folder), problem=f"holds no {ENGAGEMENTS}{hint}; expected one")])


def _files(folder: Path) -> list[Path]:
    """The files of the folder in order of name, without hidden ones and a spreadsheet program's locks."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if not path.name.startswith((".", "~")))


def _is_spreadsheet(path: Path) -> bool:
    return path.suffix.lower() in _SPREADSHEETS and not path.is_dir()


def _unread(path: Path) -> str:
    return f"{_place(path)}: is not an answer sheet (.csv or .xlsx); left unread"


def _read_sheet(path: Path, vocabulary: Vocabulary, today: date) -> Draft:
    place = _place(path)
    try:
        found = read_tables(path, place=place, sheet=SHEET, is_form=is_form_header)
    except InputError as error:
        return Draft(spot=Spot(place=place), faults=error.faults)
    if isinstance(found, Table):
        return read_answers(found, vocabulary)
    return read_form(found, vocabulary, place=place, today=today)


def _owners(drafts: Sequence[Draft]) -> dict[str, int]:
    """The index of each draft by its key; where its day could not be read, the customer's slug must do."""
    names = [draft.key or draft.slug for draft in drafts]
    return {name: index for index, name in reversed(list(enumerate(names))) if name}


def _orphan(path: Path, sheet: Draft, drafts: Sequence[Draft]) -> Outcome:
    """What becomes of a sheet that no row has: an engagement where it says its own key, else a failure."""
    if sheet.key:
        return sheet.finish()
    spot = Spot(place=_place(path))
    hint = near(path.stem, tuple(draft.key for draft in drafts if draft.key)) or f"; expected one of {ENGAGEMENTS}"
    fault = spot.fault(f"{path.stem!r} is the key of no engagement{hint}")
    return Outcome(spot=spot, key=None, faults=(fault, *sheet.faults) if path.suffix in TABLES else sheet.faults)


def _place(path: Path) -> str:
    return f"{ANSWERS}/{path.name}"
