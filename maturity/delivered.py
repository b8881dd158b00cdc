"""A workbook that comes back: its file read with suspicion, what it says of itself, and which of its cells are ours."""

import json
import re
import stat
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Final

import msgspec

from maturity.errors import Fault, InputError
from maturity.files import digest
from maturity.language import ENGLISH, LANGUAGES

LARGEST: Final = 50_000_000  #: bytes of a workbook's file; one with everything in it has a tenth of a million
MOST_CELLS: Final = 5_000
FORMAT: Final = 4  #: of notebooks
BEGINNING: Final = "the beginning"  #: what stands before the first heading

_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.+?)[ \t#]*$", re.MULTILINE)
_SURROGATE = re.compile("[\ud800-\udfff]")


class Stamp(msgspec.Struct, frozen=True, kw_only=True):
    """What a workbook says it was made from."""

    key: str  #: of the engagement
    #: key and SHA-256 of the source of every cell, in the order made
    cells: Annotated[tuple[tuple[str | None, str], ...], msgspec.Meta(max_length=MOST_CELLS)]
    input_hash: str = ""  #: of the engagement
    model: Mapping[str, str] = {}  #: name, version and hash
    peers_hash: str = ""  #: of the published table; empty for none
    language: str = ENGLISH  #: its code
    earlier_hash: str = ""  #: of the earlier engagement; empty for none
    evidence_hash: str = ""  #: of the summary of the exports; empty for none
    versions: Mapping[str, str] = {}  #: by distribution

    @property
    def sources(self) -> Mapping[str, str]:
        """The SHA-256 of every source as it was made, by key, in the order made."""
        return {key: hashed for key, hashed in self.cells if key is not None}


def read_delivered(path: Path) -> Any:  # noqa: ANN401  (nbformat's nodes have no types)
    """The notebook of a file that anybody may have written; nothing in it is run.

    Cells without an id, or with another cell's, are given one. Text that is no Unicode is replaced by `\ufffd`, and
    line breaks of Windows in a cell's source by plain ones.

    Raises:
        InputError: it can't be read, is too large, or is not a notebook of format 4.
    """
    return delivered_in(body_of(path), path)


def delivered_in(body: bytes, path: Path) -> Any:  # noqa: ANN401  (nbformat's nodes have no types)
    """The notebook in the bytes of such a file; `path` names it.

    Raises:
        InputError: it is too large, or is not a notebook of format 4.
    """
    if len(body) > LARGEST:
        raise _refused(path, f"has more bytes than expected, which is at most {LARGEST:,}")
    content = _parsed(body, path)
    if not isinstance(content, dict) or content.get("nbformat") != FORMAT:
        raise _refused(path, f"is not a notebook of format {FORMAT}")
    if not isinstance(content.get("cells"), list) or len(content["cells"]) > MOST_CELLS:
        raise _refused(path, f"is not a notebook of at most {MOST_CELLS:,} cells")
    return _checked(content, path)


def body_of(path: Path) -> bytes:
    """The bytes of a file that anybody may have put there.

    Raises:
        InputError: it is not a file (a pipe is never waited for), can't be read, or is too large.
    """
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise _refused(path, "is not a file")
        if found.st_size > LARGEST:
            raise _refused(path, f"has {found.st_size:,} bytes; expected at most {LARGEST:,}")
        with path.open("rb") as file:
            return file.read(LARGEST + 1)[:LARGEST]
    except (OSError, ValueError) as error:
        raise _refused(path, f"can't be read ({getattr(error, 'strerror', None) or error})") from error


def stamp_of(notebook: Mapping[str, Any], place: str) -> Stamp:
    """What the workbook says it was made from.

    Raises:
        InputError: it says nothing, or nothing that makes sense.
    """
    try:
        return msgspec.convert(notebook["metadata"]["maturity"], Stamp)
    except (KeyError, TypeError, msgspec.ValidationError) as error:
        said = f" ({error})" if isinstance(error, msgspec.ValidationError) else ""
        problem = f"does not say what it was made from{said}: it is no workbook of ours, or its metadata was removed"
        raise InputError([Fault(place=place, problem=problem)]) from error


def language_of(notebook: Mapping[str, Any]) -> str:
    """The code of the language that the workbook says it is written in; English where it says none that is spoken."""
    said = str(notebook.get("metadata", {}).get("language_code", ""))
    return said if said in LANGUAGES else ENGLISH


def own_metadata(cell: Mapping[str, Any]) -> Mapping[str, Any]:
    """What of a cell's metadata is ours."""
    ours = cell["metadata"].get("maturity")
    return ours if isinstance(ours, dict) else {}


def key_of(cell: Mapping[str, Any]) -> str | None:
    """The key that the cell carries, whoever wrote it."""
    key = own_metadata(cell).get("key")
    return key if isinstance(key, str) else None


def source_hash(cell: Mapping[str, Any]) -> str:
    """SHA-256 of the cell's source, as stamps have it."""
    return digest(cell["source"].encode())


def identified(cells: Sequence[Mapping[str, Any]], sources: Mapping[str, str]) -> list[str | None]:
    """For each cell the key that it is the cell of; None for a cell that somebody added.

    Of several cells with one key (JupyterLab copies metadata when it copies or splits) the one that still has its id
    is ours, else the one that was not edited, else the first; a cell marked as a copy never is. A cell that lost its
    metadata is known by its id, where no other has the key.
    """
    found: dict[str, int] = {}
    for number, cell in enumerate(cells):
        key = key_of(cell) or cell.get("id", "")
        if key not in sources or own_metadata(cell).get("copy"):
            continue
        before = found.get(key)
        if before is None or _likeness(cell, key, sources) > _likeness(cells[before], key, sources):
            found[key] = number
    ours = {number: key for key, number in found.items()}
    return [ours.get(number) for number in range(len(cells))]


def sections(cells: Sequence[Mapping[str, Any]]) -> list[str]:
    """For each cell the heading of prose that it stands under, or itself begins with."""
    named, heading = [], BEGINNING
    for cell in cells:
        found = _HEADING.search(cell["source"]) if cell["cell_type"] == "markdown" else None
        heading = found[1] if found else heading
        named.append(heading)
    return named


def _likeness(cell: Mapping[str, Any], key: str, sources: Mapping[str, str]) -> tuple[bool, bool, bool]:
    return key_of(cell) == key, cell["id"] == key, source_hash(cell) == sources[key]


def _parsed(body: bytes, path: Path) -> Any:  # noqa: ANN401
    if not body.strip():
        raise _refused(path, "is not a notebook: it is empty, or can't be read")
    try:
        return json.loads(body, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        said = "its JSON is nested too deep" if isinstance(error, RecursionError) else str(error)
        raise _refused(path, f"is not a notebook: {said}") from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object, if no name stands in it twice: each reader would take another of the two."""
    made = dict(pairs)
    if len(made) < len(pairs):
        twice = Counter(name for name, _ in pairs).most_common(1)[0][0]
        message = f"{twice[:40]!r} stands twice in one object"
        raise ValueError(message)
    return made


def _checked(content: dict[str, Any], path: Path) -> Any:  # noqa: ANN401
    import nbformat
    from nbformat.v4.rwbase import rejoin_lines, strip_transient

    try:
        content = _without_surrogates(content)
        content["nbformat_minor"] = max(5, content.get("nbformat_minor", 0))
        _give_ids(content["cells"])
        notebook = strip_transient(rejoin_lines(nbformat.from_dict(content)))
        nbformat.validate(notebook)
        for cell in notebook.cells:
            cell["source"] = cell["source"].replace("\r\n", "\n")
    except (nbformat.ValidationError, AttributeError, KeyError, TypeError, RecursionError) as error:
        said = getattr(error, "message", "") or "something in it is not of the kind that stands there in a notebook"
        raise _refused(path, f"is not a notebook: {said[:200]}") from error
    return notebook


def _give_ids(cells: Sequence[dict[str, Any]]) -> None:
    taken: set[str] = set()
    for number, cell in enumerate(cells):
        wanted = cell.get("id")
        if not isinstance(wanted, str) or not re.fullmatch(r"[\w-]{1,64}", wanted, re.ASCII) or wanted in taken:
            wanted = digest(f"{number} {wanted!r}".encode())[:16]
        cell["id"] = wanted
        taken.add(wanted)


def _without_surrogates(value: Any) -> Any:  # noqa: ANN401  (whatever JSON holds)
    if isinstance(value, str):
        return value if value.isascii() else _SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_without_surrogates(part) for part in value]
    if isinstance(value, dict):
        return {_without_surrogates(name): _without_surrogates(part) for name, part in value.items()}
    return value


def _refused(path: Path, problem: str) -> InputError:
    return InputError([Fault(place=str(path), problem=problem)])
