"""A throw-away Python environment that sees all that ours has and, before it, a few packages of its own."""

import shutil
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Sequence
from pathlib import Path


def python_with(needs: Sequence[str], room: Path) -> Path:
    """The environment's Python; made once in a room outside the repository, from the package registry.

    Raises:
        RuntimeError: a package can't be had; with what the installer said.
    """
    python = room / "environment" / "bin" / "python"
    told = "\n".join((sys.prefix, *needs))
    if not (done := room / "environment-is-whole").exists() or done.read_text(encoding="utf-8") != told:
        shutil.rmtree(room / "environment", ignore_errors=True)
        venv.create(room / "environment", with_pip=True)
        ours = sysconfig.get_path("purelib")
        theirs = next((room / "environment" / "lib").glob("python*/site-packages"))
        (theirs / "ours.pth").write_text(f"import site; site.addsitedir({ours!r})\n", encoding="utf-8")
        call([python, "-m", "pip", "install", "--quiet", "--ignore-installed", *needs])
        done.write_text(told, encoding="utf-8")
    return python


def call(command: Sequence[str | Path]) -> None:
    """Run the command.

    Raises:
        RuntimeError: it failed; with what it said.
    """
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        message = f"{' '.join(map(str, command))}: {done.stderr.strip()}"
        raise RuntimeError(message)
