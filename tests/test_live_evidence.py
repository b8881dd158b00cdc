"""Exports dropped in a live briefing, without a browser: measured, asked about, saved, and nothing of a file kept."""

import json
from pathlib import Path

import pytest
from dropped import LAST, deployments, drop, edit, runs, say_zone
from evidence_payloads import PLANTED
from rooms import Room

from maturity.evidence.summary import summary_of
from maturity.live.exports import MOST, Exports
from maturity.live.sitting import sitting_in
from maturity.model import Answer, Grade
from maturity.store import open_store

GREEN = "trunk-stays-green"
QUICK = "feedback-within-ten-minutes"
ON_DEMAND = "deploy-on-demand"
#: red now and then, and red once more than a threshold of `always` allows
RUNS = ("runs.json", runs(214, green=lambda number: number % 7 > 1))
CALM = ("later.json", runs(214, green=lambda _: True))
DEPLOYMENTS = ("deployments.csv", deployments(85))
NO_ZONE = ("local.csv", deployments(85, last=LAST.replace(tzinfo=None)))


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """A window on a customer who said that the trunk is always green."""
    opened = Room(store=tmp_path / "history.db")
    opened.begin()
    opened.answer(GREEN, "always", evidence="Shown on a wall", note="says the CTO")
    return opened


def stands(room: Room) -> dict[str, str]:
    """What each finding is to its answer."""
    return {found["practice"]: found["stand"] for found in room.state["measured"]["findings"]}


def test_an_export_says_what_it_measured_beside_what_was_said(room: Room) -> None:
    """Contradictions first, each with both answers and the sentence why."""
    told = drop(room, DEPLOYMENTS, RUNS).told
    assert [one["word"] for one in told] == ["Deployments (CSV): 85 deployments", "GitHub Actions runs: 214 runs"]
    first, *others = room.state["measured"]["findings"]
    assert (first["practice"], first["stand"], first["how"], first["said"]) == (GREEN, "contradicts", "Said", "Always")
    assert first["measured"] != "Always"
    assert "%" in first["sentence"]
    assert {QUICK, ON_DEMAND} <= {found["practice"] for found in others}
    assert {found["stand"] for found in others} == {"open"}


def test_a_contradiction_is_the_next_question(room: Room) -> None:
    """It is asked before what the verdict hangs on, in words that quote both; later puts it last, and loses nothing."""
    before = room.state
    drop(room, RUNS)
    state = room.state
    assert (state["next"]["practice"], state["next"]["again"]) == (GREEN, True)
    assert state["next"]["why"].startswith("You said “always”; the exports show “")
    assert state["next"]["why"].endswith("Which is it?")
    assert state["to_ask"] == before["to_ask"] + 1
    assert state["position"] == before["position"]
    state = room.do("later", practice=GREEN)
    assert state["next"]["practice"] != GREEN
    assert state["rest"][-1]["practice"] == GREEN


def test_nobody_is_told_to_stop_asking_while_the_exports_contradict(room: Room) -> None:
    """The verdict may be settled by what was said; not by what was measured."""
    for practice in ("every-commit-builds", "every-build-runs-tests", "failed-build-blocks-deployment"):
        room.answer(practice, "never")
    assert room.state["settled"]
    drop(room, RUNS)
    assert not room.state["settled"]


def test_one_press_takes_what_was_measured(room: Room) -> None:
    """Graded measured, with the sentence; what was said stays beside it; saved before it is shown, undone by one."""
    drop(room, RUNS)
    found = room.state["measured"]["findings"][0]
    room.do("take", practices=[GREEN], seen={GREEN: room.state["responses"][GREEN]["seen"]})
    with open_store(room.store) as kept:
        held = kept.engagement(room.state["key"]).responses[GREEN]
    assert (held.answer.value, held.grade, held.claimed) == (found["answer"], Grade.MEASURED, Answer.ALWAYS)
    assert held.evidence == f"{found['sentence']} Shown on a wall"
    assert held.note == "says the CTO"
    assert (stands(room)[GREEN], room.state["next"]["again"]) == ("taken", False)
    assert room.state["responses"][GREEN]["claimed"] == "always"
    state = room.do("undo")
    assert (state["responses"][GREEN]["answer"], state["responses"][GREEN]["grade"]) == ("always", "claimed")
    assert stands(room)[GREEN] == "contradicts"


