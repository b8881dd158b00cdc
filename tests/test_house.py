"""The house stands as drawn: format, lint, types, floors, pins and a quick start."""

import importlib.metadata
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
HEAVY = (
    *("pandas", "plotly", "numpy", "papermill", "nbconvert", "openpyxl", "ipywidgets", "rich", "jinja2", "babel"),
    *("jsonschema", "slugify", "dateutil", "sqlalchemy"),
)


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["ruff", "format", "--check", "."], id="format"),
        pytest.param(["ruff", "check", "."], id="lint"),
        pytest.param(["mypy"], id="types"),
        pytest.param(["lint-imports", "--no-cache"], id="floors"),
    ],
)
def test_the_code_is_clean(command: list[str]) -> None:
    """Format, lint, strict types and the floors of the house hold in every commit."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_importing_the_library_loads_nothing_heavy() -> None:
    """`import maturity` is instant: tables, pictures and notebooks wait until they are used."""
    program = "import json, sys, maturity, maturity.cli; print(json.dumps(sorted(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {name.partition(".")[0] for name in json.loads(loaded.stdout)} & set(HEAVY)


def test_the_conda_environment_pins_what_the_tests_run_on() -> None:
    """environment.yml names every direct dependency, exactly at the version that is installed here."""
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    pip = next(entry["pip"] for entry in listed if isinstance(entry, dict))
    pinned = dict(entry.split("==") for entry in pip if "==" in entry)
    direct = [re.split(r"[\[<>=~ ]", wanted)[0] for wanted in PROJECT["project"]["dependencies"]]
    assert pinned == {name: importlib.metadata.version(name) for name in direct}


def test_every_dependency_says_why_it_is_here() -> None:
    """Each direct dependency of pyproject.toml stands with its reason in a comment beside it."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    wanted = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]
    unexplained = [name for name in wanted if not re.search(rf'"{re.escape(name)}",\s+# \w', text)]
    assert wanted
    assert unexplained == []


def test_no_lock_file_is_committed() -> None:
    """Versions are pinned by date and by environment.yml; a lock file would name package hosts."""
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert tracked
    assert [name for name in tracked if name.endswith((".lock", "package-lock.json"))] == []
