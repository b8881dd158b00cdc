"""A process that makes calls one after the other, or one only; for systems where a warm process can't be forked."""

import os
import signal
import struct
import sys
import threading
from queue import SimpleQueue
from typing import BinaryIO

from maturity.engine.tasks import answer_to

LENGTH = struct.Struct("!Q")


def read_frame(stream: BinaryIO) -> bytes | None:
    """The next frame; None at the end, or at a torn one."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    body = stream.read(length)
    return body if len(body) == length else None


def write_frame(stream: BinaryIO, body: bytes) -> None:
    """Write a frame, whole.

    Raises:
        OSError: nobody reads it.
    """
    stream.write(LENGTH.pack(len(body)) + body)
    stream.flush()


def main(way: str, paths: list[str]) -> None:
    """Answer what comes over standard input; the way `spawned` runs a notebook in this process, which is then spent."""
    sys.path.extend(path for path in paths if path not in sys.path)
    tasks, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    silence = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(silence, number)
    if way == "spawned":
        from maturity.engine.warming import UNNEEDED
        from maturity.imports import left_out

        with left_out(*UNNEEDED):
            from maturity.engine import inside

            inside.prepare()
    write_frame(answers, b"ready")
    asked: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(tasks, asked), daemon=True).start()
    while True:
        write_frame(answers, answer_to(asked.get()))
        if way == "spawned":
            os._exit(0)


def _listen(tasks: BinaryIO, asked: SimpleQueue[bytes]) -> None:
    """Hand over what is asked; when the starter has gone, so has this process, whatever it does."""
    while (task := read_frame(tasks)) is not None:
        asked.put(task)
    if os.name == "posix":
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
