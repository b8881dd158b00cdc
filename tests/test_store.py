"""The store keeps every answer, says what it keeps, and never lets one window overwrite another."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from stores import BUILDS, KEY, PAY, ROLLBACK, START, Clock, new_store, said
from strategies import BUILT_IN_MODEL, engagement, full_engagements

from maturity.assessment import assess
from maturity.engagement import Engagement, Response, to_json
from maturity.errors import InputError
from maturity.model import Answer, Grade
from maturity.store import GRADES, MARKS, SIGNALS, ConflictError, Store, moment, open_store

in_a_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)


@pytest.fixture
def clock() -> Clock:
    """A clock that the test moves."""
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """A store that holds one engagement."""
    with new_store(tmp_path / "history.db", PAY, clock=clock) as opened:
        yield opened


def holds_text(whole: Engagement) -> bool:
    """Whether every database can hold the engagement's text."""
    return "\\u0000" not in to_json(whole).replace("\\\\", "")


@in_a_folder
@given(versions=st.lists(full_engagements(), min_size=1, max_size=3))
def test_reading_gives_exactly_what_was_saved(
    tmp_path_factory: pytest.TempPathFactory, versions: list[Engagement]
) -> None:
    """Whatever stood there before: an engagement that is saved over another is read as it was saved."""
    assume(all(map(holds_text, versions)))
    same = [replace(version, customer=versions[0].customer, held_on=versions[0].held_on) for version in versions]
    with open_store(tmp_path_factory.mktemp("store") / "history.db", create=True) as opened:
        for version in same:
            opened.save_engagement(version, "Amina")
            assert opened.engagement(version.key) == version
        assert list(opened.engagements()) == same[-1:]
        assert opened.check().faults == ()


def test_what_is_saved_is_there_for_whoever_opens_the_store_next(store: Store) -> None:
    """Saving is durable when it returns: another connection reads it."""
    store.save_answer(KEY, ROLLBACK, said(Answer.USUALLY), who="Amina", seen=moment(START))
    with open_store(str(store.base.address)) as other:
        assert other.engagement(KEY).responses[ROLLBACK].answer is Answer.USUALLY


def test_every_save_is_later_than_the_one_before_even_when_the_clock_goes_back(store: Store, clock: Clock) -> None:
    """The latest answer counts, so a clock that was set back must not make an answer old."""
    first = store.save_answer(KEY, ROLLBACK, said(Answer.NEVER), who="Amina", seen=moment(START))
    clock.at -= 3_600_000_000
    second = store.save_answer(KEY, ROLLBACK, said(Answer.USUALLY), who="Amina", seen=first)
    assert first == moment(START) + timedelta(microseconds=1)
    assert second == first + timedelta(microseconds=1)
    assert store.engagement(KEY).responses[ROLLBACK].answer is Answer.USUALLY


def test_the_same_answer_is_saved_once(store: Store, clock: Clock) -> None:
    """Saying again what the store holds adds nothing, whatever the window saw, and conflicts with nothing."""
    saved_at = store.save_answer(KEY, ROLLBACK, said(Answer.NEVER, "by hand"), who="Amina", seen=moment(START))
    before = len(list(store.changes()))
    clock.at += 1_000_000
    assert store.save_answer(KEY, ROLLBACK, said(Answer.NEVER, "by hand"), who="Kofi", seen=None) == saved_at
    assert len(list(store.changes())) == before


def test_a_conflict_tells_both_values_and_saves_nothing(store: Store, clock: Clock) -> None:
    """Two windows on one practice: the second hears what the first said, who and when, and both stay whole."""
    seen = store.stamps(KEY)[ROLLBACK]
    clock.at += 1_000_000
    store.save_answer(KEY, ROLLBACK, said(Answer.USUALLY, "seen"), who="Amina", seen=seen)
    with pytest.raises(ConflictError) as refused:
        store.save_answer(KEY, ROLLBACK, said(Answer.NEVER), who="Kofi", seen=seen)
    (conflict,) = refused.value.conflicts
    assert (conflict.practice, conflict.who) == (ROLLBACK, "Amina")
    assert (conflict.yours, conflict.theirs) == (said(Answer.NEVER), said(Answer.USUALLY, "seen"))
    assert str(refused.value) == (
        "one-click-rollback: you say 'never', claimed; Amina said 'usually', claimed, seen at 2026-03-12 10:00:01 UTC"
    )
    assert store.engagement(KEY).responses[ROLLBACK] == said(Answer.USUALLY, "seen")
    store.save_answer(KEY, ROLLBACK, said(Answer.NEVER), who="Kofi", seen=conflict.saved_at)
    assert store.engagement(KEY).responses[ROLLBACK] == said(Answer.NEVER)


