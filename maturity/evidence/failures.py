"""What went wrong after changes reached production: how often, for how long, and how many changes were repairs."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

import numpy as np

from maturity.evidence.changes import Change
from maturity.evidence.delivery import COVERED, Delivery, Figure
from maturity.evidence.finding import MissingError
from maturity.evidence.linking import RULE, WITHIN, Links
from maturity.evidence.rows import Incident
from maturity.evidence.verdicts import when
from maturity.evidence.windows import HOUR, Window, day_of, figure, length
from maturity.language import later, tr, tr_n
from maturity.wording import day

_NO_INCIDENTS: Final = later(
    "Incidents in the window are missing: an export that ends before it would look the same as none."
)


def change_fail_rate(delivery: Delivery) -> Figure:
    """Changes that an incident came of; a deployment that did not succeed is none of them.

    The worse of two: of the changes whose deployments say it, where most do, and of all, where incidents are listed.
    So an incident more never lowers it.
    """
    links, told = delivery.links, [c for c in delivery.changes if c.caused_incident is not None]
    part, whole, share = _worse(delivery, told, lambda change: not links.failed.isdisjoint(change.keys))
    if not whole:
        raise MissingError(tr(_NO_INCIDENTS))
    said = tr_n(
        "{part} of {whole} production deployment led to an incident.",
        "{part} of {whole} production deployments led to an incident.",
        whole,
    ).format(part=part, whole=whole)
    return Figure(value=part / whole, unit="share", count=whole, coverage=share, sentence=f"{said} {_rule(links)}")


def recovery_time(delivery: Delivery) -> Figure:
    """From an incident that a deployment caused to its end; one without an end lasts to the window's at the least.

    Pages that end by themselves never make it quicker: where it is slower without pages and alerts, it is without.
    """
    keys = {key for change in delivery.changes for key in change.keys}
    linked = _slower([incident for incident, cause in delivery.links.incidents if cause.key in keys], delivery.window)
    if not linked:
        raise MissingError(tr("Incidents that came of a production deployment in the window are missing."))
    over = sum(_is_over(incident, delivery.window) for incident in linked)
    if not over:
        sentence = tr_n(
            "{n} incident came of a deployment, but when it was resolved is missing.",
            "{n} incidents came of deployments, but when they were resolved is missing.",
            len(linked),
        )
        raise MissingError(sentence.format(n=len(linked)))
    hours = [_hours(incident, delivery.window) for incident in linked if incident.opened is not None]
    said = _lasted(hours, open_=len(linked) - over, window=delivery.window)
    return Figure(
        value=float(np.median(hours)),
        unit="hours",
        values=hours,
        count=len(hours),
        coverage=over / len(linked),
        sentence=f"{said} {_rule(delivery.links)}",
    )


def rework_rate(delivery: Delivery) -> Figure:
    """Changes that were repairs: the export says so, or a return, or made while an incident was on."""
    told = [change for change in delivery.changes if change.is_unplanned is not None]
    spans = list(_spans(delivery))
    part, whole, share = _worse(delivery, told, lambda change: _is_rework(change, spans))
    if not whole:
        raise MissingError(
            tr("Which deployments were unplanned repairs is missing, and so are incidents in the window.")
        )
    said = tr_n(
        "{part} of {whole} production deployment was a repair: marked as one, a return to an earlier version, or made "
        "during an incident.",
        "{part} of {whole} production deployments were repairs: marked as such, returns to an earlier version, or made "
        "during an incident.",
        whole,
    ).format(part=part, whole=whole)
    blind = sum(c.is_unplanned is None and any(row.commit is None for row in c.rows) for c in delivery.changes)
    rest = tr_n(
        "{n} does not tell its commit: it may be a return too.",
        "{n} do not tell their commits: they may be returns too.",
        blind,
    ).format(n=blind)
    sentence = f"{said} {rest}" if blind else said
    return Figure(value=part / whole, unit="share", count=whole, coverage=share, sentence=sentence)


def _worse(delivery: Delivery, told: Sequence[Change], is_bad: Callable[[Change], bool]) -> tuple[int, int, float]:
    """How many of how many, and the share that tells; of none, where neither they nor incidents do."""
    said = len(told) / len(delivery.changes)
    groups = [*([told] if said >= COVERED else []), *([delivery.changes] if delivery.tells_incidents else [])]
    counted = ((sum(map(is_bad, group)), len(group)) for group in groups)
    part, whole = max(counted, key=lambda pair: (pair[0] / pair[1], pair[1]), default=(0, 0))
    return part, whole, max(delivery.window.covered(delivery.opened), said)


def _slower(linked: Sequence[Incident], window: Window) -> Sequence[Incident]:
    """All of them, or those that are no alerts: whichever took longer in the middle."""
    groups = [some for some in (linked, [one for one in linked if not one.is_alert]) if some]
    return max(groups, key=lambda some: np.median([_hours(one, window) for one in some]), default=())


def _is_over(incident: Incident, window: Window) -> bool:
    """Whether its end is told, and came before the window's."""
    opened, resolved = incident.opened, incident.resolved
    return opened is not None and resolved is not None and opened <= resolved < window.end


def _hours(incident: Incident, window: Window) -> float:
    end = incident.resolved if _is_over(incident, window) else None
    return ((window.end if end is None else end) - (incident.opened or 0.0)) / HOUR


def _spans(delivery: Delivery) -> Iterable[tuple[float, float]]:
    """From when to when incidents were on."""
    for incident in delivery.history.evidence.incidents:
        if incident.opened is not None:
            yield incident.opened, incident.opened + _hours(incident, delivery.window) * HOUR


def _is_rework(change: Change, spans: Iterable[tuple[float, float]]) -> bool:
    if change.is_unplanned is not None:
        return change.is_unplanned
    return change.is_return or any(begin < when(row) <= end for begin, end in spans for row in change.rows)


def _lasted(hours: Sequence[float], *, open_: int, window: Window) -> str:
    """How long the incidents after deployments lasted, and how many of them are not known to be over."""
    middle = length(float(np.median(hours)))
    if not open_:
        sentence = tr_n(
            "{n} incident after a deployment was over within {time}.",
            "Half of {n} incidents after deployments were over within {time}.",
            len(hours),
        )
        return sentence.format(n=len(hours), time=middle)
    sentence = tr("Half of {n} incidents after deployments lasted {time} or longer.").format(n=len(hours), time=middle)
    rest = tr_n(
        "{n} has no end and counts as open to {day}.", "{n} have no end and count as open to {day}.", open_
    ).format(n=open_, day=day(day_of(window.end - 1)))
    return f"{sentence} {rest}"


def _rule(links: Links) -> str:
    rule = tr(RULE).format(hours=figure(WITHIN / HOUR))
    only, too = tr("The export has pages and alerts only."), tr("Pages and alerts count too.")
    return f"{rule} {only if links.are_alerts else too}" if links.has_alerts else rule
