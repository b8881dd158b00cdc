"""What every command does alike: its refusals, its exit status, its model, its source, its messages, its progress."""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec

import click

from maturity.errors import MaturityError
from maturity.files import WORKBOOKS

if TYPE_CHECKING:
    from maturity.batch import Pace
    from maturity.model import Model

P = ParamSpec("P")

DONE, SOME_FAILED, UNUSABLE = 0, 1, 2
STOPPED = 130  #: what a shell calls a command that Ctrl-C ended

model_option = click.option(
    "--model", "model_file", type=click.Path(path_type=Path), help="A maturity model of your own (YAML)."
)


def out_option(said: str) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """The folder that a command puts workbooks into; `said` is what stands in its help."""
    return click.option("--out", type=click.Path(path_type=Path), default=WORKBOOKS, show_default=True, help=said)


def refusing(command: Callable[P, int]) -> Callable[P, None]:
    """The command with its refusals told on standard error, and its answer as the exit status."""

    @wraps(command)
    def told(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            status = command(*args, **kwargs)
        except MaturityError as error:
            tell(error)
            status = UNUSABLE
        except KeyboardInterrupt:
            tell("Stopped. What was finished stays; run it again to go on.")
            status = STOPPED
        except BrokenPipeError:
            sys.stderr.close()
            status = SOME_FAILED
        except OSError as error:
            tell(f"{error.filename or 'standard output'}: can't be written ({error.strerror})")
            status = UNUSABLE
        sys.exit(status)

    return told


def tell(*messages: object) -> None:
    """Messages on standard error, a line each."""
    for message in messages:
        click.echo(str(message), err=True)


def chosen_model(path: Path | None) -> "Model":
    """The model of that file, proven; the built-in one for none.

    Raises:
        InputError: the model does not hold; every fault is told.
    """
    from maturity.model_file import built_in_model
    from maturity.proof import check_model

    return built_in_model() if path is None else check_model(path)


def text_of(path: Path | None) -> str:
    """The model's file as a notebook is given it; empty for the built-in model.

    Raises:
        InputError: the file can't be read.
    """
    from maturity.model_file import model_text

    return model_text(path) if path else ""


def today() -> date:
    """This machine's day."""
    return datetime.now(tz=UTC).astimezone().date()


@contextmanager
def progress(noun: str, total: int) -> Iterator[Callable[[int], None]]:
    """A bar on standard error, moved on by calling what this gives; nothing where that is not a terminal."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(noun), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(noun, total=total)
        yield lambda done: bar.advance(task, done)


@contextmanager
def pace_bar(pace: "Pace") -> Iterator[Callable[..., None]]:
    """A bar on standard error with rate, time left and failures; calling what this gives draws it, with a line above.

    Where standard error is not a terminal there is no bar, and each line is told as it comes.
    """
    if not sys.stderr.isatty():
        yield tell
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    console = Console(stderr=True)
    columns = (TextColumn("Briefings"), BarColumn(), TextColumn("{task.fields[words]}", markup=False))
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("Briefings", total=pace.total, words=pace.words)

        def draw(*lines: str) -> None:
            for line in lines:
                console.print(line, markup=False, highlight=False, soft_wrap=True)
            bar.update(task, completed=pace.done, words=pace.words)

        yield draw


def ending_like_ctrl_c() -> None:
    """Being ended by a scheduler, or by a terminal that closes, is told and tidied up like Ctrl-C.

    A signal that is to be ignored (`nohup`) stays ignored. Off the main thread nothing changes.
    """
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            with suppress(ValueError):
                signal.signal(number, signal.default_int_handler)
