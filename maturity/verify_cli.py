"""The `maturity verify` command: whether a delivered workbook still says what a run of it says."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from maturity.commands import DONE, SOME_FAILED, UNUSABLE, progress, refusing, tell
from maturity.errors import InputError

if TYPE_CHECKING:
    from maturity.verifying import Verified


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--brand", "brand_file", type=click.Path(path_type=Path), help="The brand that pages were made in (YAML)."
)
@refusing
def verify(files: tuple[Path, ...], shape: str, brand_file: Path | None) -> int:
    """Run each workbook FILE again from its own parameters, and say what in it is not what that gives.

    Edited prose is fine; numbers are flagged. A page (.html) is held against the workbook beside it. Nothing in the
    files is run. The exit status is 0 where all numbers hold, 1 where something is flagged, 2 for a file that can't be
    verified.
    """
    from maturity.brand import Brand, read_brand
    from maturity.verifying import verify as verify_one

    brand = read_brand(brand_file) if brand_file else Brand()
    results: list[Verified | tuple[Path, InputError]] = []
    with progress("Workbooks", len(files)) as advance:
        for file in files:
            try:
                results.append(verify_one(file, brand=brand))
            except InputError as error:
                results.append((file, error))
            advance(1)
    if shape == "json":
        click.echo(json.dumps([_as_json(result) for result in results], ensure_ascii=False, indent=2))
    else:
        _tell_all(results)
    if any(isinstance(result, tuple) for result in results):
        return UNUSABLE
    return SOME_FAILED if any(result.is_flagged for result in results if not isinstance(result, tuple)) else DONE


def _tell_all(results: "list[Verified | tuple[Path, InputError]]") -> None:
    for result in results:
        if isinstance(result, tuple):
            tell(result[1])
        else:
            click.echo("\n".join(result.lines))


def _as_json(result: "Verified | tuple[Path, InputError]") -> Any:  # noqa: ANN401  (a JSON object)
    if isinstance(result, tuple):
        return {"file": str(result[0]), "verdict": "unusable", "flagged": True, "problem": str(result[1])}
    return result.as_json
