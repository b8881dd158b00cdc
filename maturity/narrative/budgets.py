"""What error budgets ask for, in words: what to do today, who is woken, and what to agree on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from maturity.evidence.freeze import policy
from maturity.evidence.summary import Alert, Budget
from maturity.language import later, tr, tr_n
from maturity.wording import in_days, lasting, listed, opened, percent, plain

_WRITERS: Final = {
    "sloth": later("by Sloth"),
    "pyrra": later("by Pyrra"),
    "prometheus": later("by hand, or by a tool that leaves no mark"),
}


@dataclass(frozen=True, kw_only=True)
class AlertsTold:
    """The alerts that would guard some of the budgets."""

    heading: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class BudgetsTold:
    """What all error budgets ask for."""

    sentence: str  #: of all of them
    asks: tuple[tuple[str, str], ...]  #: an objective's name, and what its budget asks for today or what is missing
    rules: str  #: who wrote the alert rules that were handed over, and whose set they are
    alerts: tuple[AlertsTold, ...]  #: one for each set
    policy: tuple[str, ...]  #: to agree on


def budgets_told(budgets: Sequence[Budget]) -> BudgetsTold:
    """What each budget asks for today; its figures stand in the picture."""
    asks = tuple((budget.name, ask_of(budget)) for budget in budgets)
    return BudgetsTold(
        sentence=" ".join(tr("{name}: {sentence}").format(name=name, sentence=ask) for name, ask in asks),
        asks=asks,
        rules=rules_told(budgets),
        alerts=tuple(_alerts(budgets)),
        policy=policy(),
    )


def ask_of(budget: Budget) -> str:
    """What the budget asks for today, or what is missing to say it."""
    return budget.policy or tr("Not computable: {missing}").format(missing=opened(budget.missing))


def rules_told(budgets: Sequence[Budget]) -> str:
    """Who wrote the alert rules that were handed over, and whose set they are."""
    if not budgets or not budgets[0].rules:
        return tr("No alert rules were handed over, so nobody can say who is woken when a budget burns.")
    one = budgets[0]
    frame = tr_n(
        "{n} alert rule was handed over, written {by}: {whose}.",
        "{n} alert rules were handed over, written {by}: {whose}.",
        one.rules,
    )
    by = listed([tr(_WRITERS.get(name, name)) for name in one.written_by])
    return frame.format(n=one.rules, by=by, whose=one.known_set or tr("no published set of burn rates"))


def sets_of(budgets: Sequence[Budget]) -> dict[tuple[float, tuple[Alert, ...]], list[str]]:
    """The names of the objectives that each published set is for, by the days of their window and the alerts."""
    named: dict[tuple[float, tuple[Alert, ...]], list[str]] = {}
    for budget in budgets:
        if budget.alerts and budget.window_days is not None:
            named.setdefault((budget.window_days, budget.alerts), []).append(budget.name)
    return named


def alert_told(alert: Alert) -> str:
    """What the alert is configured with, in a sentence."""
    wakes = tr("wakes somebody") if alert.pages else tr("opens a ticket")
    frame = tr("Burn rate {rate} over {long}, still so over the last {short}: {share} of the budget gone; {wakes}")
    return frame.format(
        rate=plain(alert.rate, 2),
        long=lasting(timedelta(hours=alert.long_hours)),
        short=lasting(timedelta(hours=alert.short_hours)),
        share=percent(round(alert.budget_share, 4)),
        wakes=wakes,
    )


def _alerts(budgets: Sequence[Budget]) -> Iterator[AlertsTold]:
    for (days, alerts), names in sets_of(budgets).items():
        heading = tr("Alerts that would guard {names} over {window}")
        yield AlertsTold(
            heading=heading.format(names=listed(names), window=in_days(days)),
            sentences=tuple(map(alert_told, alerts)),
        )
