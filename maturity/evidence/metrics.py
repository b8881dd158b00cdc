"""DORA's five metrics of software delivery, as figures with their distribution, or what is missing for them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from maturity.evidence.changes import Change, changes_in
from maturity.evidence.delivery import COVERED, FEWEST, Delivery, Figure
from maturity.evidence.deployed import none_in_production, weekly
from maturity.evidence.editions import classes_of
from maturity.evidence.failures import change_fail_rate, recovery_time, rework_rate
from maturity.evidence.finding import MissingError
from maturity.evidence.lead_times import shipped_commits
from maturity.evidence.linking import link
from maturity.evidence.tables import Evidence
from maturity.evidence.verdicts import History, when
from maturity.evidence.windows import Window, length, window_to
from maturity.language import later, tr, tr_n
from maturity.wording import plain

USUAL_DAYS: Final = 91  #: whole weeks, so that a weekly rhythm always counts the same
A_WEEK: Final = later("a week")  #: the unit of how often


@dataclass(frozen=True, kw_only=True)
class Spread:
    """How a metric's single values are spread, in the metric's unit."""

    count: int  #: values that are told
    least: float
    median: float
    p90: float | None  #: nine of ten are not above it; None where too few are told to know
    most: float | None  #: None where one is not told


@dataclass(frozen=True, kw_only=True)
class Metric:
    """One of the five."""

    key: str
    name: str
    window: Window
    sentence: str  #: what was found and how; where it can't be computed, what is missing
    value: float | None = None  #: None where it can't be computed
    unit: str = ""
    spread: Spread | None = None
    count: int = 0  #: things that were counted
    coverage: float | None = None  #: share of the window that the export reaches over, or of things that tell, 0 to 1
    reach: float = 0.0  #: share of the window between the first and the last deployment

    @property
    def has_class(self) -> bool:
        """Whether there is enough of it to be put into a class: one good week tells nothing of the quarter."""
        return self.value is not None and self.count >= FEWEST and min(self.coverage or 0.0, self.reach) >= COVERED

    @property
    def classes(self) -> dict[int, str | None]:
        """Its class by edition; None where the edition has none, and in all where there is too little of it."""
        per_day = 7 if self.key == "deployment-frequency" else 1
        found = classes_of(self.key, (self.value or 0.0) / per_day)
        return found if self.has_class else dict.fromkeys(found)


def measure(evidence: Evidence, *, as_of: date, days: float = USUAL_DAYS) -> tuple[Metric, ...]:
    """The five metrics over the days up to that one, in UTC; the order of the evidence's rows never matters."""
    window = window_to(as_of, days=days)
    history = History(evidence=evidence, end=window.end)
    delivery = Delivery(
        history=history,
        window=window,
        changes=tuple(change for change in changes_in(history.production) if change.at in window),
        links=link(history.production, (i for i in evidence.incidents if (i.opened or 0.0) < window.end)),
    )
    return tuple(_metric(key, name, how, delivery) for key, (name, how) in _METRICS.items())


def _metric(key: str, name: str, how: Callable[[Delivery], Figure], delivery: Delivery) -> Metric:
    if not delivery.changes:
        missing = none_in_production(delivery.history, delivery.window)
        return Metric(key=key, name=tr(name), window=delivery.window, sentence=missing)
    try:
        found = how(delivery)
    except MissingError as error:
        return Metric(key=key, name=tr(name), window=delivery.window, sentence=str(error))
    return Metric(
        key=key,
        name=tr(name),
        window=delivery.window,
        sentence=found.sentence,
        value=found.value,
        unit=found.unit,
        spread=_spread(found.values) if found.values else None,
        count=found.count,
        coverage=found.coverage,
        reach=delivery.window.covered([when(d) for d in delivery.history.deployments]),
    )


def _deployment_frequency(delivery: Delivery) -> Figure:
    """Changes in production a week; days before the export begins count as without, so it is never too good."""
    times, window = [change.at for change in delivery.changes], delivery.window
    value, weeks = len(times) * 7 / window.days, weekly(times, window)
    return Figure(
        value=value,
        unit=A_WEEK,
        values=weeks,
        count=len(times),
        coverage=window.covered([when(d) for d in delivery.history.deployments]),
        sentence=" ".join(_how_often(delivery, value)),
    )


def _how_often(delivery: Delivery, value: float) -> Iterator[str]:
    """How often, and what counts once."""
    rows = [row for change in delivery.changes for row in change.rows]
    yield tr_n(
        "{n} production deployment from {window}, {often} a week.",
        "{n} production deployments from {window}, {often} a week.",
        len(delivery.changes),
    ).format(n=len(delivery.changes), window=delivery.window, often=plain(value, 1))
    if len(rows) > len(delivery.changes):
        yield tr("One change counts once, in however many regions or exports.")
    if any(row.commit is None for row in rows):
        yield tr("Those that do not tell their commit count with the one before, where they may be part of it.")


def _lead_time(delivery: Delivery) -> Figure:
    """From a commit (its first run, where its time is not told) to production; all that a deployment shipped count."""
    shipped = list(shipped_commits(delivery.history, delivery.window))
    if not shipped:
        raise MissingError(tr(_NO_COMMITS))
    hours, keys = [hours for _, hours in shipped], {key for key, _ in shipped}
    told, whole = sum(not keys.isdisjoint(change.keys) for change in delivery.changes), len(delivery.changes)
    slower = _untold(delivery.changes, keys)
    values = [*hours, *[np.inf] * slower]
    middle = float(np.median(values))
    if middle == np.inf:
        raise MissingError(tr(_NO_COMMITS))
    half = tr_n(
        "{n} commit was in production within {time} of its commit or first run.",
        "Half of {n} commits were in production within {time} of their commit or first run.",
        len(values),
    ).format(n=len(values), time=length(middle))
    by = tr_n("Told by {part} of {whole} deployment.", "Told by {part} of {whole} deployments.", whole)
    rest = [tr("The others count as slower.")] if slower else []
    sentence = " ".join([half, by.format(part=told, whole=whole), *rest])
    return Figure(value=middle, unit="hours", values=values, count=len(hours), coverage=told / whole, sentence=sentence)


def _untold(changes: Sequence[Change], keys: set[int]) -> int:
    """How many deployments may have shipped commits that nobody tells of: as slow as can be, for all that is known."""
    bare = sum(row.commit is None for change in changes for row in change.rows)
    named = [c for c in changes if keys.isdisjoint(c.keys) and not c.is_return and c.rows[0].commit is not None]
    return bare + len(named)


_NO_COMMITS: Final = later("Commits of production deployments, with their time or with their runs, are missing.")
_METRICS: Final[dict[str, tuple[str, Callable[[Delivery], Figure]]]] = {
    "lead-time": (later("Lead time"), _lead_time),
    "deployment-frequency": (later("Deployment frequency"), _deployment_frequency),
    "change-fail-rate": (later("Change fail rate"), change_fail_rate),
    "recovery-time": (later("Failed deployment recovery time"), recovery_time),
    "rework-rate": (later("Rework rate"), rework_rate),
}


def _spread(values: Sequence[float]) -> Spread:
    """Of values that may be endless, where nobody tells how long they are."""
    with np.errstate(invalid="ignore"):  # between two that are endless
        p90 = float(np.quantile(values, 0.9))
    most = float(max(values))
    return Spread(
        count=int(np.isfinite(values).sum()),
        least=float(min(values)),
        median=float(np.median(values)),
        p90=p90 if np.isfinite(p90) else None,
        most=most if np.isfinite(most) else None,
    )
