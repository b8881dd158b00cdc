"""What became of a consultant's edits, cell by cell, in words."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from maturity.errors import one_line

MOST_NAMED: Final = 8  #: cells on one line; the rest is counted
FATES: Final = {
    "kept": "kept as you left it",
    "stale": "stale, for your code was not run again",
    "waiting": "waits for your decision, for both sides changed it (ours is in the cell's metadata)",
    "moved": "stays where you put it",
    "deleted": "left out, as you did",
    "refreshed": "refreshed",
    "appeared": "new",
    "fell_silent": "left out, with nothing to say any more",
}


@dataclass(frozen=True, kw_only=True)
class Place:
    """A cell, as a report names it."""

    section: str  #: the heading that it stands under
    what: str  #: `text`, `code`, `failing code`, `parameters`, `copied code`; `added text` and the like
    key: str = ""  #: its key; empty for a cell that somebody added
    parked: str = ""  #: the other side's text, where it waits; empty where that side has left the cell out

    def __str__(self) -> str:
        """The cell in a few words, on one line."""
        return one_line(f"{self.what} under '{self.section}'")


@dataclass(frozen=True, kw_only=True)
class Merged:
    """A workbook made anew around its edits, and what became of its cells, each list in the workbook's order."""

    notebook: Any  #: an nbformat node
    kept: tuple[Place, ...] = ()  #: as the consultant left them: texts and code edited, cells added or copied
    stale: tuple[Place, ...] = ()  #: code of the consultant's; its output is that of its last run by hand
    waiting: tuple[Place, ...] = ()  #: both sides changed it: one stands, the other is parked in the cell's metadata
    moved: tuple[Place, ...] = ()  #: where the consultant put them
    deleted: tuple[Place, ...] = ()  #: by the consultant, and still away
    refreshed: tuple[Place, ...] = ()  #: say something else than before
    appeared: tuple[Place, ...] = ()  #: were not in the workbook before
    fell_silent: tuple[Place, ...] = ()  #: have nothing to say any more

    @property
    def has_edits(self) -> bool:
        """Whether anything in it is the consultant's."""
        return any(self.places(fate) for fate in ("kept", "stale", "waiting", "moved", "deleted"))

    @property
    def lines(self) -> tuple[str, ...]:
        """The report for people: a line for every fate that any cell has met."""
        return tuple(f"{said}: {_named(self.places(fate))}" for fate, said in FATES.items() if self.places(fate))

    @property
    def as_json(self) -> Mapping[str, Sequence[Mapping[str, str]]]:
        """The report for programs: the cells of every fate."""
        return {fate: [vars(place) for place in self.places(fate)] for fate in FATES}

    def places(self, fate: str) -> tuple[Place, ...]:
        """The cells that met a fate."""
        met: tuple[Place, ...] = getattr(self, fate)
        return met


def _named(places: Sequence[Place]) -> str:
    tally = Counter(map(str, places))
    shown = [f"{place} ({count} cells)" if count > 1 else place for place, count in tally.items()]
    return "; ".join(shown[:MOST_NAMED]) + (f"; and {len(shown) - MOST_NAMED} more" if len(shown) > MOST_NAMED else "")
