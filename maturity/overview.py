"""What a run made: a manifest for programs, a journal while it runs, and an index page for people."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from typing import IO, Any, Final, Self

import msgspec

from maturity.assessment import assess
from maturity.brand import Brand
from maturity.engagement import Engagement
from maturity.errors import one_line
from maturity.files import UnwritableError
from maturity.given import model_stamp
from maturity.intake import Failure
from maturity.merging import Merged
from maturity.model import Model
from maturity.narrative import country_name, nothing_to_invest
from maturity.page import IndexRow, index_page
from maturity.roadmap import plan
from maturity.workbook import versions

MANIFEST: Final = "manifest.json"
JOURNAL: Final = "manifest.journal.jsonl"  #: what a run that has not ended has made, a line each
INDEX: Final = "index.html"


class Status(StrEnum):
    """What became of one engagement in a run."""

    MADE = "made"
    UNCHANGED = "unchanged"  #: made before from the same input, model and versions
    KEPT = "kept"  #: a file was changed by hand since it was made, or is not ours; it was left as it is
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class MadeFile:
    """A file that a run made; one that was changed by hand is not what stands here."""

    name: str  #: inside the output folder
    sha256: str
    bytes: int


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one engagement."""

    key: str
    customer: str
    status: Status
    files: Mapping[str, MadeFile] = field(default_factory=dict)  #: by format
    input_hash: str = ""
    fingerprint: str = ""  #: of everything that decides the files' bytes
    seconds: float = 0.0
    problem: str = ""
    workbook: str = ""  #: SHA-256 of the workbook whose edits are in the files; empty where there was none
    edited: bool = False  #: that workbook holds something that no run of it makes
    remark: str = ""  #: of this run: what else there is to tell
    merged: Merged | None = None  #: of this run: what became of a consultant's edits; None where there were none

    @property
    def lines(self) -> tuple[str, ...]:
        """What people are told of it, a line each; nothing where all went as usual."""
        said = [self.problem, self.remark, "made anew around your edits" if self.merged else ""]
        told = [one_line(f"{self.key}: {text}") for text in said if text]
        return (*told, *(f"  {line}" for line in (self.merged.lines if self.merged else ())))

    @property
    def foretold(self) -> tuple[str, ...]:
        """What people are told of it where nothing was done yet, a line each."""
        told = (line.removeprefix(f"{self.key}: ") for line in self.lines)
        return (f"{self.key}: {self.status}", *(f"  {line}" for line in told))


OF_THIS_RUN: Final = frozenset({"remark", "merged"})  #: what of an outcome nobody asks for later


