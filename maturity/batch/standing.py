"""What stands in a place: left alone, written over, or kept because somebody changed it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from maturity.engagement import Engagement
from maturity.engine import Done
from maturity.files import UnwritableError, digest, digest_of, write_whole
from maturity.making import Made, Order
from maturity.overview import MadeFile, Outcome, Status


class Place(Protocol):
    """Where files are put: a folder, or an address."""

    def digest(self, name: str) -> str | None:
        """SHA-256 of a file; None where there is none."""

    def write(self, name: str, content: bytes) -> str:
        """Write a file, whole or not at all; its SHA-256."""

    def remove(self, name: str) -> None:
        """Let a file not be there."""


@dataclass(frozen=True, kw_only=True)
class Folder:
    """A folder of this machine."""

    path: Path

    def digest(self, name: str) -> str | None:
        """SHA-256 of a file; None where there is none."""
        return digest_of(self.path / name)

    def write(self, name: str, content: bytes) -> str:
        """Write a file, whole or not at all; its SHA-256."""
        return write_whole(self.path / name, content)

    def remove(self, name: str) -> None:
        """Let a file not be there."""
        (self.path / name).unlink(missing_ok=True)


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One engagement's files in a place: what is wanted, and what an earlier run made."""

    place: Place
    key: str
    wanted: Outcome  #: as it is when all goes well, without its files
    earlier: Outcome | None

    @property
    def failed_notebook(self) -> str:
        """What a notebook that stopped is called."""
        return f"{self.key}.failed.ipynb"


def ask_for(engagement: Engagement, order: Order, *, place: Place, earlier: Outcome | None) -> Ask:
    """What an order wants of a place for one engagement."""
    wanted = Outcome(
        key=engagement.key,
        customer=engagement.customer,
        status=Status.MADE,
        input_hash=engagement.hash,
        fingerprint=order.fingerprint(engagement),
    )
    return Ask(place=place, key=engagement.key, wanted=wanted, earlier=earlier)


def left_alone(ask: Ask) -> Outcome | None:
    """The outcome if the earlier files stay: they are what would be made, or somebody changed them by hand."""
    if ask.earlier is None:
        return None
    now = {file.name: ask.place.digest(file.name) for file in ask.earlier.files.values()}
    changed = [file.name for file in ask.earlier.files.values() if now[file.name] not in {None, file.sha256}]
    if changed:
        problem = f"{', '.join(changed)} changed by hand since it was made, and kept; --force makes it anew"
        return replace(ask.earlier, status=Status.KEPT, seconds=0.0, problem=problem)
    whole = bool(now) and None not in now.values()
    if not whole or ask.earlier.fingerprint != ask.wanted.fingerprint:
        return None
    ask.place.remove(ask.failed_notebook)
    return replace(ask.wanted, status=Status.UNCHANGED, files=ask.earlier.files)


def deliver(ask: Ask, done: Done, *, force: bool) -> Outcome:
    """Put what a call made in its place; the outcome.

    Raises:
        UnwritableError: the place, or this machine's folder for temporary files, takes nothing more.
    """
    made = done.value or Made(failure=done.error, partial=done.notebook.encode())
    if made.no_room:
        raise UnwritableError(made.failure)
    if made.failure:
        return replace(failed(ask.wanted, ask.earlier, _kept(ask, made)), seconds=round(done.seconds, 3))
    if not force and (strange := [*_strangers(ask, made.files)]):
        problem = f"{', '.join(strange)} stands there, and no manifest says who made it; --force makes it anew"
        return replace(ask.wanted, status=Status.KEPT, problem=problem)
    files = {kind: _written(ask.place, f"{ask.key}.{kind}", body) for kind, body in made.files.items()}
    ask.place.remove(ask.failed_notebook)
    return replace(ask.wanted, files=files, seconds=round(done.seconds, 3))


def failed(wanted: Outcome, earlier: Outcome | None, problem: str) -> Outcome:
    """The outcome of a failure: files that an earlier run made stay known, as what they were made from."""
    return replace(
        wanted,
        status=Status.FAILED,
        problem=problem,
        files=earlier.files if earlier else {},
        fingerprint=earlier.fingerprint if earlier else wanted.fingerprint,
    )


def _kept(ask: Ask, made: Made) -> str:
    """What went wrong, with the place of the notebook as far as it ran."""
    if not made.partial:
        return made.failure
    ask.place.write(ask.failed_notebook, made.partial)
    return f"{made.failure}; the notebook as far as it ran is in {ask.failed_notebook}"


def _strangers(ask: Ask, files: Mapping[str, bytes]) -> Iterator[str]:
    """The files that would be overwritten though they hold something else and no earlier run tells of them."""
    known = {file.name for file in ask.earlier.files.values()} if ask.earlier else set()
    for kind, body in files.items():
        name = f"{ask.key}.{kind}"
        if name not in known and ask.place.digest(name) not in {None, digest(body)}:
            yield name


def _written(place: Place, name: str, body: bytes) -> MadeFile:
    return MadeFile(name=name, sha256=place.write(name, body), bytes=len(body))
