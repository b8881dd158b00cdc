"""The engine that `papermill --engine maturity` runs a notebook with: its kernel is a fresh fork of a warm process."""

import asyncio
import atexit
import logging
import os
import signal
import socket
import sys
import threading
from contextlib import suppress
from pathlib import Path
from select import select
from typing import Any

from jupyter_client.kernelspec import NATIVE_KERNEL_NAME, KernelSpecManager, NoSuchKernel
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.engines import Engine, NBClientEngine

from maturity.engine.client import WireManager
from maturity.engine.journal import blame
from maturity.engine.opening import CHOICE, WARM
from maturity.engine.tasks import UnfitError
from maturity.engine.warm import Fate, WarmWay
from maturity.engine.wire import Wire

GOODBYE = 5.0  #: seconds that a kernel has to end on its own, as with the standard manager
LIKELY = ("pandas", "plotly.graph_objects", "ipywidgets", "sqlite3")  #: what a notebook is likely to import
LOOK = 0.005  #: seconds between looks at a kernel that is to end
PYTHONS = {"python", "python3", f"python{sys.version_info[0]}.{sys.version_info[1]}", sys.executable}
MANY = 1 << 16  #: notebooks at a time: as many as are asked for


class WarmEngine(Engine):  # type: ignore[misc]
    """A papermill engine that does what the standard one does, on kernels that stand ready."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **options: Any) -> None:  # noqa: ANN401
        """Run the notebook; with a plain kernel where a warm one can't stand for it, and a word why."""
        try:
            _shared_way(kernel_name, options)
        except UnfitError as error:
            logging.getLogger("papermill").warning("The notebook runs in a plain kernel: %s", error)
        else:
            options["kernel_manager_class"] = WarmManager
        try:
            NBClientEngine.execute_managed_notebook(nb_man, kernel_name, **options)
        except (DeadKernelError, CellTimeoutError) as error:
            _tell(nb_man, error)
            raise


class WarmManager(WireManager):
    """The manager of a kernel that is a fork of the warm process."""

    fate: Fate | None = None

    async def start_kernel(self, **options: Any) -> None:  # type: ignore[override]  # noqa: ANN401  (theirs is typed as of both kinds)
        """Fork one, with our folder, environment and standard streams."""
        ours, theirs = socket.socketpair()
        with theirs:
            self.fate = _shared_way().begin(theirs.fileno(), streams=(1, 2))
        self.wire = Wire(ours)
        environment = dict(options.get("env") or os.environ)
        self.wire.send({"folder": os.fspath(options.get("cwd") or Path.cwd()), "environment": environment})

    async def is_alive(self) -> bool:  # type: ignore[override]  # theirs is typed as of both kinds
        """Whether its process runs."""
        self._listen()
        return self.fate is not None and not self.fate.is_over

    async def interrupt_kernel(self) -> None:  # type: ignore[override]
        """Interrupt it and what it started."""
        self._listen()
        if self.fate is not None and self.fate.process and not self.fate.is_over:
            with suppress(ProcessLookupError):
                os.killpg(self.fate.process, signal.SIGINT)

    async def shutdown_kernel(self, now: bool = False, restart: bool = False) -> None:  # type: ignore[override]  # noqa: ARG002, FBT001, FBT002
        """End it: at once, or after it has said goodbye."""
        if self.wire is not None:
            self.wire.close()
        if not now:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._ended(), GOODBYE)

    def cleanup_resources(self, restart: bool = False) -> None:  # noqa: FBT001, FBT002  (theirs)
        """Leave nothing: what still runs is killed."""
        super().cleanup_resources(restart)
        if self.fate is not None:
            self.fate.close()
            self.fate = None

    async def _ended(self) -> None:
        while await self.is_alive():  # noqa: ASYNC110  (the system tells only who looks)
            await asyncio.sleep(LOOK)

    def _listen(self) -> None:
        while self.fate is not None and not self.fate.is_over and select([self.fate.reads], [], [], 0)[0]:
            self.fate.listen()


class _Shared:
    """The warm process of this one, started when a notebook first asks for it."""

    way: WarmWay | None = None
    turn = threading.Lock()
    unfit = ""  #: why there is none


def _shared_way(kernel_name: str = "", options: dict[str, Any] | None = None) -> WarmWay:
    """The warm process; it ends with this one.

    Raises:
        UnfitError: it can't stand for that kernel, or does not work here.
    """
    if unfit := _Shared.unfit or _why_not_warm(kernel_name, options or {}):
        raise UnfitError(unfit)
    with _Shared.turn:
        if _Shared.way is not None and not _Shared.way.is_alive():
            _Shared.way.close()
            _Shared.way = None
        if _Shared.way is None:
            way = WarmWay(jobs=MANY, own_profile=False, paths=(), imports=LIKELY)
            try:
                way.prove()
            except UnfitError as error:
                way.close()
                _Shared.unfit = str(error)
                raise
            atexit.register(way.close)
            _Shared.way = way
        return _Shared.way


def _why_not_warm(kernel_name: str, options: dict[str, Any]) -> str:
    """Why a fork of this Python can't stand for the kernel; nothing if it can."""
    if os.environ.get(CHOICE, WARM) != WARM or sys.platform != "linux":
        return f"{CHOICE} says {os.environ[CHOICE]}" if CHOICE in os.environ else "this system can't fork safely"
    if named := [name for name in ("kernel_manager_class", "extra_arguments") if options.get(name)]:
        return f"{' and '.join(named)} is given"
    if not kernel_name:
        return ""
    try:
        spec = KernelSpecManager().get_kernel_spec(NATIVE_KERNEL_NAME if kernel_name == "python" else kernel_name)
    except NoSuchKernel:
        return f"there is no kernel {kernel_name!r}"
    own = spec.argv[:1] and spec.argv[0] in PYTHONS and "ipykernel_launcher" in spec.argv
    return "" if own and not spec.env else f"the kernel {kernel_name!r} is not of this Python"


def _tell(nb_man: Any, error: Exception) -> None:  # noqa: ANN401
    """Write into the cell that ran what ended it; the cells after it stay pending."""
    ran = [index for index, cell in enumerate(nb_man.nb.cells) if cell.metadata.papermill["start_time"] is not None]
    if ran:
        blame(nb_man.nb, ran[-1], str(error), type(error).__name__)
