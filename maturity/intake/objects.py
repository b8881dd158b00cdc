"""Engagements in JSON: each read by itself, and held against the rules that every source keeps."""

from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from maturity.engagement import SCHEMA_VERSION, Engagement, customer_slug, from_json
from maturity.errors import InputError
from maturity.intake.facts import Fact, contradictions, facts_on, problem_of
from maturity.intake.fields import check_name, near, quoted
from maturity.intake.json_text import Value, read_values
from maturity.intake.outcomes import Outcome
from maturity.intake.responses import NO_REASON, lacks_reason, text_problem
from maturity.intake.shapes import find_flaws, sound_part
from maturity.intake.vocabulary import computed_problem
from maturity.model import Model

#: what an engagement must have, where the real ones can't be read
_STAND_INS = {"customer": "?", "held_on": "2026-03-12"}


def read_objects(text: str, *, place: str, model: Model, today: date) -> tuple[Outcome, ...]:
    """What became of each engagement in a JSON text; a good one is as it was written, to the letter.

    Raises:
        InputError: the text is not JSON, or holds no engagement.
    """
    facts = facts_on(today)
    return tuple(_outcome(value, model, facts) for value in read_values(text, place=place))


def broken_rules(engagement: Engagement, model: Model, facts: Sequence[Fact]) -> Iterator[str]:
    """What the types allow, and the rules of every source do not, in these facts and all answers."""
    values = {fact: value for fact in facts if (value := fact.of(engagement)) is not None}
    found = {fact.column: problem for fact, value in values.items() if (problem := problem_of(fact, value))}
    sound = {fact.column: value for fact, value in values.items() if fact.column not in found}
    paths = {fact.column: fact.path for fact in facts}
    yield from (f"{paths[column]}: {problem}" for column, problem in (*found.items(), *contradictions(sound)))
    for key in engagement.responses:
        yield from _broken_response(engagement, key, model)
    for key in engagement.voices:
        yield from (f"voices: {problem}" for problem in _broken_key(key, model))
    names = tuple(model.signal_names)
    strangers = [key for key in engagement.signals if key not in names]
    yield from (f"signals: {quoted(key)} is not a signal of the model{near(key, names)}" for key in strangers)


def _outcome(value: Value, model: Model, facts: Sequence[Fact]) -> Outcome:
    problems = [f"{quoted(name)} is given twice; expected it once" for name in value.repeated]
    engagement = None
    try:
        engagement = from_json(value.text, place=value.spot.place)
        problems += broken_rules(engagement, model, facts)
    except InputError as error:
        problems += _flaws(value, model, facts) or [fault.problem for fault in error.faults]
    return Outcome(
        spot=value.spot,
        key=_key(value.content),
        engagement=None if problems else engagement,
        faults=tuple(value.spot.fault(problem) for problem in problems),
    )


def _flaws(value: Value, model: Model, facts: Sequence[Fact]) -> list[str]:
    """What is wrong with a value that is no engagement: its shape, and the rules that its other parts break."""
    content = value.content
    if isinstance(content, dict) and isinstance(content.get("schema"), int) and content["schema"] > SCHEMA_VERSION:
        return []  # a newer shape has nothing to say of this one
    flaws = find_flaws(content)
    sound = sound_part(content, flaws)
    try:
        part = msgspec.convert({**_STAND_INS, **sound}, Engagement)
    except msgspec.ValidationError:
        return [str(flaw) for flaw in flaws]
    known = [fact for fact in facts if fact.path.partition(".")[0] in sound]
    return [*map(str, flaws), *broken_rules(part, model, known)]


def _broken_response(engagement: Engagement, key: str, model: Model) -> Iterator[str]:
    response = engagement.responses[key]
    yield from (f"responses: {problem}" for problem in _broken_key(key, model))
    if lacks_reason(response):
        yield f"responses.{key}: {NO_REASON}"
    for part, text in (("evidence", response.evidence), ("note", response.note)):
        problem = text_problem(text)
        if problem:
            yield f"responses.{key}.{part}: {problem}"


def _broken_key(key: str, model: Model) -> Iterator[str]:
    """What is wrong with a practice's key, if anything is."""
    practice = model.practices.get(key)
    if practice is None:
        yield f"{quoted(key)} is not a practice of the model{near(key, tuple(p.key for p in model.asked))}"
    elif practice.computed:
        yield computed_problem(practice)


def _key(content: object) -> str | None:
    """The engagement's key, where the customer and the day can be read, whatever else is wrong."""
    try:
        customer, held_on = content["customer"], date.fromisoformat(content["held_on"])  # type: ignore[index]  # try
        check_name(customer)
        return f"{held_on}-{customer_slug(customer)}"
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
