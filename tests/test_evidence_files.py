"""Files of every kind together: each says what it was, none stops another, and no person comes through."""

import io
import json
import random
from pathlib import Path

import pytest
from evidence_payloads import FILES, GH_RUN, GITLAB_PIPELINE, LOGIN, MESSAGE, NAME, PLANTED
from hypothesis import given
from hypothesis import strategies as st

from maturity.evidence.naming import Names
from maturity.evidence.recognise import READERS, kinds, read_content, read_evidence, reader_for
from maturity.evidence.rows import Run
from maturity.evidence.tables import Evidence

WAYS = st.sampled_from(["cut", "flip", "drop", "double", "swap", "none"])


def all_of(evidence: Evidence) -> str:
    """Everything that evidence says, as text."""
    runs = "\n".join(repr(run) for run in evidence.runs)
    tables = repr((evidence.deployments, evidence.incidents, evidence.telemetry, evidence.files, evidence.runs.names))
    return runs + tables + "\n".join(map(str, evidence.faults))


def spoiled(text: str, way: str, seed: int) -> bytes:
    """The text, broken in one way."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    at = chance.randrange(len(text))
    broken = {
        "cut": text[:at],
        "flip": text[:at] + chance.choice('{}[]",:\\x0') + text[at + 1 :],
        "drop": text[:at] + text[at + chance.randrange(40) :],
        "double": text + text[:at],
        "swap": text[at:] + text[:at],
        "none": text.replace('"success"', chance.choice(["7", "null", "[]", '{"a": 1}', "1e400", '"\\ud800"'])),
    }
    return broken[way].encode("utf-8", "surrogatepass")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a file of every kind, under names that tell nothing."""
    for number, text in enumerate(FILES.values()):
        (tmp_path / f"file{number:02}").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("kind", FILES)
def test_no_person_comes_through(kind: str) -> None:
    """Names, addresses and commit messages are dropped on load: planted ones stand in no output, nor in faults."""
    text = FILES[kind]
    assert any(word in text.lower() for word in PLANTED)
    spoilt = [spoiled(text, way, seed) for way in ("cut", "flip", "none") for seed in range(12)]
    for content in (text.encode(), text.replace(":", f': "{NAME}" ').encode(), *spoilt):
        told = all_of(read_content(io.BytesIO(content), place="export")).lower()
        assert not [word for word in PLANTED if word in told]


def test_a_person_in_a_field_of_another_kind_is_dropped_too() -> None:
    """A fault repeats nothing that the file says: a name in a time's or a number's place stays there."""
    entry = GH_RUN | {
        "createdAt": NAME,
        "attempt": NAME,
        "event": MESSAGE,
        "headSha": LOGIN,
        "headBranch": f"f/{LOGIN}",
    }
    told = all_of(
        read_content(io.BytesIO(json.dumps([entry, entry | {"attempt": 1}]).encode()), place="export")
    ).lower()
    assert not [word for word in PLANTED if word in told]
    assert "'created_at' is no time" in told


def test_one_bad_file_stops_no_other(folder: Path) -> None:
    """Empty, cut off, of another kind, a picture, or not there: each has its word, and the rest counts."""
    whole = read_evidence([folder])
    assert {fault.place for fault in whole.faults} == {str(folder / f"file{len(FILES) - 1:02}")}
    bad = {
        "empty": b"",
        "cut": b'[{"headSha": "b1b82852d48b516a18e56c5bab0ebf54b8f4ccfd", "event": "pu',
        "letter": b"Dear all, the builds are fine.",
        "picture": b"\x89PNG\r\n\x1a\n\0\0",
        "other": b'{"swagger": "2.0", "paths": {}}',
        "packed": b"PK\x03\x04",
    }
    for name, content in bad.items():
        (folder / name).write_bytes(content)
    mixed = read_evidence([folder, folder / "gone"])
    assert mixed.runs == whole.runs
    assert mixed.deployments == whole.deployments
    named = {fault.place: fault.problem for fault in mixed.faults}
    for name in (*bad, "gone"):
        assert named[str(folder / name)]
    assert "expected one of: GitHub Actions runs" in named[str(folder / "letter")]


def test_the_order_of_files_changes_no_table(folder: Path) -> None:
    """Nor does a file that is given twice."""
    paths = sorted(folder.iterdir())
    there, back = read_evidence(paths), read_evidence([*paths[::-1], folder])
    assert (there.runs, there.deployments) == (back.runs, back.deployments)
    assert {word.place for word in there.files} == {word.place for word in back.files}
    assert len(back.files) == len(paths)


def test_each_file_says_what_was_read(folder: Path) -> None:
    """Its kind and its counts, in words."""
    told = {word.kind: word.read for word in read_evidence([folder]).files}
    assert set(told) == set(FILES)
    assert told["GitHub Actions runs"] == "1 run"
    assert told["GitHub deployments"] == "1 deployment"
    assert told["Argo CD history"] == "3 deployments"


def test_an_export_without_entries_is_read_as_nothing() -> None:
    """An empty page is of its kind, and proves nothing."""
    evidence = read_content(io.BytesIO(b'{"total_count": 0, "workflow_runs": []}'), place="export")
    assert (evidence.files[0].kind, evidence.files[0].read) == ("GitHub Actions runs", "nothing")
    assert not len(evidence.runs)


def test_progress_reaches_the_end_of_every_file(folder: Path) -> None:
    """A bar that is told the bytes read ends at the file's size."""
    done: dict[str, tuple[int, int]] = {}
    read_evidence([folder], progress=lambda path, read, size: done.__setitem__(path.name, (read, size)))
    assert len(done) == len(FILES)
    assert all(read == size for read, size in done.values())


def test_readers_know_only_their_own() -> None:
    """No file is claimed by two readers, so their order means nothing."""
    for text in FILES.values():
        assert sum(reader.recognises(text) for reader in READERS) == 1
    assert len(set(kinds())) == len(READERS)
    assert reader_for("") is None


@given(st.sampled_from(sorted(FILES)), WAYS, st.integers(0, 10**6))
def test_whatever_breaks_a_file_it_is_read_or_named(kind: str, way: str, seed: int) -> None:
    """No exception of anyone, and never a row without a fault where nothing could be read."""
    evidence = read_content(io.BytesIO(spoiled(FILES[kind], way, seed)), place="export")
    (word,) = evidence.files
    assert word.kind is not None or word.faults


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_named(content: bytes) -> None:
    """The same for bytes that were never an export."""
    evidence = read_content(io.BytesIO(content), place="export")
    assert evidence.files[0].kind is not None or evidence.faults


@given(st.permutations(range(6)), st.sampled_from([1, 2, 5]))
def test_the_order_of_entries_changes_nothing(order: list[int], pages: int) -> None:
    """Exports come newest first or oldest first, in pages of any length."""
    entries = [
        GITLAB_PIPELINE | {"id": number, "created_at": f"2026-03-{number + 1:02}T10:00:00Z"} for number in range(6)
    ]
    shuffled = [entries[number] for number in order]
    text = "".join(json.dumps(shuffled[begin : begin + pages]) for begin in range(0, 6, pages))
    runs: list[Run] = list(read_content(io.BytesIO(text.encode()), place="export").runs)
    assert runs == list(read_content(io.BytesIO(json.dumps(entries).encode()), place="export", names=Names()).runs)
    assert [run.created for run in runs] == sorted(run.created or 0 for run in runs)
