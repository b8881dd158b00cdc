"""A delivered file in, its verdict out."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from maturity.brand import Brand
from maturity.delivered import Stamp, body_of, key_of, read_delivered, stamp_of
from maturity.errors import Fault, InputError
from maturity.given import Given
from maturity.verifying.cells import cell_differences
from maturity.verifying.outputs import same
from maturity.verifying.parameters import ParametersError, held_against, read_given
from maturity.verifying.verdicts import Difference, OtherVersion, Verdict, Verified
from maturity.workbook import INJECTED, WorkbookError, briefing_notebook, make_workbook

Make = Callable[[Given], Any]
PAGES: Final = frozenset({".html", ".htm"})
BOARD: Final = ".board.html"  #: how the name of a page for the board ends
TRENDS: Final = "trends"  #: the key that the trends workbook is stamped with
INTERACTIVE_FROM: Final = 2_000_000  #: bytes; a page with plotly in it has five million


def verify(path: Path, *, brand: Brand | None = None, make: Make = make_workbook) -> Verified:
    """What a delivered workbook, or a page beside its workbook, is: unchanged, edited by hand, or of other versions.

    A page is made again from the workbook of its name, in this brand, and must be the same; then the workbook's own
    verdict is the page's. `make` runs the notebook, as `make_workbook` does.

    Raises:
        InputError: it can't be read, or is no workbook of ours, or a format that proves nothing.
        KernelError: the notebook could not be run here.
    """
    if path.suffix.lower() in PAGES:
        return _page(path, brand or Brand(), make)
    if path.suffix.lower() != ".ipynb":
        raise _refused(path, "can't be verified; its workbook (.ipynb) can")
    notebook = read_delivered(path)
    stamp = stamp_of(notebook, str(path))
    if stamp.key == TRENDS:
        raise _refused(path, "is the trends workbook; only briefings can be verified")
    return _workbook(notebook, stamp, str(path), make)


def _workbook(notebook: Any, stamp: Stamp, place: str, make: Make) -> Verified:  # noqa: ANN401
    try:
        given = read_given(notebook["cells"])
        fresh = make(given)
    except (ParametersError, WorkbookError) as error:
        what = "parameters" if isinstance(error, ParametersError) else "workbook"
        problem = str(error) if what == "parameters" else f"can't be run again: {error}"
        flaw = Difference(what=what, problem=problem, flagged=True, key=INJECTED)
        return Verified(place=place, key=stamp.key, verdict=Verdict.EDITED, differences=(flaw,))
    made = stamp_of(fresh, "the workbook made again")
    versions = tuple(_other_versions(stamp.versions, made.versions))
    differences = tuple(_differences(notebook, fresh, given, stamp))
    edited = Verdict.EDITED if differences else Verdict.UNCHANGED
    return Verified(
        place=place,
        key=stamp.key,
        verdict=Verdict.OTHER_VERSIONS if versions else edited,
        differences=differences,
        versions=versions,
    )


def _differences(found: Any, fresh: Any, given: Given, stamp: Stamp) -> Iterator[Difference]:  # noqa: ANN401
    yield from held_against(given, stamp)
    yield from _stamp_differences(found["metadata"]["maturity"], fresh["metadata"]["maturity"])
    yield from _notebook_metadata(found["metadata"], fresh["metadata"])
    yield from cell_differences(found["cells"], fresh["cells"], stamp_of(fresh, "the workbook made again").sources)


def _stamp_differences(found: Mapping[str, Any], made: Mapping[str, Any]) -> Iterator[Difference]:
    """Where the stamp is not a run's own; a merge may have left cells in it that this run leaves out."""
    ours = dict(made["cells"])
    shipped = {key_of(cell) for cell in read_delivered(briefing_notebook())["cells"]}
    theirs = [(key, hashed) for key, hashed in found["cells"] if key in ours or key not in shipped]
    if dict(theirs) != ours or len(theirs) != len(ours):
        wrong = [key for key, hashed in theirs if ours.get(key) != hashed] or sorted(ours.keys() - dict(theirs).keys())
        said = f" ({', '.join(map(str, wrong[:4]))})" if wrong else ""
        yield Difference(what="stamp", problem=f"does not fit what a run makes{said}", flagged=True)
    for name in sorted(found.keys() - made.keys()):
        yield Difference(what="stamp", problem=f"{name!r} is not ours", flagged=True)


def _notebook_metadata(found: Mapping[str, Any], made: Mapping[str, Any]) -> Iterator[Difference]:
    """Where the notebook's metadata is not ours; JupyterLab may say more of the kernel and the language."""
    kernel, language = found.get("kernelspec", {}), found.get("language_info", {})
    if not isinstance(kernel, dict) or (kernel.get("name"), kernel.get("language", "python")) != ("python3", "python"):
        yield Difference(what="metadata", problem="'kernelspec' is not ours", flagged=True)
    if not isinstance(language, dict) or language.get("name") != "python":
        yield Difference(what="metadata", problem="'language_info' is not ours", flagged=True)
    for name in sorted(found.keys() | made.keys()):
        if name not in {"kernelspec", "language_info", "maturity"} and not same(found.get(name), made.get(name)):
            yield Difference(what="metadata", problem=f"{name!r} is not ours", flagged=True)


def _other_versions(theirs: Mapping[str, str], ours: Mapping[str, str]) -> Iterator[OtherVersion]:
    for name in sorted(theirs.keys() | ours.keys()):
        if theirs.get(name) != ours.get(name):
            yield OtherVersion(name=name, ours=ours.get(name, ""), theirs=theirs.get(name, ""))


def _page(path: Path, brand: Brand, make: Make) -> Verified:
    """The verdict on a page: its workbook's, if it is the page of that."""
    from maturity.page import render_page

    if path.name.endswith(BOARD):
        its = f"{path.name.removesuffix(BOARD)}.ipynb"
        raise _refused(path, f"the page for the board can't be verified; its workbook ({its}) can")
    source = path.with_suffix(".ipynb")
    if not source.is_file():
        raise _refused(path, f"a page can't be verified by itself; its workbook can ({source.name} is not beside it)")
    body = body_of(path)
    notebook = read_delivered(source)
    proved = _workbook(notebook, stamp_of(notebook, str(source)), str(path), make)
    again = render_page(notebook, brand=brand, interactive=len(body) > INTERACTIVE_FROM)
    if body == again.encode():
        return _of_page(proved, f"the page of {source.name}, byte for byte")
    problem = f"is not what {source.name} gives: edited by hand, or made in another brand or by other versions"
    flaw = Difference(what="page", problem=problem, flagged=True)
    return _of_page(proved, f"beside {source.name}", flaw)


def _of_page(proved: Verified, note: str, *flaws: Difference) -> Verified:
    verdict = Verdict.EDITED if flaws and not proved.versions else proved.verdict
    return replace(proved, verdict=verdict, differences=(*flaws, *proved.differences), note=note)


def _refused(path: Path, problem: str) -> InputError:
    return InputError([Fault(place=str(path), problem=problem)])
