"""SLI series from Prometheus' `query_range`, whose values are text."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from maturity.evidence.clocks import EARLIEST, LATEST
from maturity.evidence.durations import seconds_of
from maturity.evidence.naming import word
from maturity.evidence.rows import key_of
from maturity.evidence.series_roles import (
    ADVICE,
    KEPT,
    Role,
    is_counter,
    is_probe,
    lookback_of,
    process_of,
    role_of,
    subject_of,
)
from maturity.evidence.shape import paths_of
from maturity.evidence.signals import Kind, Signal, Sli
from maturity.evidence.source import Source
from maturity.evidence.windows import DAY, figure
from maturity.language import later, tr

NAME: Final = later("Prometheus query over a range")
MOST_LOOKBACK: Final = DAY  #: s; a share averaged over longer hides when it was bad
_SHARES: Final = (Role.GOOD_SHARE, Role.BAD_SHARE)
_SLACK: Final = 1e-6  #: by which a share may leave 0 to 1 in binary

Numbers = NDArray[np.float64]


class _Series(msgspec.Struct):
    metric: dict[str, str] = {}
    values: list[Any] | None = None


class _Result(msgspec.Struct):
    resultType: str | None = None  # noqa: N815 - Prometheus' own name
    result: list[_Series] = []


class _Answer(msgspec.Struct):
    status: str | None = None
    data: _Result | None = None


@dataclass(frozen=True, kw_only=True)
class _Read:
    """One series as read."""

    labels: Mapping[str, str]
    role: Role
    times: Numbers
    values: Numbers


def recognises(beginning: str) -> bool:
    """Whether it has Prometheus' answer to a query, whole or as `promtool` prints it."""
    paths = paths_of(beginning)
    whole = {"data.result.metric", "data.result.values"} <= paths or "data.resultType" in paths
    return whole or ({"metric", "values"} <= paths and beginning.lstrip().startswith("["))


def read(source: Source) -> Iterator[Sli | Signal]:
    """Its SLI series: good and all events, or the good share with 1 as its total; then what it shows of metrics.

    A series that tells only good, or only all, events has the other column untold, until `burn.complete` joins it with
    its other half; bad events alone stand in `good` under the label `sli` = `bad`. Counters become increases.
    """
    series = [read for one in _series(source) if (read := _read(source, one)) is not None]
    if not series:
        return
    groups: dict[tuple[str, ...], list[_Read]] = defaultdict(list)
    for one in series:
        apart = () if is_probe(one.labels) or one.role not in _SHARES else (_mark(one.labels),)
        groups[(subject_of(one.labels), *(one.labels.get(name, "") for name in KEPT), *apart)].append(one)
    for key in sorted(groups):
        yield from _slis(groups[key])
    times = np.concatenate([one.times for one in series])
    yield Signal(
        kind=Kind.METRICS,
        dialect="prometheus",
        shows=tr("A Prometheus answered with {n} series over {days} days").format(
            n=len(series), days=figure((times.max() - times.min()) / DAY)
        ),
        is_kept=True,
        services=tuple(sorted({name for one in series if (name := word(subject_of(one.labels)))})),
        count=len(series),
        first=float(times.min()),
        last=float(times.max()),
    )


def _series(source: Source) -> list[_Series]:
    text = source.text()
    try:
        if text.lstrip().startswith("["):
            return msgspec.json.decode(text, type=list[_Series])
        answer = msgspec.json.decode(text, type=_Answer)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        source.note("is no whole answer of Prometheus; expected the JSON of query_range, so save it again")
        return []
    if answer.status == "error" or answer.data is None:
        source.note("is Prometheus' refusal of a query; expected its answer")
        return []
    if answer.data.resultType != "matrix":
        source.note("is no range of values; expected the answer of query_range, not of query")
        return []
    if not answer.data.result:
        source.note("has no series; expected a query that finds some")
    return answer.data.result


def _read(source: Source, series: _Series) -> _Read | None:
    role = role_of(series.metric)
    if role is None:
        source.note(f"has a series that does not say what it is; expected a query such as {ADVICE}")
        return None
    lookback = seconds_of(lookback_of(series.metric))
    if lookback is not None and lookback >= MOST_LOOKBACK:
        source.note("has a series averaged over a day or longer; expected one over minutes")
        return None
    times, values = _points(source, series.values or [], role)
    if is_counter(series.metric) and role not in _SHARES:
        values = _increases(values)
    bad = (values < 0) | ((values > 1 + _SLACK) if role in _SHARES else np.zeros(len(values), bool))
    if bad.any():
        source.note("has values that are no share or no count; they are left out")
        values = np.where(bad, np.nan, values)
    if not np.isfinite(values).any():
        source.note("has a series without a value")
        return None
    return _Read(labels=series.metric, role=role, times=times, values=values)