def test_practices_without_a_conflict_are_saved_beside_one(store: Store) -> None:
    """Two windows on other practices merge, in one save or in two."""
    seen = store.stamps(KEY)
    store.save_answer(KEY, ROLLBACK, said(Answer.USUALLY), who="Amina", seen=seen[ROLLBACK])
    both = {ROLLBACK: said(Answer.NEVER), BUILDS: said(Answer.SOMETIMES)}
    with pytest.raises(ConflictError) as refused:
        store.save_answers(KEY, both, who="Kofi", seen=seen)
    assert [conflict.practice for conflict in refused.value.conflicts] == [ROLLBACK]
    responses = store.engagement(KEY).responses
    assert (responses[ROLLBACK].answer, responses[BUILDS].answer) == (Answer.USUALLY, Answer.SOMETIMES)


def test_an_answer_can_be_withdrawn_and_its_history_stays(store: Store) -> None:
    """Withdrawn is as if nobody had asked; the log still tells who said what."""
    store.save_answer(KEY, ROLLBACK, None, who="Kofi", seen=store.stamps(KEY)[ROLLBACK])
    assert ROLLBACK not in store.engagement(KEY).responses
    told = [(change.who, change.content[0]) for change in store.changes(key=KEY) if change.subject == ROLLBACK]
    assert told == [("Amina", "always"), ("Kofi", None)]
    assert store.check().faults == ()


@pytest.mark.parametrize(
    ("key", "practice", "who", "told"),
    [
        pytest.param(KEY, "one-click-rolback", "A", "did you mean 'one-click-rollback'?", id="practice"),
        pytest.param(KEY, "critical-mass", "A", "is computed from the head count", id="computed"),
        pytest.param("2026-03-12-baobab-pey", ROLLBACK, "A", "did you mean '2026-03-12-baobab-pay'?", id="key"),
        pytest.param(KEY, ROLLBACK, " ", "comes without who says it", id="who"),
        pytest.param(KEY, ROLLBACK, "A\0", "holds a NUL character", id="nul"),
        pytest.param(KEY, ROLLBACK, "A\ud800", "holds half a character", id="surrogate"),
    ],
)
def test_what_can_not_be_saved_is_refused(store: Store, key: str, practice: str, who: str, told: str) -> None:
    """With the place, what came and what was expected; nothing is saved."""
    before = list(store.changes())
    with pytest.raises(InputError, match=told.replace("?", r"\?")):
        store.save_answer(key, practice, said(), who=who, seen=None)
    assert list(store.changes()) == before


def test_facts_and_signals_are_kept_append_only_too(store: Store) -> None:
    """A head count that changed is the new one, and the old one is in the log; the row follows."""
    store.save_engagement(replace(PAY, engineers=41, signals={"has-dashboards": False}), "Kofi")
    told = [
        (c.subject, c.content[0], c.who)
        for c in store.changes()
        if c.subject in {"engineers", "signals.has-dashboards"}
    ]
    assert sorted(told) == [
        ("engineers", "30", "Amina"),
        ("engineers", "41", "Kofi"),
        ("signals.has-dashboards", "false", "Kofi"),
        ("signals.has-dashboards", "true", "Amina"),
    ]
    ((row,),) = store.blocks(["engineers", "signals"])
    assert row.engineers == 41
    assert row.signals[list(BUILT_IN_MODEL.signal_names).index("has-dashboards")] == SIGNALS[False]


@in_a_folder
@given(whole=full_engagements())
def test_the_thin_row_says_what_the_model_says(tmp_path_factory: pytest.TempPathFactory, whole: Engagement) -> None:
    """Marks, grades, claims and stages, in the model's order, without opening the logs."""
    assume(holds_text(whole))
    with new_store(tmp_path_factory.mktemp("store") / "history.db", whole) as opened:
        ((row,),) = opened.blocks(["marks", "grades", "claims", "achieved", "ceiling", "model", "held_on"])
    held = [whole.responses.get(practice.key) for practice in BUILT_IN_MODEL.asked]
    verdict = assess(BUILT_IN_MODEL, whole)
    assert row.marks == "".join(MARKS[response.answer if response else None] for response in held)
    assert row.grades == "".join(GRADES[response.grade if response else None] for response in held)
    assert row.claims == "".join(MARKS[response.claimed if response else None] for response in held)
    assert (row.achieved, row.ceiling, row.held_on) == (verdict.floor, verdict.ceiling, whole.held_on)
    assert (row.key, row.model) == (whole.key, BUILT_IN_MODEL.hash)


def test_every_letter_means_one_thing() -> None:
    """A mark, a grade or a signal can be read back."""
    for letters in (MARKS, GRADES, SIGNALS):
        assert len(set(letters.values())) == len(letters)
        assert all(len(letter) == 1 for letter in letters.values())


