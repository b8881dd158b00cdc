"""What a kernel and its client say to each other when they are two threads of one process."""

import asyncio
import os
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from jupyter_client.session import Session

from maturity.engine.channels import Ears, channels_of
from maturity.engine.messages import packed, unpacked
from maturity.engine.wire import Wire

LOOK = 0.05  #: seconds after which a client looks for what is not worth waking it for
ENDS = ("idle", "starting")  #: states of a kernel after which a client has something to do


class Between:
    """Both ends at once, the client's mouth and the kernel's ear; processes that a notebook forks use a wire."""

    def __init__(self, session: Session) -> None:
        """Be open; the session packs what is said."""
        self.open = True
        self.channels = channels_of(self)
        self._session = session
        self._process = os.getpid()
        self._here, self._there = (Wire(end) for end in socket.socketpair())
        self._kernel: tuple[asyncio.AbstractEventLoop, Callable[[list[Any]], None]] | None = None
        self._ears = Ears(self._here, self._take)

    def listen(self, loop: asyncio.AbstractEventLoop, hear: Callable[[list[Any]], None]) -> None:
        """The kernel hears, in its own thread, what the client says; at the end it hears nothing."""
        self._kernel = (loop, hear)

    def say(self, message: dict[str, Any]) -> None:
        """Send a message to the kernel."""
        self._to_kernel([packed(self._session, message, message.get("buffers") or [])])

    def send(self, thing: tuple[str, dict[str, Any]]) -> None:
        """Send a message of the kernel's to a channel of the client's."""
        if os.getpid() != self._process:
            self._there.send(thing)
            return
        self._come(*thing)
        client = self._ears.loop
        if client is not None and _matters(*thing):
            with suppress(RuntimeError):  # its loop is closed: it has gone
                client.call_soon_threadsafe(self._ears.wake)

    async def hear(self, seconds: float | None) -> None:
        """Wait until a request is answered, or so many seconds, or a moment."""
        await self._ears.wait(LOOK if seconds is None else min(seconds, LOOK))

    def stop(self) -> None:
        """Let nobody wait any more."""
        self._ears.stop()

    def close(self) -> None:
        """Say no more: the kernel learns of it."""
        if self.open:
            self.open = False
            self._ears.stop()
            self._here.close()
            self._to_kernel([])

    def _to_kernel(self, messages: list[Any]) -> None:
        if self._kernel is not None:
            loop, hear = self._kernel
            with suppress(RuntimeError):  # it has ended
                loop.call_soon_threadsafe(hear, messages)

    def _come(self, channel: str, message: dict[str, Any]) -> None:
        self.channels[channel].waiting.append(unpacked(self._session, message))

    def _take(self) -> None:
        for thing in self._here.receive():
            self._come(*thing)
        self._ears.wake()


def _matters(channel: str, message: dict[str, Any]) -> bool:
    """Whether a client is waiting for such a message: the last of a request, or a question."""
    is_last = message["header"]["msg_type"] == "status" and message["content"].get("execution_state") in ENDS
    return channel == "stdin" or (channel == "iopub" and is_last)
