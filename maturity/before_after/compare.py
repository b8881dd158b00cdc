"""Which answers moved between two engagements, and which only differ."""

import dataclasses
from collections.abc import Mapping
from typing import Final

from msgspec.structs import replace

from maturity.assessment import Assessment, assess
from maturity.before_after.nouns import BeforeAfter, Kind, Move, StageMove, Stranger
from maturity.before_after.telling import alike, headline, said
from maturity.engagement import NO_RESPONSE, Engagement, Response
from maturity.model import Answer, Model, Practice
from maturity.wording import named, opened


def before_and_after(earlier: Assessment, later: Assessment) -> BeforeAfter:
    """What moved from the earlier to the later assessment of the same customer.

    Only a practice that was known both times, in the same way and under the same model, can have moved.
    """
    model = later.model
    pairs = {practice.key: _pair(earlier, later, practice) for practice in model.asked}
    same = earlier.model.hash == model.hash
    compared = {key for key, (one, other) in pairs.items() if same and _comparable(one, other)}
    kinds = {key: _kind(one, other, same_model=same) for key, (one, other) in pairs.items()}
    return BeforeAfter(
        then=earlier.engagement.held_on,
        now=later.engagement.held_on,
        headline=headline(earlier, later),
        alike=alike(earlier, later, floor_alike(earlier, later)),
        moves=tuple(
            Move(practice=model.practices[key], kind=kind, before=said(model, pair[0]), after=said(model, pair[1]))
            for (key, pair), kind in zip(pairs.items(), kinds.values(), strict=True)
            if kind is not None
        ),
        stages=_stages(model, pairs, compared),
        compared=len(compared),
    )


def moved_since(earlier: Engagement, later: Assessment) -> BeforeAfter:
    """What moved since an earlier engagement of the same customer, judged under today's model as far as that fits.

    An answer to what today's model does not ask was given under another one: it is named, and moves nothing.
    """
    asked = {practice.key for practice in later.model.asked}
    fitting = replace(
        earlier,
        responses={key: response for key, response in earlier.responses.items() if key in asked},
        signals={key: fact for key, fact in earlier.signals.items() if key in later.model.signal_names},
        voices={},
    )
    strangers = (key for key in sorted(earlier.responses.keys() - asked) if _is_known(earlier.responses[key]))
    told = before_and_after(assess(later.model, fitting), later)
    return dataclasses.replace(told, strangers=tuple(_stranger(key, earlier, later.model) for key in strangers))


def floor_alike(earlier: Assessment, later: Assessment) -> int:
    """Where the customer would stand, had only the answers changed that can be compared."""
    before, after = earlier.engagement, later.engagement
    same = earlier.model.hash == later.model.hash
    pairs = {practice.key: _pair(earlier, later, practice) for practice in later.model.asked}
    given = {key: pair[same and _comparable(*pair)] for key, pair in pairs.items()}
    engineers = after.engineers if same and after.engineers is not None else before.engineers
    mixed: Engagement = replace(after, responses=given, engineers=engineers, voices={}, signals={})
    return assess(later.model, mixed).floor


def _pair(earlier: Assessment, later: Assessment, practice: Practice) -> tuple[Response, Response]:
    responses = earlier.engagement.responses, later.engagement.responses
    return responses[0].get(practice.key, NO_RESPONSE), responses[1].get(practice.key, NO_RESPONSE)


def _comparable(one: Response, other: Response) -> bool:
    return _is_known(one) and _is_known(other) and one.grade is other.grade


def _is_known(response: Response) -> bool:
    return response.answer is not Answer.UNKNOWN


def _stranger(key: str, earlier: Engagement, model: Model) -> Stranger:
    known = model.practices.get(key)
    name = known.name if known else opened(named(key.replace("-", " ")))
    return Stranger(name=name, before=said(model, earlier.responses[key]))


def _kind(one: Response, other: Response, *, same_model: bool) -> Kind | None:
    """Why the answers differ; None where they do not."""
    if one.answer is other.answer:
        return None
    if not same_model:
        return Kind.MODEL
    if Answer.UNKNOWN in {one.answer, other.answer}:
        return Kind.ONCE
    if one.grade is not other.grade:
        return Kind.GRADE
    if Answer.NOT_APPLICABLE in {one.answer, other.answer}:
        return Kind.APPLIES
    return Kind.BETTER if _RANKS[other.answer] > _RANKS[one.answer] else Kind.WORSE


_RANKS: Final = {Answer.NEVER: 0, Answer.SOMETIMES: 1, Answer.USUALLY: 2, Answer.ALWAYS: 3}


def _stages(model: Model, pairs: Mapping[str, tuple[Response, Response]], compared: set[str]) -> tuple[StageMove, ...]:
    moves = []
    for stage in model.stages:
        gates = [pairs[gate.key] for gate in stage.gates if gate.key in compared]
        held = [tuple(response.answer is Answer.ALWAYS for response in pair) for pair in gates]
        moves.append(
            StageMove(
                number=stage.number,
                name=stage.short,
                compared=len(held),
                before=sum(before for before, _ in held),
                after=sum(after for _, after in held),
                gained=sum(after and not before for before, after in held),
            )
        )
    return tuple(moves)
