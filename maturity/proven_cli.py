"""How the door reads a source: its engagements, and what their exports prove, with a bar that counts bytes."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from maturity.commands import progress, tell, today
from maturity.errors import InputError
from maturity.language import speaking

if TYPE_CHECKING:
    from maturity.intake import Intake
    from maturity.model import Model
    from maturity.proven import Proven


def read_engagements(source: str, model: "Model", *, history: bool = True) -> "Intake":
    """The source's engagements; faults and warnings are told on standard error.

    Raises:
        InputError: there are faults, and not one engagement.
    """
    from maturity.intake import read_source

    intake = read_source(source, model, today=today(), history=history)
    tell(*intake.warnings)
    if not intake.engagements:
        raise InputError(intake.faults)
    tell(*intake.faults)
    return intake


def read_proven(source: str, model: "Model", *, language: str) -> "Proven":
    """The source's engagements with what the exports beside their answers prove, said in that language.

    Faults and warnings are told on standard error, those of the exports too.

    Raises:
        InputError: there are faults, and not one engagement.
    """
    from maturity.proven import exports_beside, with_evidence

    intake, exports = read_engagements(source, model, history=False), exports_beside(source)
    with speaking(language), progress("Bytes", bytes_in(exports.values())) as advance:
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
