"""Files come in every encoding, cut off, glued together and of any size, and are read or named."""

import io
import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.evidence.clocks import ClockError, read_time
from maturity.evidence.source import Source
from maturity.evidence.splitting import MOST_BYTES, BrokenError, Cutter

WORDS = st.sampled_from(["", "é", '\\"', "}", "[{", "\\", '"runs"', '":[', '\\\\"'])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 10**20) | WORDS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "runs", "b]"]), inner, max_size=2)
    ),
    max_leaves=6,
)
OBJECTS = st.dictionaries(st.sampled_from(["a", "b", '"']), JSON, max_size=3)


def entries_of(content: bytes, pages: tuple[str, ...] = ()) -> tuple[list[Any], list[str]]:
    """The entries of a file and its faults."""
    source = Source(io.BytesIO(content), place="export")
    return [entry for _, entry in source.entries(object, pages)], [str(fault) for fault in source.faults]


def cut(text: bytes, size: int, pages: tuple[str, ...] = ()) -> Iterator[bytes]:
    """The entries of a text that comes in pieces of that many bytes."""
    cutter = Cutter(pages)
    for begin in range(0, len(text), size):
        yield from cutter.feed(text[begin : begin + size])
    cutter.finish()


@given(st.lists(OBJECTS, max_size=5), st.integers(1, 40), st.booleans(), st.sampled_from([None, 1]))
def test_entries_are_those_that_json_reads_whole(
    members: list[dict[str, Any]],
    size: int,
    as_ascii: bool,  # noqa: FBT001 - a case
    indent: int | None,
) -> None:
    """Wherever the pieces are cut, the entries of a list are its members."""
    text = json.dumps(members, ensure_ascii=as_ascii, indent=indent).encode()
    assert [json.loads(entry) for entry in cut(text, size)] == members


@given(st.lists(st.lists(OBJECTS, max_size=3), max_size=4), st.integers(1, 40), JSON)
def test_entries_of_pages_are_those_of_their_lists(
    pages: list[list[dict[str, Any]]],
    size: int,
    other: object,
) -> None:
    """What a page says beside its list is no entry, before it or after it."""
    text = "\n".join(json.dumps({"total": other, "runs": page, "next": other}) for page in pages).encode()
    flat = [member for page in pages for member in page]
    assert [json.loads(entry) for entry in cut(text, size, ("runs",))] == flat


