"""A worker of a farm: it says what it is made of, and does what it is handed on a warm engine of its own."""

import pickle
import platform
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.metadata import version
from threading import Lock, Timer
from time import monotonic
from typing import Any, Final

from maturity.engine import Done, Engine, open_engine
from maturity.files import digest

IDLE = 60.0  #: seconds that an engine stays warm with nothing to do
PARALLEL: Final = 4  #: calls whose ends are seen to at a time: it is waiting for a network


class Shared:
    """Stands in a call's arguments for what all calls have in common."""


@dataclass(frozen=True, kw_only=True)
class Call:
    """What a function is called with on an engine, and what the worker does before and after."""

    arguments: tuple[Any, ...]

    def given(self) -> tuple[Any, ...]:
        """What the function is called with, as the worker knows it when the call's turn comes."""
        return self.arguments

    def spared(self) -> Any:  # noqa: ANN401  (a value as the function gives it, of whatever type)
        """What it brings without being made; None if it must be."""
        return None

    def ended(self, done: Done) -> Done:
        """What goes back."""
        return done


@dataclass(frozen=True, kw_only=True)
class Task:
    """Some calls, for one worker; packed, so that the scheduler only passes them on."""

    calls: bytes = b""  #: the function and its calls, each with its place among all
    shared: bytes  #: what stands for `Shared`
    made_of: Mapping[str, str]  #: what the caller is made of
    limit: float | None  #: seconds a call


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What a worker answers."""

    worker: str  #: its address
    made_of: Mapping[str, str]
    word: str = ""  #: why its engine is slower than it could be, or nothing
    ended: Sequence[Done] = ()  #: nothing, if it is made of something else than the caller


@lru_cache(maxsize=1)
def made_of() -> Mapping[str, str]:
    """What decides the bytes of a file that is made here, by the name that people give it."""
    from maturity.brand import Brand  # not above: a scheduler reads this module too, and makes nothing
    from maturity.model_file import built_in_model
    from maturity.page import page_fingerprint
    from maturity.workbook import SHORT, briefing_notebook, versions

    return {
        "Python": platform.python_version(),
        **versions(),
        "distributed": version("distributed"),
        "notebook": digest(briefing_notebook().read_bytes())[:SHORT],
        "page template": page_fingerprint(Brand())[:SHORT],
        "built-in model": built_in_model().hash[:SHORT],
    }


def greet(caller: Mapping[str, str]) -> Reply:
    """What this worker is made of; where that is the same as the caller, its engine is warm afterwards."""
    reply = Reply(worker=_worker().address, made_of=made_of())
    if made_of() != caller:
        return reply
    with _ENGINE.lent() as engine:
        return replace(reply, word=engine.word)


def work(task: Task) -> Reply:
    """Do the calls; none, if this worker is made of something else than the caller."""
    reply = Reply(worker=_worker().address, made_of=made_of())
    if made_of() != task.made_of:
        return reply
    function, calls = pickle.loads(task.calls)  # noqa: S301  (Dask unpickles all that its scheduler sends; this too)
    return replace(reply, ended=[*_ended(function, dict(calls), task)])


def _ended(function: Callable[..., Any], calls: dict[int, Call], task: Task) -> Iterator[Done]:
    with ThreadPoolExecutor(PARALLEL) as pool:
        spared = dict(zip(calls, pool.map(lambda call: call.spared(), calls.values()), strict=True))
        yield from (Done(index=index, value=value) for index, value in spared.items() if value is not None)
        left = [index for index, value in spared.items() if value is None]
        shared = _unpacked(task.shared)
        arguments = (
            tuple(shared if isinstance(part, Shared) else part for part in calls[index].given()) for index in left
        )
        with _ENGINE.lent() as engine, closing(engine.run(function, arguments, limit=task.limit)) as run:
            seen_to = [pool.submit(_seen_to, calls[left[done.index]], left[done.index], done) for done in run]
        yield from (seen.result() for seen in seen_to)


def _seen_to(call: Call, index: int, done: Done) -> Done:
    return replace(call.ended(done), index=index)


@lru_cache(maxsize=4)
def _unpacked(shared: bytes) -> Any:  # noqa: ANN401  (whatever the calls share)
    return pickle.loads(shared)  # noqa: S301  (as above)


def _worker() -> Any:  # noqa: ANN401  (Dask ships no types)
    from distributed import get_worker

    return get_worker()


class _Engine:
    """The engine of this process: opened when it is first needed, closed after a while of rest."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._borrowers = 0
        self._since = 0.0  #: when it was given back last
        self._held = ExitStack()
        self._engine: Engine | None = None

    @contextmanager
    def lent(self) -> Iterator[Engine]:
        """The engine, which others may use at the same time; one that fails is opened anew the next time."""
        with self._lock:
            if self._engine is None:
                self._engine = self._held.enter_context(open_engine(jobs=_worker().state.nthreads))
            self._borrowers += 1
        fit = False
        try:
            yield self._engine
            fit = True
        finally:
            with self._lock:
                self._borrowers -= 1
                self._since = monotonic()
                if not self._borrowers:
                    self._rest() if fit else self._close()

    def _rest(self) -> None:
        timer = Timer(IDLE, self._close_if_rested)
        timer.daemon = True
        timer.start()

    def _close_if_rested(self) -> None:
        with self._lock:
            if not self._borrowers and monotonic() - self._since >= IDLE:
                self._close()

    def _close(self) -> None:
        self._engine = None
        self._held.close()


_ENGINE: Final = _Engine()
