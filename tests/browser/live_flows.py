"""A whole briefing, and everything that interrupts one, in JupyterLab and on a page alike."""

import json
import re
from functools import partial
from pathlib import Path

from browser.live_servers import LivePage, LiveServer, live_server, live_window, wait_for_form
from browser.live_steps import (
    ASKED,
    HOTKEYS,
    LONG,
    MODEL,
    Consultant,
    elapsed,
    no_word_to_the_outside,
    response_for,
    saved,
    see_in_store,
)
from playwright.sync_api import Browser, expect

from maturity.engagement import Engagement, Response
from maturity.live.form import KEEP_EVERY
from maturity.model import Answer

FIRST, SECOND = ASKED[:2]
NINE = 9


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
    see_told(live)
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


def see_told(live: LivePage) -> None:
    """The dead kernel is told: on a page by our banner, in JupyterLab by whichever is first, its own box or ours."""
    lost = Consultant(page=live.page).notice("lost")
    if live.server.kind == "voila":
        expect(lost).to_contain_text("1 answer not saved yet")
    else:
        expect(live.page.locator(".jp-Dialog, .notice.lost:not([hidden])").first).to_be_visible()


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
    with live_window(browser, server) as one:
        amina = Consultant(page=one.page)
        amina.begin(customer)
        with live_window(browser, server) as other:
            femi = Consultant(page=other.page)
            femi.tab_to(f".resume[data-engagement='{saved(store, customer).key}']")
            femi.press("Enter")
            for consultant in (amina, femi):
                expect(consultant.notice("window")).to_contain_text("open in one other window", timeout=LONG)
            for practice, choice in ((FIRST, "Keep mine: "), (SECOND, "Take theirs: ")):
                chosen = settle(amina, femi, practice, choice)
                held = see_in_store(one.page, store, customer, partial(answers, practice, chosen))
                assert held.responses[practice] == Response(answer=chosen)
            assert one.outside == other.outside == []


def answers(practice: str, answer: Answer, held: Engagement) -> bool:
    """Whether that is the answer to a practice."""
    return held.responses[practice].answer is answer


def settle(one: Consultant, other: Consultant, practice: str, choice: str) -> Answer:
    """Let two people differ, and the one who is asked choose; both then see what was chosen."""
    asked = differ(one, other, practice)
    words = asked.tab_to(f".notice.conflicts button:has-text('{choice}')").inner_text()
    asked.press("Enter")
    expect(asked.notice("conflicts")).to_be_hidden(timeout=LONG)
    chosen = next(key for key, word in MODEL.words.answers.items() if words.startswith(f"{choice}{word}"))
    for consultant in (one, other):
        consultant.see_answer(practice, chosen)
    return chosen


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
