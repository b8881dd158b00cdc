"""Kill, stop, fill and crowd a run of briefings: is a workbook lost, half-written or different, is a process left?

Run by hand: `uv run python tests/crash/briefings.py [way…] [--number N]`. Prints what happened as JSON, a line a way.
Every way ends by running the batch again, and holds what stands then against a run that nothing befell.
"""

import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

import msgspec
from fictional import fictional_engagements

COMMAND = (sys.executable, "-c", "from maturity.cli import main; main()", "brief")
MARK = "MATURITY_CRASH_TEST"  #: in the environment of everything that a run starts
IN_FLIGHT = 4 * (os.cpu_count() or 1)  #: most workbooks that can be under way at once
OVERVIEW = {"manifest.json", "index.html"}
GONE_WITHIN = 1.0  #: seconds in which nothing of a run that ended may be left


@dataclass(kw_only=True)
class Batch:
    """A run in a process of its own, with everything that it starts."""

    source: Path
    out: Path
    mark: str = field(default_factory=lambda: uuid.uuid4().hex)
    events: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Start it."""
        self.process = subprocess.Popen(
            [*COMMAND, str(self.source), "--out", str(self.out), "--json"],
            env={**os.environ, MARK: self.mark},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def until(self, engagements: int) -> None:
        """Wait until so many are told of."""
        assert self.process.stdout is not None
        while sum("key" in event for event in self.events) < engagements and (line := self.process.stdout.readline()):
            self.events.append(json.loads(line))

    def end(self) -> tuple[int, str]:
        """Wait for it; its exit status, and what it said to people."""
        out, said = self.process.communicate()
        self.events += [json.loads(line) for line in out.splitlines()]
        return self.process.returncode, said

    def others(self) -> dict[int, int]:
        """The processes that it has started, each with its parent."""
        marked = f"{MARK}={self.mark}".encode()
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if marked in (folder / "environ").read_bytes() and int(folder.name) != self.process.pid:
                    found[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, ValueError):
                continue  # it has ended meanwhile
        return found

    def left(self) -> int:
        """How many of those are there when a second has passed."""
        deadline = time.monotonic() + GONE_WITHIN
        while (left := self.others()) and time.monotonic() < deadline:
            time.sleep(0.02)
        return len(left)

    def helper(self) -> int:
        """The warm process: the one that it started itself."""
        return next(process for process, parent in self.others().items() if parent == self.process.pid)

    def worker(self) -> int:
        """A process that makes a workbook just now."""
        while True:
            helper = self.helper()
            for process, parent in self.others().items():
                if parent == helper:
                    return process


def killed_worker(batch: Batch) -> dict[str, Any]:
    """One failure that says why, and nothing else: status 1."""
    batch.until(1)
    os.kill(batch.worker(), signal.SIGKILL)
    status, said = batch.end()
    failures = [event for event in batch.events if event["event"] == "failed"]
    return {"ok": status == 1 and len(failures) == 1 and "kill" in said, "status": status, "said": said}


def killed_helper(batch: Batch) -> dict[str, Any]:
    """Few failures, or none; the others are made."""
    batch.until(1)
    os.kill(batch.helper(), signal.SIGKILL)
    status, said = batch.end()
    failures = sum(event["event"] == "failed" for event in batch.events)
    return {
        "ok": status in {0, 1} and failures <= IN_FLIGHT,
        "status": status,
        "failures": failures,
        "said": said,
    }


def killed_batch(batch: Batch) -> dict[str, Any]:
    """Nothing that was told is forgotten."""
    batch.until(2)
    batch.process.kill()
    status, _ = batch.end()
    return {"ok": status == -signal.SIGKILL, "status": status}


def stopped(batch: Batch, number: int = signal.SIGINT) -> dict[str, Any]:
    """Ends at once with status 130, a manifest and an index, and a word on how to go on."""
    batch.until(2)
    began = time.perf_counter()
    batch.process.send_signal(number)
    status, said = batch.end()
    took = time.perf_counter() - began
    there = {path.name for path in batch.out.iterdir()} >= OVERVIEW
    ok = status == 130 and there and "run it again to go on" in said and batch.events[-1]["event"] == "end"
    return {"ok": ok, "status": status, "seconds": round(took, 2), "said": said}


def crowded(batch: Batch) -> dict[str, Any]:
    """A second run into the folder is refused with status 2; the first knows nothing of it."""
    batch.until(1)
    batch.process.send_signal(signal.SIGSTOP)  # so that it is not through before the second has begun
    status, said = Batch(source=batch.source, out=batch.out).end()
    batch.process.send_signal(signal.SIGCONT)
    first, _ = batch.end()
    return {"ok": (first, status) == (0, 2) and "another run is writing here" in said, "status": status, "said": said}


def full(batch: Batch) -> dict[str, Any]:
    """One refusal with status 2."""
    status, said = batch.end()
    return {"ok": status == 2 and "can't be" in said, "status": status, "said": said}


WAYS: dict[str, Callable[[Batch], dict[str, Any]]] = {
    "worker": killed_worker,
    "helper": killed_helper,
    "batch": killed_batch,
    "interrupt": stopped,
    "terminate": lambda batch: stopped(batch, signal.SIGTERM),
    "crowded": crowded,
    "tmpfs": full,
}


def main(way: str, number: int) -> dict[str, Any]:
    """What happened, and what stood in the folder in the end."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        source, out = folder / "customers.json", folder / "out"
        source.write_bytes(msgspec.json.encode([*fictional_engagements(number)]))
        if way == "tmpfs":
            stack.enter_context(_small_disk(out))
        batch = Batch(source=source, out=out)
        happened = WAYS[way](batch)
        told = [event for event in batch.events if event["event"] == "done"]
        happened |= {
            "way": way,
            "processes_left": batch.left(),
            "told": len(told),
            "torn": sum(_is_torn(out, event) for event in told),
        }
        if way == "tmpfs":
            subprocess.run(["mount", "-o", "remount,size=100m", str(out)], check=True)
        again = Batch(source=source, out=out)
        status, _ = again.end()
        stands = sum(event["event"] == "unchanged" for event in again.events)
        happened |= {"again": status, "made_twice": len(told) - stands}
        Batch(source=source, out=folder / "untroubled").end()
        happened["different"] = len(_digests(out).items() ^ _digests(folder / "untroubled").items())
    happened["ok"] = happened["ok"] and not any(
        happened[count] for count in ("processes_left", "torn", "again", "made_twice", "different")
    )
    return happened


