"""An open store, and everything that can be done with it."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from msgspec.structs import replace
from sqlalchemy import Row

from maturity.engagement import Engagement, Response, customer_slug, key_under
from maturity.errors import MaturityError
from maturity.model import Model
from maturity.store import reading, saving
from maturity.store.backup import make_backup
from maturity.store.base import Base, read_spellings
from maturity.store.checking import Proof, check_store
from maturity.store.entries import now
from maturity.store.forgetting import Receipt, forget, known_backups, read_forgotten, slugs_of
from maturity.store.marks import customer_named
from maturity.store.model_change import Adopted, ModelChange, adopt_model
from maturity.store.opening import open_base
from maturity.store.schema import ANSWERS, FACTS
from maturity.store.sittings import change_sitting, read_sittings
from maturity.store.spelling import Likeness, find_spellings, merge_customers, rename_customer
from maturity.store.union import United, unite


def open_store(
    url: Path | str, *, create: bool = False, model: Model | None = None, clock: Callable[[], int] = now
) -> "Store":
    """The store at a path (`.db`), a `sqlite:///` or a `postgresql://` address.

    `create` makes it where there is none. Engagements are judged under `model`, the built-in one if none is given.
    An older store is backed up beside itself and brought up to this version.

    Raises:
        InputError: that is not the address of a store, or there is none.
        StoreError: it can't be opened: empty, cut short, foreign, newer, out of reach, or not yours.
        UnwritableError: its folder can't be written.
    """
    return Store(base=open_base(url, create=create, model=model, clock=clock))


@dataclass(frozen=True, kw_only=True)
class Store:
    """The history of engagements: two logs that only grow. Use it in a `with`, or close it."""

    base: Base

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __len__(self) -> int:
        return reading.count_engagements(self.base)

    @property
    def model(self) -> Model:
        """The model under which engagements are judged from now on."""
        return self.base.model

    def close(self) -> None:
        """Let go of the file or the server."""
        self.base.engine.dispose()

    def save_answer(
        self, key: str, practice: str, response: Response | None, *, who: str, seen: datetime | None
    ) -> datetime:
        """Save one response (None withdraws it), durable when this returns; when it was saved, UTC.

        `seen` is when the answer was saved that the window shows, None where it shows none. What the store holds
        already is not saved twice.

        Raises:
            InputError: there is no such engagement or practice.
            ConflictError: somebody else answered meanwhile, and differently; nothing was saved.
            StoreError: it can't be written; nothing was saved.
        """
        return saving.save_answers(self.base, key, {practice: response}, who=who, seen={practice: seen})

    def save_answers(
        self, key: str, responses: Mapping[str, Response | None], *, who: str, seen: Mapping[str, datetime | None]
    ) -> datetime:
        """Save several responses by practice key, at one moment; `seen` goes by practice key too.

        Raises:
            InputError: there is no such engagement or practice; nothing was saved.
            ConflictError: others answered some of them meanwhile, and differently; the rest was saved.
            StoreError: it can't be written; nothing was saved.
        """
        return saving.save_answers(self.base, key, responses, who=who, seen=seen)

    def save(
        self,
        key: str,
        *,
        answers: Mapping[str, Response | None],
        facts: Mapping[str, str | None],
        who: str,
        seen: reading.Window,
    ) -> datetime:
        """Save responses, and facts as JSON by their names in the log (`engineers`, `signals.KEY`), at one moment.

        None takes one back. `seen` is what the window shows.

        Raises:
            InputError: there is no such engagement or practice, or a fact is part of the key.
            ConflictError: others said something else of some meanwhile; the rest was saved.
            StoreError: a value is not such a fact, or it can't be written; nothing was saved.
        """
        stamps = {ANSWERS: seen.answers, FACTS: seen.facts}
        return saving.save_said(self.base, key, answers=answers, facts=facts, who=who, seen=stamps)

    def save_engagement(self, engagement: Engagement, who: str) -> datetime:
        """Save an engagement, new or known, so that reading it gives exactly this; when it was saved, UTC.

        Raises:
            InputError: it answers what the model does not have, or its customer has another name here.
            StoreError: it can't be written; nothing was saved.
        """
        return saving.save_engagement(self.base, engagement, who=who)

    def take_in(self, engagement: Engagement, who: str) -> saving.Taken:
        """Import an engagement from a file: add what the store has never heard, erase and revive nothing.

        Raises:
            InputError: it answers what the model does not have, or its customer has another name here.
            StoreError: it can't be written; nothing was saved.
        """
        return saving.take_in(self.base, engagement, who=who)

    def engagement(self, key: str) -> Engagement:
        """The engagement of that key, as it was saved.

        Raises:
            InputError: there is none.
            StoreError: it can't be read, or is damaged.
        """
        return reading.read_engagement(self.base, key)

    def engagements(self, *, only: Collection[str] | None = None, customer: str | None = None) -> Iterator[Engagement]:
        """The engagements as they were saved, a customer's one after another and oldest first, in constant memory.

        Raises:
            InputError: a key of `only` is not in the store.
            StoreError: one can't be read, or is damaged.
        """
        return reading.read_engagements(self.base, only=only, customer=customer)

    def blocks(self, columns: Sequence[str], *, size: int = reading.BLOCK) -> Iterator[list[Row[Any]]]:
        """The thin rows, with `slug`, `key` and these columns, in blocks of complete customers: what trends count.

        Raises:
            StoreError: they can't be read.
        """
        return reading.read_blocks(self.base, columns, size=size)

    def customers(self) -> tuple[reading.Customer, ...]:
        """Every customer, by slug."""
        return reading.read_customers(self.base)

    def changes(self, *, key: str | None = None, since: datetime | None = None) -> Iterator[reading.Change]:
        """Everything that was said, oldest first; of one engagement where its key is given."""
        return reading.read_changes(self.base, key=key, since=since)

    def stamps(self, key: str) -> dict[str, datetime]:
        """When each answer of an engagement was saved, by practice: the `seen` of a window that shows them."""
        return reading.read_stamps(self.base, key)

    def window(self, key: str) -> reading.Window:
        """An engagement as it stands, with when each part of it was saved: what a window shows, and has seen.

        Raises:
            InputError: there is none.
            StoreError: it can't be read, or is damaged.
        """
        return reading.read_window(self.base, key)

    def key_now(self, key: str, customer: str) -> str:
        """The key of an engagement whose customer may have been renamed since."""
        with self.base.reading() as connection:
            return key_under(key, customer_named(customer, read_spellings(connection)))

    def last_saved(self, key: str) -> datetime | None:
        """When anything of an engagement was last saved, UTC; None where there is no such engagement."""
        return reading.read_last(self.base, key)

    def sittings(self) -> dict[str, str]:
        """The state of every live briefing, by engagement key, the one saved last first."""
        return read_sittings(self.base)

    def change_sitting(self, key: str, change: Callable[[str | None], str]) -> str:
        """Change the state of a live briefing as it stands, None where there is none; what it is now.

        Raises:
            InputError: there is no such engagement.
            StoreError: it can't be written.
        """
        return change_sitting(self.base, key, change)

    def check(self) -> Proof:
        """Read and recompute everything; what does not hold."""
        return check_store(self.base)

    def unite(self, other: "Store") -> United:
        """Add everything that another store's logs hold: idempotent, and the same in either direction."""
        return unite(self.base, other.base)

    def spellings(self) -> tuple[Likeness, ...]:
        """Pairs of names that look like one customer's; nothing is changed."""
        return find_spellings(self.base)

    def merge(self, customer: str, *, into: str, who: str) -> tuple[str, ...]:
        """Say that two names are one customer's; the keys of the engagements that now go by the other name.

        Raises:
            InputError: a name is not known, they are one already, or both have an engagement on one day.
            StoreError: it can't be written.
        """
        return merge_customers(self.base, customer, into=into, who=who)

    def rename(self, customer: str, *, to: str, who: str) -> tuple[str, ...]:
        """Say that a customer is called otherwise; the keys of their engagements under that name.

        Raises:
            InputError: the name is not known, is theirs already, or both have an engagement on one day.
            StoreError: it can't be written.
        """
        return rename_customer(self.base, customer, to=to, who=who)

    def adopt(self, change: ModelChange, *, who: str) -> Adopted:
        """Judge everything under this store's model, answers moved to the keys that the change names.

        Raises:
            InputError: a key of the store or of the change is not accounted for; nothing was changed.
            StoreError: it can't be written.
        """
        return adopt_model(self.base, change, who=who)

    def backup(self, to: Path | None = None) -> Path:
        """Copy the store, whoever is writing to it, into a new file, and remember where.

        Raises:
            StoreError: it can't be read, or there is a file of that name.
            UnwritableError: the folder can't be written.
        """
        return make_backup(self.base, to)

    def has_forgotten(self, customer: str) -> bool:
        """Whether a customer of that name was deleted here, and has not come back since."""
        with self.base.reading() as connection:
            gone = any(one.is_of(customer_slug(customer)) for one in read_forgotten(connection))
        return gone and all(own.slug != customer_slug(customer) for own in self.customers())

    def delete(self, customer: str) -> Receipt:
        """Forget a customer, here and in the backups that the store knows of.

        Raises:
            InputError: there is no such customer.
            StoreError: it can't be written, or you may not delete.
        """
        slugs = slugs_of(self.base, customer)
        receipt = forget(self.base, customer)
        return replace(receipt, backups={path: _forget_in(Path(path), slugs) for path in known_backups(self.base)})


def _forget_in(path: Path, slugs: Collection[str]) -> int | None:
    """The rows that a backup lost of a customer; None where the backup is not there or can't be opened or written."""
    try:
        with open_store(path) as kept:
            held = [own.slug for own in kept.customers() if own.slug in slugs]
            return sum(sum(forget(kept.base, slug).removed.values()) for slug in held)
    except MaturityError:
        return None
