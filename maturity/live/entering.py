"""A customer entered, and the facts about them typed: what can't be is said beside its field, and the rest goes on."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec
from msgspec.structs import replace

from maturity.engagement import Engagement, PlatformFacts
from maturity.errors import InputError
from maturity.intake.facts import contradictions, engagement_of
from maturity.intake.fields import FieldError
from maturity.live.edits import Begin, Tell
from maturity.live.finding import asked_again
from maturity.live.record import Seen
from maturity.live.session import Session, Typed
from maturity.live.words import label_of


def begin(session: Session, edit: Begin) -> None:
    """Enter a new customer, or go on with the one who has a briefing on that day already."""
    session.typed = {}
    given = {name: value for name, text in edit.facts.items() if (value := _read_fact(session, name, text)) is not None}
    for name, problem in (*_missing(given), *contradictions(given)):
        session.typed.setdefault(name, Typed(text=edit.facts.get(name, ""), problem=problem))
    if session.typed:
        return
    engagement = _completed(session, engagement_of(given, responses={}, signals={}))
    try:
        is_new = session.store.last_saved(engagement.key) is None
        session.begin(engagement)
        for name, value in given.items() if not is_new else ():
            _save(session, name, value, None)  # over nothing that stands there unasked
    except InputError as error:
        session.typed["customer"] = Typed(text=edit.facts["customer"], problem=error.faults[0].problem)


def _missing(given: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """What must be there and is not, with what was expected."""
    for name, expected in (("customer", "a name"), ("held_on", "a day such as 2026-03-12")):
        if name not in given:
            yield name, f"is empty; expected {expected}"


def _completed(session: Session, engagement: Engagement) -> Engagement:
    """The engagement with what the customer's last one knew, where nothing else was typed."""
    known = next((own for own in session.store.customers() if own.name == engagement.customer), None)
    if known is None or known.last >= engagement.held_on:
        return engagement
    before = asked_again([*session.store.engagements(customer=known.name)][-1], engagement.held_on)
    typed = {name: value for name, value in msgspec.structs.asdict(engagement).items() if value}
    platform = before.platform if engagement.platform == PlatformFacts() else engagement.platform
    return replace(before, **{**typed, "platform": platform})


def tell(session: Session, edit: Tell) -> None:
    """Type a fact; what can't be is said beside the field, and what stood there stays."""
    session.typed.pop(edit.name, None)
    value = _read_fact(session, edit.name, edit.text)
    if session.record is None or edit.name in session.typed:
        return
    if edit.name == "customer":
        _rename(session, edit.text.strip())
    elif problem := _contradicted(session, session.record.engagement, edit.name, value):
        session.typed[edit.name] = Typed(text=edit.text, problem=problem)
    else:
        _save(session, edit.name, value, edit.seen)


def _contradicted(session: Session, held: Engagement, name: str, value: object) -> str:
    """What a fact says against the others, if anything."""
    if name == "held_on":
        same = value == held.held_on
        return "" if same else "is the day on which this briefing began; another day is another briefing"
    said = {fact.column: fact.of(held) for fact in session.facts} | {name: value}
    return dict(contradictions({column: own for column, own in said.items() if own is not None})).get(name, "")


def _save(session: Session, name: str, value: object, seen: datetime | None) -> None:
    fact = next((fact for fact in session.facts if fact.column == name), None)
    if fact is None or name in {"customer", "held_on"}:
        return
    text = None if value is None else msgspec.json.encode(value).decode()
    session.say(label_of(fact.path), {}, {fact.path: text}, seen=Seen(facts={fact.path: seen}))
    if name == "request":
        session.plan_talk()
    if name == "engineers" and value is None:
        asked = (key for key, practice in session.model.practices.items() if practice.computed)
        session.put(not_known=tuple(asked))


def _rename(session: Session, name: str) -> None:
    try:
        if not name:
            session.typed["customer"] = Typed(text="", problem="is empty; expected a name")
        else:
            session.rename(name)
    except InputError as error:
        session.typed["customer"] = Typed(text=name, problem=error.faults[0].problem)


def _read_fact(session: Session, name: str, text: str) -> Any:  # noqa: ANN401  (each fact its own)
    """The fact that a text says; None where it is empty or can't be, which is then said beside the field."""
    fact = next((fact for fact in session.facts if fact.column == name), None)
    if fact is None or not text.strip():
        return None
    try:
        return fact.read_and_check(text.strip())
    except FieldError as error:
        session.typed[name] = Typed(text=text, problem=str(error))
        return None
