"""The trends that are shares: gates that hold, practices missed, lost and advised, and changes like for like."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from maturity.model import Model
from maturity.narrative import ORDINALS
from maturity.rates import Rate
from maturity.trend_charts.bars import Bar, BarFacts, lead
from maturity.trends import Done, Tally, Trends
from maturity.trends.advised import PLACES
from maturity.trends.changes import Change, Kept, Way
from maturity.trends.holding import State
from maturity.wording import count, listed, spelled

MOST: Final = 12  #: bars in a picture


def gate_facts(model: Model, trends: Trends) -> BarFacts:
    """How many customers each gate holds, at their latest engagement."""
    everybody = trends.customers.total()
    bars = [
        Bar(
            name=f"{stage.number} {stage.name}",
            rate=Rate(count=trends.gates.total(stage=stage.number), of=everybody),
            note=_listed_practices(model, trends.holding.where(stage=stage.number, state=State.MISSED)),
        )
        for stage in model.stages
    ]
    most = max((bar.rate.count for bar in bars), default=0)
    holding = [bar for bar in bars if most and bar.rate.count == most]
    top = everybody - trends.gates.total()
    numbers = listed([stage.number for stage, bar in zip(model.stages, bars, strict=True) if bar in holding])
    if not holding:
        sentence = f"No gate holds any of {count(everybody, 'customer')}"
    elif len(holding) == 1:
        sentence = f"The gate of stage {numbers} holds the most, {_most_held(holding)}"
    else:
        sentence = f"The gates of stages {numbers} hold the most, each {_most_held(holding)}"
    return BarFacts(
        title="Which gate holds customers",
        sentence=f"{sentence}; {count(top, 'customer')} stood at the top.",
        axis="of all customers",
        bars=tuple(replace(bar, is_lead=bar in holding) for bar in bars),
    )


def missed_facts(model: Model, trends: Trends) -> BarFacts:
    """The practices that most customers do not have in place, of those who know and to whom they apply.

    Only up to the default target: what is above it, most are better off without.
    """
    bars = [
        Bar(
            name=practice.name,
            rate=_of(trends.practices.where(practice=key), State.MISSED, State.HELD),
            note=f"stage {model.stage_of[key].number}{'' if practice.is_gate else ', advice'}",
        )
        for key, practice in model.practices.items()
        if model.stage_of[key].number <= model.default_target
    ]
    told = lead([bar for bar in bars if bar.rate.count], MOST)
    first = told[0] if told else None
    return BarFacts(
        title=f"What is most often missing up to stage {model.default_target}",
        sentence=f"Most often missing: “{first.name}”, at {first.rate.said_of('customers')}."
        if first
        else "Nothing is.",
        axis="of customers who know, and to whom it applies",
        bars=tuple(replace(bar, is_lead=bar is first) for bar in told),
    )


def lost_facts(model: Model, trends: Trends) -> BarFacts:
    """The practices that went from `always` back to less, like for like."""
    bars = list(_lost_bars(model, trends.lost))
    told = lead([bar for bar in bars if bar.rate.count or bar.note], MOST)
    every = Rate(count=sum(bar.rate.count for bar in bars), of=sum(bar.rate.of for bar in bars))
    looks = trends.lost.total(outcome=Kept.LOST, change=Change.GRADE)
    sentence = f"Of answers that were “always” and can be compared, {every.words} went back"
    return BarFacts(
        title="What went back",
        sentence=f"{sentence}; {spelled(looks)} more only looked so until somebody looked closer.",
        axis="of the times it was in place before",
        bars=told,
    )


def advice_facts(model: Model, trends: Trends) -> BarFacts:
    """What was advised, and whether the next engagement found it done."""
    places = [
        Bar(
            name=f"{ORDINALS[place - 1]} advice",
            rate=_of(trends.advice.where(place=place), Done.DONE, Done.NOT_DONE),
            note=_not_known(trends.advice.where(place=place)),
            is_lead=place == 1,
        )
        for place in range(1, PLACES + 1)
    ]
    practices = [
        Bar(
            name=practice.name,
            rate=_of(trends.advice.where(practice=key), Done.DONE, Done.NOT_DONE),
            note=_not_known(trends.advice.where(practice=key)),
        )
        for key, practice in model.practices.items()
    ]
    known = sorted((bar for bar in practices if bar.rate.of), key=lambda bar: -bar.rate.of)[: MOST - PLACES]
    return BarFacts(
        title="What was advised, and done by the next time",
        sentence=f"What was advised first was done by the next engagement {places[0].rate.said_of('times')}; "
        f"second {places[1].rate.words}, third {places[2].rate.words}.",
        axis="of advice whose outcome is known",
        bars=(*places, *known),
        lead="accent",
    )


def change_facts(_: Model, trends: Trends) -> BarFacts:
    """Why answers differ from those of the engagement before."""
    differing = trends.changes.total() - trends.changes.total(change=Change.NONE)
    bars = tuple(
        Bar(
            name=name,
            rate=Rate(count=trends.changes.total(change=change), of=differing),
            note=_ways(trends.changes.where(change=change)),
            is_lead=change is Change.REAL,
        )
        for change, name in _CHANGES
    )
    return BarFacts(
        title="What really changed",
        sentence=f"Of {differing:,} answers that differ from the one before, {bars[0].rate.count:,} are a real change; "
        "the others were given under another model, asked only once, or known in another way.",
        axis="of the answers that differ",
        bars=bars,
        lead="accent",
        has_intervals=False,
    )


_CHANGES: Final = (
    (Change.REAL, "Real change: both times known, in the same way"),
    (Change.GRADE, "Known in another way: said, shown, measured"),
    (Change.ONCE, "Asked or known only once"),
    (Change.MODEL, "Given under another model"),
)


def _of(counted: Tally, hit: str, miss: str) -> Rate:
    name = counted.by[-1]
    hits, misses = counted.total(**{name: hit}), counted.total(**{name: miss})
    return Rate(count=hits, of=hits + misses)


def _most_held(holding: Sequence[Bar]) -> str:
    """How many customers each of these gates holds."""
    return holding[0].rate.said_of("customers")


def _listed_practices(model: Model, holding: Tally) -> str:
    """The practice that is missing most often, and how often."""
    known = sorted(holding.over("practice").counts.items(), key=lambda item: -item[1])[:1]
    return "".join(
        f"most often missing: “{model.practices[str(key)].name}”, {count(times, 'time')}" for (key,), times in known
    )


def _lost_bars(model: Model, lost: Tally) -> Iterator[Bar]:
    for practice in model.asked:
        of_it = lost.where(practice=practice.key)
        real = of_it.total(outcome=Kept.LOST, change=Change.REAL)
        looks = of_it.total(outcome=Kept.LOST, change=Change.GRADE)
        yield Bar(
            name=practice.name,
            rate=Rate(count=real, of=of_it.total(outcome=Kept.KEPT) + real),
            note=f"{looks} more by a closer look" if looks else "",
        )


def _not_known(advice: Tally) -> str:
    unknown = advice.total(outcome=Done.NOT_KNOWN)
    return f"{unknown} not known" if unknown else ""


def _ways(changes: Tally) -> str:
    better, worse, aside = (changes.total(way=way) for way in (Way.BETTER, Way.WORSE, Way.SIDEWAYS))
    said = [f"{better:,} better", f"{worse:,} worse"] if better or worse else []
    return ", ".join([*said, *([f"{aside:,} neither"] if aside else [])])
