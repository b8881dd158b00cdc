"""GitHub Actions runs: `gh run list --json …`, `gh run view --json …`, and pages of the REST interface."""

from collections.abc import Iterator
from typing import Final

import msgspec

from maturity.evidence.marks import marked_by
from maturity.evidence.naming import Names, is_bot, names_tests, word
from maturity.evidence.outcomes import outcome_of
from maturity.evidence.rows import Outcome, Run, Why, commit_of, key_of
from maturity.evidence.shape import keys_of
from maturity.evidence.source import Source
from maturity.language import later

NAME: Final = later("GitHub Actions runs")
PAGES: Final = ("workflow_runs",)

_IS_MINE: Final = marked_by(
    "head_sha", "head_branch", "headSha", "headBranch", "databaseId", "workflowName", "conclusion", without=["run_id"]
)
_GH: Final = frozenset(
    {"attempt", "conclusion", "createdAt", "databaseId", "displayTitle", "event", "headBranch", "headSha", "name"}
    | {"number", "startedAt", "status", "updatedAt", "url", "workflowDatabaseId", "workflowName", "jobs"},
)
_ONLY_GH: Final = frozenset({"headSha", "headBranch", "workflowName", "workflowDatabaseId", "databaseId", "conclusion"})
_ONLY_REST: Final = frozenset({"run_number", "run_attempt", "run_started_at", "workflow_id", "event"})
_OUTCOMES: Final = {
    "success": Outcome.PASSED,
    "failure": Outcome.FAILED,
    "timed_out": Outcome.FAILED,
    "startup_failure": Outcome.FAILED,
    "cancelled": Outcome.CANCELLED,
    "skipped": Outcome.CANCELLED,
    "neutral": Outcome.CANCELLED,
    "stale": Outcome.CANCELLED,
    "action_required": Outcome.UNFINISHED,
}
_WHYS: Final = {
    "push": Why.PUSH,
    "merge_group": Why.PULL_REQUEST,
    "pull_request": Why.PULL_REQUEST,
    "pull_request_target": Why.PULL_REQUEST,
    "schedule": Why.SCHEDULE,
    "workflow_dispatch": Why.MANUAL,
    "dynamic": Why.BOT,
}
_ENDED: Final = frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANCELLED})


class _Account(msgspec.Struct):
    login: str | None = None
    type: str | None = None


class _Commit(msgspec.Struct):
    timestamp: str | None = None


class _Repository(msgspec.Struct):
    name: str | None = None


class _Step(msgspec.Struct):
    name: str | None = None


class Job(msgspec.Struct):
    """A job of a run, with what shows whether it runs tests."""

    name: str | None = None
    steps: list[_Step] | None = None

    @property
    def has_tests(self) -> bool:
        """Whether its name, or that of one of its steps, says that it runs tests."""
        return names_tests(self.name) or any(names_tests(step.name) for step in self.steps or [])


class _Entry(msgspec.Struct):
    """A run as either way of asking writes it; what is not here is never read."""

    id: int | str | None = None
    databaseId: int | str | None = None  # noqa: N815 - the export's own name, as are those below
    head_sha: str | None = None
    headSha: str | None = None  # noqa: N815
    head_branch: str | None = None
    headBranch: str | None = None  # noqa: N815
    event: str | None = None
    status: str | None = None
    conclusion: str | None = None
    run_attempt: int | None = None
    attempt: int | None = None
    name: str | None = None
    workflowName: str | None = None  # noqa: N815
    created_at: str | None = None
    createdAt: str | None = None  # noqa: N815
    run_started_at: str | None = None
    startedAt: str | None = None  # noqa: N815
    updated_at: str | None = None
    updatedAt: str | None = None  # noqa: N815
    actor: _Account | None = None
    head_commit: _Commit | None = None
    repository: _Repository | None = None
    jobs: list[Job] | None = None


def recognises(beginning: str) -> bool:
    """Whether the entries have the names that only these runs have."""
    keys = keys_of(beginning, PAGES)
    if "run_id" in keys:
        return False  # its jobs
    outer = {key for key in keys if "." not in key}
    is_gh = bool(outer & _ONLY_GH) and outer <= _GH
    return is_gh or "workflow_runs" in keys or (bool(keys & {"head_sha", "head_branch"}) and bool(keys & _ONLY_REST))


def read(source: Source) -> Iterator[Run]:
    """Its runs; a run's end is the moment it was last updated, as GitHub tells no other."""
    for number, entry in source.entries(_Entry, PAGES, is_mine=_IS_MINE):
        run = _run(entry, number, source)
        if run is not None:
            yield run


def _run(entry: _Entry, number: int, source: Source) -> Run | None:
    names: Names = source.names
    commit = commit_of(entry.head_sha or entry.headSha)
    ref = entry.head_branch or entry.headBranch
    workflow = word(entry.workflowName or entry.name)
    attempt = max(entry.run_attempt or entry.attempt or 1, 1)
    why = _why(entry, ref)
    outcome = _outcome(entry, number, source)
    identity = entry.id or entry.databaseId or (commit and f"{commit} {workflow} {entry.event}")
    if not identity:
        source.note("names neither a run ('databaseId') nor a commit ('headSha'); expected one of them", entry=number)
        return None
    return Run(
        key=key_of("github-run", identity, attempt),
        commit=commit,
        branch=names.branch(ref),
        is_trunk=names.is_trunk(ref, why),
        why=why,
        workflow=workflow,
        project=word(entry.repository.name) if entry.repository else None,
        attempt=attempt,
        outcome=outcome,
        committed=source.time(entry.head_commit and entry.head_commit.timestamp, "timestamp", entry=number),
        created=source.time(entry.created_at or entry.createdAt, "created_at", entry=number),
        started=source.time(entry.run_started_at or entry.startedAt, "run_started_at", entry=number),
        finished=source.time(entry.updated_at or entry.updatedAt, "updated_at", entry=number)
        if outcome in _ENDED
        else None,
        has_tests=any(job.has_tests for job in entry.jobs) if entry.jobs else None,
    )


def _why(entry: _Entry, ref: str | None) -> Why:
    if entry.event is None:
        return Why.UNKNOWN
    actor = entry.actor or _Account()
    if actor.type == "Bot" or is_bot(actor.login, ref):
        return Why.BOT
    return _WHYS.get(entry.event, Why.OTHER)


def _outcome(entry: _Entry, number: int, source: Source) -> Outcome:
    """How it ended; a run without a conclusion that is not said to be completed has not."""
    if entry.status not in {None, "", "completed"}:
        return Outcome.UNFINISHED
    return outcome_of(entry.conclusion, _OUTCOMES, "conclusion", source=source, entry=number)
