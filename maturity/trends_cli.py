"""The `maturity trends` command: what past engagements say together, as a workbook and a page."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from maturity.store_cli import DEFAULT, SOME_FAILED, Refusing, model_option

if TYPE_CHECKING:
    from maturity.findings import Findings
    from maturity.model import Model

NAME = "trends"


@click.command(cls=Refusing)
@click.argument("source", default=DEFAULT, envvar="MATURITY_STORE")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("data/workbooks"),
    show_default=True,
    help="Folder for trends.ipynb and trends.html.",
)
@click.option("--brand", "brand_file", type=click.Path(path_type=Path), help="Your firm's name and colours (YAML).")
@click.option("--interactive", is_flag=True, help="A page with plotly charts (about 5 MB) instead of static ones.")
@click.option("--scheduler", metavar="ADDRESS", help="Count a Parquet export on a Dask cluster: tcp://HOST:PORT.")
@model_option
def trends(  # noqa: PLR0913  (a command has the options that it has)
    source: str,
    out: Path,
    brand_file: Path | None,
    scheduler: str | None,
    model_file: Path | None,
    *,
    interactive: bool,
) -> int:
    """Say what past engagements say together.

    SOURCE is a folder, a .csv, .xlsx or .json file, a store, or a store's Parquet export; the history in
    data/engagements if it is not given. The workbook holds counts and no customer.
    """
    from maturity.brand import Brand, read_brand
    from maturity.files import ready_folder, write_whole
    from maturity.model_file import built_in_model
    from maturity.page import render_page
    from maturity.proof import check_model
    from maturity.trends_workbook import make_trends_workbook
    from maturity.workbook import workbook_text

    model = check_model(model_file) if model_file else built_in_model()
    brand = read_brand(brand_file) if brand_file else Brand()
    found, failed = _found(source, model, scheduler)
    folder = ready_folder(out)
    model_text = model_file.read_text(encoding="utf-8-sig") if model_file else ""
    notebook = make_trends_workbook(found, model, model_text=model_text)
    write_whole(folder / f"{NAME}.ipynb", workbook_text(notebook))
    write_whole(folder / f"{NAME}.html", render_page(notebook, brand=brand, interactive=interactive))
    held = found.trends
    click.echo(
        f"{folder / NAME}.html: {held.engagements.total():,} engagements of {held.customers.total():,} customers"
    )
    return SOME_FAILED if failed else 0


def _found(source: str, model: "Model", scheduler: str | None) -> tuple["Findings", bool]:
    """What the source says, and whether some of it could not be read, which is told on standard error."""
    from maturity.cluster import find_on, is_export, read_export
    from maturity.columns import in_chunks
    from maturity.errors import Fault, InputError
    from maturity.findings import find
    from maturity.intake import read_source
    from maturity.intake.stores import is_address

    if is_export(source):
        folder = Path(source)
        return find_on(scheduler, folder, model) if scheduler else find(model, read_export(folder, model)), False
    if scheduler:
        problem = f"counts Parquet files, and {source!r} has none; expected what `maturity store export` made"
        raise InputError([Fault(place="--scheduler", problem=problem)])
    if is_address(source):
        return _found_in_store(source, model), False
    today = datetime.now(tz=UTC).astimezone().date()
    intake = read_source(source, model, today=today, history=False)
    for text in (*intake.warnings, *intake.faults):
        click.echo(str(text), err=True)
    fictional = any(engagement.fictional for engagement in intake.engagements)
    chunks = in_chunks(model, intake.engagements)
    return find(model, ((chunk, fictional) for chunk in chunks)), bool(intake.failed)


def _found_in_store(address: str, model: "Model") -> "Findings":
    from maturity.findings import find
    from maturity.store import open_store
    from maturity.thin_rows import columns_in

    with open_store(address, model=model) as store:
        return find(model, columns_in(store))
