"""A live briefing, without a browser: what is said is saved, what can't be is told, and nothing is lost."""

import json
from pathlib import Path

import pytest
from rooms import FACTS, Room
from sqlalchemy.exc import OperationalError

from maturity.errors import InputError
from maturity.model import Answer, Grade
from maturity.model_file import built_in_model
from maturity.store import open_store

CI = ("every-commit-builds", "every-build-runs-tests", "failed-build-blocks-deployment", "trunk-stays-green")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Where a store will be."""
    return tmp_path / "history.db"


def test_nothing_is_made_before_there_is_a_customer(store: Path) -> None:
    """A form that nobody used leaves no file."""
    room = Room(store=store)
    assert room.do("hello") == room.state
    assert not room.state["began"]
    assert not store.exists()


def test_a_customer_is_entered_in_the_room(store: Path) -> None:
    """Facts as typed, kept as a spreadsheet's would be: a country by its name, a head count as a number."""
    state = Room(store=store).begin()
    assert (state["began"], state["key"], state["held_on"]) == (True, "2026-11-23-baobab-pay", "23 November 2026")
    with open_store(store) as kept:
        held = kept.engagement("2026-11-23-baobab-pay")
    assert (held.country, held.engineers, held.consultant) == ("KE", 30, "Amina")


def test_a_fact_that_cannot_be_is_said_beside_its_field(store: Path) -> None:
    """The rest goes on, what was typed stays, and nothing is begun with a wrong name or day."""
    room = Room(store=store)
    state = room.begin(held_on="2026-02-30", engineers="-4")
    assert not state["began"]
    assert state["facts"]["engineers"]["text"] == "-4"
    assert "expected" in state["facts"]["engineers"]["problem"]
    assert "2026-02-30" in state["facts"]["held_on"]["problem"]
    assert not store.exists()
    room.begin()
    seen = room.state["facts"]["engineers"]["seen"]
    state = room.do("fact", name="engineers", text="many", seen=seen)
    assert (state["facts"]["engineers"]["text"], state["verdict"]["floor"]) == ("many", 0)
    after = room.do("fact", name="engineers", text="1,200", seen=seen)["facts"]["engineers"]
    assert (after["text"], after["problem"]) == ("1200", "")


def test_an_answer_is_in_the_store_before_it_is_confirmed(store: Path) -> None:
    """Whoever opens the store when the window shows `saved` finds the answer, its grade, evidence and note."""
    room = Room(store=store)
    room.begin()
    state = room.answer(CI[0], "always", grade="shown", evidence="Run 4711", note="Ṣadé showed it")
    assert state["responses"][CI[0]]["saved"]
    with open_store(store) as kept:
        held = kept.engagement(room.state["key"]).responses[CI[0]]
    assert (held.answer, held.grade, held.evidence, held.note) == (
        Answer.ALWAYS,
        Grade.SHOWN,
        "Run 4711",
        "Ṣadé showed it",
    )


def test_the_picture_follows_the_speech(store: Path) -> None:
    """Staircase, interval, bottom line and first three change with the answers that change them."""
    room = Room(store=store)
    before = room.begin()
    for practice in CI[:3]:
        room.answer(practice, "always")
    after = room.answer(CI[3], "never")
    assert (before["verdict"]["ceiling"], after["verdict"]["ceiling"]) == (4, 0)
    assert after["picture"]["svg"] != before["picture"]["svg"]
    assert after["three"][0]["practice"] == CI[3]
    assert "Baobab Pay" in after["standing"]


def test_not_applicable_waits_for_its_reason(store: Path) -> None:
    """The press is shown as not saved, and saved with the reason."""
    room = Room(store=store)
    room.begin()
    state = room.answer(CI[0], "not-applicable")
    assert state["responses"][CI[0]]["saved_at"] is None
    assert "why" in state["responses"][CI[0]]["problem"]
    state = room.answer(CI[0], "not-applicable", note="They ship a packaged product")
    assert (state["responses"][CI[0]]["problem"], state["saved"]["answers"]) == ("", 1)


