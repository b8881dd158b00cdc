"""Spans as OpenTelemetry writes them to a file: whether traces go from one service to the next; no span is kept."""

from collections.abc import Iterator
from typing import Any, Final

import msgspec

from maturity.evidence.clocks import ClockError, read_time
from maturity.evidence.naming import word
from maturity.evidence.rows import key_of
from maturity.evidence.shape import keys_of
from maturity.evidence.signals import Kind, Signal
from maturity.evidence.source import Source
from maturity.language import later, tr
from maturity.wording import figures

NAME: Final = later("OpenTelemetry spans")
PAGES: Final = ("resourceSpans",)
MOST_TRACES: Final = 500_000  #: that are told apart
MOST_SERVICES: Final = 200  #: that are named

_SERVICE: Final = "service.name"
_SEVERAL: Final = -1  #: in place of a service: the trace goes through two or more


class _Span(msgspec.Struct):
    traceId: str | None = None  # noqa: N815  (OpenTelemetry's own name)
    startTimeUnixNano: str | int | None = None  # noqa: N815  (as above)


class _Scope(msgspec.Struct):
    spans: list[_Span] | None = None


class _Value(msgspec.Struct):
    stringValue: str | None = None  # noqa: N815  (as above)


class _Attribute(msgspec.Struct):
    key: str | None = None
    value: _Value | None = None


class _Resource(msgspec.Struct):
    attributes: list[_Attribute] | None = None


class _Entry(msgspec.Struct):
    resource: _Resource | None = None
    scopeSpans: list[_Scope] | None = None  # noqa: N815  (as above)
    instrumentationLibrarySpans: list[_Scope] | None = None  # noqa: N815  (how it was called before)


def recognises(beginning: str) -> bool:
    """Whether it has spans of resources."""
    keys = keys_of(beginning, PAGES)
    return bool({"scopeSpans", "instrumentationLibrarySpans"} & keys) and '"resourceSpans"' in beginning


def read(source: Source) -> Iterator[Signal]:
    """One signal: traces, and of those how many go through two services or more.

    Services count by name; spans of a resource without one tell of none. A file does not show where traces are kept.
    """
    services: dict[str, int] = {}
    traces: dict[int, int] = {}
    first, last = float("inf"), float("-inf")
    for number, entry in source.entries(_Entry, PAGES):
        service = _service(entry)
        if service is None:
            source.note("has spans of a resource that does not name its service; expected 'service.name'", entry=number)
            continue
        own = services.setdefault(service, len(services))
        for span in _spans(entry):
            if not span.traceId or not span.traceId.strip("0"):
                continue
            trace = key_of("trace", span.traceId.lower())
            if trace not in traces and len(traces) == MOST_TRACES:
                source.note(f"has more than {MOST_TRACES:,} traces; only so many are counted")
                continue
            traces[trace] = own if traces.get(trace, own) == own else _SEVERAL
            at = _moment(span.startTimeUnixNano)
            first, last = (first, last) if at is None else (min(first, at), max(last, at))
    if traces:
        yield _signal(services, traces, (first, last))


def _signal(services: dict[str, int], traces: dict[int, int], times: tuple[float, float]) -> Signal:
    across = sum(service == _SEVERAL for service in traces.values())
    has_time = times[0] <= times[1]
    return Signal(
        kind=Kind.TRACES,
        dialect="otlp",
        shows=tr("Of {n} traces {part} go through two services or more; {services} services are named").format(
            n=figures(f"{len(traces):,}"), part=figures(f"{across:,}"), services=len(services)
        ),
        services=tuple(sorted(services)[:MOST_SERVICES]),
        count=len(traces),
        good=across,
        first=times[0] if has_time else None,
        last=times[1] if has_time else None,
    )


def _service(entry: _Entry) -> str | None:
    attributes = (entry.resource and entry.resource.attributes) or []
    named = (a.value.stringValue for a in attributes if a.key == _SERVICE and a.value is not None)
    return word(next(named, None))


def _spans(entry: _Entry) -> Iterator[_Span]:
    for scope in [*(entry.scopeSpans or []), *(entry.instrumentationLibrarySpans or [])]:
        yield from scope.spans or []


def _moment(value: Any) -> float | None:  # noqa: ANN401 - a field of a file holds what it holds
    try:
        return read_time(value)
    except ClockError:
        return None
