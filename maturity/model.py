"""The maturity model: stages of practices, the traps between them, and the numbers and words they use."""

import hashlib
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from graphlib import TopologicalSorter
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

Text = Annotated[str, Meta(min_length=1, pattern=r"\S")]
Key = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$(?!\n)")]  #: Python's $ alone lets a last line break in
Weeks = Annotated[float, Meta(ge=0, le=520)]  #: engineer-weeks; ten years of one engineer is no single practice


class Answer(StrEnum):
    """How often a practice is followed; never yes or no."""

    ALWAYS = "always"
    USUALLY = "usually"
    SOMETIMES = "sometimes"
    NEVER = "never"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not-applicable"


class Grade(StrEnum):
    """How an answer is known, weakest first."""

    CLAIMED = "claimed"
    SHOWN = "shown"
    MEASURED = "measured"


class Kind(StrEnum):
    """Whether a practice holds its stage's gate, or is only recommended."""

    GATE = "gate"
    ADVICE = "advice"


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a practice or a number comes from."""

    title: Text
    address: str = ""  #: URL, where there is one


class Number(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A number of the model, with its unit and its source."""

    value: float
    unit: Text
    source: Key
    estimate: bool = False  #: ours, where the talk gives none


class Effort(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a practice takes to put in place, in engineer-weeks at the model's effort basis."""

    low: Weeks
    high: Weeks
    estimate: bool = False


class Computed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A gate practice that is not asked: `always` from a head count up, `never` below it."""

    fact: Literal["engineers"]
    at_least: Annotated[int, Meta(ge=1)]  #: product engineers, head count

    def answer(self, engineers: int | None) -> Answer:
        """The answer at that head count; unknown where it is not known."""
        if engineers is None:
            return Answer.UNKNOWN
        return Answer.ALWAYS if engineers >= self.at_least else Answer.NEVER


class Practice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """One thing that a team does or does not do; the model's leaf."""

    key: Key
    kind: Kind
    name: Text
    question: Text
    evidence: Text  #: what would prove it
    measured: Text  #: the threshold when it is computed from an export
    thresholds: Mapping[Key, Number] = {}  #: the numbers of that threshold, where one decides; by name
    probe: Text  #: what to ask to see after an `always`
    first_action: Text  #: where nothing of it is there yet
    next_action: str = ""  #: where it is there in part; empty: the first action again
    effort_weeks: Effort
    sources: Annotated[tuple[Key, ...], Meta(min_length=1)]
    requires: tuple[Key, ...] = ()
    ongoing: str = ""  #: what it takes for ever after
    computed: Computed | None = None

    @property
    def is_gate(self) -> bool:
        """Whether its stage's gate hangs on it."""
        return self.kind is Kind.GATE


class Deferring(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why something waits, and what would end the wait."""

    reason: Text
    trigger: Text  #: measurable


class Piece(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A piece of a stage that can be bought instead of built."""

    piece: Text
    instead: Text


class Stage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """One of the model's steps, with the practices that stand on it."""

    number: Annotated[int, Meta(ge=1)]
    name: Text
    short: Text  #: a word or two, for charts
    promise: Text
    why: Text
    defer: Deferring
    practices: tuple[Practice, ...]
    bed_in_months: Number | None = None  #: months to live here before judging the next stage
    buy: tuple[Piece, ...] = ()

    @cached_property
    def gates(self) -> tuple[Practice, ...]:
        """The practices that its gate hangs on."""
        return tuple(practice for practice in self.practices if practice.is_gate)

    @property
    def critical_mass(self) -> int | None:
        """The product engineers from which this stage pays, if it depends on them."""
        return max((practice.computed.at_least for practice in self.gates if practice.computed), default=None)


class Signal(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A yes or no fact about the company that matters only for traps."""

    key: Key
    name: Text
    question: Text
    source: Key


class Condition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the answers must show: all of these, any of these, or one thing.

    One thing is a signal that is yes, the number of a stage whose gate is closed,
    or a practice whose answer (and claim, and grade, where given) is among those named.
    """

    all: tuple["Condition", ...] = ()
    any: tuple["Condition", ...] = ()
    signal: Key | None = None
    gate: int | None = None
    practice: Key | None = None
    answer: tuple[Answer, ...] = ()
    claimed: tuple[Answer, ...] = ()
    grade: tuple[Grade, ...] = ()


class Trap(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A named way of going wrong that the answers show."""

    key: Key
    name: Text
    harm: Text
    instead: Text
    source: Key
    when: Condition


class Numbers(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The numbers that the rules use."""

    default_target: Number  #: stage
    capacity_share: Number  #: share of product engineers' time that goes into the roadmap
    effort_basis: Number  #: product engineers for whom the efforts are given
    review_months: Number  #: months after which a deferral is looked at again
    settle_weeks: Number  #: weeks in which open questions are settled
    platform_team: Number  #: people
    cost_ratio: Number  #: cost of a platform engineer ÷ cost of a product engineer
    productivity_gain: Number  #: share of a product engineer's time
    productivity_gain_low: Number  #: the low end of its range
    objective: Number  #: share of good events, for the example of an error budget
    objective_window_days: Number  #: days


class VerdictWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a verdict is called, and what it means for the customer."""

    name: Text
    meaning: Text


class Words(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The words that customers read, beside those of stages and practices."""

    answers: Mapping[Answer, Text]
    grades: Mapping[Grade, Text]
    gates: Mapping[Text, Text]
    verdicts: Mapping[Text, VerdictWords]
    buckets: Mapping[Text, Text]
    nothing_left: Text
    advice_waits: Deferring


class Model(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """A whole maturity model; the only source of its stages, rules' numbers and words."""

    name: Text
    version: Text
    sources: Mapping[Key, Source]
    numbers: Numbers
    words: Words
    signals: tuple[Signal, ...]
    stages: Annotated[tuple[Stage, ...], Meta(min_length=1, max_length=99)]
    traps: tuple[Trap, ...]

    @cached_property
    def practices(self) -> Mapping[str, Practice]:
        """Every practice by key, in model order."""
        return {practice.key: practice for stage in self.stages for practice in stage.practices}

    @cached_property
    def stage_of(self) -> Mapping[str, Stage]:
        """The stage that each practice stands on, by practice key."""
        return {practice.key: stage for stage in self.stages for practice in stage.practices}

    @cached_property
    def foundations(self) -> Mapping[str, frozenset[str]]:
        """Everything that each practice stands on, its prerequisites' prerequisites included, by practice key."""
        requires = {key: practice.requires for key, practice in self.practices.items()}
        below: dict[str, frozenset[str]] = {}
        for key in TopologicalSorter(requires).static_order():
            below[key] = frozenset(requires[key]).union(*(below[needed] for needed in requires[key]))
        return below

    @cached_property
    def asked(self) -> tuple[Practice, ...]:
        """The practices that a customer is asked about, in model order."""
        return tuple(practice for practice in self.practices.values() if practice.computed is None)

    @cached_property
    def signal_names(self) -> Mapping[str, str]:
        """The name of each signal by key."""
        return {signal.key: signal.name for signal in self.signals}

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the model's content, whatever its file looks like; 64 hex digits."""
        return hashlib.sha256(msgspec.json.encode(self, order="sorted")).hexdigest()

    @property
    def default_target(self) -> int:
        """The stage that most customers should reach first."""
        return int(self.numbers.default_target.value)

    def stage(self, number: int) -> Stage:
        """The stage of that number, counted from 1."""
        return self.stages[number - 1]

    def name_of(self, key: str) -> str:
        """The name of a practice or a signal."""
        practice = self.practices.get(key)
        return practice.name if practice else self.signal_names[key]


def conditions_in(condition: Condition) -> Iterator[Condition]:
    """The condition and every condition inside it."""
    yield condition
    for inner in (*condition.all, *condition.any):
        yield from conditions_in(inner)
