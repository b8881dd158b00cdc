"""The IPython kernel as it is, over a wire in place of network sockets; no thread before it serves."""

import asyncio
import logging
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from ipykernel import ipkernel
from ipykernel.displayhook import ZMQDisplayHook
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.profiledir import ProfileDir
from traitlets import Any as AnyTrait

from maturity.engine.messages import WireSession, unpacked
from maturity.engine.streams import Publisher, Stream, WireStream
from maturity.engine.wire import Wire


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

    def init_connection_file(self) -> None:
        """None is needed."""

    def write_connection_file(self, **_: Any) -> None:  # noqa: ANN401  (theirs)
        """None is needed."""

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

    def serve(
        self, wire: Wire, *, ours: threading.Thread | None = None, ready: Callable[[], object] | None = None
    ) -> None:
        """Run what comes over the wire until its other end closes; `ready` is called once it can be spoken to."""
        streams = (self.kernel.shell_stream, self.iopub_thread)
        for stream in streams:
            stream.wire = wire
        with _signals(), self._io(ours), asyncio.Runner() as runner:
            runner.run(self._listen(wire, ready))
        for stream in streams:
            stream.wire = None

    def move(self, folder: Path) -> None:
        """Keep what IPython keeps of a profile in that folder, from now on."""
        self.profile_dir = self.kernel.profile_dir = self.kernel.shell.profile_dir = ProfileDir(location=str(folder))

    async def _listen(self, wire: Wire, ready: Callable[[], object] | None) -> None:
        self.kernel.start()
        for start in (IPKernelApp.init_extensions, IPKernelApp.init_code):
            start(self)  # type: ignore[no-untyped-call]
        loop, closed = asyncio.get_running_loop(), asyncio.Event()
        running: set[asyncio.Future[object]] = set()

        def hear(messages: list[Any]) -> None:
            for message in messages:
                task = asyncio.ensure_future(self.kernel.shell_stream.heard([unpacked(self.session, message), b""]))
                running.add(task)
                task.add_done_callback(running.discard)
            if not wire.open:
                loop.remove_reader(wire)
                closed.set()

        loop.add_reader(wire, lambda: hear(wire.receive()))
        hear(wire.come())
        if ready is not None:
            ready()
        await closed.wait()

    @contextmanager
    def _io(self, ours: threading.Thread | None) -> Iterator[None]:
        """The standard streams as the notebook's, for as long as it runs."""
        before = (sys.stdout, sys.stderr, sys.displayhook)
        for stream in before[:2]:
            with suppress(AttributeError, ValueError, OSError):
                stream.flush()
        sys.stdout = Stream(self.session, self.iopub_thread, "stdout", ours=ours)
        sys.stderr = Stream(self.session, self.iopub_thread, "stderr", ours=ours)
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
    opened, ipkernel._comm_manager = ipkernel._comm_manager, None  # noqa: SLF001  (theirs keeps one for a process)
    app: WireApp = WireApp.instance()
    initialize: Callable[[list[str]], None] = app.initialize
    initialize(["--HistoryManager.enabled=False", "--log-level=50"])
    if opened is not None:
        app.kernel.comm_manager.targets.update(opened.targets)  # what modules registered when they were imported
    app.log.setLevel(logging.CRITICAL)  # theirs makes a record of every message before it is dropped
    app.kernel.shell.display_formatter.format(None)  # makes what the first cell would make
    app.kernel.shell.run_cell("", silent=True, store_history=False)
    return app
