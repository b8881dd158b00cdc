"""The text of a file in the encodings that shells and spreadsheets write, chunk by chunk."""

import codecs
import io
from collections.abc import Callable
from typing import Any, BinaryIO, Final

CHUNK: Final = 1 << 16  #: bytes that are read at a time
PACKED: Final = {
    b"PK\x03\x04": "a zip archive or a spreadsheet",
    b"\x1f\x8b": "a gzip archive",
    b"BZh": "a bzip2 archive",
}

_ANYWAY: Final = "evidence"  #: how bytes are read that are not of their encoding
_BOMS: Final = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_SAMPLE: Final = 512  #: bytes in which an encoding shows


class Counted(io.RawIOBase):
    """A file that tells how far it has been read."""

    def __init__(self, content: BinaryIO, told: Callable[[int], None]) -> None:
        self._content, self._told, self._done = content, told, 0

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - whatever takes bytes
        """Fill the buffer, and tell how many bytes of the file are read by now."""
        piece = self._content.read(len(buffer))
        buffer[: len(piece)] = piece
        self._done += len(piece)
        if piece:
            self._told(self._done)
        return len(piece)


def encoding_of(beginning: bytes) -> str:
    """The encoding that the file begins in: by its mark, by where its zero bytes stand, else UTF-8.

    >>> encoding_of("[".encode("utf-16")), encoding_of('{"a"'.encode("utf-16-be")), encoding_of(b"[]")
    ('utf-16', 'utf-16-be', 'utf-8')
    """
    for mark, encoding in _BOMS.items():
        if beginning.startswith(mark):
            return encoding
    sample = beginning[:_SAMPLE]
    if sample[1::2].count(0) * 2 > len(sample[1::2]):
        return "utf-16-le"
    return "utf-16-be" if sample[::2].count(0) * 2 > len(sample[::2]) else "utf-8"


def as_text(content: io.RawIOBase, encoding: str) -> io.TextIOWrapper:
    """The file as text, line ends as they stand; what is not of the encoding is read as Windows-1252."""
    buffered = io.BufferedReader(content, CHUNK)
    return io.TextIOWrapper(buffered, encoding=encoding, errors=_ANYWAY, newline="")


def _read_anyway(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(_ANYWAY, _read_anyway)
