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
    "An incident counts to the last production deployment in the {hours} hours before it, unless the export names "
    "another."
)


@dataclass(frozen=True, kw_only=True)
class Links:
    """What went wrong after which deployment."""

    incidents: tuple[tuple[Incident, Deployment], ...]  #: each with the deployment that it came of
    failed: frozenset[int]  #: keys of the deployments that failed in use
    are_alerts: bool  #: the export has nothing but pages and alerts


def link(production: Sequence[Deployment], incidents: Iterable[Incident]) -> Links:
    """The incidents with the production deployments that they came of; those must be in order of time.

    Pages and alerts count only where the export has nothing else. An incident of a service that production
    deployments are named for counts to none but those.
    """
    opened = [incident for incident in incidents if incident.opened is not None]
    real = [incident for incident in opened if not incident.is_alert]
    found = [(incident, cause) for incident in real or opened if (cause := _cause(incident, production))]
    said = {deployment.key for deployment in production if deployment.caused_incident}
    cleared = {deployment.key for deployment in production if deployment.caused_incident is False}
    return Links(
        incidents=tuple(found),
        failed=frozenset(said | ({deployment.key for _, deployment in found} - cleared)),
        are_alerts=bool(opened) and not real,
    )


def _cause(incident: Incident, production: Sequence[Deployment]) -> Deployment | None:
    opened = incident.opened or 0.0
    earlier = production[: bisect_right(production, opened, key=when)]
    if incident.deployment is not None:
        return next((d for d in reversed(production) if d.key == incident.deployment), None)
    if incident.commit is not None:
        named = Commits([incident.commit])
        return next((d for d in reversed(earlier) if named.find(d.commit)), None)
    service = (incident.service or "").casefold()
    own = [d for d in earlier if service and (d.project or "").casefold() == service] or earlier
    return own[-1] if own and opened - when(own[-1]) <= WITHIN else None
