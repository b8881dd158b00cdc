"""Where the cells of a delivered workbook differ from those that a run makes."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from maturity.delivered import identified, key_of, own_metadata, sections
from maturity.merging import PASSING, longest_rising, what_is
from maturity.verifying.outputs import output_differences, same, shown_apart
from maturity.verifying.verdicts import Difference
from maturity.workbook import INJECTED

#: of a cell's metadata, what only tells how an editor shows it
OF_EDITORS: Final = PASSING | {"editable", "jp-MarkdownHeadingCollapsed", "slideshow", "vscode"}
FOLDED: Final = "the output is folded away"
Cell = Mapping[str, Any]


def cell_differences(found: Sequence[Cell], made: Sequence[Cell], sources: Mapping[str, str]) -> Iterator[Difference]:
    """Every cell that was edited, added, deleted or moved; flagged, unless it is prose.

    `sources` are the hashes of what a run makes, by key: those in the file itself prove nothing.
    """
    keys = identified(found, sources)
    ours = {key_of(cell): cell for cell in made}
    moved = _moved(found, made, keys)
    for cell, key, section in zip(found, keys, sections(found), strict=True):
        if key is None:
            original = ours.get(key_of(cell))
            yield _added(cell, original, section)
            yield from _metadata(cell, original["metadata"] if original else {}, section)
            continue
        if key in moved:
            yield Difference(what=what_is(cell), problem="moved", flagged=moved[key], section=section, key=key)
        yield from _cell(cell, ours[key], key, section)
    for cell, section in zip(made, sections(made), strict=True):
        if (key := key_of(cell)) not in keys:
            what = what_is(cell)
            yield Difference(what=what, problem="deleted", flagged=what == "code", section=section, key=key or "")


def _added(cell: Cell, original: Cell | None, section: str) -> Difference:
    """A cell that somebody added; a copy of ours that says what ours says is as good as ours."""
    what = what_is(cell)
    is_copy = original is not None and not any(_cell(cell, original, "", section))
    return Difference(
        what=what, problem="copied" if is_copy else "added", flagged=what == "code" and not is_copy, section=section
    )


def _cell(found: Cell, made: Cell, key: str, section: str) -> Iterator[Difference]:
    if found["cell_type"] != made["cell_type"]:
        is_code = "code" in {found["cell_type"], made["cell_type"]}
        problem = f"made {found['cell_type']}"
        yield Difference(what=what_is(made), problem=problem, flagged=is_code, section=section, key=key)
    elif found["source"] != made["source"]:
        what = "parameters" if key == INJECTED else what_is(made)
        problem = "edited" if what == "text" else f"edited: {shown_apart(found['source'], made['source'])}"
        yield Difference(what=what, problem=problem, flagged=what != "text", section=section, key=key)
    elif not same(found.get("attachments", {}), made.get("attachments", {})):
        yield Difference(what="text", problem="files attached", flagged=False, section=section, key=key)
    for what, problem in output_differences(found.get("outputs", []), made.get("outputs", [])):
        yield Difference(what=what, problem=problem, flagged=True, section=section, key=key)
    yield from _metadata(found, made["metadata"], section)


def _metadata(cell: Cell, made: Mapping[str, Any], section: str) -> Iterator[Difference]:
    """What a run would not have written into the cell's metadata; what only an editor reads is passed over."""
    key = key_of(cell) or ""
    if cell["metadata"].get("collapsed") and cell["cell_type"] == "code":  # as the notebooks of old fold it away
        yield Difference(what="metadata", problem=FOLDED, flagged=True, section=section, key=key)
    for name, value in cell["metadata"].items():
        if name in OF_EDITORS or name == "maturity":
            continue
        if name == "jupyter" and isinstance(value, dict):
            hides = bool(value.get("outputs_hidden")) and not made.get("jupyter", {}).get("outputs_hidden")
            strange = value.keys() - {"outputs_hidden", "source_hidden"}
            if hides or strange:
                problem = FOLDED if hides else f"{min(strange)!r} is not ours"
                yield Difference(what="metadata", problem=problem, flagged=True, section=section, key=key)
        elif not same(value, made.get(name)):
            flagged = name != "tags"
            yield Difference(
                what="metadata", problem=f"{name!r} is not ours", flagged=flagged, section=section, key=key
            )
    for name in sorted(own_metadata(cell).keys() - _known(cell)):
        problem = f"'maturity.{name}' is not ours"
        yield Difference(what="metadata", problem=problem, flagged=True, section=section, key=key)
    if not isinstance(cell["metadata"].get("maturity", {}), dict):
        yield Difference(what="metadata", problem="'maturity' is not ours", flagged=True, section=section, key=key)


def _known(cell: Cell) -> set[str]:
    """What a merge may have written into a cell's metadata."""
    return {"key", "copy", "yours"} if key_of(cell) == INJECTED else {"key", "copy", "waiting"}


def _moved(found: Sequence[Cell], made: Sequence[Cell], keys: Sequence[str | None]) -> Mapping[str, bool]:
    """The keys that stand elsewhere, and whether each is code that went without the prose that it stood under."""
    rank = {str(key_of(cell)): number for number, cell in enumerate(made)}
    there = [key for key in keys if key is not None]
    firm = set(longest_rising(there, rank))
    before = _prose_above([(key, cell) for key, cell in zip(keys, found, strict=True) if key is not None])
    after = _prose_above([(str(key_of(cell)), cell) for cell in made])
    return {key: key in before and before[key] != after.get(key) for key in there if key not in firm}


def _prose_above(cells: Sequence[tuple[str, Cell]]) -> Mapping[str, str]:
    """The key of the prose that each code cell stands under."""
    above, heading = {}, ""
    for key, cell in cells:
        if cell["cell_type"] == "markdown":
            heading = key
        elif cell["cell_type"] == "code":
            above[key] = heading
    return above
