"""Alerts on how fast a budget burns: the published sets, and which of them a customer's rules are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from maturity.error_budget import WORKBOOK_ALERTS, BurnAlert
from maturity.evidence.signals import AlertRule
from maturity.language import tr

NEAR: Final = 0.02  #: of a burn rate: tools round 13.44 to 13.4

#: budget shares of an alert set for a week, as Sloth publishes them: a week has no slow burn that can wait for days
_OF_A_WEEK: Final = (0.08, 0.125, 0.2, 0.42)
#: Pyrra's burn rates, and the share of the window that each of its windows takes
_PYRRA: Final = ((14, 672, 8064), (7, 112, 1344), (2, 28, 336), (1, 7, 112))

_WEEK: Final = tuple(
    BurnAlert(
        name=alert.name,
        budget_share=share,
        long_window=alert.long_window,
        short_window=alert.short_window,
        pages=alert.pages,
    )
    for alert, share in zip(WORKBOOK_ALERTS, _OF_A_WEEK, strict=True)
)
_A_WEEK: Final = 7  #: days
#: the sets by the days of the objective's window
SETS: Final[Mapping[int, tuple[BurnAlert, ...]]] = {30: WORKBOOK_ALERTS, 28: WORKBOOK_ALERTS, 7: _WEEK}


@dataclass(frozen=True, kw_only=True)
class Parameters:
    """What one alert of a set is configured with."""

    name: str
    pages: bool  #: wakes someone; else it opens a ticket
    budget_share: float  #: share of the budget gone within the long window
    long_window: timedelta
    short_window: timedelta
    burn_rate: float  #: times as fast as the budget lasts


def parameters(window_days: int) -> tuple[Parameters, ...]:
    """The published multiwindow alerts for an objective over 30, 28 or 7 days.

    >>> [alert.burn_rate for alert in parameters(7)]
    [13.44, 3.5, 1.4, 0.98]

    Raises:
        ValueError: for any other window there is no published set.
    """
    if window_days not in SETS:
        message = f"expected a window of 30, 28 or 7 days, for which alerts are published; got {window_days}"
        raise ValueError(message)
    window = timedelta(days=window_days)
    return tuple(
        Parameters(
            name=alert.name,
            pages=alert.pages,
            budget_share=alert.budget_share,
            long_window=alert.long_window,
            short_window=alert.short_window,
            burn_rate=round(alert.budget_share * (window / alert.long_window), 10),
        )
        for alert in SETS[window_days]
    )


def pyrra_parameters(window: timedelta) -> tuple[Parameters, ...]:
    """The alerts that Pyrra writes: the same burn rates for any window, whose parts grow with it.

    >>> [(alert.burn_rate, str(alert.long_window)) for alert in pyrra_parameters(timedelta(days=28))][:2]
    [(14.0, '1:00:00'), (7.0, '6:00:00')]
    """
    return tuple(
        Parameters(
            name=alert.name,
            pages=alert.pages,
            budget_share=rate / parts,
            long_window=_whole_minutes(window / parts),
            short_window=_whole_minutes(window / shorter),
            burn_rate=float(rate),
        )
        for alert, (rate, parts, shorter) in zip(WORKBOOK_ALERTS, _PYRRA, strict=True)
    )


def known_set(rules: Iterable[AlertRule]) -> str | None:
    """Whose set of burn rates the rules hold, in words; None where they are nobody's."""
    rates = {rule.burn_rate for rule in rules if rule.burn_rate is not None}
    for words, wanted in _known():
        if len(rates) == len(set(wanted)) and all(_has(rates, rate) for rate in wanted):
            return words
    return None


def _known() -> Iterable[tuple[str, tuple[float, ...]]]:
    for days in SETS:
        # Google publishes none for a week
        words = tr("Sloth's set for {days} days") if days == _A_WEEK else tr("Google's set for {days} days")
        yield words.format(days=days), tuple(alert.burn_rate for alert in parameters(days))
    yield tr("Pyrra's set, which is not Google's"), tuple(float(rate) for rate, _, _ in _PYRRA)


def _has(rates: Iterable[float], wanted: float) -> bool:
    return any(abs(rate - wanted) <= NEAR * wanted for rate in rates)


def _whole_minutes(length: timedelta) -> timedelta:
    return timedelta(minutes=int(length / timedelta(minutes=1) + 0.5))
