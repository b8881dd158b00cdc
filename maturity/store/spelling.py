"""One customer under two names: found, offered, and merged only when a person says so."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from sqlalchemy import Connection, insert, select

from maturity.engagement import customer_slug, key_under
from maturity.errors import Fault, InputError, did_you_mean
from maturity.store.base import Base, read_spellings
from maturity.store.entries import read_entries
from maturity.store.marks import customer_named
from maturity.store.saving import derive
from maturity.store.schema import engagement, spelling
from maturity.store.union import move_engagement

ALIKE = 0.85  #: of 1, how alike two names must be to be offered as one
_SAME_START = 3  #: letters that two names must share at their start, so that not every pair is compared

#: words of a name that say what kind of company it is, or nothing
_LEGAL = re.compile(
    r"-(ltd|limited|llc|llp|inc|incorporated|plc|pty|gmbh|ag|sa|sarl|sas|spa|srl|bv|nv|ab|as|oy|co|corp|company|group|holdings|and|et|und|e|y)\b"
)


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """Two names that may be one customer's."""

    one: str
    other: str


def find_spellings(base: Base) -> tuple[Likeness, ...]:
    """Pairs of customers' names that look like one customer's, in order of name; an offer, and nothing is changed."""
    with base.reading() as connection:
        names = sorted(set(connection.execute(select(engagement.c.customer)).scalars()))
    groups: dict[str, list[str]] = defaultdict(list)
    for name in names:
        groups[_core(name)[:_SAME_START]].append(name)
    return tuple(pair for start in sorted(groups) for pair in _alike(groups[start]))


def merge_customers(base: Base, customer: str, *, into: str, who: str) -> tuple[str, ...]:
    """Say that two names are one customer's; the keys of the engagements that now go by the other name.

    Saves and imports under the old name are told, from then on. The log keeps what everything was called.

    Raises:
        InputError: the store does not know one of the names, they are one already, or both have an engagement on
            the same day.
        StoreError: it can't be written.
    """
    with base.writing() as connection:
        names = list(connection.execute(select(engagement.c.customer)).scalars())
        into = customer_named(into, read_spellings(connection))
        _refuse_unknown([customer, into], names)
        return _make_one(base, connection, customer, into, who)


def rename_customer(base: Base, customer: str, *, to: str, who: str) -> tuple[str, ...]:
    """Say that a customer is called otherwise; the keys of their engagements under that name.

    Where the other name is known too, the two become one customer. The log keeps what everything was called.

    Raises:
        InputError: the store does not know the customer, that is their name already, or both names have an engagement
            on the same day.
        StoreError: it can't be written.
    """
    with base.writing() as connection:
        _refuse_unknown([customer], list(connection.execute(select(engagement.c.customer)).scalars()))
        return _make_one(base, connection, customer, to, who)


def _make_one(base: Base, connection: Connection, customer: str, into: str, who: str) -> tuple[str, ...]:
    rows = connection.execute(select(engagement.c.key, engagement.c.customer)).all()
    own = {row.key: key_under(row.key, into) for row in rows if row.customer == customer}
    taken = {row.key for row in rows} - set(own)
    twins = [key for key, to in own.items() if to in taken]
    if twins or customer == into:
        raise _unmergeable(customer, into, twins)
    merged_at = max([base.clock(), *connection.execute(select(spelling.c.saved_at + 1)).scalars()])
    said = {"saved_at": merged_at, "who": who, "customer": into}
    connection.execute(insert(spelling), [{"spelled": name, **said} for name in (customer, into)])
    spellings = read_spellings(connection)
    for key, to in own.items():
        if to == key:
            derive(base, connection, key, read_entries(connection, [key])[key], spellings)
        else:
            move_engagement(base, connection, key, to, spellings)
    return tuple(own.values())


def _alike(names: list[str]) -> Iterator[Likeness]:
    cores = [_core(name) for name in names]
    for at, one in enumerate(cores):
        matcher = SequenceMatcher(b=one, autojunk=False)
        for beside in range(at + 1, len(cores)):
            matcher.set_seq1(cores[beside])
            if matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE:
                yield Likeness(one=names[at], other=names[beside])


def _core(name: str) -> str:
    """What is left of a name without its legal form and its spaces."""
    return _LEGAL.sub("", customer_slug(name)).replace("-", "")


def _refuse_unknown(names: list[str], known: list[str]) -> None:
    faults = [
        Fault(place="store", column="customer", problem=f"{name!r} has no engagement{did_you_mean(name, known)}")
        for name in names
        if name not in known
    ]
    if faults:
        raise InputError(faults)


def _unmergeable(customer: str, into: str, twins: list[str]) -> InputError:
    if customer == into:
        return InputError([Fault(place="store", column="customer", problem=f"{customer!r} is {into!r} already")])
    problem = f"has an engagement with {into!r} on the same day; expected one of the two to be deleted first"
    return InputError(Fault(place=key, column="customer", problem=problem) for key in twins)
