"""A real Chromium, offline, that writes down everything a page does."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Route, sync_playwright

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
Theme = Literal["light", "dark"]


@dataclass(frozen=True, kw_only=True)
class Sight:
    """An open page, and what it did that a quiet page does not do."""

    page: Page
    complaints: list[str] = field(default_factory=list)  #: of its console, its errors and its policy
    requests: list[str] = field(default_factory=list)  #: to anywhere but files; all were stopped
    fired: list[str] = field(default_factory=list)  #: dialogs: what a hostile text would open


Open = Callable[..., Sight]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
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


@pytest.fixture
def see(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Opens HTML as a file, at a width and in a theme, with every way out of the machine shut."""
    contexts: list[BrowserContext] = []

    def opened(html: str, *, width: int = 1440, theme: Theme = "light", scripts: bool = True) -> Sight:
        file = tmp_path / f"page-{len(contexts)}.html"
        file.write_text(html, encoding="utf-8")
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=theme, java_script_enabled=scripts
        )
        contexts.append(context)
        sight = Sight(page=context.new_page())
        _listen(sight)
        sight.page.goto(file.as_uri())
        return sight

    yield opened
    for context in contexts:
        context.close()


def _listen(sight: Sight) -> None:
    def gate(route: Route) -> None:
        if route.request.url.startswith(("file:", "data:", "blob:")):
            route.continue_()
        else:
            sight.requests.append(route.request.url)
            route.abort()

    sight.page.route("**/*", gate)
    sight.page.on("console", lambda message: sight.complaints.append(f"{message.type}: {message.text}"))
    sight.page.on("pageerror", lambda error: sight.complaints.append(str(error)))

    def dismissed(dialog: Dialog) -> None:
        sight.fired.append(dialog.message)
        dialog.dismiss()

    sight.page.on("dialog", dismissed)
