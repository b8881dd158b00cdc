"""Messages as whole things over one socket, which every process of a kernel may write to at once."""

import asyncio
import os
import pickle
import socket
import struct
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from select import select
from typing import Any

if os.name == "posix":
    import fcntl

_LENGTH = struct.Struct("!Q")
_ONCE = 1 << 20  #: bytes read at a time


class Wire:
    """One end of a socket that carries whole things, in order; an end that is closed carries nothing more."""

    def __init__(self, end: socket.socket) -> None:
        """Take the socket; from here on only this object reads it."""
        self._socket = end
        self._read = bytearray()
        self._turn = threading.RLock()
        self._between_processes = _lock_file() if os.name == "posix" else None
        self.open = True
        if os.name == "posix":
            os.register_at_fork(after_in_child=self._forget_other_threads)

    def fileno(self) -> int:
        """The number under which the system knows the socket."""
        return self._socket.fileno()

    def send(self, thing: object, *, meanwhile: Callable[[], None] | None = None) -> None:
        """Send the thing; with `meanwhile`, what comes in is read while there is no room to send.

        A thing sent to an end that has gone is lost without a word: nobody is left to miss it.
        """
        packed = pickle.dumps(thing, protocol=5)
        with self._my_turn():
            try:
                if meanwhile is None:
                    self._socket.sendall(_LENGTH.pack(len(packed)) + packed)
                else:
                    self._send_between(memoryview(_LENGTH.pack(len(packed)) + packed), meanwhile)
            except OSError:
                self.open = False

    def receive(self) -> list[Any]:
        """The things that have come whole; waits until something comes. `open` is False after the other end closed."""
        self._fill()
        return self.come()

    def receive_first(self) -> Any:  # noqa: ANN401  (whatever was sent)
        """The next thing alone, for which it waits; what came with it stays.

        Raises:
            EOFError: the other end closed before.
        """
        while self.open:
            for thing in self._whole():
                return thing
            self._fill()
        raise EOFError

    def come(self) -> list[Any]:
        """The things that have come whole already."""
        return list(self._whole())

    def listen(self, loop: asyncio.AbstractEventLoop, hear: Callable[[list[Any]], None]) -> None:
        """Have what comes heard in the loop, until the other end has closed."""

        def come() -> None:
            hear(self.receive())
            if not self.open:
                loop.remove_reader(self)

        loop.add_reader(self, come)
        if came := self.come():
            hear(came)

    def close(self) -> None:
        """Close this end; the other end learns of it."""
        self.open = False
        with suppress(OSError):  # the other end may have been quicker
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        if self._between_processes is not None:
            self._between_processes.close()

    def _fill(self) -> None:
        try:
            piece = self._socket.recv(_ONCE)
        except OSError:
            piece = b""
        self.open = self.open and bool(piece)
        self._read += piece

    def _whole(self) -> Iterator[Any]:
        while len(self._read) >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(self._read)
            end = _LENGTH.size + length
            if len(self._read) < end:
                return
            packed = bytes(self._read[_LENGTH.size : end])
            del self._read[:end]
            yield pickle.loads(packed)  # noqa: S301  (both ends are ours)

    def _send_between(self, left: memoryview, meanwhile: Callable[[], None]) -> None:
        self._socket.settimeout(0)
        try:
            while left:
                coming, room, _ = select([self._socket], [self._socket], [])
                if room:
                    left = left[self._socket.send(left) :]
                elif coming:
                    meanwhile()
        finally:
            self._socket.settimeout(None)

    @contextmanager
    def _my_turn(self) -> Iterator[None]:
        """One writer at a time: of the threads here, and of the processes that a notebook forks."""
        with self._turn:
            if self._between_processes is None or self._between_processes.closed:
                yield
                return
            fcntl.lockf(self._between_processes, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self._between_processes, fcntl.LOCK_UN)

    def _forget_other_threads(self) -> None:
        self._turn = threading.RLock()


def _lock_file() -> Any:  # noqa: ANN401  (one of two kinds of file)
    """A file that nobody reads, for locks on it."""
    return os.fdopen(os.memfd_create("turn"), "wb") if hasattr(os, "memfd_create") else tempfile.TemporaryFile()
