"""DORA's five metrics of software delivery, as figures with their distribution, or what is missing for them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from maturity.evidence.deployed import returns_in, weekly
from maturity.evidence.editions import classes_of
from maturity.evidence.finding import MissingError
from maturity.evidence.lead_times import shipped_commits
from maturity.evidence.linking import RULE, WITHIN, Links, link
from maturity.evidence.rows import Deployment, Incident
from maturity.evidence.tables import Evidence
from maturity.evidence.verdicts import History, when
from maturity.evidence.windows import HOUR, Window, figure, length, window_to
from maturity.language import later, tr

USUAL_DAYS: Final = 90
A_WEEK: Final = later("a week")  #: the unit of how often
FEWEST: Final = 5  #: things counted below which a figure has no class; our estimate
COVERED: Final = 0.5  #: share of the window, or of the things in it, below which a figure has no class; our estimate
_NO_PRODUCTION: Final = later("Production deployments in the window are missing.")


@dataclass(frozen=True, kw_only=True)
class Spread:
    """How a metric's single values are spread, in the metric's unit."""

    count: int
    least: float
    median: float
    p90: float  #: nine of ten are not above it
    most: float


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

    @property
    def has_class(self) -> bool:
        """Whether there is enough of it to be put into a class."""
        return self.value is not None and self.count >= FEWEST and (self.coverage or 0.0) >= COVERED

    @property
    def classes(self) -> dict[int, str | None]:
        """Its class by edition; None where the edition has none, and in all where there is too little of it."""
        per_day = 7 if self.key == "deployment-frequency" else 1
        found = classes_of(self.key, (self.value or 0.0) / per_day)
        return found if self.has_class else dict.fromkeys(found)


@dataclass(frozen=True, kw_only=True)
class _Delivery:
    """What the metrics are made of."""

    history: History
    window: Window
    deployments: tuple[Deployment, ...]  #: passed, in production, in the window, in order of time
    links: Links


def measure(evidence: Evidence, *, as_of: date, days: float = USUAL_DAYS) -> tuple[Metric, ...]:
    """The five metrics over the days up to that one, in UTC; the order of the evidence's rows never matters."""
    window = window_to(as_of, days=days)
    history = History(evidence=evidence, end=window.end)
    delivery = _Delivery(
        history=history,
        window=window,
        deployments=tuple(d for d in history.production if when(d) in window),
        links=link(history.production, (i for i in evidence.incidents if (i.opened or 0.0) < window.end)),
    )
    return tuple(_metric(key, name, how, delivery) for key, (name, how) in _METRICS.items())


def _metric(key: str, name: str, how: Callable[[_Delivery], "_Figure"], delivery: _Delivery) -> Metric:
    if not delivery.deployments:
        return Metric(key=key, name=tr(name), window=delivery.window, sentence=tr(_NO_PRODUCTION))
    try:
        found = how(delivery)
    except MissingError as missing:
        return Metric(key=key, name=tr(name), window=delivery.window, sentence=str(missing))
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
    )


@dataclass(frozen=True, kw_only=True)
class _Figure:
    value: float
    unit: str
    values: Sequence[float]  #: the single values, where there are several
    count: int
    coverage: float
    sentence: str


def _deployment_frequency(delivery: _Delivery) -> _Figure:
    """Production deployments a week; days before the export begins count as without, so it is never too good."""
    times, window = [when(d) for d in delivery.deployments], delivery.window
    value, weeks = len(times) * 7 / window.days, weekly(times, window)
    return _Figure(
        value=value,
        unit=A_WEEK,
        values=weeks,
        count=len(times),
        coverage=window.covered([when(d) for d in delivery.history.deployments]),
        sentence=tr("{n} production deployments from {window}, {often} a week.").format(
            n=len(times), window=window, often=figure(value)
        ),
    )


def _lead_time(delivery: _Delivery) -> _Figure:
    """From a commit (its first run, where its time is not told) to production; all that a deployment shipped count."""
    shipped = list(shipped_commits(delivery.history, delivery.window))
    if not shipped:
        raise MissingError(tr("Commits of production deployments, with their time or with their runs, are missing."))
    hours = [hours for _, hours in shipped]
    told, whole = len({key for key, _ in shipped}), len(delivery.deployments)
    middle = float(np.median(hours))
    sentence = tr(
        "Half of {n} commits were in production within {time} of their commit or first run; "
        "{part} of {whole} deployments tell."
    ).format(n=len(hours), time=length(middle), part=told, whole=whole)
    return _Figure(value=middle, unit="hours", values=hours, count=len(hours), coverage=told / whole, sentence=sentence)


