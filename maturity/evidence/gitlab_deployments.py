"""GitLab deployments: lists of the REST interface."""

from collections.abc import Iterator
from typing import Final

import msgspec

from maturity.evidence.marks import marked_by
from maturity.evidence.naming import word
from maturity.evidence.outcomes import outcome_of
from maturity.evidence.rows import Deployment, Outcome, StartedBy, commit_of, key_of
from maturity.evidence.shape import keys_of
from maturity.evidence.source import Source
from maturity.language import later

NAME: Final = later("GitLab deployments")

_IS_MINE: Final = marked_by("environment")
_STATUSES: Final = {
    "success": Outcome.PASSED,
    "completed": Outcome.PASSED,
    "failed": Outcome.FAILED,
    "canceled": Outcome.CANCELLED,
    "skipped": Outcome.CANCELLED,
    "created": Outcome.UNFINISHED,
    "pending": Outcome.UNFINISHED,
    "running": Outcome.UNFINISHED,
    "blocked": Outcome.UNFINISHED,
    "manual": Outcome.UNFINISHED,
}
_ENDED: Final = frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANCELLED})


class _Commit(msgspec.Struct):
    created_at: str | None = None
    committed_date: str | None = None


class _Project(msgspec.Struct):
    path: str | None = None


class _Pipeline(msgspec.Struct):
    project_id: int | str | None = None


class _Job(msgspec.Struct):
    status: str | None = None
    tag: bool | None = None
    started_at: str | None = None
    finished_at: str | None = None
    commit: _Commit | None = None
    project: _Project | None = None
    pipeline: _Pipeline | None = None


class _Environment(msgspec.Struct):
    name: str | None = None
    tier: str | None = None


class _Entry(msgspec.Struct):
    id: int | str | None = None
    sha: str | None = None
    ref: str | None = None
    status: str | None = None
    created_at: str | None = None
    updated_at: str | None = None
    environment: _Environment | None = None
    deployable: _Job | None = None


def recognises(beginning: str) -> bool:
    """Whether the entries have the names that only deployments have."""
    keys = keys_of(beginning)
    return {"environment", "sha"} <= keys and bool({"deployable", "environment.slug", "environment.tier"} & keys)


def read(source: Source) -> Iterator[Deployment]:
    """Its deployments; one that a job made was made by a pipeline."""
    for number, entry in source.entries(_Entry, is_mine=_IS_MINE):
        if not entry.id:
            source.note("names no deployment; expected 'id'", entry=number)
            continue
        job = entry.deployable or _Job()
        outcome = outcome_of(entry.status or job.status, _STATUSES, "status", source=source, entry=number)
        place = entry.environment or _Environment()
        commit = job.commit or _Commit()
        ended_at = job.finished_at or entry.updated_at
        yield Deployment(
            key=key_of("gitlab-deployment", entry.id),
            commit=commit_of(entry.sha),
            environment=source.names.environment(place.name),
            is_production=place.tier == "production" if place.tier else source.names.is_production(place.name),
            outcome=outcome,
            committed=source.time(commit.committed_date or commit.created_at, "commit.created_at", entry=number),
            created=source.time(entry.created_at, "created_at", entry=number),
            started=source.time(job.started_at, "started_at", entry=number),
            finished=source.time(ended_at, "finished_at", entry=number) if outcome in _ENDED else None,
            started_by=StartedBy.UNKNOWN if entry.deployable is None else StartedBy.PIPELINE,
            on_trunk=None if job.tag else source.names.is_trunk(entry.ref),
            project=_project(job),
        )


def _project(job: _Job) -> str | None:
    if job.project is not None and job.project.path:
        return word(job.project.path)
    known = job.pipeline.project_id if job.pipeline is not None else None
    return None if known is None else f"project {known}"[:60]
