"""Argo CD's history of applications: `argocd app get` and `kubectl get applications`, as JSON or YAML."""

import re
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from maturity.evidence.marks import marked_by
from maturity.evidence.naming import Names, word
from maturity.evidence.rows import Deployment, Outcome, StartedBy, commit_of, key_of
from maturity.evidence.shape import keys_of
from maturity.evidence.source import Source
from maturity.evidence.yaml_documents import documents
from maturity.language import later

NAME: Final = later("Argo CD history")
PAGES: Final = ("items", "history")

_IS_MINE: Final = marked_by("deployedAt", "history", "operationState", "destination", "spec")
_PHASES: Final = {
    "Succeeded": Outcome.PASSED,
    "Failed": Outcome.FAILED,
    "Error": Outcome.FAILED,
    "Running": Outcome.UNFINISHED,
    "Terminating": Outcome.UNFINISHED,
}
_JSON: Final = re.compile(r'"kind"\s*:\s*"Application"')  #: of one whose metadata is too long to see more
_YAML: Final = ("kind: Application", "deployedAt:", "argoproj.io")


class _By(msgspec.Struct):
    automated: bool | None = None
    username: str | None = None


class _Deployed(msgspec.Struct, rename="camel"):
    revision: str | None = None
    deployed_at: str | None = None
    deploy_started_at: str | None = None
    initiated_by: _By | None = None


class _Operation(msgspec.Struct, rename="camel"):
    initiated_by: _By | None = None


class _Result(msgspec.Struct):
    revision: str | None = None


class _OperationState(msgspec.Struct, rename="camel"):
    phase: str | None = None
    started_at: str | None = None
    finished_at: str | None = None
    operation: _Operation | None = None
    sync_result: _Result | None = None


class _Status(msgspec.Struct, rename="camel"):
    history: list[_Deployed] | None = None
    operation_state: _OperationState | None = None


class _Metadata(msgspec.Struct):
    name: str | None = None
    labels: dict[str, str] | None = None


class _Destination(msgspec.Struct):
    namespace: str | None = None
    name: str | None = None


class _Spec(msgspec.Struct):
    destination: _Destination | None = None


class _Application(_Deployed):
    """An application; or one entry of a history that stands alone."""

    metadata: _Metadata | None = None
    spec: _Spec | None = None
    status: _Status | None = None


def recognises(beginning: str) -> bool:
    """Whether it holds applications of Argo CD, or entries of their history."""
    if keys := keys_of(beginning, PAGES):
        told = {"status.history", "status.operationState", "spec.destination", "deployedAt"} & keys
        return bool(told) or ("argoproj.io" in beginning and _JSON.search(beginning) is not None)
    return sum(sign in beginning for sign in _YAML) > 1


def read(source: Source) -> Iterator[Deployment]:
    """Its deployments; a history holds only what was deployed, a failed sync only the last operation tells."""
    for number, application in _applications(source):
        status = application.status or _Status()
        for deployed in [application] if application.deployed_at else status.history or []:
            yield _deployment(application, deployed, number, source)
        if (last := status.operation_state) is not None and last.phase != "Succeeded":
            yield _last(application, last, number, source)


def _applications(source: Source) -> Iterator[tuple[int, _Application]]:
    if source.beginning.lstrip().startswith(("{", "[")):
        yield from source.entries(_Application, PAGES, is_mine=_IS_MINE)
        return
    for number, document in documents(source):
        try:
            yield number, msgspec.convert(dict[str, Any](document), _Application, strict=False)
        except msgspec.ValidationError as error:
            source.note(f"has an application that can't be read ({error})", entry=number)


def _deployment(application: _Application, deployed: _Deployed, number: int, source: Source) -> Deployment:
    at = source.time(deployed.deployed_at, "deployedAt", entry=number)
    return Deployment(
        key=key_of("argocd", *_identity(application), deployed.deployed_at),
        commit=commit_of(deployed.revision),
        environment=_environment(application, source.names),
        is_production=_is_production(application, source.names),
        outcome=Outcome.PASSED,
        started=source.time(deployed.deploy_started_at, "deployStartedAt", entry=number),
        finished=at,
        started_by=_started_by(deployed.initiated_by),
        project=_name(application),
    )


def _last(application: _Application, last: _OperationState, number: int, source: Source) -> Deployment:
    return Deployment(
        key=key_of("argocd", *_identity(application), last.started_at),
        commit=commit_of(last.sync_result.revision if last.sync_result else None),
        environment=_environment(application, source.names),
        is_production=_is_production(application, source.names),
        outcome=_PHASES.get(last.phase or "", Outcome.UNKNOWN),
        started=source.time(last.started_at, "startedAt", entry=number),
        finished=source.time(last.finished_at, "finishedAt", entry=number),
        started_by=_started_by(last.operation.initiated_by if last.operation else None),
        project=_name(application),
    )


def _places(application: _Application) -> list[str]:
    """What may name the environment, the surest first."""
    labels = (application.metadata and application.metadata.labels) or {}
    destination = (application.spec and application.spec.destination) or _Destination()
    told = [labels.get("environment"), labels.get("env"), destination.namespace, destination.name, _name(application)]
    return [place for place in told if place]


def _environment(application: _Application, names: Names) -> str | None:
    places = _places(application)
    telling = (place for place in places if names.is_production(place) is not None)
    return names.environment(next(telling, next(iter(places), None)))


def _is_production(application: _Application, names: Names) -> bool | None:
    told = (names.is_production(place) for place in _places(application))
    return next((answer for answer in told if answer is not None), None)


def _name(application: _Application) -> str | None:
    return word(application.metadata.name) if application.metadata else None


def _identity(application: _Application) -> tuple[str, ...]:
    destination = (application.spec and application.spec.destination) or _Destination()
    return _name(application) or "", destination.namespace or "", destination.name or ""


def _started_by(by: _By | None) -> StartedBy:
    if by is None:
        return StartedBy.UNKNOWN
    return StartedBy.PIPELINE if by.automated else StartedBy.PERSON if by.username else StartedBy.UNKNOWN
