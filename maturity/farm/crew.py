"""The workers of a scheduler: who they are, what they are made of, and who gets nothing to do."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from queue import Empty, Queue
from time import monotonic, sleep
from typing import Any, Final

from maturity.errors import Fault, InputError
from maturity.farmhand import greet, made_of
from maturity.scheduler import PLACE, SchedulerError, refusal
from maturity.wording import listed

READY = 60.0  #: seconds for the workers to say what they are made of: they import everything
ARRIVAL = 5.0  #: seconds for a worker to be there at all
LONELY = 60.0  #: seconds to wait for a worker when the last one was lost
PULSE = 1.0  #: seconds between looks at who is there
NAMED: Final = 3  #: workers of a kind that a refusal names; the others are counted


class Crew:
    """The workers of one scheduler."""

    def __init__(self, client: Any, address: str) -> None:  # noqa: ANN401  (Dask ships no types)
        """Be the workers of that client's scheduler."""
        self.client = client
        self.address = address
        self.late: set[str] = set()  #: workers that keep others waiting; they get nothing more until they answer
        self._strangers: dict[str, str] = {}  #: by address: what they have of their own
        self._known: set[str] = set()
        self._slower: dict[str, str] = {}  #: by address: why its engine is slower than it could be
        self._threads: Mapping[str, int] = {}
        self._looked = self._peopled = monotonic() - PULSE

    @property
    def threads(self) -> int:
        """How many calls run at a time."""
        return sum(self._threads[worker] for worker in self._threads if worker not in self._strangers) or 1

    def muster(self) -> None:
        """Know all workers.

        Raises:
            InputError: there are none, or some are strangers.
        """
        deadline = monotonic() + ARRIVAL
        while not self.look():
            if monotonic() > deadline:
                problem = f"the scheduler at {self.address!r} has no workers; expected `dask worker {self.address}`"
                raise refusal(problem)
            sleep(PULSE / 10)
        self.find_strangers()
        if self._strangers:
            problems = (f"{told}; expected the same as here" for told in self.strangers_told())
            raise InputError(Fault(place=PLACE, problem=problem) for problem in problems)

    def look(self) -> Mapping[str, int]:
        """The threads of each worker that is there now.

        Raises:
            SchedulerError: the scheduler was lost, or its workers are, and none came for a minute.
        """
        try:
            self._threads = self.client.nthreads()
        except OSError as error:
            raise self.lost() from error
        self._looked = monotonic()
        self.late &= self._threads.keys()
        if self._threads:
            self._peopled = self._looked
        elif self._looked - self._peopled > LONELY:
            message = f"the last worker of {self.address} is gone; what was finished stays: start workers, run it again"
            raise SchedulerError(message)
        return self._threads

    def look_now_and_then(self) -> bool:
        """Whether it was time to look again."""
        if monotonic() - self._looked < PULSE:
            return False
        self.look()
        return True

    def chosen(self, *, without: frozenset[str] = frozenset()) -> list[str] | None:
        """The workers that may be given something; None for all of them.

        Raises:
            SchedulerError: only strangers are left.
        """
        if not (without or self.late or self._strangers):
            return None
        own = [worker for worker in self._threads if worker not in self._strangers]
        if self._threads and not own:
            raise SchedulerError("; ".join(self.strangers_told()))
        return [worker for worker in own if worker not in self.late | without] or own

    def leave_out(self, worker: str, made: Mapping[str, str]) -> None:
        """Give nothing more to a worker that is made of something else."""
        ours = made_of()
        others = [
            f"{name} {made.get(name, 'not at all')} (here {ours.get(name, 'not at all')})"
            for name in [*ours, *(made.keys() - ours.keys())]
            if made.get(name) != ours.get(name)
        ]
        self._strangers[worker] = f"has {listed(others)}"

    def find_strangers(self) -> None:
        """Ask every worker that is new what it is made of."""
        answers: Queue[tuple[str, Any]] = Queue()
        asked = {}
        for worker in self.look():
            if worker not in self._known:
                future = self.client.submit(greet, made_of(), workers=[worker], pure=False, priority=1)
                asked[future.key] = (worker, future)
                self.fetch(future, answers)
        deadline = monotonic() + READY
        silent = {key: worker for key, (worker, _) in asked.items()}
        while silent and monotonic() < deadline:  # who still says nothing then is asked again with the first task
            with suppress(Empty):
                key, answer = answers.get(timeout=PULSE)
                self._heed(silent.pop(key), answer)
                continue
            there = self.look()
            for key in [key for key, worker in silent.items() if worker not in there]:
                self._strangers[silent.pop(key)] = "ended when it was asked what it is made of (is maturity there?)"
        for _, future in asked.values():
            future.release()

    def fetch(self, future: Any, answers: "Queue[tuple[str, Any]]") -> None:  # noqa: ANN401  (as above)
        """Let the future's key and its result, or what went wrong, come into the queue when they are there."""

        async def follow() -> None:
            try:
                answer = await self.client.gather(future, asynchronous=True)
            except Exception as error:  # noqa: BLE001  (whatever a worker or the way to it did)
                answer = error
            answers.put((future.key, answer))

        self.client.loop.add_callback(follow)

    def strangers_told(self) -> Iterator[str]:
        """A sentence for each kind of stranger, with their addresses."""
        return (f"worker {workers} {told}" for workers, told in _by_kind(self._strangers))

    def slower_told(self) -> Iterator[str]:
        """A sentence for each reason why some are slower than they could be, with their addresses."""
        return (f"worker {workers}: {told}" for workers, told in _by_kind(self._slower))

    def lost(self) -> SchedulerError:
        """What is told when the scheduler is gone."""
        return SchedulerError(f"the scheduler at {self.address} was lost; what was finished stays: run it again")

    def _heed(self, worker: str, answer: Any) -> None:  # noqa: ANN401  (a reply or what went wrong)
        self._known.add(worker)
        if isinstance(answer, Exception):
            self._strangers[worker] = f"can't do the work: {answer}"
        elif answer.made_of != made_of():
            self.leave_out(worker, answer.made_of)
        elif answer.word:
            self._slower[worker] = answer.word


def _by_kind(told: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What is told of several workers alike, once, with their addresses before it."""
    for words in dict.fromkeys(told.values()):
        kind = [worker for worker, own in told.items() if own == words]
        more = [f"{len(kind) - NAMED} more"] if len(kind) > NAMED else []
        yield listed([*kind[:NAMED], *more]), words