def test_what_was_said_is_kept_with_a_note_and_never_silently(room: Room) -> None:
    """Without a note it is not saved; with one, the answer's evidence tells what was measured."""
    drop(room, RUNS)
    sentence = room.state["measured"]["findings"][0]["sentence"]
    state = room.do("keep", practice=GREEN, note=" ")
    assert "why" in state["responses"][GREEN]["problem"]
    assert stands(room)[GREEN] == "contradicts"
    room.do("keep", practice=GREEN, note="The export has a retired branch", seen=state["responses"][GREEN]["seen"])
    with open_store(room.store) as kept:
        held = kept.engagement(room.state["key"]).responses[GREEN]
    assert (held.answer, held.grade, held.note) == (Answer.ALWAYS, Grade.CLAIMED, "The export has a retired branch")
    assert held.evidence.startswith("Shown on a wall The exports show “")
    assert sentence in held.evidence
    assert (stands(room)[GREEN], room.state["next"]["again"]) == ("kept", False)
    room.do("undo")
    assert stands(room)[GREEN] == "contradicts"


def test_what_nobody_answered_is_taken_all_at_once(room: Room) -> None:
    """One edit, one undo; a practice that was not measured is left alone."""
    drop(room, RUNS, DEPLOYMENTS)
    state = room.do("take", practices=[QUICK, ON_DEMAND, "structured-logs", "nonsense"])
    assert [state["responses"][key]["grade"] for key in (QUICK, ON_DEMAND)] == ["measured", "measured"]
    assert state["responses"]["structured-logs"]["answer"] is None
    assert state["undo"] == "two measured answers"
    state = room.do("undo")
    assert [state["responses"][key]["answer"] for key in (QUICK, ON_DEMAND)] == [None, None]


def test_the_same_answer_said_and_measured_is_no_contradiction(room: Room) -> None:
    """It can be taken as measured, and what was said stays beside it."""
    drop(room, CALM)
    assert stands(room)[GREEN] == "agrees"
    state = room.do("take", practices=[GREEN])
    response = state["responses"][GREEN]
    assert (response["answer"], response["grade"], response["claimed"]) == ("always", "measured", "always")


def test_nobody_says_what_is_measured(room: Room) -> None:
    """An answer pressed over a measured one is only said, and contradicted; a note on it changes nothing else."""
    drop(room, RUNS)
    measured = room.do("take", practices=[GREEN])["responses"][GREEN]
    noted = room.answer(
        GREEN, measured["answer"], grade="measured", evidence=measured["evidence"], note="agreed in the room"
    )["responses"][GREEN]
    assert (noted["grade"], noted["claimed"], noted["note"]) == ("measured", "always", "agreed in the room")
    pressed = room.answer(GREEN, "always", grade="measured")["responses"][GREEN]
    assert (pressed["grade"], pressed["claimed"]) == ("claimed", None)
    assert stands(room)[GREEN] == "contradicts"


def test_two_voices_give_way_to_what_was_measured(room: Room) -> None:
    """As to an answer for the record; undo brings both back."""
    room.do("speakers", names=["CTO", "Engineer"])
    room.answer(QUICK, "never", voice="CTO")
    drop(room, RUNS)
    room.do("take", practices=[QUICK])
    assert room.state["said"] == {}
    assert room.do("undo")["said"] == {QUICK: {"CTO": "never"}}


def test_a_resumed_briefing_knows_what_the_exports_show(room: Room) -> None:
    """From the store alone; a further file takes the place of what it tells of, and the rest stays."""
    drop(room, RUNS, DEPLOYMENTS)
    before = stands(room)
    room.leave()
    again = Room(store=room.store, customer="Baobab Pay", now=room.now)
    assert stands(again) == before
    assert again.state["next"]["practice"] == GREEN
    drop(again, CALM)
    assert stands(again)[GREEN] == "agrees"
    assert stands(again)[ON_DEMAND] == "open"
    summary = summary_of(again.session.sitting.evidence)
    assert summary is not None
    assert (summary.rows.runs, summary.rows.deployments) == (214, 85)
    assert [read.kind for read in summary.read] == ["GitHub Actions runs", "deployments (CSV)"]


def test_files_that_overlap_are_counted_once(room: Room) -> None:
    """Whether they come together or one after another."""
    exports = drop(room, RUNS)
    once = room.state["measured"]["findings"]
    drop(room, ("again.json", RUNS[1]), exports=exports)
    assert room.state["measured"]["findings"] == once


def test_the_same_file_twice_is_told_and_counted_once(room: Room) -> None:
    """Under its own name or another; the kinds that were read name one file."""
    exports = drop(room, RUNS, ("copy.json", RUNS[1]))
    drop(room, ("copy of copy.json", RUNS[1]), exports=exports)
    words = [one["word"] for one in exports.told]
    assert words == ["GitHub Actions runs: 214 runs", *["The same file as runs.json; counted once"] * 2]
    assert room.state["measured"]["read"] == "GitHub Actions runs"


