"""Bitbucket pipelines: pages and lists of the REST interface."""

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

NAME: Final = later("Bitbucket pipelines")
PAGES: Final = ("values",)

_IS_MINE: Final = marked_by("target", "completed_on", without=["release", "deployable"])
#: how a pipeline, or a deployment by one, ended
RESULTS: Final = {
    "SUCCESSFUL": Outcome.PASSED,
    "PASSED": Outcome.PASSED,
    "FAILED": Outcome.FAILED,
    "ERROR": Outcome.FAILED,
    "STOPPED": Outcome.CANCELLED,
    "EXPIRED": Outcome.CANCELLED,
}
_TRIGGERS: Final = {"push": Why.PUSH, "manual": Why.MANUAL, "schedule": Why.SCHEDULE}
_PULL: Final = "pipeline_pullrequest_target"


class _Named(msgspec.Struct):
    name: str | None = None
    type: str | None = None


class _State(msgspec.Struct):
    name: str | None = None
    result: _Named | None = None


class _Commit(msgspec.Struct):
    hash: str | None = None


class _Target(msgspec.Struct):
    type: str | None = None
    ref_type: str | None = None
    ref_name: str | None = None
    source: str | None = None
    commit: _Commit | None = None


class _Entry(msgspec.Struct):
    uuid: str | None = None
    build_number: int | None = None
    state: _State | None = None
    created_on: str | None = None
    completed_on: str | None = None
    target: _Target | None = None
    trigger: _Named | None = None
    repository: _Named | None = None


def recognises(beginning: str) -> bool:
    """Whether the entries have the names that only these pipelines have."""
    keys = keys_of(beginning, PAGES)
    return {"state", "created_on"} <= keys and bool({"target.commit.hash", "target.ref_name", "completed_on"} & keys)


def read(source: Source) -> Iterator[Run]:
    """Its runs."""
    for number, entry in source.entries(_Entry, PAGES, is_mine=_IS_MINE):
        target, state = entry.target or _Target(), entry.state or _State()
        commit = commit_of(target.commit.hash if target.commit else None)
        if not (entry.uuid or commit):
            source.note("names neither a pipeline ('uuid') nor a commit; expected one of them", entry=number)
            continue
        is_tag = target.ref_type in {"tag", "annotated_tag"}
        ref = target.ref_name or target.source
        why = _why(entry, target)
        yield Run(
            key=key_of("bitbucket-pipeline", entry.uuid or commit, entry.build_number if not entry.uuid else ""),
            commit=commit,
            branch=None if is_tag else source.names.branch(ref),
            is_trunk=False if is_tag else source.names.is_trunk(ref, why),
            why=why,
            project=word(entry.repository.name) if entry.repository else None,
            outcome=_outcome(state, number, source),
            created=source.time(entry.created_on, "created_on", entry=number),
            finished=source.time(entry.completed_on, "completed_on", entry=number),
        )


def _outcome(state: _State, number: int, source: Source) -> Outcome:
    if state.name is None:
        return Outcome.UNKNOWN
    result = (state.result and state.result.name) or state.name
    if state.name != "COMPLETED" and state.name not in RESULTS:
        return Outcome.UNFINISHED
    return outcome_of(result, RESULTS, "state.result", source=source, entry=number)


def _why(entry: _Entry, target: _Target) -> Why:
    if target.type == _PULL:
        return Why.PULL_REQUEST
    if is_bot(None, target.ref_name):
        return Why.BOT
    told = ((entry.trigger and (entry.trigger.name or entry.trigger.type)) or "").lower()
    trigger = told.removeprefix("pipeline_trigger_")
    return _TRIGGERS.get(trigger, Why.OTHER) if trigger else Why.UNKNOWN
