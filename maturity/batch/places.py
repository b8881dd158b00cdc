"""Where files are put: a folder, an address, or nowhere."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from maturity.delivered import LARGEST
from maturity.files import digest, digest_of, write_whole

UNREADABLE = "unreadable"  #: what stands for the digest of something that is there and can't be read


class Place(Protocol):
    """Where files are put: a folder, or an address."""

    def digest(self, name: str) -> str | None:
        """SHA-256 of a file; None where there is none."""

    def read(self, name: str) -> bytes | None:
        """What a file holds; None where there is none."""

    def write(self, name: str, content: bytes) -> str:
        """Write a file, whole or not at all; its SHA-256."""

    def remove(self, name: str) -> None:
        """Let a file not be there."""


@dataclass(frozen=True, kw_only=True)
class Folder:
    """A folder of this machine."""

    path: Path

    def digest(self, name: str) -> str | None:
        """SHA-256 of a file, or `UNREADABLE`; None where there is none. A pipe or a device is never waited for."""
        path = self.path / name
        return (digest_of(path) if path.is_file() else None) or (UNREADABLE if path.exists() else None)

    def read(self, name: str) -> bytes | None:
        """What a file holds, nothing if it can't be read; None where there is none.

        Of one that is larger than any workbook only so much that this can be told.
        """
        path = self.path / name
        try:
            if path.is_file():
                with path.open("rb") as file:
                    return file.read(LARGEST + 1)
        except OSError:
            pass
        return b"" if path.exists() else None

    def write(self, name: str, content: bytes) -> str:
        """Write a file, whole or not at all; its SHA-256."""
        return write_whole(self.path / name, content)

    def remove(self, name: str) -> None:
        """Let a file not be there."""
        (self.path / name).unlink(missing_ok=True)


@dataclass(frozen=True, kw_only=True)
class Untouched:
    """A place that is only looked at."""

    place: Place

    def digest(self, name: str) -> str | None:
        """SHA-256 of a file; None where there is none."""
        return self.place.digest(name)

    def read(self, name: str) -> bytes | None:
        """What a file holds; None where there is none."""
        return self.place.read(name)

    def write(self, name: str, content: bytes) -> str:  # noqa: ARG002  (it is not written)
        """The SHA-256 that the file would have."""
        return digest(content)

    def remove(self, name: str) -> None:
        """Leave the file there."""
