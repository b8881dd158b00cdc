"""An engine makes each call in a process of its own: whatever happens there stays there, and is told."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import calls
import nbformat
import pytest
from watching import by_index, only, processes_of, until

from maturity.engine import Engine, open_engine
from maturity.engine.opening import LIVES

WAYS = ("warm", "spawned", "plain")


@pytest.fixture(scope="module", params=WAYS)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """An engine of each way."""
    with pytest.MonkeyPatch.context() as chosen:
        chosen.setenv("MATURITY_ENGINE", request.param)
        opening = open_engine(jobs=2)
        opened = opening.__enter__()
    with ExitStack() as stack:
        stack.push(opening)
        assert opened.kind == request.param
        yield opened


@pytest.fixture(scope="module")
def warm() -> Iterator[Engine]:
    """A warm engine; one module cannot be imported, which is no concern of its own."""
    with open_engine(jobs=2, imports=("pandas", "no_such_module")) as opened:
        assert (opened.kind, opened.word) == ("warm", "")
        yield opened


def test_every_call_is_answered_once_in_any_order(engine: Engine) -> None:
    """Each index comes once, with the value of its own arguments."""
    done = list(engine.run(calls.double, [(number,) for number in range(5)]))
    assert sorted((one.index, one.value, one.error) for one in done) == [(n, 2 * n, "") for n in range(5)]


def test_what_a_call_raises_is_its_error_and_the_others_go_on(engine: Engine) -> None:
    """The error names its kind and its words; arguments are whatever can be sent."""
    done = by_index(engine.run(calls.complain, [("one",), ("two\nlines",)]))
    assert [one.error for one in done] == ["ValueError: one", "ValueError: two\nlines"]
    assert [one.value for one in done] == [None, None]


def test_a_process_that_dies_is_told_and_the_others_go_on(engine: Engine) -> None:
    """Killed or crashed: a sentence with the signal, for that call alone."""
    killed, crashed, well = (only(engine.run(*one)) for one in _DEATHS)
    assert killed.error == "it was killed, or the memory ran out (SIGKILL)"
    assert crashed.error == "it crashed (SIGSEGV)"
    assert (well.value, well.error) == (6, "")


_DEATHS: tuple[Any, ...] = ((calls.be_killed, [(int(signal.SIGKILL),)]), (calls.crash, [()]), (calls.double, [(3,)]))


def test_a_call_that_ends_on_its_own_without_an_answer_is_a_failure(engine: Engine) -> None:
    """A notebook may end its process with status 0: nothing was made nevertheless."""
    assert "ended" in only(engine.run(calls.leave, [(0,)])).error
    assert only(engine.run(calls.leave, [(3,)])).error == "its process ended with status 3"


def test_a_call_that_runs_too_long_is_killed_with_all_that_it_started(engine: Engine, tmp_path: Path) -> None:
    """Even one that never gives way to anything; its error is the limit."""
    done = list(engine.run(calls.hang, [(str(tmp_path), "loop"), (str(tmp_path), "sleep")], limit=4.0))
    assert [one.error for one in done] == ["it ran longer than 4 s"] * 2
    assert len(list(tmp_path.iterdir())) == 2
    assert processes_of(tmp_path) == []


def test_memory_can_be_limited(engine: Engine) -> None:
    """A call that wants more fails; it does not take the machine with it."""
    limit = 4 << 30
    more, less = by_index(engine.run(calls.take_memory, [(limit,), (1 << 20,)], memory=limit))
    assert more.error == "MemoryError"
    assert less.value == 1 << 20


def test_what_can_not_be_sent_is_told(engine: Engine) -> None:
    """A value that no other process can have is an error of that call."""
    assert "can't be sent between processes" in only(engine.run(calls.unsendable, [()])).error


def test_nothing_of_one_call_is_found_by_the_next(warm: Engine) -> None:
    """Environment, builtins, modules, paths, files, folder and process are each call's own."""
    found = [one.value for one in warm.run(calls.mark_everything, [(number,) for number in range(4)])]
    clean: dict[str, object] = {"env": None, "builtin": None, "module": False, "path": False, "files": []}
    assert [{name: one[name] for name in clean} for one in found] == [clean] * 4
    for own in ("folder", "process", "chance"):
        assert len({str(one[own]) for one in found}) == 4
    assert all(one["group"] == one["process"] for one in found)
    assert not any(Path(one["folder"]).exists() for one in found)


