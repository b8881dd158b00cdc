"""Briefings for many customers: what is made, what is kept, and what is told."""

import errno
import json
import os
import socket
import sys
from collections.abc import Generator
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import msgspec
import pytest
from engines import Here, open_here
from executed import run_here, workbook_of

from maturity import Answer, Engagement, Fault, Response, built_in_model
from maturity.batch import LOCK, BusyError, Order, alone_in, brief
from maturity.engagement import to_json
from maturity.engine import Done
from maturity.files import UnwritableError
from maturity.given import Given
from maturity.intake import Failure
from maturity.overview import JOURNAL, Outcome, Status, read_manifest
from maturity.peers import cohort, peers_to_json
from maturity.workbook import KernelError, WorkbookError

MODEL = built_in_model()
ORDER = Order(model=MODEL)
PAY = Engagement(customer="Baobab Pay", held_on=date(2026, 3, 12), engineers=30)
MILLS = Engagement(
    customer="../../Mills <b>", held_on=date(2026, 4, 1), responses={"structured-logs": Response(answer=Answer.ALWAYS)}
)


def but(engagement: Engagement, **facts: object) -> Engagement:
    """The engagement with other facts."""
    return msgspec.structs.replace(engagement, **facts)


@pytest.fixture(autouse=True)
def _without_kernels(monkeypatch: pytest.MonkeyPatch) -> None:
    """The batch is what is tested here; the notebook runs in this process (test_engine runs it as it is delivered)."""

    def run(given: Given, **_more: object) -> object:
        if given.engagement.customer == "Fails":
            problem = "cell 3: ZeroDivisionError: division by zero"
            raise WorkbookError(problem, workbook_of(PAY))
        return run_here(given)

    monkeypatch.setattr("maturity.making.make_workbook", run)
    monkeypatch.setattr("maturity.engine.open_engine", open_here)


def test_a_run_leaves_workbooks_pages_an_index_and_a_manifest(tmp_path: Path) -> None:
    """Every engagement has its two files, named by its key, inside the folder."""
    outcomes = brief([PAY, MILLS], tmp_path, ORDER)
    assert [outcome.status for outcome in outcomes] == [Status.MADE, Status.MADE]
    assert sorted(path.name for path in tmp_path.rglob("*")) == [
        *("2026-03-12-baobab-pay.html", "2026-03-12-baobab-pay.ipynb"),
        *("2026-04-01-mills-b.html", "2026-04-01-mills-b.ipynb", "index.html", "manifest.json"),
    ]
    entry = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))["engagements"][0]
    assert set(entry) >= {"key", "status", "files", "input_hash", "model_hash", "versions", "seconds"}
    assert entry["files"]["html"]["bytes"] == (tmp_path / entry["files"]["html"]["name"]).stat().st_size


def test_running_again_makes_only_what_changed(tmp_path: Path) -> None:
    """The same input is left alone; a changed answer or a lost file is made anew."""
    brief([PAY, MILLS], tmp_path, ORDER)
    (tmp_path / f"{MILLS.key}.html").unlink()
    again = brief([PAY, MILLS], tmp_path, ORDER)
    assert [outcome.status for outcome in again] == [Status.UNCHANGED, Status.MADE]
    forced = brief([PAY], tmp_path, Order(model=MODEL, force=True))
    assert [outcome.status for outcome in forced] == [Status.MADE]


def test_a_page_changed_by_hand_is_kept_while_the_rest_is_made_anew(tmp_path: Path) -> None:
    """New answers go into the workbook; the page stays, is named in every run, and is made when it is forced."""
    brief([PAY], tmp_path, ORDER)
    page, workbook = tmp_path / f"{PAY.key}.html", tmp_path / f"{PAY.key}.ipynb"
    page.write_text("edited", encoding="utf-8")
    before = workbook.read_bytes()
    changed = but(PAY, engineers=31)
    (kept,) = brief([changed], tmp_path, ORDER)
    assert (kept.status, page.read_text(encoding="utf-8")) == (Status.KEPT, "edited")
    assert "changed by hand" in kept.problem
    assert workbook.read_bytes() != before
    (still,) = brief([changed], tmp_path, ORDER)
    assert (still.status, still.problem) == (Status.KEPT, kept.problem)
    (forced,) = brief([changed], tmp_path, replace(ORDER, force=True))
    assert (forced.status, forced.problem, "edited" in page.read_text(encoding="utf-8")) == (Status.MADE, "", False)


