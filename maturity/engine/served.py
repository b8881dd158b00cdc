"""A fork of the warm process as one notebook's kernel, for a client in another process."""

import atexit
import os
import socket
import sys
from contextlib import suppress

import ipykernel_launcher  # type: ignore[import-untyped]  # it ships no types

from maturity.engine.inside import take_app
from maturity.engine.tasks import fresh_chance
from maturity.engine.warming import ADDED
from maturity.engine.wire import Wire


def serve(descriptor: int) -> None:
    """Take the client's folder and environment, run what it sends until it goes, and say goodbye as a kernel does."""
    wire = Wire(socket.socket(fileno=descriptor))
    surroundings = wire.receive_first()
    os.chdir(surroundings["folder"])
    os.environ.clear()
    os.environ.update({**surroundings["environment"], **ADDED})
    sys.argv = [ipykernel_launcher.__file__]
    fresh_chance()
    atexit._clear()  # noqa: SLF001  (what the warm process would do at its end is not the notebook's)
    take_app().serve(wire)
    with suppress(BaseException):
        atexit._run_exitfuncs()  # noqa: SLF001  (as the end of a kernel's process would)
