"""The live briefing as a consultant has it: a real server, a real Chromium, and no way out of the machine."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

#: the form, once Python has said how things stand
READY = ".maturity-live :is(.start, .body .question:not(:empty)):visible"
Kind = Literal["voila", "lab"]
FLAGS: dict[Kind, str] = {"voila": "--page", "lab": "--lab"}
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
START = 60.0  #: seconds that a server gets on a busy machine
END = 20.0  #: seconds that it gets to end


@dataclass(kw_only=True)
class LiveServer:
    """A running `maturity live`, in a process group of its own."""

    kind: Kind
    address: str  #: with its token
    process: subprocess.Popen[str]
    folder: Path  #: everything that it writes lies in here

    @property
    def origin(self) -> str:
        """The address without its page and token."""
        return "/".join(self.address.split("/")[:3])

    @property
    def token(self) -> str:
        """The token alone."""
        return self.address.partition("token=")[2]

    def kernels(self) -> list[int]:
        """The process numbers of the kernels that this server started."""
        return [pid for pid, parent in running().items() if parent == self.process.pid and _is_kernel(pid)]

    def kill_kernel(self) -> int:
        """Kill its one kernel as a power cut would; the number that it had."""
        (pid,) = self.kernels()
        os.kill(pid, signal.SIGKILL)
        return pid

    def kill_everything(self) -> None:
        """Kill the server and its kernels, as a power cut would."""
        for pid in [*self.kernels(), self.process.pid]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait(END)

    def end(self) -> int:
        """End it as Ctrl-C does; its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(END)


@dataclass(kw_only=True)
class LivePage:
    """A page of a running server, and what it did that a quiet page does not do."""

    page: Page
    server: LiveServer
    outside: list[str] = field(default_factory=list)  #: requests to anywhere but the server; all were stopped
    complaints: list[str] = field(default_factory=list)  #: errors of its console and scripts


@contextmanager
def live_server(
    folder: Path, *, kind: Kind = "voila", store: Path | str | None = None, customer: str = "", port: int | None = None
) -> Iterator[LiveServer]:
    """`maturity live` on a store (a new one in the folder if none is given), ended with everything it started."""
    command = [sys.executable, "-c", "from maturity.cli import main; main()", "live", FLAGS[kind], "--no-browser"]
    command += ["--store", str(store or folder / "history.db"), "--out", str(folder / "workbooks")]
    command += ["--port", str(port or free_port()), *(["--customer", customer] if customer else [])]
    errors = (folder / f"{kind}-errors.txt").open("a", encoding="utf-8")
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=errors, text=True, start_new_session=True
    )
    server = LiveServer(kind=kind, address="", process=process, folder=folder)
    try:
        assert process.stdout is not None
        server.address = process.stdout.readline().strip()
        assert server.address, (folder / f"{kind}-errors.txt").read_text(encoding="utf-8")
        yield server
    finally:
        left = server.kernels()
        with suppress(subprocess.TimeoutExpired):
            server.end()
        for pid in [*left, process.pid]:
            if pid in running():
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        if process.stdout is not None:
            process.stdout.close()
        errors.close()
        process.wait(END)


@contextmanager
def live_page(  # noqa: PLR0913  (what a test may want to say of a window)
    browser: Browser,
    folder: Path,
    *,
    kind: Kind = "voila",
    store: Path | str | None = None,
    customer: str = "",
    width: int = 1366,
    height: int = 768,
    theme: Literal["light", "dark"] = "light",
) -> Iterator[LivePage]:
    """A window on a server of its own, its form ready to be typed into."""
    with (
        live_server(folder, kind=kind, store=store, customer=customer) as server,
        live_window(browser, server, width=width, height=height, theme=theme) as live,
    ):
        yield live


@contextmanager
def live_window(
    browser: Browser,
    server: LiveServer,
    *,
    width: int = 1366,
    height: int = 768,
    theme: Literal["light", "dark"] = "light",
) -> Iterator[LivePage]:
    """One more window on a running server, its form ready; every other host is out of reach."""
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme)
    live = LivePage(page=context.new_page(), server=server)

    def gate(route: Route) -> None:
        if route.request.url.startswith((server.origin, "data:", "blob:")):
            route.continue_()
        else:
            live.outside.append(route.request.url)
            route.abort()

    context.route("**/*", gate)
    live.page.on("console", lambda said: live.complaints.append(said.text) if said.type == "error" else None)
    live.page.on("pageerror", lambda error: live.complaints.append(str(error)))
    try:
        live.page.goto(server.address, wait_until="commit")
        wait_for_form(live.page)
        yield live
    finally:
        context.close()


def wait_for_form(page: Page) -> None:
    """Come back when the form is there and can be typed into."""
    page.wait_for_selector(READY, timeout=START * 1000)


def wait_for_kernel(server: LiveServer, *, other_than: int) -> int:
    """The number of the kernel that came after that one."""
    deadline = time.monotonic() + START
    while time.monotonic() < deadline:
        new = [pid for pid in server.kernels() if pid != other_than]
        if new:
            return new[0]
        time.sleep(0.1)
    message = f"no kernel came after {other_than}"
    raise TimeoutError(message)


def opened_browser() -> Iterator[Browser]:
    """Chromium; without it the test is skipped, or fails where CI=true."""
    if not Path(CHROMIUM).exists():
        reason = "no Chromium on this machine: install the package `chromium` to run the browser tests"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield launched
        launched.close()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        number: int = listening.getsockname()[1]
        return number


def running() -> dict[int, int]:
    """The parent of every running process of this machine, by process number; zombies left out."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid=,stat="], capture_output=True, text=True, check=True).stdout
    rows = (line.split() for line in listed.splitlines())
    return {int(pid): int(parent) for pid, parent, state in rows if not state.startswith("Z")}


def _is_kernel(pid: int) -> bool:
    listed = subprocess.run(["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return "ipykernel_launcher" in listed
