"""DORA's classes by edition, as data: each edition has its own, 2025 has none, and no two agree."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from maturity.errors import either

EDITIONS: Final = Path(__file__).with_name("editions.csv")
#: for each metric that an edition may have classes of: the column with the class's words, and with its limit
_COLUMNS: Final = MappingProxyType(
    {
        "deployment-frequency": ("deployment_frequency", "deployments_a_day"),
        "lead-time": ("lead_time", "lead_hours"),
        "change-fail-rate": ("change_fail_rate", "fail_share"),
        "recovery-time": ("recovery_time", "recovery_hours"),
    }
)
_FREQUENCY: Final = "deployment-frequency"  #: where more is better
_OPEN: Final = ("<", "on demand")  #: how the words of a limit begin that must be passed, not only met


@dataclass(frozen=True, kw_only=True)
class Band:
    """One class of one edition."""

    name: str
    share: str  #: per cent of the edition's respondents, in its own words; empty where it is not told
    words: Mapping[str, str]  #: by metric: the class as the edition prints it
    limits: Mapping[str, float | None]  #: by metric: deployments a day at least, hours or share at most; None: none
    source: str


@dataclass(frozen=True, kw_only=True)
class Edition:
    """One year's report."""

    year: int
    bands: tuple[Band, ...]  #: best first; empty where the edition has no classes
    source: str

    def class_of(self, metric: str, value: float) -> str | None:
        """The class whose limit the value meets first; those that share its words stand together.

        What meets none is in the last class alone. None where the edition has no classes of the metric. `value` is
        deployments a day, hours or a share.

        >>> by_year = {edition.year: edition for edition in editions()}
        >>> [by_year[year].class_of("change-fail-rate", 0.12) for year in (2018, 2021, 2023, 2024, 2025)]
        ['elite, high or medium', 'elite', 'medium', 'high', None]
        """
        if metric not in _COLUMNS or not self.bands:
            return None
        met = next((band for band in self.bands if _meets(metric, value, band)), None)
        if met is None:
            return self.bands[-1].name
        return either(band.name for band in self.bands if band.words[metric] == met.words[metric])


@lru_cache(maxsize=1)
def editions() -> tuple[Edition, ...]:
    """The editions, oldest first; 2020 had no report."""
    with EDITIONS.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    years = dict.fromkeys(int(row["edition"]) for row in rows)
    return tuple(_edition(year, [row for row in rows if int(row["edition"]) == year]) for year in years)


def classes_of(metric: str, value: float) -> dict[int, str | None]:
    """The class of a figure in each edition, by year; None where the edition has none."""
    return {edition.year: edition.class_of(metric, value) for edition in editions()}


def _edition(year: int, rows: list[dict[str, str]]) -> Edition:
    bands = tuple(_band(row) for row in rows if row["class"])
    return Edition(year=year, bands=bands, source=rows[0]["source"])


def _band(row: Mapping[str, str]) -> Band:
    return Band(
        name=row["class"],
        share=row["share_pct"],
        words={metric: row[words] for metric, (words, _) in _COLUMNS.items()},
        limits={metric: float(row[limit]) if row[limit] else None for metric, (_, limit) in _COLUMNS.items()},
        source=row["source"],
    )


def _meets(metric: str, value: float, band: Band) -> bool:
    limit, is_open = band.limits[metric], band.words[metric].startswith(_OPEN)
    if limit is None:
        return True
    if metric == _FREQUENCY:
        return value > limit if is_open and limit else value >= limit
    return value < limit if is_open else value <= limit
