"""A run that is killed or stopped, with real processes. By hand, the same script does more."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent / "crash" / "briefings.py"


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="finding every process needs Linux's /proc")
@pytest.mark.parametrize("way", ["batch", "interrupt"])
def test_nothing_is_lost_torn_or_left_running(way: str) -> None:
    """Killed with -9 or stopped by Ctrl-C: what was told is whole, and the next run makes only the rest.

    In the end every file is byte for byte what a run that nothing befell makes.
    """
    done = subprocess.run(
        [sys.executable, str(SCRIPT), way, "--number", "12"], capture_output=True, text=True, check=False
    )
    happened = json.loads(done.stdout)
    assert happened["ok"], happened
    assert done.returncode == 0
    assert 0 < happened["told"] <= 12
