"""Rows of any table, gathered from many files into evidence, with what the clocks in them get wrong."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeVar

from maturity.evidence.layers import settled
from maturity.evidence.merging import join_in
from maturity.evidence.rows import Deployment, Incident, Run
from maturity.evidence.run_columns import Gathering
from maturity.evidence.signals import AlertRule, Layer, Signal, Sli, Slo, Telemetry
from maturity.evidence.source import Source
from maturity.evidence.tables import Evidence
from maturity.language import later, tr, tr_in, tr_n
from maturity.wording import figures

_APART: Final = 2.0  #: s by which two machines' clocks may differ
_WORDS: Final = {
    Run: (later("{n} run"), later("{n} runs")),
    Deployment: (later("{n} deployment"), later("{n} deployments")),
    Incident: (later("{n} incident"), later("{n} incidents")),
    Signal: (later("{n} signal"), later("{n} signals")),
    Sli: (later("{n} SLI series"), later("{n} SLI series")),
    Slo: (later("{n} SLO"), later("{n} SLOs")),
    AlertRule: (later("{n} alert rule"), later("{n} alert rules")),
    Layer: (later("{n} collector configuration"), later("{n} collector configurations")),
}
_Timed = TypeVar("_Timed", Run, Deployment)


@dataclass(frozen=True, kw_only=True)
class _Own:
    """What one file tells besides runs, until it is known whether it counts."""

    deployments: dict[int, Deployment] = field(default_factory=dict)
    incidents: dict[int, Incident] = field(default_factory=dict)
    signals: list[Any] = field(default_factory=list)


class Gathered:
    """The four tables while they fill."""

    def __init__(self) -> None:
        self._runs = Gathering()
        self._deployments: dict[int, Deployment] = {}
        self._incidents: dict[int, Incident] = {}
        self._signals: dict[type, list[Any]] = {kind: [] for kind in (Signal, Sli, Slo, AlertRule, Layer)}

    def take(self, rows: Iterable[Any], source: Source) -> str:
        """Take the rows of one file; what was read, in words with counts."""
        counts: Counter[type] = Counter()
        before = len(self._runs)
        own = _Own()
        self._runs.add(_sorted_out(rows, source, counts, own))
        if source.broken > source.whole:
            source.note("has more entries that can't be read than others; none of them counts, so save it again")
            self._runs.forget(since=before)
            return tr("nothing")
        self._keep(own)
        repeated = self._runs.repeated(since=before)
        if not any(counts.values()) and not source.faults:
            source.note("holds no entry of its kind; expected one at the least")
        counts[Run] -= repeated
        told = [tr_n(*_WORDS[kind], count).format(n=figures(f"{count:,}")) for kind, count in counts.items() if count]
        again = tr("({n} more that tell of one of them again)").format(n=figures(f"{repeated:,}")) if repeated else ""
        read = tr_in("between two tables", " and ").join(told) or tr("nothing")
        return f"{read} {again}".rstrip()

    def evidence(self) -> Evidence:
        """All of it."""
        return Evidence(
            runs=self._runs.runs(),
            deployments=tuple(self._deployments[key] for key in sorted(self._deployments)),
            incidents=tuple(self._incidents[key] for key in sorted(self._incidents)),
            telemetry=settled(self._telemetry()),
        )

    def _telemetry(self) -> Telemetry:
        return Telemetry() | Telemetry(
            signals=tuple(self._signals[Signal]),
            slis=tuple(self._signals[Sli]),
            slos=tuple(self._signals[Slo]),
            rules=tuple(self._signals[AlertRule]),
            layers=tuple(self._signals[Layer]),
        )

    def _keep(self, own: _Own) -> None:
        for deployment in own.deployments.values():
            join_in(self._deployments, deployment)
        for incident in own.incidents.values():
            join_in(self._incidents, incident)
        for signal in own.signals:
            self._signals[type(signal)].append(signal)


def _sorted_out(rows: Iterable[Any], source: Source, counts: Counter[type], own: _Own) -> Iterator[Run]:
    """The runs among the rows; the others become the file's own."""
    for row in rows:
        known = len(own.deployments) + len(own.incidents)
        if isinstance(row, Deployment):
            join_in(own.deployments, _in_time(row, source))
        elif isinstance(row, Incident):
            join_in(own.incidents, row)
        elif not isinstance(row, Run):
            own.signals.append(row)
        is_new = not isinstance(row, Deployment | Incident) or len(own.deployments) + len(own.incidents) > known
        counts[type(row)] += is_new
        if isinstance(row, Run):
            yield _in_time(row, source)


def _in_time(row: _Timed, source: Source) -> _Timed:
    """The row without an end that comes before its beginning; within two seconds it is the beginning."""
    begin = row.created if row.started is None else row.started
    if begin is None or row.finished is None or row.finished >= begin:
        return row
    if begin - row.finished <= _APART:
        return replace(row, finished=begin)
    source.note("has an entry that ends before it begins; its end is left out")
    return replace(row, finished=None)
