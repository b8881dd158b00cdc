"""What a process imports and runs once, so that every process forked from it starts with that done."""

import gc
import importlib
import os
import sys
import threading
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from maturity.imports import SLOW_GRAMMAR, left_out

#: slow to import and not asked for: the grammar of addresses for one format of jsonschema, and a debugger
UNNEEDED = (SLOW_GRAMMAR, "debugpy")

#: what a briefing needs
NEEDED = ("maturity.making", "maturity.exhibits")

#: what it needs only for names of customers in other than plain letters
ALSO = ("text_unidecode",)

#: threads that a library starts on its own do not live through a fork
NO_THREADS = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}

#: what a kernel adds to its environment
ADDED: dict[str, str] = {}


class UnsafeForkError(Exception):
    """A fork would not be safe here."""


def warm_up(imports: Sequence[str] = (), *, is_bare: bool = True) -> None:
    """Import, run one synthetic notebook, and stand ready with a kernel that has run nothing.

    `imports` are modules beside those of a briefing; one that can't be imported is the notebook's own concern.
    `is_bare` says that no code of the user's runs when a kernel begins, so that it may begin before the fork.

    Raises:
        UnsafeForkError: a thread runs here, or a network library has begun to work.
    """
    before = dict(os.environ)
    with left_out(*UNNEEDED), no_threads():
        from maturity.engine import inside

        inside.prepare()
        with inside.as_in_a_cell():
            for name in NEEDED:
                importlib.import_module(name)
            for name in (*ALSO, *imports):
                with suppress(Exception):
                    importlib.import_module(name)
        _rehearse()
        inside.prepare(begin=is_bare and "PYTHONSTARTUP" not in os.environ)
    ADDED.update({name: value for name, value in os.environ.items() if before.get(name) != value})
    with warnings.catch_warnings():
        pass  # forgets what was warned of here, so that it is warned of again there
    if unsafe := why_no_fork():
        raise UnsafeForkError(unsafe)
    gc.collect()
    gc.freeze()


def why_no_fork() -> str:
    """What makes a fork unsafe in this process; nothing if it is safe."""
    threads = [(task / "comm").read_text().strip() for task in Path("/proc/self/task").iterdir()]
    if len(threads) > 1:
        known = [thread.name for thread in threading.enumerate()]
        return f"{len(threads)} threads run ({', '.join(threads)}), of them by Python {', '.join(known)}"
    network = sys.modules.get("zmq")
    if network is not None and network.Context._instance is not None:  # noqa: SLF001  (there is no other way to ask)
        return "a network library (zmq) has begun to work"
    return ""


def _rehearse() -> None:
    """Make one briefing of a fictional customer, and its page: what is done only once in a process is then done."""
    rooms = ("workbook", "page", "brand", "exhibits")
    workbook, page, brand, exhibits = (importlib.import_module(f"maturity.{name}") for name in rooms)
    synthetic = {
        "engagement": exhibits.EXAMPLE.read_text(encoding="utf-8"),
        "model": "",
        "peers": "",
        "language": "",
        "earlier": "",
        "evidence": "",
    }
    ran = workbook.run_notebook(workbook.briefing_notebook(), synthetic, title="", origin={})
    workbook.workbook_text(ran)
    page.render_page(ran, brand=brand.Brand(), interactive=False)


@contextmanager
def no_threads() -> Iterator[None]:
    """Tell libraries that are loaded meanwhile to start no threads of their own; a notebook does not see it."""
    before = {name: os.environ.get(name) for name in NO_THREADS}
    os.environ.update(NO_THREADS)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
