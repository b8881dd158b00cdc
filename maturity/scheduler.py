"""A Dask scheduler: it answers within seconds, or the refusal says what stands there instead."""

import asyncio
import logging
import re
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Final

from maturity.errors import Fault, InputError, MaturityError

PATIENCE = 5.0  #: seconds for a scheduler to answer
PLACE: Final = "--scheduler"
ADDRESS: Final = r"(tcp|tls)://([^\s/@\[\]:]+|\[[0-9A-Fa-f:.%]+\]):\d{1,5}"
NOISY: Final = ("client", "comm", "core", "utils", "utils_comm", "batched")  #: what goes wrong is raised, and told once


@contextmanager
def connect(address: str) -> Iterator[Any]:
    """Dask's client of the scheduler at that address; closed in the end, and its tasks with it.

    Certificates for tls:// are those of Dask's own configuration.

    Raises:
        InputError: the extra `cluster` is not installed, this is no address, or no scheduler answers there.
    """
    try:
        from distributed import Client
    except ModuleNotFoundError as error:
        problem = "needs the extra `cluster`; expected `pip install 'maturity[cluster]'`"
        raise refusal(problem) from error
    if not re.fullmatch(ADDRESS, address):  # the client would hang when it ends
        problem = f"{address!r} is no address; expected tcp://HOST:PORT or tls://HOST:PORT"
        raise refusal(problem)
    for name in NOISY:
        logging.getLogger(f"distributed.{name}").setLevel(logging.CRITICAL)
    try:
        with ThreadPoolExecutor(max_workers=1) as aside:  # a notebook's thread has an event loop of its own
            aside.submit(asyncio.run, _knock(address)).result()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of other versions: whoever minds them compares them by name
            client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, ImportError, RuntimeError, TypeError) as error:
        problem = _silence(address, error)
        raise refusal(problem) from error
    with client:
        yield client


def refusal(problem: str) -> InputError:
    """The refusal of a scheduler, or of what works for it."""
    return InputError([Fault(place=PLACE, problem=problem)])


class SchedulerError(MaturityError):
    """A scheduler, or the last of its workers, that was lost on the way."""


async def _knock(address: str) -> None:
    """One handshake; the client's own has no time limit where a port is open and mute."""
    from distributed.comm.core import connect as reach
    from distributed.security import Security

    reached = reach(address, timeout=PATIENCE, **Security().get_connection_args("client"))
    comm = await asyncio.wait_for(reached, PATIENCE + 0.5)
    comm.abort()


def _silence(address: str, error: Exception) -> str:
    """Why nothing was reached, in a sentence."""
    if isinstance(error, TypeError):
        return f"{address!r} needs certificates; expected them in Dask's configuration (distributed.comm.tls)"
    if isinstance(error, TimeoutError):
        return f"what stands at {address!r} is no scheduler: it said nothing in {PATIENCE:g} s"
    return f"no scheduler answers at {address!r}: {error}"
