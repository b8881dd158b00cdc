"""What the picture of the break-even says."""

from collections.abc import Sequence
from dataclasses import dataclass

from maturity.charts.facts import Table
from maturity.economics import PlatformCase
from maturity.engagement import Engagement
from maturity.language import tr, tr_in, tr_n
from maturity.wording import figures, in_row, money, named, percent, plain, rounded, short_day


@dataclass(frozen=True, kw_only=True)
class Unit:
    """What amounts are said in: money where a salary and its currency are known, else product engineers."""

    currency: str | None  #: ISO 4217
    engineer_cost: float  #: of one product engineer a year, in that currency; 1 without one

    def say(self, amount: float) -> str:
        """An amount, given in product engineers a year."""
        return plain(amount, 1) if self.currency is None else money(amount * self.engineer_cost, self.currency)

    def spell(self, amount: float) -> str:
        """The same with its unit, for a sentence."""
        if self.currency is not None:
            return tr("{amount} a year").format(amount=self.say(amount))
        whole = tr_n("{amount} product engineer a year", "{amount} product engineers a year", _counted(amount))
        return whole.format(amount=self.say(amount))

    def worth(self, amount: float) -> str:
        """The same as what a customer gains or loses."""
        spelled = self.spell(amount)
        return spelled if self.currency is not None else tr("the work of {engineers}").format(engineers=spelled)


def case_words(case: PlatformCase) -> str:
    """A team with what it saves, and from where it pays."""
    said = tr("Saves {gain}: pays from {engineers} engineers")
    return said.format(gain=percent(case.gain), engineers=rounded(case.break_even))


def buying_words(case: PlatformCase) -> str:
    """Buying, as if it saved what that team does."""
    return tr("Buying the pieces, if they save {gain} too").format(gain=percent(case.gain))


def pays_sentence(engagement: Engagement, cases: Sequence[PlatformCase], unit: Unit, share: float | None) -> str:
    """From where a team pays, and what it and the bought pieces would bring the customer."""
    first, last, engineers = cases[0], cases[-1], engagement.engineers
    said = tr(
        "A platform team of {team} that saves {gain} of product engineers' time pays for itself from {engineers} "
        "product engineers"
    )
    if last is not first:
        said = tr(
            "A platform team of {team} that saves {gain} of product engineers' time pays for itself from {engineers} "
            "product engineers (from {more}, if it saves {less})"
        )
    pays = said.format(
        team=plain(first.team),
        gain=percent(first.gain),
        engineers=rounded(first.break_even),
        more=rounded(last.break_even),
        less=percent(last.gain),
    )
    if engineers is None:
        unknown = tr("the head count of {customer} is not known")
        return f"{in_row([pays, unknown.format(customer=named(engagement.customer))])}."
    bought = None if share is None else engineers * (first.gain - share)
    told = _outcome(first.net(engineers), bought).format(
        engineers=figures(f"{engineers:,}"),
        customer=named(engagement.customer),
        net=unit.worth(abs(first.net(engineers))),
        bought=unit.worth(abs(bought or 0)),
    )
    return f"{in_row([pays, told])}."


def net_table(engineers: int | None, cases: Sequence[PlatformCase], unit: Unit, share: float | None) -> Table:
    """Each way with the head count from which it pays, and what it brings at the customer's own."""
    unknown, net = tr("not known"), tr("Gain less cost")
    if engineers is not None:
        net = tr("Gain less cost at {number} product engineers").format(number=figures(f"{engineers:,}"))
    rows = [
        (
            tr("A team that saves {gain}").format(gain=percent(case.gain)),
            tr("{number} product engineers").format(number=rounded(case.break_even)),
            unknown if engineers is None else unit.spell(case.net(engineers)),
        )
        for case in cases
    ]
    rows.append((tr("The team's cost"), "–", unit.spell(-cases[0].cost)))
    if share is not None:
        bought = unknown if engineers is None else unit.spell(engineers * (cases[0].gain - share))
        pays = tr("one product engineer") if cases[0].gain > share else tr("never")
        rows.append((buying_words(cases[0]), pays, bought))
    return Table(header=(tr("Way"), tr("Pays from"), net), rows=tuple(rows))


def assumptions_of(engagement: Engagement, cases: Sequence[PlatformCase], unit: Unit, share: float | None) -> str:
    """What the numbers rest on, each marked as given or estimated."""
    facts, first = engagement.platform, cases[0]
    low, high = percent(cases[-1].gain), percent(first.gain)

    def known(fact: float | None) -> str:
        return tr_in("a number", "estimate") if fact is None else tr_in("a number", "given")

    said = tr(
        "A team of {team} ({team_is}), each at {ratio} × the cost of a product engineer ({ratio_is}), that saves "
        "{gain} of every product engineer's time ({gain_is})."
    ).format(
        team=plain(first.team),
        team_is=known(facts.team),
        ratio=plain(first.cost_ratio),
        ratio_is=known(facts.cost_ratio),
        gain=low if low == high else tr_in("shares", "{first} to {last}").format(first=low, last=high),
        gain_is=known(facts.gain),
    )
    costs = tr("A product engineer costs {amount} (given).").format(amount=unit.spell(1))
    rate = _rate(engagement) if share is not None else ""
    return " ".join(text for text in (said, costs if unit.currency is not None else "", rate) if text)


def _outcome(net: float, bought: float | None) -> str:
    """What a team would bring, and what the bought pieces would, in the frame of a statement."""
    return {
        (True, None): tr("with {engineers}, {customer} would gain {net}"),
        (False, None): tr("with {engineers}, {customer} would lose {net}"),
        (True, True): tr(
            "with {engineers}, {customer} would gain {net}, and would gain {bought} by buying the pieces, "
            "if they save as much"
        ),
        (True, False): tr(
            "with {engineers}, {customer} would gain {net}, and would lose {bought} by buying the pieces, "
            "if they save as much"
        ),
        (False, True): tr(
            "with {engineers}, {customer} would lose {net}, and would gain {bought} by buying the pieces, "
            "if they save as much"
        ),
        (False, False): tr(
            "with {engineers}, {customer} would lose {net}, and would lose {bought} by buying the pieces, "
            "if they save as much"
        ),
    }[net >= 0, None if bought is None else bought >= 0]


def _rate(engagement: Engagement) -> str:
    facts = engagement.platform
    if facts.exchange_rate is None or facts.buy_currency in {None, engagement.currency}:
        return ""
    rate = f"1 {facts.buy_currency} = {plain(facts.exchange_rate)} {engagement.currency or ''}".rstrip()
    if facts.exchange_rate_on is None:
        return f"{rate}."
    return tr("{rate} on {day}.").format(rate=rate, day=short_day(facts.exchange_rate_on))


def _counted(amount: float) -> int:
    """The whole number by which a language chooses between one and many: 1 only for exactly one, 0 for other parts."""
    return 1 if abs(amount) == 1 else 2 * (abs(amount) >= 2)  # noqa: PLR2004  (French says many from two up)
