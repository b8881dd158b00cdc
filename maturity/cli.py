"""The door: the `maturity` command."""

import os
from pathlib import Path

import click

from maturity.brief_cli import brief
from maturity.commands import DONE, SOME_FAILED, chosen_model, model_option, refusing
from maturity.evidence_cli import evidence
from maturity.live_cli import live
from maturity.proven_cli import Hints, hint_options, read_proven
from maturity.sheet_cli import sheet
from maturity.store_cli import store
from maturity.trends_cli import trends
from maturity.verify_cli import verify


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="maturity")
def main() -> None:
    """Find where a customer stands on the five-stage DevOps maturity model, and what to invest in next."""
    _open_streams()


main.add_command(brief)
main.add_command(evidence)
main.add_command(live)
main.add_command(sheet)
main.add_command(store)
main.add_command(trends)
main.add_command(verify)


@main.command()
@click.argument("source")
@click.option("--format", "shape", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
@hint_options
@model_option
@refusing
def assess(source: str, shape: str, hints: Hints, model_file: Path | None) -> int:
    """Say where every engagement in SOURCE stands and what to invest in: a row each.

    What exports in SOURCE/evidence/KEY/ prove counts before what was said.
    """
    from maturity.report import as_csv, as_json, as_table

    model = chosen_model(model_file)
    proven = read_proven(source, model, hints=hints)
    write = {"json": as_json, "csv": as_csv, "table": as_table}[shape]
    click.echo(write(model, proven.intake.engagements), nl=False)
    return SOME_FAILED if proven.intake.failed or proven.warnings else DONE


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
