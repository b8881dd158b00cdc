"""Stores for tests: made in a folder, with a clock that a test sets."""

from collections.abc import Callable
from pathlib import Path

from strategies import BUILT_IN_MODEL, engagement, standing_at

from maturity.engagement import Engagement, Response
from maturity.model import Answer
from maturity.store import Store, open_store

ROLLBACK, BUILDS = "one-click-rollback", "every-commit-builds"
START = 1_773_309_600_000_000  #: µs; 2026-03-12 10:00 UTC
PAY = engagement(standing_at(BUILT_IN_MODEL, 2), industry="payments", engineers=30, signals={"has-dashboards": True})
KEY = PAY.key


class Clock:
    """A clock that stands until a test moves it."""

    def __init__(self, at: int = START) -> None:
        self.at = at

    def __call__(self) -> int:
        """The moment, µs since 1970 UTC."""
        return self.at


def new_store(path: Path, *engagements: Engagement, clock: Callable[[], int] | None = None) -> Store:
    """An open store in a new file that holds these engagements."""
    store = open_store(path, create=True, clock=clock or Clock())
    for whole in engagements:
        store.save_engagement(whole, "Amina")
    return store


def said(answer: Answer = Answer.ALWAYS, note: str = "") -> Response:
    """A response with that answer."""
    return Response(answer=answer, note=note)
