"""The `maturity store` commands: the history of engagements, in and out."""

import getpass
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from maturity.errors import Fault, InputError, MaturityError

if TYPE_CHECKING:
    from maturity.model import Model
    from maturity.store import Store

SOME_FAILED, UNUSABLE = 1, 2
DEFAULT = "data/engagements/history.db"


class Refusing(click.Command):
    """A command that tells a refusal on standard error; what it returns is the exit status."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  (click's own signature)
        """Run the command, and end with its status."""
        try:
            status = super().invoke(ctx)
        except MaturityError as error:
            click.echo(str(error), err=True)
            status = UNUSABLE
        ctx.exit(status or 0)


store_option = click.option(
    "--store",
    "address",
    default=DEFAULT,
    envvar="MATURITY_STORE",
    show_default=True,
    metavar="URL",
    help="A path, sqlite:///PATH or postgresql://USER@HOST/DATABASE; MATURITY_STORE says it too.",
)
who_option = click.option("--who", default=None, help="Who says so; your user name if it is not given.")
model_option = click.option(
    "--model", "model_file", type=click.Path(path_type=Path), help="A maturity model of your own (YAML)."
)


@click.group()
def store() -> None:
    """Keep the history of engagements: import, export, prove, back up, forget."""


@store.command("import", cls=Refusing)
@click.argument("sources", nargs=-1, required=True)
@store_option
@who_option
@model_option
def import_(sources: tuple[str, ...], address: str, who: str | None, model_file: Path | None) -> int:
    """Add every engagement of each SOURCE: a folder, a .csv, .xlsx or .json file, or another store.

    Importing again changes nothing. A store is added log by log, so that two laptops end with the same history
    whichever is imported into which.
    """
    from maturity.intake.stores import is_address

    failed = False
    with _opened(address, model_file, create=True) as kept:
        for source in sources:
            add = _import_store if is_address(source) else _import_source
            failed |= add(kept, source, who or getpass.getuser())
    return SOME_FAILED if failed else 0


@store.command(cls=Refusing)
@click.option("--format", "shape", type=click.Choice(["json", "csv", "parquet"]), default="json", show_default=True)
@click.option("--only", multiple=True, metavar="KEY", help="Export only this engagement; may be given again.")
@click.option("--out", type=click.Path(path_type=Path), help="File (Parquet: folder); standard output if not given.")
@store_option
@model_option
def export(shape: str, only: tuple[str, ...], out: Path | None, address: str, model_file: Path | None) -> int:
    """Write engagements as JSON (loses nothing), CSV (for spreadsheets) or Parquet (for `maturity trends`)."""
    from maturity.files import write_whole
    from maturity.ledger import csv_lines, json_lines, write_parquet

    with _opened(address, model_file) as kept:
        if shape == "parquet":
            if out is None or only:
                raise InputError([Fault(place="--format parquet", problem="writes everything into the folder --out")])
            click.echo(f"{out}: {len(write_parquet(kept, out))} files", err=True)
            return 0
        chosen = kept.engagements(only=only or None)
        lines = json_lines(chosen) if shape == "json" else csv_lines(kept.model, chosen)
        if out is None:
            for line in lines:
                click.echo(line, nl=False)
        else:
            write_whole(out, "".join(lines))
    return 0


@store.command("list", cls=Refusing)
@click.option("--spellings", is_flag=True, help="Names that look like one customer's instead.")
@store_option
@model_option
def list_(address: str, model_file: Path | None, *, spellings: bool) -> int:
    """List the customers, or the names that may be one customer's."""
    with _opened(address, model_file) as kept:
        if spellings:
            for pair in kept.spellings():
                click.echo(f"{pair.one!r} and {pair.other!r} may be one customer: {_merge_offer(pair.one, pair.other)}")
        else:
            for own in kept.customers():
                days = f"{own.first}" if own.first == own.last else f"{own.first} to {own.last}"
                click.echo(f"{own.name}: {own.engagements} ({days})")
    return 0


@store.command(cls=Refusing)
@click.option("--customer", required=True, help="The name that goes.")
@click.option("--into", required=True, help="The name that stays.")
@store_option
@who_option
@model_option
def merge(customer: str, into: str, address: str, who: str | None, model_file: Path | None) -> int:
    """Say that two names are one customer's."""
    with _opened(address, model_file) as kept:
        for key in kept.merge(customer, into=into, who=who or getpass.getuser()):
            click.echo(key)
    return 0


