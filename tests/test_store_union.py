"""Two laptops: the union of two stores is one history, whichever is read into which, and however often."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy import select
from stores import KEY, PAY, ROLLBACK, START, Clock, new_store, said
from strategies import BUILT_IN_MODEL, engagement

from maturity.model import Answer
from maturity.store import Store, moment, open_store
from maturity.store.schema import LOGS, spelling
from maturity.store.schema import engagement as row

#: customers, practices and answers few enough to meet
NAMES = ("Baobab Pay", "Baobab", "Zellige & Cumin")
steps = st.lists(
    st.one_of(
        st.tuples(
            st.just("save"),
            st.sampled_from(NAMES),
            st.sampled_from([practice.key for practice in BUILT_IN_MODEL.asked[:3]]),
            st.sampled_from(Answer),
            st.integers(0, 5),
        ),
        st.tuples(st.just("merge"), st.sampled_from(NAMES), st.sampled_from(NAMES), st.none(), st.integers(0, 5)),
    ),
    max_size=5,
)


def content(store: Store) -> list[Any]:
    """Everything that a store holds, its owners apart."""
    with store.base.reading() as connection:
        tables = [log.table for log in LOGS] + [spelling]
        logs = [sorted(map(tuple, connection.execute(select(table)))) for table in tables]
        rows = sorted(map(repr, connection.execute(select(row))))
    return [*logs, rows, list(store.engagements())]


def live(path: Path, who: str, lived: Sequence[tuple[str, str, Any, Any, int]]) -> Path:
    """The file of a store in which all this happened."""
    clock = Clock()
    with new_store(path, clock=clock) as store:
        for kind, name, other, answer, minute in lived:
            clock.at = START + minute * 60_000_000
            held = {own.name for own in store.customers()}
            if kind == "save":
                known = next((pair for pair in held if pair == name), None)
                merged = known is None and any(change.content == (f'"{name}"',) for change in store.changes())
                if not merged:
                    whole = engagement({other: answer}, customer=name)
                    store.save_engagement(whole, who)
            elif {name, other} <= held and name != other and not _same_days(store, name, other):
                store.merge(name, into=other, who=who)
    return path


def _same_days(store: Store, one: str, other: str) -> bool:
    days = [{e.held_on for e in store.engagements(customer=name)} for name in (one, other)]
    return bool(days[0] & days[1])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12)
@given(mine=steps, yours=steps)
def test_the_union_is_the_same_in_either_direction_and_any_number_of_times(
    tmp_path_factory: pytest.TempPathFactory, mine: list[Any], yours: list[Any]
) -> None:
    """Commutative and idempotent, in the logs, in the rows and in what is read; and it proves."""
    folder = tmp_path_factory.mktemp("union")
    paths = [live(folder / "mine.db", "Amina", mine), live(folder / "yours.db", "Kofi", yours)]
    with open_store(paths[0]) as one, open_store(paths[1]) as other:
        copies = [one.backup(folder / "mine-2.db"), other.backup(folder / "yours-2.db")]
        one.unite(other)
        once = content(one)
        assert one.check().faults == ()
        assert one.unite(other).entries == 0
        assert content(one) == once
    with open_store(copies[0]) as one, open_store(copies[1]) as other:
        other.unite(one)
        assert content(other) == once


def test_both_laptops_answers_are_in_the_union(tmp_path: Path) -> None:
    """The later answer counts, and the earlier one is in the log."""
    clocks = Clock(), Clock()
    with (
        new_store(tmp_path / "a.db", PAY, clock=clocks[0]) as mine,
        new_store(tmp_path / "b.db", PAY, clock=clocks[1]) as yours,
    ):
        clocks[0].at += 60_000_000
        clocks[1].at += 30_000_000
        mine.save_answer(KEY, ROLLBACK, said(Answer.USUALLY), who="Amina", seen=moment(START))
        yours.save_answer(KEY, ROLLBACK, said(Answer.NEVER), who="Kofi", seen=moment(START))
        assert mine.unite(yours).entries == 1
        assert mine.engagement(KEY).responses[ROLLBACK].answer is Answer.USUALLY
        told = [change.content[0] for change in mine.changes(key=KEY) if change.subject == ROLLBACK]
        assert told == ["always", "never", "usually"]


def test_a_merged_spelling_from_the_other_laptop_comes_in_under_its_new_name(tmp_path: Path) -> None:
    """And is told, key by key."""
    old = replace(PAY, customer="Baobab Ltd")
    later = replace(PAY, held_on=PAY.held_on.replace(year=2027))
    with new_store(tmp_path / "a.db", old, later) as mine, new_store(tmp_path / "b.db", old) as yours:
        mine.merge("Baobab Ltd", into="Baobab Pay", who="Amina")
        united = mine.unite(yours)
        assert united.renamed == {old.key: KEY}
        assert (united.engagements, united.entries) == (0, 0)
        assert [whole.customer for whole in mine.engagements()] == ["Baobab Pay", "Baobab Pay"]
        yours.unite(mine)
        assert content(mine) == content(yours)


def test_a_forgotten_customer_does_not_come_back_from_another_laptop(tmp_path: Path) -> None:
    """What was said before they were forgotten is left out, and told; what is said after it is kept."""
    clock = Clock()
    with (
        new_store(tmp_path / "a.db", PAY, clock=clock) as mine,
        new_store(tmp_path / "b.db", PAY, clock=clock) as yours,
    ):
        clock.at += 60_000_000
        mine.delete("Baobab Pay")
        assert mine.unite(yours).left_out == (KEY,)
        assert len(mine) == 0
        clock.at += 60_000_000
        mine.save_engagement(PAY, "Amina")
        assert mine.engagement(KEY) == PAY


def two_laptops(folder: Path) -> tuple[Store, Store]:
    """Two stores that hold the same three customers, with clocks that stand at the same moment."""
    names = ("Baobab Pay", "Baobab", "Zellige & Cumin")
    held = [engagement(customer=name, held_on=PAY.held_on.replace(day=day)) for day, name in enumerate(names, 1)]
    one, other = (new_store(folder / f"{name}.db", *held, clock=Clock(START)) for name in ("one", "other"))
    return one, other


def test_two_laptops_that_merged_a_name_into_different_ones_agree(tmp_path: Path) -> None:
    """The latest word counts on both, and every engagement stays readable."""
    one, other = two_laptops(tmp_path)
    with one, other:
        one.merge("Zellige & Cumin", into="Baobab", who="Amina")
        other.base.clock.at += 1  # type: ignore[attr-defined]
        other.merge("Zellige & Cumin", into="Baobab Pay", who="Kofi")
        one.unite(other)
        other.unite(one)
        assert list(one.engagements()) == list(other.engagements())
        assert {whole.customer for whole in one.engagements()} == {"Baobab Pay", "Baobab"}
        assert one.check().faults == other.check().faults == ()


def test_two_laptops_that_said_so_at_the_very_same_moment_agree(tmp_path: Path) -> None:
    """The same person, the same microsecond, two names: one of them holds on both, and the union works."""
    one, other = two_laptops(tmp_path)
    with one, other:
        one.merge("Zellige & Cumin", into="Baobab", who="Amina")
        other.merge("Zellige & Cumin", into="Baobab Pay", who="Amina")
        told = []
        for store in (one, other):
            with store.base.reading() as connection:
                rows = connection.execute(select(spelling).where(spelling.c.spelled == "Zellige & Cumin")).all()
            told += [(tuple(row)[:3], row.customer) for row in rows]
        assert told[0][0] == told[1][0]
        assert told[0][1] != told[1][1]
        one.unite(other)
        other.unite(one)
        assert list(one.engagements()) == list(other.engagements())
        assert one.check().faults == other.check().faults == ()
