"""A fork of the warm process as one notebook's kernel, for a client in another process."""

import os
import socket
import sys

import ipykernel_launcher  # type: ignore[import-untyped]  # it ships no types

from maturity.engine.inside import end_notebook, take_app
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
    app = take_app()
    app.keep_history()
    app.serve(wire)
    end_notebook()
