"""Where a customer would stand with some practices in place, and what that takes; never stored."""

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from msgspec.structs import replace

from maturity.assessment import Assessment, assess, stranger
from maturity.engagement import Response
from maturity.errors import Fault, InputError
from maturity.model import Answer, Effort, Practice
from maturity.narrative import effort, stage_named
from maturity.roadmap import Pace, Roadmap, in_order, plan
from maturity.wording import count, listed, money, opened, percent

WEEKS_A_YEAR: Final = 52  #: that an engineer's yearly cost pays for
_NAMED: Final = 3  #: practices that a sentence names; more are counted


@dataclass(frozen=True, kw_only=True)
class Imagined:
    """A customer as if some practices were in place, beside what it takes to get there."""

    practices: tuple[Practice, ...]  #: those that are not in place today, in the order of the work
    missing: tuple[Practice, ...]  #: what they stand on and what is neither in place nor among them
    roadmap: Roadmap  #: as if they were in place
    effort: Effort  #: of those practices alone
    weeks: tuple[int, int]  #: calendar weeks at the customer's pace, one practice after the other
    cost: tuple[float, float] | None  #: of that effort, in the currency; None while salary or currency is not known
    currency: str | None  #: ISO 4217
    sentence: str
    effort_said: str
    weeks_said: str
    cost_said: str  #: or what to ask first


def imagine(roadmap: Roadmap, practices: Collection[str]) -> Imagined:
    """The roadmap as if those practices were in place, and what it takes.

    What is in place already takes nothing. Where they stand never sinks.

    Raises:
        InputError: one of them is not a practice that a customer is asked about.
    """
    _refuse_strangers(roadmap.assessment, practices)
    assessment = roadmap.assessment
    model, engagement = assessment.model, assessment.engagement
    absent = [key for key in dict.fromkeys(practices) if assessment.answers[key] is not Answer.ALWAYS]
    chosen = in_order(model, [model.practices[key] for key in absent])
    in_place = {practice.key: Response(answer=Answer.ALWAYS) for practice in chosen}
    imagined = plan(assess(model, replace(engagement, responses={**engagement.responses, **in_place})))
    missing, work = _missing(imagined.assessment, chosen), _together(chosen)
    return Imagined(
        practices=chosen,
        missing=missing,
        roadmap=imagined,
        effort=work,
        weeks=_weeks(chosen, roadmap.pace),
        cost=_cost(assessment, work),
        currency=engagement.currency,
        sentence=_sentence(assessment, imagined.assessment, chosen),
        effort_said=_effort_said(chosen, missing),
        weeks_said=_weeks_said(_weeks(chosen, roadmap.pace), roadmap.pace),
        cost_said=_cost_said(assessment, work),
    )


def _refuse_strangers(assessment: Assessment, practices: Iterable[str]) -> None:
    asked = {practice.key for practice in assessment.model.asked}
    strangers = [key for key in practices if key not in asked]
    if strangers:
        place = f"{assessment.engagement.key}: what if"
        raise InputError(Fault(place=place, problem=stranger(key, assessment.model)) for key in strangers)


def _missing(imagined: Assessment, chosen: Iterable[Practice]) -> tuple[Practice, ...]:
    """What the chosen practices stand on and what is not in place with them; what does not apply is not missing."""
    model = imagined.model
    below = frozenset[str]().union(*(model.foundations[practice.key] for practice in chosen))
    fine = {Answer.ALWAYS, Answer.NOT_APPLICABLE}
    return tuple(p for key, p in model.practices.items() if key in below and imagined.answers[key] not in fine)


def _together(practices: Iterable[Practice]) -> Effort:
    efforts = [practice.effort_weeks for practice in practices]
    return Effort(low=sum(one.low for one in efforts), high=sum(one.high for one in efforts))


def _weeks(practices: Sequence[Practice], pace: Pace) -> tuple[int, int]:
    efforts = [practice.effort_weeks for practice in practices]
    low = sum(math.ceil(one.low / pace.weekly) for one in efforts)
    return low, sum(math.ceil(one.high / pace.weekly) for one in efforts)


def _cost(assessment: Assessment, work: Effort) -> tuple[float, float] | None:
    yearly = assessment.engagement.platform.engineer_cost
    if yearly is None or not assessment.engagement.currency:
        return None
    return work.low / WEEKS_A_YEAR * yearly, work.high / WEEKS_A_YEAR * yearly


def _sentence(before: Assessment, imagined: Assessment, chosen: Sequence[Practice]) -> str:
    if not chosen:
        return f"Nothing would change: {_stands(before, 'stand', 'are not')}, as today."
    if imagined.floor == before.floor:
        stands = _stands(imagined, "would still stand", "would still not be")
        return f"With {_names(chosen)} in place {stands}{_held_back(imagined)}."
    stage = stage_named(imagined.model, imagined.floor)
    return f"With {_names(chosen)} in place you would stand {_at_least(imagined)}at {stage}."


def _stands(assessment: Assessment, stand: str, are_not: str) -> str:
    if assessment.floor:
        return f"you {stand} {_at_least(assessment)}at stage {assessment.floor}"
    return f"you {are_not} {'proven ' if assessment.ceiling else ''}past the gate of stage 1"


def _at_least(assessment: Assessment) -> str:
    return "at least " if assessment.ceiling > assessment.floor else ""


def _held_back(imagined: Assessment) -> str:
    """What keeps the next gate shut all the same; empty at the top."""
    following = imagined.stages[imagined.floor :][:1]
    wanted = [practice for stage in following for practice in (*stage.gaps, *stage.unknown)]
    which = f": the gate of stage {imagined.floor + 1}" if imagined.floor else ", which"
    return f"{which} needs {_names(wanted)} too" if wanted else ""


def _names(practices: Sequence[Practice]) -> str:
    if len(practices) > _NAMED:
        return f"{count(len(practices), 'practice')}"
    return listed([f"“{practice.name}”" for practice in practices])


def _effort_said(chosen: Sequence[Practice], missing: Sequence[Practice]) -> str:
    ongoing = [practice.ongoing for practice in chosen if practice.ongoing]
    parts = [", ".join([effort(_together(chosen)), *ongoing])]
    if work := [practice for practice in missing if practice.computed is None]:
        stands = "which it stands on" if len(chosen) == 1 else "which they stand on"
        parts.append(f"and {effort(_together(work))} more for {_names(work)}, {stands}")
    return ", ".join(parts)


def _weeks_said(weeks: tuple[int, int], pace: Pace) -> str:
    low, high = weeks
    if not high:
        return "No calendar time"
    length = opened(count(high, "week")) if low == high else f"{low} to {high} weeks"
    who = f"{count(pace.engineers, 'product engineer')}'{'s' if pace.engineers == 1 else ''} time"
    assumed = "; the head count is not known" if pace.assumed else ""
    return f"{length} at {percent(pace.share)} of {who}{assumed}"


def _cost_said(assessment: Assessment, work: Effort) -> str:
    engagement, cost = assessment.engagement, _cost(assessment, work)
    if not work.high:
        return "No cost"
    if cost is None or not engagement.currency:
        ask = "what a product engineer costs in full, a year" if engagement.platform.engineer_cost is None else ""
        currency = "" if engagement.currency else "in which currency"
        return f"To put a price on it, say {', and '.join(part for part in (ask, currency) if part)}."
    low, high = (money(amount, engagement.currency) for amount in cost)
    yearly = money(engagement.platform.engineer_cost or 0, engagement.currency)
    return f"{low if low == high else f'{low} to {high}'}, at {yearly} a year for a product engineer"
