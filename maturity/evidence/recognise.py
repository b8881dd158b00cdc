"""Files of any kind to evidence: each goes to the reader that knows its content, and none stops another."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import tzinfo
from pathlib import Path
from typing import Any, BinaryIO, Final, Protocol

from maturity.errors import Fault
from maturity.evidence import (
    argocd_history,
    azure_builds,
    bitbucket_deployments,
    bitbucket_pipelines,
    circleci_pipelines,
    collectors,
    deployments_csv,
    github_deployments,
    github_jobs,
    github_runs,
    gitlab_deployments,
    gitlab_jobs,
    gitlab_pipelines,
    incident_tables,
    jenkins_builds,
    logs,
    opsgenie,
    otlp_spans,
    pagerduty,
    prometheus,
    slo_files,
)
from maturity.evidence.gathering import Gathered
from maturity.evidence.naming import Names
from maturity.evidence.refusals import WORDS, is_refusal
from maturity.evidence.source import Source
from maturity.evidence.tables import Evidence, FileWord
from maturity.evidence.windows import marked
from maturity.language import tr_n

Progress = Callable[[Path, int, int], None]  #: file, bytes of it that are read, its size in bytes

MOST_FILES: Final = 10_000


class Reader(Protocol):
    """A room that reads one kind of export."""

    NAME: str  #: of the kind, in words

    @staticmethod
    def recognises(beginning: str) -> bool:
        """Whether a text that begins so is of its kind."""

    @staticmethod
    def read(source: Source) -> Iterator[Any]:
        """Rows of any table; what is wrong is noted at the source."""


READERS: Final[tuple[Any, ...]] = (
    github_runs,
    github_jobs,
    github_deployments,
    gitlab_deployments,
    gitlab_jobs,
    gitlab_pipelines,
    jenkins_builds,
    azure_builds,
    bitbucket_deployments,
    bitbucket_pipelines,
    circleci_pipelines,
    argocd_history,
    pagerduty,
    opsgenie,
    otlp_spans,
    prometheus,
    slo_files,
    collectors,
    deployments_csv,
    incident_tables,
    logs,
)


def read_evidence(
    paths: Iterable[Path | str],
    *,
    names: Names | None = None,
    zone: tzinfo | None = None,
    progress: Progress = lambda *_: None,
) -> Evidence:
    """What all the files prove together, with each file's word; folders give every file in them.

    A file that can't be read, or only in part, says so in its word. The order of the files changes nothing but
    the order of their words. `zone` is that of times that name none: without it they are told, and left out.
    """
    gathered = Gathered()
    words = [_read_file(path, place, gathered, (names, zone), progress) for path, place in _files(paths)]
    return replace(gathered.evidence(), files=tuple(words))


def read_content(content: BinaryIO, *, place: str, names: Names | None = None, zone: tzinfo | None = None) -> Evidence:
    """What one file proves that is at hand already, such as one dropped on a page; never raises for its content."""
    gathered = Gathered()
    word = _read(Source(content, place=place, names=names, zone=zone), gathered)
    return replace(gathered.evidence(), files=(word,))


def reader_for(beginning: str) -> Reader | None:
    """The reader that knows a text that begins so; None where none does."""
    return next((reader for reader in READERS if reader.recognises(beginning)), None)


def kinds() -> tuple[str, ...]:
    """The kinds of export that are known, in words."""
    return tuple(reader.NAME for reader in READERS)


def _files(paths: Iterable[Path | str]) -> Iterator[tuple[Path, str]]:
    """Each file once, with its place as the user named it."""
    seen: set[Path] = set()
    for given in map(Path, paths):
        inside = sorted(path for path in given.rglob("*") if path.is_file()) if given.is_dir() else [given]
        for path in inside[:MOST_FILES]:
            if path.name.startswith(".") or path.resolve() in seen:
                continue
            seen.add(path.resolve())
            yield path, str(path)


def _read_file(
    path: Path,
    place: str,
    gathered: Gathered,
    known: tuple[Names | None, tzinfo | None],
    progress: Progress,
) -> FileWord:
    try:
        with path.open("rb") as content:
            size = path.stat().st_size
            names, zone = known
            source = Source(
                content, place=place, names=names, zone=zone, progress=lambda done: progress(path, done, size)
            )
            return _read(source, gathered)
    except OSError as error:
        problem = f"can't be read ({error.strerror or 'no file'}); expected a file open to you"
        return FileWord(place=place, faults=(Fault(place=place, problem=problem),))


def _read(source: Source, gathered: Gathered) -> FileWord:
    if source.refused is not None:
        return FileWord(place=source.place, faults=(Fault(place=source.place, problem=source.refused),))
    reader = reader_for(source.beginning)
    if reader is None and is_refusal(source.beginning.strip().encode("utf-8", "replace")):
        return FileWord(place=source.place, faults=(Fault(place=source.place, problem=f"is {WORDS}"),))
    if reader is None:
        problem = f"is nothing known; expected one of: {', '.join(kinds())}"
        return FileWord(place=source.place, faults=(Fault(place=source.place, problem=problem),))
    read = gathered.take(reader.read(source), source)
    if source.zoneless:
        taken = tr_n(
            "{n} time without a zone taken as {zone}", "{n} times without a zone taken as {zone}", source.zoneless
        )
        read = f"{read} ({taken.format(n=marked(f'{source.zoneless:,}'), zone=source.zone)})"
    return FileWord(place=source.place, kind=reader.NAME, read=read, faults=source.faults)
