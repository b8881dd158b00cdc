"""Peers: customers counted, small groups pooled, and nothing that can be taken apart into fewer than five."""

import csv
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

import pytest
from histories import COUNTRIES, INDUSTRIES, engagements_in, fictional_columns
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import BUILT_IN_MODEL as MODEL
from strategies import engagement, standing_at

from maturity.columns import in_chunks
from maturity.engagement import Engagement
from maturity.errors import InputError
from maturity.peers import (
    Cell,
    PeerTable,
    Share,
    cohort,
    fitting,
    group_name,
    nearest,
    outside_figures,
    peers_from_json,
    peers_to_json,
    publish,
    total_peers,
)
from maturity.peers.counted import Profile
from maturity.peers.pooling import Group, is_apart, pool
from maturity.peers.published import in_tenths
from maturity.rates import FEWEST

DATA = Path(__file__).parent.parent / "data" / "peers"
profiles = st.builds(
    Profile,
    size=st.sampled_from((-1, 0, 10, 20, 50, 100)),
    met=st.integers(2020, 2026),
    industry=st.sampled_from(("", *INDUSTRIES, "media")),
    country=st.sampled_from(("", *COUNTRIES, "RW")),
)
sizes_of = st.dictionaries(profiles, st.integers(1, 9), max_size=14)


def people(count: int, stage: int = 2, **facts: object) -> list[Engagement]:
    """So many fictional customers, alike."""
    alike = replace(engagement(standing_at(MODEL, stage)), **{"engineers": 30, "industry": "energy", **facts})
    return [replace(alike, customer=f"{alike.industry} {alike.engineers} {at}") for at in range(count)]


def differences(groups: Sequence[Group], sizes: dict[Profile, int]) -> Iterator[int]:
    """What an attacker gets who takes any published group from any other that holds it."""
    for one, other in combinations(groups, 2):
        small, large = sorted((one, other), key=lambda group: group.customers(sizes))
        if small.profiles <= large.profiles:
            yield large.customers(sizes) - small.customers(sizes)


@settings(max_examples=400)
@given(sizes_of)
def test_no_two_published_groups_differ_by_fewer_than_five(sizes: dict[Profile, int]) -> None:
    """All pairs are attacked, across all facets: the difference is nobody, or at least five."""
    groups = pool(sizes)
    assert [group.customers(sizes) for group in groups if group.customers(sizes) < FEWEST] == []
    assert [left for left in differences(groups, sizes) if 0 < left < FEWEST] == []


@settings(max_examples=100)
@given(sizes_of)
def test_it_stays_so_without_any_one_customer(sizes: dict[Profile, int]) -> None:
    """Each customer is taken out in turn, and the groups that are then published are attacked again."""
    for profile in sizes:
        fewer = {one: count - (one == profile) for one, count in sizes.items()}
        fewer = {one: count for one, count in fewer.items() if count}
        groups = pool(fewer)
        assert [left for left in differences(groups, fewer) if 0 < left < FEWEST] == []
        assert [group for group in groups if group.customers(fewer) < FEWEST] == []


@given(sizes_of)
def test_every_customer_is_in_one_group_of_each_facet(sizes: dict[Profile, int]) -> None:
    """Pooling loses nobody: so nothing that was left out can be computed."""
    for facet in {group.facet for group in pool(sizes)}:
        parts = [group.profiles for group in pool(sizes) if group.facet == facet]
        assert frozenset().union(*parts) == frozenset(sizes)
        assert sum(map(len, parts)) == len(sizes)


def test_numbers_published_with_and_without_a_customer_never_differ_by_one() -> None:
    """Whoever holds the table of yesterday and of today can't count who came: heads are told in fives."""
    everybody = engagements_in(fictional_columns(80))
    names = list(dict.fromkeys(one.customer for one in everybody))
    whole = _heads(cohort(everybody, MODEL))
    for name in names[:20]:
        without = _heads(cohort([one for one in everybody if one.customer != name], MODEL))
        steps = {abs(whole[key] - without[key]) for key in whole.keys() & without.keys()}
        assert not steps & set(range(1, FEWEST))


