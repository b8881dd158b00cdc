"""Error budgets as tables: what is left, how fast it goes, the alerts, and the policy."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from maturity.evidence.freeze import policy
from maturity.evidence.summary import Budget
from maturity.language import tr
from maturity.narrative import NONE, ask_of, rules_told, sets_of
from maturity.wording import in_days, lasting, listed, percent, plain

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table


def budget_tables(budgets: Sequence[Budget]) -> Iterator["RenderableType"]:
    """What is left of each objective's budget, its alerts, who wrote those that there are, and the freeze policy."""
    from rich.text import Text

    if not budgets:
        return
    hours = sorted({rate.hours for budget in budgets for rate in budget.rates})
    heads = (tr("Objective"), tr("Left"), tr("Spent"), *(_hours(each) for each in hours), tr("What to do"))
    yield table(tr("Error budgets, and how many times too fast each burned"), heads, _left(budgets, hours))
    for window, names, alerts in _alerts(budgets):
        title = tr("Alerts that would guard {names} over {window}").format(names=names, window=window)
        yield table(title, (tr("Alert"), tr("Burn rate"), tr("Long window"), tr("Short window"), tr("Budget")), alerts)
    yield Text("\n" + rules_told(budgets))
    yield Text("\n".join(["", tr("A freeze policy to agree on"), *(f"- {sentence}" for sentence in policy())]))


def _left(budgets: Iterable[Budget], hours: Sequence[float]) -> Iterator[Sequence[str]]:
    for budget in budgets:
        rates = {rate.hours: rate.rate for rate in budget.rates}
        yield (
            budget.name,
            *(NONE if share is None else percent(round(share, 4)) for share in (budget.left, budget.spent)),
            *(NONE if (rate := rates.get(each)) is None else plain(rate, 2) for each in hours),
            ask_of(budget),
        )


def _alerts(budgets: Sequence[Budget]) -> Iterator[tuple[str, str, list[Sequence[str]]]]:
    """The published alerts of each window once, with the objectives that they are for."""
    for (days, alerts), names in sets_of(budgets).items():
        yield (
            in_days(days),
            listed(names),
            [
                (
                    tr(alert.name),
                    plain(alert.rate, 3),
                    _hours(alert.long_hours),
                    _hours(alert.short_hours),
                    percent(alert.budget_share),
                )
                for alert in alerts
            ],
        )


def _hours(hours: float) -> str:
    return lasting(timedelta(hours=hours))


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> "Table":
    """A table without lines, under its title."""
    from rich.table import Table
    from rich.text import Text

    whole = Table(title=f"\n{title}", title_justify="left", box=None, pad_edge=False, header_style="bold")
    for column in columns:
        whole.add_column(column)
    for row in rows:
        whole.add_row(*map(Text, row))
    return whole
