"""Killed, crowded or out of room: what was acknowledged is there. By hand, the same scripts run in full."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

CRASH = Path(__file__).parent / "crash"


def run(script: str, *arguments: str) -> dict[str, Any]:
    """What a crash script counted."""
    command = [sys.executable, str(CRASH / script), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    counted: dict[str, Any] = json.loads(done.stdout)
    return counted


def test_nothing_acknowledged_is_lost_when_the_program_is_killed(tmp_path: Path) -> None:
    """25 kills with -9 during saves; every acknowledged answer is in the log, and every check holds."""
    counted = run("killing.py", "25", str(tmp_path / "history.db"))
    assert (counted["kills"], counted["lost"], counted["failed_checks"]) == (25, 0, 0)
    assert counted["acknowledged"] >= 25


def test_four_writers_and_a_reader_never_turn_each_other_away(tmp_path: Path) -> None:
    """Nobody sees "database is locked", and every save is there."""
    counted = run("crowding.py", "50", str(tmp_path / "history.db"))
    assert (counted["saves"], counted["missing"], counted["refused_reads"], counted["faults"]) == (200, 0, 0, 0)
    assert counted["reads"] > 1


@pytest.mark.parametrize(
    "way", ["limit", pytest.param("tmpfs", marks=pytest.mark.skipif(os.geteuid() != 0, reason="mounting needs root"))]
)
def test_a_full_disk_is_told_and_loses_nothing(way: str) -> None:
    """The save is refused in words, what was acknowledged is readable, and the same save works once there is room."""
    if way == "tmpfs" and subprocess.run(["unshare", "--mount", "true"], check=False, capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount")
    happened = run("filling.py", way)
    assert (happened["lost"], happened["lost_after"], happened["faults"]) == (0, 0, 0)
    assert happened["saved"] > 10
    assert "nothing of this was saved; what was saved before is safe" in happened["told"]
