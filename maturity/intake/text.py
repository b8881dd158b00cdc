"""Bytes of a text file taken as text, in the encodings that spreadsheets and shells write."""

import codecs
from collections.abc import Sequence

from maturity.errors import Fault, InputError


def decode(content: bytes, *, place: str) -> tuple[str, Sequence[str]]:
    """The text, and a warning where its encoding had to be guessed.

    UTF-8 with or without a byte order mark, UTF-16 with one, else Windows-1252. Half a character stays one,
    for the fault of the cell that holds it.

    Raises:
        InputError: it is text in none of them.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decoded(content, "utf-16", place), ()
    try:
        return content.removeprefix(codecs.BOM_UTF8).decode("utf-8", errors="surrogatepass"), ()
    except UnicodeDecodeError:
        warning = f"{place}: is not UTF-8; read as Windows-1252, so look at the letters with accents"
        return _decoded(content, "cp1252", place), (warning,)


def _decoded(content: bytes, encoding: str, place: str) -> str:
    try:
        return content.decode(encoding, errors="surrogatepass" if encoding == "utf-16" else "strict")
    except UnicodeDecodeError as error:
        problem = "is not text in UTF-8, UTF-16 or Windows-1252; expected a text file, best in UTF-8"
        raise InputError([Fault(place=place, problem=problem)]) from error
