"""One run over the workers: calls are handed out in small tasks, and each is answered once, whoever dies or dawdles."""

import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import islice
from queue import Empty, Queue
from statistics import median
from time import monotonic
from typing import Any

from maturity.engine import Done
from maturity.errors import MaturityError
from maturity.farm.crew import PULSE, Crew
from maturity.farmhand import Call, Reply, Task, made_of, work

AHEAD = 3  #: tasks for each thread of a worker: one runs, the others lie ready
SPELL = 0.5  #: seconds that a task should take: long beside what sending it costs, short beside a run
MOST = 16  #: calls in a task
LATE, LATEST = 4.0, 5.0  #: times as long as usual, and seconds at least: then another worker does the task too
TRIES = 3  #: times that a call is handed out again when it brought no answer
REMEMBERED = 99  #: tasks and calls from which is known what is usual


@dataclass(kw_only=True, eq=False)
class _Out:
    """A task that is not yet answered."""

    calls: Sequence[tuple[int, Call]]
    failures: int = 0
    since: float = 0.0  #: when it went out first
    futures: dict[str, Any] = field(default_factory=dict)  #: of those who do it, by key


class Run:
    """A function's calls on a crew."""

    def __init__(
        self,
        crew: Crew,
        function: Callable[..., Any],
        calls: Iterable[Call],
        *,
        shared: object,
        limit: float | None,
    ) -> None:
        """Prepare the calls; nothing goes out yet."""
        self._crew = crew
        self._function = function
        self._calls = enumerate(calls)
        packed = pickle.dumps(shared, protocol=pickle.HIGHEST_PROTOCOL)
        self._plan = Task(shared=packed, made_of=made_of(), limit=limit)
        self._answers: Queue[tuple[str, Any]] = Queue()
        self._out: dict[str, _Out] = {}  #: by the key of each of its futures
        self._spans: deque[float] = deque(maxlen=REMEMBERED)  #: seconds from handing out to the answer
        self._each: deque[float] = deque(maxlen=REMEMBERED)  #: seconds a call

    def ended(self) -> Iterator[Done]:
        """What became of each call, as it ends."""
        while True:
            self._hand_out()
            if not self._out:
                return
            for key, answer in self._arrived():
                yield from self._taken(key, answer)
            if self._crew.look_now_and_then():
                self._help_the_late()

    def drop(self) -> None:
        """Let nothing wait at the scheduler."""
        futures = [future for out in self._out.values() for future in out.futures.values()]
        self._out.clear()
        if futures:
            with suppress(Exception):  # a scheduler that is gone has nothing waiting
                self._crew.client.cancel(futures, force=True)

    def _hand_out(self) -> None:
        room = AHEAD * self._crew.threads - len({id(out) for out in self._out.values()})
        for _ in range(room):
            calls = list(islice(self._calls, self._size()))
            if not calls:
                return
            self._send(_Out(calls=calls))

    def _size(self) -> int:
        """Calls in a task: one until it is known how long one takes."""
        return max(1, min(MOST, int(SPELL / max(median(self._each), 1e-6)))) if self._each else 1

    def _send(self, out: _Out, *, without: frozenset[str] = frozenset()) -> None:
        client = self._crew.client
        packed = pickle.dumps((self._function, out.calls), protocol=pickle.HIGHEST_PROTOCOL)
        task = replace(self._plan, calls=packed)
        future = client.submit(work, task, workers=self._crew.chosen(without=without), pure=False)
        out.since = out.since or monotonic()
        out.futures[future.key] = future
        self._out[future.key] = out
        self._crew.fetch(future, self._answers)

    def _arrived(self) -> Iterator[tuple[str, Any]]:
        """What has come, after a moment's wait if nothing has."""
        with suppress(Empty):
            yield self._answers.get(timeout=PULSE)
            while True:
                yield self._answers.get_nowait()

    def _taken(self, key: str, answer: Reply | Exception) -> Iterator[Done]:
        out = self._out.pop(key, None)
        if out is None:
            return  # somebody else was quicker
        future = out.futures.pop(key)
        if isinstance(answer, Exception):
            yield from self._failed(out, answer)
        elif answer.made_of != self._plan.made_of:
            self._crew.leave_out(answer.worker, answer.made_of)
            self._send(out)
        else:
            self._crew.late.discard(answer.worker)
            self._spans.append(monotonic() - out.since)
            self._each.extend(done.seconds for done in answer.ended)
            self._settle(out)
            yield from answer.ended
        future.release()

    def _settle(self, out: _Out) -> None:
        """Let nobody go on with a task that is answered."""
        others = [*out.futures.values()]
        for key in out.futures:
            del self._out[key]
        if others:
            self._crew.client.cancel(others, asynchronous=False)

    def _failed(self, out: _Out, error: Exception) -> Iterator[Done]:
        """Hand the calls out again, one by one, so that none suffers for another; tell of those that were so too often.

        Raises:
            SchedulerError: the scheduler was lost.
            MaturityError: nothing can be made or put in its place, whichever worker tries.
        """
        if isinstance(error, (CancelledError, OSError)) and not out.futures:
            self._crew.look()
        if isinstance(error, CancelledError):
            raise self._crew.lost() from error
        if out.futures:
            return  # another worker is at it
        self._crew.find_strangers()
        for call in out.calls:
            if out.failures < TRIES:
                self._send(_Out(calls=[call], failures=out.failures + 1))
            elif isinstance(error, MaturityError):
                raise error
            else:
                yield Done(index=call[0], value=None, error=_told(error), seconds=0.0)

    def _help_the_late(self) -> None:
        """Give each task that takes far longer than usual to another worker too."""
        if not self._spans:
            return
        until = monotonic() - max(LATEST, LATE * median(self._spans))
        late = {key: out for key, out in self._out.items() if len(out.futures) == 1 and out.since < until}
        if not late or len(self._crew.look()) == 1:
            return
        holders = {key: worker for worker, keys in self._crew.client.processing().items() for key in keys}
        slow = {holders[key] for key in late if key in holders}
        self._crew.late |= slow
        for out in late.values():
            self._send(out, without=frozenset(slow))


def _told(error: Exception) -> str:
    from distributed.scheduler import KilledWorker

    if isinstance(error, KilledWorker):
        return "every worker that had it in hand died"
    return f"no worker could do it: {type(error).__name__}: {error}"
