"""Files at an address are whole or not there, as in a folder."""

import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from maturity.depot import Depot, is_address, open_depot
from maturity.errors import InputError
from maturity.files import UnwritableError, digest


class Share(MemoryFileSystem):  # type: ignore[misc]  # it ships no types
    """A filesystem that can move a file, and whose connection can break in the middle of one."""

    protocol = "share"
    store: dict[str, Any] = {}  # noqa: RUF012  (theirs, which ours must not share)
    pseudo_dirs = [""]  # noqa: RUF012  (the same)
    breaks = False
    moved: list[str] = []  # noqa: RUF012  (of all instances)

    def pipe_file(self, path: str, value: bytes, mode: str = "overwrite", **_: object) -> None:
        """Write the file; half of it, where the connection breaks."""
        super().pipe_file(path, value[: len(value) // 2] if self.breaks else value, mode=mode)
        if self.breaks:
            message = "connection lost"
            raise OSError(message)

    def mv(self, path1: str, path2: str, **_: object) -> None:
        """Move at once."""
        self.moved.append(path2)
        self.store[path2] = self.store.pop(path1)


@pytest.fixture(autouse=True)
def _share(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    fsspec.register_implementation("share", Share, clobber=True)
    monkeypatch.setattr(Share, "store", {})
    monkeypatch.setattr(Share, "moved", [])
    yield
    MemoryFileSystem.store.clear()


@pytest.fixture(params=["memory", "file", "share"])
def depot(request: pytest.FixtureRequest, tmp_path: Path) -> Depot:
    """A depot of each kind: an object store, a folder, and a share that moves files."""
    at = {"file": (tmp_path / "deep" / "out").as_uri()}
    return open_depot(at.get(request.param, f"{request.param}://firm/out"))


def test_a_file_is_there_as_it_was_written(depot: Depot) -> None:
    """Its bytes, digest and size; written over; removed twice without a word."""
    assert (depot.read("a.html"), depot.digest("a.html"), depot.names()) == (None, None, {})
    assert depot.write("a.html", "Ṣadé") == digest("Ṣadé".encode())
    depot.write("a.html", b"second")
    assert (depot.read("a.html"), depot.digest("a.html")) == (b"second", digest(b"second"))
    assert depot.names() == {"a.html": 6}
    depot.remove("a.html")
    depot.remove("a.html")
    assert depot.names() == {}


def test_a_depot_goes_to_a_worker_as_its_address(depot: Depot) -> None:
    """What it is there is opened there."""
    depot.write("a.html", b"first")
    assert pickle.loads(pickle.dumps(depot)).read("a.html") == b"first"  # noqa: S301  (our own)


def test_a_broken_connection_leaves_the_old_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a filesystem moves files, the new one is written aside; what was written of it is gone."""
    depot = open_depot("share://firm/out")
    depot.write("a.html", b"the old one")
    monkeypatch.setattr(Share, "breaks", True)
    with pytest.raises(
        UnwritableError, match=r"share://firm/out/a\.html: can't be read or written \(connection lost\)"
    ):
        depot.write("a.html", b"the new one")
    assert depot.read("a.html") == b"the old one"
    assert list(depot.names()) == ["a.html"]
    assert Share.moved[-1].endswith("firm/out/a.html")


def test_a_folder_that_takes_no_file_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    """With its address and the cause."""
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(UnwritableError, match=r"file/out: can't be read or written \(Not a directory\)"):
        open_depot((tmp_path / "file" / "out").as_uri())


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("s4://firm/out", r"s4:// is no filesystem that is known"),
        ("gcss://firm/out", r"did you mean 'gcs'\?"),
        ("s3://firm/out", r"s3:// needs a package: expected `pip install s3fs` here and on every worker"),
        ("gs://firm/out", r"gs:// needs a package: expected `pip install gcsfs`"),
    ],
)
def test_an_address_that_cannot_be_opened_is_refused(url: str, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what to install, or the scheme that was meant."""
    for name in ("s3fs", "gcsfs"):
        monkeypatch.setitem(__import__("sys").modules, name, None)
    with pytest.raises(InputError, match=told):
        open_depot(url)


def test_no_message_shows_a_password() -> None:
    """Nor a part of one that holds an @."""
    depot = Depot(url="sftp://ama:s3cr@t@files.example.org/out")
    assert depot.path("a.html") == "sftp://ama:***@files.example.org/out/a.html"


def test_an_address_is_told_from_a_folder() -> None:
    """A drive's letter is no scheme."""
    assert is_address("file:///share/out")
    assert is_address("simplecache::s3://firm/out")
    assert not any(map(is_address, ("out", "C:\\work", "C:/work", "data/engagements://", "")))
