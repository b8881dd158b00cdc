"""`maturity live`: what it refuses before anything starts, and what it hands to the server."""

import json
import threading
import webbrowser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from maturity import live_cli
from maturity.cli import main
from maturity.live.serving import Serving
from maturity.live.settings import Settings
from maturity.store import open_store

SAMPLE = Path(__file__).parent.parent / "data" / "sample"


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[tuple[Serving, bool]]:
    """What would have been served, and whether as a page; nothing is started. The working folder is a new one."""
    asked: list[tuple[Serving, bool]] = []

    def noted(serving: Serving, *, page: bool) -> None:
        asked.append((serving, page))

    monkeypatch.setattr(live_cli, "_serve", noted)
    monkeypatch.delenv("MATURITY_STORE", raising=False)
    monkeypatch.chdir(tmp_path)
    return asked


def live(*arguments: object) -> Result:
    """What the command says and returns."""
    return CliRunner().invoke(main, ["live", *[str(argument) for argument in arguments]])


def with_sample(path: Path) -> Path:
    """A store with the sample's customers."""
    done = CliRunner().invoke(main, ["store", "import", str(SAMPLE), "--store", str(path)])
    assert done.exit_code == 0, done.output
    return path


def test_without_options_a_new_customer_is_entered_in_jupyterlab(
    served: list[tuple[Serving, bool]], tmp_path: Path
) -> None:
    """The usual store is made, the workbooks' folder too, and the notebook is told both, absolutely."""
    done = live()
    assert (done.exit_code, done.stderr) == (0, "")
    ((serving, page),) = served
    assert not page
    assert serving.opens == Settings(
        store=str(tmp_path / "data/engagements/history.db"), workbooks=str(tmp_path / "data/workbooks")
    )
    assert serving.notebook == tmp_path / "data/engagements/live/briefing.ipynb"
    with open_store(serving.opens.store) as kept:
        assert len(kept) == 0


def test_everything_that_is_said_reaches_the_notebook_as_absolute_paths(
    served: list[tuple[Serving, bool]], tmp_path: Path
) -> None:
    """A kernel runs in another folder: a relative path would be another file there."""
    with_sample(tmp_path / "kept.db")
    (tmp_path / "brand.yaml").write_text("name: Umoja\n", encoding="utf-8")
    model = Path(live_cli.__file__).parent / "model.yaml"
    (tmp_path / "own.yaml").write_text(model.read_text(encoding="utf-8"), encoding="utf-8")
    done = live(
        *("--page", "--customer", "Baobab Pay", "--store", "kept.db", "--model", "own.yaml"),
        *("--brand", "brand.yaml", "--out", "made", "--port", 9999, "--no-browser"),
    )
    assert done.exit_code == 0, done.stderr
    ((serving, page),) = served
    assert page
    assert serving.port == 9999
    assert serving.opens == Settings(
        store=str(tmp_path / "kept.db"),
        customer="Baobab Pay",
        model=str(tmp_path / "own.yaml"),
        brand=str(tmp_path / "brand.yaml"),
        workbooks=str(tmp_path / "made"),
    )
    assert serving.notebook == tmp_path / "live" / "briefing.ipynb"


def test_a_store_on_a_server_is_told_whole_and_its_copy_lies_in_the_usual_place(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The kernel needs the password; the folder of a server is none of ours."""
    monkeypatch.chdir(tmp_path)
    address = "postgresql://amina:p%40ss@db.example/history"
    assert live_cli._absolute(address) == address
    assert live_cli._notebook(address) == tmp_path / "data/engagements/live/briefing.ipynb"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--lab", "--page"], "--page: can't go with --lab; expected one of them, or neither"),
        (["--customer", "Boabab Pay"], "'Boabab Pay' is no customer and no engagement of the store (did you mean"),
        (["--store", "mysql://here/there"], "is not the address of a store"),
        (["--store", "notes.txt"], "notes.txt"),
        (["--model", "none.yaml"], "none.yaml"),
        (["--brand", "none.yaml"], "none.yaml"),
        (["--out", "notes.txt"], "notes.txt: can't be used as the output folder"),
    ],
)
def test_what_can_not_be_used_is_refused_before_anything_starts(
    arguments: list[str], said: str, served: list[tuple[Serving, bool]], tmp_path: Path
) -> None:
    """Exit status 2 and one line that names it; no server, no copy."""
    with_sample(tmp_path / "history.db")
    (tmp_path / "notes.txt").write_text("Call Amina.\n" * 100, encoding="utf-8")
    done = live(*(["--store", "history.db"] if "--store" not in arguments else []), *arguments)
    assert done.exit_code == 2, done.output
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not served
    assert not (tmp_path / "live").exists()
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8").startswith("Call Amina.")


def test_a_customer_is_not_looked_for_in_a_store_made_for_that(
    served: list[tuple[Serving, bool]], tmp_path: Path
) -> None:
    """Whoever is to be asked again is in a store that is there; a mistyped name of a store leaves nothing behind."""
    done = live("--store", "none.db", "--customer", "Baobab Pay")
    assert (done.exit_code, "none.db: holds no store" in done.stderr) == (2, True)
    assert not (tmp_path / "none.db").exists()
    assert not served


@pytest.mark.parametrize("port", ["0", "65536", "eighty", "-1"])
def test_a_port_that_can_not_be_is_refused(port: str, served: list[tuple[Serving, bool]]) -> None:
    """A port is a number from 1 to 65535."""
    done = live("--port", port)
    assert done.exit_code == 2
    assert "--port" in done.stderr
    assert not served


def test_an_edited_copy_is_told(served: list[tuple[Serving, bool]], tmp_path: Path) -> None:
    """Whoever changed the notebook learns where it went, and the briefing opens as shipped."""
    live()
    path = tmp_path / "data/engagements/live/briefing.ipynb"
    notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"][0]["source"] = "# mine"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    done = live()
    assert done.stderr == f"{path}: was edited; kept as briefing-edited-1.ipynb, and the briefing opens as shipped\n"
    assert "# mine" in path.with_stem("briefing-edited-1").read_text(encoding="utf-8")
    assert "# mine" not in path.read_text(encoding="utf-8")
    assert len(served) == 2


def test_the_address_is_printed_and_opened(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The address alone on standard output; `--no-browser` opens nothing."""
    opened: list[str] = []
    done = threading.Event()

    def note(address: str, new: int) -> None:
        opened.append(f"{address} {new}")
        done.set()

    monkeypatch.setattr(webbrowser, "open", note)
    live_cli._print_only("http://127.0.0.1:8765/?token=t")
    assert capsys.readouterr().out == "http://127.0.0.1:8765/?token=t\n"
    assert not opened
    live_cli._open_browser("http://127.0.0.1:8765/?token=t")
    assert done.wait(30)
    assert opened == ["http://127.0.0.1:8765/?token=t 2"]


def test_the_help_names_every_option() -> None:
    """What the README promises is what the command takes."""
    said = live("--help").stdout
    for option in ("--lab", "--page", "--customer", "--store", "--model", "--brand", "--out", "--port", "--no-browser"):
        assert option in said
