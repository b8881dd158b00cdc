"""What a consultant does in a live briefing, by keyboard alone, and what the store then holds."""

import os
import re
import resource
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from browser.live_servers import LivePage, LiveServer
from playwright.sync_api import Locator, Page, expect

from maturity.engagement import Engagement, Response
from maturity.live.sitting import sitting_in
from maturity.model import Answer, Grade
from maturity.model_file import built_in_model
from maturity.store import open_store

MODEL = built_in_model()
#: the practices that are asked, in the model's order
ASKED = tuple(key for key, practice in MODEL.practices.items() if practice.computed is None)
HOTKEYS: Mapping[Answer, str] = {answer: str(number) for number, answer in enumerate(MODEL.words.answers, start=1)}
MOST_TABS = 120  #: presses of Tab until a step counts as out of reach
LONG = 20_000  #: milliseconds that a busy machine gets for what takes a moment
POLL = 50  #: milliseconds between looks
PASTED = 5_000  #: letters from which a text is pasted
REASON = "No releases to customers: a back office of four people"


@dataclass(frozen=True, kw_only=True)
class Consultant:
    """Somebody who has no mouse, in front of one window."""

    page: Page

    def tab_to(self, selector: str) -> Locator:
        """Press Tab until that has the focus."""
        wanted = self.page.locator(selector).and_(self.page.locator(":focus"))
        for _ in range(MOST_TABS):
            if wanted.count():
                return wanted
            self.page.keyboard.press("Tab")
        message = f"{selector} is not reached with Tab"
        raise AssertionError(message)

    def begin(self, customer: str, **facts: str) -> None:
        """Enter a customer: each field in its turn, then the button."""
        self.fill_start(customer, **facts)
        self.tab_to(".start button[type=submit]")
        self.page.keyboard.press("Enter")
        expect(self.page.locator(".maturity-live .question")).to_be_focused(timeout=LONG)

    def fill_start(self, customer: str, **facts: str) -> None:
        """Type what is known at the start, in the order of the form."""
        for name, text in {"customer": customer, **facts}.items():
            self.tab_to(f".start [name={name}]")
            self.over(text)

    def over(self, text: str) -> None:
        """Write a text over what the field in hand holds, or choose it in a list; a long one is pasted."""
        if self.page.evaluate("document.activeElement.tagName") == "SELECT":
            self.page.keyboard.type(text)
            return
        if len(text) > PASTED:
            copy(self.page, text)
        self.page.keyboard.press("ControlOrMeta+a")
        if len(text) > PASTED:
            self.page.keyboard.press("ControlOrMeta+v")
        else:
            self.page.keyboard.insert_text(text)

    @property
    def at(self) -> str:
        """Key of the practice in hand."""
        return self.page.locator(".practice[aria-current]").get_attribute("data-practice") or ""

    @property
    def status(self) -> Locator:
        """What is said of the answer in hand: saved, or why not."""
        return self.page.locator(".ask .status")

    def press(self, *keys: str) -> None:
        """Press keys, one after another."""
        for key in keys:
            self.page.keyboard.press(key)

    def next(self) -> str:
        """Go to the next suggested question; its practice."""
        before = self.at
        self.press("n")
        expect(self.page.locator(".practice[aria-current]")).not_to_have_attribute("data-practice", before)
        return self.at

    def jump(self, practice: str) -> None:
        """Go to a practice by its name."""
        self.press("j")
        self.page.keyboard.insert_text(MODEL.practices[practice].name)
        self.press("Enter")
        expect(self.page.locator(f".practice[data-practice={practice}]")).to_have_attribute("aria-current", "true")

    def say(self, response: Response) -> None:
        """Answer the question in hand, with its grade, evidence and note, and see each saved."""
        self.press(HOTKEYS[response.answer])
        if response.answer is Answer.NOT_APPLICABLE:
            self.page.keyboard.insert_text(response.note)
            self.press("Escape")
        self.see_saved()
        if response.grade is Grade.SHOWN:
            self.press("g")
        if response.evidence:
            self.write("e", response.evidence)
        if response.note and response.answer is not Answer.NOT_APPLICABLE:
            self.write("m", response.note)
        self.see_saved()

    def write(self, field: str, text: str) -> None:
        """Write evidence (e) or a note (m), and leave the field."""
        self.press(field)
        self.over(text)
        self.press("Escape")

    def see_saved(self) -> None:
        """Wait until the answer in hand is said to be saved."""
        expect(self.status).to_have_text(re.compile(r"^Saved \d\d:\d\d:\d\d$"), timeout=LONG)

    def seconds(self) -> int:
        """What the clock shows."""
        minutes, seconds = self.page.locator(".clock .time").inner_text().split(" ")[0].split(":")
        return 60 * int(minutes) + int(seconds)

    def see_answer(self, practice: str, answer: Answer) -> None:
        """Wait until the list of questions shows that answer."""
        words = f": {MODEL.words.answers[answer]}"
        expect(self.page.locator(f".practice[data-practice={practice}] .unseen")).to_contain_text(words, timeout=LONG)

    def notice(self, name: str) -> Locator:
        """What is told at the top."""
        return self.page.locator(f".notice.{name}")


