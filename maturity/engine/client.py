"""What nbclient sees of a kernel at the other end of a wire: a client with its channels, and a manager."""

import asyncio
from queue import Empty
from typing import Any

from jupyter_client.client import KernelClient
from jupyter_client.manager import KernelManager

from maturity.engine.between import Between
from maturity.engine.channels import Channel, Ears, Mouth, channels_of
from maturity.engine.messages import packed, unpacked
from maturity.engine.wire import Wire

LOOK = 0.05  #: seconds between looks at a kernel that has gone


class WireMouth:
    """A client's end of a wire: all who wait for a message wake when one comes."""

    def __init__(self, wire: Wire, session: Any) -> None:  # noqa: ANN401
        """Speak over the wire."""
        self.wire = wire
        self._session = session
        self.channels = channels_of(self)
        self._ears = Ears(wire, self._take)

    @property
    def open(self) -> bool:
        """Whether the kernel may say more."""
        return self.wire.open

    def say(self, message: dict[str, Any]) -> None:
        """Send a message to the kernel; what it says meanwhile is kept."""
        self.wire.send(packed(self._session, message, message.get("buffers") or []), meanwhile=self._take)

    async def hear(self, seconds: float | None) -> None:
        """Wait until something comes, or so many seconds."""
        if self.wire.open:
            await self._ears.wait(seconds)
        else:
            await asyncio.sleep(LOOK if seconds is None else min(seconds, LOOK))

    def stop(self) -> None:
        """Let nobody wait any more."""
        self._ears.stop()

    def _take(self) -> None:
        for channel, message in self.wire.receive():
            self.channels[channel].waiting.append(unpacked(self._session, message))
        self._ears.wake()
        if not self.wire.open:
            self._ears.leave()


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
        return bool(await self.parent.is_alive()) if self.parent is not None else self.mouth.open

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

    wire: Wire | Between | None = None
    mouth: Mouth | None = None

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
        mouth: Mouth = self.wire if isinstance(self.wire, Between) else WireMouth(self.wire, client.session)
        client.mouth = self.mouth = mouth
        return client

    async def is_alive(self) -> bool:  # type: ignore[override]  # theirs is typed as of both kinds
        """Whether the kernel runs."""
        return self.wire is not None and self.wire.open

    def cleanup_resources(self, restart: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002  (theirs)
        """Close the wire."""
        if self.mouth is not None:
            self.mouth.stop()
            self.mouth = None
        if self.wire is not None:
            self.wire.close()
            self.wire = None


def _is_idle(message: dict[str, Any], asked: str) -> bool:
    state = message["content"].get("execution_state")
    return bool(message["parent_header"].get("msg_id") == asked and state == "idle")