class Journal:
    """What a run has made so far, kept in the folder so that a killed run is gone on with.

    Only what is new stands here; nothing is written for an engagement that stays as the manifest has it.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / JOURNAL
        self._file: IO[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file:
            self._file.close()

    def add(self, outcome: Outcome) -> None:
        """One outcome more, on its way to the disk when this returns.

        Raises:
            UnwritableError: the disk is full.
        """
        if outcome.status is Status.UNCHANGED:
            return
        try:
            self._file = self._file or self._path.open("ab", buffering=0)
            self._file.write(b"\n" + msgspec.json.encode(_named(outcome)) + b"\n")  # the line before may be torn
        except OSError as error:
            message = f"{self._path}: can't be written ({error.strerror or error})"
            raise UnwritableError(message) from error

    def remove(self) -> None:
        """The journal is gone: the manifest says it all."""
        self._path.unlink(missing_ok=True)


def read_manifest(folder: Path) -> Mapping[str, Outcome]:
    """What earlier runs made in this folder, by engagement key: the manifest, and a journal that it doesn't hold yet.

    Empty where no manifest can be read.
    """
    return {**manifest_of(_text(folder / MANIFEST)), **_journal_of(_text(folder / JOURNAL))}


def manifest_of(text: str) -> Mapping[str, Outcome]:
    """What a manifest says was made, by engagement key; empty where it is none."""
    try:
        content = json.loads(text)
        entries = [*content.get("earlier", []), *content["engagements"]]
        return {entry["key"]: _outcome(entry) for entry in entries if "key" in entry}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def manifest_text(
    model: Model,
    engagements: Sequence[Engagement],
    outcomes: Mapping[str, Outcome],
    unread: Sequence[Failure],
    *,
    is_there: Callable[[str], bool],
) -> str:
    """The manifest as JSON: per engagement its key, status, files, input hash, model hash, versions and seconds.

    Under `earlier` stands what other sources made in the folder and what is still there of it, so that its files are
    known for what they are.
    """
    rest = dict(outcomes)
    listed = [rest.pop(engagement.key) for engagement in engagements if engagement.key in rest]
    earlier = [told for told in rest.values() if any(is_there(file.name) for file in told.files.values())]
    shared = {"model_hash": model.hash, "versions": dict(versions())}
    entries: list[Mapping[str, Any]] = [{**_named(outcome), **shared} for outcome in listed]
    entries += [
        {"name": failure.name, "status": Status.FAILED, "problem": "\n".join(map(str, failure.faults))}
        for failure in unread
    ]
    content = {"model": model_stamp(model), "versions": dict(versions()), "engagements": entries}
    if earlier:
        content["earlier"] = [_named(outcome) for outcome in earlier]
    return msgspec.json.format(msgspec.json.encode(content), indent=2).decode() + "\n"


def overview_page(
    model: Model,
    engagements: Sequence[Engagement],
    outcomes: Mapping[str, Outcome],
    unread: Sequence[Failure],
    brand: Brand,
) -> str:
    """The index page: a row for every engagement that has an outcome, and for every one that could not be read."""
    rows = [
        index_row(model, engagement, outcomes[engagement.key])
        for engagement in engagements
        if engagement.key in outcomes
    ]
    return index_of(rows, unread, brand)


def index_row(model: Model, engagement: Engagement, outcome: Outcome) -> IndexRow:
    """Where the customer stands and what to do first, beside what became of the engagement."""
    assessment = assess(model, engagement)
    roadmap = plan(assessment)
    return IndexRow(
        key=engagement.key,
        customer=engagement.customer,
        held_on=engagement.held_on,
        country=country_name(engagement.country) if engagement.country else "",
        achieved=assessment.floor,
        ceiling=assessment.ceiling,
        stages=len(model.stages),
        target_stage=roadmap.target.stage,
        verdict=model.words.verdicts[roadmap.target.verdict].name,
        first_three=tuple(step.practice.name for step in roadmap.first_three),
        remark=nothing_to_invest(roadmap),
        files={kind: file.name for kind, file in outcome.files.items()},
        failure=outcome.problem or None,
        fictional=engagement.fictional,
        study=engagement.study is not None,
    )


def index_of(rows: Sequence[IndexRow], unread: Sequence[Failure], brand: Brand) -> str:
    """The index page of these rows, and of what could not be read."""
    return index_page([*rows, *map(_unread_row, unread)], brand=brand)


def _named(outcome: Outcome) -> dict[str, Any]:
    return {part.name: getattr(outcome, part.name) for part in fields(outcome) if part.name not in OF_THIS_RUN}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""


def _journal_of(text: str) -> Mapping[str, Outcome]:
    """What the whole lines say; a killed run may have left the last one torn."""
    told = {}
    for line in text.split("\n"):
        try:
            outcome = _outcome(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            continue
        told[outcome.key] = outcome
    return told


def _outcome(entry: Mapping[str, Any]) -> Outcome:
    files = {kind: MadeFile(**{**file, "name": Path(file["name"]).name}) for kind, file in entry["files"].items()}
    of_old = {"workbook": files["ipynb"].sha256 if "ipynb" in files else "", "edited": False}  # which merged nothing
    told = {**of_old, **entry}
    known = {part.name: told[part.name] for part in fields(Outcome) if part.name not in OF_THIS_RUN}
    return Outcome(**{**known, "status": Status(entry["status"]), "files": files})


def _unread_row(failure: Failure) -> IndexRow:
    return IndexRow(key=failure.name, customer=failure.name, failure="\n".join(map(str, failure.faults)))