def _is_torn(out: Path, event: dict[str, Any]) -> bool:
    """Whether a file that was told of is not there, or not whole."""
    ends = {"html": b"</html>", "ipynb": b"}"}
    files = {kind: out / name for kind, name in event["files"].items()}
    return not all(file.is_file() and file.read_bytes().rstrip().endswith(ends[kind]) for kind, file in files.items())


def _digests(folder: Path) -> dict[str, str]:
    """Every file but the manifest, in which there are times, and what was half-written when it was killed."""
    files = (
        path for path in folder.iterdir() if path.name != "manifest.json" and not path.name.startswith(".partial-")
    )
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@contextmanager
def _small_disk(out: Path) -> Iterator[None]:
    """A disk at the folder with room for a workbook or two."""
    out.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(out)], check=True, capture_output=True)
    try:
        yield
    finally:
        subprocess.run(["umount", str(out)], check=True)


if __name__ == "__main__":
    words = sys.argv[1:]
    count = int(words.pop(words.index("--number") + 1)) if "--number" in words else 12
    chosen = [word for word in words if word in WAYS] or [way for way in WAYS if way != "tmpfs" or os.geteuid() == 0]
    results = [main(way, count) for way in chosen]
    print("\n".join(map(json.dumps, results)))
    sys.exit(not all(result["ok"] for result in results))
