"""The IPython kernel as it is, over a wire in place of network sockets; no thread before it serves."""

import asyncio
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.machinery import PathFinder
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ipykernel import ipkernel
from ipykernel.displayhook import ZMQDisplayHook
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.profiledir import ProfileDir
from traitlets import Any as AnyTrait

from maturity.engine.between import Between
from maturity.engine.messages import WireSession, unpacked
from maturity.engine.remembered import Translator, remember
from maturity.engine.streams import Publisher, Stream, WireStream
from maturity.engine.wire import Wire

PACKAGES = {"site-packages", "dist-packages"}  #: before the first of them stands the working folder


class BareProfile(ProfileDir):
    """A profile in which nothing stands yet."""

    def check_dirs(self) -> None:
        """No folder is needed before something is kept in it."""

    check_security_dir = check_log_dir = check_pid_dir = check_startup_dir = check_dirs


class MainThread:
    """What the kernel asks for to know its main thread; false, since it has no thread for its channels."""

    parent_thread = threading.main_thread()

    def __bool__(self) -> bool:
        return False


class WireKernel(IPythonKernel):
    """The standard kernel; only the types of its streams are free."""

    shell_stream = AnyTrait()
    control_stream = AnyTrait()

    @property
    def _supports_kernel_subshells(self) -> bool:
        return False


class DisplayHook(ZMQDisplayHook):
    """The standard hook for values shown outside of cells."""

    def get_execution_count(self) -> int:
        """The number of the cell."""
        return int(WireKernel.instance().execution_count)


class WireApp(IPKernelApp):
    """The standard kernel application: profile, extensions, environment; without sockets, threads and signals."""

    kernel_class = WireKernel
    has_begun = False

    def init_connection_file(self) -> None:
        """None is needed."""

    def write_connection_file(self, **_: Any) -> None:  # noqa: ANN401  (theirs)
        """None is needed."""

    def init_path(self) -> None:
        """The working folder's modules are found, though this process was started without them."""
        if "" not in sys.path and not self.ignore_cwd and not os.environ.get("PYTHONSAFEPATH"):
            at = next((at for at, path in enumerate(sys.path) if Path(path).name in PACKAGES), 0)
            sys.path.insert(at, "")

    init_poller = init_sockets = init_heartbeat = log_connection_info = init_crash_handler = init_connection_file
    init_io = init_signal = init_extensions = init_code = init_connection_file  # done when it serves

    def init_kernel(self) -> None:
        """Make the kernel, silent until it serves."""
        self.session = WireSession(parent=self, key=b"")
        self.iopub_thread = Publisher()
        self.kernel = WireKernel.instance(
            parent=self,
            session=self.session,
            shell_stream=WireStream("shell"),
            shell_channel_thread=MainThread(),
            _execute_sleep=0.0,  # nothing here could overtake what is to arrive first
            iopub_thread=self.iopub_thread,
            iopub_socket=self.iopub_thread,
            log=self.log,
            profile_dir=self.profile_dir,
            user_ns=self.user_ns,
        )

    def serve(self, wire: Wire | Between, *, ready: Callable[[], object] | None = None) -> None:
        """Run what comes over the wire until its other end closes; `ready` is called once it can be spoken to."""
        streams = (self.kernel.shell_stream, self.iopub_thread)
        for stream in streams:
            stream.wire = wire
        with _signals(), self._io(), asyncio.Runner() as runner:
            runner.run(self._listen(wire, ready))
        for stream in streams:
            stream.wire = None

    def move(self, folder: Path) -> None:
        """Keep what IPython keeps of a profile in that folder, from now on."""
        self.profile_dir = self.kernel.profile_dir = self.kernel.shell.profile_dir = BareProfile(location=str(folder))

    def begin(self) -> None:
        """Run what the user's profile wants to be run first; once."""
        if not self.has_begun:
            self.has_begun = True
            for start in (IPKernelApp.init_extensions, IPKernelApp.init_code):
                start(self)  # type: ignore[no-untyped-call]

    def keep_history(self) -> None:
        """Remember what is run in a database in memory, as for the standard client; only after a fork."""
        if find_spec("sqlite3") is None:
            return
        history = self.kernel.shell.history_manager
        history.enabled, history.hist_file = True, ":memory:"  # in memory, it needs no thread to be written
        history.init_db()
        history.new_session()

    async def _listen(self, wire: Wire | Between, ready: Callable[[], object] | None) -> None:
        self.kernel.start()
        self.begin()
        closed = asyncio.Event()
        running: set[asyncio.Future[object]] = set()

        def hear(messages: list[Any]) -> None:
            for message in messages:
                task = asyncio.ensure_future(self.kernel.shell_stream.heard([unpacked(self.session, message), b""]))
                running.add(task)
                task.add_done_callback(running.discard)
            if not wire.open:
                closed.set()

        wire.listen(asyncio.get_running_loop(), hear)
        if ready is not None:
            ready()
        await closed.wait()

    @contextmanager
    def _io(self) -> Iterator[None]:
        """The standard streams as the notebook's, for as long as it runs."""
        before = (sys.stdout, sys.stderr, sys.displayhook)
        for stream in before[:2]:
            with suppress(AttributeError, ValueError, OSError):
                stream.flush()
        sys.stdout = Stream(self.session, self.iopub_thread, "stdout")
        sys.stderr = Stream(self.session, self.iopub_thread, "stderr")
        sys.displayhook = DisplayHook(self.session, self.iopub_thread)  # type: ignore[no-untyped-call]
        self.kernel._stdout, self.kernel._stderr = sys.stdout, sys.stderr  # noqa: SLF001  (where theirs sets them)
        try:
            yield
        finally:
            caught = (sys.stdout, sys.stderr)
            sys.stdout, sys.stderr, sys.displayhook = before
            for stream in caught:
                if isinstance(stream, Stream):
                    stream.close()
            self.iopub_thread.io_loop.stop()


@contextmanager
def _signals() -> Iterator[None]:
    """Between cells an interrupt is not for anybody; while one runs, the kernel sets its own handler."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def new_app() -> WireApp:
    """A kernel that has run nothing, in place of any that was here before."""
    for kind in (WireApp, WireKernel, ZMQInteractiveShell):
        if kind.initialized():
            kind.clear_instance()
    remember()
    opened, ipkernel._comm_manager = ipkernel._comm_manager, None  # noqa: SLF001  (theirs keeps one for a process)
    app: WireApp = WireApp.instance()
    initialize: Callable[[list[str]], None] = app.initialize
    initialize(["--HistoryManager.enabled=False", "--log-level=50"])
    if opened is not None:
        app.kernel.comm_manager.targets.update(opened.targets)  # what modules registered when they were imported
    app.log.setLevel(logging.CRITICAL)  # theirs makes a record of every message before it is dropped
    app.kernel.shell.input_transformer_manager = Translator()
    app.kernel.shell.display_formatter.format(None)  # makes what the first cell would make
    app.kernel.shell.run_cell("", silent=True, store_history=False)
    _be_without_debugger()
    return app


def _be_without_debugger() -> None:
    """Pass over breakpoints in silence, as a kernel does while nobody is connected to its debugger."""
    if PathFinder.find_spec("debugpy") is not None:
        sys.breakpointhook = lambda *_, **__: None
        os.environ.setdefault("PYDEVD_USE_FRAME_EVAL", "NO")
