"""What others published of many companies' people, with how many they asked and who says so."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from maturity.files import digest
from maturity.rates import Rate
from maturity.shipped import shipped


@dataclass(frozen=True, kw_only=True)
class OutsideFigure:
    """A published share."""

    survey: str
    year: int
    group: str  #: of whom
    figure: str  #: what they have
    rate: Rate | None  #: how many of how many; None where the source gives a percentage only
    percent: float
    unit: str  #: what was counted: respondents, not companies
    licence: str
    source: str

    @property
    def words(self) -> str:
        """The figure with how many were asked.

        >>> dora = OutsideFigure(survey="DORA", year=2019, group="Elite", figure="CI", rate=None, percent=92,
        ...     unit="respondents", licence="CC BY 4.0", source="dora.dev")
        >>> dora.words
        '92 % of respondents (how many is not given)'
        """
        asked = "how many is not given" if self.rate is None else f"n = {self.rate.of:,}"
        return f"{self.percent:g} % of {self.unit} ({asked})"


def outside_figures(folder: Path | None = None) -> tuple[OutsideFigure, ...]:
    """Every published figure that ships with the library, or stands in a folder's CSV files, in their order."""
    files = sorted((folder or shipped("data/peers")).glob("*.csv"))
    return tuple(figure for file in files for figure in _read(file))


def by_survey(figures: Iterable[OutsideFigure]) -> Iterator[list[OutsideFigure]]:
    """The figures survey by survey, one for each source of it, the newest first."""
    newest = sorted(figures, key=lambda figure: (-figure.year, figure.survey, figure.source))
    for _, those in groupby(newest, key=lambda figure: (figure.year, figure.survey, figure.source)):
        yield list(those)


@lru_cache(maxsize=1)
def outside_digest() -> str:
    """What the published figures hang on: the files that ship; 64 hex digits."""
    return digest(b"".join(digest(file.read_bytes()).encode() for file in sorted(shipped("data/peers").glob("*.csv"))))


def _read(file: Path) -> Iterator[OutsideFigure]:
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield _figure(row)


def _figure(row: Mapping[str, str]) -> OutsideFigure:
    counted = row["count"] and row["n"]
    return OutsideFigure(
        survey=row["survey"],
        year=int(row["year"]),
        group=row["group"],
        figure=row["figure"],
        rate=Rate(count=int(row["count"]), of=int(row["n"])) if counted else None,
        percent=float(row["percent"]),
        unit=row["unit"],
        licence=row["licence"],
        source=row["source"],
    )