def test_generators_of_chance_start_anew_in_each_call(warm: Engine) -> None:
    """The shared generators of Python and of numpy are copied by a fork: each child starts its own."""
    drawn = [one.value["chance"] for one in warm.run(calls.surroundings, [()] * 4)]
    assert len({first for first, _ in drawn}) == len({second for _, second in drawn}) == 4


def test_nothing_runs_in_the_process_that_is_forked(warm: Engine) -> None:
    """No thread (of C either), no network context, no history; a kernel that has run nothing; everything imported."""
    found = only(warm.run(calls.fork_safety, [()])).value
    assert found == {
        "unsafe": "",
        "threads": ["MainThread"],
        "zmq": None,
        "prepared": True,
        "history": False,
        "count": 1,
        "names": ["In", "Out", "exit", "get_ipython", "open", "quit"],
        "loaded": ["maturity.exhibits", "pandas", "papermill"],
        "environment": [],
    }


def test_a_second_notebook_of_a_call_finds_nothing_of_the_first(warm: Engine) -> None:
    """The kernel in the process is for one notebook; another one gets a kernel of its own."""
    first, second = "here = 1\nimport os\nos.getpid()", "'here' in globals(), __import__('os').getpid()"
    told = only(warm.run(calls.two_notebooks, [((first,), (second,))])).value
    assert told[0][0] == told[2]
    assert told[1][0] == f"(False, {told[1][0].split()[1].rstrip(')')})"
    assert told[2] not in told[1][0]


def test_arguments_are_read_only_a_little_ahead(engine: Engine) -> None:
    """A run over a million customers holds a few of them at a time."""
    read: list[int] = []

    def following() -> Iterator[tuple[int]]:
        for number in range(100):
            read.append(number)
            yield (number,)

    ended = engine.run(calls.double, following())
    next(ended)
    assert len(read) <= 2 * engine.jobs + 1
    ended.close()


def test_two_runs_at_once_do_not_take_each_others_answers(warm: Engine) -> None:
    """An engine may be used from several places at once."""
    one, other = warm.run(calls.double, [(n,) for n in range(6)]), warm.run(calls.complain, [("x",)] * 6)
    pairs = list(zip(one, other, strict=True))
    assert sorted(first.value for first, _ in pairs) == [0, 2, 4, 6, 8, 10]
    assert {second.error for _, second in pairs} == {"ValueError: x"}


def test_to_leave_a_run_early_ends_its_calls(engine: Engine, tmp_path: Path) -> None:
    """Nobody waits for them: they and what they started are killed, and the engine goes on."""
    ended = engine.run(calls.hang_or_double, [(str(tmp_path), -1), (str(tmp_path), 4)])
    assert next(ended).value == 8
    until(lambda: any(tmp_path.iterdir()))
    ended.close()
    until(lambda: processes_of(tmp_path) == [])
    assert only(engine.run(calls.double, [(1,)])).value == 2


def test_calls_are_made_again_when_the_warm_process_is_killed(tmp_path: Path) -> None:
    """A new one is started; the calls under way are made again, and none is lost or told twice."""
    with open_engine(jobs=2) as engine:
        told = list(engine.run(calls.kill_the_warm_process, [(str(tmp_path / "tried"),)] * 3))
        assert sorted((one.index, one.value, one.error) for one in told) == [(n, 7, "") for n in range(3)]
        assert (engine.kind, engine.word) == ("warm", "")


def test_after_the_last_warm_process_calls_are_made_another_way() -> None:
    """A call that kills each warm process ends up in one that was started for it alone, with a word."""
    with open_engine(jobs=1) as engine:
        done = only(engine.run(calls.kill_every_warm_process, [("maturity.engine.helper",)]))
        assert (done.value, done.error) == ("maturity.engine.worker", "")
        assert engine.kind == "spawned"
        assert engine.word.startswith(
            f"the warm process was killed {LIVES} times, so each workbook is made in a process"
        )


