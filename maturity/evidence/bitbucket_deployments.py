"""Bitbucket deployments: pages and lists of the REST interface."""

from collections.abc import Iterator
from typing import Final

import msgspec

from maturity.evidence.bitbucket_pipelines import RESULTS
from maturity.evidence.marks import marked_by
from maturity.evidence.rows import Deployment, Outcome, StartedBy, commit_of, key_of
from maturity.evidence.shape import keys_of
from maturity.evidence.source import Source
from maturity.language import later

NAME: Final = later("Bitbucket deployments")
PAGES: Final = ("values",)

_IS_MINE: Final = marked_by("environment")
_GOING_ON: Final = frozenset({"PENDING", "IN_PROGRESS", "PAUSED", "HALTED", "RUNNING"})
_ENDED: Final = "COMPLETED"


class _Named(msgspec.Struct):
    name: str | None = None


class _State(msgspec.Struct):
    name: str | None = None
    status: _Named | None = None
    started_on: str | None = None
    completed_on: str | None = None


class _Environment(msgspec.Struct):
    name: str | None = None
    environment_type: _Named | None = None


class _Commit(msgspec.Struct):
    hash: str | None = None
    date: str | None = None


class _Release(msgspec.Struct):
    commit: _Commit | None = None
    created_on: str | None = None
    pipeline: dict[str, object] | None = None


class _Entry(msgspec.Struct):
    uuid: str | None = None
    state: _State | None = None
    environment: _Environment | None = None
    release: _Release | None = None
    deployable: _Release | None = None


def recognises(beginning: str) -> bool:
    """Whether the entries have the names that only these deployments have."""
    keys = keys_of(beginning, PAGES)
    return {"environment", "state"} <= keys and bool({"release.commit", "deployable.commit", "release.key"} & keys)


def read(source: Source) -> Iterator[Deployment]:
    """Its deployments; one that a pipeline released was made by it. What was never deployed is left out."""
    for number, entry in source.entries(_Entry, PAGES, is_mine=_IS_MINE):
        if not entry.uuid:
            source.note("names no deployment; expected 'uuid'", entry=number)
            continue
        state, release = entry.state or _State(), entry.release or entry.deployable or _Release()
        if state.name == "UNDEPLOYED":
            continue
        place, commit = entry.environment or _Environment(), release.commit or _Commit()
        outcome = _outcome(state)
        if state.name == _ENDED and outcome is Outcome.UNKNOWN:
            source.note("does not tell how it ended; expected 'state.status'", entry=number)
        kind = place.environment_type.name if place.environment_type else None
        yield Deployment(
            key=key_of("bitbucket-deployment", entry.uuid),
            commit=commit_of(commit.hash),
            environment=source.names.environment(place.name or kind),
            is_production=source.names.is_production(kind or place.name),
            outcome=outcome,
            committed=source.time(commit.date, "release.commit.date", entry=number),
            created=source.time(release.created_on, "release.created_on", entry=number),
            started=source.time(state.started_on, "state.started_on", entry=number),
            finished=source.time(state.completed_on, "state.completed_on", entry=number),
            started_by=StartedBy.PIPELINE if release.pipeline else StartedBy.UNKNOWN,
        )


def _outcome(state: _State) -> Outcome:
    if state.name in _GOING_ON:
        return Outcome.UNFINISHED
    return RESULTS.get((state.status and state.status.name) or state.name or "", Outcome.UNKNOWN)
