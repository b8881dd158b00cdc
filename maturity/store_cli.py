"""The `maturity store` commands: the history of engagements, in and out."""

import getpass
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from maturity.commands import DONE, SOME_FAILED, chosen_model, model_option, progress, refusing, tell, today
from maturity.errors import Fault, InputError
from maturity.files import HISTORY
from maturity.proven_cli import Hints, exports_asked, hint_options, prove_intake
from maturity.wording import count, listed

if TYPE_CHECKING:
    from maturity.store import Likeness, Store, Taken

store_option = click.option(
    "--store",
    "address",
    default=HISTORY,
    type=str,
    envvar="MATURITY_STORE",
    show_default=True,
    metavar="URL",
    help="A path, sqlite:///PATH or postgresql://USER@HOST/DATABASE; MATURITY_STORE says it too.",
)
who_option = click.option("--who", default=getpass.getuser, show_default="your user name", help="Who says so.")


@click.group()
def store() -> None:
    """Keep the history of engagements: import, export, prove, back up, forget."""


@store.command("import")
@click.argument("sources", nargs=-1, required=True)
@hint_options
@click.option("--revive", is_flag=True, help="Take in customers from files even if they were deleted here.")
@store_option
@who_option
@model_option
@refusing
def import_(  # noqa: PLR0913  (a command has the options that it has)
    sources: tuple[str, ...],
    address: str,
    who: str,
    hints: Hints,
    model_file: Path | None,
    *,
    revive: bool,
) -> int:
    """Add every engagement of each SOURCE: a folder, a .csv, .xlsx or .json file, or another store.

    What exports in SOURCE/evidence/KEY/ prove is added too, beside what was said.

    Importing again changes nothing. A store is added log by log, so that two laptops end with the same history
    whichever is imported into which.
    """
    from maturity.intake.stores import is_address

    failed = False
    with _opened(address, model_file, create=True) as kept:
        for source in sources:
            if is_address(source):
                failed |= _import_store(kept, source, who)
            else:
                failed |= _import_source(kept, source, who, hints, revive=revive)
    return SOME_FAILED if failed else DONE


@store.command()
@click.option("--format", "shape", type=click.Choice(["json", "csv", "parquet"]), default="json", show_default=True)
@click.option("--only", multiple=True, metavar="KEY", help="Export only this engagement; may be given again.")
@click.option("--out", type=click.Path(path_type=Path), help="File (Parquet: folder); standard output if not given.")
@store_option
@model_option
@refusing
def export(shape: str, only: tuple[str, ...], out: Path | None, address: str, model_file: Path | None) -> int:
    """Write engagements as JSON (loses nothing), CSV (for spreadsheets) or Parquet (for `maturity trends`)."""
    from maturity.files import write_whole
    from maturity.ledger import csv_lines, json_lines, write_parquet

    with _opened(address, model_file) as kept:
        if shape == "parquet":
            if out is None or only:
                raise InputError([Fault(place="--format parquet", problem="writes everything into the folder --out")])
            tell(f"{out}: {count(len(write_parquet(kept, out)), 'file')}")
            return DONE
        chosen = kept.engagements(only=only or None)
        lines = json_lines(chosen) if shape == "json" else csv_lines(kept.model, chosen)
        if out is None:
            for line in lines:
                click.echo(line, nl=False)
        else:
            write_whole(out, "".join(lines))
    return DONE


@store.command("list")
@click.option("--spellings", is_flag=True, help="Names that look like one customer's instead.")
@store_option
@model_option
@refusing
def list_(address: str, model_file: Path | None, *, spellings: bool) -> int:
    """List the customers, or the names that may be one customer's."""
    with _opened(address, model_file) as kept:
        if spellings:
            for pair in kept.spellings():
                click.echo(_merge_offer(pair))
        else:
            for own in kept.customers():
                days = f"{own.first}" if own.first == own.last else f"{own.first} to {own.last}"
                click.echo(f"{own.name}: {own.engagements} ({days})")
    return DONE


@store.command()
@click.option("--customer", required=True, help="The name that goes.")
@click.option("--into", required=True, help="The name that stays.")
@store_option
@who_option
@model_option
@refusing
def merge(customer: str, into: str, address: str, who: str, model_file: Path | None) -> int:
    """Say that two names are one customer's."""
    with _opened(address, model_file) as kept:
        for key in kept.merge(customer, into=into, who=who):
            click.echo(key)
    return DONE