def test_another_format_does_not_forget_what_was_made_before(tmp_path: Path) -> None:
    """Files of other formats stay known as ours, so that new answers are written over them."""
    brief([PAY], tmp_path, ORDER)
    (board,) = brief([PAY], tmp_path, replace(ORDER, formats=("html",)))
    assert set(board.files) == {"ipynb", "html"}
    (made,) = brief([but(PAY, engineers=31)], tmp_path, ORDER)
    assert (made.status, made.problem) == (Status.MADE, "")


def test_each_is_held_against_the_customers_engagement_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The latest earlier one of all that are given, however the customer was spelled; a new one makes it anew."""
    asked: dict[str, Engagement | None] = {}

    def run(given: Given, **_more: object) -> object:
        asked[given.engagement.key] = given.earlier
        return run_here(given)

    monkeypatch.setattr("maturity.making.make_workbook", run)
    first = but(PAY, customer="BAOBAB pay", held_on=date(2024, 5, 1))
    second = but(PAY, held_on=date(2025, 5, 1))
    assert {made.status for made in brief([PAY, MILLS, first], tmp_path, ORDER)} == {Status.MADE}
    assert asked == {PAY.key: first, MILLS.key: None, first.key: None}
    again = brief([PAY, MILLS, first, second], tmp_path, ORDER, only={PAY.key, MILLS.key})
    assert [made.status for made in again] == [Status.MADE, Status.UNCHANGED]
    assert asked[PAY.key] == second


def test_other_peers_make_every_workbook_anew(tmp_path: Path) -> None:
    """The table of peers is part of what decides a workbook's bytes."""
    held = [Engagement(customer=f"Peer {number}", held_on=date(2026, 1, 1)) for number in range(9)]
    compared = replace(ORDER, peers=peers_to_json(cohort(held, MODEL)))
    assert len({ORDER.fingerprint(PAY), compared.fingerprint(PAY)}) == 2
    statuses = [brief([PAY], tmp_path, order)[0].status for order in (ORDER, compared, compared)]
    assert statuses == [Status.MADE, Status.MADE, Status.UNCHANGED]


def test_a_file_changed_by_hand_is_kept_until_forced(tmp_path: Path) -> None:
    """A consultant's edits are never overwritten in silence."""
    brief([PAY], tmp_path, ORDER)
    page = tmp_path / f"{PAY.key}.html"
    page.write_text("edited", encoding="utf-8")
    (kept,) = brief([PAY], tmp_path, ORDER)
    assert kept.status is Status.KEPT
    assert "changed by hand" in kept.problem
    assert page.read_text(encoding="utf-8") == "edited"
    (still,) = brief([PAY], tmp_path, ORDER)
    assert still.status is Status.KEPT
    brief([PAY], tmp_path, Order(model=MODEL, force=True))
    assert page.read_text(encoding="utf-8") != "edited"


def test_one_failed_customer_never_stops_the_others(tmp_path: Path) -> None:
    """The failed notebook stays beside the good ones, and its cause is told."""
    fails = Engagement(customer="Fails", held_on=date(2026, 5, 1))
    bad, good = brief([fails, PAY], tmp_path, ORDER)
    assert (bad.status, good.status) == (Status.FAILED, Status.MADE)
    assert bad.problem.startswith("cell 3: ZeroDivisionError")
    assert (tmp_path / "2026-05-01-fails.failed.ipynb").exists()
    assert "ZeroDivisionError" in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_an_engagement_that_could_not_be_read_is_in_index_and_manifest(tmp_path: Path) -> None:
    """Nothing disappears: the place and every fault are shown."""
    fault = Fault(place="engagements.csv", line=7, problem="'kenia' is not a country")
    brief([PAY], tmp_path, ORDER, unread=[Failure(name="engagements.csv: line 7", faults=(fault,))])
    assert "is not a country" in (tmp_path / "index.html").read_text(encoding="utf-8")
    entries = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))["engagements"]
    assert entries[1]["status"] == "failed"
    assert set(read_manifest(tmp_path)) == {PAY.key}


