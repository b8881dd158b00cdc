"""Proving a store: every entry against its digest, every row against what its entries make."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from maturity.errors import InputError
from maturity.model import Model
from maturity.store.base import Base, read_spellings
from maturity.store.entries import Entry, moment
from maturity.store.failures import StoreError
from maturity.store.marks import engagement_of, thin_row
from maturity.store.schema import LOGS, Log, engagement, model

BATCH = 400  #: engagements proven in one transaction
AHEAD = 86_400_000_000  #: µs by which a clock may be ahead before it is told: a day


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What a check found."""

    engagements: int
    entries: int
    faults: tuple[str, ...]  #: what does not hold; none in a sound store
    notes: tuple[str, ...]  #: what holds, and is worth knowing


def check_store(base: Base) -> Proof:
    """Read everything, recompute everything, and say what does not agree.

    Raises:
        StoreError: the store can't be read at all.
    """
    faults: list[str] = []
    notes: list[str] = []
    engagements = entries = 0
    with base.reading() as connection:
        if not base.is_server:
            faults += _file_faults(connection)
        models, spellings = _models(connection, faults), read_spellings(connection)
        keys = list(connection.execute(select(engagement.c.key).order_by(engagement.c.key)).scalars())
        faults += _orphans(connection)
    others = {digest for digest in models if digest != base.model.hash}
    for start in range(0, len(keys), BATCH):
        with base.reading() as connection:
            for row, said in _read(connection, keys[start : start + BATCH]):
                engagements += 1
                entries += sum(len(found) for found in said.values())
                faults += _row_faults(row, said, models, spellings)
                notes += _notes(row, base, others)
    return Proof(engagements=engagements, entries=entries, faults=tuple(faults), notes=tuple(dict.fromkeys(notes)))


def _file_faults(connection: Connection) -> Iterator[str]:
    """What SQLite itself finds wrong with the pages of its file."""
    for statement in ("PRAGMA integrity_check", "PRAGMA foreign_key_check"):
        for row in connection.exec_driver_sql(statement):
            if tuple(row) != ("ok",):
                yield f"the file: {' '.join(str(part) for part in row)}"


def _models(connection: Connection, faults: list[str]) -> dict[str, Model]:
    """The kept models that are what they were, by hash."""
    sound = {}
    for digest, content in connection.execute(select(model.c.hash, model.c.content)):
        try:
            kept = msgspec.json.decode(content, type=Model)
        except (TypeError, ValueError):  # msgspec's errors are ValueErrors
            kept = None
        if kept is None or hashlib.sha256(content.encode()).hexdigest() != digest:
            faults.append(f"the kept model {digest[:12]} is not what it was")
        else:
            sound[digest] = kept
    return sound


def _orphans(connection: Connection) -> Iterator[str]:
    for log in LOGS:
        owner = log.table.c.engagement
        lost = select(owner).distinct().where(owner.not_in(select(engagement.c.key)))
        yield from (f"{key}: has entries of {log.table.name}, and no row" for key in connection.execute(lost).scalars())


#: an entry of a log, and the digest that stands beside it
Stamped = tuple[Entry, str]


def _read(connection: Connection, keys: Sequence[str]) -> Iterator[tuple[Any, Mapping[Log, list[Stamped]]]]:
    """Each row with its entries as they stand, sound or not."""
    said: dict[str, dict[Log, list[Stamped]]] = defaultdict(lambda: {log: [] for log in LOGS})
    for log in LOGS:
        table = log.table.c
        columns = (table.engagement, table[log.subject], table.saved_at, table.who, table.digest)
        wanted = select(*columns, *(table[name] for name in log.content)).where(table.engagement.in_(keys))
        for key, subject, saved_at, who, digest, *content in connection.execute(wanted):
            entry = Entry(subject=subject, saved_at=saved_at, who=who, content=tuple(content))
            said[key][log].append((entry, digest))
    for row in connection.execute(select(engagement).where(engagement.c.key.in_(keys)).order_by(engagement.c.key)):
        yield row, said[row.key]


def _row_faults(
    row: Any,  # noqa: ANN401  (a row of any table is one)
    said: Mapping[Log, list[Stamped]],
    models: Mapping[str, Model],
    spellings: Mapping[str, str],
) -> Iterator[str]:
    for log, found in said.items():
        for entry, digest in found:
            if _digest(entry) != digest:
                yield f"{row.key}: {entry.subject}: the entry in {log.table.name} is not what was saved"
    if row.model not in models:
        yield f"{row.key}: was judged under a model that is not kept ({row.model[:12]})"
        return
    entries = {log: [entry for entry, _ in found] for log, found in said.items()}
    try:
        whole = engagement_of(row.key, entries, spellings)
        expected = thin_row(models[row.model], whole, entries)
    except (StoreError, InputError, TypeError, ValueError) as error:
        yield f"{row.key}: {error}"
        return
    for name, value in expected.items():
        if row._mapping[name] != value:  # noqa: SLF001  (SQLAlchemy's public name for it)
            yield f"{row.key}: {name} is {row._mapping[name]!r}; its entries make {value!r}"  # noqa: SLF001  (the same)


def _digest(entry: Entry) -> str:
    try:
        return entry.digest
    except (TypeError, ValueError):  # what stands there can't have been saved
        return ""


def _notes(row: Any, base: Base, others: set[str]) -> Iterator[str]:  # noqa: ANN401  (the same)
    if row.model in others:
        yield (
            f"some engagements were judged under another model ({row.model[:12]}); "
            "`maturity store adopt` judges them under this one"
        )
    if row.saved_at > base.clock() + AHEAD:
        yield f"{row.key}: was saved at {moment(row.saved_at):%Y-%m-%d}, which is still to come: a clock is wrong"