def test_power_is_cut_and_the_briefing_goes_on(store: Path) -> None:
    """Every confirmed answer, the place and the clock are there; the time in the dark does not count."""
    room = Room(store=store)
    room.begin()
    room.answer(CI[0], "always")
    room.wait(10)
    room.answer(CI[1], "usually")
    room.do("later", practice=CI[2])
    room.leave()
    again = Room(store=store, customer="Baobab Pay", now=room.now)
    state = again.state
    assert state["responses"][CI[1]]["answer"] == "usually"
    assert state["position"] == CI[1]
    assert state["clock"] == {"elapsed": 600.0, "running": True, "total": 3600}
    later = Room(store=store, customer=state["key"], now=room.now.replace(hour=15))
    assert later.state["clock"]["elapsed"] == 600.0


def test_a_paused_clock_stays_paused(store: Path) -> None:
    """Paused and resumed with the session."""
    room = Room(store=store)
    room.begin()
    room.wait(5)
    room.do("clock", run=False)
    room.wait(30)
    assert room.state["clock"]["elapsed"] == 300.0
    again = Room(store=store, customer="Baobab Pay", now=room.now)
    assert again.state["clock"] == {"elapsed": 300.0, "running": False, "total": 3600}


def test_a_window_that_comes_back_sends_what_was_never_heard(store: Path) -> None:
    """It names the engagement that it showed; edits that the store holds already change nothing."""
    room = Room(store=store)
    room.begin()
    room.answer(CI[0], "always")
    pending = [
        {"op": "answer", "n": 2, "practice": CI[0], "answer": "always"},
        {"op": "answer", "n": 3, "practice": CI[1], "answer": "never", "note": "typed in the dark"},
        {"op": "of another version", "n": 4},
    ]
    back = Room(store=store, now=room.now)
    state = back.do("hello", resume="2026-11-23-baobab-pay", pending=pending)
    assert (state["responses"][CI[1]]["note"], state["saved"]["answers"]) == ("typed in the dark", 2)
    assert state["conflicts"] == []


def test_two_windows_ask_before_one_writes_over_the_other(store: Path) -> None:
    """The second is told that there is a first; where they differ, both answers are shown, and one press settles it."""
    first = Room(store=store)
    first.begin()
    second = Room(store=store, customer="Baobab Pay")
    assert "one other window" in second.state["window"]
    assert (
        Room(store=store)
        .do("hello", resume=second.state["key"], window=second.session.window)["window"]
        .count("one other window")
    )  # the same window, opened again, is not a third
    seen = second.state["responses"][CI[0]]["seen"]
    first.answer(CI[0], "always")
    state = second.do("answer", practice=CI[0], answer="never", seen=seen)
    (conflict,) = state["conflicts"]
    assert (conflict["yours"].split(",")[0], conflict["theirs"].split(",")[0]) == ("Never", "Always")
    assert state["responses"][CI[0]]["answer"] == "always"
    state = second.do("settle", practice=CI[0], take="mine")
    assert (state["responses"][CI[0]]["answer"], state["conflicts"]) == ("never", [])
    assert first.session.record is not None
    assert first.session.record.look()
    assert first.state["responses"][CI[0]]["answer"] == "never"


def test_an_answer_that_the_screen_never_showed_is_not_written_over(store: Path) -> None:
    """Even where Python knows it already: what counts is what the consultant could see."""
    first = Room(store=store)
    first.begin()
    second = Room(store=store, customer="Baobab Pay")
    first.answer(CI[0], "always")
    assert second.session.record is not None
    second.session.record.look()
    state = second.do("answer", practice=CI[0], answer="never", seen=None)
    assert [conflict["practice"] for conflict in state["conflicts"]] == [CI[0]]
    assert state["responses"][CI[0]]["answer"] == "always"


