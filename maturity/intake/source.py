"""Customers' answers read from wherever they stand: a folder, a table, a JSON file or a store."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from maturity.errors import Fault, InputError
from maturity.intake.files import read_content, read_tables
from maturity.intake.folder import read_folder
from maturity.intake.form_words import is_form_header
from maturity.intake.forms import read_form
from maturity.intake.history import with_history
from maturity.intake.objects import read_objects
from maturity.intake.outcomes import Intake, gather
from maturity.intake.stores import is_address, read_store
from maturity.intake.tables import Table
from maturity.intake.text import decode
from maturity.intake.vocabulary import Vocabulary
from maturity.intake.wide import SHEET, read_drafts
from maturity.model import Model

_EXPECTED = "a folder with engagements.csv, a .csv, .xlsx or .json file, or a store (.db or postgresql://…)"


def read_source(source: Path | str, model: Model, *, today: date, history: bool = True) -> Intake:
    """Every engagement that the source holds, and every fault of those that could not be read.

    One bad engagement never stops the others. `today` is the last day on which an engagement can have been held.
    Where a customer comes more than once, their own history tells since when they stand where they stand; without
    `history`, every engagement says only what its own place said.

    Raises:
        InputError: nothing can be read at all: there is no such file, it is no table, or its header is wrong.
        StoreError: a store can't be opened or read.
    """
    try:
        intake = _read_any(source, model, today)
    except OSError as error:
        problem = f"can't be opened ({error.strerror}); expected {_EXPECTED}"
        raise InputError([Fault(place=str(source), problem=problem)]) from error
    return replace(intake, engagements=with_history(model, intake.engagements)) if history else intake


def _read_any(source: Path | str, model: Model, today: date) -> Intake:
    if is_address(source):
        return gather(list(read_store(str(source), model=model, today=today)), warnings=())
    return _read(_found(source), Vocabulary(model=model), today)


def _read(path: Path, vocabulary: Vocabulary, today: date) -> Intake:
    if path.is_dir():
        return read_folder(path, vocabulary, today=today)
    if path.suffix.lower() == ".json":
        text, warnings = decode(read_content(path, place=path.name), place=path.name)
        objects = read_objects(text, place=path.name, model=vocabulary.model, today=today)
        return gather(objects, warnings=warnings)
    found = read_tables(path, place=path.name, sheet=SHEET, is_form=is_form_header)
    if not isinstance(found, Table):
        form = read_form(found, vocabulary, place=path.name, today=today)
        return gather([form.finish()], warnings=form.warnings)
    drafts = read_drafts(found, vocabulary, today=today)
    return gather([draft.finish() for draft in drafts], warnings=found.warnings)


def _found(source: Path | str) -> Path:
    """The path of a source that is there."""
    if not str(source).strip():
        raise InputError([Fault(place="SOURCE", problem=f"is empty; expected {_EXPECTED}")])
    if not Path(source).exists():
        raise InputError([Fault(place=str(source), problem=f"does not exist; expected {_EXPECTED}")])
    return Path(source)
