"""The facts of an engagement: the column of each, how its cell is read, and what it may be."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from operator import attrgetter
from typing import Any

from maturity.engagement import Engagement, PlatformFacts, Response
from maturity.intake.days import check_day, read_day
from maturity.intake.fields import (
    FieldError,
    check_above_zero,
    check_head_count,
    check_line,
    check_name,
    check_not_negative,
    check_objective,
    check_share,
    check_text,
    read_head_count,
    read_money,
    read_number,
    read_objective,
    read_ratio,
    read_share,
    read_yes_no,
)
from maturity.intake.places import check_country, check_currency, last_day_of, read_country, read_currency


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One fact of an engagement."""

    column: str  #: of the table of engagements
    path: str  #: of the engagement's JSON
    read: Callable[[str], Any]  #: from a cell's text
    check: Callable[[Any], object]  #: refuses a value that can't be

    @property
    def is_day(self) -> bool:
        """Whether it is a day."""
        return self.read is read_day

    def of(self, engagement: Engagement) -> Any:  # noqa: ANN401  (a text, a number or a day: each fact its own)
        """The fact as the engagement has it; None where it is not known."""
        return attrgetter(self.path)(engagement)

    def read_and_check(self, text: str) -> Any:  # noqa: ANN401  (the same)
        """The fact from a cell's text.

        Raises:
            FieldError: the text is not such a fact, or can't be true.
        """
        value = self.read(text)
        self.check(value)
        return value


def facts_on(today: date) -> tuple[Fact, ...]:
    """Every fact, in the order of the columns; `today` is the last day that can lie in the past."""
    day = partial(check_day, today=today)
    return (
        _fact("customer", str, check_name),
        _fact("held_on", read_day, day),
        _fact("country", read_country, check_country),
        _fact("industry", str, check_line),
        _fact("engineers", read_head_count, check_head_count),
        _fact("currency", read_currency, check_currency),
        _fact("consultant", str, check_line),
        _fact("attendees", str, check_line),
        _fact("request", str, check_text),
        _fact("stage_since", read_day, day),
        _fact("objective", read_objective, check_objective),
        _fact("study", str, check_line),
        _fact("fictional", read_yes_no, bool),
        _fact("platform_team", read_number, check_above_zero, path="platform.team"),
        _fact("platform_gain", read_share, check_share, path="platform.gain"),
        _fact("cost_ratio", read_ratio, check_above_zero, path="platform.cost_ratio"),
        _fact("engineer_cost", read_money, check_above_zero, path="platform.engineer_cost"),
        _fact("buy_cost", read_money, check_not_negative, path="platform.buy_cost"),
        _fact("buy_currency", read_currency, check_currency, path="platform.buy_currency"),
        _fact("exchange_rate", read_number, check_above_zero, path="platform.exchange_rate"),
        _fact("exchange_rate_on", read_day, day, path="platform.exchange_rate_on"),
    )


def contradictions(facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What the facts, by column, say against each other: the column and its problem."""
    held_on = facts.get("held_on")
    if held_on is None:
        return
    since = facts.get("stage_since")
    if since is not None and since > held_on:
        yield "stage_since", f"{since} is after the engagement; expected a day up to {held_on}"
    for column in ("currency", "buy_currency"):
        last = last_day_of(facts[column]) if facts.get(column) is not None else None
        if last is not None and last < held_on:
            yield column, f"{facts[column]!r} went out of use on {last}; expected the money of {held_on}"


def engagement_of(
    facts: Mapping[str, Any], *, responses: Mapping[str, Response], signals: Mapping[str, bool]
) -> Engagement:
    """The engagement that these facts, by column, and answers make; `customer` and `held_on` are among them."""
    own = {column: value for column, value in facts.items() if column not in _PLATFORM}
    platform = {_PLATFORM[column]: value for column, value in facts.items() if column in _PLATFORM}
    return Engagement(**own, platform=PlatformFacts(**platform), responses=responses, signals=signals)


def problem_of(fact: Fact, value: object) -> str | None:
    """What is wrong with a fact's value, if anything is."""
    try:
        fact.check(value)
    except FieldError as error:
        return str(error)
    return None


def _fact(column: str, read: Callable[[str], Any], check: Callable[[Any], object], *, path: str | None = None) -> Fact:
    return Fact(column=column, path=path or column, read=read, check=check)


#: the names of the platform's facts, by column
_PLATFORM = {
    fact.column: fact.path.removeprefix("platform.") for fact in facts_on(date.max) if fact.path.startswith("platform.")
}
