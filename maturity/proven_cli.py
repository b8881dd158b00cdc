"""How the door reads a source: its engagements, and what their exports prove, with a bar that counts bytes."""

from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from maturity.commands import progress, tell, today
from maturity.errors import InputError
from maturity.language import ENGLISH, speaking

if TYPE_CHECKING:
    from maturity.intake import Intake
    from maturity.model import Model
    from maturity.proven import Exports, Proven

zone_option = click.option(
    "--zone",
    "zone_words",
    metavar="[KEY=]NAME",
    multiple=True,
    help="Where clocks of exports stood that name no zone, such as Africa/Lagos; for one engagement with its key.",
)


def read_proven(
    source: str,
    model: "Model",
    *,
    language: str = ENGLISH,
    zone_words: Iterable[str] = (),
    only: Collection[str] = (),
) -> "Proven":
    """The source's engagements with their history, and with what the exports beside their answers prove.

    Faults and warnings are told on standard error, those of the exports too. With `only`, the exports of other
    customers than theirs are not read.

    Raises:
        InputError: there are faults, and not one engagement; or a zone can't be used.
    """
    from maturity.intake import read_source
    from maturity.proven import with_kept

    intake = read_source(source, model, today=today(), history=False)
    if not intake.engagements:
        tell(*intake.warnings)
        raise InputError(intake.faults)
    proven = prove_intake(intake, exports_asked(source, zone_words, only), model, language=language)
    return with_kept(proven, source, model)


def exports_asked(source: str, zone_words: Iterable[str] = (), only: Collection[str] = ()) -> "Exports":
    """The exports beside the source's answers, with the zones that `--zone` gives them.

    Raises:
        InputError: one of these is no time zone.
    """
    from maturity.evidence.zones import read_zones
    from maturity.proven import exports_beside

    return exports_beside(source, zones=read_zones(zone_words, place="--zone"), only=only)


def prove_intake(intake: "Intake", exports: "Exports", model: "Model", *, language: str = ENGLISH) -> "Proven":
    """The intake, which has no history yet, with what these exports prove.

    Faults and warnings are told on standard error, those of the exports too.

    Raises:
        InputError: a zone is of an engagement that is not there.
    """
    from maturity.proven import with_evidence

    tell(*intake.warnings, *intake.faults)
    with speaking(language), progress("Bytes", bytes_in(exports.chosen(intake).values())) as advance:
        proven = with_evidence(intake, exports, model, progress=by_steps(advance))
    tell(*proven.warnings)
    return proven


def bytes_in(paths: Iterable[Path]) -> int:
    """The size of all these files, and of all in these folders, in bytes."""
    inside = [path for given in paths for path in (given.rglob("*") if given.is_dir() else [given])]
    return sum(path.stat().st_size for path in inside if path.is_file())


def by_steps(advance: Callable[[int], None]) -> Callable[[Path, int, int], None]:
    """What moves the bar on by what was read since the last time."""
    done: dict[Path, int] = {}

    def step(path: Path, read: int, _: int) -> None:
        advance(read - done.get(path, 0))
        done[path] = read

    return step
