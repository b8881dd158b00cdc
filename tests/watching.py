"""What tests of the engine look at: how calls ended, and which processes are left."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from maturity.engine import Done


def by_index(done: Iterator[Done]) -> list[Done]:
    """What ended, in the order that it was asked for."""
    return sorted(done, key=lambda one: one.index)


def only(done: Iterator[Done]) -> Done:
    """The one thing that ended."""
    (one,) = done
    return one


def processes_of(folder: Path) -> list[str]:
    """The commands of the processes that know the folder: by its name in their environment, or as what they hang on."""
    known = [path.stem for path in folder.glob("*.hangs")]
    found = []
    for process in Path("/proc").iterdir():
        try:
            status, environment = (process / "stat").read_text(), (process / "environ").read_bytes()
            session, state = status.rpartition(")")[2].split()[3], status.rpartition(")")[2].split()[0]
        except (OSError, IndexError):
            continue
        is_ours = str(folder).encode() in environment or session in known or process.name in known
        if process.name.isdigit() and state != "Z" and is_ours and int(process.name) != os.getpid():
            found.append((process / "cmdline").read_text().replace("\0", " "))
    return found


def until(is_so: Callable[[], bool]) -> None:
    """Wait until it is so; a run that never sees it fails."""
    for _ in range(2000):
        if is_so():
            return
        time.sleep(0.02)
    pytest.fail("it was never so")
