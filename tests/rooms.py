"""A live briefing without a browser: edits in, states out."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from maturity.live.doing import do
from maturity.live.edits import read_edit
from maturity.live.screen import screen_of
from maturity.live.session import Session
from maturity.live.settings import Settings
from maturity.model_file import built_in_model

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FACTS = {
    "customer": "Baobab Pay",
    "held_on": "2026-11-23",
    "country": "Kenya",
    "engineers": "30",
    "consultant": "Amina",
}


@dataclass(kw_only=True)
class Room:
    """One window on a store, with a clock that is set by hand."""

    store: Path
    customer: str = ""
    now: datetime = NOW
    said: int = 0
    session: Session = field(init=False)

    def __post_init__(self) -> None:
        """Open the briefing."""
        settings = Settings(store=str(self.store), customer=self.customer, workbooks=str(self.store.parent / "made"))
        self.session = Session(settings=settings, model=built_in_model(), clock=lambda: self.now)
        if self.customer:
            self.session.open(self.customer)

    def do(self, op: str, **content: object) -> dict[str, Any]:
        """One edit, as a window sends it; what the window then shows."""
        self.said += 1
        do(self.session, read_edit({"op": op, "n": self.said, "window": "w", **content}))
        state = self.state
        if not self.session.is_kept:
            self.session.keep()
        return state

    def begin(self, **facts: str) -> dict[str, Any]:
        """Enter the customer."""
        return self.do("begin", facts={**FACTS, **facts})

    def answer(self, practice: str, answer: str | None, **more: object) -> dict[str, Any]:
        """Answer a practice, having seen what the window shows."""
        seen = self.state["responses"][practice]["seen"] if self.state["began"] else None
        return self.do("answer", practice=practice, answer=answer, **{"seen": seen, **more})

    def wait(self, minutes: float) -> None:
        """Let time pass."""
        self.now += timedelta(minutes=minutes)

    @property
    def state(self) -> dict[str, Any]:
        """What the window shows."""
        return screen_of(self.session)

    def leave(self) -> None:
        """Cut the power: nothing is said, nothing is saved."""
        self.session.close()
