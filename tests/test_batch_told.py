"""How a run tells of itself: to a terminal, to programs, and to a notebook."""

import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import comm
import pytest
from click.testing import CliRunner, Result
from comm.base_comm import BaseComm
from engines import open_here
from executed import run_here, workbook_of
from IPython.core.interactiveshell import InteractiveShell

from maturity import Engagement
from maturity.batch import LIMIT, Pace, Run
from maturity.batch import notebook as in_a_notebook
from maturity.batch import run as run_from_notebook
from maturity.batch.notebook import Bar
from maturity.brief_cli import USUAL_LIMIT
from maturity.cli import main
from maturity.commands import pace_bar
from maturity.given import Given
from maturity.overview import Outcome, Status
from maturity.workbook import WorkbookError

SOURCE = """customer,held_on,country,every-commit-builds
Baobab Pay,2026-03-12,NG,always
Fails <b>,2026-03-13,KE,always
Zawadi,2026-03-14,Kenia,always
"""
FAILURE = "cell 3: ZeroDivisionError: division by zero"


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three engagements: one good, one whose notebook fails, one that can't be read."""
    good = Engagement(customer="Baobab Pay", held_on=date(2026, 3, 12))

    def make(given: Given, **_more: object) -> object:
        if given.engagement.customer == good.customer:
            return run_here(given)
        raise WorkbookError(FAILURE, workbook_of(good))

    monkeypatch.setattr("maturity.making.make_workbook", make)
    monkeypatch.setattr("maturity.engine.open_engine", open_here)
    path = tmp_path / "customers.csv"
    path.write_text(SOURCE, encoding="utf-8")
    return path


def brief(source: Path, *words: str) -> Result:
    """The command, run in this process."""
    return CliRunner().invoke(main, ["brief", str(source), "--out", str(source.parent / "out"), *words])


def outcome(status: Status, problem: str = "", *, key: str = "k") -> Outcome:
    """Of some engagement."""
    return Outcome(key=key, customer="c", status=status, problem=problem)


def test_each_failure_is_a_line_on_standard_error(source: Path) -> None:
    """No bar where nobody looks; the counts on standard output; status 1."""
    told = brief(source)
    assert told.exit_code == 1
    assert told.stderr.splitlines()[1:] == [
        f"2026-03-13-fails-b: {FAILURE}; the notebook as far as it ran is in 2026-03-13-fails-b.failed.ipynb"
    ]
    assert told.stdout == f"{source.parent / 'out' / 'index.html'}: 1 made, 1 failed, 1 not read\n"


def test_programs_get_an_object_a_line(source: Path) -> None:
    """Start, one event each, end with counts; nothing else on standard output."""
    told = brief(source, "--json")
    start, unread, made, failed, end = map(json.loads, told.stdout.splitlines())
    assert start == {
        "event": "start",
        "out": str(source.parent / "out"),
        "engagements": 2,
        "unread": 1,
        "formats": ["ipynb", "html"],
        "dry_run": False,
    }
    assert (unread["event"], unread["name"]) == ("unread", "2026-03-14-zawadi")
    assert "'Kenia' is not a country" in unread["problem"]
    assert made == {
        "event": "done",
        "key": "2026-03-12-baobab-pay",
        "customer": "Baobab Pay",
        "status": "made",
        "files": {"ipynb": "2026-03-12-baobab-pay.ipynb", "html": "2026-03-12-baobab-pay.html"},
        "seconds": 0.5,
        "problem": "",
        "remark": "",
        "edits": {},
    }
    assert (failed["event"], failed["status"], failed["files"]) == ("failed", "failed", {})
    assert failed["problem"].startswith(FAILURE)
    assert end["counts"] == {"made": 1, "unchanged": 0, "kept": 0, "failed": 1, "edited": 0, "waiting": 0, "unread": 1}
    assert (end["event"], end["stopped"]) == ("end", "")
    assert Path(end["index"]).exists()
    assert Path(end["manifest"]).exists()


def test_programs_learn_what_stands_and_what_was_edited(source: Path) -> None:
    """An engagement that nothing is made for has an event too."""
    brief(source)
    again = [json.loads(line)["event"] for line in brief(source, "--json").stdout.splitlines()]
    assert again == ["start", "unread", "unchanged", "failed", "end"]
    (source.parent / "out" / "2026-03-12-baobab-pay.html").write_text("edited", encoding="utf-8")
    events = [json.loads(line) for line in brief(source, "--json").stdout.splitlines()]
    assert events[2]["event"] == "kept"
    assert "changed by hand" in events[2]["problem"]