def copy(page: Page, text: str) -> None:
    """Put a text on the clipboard, as from another program."""
    with closing(page.context.new_page()) as other:
        other.set_content("<textarea autofocus></textarea>")
        other.locator("textarea").fill(text)
        other.keyboard.press("ControlOrMeta+a")
        other.keyboard.press("ControlOrMeta+c")
    page.bring_to_front()


def response_for(practice: str) -> Response:
    """What is typed of a practice in a whole briefing: every answer, both grades, with and without text."""
    number = ASKED.index(practice)
    if practice == "voluntary-platform-adoption":
        return Response(answer=Answer.NOT_APPLICABLE, note=REASON)
    answers = (Answer.ALWAYS, Answer.USUALLY, Answer.ALWAYS, Answer.SOMETIMES, Answer.NEVER, Answer.UNKNOWN)
    answer = answers[number % len(answers)]
    return Response(
        answer=answer,
        grade=Grade.SHOWN if number % 3 == 0 else Grade.CLAIMED,
        evidence=f"Seen: “{practice}”, run {number}" if number % 2 == 0 else "",
        note=f"Ọlá says: not on Fridays ({number}) ☂" if number % 4 == 1 else "",
    )


def saved(store: Path, customer: str) -> Engagement:
    """The customer's last engagement, as the store holds it."""
    with open_store(str(store)) as opened:
        return [*opened.engagements(customer=customer)][-1]


def see_in_store(page: Page, store: Path, customer: str, wanted: Callable[[Engagement], object]) -> Engagement:
    """The customer's last engagement once the store holds what is wanted of it; as it stands when that never comes."""
    held = saved(store, customer)
    for _ in range(LONG // POLL):
        if wanted(held):
            break
        page.wait_for_timeout(POLL)
        held = saved(store, customer)
    return held


def history(store: Path, customer: str) -> list[object]:
    """Everything that was ever said of the customer's last engagement, answer by answer and fact by fact."""
    with open_store(str(store)) as opened:
        return list(opened.changes(key=saved(store, customer).key))


def elapsed(store: Path, key: str) -> float:
    """Seconds that the store would go on from."""
    with open_store(str(store)) as opened:
        return sitting_in(opened.sittings()[key]).clock.recovered().before


@contextmanager
def paused(server: LiveServer) -> Iterator[None]:
    """Let the kernels of a server stand still: what is done meanwhile, no screen has seen."""
    kernels = server.kernels()
    for pid in kernels:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in kernels:
            os.kill(pid, signal.SIGCONT)


@contextmanager
def full_disk(server: LiveServer) -> Iterator[None]:
    """Let the kernels of a server write nothing more to any file, as on a full disk; the space comes back."""
    kernels = server.kernels()
    for pid in kernels:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        for pid in kernels:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def no_word_to_the_outside(live: LivePage) -> None:
    """The window asked no other machine for anything, and its scripts complained of nothing."""
    assert live.outside == []
    assert live.complaints == []