@store.command(cls=Refusing)
@click.option("--customer", required=True, help="The customer to forget.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@store_option
@model_option
def delete(customer: str, address: str, model_file: Path | None, *, yes: bool) -> int:
    """Forget a customer, in the store and in the backups that it knows of; prints a receipt."""
    import msgspec

    with _opened(address, model_file) as kept:
        if not yes:
            click.confirm(f"Forget everything of {customer!r} for ever?", abort=True, err=True)
        receipt = kept.delete(customer)
    click.echo(msgspec.json.format(msgspec.json.encode(receipt), indent=2).decode())
    lost = [path for path, rows in receipt.backups.items() if rows is None]
    for path in lost:
        click.echo(f"{path}: this backup can't be opened; look whether it still exists", err=True)
    return SOME_FAILED if lost else 0


@store.command(cls=Refusing)
@store_option
@model_option
def check(address: str, model_file: Path | None) -> int:
    """Prove the store: recompute everything, and say what does not agree."""
    with _opened(address, model_file) as kept:
        proof = kept.check()
    for text in (*proof.faults, *proof.notes):
        click.echo(text, err=True)
    verdict = f"{len(proof.faults)} faults" if proof.faults else "holds"
    click.echo(f"{verdict}: {proof.engagements} engagements, {proof.entries} entries")
    return SOME_FAILED if proof.faults else 0


@store.command(cls=Refusing)
@click.argument("to", required=False, type=click.Path(path_type=Path))
@store_option
@model_option
def backup(to: Path | None, address: str, model_file: Path | None) -> int:
    """Copy the store, whoever is writing to it, into a file that is a store too."""
    with _opened(address, model_file) as kept:
        click.echo(str(kept.backup(to)))
    return 0


@store.command(cls=Refusing)
@click.argument("changes", required=False, type=click.Path(path_type=Path))
@store_option
@who_option
@model_option
def adopt(changes: Path | None, address: str, who: str | None, model_file: Path | None) -> int:
    """Judge every engagement under another model; CHANGES (YAML) says what became of the keys that it lacks."""
    from maturity.store import ModelChange, read_change

    change = read_change(changes) if changes else ModelChange()
    with _opened(address, model_file) as kept:
        click.echo(f"backup: {kept.backup()}", err=True)
        adopted = kept.adopt(change, who=who or getpass.getuser())
    for key, number in adopted.moved.items():
        click.echo(f"{key}: {number} moved")
    click.echo(f"{adopted.engagements} engagements judged under {kept.model.name} {kept.model.version}")
    return 0


def _opened(address: str, model_file: Path | None, *, create: bool = False) -> "Store":
    from maturity.store import open_store

    return open_store(address, create=create, model=_model(model_file))


def _model(path: Path | None) -> "Model":
    from maturity.model_file import built_in_model
    from maturity.proof import check_model

    return built_in_model() if path is None else check_model(path)


def _import_source(kept: "Store", source: str, who: str) -> bool:
    """Import a file or folder; whether any of it failed."""
    from maturity.intake import read_source

    intake = read_source(source, kept.model, today=datetime.now(tz=UTC).astimezone().date(), history=False)
    told: list[object] = [*intake.warnings, *intake.faults]
    failed, new, changed = bool(intake.failed), 0, 0
    for engagement in _watched(intake.engagements, len(intake.engagements)):
        try:
            taken = kept.take_in(engagement, who)
        except InputError as error:
            told.append(error)
            failed = True
            continue
        new += taken.is_new
        changed += bool(taken.added and not taken.is_new)
        if taken.kept:
            told.append(f"{taken.key}: {taken.kept} newer answers or facts of the store were kept")
        if taken.renamed:
            told.append(f"{taken.key}: {engagement.customer!r} is {taken.renamed!r} here, as merged")
    for text in told:
        click.echo(str(text), err=True)
    _offer_merges(kept)
    click.echo(f"{source}: {new} new, {changed} changed, {len(intake.engagements)} read")
    return failed


def _import_store(kept: "Store", source: str, _: str) -> bool:
    """Unite with another store; False, since nothing of it can fail by itself."""
    from maturity.store import open_store

    with open_store(source, model=kept.model) as other:
        united = kept.unite(other)
    for key in united.left_out:
        click.echo(f"{key}: was left out, since this store has forgotten its customer", err=True)
    for key, here in united.renamed.items():
        click.echo(f"{key}: is {here} here, as merged", err=True)
    _offer_merges(kept)
    click.echo(f"{source}: {united.engagements} new engagements, {united.entries} new entries")
    return False


def _offer_merges(kept: "Store") -> None:
    for pair in kept.spellings():
        offer = _merge_offer(pair.one, pair.other)
        click.echo(f"{pair.one!r} and {pair.other!r} may be one customer: {offer}", err=True)


def _merge_offer(one: str, other: str) -> str:
    import shlex

    return f"maturity store merge --customer {shlex.quote(other)} --into {shlex.quote(one)}"


def _watched(things: Iterable[Any], total: int) -> Iterable[Any]:
    """The things, with a bar on standard error while that is a terminal."""
    if not sys.stderr.isatty():
        return things
    from rich.console import Console
    from rich.progress import track

    return track(things, description="Importing", total=total, console=Console(stderr=True), transient=True)
