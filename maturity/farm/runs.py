"""An engine of many machines: calls go out to the workers of a Dask scheduler, what became of each comes back."""

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from maturity.engine import Done
from maturity.farm.crew import Crew
from maturity.farm.run import Run
from maturity.farmhand import Call, Shared
from maturity.scheduler import connect


@contextmanager
def open_farm(address: str, *, shared: object = None) -> "Iterator[Farm]":
    """The workers of the scheduler at that address, each made of the same as this machine and warm.

    `shared` is an object that stands in the arguments of every call: it goes out once a task.

    Raises:
        InputError: no scheduler answers, it has no workers, or some have other versions; each is named.
    """
    with connect(address) as client:
        crew = Crew(client, address)
        crew.muster()
        yield Farm(crew, shared)


class Farm:
    """An engine that runs its calls on other machines."""

    kind = "farm"

    def __init__(self, crew: Crew, shared: object) -> None:
        """Be the farm of that crew."""
        self._crew = crew
        self._shared = shared

    @property
    def jobs(self) -> int:
        """Calls that run at a time."""
        return self._crew.threads

    @property
    def word(self) -> str:
        """Which workers joined on the way and were left out, and which are slower than they could be; or nothing."""
        told = [f"left out: {stranger}" for stranger in self._crew.strangers_told()]
        return "; ".join([*told, *self._crew.slower_told()])

    def run(
        self, function: Callable[..., Any], arguments: Iterable[tuple[Any, ...]], *, limit: float | None = None
    ) -> Generator[Done, None, None]:
        """What became of each call, once, as it ends; the arguments are asked for as there are hands for them.

        What a dead worker had in hand is done by another one, and so is what a slow one does not finish: the first
        answer counts. `limit` is in seconds a call. Closing this leaves nothing waiting at the scheduler.

        Raises:
            SchedulerError: the scheduler or the last worker was lost.
        """
        mark = Shared()
        calls = (Call(arguments=tuple(mark if part is self._shared else part for part in given)) for given in arguments)
        yield from self.see_to(function, calls, limit=limit)

    def see_to(
        self, function: Callable[..., Any], calls: Iterable[Call], *, limit: float | None = None
    ) -> Generator[Done, None, None]:
        """As `run`, with what the workers do themselves before and after each call."""
        run = Run(self._crew, function, calls, shared=self._shared, limit=limit)
        try:
            yield from run.ended()
        finally:
            run.drop()