def test_only_makes_one_and_keeps_the_others_in_the_index(tmp_path: Path) -> None:
    """Making one briefing anew does not lose sight of the rest."""
    brief([PAY, MILLS], tmp_path, ORDER)
    (made,) = brief([PAY, MILLS], tmp_path, Order(model=MODEL, force=True), only={PAY.key})
    assert made.key == PAY.key
    assert set(read_manifest(tmp_path)) == {PAY.key, MILLS.key}
    assert f"{MILLS.key}.html" in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_a_full_disk_is_one_clear_error_and_no_half_written_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was finished stays; what was not is not there."""

    def full(path: Path, _content: str | bytes) -> str:
        message = f"{path}: can't be written (No space left on device); nothing half-written is left"
        raise UnwritableError(message)

    monkeypatch.setattr("maturity.batch.places.write_whole", full)
    monkeypatch.setattr("maturity.batch.listing.write_whole", full)
    with pytest.raises(UnwritableError, match="No space left"):
        brief([PAY], tmp_path, ORDER)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "text",
    [
        '{"engagements": [{"key": 1}',
        '{"engagements": [3]}',
        "[1]",
        "[" * 100_000,
        json.dumps({"engagements": [{**asdict(Outcome(key="k", customer="k", status=Status.MADE)), "files": []}]}),
    ],
)
def test_a_manifest_that_cannot_be_read_is_as_none(tmp_path: Path, text: str) -> None:
    """A broken manifest makes a run make everything, and never fail."""
    (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
    assert read_manifest(tmp_path) == {}
    assert [outcome.status for outcome in brief([PAY], tmp_path, ORDER)] == [Status.MADE]


def test_a_manifest_names_no_file_outside_its_folder(tmp_path: Path) -> None:
    """A file's name is a name, whatever path somebody wrote there."""
    brief([PAY], tmp_path, ORDER)
    manifest = tmp_path / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace('"2026', '"../../2026'), encoding="utf-8")
    names = [file.name for outcome in read_manifest(tmp_path).values() for file in outcome.files.values()]
    assert sorted(names) == [f"{PAY.key}.html", f"{PAY.key}.ipynb"]


def test_an_edit_outlives_a_run_of_another_source(tmp_path: Path) -> None:
    """The manifest does not forget what this run is not about."""
    brief([PAY], tmp_path, ORDER)
    (tmp_path / f"{PAY.key}.html").write_text("edited", encoding="utf-8")
    brief([MILLS], tmp_path, ORDER)
    assert PAY.key not in (tmp_path / "index.html").read_text(encoding="utf-8")
    (kept,) = brief([PAY], tmp_path, ORDER)
    assert kept.status is Status.KEPT
    assert (tmp_path / f"{PAY.key}.html").read_text(encoding="utf-8") == "edited"


def test_an_edit_outlives_a_lost_manifest(tmp_path: Path) -> None:
    """A file that nobody tells of is overwritten only by the same bytes, or when forced."""
    brief([PAY, MILLS], tmp_path, ORDER)
    (tmp_path / f"{PAY.key}.html").write_text("edited", encoding="utf-8")
    (tmp_path / "manifest.json").unlink()
    kept, made = brief([PAY, MILLS], tmp_path, ORDER)
    assert (kept.status, made.status) == (Status.KEPT, Status.MADE)
    assert "no manifest says who made it" in kept.problem
    assert (tmp_path / f"{PAY.key}.html").read_text(encoding="utf-8") == "edited"
    (forced,) = brief([PAY], tmp_path, Order(model=MODEL, force=True))
    assert forced.status is Status.MADE


def test_a_stopped_run_forgets_nothing_of_earlier_runs(tmp_path: Path) -> None:
    """What was not reached is still known, so that the next run makes only what is missing."""
    brief([PAY, MILLS], tmp_path, ORDER)

    def stop(_outcome: Outcome) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        brief([PAY, MILLS], tmp_path, ORDER, told=stop)
    assert set(read_manifest(tmp_path)) == {PAY.key, MILLS.key}


