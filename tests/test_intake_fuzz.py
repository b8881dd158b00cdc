"""Whatever bytes come, they are read, or refused in words."""

import io
import json
import zipfile
from datetime import date
from functools import lru_cache
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import BUILT_IN_MODEL

from maturity.errors import Fault, InputError
from maturity.intake import Intake, read_source

TODAY = date(2026, 3, 20)

in_a_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])

pieces = st.sampled_from(
    (
        *("customer", "held_on", "engineers", "country", "one-click-rollback", "one-click-rollback.note", "sep=;"),
        *("2026-03-12", "Baobab Pay", "always", "n/a", "30", "1e99", "99.9 %", "\ufeff", "\0", "\u2028", "٣", "="),
        *(",", ";", "\t", "\n", "\r\n", "\r", '"', '""', " ", "[", "]", "{", "}", ":", '"customer":', '"schema":'),
    )
)
texts = st.lists(pieces | st.text(max_size=3), max_size=40).map("".join)
tables = st.builds("customer,held_on,engineers,one-click-rollback,objective\n{}".format, texts)
objects = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(("customer", "held_on", "responses", "platform", "signals", "schema", "answer", "gain")),
            inner,
        )
    ),
    max_leaves=8,
)


def checked(path: Path) -> Intake | None:
    """The intake of a file, or None where it was refused; every fault has a place and words on one line."""
    try:
        intake = read_source(path, BUILT_IN_MODEL, today=TODAY)
    except InputError as error:
        refused = error.faults
        assert refused
        intake = None
    faults: tuple[Fault, ...] = refused if intake is None else intake.faults
    assert all(fault.place and fault.problem and str(fault).encode() and "\n" not in str(fault) for fault in faults)
    return intake


@in_a_folder
@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.json"])
@given(content=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(tmp_path: Path, name: str, content: bytes) -> None:
    """No file raises anything but InputError."""
    (tmp_path / name).write_bytes(content)
    checked(tmp_path / name)


@in_a_folder
@given(
    text=texts | tables | objects.map(json.dumps),
    encoding=st.sampled_from(("utf-8", "utf-16")),
)
def test_anything_like_a_table_or_json_is_read_or_refused(tmp_path: Path, text: str, encoding: str) -> None:
    """The marks of CSV and JSON in any disorder."""
    for name in ("a.csv", "a.json"):
        (tmp_path / name).write_bytes(text.encode(encoding, "surrogatepass"))
        intake = checked(tmp_path / name)
        if intake is not None:
            keys = [engagement.key for engagement in intake.engagements]
            assert len(set(keys)) == len(keys)
            assert not set(keys) & {failure.name for failure in intake.failed}


@lru_cache(maxsize=1)
def _parts() -> dict[str, bytes]:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["customer", "held_on", "engineers", "one-click-rollback"])
    sheet.append(["Baobab Pay", date(2026, 3, 12), 30, "=1+1"])
    packed = io.BytesIO()
    book.save(packed)
    with zipfile.ZipFile(packed) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@in_a_folder
@given(data=st.data())
def test_a_damaged_workbook_is_read_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    """A part cut out, cut short or overwritten anywhere, or the archive itself bent."""
    parts = dict(_parts())
    name = data.draw(st.sampled_from(sorted(parts)))
    at = data.draw(st.integers(0, len(parts[name])))
    parts[name] = (
        parts[name][:at] + data.draw(st.binary(max_size=8)) + parts[name][at + data.draw(st.integers(0, 99)) :]
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    bent = bytearray(packed.getvalue())
    for index, byte in data.draw(
        st.dictionaries(st.integers(0, len(bent) - 1), st.integers(0, 255), max_size=2)
    ).items():
        bent[index] = byte
    (tmp_path / "a.xlsx").write_bytes(bytes(bent))
    checked(tmp_path / "a.xlsx")
