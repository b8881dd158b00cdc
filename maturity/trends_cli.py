"""The `maturity trends` command: what past engagements say together, as a workbook and a page."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from maturity.commands import (
    DONE,
    SOME_FAILED,
    chosen_model,
    model_option,
    out_option,
    progress,
    refusing,
    text_of,
    today,
)
from maturity.errors import Fault, InputError
from maturity.files import HISTORY
from maturity.proven_cli import NO_HINTS, Hints, exports_asked, hint_options, prove_intake
from maturity.wording import count

if TYPE_CHECKING:
    from maturity.columns import Columns
    from maturity.findings import Findings
    from maturity.model import Model

NAME = "trends"


@click.command()
@click.argument("source", default=HISTORY, type=str, envvar="MATURITY_STORE")
@out_option("Folder for trends.ipynb and trends.html.")
@click.option("--brand", "brand_file", type=click.Path(path_type=Path), help="Your firm's name and colours (YAML).")
@click.option("--interactive", is_flag=True, help="A page with plotly charts (about 5 MB) instead of static ones.")
@hint_options
@click.option("--scheduler", metavar="ADDRESS", help="Count a Parquet export on a Dask cluster: tcp://HOST:PORT.")
@model_option
@refusing
def trends(  # noqa: PLR0913, PLR0917  (a command has the options that it has)
    source: str,
    out: Path,
    brand_file: Path | None,
    scheduler: str | None,
    hints: Hints,
    model_file: Path | None,
    *,
    interactive: bool,
) -> int:
    """Say what past engagements say together.

    SOURCE is a folder, a .csv, .xlsx or .json file, a store, or a store's Parquet export; the history in
    data/engagements if it is not given. The workbook holds counts and no customer. What exports in
    SOURCE/evidence/KEY/ prove counts before what was said.
    """
    from maturity.brand import Brand, read_brand
    from maturity.files import ready_folder, write_whole
    from maturity.page import render_page
    from maturity.trends_workbook import make_trends_workbook
    from maturity.workbook import workbook_text

    model = chosen_model(model_file)
    brand = read_brand(brand_file) if brand_file else Brand()
    found, failed = find_in(source, model, scheduler, hints=hints)
    folder = ready_folder(out)
    notebook = make_trends_workbook(found, model, model_text=text_of(model_file))
    write_whole(folder / f"{NAME}.ipynb", workbook_text(notebook))
    write_whole(folder / f"{NAME}.html", render_page(notebook, brand=brand, interactive=interactive))
    engagements, customers = found.trends.engagements.total(), found.trends.customers.total()
    click.echo(f"{folder / NAME}.html: {count(engagements, 'engagement')} of {count(customers, 'customer')}")
    return SOME_FAILED if failed else DONE


def find_in(
    source: str, model: "Model", scheduler: str | None = None, *, hints: Hints = NO_HINTS
) -> tuple["Findings", bool]:
    """What the source says, and whether some of it could not be read, which is told on standard error."""
    from maturity.cluster import is_export
    from maturity.intake.stores import is_address

    if is_export(source):
        return _find_in_export(Path(source), model, scheduler), False
    if scheduler:
        raise _nothing_to_share_out(source)
    if is_address(source):
        return _find_in_store(source, model), False
    return _find_in_files(source, model, hints)


def _find_in_export(folder: Path, model: "Model", scheduler: str | None) -> "Findings":
    from maturity.cluster import find_on, read_export
    from maturity.findings import find

    return find_on(scheduler, folder, model) if scheduler else find(model, read_export(folder, model))


def _find_in_store(address: str, model: "Model") -> "Findings":
    from maturity.findings import find
    from maturity.store import open_store
    from maturity.thin_rows import columns_in

    with open_store(address, model=model) as store, progress("Engagements", len(store)) as advance:
        return find(model, _watched(columns_in(store), advance))


def _find_in_files(source: str, model: "Model", hints: Hints) -> tuple["Findings", bool]:
    from maturity.columns import in_chunks
    from maturity.findings import find
    from maturity.intake import read_source

    intake = read_source(source, model, today=today(), history=False)
    proven = prove_intake(intake, exports_asked(source, hints), model)
    intake = proven.intake
    fictional = any(engagement.fictional for engagement in intake.engagements)
    chunks = in_chunks(model, intake.engagements)
    return find(model, ((chunk, fictional) for chunk in chunks)), bool(intake.failed or proven.warnings)


def _watched(
    chunks: Iterable[tuple["Columns", bool]], advance: Callable[[int], None]
) -> Iterator[tuple["Columns", bool]]:
    for columns, fictional in chunks:
        yield columns, fictional
        advance(len(columns))


def _nothing_to_share_out(source: str) -> InputError:
    from maturity.intake.stores import is_address
    from maturity.store.addresses import read_address

    place = str(read_address(source)) if is_address(source) else source
    problem = f"counts Parquet files, and {place!r} has none; expected what `maturity store export` made"
    return InputError([Fault(place="--scheduler", problem=problem)])