def test_times_without_a_zone_wait_for_one(room: Room) -> None:
    """They are left out, and it is told of which file; said, they count, and whatever was read before stays."""
    exports = drop(room, RUNS, NO_ZONE)
    (_, local) = exports.told
    assert local["word"] == "Deployments (CSV): 85 deployments. Its times name no time zone and are left out"
    assert (local["zoneless"], local["whole"], exports.clocks["zone"]) == (True, False, "")
    assert ON_DEMAND not in stands(room)
    say_zone(room, exports, "Africa/Nairobi")
    assert exports.told[1]["word"] == (
        "Deployments (CSV): 85 deployments (85 times without a zone taken as Africa/Nairobi)"
    )
    assert (exports.told[1]["whole"], stands(room)[ON_DEMAND], stands(room)[GREEN]) == (True, "open", "contradicts")
    summary = summary_of(room.session.sitting.evidence)
    assert summary is not None
    assert (summary.rows.runs, summary.rows.deployments, summary.partly) == (214, 85, 0)


def test_a_zone_can_be_changed_and_a_mistyped_one_changes_nothing(room: Room) -> None:
    """A wrong name is told with what may be meant; the right one moves the times, and the next file is read with it."""
    exports = drop(room, NO_ZONE)
    say_zone(room, exports, "Pacific/Kiritimati")
    far = room.session.sitting.evidence
    say_zone(room, exports, "Africa/Nairobbi")
    assert "did you mean 'Africa/Nairobi'?" in exports.clocks["zone_problem"]
    assert (exports.clocks["zone"], room.session.sitting.evidence) == ("Pacific/Kiritimati", far)
    say_zone(room, exports, "Africa/Nairobi")
    assert exports.clocks == {"zone": "Africa/Nairobi", "zone_problem": ""}
    assert "Africa/Nairobi" in exports.told[0]["word"]
    drop(room, ("more.csv", NO_ZONE[1].replace(b"2026-11", b"2026-10")), exports=exports)
    assert exports.told[1]["word"].endswith("taken as Africa/Nairobi)")
    assert exports.told[1]["zoneless"]


def test_a_zone_outlives_its_window(room: Room) -> None:
    """A window that comes after a power cut need not be told again; a file is not held for it."""
    exports = drop(room, NO_ZONE)
    say_zone(room, exports, "Africa/Nairobi")
    room.leave()
    again = Room(store=room.store, customer="Baobab Pay", now=room.now)
    (told,) = drop(again, NO_ZONE).told
    assert told["word"].endswith("taken as Africa/Nairobi)")


def test_a_file_that_ends_long_before_the_briefing_is_told_and_proves_nothing(room: Room) -> None:
    """As in a batch: what is over thirty days old at its end tells of another time."""
    exports = drop(room, ("old.json", runs(214, green=lambda _: False, last=LAST.replace(year=2025))))
    assert exports.told[0]["word"] == (
        "GitHub Actions runs: 214 runs. It ends on 20 November 2025, long before this briefing"
    )
    assert stands(room) == {}


def test_files_are_let_go_of_when_they_are_forgotten(room: Room) -> None:
    """One that waits for its zone is held in memory only until then."""
    exports = drop(room, NO_ZONE)
    assert exports.batch.coming["klocal.csv"].content.getvalue() == NO_ZONE[1]
    room.do("forget")
    exports.let_go()
    assert (exports.batch.coming, exports.told) == ({}, [])


def test_a_window_is_not_told_of_its_own_beginning(room: Room) -> None:
    """`--customer` opens the briefing before the window says its name: that is no other window."""
    room.leave()
    again = Room(store=room.store, customer="Baobab Pay", now=room.now)
    again.wait(minutes=1)
    again.session.keep()
    assert again.do("hello")["window"] == ""
    again.session.keep()
    assert again.state["window"] == ""


def test_nothing_of_a_file_is_kept(room: Room) -> None:
    """No person, address or message is in the store or on the screen, and no file is written."""
    drop(room, RUNS, DEPLOYMENTS)
    room.do("take", practices=[GREEN, QUICK, ON_DEMAND])
    shown = json.dumps(room.state)
    room.leave()
    stored = b"".join(file.read_bytes() for file in room.store.parent.rglob("*") if file.is_file()).lower()
    for name in PLANTED:
        assert name not in shown.lower()
        assert name.encode() not in stored
    assert b"runs.json" not in stored


def test_a_bad_file_is_one_clear_word_and_the_others_count(room: Room) -> None:
    """Empty, a picture, another kind, cut off: each is told, and what can be read is."""
    exports = drop(
        room,
        ("empty.json", b""),
        ("logo.png", b"\x89PNG\0\0\0"),
        ("song.json", b'{"song": 1}'),
        ("cut.json", RUNS[1][:-200]),
        ("utf16.csv", DEPLOYMENTS[1].decode().encode("utf-16")),
    )
    told = {one["name"]: (one["state"], one["word"]) for one in exports.told}
    assert told["empty.json"] == ("refused", "Is empty; expected an export")
    assert told["logo.png"] == ("refused", "Is no text; expected JSON, CSV or YAML")
    assert told["song.json"] == ("refused", "Is nothing known")
    assert told["cut.json"][0] == "read"
    assert "Stops in the middle" in told["cut.json"][1]
    assert told["utf16.csv"] == ("read", "Deployments (CSV): 85 deployments")
    assert {GREEN, ON_DEMAND} <= stands(room).keys()


