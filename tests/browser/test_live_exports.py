"""A customer's exports dropped on a live briefing: measured, asked about, and taken with one press."""

from pathlib import Path

import pytest
from browser import live_exports as exports
from browser import live_flows as flows
from browser.live_servers import Kind, live_page
from browser.live_steps import LONG, MODEL, Consultant, no_word_to_the_outside
from browser.test_live_axe import nothing_found
from evidence_payloads import PLANTED
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


def test_the_zone_of_clocks_without_one_is_asked(browser: Browser, tmp_path: Path) -> None:
    """By keyboard alone, and on a phone too: a mistyped zone is told, the right one places the times."""
    with live_page(browser, tmp_path, kind="voila", width=400, height=800) as live:
        page, consultant = live.page, Consultant(page=live.page)
        consultant.begin(CUSTOMER, engineers="34")
        exports.drop(page, **exports.NO_ZONE)
        row = page.locator(".coming li").first
        expect(row.locator(".tag")).to_have_text("read in part")
        expect(page.locator(".clocks .hint")).to_contain_text("Times in local.csv name no zone")
        nothing_found(page, "clocks")
        consultant.tab_to(".clocks input")
        consultant.over("Africa/Nairobbi")
        consultant.press("Enter")
        expect(page.locator(".clocks .problem")).to_contain_text("did you mean 'Africa/Nairobi'?")
        nothing_found(page, "no such zone")
        consultant.over("Africa/Nairobi")
        consultant.press("Enter")
        expect(row.locator("p")).to_contain_text("85 times without a zone taken as Africa/Nairobi", timeout=LONG)
        expect(row.locator(".tag")).to_have_text("read")
        expect(page.locator(".group.open .name")).to_have_text([MODEL.practices[exports.ON_DEMAND].name])
        assert page.evaluate("document.documentElement.scrollWidth") <= 400
        no_word_to_the_outside(live)


def test_the_workbook_of_a_live_briefing_shows_what_the_exports_prove(browser: Browser, tmp_path: Path) -> None:
    """With its charts; nobody who is named in the files stands in it."""
    with live_page(browser, tmp_path, kind="voila") as live:
        page, consultant = live.page, Consultant(page=live.page)
        consultant.begin(CUSTOMER, engineers="34")
        exports.say_it_is_green(consultant)
        exports.drop(page, **exports.FILES)
        consultant.press("Escape")
        flows.make_the_workbook(live, tmp_path / "history.db", CUSTOMER)
        (made,) = (tmp_path / "workbooks").glob("*kilima*.html")
        text = made.read_text(encoding="utf-8")
        section = text[text.index("What your exports prove") :]
        assert "pushes to the default branch (71" in section
        assert section.count("<svg") >= 2
        assert not [name for name in PLANTED if name in text.lower()]


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
