"""What the merged workbook has in the place of each cell of the edited one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from maturity.delivered import key_of, own_metadata, source_hash
from maturity.files import digest
from maturity.workbook import CELL_METADATA, INJECTED

if TYPE_CHECKING:
    from nbformat import NotebookNode

#: of a cell's metadata, what only tells of one run or one window
PASSING: Final = frozenset({"ExecuteTime", "collapsed", "execution", "papermill", "scrolled", "trusted"})
OUR_TAGS: Final = frozenset({"parameters", INJECTED})
Cell = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Sides:
    """The two sides of a merge."""

    then: Mapping[str, str]  #: the hash of each source as it was made, by key, in the order made
    now: Mapping[str, Cell]  #: the cells as they would be made, by key, in their order
    theirs: tuple[tuple[str | None, Cell], ...]  #: the cells as they were edited; no key for what somebody added


@dataclass(frozen=True, kw_only=True)
class Settled:
    """A cell of the merged workbook, or one that is left out, and what became of it."""

    cell: Cell
    what: str  #: as a report names it
    fates: tuple[str, ...] = ()
    key: str | None = None  #: None for a cell that somebody added
    parked: str = ""
    left_out: bool = False


def settle(cell: Cell, key: str | None, sides: Sides) -> Settled:
    """What stands in the place of a cell of the edited workbook; no key is for a cell that somebody added."""
    if key is None:
        return _own(cell, sides)
    fresh, then = sides.now.get(key), sides.then[key]
    if fresh is None:
        unedited = source_hash(cell) == then
        return Settled(cell=cell, what=what_is(cell), key=key, left_out=True) if unedited else _kept(cell, key, None)
    if key == INJECTED:
        return _parameters(cell, fresh, then)
    is_same = (cell["source"], cell["cell_type"]) == (fresh["source"], fresh["cell_type"])
    if is_same or (source_hash(cell) == then and cell["cell_type"] == fresh["cell_type"]):
        return _refreshed(cell, key, fresh)
    waits = source_hash(fresh) != then or own_metadata(cell).get("waiting") == fresh["source"]
    return _kept(cell, key, fresh, waits=waits)


def what_is(cell: Cell) -> str:
    """`code` or `text`."""
    return "code" if cell["cell_type"] == "code" else "text"


def with_(node: Mapping[str, Any], **changes: object) -> "NotebookNode":
    """The node with these fields changed; the node itself stays as it is."""
    from nbformat import NotebookNode

    changed: NotebookNode = NotebookNode({**node, **changes})
    return changed


def numbered(cells: Sequence[Cell]) -> Iterator[Cell]:
    """The cells with their runs counted anew, from 1; code that never ran has no number."""
    number = 0
    for cell in cells:
        if cell["cell_type"] != "code" or (cell["execution_count"] is None and not cell["outputs"]):
            yield cell
            continue
        number += 1
        if cell["execution_count"] == number and all(
            o.get("execution_count", number) == number for o in cell["outputs"]
        ):
            yield cell
            continue
        counted = [with_(o, execution_count=number) if "execution_count" in o else o for o in cell["outputs"]]
        yield with_(cell, execution_count=number, outputs=counted)


def named_apart(cells: Sequence[Cell], fresh: Sequence[Cell]) -> list[Cell]:
    """The cells, no two of them with one id; a cell of the fresh workbook has the id that it has there."""
    ours = {key_of(cell): cell["id"] for cell in fresh}
    reserved = set(ours.values())
    taken: set[str] = set()
    apart: list[Cell] = []
    for cell in cells:
        wanted = cell["id"]
        is_ours = ours.get(key_of(cell)) == wanted and not own_metadata(cell).get("copy")
        while not is_ours and (wanted in taken or wanted in reserved):
            wanted = digest(wanted.encode())[:16]
        taken.add(wanted)
        apart.append(cell if wanted == cell["id"] else with_(cell, id=wanted))
    return apart


def _refreshed(cell: Cell, key: str, fresh: Cell) -> Settled:
    """The fresh cell, with the tags, the metadata and the attached files in it that are not ours."""
    ours = fresh["metadata"]
    foreign = {name: value for name, value in cell["metadata"].items() if name not in PASSING | {*CELL_METADATA}}
    tags = [tag for tag in cell["metadata"].get("tags", []) if tag not in ours.get("tags", []) and tag not in OUR_TAGS]
    metadata = {**foreign, **ours} | ({"tags": [*ours.get("tags", []), *tags]} if tags else {})
    made = fresh if metadata == ours else with_(fresh, metadata=with_(metadata))
    if cell.get("attachments") and fresh["cell_type"] == "markdown":
        made = with_(made, attachments={**cell["attachments"], **fresh.get("attachments", {})})
    fates = ("refreshed",) if _content(cell) != _content(fresh) else ()
    return Settled(cell=made, what=what_is(fresh), fates=fates, key=key)


def _kept(cell: Cell, key: str, fresh: Cell | None, *, waits: bool = True) -> Settled:
    """The consultant's cell; where the other side changed it too, or left it out, that waits for a decision."""
    parked = fresh["source"] if fresh is not None and waits else ""
    made = with_(cell, metadata=_marked(cell, {"key": key} | ({"waiting": parked} if parked else {})))
    if fresh is not None:
        made = with_(made, id=fresh["id"])
    fates = ("kept", *(["stale"] if cell["cell_type"] == "code" else []), *(["waiting"] if waits else []))
    return Settled(cell=made, what=_what_of(cell), fates=fates, key=key, parked=parked)


