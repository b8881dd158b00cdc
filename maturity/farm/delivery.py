"""Briefings on many machines: into a folder of this one, or to an address where the workers put them themselves."""

from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

from maturity.batch import (
    LIMIT,
    WORKBOOK,
    Ask,
    Untouched,
    ask_for,
    brief,
    deliver,
    failed,
    left_alone,
    prove,
    unchanged,
)
from maturity.depot import Depot, is_address, open_depot
from maturity.engagement import Engagement
from maturity.engine import Done
from maturity.farm.runs import Farm, open_farm
from maturity.farm.standing import Known
from maturity.farmhand import Call, Shared
from maturity.files import UnwritableError
from maturity.intake import Failure, earlier_engagements
from maturity.making import Order, make_files
from maturity.overview import INDEX, MANIFEST, Outcome, manifest_of, manifest_text, overview_page

SAVED_EVERY = 30.0  #: seconds at least between two manifests; what a run that is killed can forget of what it made
SAVING = 0.05  #: of a run's time, at most, that goes into them


def brief_on(  # noqa: PLR0913  (each is a thing that a caller decides)
    address: str,
    engagements: Sequence[Engagement],
    out: str | Path,
    order: Order,
    *,
    evidence: Mapping[str, str] | None = None,
    only: Collection[str] | None = None,
    limit: float | None = LIMIT,
    told: Callable[[Outcome], None] = lambda _: None,
    said: Callable[[str], None] = lambda _: None,
    unread: Sequence[Failure] = (),
    dry_run: bool = False,
) -> tuple[Outcome, ...]:
    """Make the briefings on the workers of a Dask scheduler; outcomes in the order given, bytes as on this machine.

    A folder is filled as `brief` fills it. At an address that fsspec knows the workers write, each file whole or not
    there, and read a workbook that somebody changed, to make it anew around the changes; the index and the manifest
    are written there too. A file that stands there in the size that was made counts as not changed by hand, until
    something is to be made for its engagement. `limit` is in seconds a workbook; `said` hears which workers were left
    out; `evidence` is the summary of what exports prove, by key; a `dry_run` writes nothing.

    Raises:
        InputError: the scheduler, its workers or the address can't be used; nothing was made.
        UnwritableError: the folder or the address takes no file; what was finished before stays.
        SchedulerError: the scheduler or its last worker was lost; what was finished stays.
    """
    depot = _depot(str(out), dry_run=dry_run) if is_address(str(out)) else None
    with open_farm(address, shared=order) as farm:
        if depot is None:
            folder = Path(out)
            made = brief(
                engagements,
                folder,
                order,
                evidence=evidence,
                only=only,
                limit=limit,
                told=told,
                said=said,
                unread=unread,
                engine=farm,
                dry_run=dry_run,
            )
        else:
            chosen = [engagement for engagement in engagements if only is None or engagement.key in only]
            run = _Run(
                depot=depot,
                order=order,
                engagements=engagements,
                evidence=evidence or {},
                unread=unread,
                limit=limit,
                dry_run=dry_run,
            )
            made = run.brief(chosen, farm, told)
        if farm.word:
            said(farm.word)
    return made


@dataclass(frozen=True, kw_only=True)
class Delivery(Call):
    """One engagement, made and put in its place by a worker."""

    ask: Ask

    def given(self) -> tuple[Any, ...]:
        """What the files are made of, with the workbook to make anew around its edits."""
        return (*self.arguments, self.ask.edited())

    def spared(self) -> Outcome | None:
        """The outcome if what stands there stays."""
        return left_alone(self.ask)

    def ended(self, done: Done) -> Done:
        """The outcome, once the files are there."""
        return Done(index=done.index, value=deliver(self.ask, done), seconds=done.seconds)


