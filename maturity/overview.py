"""What a run made: a manifest for programs and an index page for people."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from maturity.assessment import assess
from maturity.brand import Brand
from maturity.engagement import Engagement
from maturity.intake import Failure
from maturity.model import Model
from maturity.narrative import country_name, nothing_to_invest
from maturity.page import IndexRow, index_page
from maturity.roadmap import plan
from maturity.workbook import versions

MANIFEST = "manifest.json"
INDEX = "index.html"


class Status(StrEnum):
    """What became of one engagement in a run."""

    MADE = "made"
    UNCHANGED = "unchanged"  #: made before from the same input, model and versions
    KEPT = "kept"  #: a file was changed by hand since it was made; it was left as it is
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class MadeFile:
    """A file that a run delivered."""

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


def read_manifest(folder: Path) -> Mapping[str, Outcome]:
    """What an earlier run made in this folder, by engagement key; empty where no manifest can be read."""
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        entries = [*content.get("earlier", []), *content["engagements"]]
        return {entry["key"]: _outcome(entry) for entry in entries if "key" in entry}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def manifest_text(
    model: Model, outcomes: Sequence[Outcome], unread: Sequence[Failure], *, earlier: Sequence[Outcome] = ()
) -> str:
    """The manifest as JSON: per engagement its key, status, files, input hash, model hash, versions and seconds.

    Under `earlier` stands what other sources made in the folder, so that its files are known for what they are.
    """
    shared = {"model_hash": model.hash, "versions": dict(versions())}
    entries: list[Mapping[str, Any]] = [{**asdict(outcome), **shared} for outcome in outcomes]
    entries += [
        {"name": failure.name, "status": Status.FAILED, "problem": "\n".join(map(str, failure.faults))}
        for failure in unread
    ]
    model_named = {"name": model.name, "version": model.version, "hash": model.hash}
    content = {"model": model_named, "versions": dict(versions()), "engagements": entries}
    if earlier:
        content["earlier"] = [asdict(outcome) for outcome in earlier]
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def overview_page(
    model: Model,
    engagements: Sequence[Engagement],
    outcomes: Mapping[str, Outcome],
    unread: Sequence[Failure],
    brand: Brand,
) -> str:
    """The index page: a row for every engagement that has an outcome, and for every one that could not be read."""
    rows = [
        _row(model, engagement, outcomes[engagement.key]) for engagement in engagements if engagement.key in outcomes
    ]
    return index_page([*rows, *map(_unread_row, unread)], brand=brand)


def _outcome(entry: Mapping[str, Any]) -> Outcome:
    known = {name: entry[name] for name in Outcome.__dataclass_fields__}
    files = {kind: MadeFile(**{**file, "name": Path(file["name"]).name}) for kind, file in entry["files"].items()}
    return Outcome(**{**known, "status": Status(entry["status"]), "files": files})


def _row(model: Model, engagement: Engagement, outcome: Outcome) -> IndexRow:
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


def _unread_row(failure: Failure) -> IndexRow:
    return IndexRow(key=failure.name, customer=failure.name, failure="\n".join(map(str, failure.faults)))
