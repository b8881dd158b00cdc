"""A customer's own record tells since when they have stood at their stage."""

from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import BUILT_IN_MODEL, engagement, standing_at

from maturity.assessment import assess
from maturity.engagement import Engagement, to_json
from maturity.intake import earlier_engagements, read_source, with_history


def held(day: str, stage: int, *, customer: str = "Baobab Pay", since: str | None = None) -> Engagement:
    """An engagement that finds its customer at a stage."""
    stage_since = date.fromisoformat(since) if since else None
    return engagement(
        standing_at(BUILT_IN_MODEL, stage), customer=customer, held_on=date.fromisoformat(day), stage_since=stage_since
    )


def since(*engagements: Engagement) -> list[str | None]:
    """Since when each stands at its stage, by the record of all."""
    told = with_history(BUILT_IN_MODEL, engagements)
    return [engagement.stage_since.isoformat() if engagement.stage_since else None for engagement in told]


def test_a_single_engagement_tells_nothing_of_the_time_before_it() -> None:
    """With no earlier engagement, since when stays unknown."""
    assert since(held("2026-01-01", 3)) == [None]
    assert since(held("2026-01-01", 3), held("2026-02-01", 3, customer="Other")) == [None, None]


def test_a_stage_found_again_was_held_since_it_was_found_first() -> None:
    """The run starts with the first engagement that found the stage."""
    assert since(held("2024-01-01", 3), held("2025-01-01", 3), held("2026-01-01", 3)) == [
        None,
        "2024-01-01",
        "2024-01-01",
    ]


def test_a_stage_found_for_the_first_time_is_held_since_that_day() -> None:
    """Below it at the last engagement: it was reached by this one."""
    assert since(held("2024-01-01", 1), held("2025-01-01", 3)) == [None, "2025-01-01"]


def test_who_slipped_back_and_climbed_again_starts_anew() -> None:
    """The run is broken by the engagement below; the lower stage itself was never left."""
    record = (held("2023-01-01", 3), held("2024-01-01", 2), held("2025-01-01", 3), held("2026-01-01", 3))
    assert since(*record) == [None, "2023-01-01", "2025-01-01", "2025-01-01"]


def test_what_the_consultant_entered_stays_and_counts() -> None:
    """A given day is never overwritten, and later engagements of the run go back to it."""
    record = (
        held("2024-01-01", 3, since="2022-05-01"),
        held("2025-01-01", 3),
        held("2026-01-01", 3, since="2025-06-01"),
    )
    assert since(*record) == ["2022-05-01", "2022-05-01", "2025-06-01"]
    assert since(held("2024-01-01", 2, since="2022-05-01"), held("2025-01-01", 3)) == ["2022-05-01", "2025-01-01"]


def test_customers_are_told_apart_by_their_slug_and_read_in_order_of_date() -> None:
    """Spelling and file order don't matter; the result stands in the order of the input."""
    record = (
        held("2026-01-01", 3, customer="BAOBAB PAY"),
        held("2025-01-01", 3),
        held("2024-01-01", 1, customer="Other"),
    )
    assert since(*record) == ["2025-01-01", None, None]


def test_a_source_comes_with_its_history(tmp_path: Path) -> None:
    """read_source fills in what the record tells."""
    record = (held("2025-01-01", 3), held("2026-01-01", 3))
    path = tmp_path / "a.json"
    path.write_text(f"[{','.join(to_json(engagement) for engagement in record)}]", encoding="utf-8")
    read = read_source(path, BUILT_IN_MODEL, today=date(2026, 3, 20)).engagements
    assert [engagement.stage_since for engagement in read] == [None, date(2025, 1, 1)]


@given(st.lists(st.tuples(st.dates(), st.integers(0, 5)), max_size=6, unique_by=lambda held: held[0]))
def test_the_told_day_is_one_from_which_the_record_never_shows_less(days: list[tuple[date, int]]) -> None:
    """From that day to the engagement's, the record shows its stage or above; just before, less or nothing."""
    record = [replace(engagement(standing_at(BUILT_IN_MODEL, stage)), held_on=day) for day, stage in sorted(days)]
    floors = [assess(BUILT_IN_MODEL, one).floor for one in record]
    for index, told in enumerate(with_history(BUILT_IN_MODEL, record)):
        if index == 0:
            assert told.stage_since is None
            continue
        start = next(at for at, one in enumerate(record) if one.held_on == told.stage_since)
        assert all(floor >= floors[index] for floor in floors[start : index + 1])
        assert start == 0 or floors[start - 1] < floors[index]


def test_names_written_alike_in_other_letters_are_two_customers() -> None:
    """北京 and 背景 are both `bei-jing` in a key; the one is never shown what the other said."""
    held = [
        Engagement(customer="北京", held_on=date(2025, 3, 12)),
        Engagement(customer="背景", held_on=date(2026, 3, 12)),
        Engagement(customer="Ṣadé & Ọlá", held_on=date(2025, 3, 12)),
        Engagement(customer="SADE, OLA", held_on=date(2026, 3, 12)),
    ]
    assert [earlier.customer for earlier in earlier_engagements(held).values()] == ["Ṣadé & Ọlá"]
