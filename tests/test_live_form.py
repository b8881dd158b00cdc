"""The live form without a browser: what it hears, what it says, and the notebook that shows it."""

import asyncio
import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Event
from typing import Any

import comm
import msgspec
import pytest
from comm.base_comm import BaseComm
from dropped import runs
from rooms import FACTS, Room

from maturity.evidence import recognise
from maturity.evidence.summary import Summary, summary_json
from maturity.evidence.tables import Evidence
from maturity.files import digest
from maturity.live import LiveBriefing, open_briefing
from maturity.live.form import Form
from maturity.live.settings import VARIABLE, Settings, settings_text
from maturity.live.sitting import sitting_in
from maturity.store import open_store

PRACTICE = "every-commit-builds"


class Line(BaseComm):
    """A comm that keeps what is sent over it."""

    sent: list[tuple[dict[str, Any], list[bytes]]]

    def publish_msg(
        self,
        msg_type: str,  # noqa: ARG002  (comm's own signature)
        data: dict[str, Any] | None = None,
        metadata: dict[str, Any] | None = None,  # noqa: ARG002  (the same)
        buffers: list[bytes] | None = None,
        **keys: Any,  # noqa: ANN401, ARG002  (the same)
    ) -> None:
        """Keep a message."""
        if data and data.get("method") == "custom":
            self.sent.append((json.loads(json.dumps(data["content"])), buffers or []))


class Lines(list[Line]):
    """Every comm that was opened."""

    def open(self, **given: Any) -> Line:  # noqa: ANN401  (comm's own)
        """Open one."""
        line = Line.__new__(Line)
        line.sent = []
        line.__init__(**given)  # type: ignore[misc]  # the first message goes out while it is made
        self.append(line)
        return line


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], tuple[Form, Line]]]:
    """Makes a form on a store of its own, and the line that it speaks over."""
    lines = Lines()
    monkeypatch.setattr(comm, "create_comm", lines.open)

    def make() -> tuple[Form, Line]:
        form = Form(Room(store=tmp_path / "history.db").session)
        return form, lines[-1]

    yield make
    for line in lines:
        line.close()


def tell(form: Form, buffers: Sequence[bytes] = (), **content: object) -> None:
    """Send what a browser sends."""
    sent = {"data": {"method": "custom", "content": content}}
    form._handle_msg({"content": sent, "buffers": [memoryview(buffer) for buffer in buffers]})


def test_a_window_that_opens_is_told_everything(made: Callable[[], tuple[Form, Line]]) -> None:
    """The model's words once, the state, and the letters; its hello is acknowledged."""
    form, line = made()
    tell(form, op="hello", n=1, window="w")
    (model, _), (state, _), (fonts, files) = line.sent
    assert (model["kind"], len(model["stages"]), len(model["answers"])) == ("model", 5, 6)
    assert (state["kind"], state["acks"], state["state"]["began"]) == ("state", [1], False)
    assert [font["family"] for font in fonts["fonts"]] == ["Inter", "Inter", "EB Garamond"]
    assert all(bytes(file[:4]) == b"wOF2" for file in files)


def test_every_edit_is_acknowledged(made: Callable[[], tuple[Form, Line]]) -> None:
    """One that is refused too, and one that nobody can read."""
    form, line = made()
    tell(form, op="begin", n=1, window="w", facts=FACTS)
    tell(form, op="answer", n=2, window="w", practice=PRACTICE, answer="always")
    tell(form, op="answer", n=3, window="w", practice="nonsense", answer="always")
    tell(form, op="explode", n=4, window="w")
    tell(form, op="ping", n=5, window="w")
    assert [(said["kind"], said["acks"]) for said, _ in line.sent] == [
        ("state", [1]),
        ("state", [2]),
        ("state", [3]),
        ("pong", [4]),
        ("pong", [5]),
    ]
    assert line.sent[1][0]["state"]["responses"][PRACTICE]["answer"] == "always"


def test_an_edit_heard_twice_is_done_once(made: Callable[[], tuple[Form, Line]]) -> None:
    """A window sends again what it thinks nobody heard; undone twice would be one too many."""
    form, line = made()
    tell(form, op="begin", n=1, window="w", facts=FACTS)
    for n, answer in ((2, "never"), (3, "usually"), (4, "always")):
        tell(form, op="answer", n=n, window="w", practice=PRACTICE, answer=answer)
    for _ in range(2):
        tell(form, op="undo", n=5, window="w")
    assert line.sent[-1][0]["acks"] == [5]
    assert line.sent[-1][0]["state"]["responses"][PRACTICE]["answer"] == "usually"


