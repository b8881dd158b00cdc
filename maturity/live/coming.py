"""One export on its way to a window's Python, and what became of it in words."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal

from maturity.live.edits import Export
from maturity.wording import day, opened

if TYPE_CHECKING:
    from maturity.errors import Fault
    from maturity.evidence.tables import FileWord


@dataclass(kw_only=True)
class Coming:
    """One export on its way, or what became of it."""

    export: Export
    state: Literal["coming", "reading", "read", "refused"] = "coming"
    word: str = ""  #: what became of it
    is_whole: bool = True  #: nothing in it was left out
    zoneless: bool = False  #: times in it name no zone
    zone: str = ""  #: where its clocks were taken to stand
    got: int = 0  #: bytes
    content: BytesIO = field(default_factory=BytesIO)  #: of the file, until it is read and its times have their zone

    def take(self, pieces: Iterable[bytes | memoryview]) -> None:
        """Take what comes next of the file; never more than it was said to have."""
        for piece in pieces:
            self.got += self.content.write(memoryview(piece)[: self.export.size - self.got])

    def end(self, state: Literal["read", "refused"], word: str) -> None:
        """Let go of the file, unless it has to be read again once somebody says where its clocks stood."""
        self.state, self.word = state, word
        if not self.zoneless:
            self.content = BytesIO()

    @property
    def done(self) -> int:
        """The bytes that are here; while the file is read, those that are read."""
        return self.content.tell() if self.state == "reading" else self.got

    @property
    def told(self) -> dict[str, Any]:
        """What a window shows of it."""
        named = {"key": self.export.key, "name": self.export.name, "size": self.export.size}
        found = {"word": self.word, "whole": self.is_whole, "zoneless": self.zoneless}
        return {**named, "got": self.done, "state": self.state, **found}


def is_zoneless(file: "FileWord") -> bool:
    """Whether times in a file name no zone; they were taken as one that was said, or left out."""
    return file.zoneless > 0 or any(map(_lacks_zone, file.faults))


def word_of(file: "FileWord", long_ago: date | None = None) -> str:
    """What became of a file, in a sentence or two: what it was read as, and the first of what is wrong with it.

    `long_ago` is the last day that it tells of, where that is long before the briefing's.
    """
    faults = [fault for fault in file.faults if not _lacks_zone(fault)]
    told = [f"{file.kind}: {file.read}"] if file.kind else []
    if long_ago is not None:
        told.append(f"it ends on {day(long_ago)}, long before this briefing")
    if len(faults) < len(file.faults):
        told.append("its times name no time zone and are left out")
    told += [_problem(fault) for fault in faults[:1]]
    if len(faults) > 1:
        told.append(f"{len(faults) - 1} more {'fault' if len(faults) == 2 else 'faults'}")  # noqa: PLR2004  (one more)
    return ". ".join(map(opened, told))


def _lacks_zone(fault: "Fault") -> bool:
    from maturity.evidence.clocks import NO_ZONE

    return NO_ZONE in fault.problem


def _problem(fault: "Fault") -> str:
    problem = fault.problem.partition("; expected one of")[0]  # a list of all kinds
    return problem if fault.line is None else f"line {fault.line:,}: {problem}"
