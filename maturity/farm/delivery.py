"""Briefings on many machines: into a folder of this one, or to an address where the workers put them themselves."""

from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic

from maturity.batch import LIMIT, Ask, ask_for, brief, deliver, failed, left_alone, prove
from maturity.depot import Depot, is_address, open_depot
from maturity.engagement import Engagement
from maturity.engine import Done
from maturity.farm.runs import Farm, open_farm
from maturity.farm.standing import Known
from maturity.farmhand import Call, Shared
from maturity.files import UnwritableError
from maturity.intake import Failure
from maturity.making import Order, make_files
from maturity.overview import INDEX, MANIFEST, Outcome, Status, manifest_of, manifest_text, overview_page

SAVED_EVERY = 30.0  #: seconds at least between two manifests; what a run that is killed can forget of what it made
SAVING = 0.05  #: of a run's time, at most, that goes into them


def brief_on(  # noqa: PLR0913  (each is a thing that a caller decides)
    address: str,
    engagements: Sequence[Engagement],
    out: str | Path,
    order: Order,
    *,
    only: Collection[str] | None = None,
    limit: float | None = LIMIT,
    told: Callable[[Outcome], None] = lambda _: None,
    said: Callable[[str], None] = lambda _: None,
    unread: Sequence[Failure] = (),
) -> tuple[Outcome, ...]:
    """Make the briefings on the workers of a Dask scheduler; outcomes in the order given, bytes as on this machine.

    A folder is filled as `brief` fills it. At an address that fsspec knows the workers write, each file whole or not
    there, and the index and the manifest are written there too; a file that stands there in the size that was made
    counts as not changed by hand. `limit` is in seconds a workbook; `said` hears which workers were left out.

    Raises:
        InputError: the scheduler, its workers or the address can't be used; nothing was made.
        UnwritableError: the folder or the address takes no file; what was finished before stays.
        SchedulerError: the scheduler or its last worker was lost; what was finished stays.
    """
    depot = open_depot(str(out)) if is_address(str(out)) else None
    with open_farm(address, shared=order) as farm:
        if depot is None:
            folder = Path(out)
            made = brief(
                engagements, folder, order, only=only, limit=limit, told=told, said=said, unread=unread, engine=farm
            )
        else:
            chosen = [engagement for engagement in engagements if only is None or engagement.key in only]
            run = _Run(depot=depot, order=order, engagements=engagements, unread=unread, limit=limit)
            made = run.brief(chosen, farm, told)
        if farm.word:
            said(farm.word)
    return made


@dataclass(frozen=True, kw_only=True)
class Delivery(Call):
    """One engagement, made and put in its place by a worker."""

    ask: Ask
    force: bool

    def spared(self) -> Outcome | None:
        """The outcome if what stands there stays."""
        return None if self.force else left_alone(self.ask)

    def ended(self, done: Done) -> Done:
        """The outcome, once the files are there."""
        return Done(index=done.index, value=deliver(self.ask, done, force=self.force), seconds=done.seconds)


@dataclass(frozen=True, kw_only=True)
class _Run:
    """What the engagements of a run to an address have in common."""

    depot: Depot
    order: Order
    engagements: Sequence[Engagement]
    unread: Sequence[Failure]
    limit: float | None
    made: dict[str, Outcome] = field(default_factory=dict)

    def brief(self, chosen: Sequence[Engagement], farm: Farm, told: Callable[[Outcome], None]) -> tuple[Outcome, ...]:
        """Make those that are missing or changed, then the manifest and the index."""
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
        asks = {engagement.key: self._ask(engagement, before, sizes) for engagement in chosen}
        missing = []
        for engagement in chosen:
            if not self.order.force and (stands := _stands(asks[engagement.key], sizes)):
                yield stands
            else:
                missing.append(engagement)
        if missing:
            prove(farm, self.order, limit=self.limit)
        calls = (
            Delivery(arguments=(engagement, Shared()), ask=asks[engagement.key], force=self.order.force)
            for engagement in missing
        )
        with closing(farm.see_to(make_files, calls, limit=self.limit)) as run:
            for done in run:
                ask = asks[missing[done.index].key]
                yield done.value or failed(ask.wanted, ask.earlier, done.error)

    def _ask(self, engagement: Engagement, before: Mapping[str, Outcome], sizes: Mapping[str, int]) -> Ask:
        earlier = before.get(engagement.key)
        names = {f"{engagement.key}.{kind}" for kind in (*self.order.formats, "failed.ipynb")}
        names |= {file.name for file in earlier.files.values()} if earlier else set()
        place = Known(depot=self.depot, there=frozenset(names & sizes.keys()))
        return ask_for(engagement, self.order, place=place, earlier=earlier)

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


def _stands(ask: Ask, sizes: Mapping[str, int]) -> Outcome | None:
    """The outcome if the earlier files are there in their sizes, and would be made the same again."""
    files = ask.earlier.files if ask.earlier else {}
    if not files or any(sizes.get(file.name) != file.bytes for file in files.values()):
        return None
    if ask.earlier is None or ask.earlier.fingerprint != ask.wanted.fingerprint:
        return None
    return replace(ask.wanted, status=Status.UNCHANGED, files=files)
