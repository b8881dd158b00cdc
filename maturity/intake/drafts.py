"""What one place says of an engagement, before everything else that was said of it is laid beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from maturity.engagement import customer_slug
from maturity.errors import Fault
from maturity.intake.facts import contradictions, engagement_of
from maturity.intake.outcomes import Outcome
from maturity.intake.responses import Said, Sayings, merge, united
from maturity.intake.tables import Spot

#: what every engagement must say, and what is expected of it
EXPECTED_FACTS = {"customer": "the customer's name", "held_on": "the day of the engagement, such as 2026-03-12"}


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What a row of the table of engagements says of one, or an answer sheet; and what is wrong with it."""

    spot: Spot
    facts: Mapping[str, Said] = field(default_factory=dict)  #: by column
    signals: Mapping[str, Said] = field(default_factory=dict)  #: by key
    said: Sayings = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    missing: Mapping[str, Fault] = field(default_factory=dict)  #: by column: faults, unless it is said elsewhere
    warnings: tuple[str, ...] = ()

    @cached_property
    def slug(self) -> str | None:
        """The customer's slug, where the customer could be read."""
        return customer_slug(self.facts["customer"].value) if "customer" in self.facts else None

    @property
    def key(self) -> str | None:
        """The engagement's key, where the customer and the day could be read."""
        return f"{self.facts['held_on'].value}-{self.slug}" if self.slug and "held_on" in self.facts else None

    def finish(self, sheets: Sequence["Draft"] = ()) -> Outcome:
        """The engagement that this makes together with its answer sheets; nothing overrides anything."""
        differences: list[Fault] = []
        facts = united([self.facts, *(sheet.facts for sheet in sheets)], differences)
        signals = united([self.signals, *(sheet.signals for sheet in sheets)], differences)
        responses, others = merge([self.said, *(sheet.said for sheet in sheets)])
        values = {column: said.value for column, said in facts.items()}
        told = [
            *self.faults,
            *(fault for column, fault in self.missing.items() if column not in facts),
            *(facts[column].spot.fault(problem) for column, problem in contradictions(values)),
            *(fault for sheet in sheets for fault in sheet.faults),
            *differences,
            *others,
        ]
        yes_no = {key: said.value for key, said in signals.items()}
        engagement = None if told else engagement_of(values, responses=responses, signals=yes_no)
        return Outcome(spot=self.spot, key=self.key, engagement=engagement, faults=tuple(told))
