"""From how many engineers the picture says that a platform team pays, and in what money."""

from datetime import date

import pytest
from drawings import EVERY, roadmap_of, words_in

from maturity.charts.break_even import break_even_facts, break_even_figure, break_even_svg
from maturity.charts.plane import nice_step, ticks
from maturity.engagement import PlatformFacts

PRICED = PlatformFacts(
    engineer_cost=14e6, buy_cost=1200, buy_currency="USD", exchange_rate=1550, exchange_rate_on=date(2026, 2, 27)
)


def test_the_talks_numbers_are_drawn() -> None:
    """Five people who save 10 % pay from 50 product engineers; at 8 % from 63, at 6 % from 83."""
    facts = break_even_facts(roadmap_of(engineers=30))
    assert [round(case.break_even, 1) for case in facts.cases] == [50, 62.5, 83.3]
    words = words_in(break_even_svg(facts))
    for said in (
        "pays from 50 engineers",
        "pays from 63 engineers",
        "pays from 83 engineers",
        "You are at 30: −2 a year",
    ):
        assert said in words


def test_the_sentence_says_what_a_team_would_gain_or_lose() -> None:
    """In product engineers a year, where no salary is known: it is never made up."""
    assert break_even_facts(roadmap_of(engineers=30)).sentence == (
        "A platform team of 5 that saves 10 % of product engineers' time pays for itself from 50 product engineers "
        "(from 83, if it saves 6 %); with 30, Kora Health would lose the work of 2 product engineers a year."
    )
    assert "would gain the work of 1 product engineer a year" in break_even_facts(roadmap_of(engineers=60)).sentence
    assert break_even_facts(roadmap_of(engineers=None)).sentence.endswith("head count of Kora Health is not known.")


def test_money_is_the_customers_own_with_the_day_of_its_rate() -> None:
    """With a salary the amounts are money; a bought price comes with its dated rate."""
    facts = break_even_facts(roadmap_of(engineers=12, currency="NGN", platform=PRICED))
    assert facts.sentence.endswith(
        "with 12, Kora Health would lose NGN\u00a053.2M a year, "
        "and would lose NGN\u00a05.5M a year by buying the pieces, if they save as much."
    )
    assert facts.assumptions.endswith(
        "A product engineer costs NGN\u00a014M a year (given). 1 USD = 1,550 NGN on 27 Feb 2026."
    )
    assert facts.lines[-1].words == "Buying the pieces, if they save 10 % too"


def test_building_and_buying_are_held_against_each_other_at_the_same_saving() -> None:
    """12 engineers at 14M who save 10 %: 16.8M saved; the pieces cost 12 × 1,200 USD × 1,550 = 22.3M."""
    facts = break_even_facts(roadmap_of(engineers=12, currency="NGN", platform=PRICED))
    assert facts.buying_share is not None
    saved, price = 12 * 14e6 * 0.1, 12 * 1200 * 1550
    assert 12 * (facts.cases[0].gain - facts.buying_share) * 14e6 == pytest.approx(saved - price)
    assert facts.table.rows[-1][1:] == ("never", "−NGN\u00a05.5M a year")


def test_a_salary_without_a_currency_is_no_money() -> None:
    """An amount without a currency is said in product engineers."""
    facts = break_even_facts(roadmap_of(engineers=12, platform=PRICED))
    assert facts.unit.currency is None
    assert facts.unit.say(-2.5) == "−2.5"


def test_estimates_are_told_from_what_the_customer_gave() -> None:
    """Each number says whether it is the customer's or the model's estimate; a given gain is one line."""
    given = break_even_facts(roadmap_of(engineers=40, platform=PlatformFacts(team=4, gain=0.08)))
    assert [case.break_even for case in given.cases] == [50]
    assert given.assumptions == (
        "A team of 4 (given), each at 1 × the cost of a product engineer (estimate), that saves 8 % of every product "
        "engineer's time (given)."
    )


@pytest.mark.parametrize(("engineers", "reach"), [(None, 100), (30, 100), (60, 100), (5000, 5400)])
def test_the_axis_reaches_past_every_break_even_and_the_customer(engineers: int | None, reach: float) -> None:
    """Twice the first break-even, or the customer's own head count where that is larger."""
    assert break_even_facts(roadmap_of(engineers=engineers)).reach == pytest.approx(reach)


def test_a_model_without_a_critical_mass_has_no_break_even() -> None:
    """Where no stage depends on a head count there is nothing to show."""
    assert break_even_facts(EVERY["three stages"]).is_empty
    assert not break_even_facts(EVERY["hold"]).is_empty


def test_the_figure_draws_the_same_lines_in_the_same_money() -> None:
    """The interactive picture is scaled to the currency."""
    facts = break_even_facts(roadmap_of(engineers=12, currency="NGN", platform=PRICED))
    spec = break_even_figure(facts)
    assert [trace["y"][0] for trace in spec["data"]] == [-70e6, -70e6, -70e6, 0]
    assert [rule["x0"] for rule in spec["layout"]["shapes"]] == [0, 12]


def test_ticks_are_round_and_inside() -> None:
    """Axes count in ones, twos, two and a halves and fives."""
    for high in (0.007, 3, 50, 1234, 9e9):
        numbers = ticks(-high / 3, high, 6)
        assert 0 in numbers
        assert -high / 3 <= numbers[0] <= numbers[-1] <= high
        assert 2 <= len(numbers) <= 7
        assert nice_step(high, 6) >= high / 6
