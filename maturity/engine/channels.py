"""The channels through which a client hears a kernel."""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from queue import Empty
from typing import Any, Protocol

from maturity.engine.wire import Wire

NAMES = ("shell", "iopub", "stdin", "control")


class Mouth(Protocol):
    """A client's end of what it speaks over with a kernel."""

    @property
    def channels(self) -> Mapping[str, "Channel"]:
        """By name."""

    @property
    def open(self) -> bool:
        """Whether the kernel may say more."""

    def say(self, message: dict[str, Any]) -> None:
        """Send a message to the kernel."""

    async def hear(self, seconds: float | None) -> None:
        """Wait until something comes, or so many seconds, or less."""

    def stop(self) -> None:
        """Let nobody wait any more."""


class Channel:
    """One kind of message of a kernel."""

    def __init__(self, mouth: Mouth) -> None:
        """Be one of the channels of the mouth."""
        self._mouth = mouth
        self.waiting: deque[dict[str, Any]] = deque()

    def send(self, message: dict[str, Any]) -> None:
        """Send a message to the kernel."""
        self._mouth.say(message)

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:  # noqa: ASYNC109  (theirs)
        """The next message; `Empty` if none has come within so many seconds."""
        if timeout is None:
            while not self.waiting:
                await self._mouth.hear(None)
            return self.waiting.popleft()
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout
        while not self.waiting:
            left = deadline - loop.time()
            if left <= 0:
                raise Empty
            await self._mouth.hear(left)
        return self.waiting.popleft()

    async def msg_ready(self) -> bool:
        """Whether a message waits."""
        return bool(self.waiting)

    def start(self) -> None:
        """Nothing is to be started."""

    def stop(self) -> None:
        """Nothing is to be stopped."""

    def is_alive(self) -> bool:
        """Whether more may come."""
        return self._mouth.open


def channels_of(mouth: Mouth) -> dict[str, Channel]:
    """A mouth's channels, by name."""
    return {name: Channel(mouth) for name in NAMES}


class Ears:
    """Who waits for what comes from an end of a wire: all wake when something does."""

    def __init__(self, end: Wire, take: Callable[[], None]) -> None:
        """Have `take` called when something comes, once somebody waits."""
        self._number = end.fileno()  # it is closed by others, but must be forgotten all the same
        self._take = take
        self._waiting: set[asyncio.Future[None]] = set()
        self.loop: asyncio.AbstractEventLoop | None = None

    async def wait(self, seconds: float | None) -> None:
        """Wait until something comes, or so many seconds.

        Raises:
            asyncio.CancelledError: nothing will come any more.
        """
        loop = asyncio.get_running_loop()
        if self.loop is not loop:
            self.leave()
            self.loop = loop
            loop.add_reader(self._number, self._take)
        news: asyncio.Future[None] = loop.create_future()
        self._waiting.add(news)
        alarm = None if seconds is None else loop.call_later(seconds, _tell, news)
        try:
            await news
        finally:
            self._waiting.discard(news)
            if alarm is not None:
                alarm.cancel()

    def wake(self) -> None:
        """Something has come."""
        for news in self._waiting:
            _tell(news)

    def stop(self) -> None:
        """Nobody waits any more, as with the standard client."""
        self.leave()
        for news in self._waiting:
            news.cancel()

    def leave(self) -> None:
        """Listen no more; who waits, waits on."""
        if self.loop is not None and not self.loop.is_closed():
            self.loop.remove_reader(self._number)
        self.loop = None


def _tell(news: asyncio.Future[None]) -> None:
    if not news.done():
        news.set_result(None)
