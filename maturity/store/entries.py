"""The entries of a store's logs: who said what of which practice or fact, and when."""

import hashlib
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select

from maturity.engagement import Engagement, Response
from maturity.errors import Fault, InputError
from maturity.model import Answer, Grade
from maturity.store.schema import ANSWERS, LOGS, Log

SIGNAL, PLATFORM, VOICES = (
    "signals.",
    "platform.",
    "voices.",
)  #: what names of facts that stand inside another start with
GONE = "null"  #: the value of a fact that was taken back

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One row of a log. Entries are never changed; the latest of a subject counts."""

    subject: str  #: practice key or name of a fact
    saved_at: int  #: µs since 1970 UTC
    who: str
    content: tuple[str | None, ...]  #: in the order of the log's columns

    @cached_property
    def digest(self) -> str:
        """A digest of everything that the entry says; 32 hex digits."""
        said = msgspec.json.encode([self.subject, self.saved_at, self.who, *self.content])
        return hashlib.blake2b(said, digest_size=16).hexdigest()

    @property
    def order(self) -> tuple[int, str, str]:
        """Where it stands in time: no two different entries of a subject stand in the same place."""
        return self.saved_at, self.who, self.digest


#: everything said of one engagement, log by log, in any order
Entries = Mapping[Log, Sequence[Entry]]


def latest(entries: Iterable[Entry]) -> dict[str, Entry]:
    """The entry that counts for each subject, by subject."""
    return {entry.subject: entry for entry in sorted(entries, key=lambda entry: entry.order)}


def proof(entries: Entries) -> str:
    """A digest of all the entries, in whatever order they came; 32 hex digits."""
    digests = sorted(entry.digest for log in LOGS for entry in entries[log])
    return hashlib.blake2b("".join(digests).encode(), digest_size=16).hexdigest()


def read_entries(connection: Connection, keys: Sequence[str]) -> dict[str, dict[Log, list[Entry]]]:
    """Everything said of each of these engagements."""
    found: dict[str, dict[Log, list[Entry]]] = {key: {log: [] for log in LOGS} for key in keys}
    for log in LOGS:
        columns = (log.subject, "saved_at", "who", *log.content)
        wanted = select(log.table.c.engagement, *(log.table.c[name] for name in columns))
        for key, subject, saved_at, who, *content in connection.execute(wanted.where(log.table.c.engagement.in_(keys))):
            found[key][log].append(Entry(subject=subject, saved_at=saved_at, who=who, content=tuple(content)))
    return found


def write_entries(connection: Connection, key: str, entries: Entries) -> None:
    """Add entries to the logs of an engagement; none of them may be there yet."""
    for log in LOGS:
        if entries[log]:
            connection.execute(insert(log.table), [_row(log, key, entry) for entry in entries[log]])


def missing(entries: Entries, present: Entries) -> dict[Log, list[Entry]]:
    """Those of the entries that are not present, each once."""
    return {log: list(dict.fromkeys(e for e in entries[log] if e not in set(present[log]))) for log in LOGS}


def facts_of(engagement: Engagement) -> dict[str, str]:
    """Every fact and signal that differs from what an empty engagement says, by name, as JSON.

    >>> from datetime import date
    >>> facts_of(Engagement(customer="Baobab Pay", held_on=date(2026, 3, 12), engineers=30))
    {'customer': '"Baobab Pay"', 'held_on': '"2026-03-12"', 'engineers': '30'}
    """
    said: dict[str, Any] = msgspec.to_builtins(engagement)
    said.pop("responses", None)
    inner = {prefix: said.pop(prefix.removesuffix("."), {}) for prefix in (SIGNAL, PLATFORM, VOICES)}
    flat = said | {f"{prefix}{name}": value for prefix, values in inner.items() for name, value in values.items()}
    return {name: msgspec.json.encode(value).decode() for name, value in flat.items()}


def engagement_from(facts: Mapping[str, Any], responses: Mapping[str, Response]) -> Engagement:
    """The engagement of these facts, by name, and responses: what `facts_of` takes apart.

    Raises:
        ValueError: they are not an engagement's.
    """
    said = {name: value for name, value in facts.items() if value is not None}
    for prefix in (SIGNAL, PLATFORM, VOICES):
        inner = {name.removeprefix(prefix): said.pop(name) for name in tuple(said) if name.startswith(prefix)}
        said[prefix.removesuffix(".")] = inner
    return msgspec.convert({**said, "responses": dict(responses)}, Engagement)


def content_of(response: Response | None) -> tuple[str | None, ...]:
    """A response as an entry of the answer log holds it; None withdraws the answer."""
    if response is None:
        return (None,) * len(ANSWERS.content)
    claimed = None if response.claimed is None else response.claimed.value
    return response.answer.value, response.grade.value, response.evidence, response.note, claimed


def response_of(entry: Entry) -> Response | None:
    """The response that an entry of the answer log holds; None where it was withdrawn.

    Raises:
        ValueError: the entry is damaged.
    """
    answer, grade, evidence, note, claimed = entry.content
    if answer is None:
        return None
    return Response(
        answer=Answer(answer),
        grade=Grade(grade or ""),
        evidence=evidence or "",
        note=note or "",
        claimed=None if claimed is None else Answer(claimed),
    )


def now() -> int:
    """This machine's clock, µs since 1970 UTC."""
    return time.time_ns() // 1_000


def moment(saved_at: int) -> datetime:
    """The moment, UTC, of a number of µs since 1970; exact.

    >>> moment(1_773_309_600_000_001).isoformat()
    '2026-03-12T10:00:00.000001+00:00'
    """
    return _EPOCH + saved_at * _MICROSECOND


def microseconds(when: datetime) -> int:
    """The µs since 1970 UTC of a moment; exact.

    >>> microseconds(moment(1_773_309_600_000_001))
    1773309600000001
    """
    return (when - _EPOCH) // _MICROSECOND


def refuse_untext(texts: Iterable[str | None], *, place: str) -> None:
    """Refuse texts that not every database holds.

    Raises:
        InputError: one holds a NUL character or half a character.
    """
    problems = [
        f"{text[:60]!r} holds {flaw}; expected text" for text in texts if text is not None if (flaw := _flaw(text))
    ]
    if problems:
        raise InputError(Fault(place=place, problem=problem) for problem in problems)


def _flaw(text: str) -> str:
    if "\0" in text:
        return "a NUL character"
    return "half a character (a lone surrogate)" if any("\ud800" <= letter <= "\udfff" for letter in text) else ""


def _row(log: Log, key: str, entry: Entry) -> dict[str, Any]:
    said = dict(zip(log.content, entry.content, strict=True))
    named = {log.subject: entry.subject, "saved_at": entry.saved_at, "who": entry.who, "digest": entry.digest}
    return {"engagement": key, **named, **said}