@dataclass(frozen=True, kw_only=True)
class _Run:
    """What the engagements of a run to an address have in common."""

    depot: Depot
    order: Order
    engagements: Sequence[Engagement]
    evidence: Mapping[str, str]  #: summaries as JSON, by key
    unread: Sequence[Failure]
    limit: float | None
    dry_run: bool
    made: dict[str, Outcome] = field(default_factory=dict)

    def brief(self, chosen: Sequence[Engagement], farm: Farm, told: Callable[[Outcome], None]) -> tuple[Outcome, ...]:
        """Make those that are missing or changed, then the manifest and the index."""
        if self.dry_run:
            with closing(self._outcomes(chosen, farm)) as outcomes:
                for outcome in outcomes:
                    self.made[outcome.key] = outcome
                    told(outcome)
            return tuple(self.made[engagement.key] for engagement in chosen)
        saved = _Now()
        try:
            with closing(self._outcomes(chosen, farm)) as outcomes:
                for outcome in outcomes:
                    self.made[outcome.key] = outcome
                    told(outcome)
                    if saved.is_due():
                        saved.spend(self._write_manifest)
        except UnwritableError:
            with suppress(UnwritableError):  # the first refusal is told
                self._write_overview()
            raise
        except BaseException:
            self._write_overview()
            raise
        self._write_overview()
        return tuple(self.made[engagement.key] for engagement in chosen)

    def _outcomes(self, chosen: Sequence[Engagement], farm: Farm) -> Generator[Outcome, None, None]:
        before, sizes = self._before(), self.depot.names()
        earlier = earlier_engagements(self.engagements)
        asks = {
            engagement.key: self._ask(engagement, before.get(engagement.key), sizes, earlier.get(engagement.key))
            for engagement in chosen
        }
        missing = []
        for engagement in chosen:
            if stands := _stands(asks[engagement.key], sizes):
                yield stands
            else:
                missing.append(engagement)
        if missing:
            prove(farm, self.order, limit=self.limit)
        calls = (
            Delivery(
                arguments=(engagement, Shared(), earlier.get(engagement.key), self._evidence(engagement)),
                ask=asks[engagement.key],
            )
            for engagement in missing
        )
        with closing(farm.see_to(make_files, calls, limit=self.limit)) as run:
            for done in run:
                ask = asks[missing[done.index].key]
                yield done.value or failed(ask.wanted, ask.before, done.error)

    def _ask(
        self, engagement: Engagement, before: Outcome | None, sizes: Mapping[str, int], earlier: Engagement | None
    ) -> Ask:
        names = {f"{engagement.key}.{ending}" for ending in (*self.order.endings, WORKBOOK, f"failed.{WORKBOOK}")}
        names |= {file.name for file in before.files.values()} if before else set()
        known = Known(depot=self.depot, there=frozenset(names & sizes.keys()))
        place = Untouched(place=known) if self.dry_run else known
        evidence = self._evidence(engagement)
        return ask_for(engagement, self.order, place=place, before=before, earlier=earlier, evidence=evidence)

    def _evidence(self, engagement: Engagement) -> str:
        return self.evidence.get(engagement.key, "")

    def _before(self) -> Mapping[str, Outcome]:
        return manifest_of((self.depot.read(MANIFEST) or b"").decode(errors="replace"))

    def _write_overview(self) -> None:
        outcomes = self._write_manifest()
        page = overview_page(self.order.model, self.engagements, outcomes, self.unread, self.order.brand)
        self.depot.write(INDEX, page)

    def _write_manifest(self) -> Mapping[str, Outcome]:
        """The manifest of all that is known to be there, by whichever run."""
        outcomes = {**self._before(), **self.made}
        is_there = self.depot.names().__contains__
        text = manifest_text(self.order.model, self.engagements, outcomes, self.unread, is_there=is_there)
        self.depot.write(MANIFEST, text)
        return outcomes


class _Now:
    """When the manifest is due again."""

    def __init__(self) -> None:
        self._next = monotonic() + SAVED_EVERY

    def is_due(self) -> bool:
        """Whether it is time."""
        return monotonic() > self._next

    def spend(self, save: Callable[[], object]) -> None:
        """Save, and let the next time be the later the longer it took."""
        began = monotonic()
        save()
        self._next = monotonic() + max(SAVED_EVERY, (monotonic() - began) / SAVING)


def _depot(url: str, *, dry_run: bool) -> Depot:
    """The place at an address: proven to take a file, or only looked at."""
    return Depot(url=url) if dry_run else open_depot(url)


def _stands(ask: Ask, sizes: Mapping[str, int]) -> Outcome | None:
    """The outcome if the earlier files are there in their sizes, and would be made the same again."""
    before = ask.before
    if ask.force or before is None or before.fingerprint != ask.wanted.fingerprint:
        return None
    known = {ending: file.bytes for ending, file in before.files.items()}
    if any(sizes.get(ask.named(ending), -1) != known.get(ending) for ending in ask.endings):
        return None
    is_beside = WORKBOOK not in ask.endings and (before.workbook or ask.named(WORKBOOK) in sizes)
    if is_beside or (ask.discard and before.edited):
        return None  # a worker has a look at the workbook
    return unchanged(ask.wanted, before)