def test_a_stopped_run_lists_what_it_did_and_leaves_a_long_index_for_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopping takes no time: what the run did not come to is judged only where that is little."""
    brief([PAY, MILLS], tmp_path, ORDER)
    first = (tmp_path / "index.html").read_bytes()
    changed = but(PAY, industry="retail")

    def stop(_outcome: Outcome) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("maturity.batch.listing.IN_HASTE", 0)
    with pytest.raises(KeyboardInterrupt):
        brief([changed, MILLS], tmp_path, ORDER, told=stop, engine=Here(dies_at={0: "it was killed"}), only={PAY.key})
    assert (tmp_path / "index.html").read_bytes() == first
    assert read_manifest(tmp_path)[PAY.key].problem == "it was killed"
    monkeypatch.setattr("maturity.batch.listing.IN_HASTE", 1)
    with pytest.raises(KeyboardInterrupt):
        brief([changed, MILLS], tmp_path, ORDER, told=stop, engine=Here(dies_at={0: "it was killed"}), only={PAY.key})
    assert "it was killed" in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_a_killed_run_knows_everything_that_it_had_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is told is in the journal already; the next run goes on from it, also when its last line is torn."""
    known: list[set[str]] = []
    with monkeypatch.context() as dying:
        dying.setattr("maturity.batch.listing.write_whole", lambda *_: pytest.fail("a killed run writes no manifest"))
        with pytest.raises(pytest.fail.Exception):
            brief([PAY, MILLS], tmp_path, ORDER, told=lambda _: known.append(set(read_manifest(tmp_path))))
    assert known == [{PAY.key}, {PAY.key, MILLS.key}]
    assert not (tmp_path / "manifest.json").exists()
    with (tmp_path / JOURNAL).open("a", encoding="utf-8") as journal:
        journal.write('\n{"key": "2026-')
    fails = Engagement(customer="Fails", held_on=date(2026, 5, 1))
    statuses = [outcome.status for outcome in brief([PAY, fails, MILLS], tmp_path, ORDER)]
    assert statuses == [Status.UNCHANGED, Status.FAILED, Status.UNCHANGED]
    assert set(read_manifest(tmp_path)) == {PAY.key, MILLS.key, fails.key}
    assert not (tmp_path / JOURNAL).exists()


def test_a_kernel_that_was_killed_is_told_without_a_class_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cause in words, and the others are delivered."""

    def killed(_given: object, **_more: object) -> None:
        problem = "the notebook's kernel ended too early"
        raise KernelError(problem)

    monkeypatch.setattr("maturity.making.make_workbook", killed)
    (failed,) = brief([PAY], tmp_path, ORDER)
    assert (failed.status, failed.problem) == (Status.FAILED, "the notebook's kernel ended too early")


def test_the_fingerprint_follows_everything_that_decides_the_bytes() -> None:
    """Another answer, another option: another fingerprint; the same engagement: the same."""
    same = Engagement(customer="Baobab Pay", held_on=date(2026, 3, 12), engineers=30)
    assert to_json(same) == to_json(PAY)
    assert ORDER.fingerprint(same) == ORDER.fingerprint(PAY)
    assert ORDER.fingerprint(MILLS) != ORDER.fingerprint(PAY)
    assert Order(model=MODEL, interactive=True).fingerprint(PAY) != ORDER.fingerprint(PAY)


def test_a_failure_forgets_no_file_that_was_made_before(tmp_path: Path) -> None:
    """Its files stay known as what they were made from, so that a mended input is made without force."""
    brief([PAY], tmp_path, ORDER)
    changed = but(PAY, engineers=31)
    (lost,) = brief([changed], tmp_path, ORDER, engine=Here(dies_at={0: "it was killed (SIGKILL)"}))
    assert (lost.status, lost.problem) == (Status.FAILED, "it was killed (SIGKILL)")
    assert f"{PAY.key}.html" in (tmp_path / "index.html").read_text(encoding="utf-8")
    assert [outcome.status for outcome in brief([PAY], tmp_path, ORDER)] == [Status.UNCHANGED]
    brief([changed], tmp_path, ORDER, engine=Here(dies_at={0: "it was killed (SIGKILL)"}))
    assert [outcome.status for outcome in brief([changed], tmp_path, ORDER)] == [Status.MADE]


def test_a_call_that_was_killed_keeps_what_it_had_run(tmp_path: Path) -> None:
    """What an engine saved of a notebook stands beside the good ones."""

    class Saving(Here):
        def run(self, *_args: object, **_more: object) -> Generator[Done, None, None]:
            yield Done(index=0, error="took longer than 2 s", notebook="{}")

    (lost,) = brief([PAY], tmp_path, ORDER, engine=Saving())
    kept = f"{PAY.key}.failed.ipynb"
    assert lost.problem == f"took longer than 2 s; the notebook as far as it ran is in {kept}"
    assert (tmp_path / kept).read_bytes() == b"{}"
    brief([PAY], tmp_path, ORDER)
    assert not (tmp_path / kept).exists()


def test_a_machine_without_room_for_temporary_files_stops_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One refusal, not one failure for each customer."""

    def full(_given: object, **_more: object) -> None:
        problem = "tmp: can't be used for temporary files (No space left on device)"
        raise UnwritableError(problem)

    monkeypatch.setattr("maturity.making.make_workbook", full)
    engine = Here()
    with pytest.raises(UnwritableError, match="temporary files"):
        brief([PAY, MILLS], tmp_path, ORDER, engine=engine)
    assert (engine.begun, engine.is_closed) == ([0], True)


