"""Customers' answers beside what their own exports prove: measured beats shown, and shown beats said."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from maturity.engagement import Engagement, customer_identity
from maturity.errors import Fault, InputError, did_you_mean
from maturity.evidence.naming import Names
from maturity.evidence.summary import summary_of
from maturity.evidence.zones import Zones
from maturity.intake import Intake, with_history
from maturity.intake.stores import is_address
from maturity.model import Model

if TYPE_CHECKING:
    from maturity.evidence.recognise import Progress
    from maturity.evidence.tables import Evidence

EVIDENCE: Final = "evidence"  #: the folder beside the answers; in it a folder for each engagement, named by its key
HINT: Final = "--zone Africa/Lagos, say, would place the times without a zone"


@dataclass(frozen=True, kw_only=True)
class Exports:
    """The exports beside a source's answers."""

    folders: Mapping[str, Path]  #: by the key of an engagement, if nobody misspelt it
    zones: Zones
    names: Names
    only: Collection[str]  #: keys; the exports of other customers than theirs are not read. Empty for all

    def chosen(self, intake: Intake) -> Mapping[str, Path]:
        """The folders to read: those of the wanted engagements, and of the same customers' others."""
        keys = [(held.key, customer_identity(held.customer)) for held in intake.engagements]
        wanted = {customer for key, customer in keys if not self.only or key in self.only}
        known = {key for key, customer in keys if customer in wanted}
        return {key: path for key, path in self.folders.items() if key in known and path.is_dir()}

    def read(self, key: str, *, progress: "Progress") -> "Evidence":
        """What the exports of that engagement hold."""
        from maturity.evidence.recognise import read_evidence

        return read_evidence([self.folders[key]], names=self.names, zone=self.zones.at(key), progress=progress)


@dataclass(frozen=True, kw_only=True)
class Proven:
    """Everything that a source held, with what exports prove."""

    intake: Intake  #: its engagements hold what was measured; nothing is told from their history yet
    evidence: Mapping[str, str]  #: the summary of the exports as JSON, by the key of the engagement
    warnings: tuple[str, ...]  #: what is wrong with the exports, engagement by engagement; it stops nobody


def exports_beside(
    source: str | Path, *, zones: Zones | None = None, names: Names | None = None, only: Collection[str] = ()
) -> Exports:
    """The exports beside the answers of that source; none where it is no folder."""
    folder = Path(source) / EVIDENCE
    paths = sorted(folder.iterdir()) if folder.is_dir() else []
    folders = {path.name: path for path in paths if not path.name.startswith((".", "~"))}
    return Exports(folders=folders, zones=zones or Zones(), names=names or Names(), only=only)


def with_evidence(intake: Intake, exports: Exports, model: Model, *, progress: "Progress" = lambda *_: None) -> Proven:
    """The intake with what its customers' exports prove, up to the day of each, said in the language that is spoken.

    Since when a customer stands where they stand is told from what was measured: give it no intake with a history.

    Raises:
        InputError: a zone is of an engagement that is not there.
    """
    _refuse_zones(intake, exports.zones)
    chosen = exports.chosen(intake)
    held, evidence, warnings = [], dict[str, str](), [*_strangers(intake, exports)]
    for engagement in intake.engagements:
        if engagement.key not in chosen:
            held.append(engagement)
            continue
        proven, summary, faults = _proven(engagement, exports.read(engagement.key, progress=progress), model)
        held.append(proven)
        if summary:
            evidence[engagement.key] = summary
        warnings += [f"{engagement.key}: {fault}" for fault in faults]
        warnings += _hint(faults, exports.zones.at(engagement.key))
    return Proven(intake=replace(intake, engagements=tuple(held)), evidence=evidence, warnings=tuple(warnings))


def with_kept(proven: Proven, source: str | Path, model: Model) -> Proven:
    """The same with its customers' history and, of a store, with what it keeps of the exports that it took in."""
    held = with_history(model, proven.intake.engagements)
    evidence = {**dict(_kept(str(source), model)), **proven.evidence}
    return replace(proven, intake=replace(proven.intake, engagements=held), evidence=evidence)


def _proven(engagement: Engagement, found: "Evidence", model: Model) -> tuple[Engagement, str, tuple[Fault, ...]]:
    """The engagement with its findings, their summary, and what is wrong with the files; as it was for no export."""
    from maturity.evidence.proving import apply_findings, judged_until
    from maturity.evidence.summary import summarise, summary_json

    if all(file.kind is None for file in found.files):
        return engagement, "", found.faults
    summary = summarise(model, found, as_of=judged_until(found, engagement.held_on))
    faults = (*found.faults, *_beside_the_day(found, engagement.held_on))
    return apply_findings(engagement, summary.findings), summary_json(summary), faults


def _beside_the_day(found: "Evidence", held_on: date) -> Iterator[Fault]:
    """That the exports end long before the briefing, or begin after it."""
    from maturity.evidence.proving import FRESH_DAYS, first_day, last_day

    first, last = first_day(found), last_day(found)
    if first and first > held_on:
        yield Fault(place="the exports", problem=f"begin on {first}; expected them before the briefing, on {held_on}")
    if last and (held_on - last).days > FRESH_DAYS:
        problem = f"end on {last}; expected no more than {FRESH_DAYS} days before the briefing, on {held_on}"
        yield Fault(place="the exports", problem=problem)


def _hint(faults: tuple[Fault, ...], zone: tzinfo | None) -> Iterator[str]:
    from maturity.evidence.clocks import NO_ZONE

    if zone is None and any(NO_ZONE in fault.problem for fault in faults):
        yield HINT


class _Sitting(msgspec.Struct):
    """What is read here of how far a live briefing has come."""

    evidence: str = ""


def _kept(source: str, model: Model) -> Iterator[tuple[str, str]]:
    """What exports show of the engagements in a store, which keeps no exports; nothing that another version wrote."""
    from maturity.store import open_store

    if not is_address(source):
        return
    with open_store(source, model=model) as store:
        sittings = store.sittings()
    for key, text in sittings.items():
        with suppress(msgspec.DecodeError, InputError):
            summary = msgspec.json.decode(text, type=_Sitting).evidence
            if summary_of(summary):
                yield key, summary


def _refuse_zones(intake: Intake, zones: Zones) -> None:
    keys = [engagement.key for engagement in intake.engagements]
    problems = [f"{key!r} is not in the source{did_you_mean(key, keys)}" for key in zones.of if key not in keys]
    if problems:
        raise InputError(Fault(place="--zone", problem=problem) for problem in problems)


def _strangers(intake: Intake, exports: Exports) -> Iterator[str]:
    """What stands among the exports and is nobody's."""
    keys = [*(engagement.key for engagement in intake.engagements), *(failure.name for failure in intake.failed)]
    for key, path in exports.folders.items():
        if key not in keys:
            hint = did_you_mean(key, keys) or "; expected the key of an engagement"
            yield f"{EVIDENCE}/{key}: {key!r} is the key of no engagement{hint}; left unread"
        elif not path.is_dir():
            yield f"{EVIDENCE}/{key}: is no folder; expected one with the engagement's exports; left unread"
