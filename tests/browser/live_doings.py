"""What is done in one window of a live briefing, in JupyterLab and on a page alike; the form is left as it was."""

import re
from pathlib import Path

from browser.live_servers import LivePage
from browser.live_steps import (
    ASKED,
    HOTKEYS,
    LONG,
    MODEL,
    Consultant,
    full_disk,
    history,
    paused,
    saved,
    see_in_store,
)
from hostile import TEXTS
from playwright.sync_api import Dialog, ViewportSize, expect

from maturity.engagement import Response
from maturity.model import Answer

SECOND, THIRD = ASKED[1:3]
PROJECTORS: tuple[ViewportSize, ...] = ({"width": 1920, "height": 1080}, {"width": 1366, "height": 768})
LEGIBLE = 20  #: pixels of the smallest text on a projector
#: every visible text of the form that is smaller, with its size on the screen
SMALL_TEXT = """least => {
  const found = [], walker = document.createTreeWalker(document.querySelector(".maturity-live"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement: node, textContent } = walker.currentNode;
    if (!textContent.trim() || node.closest(".unseen, style, title, desc") || !node.checkVisibility()) continue;
    const scale = node.closest("svg") ? node.getScreenCTM().a : 1;
    const size = parseFloat(getComputedStyle(node).fontSize) * scale;
    if (size < least - 0.01) found.push([textContent.trim(), Math.round(size * 10) / 10]);
  }
  return found;
}"""
LARGE = 100_000  #: bytes of a paste


def imagine(live: LivePage, store: Path, customer: str) -> None:
    """A gate ticked as if it were in place: an outline with its price; dropped, and the history knows nothing of it."""
    page, consultant = live.page, Consultant(page=live.page)
    page.keyboard.press("c")
    if not page.locator(".facts details").evaluate("details => details.open"):
        consultant.tab_to(".facts summary")
        consultant.press("Enter")
    consultant.tab_to(".facts [name=engineer_cost]")
    consultant.over("4000000")
    consultant.press("Tab", "Escape")
    expect(page.locator(".tools")).to_be_visible()
    see_in_store(page, store, customer, lambda held: held.platform.engineer_cost)
    picture, before = page.locator(".ink").inner_html(), history(store, customer)
    consultant.press("w")
    consultant.tab_to("[aria-label='Tick the gate of stage 1']")
    consultant.press("Enter")
    expect(page.locator(".ink .wide")).to_contain_text("Would be here")
    told = page.locator(".imagined dl")
    expect(told).to_contain_text(re.compile(r"Effort.+engineer-weeks?"))
    expect(told).to_contain_text(re.compile(r"Weeks.+ weeks"))
    expect(told).to_contain_text(re.compile(r"Cost.+KES"))
    consultant.press("w")
    expect(page.locator(".imagined")).to_be_hidden()
    expect(page.locator(".ink")).not_to_contain_text("Would be here")
    assert page.locator(".ink").inner_html() == picture
    assert history(store, customer) == before


def hear_two_voices(live: LivePage, store: Path, customer: str) -> None:
    """Two people are heard on one practice: both are kept, what divides them counts as not known, and stands on top."""
    page, consultant = live.page, Consultant(page=live.page)
    consultant.jump(THIRD)
    with paused(live.server):
        consultant.press("v")
        page.keyboard.insert_text("Njeri")
        consultant.press("Tab")
        page.keyboard.insert_text("Femi")
        consultant.press("Enter", "j", "Escape")  # another sheet, before Python has answered
    expect(page.locator(".choices.voice input[value=Njeri]")).to_be_checked()
    consultant.press(HOTKEYS[Answer.ALWAYS], "v", HOTKEYS[Answer.NEVER])
    expect(page.locator(".heard .disputes")).to_contain_text(MODEL.practices[THIRD].name)
    expect(page.locator(".heard .verdicts")).to_contain_text(re.compile("Njeri.+Femi", re.DOTALL))
    said = {"Njeri": Answer.ALWAYS, "Femi": Answer.NEVER}
    held = see_in_store(page, store, customer, lambda held: held.voices.get(THIRD) == said)
    assert held.voices == {THIRD: said}
    assert held.responses[THIRD].answer is Answer.UNKNOWN
    consultant.tab_to(".tools button:has-text('Voices')")
    consultant.press("Enter")
    consultant.tab_to(".voices button:has-text('One voice again')")
    consultant.press("Enter")
    expect(page.locator(".choices.voice")).to_be_hidden()


def take_back(live: LivePage, store: Path, customer: str) -> None:
    """What was said last is taken back with one key, and what was parked can be dealt with."""
    consultant = Consultant(page=live.page)
    consultant.jump(SECOND)
    consultant.say(Response(answer=Answer.USUALLY, evidence="two of three pipelines"))
    before = saved(store, customer).responses[SECOND]
    consultant.press(HOTKEYS[Answer.NEVER])
    consultant.see_saved()
    assert saved(store, customer).responses[SECOND].answer is Answer.NEVER
    consultant.press("u")
    consultant.see_answer(SECOND, Answer.USUALLY)
    consultant.see_saved()
    assert saved(store, customer).responses[SECOND] == before
    consultant.press("k")
    live.page.keyboard.insert_text("Ask about the pager")
    consultant.press("Enter")
    consultant.tab_to(".parking li button")
    consultant.press("Enter")
    expect(live.page.locator(".parking li")).to_have_count(0)
    consultant.press("Escape")
    assert see_in_store(live.page, store, customer, lambda held: not held.parked).parked == ()


