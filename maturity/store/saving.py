"""Saving: new entries in the logs and the row derived from them, durable together or not there at all."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from msgspec.structs import replace
from sqlalchemy import Connection, insert, select, update

from maturity.assessment import stranger
from maturity.engagement import Engagement, Response, to_json
from maturity.errors import Fault, InputError
from maturity.store import entries as log
from maturity.store.base import Base, keep_model, no_such_engagement, read_spellings
from maturity.store.entries import Entries, Entry, latest, moment
from maturity.store.failures import Conflict, ConflictError
from maturity.store.marks import customer_named, engagement_of, thin_row
from maturity.store.outdone import beside_measured, contradicted
from maturity.store.schema import ANSWERS, FACTS, LOGS, Log, engagement

Content = tuple[str | None, ...]  #: of an entry


@dataclass(frozen=True, kw_only=True)
class Sayings:
    """What somebody says of an engagement."""

    who: str
    parts: Mapping[Log, Mapping[str, Content]]  #: by log and subject


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What became of an engagement that was imported."""

    key: str
    is_new: bool
    added: int  #: answers, facts and signals that were new to the store
    kept: int  #: those that the store had already heard, and has a newer word for
    renamed: str = ""  #: what the customer is called in the store, where that is another name
    contradicted: tuple[str, ...] = ()  #: practices of which file and store say otherwise, and one of them measured


def save_answers(
    base: Base, key: str, responses: Mapping[str, Response | None], *, who: str, seen: Mapping[str, datetime | None]
) -> datetime:
    """Save responses by practice key (None withdraws one), and say when.

    `seen` is when each answer was saved that the window showed; none where it showed none. An answer that the store
    holds already is not saved twice.

    Raises:
        InputError: there is no such engagement or practice.
        ConflictError: others answered meanwhile, and differently; the practices without a conflict are saved.
        StoreError: it can't be written.
    """
    _refuse_strangers(base, key, responses)
    _refuse_untext(key, who, responses)
    wanted = {practice: log.content_of(response) for practice, response in responses.items()}
    return _save(base, key, Sayings(who=who, parts={ANSWERS: wanted}), {ANSWERS: seen})


def save_said(  # noqa: PLR0913  (each is part of what was said, and of what its window had seen)
    base: Base,
    key: str,
    *,
    answers: Mapping[str, Response | None],
    facts: Mapping[str, str | None],
    who: str,
    seen: Mapping[Log, Mapping[str, datetime | None]],
) -> datetime:
    """Save responses and facts (as JSON, by their names in the log) at one moment, and say when; None takes one back.

    Raises:
        InputError: there is no such engagement or practice, or a fact is part of the key.
        ConflictError: others said something else meanwhile; what has no conflict is saved.
        StoreError: a value is not such a fact, or it can't be written; nothing was saved.
    """
    if answers:
        _refuse_strangers(base, key, answers)
    _refuse_untext(key, who, answers)
    log.refuse_untext(facts.values(), place=key)
    if fixed := sorted(facts.keys() & {"customer", "held_on"}):
        problem = "is part of the key; expected the customer to be renamed"
        raise InputError(Fault(place=key, column=name, problem=problem) for name in fixed)
    parts: dict[Log, Mapping[str, Content]] = {
        ANSWERS: {practice: log.content_of(response) for practice, response in answers.items()},
        FACTS: {name: (log.GONE if value is None else value,) for name, value in facts.items()},
    }
    return _save(base, key, Sayings(who=who, parts=parts), seen)


