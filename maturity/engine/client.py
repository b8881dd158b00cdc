"""What nbclient sees of a kernel at the other end of a wire: a client with its channels, and a manager."""

import asyncio
from collections import deque
from queue import Empty
from typing import Any

from jupyter_client.client import KernelClient
from jupyter_client.manager import KernelManager

from maturity.engine.messages import packed, unpacked
from maturity.engine.wire import Wire


class Channel:
    """One kind of message of a wire."""

    def __init__(self, mouth: "Mouth") -> None:
        """Be one of the channels of the wire."""
        self._mouth = mouth
        self.waiting: deque[dict[str, Any]] = deque()

    def send(self, message: dict[str, Any]) -> None:
        """Send a message to the kernel."""
        self._mouth.say(message)

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:  # noqa: ASYNC109  (theirs)
        """The next message; `Empty` if none has come within so many seconds."""
        loop = asyncio.get_running_loop()
        deadline = None if timeout is None else loop.time() + timeout
        while not self.waiting:
            left = None if deadline is None else deadline - loop.time()
            if left is not None and left <= 0:
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
        return self._mouth.wire.open


class Mouth:
    """A client's end of a wire: all who wait for a message wake when one comes."""

    def __init__(self, wire: Wire, session: Any) -> None:  # noqa: ANN401
        """Speak over the wire."""
        self.wire = wire
        self._session = session
        self.channels = {name: Channel(self) for name in ("shell", "iopub", "stdin", "control")}
        self._waiting: set[asyncio.Future[None]] = set()
        self._never = 0.05  #: seconds between looks at a kernel that has gone

    def say(self, message: dict[str, Any]) -> None:
        """Send a message to the kernel; what it says meanwhile is kept."""
        self.wire.send(packed(self._session, message, message.get("buffers") or []), meanwhile=self._take)

    async def hear(self, seconds: float | None) -> None:
        """Wait until something comes, or so many seconds."""
        if not self.wire.open:
            await asyncio.sleep(self._never if seconds is None else min(seconds, self._never))
            return
        loop = asyncio.get_running_loop()
        news: asyncio.Future[None] = loop.create_future()
        if not self._waiting:
            loop.add_reader(self.wire, self._take)
        self._waiting.add(news)
        try:
            await asyncio.wait((news,), timeout=seconds)
        finally:
            self._waiting.discard(news)
            if not self._waiting and self.wire.open:
                loop.remove_reader(self.wire)

    def _take(self) -> None:
        for channel, message in self.wire.receive():
            self.channels[channel].waiting.append(unpacked(self._session, message))
        if not self.wire.open and self._waiting:
            asyncio.get_running_loop().remove_reader(self.wire)
        for news in self._waiting:
            if not news.done():
                news.set_result(None)


class WireClient(KernelClient):
    """A client of a kernel at the other end of a wire."""

    mouth: Mouth

    @property
    def shell_channel(self) -> Channel:
        """Requests and their replies."""
        return self.mouth.channels["shell"]

    @property
    def iopub_channel(self) -> Channel:
        """What the kernel puts out."""
        return self.mouth.channels["iopub"]

    @property
    def stdin_channel(self) -> Channel:
        """What the kernel asks its user."""
        return self.mouth.channels["stdin"]

    @property
    def control_channel(self) -> Channel:
        """Not used: a kernel here is interrupted by a signal and ended by its manager."""
        return self.mouth.channels["control"]

    @property
    def hb_channel(self) -> Channel:
        """Not used: the system tells when a process ends."""
        return self.mouth.channels["control"]

    async def is_alive(self) -> bool:
        """Whether the kernel runs."""
        return bool(await self.parent.is_alive()) if self.parent is not None else self.mouth.wire.open

    async def wait_for_ready(self, timeout: float | None = None) -> None:  # noqa: ASYNC109  (theirs)
        """Wait for the kernel's first answer.

        Raises:
            RuntimeError: it ended, or did not answer within so many seconds.
        """
        loop = asyncio.get_running_loop()
        deadline = None if timeout is None else loop.time() + timeout
        asked = self.kernel_info()
        while True:
            try:
                answer = await self.shell_channel.get_msg(timeout=1)
            except Empty:
                if not await self.is_alive():
                    message = "Kernel died before replying to kernel_info"
                    raise RuntimeError(message) from None
                if deadline is not None and loop.time() > deadline:
                    message = f"Kernel didn't respond in {timeout:.0f} seconds"
                    raise RuntimeError(message) from None
            else:
                if answer["parent_header"].get("msg_id") == asked:
                    self._handle_kernel_info_reply(answer)
                    break
        while not _is_idle(await self.iopub_channel.get_msg(timeout=timeout), asked):
            pass


class WireManager(KernelManager):
    """The part of a kernel's manager that is the same wherever the kernel runs."""

    wire: Wire | None = None

    @property
    def has_kernel(self) -> bool:
        """Whether a kernel was started and not yet ended."""
        return self.wire is not None

    def client(self, **_: Any) -> WireClient:  # type: ignore[override]  # noqa: ANN401  (theirs is typed as blocking)
        """A client that speaks over the wire."""
        if self.wire is None:
            message = "No kernel is running!"
            raise RuntimeError(message)
        client = WireClient(parent=self, session=self.session)
        client.mouth = Mouth(self.wire, client.session)
        return client

    async def is_alive(self) -> bool:  # type: ignore[override]  # theirs is typed as of both kinds
        """Whether the kernel runs."""
        return self.wire is not None and self.wire.open

    def cleanup_resources(self, restart: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002  (theirs)
        """Close the wire."""
        if self.wire is not None:
            self.wire.close()
            self.wire = None


def _is_idle(message: dict[str, Any], asked: str) -> bool:
    state = message["content"].get("execution_state")
    return bool(message["parent_header"].get("msg_id") == asked and state == "idle")
