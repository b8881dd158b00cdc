"""What a live briefing asks of the store: facts and answers at one moment, a window's view, a sitting, another name."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace
from stores import BUILDS, KEY, PAY, ROLLBACK, Clock, new_store, said
from strategies import engagement

from maturity.errors import InputError
from maturity.model import Answer
from maturity.store import ConflictError, ModelChange, open_store

SPLIT = "voices.one-click-rollback"


def test_answers_and_facts_are_saved_at_one_moment(tmp_path: Path) -> None:
    """Both or none, as JSON by their names in the log; None takes one back."""
    with new_store(tmp_path / "history.db", PAY) as store:
        seen = store.window(KEY)
        facts = {SPLIT: '{"CTO":"always","Engineer":"never"}', "engineers": None, "parked": '["Licences"]'}
        saved_at = store.save(KEY, answers={ROLLBACK: said(Answer.UNKNOWN)}, facts=facts, who="Kofi", seen=seen)
        shown = store.window(KEY)
        assert (shown.saved_at, shown.answers[ROLLBACK], shown.facts[SPLIT]) == (saved_at, saved_at, saved_at)
        assert shown.engagement == replace(
            PAY,
            responses={**PAY.responses, ROLLBACK: said(Answer.UNKNOWN)},
            voices={ROLLBACK: {"CTO": Answer.ALWAYS, "Engineer": Answer.NEVER}},
            engineers=None,
            parked=("Licences",),
        )
        assert store.check().faults == ()


def test_a_fact_that_somebody_else_changed_is_a_conflict(tmp_path: Path) -> None:
    """With both values as JSON; what has no conflict is saved."""
    clock = Clock()
    with new_store(tmp_path / "history.db", PAY, clock=clock) as store:
        seen = store.window(KEY)
        clock.at += 1_000_000
        store.save(KEY, answers={}, facts={"engineers": "80"}, who="Kofi", seen=seen)
        with pytest.raises(ConflictError) as refused:
            store.save(
                KEY, answers={BUILDS: said()}, facts={"engineers": "45", "country": '"KE"'}, who="Amina", seen=seen
            )
        (conflict,) = refused.value.conflicts
        assert (conflict.practice, conflict.yours, conflict.theirs, conflict.who) == ("engineers", "45", "80", "Kofi")
        assert str(conflict).startswith("engineers: you say 45; Kofi said 80 at 2026-03-12")
        assert (store.engagement(KEY).engineers, store.engagement(KEY).country) == (80, "KE")


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"customer": '"Zellige"'}, "part of the key; expected the customer to be renamed"),
        ({"held_on": '"2026-03-13"'}, "part of the key"),
        ({"engineers": '"many"'}, "engineers"),
        ({"voices.rollback": '{"CTO":"always"}'}, "'rollback' is not a practice"),
        ({"industry": '"\0"'}, "NUL"),
    ],
)
def test_facts_that_cannot_be_are_refused_and_nothing_is_saved(
    tmp_path: Path, facts: dict[str, str], told: str
) -> None:
    """Neither they nor the answer beside them."""
    with new_store(tmp_path / "history.db", PAY) as store:
        before = store.window(KEY)
        with pytest.raises(Exception, match=told):
            store.save(KEY, answers={ROLLBACK: said(note="lost")}, facts=facts, who="Kofi", seen=before)
        assert store.window(KEY) == before
        assert store.check().faults == ()


def test_a_sitting_is_written_over_and_told_apart(tmp_path: Path) -> None:
    """One text an engagement, changed from what stands there; it is no answer, so the log does not grow."""
    with new_store(tmp_path / "history.db", PAY, replace(PAY, customer="Zellige")) as store:
        entries = store.check().entries
        assert store.sittings() == {}
        assert store.change_sitting(KEY, lambda before: f"{before} one") == "None one"
        assert store.change_sitting(KEY, lambda before: f"{before} two") == "None one two"
        assert store.sittings() == {KEY: "None one two"}
        assert store.check().entries == entries
        with pytest.raises(InputError, match="is the key of no engagement"):
            store.change_sitting("2026-03-12-nobody", lambda _: "")


def test_a_customer_is_called_otherwise(tmp_path: Path) -> None:
    """All their engagements go by the other name, with their sittings; the log keeps what they were called."""
    old = replace(PAY, held_on=PAY.held_on.replace(year=2025))
    with new_store(tmp_path / "history.db", PAY, old) as store:
        store.change_sitting(KEY, lambda _: "forty minutes")
        keys = store.rename("Baobab Pay", to="Baobab Group", who="Kofi")
        assert sorted(keys) == ["2025-03-12-baobab-group", "2026-03-12-baobab-group"]
        assert store.sittings() == {"2026-03-12-baobab-group": "forty minutes"}
        assert [whole.customer for whole in store.engagements(customer="Baobab Pay")] == ["Baobab Group"] * 2
        assert store.check().faults == ()


def test_a_spelling_is_mended_under_the_same_key(tmp_path: Path) -> None:
    """Capitals and legal forms too."""
    with new_store(tmp_path / "history.db", PAY) as store:
        assert store.rename("Baobab Pay", to="BAOBAB PAY", who="Kofi") == (KEY,)
        assert store.engagement(KEY).customer == "BAOBAB PAY"
        assert store.check().faults == ()


def test_a_name_is_not_taken_from_another_engagement_of_that_day(tmp_path: Path) -> None:
    """Two engagements of one day never become one unasked."""
    with new_store(tmp_path / "history.db", PAY, engagement(customer="Zellige")) as store:
        with pytest.raises(InputError, match="on the same day"):
            store.rename("Zellige", to="Baobab Pay", who="Kofi")
        with pytest.raises(InputError, match="'Nobody' has no engagement"):
            store.rename("Nobody", to="Baobab Pay", who="Kofi")


def test_whoever_is_forgotten_has_no_sitting(tmp_path: Path) -> None:
    """Not a byte of it."""
    with new_store(tmp_path / "history.db", PAY) as store:
        store.change_sitting(KEY, lambda _: "position: one-click-rollback")
        store.delete("Baobab Pay")
        assert store.sittings() == {}
    assert b"position" not in (tmp_path / "history.db").read_bytes()


def test_voices_go_with_a_renamed_practice(tmp_path: Path) -> None:
    """And away with a dropped or a split one; the log keeps them."""
    voiced = replace(PAY, voices={ROLLBACK: {"CTO": Answer.ALWAYS}, BUILDS: {"CTO": Answer.NEVER}}, responses={})
    path = tmp_path / "history.db"
    with new_store(path, voiced) as store:
        model = store.model
    stages = tuple(
        replace(
            stage,
            practices=tuple(
                replace(practice, key="rollback-in-one" if practice.key == ROLLBACK else practice.key)
                for practice in stage.practices
            ),
        )
        for stage in model.stages
    )
    with open_store(path, model=replace(model, version="2.0.0", stages=stages, traps=())) as store:
        store.adopt(ModelChange(practices={ROLLBACK: ("rollback-in-one",)}, signals={}), who="Kofi")
        assert store.engagement(KEY).voices == {"rollback-in-one": {"CTO": "always"}, BUILDS: {"CTO": "never"}}


def test_a_store_of_the_first_version_is_brought_up(tmp_path: Path) -> None:
    """It gets the table of sittings; everything that was said stays."""
    path = tmp_path / "history.db"
    with new_store(path, PAY):
        pass
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TABLE sitting")
        connection.execute("PRAGMA user_version = 1")
    with open_store(path) as store:
        assert store.change_sitting(KEY, lambda _: "begun") == "begun"
        assert store.engagement(KEY) == PAY
        assert store.check().faults == ()