def test_programs_learn_that_a_run_was_stopped(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The end comes also after Ctrl-C, with what was done by then; people are told how to go on."""

    def stop(_given: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("maturity.making.make_workbook", stop)
    told = brief(source, "--json")
    end = json.loads(told.stdout.splitlines()[-1])
    assert (told.exit_code, end["event"], end["stopped"]) == (130, "end", "stopped by the user")
    assert "run it again to go on" in told.stderr


def test_an_address_needs_a_scheduler(source: Path) -> None:
    """Nothing is made in a folder that is called like an address."""
    told = CliRunner().invoke(main, ["brief", str(source), "--out", "s3://bucket/briefings"])
    assert told.exit_code == 2
    assert "--out: 's3://bucket/briefings' is an address, where only workers write" in told.stderr


def test_a_scheduler_is_given_everything_that_was_asked_for(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The address of the files stays as it was written."""
    given: dict[str, Any] = {}

    def brief_on(address: str, engagements: object, out: str, _order: object, **more: Any) -> tuple[Outcome, ...]:  # noqa: ANN401
        given.update(more, address=address, out=out, engagements=engagements)
        more["told"](outcome(Status.MADE))
        return ()

    monkeypatch.setattr("maturity.farm.brief_on", brief_on)
    words = ["brief", str(source), "--out", "s3://bucket/briefings", "--scheduler", "tcp://farm:8786", "--limit", "9"]
    told = CliRunner().invoke(main, words)
    assert told.stdout == "s3://bucket/briefings/index.html: 1 made, 1 not read\n"
    assert (given["address"], given["out"], given["limit"]) == ("tcp://farm:8786", "s3://bucket/briefings", 9.0)
    assert (given["only"], len(given["engagements"]), len(given["unread"])) == (None, 2, 1)


def test_the_command_and_the_library_have_one_limit() -> None:
    """The command's is written out, so that asking for help imports nothing heavy."""
    assert USUAL_LIMIT == LIMIT


def test_the_rate_is_of_what_had_to_be_made() -> None:
    """What stands is looked through at once, and promises nothing about the rest."""
    clock = iter([0.0, 5.0, 6.0, 15.0, 15.0, 15.0]).__next__
    pace = Pace(total=30, clock=clock)
    pace.hear(outcome(Status.UNCHANGED))
    pace.hear(outcome(Status.KEPT))
    for _ in range(18):
        pace.hear(outcome(Status.MADE))
    assert pace.words == "20 of 30, 2.0 a second, 0:00:05 left"
    assert pace.tally == "18 made, 1 unchanged, 1 kept"


class Terminal(io.StringIO):
    """A standard error that somebody looks at."""

    def isatty(self) -> bool:
        """Always."""
        return True


def test_a_terminal_shows_a_bar_with_a_line_for_each_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Failures stay above the bar, as text; the bar goes when the run is over."""
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    pace = Pace(total=2)
    with pace_bar(pace) as draw:
        pace.hear(outcome(Status.FAILED))
        draw("k: [red]it was killed[/red]")
    shown = terminal.getvalue()
    assert "k: [red]it was killed[/red]\n" in shown
    assert "1 of 2" in shown
    assert "1 failed" in shown


class Recorded(BaseComm):
    """A browser's end of a widget that only remembers."""

    sent: list[dict[str, Any]] = []  # noqa: RUF012  (one list for all of a test's widgets)

    def publish_msg(self, msg_type: str, data: dict[str, Any] | None = None, *_: Any, **keys: Any) -> None:  # noqa: ANN401  (as theirs)
        """What would go to the browser."""
        del msg_type, keys
        self.sent.append(data or {})


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, Any]]]:
    """Everything that widgets send to a browser."""
    monkeypatch.setattr(comm, "create_comm", Recorded)
    Recorded.sent = []
    yield Recorded.sent
    InteractiveShell.clear_instance()


def test_the_widget_counts_and_shows_failures_as_text(page: list[dict[str, Any]]) -> None:
    """A hostile customer's failure is text; what the browser is sent is what the bar shows."""
    bar = Bar(pace=Pace(total=3))
    bar.hear(outcome(Status.MADE))
    bar.hear(outcome(Status.FAILED, "<img src=x onerror=alert(1)>", key="2026-03-13-fails"))
    bar.end("Done.")
    progress, words, problems = bar.widget.children
    assert (progress.value, progress.max) == (2, 3)
    assert problems.value == "2026-03-13-fails: &lt;img src=x onerror=alert(1)&gt;"
    assert words.value.startswith("2 of 3, ")
    assert words.value.endswith("1 failed. Done.")
    assert problems.value in json.dumps(page)


def test_the_widget_shows_the_last_problems_and_how_many_there_were(page: list[dict[str, Any]]) -> None:
    """Ten thousand failures do not make the page ever slower."""
    bar = Bar(pace=Pace(total=100))
    for number in range(100):
        bar.hear(outcome(Status.FAILED, "it was killed", key=f"k-{number}"))
    shown = bar.widget.children[2].value.split("<br>")
    assert (shown[0], shown[1], shown[-1]) == (
        "80 more before these",
        "k-80: it was killed",
        "k-99: it was killed",
    )
    assert len(page) > 0


def test_a_run_from_a_notebook_shows_its_bar_and_gives_its_outcomes(
    source: Path, page: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same files as the command's; shown in one line."""
    monkeypatch.setattr(in_a_notebook, "_has_page", lambda: True)
    done = run_from_notebook(source, source.parent / "out")
    assert [told.status for told in done.outcomes] == [Status.MADE, Status.FAILED]
    assert repr(done) == f"{source.parent / 'out' / 'index.html'}: 1 made, 1 failed, 1 not read"
    sent = json.dumps(page)
    assert "2 of 2" in sent
    assert "&#x27;Kenia&#x27; is not a country" in sent
    assert f"2026-03-13-fails-b: {FAILURE}" in sent


def test_a_run_without_a_page_shows_nothing(source: Path, page: list[dict[str, Any]]) -> None:
    """In a script the outcomes are all there is; an option means what it means to the command."""
    done = run_from_notebook(source, source.parent / "out", only=["2026-03-12-baobab-pay"], formats=["html"])
    assert isinstance(done, Run)
    assert [set(told.files) for told in done.outcomes] == [{"html"}]
    assert page == []


def test_an_interrupted_kernel_says_how_to_go_on(
    source: Path, page: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bar's last word."""

    def stop(_given: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(in_a_notebook, "_has_page", lambda: True)
    monkeypatch.setattr("maturity.making.make_workbook", stop)
    with pytest.raises(KeyboardInterrupt):
        run_from_notebook(source, source.parent / "out")
    assert "run it again to go on" in json.dumps(page)