def _save(base: Base, key: str, wanted: Sayings, seen: Mapping[Log, Mapping[str, datetime | None]]) -> datetime:
    """Save what is wanted, but for what others changed since it was seen."""
    with base.writing(key) as connection:
        present = log.read_entries(connection, [key])[key]
        if not present[FACTS]:
            raise no_such_engagement(connection, key)
        conflicts: list[Conflict] = []
        said: dict[Log, dict[str, Content]] = {kind: {} for kind in LOGS}
        for kind, contents in wanted.parts.items():
            counting = latest(present[kind])
            for subject, content in _fresh(contents, counting).items():
                theirs = counting.get(subject)
                if theirs is not None and moment(theirs.saved_at) > (seen.get(kind, {}).get(subject) or moment(0)):
                    conflicts.append(_conflict(theirs, content, kind))
                else:
                    said[kind][subject] = content
        saved_at = _append(base, connection, key, Sayings(who=wanted.who, parts=said), present)
    if conflicts:
        raise ConflictError(conflicts)
    held = {kind: latest(present[kind]) for kind in wanted.parts}
    stood = (held[kind][s].saved_at for kind, contents in wanted.parts.items() for s in contents if s in held[kind])
    return moment(saved_at or max(stood, default=0))


def save_engagement(base: Base, whole: Engagement, *, who: str) -> datetime:
    """Save an engagement so that reading it gives exactly this; only what differs is added to the logs.

    Raises:
        InputError: it answers what the model does not have, or its customer is spelled in another way in the store.
        StoreError: it can't be written.
    """
    key, facts, answers = _said_by(whole, who)
    with base.writing(key) as connection:
        present = log.read_entries(connection, [key])[key]
        _refuse_spelling(whole, present, read_spellings(connection))
        withdrawn = {practice: log.content_of(None) for practice in latest(present[ANSWERS]) if practice not in answers}
        cleared = {name: (log.GONE,) for name in latest(present[FACTS]) if name not in facts}
        said = {
            ANSWERS: _fresh(withdrawn | answers, latest(present[ANSWERS])),
            FACTS: _fresh(cleared | facts, latest(present[FACTS])),
        }
        saved_at = _append(base, connection, key, Sayings(who=who, parts=said), present)
    return moment(saved_at or max(entry.saved_at for entries in present.values() for entry in entries))


def take_in(base: Base, whole: Engagement, *, who: str) -> Taken:
    """Import an engagement from a file: add what the store has never heard, erase nothing, revive nothing.

    A file that is imported again changes nothing, whatever was answered in between. What was measured stands over
    what a file only says, which is kept beside it.

    Raises:
        InputError: it answers what the model does not have, or its customer is spelled in another way in the store.
        StoreError: it can't be written.
    """
    with base.reading() as connection:
        spellings = read_spellings(connection)
    name = customer_named(whole.customer, spellings)
    known = whole if name == whole.customer else replace(whole, customer=name)
    key, facts, answers = _said_by(known, who)
    with base.writing(key) as connection:
        present = log.read_entries(connection, [key])[key]
        _refuse_spelling(known, present, spellings)
        new = {practice: known.responses[practice] for practice in _unheard(answers, present[ANSWERS])}
        held = engagement_of(key, present, spellings).responses if new and present[FACTS] else {}
        taken = {practice: log.content_of(said) for practice, said in beside_measured(new, held).items()}
        said = {ANSWERS: _unheard(taken, present[ANSWERS]), FACTS: _unheard(facts, present[FACTS])}
        _append(base, connection, key, Sayings(who=who, parts=said), present)
    newer = [
        subject
        for source, kind in ((answers, ANSWERS), (facts, FACTS))
        for subject, content in source.items()
        if subject not in {*said[kind], *new} and latest(present[kind])[subject].content != content
    ]
    added = sum(len(news) for news in said.values())
    return Taken(
        key=key,
        is_new=not present[FACTS],
        added=added,
        kept=len(newer),
        renamed=name if name != whole.customer else "",
        contradicted=tuple(contradicted(new, held)),
    )


def derive(base: Base, connection: Connection, key: str, entries: Entries, spellings: Mapping[str, str]) -> None:
    """Write the row that an engagement's entries make.

    Raises:
        InputError: they answer what the model does not have.
        StoreError: an entry is damaged.
    """
    keep_model(connection, base.model)
    row = thin_row(base.model, engagement_of(key, entries, spellings), entries)
    known = connection.execute(select(engagement.c.key).where(engagement.c.key == key)).first()
    if known is None:
        connection.execute(insert(engagement).values(row))
    else:
        del row["key"]  # nobody may change it, so nobody tries
        connection.execute(update(engagement).where(engagement.c.key == key).values(row))


