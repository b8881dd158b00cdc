"""The command: its exit statuses, its two streams, and refusals that a person can act on."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from maturity.cli import main

HEADER = "customer,held_on,country,every-commit-builds"
GOOD = f"{HEADER}\nBaobab Pay,2026-03-12,NG,always\n"


def run(*words: str | Path) -> Result:
    """The command, run in this process."""
    return CliRunner().invoke(main, [str(word) for word in words])


def source(folder: Path, text: str = GOOD) -> Path:
    """A table of engagements."""
    path = folder / "customers.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_verdicts_go_to_standard_output_and_faults_to_standard_error(tmp_path: Path) -> None:
    """Status 1: some failed, the rest are delivered."""
    told = run("assess", source(tmp_path, f"{GOOD}Zawadi,2026-03-12,Kenia,always\n"), "--format", "json")
    assert told.exit_code == 1
    assert [verdict["customer"] for verdict in json.loads(told.stdout)] == ["Baobab Pay"]
    assert "customers.csv: line 3: column 'country': 'Kenia' is not a country" in told.stderr


def test_a_source_read_whole_ends_in_status_nought(tmp_path: Path) -> None:
    """Nothing is said on standard error."""
    told = run("assess", source(tmp_path), "--format", "csv")
    assert (told.exit_code, told.stderr) == (0, "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("assess", ""), "SOURCE: is empty; expected a folder"),
        (("assess", "nowhere"), "nowhere: does not exist; expected a folder"),
        (("assess", "data/sample", "--model", "none.yaml"), "none.yaml: can't be read (No such file or directory)"),
        (("brief", "data/sample", "--brand", "none.yaml"), "none.yaml: can't be read (No such file or directory)"),
        (("brief", "data/sample", "--formats", "htm"), "pptx, board (did you mean 'html'?)"),
        (("brief", "data/sample", "--only", "x"), "--only: 'x' is not in the source"),
        (("model", "check", "--model", "data"), "data: can't be read (Is a directory)"),
    ],
)
def test_what_is_unusable_ends_in_status_two(words: tuple[str, ...], said: str) -> None:
    """One message on standard error, nothing on standard output, no traceback."""
    told = run(*words)
    assert (told.exit_code, told.stdout) == (2, "")
    assert said in told.stderr


def test_an_output_folder_that_is_a_file_is_one_message(tmp_path: Path) -> None:
    """The folder is named; nothing is made."""
    told = run("brief", source(tmp_path), "--out", tmp_path / "customers.csv")
    assert told.exit_code == 2
    assert "customers.csv: can't be used as the output folder" in told.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["customers.csv"]


def test_ctrl_c_is_told_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The status is what a shell expects of a command that was stopped."""

    def stopped(*_args: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("maturity.batch.brief", stopped)
    told = run("brief", source(tmp_path), "--out", tmp_path / "out")
    assert told.exit_code == 130
    assert told.stderr.splitlines() == ["Stopped. What was finished stays; run it again to go on."]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_full_standard_output_is_one_message() -> None:
    """No traceback where the verdicts can't be written."""
    command = [sys.executable, "-c", "from maturity.cli import main; main()", "model", "schema"]
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        told = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert told.returncode == 2
    assert told.stderr == "standard output: can't be written (No space left on device)\n"


def test_a_model_that_holds_is_counted_in_words() -> None:
    """One sentence on standard output."""
    told = run("model", "check")
    assert told.exit_code == 0
    assert "25 practices on five stages, seven traps" in told.stdout