@given(st.binary(max_size=200), st.integers(1, 50))
def test_any_bytes_are_cut_or_refused(content: bytes, size: int) -> None:
    """No exception but our own."""
    with suppress(BrokenError):
        assert all(cut(content, size, ("runs",)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_shells_write_every_encoding(encoding: str, end: str) -> None:
    """PowerShell writes UTF-16 with a mark; Windows ends lines in two letters."""
    text = f'[{{"a": "é"}},{end}{{"a": 2}}]{end}'
    assert entries_of(text.encode(encoding)) == ([{"a": "é"}, {"a": 2}], [])


def test_letters_of_windows_are_read_in_a_file_that_is_not_utf_8() -> None:
    """An accent in Windows-1252 hides nothing of the rest."""
    assert entries_of(b'[{"a": "\xe9"}]') == ([{"a": "é"}], [])


def test_a_file_that_stops_keeps_what_came_before() -> None:
    """Truncated JSON: the whole entries count, and the fault says how many there are."""
    entries, faults = entries_of(b'[{"a": 1}, {"a": 2}, {"a": ')
    assert entries == [{"a": 1}, {"a": 2}]
    (fault,) = faults
    assert fault.startswith("export: stops in the middle; expected the whole export")
    assert fault.endswith("2 entries read before that")


def test_a_broken_entry_stops_no_other() -> None:
    """Its number is told, and nothing of what it holds."""
    entries, faults = entries_of(b'[{"a": 1}, {"a": thabo}, {"a": 3}]')
    assert entries == [{"a": 1}, {"a": 3}]
    assert len(faults) == 1
    assert "entry 2" in faults[0]
    assert "thabo" not in faults[0]


def test_half_letters_and_numbers_that_are_none_are_read() -> None:
    """What msgspec refuses Python's own reader takes."""
    assert entries_of(b'[{"a": "\\ud800"}]')[0] == [{"a": "\ud800"}]
    assert not entries_of(b'[{"a": NaN}]')[1]


@pytest.mark.parametrize(
    "content", [b"[" * 100_000, b"[" * 100_000 + b"]" * 100_000, b'{"a":' * 50_000 + b"1" + b"}" * 50_000]
)
def test_depth_is_refused_in_words(content: bytes) -> None:
    """Brackets without end end in a fault."""
    entries, faults = entries_of(content)
    assert not entries
    assert len(faults) == 1


@pytest.mark.parametrize("content", [b"]", b"[1, 2]", b'[{"a": 1}] and more', b'{"a": 1}}', b'[{"a": 1} x {"a": 2}]'])
def test_what_is_no_entry_is_named(content: bytes) -> None:
    """Numbers, words and stray brackets between entries end the reading, in words."""
    assert len(entries_of(content)[1]) == 1


def test_memory_holds_one_entry() -> None:
    """A cutter keeps what is not yet an entry, and refuses one that grows beyond all measure."""
    cutter = Cutter()
    for _ in cutter.feed(b'[{"a": "'):
        pass
    piece = b"x" * (1 << 20)
    for _ in range(MOST_BYTES // len(piece) - 1):
        assert not list(cutter.feed(piece))
    with pytest.raises(BrokenError, match="64 MB"):
        list(cutter.feed(piece))


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \r\n", "is empty"),
        (b"PK\x03\x04rest", "zip archive"),
        (b"\x1f\x8brest", "gzip archive"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\0", "no text"),
    ],
)
def test_what_can_never_be_an_export_is_said_at_once(content: bytes, word: str) -> None:
    """Empty files, archives and pictures."""
    refused = Source(io.BytesIO(content), place="export").refused
    assert refused is not None
    assert word in refused


def test_a_table_with_too_many_cells_in_a_row_says_so() -> None:
    """A row that does not fit its header stands in the wrong columns."""
    source = Source(io.BytesIO(b'\xef\xbb\xbfA;"B b"\r\n1;2;3\r\n;\r\n4;"5;6"\r\n'), place="export")
    assert [dict(row) for _, row in source.rows()] == [{"a": "4", "b_b": "5;6"}]
    assert [str(fault) for fault in source.faults] == ["export: line 2: has more cells in a row than in its header"]


def test_faults_of_one_kind_are_told_once_with_their_number() -> None:
    """A million bad rows are one line, and twenty kinds are enough."""
    source = Source(io.BytesIO(b"x"), place="export")
    for number in range(1000):
        source.note("is wrong", entry=number + 7)
    assert [str(fault) for fault in source.faults] == ["export: entry 7: is wrong (1,000 times; this is the first)"]
    for number in range(100):
        source.note(f"kind {number}")
    assert len(source.faults) == 21


SAME = read_time("2026-03-12T10:11:12Z")


@pytest.mark.parametrize(
    "told",
    [
        "2026-03-12T12:11:12+02:00",
        "2026-03-12 10:11:12 UTC",
        "2026-03-12 12:11:12 +0200",
        "Thu, 12 Mar 2026 10:11:12 +0000",
        "2026-03-12T10:11:12.0000000Z",
        "/Date(1773310272000)/",
        "/Date(1773310272000+0200)/",
        1773310272,
        1773310272000,
        "1773310272000",
        1773310272000000,
        1773310272.0,
    ],
)
def test_every_clock_tells_the_same_moment(told: object) -> None:
    """ISO 8601 with zones, what git and mail write, seconds, milliseconds, and .NET."""
    assert read_time(told) == SAME


@pytest.mark.parametrize("told", [None, "", " ", 0, "0001-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z"])
def test_a_clock_that_was_never_set_tells_nothing(told: object) -> None:
    """Zero is not a time: it is what tools write for none."""
    assert read_time(told) is None


@pytest.mark.parametrize(
    "told", ["2026-03-12T10:11:12", "2026-03-12", "12/03/2026 10:11", "soon", True, -5, 1e300, "9" * 90]
)
def test_a_clock_that_would_have_to_be_guessed_is_refused(told: object) -> None:
    """No zone, no order of day and month, no such year."""
    with pytest.raises(ClockError):
        read_time(told)


@given(
    st.text(max_size=30)
    | st.floats()
    | st.integers()
    | st.sampled_from(["/Date(9)/", "Thu, 99 Mar 2026 10:11:12 +0000"])
)
def test_any_clock_is_read_or_refused(told: object) -> None:
    """A moment between 1990 and 2100, nothing, or our own refusal."""
    try:
        time = read_time(told)
    except ClockError:
        return
    assert time is None or 6e8 < time < 5e9
