"""Everything that the trends notebook is given: counts, published peers, and no customer."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from msgspec.structs import replace

from maturity.columns import Columns
from maturity.errors import Fault, InputError
from maturity.model import Model
from maturity.peers import PeerCounts, PeerTable, count_peers, peers_from_json, peers_to_json, publish
from maturity.trends import NO_TRENDS, Trends, count_trends, trends_from_json, trends_to_json


@dataclass(frozen=True, kw_only=True)
class Findings:
    """What many customers say together."""

    trends: Trends  #: exact, of all customers together
    peers: PeerTable  #: of groups, as they may be published
    is_fictional: bool = False  #: some of the customers are made up, and the page says so

    @property
    def shown_peers(self) -> PeerTable:
        """The peers as a workbook is given them: they say themselves that they are made up."""
        return replace(self.peers, fictional=self.is_fictional)

    @property
    def hash(self) -> str:
        """SHA-256 of the findings' JSON; 64 hex digits."""
        return hashlib.sha256(findings_to_json(self).encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Counted:
    """Counts of some customers, which add up; not to be published."""

    trends: Trends = NO_TRENDS
    peers: PeerCounts = field(default_factory=lambda: PeerCounts(counts={}))
    is_fictional: bool = False

    def __add__(self, other: "Counted") -> "Counted":
        """The counts of both, of disjoint customers."""
        return Counted(
            trends=self.trends + other.trends,
            peers=self.peers + other.peers,
            is_fictional=self.is_fictional or other.is_fictional,
        )


def count_chunk(model: Model, columns: Columns, *, is_fictional: bool) -> Counted:
    """The counts of the complete customers in the columns."""
    return Counted(trends=count_trends(model, columns), peers=count_peers(model, columns), is_fictional=is_fictional)


def conclude(model: Model, counted: Counted) -> Findings:
    """What the counted customers say together."""
    return Findings(trends=counted.trends, peers=publish(model, counted.peers), is_fictional=counted.is_fictional)


def find(model: Model, chunks: Iterable[tuple[Columns, bool]]) -> Findings:
    """What the customers in the chunks say together; none is held longer than it takes to count it.

    Each chunk comes with whether any of its customers is made up.
    """
    parts = (count_chunk(model, chunk, is_fictional=fictional) for chunk, fictional in chunks)
    return conclude(model, sum(parts, start=Counted()))


def findings_to_json(findings: Findings) -> str:
    """The findings as JSON, keys in order: the same findings always give the same text."""
    return (
        f'{{"fictional":{json.dumps(findings.is_fictional)},"peers":{peers_to_json(findings.peers)},'
        f'"trends":{trends_to_json(findings.trends)}}}'
    )


def findings_from_json(text: str, *, place: str = "counts") -> Findings:
    """The findings in a JSON text.

    Raises:
        InputError: the text holds none, or those of a newer version.
    """
    try:
        content = json.loads(text)
        trends, peers, fictional = content["trends"], content["peers"], content["fictional"]
    except (ValueError, KeyError, TypeError) as error:
        raise InputError([Fault(place=place, problem=f"are no findings: {error!r}")]) from error
    return Findings(
        trends=trends_from_json(json.dumps(trends), place=place),
        peers=peers_from_json(json.dumps(peers), place=place),
        is_fictional=bool(fictional),
    )