def _heads(table: PeerTable) -> dict[tuple[object, ...], int]:
    return {(cell.facet, *cell.parts): cell.at_least for cell in table.cells}


def test_customers_are_counted_not_engagements() -> None:
    """Four customers with three engagements each are four: too few to say anything."""
    four = [replace(one, held_on=one.held_on.replace(year=year)) for year in (2024, 2025, 2026) for one in people(4)]
    assert cohort(four, MODEL).cells == ()
    assert cohort([*four, *people(5)[4:]], MODEL).cells[0].at_least == 5


def test_a_customer_counts_by_the_latest_engagement() -> None:
    """Where they stand now, under what they are now."""
    before = [replace(one, held_on=one.held_on.replace(year=2024)) for one in people(10, stage=0)]
    cell = cohort([*people(10, stage=3), *before], MODEL).cells[0]
    assert cell.reached == (9, 9, 9, 1, 1)


def test_small_groups_are_pooled_until_they_are_five() -> None:
    """Three and two make five others; what is large enough is named."""
    held = [*people(8), *people(6, industry="retail"), *people(3, industry="media"), *people(2, industry="law")]
    cells = cohort(held, MODEL).cells
    named = [(group_name(cell.facet, cell.parts, str), cell.at_least) for cell in cells]
    assert named == [("all customers", 15), ("energy", 5), ("retail", 5), ("all others", 5)]


def test_neighbours_in_size_are_pooled() -> None:
    """Four customers of 10 to 19 engineers go with those of 20 to 49, not with those of 100."""
    held = [*people(4, engineers=12), *people(6, engineers=30), *people(7, engineers=200)]
    names = [group_name(cell.facet, cell.parts, str) for cell in cohort(held, MODEL).cells if cell.facet == "size"]
    assert names == ["10 to 49 engineers", "100 or more engineers"]


def test_groups_of_two_facets_that_differ_by_one_are_not_both_told() -> None:
    """All six Ghanaians but one are in payments: taking the one group from the other would show that one."""
    payments = people(5, industry="payments", country="GH")
    rest = [*people(1, industry="retail", country="GH"), *people(9, industry="retail", country="KE")]
    sizes = {Profile(0, 2026, one.industry or "", one.country or ""): 0 for one in (*payments, *rest)}
    for one in (*payments, *rest):
        sizes[Profile(0, 2026, one.industry or "", one.country or "")] += 1
    groups = pool(sizes)
    facets = {group.facet for group in groups}
    assert facets == {"", "industry"}
    assert all(is_apart(one, other, sizes) for one, other in combinations(groups, 2))


def test_shares_are_clipped_and_rounded() -> None:
    """Never all, never none, never all but one told apart: nothing but tenths from 1 to 9."""
    assert {in_tenths(count, 5) for count in (0, 1)} == {2}
    assert {in_tenths(count, 5) for count in (4, 5)} == {8}
    assert {in_tenths(0, 1000), in_tenths(60, 1000)} == {1}
    assert [Share(tenths=tenths, at_least=5).words for tenths in (1, 5)] == ["1 in 10 or fewer", "about 5 in 10"]


def test_peers_add_up_over_chunks_and_survive_json() -> None:
    """Chunked or whole, the same table; written and read, the same table; in it no name and no exact head count."""
    held = engagements_in(fictional_columns(70))
    table = cohort(held, MODEL)
    in_parts = publish(MODEL, total_peers(MODEL, in_chunks(MODEL, held, customers=7)))
    assert replace(in_parts, fictional=True) == table
    text = peers_to_json(table)
    assert peers_from_json(text) == table
    assert "Fictional" not in text
    assert all(cell.at_least % FEWEST == 0 for cell in table.cells)
    assert len({cell.facet for cell in table.cells}) > 2