def test_a_warm_process_that_fails_its_proof_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread before the fork, or no answer of a first fork: the next way, with the reason."""
    monkeypatch.setenv("MATURITY_ENGINE", "warm")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    monkeypatch.setattr("maturity.engine.warm.HELPER", "thread_before_fork")
    with open_engine(jobs=1) as engine:
        assert only(engine.run(calls.double, [(4,)])).value == 8
        assert engine.kind == "spawned"
        assert "UnsafeForkError: 2 threads run" in engine.word
        assert "slower, with the same results" in engine.word


def test_a_warm_process_whose_fork_does_not_answer_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """The proof has a time limit, so that a fork that hangs costs seconds, not the run."""
    monkeypatch.setattr("maturity.engine.warm.PROOF", 0.2)
    monkeypatch.setattr("maturity.engine.warm.proof", calls.be_late_in_a_fork)
    with open_engine(jobs=1) as engine:
        assert engine.kind == "spawned"
        assert "a fork of the warm process does not answer" in engine.word


def test_the_way_can_be_chosen_and_says_so(engine: Engine) -> None:
    """For tests, and for a machine on which something else goes wrong."""
    assert (engine.word == "") == (engine.kind == "warm")
    assert engine.word == "" or engine.word.startswith(f"MATURITY_ENGINE says {engine.kind}, so each ")


def test_where_a_process_can_not_be_forked_safely_the_word_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows and macOS."""
    monkeypatch.delenv("MATURITY_ENGINE", raising=False)
    monkeypatch.setattr(sys, "platform", "darwin")
    with open_engine(jobs=1) as engine:
        monkeypatch.undo()
        assert engine.kind == "spawned"
        assert engine.word.startswith("a process can't be forked safely on this system, so each workbook")


def test_a_way_that_nobody_knows_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was mistyped changes nothing, and is not passed over."""
    monkeypatch.setenv("MATURITY_ENGINE", "wram")
    with open_engine(jobs=1) as engine:
        assert engine.word == "MATURITY_ENGINE says 'wram', which is none of warm, spawned, plain"


def test_a_notebook_whose_process_dies_is_told_as_far_as_it_ran(warm: Engine) -> None:
    """The cells that ran stand as they were, the error stands in the cell that killed it, the rest is pending."""
    cells = ("1 + 1", "import os\nos.kill(os.getpid(), 9)", "3")
    done = only(warm.run(calls.run_cells, [cells]))
    notebook = nbformat.reads(done.notebook, as_version=4)
    nbformat.validate(notebook)
    ran, died, pending = notebook.cells
    assert [cell.metadata.papermill["status"] for cell in notebook.cells] == ["completed", "failed", "pending"]
    assert ran.outputs[0]["data"] == {"text/plain": "2"}
    assert (died.outputs[0].ename, died.outputs[0].evalue) == ("DeadKernelError", done.error)
    assert pending.outputs == []


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("blow", [signal.SIGINT, signal.SIGKILL, signal.SIGTERM])
def test_no_process_lives_on_when_the_starter_ends(tmp_path: Path, way: str, blow: signal.Signals) -> None:
    """Ctrl-C, killed or ended: no warm process, no child, nothing that a child started, no folder."""
    (tmp_path / "room").mkdir()
    environment = {**os.environ, "MATURITY_ENGINE": way, "TMPDIR": str(tmp_path / "room"), "PLACE": str(tmp_path)}
    program = "import os, calls\nfrom maturity.engine import open_engine\nwith open_engine(jobs=2) as engine:\n"
    program += "    print(list(engine.run(calls.hang, [(os.environ['PLACE'],)] * 4)))"
    starter = subprocess.Popen(
        [sys.executable, "-c", program], env={**environment, "PYTHONPATH": str(Path(__file__).parent)}
    )
    try:
        until(lambda: len(list(tmp_path.glob("*.hangs"))) == 2)
        starter.send_signal(blow)
        assert starter.wait() != 0
    finally:
        starter.kill()
    until(lambda: processes_of(tmp_path) == [])
    if way == "warm" or blow is signal.SIGINT:
        until(lambda: list((tmp_path / "room").iterdir()) == [])