@store.command()
@click.option("--customer", required=True, help="The customer to forget.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@store_option
@model_option
@refusing
def delete(customer: str, address: str, model_file: Path | None, *, yes: bool) -> int:
    """Forget a customer, in the store and in the backups that it knows of; prints a receipt."""
    import msgspec

    with _opened(address, model_file) as kept:
        names = sorted({held.customer for held in kept.engagements(customer=customer)})
        if yes and len(names) > 1:
            problem = f"is the key of {listed(names)}; expected one name (answer the question, without --yes)"
            raise InputError([Fault(place="--customer", problem=f"{customer!r} {problem}")])
        if not yes:
            click.confirm(f"Forget everything of {listed(names) or repr(customer)} for ever?", abort=True, err=True)
        receipt = kept.delete(customer)
    click.echo(msgspec.json.format(msgspec.json.encode(receipt), indent=2).decode())
    lost = [path for path, rows in receipt.backups.items() if rows is None]
    tell(*(f"{path}: this backup can't be opened or written, so it may still hold the customer" for path in lost))
    return SOME_FAILED if lost else DONE


@store.command()
@store_option
@model_option
@refusing
def check(address: str, model_file: Path | None) -> int:
    """Prove the store: recompute everything, and say what does not agree."""
    with _opened(address, model_file) as kept:
        proof = kept.check()
    tell(*proof.faults, *proof.notes)
    verdict = count(len(proof.faults), "fault") if proof.faults else "holds"
    held = f"{count(proof.engagements, 'engagement')}, {count(proof.entries, 'entry', 'entries')}"
    click.echo(f"{verdict}: {held}")
    return SOME_FAILED if proof.faults else DONE


@store.command()
@click.argument("to", required=False, type=click.Path(path_type=Path))
@store_option
@model_option
@refusing
def backup(to: Path | None, address: str, model_file: Path | None) -> int:
    """Copy the store, whoever is writing to it, into a file that is a store too."""
    with _opened(address, model_file) as kept:
        click.echo(str(kept.backup(to)))
    return DONE


@store.command()
@click.argument("changes", required=False, type=click.Path(path_type=Path))
@store_option
@who_option
@model_option
@refusing
def adopt(changes: Path | None, address: str, who: str, model_file: Path | None) -> int:
    """Judge every engagement under another model; CHANGES (YAML) says what became of the keys that it lacks."""
    from maturity.store import ModelChange, read_change

    change = read_change(changes) if changes else ModelChange()
    with _opened(address, model_file) as kept:
        tell(f"backup: {kept.backup()}")
        adopted = kept.adopt(change, who=who)
    for key, number in adopted.moved.items():
        click.echo(f"{key}: {number} moved")
    for key, number in adopted.given_way.items():
        if number:
            tell(f"{key}: in {number} of them the new key was answered already, and that answer stays")
    judged = count(adopted.engagements, "engagement")
    click.echo(f"{judged} judged under {kept.model.name} {kept.model.version}")
    return DONE


def _opened(address: str, model_file: Path | None, *, create: bool = False) -> "Store":
    from maturity.store import open_store

    return open_store(address, create=create, model=chosen_model(model_file))


def _import_source(kept: "Store", source: str, who: str, hints: Hints, *, revive: bool) -> bool:
    """Import a file or folder; whether any of it failed. Who was deleted stays out, unless `revive` says otherwise."""
    from maturity.intake import read_source

    read = read_source(source, kept.model, today=today(), history=False)
    proven = prove_intake(read, exports_asked(source, hints), kept.model)
    intake = proven.intake
    names = {held.customer for held in intake.engagements}
    gone = set() if revive else {name for name in names if kept.has_forgotten(name)}
    told: list[object] = [
        f"{name!r} was deleted here, and is left out; --revive takes them in again" for name in sorted(gone)
    ]
    all_taken: list[Taken] = []
    with progress("Engagements", len(intake.engagements)) as advance:
        for engagement in intake.engagements:
            if engagement.customer in gone:
                continue
            try:
                taken = kept.take_in(engagement, who)
            except InputError as error:
                told.append(error)
            else:
                all_taken.append(taken)
                told += _keep_exports(kept, taken.key, proven.evidence.get(engagement.key))
                told += _unlike_the_file(taken, engagement.customer)
            advance(1)
    tell(*told, *map(_merge_offer, kept.spellings()))
    new = sum(taken.is_new for taken in all_taken)
    changed = sum(bool(taken.added) for taken in all_taken if not taken.is_new)
    click.echo(f"{source}: {new} new, {changed} changed, {len(intake.engagements)} read")
    due = sum(engagement.customer not in gone for engagement in intake.engagements)
    return bool(intake.failed or proven.warnings) or len(all_taken) < due


def _keep_exports(kept: "Store", key: str, summary: str | None) -> Iterator[str]:
    """Keep what an engagement's exports show, for its workbook and for the live briefing.

    Exports that were imported before do not take the place of newer ones, whose answers the store keeps.
    """
    from maturity.live.sitting import is_outdone, with_exports

    if not summary:
        return
    held = kept.engagement(key)
    if is_outdone(summary, held):
        yield f"{key}: the store holds what newer exports prove; what these show is left out"
    else:
        kept.change_sitting(key, lambda text: with_exports(text, summary, held))


def _unlike_the_file(taken: "Taken", customer: str) -> Iterator[str]:
    """Where the store now says something else than the file."""
    if taken.kept:
        yield f"{taken.key}: {taken.kept} newer answers or facts of the store were kept"
    if taken.contradicted:
        differ = listed([repr(practice) for practice in taken.contradicted])
        yield f"{taken.key}: file and store differ on {differ}; what was measured last stands"
    if taken.renamed:
        yield f"{taken.key}: {customer!r} is {taken.renamed!r} here, as merged"


def _import_store(kept: "Store", source: str, _: str) -> bool:
    """Unite with another store; False, since nothing of it can fail by itself."""
    from maturity.store import open_store

    with open_store(source, model=kept.model) as other:
        united = kept.unite(other)
    tell(*(f"{key}: was left out, since this store has forgotten its customer" for key in united.left_out))
    tell(*(f"{key}: is {here} here, as merged" for key, here in united.renamed.items()))
    tell(*map(_merge_offer, kept.spellings()))
    click.echo(f"{other.base.address}: {united.engagements} new engagements, {united.entries} new entries")
    return False


def _merge_offer(pair: "Likeness") -> str:
    merge = f"maturity store merge --customer {shlex.quote(pair.other)} --into {shlex.quote(pair.one)}"
    return f"{pair.one!r} and {pair.other!r} may be one customer: {merge}"
