"""The end of a briefing: its workbook is made beside the customer's earlier ones."""

from datetime import date
from pathlib import Path

import pytest
from engines import open_here
from executed import run_here
from stores import new_store

from maturity import Answer, Engagement, Response, model_file
from maturity.given import Given
from maturity.live.finishing import Making, Workshop
from maturity.live.settings import Settings
from maturity.model_file import built_in_model, parse_model
from maturity.overview import read_manifest

FIRST = Engagement(
    customer="Baobab Pay",
    held_on=date(2024, 3, 12),
    responses={"trunk-stays-green": Response(answer=Answer.ALWAYS)},
)
STRANGE = Engagement(
    customer="Baobab Pay",
    held_on=date(2025, 3, 12),
    responses={"one-click-rollback": Response(answer=Answer.ALWAYS)},
)
OTHER = Engagement(customer="Marula Mills", held_on=date(2025, 6, 1))
HELD = Engagement(customer="Baobab Pay", held_on=date(2026, 3, 12))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The earlier engagement that each workbook is made with, by key; the notebook runs in this process."""
    found: dict[str, str] = {}

    def make(given: Given, **_more: object) -> object:
        found[given.engagement.key] = given.earlier.key if given.earlier else ""
        return run_here(given)

    monkeypatch.setattr("maturity.making.make_workbook", make)
    monkeypatch.setattr("maturity.engine.open_engine", open_here)
    return found


def test_a_workbook_is_held_against_the_customers_engagement_before(tmp_path: Path, asked: dict[str, str]) -> None:
    """The latest of the history that fits the model of now; the folder lists only what was made in it."""
    with new_store(tmp_path / "history.db", FIRST, STRANGE, OTHER, HELD):
        pass
    words = Path(model_file.__file__).with_name("model.yaml").read_text(encoding="utf-8")
    ours = parse_model(words.replace("one-click-rollback", "rollback-in-one-click"), place="ours.yaml")
    settings = Settings(store=str(tmp_path / "history.db"), workbooks=str(tmp_path / "workbooks"))
    for model, earlier in ((built_in_model(), STRANGE), (ours, FIRST)):
        making = Making(engagement=HELD)
        Workshop(settings=settings, model=model)._make(making, lambda: None)
        assert (making.problem, making.page is not None) == ("", True)
        assert asked == {HELD.key: earlier.key}
        assert set(read_manifest(tmp_path / "workbooks")) == {HELD.key}
