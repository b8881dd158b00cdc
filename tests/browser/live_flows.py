"""The proofs of a live briefing that hold in JupyterLab and on a page alike."""

import json
import re
from pathlib import Path

from browser.live_servers import LivePage, LiveServer, live_server, live_window, wait_for_form
from browser.live_steps import (
    ASKED,
    HOTKEYS,
    LONG,
    MODEL,
    Consultant,
    elapsed,
    full_disk,
    history,
    no_word_to_the_outside,
    response_for,
    saved,
    see_in_store,
)
from hostile import TEXTS
from playwright.sync_api import Browser, Dialog, expect

from maturity.engagement import Engagement, Response
from maturity.live.form import KEEP_EVERY
from maturity.model import Answer

FIRST, SECOND, THIRD = ASKED[:3]
NINE = 9
LARGE = 100_000  #: bytes of a paste


def brief_by_keyboard(live: LivePage, store: Path) -> None:
    """Everything that can be typed is typed, and the store holds it, field by field."""
    consultant = Consultant(page=live.page)
    consultant.begin(
        "Ṣadé & Ọlá Foods",
        country="Kenya",
        industry="Food delivery",
        currency="Kenyan Shi",
        consultant="Amina Diallo",
        attendees="Njeri (CTO), two engineers",
        request="Why does every release hurt?",
    )
    asked = [consultant.at]
    consultant.say(response_for(consultant.at))
    while len(asked) < len(ASKED):
        asked.append(consultant.next())
        consultant.say(response_for(consultant.at))
    assert sorted(asked) == sorted(ASKED)
    consultant.jump("critical-mass")
    consultant.tab_to(".head-count input")
    consultant.over("64")
    consultant.press("Enter", "Escape")
    consultant.see_answer("critical-mass", Answer.ALWAYS)
    consultant.tab_to("[data-signal=runs-kubernetes] input")
    consultant.press("ArrowUp", "ArrowUp")
    expect(live.page.locator("[data-signal=runs-kubernetes] input[value=yes]")).to_be_checked()
    consultant.press("k")
    live.page.keyboard.insert_text("Who owns the pager?")
    consultant.press("Enter", "Escape")
    expect(live.page.locator(".tools")).to_contain_text("Parked 1")
    wanted = Engagement(
        customer="Ṣadé & Ọlá Foods",
        held_on=saved(store, "Ṣadé & Ọlá Foods").held_on,
        country="KE",
        industry="Food delivery",
        engineers=64,
        currency="KES",
        consultant="Amina Diallo",
        attendees="Njeri (CTO), two engineers",
        request="Why does every release hurt?",
        responses={key: response_for(key) for key in ASKED},
        signals={"runs-kubernetes": True},
        parked=("Who owns the pager?",),
    )
    assert see_in_store(live.page, store, wanted.customer, lambda held: held == wanted) == wanted
    no_word_to_the_outside(live)


def make_the_workbook(live: LivePage, store: Path, customer: str) -> None:
    """One press: progress, the files of a batch, and the page in a tab of its own."""
    page, consultant = live.page, Consultant(page=live.page)
    consultant.tab_to(".tools button:has-text('Workbook')")
    consultant.press("Enter")
    consultant.tab_to(".closing button.strong:has-text('Make the workbook')")
    with page.expect_popup() as opening:
        consultant.press("Enter")
    expect(page.locator(".closing progress")).to_be_visible()
    expect(page.locator(".closing .stage")).to_have_text("Done", timeout=6 * LONG)
    engagement = saved(store, customer)
    files = {Path(text).name: Path(text) for text in page.locator(".closing .files li").all_inner_texts()}
    assert set(files) == {f"{engagement.key}.ipynb", f"{engagement.key}.html", "index.html"}
    notebook = json.loads(files[f"{engagement.key}.ipynb"].read_text(encoding="utf-8"))
    assert notebook["metadata"]["maturity"]["input_hash"] == engagement.hash
    made = opening.value
    made.wait_for_url(re.compile("^blob:"), timeout=LONG)
    expect(made.locator("h1")).to_contain_text(customer)
    made.close()
    consultant.press("Escape")
    assert live.outside == []


