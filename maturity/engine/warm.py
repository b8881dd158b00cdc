"""The warm way: a helper process that has imported everything, and a fresh fork of it for each call."""

import json
import os
import pickle
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from maturity.engine.journal import forget, journal_of, rebuilt
from maturity.engine.tasks import PROOF, Answer, Asked, Done, Terms, UnfitError, proof, task_of

HELPER = "maturity.engine.helper"  #: the module that is the warm process
START = 60.0  #: seconds in which the helper must be ready
GOODBYE = 0.7  #: seconds in which the helper must have gone


@dataclass(kw_only=True)
class Fate:
    """What the helper tells of one child."""

    reads: int  #: descriptor
    heard: bytes = b""
    process: int = 0
    ended: dict[str, Any] | None = None  #: status, why and seconds
    is_over: bool = False  #: nothing more will be told

    def listen(self) -> None:
        """Read what there is to be read; waits for it."""
        piece = os.read(self.reads, 4096)
        *lines, self.heard = (self.heard + piece).split(b"\n")
        for words in map(json.loads, lines):
            self.process = words.get("process", self.process)
            self.ended = words if "ended" in words else self.ended
        self.is_over = not piece or self.ended is not None

    @property
    def cause(self) -> str:
        """Why it died, in a sentence; nothing if it ended well."""
        if self.ended is None:
            return "the process that watches over it was killed"
        return self.ended["why"] or cause_of(self.ended["ended"])

    def close(self) -> None:
        """Listen no more: a child that still runs is killed."""
        os.close(self.reads)


@dataclass(kw_only=True)
class Errand:
    """A call under way, as its starter sees it."""

    asked: Asked
    folder: Path
    body: int  #: descriptor of the memory in which the task stands, and then the answer
    fate: Fate

    def done(self) -> Done:
        """What became of it."""
        seconds = self.fate.ended["seconds"] if self.fate.ended else 0.0
        if cause := self.fate.cause:
            notebook = rebuilt(journal_of(self.folder), cause)
            return Done(index=self.asked.index, error=cause, seconds=seconds, notebook=notebook)
        answer = Answer.unpacked(os.pread(self.body, os.fstat(self.body).st_size, 0))
        notebook = rebuilt(journal_of(self.folder), answer.error) if answer.is_missing else ""
        return Done(index=self.asked.index, value=answer.value, error=answer.error, seconds=seconds, notebook=notebook)

    def close(self) -> None:
        """Give back what it took; a call still under way is killed."""
        self.fate.close()
        os.close(self.body)
        shutil.rmtree(self.folder, ignore_errors=True)
        forget(self.folder)


@dataclass(kw_only=True)
class WarmWay:
    """Calls in fresh forks of a warm process."""

    jobs: int
    own_profile: bool = True  #: IPython's settings are the user's own, not those of a fresh installation
    imports: Sequence[str] = ()  #: modules for its notebooks, beside those of a briefing
    paths: Sequence[str] = field(default_factory=lambda: [path for path in sys.path if path])
    _root: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="maturity-")))
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        """Start the helper; it warms up while we go on."""
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        module = [sys.executable, "-P", "-m", HELPER]
        environment = {**os.environ, "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
        if self.own_profile:
            environment["IPYTHONDIR"] = str(self._root / "ipython")
        with theirs, (self._root / "words").open("wb") as words:
            self._process = subprocess.Popen(  # noqa: S603  (our own module)
                [
                    *module,
                    str(theirs.fileno()),
                    str(self.jobs),
                    str(self._root),
                    json.dumps([list(self.paths), list(self.imports), self.own_profile]),
                ],
                env=environment,
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=words,
                start_new_session=True,
            )

    def prove(self) -> None:
        """Wait until the helper is ready and a first fork has answered.

        Raises:
            UnfitError: it does not work here.
        """
        self._control.settimeout(START)
        try:
            words = json.loads(self._control.recv(8192) or b'{"unfit": "it ended"}')
        except OSError as error:
            words = {"unfit": f"it is not ready within {START:g} s ({error})"}
        self._control.settimeout(None)
        if "unfit" in words:
            message = f"the warm process can't be used: {words['unfit']}{self._last_words()}"
            raise UnfitError(message)
        with suppress(UnfitError):
            for done in self.run(iter([Asked(index=0, arguments=(1,))]), proof, Terms(limit=PROOF)):
                if done.value == proof(1):
                    return
        message = "a fork of the warm process does not answer here"
        raise UnfitError(message)

    def run(self, asked: Iterator[Asked], function: Callable[..., Any], terms: Terms) -> Generator[Done, None, None]:
        """Each call's end, as they end; calls are read at most `2 × jobs` ahead.

        Raises:
            UnfitError: the helper was killed; it carries the calls that have not ended.
        """
        poll, errands = select.poll(), dict[int, Errand]()
        try:
            while True:
                while len(errands) < 2 * self.jobs and (following := next(asked, None)) is not None:
                    errand = self._send(following, function, terms)
                    errands[errand.fate.reads] = errand
                    poll.register(errand.fate.reads, select.POLLIN)
                if not errands:
                    return
                for descriptor, _ in poll.poll():
                    errand = errands[descriptor]
                    errand.fate.listen()
                    if not errand.fate.is_over:
                        continue
                    if errand.fate.ended is None:
                        message = "the warm process was killed"
                        raise UnfitError(message, tuple(left.asked for left in errands.values()))
                    poll.unregister(descriptor)
                    del errands[descriptor]
                    done = errand.done()
                    errand.close()
                    yield done
        finally:
            for errand in errands.values():
                errand.close()

    def begin(self, body: int, *, limit: float | None = None, streams: tuple[int, ...] | None = None) -> Fate:
        """Ask for a child: for the task in that memory or, with standard streams, to be the kernel on that wire."""
        reads, tells = os.pipe()
        words = json.dumps({"limit": limit, "kernel": streams is not None}).encode()
        try:
            with self._turn, suppress(OSError):  # that the helper has gone is read from the fate
                socket.send_fds(self._control, [words], [body, tells, *(streams or ())])
        finally:
            os.close(tells)
        return Fate(reads=reads)

    def is_alive(self) -> bool:
        """Whether the helper runs."""
        return self._process.poll() is None

    def close(self) -> None:
        """End the helper and every call under way; nothing is left."""
        self._control.close()
        try:
            self._process.wait(GOODBYE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self._root, ignore_errors=True)

    def _send(self, asked: Asked, function: Callable[..., Any], terms: Terms) -> Errand:
        folder = Path(tempfile.mkdtemp(dir=self._root))
        body = os.memfd_create("call")
        with open(body, "wb", closefd=False) as written:
            written.write(pickle.dumps(task_of(asked, function, folder, terms), protocol=5))
        return Errand(asked=asked, folder=folder, body=body, fate=self.begin(body, limit=terms.limit))

    def _last_words(self) -> str:
        lines = (self._root / "words").read_text(errors="replace").strip().splitlines()
        return f" ({lines[-1]})" if lines else ""


def cause_of(status: int) -> str:
    """What a process's end means: a sentence, or nothing if it ended well."""
    if status == 0:
        return ""
    if status > 0:
        return f"its process ended with status {status}"
    known = {"SIGKILL": "it was killed, or the memory ran out", "SIGSEGV": "it crashed"}
    try:
        name = signal.Signals(-status).name
    except ValueError:
        return f"it was ended by signal {-status}"
    return f"{known.get(name, 'it was ended')} ({name})"