def test_a_quick_hand_is_in_no_conflict_with_itself(store: Path) -> None:
    """A second press, sent before the first was confirmed, counts."""
    room = Room(store=store)
    room.begin()
    room.do("answer", practice=CI[0], answer="never", seen=None)
    state = room.do("answer", practice=CI[0], answer="always", seen=None)
    assert (state["responses"][CI[0]]["answer"], state["conflicts"]) == ("always", [])


def test_theirs_can_stand(store: Path) -> None:
    """The other press of a conflict changes nothing in the store."""
    first = Room(store=store)
    first.begin()
    second = Room(store=store, customer="Baobab Pay")
    first.answer(CI[0], "always")
    second.do("answer", practice=CI[0], answer="never", seen=None)
    state = second.do("settle", practice=CI[0], take="theirs")
    assert (state["responses"][CI[0]]["answer"], state["conflicts"]) == ("always", [])


def test_facts_of_two_windows_conflict_too(store: Path) -> None:
    """A head count that another window changed meanwhile is not written over unasked."""
    first = Room(store=store)
    first.begin()
    second = Room(store=store, customer="Baobab Pay")
    first.do("fact", name="engineers", text="80", seen=first.state["facts"]["engineers"]["seen"])
    state = second.do("fact", name="engineers", text="45", seen=None)
    assert [(c["practice"], c["yours"], c["theirs"]) for c in state["conflicts"]] == [("engineers", "45", "80")]
    assert state["conflicts"][0]["name"] == "Product engineers"
    assert second.do("settle", practice="engineers", take="mine")["facts"]["engineers"]["text"] == "45"


def test_undo_takes_back_nothing_that_another_window_said(store: Path) -> None:
    """Their newer answer is asked about, and stands until then."""
    first = Room(store=store)
    first.begin()
    first.answer(CI[0], "never")
    second = Room(store=store, customer="Baobab Pay")
    second.answer(CI[0], "always", evidence="Run 4711")
    assert first.session.record is not None
    first.session.record.look()
    state = first.do("undo")
    assert [(c["yours"], c["theirs"]) for c in state["conflicts"]] == [("nothing", "Always, said, Run 4711")]
    assert state["responses"][CI[0]]["answer"] == "always"


def test_a_fact_that_comes_late_is_not_written_over_a_newer_one(store: Path) -> None:
    """A window that died may be heard long after; facts and signals go by what it had seen, as answers do."""
    room = Room(store=store)
    room.begin()
    other = Room(store=store, customer="Baobab Pay")
    other.do("fact", name="engineers", text="200", seen=other.state["facts"]["engineers"]["seen"])
    other.do("signal", key="has-dashboards", value=True, seen=None)
    late = Room(store=store)
    state = late.do(
        "hello",
        resume="2026-11-23-baobab-pay",
        pending=[
            {"op": "fact", "n": 7, "window": "dead", "name": "engineers", "text": "31", "seen": None},
            {"op": "signal", "n": 8, "window": "dead", "key": "has-dashboards", "value": False, "seen": None},
        ],
    )
    assert (state["facts"]["engineers"]["text"], state["signals"]["has-dashboards"]) == ("200", True)
    assert [(c["name"], c["yours"], c["theirs"]) for c in state["conflicts"]] == [
        ("Product engineers", "31", "200"),
        ("Has dashboards", "no", "yes"),
    ]


def test_what_is_typed_of_a_customer_who_is_here_already_is_not_thrown_away(store: Path) -> None:
    """Begun twice on a day, the briefing goes on: new facts are saved, differing ones are asked about."""
    Room(store=store).begin()
    state = Room(store=store).begin(engineers="45", request="Observability")
    assert state["facts"]["request"]["text"] == "Observability"
    assert [(c["name"], c["yours"], c["theirs"]) for c in state["conflicts"]] == [("Product engineers", "45", "30")]


