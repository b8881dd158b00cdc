"""What became of an input: the engagements that could be read, and the others with every fault."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from maturity.engagement import Engagement
from maturity.errors import Fault
from maturity.intake.tables import Spot


@dataclass(frozen=True, kw_only=True)
class Failure:
    """An engagement, or an answer sheet without one, that could not be read."""

    name: str  #: the engagement's key, or its place where it has none
    faults: tuple[Fault, ...]


@dataclass(frozen=True, kw_only=True)
class Intake:
    """Everything that a source held."""

    engagements: tuple[Engagement, ...]  #: the good ones, in input order
    failed: tuple[Failure, ...]  #: the others, in input order; no key is in both
    warnings: tuple[str, ...]  #: what was read, but not as it may have been meant

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Every fault, in input order."""
        return tuple(fault for failure in self.failed for fault in failure.faults)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one engagement of the input."""

    spot: Spot
    key: str | None  #: where the customer and the day could be read
    engagement: Engagement | None = None  #: None where there are faults
    faults: tuple[Fault, ...] = ()


def gather(outcomes: Sequence[Outcome], *, warnings: Iterable[str]) -> Intake:
    """The intake that these outcomes make; of several with the same key, none is delivered."""
    faults: dict[str, list[Fault]] = {}
    for outcome, found in zip(outcomes, _with_twins(outcomes), strict=True):
        if found:
            faults.setdefault(_name(outcome), []).extend(found)
    return Intake(
        engagements=tuple(o.engagement for o in outcomes if o.engagement and _name(o) not in faults),
        failed=tuple(Failure(name=name, faults=tuple(found)) for name, found in faults.items()),
        warnings=tuple(dict.fromkeys(warnings)),
    )


def _with_twins(outcomes: Sequence[Outcome]) -> Iterator[tuple[Fault, ...]]:
    """The faults of each outcome, with that of sharing the key of an earlier one."""
    first: dict[str, Spot] = {}
    for outcome in outcomes:
        spot = first.setdefault(outcome.key, outcome.spot) if outcome.key else outcome.spot
        problem = f"{outcome.key!r} is the key of line {spot.line} too; expected one engagement for a customer and day"
        yield outcome.faults if spot is outcome.spot else (*outcome.faults, outcome.spot.fault(problem))


def _name(outcome: Outcome) -> str:
    return outcome.key or str(outcome.spot)
