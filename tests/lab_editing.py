"""A JupyterLab on this machine, driven by its own commands: for tests of what its edits leave in a file."""

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, Page

STARTS_WITHIN = 90  #: seconds; a cold machine takes half a minute
NO_UPDATES = "jupyterlab.handlers.announcements.NeverCheckForUpdate"
READY = """() => { const shown = window.jupyterapp?.shell.currentWidget;
  return !!shown?.context?.isReady && shown.content?.widgets?.length > 0; }"""
ACT = """async ([command, at, upto, args]) => {
  const app = window.jupyterapp, book = app.shell.currentWidget.content;
  if (at !== null) {
    book.deselectAll(); book.activeCellIndex = at; book.mode = 'command';
    await book.activeCell.ready;
    if (upto !== null) book.extendContiguousSelectionTo(upto);
  }
  await app.commands.execute(command, args); }"""
WRITE = """([at, text]) => {
  const book = window.jupyterapp.shell.currentWidget.content;
  book.activeCellIndex = at; book.activeCell.model.sharedModel.setSource(text); }"""
PLACE = """async ([at, line, column]) => {
  const book = window.jupyterapp.shell.currentWidget.content;
  book.activeCellIndex = at; await book.activeCell.ready;
  if (book.activeCell.model.type === 'markdown') book.activeCell.rendered = false;
  book.mode = 'edit';
  await new Promise(done => setTimeout(done, 300));  // Lab puts the cursor of a cell that opens where it likes
  book.activeCell.editor.setCursorPosition({line, column}); }"""
KERNEL = """() => { const { isReady, session } = window.jupyterapp.shell.currentWidget.sessionContext;
  const kernel = session?.kernel;
  return isReady && kernel?.connectionStatus === 'connected' && kernel.status === 'idle'; }"""


@dataclass(frozen=True, kw_only=True)
class OpenNotebook:
    """A notebook open in JupyterLab; cells are counted from 0."""

    page: Page

    def act(self, command: str, at: int | None = None, upto: int | None = None, **args: object) -> None:
        """Run one of Lab's commands on the cell there, or on the cells from there up to another."""
        self.page.evaluate(ACT, [command, at, upto, args])

    def write(self, at: int, text: str) -> None:
        """Give the cell another text."""
        self.page.evaluate(WRITE, [at, text])

    def split(self, at: int, *, line: int, column: int = 0) -> None:
        """Split the cell in two at that line and column, both from 0."""
        self.page.evaluate(PLACE, [at, line, column])
        self.act("notebook:split-cell-at-cursor")

    def add(self, below: int, text: str, *, kind: str = "markdown") -> None:
        """Add a cell of that kind below the cell."""
        self.act("notebook:insert-cell-below", below)
        if kind != "code":
            self.act(f"notebook:change-cell-to-{kind}", below + 1)
        self.write(below + 1, text)

    def run(self, at: int) -> None:
        """Run the cell there, once a kernel is ready."""
        self.page.wait_for_function(KERNEL, timeout=STARTS_WITHIN * 1000)
        self.act("notebook:run-cell", at)

    def save(self) -> None:
        """Save the file, as Ctrl+S does."""
        self.act("docmanager:save")


Edit = Callable[[OpenNotebook], None]


@contextmanager
def lab(folder: Path) -> Iterator[str]:
    """JupyterLab over this folder, on 127.0.0.1, for as long as this lasts: its address, with its token.

    Raises:
        TimeoutError: it did not answer in time.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    token, own = secrets.token_hex(16), folder / ".lab"
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--expose-app-in-browser"),
        *("--ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0", f"--ServerApp.root_dir={folder}"),
        *(
            f"--IdentityProvider.token={token}",
            "--LabApp.news_url=None",
            f"--LabApp.check_for_updates_class={NO_UPDATES}",
        ),
    ]
    rooms = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTERLAB_SETTINGS_DIR")
    env = {**os.environ, **{name: str(own / name.lower()) for name in (*rooms, "JUPYTERLAB_WORKSPACES_DIR")}}
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, env=env, stdout=quiet, stderr=quiet) as server:
        try:
            _wait_for(f"http://127.0.0.1:{port}/api?token={token}")
            yield f"http://127.0.0.1:{port}/lab/tree/{{}}?token={token}&reset"
        finally:
            server.terminate()


def edit_in_lab(browser: Browser, address: str, name: str, edit: Edit) -> None:
    """Open the file of that name in Lab, edit it, save it."""
    context = browser.new_context(viewport={"width": 1200, "height": 1000})
    try:
        page = context.new_page()
        page.goto(address.format(name))
        page.wait_for_function(READY, timeout=STARTS_WITHIN * 1000)
        book = OpenNotebook(page=page)
        edit(book)
        book.save()
    finally:
        context.close()


def _wait_for(address: str) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while True:
        try:
            with urlopen(address, timeout=5):  # noqa: S310  (our own address)
                return
        except OSError:
            if time.monotonic() > until:
                message = f"JupyterLab did not answer within {STARTS_WITHIN} s"
                raise TimeoutError(message) from None
            time.sleep(0.5)