def test_no_engine_is_opened_where_nothing_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking through a finished folder costs no start."""
    brief([PAY, MILLS], tmp_path, ORDER)
    monkeypatch.setattr("maturity.engine.open_engine", lambda **_: pytest.fail("nothing is to be made"))
    assert {outcome.status for outcome in brief([PAY, MILLS], tmp_path, ORDER)} == {Status.UNCHANGED}


def test_why_an_engine_is_slow_is_said_once(tmp_path: Path) -> None:
    """The person who waits knows why."""
    said: list[str] = []
    brief([PAY, MILLS], tmp_path, ORDER, said=said.append, engine=Here(word="Plain kernels: no fork here."))
    assert said == ["Plain kernels: no fork here."]


def test_a_second_run_into_the_folder_is_refused(tmp_path: Path) -> None:
    """Two runs at once corrupt nothing: the second is told who has the folder, and touches nothing."""
    refused: list[str] = []

    def second(_outcome: Outcome) -> None:
        with pytest.raises(BusyError) as told:
            brief([MILLS], tmp_path, ORDER)
        refused.append(str(told.value))

    brief([PAY], tmp_path, ORDER, told=second)
    assert f"another run is writing here (process {os.getpid()} on {socket.gethostname()})" in refused[0]
    assert set(read_manifest(tmp_path)) == {PAY.key}
    assert not (tmp_path / LOCK).exists()


def test_a_lock_of_a_process_that_is_gone_holds_nobody(tmp_path: Path) -> None:
    """Whatever a killed run left of its lock, the next one takes it."""
    (tmp_path / LOCK).write_text('{"process": 1, "machine": "elsewhere"}', encoding="utf-8")
    assert [outcome.status for outcome in brief([PAY], tmp_path, ORDER)] == [Status.MADE]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fcntl")
@pytest.mark.parametrize(
    ("process", "machine", "is_free"),
    [(2**22 + 1, socket.gethostname(), True), (os.getpid(), socket.gethostname(), False), (1, "elsewhere", False)],
    ids=["gone", "alive", "elsewhere"],
)
def test_where_a_share_knows_no_locks_the_file_is_the_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, process: int, machine: str, *, is_free: bool
) -> None:
    """It is taken from a process of this machine that is gone; else the refusal says which file to remove."""

    def unsupported(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("fcntl.flock", unsupported)
    with alone_in(tmp_path), pytest.raises(BusyError), alone_in(tmp_path):
        pytest.fail("two runs have the folder")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / LOCK).write_text(json.dumps({"process": process, "machine": machine}), encoding="utf-8")
    if is_free:
        with alone_in(tmp_path):
            assert json.loads((tmp_path / LOCK).read_text(encoding="utf-8"))["process"] == os.getpid()
    else:
        with pytest.raises(BusyError, match=rf"\(process {process} on .*remove \{LOCK} there"), alone_in(tmp_path):
            pytest.fail("two runs have the folder")


def test_what_killed_processes_left_half_written_is_swept(tmp_path: Path) -> None:
    """What is old goes; what another command may still be writing stays."""
    old, young = tmp_path / ".partial-old", tmp_path / ".partial-young"
    old.write_text("half", encoding="utf-8")
    young.write_text("half", encoding="utf-8")
    os.utime(old, (0, 0))
    brief([PAY], tmp_path, ORDER)
    assert (old.exists(), young.exists()) == (False, True)


def test_a_thousand_outcomes_leave_one_manifest_that_is_whole(tmp_path: Path) -> None:
    """The manifest is written once, at the end; every engagement is in it, in the order given."""
    many = [but(PAY, customer=f"Customer {number}") for number in range(1000)]
    dead = Here(dies_at=dict.fromkeys(range(1000), "it was killed (SIGKILL)"))
    brief(many, tmp_path, ORDER, engine=dead)
    entries = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))["engagements"]
    assert [entry["key"] for entry in entries] == [engagement.key for engagement in many]
