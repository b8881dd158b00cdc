"""Where labels go, so that none covers another."""

from collections.abc import Sequence
from dataclasses import replace

from maturity.charts.ink import Box


def above(box: Box, lefts: Sequence[float], taken: Sequence[Box], *, gap: float = 6) -> Box:
    """The box in its lowest free place at or above its own, at the first of the lefts that allows it."""
    return max((_lifted(replace(box, x=left), taken, gap) for left in lefts), key=lambda place: place.y)


def _lifted(box: Box, taken: Sequence[Box], gap: float) -> Box:
    while (hit := next((other for other in taken if other.meets(box)), None)) is not None:
        box = replace(box, y=hit.y - box.height - gap)
    return box
