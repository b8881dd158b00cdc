"""The live briefing in JupyterLab: by keyboard alone, and through everything that goes wrong in a room."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import live_doings as doings
from browser import live_flows as flows
from browser.live_servers import LivePage, live_page, live_server
from browser.live_steps import Consultant
from playwright.sync_api import Browser

CUSTOMER = "Kilima Coffee"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the server of most tests writes."""
    return tmp_path_factory.mktemp("lab")


@pytest.fixture(scope="module")
def store(folder: Path) -> Path:
    """Its history."""
    return folder / "history.db"


@pytest.fixture(scope="module")
def live(browser: Browser, folder: Path) -> Iterator[LivePage]:
    """A window on a briefing that was begun; every test leaves it on the question in hand."""
    with live_page(browser, folder, kind="lab") as opened:
        Consultant(page=opened.page).begin(CUSTOMER, currency="Kenyan Shi")
        yield opened


def test_a_briefing_is_filled_by_keyboard_and_its_workbook_made(browser: Browser, tmp_path: Path) -> None:
    """Every practice, fact and signal that was typed stands in the history, and in the files that one press makes."""
    with live_page(browser, tmp_path, kind="lab") as live:
        flows.brief_by_keyboard(live, tmp_path / "history.db")
        flows.make_the_workbook(live, tmp_path / "history.db", "Ṣadé & Ọlá Foods")


def test_a_kernel_that_dies_is_told_and_loses_nothing(browser: Browser, tmp_path: Path) -> None:
    """After its death the notebook runs again by itself, with what was typed meanwhile."""
    with live_page(browser, tmp_path, kind="lab") as live:
        flows.lose_the_kernel(live, tmp_path / "history.db", "Njema Pay")


def test_a_closed_tab_and_a_power_cut_lose_nothing(browser: Browser, tmp_path: Path) -> None:
    """A new tab goes on, and so does a new server after everything was killed."""
    with live_page(browser, tmp_path, kind="lab") as live:
        flows.close_the_tab_and_cut_the_power(browser, live, tmp_path / "history.db", "Njema Pay")


def test_two_windows_are_told_of_each_other_and_asked_where_they_differ(browser: Browser, tmp_path: Path) -> None:
    """Nobody's word is written over."""
    with live_server(tmp_path, kind="lab") as server:
        flows.meet_in_two_windows(browser, server, tmp_path / "history.db", "Tausi Air")


def test_a_what_if_is_an_outline_with_its_price(live: LivePage, store: Path) -> None:
    """It is never saved as an answer."""
    doings.imagine(live, store, CUSTOMER)


def test_two_voices_are_both_kept(live: LivePage, store: Path) -> None:
    """What they dispute stands on top."""
    doings.hear_two_voices(live, store, CUSTOMER)


def test_presenting_leaves_what_the_room_can_read(live: LivePage) -> None:
    """No text under 20 pixels, no form; Escape returns."""
    doings.present(live)


def test_what_was_said_can_be_taken_back(live: LivePage, store: Path) -> None:
    """One key undoes the last thing that was said."""
    doings.take_back(live, store, CUSTOMER)


def test_hostile_text_stays_text(live: LivePage, store: Path) -> None:
    """Whatever is pasted."""
    doings.type_hostile_text(live, store, CUSTOMER)


def test_what_cannot_be_is_said_beside_its_field(live: LivePage, store: Path) -> None:
    """The rest goes on."""
    doings.type_what_cannot_be(live, store, CUSTOMER)


def test_a_full_disk_is_said_at_once_and_the_answer_stays(live: LivePage, store: Path) -> None:
    """Retry saves it when there is space."""
    doings.fill_the_disk(live, store, CUSTOMER)


def test_keys_typed_ahead_answer_the_question_they_were_meant_for(live: LivePage, store: Path) -> None:
    """A quick hand loses nothing."""
    doings.type_ahead(live, store, CUSTOMER)