def lose_the_kernel(live: LivePage, store: Path, customer: str) -> None:
    """Kill -9 after the ninth answer: it is told, and the tenth, typed while nobody listens, is not lost."""
    page, consultant = live.page, Consultant(page=live.page)
    consultant.begin(customer)
    answered = [consultant.at]
    consultant.say(Response(answer=Answer.USUALLY))
    while len(answered) < NINE:
        answered.append(consultant.next())
        consultant.say(Response(answer=Answer.USUALLY))
    tenth, before = consultant.next(), consultant.seconds()
    live.server.kill_kernel()
    consultant.press(HOTKEYS[Answer.SOMETIMES])
    consultant.write("e", "typed while it was dead")
    expect(consultant.notice("lost")).to_contain_text("1 answer not saved yet")
    assert set(saved(store, customer).responses) == set(answered)
    page.evaluate("document.querySelector('.maturity-live').dataset.dead = 'yes'")
    if live.server.kind == "voila":
        consultant.tab_to(".notice.lost button")
        consultant.press("Enter")
    expect(page.locator(".maturity-live[data-dead]")).to_have_count(0, timeout=3 * LONG)
    wait_for_form(page)
    expect(consultant.notice("lost")).to_be_hidden()
    consultant.see_saved()
    assert consultant.at == tenth
    assert saved(store, customer).responses == {
        **dict.fromkeys(answered, Response(answer=Answer.USUALLY)),
        tenth: Response(answer=Answer.SOMETIMES, evidence="typed while it was dead"),
    }
    assert consultant.seconds() >= before - KEEP_EVERY - 1
    see_the_clock_go(consultant)
    assert live.outside == []


def see_the_clock_go(consultant: Consultant) -> None:
    """The clock goes on by itself."""
    shown = consultant.page.locator(".clock .time").inner_text()
    expect(consultant.page.locator(".clock .time")).not_to_have_text(shown)


def close_the_tab_and_cut_the_power(browser: Browser, live: LivePage, store: Path, customer: str) -> None:
    """A tab that was closed is opened again; then everything dies, and `--customer` goes on."""
    consultant = Consultant(page=live.page)
    consultant.begin(customer)
    for answer in (Answer.ALWAYS, Answer.NEVER, Answer.UNKNOWN):
        consultant.say(Response(answer=answer, note=f"so they said: {answer}"))
        consultant.next()
    given, place = saved(store, customer), consultant.at
    assert len(given.responses) == len([Answer.ALWAYS, Answer.NEVER, Answer.UNKNOWN])
    again = live.page.context.new_page()
    live.page.close()
    again.goto(live.server.address, wait_until="commit")
    wait_for_form(again)
    returned = Consultant(page=again)
    returned.tab_to(f".resume[data-engagement='{given.key}']")
    returned.press("Enter")
    see_the_same(returned, given, place)
    live.server.kill_everything()
    went_on_from = elapsed(store, given.key)
    with (
        live_server(live.server.folder, kind=live.server.kind, store=store, customer=customer) as server,
        live_window(browser, server) as third,
    ):
        back = Consultant(page=third.page)
        see_the_same(back, given, place)
        assert back.seconds() >= int(went_on_from)
        see_the_clock_go(back)
        assert third.outside == []
    assert saved(store, customer) == given


def see_the_same(consultant: Consultant, given: Engagement, place: str) -> None:
    """Every answer that was confirmed is shown, and the question that was in hand."""
    for key, response in given.responses.items():
        consultant.see_answer(key, response.answer)
    assert consultant.at == place


def meet_in_two_windows(browser: Browser, server: LiveServer, store: Path, customer: str) -> None:
    """Both windows are told; where they differ somebody is asked, and takes one's own word or the other's."""
    with live_window(browser, server) as one, live_window(browser, server) as other:
        amina, femi = Consultant(page=one.page), Consultant(page=other.page)
        amina.begin(customer)
        other.page.reload()
        wait_for_form(other.page)
        femi.tab_to(f".resume[data-engagement='{saved(store, customer).key}']")
        femi.press("Enter")
        for consultant in (amina, femi):
            expect(consultant.notice("window")).to_contain_text("open in one other window", timeout=LONG)
        for practice, choice in ((FIRST, "Keep mine: "), (SECOND, "Take theirs: ")):
            asked = differ(amina, femi, practice)
            words = asked.tab_to(f".notice.conflicts button:has-text('{choice}')").inner_text()
            asked.press("Enter")
            expect(asked.notice("conflicts")).to_be_hidden(timeout=LONG)
            chosen = next(key for key, word in MODEL.words.answers.items() if words.startswith(f"{choice}{word}"))
            for consultant in (amina, femi):
                consultant.see_answer(practice, chosen)
            held = see_in_store(one.page, store, customer, lambda held: held.responses[practice].answer is chosen)  # noqa: B023  (called at once)
            assert held.responses[practice] == Response(answer=chosen)
        assert one.outside == other.outside == []


def differ(one: Consultant, other: Consultant, practice: str) -> Consultant:
    """Two people answer one question otherwise at the same moment; the one who is asked what stands."""
    for consultant in (one, other):
        if consultant.at != practice:
            consultant.jump(practice)
    one.press(HOTKEYS[Answer.ALWAYS])
    other.press(HOTKEYS[Answer.NEVER])
    for _ in range(LONG // 50):
        for consultant in (one, other):
            if consultant.notice("conflicts").is_visible():
                return consultant
        one.page.wait_for_timeout(50)
    message = "two windows said otherwise, and nobody was asked"
    raise AssertionError(message)


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
    consultant.press("v")
    page.keyboard.insert_text("Njeri")
    consultant.press("Tab")
    page.keyboard.insert_text("Femi")
    consultant.press("Enter")
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