def _own(cell: Cell, sides: Sides) -> Settled:
    """A cell that somebody added; a copy of code of ours that was not edited says what ours says."""
    key = key_of(cell) or ""
    fresh = sides.now.get(key)
    made = with_(cell, metadata=_marked(cell, {**own_metadata(cell)} | ({"copy": True} if key else {})))
    if fresh is None or what_is(cell) == "text" or source_hash(cell) != sides.then.get(key):
        stale = ["stale"] if cell.get("outputs") else []
        return Settled(cell=made, what=f"added {_what_of(cell)}", fates=("kept", *stale))
    said = {name: fresh[name] for name in ("source", "outputs", "execution_count")}
    fates = ("kept", *(["refreshed"] if _content(cell) != _content(fresh) else []))
    return Settled(cell=with_(made, **said), what="copied code", fates=fates)


def _parameters(cell: Cell, fresh: Cell, then: str) -> Settled:
    """The fresh parameters, for all outputs are made from them; others are parked, and wait for a decision."""
    yours = cell["source"] if source_hash(cell) != then else own_metadata(cell).get("yours")
    settled = _refreshed(cell, INJECTED, fresh)
    if not isinstance(yours, str) or yours == fresh["source"]:
        return Settled(cell=settled.cell, what="parameters", fates=settled.fates, key=INJECTED)
    metadata = with_(settled.cell["metadata"], maturity=with_({"key": INJECTED, "yours": yours}))
    made = with_(settled.cell, metadata=metadata)
    return Settled(cell=made, what="parameters", fates=("waiting",), key=INJECTED, parked=yours)


def _marked(cell: Cell, ours: Mapping[str, object]) -> "NotebookNode":
    """The cell's metadata without what passes, and with this as ours."""
    lasting = {name: value for name, value in cell["metadata"].items() if name not in PASSING | {"maturity"}}
    return with_(lasting | ({"maturity": with_(ours)} if ours else {}))


def _what_of(cell: Cell) -> str:
    """What a cell of the consultant's is; one whose last run failed is named so, for a page would show it."""
    failed = any(output["output_type"] == "error" for output in cell.get("outputs", []))
    return "failing code" if failed else what_is(cell)


def _content(cell: Cell) -> tuple[object, ...]:
    outputs = [{**output, "execution_count": None} for output in cell.get("outputs", [])]
    return cell["cell_type"], cell["source"], outputs
