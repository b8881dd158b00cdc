"""A notebook run in one process: papermill and nbclient in a thread, the kernel in the main thread."""

import atexit
import os
import signal
import threading
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import Any

from papermill.engines import Engine, NBClientEngine, papermill_engines

from maturity.engine.between import Between
from maturity.engine.client import WireManager
from maturity.engine.journal import JOURNAL
from maturity.engine.kernel import WireApp, new_app
from maturity.engine.streams import OURS

NAME = "maturity-inside"  #: of the engine, for papermill


class InsideManager(WireManager):
    """The manager of the kernel that this process itself is."""

    async def start_kernel(self, **options: Any) -> None:  # type: ignore[override]  # noqa: ANN401  (theirs is typed as of both kinds)
        """Take the conversation that the main thread listens to, in the folder that was asked for.

        Raises:
            RuntimeError: the kernel was taken before; a process has only one.
        """
        if not _Here.waiting:
            message = "the kernel of this process was started before, and can't be started again"
            raise RuntimeError(message)
        if options.get("cwd"):
            os.chdir(options["cwd"])
        self.wire = _Here.waiting.pop()

    async def shutdown_kernel(self, now: bool = False, restart: bool = False) -> None:  # type: ignore[override]  # noqa: ARG002, FBT001, FBT002
        """End the kernel, and the cell that it may be in, and let the main thread go on."""
        if _Here.busy():
            await self.interrupt_kernel()
        self.cleanup_resources()

    async def interrupt_kernel(self) -> None:  # type: ignore[override]
        """Interrupt the cell that runs."""
        os.kill(os.getpid(), signal.SIGINT)


class _Here:
    """What this process has: a kernel that has run nothing, and a conversation with it that nobody took."""

    app: WireApp | None = None
    waiting: list[Between] = []  # noqa: RUF012  (one for the process)
    serving: WireApp | None = None

    @classmethod
    def busy(cls) -> bool:
        """Whether a cell runs."""
        return cls.serving is not None and cls.serving.kernel._main_asyncio_lock.locked()  # noqa: SLF001  (theirs)


class InsideEngine(Engine):  # type: ignore[misc]
    """A papermill engine that runs a notebook in this process; once in a process, since it leaves its state here."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **options: Any) -> None:  # noqa: ANN401
        """Run the notebook by papermill's own engine in a thread, while this thread is the kernel."""
        app, folder = take_app(), Path.cwd()
        options |= {**JOURNAL.open(nb_man.nb), "kernel_manager_class": InsideManager}
        between = Between(app.session)
        _Here.waiting.append(between)
        raised: list[BaseException] = []

        def run() -> None:
            try:
                NBClientEngine.execute_managed_notebook(nb_man, kernel_name, **options)
            except BaseException as error:  # noqa: BLE001  (raised again in the main thread)
                raised.append(error)
            finally:
                between.close()

        client = threading.Thread(target=run, name=OURS)
        if JOURNAL.profile is not None:
            app.move(JOURNAL.profile)
        app.serve(between, ready=client.start)
        client.join()
        end_notebook()
        os.chdir(folder)
        if raised:
            raise raised[0]


def as_in_a_cell() -> AbstractContextManager[object]:
    """The builtins of a cell, for modules that look at the shell when they are imported."""
    return nullcontext() if _Here.app is None else _Here.app.kernel.shell.builtin_trap


def prepare(*, begin: bool = False) -> None:
    """Make a kernel that has run nothing, for the one notebook that this process, or a fork of it, is going to run."""
    _Here.app = new_app()
    if begin:
        _Here.app.begin()


def is_prepared() -> bool:
    """Whether a notebook may run in this process: it is a worker's, and none has run here."""
    return _Here.app is not None


def take_app() -> WireApp:
    """The kernel that has run nothing; there is one for a process, whose end is the notebook's from now on."""
    app, _Here.app = _Here.app, None
    if app is None:
        message = "a notebook has run in this process: another one would see what it left"
        raise RuntimeError(message)
    _Here.serving = app
    atexit._clear()  # noqa: SLF001  (what we would do at the end of the process is not the notebook's)
    return app


def end_notebook() -> None:
    """Do what the notebook asked to be done at the end of its process."""
    with suppress(BaseException):
        atexit._run_exitfuncs()  # noqa: SLF001  (there is no other way to do it before the end)


papermill_engines.register(NAME, InsideEngine)
