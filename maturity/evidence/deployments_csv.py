"""A plain table of deployments, as anyone can write it: one row per deployment."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from maturity.evidence.naming import word
from maturity.evidence.rows import Deployment, Outcome, StartedBy, commit_of, key_of
from maturity.evidence.shape import columns_of
from maturity.evidence.source import Source
from maturity.language import later

NAME: Final = later("deployments (CSV)")

_IDENTITIES: Final = ("id", "deployment_id", "deployment", "number", "release_id")
_COMMITS: Final = ("commit", "sha", "commit_sha", "revision", "git_sha", "git_commit")
_PLACES: Final = ("environment", "env", "environment_name", "target", "stage")
_CREATED: Final = ("created_at", "created", "requested_at", "queued_at")
_STARTED: Final = ("started_at", "started", "start", "start_time")
_FINISHED: Final = (
    *("deployed_at", "finished_at", "deployed", "finished", "completed_at", "end_time", "deployment_time"),
    *("deploy_time", "released_at", "timestamp", "time", "date", "deployed_on", "deployment_date"),
)
#: columns that say that it was deployed, not only that something ended
_DEPLOYED: Final = frozenset(
    {"deployed_at", "deployed", "deployed_on", "deployment_time", "deployment_date", "deploy_time", "released_at"}
)
_COMMITTED: Final = ("committed_at", "commit_time", "commit_date", "commit_timestamp", "first_commit_at")
_ENDS: Final = ("status", "result", "outcome", "state", "conclusion")
_BY: Final = ("started_by", "method", "via", "how", "deployed_by_kind", "trigger")
_PROJECTS: Final = ("service", "application", "app", "project", "component", "repository", "repo")
_REFS: Final = ("branch", "ref")
_BACK: Final = ("rollback", "is_rollback", "rolled_back")
_UNPLANNED: Final = ("unplanned", "hotfix", "is_hotfix", "rework")
_FAILURES: Final = ("failed_in_production", "caused_incident", "caused_failure", "change_failed", "incident")

_A_DAY: Final = len("2026-03-12")  #: letters of a time that is no more than a day
_OUTCOMES: Final = {
    **dict.fromkeys(("success", "succeeded", "successful", "passed", "ok", "done", "deployed", "live"), Outcome.PASSED),
    **dict.fromkeys(("failure", "failed", "error", "errored", "broken"), Outcome.FAILED),
    **dict.fromkeys(("cancelled", "canceled", "aborted", "skipped", "stopped"), Outcome.CANCELLED),
    **dict.fromkeys(("running", "pending", "queued", "in progress", "in_progress", "waiting"), Outcome.UNFINISHED),
}
_HANDS: Final = frozenset({"person", "manual", "manually", "hand", "by hand", "ssh", "ftp", "sftp", "scp", "human"})
_MACHINES: Final = frozenset({"pipeline", "ci", "cd", "ci/cd", "automatic", "automated", "auto", "workflow", "bot"})
_YES: Final = frozenset({"yes", "true", "1", "y", "x", "ja", "oui", "sim"})
_NO: Final = frozenset({"no", "false", "0", "n", "nein", "non", "não"})


def recognises(beginning: str) -> bool:
    """Whether the header names when, and where or what, was deployed."""
    columns = columns_of(beginning)
    is_told = bool(columns & {*_FINISHED, *_CREATED, *_STARTED})
    is_deployment = bool(columns & {"deployed_at", "deployment_id", "deployment_time", "deploy_time", "deployed_on"})
    is_placed = bool(columns & {"environment", "env", "environment_name"}) and bool(columns & {*_COMMITS, *_ENDS})
    return is_told and (is_deployment or is_placed) and not columns & {"resolved_at", "incident_id", "incident_number"}


def read(source: Source) -> Iterator[Deployment]:
    """Its deployments; the columns it lacks are not told. Without one of how they ended, what was deployed has passed.

    Rows that tell the same are one deployment, save those that tell no more than their day.
    """
    tells_ends = not columns_of(source.beginning).isdisjoint(_ENDS)
    same_day: Counter[tuple[str | None, ...]] = Counter()
    for line, row in source.rows():
        environment = _first(row, _PLACES)
        commit = commit_of(_first(row, _COMMITS))
        at = next((row[name] for name in (*_FINISHED, *_STARTED, *_CREATED) if name in row), None)
        number = _first(row, _IDENTITIES)  # two services may count alike
        identity: tuple[str | None, ...] = (number, commit, environment, _first(row, _PROJECTS), at)
        if number is None and commit is None and at is not None and len(at) <= _A_DAY:
            same_day[identity] += 1
            identity += (str(same_day[identity]),)
        if at is None:
            source.note("tells no time; expected one in 'deployed_at'", entry=line)
        yield Deployment(
            key=key_of("deployment", *identity),
            commit=commit,
            environment=source.names.environment(environment),
            is_production=source.names.is_production(environment),
            outcome=_outcome(row, source, line) if tells_ends or _DEPLOYED.isdisjoint(row) else Outcome.PASSED,
            committed=_time(row, _COMMITTED, source, line),
            created=_time(row, _CREATED, source, line),
            started=_time(row, _STARTED, source, line),
            finished=_time(row, _FINISHED, source, line),
            started_by=_started_by(row),
            on_trunk=source.names.is_trunk(_first(row, _REFS)),
            project=word(_first(row, _PROJECTS)),
            is_rollback=_said(row, _BACK),
            is_unplanned=_said(row, _UNPLANNED),
            caused_incident=_said(row, _FAILURES),
        )


def _first(row: Mapping[str, str], names: Iterable[str]) -> str | None:
    return next((row[name] for name in names if name in row), None)


def _time(row: Mapping[str, str], names: Iterable[str], source: Source, line: int) -> float | None:
    told = next((name for name in names if name in row), None)
    return None if told is None else source.time(row[told], told, entry=line)


def _outcome(row: Mapping[str, str], source: Source, line: int) -> Outcome:
    told = (_first(row, _ENDS) or "").lower()
    if told and told not in _OUTCOMES:
        source.note("has an outcome that is not known; expected success, failed, cancelled or running", entry=line)
    return _OUTCOMES.get(told, Outcome.UNKNOWN)


def _started_by(row: Mapping[str, str]) -> StartedBy:
    told = (_first(row, _BY) or "").lower()
    if told in _HANDS:
        return StartedBy.PERSON
    return StartedBy.PIPELINE if told in _MACHINES else StartedBy.UNKNOWN


def _said(row: Mapping[str, str], names: Iterable[str]) -> bool | None:
    told = (_first(row, names) or "").lower()
    return True if told in _YES else False if told in _NO else None
