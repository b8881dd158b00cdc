"""One run at a time in a folder: a lock that a killed run does not leave behind."""

import errno
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from maturity.errors import MaturityError
from maturity.files import UnwritableError

try:
    import fcntl
except ModuleNotFoundError:  # Windows
    fcntl = None  # type: ignore[assignment]  # what says below that there are no locks of that kind

LOCK: Final = ".maturity-lock"
TAKEN: Final = {errno.EAGAIN, errno.EACCES}  #: what a lock says that another process holds


class BusyError(MaturityError):
    """A folder that another run is writing into."""


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Nobody else's run writes into the folder meanwhile, on this machine or another that shares it.

    The system lets go of the lock of a process that was killed. Where a share knows no locks, the file's being there
    is the lock: it is taken over from a process of this machine that is gone, and else the refusal names the file.

    Raises:
        BusyError: another run has the folder; its process and machine are named.
        UnwritableError: the lock can't be made.
    """
    path = folder / LOCK
    try:
        handle = _taken(path)
    except OSError as error:
        message = f"{path}: can't be made ({error.strerror or error})"
        raise UnwritableError(message) from error
    try:
        yield
    finally:
        if fcntl is None:
            os.close(handle)  # Windows removes no open file
            path.unlink(missing_ok=True)
        else:
            path.unlink(missing_ok=True)  # before it is let go, or another's would be removed
            os.close(handle)


def _taken(path: Path) -> int:
    """The lock, held and signed."""
    while True:
        is_new, handle = _opened(path)
        try:
            _claim(path, handle, is_new=is_new)
            if _stands(path, handle):
                os.truncate(handle, 0)
                os.write(handle, json.dumps({"process": os.getpid(), "machine": socket.gethostname()}).encode())
                return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)  # its owner removed it while we waited for it


def _opened(path: Path) -> tuple[bool, int]:
    flags = os.O_RDWR | os.O_CREAT
    try:
        return True, os.open(path, flags | os.O_EXCL, 0o644)
    except FileExistsError:
        return False, os.open(path, flags, 0o644)


def _claim(path: Path, handle: int, *, is_new: bool) -> None:
    """Make the lock ours.

    Raises:
        BusyError: it is another's.
    """
    if fcntl is None:
        is_ours = is_new
    else:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            is_ours = True
        except OSError as error:
            is_ours = error.errno not in TAKEN and (is_new or _is_left_over(path))
    if not is_ours:
        raise BusyError(_refusal(path))


def _is_left_over(path: Path) -> bool:
    """Whether the file was signed by a process of this machine that is gone."""
    signed = _signature(path)
    if signed.get("machine") != socket.gethostname():
        return False
    try:
        os.kill(int(str(signed.get("process"))), 0)
    except ProcessLookupError:
        return True
    except (ValueError, OSError):
        return False
    return False


def _stands(path: Path, handle: int) -> bool:
    """Whether the path still names the file that was opened."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _signature(path: Path) -> dict[str, object]:
    try:
        signed = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return signed if isinstance(signed, dict) else {}


def _refusal(path: Path) -> str:
    signed = _signature(path)
    who = f" (process {signed['process']} on {signed['machine']})" if {"process", "machine"} <= signed.keys() else ""
    return (
        f"{path.parent}: another run is writing here{who}; wait for it or choose another --out. "
        f"If there is none, remove {path.name} there"
    )
