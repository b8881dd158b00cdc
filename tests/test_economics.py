"""A platform team pays from the head count at which it costs what it gives back, and buying has a price."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import BUILT_IN_MODEL, engagement, platforms

from maturity.economics import Buying, PlatformCase, break_even, buying, gain_range, platform_case
from maturity.engagement import PlatformFacts

RATE = 1_550.0  #: fictional naira for a fictional dollar


@pytest.mark.parametrize(("gain", "engineers"), [(0.10, 50), (0.08, 62.5), (0.06, 83.3)])
def test_the_talks_fifty_is_five_people_who_save_ten_per_cent(gain: float, engineers: float) -> None:
    """8 % gives 63 and 6 % gives 83, both rounded from these."""
    assert round(break_even(team=5, cost_ratio=1, productivity_gain=gain), 1) == engineers


@pytest.mark.parametrize(
    ("team", "cost_ratio", "gain", "engineers"),
    [(6, 1.1, 0.06, 110), (7, 1, 0.07, 100), (3, 1, 0.3, 10), (5, 1, 0.1, 50), (4, 1.2, 0.12, 40)],
)
def test_the_case_pays_from_its_break_even_on(team: float, cost_ratio: float, gain: float, engineers: int) -> None:
    """At the break-even itself already, whatever binary fractions make of it; not one engineer earlier."""
    case = PlatformCase(team=team, cost_ratio=cost_ratio, gain=gain)
    assert case.break_even == engineers
    assert case.pays(engineers)
    assert not case.pays(engineers - 1)
    assert not case.pays(None)
    assert case.net(engineers) == pytest.approx(0, abs=1e-9)


@given(team=st.floats(0.5, 50), ratio=st.floats(0.1, 10), gain=st.floats(0.01, 1), engineers=st.integers(0, 10**6))
def test_a_case_pays_just_where_its_net_is_not_negative(team: float, ratio: float, gain: float, engineers: int) -> None:
    """Break-even and curve tell the same story."""
    case = PlatformCase(team=team, cost_ratio=ratio, gain=gain)
    assert case.cost == team * ratio
    assert case.pays(engineers) == (case.net(engineers) >= 0) or case.net(engineers) == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize(("team", "ratio", "gain"), [(0, 1, 0.1), (5, 0, 0.1), (5, 1, 0), (-5, 1, 0.1), (5, 1, 1.01)])
def test_an_impossible_case_is_refused(team: float, ratio: float, gain: float) -> None:
    """No division by nothing, no gain above all of an engineer's time."""
    with pytest.raises(ValueError, match=r"expected a team, a cost ratio and a gain above 0 .* got team"):
        break_even(team=team, cost_ratio=ratio, productivity_gain=gain)


@given(facts=platforms)
def test_a_customers_own_fact_replaces_the_models_estimate(facts: PlatformFacts) -> None:
    """Fact by fact; what the customer did not say stays the model's stated estimate."""
    case, numbers = platform_case(BUILT_IN_MODEL, engagement(platform=facts)), BUILT_IN_MODEL.numbers
    assert case.team == (numbers.platform_team.value if facts.team is None else facts.team)
    assert case.cost_ratio == (numbers.cost_ratio.value if facts.cost_ratio is None else facts.cost_ratio)
    assert case.gain == (numbers.productivity_gain.value if facts.gain is None else facts.gain)


def test_the_curve_has_the_models_range_or_the_customers_one_gain() -> None:
    """Ten, eight and six per cent; a customer who knows their gain gets one line."""
    assert gain_range(BUILT_IN_MODEL, engagement()) == (0.1, 0.08, 0.06)
    assert gain_range(BUILT_IN_MODEL, engagement(platform=PlatformFacts(gain=0.2))) == (0.2,)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, None),
        ({"engineer_cost": 9e6}, None),
        ({"buy_cost": 100}, None),
        ({"engineer_cost": 9e6, "buy_cost": 9e4}, Buying(engineer_cost=9e6, per_engineer=9e4)),
        ({"engineer_cost": 9e6, "buy_cost": 9e4, "buy_currency": "NGN"}, Buying(engineer_cost=9e6, per_engineer=9e4)),
        ({"engineer_cost": 9e6, "buy_cost": 100, "buy_currency": "USD"}, None),
        (
            {"engineer_cost": 9e6, "buy_cost": 100, "buy_currency": "USD", "exchange_rate": RATE},
            Buying(engineer_cost=9e6, per_engineer=155_000),
        ),
        (
            {"engineer_cost": 9e6, "buy_cost": 9e4, "buy_currency": "NGN", "exchange_rate": RATE},
            Buying(engineer_cost=9e6, per_engineer=9e4),
        ),
        ({"engineer_cost": 9e6, "buy_cost": 0}, Buying(engineer_cost=9e6, per_engineer=0)),
    ],
)
def test_buying_is_priced_only_when_all_of_it_is_known(facts: dict[str, object], expected: Buying | None) -> None:
    """No hidden salary and no hidden rate; a rate is used only between two currencies."""
    platform = PlatformFacts(**facts)  # type: ignore[arg-type]  # a table of facts by name
    assert buying(engagement(currency="NGN", platform=platform)) == expected


def test_bought_pieces_cost_a_share_of_an_engineer() -> None:
    """In the same currency on both sides, so without a unit."""
    assert Buying(engineer_cost=9e6, per_engineer=9e4).cost_share == pytest.approx(0.01)
