"""Two engagements of a customer, side by side."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from maturity.model import Practice


class Kind(StrEnum):
    """Why an answer differs from the one before; the first that fits."""

    MODEL = "another-model"  #: given under another model
    ONCE = "asked-only-once"  #: known at one of the two only
    GRADE = "another-grade"  #: known in another way: said, seen, measured
    APPLIES = "applies"  #: it began or ceased to apply
    BETTER = "better"
    WORSE = "worse"


@dataclass(frozen=True, kw_only=True)
class Move:
    """A practice whose answer differs."""

    practice: Practice
    kind: Kind
    before: str  #: the answer then, in the model's words
    after: str  #: the answer now


@dataclass(frozen=True, kw_only=True)
class StageMove:
    """A stage's gate practices that can be compared, and how many of them were in place."""

    number: int
    name: str  #: short
    compared: int
    before: int
    after: int
    gained: int  #: in place now, and not then

    @property
    def lost(self) -> int:
        """How many were in place then, and are not now."""
        return self.before + self.gained - self.after


@dataclass(frozen=True, kw_only=True)
class Stranger:
    """An answer of then to what today's model does not ask."""

    name: str  #: the practice's, or its key in words where the model does not have it
    before: str  #: the answer then


@dataclass(frozen=True, kw_only=True)
class BeforeAfter:
    """Two engagements of one customer, side by side."""

    then: date
    now: date
    headline: str  #: where they stood and stand
    alike: str  #: what of that is like for like
    moves: tuple[Move, ...]  #: in model order
    stages: tuple[StageMove, ...]  #: lowest first
    compared: int  #: practices known both times, in the same way, under the same model
    strangers: tuple[Stranger, ...] = ()  #: what was known then of practices that today's model does not ask

    def of(self, *kinds: Kind) -> tuple[Move, ...]:
        """The moves of those kinds, in the order of the kinds."""
        return tuple(move for kind in kinds for move in self.moves if move.kind is kind)

    @property
    def apart(self) -> tuple[Move, ...]:
        """Those that only look like a move."""
        return self.of(*(kind for kind in Kind if kind not in {Kind.BETTER, Kind.WORSE}))
