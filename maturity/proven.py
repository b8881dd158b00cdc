"""Customers' answers beside what their own exports prove: measured beats shown, and shown beats said."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from maturity.engagement import Engagement
from maturity.errors import Fault, did_you_mean
from maturity.intake import Intake, with_history
from maturity.model import Model

if TYPE_CHECKING:
    from maturity.evidence.recognise import Progress

EVIDENCE: Final = "evidence"  #: the folder beside the answers; in it a folder for each engagement, named by its key


@dataclass(frozen=True, kw_only=True)
class Proven:
    """Everything that a source held, with what exports prove."""

    intake: Intake  #: its engagements hold what was measured
    evidence: Mapping[str, str]  #: the summary of the exports as JSON, by the key of the engagement
    warnings: tuple[str, ...]  #: what is wrong with the exports, engagement by engagement; it stops nobody


def exports_beside(source: str | Path) -> Mapping[str, Path]:
    """By key, the folder of each engagement's exports; nothing where the source is no folder."""
    folder = Path(source) / EVIDENCE
    if not folder.is_dir():
        return {}
    return {path.name: path for path in sorted(folder.iterdir()) if not path.name.startswith((".", "~"))}


def with_evidence(
    intake: Intake, exports: Mapping[str, Path], model: Model, *, progress: "Progress" = lambda *_: None
) -> Proven:
    """The intake with what its customers' exports prove, up to the day of each, said in the language that is spoken.

    The intake has no history yet: since when a customer stands where they stand is told from what was measured.
    """
    held, evidence, warnings = [], dict[str, str](), [*_strangers(intake, exports)]
    for engagement in intake.engagements:
        folder = exports.get(engagement.key)
        if folder is None or not folder.is_dir():
            held.append(engagement)
            continue
        proven, summary, faults = _proven(engagement, folder, model, progress)
        held.append(proven)
        if summary:
            evidence[engagement.key] = summary
        warnings += [f"{engagement.key}: {fault}" for fault in faults]
    return Proven(
        intake=replace(intake, engagements=with_history(model, held)),
        evidence=evidence,
        warnings=tuple(warnings),
    )


def _proven(
    engagement: Engagement, folder: Path, model: Model, progress: "Progress"
) -> tuple[Engagement, str, tuple[Fault, ...]]:
    """The engagement with its findings, their summary, and what is wrong with the files; as it was for no export."""
    from maturity.evidence.proving import apply_findings, last_day, prove
    from maturity.evidence.recognise import read_evidence
    from maturity.evidence.summary import summarise, summary_json

    found = read_evidence([folder], progress=progress)
    if all(file.kind is None for file in found.files):
        return engagement, "", found.faults
    as_of = min(engagement.held_on, last_day(found) or engagement.held_on)
    proven = apply_findings(engagement, prove(model, found, as_of=as_of))
    return proven, summary_json(summarise(model, found, as_of=as_of)), found.faults


def _strangers(intake: Intake, exports: Mapping[str, Path]) -> Iterator[str]:
    """What stands among the exports and is nobody's."""
    keys = [*(engagement.key for engagement in intake.engagements), *(failure.name for failure in intake.failed)]
    for key, path in exports.items():
        if key not in keys:
            hint = did_you_mean(key, keys) or "; expected the key of an engagement"
            yield f"{EVIDENCE}/{key}: {key!r} is the key of no engagement{hint}; left unread"
        elif not path.is_dir():
            yield f"{EVIDENCE}/{key}: is no folder; expected one with the engagement's exports; left unread"
