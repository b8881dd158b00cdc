"""Files are whole or not there."""

import os
from pathlib import Path

import pytest

from maturity.files import UnwritableError, digest, digest_of, ready_folder, write_whole


def test_a_written_file_holds_exactly_what_was_given(tmp_path: Path) -> None:
    """The SHA-256 that is returned is that of the bytes on disk."""
    written = write_whole(tmp_path / "a.html", "Ṣadé ₦5\n")
    assert (tmp_path / "a.html").read_text(encoding="utf-8") == "Ṣadé ₦5\n"
    assert written == digest("Ṣadé ₦5\n".encode()) == digest_of(tmp_path / "a.html")


def test_a_full_disk_leaves_the_old_file_and_no_scrap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A write that fails half-way changes nothing."""
    write_whole(tmp_path / "a.html", "old")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UnwritableError, match=r"a\.html: can't be written \(No space left on device\)"):
        write_whole(tmp_path / "a.html", "new")
    assert (tmp_path / "a.html").read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.html"]


def test_an_output_folder_that_is_a_file_is_refused_by_name(tmp_path: Path) -> None:
    """The message names the folder and why it can't be used."""
    (tmp_path / "out").write_text("I am a file", encoding="utf-8")
    with pytest.raises(UnwritableError, match="out: can't be used as the output folder"):
        ready_folder(tmp_path / "out")


def test_an_output_folder_is_made_with_its_parents_and_left_clean(tmp_path: Path) -> None:
    """Proving that a folder can be written leaves nothing in it."""
    assert list(ready_folder(tmp_path / "a" / "b").iterdir()) == []


def test_a_file_that_was_there_keeps_its_permissions(tmp_path: Path) -> None:
    """What somebody closed to others stays closed when it is written again."""
    file = tmp_path / "closed"
    file.touch(mode=0o600)
    write_whole(file, "x")
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_written_file_has_the_usual_permissions(tmp_path: Path) -> None:
    """A delivered file is as readable as any other that the user makes."""
    (tmp_path / "usual").touch()
    write_whole(tmp_path / "ours", "x")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "usual").stat().st_mode
