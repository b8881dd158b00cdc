"""A run: what is missing or changed is made, what stands is left, and everything is told."""

from collections.abc import Callable, Collection, Generator, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, closing, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from maturity.batch.listing import Listing
from maturity.batch.lock import alone_in
from maturity.batch.places import Folder, Place, Untouched
from maturity.batch.standing import Ask, ask_for, deliver, left_alone
from maturity.engagement import Engagement, from_json
from maturity.engine import Done
from maturity.errors import Fault, InputError
from maturity.files import UnwritableError, ready_folder, sweep
from maturity.intake import Failure, earlier_engagements
from maturity.making import Order, make_files
from maturity.overview import Journal, Outcome, read_manifest

LIMIT = 120.0  #: seconds that a workbook may take, where nobody says otherwise; one takes a tenth of a second to five


class Runs(Protocol):
    """What runs a function over many arguments, each call on its own: an engine of this machine, or a farm of many."""

    @property
    def word(self) -> str:
        """Why it is slower than it could be, or nothing."""

    def run(
        self, function: Callable[..., Any], arguments: Iterable[tuple[Any, ...]], *, limit: float | None
    ) -> Generator[Done, None, None]:
        """What became of each call, as it ends."""


def brief(  # noqa: PLR0913  (each is a thing that a caller decides)
    engagements: Sequence[Engagement],
    folder: Path,
    order: Order,
    *,
    evidence: Mapping[str, str] | None = None,
    only: Collection[str] | None = None,
    jobs: int = 2,
    limit: float | None = LIMIT,
    told: Callable[[Outcome], None] = lambda _: None,
    said: Callable[[str], None] = lambda _: None,
    unread: Sequence[Failure] = (),
    engine: Runs | None = None,
    dry_run: bool = False,
) -> tuple[Outcome, ...]:
    """Make the briefings into the folder, with `index.html` and `manifest.json`; outcomes in the order given.

    With `only`, the keys to make; the others stay as an earlier run left them. One failed engagement never stops the
    others, and one that takes longer than `limit` seconds has failed. `told` hears of each as it is done, `said` why
    the engine is slower than it could be. The manifest never forgets a file that an earlier run made here; a run
    that is killed leaves a journal, from which the next one goes on. An `engine` that is given stays open.

    A workbook that somebody changed is made anew around the changes, and the files beside it from that, unless the
    order discards them. What moved since is told of every customer with an earlier engagement among those given;
    `evidence` is the summary of what exports prove, as JSON, by the key of the engagement.
    A `dry_run` has the same outcomes, and writes nothing.

    Raises:
        BusyError: another run is writing into the folder.
        InputError: a notebook of the user's own fails for a fictional customer; nothing was touched.
        UnwritableError: the folder can't be written, or the disk is full; what was finished before stays.
    """
    chosen = [engagement for engagement in engagements if only is None or engagement.key in only]
    run = _Run(
        place=Untouched(place=Folder(path=folder)) if dry_run else Folder(path=folder),
        order=order,
        earlier=earlier_engagements(engagements),
        evidence=evidence or {},
        limit=limit,
        said=said,
        opened=(lambda: nullcontext(engine)) if engine else (lambda: _own_engine(jobs)),
    )
    if dry_run:
        with closing(run.outcomes(chosen, read_manifest(folder))) as outcomes:
            heard = _heard(outcomes, told)
    else:
        listing = Listing(engagements=engagements, folder=folder, order=order, unread=unread)
        heard = _written(run, chosen, listing, told)
    return tuple(heard[engagement.key] for engagement in chosen)


def _heard(outcomes: Iterable[Outcome], told: Callable[[Outcome], None]) -> Mapping[str, Outcome]:
    """The outcomes by key, each told of."""
    heard = {}
    for outcome in outcomes:
        heard[outcome.key] = outcome
        told(outcome)
    return heard


def _written(
    run: "_Run", chosen: Sequence[Engagement], listing: Listing, told: Callable[[Outcome], None]
) -> Mapping[str, Outcome]:
    """The outcomes by key, all of them in the folder, its manifest and its index."""
    folder = listing.folder
    with alone_in(ready_folder(folder)):
        sweep(folder)
        before = read_manifest(folder)
        listing.outcomes.update(before)
        try:
            with Journal(folder) as journal, closing(run.outcomes(chosen, before, listing.prepare)) as outcomes:
                for outcome in outcomes:
                    journal.add(outcome)
                    listing.hear(outcome)
                    told(outcome)
        except InputError:
            raise  # nothing was touched
        except UnwritableError:
            with suppress(UnwritableError):  # the first refusal is told; the journal keeps what was made
                listing.write_in_haste()
            raise
        except BaseException:
            listing.write_in_haste()
            raise
        listing.write()
    return listing.outcomes


def prove(engine: Runs, order: Order, *, limit: float | None) -> None:
    """Run a notebook of the user's own, if that is ordered, for a fictional customer before it meets a real one.

    Raises:
        InputError: it fails.
    """
    from maturity.exhibits import EXAMPLE

    if not order.notebook:
        return
    example = from_json(EXAMPLE.read_text(encoding="utf-8"))
    for done in engine.run(make_files, [(example, order)], limit=limit):
        if problem := done.error or done.value.failure:
            raise InputError([Fault(place="--notebook", problem=f"fails for a fictional customer: {problem}")])


def _own_engine(jobs: int) -> AbstractContextManager[Runs]:
    from maturity.engine import open_engine

    return open_engine(jobs=jobs)


@dataclass(frozen=True, kw_only=True)
class _Run:
    """What a run's engagements have in common."""

    place: Place
    order: Order
    earlier: Mapping[str, Engagement]  #: of the same customer, by the key of the later one
    evidence: Mapping[str, str]  #: summaries as JSON, by key
    limit: float | None  #: seconds a workbook
    said: Callable[[str], None]
    opened: Callable[[], AbstractContextManager[Runs]]  #: the engine, which starts when something is to be made

    def outcomes(
        self,
        chosen: Iterable[Engagement],
        before: Mapping[str, Outcome],
        meanwhile: Callable[[], None] = lambda: None,
    ) -> Generator[Outcome, None, None]:
        """What became of each: first of those that stand, then, as they end, of those that had to be made.

        `before` is what earlier runs made, by key; `meanwhile` what can be done while an engine warms up.
        """
        missing: list[tuple[Engagement, Ask]] = []
        for engagement in chosen:
            ask = self._ask(engagement, before.get(engagement.key))
            if alone := left_alone(ask):
                yield alone
            else:
                missing.append((engagement, ask))
        if missing:
            with self.opened() as engine:
                meanwhile()
                if engine.word:
                    self.said(engine.word)
                prove(engine, self.order, limit=self.limit)
                calls = (
                    (engagement, self.order, *self._beside(engagement), ask.edited()) for engagement, ask in missing
                )
                with closing(engine.run(make_files, calls, limit=self.limit)) as ended:
                    for done in ended:
                        yield deliver(missing[done.index][1], done)

    def _ask(self, engagement: Engagement, before: Outcome | None) -> Ask:
        earlier, evidence = self._beside(engagement)
        return ask_for(engagement, self.order, place=self.place, before=before, earlier=earlier, evidence=evidence)

    def _beside(self, engagement: Engagement) -> tuple[Engagement | None, str]:
        """What is known of the customer beside the engagement: an earlier one, and what exports prove."""
        return self.earlier.get(engagement.key), self.evidence.get(engagement.key, "")
