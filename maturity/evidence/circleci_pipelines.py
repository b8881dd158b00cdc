"""CircleCI pipelines and workflows: pages and lists of the v2 interface.

A pipeline's own state tells only whether its configuration was taken; how it ended stands in its workflows.
"""

from collections.abc import Iterator
from typing import Final

import msgspec

from maturity.evidence.marks import marked_by
from maturity.evidence.naming import is_bot, is_pull, word
from maturity.evidence.outcomes import outcome_of
from maturity.evidence.rows import Outcome, Run, Why, commit_of, key_of
from maturity.evidence.shape import keys_of
from maturity.evidence.source import Source
from maturity.language import later

NAME: Final = later("CircleCI pipelines")
PAGES: Final = ("items",)

_IS_MINE: Final = marked_by("project_slug")
_STATES: Final = {
    "errored": Outcome.FAILED,  # its configuration was refused: nothing ran
    "pending": Outcome.UNFINISHED,
    "setup": Outcome.UNFINISHED,
    "setup-pending": Outcome.UNFINISHED,
    "created": Outcome.UNKNOWN,
}
_STATUSES: Final = {
    "success": Outcome.PASSED,
    "failed": Outcome.FAILED,
    "error": Outcome.FAILED,
    "unauthorized": Outcome.FAILED,
    "canceled": Outcome.CANCELLED,
    "not_run": Outcome.CANCELLED,
    "running": Outcome.UNFINISHED,
    "failing": Outcome.UNFINISHED,
    "on_hold": Outcome.UNFINISHED,
}
_TRIGGERS: Final = {
    "webhook": Why.PUSH,
    "explicit": Why.MANUAL,
    "schedule": Why.SCHEDULE,
    "scheduled_pipeline": Why.SCHEDULE,
}


class _Trigger(msgspec.Struct):
    type: str | None = None


class _Vcs(msgspec.Struct):
    revision: str | None = None
    branch: str | None = None
    review_id: str | int | None = None


class _Entry(msgspec.Struct):
    """A pipeline (`state`), or a workflow of one (`status`, `pipeline_id`)."""

    id: str | None = None
    pipeline_id: str | None = None
    project_slug: str | None = None
    name: str | None = None
    state: str | None = None
    status: str | None = None
    created_at: str | None = None
    stopped_at: str | None = None
    trigger: _Trigger | None = None
    vcs: _Vcs | None = None


def recognises(beginning: str) -> bool:
    """Whether the entries have the names that only these pipelines or workflows have."""
    keys = keys_of(beginning, PAGES)
    return "project_slug" in keys and bool({"state", "trigger", "pipeline_id"} & keys)


def read(source: Source) -> Iterator[Run]:
    """Its runs; a workflow's commit is not told, nor is a pipeline's end."""
    for number, entry in source.entries(_Entry, PAGES, is_mine=_IS_MINE):
        if not entry.id:
            source.note("names neither a pipeline nor a workflow; expected 'id'", entry=number)
            continue
        vcs = entry.vcs or _Vcs()
        why = _why(entry, vcs)
        is_workflow = entry.pipeline_id is not None
        known, told = (_STATUSES, entry.status) if is_workflow else (_STATES, entry.state)
        yield Run(
            key=key_of("circleci", entry.id),
            commit=commit_of(vcs.revision),
            branch=source.names.branch(vcs.branch),
            is_trunk=source.names.is_trunk(vcs.branch, why),
            why=why,
            workflow=word(entry.name) if is_workflow else None,
            project=word((entry.project_slug or "").rpartition("/")[2]),
            outcome=outcome_of(told, known, "status" if is_workflow else "state", source=source, entry=number),
            created=source.time(entry.created_at, "created_at", entry=number),
            finished=source.time(entry.stopped_at, "stopped_at", entry=number),
        )


def _why(entry: _Entry, vcs: _Vcs) -> Why:
    if vcs.review_id or is_pull(vcs.branch):
        return Why.PULL_REQUEST
    if is_bot(None, vcs.branch):
        return Why.BOT
    trigger = entry.trigger.type if entry.trigger else None
    return _TRIGGERS.get(trigger, Why.OTHER) if trigger else Why.UNKNOWN
