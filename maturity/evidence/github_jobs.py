"""Jobs of GitHub Actions runs: pages of the REST interface; they show which runs have tests."""

from collections.abc import Iterator
from typing import Final

from maturity.evidence.github_runs import Job
from maturity.evidence.marks import marked_by
from maturity.evidence.rows import Run, commit_of, key_of
from maturity.evidence.shape import keys_of
from maturity.evidence.source import Source
from maturity.language import later

NAME: Final = later("jobs of GitHub Actions runs")
PAGES: Final = ("jobs",)

_IS_MINE: Final = marked_by("run_id")


class _Entry(Job):
    run_id: int | str | None = None
    run_attempt: int | None = None
    head_sha: str | None = None


def recognises(beginning: str) -> bool:
    """Whether the entries have the names that only jobs have."""
    keys = keys_of(beginning, PAGES)
    return {"run_id", "head_sha"} <= keys and bool(keys & {"steps", "runner_id", "run_url", "check_run_url"})


def read(source: Source) -> Iterator[Run]:
    """A row per job, which becomes one with its run; a run has tests where one of its jobs has."""
    for number, entry in source.entries(_Entry, PAGES, is_mine=_IS_MINE):
        if not entry.run_id:
            source.note("does not tell its run; expected 'run_id'", entry=number)
            continue
        attempt = max(entry.run_attempt or 1, 1)
        yield Run(
            key=key_of("github-run", entry.run_id, attempt),
            commit=commit_of(entry.head_sha),
            attempt=attempt,
            has_tests=entry.has_tests,
        )
