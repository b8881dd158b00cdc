"""How many customers stand at each stage, quarter by quarter."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maturity.trends.judged import Judged
from maturity.trends.tally import Column, Tally, tally

QUARTERS = 4


@dataclass(frozen=True, kw_only=True)
class Period:
    """Where the customers known at the end of a quarter stood, each by their latest engagement."""

    quarter: int  #: year × 4 + 0 to 3
    stages: tuple[int, ...]  #: customers at stage 0, 1, 2 …

    @property
    def customers(self) -> int:
        """All of them."""
        return sum(self.stages)

    @property
    def name(self) -> str:
        """The quarter as it is said.

        >>> Period(quarter=2026 * 4 + 2, stages=()).name
        'Q3 2026'
        """
        return f"Q{self.quarter % QUARTERS + 1} {self.year}"

    @property
    def year(self) -> int:
        """The calendar year."""
        return self.quarter // QUARTERS


def count_stages(judged: Judged) -> Tally:
    """By how much the customers at a stage became more or fewer in a quarter, each counted by the latest engagement.

    Their running sum is where everybody stood; so no end of the history need be known, and counts add up.
    """
    columns, floor = judged.columns, judged.floor
    quarters = columns.quarters
    moved = ~columns.is_first
    came = np.concatenate([quarters, quarters[moved]])
    stage = np.concatenate([floor, floor[columns.earlier]])
    signs = np.concatenate([np.ones(len(columns)), -np.ones(int(moved.sum()))])
    return tally([_quarters(came), _stages(judged, "stage", stage)], signs=signs)


def count_engagements(judged: Judged) -> Tally:
    """How many engagements were held in each quarter."""
    return tally([_quarters(judged.columns.quarters)])


def count_customers(judged: Judged) -> Tally:
    """How many customers there are, by how many engagements each had: 1, 2, or 3 for three and more."""
    columns = judged.columns
    held = np.minimum(columns.lasts - columns.starts + 1, 3)
    return tally([Column(name="engagements", labels=[1, 2, 3], places=held - 1)])


def periods(stages: Tally, engagements: Tally, *, top: int) -> tuple[Period, ...]:
    """Every quarter from the first engagement to the last, with where the customers stood at its end."""
    return tuple(_run(stages, engagements, top))


def years(quarters: tuple[Period, ...]) -> tuple[Period, ...]:
    """The last quarter of each year; of the last year, the last one that there is."""
    return tuple({period.year: period for period in quarters}.values())


def _run(stages: Tally, engagements: Tally, top: int) -> Iterator[Period]:
    held = [int(quarter) for quarter in engagements.values("quarter")]
    standing: Counter[int] = Counter()
    for quarter in range(held[0], held[-1] + 1) if held else ():
        for (_, stage), more in stages.where(quarter=quarter).counts.items():
            standing[int(stage)] += more
        yield Period(quarter=quarter, stages=tuple(standing[stage] for stage in range(top + 1)))


def _quarters(quarters: NDArray[np.int64]) -> Column:
    first = int(quarters.min()) if len(quarters) else 0
    last = int(quarters.max()) if len(quarters) else -1
    return Column(name="quarter", labels=range(first, last + 1), places=quarters - first)


def _stages(judged: Judged, name: str, stages: NDArray[np.int8]) -> Column:
    return Column(name=name, labels=range(len(judged.model.stages) + 1), places=stages)