def test_a_file_above_the_limit_is_refused_before_it_is_sent(room: Room) -> None:
    """With what to do instead; nothing of it is taken."""
    exports = Exports(session=room.session)
    exports.offer(edit(op="offer", exports=[{"key": "k", "name": "big.json", "size": MOST + 1}]))
    (told,) = exports.told
    assert (told["state"], told["got"]) == ("refused", 0)
    assert told["word"] == (
        "Is 100 MB; expected 100 MB at the most. Take a shorter period, or put it into "
        "evidence/2026-11-23-baobab-pay/ beside the answers: maturity brief reads it"
    )
    assert exports.receive(edit(op="piece", export="k", at=0), [b"[]"], lambda: None) == 0
    assert room.state["measured"] is None


def test_a_piece_counts_once_and_only_in_its_place(room: Room) -> None:
    """One that comes twice or too early changes nothing: the window is told how far it is."""
    exports = Exports(session=room.session)
    exports.offer(edit(op="offer", exports=[{"key": "k", "name": "a.json", "size": 10}]))

    def send(at: int, content: bytes) -> int:
        return exports.receive(edit(op="piece", export="k", at=at), [content], lambda: None)

    assert [send(0, b"[{}, "), send(0, b"[{}, "), send(7, b"{}]")] == [5, 5, 5]
    assert send(5, b"{}    ] and more") == 10
    assert exports.receive(edit(op="piece", export="other", at=0), [b"x"], lambda: None) == 0


def test_what_the_browser_cannot_read_is_told(room: Room) -> None:
    """A folder that was dropped, or a file that is gone."""
    exports = Exports(session=room.session)
    exports.offer(edit(op="offer", exports=[{"key": "k", "name": "folder", "size": 4096}]))
    exports.receive(edit(op="piece", export="k", at=0, broken=True), [], lambda: None)
    assert exports.told[0]["word"] == "Can't be read by the browser; expected a file, not a folder"


def test_exports_are_forgotten_and_answers_stay(room: Room) -> None:
    """A file of another customer's, dropped by mistake; what is dropped after that stands alone."""
    exports = drop(room, RUNS)
    room.do("take", practices=[QUICK])
    state = room.do("forget")
    assert (state["measured"], exports.told) == (None, [])
    assert state["responses"][QUICK]["grade"] == "measured"
    with open_store(room.store) as kept:
        assert sitting_in(kept.sittings()[state["key"]]).evidence == ""
    drop(room, DEPLOYMENTS, exports=exports)
    assert GREEN not in stands(room)
    assert ON_DEMAND in stands(room)


def test_exports_of_one_customer_never_reach_another(room: Room, tmp_path: Path) -> None:
    """A window that went on to somebody else shows and keeps nothing of what was dropped before."""
    exports = drop(room, RUNS)
    other = Room(store=tmp_path / "history.db")
    other.begin(customer="Tausi Air")
    room.do("resume", key=other.state["key"])
    assert (room.state["customer"], room.state["measured"], exports.told) == ("Tausi Air", None, [])
    drop(room, DEPLOYMENTS, exports=exports)
    assert GREEN not in stands(room)
    summary = summary_of(room.session.sitting.evidence)
    assert summary is not None
    assert summary.rows.runs == 0


def test_what_another_window_dropped_stays(room: Room) -> None:
    """Two windows on one briefing: each adds to what the exports show."""
    drop(room, RUNS)
    other = Room(store=room.store, customer="Baobab Pay", now=room.now)
    drop(other, DEPLOYMENTS)
    room.session.keep()
    assert {GREEN, ON_DEMAND} <= stands(room).keys()
    assert stands(room) == stands(other)


def test_what_another_window_answered_meanwhile_is_not_written_over(room: Room) -> None:
    """A press on a finding that stood beside an older answer is a conflict, like any other."""
    drop(room, RUNS)
    seen = room.state["responses"][GREEN]["seen"]
    other = Room(store=room.store, customer="Baobab Pay", now=room.now)
    other.answer(GREEN, "never")
    state = room.do("take", practices=[GREEN], seen={GREEN: seen})
    assert [conflict["practice"] for conflict in state["conflicts"]] == [GREEN]
    assert state["responses"][GREEN]["answer"] == "never"


def test_a_summary_of_another_version_is_no_summary(room: Room) -> None:
    """The briefing goes on without it."""
    room.session.put(evidence='{"of": "another version"}')
    assert room.state["measured"] is None
    drop(room, RUNS)
    assert stands(room)[GREEN] == "contradicts"
