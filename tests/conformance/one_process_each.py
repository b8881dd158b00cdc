"""A pytest plugin: every test in a forked process of its own, killed with all its children when its time is up."""

import json
import os
import select
import signal
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

OUT_OF_TIME = "out of time"
ON_OUR_KERNEL = False  #: whether the test of this process had a kernel of ours


def pytest_addoption(parser: pytest.Parser) -> None:
    """Where the verdicts go, how long a test may take, and which share of the tests is run."""
    parser.addoption("--verdicts", type=Path, required=True)
    parser.addoption("--seconds-each", type=float, default=60.0)
    parser.addoption("--share", default="0/1", help="the tests whose number leaves this remainder, of so many")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep this process's share of the tests."""
    remainder, of = map(int, config.getoption("--share").split("/"))
    items[:] = items[remainder::of]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool:  # noqa: ARG001  (a process has no next)
    """Run the test in a fork and write its verdict as a line of JSON."""
    with tempfile.TemporaryDirectory(prefix="verdict-") as folder:
        said = Path(folder) / "verdict.json"
        began = time.monotonic()
        child = os.fork()
        if not child:
            _run(item, said)
        in_time = _ended_within(child, item.config.getoption("--seconds-each"))
        _kill_with_children(child)
        verdict = json.loads(said.read_text(encoding="utf-8")) if said.exists() else _without_a_word(child, in_time)
    verdict |= {"test": item.nodeid, "seconds": round(time.monotonic() - began, 2)}
    with item.config.getoption("--verdicts").open("a", encoding="utf-8") as verdicts:
        verdicts.write(json.dumps(verdict) + "\n")
    return True


def _run(item: pytest.Item, said: Path) -> None:
    code = 1
    try:
        verdict = _verdict(runtestprotocol(item, log=False, nextitem=None)) | {"on_our_kernel": ON_OUR_KERNEL}
        beside = said.with_suffix(".part")
        beside.write_text(json.dumps(verdict), encoding="utf-8")
        beside.rename(said)
        code = 0
    finally:
        os._exit(code)


def _verdict(reports: Sequence[pytest.TestReport]) -> dict[str, Any]:
    """One word for all the reports of a test, and the first sentence of what went wrong."""
    for report in reports:
        if report.failed:
            return {"outcome": "failed", "reason": _reason(report)}
    for report in reports:
        if report.skipped:
            return {"outcome": "not applicable", "reason": _reason(report)}
    return {"outcome": "passed", "reason": ""}


def _reason(report: pytest.TestReport) -> str:
    told = report.longrepr
    if isinstance(told, tuple):
        return str(told[2])
    crash = getattr(told, "reprcrash", None)
    words = str(crash.message if crash is not None else told).strip().splitlines()
    return " ".join(words[:2])[:200] if words else ""


def _ended_within(child: int, seconds: float) -> bool:
    descriptor = os.pidfd_open(child)
    try:
        return bool(select.select([descriptor], [], [], seconds)[0])
    finally:
        os.close(descriptor)


def _kill_with_children(child: int) -> None:
    """End the process and all that it started and that has not gone its own way."""
    for process in [*_descendants(child), child]:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def _descendants(process: int) -> list[int]:
    try:
        told = [path.read_text(encoding="utf-8") for path in Path(f"/proc/{process}/task").glob("*/children")]
    except OSError:
        return []
    children = [int(word) for text in told for word in text.split()]
    return [*children, *(one for child in children for one in _descendants(child))]


def _without_a_word(child: int, in_time: bool) -> dict[str, Any]:  # noqa: FBT001  (private)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    reason = f"the test's process ended with {status}" if in_time else OUT_OF_TIME
    return {"outcome": "failed", "reason": reason}
