"""From how many product engineers a platform team pays for itself, against buying the pieces."""

from collections.abc import Sequence
from dataclasses import dataclass

from maturity.engagement import Engagement
from maturity.model import Model


@dataclass(frozen=True, kw_only=True)
class PlatformCase:
    """A platform team's cost and gain, in the cost of one product engineer a year.

    >>> PlatformCase(team=5, cost_ratio=1, gain=0.1).break_even
    50.0
    """

    team: float  #: people
    cost_ratio: float  #: platform engineer's cost ÷ product engineer's cost
    gain: float  #: share of a product engineer's time that the platform saves

    @property
    def cost(self) -> float:
        """What the team costs, in product engineers a year."""
        return self.team * self.cost_ratio

    @property
    def break_even(self) -> float:
        """Product engineers at which the team costs what it gives back."""
        return break_even(team=self.team, cost_ratio=self.cost_ratio, productivity_gain=self.gain)

    def net(self, engineers: float) -> float:
        """Gain less cost at that many product engineers, in product engineers a year."""
        return engineers * self.gain - self.cost

    def pays(self, engineers: int | None) -> bool:
        """Whether the team gives back at least its cost; never for an unknown head count."""
        return engineers is not None and engineers >= self.break_even


@dataclass(frozen=True, kw_only=True)
class Buying:
    """What buying the platform pieces costs, in the customer's own currency."""

    engineer_cost: float  #: a product engineer's full cost, customer's currency a year
    per_engineer: float  #: bought pieces, customer's currency per product engineer and year

    @property
    def cost_share(self) -> float:
        """The bought pieces' cost per product engineer, as a share of what the engineer costs."""
        return self.per_engineer / self.engineer_cost


def break_even(*, team: float, cost_ratio: float, productivity_gain: float) -> float:
    """The product engineers N* at which a platform team costs what it gives back.

    N* = team size × cost ratio ÷ productivity gain. The talk's 50 is five people who save ten per cent.

    >>> break_even(team=5, cost_ratio=1, productivity_gain=0.1)
    50.0
    >>> [round(break_even(team=5, cost_ratio=1, productivity_gain=gain), 1) for gain in (0.08, 0.06)]
    [62.5, 83.3]

    Raises:
        ValueError: a number is not above 0, or the gain is above 1.
    """
    if min(team, cost_ratio, productivity_gain) <= 0 or productivity_gain > 1:
        given = f"team {team:g}, cost ratio {cost_ratio:g}, productivity gain {productivity_gain:g}"
        message = f"expected a team, a cost ratio and a gain above 0 and a gain of at most 1; got {given}"
        raise ValueError(message)
    return round(team * cost_ratio / productivity_gain, 9)  # 6.6 ÷ 6 % is 110, not a hair above it


def platform_case(model: Model, engagement: Engagement) -> PlatformCase:
    """The customer's case: their own facts, and the model's stated estimates where they gave none."""
    facts, numbers = engagement.platform, model.numbers
    return PlatformCase(
        team=facts.team if facts.team is not None else numbers.platform_team.value,
        cost_ratio=facts.cost_ratio if facts.cost_ratio is not None else numbers.cost_ratio.value,
        gain=facts.gain if facts.gain is not None else numbers.productivity_gain.value,
    )


def gain_range(model: Model, engagement: Engagement) -> Sequence[float]:
    """The productivity gains to draw, highest first: the customer's own alone, or the model's range."""
    if engagement.platform.gain is not None:
        return (engagement.platform.gain,)
    high, low = model.numbers.productivity_gain.value, model.numbers.productivity_gain_low.value
    return tuple(dict.fromkeys((high, round((high + low) / 2, 4), low)))


def buying(engagement: Engagement) -> Buying | None:
    """What buying costs, or None while a price, a salary or an exchange rate is not known."""
    facts = engagement.platform
    if facts.engineer_cost is None or facts.buy_cost is None:
        return None
    foreign = facts.buy_currency is not None and facts.buy_currency != engagement.currency
    if foreign and facts.exchange_rate is None:
        return None
    rate = facts.exchange_rate if foreign and facts.exchange_rate is not None else 1.0
    return Buying(engineer_cost=facts.engineer_cost, per_engineer=facts.buy_cost * rate)
