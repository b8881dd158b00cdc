"""Rows of any table, gathered from many files into evidence, with what the clocks in them get wrong."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Final, TypeVar

from maturity.evidence.layers import settled
from maturity.evidence.merging import joined
from maturity.evidence.rows import Deployment, Incident, Run
from maturity.evidence.signals import AlertRule, Layer, Signal, Sli, Slo, Telemetry
from maturity.evidence.source import Source
from maturity.evidence.tables import Evidence, Gathering
from maturity.evidence.windows import marked
from maturity.language import later, tr, tr_in, tr_n

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
        self._runs.add(self._sorted_out(rows, source, counts))
        repeated = self._runs.repeated(since=before)
        counts[Run] -= repeated
        told = [tr_n(*_WORDS[kind], count).format(n=marked(f"{count:,}")) for kind, count in counts.items() if count]
        again = tr("({n} more that tell of one of them again)").format(n=marked(f"{repeated:,}")) if repeated else ""
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

    def _sorted_out(self, rows: Iterable[Any], source: Source, counts: Counter[type]) -> Iterator[Run]:
        """The runs among the rows; the others are kept at once."""
        seen: set[int] = set()  # keys of this file's deployments and incidents, which rows may share
        for row in rows:
            counts[type(row)] += isinstance(row, Run) or getattr(row, "key", None) not in seen
            if isinstance(row, Deployment | Incident):
                seen.add(row.key)
            if isinstance(row, Run):
                yield _in_time(row, source)
            elif isinstance(row, Deployment):
                timed = _in_time(row, source)
                known = self._deployments.get(row.key)
                self._deployments[row.key] = timed if known is None else joined(known, timed)
            elif isinstance(row, Incident):
                other = self._incidents.get(row.key)
                self._incidents[row.key] = row if other is None else joined(other, row)
            else:
                self._signals[type(row)].append(row)


def _in_time(row: _Timed, source: Source) -> _Timed:
    """The row without an end that comes before its beginning; within two seconds it is the beginning."""
    begin = row.created if row.started is None else row.started
    if begin is None or row.finished is None or row.finished >= begin:
        return row
    if begin - row.finished <= _APART:
        return replace(row, finished=begin)
    source.note("has an entry that ends before it begins; its end is left out")
    return replace(row, finished=None)
