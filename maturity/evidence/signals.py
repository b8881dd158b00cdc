"""What telemetry shows: which signals reach a store, SLI series, objectives and the alerts on them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray


class Kind(StrEnum):
    """A kind of telemetry."""

    TRACES = "traces"
    METRICS = "metrics"
    LOGS = "logs"
    SLO = "slo"
    ALERT_RULES = "alert-rules"


@dataclass(frozen=True, kw_only=True, slots=True)
class Signal:
    """What one file shows of one kind of telemetry."""

    kind: Kind
    dialect: str  #: the tool that the file is for, such as `opentelemetry-collector`
    shows: str  #: one sentence, without names of people
    is_kept: bool | None = None  #: reaches a store; False where it is only printed; None where it is not told
    services: tuple[str, ...] = ()  #: that it names
    count: int | None = None  #: lines, spans or series seen
    good: int | None = None  #: of those, how many are as they should be
    first: float | None = None  #: s since 1970, the earliest seen
    last: float | None = None  #: s since 1970, the latest seen


@dataclass(frozen=True, kw_only=True, eq=False)
class Sli:
    """Good and all events over time; two of them are the same if name, times and counts are."""

    name: str
    times: NDArray[np.float64]  #: s since 1970, rising
    good: NDArray[np.float64]  #: events, or share when `total` is all 1; NaN where it is not told
    total: NDArray[np.float64]  #: events
    labels: tuple[tuple[str, str], ...] = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sli) and self.name == other.name and self.labels == other.labels and self._same(other)

    def __hash__(self) -> int:
        return hash((self.name, self.labels, len(self.times)))

    def _same(self, other: "Sli") -> bool:
        pairs = ((self.times, other.times), (self.good, other.good), (self.total, other.total))
        return all(np.array_equal(mine, theirs, equal_nan=True) for mine, theirs in pairs)


@dataclass(frozen=True, kw_only=True, slots=True)
class Slo:
    """One objective over one window."""

    name: str
    dialect: str  #: openslo, sloth, pyrra
    service: str | None = None
    objective: float | None = None  #: share of good events, 0 to 1
    window_days: float | None = None
    has_owner: bool | None = None  #: whether an owner is named; the name itself is dropped
    has_sli: bool | None = None  #: whether it says how it is measured
    has_calendar: bool = False  #: whether its window begins anew with a month or a quarter, rather than rolls
    has_slices: bool = False  #: whether it counts good stretches of time, rather than good events


@dataclass(frozen=True, kw_only=True, slots=True)
class AlertRule:
    """One alert on a burn rate or a threshold."""

    name: str
    dialect: str  #: the tool that wrote it: sloth, pyrra, prometheus
    burn_rate: float | None = None  #: times; None where it alerts on something else
    long_window: float | None = None  #: s
    short_window: float | None = None  #: s
    pages: bool | None = None  #: wakes someone; else it opens a ticket


@dataclass(frozen=True, kw_only=True, slots=True)
class Pipeline:
    """One pipeline of a collector, as far as one file tells."""

    name: str
    kind: Kind
    receivers: tuple[str, ...] = ()
    exporters: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Layer:
    """One configuration of a collector, which others may be laid over."""

    exporters: tuple[str, ...] = ()  #: those that it defines
    connectors: tuple[str, ...] = ()
    pipelines: tuple[Pipeline, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether it could run alone: a pipeline has both ends."""
        return any(pipeline.receivers and pipeline.exporters for pipeline in self.pipelines)


@dataclass(frozen=True, kw_only=True, slots=True)
class Telemetry:
    """All that files show of telemetry; rows that say the same stand once, in a fixed order."""

    signals: tuple[Signal, ...] = ()
    slis: tuple[Sli, ...] = ()
    slos: tuple[Slo, ...] = ()
    rules: tuple[AlertRule, ...] = ()
    layers: tuple[Layer, ...] = ()  #: of collectors; `signals` has what they show together

    def __or__(self, other: "Telemetry") -> "Telemetry":
        """What both show."""
        return Telemetry(
            signals=_once(self.signals + other.signals),
            slis=_once(self.slis + other.slis),
            slos=_once(self.slos + other.slos),
            rules=_once(self.rules + other.rules),
            layers=_once(self.layers + other.layers),
        )


def _once(rows: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(sorted(dict.fromkeys(rows), key=repr))
