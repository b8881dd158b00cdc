"""The stage worth aiming for now, and until when to stay where they stand."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from maturity.assessment import Assessment
from maturity.economics import platform_case
from maturity.engagement import Engagement
from maturity.model import Model, Stage


class Verdict(StrEnum):
    """What to do about the target stage."""

    REACH = "reach"  #: get there
    HOLD = "hold"  #: stay and bed in
    EVALUATE = "evaluate"  #: judge whether it is worth it
    STAY = "stay"  #: no further


@dataclass(frozen=True, kw_only=True)
class Target:
    """The stage worth aiming for now."""

    stage: int
    verdict: Verdict
    until: date | None = None  #: with hold: the day on which to evaluate the next stage


def find_target(assessment: Assessment) -> Target:
    """The stage worth aiming for: the default one until it is reached, this one while it beds in, then the next.

    At the top they stay; so they do below a stage that hangs on a head count, until that is known and pays.
    """
    model, engagement, achieved = assessment.model, assessment.engagement, assessment.achieved
    if achieved < model.default_target:
        return Target(stage=model.default_target, verdict=Verdict.REACH)
    if achieved == len(model.stages):
        return Target(stage=achieved, verdict=Verdict.STAY)
    until = _bed_in_ends(model.stage(achieved), engagement)
    if until is not None and until > engagement.held_on:
        return Target(stage=achieved, verdict=Verdict.HOLD, until=until)
    following = model.stage(achieved + 1)
    if following.critical_mass is not None and not _pays(following.critical_mass, model, engagement):
        return Target(stage=achieved, verdict=Verdict.STAY)
    return Target(stage=achieved + 1, verdict=Verdict.EVALUATE)


def after_months(day: date, months: float) -> date:
    """The same day that many months later, or the month's last day where it has none.

    >>> after_months(date(2024, 2, 29), 12)
    datetime.date(2025, 2, 28)
    """
    from dateutil.relativedelta import relativedelta

    return day + relativedelta(months=int(months))


def _bed_in_ends(stage: Stage, engagement: Engagement) -> date | None:
    if stage.bed_in_months is None:
        return None
    since = engagement.stage_since or engagement.held_on
    return after_months(since, stage.bed_in_months.value)


def _pays(critical_mass: int, model: Model, engagement: Engagement) -> bool:
    engineers = engagement.engineers
    return engineers is not None and engineers >= critical_mass and platform_case(model, engagement).pays(engineers)
