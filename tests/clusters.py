"""A real scheduler and real workers on this machine, for tests that need a cluster."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

QUIET = ("--no-dashboard",)


@dataclass(kw_only=True)
class Cluster:
    """A scheduler, and the workers that were started for it."""

    folder: Path
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Where the scheduler answers."""
        return str(json.loads((self.folder / "scheduler.json").read_text(encoding="utf-8"))["address"])

    def add(self, *options: str) -> subprocess.Popen[bytes]:
        """One worker more, with one thread; it may not have joined yet."""
        own = ("--nthreads", "1", "--no-nanny", "--death-timeout", "30", "--local-directory", str(self.folder))
        process = _started("worker", self.folder, *own, *options)
        self.workers.append(process)
        return process

    def wait_for(self, number: int) -> None:
        """Until there are so many workers."""
        from distributed import Client

        with Client(self.address, set_as_default=False) as client:
            deadline = time.monotonic() + 60
            while len(client.nthreads()) != number:
                assert time.monotonic() < deadline, "the workers did not join"
                time.sleep(0.05)


@contextmanager
def cluster_of(workers: int, folder: Path) -> Iterator[Cluster]:
    """A scheduler and so many workers; all are gone in the end."""
    running = Cluster(folder=folder, scheduler=_started("scheduler", folder, "--host", "127.0.0.1", "--port", "0"))
    try:
        deadline = time.monotonic() + 60
        while not (folder / "scheduler.json").exists() or not (folder / "scheduler.json").read_bytes().strip():
            assert time.monotonic() < deadline, "the scheduler did not start"
            time.sleep(0.05)
        for _ in range(workers):
            running.add()
        running.wait_for(workers)
        yield running
    finally:
        for process in (*running.workers, running.scheduler):
            process.kill()
            process.wait()


def _started(what: str, folder: Path, *options: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", f"distributed.cli.dask_{what}", "--scheduler-file", str(folder / "scheduler.json")]
    own = {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parent.parent), os.environ.get("PYTHONPATH", "")])}
    with (folder / f"{what}.log").open("ab") as told:
        return subprocess.Popen(
            [*command, *QUIET, *options], env={**os.environ, **own}, stdout=told, stderr=told, cwd=folder
        )
