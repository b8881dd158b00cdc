"""A workbook is the same bytes whichever way it was made."""

from datetime import date
from pathlib import Path

import calls
import pytest
from watching import by_index

from maturity import built_in_model
from maturity.engagement import to_json
from maturity.engine import open_engine
from maturity.intake import read_source

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
SHOWN = 4  #: engagements, spread over the sample


@pytest.fixture(scope="module")
def engagements() -> list[str]:
    """Some engagements of the sample, as JSON."""
    held = read_source(SAMPLE, built_in_model(), today=date(2026, 11, 20)).engagements
    return [to_json(engagement) for engagement in held[:: max(1, len(held) // SHOWN)][:SHOWN]]


@pytest.fixture(scope="module")
def plain(engagements: list[str]) -> list[str]:
    """Their workbooks, each made with a kernel of its own, in this process."""
    return [calls.make_text(engagement) for engagement in engagements]


@pytest.mark.parametrize("way", ["warm", "spawned", "plain"])
def test_each_way_of_making_a_workbook_gives_the_same_bytes(
    way: str, engagements: list[str], plain: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a fork of a warm process, in a process started anew, with a plain kernel: the file is the same."""
    monkeypatch.setenv("MATURITY_ENGINE", way)
    with open_engine(jobs=2) as engine:
        made = by_index(engine.run(calls.make_text, [(engagement,) for engagement in engagements]))
        assert engine.kind == way
    assert [one.error for one in made] == [""] * len(engagements)
    assert [one.value for one in made] == plain


@pytest.mark.parametrize("way", ["warm", "spawned"])
def test_a_failing_notebook_is_the_same_bytes_too(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its cells, its traceback and where it stopped; only the times of the run are its own."""
    monkeypatch.setenv("MATURITY_ENGINE", way)
    cells = ("1 + 1", "print('before')\n1 / 0", "3")
    with open_engine(jobs=1) as engine:
        (made,) = engine.run(calls.failed_cells, [cells])
    assert made.error == ""
    assert made.value == calls.failed_cells(*cells)
