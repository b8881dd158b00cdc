"""What the exports tell week by week: green pushes, deployments, and how long recoveries took."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from maturity.evidence.changes import changes_in
from maturity.evidence.greens import pushes_of, rival_of
from maturity.evidence.linking import link
from maturity.evidence.rows import Incident, Why
from maturity.evidence.summary import DeployedWeek, GreenWeek, Recovery
from maturity.evidence.tables import Evidence
from maturity.evidence.verdicts import History
from maturity.evidence.windows import HOUR, Window, day_of, window_to

WEEKS: Final = 13  #: a quarter, the last one up to the day that is asked for
MOST_RECOVERIES: Final = 300  #: the latest; a chart shows no more
_WEEK: Final = timedelta(days=7)


def green_weeks(evidence: Evidence, *, as_of: date) -> tuple[GreenWeek, ...]:
    """The weeks that the runs reach over, oldest first; each push counts in the week that its last run was asked for.

    None where another branch looks like the default one.
    """
    window = _window(as_of)
    history = History(evidence=evidence, end=window.end)
    if rival_of(history, window):
        return ()
    pushes = pushes_of(history.chosen(window, whys=[Why.PUSH], trunk=True))
    finished = Counter(_monday(push.at) for push in pushes if push.is_green is not None)
    passed = Counter(_monday(push.at) for push in pushes if push.is_green)
    return tuple(
        GreenWeek(monday=monday, passed=passed[monday], finished=finished[monday]) for monday in _reached(finished)
    )


def deployed_weeks(evidence: Evidence, *, as_of: date) -> tuple[DeployedWeek, ...]:
    """The weeks that the deployments reach over, oldest first."""
    window = _window(as_of)
    history = History(evidence=evidence, end=window.end)
    changes = [change for change in changes_in(history.production) if change.at in window]
    links = link(history.production, _before(evidence, window))
    made = Counter(_monday(change.at) for change in changes)
    failed = Counter(_monday(change.at) for change in changes if not links.failed.isdisjoint(change.keys))
    is_told = bool(failed) or any(i.opened in window for i in evidence.incidents)
    return tuple(
        DeployedWeek(monday=monday, made=made[monday], failed=failed[monday] if is_told else None)
        for monday in _reached(made)
    )


def recoveries(evidence: Evidence, *, as_of: date) -> tuple[Recovery, ...]:
    """The incidents of those weeks that are over, oldest first; alerts only where there is nothing else."""
    window = _window(as_of)
    known = _before(evidence, window)
    real = [i for i in known if not i.is_alert] or known
    history = History(evidence=evidence, end=window.end)
    caused = {incident.key for incident, _ in link(history.production, known).incidents}
    inside = [i for i in real if i.opened in window]
    over = sorted((i.opened, i.resolved, i.key) for i in inside if i.opened and i.resolved and i.resolved >= i.opened)
    return tuple(
        Recovery(day=day_of(begin), hours=(end - begin) / HOUR, after_deployment=key in caused)
        for begin, end, key in over[-MOST_RECOVERIES:]
    )


def _window(as_of: date) -> Window:
    """From a Monday on, the weeks that are told."""
    first = _monday_of(as_of) - (WEEKS - 1) * _WEEK
    return window_to(as_of, days=(as_of - first).days + 1)


def _before(evidence: Evidence, window: Window) -> list[Incident]:
    """The incidents opened before the window's end; one that was not over by then is open."""
    known = (i for i in evidence.incidents if i.opened is not None and i.opened < window.end)
    return [replace(i, resolved=None) if (i.resolved or 0.0) >= window.end else i for i in known]


def _reached(counted: Iterable[date]) -> Iterator[date]:
    """Every Monday from the first that is counted to the last: what is outside, no export tells."""
    mondays = sorted(counted)
    monday = mondays[0] if mondays else date.max
    while mondays and monday <= mondays[-1]:
        yield monday
        monday += _WEEK


def _monday(time: float) -> date:
    return _monday_of(day_of(time))


def _monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())
