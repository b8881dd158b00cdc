"""What moved between two engagements of a customer, like for like, told apart from what only looks like a move."""

from maturity.before_after.compare import before_and_after, floor_alike, moved_since
from maturity.before_after.nouns import BeforeAfter, Kind, Move, StageMove, Stranger
from maturity.before_after.telling import told_apart, unmoved, why_apart

__all__ = [
    "BeforeAfter",
    "Kind",
    "Move",
    "StageMove",
    "Stranger",
    "before_and_after",
    "floor_alike",
    "moved_since",
    "told_apart",
    "unmoved",
    "why_apart",
]
