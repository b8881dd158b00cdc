"""The warm process: it imports everything once and forks a fresh child for each call; it ends with its starter."""

import ctypes
import json
import os
import select
import shutil
import signal
import socket
import sys
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from maturity.engine.tasks import answer_to

DIE_WITH_PARENT = 1  #: PR_SET_PDEATHSIG, of prctl
LONGEST = 4096  #: bytes of a message of the starter

_libc = ctypes.CDLL(None)


@dataclass(kw_only=True, eq=False)
class Call:
    """A call that was asked for."""

    body: int  #: descriptor of what it is about: memory with a task, or a kernel's wire
    fate: int  #: descriptor to which is written when it begins and how it ends
    limit: float | None  #: seconds that it may run
    serves: Callable[["Call"], None]  #: what its child does
    streams: tuple[int, ...] = ()  #: descriptors for its standard output and error
    process: int = 0
    handle: int = -1  #: pidfd of the process
    began: float = 0.0
    why: str = ""  #: it was killed by us, if so

    def tell(self, **words: object) -> None:
        """Write a line of its fate."""
        with suppress(OSError):  # nobody wants to know any more
            os.write(self.fate, json.dumps(words).encode() + b"\n")

    def kill(self, why: str) -> None:
        """Kill the process and all that it started."""
        self.why = self.why or why
        kill_group(self.process)

    def close(self) -> None:
        """Give back all that this process holds open for the call."""
        for descriptor in (self.body, self.fate, self.handle, *self.streams):
            if descriptor >= 0:
                os.close(descriptor)


@dataclass(kw_only=True)
class Helper:
    """Forks children, at most so many at a time, and sees to it that none outlives its call."""

    control: socket.socket
    jobs: int
    waiting: deque[Call] = field(default_factory=deque)
    running: list[Call] = field(default_factory=list)

    def work(self) -> None:
        """Fork what is asked for until the starter goes."""
        while self._hear():
            while self.waiting and len(self.running) < self.jobs:
                self._start(self.waiting.popleft())

    def end(self) -> None:
        """Kill every child with all that it started."""
        for call in self.running:
            kill_group(call.process)

    def _hear(self) -> bool:
        """Wait for the next event and act on it; False when the starter has gone."""
        poll = select.poll()
        poll.register(self.control, select.POLLIN)
        for call in self.running:
            poll.register(call.handle, select.POLLIN)
        for call in (*self.running, *self.waiting):
            poll.register(call.fate, 0)  # an error there: nobody reads it any more
        events = dict(poll.poll(self._patience()))
        for call in [call for call in self.waiting if call.fate in events]:
            self.waiting.remove(call)
            call.close()
        for call in tuple(self.running):
            self._look_after(call, events)
        return self.control.fileno() not in events or self._accept()

    def _look_after(self, call: Call, events: dict[int, int]) -> None:
        if call.handle in events:
            self._bury(call)
        elif call.fate in events:
            call.kill("nobody waits for it")
        elif call.limit is not None and time.monotonic() - call.began > call.limit:
            call.kill(f"it ran longer than {call.limit:g} s")

    def _patience(self) -> float | None:
        """Milliseconds until the next deadline; None if there is none."""
        ends = [call.began + call.limit for call in self.running if call.limit is not None]
        return max(0.0, min(ends) - time.monotonic()) * 1000 + 1 if ends else None

    def _accept(self) -> bool:
        message, descriptors, _, _ = socket.recv_fds(self.control, LONGEST, 4)
        if not message:
            return False
        words = json.loads(message)
        body, fate, *streams = descriptors
        serves = serve_kernel if words["kernel"] else answer_call
        self.waiting.append(Call(body=body, fate=fate, streams=tuple(streams), limit=words["limit"], serves=serves))
        return True

    def _start(self, call: Call) -> None:
        call.began = time.monotonic()
        try:
            call.process = os.fork()
        except OSError as error:
            call.tell(ended=0, why=f"no process could be started for it ({error.strerror})", seconds=0.0)
            call.close()
            return
        if call.process == 0:
            self._be_child(call)
        call.handle = os.pidfd_open(call.process)
        self.running.append(call)
        call.tell(process=call.process)

    def _bury(self, call: Call) -> None:
        kill_group(call.process)  # until it is buried, its number is nobody else's
        _, status = os.waitpid(call.process, 0)
        seconds = round(time.monotonic() - call.began, 4)
        call.tell(ended=os.waitstatus_to_exitcode(status), why=call.why, seconds=seconds)
        self.running.remove(call)
        call.close()

    def _be_child(self, call: Call) -> None:
        try:
            os.setsid()
            _libc.prctl(DIE_WITH_PARENT, signal.SIGKILL)
            self.control.close()
            for other in (*self.running, *self.waiting):
                other.close()
            os.close(call.fate)
            for number, descriptor in enumerate(call.streams, start=1):
                os.dup2(descriptor, number)
                os.close(descriptor)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            call.serves(call)
        finally:
            os._exit(0)


def answer_call(call: Call) -> None:
    """Read the task, make the call, and leave the answer where the task stood."""
    given = answer_to(os.pread(call.body, os.fstat(call.body).st_size, 0))
    os.ftruncate(call.body, 0)
    os.lseek(call.body, 0, os.SEEK_SET)
    with open(call.body, "wb", closefd=False) as body:
        body.write(given)


def serve_kernel(call: Call) -> None:
    """Be a notebook's kernel until its client goes."""
    from maturity.engine.served import serve

    serve(call.body)


def main(control: int, jobs: int, root: str, paths: list[str], imports: list[str], is_bare: bool) -> None:  # noqa: FBT001, PLR0913, PLR0917  (as JSON has it)
    """Warm up, say so, and work until the starter goes; then leave nothing behind."""
    from maturity.engine.warming import warm_up

    sys.path.extend(path for path in paths if path not in sys.path)
    os.chdir(root)
    starter = socket.socket(fileno=control)
    try:
        warm_up(imports, is_bare=is_bare)
    except BaseException as error:  # noqa: BLE001  (whatever it is, the starter goes another way)
        starter.send(json.dumps({"unfit": f"{type(error).__name__}: {error}"}).encode()[:LONGEST])
        return
    starter.send(b"{}")
    helper = Helper(control=starter, jobs=jobs)
    try:
        helper.work()
    finally:
        helper.end()
        shutil.rmtree(root, ignore_errors=True)


def kill_group(process: int) -> None:
    """Kill a process and its group, which may not be there yet, or not any more."""
    for kill in (os.killpg, os.kill):
        try:
            kill(process, signal.SIGKILL)
        except ProcessLookupError:
            continue


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], *json.loads(sys.argv[4]))
