"""A notebook run inside a call of our engine comes out as from papermill's standard engine, whatever it does."""

import json
from collections.abc import Iterator, Mapping

import corpus
import pytest
from corpus import Case
from traces import Ran

from maturity.engine import Done, Engine, open_engine

CASES = {name: case for name, case in corpus.corpus().items() if case.runnable}
STATE = """
import builtins, os, random, sys, uuid
import numpy, pandas
found = [hasattr(builtins, "left"), "LEFT" in os.environ, "left" in sys.modules]
found += [pandas.options.display.max_rows, os.listdir()]
builtins.left = True; os.environ["LEFT"] = "1"; sys.modules["left"] = sys; pandas.options.display.max_rows = 7
open("left.txt", "w").close()
found
# %%
[random.random(), float(numpy.random.rand()), uuid.uuid4().int / 2**128, float(numpy.random.default_rng().random())]
"""


@pytest.fixture(scope="module")
def inside() -> Mapping[str, Done]:
    """What became of each notebook as a call of our engine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(corpus.TESTED)
        with open_engine(jobs=2) as engine:
            assert (engine.kind, engine.word) == ("warm", "")
            return {case.name: done for case, done in _all_run(engine)}


def _all_run(engine: Engine) -> Iterator[tuple[Case, Done]]:
    for limit in sorted({case.limit or corpus.PATIENCE for case in CASES.values()}):
        cases = [case for case in CASES.values() if (case.limit or corpus.PATIENCE) == limit]
        for done in engine.run(corpus.run_inside, ((case,) for case in cases), limit=limit):
            yield cases[done.index], done


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_notebook_run_inside_a_call_gives_what_a_kernel_of_its_own_gives(
    case: Case, inside: Mapping[str, Done]
) -> None:
    """The notebook runs in the very process of its papermill; who looks at the workbook can't tell."""
    ours = corpus.ran_inside(inside[case.name])
    assert corpus.agreement(case, ours) == corpus.agreement(case, corpus.standard()[case.name])


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.dies])
def test_the_cell_in_which_a_process_died_holds_the_error_and_the_rest_waits(
    name: str, inside: Mapping[str, Done]
) -> None:
    """The standard engine marks the dead cell and all after it as completed; ours tells which one it was."""
    ran, dies = corpus.ran_inside(inside[name]), CASES[name].dies or 0
    waiting = ["pending"] * (len(ran.cells) - dies)
    assert [cell["fate"] for cell in ran.cells] == [*["completed"] * (dies - 1), "failed", *waiting]
    assert ran.cells[dies - 1]["outputs"][-1][0] == "error"


def test_nothing_of_a_notebook_is_found_by_the_next() -> None:
    """Names, environment, modules, settings and files end with the run, and chance is another each time."""
    case = Case(name="state", text=STATE)
    with open_engine(jobs=1) as engine:
        calls = [corpus.ran_inside(done) for done in engine.run(corpus.run_inside, [(case,)] * 2, limit=60)]
    runs = [*calls, corpus.run_case(case, "maturity"), corpus.run_case(case, "maturity")]
    found, chances = zip(*(_shown(run) for run in runs), strict=True)
    assert list(found) == [[False, False, False, 60, []]] * 4
    assert len({number for numbers in chances for number in numbers}) == 16


def _shown(ran: Ran) -> list[list[object]]:
    assert ran.ended == ""
    texts = [cell["outputs"][0][1]["text/plain"] for cell in ran.cells]
    return [json.loads(text.replace("'", '"').replace("False", "false")) for text in texts]
