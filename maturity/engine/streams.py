"""What a kernel writes to: its channels on a wire, and a notebook's standard streams; no thread before the first."""

# mypy: disable-error-code="no-untyped-call"
# half of what ipykernel's streams do is not typed

import codecs
import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from select import select
from typing import Any

from ipykernel.iostream import IOPubThread, OutStream
from jupyter_client.session import Session

from maturity.engine.between import Between
from maturity.engine.wire import Wire

OURS = "maturity: papermill"  #: name of a thread of our own, beside those of a notebook
PIECE = 65536  #: bytes of a subprocess's output read at a time


class WireStream:
    """One channel of a wire, as a kernel writes and reads it."""

    def __init__(self, channel: str) -> None:
        """Name the channel; the wire comes when the kernel serves."""
        self.channel = channel
        self.wire: Wire | Between | None = None
        self.heard: Callable[[Any], Any] | None = None

    def put(self, message: dict[str, Any]) -> None:
        """Send a message; before there is a wire nobody listens."""
        if self.wire is not None:
            self.wire.send((self.channel, message))

    def on_recv(self, callback: Callable[[Any], Any], copy: bool = True) -> None:  # noqa: ARG002, FBT001, FBT002  (theirs)
        """Who hears what comes."""
        self.heard = callback

    def flush(self, *_: object, **__: object) -> None:
        """Nothing waits here."""


class Publisher(WireStream, IOPubThread):
    """What a kernel publishes on: the standard one without its thread, its sockets and its context."""

    def __init__(self) -> None:
        """Start nothing."""
        WireStream.__init__(self, "iopub")
        self.socket = self
        self.thread = threading.Thread(name="IOPub")  # never started: what is published goes out at once
        self.io_loop = Later()  # type: ignore[assignment]  # of an event loop, all that is asked

    def schedule(self, f: Callable[[], object]) -> None:
        """Do it at once."""
        f()


class Later:
    """What streams ask of an event loop: to be called a little later. It has a thread only while something is asked."""

    def __init__(self) -> None:
        """Start nothing."""
        self._asked: dict[Callable[[], object], float] = {}
        self._news = threading.Condition()
        self._thread: threading.Thread | None = None

    def call_later(self, delay: float, callback: Callable[[], object]) -> None:
        """Call it after so many seconds; asked twice, once."""
        with self._news:
            self._asked.setdefault(callback, time.monotonic() + delay)
            if self._thread is None:
                self._thread = threading.Thread(target=self._keep, name="Later", daemon=True)
                self._thread.start()

    def stop(self) -> None:
        """Forget what was asked; no thread is left."""
        with self._news:
            self._asked.clear()
            self._news.notify()
            thread = self._thread
        if thread is not None:
            thread.join()

    def _keep(self) -> None:
        while True:
            with self._news:
                now = time.monotonic()
                ready = [callback for callback, due in self._asked.items() if due <= now]
                for callback in ready:
                    del self._asked[callback]
                if not ready:
                    if not self._asked:
                        self._thread = None
                        return
                    self._news.wait(min(self._asked.values()) - now)
            for callback in ready:
                callback()


class Stream(OutStream):
    """The standard output stream; what subprocesses wrote before a flush is part of it, and threads take turns."""

    _fid: Any

    def __init__(self, session: Session, publisher: Publisher, name: str) -> None:
        """Catch what is written to the stream and to its file descriptor."""
        self._one_at_a_time = threading.RLock()
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        super().__init__(session, publisher, name)
        os.register_at_fork(after_in_child=self._forget_other_threads)

    def write(self, string: str) -> int | None:  # type: ignore[override]  # theirs
        """Write; words of our own thread are not a notebook's and go nowhere."""
        if threading.current_thread().name == OURS:
            return len(string)
        return super().write(string)

    def flush(self) -> None:
        """Send what was written, by subprocesses too."""
        if self._fid is not None and self._is_master_process():
            self._drain()
        super().flush()

    def close(self) -> None:
        """Give the file descriptor back."""
        descriptors = (self._fid,) if self._fid is not None else ()
        super().close()
        for descriptor in descriptors:
            os.close(descriptor)
        if self._fid is not None:
            self._fid = None

    def _flush(self) -> None:
        with self._one_at_a_time:
            super()._flush()

    def _watch_pipe_fd(self) -> None:
        with suppress(OSError, ValueError):
            while self._should_watch:
                select([self._fid], [], [])
                self._drain()

    def _drain(self) -> None:
        with self._one_at_a_time:
            while self._should_watch and select([self._fid], [], [], 0)[0]:
                piece = os.read(self._fid, PIECE)
                if not piece:
                    return
                super().write(self._decoder.decode(piece))
                os.write(self._original_stdstream_copy, piece)

    def _forget_other_threads(self) -> None:
        self._one_at_a_time = threading.RLock()
        self._buffer_lock = threading.RLock()
