"""The `maturity evidence` command: what a customer's own exports prove, read on this machine only."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from maturity.commands import DONE, SOME_FAILED, chosen_model, model_option, progress, refusing, tell, today
from maturity.errors import Fault, InputError, one_line
from maturity.language import ENGLISH, known_language, speaking
from maturity.proven_cli import by_steps, bytes_in, production_option, trunk_option

if TYPE_CHECKING:
    from datetime import tzinfo

    from maturity.evidence.naming import Names
    from maturity.evidence.tables import Evidence
    from maturity.model import Model

MOST_DAYS = 3_660  #: ten years; no run is kept for longer


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "shape", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option(
    "--as-of",
    metavar="DATE",
    type=click.DateTime(formats=["%Y-%m-%d"]),
    help="The last day looked at (UTC); the evidence's last day, or today, if it is not given.",
)
@click.option(
    "--window",
    metavar="DAYS",
    type=click.IntRange(1, MOST_DAYS),
    help="Days looked at; each practice's own, and 91 for DORA's metrics, if it is not given.",
)
@click.option(
    "--zone",
    "zone_name",
    metavar="NAME",
    help="Where the clocks stood that name no zone, such as Africa/Lagos; such times are told and left out without it.",
)
@trunk_option
@production_option
@click.option(
    "--language", default=ENGLISH, show_default=True, metavar="CODE", help="What the sentences speak: en or fr."
)
@click.option(
    "--slo",
    "customer_file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write a first OpenSLO file for the one customer in FILE (.csv, .xlsx or .json).",
)
@click.option(
    "--out",
    metavar="FILE",
    type=click.Path(path_type=Path),
    default=Path("openslo.yaml"),
    show_default=True,
    help="Where that goes; a file that is there already is left as it is.",
)
@model_option
@refusing
def evidence(  # noqa: PLR0913  (a command has the options that it has)
    files: tuple[Path, ...],
    *,
    shape: str,
    as_of: datetime | None,
    window: int | None,
    zone_name: str | None,
    trunks: tuple[str, ...],
    production: tuple[str, ...],
    language: str,
    customer_file: Path | None,
    out: Path,
    model_file: Path | None,
) -> int:
    """Say what exports prove: each practice's answer with the sentence why, DORA's five metrics, and error budgets.

    FILES are exports of runs, deployments, incidents, metrics, SLOs and logs, or folders of them; each is recognised
    by its content. Names, addresses and messages in them are dropped.
    """
    from maturity.evidence.clocks import NO_ZONE
    from maturity.evidence.naming import Names
    from maturity.evidence.proving import last_day
    from maturity.evidence.zones import zone_named
    from maturity.evidence_report import as_json, as_table, weigh
    from maturity.proven import HINT

    model, spoken = chosen_model(model_file), known_language(language, place="--language")
    zone = zone_named(zone_name, place="--zone") if zone_name else None
    if customer_file:
        _start_slo(customer_file, out, model)
    if not files:
        if customer_file:
            return DONE
        raise InputError([Fault(place="FILES", problem="are missing; expected an export, or a folder of them")])
    last = _last_day(as_of)
    with speaking(spoken):
        held = _read(files, zone, Names.told(trunks=trunks, production=production))
        if all(file.kind is None for file in held.files):
            raise InputError(held.faults)
        tell(*held.faults)
        if zone is None and any(NO_ZONE in fault.problem for fault in held.faults):
            tell(HINT)
        weighed = weigh(model, held, as_of=last or min(last_day(held) or today(), today()), days=window)
        click.echo({"json": as_json, "table": as_table}[shape](weighed), nl=False)
    return SOME_FAILED if held.faults else DONE


def _last_day(as_of: datetime | None) -> date | None:
    """The day that was asked for; no export is older than the clocks that are read.

    Raises:
        InputError: it is outside of what those clocks tell.
    """
    from maturity.evidence.clocks import EARLIEST, LATEST

    if as_of is None:
        return None
    if not EARLIEST <= as_of.replace(tzinfo=UTC).timestamp() < LATEST:
        problem = f"{as_of.date()} is no day of an export; expected one from 1990 to 2099"
        raise InputError([Fault(place="--as-of", problem=problem)])
    return as_of.date()


def _start_slo(path: Path, out: Path, model: "Model") -> None:
    """Write a first SLO for the customer in that file: their own objective, or the model's where they have none.

    Raises:
        InputError: the file has no customer or several, or there is a file already where it should go.
    """
    from maturity.evidence.openslo_starter import openslo_starter
    from maturity.files import write_whole
    from maturity.intake import read_source

    intake = read_source(str(path), model, today=today(), history=False)
    if len(intake.engagements) != 1:
        found = Fault(place=str(path), problem=f"has {len(intake.engagements)} customers; expected one")
        raise InputError([*intake.faults, found])
    if out.exists():
        raise InputError([Fault(place=str(out), problem="is there already; expected a new file (--out)")])
    engagement, numbers = intake.engagements[0], model.numbers
    objective = numbers.objective.value if engagement.objective is None else engagement.objective
    days = int(numbers.objective_window_days.value)
    write_whole(out, openslo_starter(service=engagement.customer, objective=objective, window_days=days))
    tell(f"{out}: a first SLO for {one_line(engagement.customer)}, to be agreed with the business")


def _read(files: tuple[Path, ...], zone: "tzinfo | None", names: "Names") -> "Evidence":
    """All that the files hold, with a bar that counts their bytes."""
    from maturity.evidence.recognise import read_evidence

    with progress("Bytes", bytes_in(files)) as advance:
        return read_evidence(files, names=names, zone=zone, progress=by_steps(advance))
