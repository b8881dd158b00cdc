"""An engine that makes calls in processes of their own, the best way that works here."""

import os
import sys
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from maturity.engine.spawned import PLAIN, SPAWNED, SpawnedWay
from maturity.engine.tasks import Asked, Done, Terms, UnfitError
from maturity.engine.warm import WarmWay

CHOICE = "MATURITY_ENGINE"  #: environment variable that names the first way to try
WARM = "warm"
WAYS = (WARM, SPAWNED, PLAIN)  #: from the quickest; each gives the same results
LIVES = 3  #: times that a warm process is started before another way is taken
SLOWER = {
    SPAWNED: "so each workbook is made in a process started anew: slower, with the same results",
    PLAIN: "so each notebook runs in a kernel of its own: slower, with the same results",
}


@dataclass(kw_only=True)
class Engine:
    """Calls in processes of their own; safe to use from several threads at once."""

    jobs: int  #: processes at a time
    imports: Sequence[str] = ()  #: modules for its notebooks, beside those of a briefing
    _word: str = ""
    _is_proved: bool = False
    _turn: threading.RLock = field(default_factory=threading.RLock)

    def __post_init__(self) -> None:
        """Start what takes time; we go on meanwhile."""
        self._left, self._word = _ways_here()
        self._way = self._begun()

    @property
    def kind(self) -> str:
        """How calls are made: `warm`, `spawned` or `plain`; waits until that is known."""
        self._proved()
        return self._left[0]

    @property
    def word(self) -> str:
        """Why they are not made the quickest way, in a sentence; nothing if they are."""
        self._proved()
        return self._word

    def run(
        self,
        function: Callable[..., Any],
        arguments: Iterable[tuple[Any, ...]],
        *,
        limit: float | None = None,
        memory: int | None = None,
    ) -> Generator[Done, None, None]:
        """Call the function of a module with each of the arguments, each call in a process of its own.

        What ends first comes first. Arguments are read at most `2 × jobs` ahead. A call ends after `limit` seconds and
        may take `memory` bytes of address space; whatever happens to its process is told as its error, and the others
        go on. To leave early ends the calls under way.
        """
        terms = Terms(limit=limit, memory=memory)
        left: Iterator[Asked] = (Asked(index=index, arguments=one) for index, one in enumerate(arguments))
        while True:
            way = self._proved()
            try:
                with closing(way.run(left, function, terms)) as ended:
                    yield from ended
            except UnfitError as error:
                self._lose(way, str(error))
                left = chain(error.unfinished, left)
            else:
                return

    def close(self) -> None:
        """End every call under way; no process is left."""
        self._way.close()

    def _proved(self) -> WarmWay | SpawnedWay:
        """A way that works; the last one is taken on trust."""
        with self._turn:
            while not self._is_proved:
                try:
                    self._way.prove()
                    self._is_proved = True
                except UnfitError as error:
                    if len(set(self._left)) == 1:
                        raise
                    self._left = [name for name in self._left if name != self._left[0]]
                    self._take_next(str(error))
            return self._way

    def _lose(self, way: WarmWay | SpawnedWay, why: str) -> None:
        """Take the next way, unless another thread has."""
        with self._turn:
            if way is self._way:
                del self._left[0]
                self._take_next(f"{why} {LIVES} times")

    def _take_next(self, why: str) -> None:
        self._way.close()
        self._is_proved = False
        if self._left[0] != WARM:
            self._word = f"{why}, {SLOWER[self._left[0]]}"
        self._way = self._begun()

    def _begun(self) -> WarmWay | SpawnedWay:
        return (
            WarmWay(jobs=self.jobs, imports=self.imports)
            if self._left[0] == WARM
            else SpawnedWay(jobs=self.jobs, way=self._left[0])
        )


@contextmanager
def open_engine(jobs: int = 2, *, imports: Sequence[str] = ()) -> Iterator[Engine]:
    """An engine that makes so many calls at a time; when it is left, none of its processes is.

    Returns at once; the first use waits until a way of making calls has proved itself. `imports` are the modules that
    its notebooks import, where they are not briefings: imported once, they cost each notebook nothing.
    """
    engine = Engine(jobs=jobs, imports=imports)
    try:
        yield engine
    finally:
        engine.close()


def _ways_here() -> tuple[list[str], str]:
    """The ways to try, in order, and why the quickest is not among them."""
    chosen = os.environ.get(CHOICE, "")
    if chosen in WAYS:
        ways = list(WAYS[WAYS.index(chosen) :])
        word = "" if chosen == WARM else f"{CHOICE} says {chosen}, {SLOWER[chosen]}"
    elif sys.platform == "linux" and hasattr(os, "pidfd_open"):
        ways, word = list(WAYS), ""
    else:
        ways = [PLAIN] if sys.platform == "win32" else [SPAWNED, PLAIN]
        word = f"a process can't be forked safely on this system, {SLOWER[ways[0]]}"
    if chosen and chosen not in WAYS:
        word = f"{CHOICE} says {chosen!r}, which is none of {', '.join(WAYS)}" + (f"; {word}" if word else "")
    return (ways if ways[0] != WARM else [WARM] * (LIVES - 1) + ways), word
