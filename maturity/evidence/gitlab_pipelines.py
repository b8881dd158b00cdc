"""GitLab pipelines: lists of the REST interface, and single pipelines in detail."""

from collections.abc import Iterator
from typing import Final

import msgspec

from maturity.evidence.marks import marked_by
from maturity.evidence.naming import is_bot, is_pull
from maturity.evidence.outcomes import outcome_of
from maturity.evidence.rows import Outcome, Run, Why, commit_of, key_of
from maturity.evidence.shape import keys_of
from maturity.evidence.source import Source
from maturity.language import later

NAME: Final = later("GitLab pipelines")

_IS_MINE: Final = marked_by("ref", without=["deployable", "environment", "stage", "head_sha"])
_STATUSES: Final = {
    "success": Outcome.PASSED,
    "failed": Outcome.FAILED,
    "canceled": Outcome.CANCELLED,
    "skipped": Outcome.CANCELLED,
    "created": Outcome.UNFINISHED,
    "waiting_for_resource": Outcome.UNFINISHED,
    "preparing": Outcome.UNFINISHED,
    "pending": Outcome.UNFINISHED,
    "running": Outcome.UNFINISHED,
    "canceling": Outcome.UNFINISHED,
    "scheduled": Outcome.UNFINISHED,
    "manual": Outcome.UNFINISHED,
    "waiting_for_callback": Outcome.UNFINISHED,
}
_SOURCES: Final = {
    "push": Why.PUSH,
    "merge_request_event": Why.PULL_REQUEST,
    "external_pull_request_event": Why.PULL_REQUEST,
    "schedule": Why.SCHEDULE,
    "web": Why.MANUAL,
    "webide": Why.MANUAL,
    "chat": Why.MANUAL,
    "security_orchestration_policy": Why.BOT,
}
_ENDED: Final = frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANCELLED})


class _Entry(msgspec.Struct):
    id: int | str | None = None
    project_id: int | str | None = None
    sha: str | None = None
    ref: str | None = None
    tag: bool | None = None
    status: str | None = None
    source: str | None = None
    created_at: str | None = None
    updated_at: str | None = None
    started_at: str | None = None
    finished_at: str | None = None
    coverage: str | float | None = None


def recognises(beginning: str) -> bool:
    """Whether the entries have the names that only pipelines have."""
    keys = keys_of(beginning)
    is_pipeline = {"sha", "ref", "status"} <= keys and not keys & {"deployable", "environment", "stage"}
    return is_pipeline and bool(keys & {"iid", "source", "project_id", "queued_duration"})


def read(source: Source) -> Iterator[Run]:
    """Its runs; a list tells no end, so there it is the moment of the last update."""
    for number, entry in source.entries(_Entry, is_mine=_IS_MINE):
        identity = entry.id or commit_of(entry.sha)
        if not identity:
            source.note("names neither a pipeline ('id') nor a commit ('sha'); expected one of them", entry=number)
            continue
        why = _why(entry)
        outcome = outcome_of(entry.status, _STATUSES, "status", source=source, entry=number)
        ended_at = entry.finished_at or entry.updated_at
        yield Run(
            key=key_of("gitlab-pipeline", identity),
            commit=commit_of(entry.sha),
            branch=None if entry.tag else source.names.branch(entry.ref),
            is_trunk=False if entry.tag else source.names.is_trunk(entry.ref, why),
            why=why,
            project=None if entry.project_id is None else f"project {entry.project_id}"[:60],
            outcome=outcome,
            created=source.time(entry.created_at, "created_at", entry=number),
            started=source.time(entry.started_at, "started_at", entry=number),
            finished=source.time(ended_at, "finished_at", entry=number) if outcome in _ENDED else None,
            has_tests=True if entry.coverage not in {None, ""} else None,
        )


def _why(entry: _Entry) -> Why:
    if is_pull(entry.ref):
        return Why.PULL_REQUEST
    if is_bot(None, entry.ref):
        return Why.BOT
    return Why.UNKNOWN if entry.source is None else _SOURCES.get(entry.source, Why.OTHER)