@pytest.mark.parametrize("text", ["", "{}", '{"model_hash":"x","cells":[{"facet":"","at_least":3}]}'])
def test_what_is_no_table_of_peers_is_refused(text: str) -> None:
    """A group of three can't even be read in."""
    with pytest.raises(InputError, match="peers"):
        peers_from_json(text)


def test_groups_are_told_in_their_own_order_never_by_what_was_found() -> None:
    """No ranking: industries by name, sizes and years by number, the pooled rest last."""
    cells = cohort(engagements_in(fictional_columns(200)), MODEL).cells
    for facet in ("industry", "country", "size", "met"):
        parts = [_first(cell) for cell in cells if cell.facet == facet]
        assert parts == sorted(parts)


def _first(cell: Cell) -> tuple[bool, str | int]:
    return "other" in cell.parts, cell.parts[0]


def test_outside_figures_say_how_many_were_asked_and_rank_no_country() -> None:
    """Each with survey, year, unit, licence and source; the percentage is that of its counts; three surveys."""
    figures = outside_figures()
    assert {figure.survey.partition(" ")[0] for figure in figures} == {"Stack", "DORA,", "CNCF"}
    for figure in figures:
        assert figure.unit == "respondents"
        assert figure.licence
        assert figure.source
        assert 2018 <= figure.year <= 2024
        if figure.rate is not None:
            assert round(100 * figure.rate.share, 1) == figure.percent
            assert figure.rate.of >= 100
    assert {figure.group.partition(",")[0] for figure in figures if figure.rate} == {"World", "Africa"}


def test_figures_that_stand_under_one_another_were_asked_of_as_many() -> None:
    """The trends page says n once for each group of a survey's question."""
    asked: dict[tuple[object, ...], set[int]] = {}
    for figure in outside_figures():
        if figure.rate is not None:
            asked.setdefault((figure.year, figure.source, figure.group), set()).add(figure.rate.of)
    assert asked
    assert [group for group, numbers in asked.items() if len(numbers) > 1] == []


def test_a_customer_belongs_to_the_smallest_published_group_of_those_like_them() -> None:
    """Industry before size before everybody, as they are smaller; what is pooled or not known is nobody's own."""
    energy, media, law = people(12), people(7, industry="media"), people(6, industry="law", engineers=300)
    small = people(2, industry="retail")
    table = cohort([*energy, *media, *law, *small], MODEL)
    named = {
        one.industry: (cell.facet, cell.parts)
        for one in (energy[0], media[0], small[0], replace(law[0], industry=None))
        if (cell := nearest(table, one)) is not None
    }
    assert named["energy"] == ("industry", ("energy",))
    assert nearest(table, replace(media[0], industry="never seen", engineers=None)) == table.cells[0]
    assert all("other" not in parts for _, parts in named.values())
    assert nearest(cohort(people(4), MODEL), energy[0]) is None


def test_peers_counted_under_another_model_are_refused() -> None:
    """Shares of other practices would stand beside the wrong ones."""
    table = cohort(people(9), MODEL)
    assert fitting(table, MODEL) == table
    for wrong in (replace(table, model_hash="0" * 64), replace(table, cells=(replace(table.cells[0], in_place={}),))):
        with pytest.raises(InputError, match="peers: expected peers counted under model"):
            fitting(wrong, MODEL)


def test_a_table_of_made_up_customers_says_so() -> None:
    """One is enough; the label goes with the JSON."""
    held = people(9)
    assert not cohort([replace(one, fictional=False) for one in held], MODEL).fictional
    table = cohort([*held, replace(held[0], customer="One more", fictional=True)], MODEL)
    assert peers_from_json(peers_to_json(table)).fictional


def test_the_source_file_counts_what_the_figures_do() -> None:
    """Every CSV of outside figures is told of in SOURCE.md."""
    told = (DATA / "SOURCE.md").read_text(encoding="utf-8")
    for file in DATA.glob("*.csv"):
        assert f"`{file.name}`" in told
        with file.open(encoding="utf-8", newline="") as lines:
            assert all(row["licence"].split(" (")[0].split(",")[0] in told for row in csv.DictReader(lines))
