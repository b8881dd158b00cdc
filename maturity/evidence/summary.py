"""All that a customer's exports prove, small enough to travel with a workbook: no person and no message in it."""

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from maturity.errors import Fault, InputError
from maturity.model import Answer, Model

if TYPE_CHECKING:
    from maturity.evidence.tables import Evidence


class Read(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of export that something was read from."""

    kind: str  #: in words
    files: int


class Rows(msgspec.Struct, frozen=True, kw_only=True):
    """How many rows all the exports have together."""

    runs: int = 0
    deployments: int = 0
    incidents: int = 0
    series: int = 0  #: of SLIs
    objectives: int = 0
    rules: int = 0  #: alerts


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What the exports say of one practice."""

    practice: str  #: key
    answer: Answer  #: `unknown` where it can't be computed
    sentence: str  #: why; where it can't be computed, what is missing
    first: date | None = None  #: day of the window, in UTC
    last: date | None = None  #: day of the window, in UTC
    count: int = 0  #: things that were counted
    coverage: float | None = None  #: of the things in the window, the share that tells, 0 to 1

    @property
    def is_computable(self) -> bool:
        """Whether there is an answer."""
        return self.answer is not Answer.UNKNOWN


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """One of DORA's five metrics."""

    key: str  #: lead-time, deployment-frequency, change-fail-rate, recovery-time, rework-rate
    name: str
    sentence: str  #: what was found and how; where it can't be computed, what is missing
    first: date  #: day of the window, in UTC
    last: date  #: day of the window, in UTC
    value: float | None = None  #: None where it can't be computed
    unit: str = ""  #: hours, share, a week
    median: float | None = None  #: of the single values, in the unit
    p90: float | None = None  #: nine of ten are not above it
    least: float | None = None
    most: float | None = None
    count: int = 0  #: things that were counted
    coverage: float | None = None  #: share that tells, 0 to 1
    classes: dict[str, str | None] = {}  #: by edition (year); None where it has none, or there is too little


class GreenWeek(msgspec.Struct, frozen=True, kw_only=True):
    """The pushes to the default branch in one week."""

    monday: date
    passed: int
    finished: int  #: passed or failed


class DeployedWeek(msgspec.Struct, frozen=True, kw_only=True):
    """The production deployments of one week."""

    monday: date
    made: int  #: that passed
    failed: int | None = None  #: of those, that led to an incident; None where no export tells of incidents


class Recovery(msgspec.Struct, frozen=True, kw_only=True):
    """One incident that is over."""

    day: date  #: it was opened, in UTC
    hours: float  #: from its begin to its end
    after_deployment: bool  #: a production deployment caused it


class Rate(msgspec.Struct, frozen=True, kw_only=True):
    """How fast a budget went over the hours before its series ends."""

    hours: float
    rate: float | None  #: times as fast as the budget lasts; None where the series does not tell


class Left(msgspec.Struct, frozen=True, kw_only=True):
    """One point of a burn-down."""

    day: float  #: days since the window began
    left: float | None  #: share of the budget; None where the series does not tell


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """What one alert on the budget is configured with."""

    name: str
    pages: bool  #: wakes someone; else it opens a ticket
    budget_share: float  #: gone within the long window
    long_hours: float
    short_hours: float
    rate: float  #: times as fast as the budget lasts


class Budget(msgspec.Struct, frozen=True, kw_only=True):
    """One objective and its budget."""

    name: str  #: of the objective
    objective: float | None = None  #: share of good events
    window_days: float | None = None
    ends: date | None = None  #: last day of the series, in UTC; None without one
    covered: float | None = None  #: share of the window that the series tells of, 0 to 1
    spent: float | None = None  #: share of the budget that is gone for certain
    left: float | None = None  #: share of the budget, below 0 when overspent; None where too little is told
    missing: str = ""  #: why nothing is computed, in a sentence
    rates: tuple[Rate, ...] = ()
    burn_down: tuple[Left, ...] = ()  #: at most 300
    alerts: tuple[Alert, ...] = ()  #: as they should be for this window; none where no set is published
    rules: int = 0  #: alert rules that were found, for all objectives together
    written_by: tuple[str, ...] = ()  #: the tools that wrote them: sloth, pyrra, prometheus (by hand, or unmarked)
    known_set: str = ""  #: whose set of burn rates they hold, in words; empty for nobody's
    policy: str = ""  #: what the freeze policy asks for today, in a sentence; its figures are in the other fields


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """What the exports prove up to a day. JSON in, JSON out, nothing lost."""

    as_of: date  #: the last day looked at, in UTC
    read: tuple[Read, ...] = ()
    unread: int = 0  #: files that nothing could be read from
    partly: int = 0  #: files of which something could not be read
    rows: Rows = Rows()
    findings: tuple[Found, ...] = ()  #: one for each practice that is asked, in model order
    metrics: tuple[Measured, ...] = ()  #: the five
    green: tuple[GreenWeek, ...] = ()  #: of pushes to the default branch
    deployed: tuple[DeployedWeek, ...] = ()  #: into production
    recovered: tuple[Recovery, ...] = ()  #: in order of time
    budgets: tuple[Budget, ...] = ()  #: one for each objective


def summarise(model: Model, evidence: "Evidence", *, as_of: date) -> Summary:
    """What the evidence proves up to that day, in UTC, said in the language that is spoken."""
    from maturity.evidence.summing import summed  # which brings numpy; whoever reads a summary needs none

    return summed(model, evidence, as_of=as_of)


def summary_json(summary: Summary) -> str:
    """The summary as JSON; the same summary always gives the same text."""
    return msgspec.json.encode(summary).decode()


def summary_of(text: str, *, place: str = "evidence") -> Summary | None:
    """The summary in a JSON text; None for an empty text.

    Raises:
        InputError: the text is none.
    """
    if not text.strip():
        return None
    try:
        return msgspec.json.decode(text, type=Summary)
    except (msgspec.DecodeError, ValueError) as error:
        raise InputError([Fault(place=place, problem=f"is no summary of evidence: {error}")]) from error