def test_a_customer_who_was_renamed_elsewhere_is_followed(store: Path) -> None:
    """The other window goes on saving, under the new name."""
    first = Room(store=store)
    first.begin(customer="Baobab Pey")
    second = Room(store=store, customer="Baobab Pey")
    first.do("fact", name="customer", text="Baobab Pay")
    state = second.answer(CI[0], "always")
    assert (state["key"], state["responses"][CI[0]]["saved"] != "") == ("2026-11-23-baobab-pay", True)
    third = Room(store=store, customer="Baobab Pay")
    first.do("fact", name="customer", text="Baobab Group")
    assert third.session.record is not None
    assert third.session.record.look()
    assert third.state["customer"] == "Baobab Group"


def test_voices_heard_in_two_windows_are_both_kept(store: Path) -> None:
    """Neither window's speaker is written over."""
    first = Room(store=store)
    first.begin()
    second = Room(store=store, customer="Baobab Pay")
    for room in (first, second):
        room.do("speakers", names=["CTO", "Engineer"])
    first.do("answer", practice=CI[0], answer="always", voice="CTO", seen=None)
    state = second.do("answer", practice=CI[0], answer="never", voice="Engineer", seen=None)
    assert state["said"][CI[0]] == {"CTO": "always", "Engineer": "never"}
    assert (state["responses"][CI[0]]["answer"], state["conflicts"]) == ("unknown", [])


