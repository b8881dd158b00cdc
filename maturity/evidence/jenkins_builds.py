"""Jenkins builds: `…/api/json?tree=builds[…]` of a job or of several, and single builds."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

import msgspec

from maturity.evidence.marks import marked_by
from maturity.evidence.naming import is_bot, is_pull, short_ref, word
from maturity.evidence.outcomes import outcome_of
from maturity.evidence.rows import Outcome, Run, Why, commit_of, key_of
from maturity.evidence.shape import keys_of
from maturity.evidence.source import Source
from maturity.language import later

NAME: Final = later("Jenkins builds")
PAGES: Final = ("builds", "allBuilds", "jobs")

_IS_MINE: Final = marked_by("result", "building")
_RESULTS: Final = {
    "SUCCESS": Outcome.PASSED,
    "UNSTABLE": Outcome.FAILED,  # some tests failed
    "FAILURE": Outcome.FAILED,
    "ABORTED": Outcome.CANCELLED,
    "NOT_BUILT": Outcome.CANCELLED,
}
_CAUSES: Final = (
    ("PullRequest", Why.PULL_REQUEST),
    ("MergeRequest", Why.PULL_REQUEST),
    ("Push", Why.PUSH),
    ("SCMTrigger", Why.PUSH),
    ("BranchEvent", Why.PUSH),
    ("BranchIndexing", Why.PUSH),
    ("TimerTrigger", Why.SCHEDULE),
    ("UserId", Why.MANUAL),
    ("Replay", Why.MANUAL),
    ("Upstream", Why.OTHER),
)  #: by a part of the class's name; the first that fits any cause


class _Cause(msgspec.Struct):
    _class: str | None = None


class _Branch(msgspec.Struct):
    name: str | None = None


class _Revision(msgspec.Struct):
    SHA1: str | None = None
    branch: list[_Branch] | None = None


class _Action(msgspec.Struct):
    causes: list[_Cause] | None = None
    lastBuiltRevision: _Revision | None = None  # noqa: N815 - the export's own name
    totalCount: int | None = None  # noqa: N815 - the same


class _Entry(msgspec.Struct):
    number: int | None = None
    result: str | None = None
    building: bool | None = None
    timestamp: int | float | str | None = None
    duration: float | None = None
    url: str | None = None
    fullDisplayName: str | None = None  # noqa: N815 - the export's own name
    actions: list[_Action | None] | None = None


def recognises(beginning: str) -> bool:
    """Whether the entries have the names that only builds of Jenkins have."""
    keys = keys_of(beginning, PAGES) | {key.rpartition(".")[2] for key in keys_of(beginning, PAGES)}
    return {"number", "result"} <= keys and bool(keys & {"timestamp", "building", "fullDisplayName", "changeSet"})


def read(source: Source) -> Iterator[Run]:
    """Its runs; a build number counts within its job, which its address or its full name tells."""
    for number, entry in source.entries(_Entry, PAGES, is_mine=_IS_MINE):
        job = _job(entry)
        if entry.number is None:
            source.note("names no build; expected 'number'", entry=number)
            continue
        if not job:
            source.note("does not tell its job; expected 'url' or 'fullDisplayName'", entry=number)
        yield _run(entry, job or [""], number, source)


def _run(entry: _Entry, job: list[str], number: int, source: Source) -> Run:
    actions = [action for action in entry.actions or [] if action is not None]
    revision = next((action.lastBuiltRevision for action in actions if action.lastBuiltRevision), _Revision())
    ref = next((branch.name for branch in revision.branch or [] if branch.name), None)
    tests = next((action.totalCount for action in actions if action.totalCount is not None), None)
    outcome = _outcome(entry, number, source)
    started = source.time(entry.timestamp, "timestamp", entry=number)
    ran = entry.duration / 1000 if entry.duration and outcome is not Outcome.UNFINISHED else None
    why = _why(actions, short_ref(ref) or job[-1])
    return Run(
        key=key_of("jenkins-build", *job, entry.number, "" if any(job) else entry.timestamp),
        commit=commit_of(revision.SHA1),
        branch=source.names.branch(ref),
        is_trunk=source.names.is_trunk(ref, why),
        why=why,
        project=word(job[-2] if len(job) > 1 and job[-1] == short_ref(ref) else job[-1]),
        outcome=outcome,
        created=started,
        started=started,
        finished=source.after(started, ran, "duration", entry=number),
        has_tests=tests > 0 if tests is not None else None,
        tests=tests,
    )


def _job(entry: _Entry) -> list[str]:
    """The job's folders and name, outermost first."""
    parts = [unquote(part.partition("/")[0]) for part in (entry.url or "").split("/job/")[1:]]
    return parts or [part for part in [(entry.fullDisplayName or "").rpartition(" #")[0]] if part]


def _outcome(entry: _Entry, number: int, source: Source) -> Outcome:
    if entry.building:
        return Outcome.UNFINISHED
    return outcome_of(entry.result, _RESULTS, "result", source=source, entry=number)


def _why(actions: list[_Action], ref: str) -> Why:
    if is_pull(ref):
        return Why.PULL_REQUEST
    if is_bot(None, ref):
        return Why.BOT
    causes = [cause._class or "" for action in actions for cause in action.causes or []]  # noqa: SLF001 - Jenkins' name
    told = (why for part, why in _CAUSES if any(part in cause for cause in causes))
    return next(told, Why.OTHER if causes else Why.UNKNOWN)
