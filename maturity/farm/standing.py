"""What stands at an address: left alone, written over, or kept because somebody changed it; as in a folder."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from maturity.batch import failed
from maturity.depot import Depot
from maturity.engine import Done
from maturity.files import UnwritableError, digest
from maturity.making import Made
from maturity.overview import MadeFile, Outcome, Status


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One engagement's files at an address: what is wanted, and what an earlier run made."""

    depot: Depot
    there: frozenset[str]  #: which of its files stood there when the run began; the others need not be asked for
    key: str
    wanted: Outcome  #: as it is when all goes well, without its files
    earlier: Outcome | None

    def digest(self, name: str) -> str | None:
        """SHA-256 of a file; None where there is none."""
        return self.depot.digest(name) if name in self.there else None

    def forget_failure(self) -> None:
        """Let the notebook of an earlier failure not be there."""
        name = f"{self.key}.failed.ipynb"
        if name in self.there:
            self.depot.remove(name)


def left_alone(ask: Ask) -> Outcome | None:
    """The outcome if the earlier files stay: they are what would be made, or somebody changed them by hand."""
    if ask.earlier is None:
        return None
    now = {file.name: ask.digest(file.name) for file in ask.earlier.files.values()}
    changed = [file.name for file in ask.earlier.files.values() if now[file.name] not in {None, file.sha256}]
    if changed:
        problem = f"{', '.join(changed)} changed by hand since it was made, and kept; --force makes it anew"
        return replace(ask.earlier, status=Status.KEPT, seconds=0.0, problem=problem)
    whole = bool(now) and None not in now.values()
    if not whole or ask.earlier.fingerprint != ask.wanted.fingerprint:
        return None
    ask.forget_failure()
    return replace(ask.wanted, status=Status.UNCHANGED, files=ask.earlier.files)


def deliver(ask: Ask, done: Done, *, force: bool) -> Outcome:
    """Put what a call made in its place; the outcome.

    Raises:
        UnwritableError: the address, or this machine's folder for temporary files, takes nothing more.
    """
    made = done.value or Made(failure=done.error, partial=done.notebook.encode())
    if made.no_room:
        raise UnwritableError(made.failure)
    if made.failure:
        return replace(failed(ask.wanted, ask.earlier, _kept(ask, made)), seconds=round(done.seconds, 3))
    if not force and (strange := [*_strangers(ask, made.files)]):
        problem = f"{', '.join(strange)} stands there, and no manifest says who made it; --force makes it anew"
        return replace(ask.wanted, status=Status.KEPT, problem=problem)
    files = {kind: _written(ask.depot, f"{ask.key}.{kind}", body) for kind, body in made.files.items()}
    ask.forget_failure()
    return replace(ask.wanted, files=files, seconds=round(done.seconds, 3))


def _kept(ask: Ask, made: Made) -> str:
    """What went wrong, with the place of the notebook as far as it ran."""
    if not made.partial:
        return made.failure
    name = f"{ask.key}.failed.ipynb"
    ask.depot.write(name, made.partial)
    return f"{made.failure}; the notebook as far as it ran is in {name}"


def _strangers(ask: Ask, files: Mapping[str, bytes]) -> Iterator[str]:
    """The files that would be overwritten though they hold something else and no earlier run tells of them."""
    known = {file.name for file in ask.earlier.files.values()} if ask.earlier else set()
    for kind, body in files.items():
        name = f"{ask.key}.{kind}"
        if name not in known and ask.digest(name) not in {None, digest(body)}:
            yield name


def _written(depot: Depot, name: str, body: bytes) -> MadeFile:
    return MadeFile(name=name, sha256=depot.write(name, body), bytes=len(body))
