"""Engagements of a store, each held against the rules that every source keeps."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from maturity.intake.facts import facts_on
from maturity.intake.objects import broken_rules
from maturity.intake.outcomes import Outcome
from maturity.intake.tables import Spot
from maturity.model import Model

SERVERS = ("postgresql:", "postgres:")
ENDINGS = (".db", ".sqlite", ".sqlite3")  #: of the files that are stores


def is_address(source: Path | str) -> bool:
    """Whether this names a store, whether or not there is one.

    >>> is_address("data/engagements/history.db"), is_address("postgresql:///teams"), is_address("data/sample")
    (True, True, False)
    """
    named = str(source).lower()
    return "://" in named or named.startswith(SERVERS) or named.endswith(ENDINGS)


def read_store(address: str, *, model: Model, today: date) -> Iterator[Outcome]:
    """What became of each engagement in a store, a customer's one after another.

    Raises:
        InputError: there is no store at that address.
        StoreError: it can't be opened or read.
    """
    from maturity.store import open_store

    facts = facts_on(today)
    with open_store(address, model=model) as store:
        spot = Spot(place=str(store.base.address))
        for engagement in store.engagements():
            problems = list(broken_rules(engagement, model, facts))
            faults = tuple(spot.fault(f"{engagement.key}: {problem}") for problem in problems)
            yield Outcome(spot=spot, key=engagement.key, engagement=None if faults else engagement, faults=faults)
