"""An installed wheel does what a checkout does."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from maturity.shipped import shipped

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built and unpacked as an installer would."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(folder / "site")
    return folder / "site"


def test_the_wheel_carries_every_notebook_template_and_model(installed: Path) -> None:
    """What a checkout has beside the package, the wheel has inside it, and nothing of a customer."""
    carried = {path.relative_to(installed).as_posix() for path in installed.rglob("*") if path.is_file()}
    wanted = subprocess.run(
        ["git", "ls-files", "notebooks", "templates"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split("\n")
    assert {f"maturity/share/{name}" for name in wanted if name} <= carried
    assert {"maturity/model.yaml", "maturity/model.schema.json", "maturity/example.json"} <= carried
    assert not any(name.startswith("data/") for name in carried)


def test_an_installed_wheel_makes_a_briefing_outside_a_checkout(installed: Path, tmp_path: Path) -> None:
    """The command, the kernel and the page find their files in the installed package."""
    (tmp_path / "one.json").write_text(
        json.dumps({"customer": "Baobab Pay", "held_on": "2026-03-12"}), encoding="utf-8"
    )
    program = "import maturity; print(maturity.__file__); from maturity.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, "brief", "one.json"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(installed), "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout.startswith(str(installed))
    assert (tmp_path / "data" / "workbooks" / "2026-03-12-baobab-pay.html").stat().st_size > 100_000


def test_a_checkout_finds_its_own_files() -> None:
    """A change to a template shows at once."""
    assert shipped("notebooks") == ROOT / "notebooks"


def test_a_broken_installation_is_told() -> None:
    """A folder that is nowhere names both places."""
    with pytest.raises(FileNotFoundError, match="the installation is broken"):
        shipped("nothing")