def _change_fail_rate(delivery: _Delivery) -> _Figure:
    """Production deployments that an incident came of; a deployment that did not succeed is none of them."""
    deployments, links = delivery.deployments, delivery.links
    told = [d for d in deployments if d.caused_incident is not None]
    times = _opened(delivery)
    if not any(time in delivery.window for time in times):
        if not told:
            raise MissingError(tr(_NO_INCIDENTS))
        deployments = tuple(told)
    failed, whole = sum(d.key in links.failed for d in deployments), len(deployments)
    coverage = max(delivery.window.covered(times), len(told) / len(delivery.deployments))
    said = tr("{part} of {whole} production deployments led to an incident.").format(part=failed, whole=whole)
    sentence = f"{said} {_rule(links)}"
    return _Figure(value=failed / whole, unit="share", values=(), count=whole, coverage=coverage, sentence=sentence)


def _recovery_time(delivery: _Delivery) -> _Figure:
    """From an incident that a deployment caused to its end."""
    keys = {d.key for d in delivery.deployments}
    linked = [incident for incident, cause in delivery.links.incidents if cause.key in keys]
    if not linked:
        raise MissingError(tr("Incidents that came of a production deployment in the window are missing."))
    hours = [taken for incident in linked if (taken := _hours_open(incident)) is not None]
    if not hours:
        sentence = tr("{n} incidents came of deployments, but when they were resolved is missing.")
        raise MissingError(sentence.format(n=len(linked)))
    middle = float(np.median(hours))
    said = tr("Half of {n} incidents after deployments were over within {time}; {part} of {whole} tell.")
    told = said.format(n=len(hours), time=length(middle), part=len(hours), whole=len(linked))
    sentence, coverage = f"{told} {_rule(delivery.links)}", len(hours) / len(linked)
    return _Figure(value=middle, unit="hours", values=hours, count=len(hours), coverage=coverage, sentence=sentence)


def _rework_rate(delivery: _Delivery) -> _Figure:
    """Production deployments that were repairs: the export says so, or a return, or made while an incident was on."""
    deployments = delivery.deployments
    told = sum(d.is_unplanned is not None for d in deployments)
    spans = [(i.opened, i.resolved) for i in delivery.history.evidence.incidents if i.opened and i.resolved]
    if not told and not any(time in delivery.window for time in _opened(delivery)):
        raise MissingError(
            tr("Which deployments were unplanned repairs is missing, and so are incidents in the window.")
        )
    returns = {d.key for d in returns_in(delivery.history.production)}
    unplanned = sum(_is_rework(d, returns, spans) for d in deployments)
    whole = len(deployments)
    coverage = max(told / whole, delivery.window.covered(_opened(delivery)))
    sentence = tr(
        "{part} of {whole} production deployments were repairs: said to be, a return to an earlier version, or made "
        "while an incident was on."
    ).format(part=unplanned, whole=whole)
    return _Figure(value=unplanned / whole, unit="share", values=(), count=whole, coverage=coverage, sentence=sentence)


_NO_INCIDENTS: Final = later(
    "Incidents in the window are missing: an export that ends before it would look the same as none."
)
_METRICS: Final[dict[str, tuple[str, Callable[[_Delivery], _Figure]]]] = {
    "lead-time": (later("Lead time"), _lead_time),
    "deployment-frequency": (later("Deployment frequency"), _deployment_frequency),
    "change-fail-rate": (later("Change fail rate"), _change_fail_rate),
    "recovery-time": (later("Failed deployment recovery time"), _recovery_time),
    "rework-rate": (later("Rework rate"), _rework_rate),
}


def _opened(delivery: _Delivery) -> list[float]:
    return [i.opened for i in delivery.history.evidence.incidents if i.opened is not None]


def _hours_open(incident: Incident) -> float | None:
    if incident.opened is None or incident.resolved is None or incident.resolved < incident.opened:
        return None
    return (incident.resolved - incident.opened) / HOUR


def _is_rework(deployment: Deployment, returns: set[int], spans: Iterable[tuple[float, float]]) -> bool:
    if deployment.is_unplanned is not None:
        return deployment.is_unplanned
    return deployment.key in returns or any(begin < when(deployment) <= end for begin, end in spans)


def _rule(links: Links) -> str:
    rule = tr(RULE).format(hours=figure(WITHIN / HOUR))
    only = tr("The export has pages and alerts only.")
    return f"{rule} {only}" if links.are_alerts else rule


def _spread(values: Sequence[float]) -> Spread:
    return Spread(
        count=len(values),
        least=float(min(values)),
        median=float(np.median(values)),
        p90=float(np.quantile(values, 0.9)),
        most=float(max(values)),
    )
