"""The door: the `maturity` command."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import click

from maturity.errors import Fault, InputError, MaturityError, did_you_mean
from maturity.store_cli import store
from maturity.trends_cli import trends

if TYPE_CHECKING:
    from maturity.intake import Intake
    from maturity.model import Model
    from maturity.overview import Outcome

P = ParamSpec("P")
R = TypeVar("R")

DONE, SOME_FAILED, UNUSABLE = 0, 1, 2
STOPPED = 130  #: what a shell calls a command that Ctrl-C ended

model_option = click.option(
    "--model", "model_file", type=click.Path(path_type=Path), help="A maturity model of your own (YAML)."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="maturity")
def main() -> None:
    """Find where a customer stands on the five-stage DevOps maturity model, and what to invest in next."""
    _open_streams()


main.add_command(store)
main.add_command(trends)


def refusing(command: Callable[P, int]) -> Callable[P, None]:
    """The command with its refusals told on standard error, and its answer as the exit status."""

    @wraps(command)
    def told(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            status = command(*args, **kwargs)
        except MaturityError as error:
            click.echo(str(error), err=True)
            status = UNUSABLE
        except KeyboardInterrupt:
            click.echo("Stopped. What was finished stays; run it again to go on.", err=True)
            status = STOPPED
        except BrokenPipeError:
            sys.stderr.close()
            status = SOME_FAILED
        except OSError as error:
            click.echo(f"{error.filename or 'standard output'}: can't be written ({error.strerror})", err=True)
            status = UNUSABLE
        sys.exit(status)

    return told


@main.command()
@click.argument("source")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("data/workbooks"),
    show_default=True,
    help="Folder for what is made.",
)
@click.option("--formats", default="ipynb,html", show_default=True, help="What to make, with commas between.")
@click.option("--only", multiple=True, metavar="KEY", help="Make only this engagement; may be given again.")
@click.option(
    "--jobs", type=click.IntRange(1, 64), default=None, help="Workbooks at a time; as many as there are processors."
)
@click.option("--force", is_flag=True, help="Make everything again, even what was changed by hand.")
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
    brand_file: Path | None,
    model_file: Path | None,
    *,
    force: bool,
    interactive: bool,
) -> int:
    """Make a briefing workbook and page for every engagement in SOURCE.

    SOURCE is a folder with engagements.csv and answers/, or one .csv, .xlsx or .json file.
    """
    from maturity.batch import FORMATS, Order
    from maturity.brand import Brand, read_brand

    model = _model(model_file)
    order = Order(
        model=model,
        model_text=model_file.read_text(encoding="utf-8-sig") if model_file else "",
        formats=_chosen_formats(formats, FORMATS),
        brand=read_brand(brand_file) if brand_file else Brand(),
        interactive=interactive,
        force=force,
    )
    intake = _read(source, model)
    return _make(intake, out, order, only, jobs)


@main.command()
@click.argument("source")
@click.option("--format", "shape", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
@model_option
@refusing
def assess(source: str, shape: str, model_file: Path | None) -> int:
    """Say where every engagement in SOURCE stands and what to invest in: a row each."""
    from maturity.report import as_csv, as_json, as_table

    model = _model(model_file)
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

    click.echo(model_sheet(_model(model_file)), nl=False)
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


def _model(path: Path | None) -> "Model":
    from maturity.model_file import built_in_model
    from maturity.proof import check_model

    return built_in_model() if path is None else check_model(path)


def _read(source: str, model: "Model") -> "Intake":
    """The source's engagements; faults and warnings are told on standard error.

    Raises:
        InputError: there are faults, and not one engagement.
    """
    from maturity.intake import read_source

    intake = read_source(source, model, today=datetime.now(tz=UTC).astimezone().date())
    for text in intake.warnings:
        click.echo(text, err=True)
    if not intake.engagements:
        raise InputError(intake.faults)
    for fault in intake.faults:
        click.echo(str(fault), err=True)
    return intake


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


def _make(intake: "Intake", out: Path, order: Any, only: tuple[str, ...], jobs: int | None) -> int:  # noqa: ANN401
    from maturity.batch import brief as brief_all
    from maturity.overview import INDEX, Status

    keys = [engagement.key for engagement in intake.engagements]
    strangers = [key for key in only if key not in keys]
    if strangers:
        raise InputError(
            [
                Fault(place="--only", problem=f"{key!r} is not in the source{did_you_mean(key, keys)}")
                for key in strangers
            ]
        )
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ended by a scheduler as by Ctrl-C
    with _progress(len(only) or len(keys)) as told:
        outcomes = brief_all(
            intake.engagements,
            out,
            order,
            only=set(only) or None,
            jobs=jobs or os.cpu_count() or 1,
            told=told,
            unread=intake.failed,
        )
    for outcome in outcomes:
        if outcome.problem:
            click.echo(f"{outcome.key}: {outcome.problem}", err=True)
    counts = [f"{number} {status}" for status in Status if (number := sum(o.status is status for o in outcomes))]
    counts += [f"{len(intake.failed)} not read"] if intake.failed else []
    click.echo(f"{out / INDEX}: {', '.join(counts) or 'nothing to make'}")
    return SOME_FAILED if intake.failed or any(o.status is Status.FAILED for o in outcomes) else DONE


@contextmanager
def _progress(total: int) -> Iterator[Callable[["Outcome"], None]]:
    """A bar on standard error while briefings are made; nothing where that is not a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (TextColumn("Briefings"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task("briefings", total=total)
        yield lambda _: bar.advance(task)
