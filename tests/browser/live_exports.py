"""A customer's exports dropped on a live briefing, in JupyterLab and on a page alike."""

from collections.abc import Mapping
from pathlib import Path

from browser.live_servers import LivePage, wait_for_form
from browser.live_steps import HOTKEYS, LONG, MODEL, Consultant, saved, see_in_store
from dropped import LAST, deployments, runs
from playwright.sync_api import FilePayload, Page, expect

from maturity.model import Answer, Grade

GREEN = "trunk-stays-green"
ON_DEMAND = "deploy-on-demand"
FILES: Mapping[str, bytes] = {
    "runs.json": runs(214, green=lambda number: number % 7 > 1),
    "deployments.csv": deployments(85),
    "<img src=x onerror=alert(1)>.json": b'{"song": 1}',
}
NO_ZONE: Mapping[str, bytes] = {"local.csv": deployments(85, last=LAST.replace(tzinfo=None))}
#: what a hand does that lets files go over the form
DROP = """([selector, files]) => {
  const dataTransfer = new DataTransfer();
  for (const [name, text] of Object.entries(files)) dataTransfer.items.add(new File([text], name));
  const node = document.querySelector(selector);
  for (const kind of ["dragenter", "dragover", "drop"]) {
    const went = node.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer }));
    if (went) throw new Error(kind);
  }
}"""


def drop(page: Page, **files: bytes) -> None:
    """Let files go over the form, and wait until each is read or refused."""
    page.evaluate(DROP, [".maturity-live .body", {name: content.decode() for name, content in files.items()}])
    expect(page.locator("dialog.exports")).to_be_visible()
    see_read(page, len(files))


def see_read(page: Page, count: int) -> None:
    """Wait until that many files are read or refused."""
    expect(page.locator(".coming > :is([data-state=read], [data-state=refused])")).to_have_count(count, timeout=LONG)


def say_it_is_green(consultant: Consultant) -> None:
    """What the exports will contradict."""
    consultant.jump(GREEN)
    consultant.press(HOTKEYS[Answer.ALWAYS])
    consultant.see_saved()


def take_a_contradiction(live: LivePage, store: Path, customer: str) -> None:
    """Files dropped; what they contradict is the next question, and one press takes what was measured."""
    page, consultant = live.page, Consultant(page=live.page)
    say_it_is_green(consultant)
    consultant.jump("structured-logs")
    drop(page, **FILES)
    words = page.locator(".coming li > p")
    assert words.all_inner_texts() == [
        "GitHub Actions runs: 214 runs",
        "Deployments (CSV): 85 deployments",
        "Is nothing known",
    ]
    expect(page.locator(".group.contradicts .name")).to_have_text(MODEL.practices[GREEN].name)
    consultant.tab_to(".group.open header button")
    consultant.press("Enter")
    held = see_in_store(page, store, customer, lambda held: ON_DEMAND in held.responses)
    assert held.responses[ON_DEMAND].grade is Grade.MEASURED
    consultant.press("Escape")
    expect(page.locator("dialog.exports")).to_be_hidden()
    assert consultant.next() == GREEN
    expect(page.locator(".clash-question")).to_contain_text("You said “always”; the exports show “")
    consultant.tab_to(".clash > .strong")
    consultant.press("Enter")
    expect(page.locator(".known")).to_have_text("Measured, from the exports. They said: always.")
    consultant.see_saved()
    taken = saved(store, customer).responses[GREEN]
    assert (taken.grade, taken.claimed) == (Grade.MEASURED, Answer.ALWAYS)
    assert "%" in taken.evidence


def keep_what_was_said(live: LivePage, store: Path, customer: str) -> None:
    """Undone, the contradiction is back; without a note what was said is not kept against it."""
    page, consultant = live.page, Consultant(page=live.page)
    consultant.press("u")
    expect(page.locator(".clash")).to_be_visible(timeout=LONG)
    consultant.tab_to(".clash [type=submit]")
    consultant.press("Enter")
    expect(page.locator(".clash .problem")).to_be_visible()
    page.keyboard.insert_text("That branch is retired")
    consultant.press("Enter")
    expect(page.locator(".clash")).to_be_hidden(timeout=LONG)
    consultant.see_saved()
    kept = saved(store, customer).responses[GREEN]
    assert (kept.answer, kept.grade, kept.note) == (Answer.ALWAYS, Grade.CLAIMED, "That branch is retired")
    assert "The exports show" in kept.evidence


def come_back(live: LivePage) -> None:
    """A reload forgets the files, and not what they showed."""
    page, consultant = live.page, Consultant(page=live.page)
    page.reload()
    wait_for_form(page)
    expect(page.locator(".maturity-live .top .name")).not_to_be_empty(timeout=LONG)
    page.locator(".maturity-live").focus()
    consultant.press("x")
    expect(page.locator(".group.kept .name")).to_have_text(MODEL.practices[GREEN].name, timeout=LONG)


def choose_by_keyboard(live: LivePage) -> None:
    """The button opens the browser's own chooser; a key opens the sheet, and Escape leaves it."""
    page, consultant = live.page, Consultant(page=live.page)
    page.on("filechooser", lambda _: None)  # from here on no window of the machine's own opens
    expect(page.locator(".zone button")).to_be_focused()
    with page.expect_file_chooser() as chosen:
        consultant.press("Enter")
    file: FilePayload = {"name": "again.csv", "mimeType": "text/csv", "buffer": deployments(85)}
    chosen.value.set_files([file])
    expect(page.locator(".coming li:has-text('again.csv') .tag")).to_have_text("read", timeout=LONG)
    consultant.press("Escape")
    expect(page.locator("dialog.exports")).to_be_hidden()