@pytest.mark.parametrize("size", [1, 2, 3, 5, 100])
def test_a_block_holds_complete_customers(tmp_path: Path, size: int) -> None:
    """However large a block is, no customer is in two, and all rows come once, oldest first."""
    days = [("B", 1), ("A", 2), ("A", 1), ("C", 1), ("B", 9), ("B", 3), ("D", 4)]
    held = [engagement(customer=name, held_on=PAY.held_on.replace(day=day)) for name, day in days]
    with new_store(tmp_path / "history.db", *held) as opened:
        blocks = list(opened.blocks(["customer"], size=size))
        customers = opened.customers()
    slugs = [{row.slug for row in block} for block in blocks]
    assert sum(map(len, slugs)) == 4
    assert [row.key for block in blocks for row in block] == [
        e.key for e in sorted(held, key=lambda e: (e.customer, e.key))
    ]
    assert len(blocks) == 1 or size < len(held)
    assert [(own.name, own.engagements, own.first.day, own.last.day) for own in customers] == [
        ("A", 2, 1, 2),
        ("B", 3, 1, 9),
        ("C", 1, 1, 1),
        ("D", 1, 4, 4),
    ]


def test_engagements_come_by_customer_and_can_be_chosen(tmp_path: Path) -> None:
    """One, some, or one customer's; a key that is not there is refused by its nearest."""
    held = [engagement(customer=name) for name in ("B", "A", "C")]
    with new_store(tmp_path / "history.db", *held) as opened:
        assert len(opened) == 3
        assert [e.customer for e in opened.engagements()] == ["A", "B", "C"]
        assert [e.customer for e in opened.engagements(only=[held[0].key])] == ["B"]
        assert [e.customer for e in opened.engagements(customer="C")] == ["C"]
        with pytest.raises(InputError, match="is the key of no engagement"):
            list(opened.engagements(only=["2026-03-12-d"]))


def test_importing_again_changes_nothing_and_revives_nothing(store: Store, clock: Clock) -> None:
    """A file that was imported before has no newer word: what was answered since then stays, and is told."""
    assert store.take_in(PAY, "file").added == 0
    clock.at += 1_000_000
    store.save_answer(KEY, ROLLBACK, said(Answer.NEVER), who="Kofi", seen=store.stamps(KEY)[ROLLBACK])
    taken = store.take_in(PAY, "file")
    assert (taken.is_new, taken.added, taken.kept) == (False, 0, 1)
    assert store.engagement(KEY).responses[ROLLBACK].answer is Answer.NEVER
    fuller = replace(PAY, country="NG", responses={**PAY.responses, BUILDS: said(Answer.USUALLY)})
    assert store.take_in(fuller, "file").added == 2
    assert store.engagement(KEY).responses[BUILDS].answer is Answer.USUALLY
    assert store.engagement(KEY).responses[ROLLBACK].answer is Answer.NEVER


def test_what_was_measured_stands_over_what_a_file_says(store: Store) -> None:
    """In whatever order they come, and told; only who knew what was measured, and says why, is taken at their word."""
    measured = Response(answer=Answer.NEVER, grade=Grade.MEASURED, evidence="0 of 9 builds.", claimed=Answer.ALWAYS)
    assert store.take_in(replace(PAY, responses={BUILDS: measured}), "file").contradicted == (BUILDS,)
    taken = store.take_in(replace(PAY, responses={BUILDS: said(Answer.USUALLY)}), "file")
    assert taken.contradicted == (BUILDS,)
    assert store.engagement(KEY).responses[BUILDS] == replace(measured, claimed=Answer.USUALLY)
    assert store.take_in(replace(PAY, responses={BUILDS: said(Answer.USUALLY)}), "file").added == 0
    known = Response(answer=Answer.ALWAYS, evidence="The exports show: 0 of 9 builds.", note="Another repository.")
    store.take_in(replace(PAY, responses={BUILDS: known}), "file")
    assert store.take_in(replace(PAY, responses={BUILDS: said(Answer.ALWAYS)}), "file").added == 0
    assert store.engagement(KEY).responses[BUILDS] == known


def test_a_conflict_is_not_made_of_what_the_window_has_seen(store: Store, clock: Clock) -> None:
    """A window may answer as often as it likes."""
    seen = store.stamps(KEY)[ROLLBACK]
    for answer in (Answer.NEVER, Answer.USUALLY, Answer.NEVER):
        clock.at += 1
        seen = store.save_answer(KEY, ROLLBACK, Response(answer=answer), who="Amina", seen=seen)
    assert store.stamps(KEY)[ROLLBACK] == seen
