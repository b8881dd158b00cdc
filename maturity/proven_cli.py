"""How the door reads a source: its engagements, and what their exports prove, with a bar that counts bytes."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import click

from maturity.commands import progress, tell, today
from maturity.errors import InputError
from maturity.language import ENGLISH, speaking

if TYPE_CHECKING:
    from maturity.intake import Intake
    from maturity.model import Model
    from maturity.proven import Exports, Proven

R = TypeVar("R")

trunk_option = click.option(
    "--trunk",
    "trunks",
    metavar="NAME",
    multiple=True,
    help="The default branch in exports, where it is neither main nor master nor trunk; may be given again.",
)
production_option = click.option(
    "--production",
    metavar="NAME",
    multiple=True,
    help="An environment in exports that is production, where its name does not say so; may be given again.",
)


@dataclass(frozen=True, kw_only=True)
class Hints:
    """What a user says of exports that they don't say themselves."""

    zone_words: tuple[str, ...] = ()  #: `ZONE`, or `KEY=ZONE` for one engagement
    trunks: tuple[str, ...] = ()
    production: tuple[str, ...] = ()  #: environments

    @property
    def of_all(self) -> "Hints":
        """Those that are not of one engagement, for another source."""
        return replace(self, zone_words=tuple(word for word in self.zone_words if "=" not in word))


NO_HINTS: Final = Hints()


def hint_options(command: Callable[..., R]) -> Callable[..., R]:
    """The command with `--zone`, `--trunk` and `--production`, which it hears together as `hints`."""

    @wraps(command)
    def hinted(
        *args: object,
        zone_words: tuple[str, ...],
        trunks: tuple[str, ...],
        production: tuple[str, ...],
        **rest: object,
    ) -> R:
        return command(*args, hints=Hints(zone_words=zone_words, trunks=trunks, production=production), **rest)

    zone_option = click.option(
        "--zone",
        "zone_words",
        metavar="[KEY=]NAME",
        multiple=True,
        help="Where clocks of exports stood that name no zone, such as Africa/Lagos; for one engagement with its key.",
    )
    return zone_option(trunk_option(production_option(hinted)))


def read_proven(
    source: str,
    model: "Model",
    *,
    language: str = ENGLISH,
    hints: Hints = NO_HINTS,
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
    proven = prove_intake(intake, exports_asked(source, hints, only), model, language=language)
    return with_kept(proven, source, model)


def exports_asked(source: str, hints: Hints, only: Collection[str] = ()) -> "Exports":
    """The exports beside the source's answers, with what the user says of them.

    Raises:
        InputError: one of these is no time zone.
    """
    from maturity.evidence.naming import Names
    from maturity.evidence.zones import read_zones
    from maturity.proven import exports_beside

    zones = read_zones(hints.zone_words, place="--zone")
    names = Names.told(trunks=hints.trunks, production=hints.production)
    return exports_beside(source, zones=zones, names=names, only=only)


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
