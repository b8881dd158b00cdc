"""Files that are whole or not there: written aside, made durable, then put in place."""

import hashlib
import os
import stat
import tempfile
import time
from pathlib import Path
from typing import Final

from maturity.errors import MaturityError

HISTORY: Final = Path("data/engagements/history.db")  #: the store, where nobody names another
WORKBOOKS: Final = Path("data/workbooks")  #: the folder of what is made, where nobody names another
ASIDE: Final = ".partial-"  #: how the name begins of a file that is being written
ABANDONED: Final = 60.0  #: seconds after which such a file is nobody's: writing one takes milliseconds


class UnwritableError(MaturityError):
    """A folder or file that can't be written; nothing half-written is left behind."""


def write_whole(path: Path, content: str | bytes) -> str:
    """Write a file so that a crash at any moment leaves the old one or the new; the SHA-256 of what was written.

    A file that was there keeps its mode: what somebody closed to others stays closed.

    Raises:
        UnwritableError: the folder can't be written, or the disk is full; the old file, if any, is as it was.
    """
    body = content.encode() if isinstance(content, str) else content
    aside = ""
    try:
        handle, aside = tempfile.mkstemp(dir=path.parent, prefix=ASIDE)
        with os.fdopen(handle, "wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        Path(aside).chmod(stat.S_IMODE(path.stat().st_mode) if path.exists() else _usual_mode())
        Path(aside).replace(path)
    except OSError as error:
        message = f"{path}: can't be written ({error.strerror or error}); nothing half-written is left"
        raise UnwritableError(message) from error
    finally:
        if aside:
            Path(aside).unlink(missing_ok=True)
    return digest(body)


def ready_folder(path: Path) -> Path:
    """The folder, made if it was not there, and proven to take a file.

    Raises:
        UnwritableError: it is not a folder, can't be made, or can't be written.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path, prefix=ASIDE) as probe:
            probe.write(b"0" * 4096)
            probe.flush()
    except OSError as error:
        message = f"{path}: can't be used as the output folder ({error.strerror or error})"
        raise UnwritableError(message) from error
    return path


def sweep(folder: Path) -> None:
    """Remove what killed processes left half-written in the folder; what may still be written stays."""
    for path in folder.glob(f"{ASIDE}*"):
        try:
            if time.time() - path.stat().st_mtime > ABANDONED:
                path.unlink()
        except OSError:
            continue  # another has removed it, or it isn't ours to remove


def digest(content: bytes) -> str:
    """SHA-256 of the bytes; 64 hex digits."""
    return hashlib.sha256(content).hexdigest()


def digest_of(path: Path) -> str | None:
    """SHA-256 of a file; None where it can't be read."""
    try:
        return digest(path.read_bytes())
    except OSError:
        return None


def _usual_mode() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