def test_whatever_goes_wrong_is_acknowledged_and_told(
    made: Callable[[], tuple[Form, Line]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A window that nobody answers would take this kernel for dead; what it showed stays."""
    form, line = made()
    tell(form, op="begin", n=1, window="w", facts=FACTS)

    def fail(*_: object) -> None:
        message = "a fault of ours"
        raise RuntimeError(message)

    monkeypatch.setattr("maturity.live.form.do", fail)
    tell(form, op="undo", n=2, window="w")
    told = line.sent[-1][0]
    assert (told["acks"], told["state"]["customer"]) == ([2], "Baobab Pay")
    assert "a fault of ours" in told["state"]["unsaved"]


def test_what_another_window_saved_is_shown_at_a_ping(
    made: Callable[[], tuple[Form, Line]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without being asked."""
    monkeypatch.setattr("maturity.live.form.LOOK_EVERY", -1)
    form, line = made()
    tell(form, op="begin", n=1, window="w", facts=FACTS)
    tell(form, op="ping", n=2, window="w")
    other, _ = made()
    tell(other, op="hello", n=1, window="v", resume="2026-11-23-baobab-pay")
    tell(other, op="answer", n=2, window="v", practice=PRACTICE, answer="sometimes")
    said = len(line.sent)
    tell(form, op="ping", n=3, window="w")
    (pong, _), (state, _) = line.sent[said:]
    assert (pong["kind"], state["acks"]) == ("pong", [])
    assert state["state"]["responses"][PRACTICE]["answer"] == "sometimes"


def test_the_workbook_and_the_page_are_made(made: Callable[[], tuple[Form, Line]]) -> None:
    """One press: progress while it goes on, the files at the end with what exports showed, the page for the window."""
    form, line = made()
    shown = summary_json(Summary(as_of=date(2026, 11, 20)))

    async def press() -> None:
        tell(form, op="begin", n=1, window="w", facts=FACTS)
        tell(form, op="answer", n=2, window="w", practice=PRACTICE, answer="never")
        form.session.put(evidence=shown)
        tell(form, op="make", n=3, window="w")
        while form.making is None or not form.making.finished or line.sent[-1][0]["kind"] != "page":  # noqa: ASYNC110  (what is waited for is a thread, not a task)
            await asyncio.sleep(0.05)

    with ThreadPoolExecutor(1) as thread:  # this one may have a loop already: that of the browser tests
        thread.submit(lambda: asyncio.run(asyncio.wait_for(press(), 60))).result()
    told = [said["state"]["making"] for said, _ in line.sent if said["kind"] == "state" and said["state"].get("making")]
    assert told[-1]["problem"] == ""
    assert [one["done"] for one in told] == sorted(one["done"] for one in told)
    assert [Path(file).suffix for file in told[-1]["files"]] == [".ipynb", ".html", ".html"]
    (page, (content,)) = line.sent[-1]
    assert page["name"] == "2026-11-23-baobab-pay.html"
    assert b"Baobab Pay" in content
    with open_store(form.session.settings.store) as kept:
        workbook = json.loads(Path(told[-1]["files"][0]).read_text(encoding="utf-8"))
        assert workbook["metadata"]["maturity"]["evidence_hash"] == digest(shown.encode())
        assert workbook["metadata"]["maturity"]["input_hash"] == kept.engagement("2026-11-23-baobab-pay").hash


def test_a_finished_briefing_has_no_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same notebook: with an engagement it is a workbook, without one it asks."""
    monkeypatch.setenv(VARIABLE, settings_text(Settings(store=str(tmp_path / "history.db"))))
    live = open_briefing()
    assert isinstance(live, LiveBriefing)
    assert isinstance(live.form(), Form)
    assert live.staircase() is None
    engagement = msgspec.json.encode({"customer": "Baobab Pay", "held_on": "2026-03-12"}).decode()
    assert open_briefing(engagement).form() is None
    assert not (tmp_path / "history.db").exists()


def test_a_live_briefing_shows_its_exhibits_as_they_are_now(tmp_path: Path) -> None:
    """The cells below the form say what the workbook would say."""
    room = Room(store=tmp_path / "history.db")
    live = LiveBriefing(session=room.session)
    room.begin()
    room.answer(PRACTICE, "never")
    assert "every commit builds" in live.investments().text.casefold()
    assert live.peers() is None
    with pytest.raises(AttributeError, match="nonsense"):
        live.nonsense  # noqa: B018  (asking is what raises)


def test_an_export_is_read_while_the_window_is_answered(
    made: Callable[[], tuple[Form, Line]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pieces are acknowledged by how far they came; while the file is read, a sign of life has its answer at once."""
    may_read = Event()
    read = recognise.read_content

    def slow(*given: Any, **named: Any) -> Evidence:  # noqa: ANN401  (the same as it stands for)
        may_read.wait(60)
        return read(*given, **named)

    monkeypatch.setattr(recognise, "read_content", slow)
    form, line = made()
    content = runs(60, green=lambda _: True)

    async def drop() -> None:
        tell(form, op="begin", n=1, window="w", facts=FACTS)
        offered = {"key": "k", "name": "runs.json", "size": len(content)}
        tell(form, op="offer", n=2, window="w", exports=[offered])
        for at in range(0, len(content), 20_000):
            tell(form, [content[at : at + 20_000]], op="piece", window="w", export="k", at=at)
        tell(form, op="ping", n=3, window="w")
        assert (line.sent[-1][0]["acks"], form.exports.told[0]["state"]) == ([3], "reading")
        may_read.set()
        while form.exports.told[0]["state"] != "read" or line.sent[-1][0]["state"]["measured"] is None:  # noqa: ASYNC110  (what is waited for is a thread, not a task)
            await asyncio.sleep(0.05)

    with ThreadPoolExecutor(1) as thread:  # this one may have a loop already: that of the browser tests
        thread.submit(lambda: asyncio.run(asyncio.wait_for(drop(), 60))).result()
    got = [said["got"] for said, _ in line.sent if said["kind"] == "piece"]
    assert (got[0], got[-1], got) == (20_000, len(content), sorted(got))
    state = line.sent[-1][0]["state"]
    assert state["exports"][0]["word"] == "GitHub Actions runs: 60 runs"
    with open_store(form.session.settings.store) as kept:
        assert sitting_in(kept.sittings()[state["key"]]).evidence
