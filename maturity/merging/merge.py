"""Both sides in, one workbook out, with what became of every cell."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from maturity.delivered import identified, key_of, sections, stamp_of
from maturity.errors import Fault, InputError
from maturity.merging.arranging import arrange
from maturity.merging.fates import FATES, Merged, Place
from maturity.merging.settling import Settled, Sides, named_apart, numbered, settle, what_is, with_
from maturity.workbook import INJECTED

if TYPE_CHECKING:
    from nbformat import NotebookNode


def merge(edited: Mapping[str, Any], fresh: Mapping[str, Any], *, place: str = "the edited workbook") -> Merged:
    """The fresh workbook with everything in it that a consultant changed in the edited one.

    Code has the fresh source and outputs unless its source was edited: then it is kept as it is, and stale. Of prose,
    whoever changed it wins; where both did, the consultant's stands and the fresh text is parked in the cell's
    metadata (`maturity.waiting`) until that is removed or the text taken over. A cell that was deleted stays deleted,
    one that was moved stays there, one that was added follows the cell that it followed. The parameters are always
    the fresh ones; edited ones are parked (`maturity.yours`). Both notebooks stay as they are.

    Merging an unedited workbook gives the fresh one; merging again changes nothing. `place` names the edited file.

    Raises:
        InputError: the edited workbook does not say what it was made from, or is that of another engagement.
    """
    sides = _sides(edited, fresh, place)
    settled = [settle(cell, key, sides) for key, cell in sides.theirs]
    arranged = arrange(settled, sides)
    cells = [one.cell for one in arranged.cells]
    told: dict[str, list[Place]] = {fate: [] for fate in FATES}
    for one, section in zip(arranged.cells, sections(cells), strict=True):
        for fate in (*one.fates, *(["moved"] if one.key in arranged.moved else [])):
            told[fate].append(Place(section=section, what=one.what, key=one.key or "", parked=one.parked))
    for one, section in zip(settled, sections(edited["cells"]), strict=True):
        if one.left_out:
            told["fell_silent"].append(Place(section=section, what=one.what, key=one.key or ""))
    made = list(sides.now.items())
    for (key, cell), section in zip(made, sections([cell for _, cell in made]), strict=True):
        if key in arranged.deleted:
            told["deleted"].append(Place(section=section, what=what_is(cell), key=key))
    notebook = _notebook(cells, fresh, _stamped(fresh, settled, sides))
    return Merged(notebook=notebook, **{fate: tuple(places) for fate, places in told.items()})


def with_parameters(notebook: Mapping[str, Any], fresh: Mapping[str, Any]) -> Mapping[str, Any]:
    """The merged workbook, with the fresh parameters where somebody deleted their cell."""
    if INJECTED in identified(notebook["cells"], {INJECTED: ""}):
        return notebook
    given = [cell for cell in fresh["cells"] if key_of(cell) == INJECTED]
    return with_(notebook, cells=[*given, *notebook["cells"]])


def _sides(edited: Mapping[str, Any], fresh: Mapping[str, Any], place: str) -> Sides:
    stamp, wanted = stamp_of(edited, place), stamp_of(fresh, "the fresh workbook")
    if stamp.key != wanted.key:
        problem = f"is the workbook of {stamp.key!r}; expected that of {wanted.key!r}"
        raise InputError([Fault(place=place, problem=problem)])
    nameless = [cell["id"] for cell in fresh["cells"] if key_of(cell) is None]
    if nameless:
        problem = f"the cells {nameless} have no key, so nobody could tell them again"
        raise InputError([Fault(place="the fresh workbook", problem=problem)])
    keys = identified(edited["cells"], stamp.sources)
    return Sides(
        then=stamp.sources,
        now={str(key_of(cell)): cell for cell in fresh["cells"]},
        theirs=tuple(zip(keys, edited["cells"], strict=True)),
    )


def _stamped(fresh: Mapping[str, Any], settled: Sequence[Settled], sides: Sides) -> list[list[str | None]]:
    """The fresh stamp of every cell, and at their places what it must not forget: cells deleted, or kept though silent.

    Without them, a section that speaks again would bring back what was deleted, or stand there twice.
    """
    silent = {one.key for one in settled if one.left_out}
    stamped: list[list[str | None]] = [list(pair) for pair in fresh["metadata"]["maturity"]["cells"]]
    before: str | None = None
    for key, hashed in sides.then.items():
        if key not in sides.now and key not in silent:
            at = next((number for number, (other, _) in enumerate(stamped, start=1) if other == before), 0)
            stamped.insert(at, [key, hashed])
        before = key if key not in silent else before
    return stamped


def _notebook(cells: Sequence[Mapping[str, Any]], fresh: Mapping[str, Any], stamped: object) -> "NotebookNode":
    ours = with_(fresh["metadata"]["maturity"], cells=stamped)
    whole = list(numbered(named_apart(cells, fresh["cells"])))
    return with_(fresh, cells=whole, metadata=with_(fresh["metadata"], maturity=ours))
