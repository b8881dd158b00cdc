"""Azure DevOps builds: pages of the REST interface, and `az pipelines build list`."""

from collections.abc import Iterator
from typing import Final

import msgspec

from maturity.evidence.marks import marked_by
from maturity.evidence.naming import is_bot, word
from maturity.evidence.outcomes import outcome_of
from maturity.evidence.rows import Outcome, Run, Why, commit_of, key_of
from maturity.evidence.shape import keys_of
from maturity.evidence.source import Source
from maturity.language import later

NAME: Final = later("Azure DevOps builds")
PAGES: Final = ("value",)

_IS_MINE: Final = marked_by("sourceBranch", "sourceVersion", "queueTime", "finishTime", "definition")
_RESULTS: Final = {
    "succeeded": Outcome.PASSED,
    "partiallysucceeded": Outcome.FAILED,  # some of its tasks failed
    "failed": Outcome.FAILED,
    "canceled": Outcome.CANCELLED,
    "none": Outcome.UNKNOWN,
}
_REASONS: Final = {
    "individualci": Why.PUSH,
    "batchedci": Why.PUSH,
    "pullrequest": Why.PULL_REQUEST,
    "checkinshelveset": Why.PULL_REQUEST,
    "validateshelveset": Why.PULL_REQUEST,
    "schedule": Why.SCHEDULE,
    "scheduleforced": Why.SCHEDULE,
    "manual": Why.MANUAL,
    "usercreated": Why.MANUAL,
}


class _Named(msgspec.Struct):
    id: int | str | None = None
    name: str | None = None


class _Entry(msgspec.Struct, rename="camel"):
    id: int | None = None
    status: str | None = None
    result: str | None = None
    queue_time: str | None = None
    start_time: str | None = None
    finish_time: str | None = None
    source_branch: str | None = None
    source_version: str | None = None
    reason: str | None = None
    definition: _Named | None = None
    project: _Named | None = None


def recognises(beginning: str) -> bool:
    """Whether the entries have the names that only these builds have."""
    keys = keys_of(beginning, PAGES)
    return bool({"sourceBranch", "sourceVersion"} & keys) and bool({"queueTime", "finishTime", "definition"} & keys)


def read(source: Source) -> Iterator[Run]:
    """Its runs."""
    for number, entry in source.entries(_Entry, PAGES, is_mine=_IS_MINE):
        if entry.id is None:
            source.note("names no build; expected 'id'", entry=number)
            continue
        definition, project = entry.definition or _Named(), entry.project or _Named()
        why = _why(entry)
        yield Run(
            key=key_of("azure-build", project.id or project.name, entry.id),
            commit=commit_of(entry.source_version),
            branch=source.names.branch(entry.source_branch),
            is_trunk=source.names.is_trunk(entry.source_branch, why),
            why=why,
            workflow=word(definition.name),
            project=word(project.name),
            outcome=_outcome(entry, number, source),
            created=source.time(entry.queue_time, "queueTime", entry=number),
            started=source.time(entry.start_time, "startTime", entry=number),
            finished=source.time(entry.finish_time, "finishTime", entry=number),
        )


def _outcome(entry: _Entry, number: int, source: Source) -> Outcome:
    if (entry.status or "completed").lower() not in {"completed", "none"}:
        return Outcome.UNFINISHED
    return outcome_of((entry.result or "").lower(), _RESULTS, "result", source=source, entry=number)


def _why(entry: _Entry) -> Why:
    if is_bot(None, entry.source_branch):
        return Why.BOT
    return _REASONS.get(entry.reason.lower(), Why.OTHER) if entry.reason else Why.UNKNOWN