def _append(base: Base, connection: Connection, key: str, said: Sayings, present: Entries) -> int | None:
    """Add what was said to the logs, at one moment after everything before it; None where nothing was."""
    if not any(said.parts.values()):
        return None
    last = max((entry.saved_at for own in LOGS for entry in present[own]), default=0)
    saved_at = max(base.clock(), last + 1)
    new = {
        own: [
            Entry(subject=subject, saved_at=saved_at, who=said.who, content=content)
            for subject, content in said.parts[own].items()
        ]
        for own in LOGS
    }
    whole = {own: [*present[own], *new[own]] for own in LOGS}
    derive(base, connection, key, whole, read_spellings(connection))
    log.write_entries(connection, key, new)
    return saved_at


def _said_by(whole: Engagement, who: str) -> tuple[str, dict[str, Content], dict[str, Content]]:
    """The engagement's key, and everything it says as the logs hold it."""
    _refuse_untext(whole.key, who, whole.responses)
    texts = (whole.customer, whole.country, whole.industry, whole.currency, whole.consultant)
    log.refuse_untext((*texts, whole.platform.buy_currency), place=whole.key)
    to_json(whole)
    facts: dict[str, Content] = {name: (value,) for name, value in log.facts_of(whole).items()}
    return whole.key, facts, {practice: log.content_of(said) for practice, said in whole.responses.items()}


def _fresh(said: Mapping[str, Content], counting: Mapping[str, Entry]) -> dict[str, Content]:
    """What differs from what counts; nothing is taken back that was never said."""
    empty = {log.content_of(None), (log.GONE,)}
    return {
        subject: content
        for subject, content in said.items()
        if (counting[subject].content != content if subject in counting else content not in empty)
    }


def _unheard(said: Mapping[str, Content], present: list[Entry]) -> dict[str, Content]:
    heard = {(entry.subject, entry.content) for entry in present}
    return {subject: content for subject, content in said.items() if (subject, content) not in heard}


def _conflict(theirs: Entry, yours: Content, kind: Log) -> Conflict:
    mine = dataclasses.replace(theirs, content=yours)
    return Conflict(
        practice=theirs.subject,
        yours=_said(mine, kind),
        theirs=_said(theirs, kind),
        who=theirs.who,
        saved_at=moment(theirs.saved_at),
    )


def _said(entry: Entry, kind: Log) -> Response | str | None:
    """What an entry says: a response, or a fact as JSON; None where it was taken back."""
    if kind is ANSWERS:
        return log.response_of(entry)
    return None if entry.content == (log.GONE,) else entry.content[0]


def _refuse_spelling(whole: Engagement, present: Entries, spellings: Mapping[str, str]) -> None:
    """Refuse a customer whom the store knows by another name: that is for a person to decide."""
    name = customer_named(whole.customer, spellings)
    stored = engagement_of(whole.key, present, spellings).customer if present[FACTS] else name
    known = name if name != whole.customer else stored
    if known != whole.customer:
        merged = f"`maturity store merge --customer {whole.customer!r} --into {known!r}` says that they are one"
        problem = f"{whole.customer!r} is {known!r} in the store; expected that spelling ({merged})"
        raise InputError([Fault(place=whole.key, column="customer", problem=problem)])


def _refuse_strangers(base: Base, key: str, responses: Mapping[str, Response | None]) -> None:
    asked = {practice.key for practice in base.model.asked}
    problems = [stranger(practice, base.model) for practice in responses if practice not in asked]
    if problems or not responses:
        raise InputError(Fault(place=key, problem=problem) for problem in problems or ["comes without an answer"])


def _refuse_untext(key: str, who: str, responses: Mapping[str, Response | None]) -> None:
    if not who.strip():
        raise InputError([Fault(place=key, problem="comes without who says it; expected a name")])
    texts = [text for said in responses.values() if said for text in (said.evidence, said.note)]
    log.refuse_untext((who, *texts), place=key)
