"""The door: the `maturity` command."""

import os
import signal
from dataclasses import replace
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
    tell,
    text_of,
    today,
)
from maturity.errors import Fault, InputError, did_you_mean
from maturity.live_cli import live
from maturity.store_cli import store
from maturity.trends_cli import find_in, trends

if TYPE_CHECKING:
    from maturity.batch import Order
    from maturity.intake import Intake
    from maturity.model import Model


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="maturity")
def main() -> None:
    """Find where a customer stands on the five-stage DevOps maturity model, and what to invest in next."""
    _open_streams()


main.add_command(live)
main.add_command(store)
main.add_command(trends)


@main.command()
@click.argument("source")
@out_option("Folder for what is made.")
@click.option("--formats", default="ipynb,html", show_default=True, help="What to make, with commas between.")
@click.option("--only", multiple=True, metavar="KEY", help="Make only this engagement; may be given again.")
@click.option(
    "--jobs", type=click.IntRange(1, 64), default=None, help="Workbooks at a time; as many as there are processors."
)
@click.option("--force", is_flag=True, help="Make everything again, even what was changed by hand.")
@click.option(
    "--peers", metavar="SOURCE", help="Compare with the customers in there: groups of five or more, nobody named."
)
@click.option("--interactive", is_flag=True, help="Pages with plotly charts (about 5 MB each) instead of static ones.")
@click.option(
    "--brand", "brand_file", type=click.Path(path_type=Path), help="Your firm's name, logo and colours (YAML)."
)
@model_option
@refusing
def brief(  # noqa: PLR0913, PLR0917  (a command has the options that it has)
    source: str,
    out: Path,
    formats: str,
    only: tuple[str, ...],
    jobs: int | None,
    peers: str | None,
    brand_file: Path | None,
    model_file: Path | None,
    *,
    force: bool,
    interactive: bool,
) -> int:
    """Make a briefing workbook and page for every engagement in SOURCE.

    SOURCE is a folder with engagements.csv and answers/, one .csv, .xlsx or .json file, or a store.
    """
    from maturity.batch import FORMATS, Order
    from maturity.brand import Brand, read_brand

    model = chosen_model(model_file)
    order = Order(
        model=model,
        model_text=text_of(model_file),
        formats=_chosen_formats(formats, FORMATS),
        brand=read_brand(brand_file) if brand_file else Brand(),
        interactive=interactive,
        force=force,
    )
    intake = _read(source, model)
    table, failed = _published(peers, model) if peers is not None else ("", False)
    status = _make(intake, out, replace(order, peers=table), only, jobs)
    return SOME_FAILED if failed else status


@main.command()
@click.argument("source")
@click.option("--format", "shape", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
@model_option
@refusing
def assess(source: str, shape: str, model_file: Path | None) -> int:
    """Say where every engagement in SOURCE stands and what to invest in: a row each."""
    from maturity.report import as_csv, as_json, as_table

    model = chosen_model(model_file)
    intake = _read(source, model)
    write = {"json": as_json, "csv": as_csv, "table": as_table}[shape]
    click.echo(write(model, intake.engagements), nl=False)
    return SOME_FAILED if intake.failed else DONE


@main.group()
def model() -> None:
    """Prove and print the maturity model."""


@model.command()
@model_option
@refusing
def check(model_file: Path | None) -> int:
    """Prove a model: every fault at once, with its line."""
    from maturity.model_file import BUILT_IN
    from maturity.proof import check_model
    from maturity.wording import count

    proven = check_model(model_file or BUILT_IN)
    practices = f"{count(len(proven.practices), 'practice')} on {count(len(proven.stages), 'stage')}"
    traps = count(len(proven.traps), "trap")
    click.echo(f"{model_file or BUILT_IN.name}: holds ({proven.name} {proven.version}: {practices}, {traps})")
    return DONE


@model.command()
@model_option
@refusing
def show(model_file: Path | None) -> int:
    """Print a model for people."""
    from maturity.report import model_sheet

    click.echo(model_sheet(chosen_model(model_file)), nl=False)
    return DONE


@model.command()
@refusing
def schema() -> int:
    """Print the JSON Schema of a model file."""
    from maturity.model_file import model_schema

    click.echo(model_schema(), nl=False)
    return DONE


def _open_streams() -> None:
    """Standard streams that were closed are opened on nothing: no kernel starts without them."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)  # noqa: FBT003  (the standard library's own)


def _read(source: str, model: "Model") -> "Intake":
    """The source's engagements; faults and warnings are told on standard error.

    Raises:
        InputError: there are faults, and not one engagement.
    """
    from maturity.intake import read_source

    intake = read_source(source, model, today=today())
    tell(*intake.warnings)
    if not intake.engagements:
        raise InputError(intake.faults)
    tell(*intake.faults)
    return intake


def _published(source: str, model: "Model") -> tuple[str, bool]:
    """What may be published of the source's customers, as JSON, and whether some of them could not be read."""
    from maturity.peers import peers_to_json
    from maturity.rates import FEWEST

    found, failed = find_in(source, model)
    if found.peers.cells:
        return peers_to_json(found.shown_peers), failed
    tell(f"--peers: fewer than {FEWEST} customers are too few to compare anybody with; no briefing shows peers")
    return "", failed


def _chosen_formats(text: str, known: tuple[str, ...]) -> tuple[str, ...]:
    chosen = [word.strip() for word in text.split(",") if word.strip()]
    faults = [
        Fault(
            place="--formats", problem=f"{word!r} can't be made; expected {', '.join(known)}{did_you_mean(word, known)}"
        )
        for word in chosen
        if word not in known
    ]
    if faults or not chosen:
        raise InputError(faults or [Fault(place="--formats", problem=f"is empty; expected {', '.join(known)}")])
    return tuple(kind for kind in known if kind in chosen)


def _refuse_strangers(only: tuple[str, ...], keys: list[str]) -> None:
    problems = [f"{key!r} is not in the source{did_you_mean(key, keys)}" for key in only if key not in keys]
    if problems:
        raise InputError(Fault(place="--only", problem=problem) for problem in problems)


def _make(intake: "Intake", out: Path, order: "Order", only: tuple[str, ...], jobs: int | None) -> int:
    from maturity.batch import brief as brief_all
    from maturity.overview import INDEX, Status

    keys = [engagement.key for engagement in intake.engagements]
    _refuse_strangers(only, keys)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ended by a scheduler as by Ctrl-C
    with progress("Briefings", len(only) or len(keys)) as advance:
        outcomes = brief_all(
            intake.engagements,
            out,
            order,
            only=set(only) or None,
            jobs=jobs or os.cpu_count() or 1,
            told=lambda _: advance(1),
            unread=intake.failed,
        )
    tell(*(f"{outcome.key}: {outcome.problem}" for outcome in outcomes if outcome.problem))
    counts = [f"{number} {status}" for status in Status if (number := sum(o.status is status for o in outcomes))]
    counts += [f"{len(intake.failed)} not read"] if intake.failed else []
    click.echo(f"{out / INDEX}: {', '.join(counts) or 'nothing to make'}")
    return SOME_FAILED if intake.failed or any(o.status is Status.FAILED for o in outcomes) else DONE
