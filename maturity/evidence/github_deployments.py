"""GitHub deployments and their statuses: lists of the REST interface, and payloads of webhooks."""

from collections.abc import Iterator
from typing import Final

import msgspec

from maturity.evidence.marks import marked_by
from maturity.evidence.naming import is_bot, word
from maturity.evidence.outcomes import outcome_of
from maturity.evidence.rows import Deployment, Outcome, StartedBy, commit_of, key_of
from maturity.evidence.shape import keys_of
from maturity.evidence.source import Source
from maturity.language import later

NAME: Final = later("GitHub deployments")
PAGES: Final = ()

_IS_MINE: Final = marked_by("task", "statuses_url", "original_environment", "deployment_url", "deployment")
_STATES: Final = {
    "success": Outcome.PASSED,
    "failure": Outcome.FAILED,
    "error": Outcome.FAILED,
    "in_progress": Outcome.UNFINISHED,
    "queued": Outcome.UNFINISHED,
    "pending": Outcome.UNFINISHED,
    "waiting": Outcome.UNFINISHED,
    "inactive": Outcome.UNKNOWN,  # another took its place
}
_ENDED: Final = frozenset({Outcome.PASSED, Outcome.FAILED})


class _Account(msgspec.Struct):
    login: str | None = None
    type: str | None = None


class _Repository(msgspec.Struct):
    name: str | None = None


class _Status(msgspec.Struct):
    state: str | None = None
    environment: str | None = None
    created_at: str | None = None
    deployment_url: str | None = None


class _Deployment(msgspec.Struct):
    id: int | str | None = None
    sha: str | None = None
    ref: str | None = None
    environment: str | None = None
    original_environment: str | None = None
    production_environment: bool | None = None
    created_at: str | None = None
    creator: _Account | None = None
    performed_via_github_app: object = None
    statuses: list[_Status] | None = None


class _Entry(_Deployment):
    """A deployment, a status, or the payload around them."""

    state: str | None = None
    deployment_url: str | None = None
    deployment: _Deployment | None = None
    deployment_status: _Status | None = None
    workflow_run: object = None
    repository: _Repository | None = None


def recognises(beginning: str) -> bool:
    """Whether the entries have the names that only deployments or their statuses have."""
    keys = keys_of(beginning)
    is_deployment = {"sha", "environment"} <= keys and bool(keys & {"task", "statuses_url", "original_environment"})
    return is_deployment or {"state", "deployment_url"} <= keys or {"deployment.sha", "deployment.environment"} <= keys


def read(source: Source) -> Iterator[Deployment]:
    """Its deployments, and a row per status: rows of one deployment become one, in which the last end holds."""
    for number, entry in source.entries(_Entry, PAGES, is_mine=_IS_MINE):
        project = word(entry.repository.name) if entry.repository else None
        deployment = entry.deployment or (entry if entry.sha else None)
        if deployment is not None and deployment.id:
            yield _of_deployment(deployment, source, number, project, is_run=entry.workflow_run is not None)
        statuses = [entry.deployment_status, *((deployment and deployment.statuses) or [])]
        if entry.state:
            statuses.append(_Status(entry.state, entry.environment, entry.created_at, entry.deployment_url))
        known = deployment.id if deployment is not None else None
        for status in statuses:
            if status is not None and (identity := known or _named_in(status)):
                yield _of_status(status, identity, source, number)
        if deployment is None and not any(statuses):
            source.note("is neither a deployment nor a status; expected 'sha' or 'state'", entry=number)


def _of_deployment(
    deployment: _Deployment,
    source: Source,
    number: int,
    project: str | None,
    *,
    is_run: bool,
) -> Deployment:
    environment = deployment.original_environment or deployment.environment
    ref = deployment.ref if commit_of(deployment.ref) is None else None
    return Deployment(
        key=key_of("github-deployment", deployment.id),
        commit=commit_of(deployment.sha),
        environment=source.names.environment(environment),
        is_production=deployment.production_environment or source.names.is_production(environment),
        created=source.time(deployment.created_at, "created_at", entry=number),
        started_by=StartedBy.PIPELINE if is_run or _is_machine(deployment) else StartedBy.UNKNOWN,
        on_trunk=source.names.is_trunk(ref),
        project=project,
    )


def _of_status(status: _Status, identity: object, source: Source, number: int) -> Deployment:
    outcome = outcome_of(status.state, _STATES, "state", source=source, entry=number)
    at = source.time(status.created_at, "created_at", entry=number)
    return Deployment(
        key=key_of("github-deployment", identity),
        environment=source.names.environment(status.environment),
        is_production=source.names.is_production(status.environment),
        outcome=outcome,
        started=at if status.state == "in_progress" else None,
        finished=at if outcome in _ENDED else None,
    )


def _named_in(status: _Status) -> str:
    return (status.deployment_url or "").rpartition("/")[2]


def _is_machine(deployment: _Deployment) -> bool:
    """Whether an app made it; a person's account may be a hand's or a script's."""
    creator = deployment.creator
    is_app = creator is not None and (creator.type == "Bot" or is_bot(creator.login, None))
    return is_app or deployment.performed_via_github_app is not None
