"""One call in a process of its own: what is asked, what comes back, and how the call is made there."""

import os
import pickle
import random
import sys
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from maturity.engine.journal import JOURNAL, journal_of

PROOF = 10.0  #: seconds in which a first call must answer


class UnfitError(Exception):
    """A way of making calls that does not work here, or works no more; it carries the calls that have not ended."""

    def __init__(self, problem: str, unfinished: tuple["Asked", ...] = ()) -> None:
        """Say why, and what is to be made another way."""
        super().__init__(problem)
        self.unfinished = unfinished


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One call of a run."""

    index: int  #: counted from 0
    arguments: tuple[Any, ...]


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What holds for every call of a run."""

    limit: float | None = None  #: seconds that a call may take
    memory: int | None = None  #: bytes of address space that a call may take


@dataclass(frozen=True, kw_only=True)
class Task:
    """A call, as its process gets it."""

    function: Callable[..., Any]  #: of a module, so that its name is enough
    arguments: tuple[Any, ...]
    folder: str  #: the working folder, this call's own
    memory: int | None  #: bytes of address space that the call may take


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What became of a call, as its process tells it."""

    value: Any = None
    error: str = ""  #: what it raised, in one line
    is_missing: bool = False  #: the process ended without one

    @classmethod
    def unpacked(cls, packed: bytes) -> "Answer":
        """The answer that a process packed; an error if it is none."""
        try:
            answer = pickle.loads(packed)  # noqa: S301  (our own child packed it)
        except Exception as error:  # noqa: BLE001  (whatever stands there instead)
            return cls(error=f"it ended without an answer ({type(error).__name__})", is_missing=True)
        return answer if isinstance(answer, cls) else cls(error="it ended without an answer", is_missing=True)


@dataclass(frozen=True, kw_only=True)
class Done:
    """A call that has ended, one way or another."""

    index: int  #: of its arguments, counted from 0
    value: Any = None  #: what it returned; None if it failed
    error: str = ""  #: why it failed, in one sentence; nothing if it did not
    seconds: float = 0.0  #: that it took
    notebook: str = ""  #: the notebook as far as it ran, if the call died while one ran


def task_of(asked: Asked, function: Callable[..., Any], folder: Path, terms: Terms) -> Task:
    """The call, to be made in the folder."""
    return Task(function=function, arguments=asked.arguments, folder=str(folder), memory=terms.memory)


def answer_to(packed: bytes) -> bytes:
    """The answer to a packed task, packed, made here and now in the task's own folder."""
    try:
        return pickle.dumps(_answer(pickle.loads(packed)), protocol=5)  # noqa: S301  (we packed it)
    except Exception as error:  # noqa: BLE001  (anything may refuse to be packed or unpacked)
        return pickle.dumps(Answer(error=f"it can't be sent between processes: {error}"), protocol=5)


def fresh_chance() -> None:
    """Give every generator of chance that is shared with other processes a start of its own."""
    random.seed()
    numbers = sys.modules.get("numpy.random")  # loaded later, it starts anew on its own
    if numbers is not None:
        numbers.seed()


def proof(number: int) -> int:
    """The next number: what a first call is asked for."""
    return number + 1


def _answer(task: Task) -> Answer:
    os.chdir(task.folder)
    os.environ["TMPDIR"] = tempfile.tempdir = task.folder
    JOURNAL.place = journal_of(Path(task.folder))
    fresh_chance()
    try:
        if task.memory is not None:
            _limit_memory(task.memory)
        return Answer(value=task.function(*task.arguments))
    except BaseException as error:  # noqa: BLE001  (whatever a call raises is its answer)
        return Answer(error="".join(traceback.format_exception_only(error)).strip())


def _limit_memory(size: int) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (size, size))
