"""Which incidents came of which production deployments, by what the export says, else by time and environment."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from maturity.evidence.rows import Deployment, Incident
from maturity.evidence.verdicts import Commits, when
from maturity.evidence.windows import HOUR
from maturity.language import later

WITHIN: Final = 24 * HOUR  #: s after a production deployment in which an incident counts as its own; our estimate
RULE: Final = later(
    "An incident counts against the last production deployment in the {hours} hours before it, unless the export names "
    "another."
)


@dataclass(frozen=True, kw_only=True)
class Links:
    """What went wrong after which deployment."""

    incidents: tuple[tuple[Incident, Deployment], ...]  #: each with the deployment that it came of
    failed: frozenset[int]  #: keys of the deployments that failed in use
    has_alerts: bool  #: the export has pages or alerts
    are_alerts: bool  #: it has nothing but them


def link(production: Sequence[Deployment], incidents: Iterable[Incident]) -> Links:
    """The incidents with the production deployments that they came of; those must be in order of time.

    Pages and alerts count like any other: that some are noise, no export tells. An incident of a service that
    production deployments are named for counts to none but those; one during a rollout counts to that.
    """
    opened = [incident for incident in incidents if incident.opened is not None]
    begun = sorted(production, key=_begun)
    found = [(incident, cause) for incident in opened if (cause := _cause(incident, begun))]
    said = {deployment.key for deployment in production if deployment.caused_incident}
    cleared = {deployment.key for deployment in production if deployment.caused_incident is False}
    return Links(
        incidents=tuple(found),
        failed=frozenset(said | ({deployment.key for _, deployment in found} - cleared)),
        has_alerts=any(incident.is_alert for incident in opened),
        are_alerts=bool(opened) and all(incident.is_alert for incident in opened),
    )


def _cause(incident: Incident, production: Sequence[Deployment]) -> Deployment | None:
    """The deployment, of those in order of their beginning, that the incident came of; what it names goes first."""
    opened = incident.opened or 0.0
    named = next((d for d in reversed(production) if d.key == incident.deployment), None)
    if named is not None:
        return named
    earlier = production[: bisect_right(production, opened, key=_begun)]
    if incident.commit is not None:
        wanted = Commits([incident.commit])
        of_commit = next((d for d in reversed(earlier) if wanted.find(d.commit)), None)
        # the one that it means may be one that does not tell its commit
        return of_commit or next((d for d in reversed(earlier) if d.commit is None), None)
    service = (incident.service or "").casefold()
    own = [d for d in earlier if service and (d.project or "").casefold() == service] or earlier
    return own[-1] if own and opened - when(own[-1]) <= WITHIN else None


def _begun(deployment: Deployment) -> float:
    """When it began to reach production, in s, as near as is told: a wait for a person's yes is no part of it."""
    begun = deployment.created if deployment.started is None else deployment.started
    ended = when(deployment)
    return ended if begun is None or not 0 <= ended - begun <= WITHIN else begun
