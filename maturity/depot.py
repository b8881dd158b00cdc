"""Files at an address, on any filesystem that fsspec knows: whole or not there, as in a folder."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar
from uuid import uuid4

from maturity.errors import Fault, InputError, did_you_mean
from maturity.files import UnwritableError, digest, write_whole

T = TypeVar("T")

EXTRAS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("s3", "s3a"), "s3fs"),
    **dict.fromkeys(("gs", "gcs"), "gcsfs"),
    **dict.fromkeys(("abfs", "abfss", "az", "adl"), "adlfs"),
}  #: what the user installs for an object store; it puts a file whole or not at all
WHOLE_AT_ONCE: Final = {*EXTRAS, "memory"}  #: what needs no file aside, and no folders


def is_address(out: str) -> bool:
    """Whether this names a place on some filesystem by its scheme, and no folder of this machine.

    >>> is_address("s3://firm/briefings"), is_address("data/workbooks"), is_address("C:/work")
    (True, False, False)
    """
    return re.match(r"[A-Za-z][A-Za-z0-9+.:-]*://", out) is not None


def open_depot(url: str) -> "Depot":
    """The depot at an address, proven to take a file.

    Raises:
        InputError: no filesystem is known by that scheme, or its package is not installed.
        UnwritableError: it does not answer, or takes no file.
    """
    depot = Depot(url=url)
    _filesystem(url)  # what can't be opened is refused before anything else is said of it
    depot.make()
    probe = f".partial-{uuid4().hex}"
    depot.write(probe, b"")
    depot.remove(probe)
    return depot


@dataclass(frozen=True, kw_only=True)
class Depot:
    """A place that many machines write to; where it goes, only its address goes with it."""

    url: str

    def __str__(self) -> str:
        """The address as messages name it: never with its password."""
        return re.sub(r"(?<=://)([^/@:]*):[^/]*@", r"\1:***@", self.url)

    def path(self, name: str) -> str:
        """A file of it, as messages name it; for no name, the address."""
        return f"{str(self).rstrip('/')}/{name}".rstrip("/")

    def names(self) -> Mapping[str, int]:
        """The files that are there, with their bytes; those of folders inside it are not."""

        def listed(files: Any, root: str) -> Mapping[str, int]:  # noqa: ANN401  (fsspec ships no types)
            files.invalidate_cache(root)
            entries = files.ls(root, detail=True) if files.exists(root) else []
            return {Path(entry["name"]).name: int(entry["size"] or 0) for entry in entries if entry["type"] == "file"}

        return self._done("", listed)

    def read(self, name: str) -> bytes | None:
        """What a file holds; None where there is none."""

        def body(files: Any, path: str) -> bytes | None:  # noqa: ANN401  (the same)
            try:
                return bytes(files.cat_file(path))
            except FileNotFoundError:
                return None

        return self._done(name, body)

    def digest(self, name: str) -> str | None:
        """SHA-256 of a file; None where there is none."""
        body = self.read(name)
        return None if body is None else digest(body)

    def write(self, name: str, content: str | bytes) -> str:
        """Write a file so that a crash at any moment leaves the old one or the new; the SHA-256 of what was written.

        Where a filesystem can neither put a file at once nor move one, a crash can leave the file half-written.

        Raises:
            UnwritableError: it takes no file; the old one, if any, is as it was.
        """
        body = content.encode() if isinstance(content, str) else content
        self._done(name, lambda files, path: _put(files, path, body))
        return digest(body)

    def remove(self, name: str) -> None:
        """Let a file not be there."""

        def removed(files: Any, path: str) -> None:  # noqa: ANN401  (the same)
            if files.exists(path):
                files.rm_file(path)

        self._done(name, removed)

    def make(self) -> None:
        """Let the folder be there, where there are folders."""
        self._done("", lambda files, root: None if _is_whole_at_once(files) else files.makedirs(root, exist_ok=True))

    def _done(self, name: str, act: Callable[[Any, str], T]) -> T:
        files, root = _filesystem(self.url)
        try:
            return act(files, f"{root.rstrip('/')}/{name}" if name else root)
        except UnwritableError:
            raise
        except Exception as error:
            own = getattr(error, "strerror", None) or str(error).strip()  # every filesystem has errors of its own
            problem = own or type(error).__name__
            message = f"{self.path(name)}: can't be read or written ({problem.splitlines()[0]})"
            raise UnwritableError(message) from error


def _filesystem(url: str) -> tuple[Any, str]:
    """The filesystem, one a process, and the path in it."""
    scheme = url.partition("://")[0]
    try:
        import fsspec
    except ModuleNotFoundError as error:
        problem = "an address needs the extra `cluster`; expected `pip install 'maturity[cluster]'`"
        raise InputError([Fault(place="--out", problem=problem)]) from error
    try:
        files, path = fsspec.url_to_fs(url)
    except ImportError as error:
        cure = f"expected `pip install {EXTRAS[scheme]}` here and on every worker" if scheme in EXTRAS else str(error)
        raise InputError([Fault(place="--out", problem=f"{scheme}:// needs a package: {cure}")]) from error
    except ValueError as error:
        near = did_you_mean(scheme, [*EXTRAS, "file"])
        problem = f"{scheme}:// is no filesystem that is known{near}; expected s3://, gs://, file:// or the like"
        raise InputError([Fault(place="--out", problem=problem)]) from error
    return files, str(path)


def _is_whole_at_once(files: Any) -> bool:  # noqa: ANN401  (the same)
    schemes = {files.protocol} if isinstance(files.protocol, str) else set(files.protocol)
    return bool(schemes & WHOLE_AT_ONCE)


def _put(files: Any, path: str, body: bytes) -> None:  # noqa: ANN401  (the same)
    from fsspec import AbstractFileSystem
    from fsspec.implementations.local import LocalFileSystem

    if isinstance(files, LocalFileSystem):
        write_whole(Path(path), body)
    elif _is_whole_at_once(files) or type(files).mv is AbstractFileSystem.mv:  # whose own is a copy: no wholer
        files.pipe_file(path, body)
    else:
        folder, _, name = path.rpartition("/")
        aside = f"{folder}/.partial-{uuid4().hex}-{name}"
        try:
            files.pipe_file(aside, body)
            files.mv(aside, path)
        finally:
            if files.exists(aside):
                files.rm_file(aside)