def _points(source: Source, values: Sequence[Any], role: Role) -> tuple[Numbers, Numbers]:
    """Times in order, each once, and their values; NaN where none is told."""
    points: dict[float, float] = {}
    worse = np.fmax if role in {Role.BAD, Role.BAD_SHARE} else np.fmin
    for point in values:
        try:
            at, value = point
            time, number = float(at), float(value)
        except (TypeError, ValueError, OverflowError):
            source.note("has a point that is no pair of a time and a number; it is left out")
            continue
        if not EARLIEST <= time < LATEST:
            source.note("has a point outside 1990 to 2100; it is left out")
            continue
        if points.setdefault(time, number) != number and not (number != number and points[time] != points[time]):  # noqa: PLR0124 - NaN
            source.note("has two values for one time; the worse is kept")
            points[time] = float(worse(points[time], number))
    times = np.array(sorted(points), np.float64)
    numbers = np.array([points[time] for time in times.tolist()], np.float64)
    return times, np.where(np.isfinite(numbers), numbers, np.nan)


def _increases(values: Numbers) -> Numbers:
    """What a counter rose by at each point; NaN at the first, and after a fall it began again at 0."""
    rises = np.diff(values)
    return np.concatenate([values[:1] * np.nan, np.where(rises < 0, values[1:], rises)])


def _slis(group: list[_Read]) -> Iterator[Sli]:
    """The SLI that series of one subject make together."""
    labels = tuple((name, kept) for name in KEPT if (kept := word(group[0].labels.get(name))) is not None)
    name = word(subject_of(group[0].labels)) or "an SLI without a name"
    summed = {role: _sum([one for one in group if one.role is role]) for role in sorted({one.role for one in group})}
    if shares := [role for role in _SHARES if role in summed]:
        for role in shares:
            times, values, count = summed[role]
            good = values if role is Role.GOOD_SHARE else count - values
            yield Sli(name=name, labels=labels, times=times, good=np.clip(good, 0, count), total=count)
        return
    times = np.unique(np.concatenate([one.times for one in group]))
    at: dict[Role, Numbers] = {role: _aligned(times, own, values) for role, (own, values, _) in summed.items()}
    untold = np.full(len(times), np.nan)
    total, good = at.get(Role.TOTAL, untold), at.get(Role.GOOD, untold)
    bad = _bad(group, times) if Role.BAD in at else None
    if bad is not None and Role.TOTAL not in at and Role.GOOD in at:
        good = np.where(np.isnan(good) & (bad > 0), 0.0, good)
        total, good = good + bad, np.where(np.isfinite(bad), good, np.nan)
    elif bad is not None and Role.TOTAL in at:
        good = total - bad
    elif bad is not None:
        labels, good = (*labels, ("sli", "bad")), bad
    told = np.isfinite(total) | np.isfinite(good)
    yield Sli(name=name, labels=labels, times=times[told], good=good[told], total=total[told])


def _bad(group: list[_Read], times: Numbers) -> Numbers:
    """The bad events of all series; none before a series' first point, as it had none to count; NaN after a lost one.

    A series is over where all that its process tells is: a counter that goes on without its errors has lost them.
    """
    whole = np.zeros(len(times))
    for one in (one for one in group if one.role is Role.BAD):
        row = _aligned(times, one.times, one.values)
        beside = [other.times[-1] for other in group if other.role is not Role.BAD and _same_process(one, other)]
        last = max([one.times[-1], *beside]) if beside else times[-1]
        is_away = np.isnan(row) & ((times < one.times[0]) | (times > last))
        whole += np.where(is_away, 0.0, row)
    return whole


def _same_process(one: _Read, other: _Read) -> bool:
    return process_of(one.labels) == process_of(other.labels)


def _sum(group: list[_Read]) -> tuple[Numbers, Numbers, Numbers]:
    """Times, the sum of all values there, and how many were told; NaN where none was."""
    if not group:
        empty: Numbers = np.empty(0)
        return empty, empty, empty
    times = np.unique(np.concatenate([one.times for one in group]))
    rows = np.stack([_aligned(times, one.times, one.values) for one in group])
    told = np.isfinite(rows).sum(axis=0).astype(np.float64)
    return times, np.where(told > 0, np.nansum(rows, axis=0), np.nan), np.where(told > 0, told, np.nan)


def _aligned(times: Numbers, own: Numbers, values: Numbers) -> Numbers:
    row = np.full(len(times), np.nan)
    row[np.searchsorted(times, own)] = values
    return row


def _mark(labels: Mapping[str, str]) -> str:
    """A mark of the series without its labels, so that those of different ones stay apart."""
    return f"{key_of('series', *sorted(labels.items())):016x}"
