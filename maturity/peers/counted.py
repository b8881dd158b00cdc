"""Customers counted by what they are, each once and by the latest engagement: counts that add up, for our eyes only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from maturity.columns import ANSWER_CODES, Columns, Words
from maturity.many import assess_many
from maturity.model import Answer, Model

NOT_KNOWN: Final = ""
#: product engineers, the first of each band
BANDS: Final = (0, 10, 20, 50, 100)


class Profile(NamedTuple):
    """What a customer is, as far as groups are made of it."""

    size: int  #: product engineers, the first of the band; -1 where not known
    met: int  #: year of the first engagement
    industry: str
    country: str  #: ISO 3166-1 alpha-2


@dataclass(frozen=True, kw_only=True)
class PeerCounts:
    """Customers by profile. The counts of disjoint sets of customers add up; nothing of it is published as it is."""

    #: by profile: customers, customers at each stage or above from 1 up, customers with each asked practice in place
    counts: Mapping[Profile, NDArray[np.int64]]

    def __add__(self, other: "PeerCounts") -> "PeerCounts":
        """The counts of both, of disjoint customers."""
        summed = dict(self.counts)
        for profile, counts in other.counts.items():
            summed[profile] = summed[profile] + counts if profile in summed else counts
        return PeerCounts(counts=summed)


def count_peers(model: Model, columns: Columns) -> PeerCounts:
    """The complete customers in the columns, each counted once, by the latest engagement."""
    lasts, starts = columns.lasts, columns.starts
    if not len(lasts):
        return PeerCounts(counts={})
    floor = assess_many(model, np.asfortranarray(columns.answers[lasts]), engineers=columns.engineers[lasts])["floor"]
    stages = np.arange(1, len(model.stages) + 1)
    held = columns.answers[lasts] == ANSWER_CODES[Answer.ALWAYS]
    outcomes = np.column_stack([np.ones(len(lasts)), floor.to_numpy()[:, None] >= stages, held]).astype(np.int64)
    years = columns.held_on[starts].astype("datetime64[Y]").astype(np.int64) + 1970
    sizes = np.digitize(columns.engineers[lasts], BANDS) - 1
    known = ~np.isnan(columns.engineers[lasts])
    kinds = np.column_stack(
        [np.where(known, sizes, -1), years, columns.industry.codes[lasts], columns.country.codes[lasts]]
    )
    found, which = np.unique(kinds, axis=0, return_inverse=True)
    summed = np.zeros((len(found), outcomes.shape[1]), dtype=np.int64)
    np.add.at(summed, which.ravel(), outcomes)
    return PeerCounts(counts=_by_profile(found, summed, columns))


def total_peers(model: Model, chunks: Iterable[Columns]) -> PeerCounts:
    """The customers of all chunks, counted."""
    return sum((count_peers(model, chunk) for chunk in chunks), start=PeerCounts(counts={}))


def _by_profile(
    found: NDArray[np.int64], summed: NDArray[np.int64], columns: Columns
) -> dict[Profile, NDArray[np.int64]]:
    return {
        Profile(
            size=BANDS[size] if size >= 0 else -1,
            met=met,
            industry=_word(columns.industry, industry),
            country=_word(columns.country, country),
        ): row
        for (size, met, industry, country), row in zip(found.tolist(), summed, strict=True)
    }


def _word(column: Words, code: int) -> str:
    return column.words[code] if code >= 0 else NOT_KNOWN
