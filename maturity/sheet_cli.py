"""The `maturity sheet` command: what a customer fills in before the briefing."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from maturity.commands import DONE, chosen_model, model_option, refusing, tell, today
from maturity.engagement import customer_slug
from maturity.errors import Fault, InputError
from maturity.files import digest, digest_of, write_whole
from maturity.language import ENGLISH, known_language, speaking
from maturity.store_cli import store_option
from maturity.wording import count

if TYPE_CHECKING:
    from maturity.engagement import Engagement
    from maturity.model import Model

ENDINGS = (".xlsx", ".csv")


@click.command()
@click.option(
    "--out", type=click.Path(path_type=Path), help="File, .xlsx or .csv; answers.xlsx, or answers-CUSTOMER.xlsx."
)
@click.option(
    "--for",
    "wanted",
    metavar="KEY",
    help="Fill in the last answers of this customer (a name or its slug), or those of this engagement.",
)
@click.option("--language", default=ENGLISH, show_default=True, metavar="CODE", help="What the sheet speaks: en or fr.")
@click.option("--source", metavar="SOURCE", help="Where --for looks, instead of the store: a folder or a file.")
@store_option
@model_option
@refusing
def sheet(  # noqa: PLR0913, PLR0917  (a command has the options that it has)
    out: Path | None, wanted: str | None, language: str, source: str | None, address: str, model_file: Path | None
) -> int:
    """Make the answer sheet that a customer fills in and sends back; the file is then a SOURCE.

    With --for, it starts from the last answers, as said, and asks for the day anew. A file that stands there is never
    written over: somebody may have filled it in.
    """
    from maturity.sheet import ASKED_ANEW, cut_cells, lay_out, sheet_book, sheet_text

    model, spoken = chosen_model(model_file), known_language(language, place="--language")
    if source and not wanted:
        raise InputError([Fault(place="--source", problem="is only looked into with --for; expected both")])
    last = _last(wanted, source, address, model) if wanted else None
    path = out or Path(f"answers-{customer_slug(last.customer)}.xlsx" if last else "answers.xlsx")
    if path.suffix.lower() not in ENDINGS:
        raise InputError([Fault(place="--out", problem=f"{path.name!r} ends otherwise; expected .xlsx or .csv")])
    with speaking(spoken):
        form = lay_out(model, filled=last, anew=ASKED_ANEW if last else (), last=last)
    is_book = path.suffix.lower() == ".xlsx"
    content = sheet_book(form) if is_book else sheet_text(form).encode()
    _write_new(path, content)
    if last and is_book:
        tell(*(f"{path}: the text of {key} is longer than a cell can be, and was cut" for key in cut_cells(form)))
    asked = count(sum(len(group.lines) for group in form.stages), "practice")
    click.echo(f"{path}: {asked}" + (f", filled in from {last.key}" if last else ""))
    return DONE


def _write_new(path: Path, content: bytes) -> None:
    """Write the file, unless another one stands there: somebody may have filled it in."""
    if digest_of(path) not in {None, digest(content)} or path.is_dir():
        problem = "stands there already, and differs; expected a name that is free"
        raise InputError([Fault(place=str(path), problem=problem)])
    write_whole(path, content)


def _last(wanted: str, source: str | None, address: str, model: "Model") -> "Engagement":
    """The engagement that the sheet starts from."""
    from maturity.intake import read_source
    from maturity.sheet import find_last, find_last_in
    from maturity.store import open_store

    if source:
        intake = read_source(source, model, today=today(), history=False)
        tell(*intake.warnings, *intake.faults)
        return find_last(intake.engagements, wanted)
    with open_store(address, model=model) as kept:
        return find_last_in(kept, wanted)
