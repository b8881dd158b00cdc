"""Log samples: the share of lines that a machine can read, with what they carry, and none of their text."""

import json
from datetime import UTC, datetime

import pytest
from evidence_reading import ADDRESS, PLANTED, WORDS, broken, evidence_of, rows_of, seeds, told_by
from hypothesis import given
from hypothesis import strategies as st

from maturity.evidence import logs
from maturity.evidence.signals import Kind, Signal

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
WHOLE = {"time": "2026-03-01T10:00:00Z", "level": "info", "service": "checkout", "trace_id": TRACE, "msg": WORDS}
LINES = {
    "flat": json.dumps(WHOLE),
    "pino": json.dumps({"time": 1772359200000, "level": 30, "service": "x", "traceId": TRACE, "msg": WORDS}),
    "ecs": json.dumps(
        {"@timestamp": "2026-03-01T10:00:00Z", "log.level": "info", "service": {"name": "x"}, "trace": {"id": TRACE}}
        | {"message": WORDS}
    ),
    "nested": json.dumps(
        {"timestamp": "2026-03-01T10:00:00Z", "severity": "INFO", "resource": {"service.name": "x"}}
        | {"attributes": {"trace_id": TRACE}, "body": WORDS}
    ),
    "logfmt": f'ts=2026-03-01T10:00:00Z level=info service=x traceID={TRACE} msg="{WORDS}"',
    "docker": json.dumps({"log": json.dumps(WHOLE) + "\n", "stream": "stdout", "time": "2026-03-01T10:00:01Z"}),
    "kubernetes": f"2026-03-01T10:00:00.123456789Z stdout F {json.dumps(WHOLE)}",
    "compose": f"web-1  | {json.dumps(WHOLE)}",
}
TEXT = f"2026-03-01 10:00:00 ERROR {WORDS}"


def signal(*lines: str) -> Signal:
    """What these lines show."""
    (found,), faults = rows_of(logs, "\n".join(lines))
    assert faults == ()
    assert isinstance(found, Signal)
    return found


@pytest.mark.parametrize("shape", LINES)
def test_every_shape_of_structured_line_is_whole(shape: str) -> None:
    """Time, level, service and trace, wherever the library puts them; a wrapper counts for nothing."""
    found = signal(LINES[shape], LINES[shape], TEXT)
    assert (found.kind, found.count, found.good) == (Kind.LOGS, 3, 2)


@pytest.mark.parametrize("missing", ["time", "level", "service", "trace_id"])
def test_a_line_without_one_of_the_four_is_not_whole(missing: str) -> None:
    """Structured, but not enough to follow a request; an empty value or a trace of zeros is none."""
    part = missing.partition("_")[0]
    without = json.dumps({key: value for key, value in WHOLE.items() if key != missing})
    empty = json.dumps(WHOLE | {missing: "" if missing != "trace_id" else "0" * 32})
    for line in (without, empty):
        found = signal(line, LINES["flat"])
        assert (found.count, found.good) == (2, 1)
        assert f"1 a {part}" in found.shows


def test_the_words_say_how_many_lines_carry_what() -> None:
    """Lines, structured ones, and each of the four parts."""
    found = signal(LINES["flat"], TEXT, json.dumps({"level": "info", "msg": "x", "time": "2026-03-01T10:00:00Z"}))
    assert found.shows == ("Of 3 log lines 2 are structured; 2 a time, 2 a level, 1 a service, 1 a trace or request id")


def test_plain_text_is_not_structured_and_never_good() -> None:
    """Access logs, stack traces and syslog can be read by people only."""
    lines = [
        TEXT,
        '127.0.0.1 - - [01/Mar/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 12',
        "Mar  1 10:00:00 host sshd[12]: closed",
        "  File x, line 2",
    ]
    found = signal(*lines)
    assert (found.count, found.good, found.first, found.is_kept) == (4, 0, None, None)


def test_the_sample_tells_from_when_to_when() -> None:
    """By the lines' own clocks; a sample does not show where logs are kept."""
    late = json.dumps(WHOLE | {"time": "2026-03-03T10:00:00Z"})
    found = signal(late, LINES["flat"], json.dumps(WHOLE | {"time": "soon"}))
    assert found.first == datetime(2026, 3, 1, 10, tzinfo=UTC).timestamp()
    assert found.last == datetime(2026, 3, 3, 10, tzinfo=UTC).timestamp()
    assert found.is_kept is None


def test_empty_lines_are_no_lines() -> None:
    """Nor are they good."""
    assert signal(LINES["flat"], "", "   ", "").count == 1


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_every_encoding_and_line_end_is_read(encoding: str) -> None:
    """As PowerShell writes them."""
    ((found,), _) = rows_of(logs, "\r\n".join([LINES["flat"]] * 3).encode(encoding))
    assert (found.count, found.good) == (3, 3)


def test_no_text_of_a_line_is_kept() -> None:
    """Neither its words nor its fields: only counts come through."""
    lines = "\n".join([*LINES.values(), TEXT, json.dumps(WHOLE | {"user": ADDRESS, "service": ADDRESS})])
    told = told_by(evidence_of(lines))
    assert not [word for word in (*PLANTED, "checkout", TRACE) if word in told]


def test_a_table_or_a_document_is_no_log() -> None:
    """Nor is prose."""
    assert not logs.recognises("id,name\n1,x\n2,y\n")
    assert not logs.recognises("Dear all,\nthe meeting is at ten.\n")
    assert not logs.recognises('[{"a": 1}]')


@given(order=st.permutations(sorted(LINES)), text=st.integers(0, 5))
def test_order_changes_nothing_and_plain_lines_never_help(order: list[str], text: int) -> None:
    """One more line that is not structured never makes the share better."""
    whole, more = signal(*LINES.values()), signal(*(LINES[shape] for shape in order), *[TEXT] * text)
    assert (more.good, more.count) == (whole.good, (whole.count or 0) + text)


@given(seed=seeds)
def test_whatever_breaks_it_is_read_or_named(seed: int) -> None:
    """No exception but our own, and never more good lines than lines."""
    told = evidence_of(broken("\n".join([*LINES.values(), TEXT]), seed))
    assert all((signal.good or 0) <= (signal.count or 0) for signal in told.telemetry.signals)
    assert told.files[0].read or told.faults