def test_a_full_disk_is_said_and_the_answer_stays(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What can't be saved counts in the picture, is marked, and is saved with the next press that gets through."""
    room = Room(store=store)
    room.begin()
    full = OperationalError("insert", {}, Exception("database or disk is full"))

    def refuse(*_: object, **__: object) -> None:
        raise full

    with monkeypatch.context() as broken:
        broken.setattr("maturity.store.saving.log.write_entries", refuse)
        state = room.answer(CI[0], "always", note="kept")
    assert "disk is full" in state["unsaved"]
    assert (state["responses"][CI[0]]["answer"], state["responses"][CI[0]]["saved_at"]) == ("always", None)
    assert "disk is full" in state["responses"][CI[0]]["problem"]
    state = room.do("retry")
    assert (state["unsaved"], state["responses"][CI[0]]["problem"]) == ("", "")
    with open_store(store) as kept:
        assert kept.engagement(state["key"]).responses[CI[0]].note == "kept"


def test_a_history_that_went_back_is_told_and_brought_forward(store: Path) -> None:
    """A backup put in its place: what this window shows waits, and Retry saves it again."""
    room = Room(store=store)
    room.begin()
    room.answer(CI[0], "always")
    backup = store.read_bytes()
    room.answer(CI[1], "never", note="kept")
    room.leave()
    store.write_bytes(backup)
    assert room.session.record is not None
    room.session.record.look()
    state = room.state
    assert "went back" in state["unsaved"]
    assert (state["responses"][CI[1]]["answer"], state["responses"][CI[1]]["saved_at"]) == ("never", None)
    state = room.do("retry")
    assert (state["unsaved"], state["responses"][CI[1]]["saved"] != "") == ("", True)
    with open_store(store) as kept:
        assert kept.engagement(state["key"]).responses[CI[1]].note == "kept"


def test_a_history_that_is_gone_is_said_to_be_gone(store: Path) -> None:
    """And the answer waits until it is back."""
    room = Room(store=store)
    room.begin()
    room.leave()
    store.rename(store.with_suffix(".away"))
    assert "is not there any more" in room.answer(CI[0], "always")["unsaved"]
    store.with_suffix(".away").rename(store)
    assert room.do("retry")["unsaved"] == ""
    with open_store(store) as kept:
        assert [*kept.engagement("2026-11-23-baobab-pay").responses] == [CI[0]]


def test_what_was_never_saved_waits_until_the_history_is_back(store: Path) -> None:
    """The window keeps it, over a reload too, and it is saved as soon as the customer can be opened."""
    room = Room(store=store)
    key = room.begin()["key"]
    room.leave()
    store.rename(store.with_suffix(".away"))
    pending = [{"op": "answer", "n": 9, "window": "w", "practice": CI[0], "answer": "always", "engagement": key}]
    back = Room(store=store)
    state = back.do("hello", resume=key, pending=pending)
    assert (state["began"], back.session.unsaved) == (False, [("w", 9)])
    store.with_suffix(".away").rename(store)
    state = back.do("resume", key=key)
    assert (state["responses"][CI[0]]["answer"], back.session.unsaved) == ("always", [])
    with open_store(store) as kept:
        assert [*kept.engagement(key).responses] == [CI[0]]


def test_a_late_answer_erases_no_voices(store: Path) -> None:
    """Two people were heard elsewhere meanwhile: the answer is asked about, and both stay."""
    first = Room(store=store)
    first.begin()
    second = Room(store=store, customer="Baobab Pay")
    second.do("speakers", names=["CTO", "Engineer"])
    second.do("answer", practice=CI[0], answer="always", voice="CTO", seen=None)
    second.do("answer", practice=CI[0], answer="never", voice="Engineer", seen=None)
    state = first.do("answer", practice=CI[0], answer="usually", seen=None)
    assert [conflict["practice"] for conflict in state["conflicts"]] == [CI[0]]
    state = first.do("settle", practice=CI[0], take="theirs")
    assert state["said"][CI[0]] == {"CTO": "always", "Engineer": "never"}
    assert state["responses"][CI[0]]["answer"] == "unknown"


def test_a_history_that_lost_the_briefing_gets_all_of_it_again(store: Path) -> None:
    """With the next answer; but a customer who was deleted is not brought back."""
    room = Room(store=store)
    room.begin()
    room.answer(CI[0], "always")
    room.leave()
    store.unlink()
    with open_store(store, create=True):
        pass
    state = room.answer(CI[1], "never")
    assert (state["unsaved"], state["saved"]["answers"]) == ("", 2)
    with open_store(store) as kept:
        kept.delete("Baobab Pay")
    state = room.answer(CI[2], "never")
    assert "was deleted from the history" in state["responses"][CI[2]]["problem"]
    with open_store(store) as kept:
        assert kept.customers() == ()


def test_a_sign_of_life_undoes_nothing_that_another_window_did(store: Path) -> None:
    """A pause, speakers, an end: they hold in both, and each window's own place stays its own change."""
    first = Room(store=store)
    first.begin()
    second = Room(store=store, customer="Baobab Pay")
    first.do("speakers", names=["CTO", "Engineer"])
    first.do("clock", run=False)
    first.do("finish")
    second.do("go", practice=CI[2])
    state = second.state
    assert (state["finished"], state["clock"]["running"], state["speakers"]) == (True, False, ["CTO", "Engineer"])
    first.session.keep()
    assert first.state["position"] == CI[2]


def test_a_finished_briefing_stays_finished_when_its_window_opens_again(store: Path) -> None:
    """Until somebody goes on with it."""
    room = Room(store=store)
    key = room.begin()["key"]
    assert room.do("finish")["finished"]
    again = Room(store=store)
    assert again.do("hello", resume=key)["finished"]
    assert not Room(store=store, customer=key).state["finished"]


def test_an_answer_for_the_customer_before_is_not_lost_on_a_full_disk(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It lands where it was meant, is told while it can't be saved, and is saved by Retry."""
    room = Room(store=store)
    before = room.begin()["key"]
    room.begin(customer="Zellige")
    full = OperationalError("insert", {}, Exception("database or disk is full"))

    def refuse(*_: object, **__: object) -> None:
        raise full

    with monkeypatch.context() as broken:
        broken.setattr("maturity.store.saving.log.write_entries", refuse)
        state = room.do("answer", practice=CI[0], answer="always", engagement=before)
    assert (state["customer"], "disk is full" in state["unsaved"]) == ("Zellige", True)
    assert room.session.unsaved == [("w", 3)]
    assert room.do("retry")["unsaved"] == ""
    assert room.session.unsaved == []
    with open_store(store) as kept:
        assert [*kept.engagement(before).responses] == [CI[0]]


def test_the_last_thing_said_is_taken_back(store: Path) -> None:
    """One after the other, down to the empty form; the log keeps all of it."""
    room = Room(store=store)
    room.begin()
    room.answer(CI[0], "always")
    room.answer(CI[0], "never")
    room.do("fact", name="engineers", text="31", seen=room.state["facts"]["engineers"]["seen"])
    room.do("signal", key="runs-kubernetes", value=True)
    assert "Kubernetes" in room.state["undo"]
    assert room.do("undo")["signals"]["runs-kubernetes"] is None
    assert room.do("undo")["facts"]["engineers"]["text"] == "30"
    assert room.do("undo")["responses"][CI[0]]["answer"] == "always"
    assert room.do("undo")["responses"][CI[0]]["answer"] is None
    assert room.state["undo"] == ""


def test_two_voices_are_both_kept(store: Path) -> None:
    """While they differ, a claim of `always` is not proven; the verdict under each is told, and agreeing ends it."""
    room = Room(store=store)
    room.begin()
    for practice in CI[1:]:
        room.answer(practice, "always")
    assert room.do("speakers", names=["CTO", "Engineer"])["speakers"] == ["CTO", "Engineer"]
    room.answer(CI[0], "always", voice="CTO")
    state = room.answer(CI[0], "sometimes", voice="Engineer")
    assert state["said"][CI[0]] == {"CTO": "always", "Engineer": "sometimes"}
    assert state["responses"][CI[0]]["answer"] == "unknown"
    assert [(v["speaker"], v["floor"]) for v in state["verdicts"]] == [("CTO", 1), ("Engineer", 0)]
    assert [(d["practice"], d["changes"]) for d in state["disputes"]] == [(CI[0], True)]
    with open_store(store) as kept:
        assert kept.engagement(state["key"]).voices == {CI[0]: {"CTO": "always", "Engineer": "sometimes"}}
    state = room.answer(CI[0], "usually")
    assert (state["said"], state["disputes"], state["responses"][CI[0]]["answer"]) == ({}, [], "usually")


def test_what_if_is_never_saved(store: Path) -> None:
    """Ticked practices move an outline; dropping them leaves everything as it was, in the store too."""
    room = Room(store=store)
    room.begin()
    plain = room.answer(CI[0], "never")
    state = room.do("whatif", practices=[*CI])
    assert state["whatif"]["practices"] == [*CI]
    assert state["picture"]["svg"] != plain["picture"]["svg"]
    assert state["responses"] == plain["responses"]
    with open_store(store) as kept:
        assert [*kept.engagement(state["key"]).responses] == [CI[0]]
    assert room.do("whatif", practices=[])["picture"]["svg"] == plain["picture"]["svg"]


def test_a_thought_is_parked_beside_those_of_another_window(store: Path) -> None:
    """Neither window's thought is lost; a thought dealt with goes."""
    first = Room(store=store)
    first.begin()
    second = Room(store=store, customer="Baobab Pay")
    first.do("park", text="Licence costs")
    assert second.do("park", text="<b>PCI</b> audit")["parked"] == ["Licence costs", "<b>PCI</b> audit"]
    first.do("ping")
    assert first.do("unpark", text="Licence costs")["parked"] == ["<b>PCI</b> audit"]


def test_a_customer_is_asked_again_with_the_last_answers_beside(store: Path) -> None:
    """A finished briefing is not opened again on another day: facts go along, answers do not."""
    room = Room(store=store)
    room.begin(held_on="2026-03-12")
    room.answer(CI[0], "sometimes", grade="shown")
    room.do("finish")
    again = Room(store=store, customer="baobab-pay", now=room.now)
    state = again.state
    assert (state["key"], state["facts"]["engineers"]["text"]) == ("2026-11-23-baobab-pay", "30")
    assert state["last"] == {
        "held_on": "12 March 2026",
        "responses": {CI[0]: {"answer": "sometimes", "grade": "shown"}},
    }
    assert state["responses"][CI[0]]["answer"] is None


def test_a_customer_is_called_otherwise(store: Path) -> None:
    """A slip in the name is mended: the key follows, the answers and the clock stay."""
    room = Room(store=store)
    room.begin(customer="Baobab Pey")
    room.answer(CI[0], "always")
    room.wait(5)
    room.do("clock", run=False)
    state = room.do("fact", name="customer", text="Baobab Pay")
    assert (state["key"], state["customer"]) == ("2026-11-23-baobab-pay", "Baobab Pay")
    assert state["responses"][CI[0]]["answer"] == "always"
    again = Room(store=store, customer="Baobab Pay", now=room.now)
    assert again.state["clock"] == {"elapsed": 300.0, "running": False, "total": 3600}
    assert again.do("fact", name="customer", text="Baobab Pey")["key"] == "2026-11-23-baobab-pey"  # and back


def test_an_unknown_customer_is_refused_with_the_nearest(store: Path) -> None:
    """Before anything is opened."""
    Room(store=store).begin()
    with pytest.raises(InputError, match="did you mean 'baobab-pay'"):
        Room(store=store, customer="Baobab Pai")


HOSTILE = {
    "a pasted page of 100 KB": "Ṣadé ₦5 🚀 " * 10_000,
    "right to left": "שלום עליכם مرحبا",
    "a page": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "a formula": "=HYPERLINK(1)",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_kept_as_text(store: Path, text: str) -> None:
    """To the letter, in the store and on the screen."""
    room = Room(store=store)
    room.begin()
    state = room.answer(CI[0], "never", note=text, evidence=text)
    assert state["responses"][CI[0]]["note"] == text
    json.dumps(state)
    with open_store(store) as kept:
        assert kept.engagement(state["key"]).responses[CI[0]].evidence == text


def test_half_a_character_is_refused_beside_the_answer(store: Path) -> None:
    """What no file can hold is told, and stays in the form."""
    room = Room(store=store)
    room.begin()
    state = room.answer(CI[0], "never", note="\ud800")
    assert "half a character" in state["responses"][CI[0]]["problem"]
    assert state["responses"][CI[0]]["answer"] == "never"
    assert state["saved"]["answers"] == 0


def test_unfinished_briefings_are_offered(store: Path) -> None:
    """With how far they came; a finished one is not."""
    for name in ("Baobab Pay", "Zellige"):
        room = Room(store=store)
        room.begin(customer=name)
        room.answer(CI[0], "always")
        room.wait(12)
        room.do("clock", run=False)
    room.do("finish")
    (offered,) = Room(store=store).state["resumable"]
    assert offered == {
        "key": "2026-11-23-baobab-pay",
        "customer": "Baobab Pay",
        "held_on": "23 November 2026",
        "answers": 1,
        "minutes": 12,
    }


def test_the_screen_answers_every_question_of_the_model(store: Path) -> None:
    """Every asked practice has its place, and the saved engagement is what was typed."""
    room = Room(store=store)
    room.begin()
    for number, practice in enumerate(built_in_model().asked):
        room.answer(practice.key, ("always", "usually", "sometimes", "never")[number % 4], note=f"note {number}")
    with open_store(store) as kept:
        held = kept.engagement(room.state["key"])
    assert {key: said.note for key, said in held.responses.items()} == {
        practice.key: f"note {number}" for number, practice in enumerate(built_in_model().asked)
    }
    assert room.state["to_ask"] == 0
    assert FACTS["customer"] == held.customer
