"""Jobs of GitLab pipelines: lists of the REST interface; they show which pipelines ran tests."""

from collections.abc import Iterator
from typing import Final

import msgspec

from maturity.evidence.marks import marked_by
from maturity.evidence.naming import names_tests
from maturity.evidence.rows import Run, commit_of, key_of
from maturity.evidence.shape import keys_of
from maturity.evidence.source import Source
from maturity.language import later

NAME: Final = later("jobs of GitLab pipelines")

_IS_MINE: Final = marked_by("pipeline", without=["deployable"])


class _Pipeline(msgspec.Struct):
    id: int | str | None = None
    sha: str | None = None


class _Commit(msgspec.Struct):
    id: str | None = None


class _Entry(msgspec.Struct):
    name: str | None = None
    stage: str | None = None
    coverage: str | float | None = None
    pipeline: _Pipeline | None = None
    commit: _Commit | None = None


def recognises(beginning: str) -> bool:
    """Whether the entries have the names that only jobs have."""
    keys = keys_of(beginning)
    return {"stage", "status", "pipeline.id"} <= keys and "deployable" not in keys


def read(source: Source) -> Iterator[Run]:
    """A row per job, which becomes one with its pipeline; a pipeline has tests where one of its jobs has.

    A job has them where its name or its stage says so, or where it measured what they cover.
    """
    for number, entry in source.entries(_Entry, is_mine=_IS_MINE):
        pipeline = entry.pipeline or _Pipeline()
        if not pipeline.id:
            source.note("does not tell its pipeline; expected 'pipeline.id'", entry=number)
            continue
        is_covered = entry.coverage not in {None, ""}
        yield Run(
            key=key_of("gitlab-pipeline", pipeline.id),
            commit=commit_of(pipeline.sha) or commit_of(entry.commit and entry.commit.id),
            has_tests=is_covered or names_tests(entry.name) or names_tests(entry.stage),
        )
