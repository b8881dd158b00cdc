"""Samples of logs: how many lines are structured, and have a time, a level, a service and a trace; no text is kept."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import tzinfo
from typing import Any, Final

import msgspec

from maturity.evidence.clocks import ClockError, read_time
from maturity.evidence.shape import columns_of
from maturity.evidence.signals import Kind, Signal
from maturity.evidence.source import Source, delimiter_of
from maturity.language import later, tr
from maturity.wording import figures

NAME: Final = later("log lines")
MOST_LINES: Final = 1_000_000  #: that are looked at in one file
PARTS: Final = ("time", "level", "service", "trace")  #: what a structured line has

_FIELDS: Final[Mapping[str, frozenset[str]]] = {
    "time": frozenset(
        {
            "time",
            "timestamp",
            "ts",
            "datetime",
            "date",
            "asctime",
            "eventtime",
            "t",
            "timeunixnano",
            "observedtimestamp",
        }
    ),
    "level": frozenset({"level", "severity", "lvl", "loglevel", "levelname", "severitytext", "priority", "l"}),
    "service": frozenset(
        {"service", "servicename", "app", "application", "appname", "applicationname", "resourceservicename"}
        | {"ddservice", "resourceattributesservicename", "resourcesservicename", "svc"},
    ),
    "trace": frozenset(
        {"traceid", "traceparent", "oteltraceid", "ddtraceid", "xb3traceid", "xraytraceid", "requestid", "reqid"}
        | {"correlationid", "xrequestid", "logginggoogleapiscomtrace", "trace"},
    ),
}
_DEEPEST: Final = 3  #: levels of an entry in which a field is looked for
_BEFORE: Final = re.compile(
    r"^(?:\S{20,40} (?:stdout|stderr) [FP] |[\w.-]{1,60} +\| |\[pod/[^\]]{1,200}\] )",
)  #: what a container runtime, Compose or kubectl writes before a line
_PAIR: Final = re.compile(r'([A-Za-z_@][\w.@-]{0,60})=("(?:[^"\\]|\\.)*+"|[^\s"=]*)(?:\s+|$)')
_FEWEST_COLUMNS: Final = 3  #: of a table
_FEWEST_PAIRS: Final = 3  #: of a line in logfmt
_BEGINS: Final = re.compile(
    r"^\s*(?:\[?\d{4}[-/]\d{2}[-/]\d{2}[T ,]\d{2}:\d{2}|<\d{1,3}>|[A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} "
    r"|\S+ \S+ \S+ \[\d{2}/[A-Z][a-z]{2}/\d{4}:|(?:TRACE|DEBUG|INFO|WARN(?:ING)?|ERROR|FATAL)\b)"
)
_LOOKED_AT: Final = 40  #: lines by which a log is recognised
_EMPTY: Final = re.compile(r"[0-]*")  #: an identity that is none
_MOST_LETTERS: Final = 1 << 16  #: of a line; a longer one is not structured


def recognises(beginning: str) -> bool:
    """Whether most of its first lines are entries: JSON or logfmt with a level or a text, or beginning with a time."""
    lines = [line for line in beginning.splitlines()[:_LOOKED_AT] if line.strip()]
    if _is_table(lines):
        return False
    if len(beginning) > _MOST_LETTERS and len(lines) > 1:
        lines = lines[:-1] or lines
    found = sum(_is_entry(line) for line in lines)
    return found > 0 and found * 2 >= len(lines)


def read(source: Source) -> Iterator[Signal]:
    """One signal: lines, and of those how many are structured and have all of time, level, service and trace.

    A line is structured if it is a JSON object or logfmt; what a container runtime puts before or around it does not
    count. A sample does not show where logs are kept. Empty lines are no lines.
    """
    counts: Counter[str] = Counter()
    first, last = float("inf"), float("-inf")
    for line in source.lines():
        if not line.strip():
            continue
        if counts["lines"] == MOST_LINES:
            source.note(f"is longer than {MOST_LINES:,} lines; only so many are counted")
            break
        counts["lines"] += 1
        fields = _fields(line)
        if fields is None:
            continue
        counts["structured"] += 1
        has = {part for part in PARTS if part in fields}
        counts.update(has)
        counts["whole"] += len(has) == len(PARTS)
        at = _moment(fields.get("time"), source.zone)
        if at is not None:
            first, last = min(first, at), max(last, at)
    if counts["lines"]:
        yield _signal(counts, first, last)


def _signal(counts: Mapping[str, int], first: float, last: float) -> Signal:
    shows = tr(
        "Of {lines} log lines {structured} are structured; {time} a time, {level} a level, {service} a service, "
        "{trace} a trace or request id"
    ).format(**{name: figures(f"{counts[name]:,}") for name in ("lines", "structured", *PARTS)})
    has_time = first <= last
    return Signal(
        kind=Kind.LOGS,
        dialect="log",
        shows=shows,
        count=counts["lines"],
        good=counts["whole"],
        first=first if has_time else None,
        last=last if has_time else None,
    )


def _fields(line: str) -> dict[str, Any] | None:
    """The parts that a structured line has, with their values; None for any other line."""
    text = _BEFORE.sub("", line, count=1).strip()
    if len(text) > _MOST_LETTERS:
        return None
    entry = _object(text)
    if entry is not None and isinstance(entry.get("log"), str) and entry.keys() <= {"log", "stream", "time", "attrs"}:
        entry = _object(entry["log"].strip()) or _pairs(entry["log"].strip())  # Docker's wrapper
    elif entry is None:
        entry = _pairs(text)
    if entry is None:
        return None
    found: dict[str, Any] = {}
    _look(entry, "", 0, found)
    return found


def _object(text: str) -> dict[str, Any] | None:
    if not text.startswith("{"):
        return None
    try:
        entry = msgspec.json.decode(text)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
    return entry if isinstance(entry, dict) and entry else None


def _pairs(text: str) -> dict[str, Any] | None:
    """The pairs of a line that is nothing but logfmt."""
    pairs: dict[str, Any] = {}
    end = 0
    while pair := _PAIR.match(text, end):
        pairs[pair[1]] = pair[2].strip('"')
        end = pair.end()
    return pairs if end == len(text) and len(pairs) >= _FEWEST_PAIRS else None


def _look(entry: Mapping[str, Any], path: str, depth: int, found: dict[str, Any]) -> None:
    for key, value in entry.items():
        name = f"{path}{key}".lower()
        short, whole = (re.sub(r"[^a-z0-9]", "", text) for text in (str(key).lower(), name))
        if isinstance(value, dict):
            if depth < _DEEPEST:
                _look(value, f"{name}.", depth + 1, found)
            continue
        for part, names in _FIELDS.items():
            is_named = whole in names or (short in names and (depth == 0 or part == "trace"))
            if part not in found and (is_named or f"{part}.{_INNER[part]}" == name) and _is_told(part, value):
                found[part] = value


_INNER: Final = {"time": "time", "level": "name", "service": "name", "trace": "id"}


def _is_told(part: str, value: object) -> bool:
    if value is None or isinstance(value, bool | list) or value == "":
        return False
    return part != "trace" or not _EMPTY.fullmatch(str(value))


def _moment(value: object, zone: tzinfo | None) -> float | None:
    """When the line was written; None where its clock can't be placed."""
    try:
        return read_time(value, zone)
    except ClockError:
        return None


def _is_table(lines: Sequence[str]) -> bool:
    """Whether a header stands over rows of as many cells."""
    if len(lines) <= 1 or _is_entry(lines[0]) or len(columns_of(lines[0])) < _FEWEST_COLUMNS:
        return False
    delimiter = delimiter_of(lines[0])
    return all(line.count(delimiter) >= lines[0].count(delimiter) for line in lines[1:])


def _is_entry(line: str) -> bool:
    entry = _object(_BEFORE.sub("", line, count=1).strip())
    if entry is not None:
        keys = {re.sub(r"[^a-z0-9]", "", str(key).lower()) for key in entry}
        said = {"msg", "message", "log", "event", "body", "text", "stream"} | _FIELDS["level"]
        return bool(keys & said) and bool(keys & (_FIELDS["time"] | _FIELDS["level"]))
    return bool(_BEGINS.match(line) or _BEFORE.match(line) or _pairs(line.strip()))
