"""A customer's exports dropped on a live briefing: measured, asked about, and taken with one press."""

from pathlib import Path

import pytest
from browser import live_exports as exports
from browser.live_servers import Kind, live_page
from browser.live_steps import Consultant, no_word_to_the_outside
from browser.test_live_axe import nothing_found
from playwright.sync_api import Browser, expect

CUSTOMER = "Kilima Coffee"


@pytest.mark.parametrize("kind", ["voila", "lab"])
def test_what_was_dropped_contradicts_and_is_taken(browser: Browser, tmp_path: Path, kind: Kind) -> None:
    """By keyboard alone: taken, undone, kept with a note; after a reload it is known, and a file can be chosen."""
    with live_page(browser, tmp_path, kind=kind) as live:
        Consultant(page=live.page).begin(CUSTOMER, engineers="34")
        exports.take_a_contradiction(live, tmp_path / "history.db", CUSTOMER)
        exports.keep_what_was_said(live, tmp_path / "history.db", CUSTOMER)
        no_word_to_the_outside(live)
        exports.come_back(live)
        exports.choose_by_keyboard(live)


def test_axe_finds_nothing_in_the_exports(browser: Browser, tmp_path: Path) -> None:
    """The sheet before and after files came, and the question that they contradict; light and dark."""
    with live_page(browser, tmp_path, kind="voila") as live:
        page, consultant = live.page, Consultant(page=live.page)
        consultant.begin(CUSTOMER, engineers="34")
        exports.say_it_is_green(consultant)
        consultant.press("x")
        nothing_found(page, "exports")
        consultant.press("Escape")
        exports.drop(page, **exports.FILES)
        page.locator(".measured summary").click()
        nothing_found(page, "measured")
        page.locator(".group.contradicts .name").click()
        expect(page.locator(".clash")).to_be_visible()
        nothing_found(page, "contradicted")
