"""The slower ways: processes started anew, one for each call, or a few that start a plain kernel for each notebook."""

import os
import pickle
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from time import perf_counter
from typing import Any, BinaryIO, cast

from maturity.engine.journal import forget, journal_of, rebuilt
from maturity.engine.tasks import PROOF, Answer, Asked, Done, Terms, UnfitError, proof, task_of
from maturity.engine.warm import cause_of
from maturity.engine.worker import read_frame, write_frame

SPAWNED, PLAIN = "spawned", "plain"
START = 60.0  #: seconds in which a worker must be ready
LAST_WORDS = 1.0  #: seconds in which a worker that gave no answer ends on its own


@dataclass(kw_only=True, eq=False)
class Worker:
    """One process that makes calls."""

    way: str
    why: str = ""  #: it was killed by us, if so
    is_ready: bool = False

    def __post_init__(self) -> None:
        """Start it; it gets ready while we go on."""
        paths = [path for path in sys.path if path]
        self._process = subprocess.Popen(  # noqa: S603  (our own module)
            [sys.executable, "-P", "-m", "maturity.engine.worker", self.way, *paths],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._tasks, self._answers = cast("BinaryIO", self._process.stdin), cast("BinaryIO", self._process.stdout)

    def answer(self, task: bytes, limit: float | None) -> bytes | None:
        """The answer to a task; None if the process died or was killed."""
        with suppress(OSError):
            if not self.is_ready:
                self.is_ready = self._read(START, f"it was not ready in {START:g} s") == b"ready"
            write_frame(self._tasks, task)
            return self._read(limit, f"it ran longer than {limit:g} s" if limit is not None else "")
        return None

    def kill(self, why: str) -> None:
        """Kill it with all that it started."""
        self.why = self.why or why
        if os.name == "posix":
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()

    def end(self, *, patience: float = 0.0) -> str:
        """Wait for its end so many seconds, then kill it; why it died, in a sentence."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(patience)
        status = self._process.poll()
        self.kill("")
        self._process.wait()
        with suppress(OSError):
            self._tasks.close()
        self._answers.close()
        return self.why or (cause_of(status) if status is not None else "it hung") or "it ended without an answer"

    def _read(self, limit: float | None, why: str) -> bytes | None:
        alarm = threading.Timer(limit, self.kill, (why,)) if limit is not None else None
        if alarm is not None:
            alarm.start()
        try:
            return read_frame(self._answers)
        finally:
            if alarm is not None:
                alarm.cancel()


@dataclass(kw_only=True, eq=False)
class Crew:
    """The workers of one run, and the threads that wait for them."""

    way: str
    asked: Iterator[Asked]
    function: Callable[..., Any]
    terms: Terms
    root: Path
    told: SimpleQueue[Done | BaseException | None] = field(default_factory=SimpleQueue)
    workers: set[Worker] = field(default_factory=set)
    turn: threading.Lock = field(default_factory=threading.Lock)
    is_over: bool = False

    def work(self) -> None:
        """Make calls until there are no more; a thread's whole life."""
        worker: Worker | None = None
        try:
            while (asked := self._following()) is not None:
                worker = worker or self._hire()
                done, is_spent = self._call(worker, asked)
                self.told.put(done)
                worker = None if is_spent else worker
        except BaseException as error:  # noqa: BLE001  (raised again where the calls are waited for)
            self.told.put(error)
        finally:
            if worker is not None:
                self._dismiss(worker)
            self.told.put(None)

    def stop(self) -> None:
        """Kill every worker."""
        with self.turn:
            self.is_over = True
            for worker in self.workers:
                worker.kill("nobody waits for it")

    def _following(self) -> Asked | None:
        with self.turn:
            return None if self.is_over else next(self.asked, None)

    def _hire(self) -> Worker:
        worker = Worker(way=self.way)
        with self.turn:
            self.workers.add(worker)
            if self.is_over:
                worker.kill("nobody waits for it")
        return worker

    def _dismiss(self, worker: Worker, *, patience: float = 0.0) -> str:
        why = worker.end(patience=patience)
        with self.turn:
            self.workers.discard(worker)
        return why

    def _call(self, worker: Worker, asked: Asked) -> tuple[Done, bool]:
        """What became of a call, and whether its worker can make no other."""
        began = perf_counter()
        folder = Path(tempfile.mkdtemp(dir=self.root))
        try:
            given = worker.answer(pickle.dumps(task_of(asked, self.function, folder, self.terms)), self.terms.limit)
            is_spent = given is None or self.way == SPAWNED
            why = self._dismiss(worker, patience=LAST_WORDS if given is None else 0.0) if is_spent else ""
            seconds = round(perf_counter() - began, 4)
            if given is None:
                notebook = rebuilt(journal_of(folder), why)
                return Done(index=asked.index, error=why, seconds=seconds, notebook=notebook), True
            answer = Answer.unpacked(given)
            return Done(index=asked.index, value=answer.value, error=answer.error, seconds=seconds), is_spent
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            forget(folder)


@dataclass(kw_only=True)
class SpawnedWay:
    """Calls in processes that were started anew."""

    jobs: int
    way: str  #: `spawned`: one call for a process; `plain`: many, each notebook in a kernel of its own
    _root: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="maturity-")))
    _crews: list[Crew] = field(default_factory=list)

    def prove(self) -> None:
        """Make a first call.

        Raises:
            UnfitError: it does not work here.
        """
        for done in self.run(iter([Asked(index=0, arguments=(1,))]), proof, Terms(limit=PROOF)):
            if done.value != proof(1):
                message = f"no process can be started here: {done.error}"
                raise UnfitError(message)

    def run(self, asked: Iterator[Asked], function: Callable[..., Any], terms: Terms) -> Generator[Done, None, None]:
        """Each call's end, as they end; calls are read as workers come free."""
        crew = Crew(way=self.way, asked=asked, function=function, terms=terms, root=self._root)
        self._crews.append(crew)
        threads = [threading.Thread(target=crew.work, daemon=True) for _ in range(self.jobs)]
        for thread in threads:
            thread.start()
        try:
            left = len(threads)
            while left:
                news = crew.told.get()
                if isinstance(news, BaseException):
                    raise news
                if news is None:
                    left -= 1
                else:
                    yield news
        finally:
            self._crews.remove(crew)
            crew.stop()
            for thread in threads:
                thread.join()

    def close(self) -> None:
        """End every call under way; nothing is left."""
        for crew in tuple(self._crews):
            crew.stop()
        shutil.rmtree(self._root, ignore_errors=True)
