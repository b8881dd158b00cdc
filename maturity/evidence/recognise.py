"""Files of any kind to evidence: each goes to the reader that knows its content, and none stops another."""

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import tzinfo
from pathlib import Path
from typing import Any, BinaryIO, Final, Protocol

from maturity.errors import Fault, one_line
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
from maturity.language import tr_n
from maturity.wording import figures

_Known = tuple[Names | None, tzinfo | None]
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
    words = tuple(_words(paths, gathered, (names, zone), progress))
    return replace(gathered.evidence(), files=words)


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


def _words(paths: Iterable[Path | str], gathered: Gathered, known: _Known, progress: Progress) -> Iterator[FileWord]:
    """The word of each file, which is read once however often it is named, and of folders that hold too few or many."""
    seen: set[str] = set()
    for given in map(Path, paths):
        inside = _inside(given)
        for path in inside[:MOST_FILES]:
            if (real := os.path.realpath(path)) not in seen:
                seen.add(real)
                yield _read_file(path, gathered, known, progress)
        if not inside:
            yield _refused(one_line(str(given)), "holds no file; expected exports in it")
        elif len(inside) > MOST_FILES:
            yield _refused(one_line(str(given)), f"holds {len(inside):,} files; only the first {MOST_FILES:,} are read")


def _inside(given: Path) -> list[Path]:
    """The file itself, or those in the folder that are not hidden."""
    if not given.is_dir():
        return [given]
    return sorted(path for path in given.rglob("*") if path.is_file() and not path.name.startswith("."))


def _refused(place: str, problem: str) -> FileWord:
    return FileWord(place=place, faults=(Fault(place=place, problem=problem),))


def _read_file(path: Path, gathered: Gathered, known: _Known, progress: Progress) -> FileWord:
    place = one_line(str(path))
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return _refused(place, "is a pipe or a device; expected a saved file")
        with path.open("rb") as content:
            size = path.stat().st_size
            names, zone = known
            source = Source(
                content, place=place, names=names, zone=zone, progress=lambda done: progress(path, done, size)
            )
            return _read(source, gathered)
    except OSError as error:
        problem = f"can't be read ({error.strerror or 'no file'}); expected a file open to you"
        return _refused(place, problem)


def _read(source: Source, gathered: Gathered) -> FileWord:
    if source.refused is not None:
        return _refused(source.place, source.refused)
    reader = reader_for(source.beginning)
    if reader is None:
        return _refused(source.place, _what_it_is(source.beginning.strip()))
    read = gathered.take(reader.read(source), source)
    if source.zoneless:
        taken = tr_n(
            "{n} time without a zone taken as {zone}", "{n} times without a zone taken as {zone}", source.zoneless
        )
        read = f"{read} ({taken.format(n=figures(f'{source.zoneless:,}'), zone=source.zone)})"
    return FileWord(place=source.place, kind=reader.NAME, read=read, zoneless=source.zoneless, faults=source.faults)


def _what_it_is(beginning: str) -> str:
    """What no reader knows, in words."""
    if is_refusal(beginning.encode("utf-8", "replace")):
        return f"is {WORDS}"
    if beginning[:20].lower().startswith(("<!doctype html", "<html")):
        return "is a web page; expected the export itself, so sign in and save it again"
    if _EMPTY.fullmatch(beginning[:_MOST_EMPTY]):
        return "holds no entry; expected an export with one at the least"
    return f"is nothing known; expected one of: {', '.join(kinds())}"


_EMPTY: Final = re.compile(r"(?:null|[\[\]{},\s])*")  #: JSON that tells nothing
_MOST_EMPTY: Final = 1_000  #: letters
