"""What may be told of a group of customers: at least how many they are, and shares in tenths."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Final

import msgspec
import numpy as np
from msgspec import Meta
from msgspec.structs import replace
from numpy.typing import NDArray

from maturity.columns import in_chunks
from maturity.engagement import Engagement
from maturity.errors import Fault, InputError
from maturity.language import tr
from maturity.model import Model
from maturity.peers.counted import PeerCounts, total_peers
from maturity.peers.pooling import Group, pool
from maturity.rates import FEWEST, wilson

TENTHS: Final = 10
Tenth = Annotated[int, Meta(ge=1, le=TENTHS - 1)]


class Cell(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A published group. A share of 1 means one tenth or fewer, one of 9 means nine tenths or more."""

    facet: str  #: as in `Group`
    parts: tuple[str | int, ...]  #: as in `Group`
    at_least: Annotated[int, Meta(ge=FEWEST)]  #: customers, rounded down to a multiple of `FEWEST`
    reached: tuple[Tenth, ...]  #: share of customers at a stage or above, from stage 1
    in_place: Mapping[str, Tenth]  #: share of customers with a practice in place, by its key


class PeerTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The one list of tables that is published of our customers; holds no customer, and no count below `FEWEST`."""

    model_hash: str
    cells: tuple[Cell, ...] = ()  #: everybody first, then facet by facet; empty where everybody is too few
    fictional: bool = False  #: some of the customers are made up, and whoever shows it says so


@dataclass(frozen=True, kw_only=True)
class Share:
    """A published share, as it may be said."""

    tenths: int
    at_least: int  #: customers

    @property
    def words(self) -> str:
        """The share in words.

        >>> Share(tenths=4, at_least=10).words, Share(tenths=1, at_least=5).words, Share(tenths=9, at_least=5).words
        ('about 4 in 10', '1 in 10 or fewer', '9 in 10 or more')
        """
        ends = {1: tr("1 in 10 or fewer"), TENTHS - 1: tr("9 in 10 or more")}
        about = tr("about {tenths} in 10").format(tenths=self.tenths)
        return ends.get(self.tenths, about)

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval, of the published figures only: as wide as the fewest customers make it."""
        return wilson(self.tenths * self.at_least / TENTHS, self.at_least)


def cohort(engagements: Iterable[Engagement], model: Model) -> PeerTable:
    """What may be published of these customers: every customer counted once, by the latest engagement.

    A customer who is shown this table is in it: a table without them would tell, beside one with them, what they are.
    """
    held = list(engagements)
    table = publish(model, total_peers(model, in_chunks(model, held)))
    return replace(table, fictional=any(engagement.fictional for engagement in held))


def publish(model: Model, counts: PeerCounts) -> PeerTable:
    """The published table of customers counted before."""
    sizes = {profile: int(row[0]) for profile, row in counts.counts.items()}
    return PeerTable(
        model_hash=model.hash,
        cells=tuple(_cell(model, group, counts) for group in pool(sizes)),
    )


def peers_to_json(table: PeerTable) -> str:
    """The table as JSON, keys in order."""
    return msgspec.json.encode(table, order="sorted").decode()


def peers_from_json(text: str, *, place: str = "peers") -> PeerTable:
    """The table in a JSON text.

    Raises:
        InputError: the text is not such a table.
    """
    try:
        return msgspec.json.decode(text, type=PeerTable)
    except msgspec.DecodeError as error:
        raise InputError([Fault(place=place, problem=f"are no published peers: {error}")]) from error


def in_tenths(count: int, of: int) -> int:
    """The share in tenths, halves going up, from 1 to 9: never says of all or of none, nor of all but one.

    >>> in_tenths(0, 5), in_tenths(1, 5), in_tenths(5, 5), in_tenths(7, 17), in_tenths(30, 1000)
    (2, 2, 8, 4, 1)
    """
    clipped = min(max(count, 1), of - 1)
    return min(max((2 * TENTHS * clipped + of) // (2 * of), 1), TENTHS - 1)


def _cell(model: Model, group: Group, counts: PeerCounts) -> Cell:
    total: NDArray[np.int64] = np.sum([counts.counts[profile] for profile in group.profiles], axis=0)
    customers, *rest = (int(count) for count in total)
    shares = [in_tenths(count, customers) for count in rest]
    stages = len(model.stages)
    asked = [practice.key for practice in model.asked]
    return Cell(
        facet=group.facet,
        parts=group.parts,
        at_least=customers - customers % FEWEST,
        reached=tuple(shares[:stages]),
        in_place=dict(zip(asked, shares[stages:], strict=True)),
    )