def type_hostile_text(live: LivePage, store: Path, customer: str) -> None:
    """A paste of 100 KB, emoji, right-to-left letters and HTML are kept as text, and nothing of it fires."""
    fired: list[str] = []

    def dismissed(dialog: Dialog) -> None:
        fired.append(dialog.message)
        dialog.dismiss()

    live.page.on("dialog", dismissed)
    consultant = Consultant(page=live.page)
    consultant.jump(ASKED[3])
    said = Response(answer=Answer.SOMETIMES, evidence="شركة بيرق 🚀 עברית " + TEXTS[3], note=large_paste())
    consultant.say(said)
    consultant.press("k")
    live.page.keyboard.insert_text(TEXTS[0])
    consultant.press("Enter")
    expect(live.page.locator(".parking li")).to_contain_text(TEXTS[0])
    consultant.press("Escape", "c")
    consultant.tab_to(".facts [name=attendees]")
    consultant.over(TEXTS[4])
    consultant.press("Escape")
    expect(live.page.locator(".facts")).to_be_hidden()
    consultant.jump(ASKED[4])
    consultant.jump(ASKED[3])
    consultant.see_saved()
    held = see_in_store(live.page, store, customer, lambda held: held.attendees)
    assert held.responses[ASKED[3]] == said
    assert (held.parked, held.attendees) == ((TEXTS[0],), TEXTS[4])
    strange = "img, iframe, object, embed, base, link, form[action], svg a, [onerror], [onload], [onmouseover]"
    assert live.page.locator(f".maturity-live :is({strange})").count() == 0
    assert (fired, live.outside, live.complaints) == ([], [], [])


def large_paste() -> str:
    """100 KB of what people paste, every hostile text among it."""
    text = "\n".join(TEXTS) + "\n"
    return (text * (LARGE // len(text) + 1))[:LARGE].strip()


def type_what_cannot_be(live: LivePage, store: Path, customer: str) -> None:
    """A head count that can't be is said beside its field; what stood there stays, and the rest goes on."""
    page, consultant = live.page, Consultant(page=live.page)
    consultant.press("c")
    consultant.tab_to(".facts [name=engineers]")
    consultant.over("about fifty")
    consultant.press("Tab")
    expect(page.locator(".facts [data-fact=engineers] .problem")).to_contain_text("about fifty")
    expect(page.locator(".facts [name=engineers]")).to_have_attribute("aria-invalid", "true")
    consultant.tab_to(".facts [name=industry]")
    consultant.over("Payments")
    consultant.press("Escape")
    consultant.jump(ASKED[5])
    consultant.say(Response(answer=Answer.ALWAYS))
    held = see_in_store(page, store, customer, lambda held: held.industry)
    assert (held.engineers, held.industry, held.responses[ASKED[5]].answer) == (None, "Payments", Answer.ALWAYS)
    consultant.press("c")
    consultant.tab_to(".facts [name=engineers]")
    consultant.over("34")
    consultant.press("Tab")
    expect(page.locator(".facts [data-fact=engineers] .problem")).to_be_hidden()
    consultant.press("Escape")
    assert see_in_store(page, store, customer, lambda held: held.engineers).engineers == int("34")


def fill_the_disk(live: LivePage, store: Path, customer: str) -> None:
    """No space: said at once, and the answer stays in the form; with space again, Retry saves it."""
    page, consultant = live.page, Consultant(page=live.page)
    consultant.jump(ASKED[6])
    consultant.say(Response(answer=Answer.ALWAYS))
    before = saved(store, customer)
    with full_disk(live.server):
        consultant.press(HOTKEYS[Answer.NEVER])
        expect(consultant.notice("unsaved")).to_be_visible(timeout=LONG)
        consultant.see_answer(ASKED[6], Answer.NEVER)
        expect(page.locator(".choices.answer input[value=never]")).to_be_checked()
        expect(consultant.status).not_to_contain_text("Saved")
        assert saved(store, customer) == before
    consultant.tab_to(".notice.unsaved button:has-text('Retry')")
    consultant.press("Enter")
    expect(consultant.notice("unsaved")).to_be_hidden(timeout=LONG)
    consultant.see_saved()
    assert saved(store, customer).responses[ASKED[6]].answer is Answer.NEVER
    assert live.complaints == []


def type_ahead(live: LivePage, store: Path, customer: str) -> None:
    """Keys pressed faster than Python answers: each answer is on the question that it was meant for."""
    consultant = Consultant(page=live.page)
    before = saved(store, customer)
    consultant.jump(ASKED[12])
    consultant.press(*"1n4n2n3")
    consultant.see_saved()
    after = saved(store, customer)
    assert len(after.responses) - len(before.responses) == len("1423")
    assert after.responses[ASKED[12]].answer is Answer.ALWAYS


def present(live: LivePage) -> None:
    """One key hides the form; whatever is left can be read from the back of the room; Escape returns."""
    page, consultant = live.page, Consultant(page=live.page)
    consultant.press("f")
    expect(page.locator(".work")).to_be_hidden()
    expect(page.locator(".practices")).to_be_hidden()
    expect(page.locator(".side .line")).to_be_visible()
    expect(page.locator(".ink svg:visible")).to_have_count(1)
    for size in PROJECTORS:
        page.set_viewport_size(size)
        assert page.evaluate(SMALL_TEXT, LEGIBLE) == []
        assert page.evaluate(SMALL_TEXT, 3 * LEGIBLE) != []  # the texts are found
    full = page.evaluate("Boolean(document.fullscreenElement)")
    consultant.press("Escape")
    if full:
        page.evaluate("document.fullscreenElement && document.exitFullscreen()")  # what the browser does at Escape
    expect(page.locator(".work")).to_be_visible()
    expect(page.locator(".maturity-live")).not_to_have_attribute("data-presenting", "yes")
