"""`papermill --engine maturity` makes of a notebook what papermill's standard engine makes of it."""

import corpus
import pytest
from corpus import Case
from traces import plain

CASES = {name: case for name, case in corpus.corpus().items() if case.runnable}
LIVE = ("displays", "error-chained", "pandas", "plotly", "widgets")  #: run by the standard engine here and now, too


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_papermill_makes_of_a_notebook_with_our_engine_what_it_makes_without(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Same outputs, same error, same counts, marks, widgets and files; no word of the engine's own."""
    monkeypatch.delenv(corpus.TESTED)
    ours = corpus.run_case(case, "maturity")
    assert corpus.agreement(case, ours) == corpus.agreement(case, corpus.standard()[case.name])


@pytest.mark.parametrize("name", LIVE)
def test_what_was_written_down_of_the_standard_engine_is_what_it_does(name: str) -> None:
    """The expected outputs are the standard engine's own; `tests/corpus.py` writes them anew."""
    assert plain(corpus.run_apart(CASES[name], None)) == plain(corpus.standard()[name])


def test_a_lone_surrogate_stops_nothing() -> None:
    """The standard kernel fails to send it and says so on stderr; the cells after it run there, and here."""
    ran = corpus.run_case(Case(name="surrogates", text='print("\\ud83d alone")\n# %%\n"\\udc00"', limit=10), "maturity")
    assert (ran.ended, ran.cells[1]["outputs"]) == ("", [("execute_result", {"text/plain": "'\\udc00'"}, "{}", 2)])
