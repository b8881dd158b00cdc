"""The live briefing as those use it who do not see it, or not well: axe-core in every state of the page."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from browser import live_flows as flows
from browser.live_servers import LivePage, live_page
from browser.live_steps import ASKED, HOTKEYS, Consultant, full_disk, paused, saved
from playwright.sync_api import Browser, Page, expect

from maturity.engagement import Response
from maturity.model import Answer
from maturity.store import open_store

CUSTOMER = "Kilima Coffee"
THEIRS = ASKED[3]  #: a practice that somebody else answers too
SHEETS = {"j": "jump", "k": "parking", "c": "facts", "a": "agenda", "v": "voices", "?": "help"}  #: by key
ROOT = "document.querySelector('.maturity-live')"


def test_axe_finds_nothing_in_any_state(browser: Browser, tmp_path: Path) -> None:
    """From the start to a lost kernel, light and dark. Nothing is left out: stock Voilà and ipywidgets cause none."""
    with live_page(browser, tmp_path, kind="voila") as live:
        for state, reach in STATES.items():
            reach(live, Consultant(page=live.page), tmp_path / "history.db")
            nothing_found(live.page, state)


def nothing_found(page: Page, state: str) -> None:
    """Axe has nothing to say of a state, nor of its colours in dark; a sheet makes all else inert."""
    place = "dialog[open]" if page.locator("dialog[open]").count() else None
    for theme, options in (("light", {"resultTypes": ["violations"]}), ("dark", {"runOnly": ["color-contrast"]})):
        page.evaluate(f"theme => {{ {ROOT}.dataset.theme = theme }}", theme)
        page.wait_for_function("() => !document.getAnimations().length")
        found = Axe().run(page, context=place, options=options)
        assert found.violations_count == 0, f"{state}, {theme}: {found.generate_report()}"
    page.evaluate(f"() => {{ {ROOT}.dataset.theme = 'light' }}")


def refuse(live: LivePage, consultant: Consultant, _: Path) -> None:
    """A day and a head count that can't be, each said beside its field."""
    consultant.fill_start(CUSTOMER, held_on="2026-02-30", engineers="about fifty")
    consultant.press("Enter")
    expect(live.page.locator(".start [data-fact=held_on] .problem")).to_contain_text("2026-02-30")
    expect(live.page.locator(".start [data-fact=engineers] .problem")).to_contain_text("about fifty")


def answer(_: LivePage, consultant: Consultant, __: Path) -> None:
    """One question answered, with its probe and a note."""
    today = datetime.now(UTC).astimezone().date()
    consultant.begin(CUSTOMER, held_on=today.isoformat(), engineers="34", currency="Kenyan Shi")
    consultant.say(Response(answer=Answer.ALWAYS, note="so they said"))


def sheet(key: str) -> Callable[[LivePage, Consultant, Path], None]:
    """A sheet opened by its key, over whatever was there."""

    def reach(live: LivePage, consultant: Consultant, _: Path) -> None:
        consultant.press("Escape", key)
        expect(live.page.locator(f"dialog.{SHEETS[key]}")).to_be_visible()

    return reach


def imagine(live: LivePage, consultant: Consultant, _: Path) -> None:
    """A what-if."""
    consultant.press("Escape", "w")
    consultant.tab_to("[aria-label='Tick the gate of stage 1']")
    consultant.press("Enter")
    expect(live.page.locator(".imagined")).to_be_visible()


def present(live: LivePage, consultant: Consultant, _: Path) -> None:
    """The form hidden."""
    consultant.press("w", "f")
    expect(live.page.locator(".work")).to_be_hidden()


def differ(live: LivePage, consultant: Consultant, store: Path) -> None:
    """Somebody else answered what this screen had not shown yet."""
    consultant.press("f")
    with paused(live.server):
        with open_store(str(store)) as other:
            said = Response(answer=Answer.NEVER)
            other.save_answer(saved(store, CUSTOMER).key, THEIRS, said, who="Femi", seen=None)
        consultant.jump(THEIRS)
        consultant.press(HOTKEYS[Answer.ALWAYS])
    expect(consultant.notice("conflicts")).to_be_visible()


def fill_the_disk(live: LivePage, consultant: Consultant, _: Path) -> None:
    """An answer that could not be saved; the space has come back, and nobody has pressed Retry."""
    consultant.tab_to(".notice.conflicts button")
    consultant.press("Enter")
    expect(consultant.notice("conflicts")).to_be_hidden()
    with full_disk(live.server):
        consultant.press(HOTKEYS[Answer.USUALLY])
        expect(consultant.notice("unsaved")).to_be_visible()


def make(live: LivePage, consultant: Consultant, store: Path) -> None:
    """The workbook made."""
    consultant.tab_to(".notice.unsaved button")
    consultant.press("Enter")
    consultant.see_saved()
    flows.make_the_workbook(live, store, CUSTOMER)
    consultant.tab_to(".tools button:has-text('Workbook')")
    consultant.press("Enter")


def finish(live: LivePage, consultant: Consultant, _: Path) -> None:
    """The briefing over."""
    consultant.tab_to(".closing button:has-text('Finish the briefing')")
    consultant.press("Enter")
    expect(live.page.locator(".closing .finished")).to_be_visible()


def lose(live: LivePage, consultant: Consultant, _: Path) -> None:
    """No connection."""
    consultant.press("Escape")
    live.server.kill_kernel()
    expect(consultant.notice("lost")).to_be_visible()


#: how each state is reached from the one before it
STATES: Mapping[str, Callable[[LivePage, Consultant, Path], None]] = {
    "start": lambda *_: None,
    "refused": refuse,
    "answering": answer,
    **{name: sheet(key) for key, name in SHEETS.items()},
    "what-if": imagine,
    "presenting": present,
    "conflict": differ,
    "unsaved": fill_the_disk,
    "made": make,
    "finished": finish,
    "lost": lose,
}
