"""What is found of a delivered workbook, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from maturity.errors import one_line


class Verdict(StrEnum):
    """What a delivered workbook is."""

    UNCHANGED = "unchanged"
    EDITED = "edited by hand"
    OTHER_VERSIONS = "made by other versions"


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One thing that is not as a run makes it."""

    what: str  #: `text`, `table`, `chart`, `picture`, `sentence`, `code`, `parameters`, `metadata`, `output`, `stamp`
    problem: str  #: what became of it, in a few words
    flagged: bool  #: it may be a number, or hide one; prose never is
    section: str = ""  #: the heading that it stands under; empty for what is in no cell
    key: str = ""  #: of the cell; empty for a cell that somebody added

    def __str__(self) -> str:
        """The difference on one line, its place first."""
        place = f"{self.what} under '{self.section}'" if self.section else self.what
        return one_line(f"{place}: {self.problem}")


@dataclass(frozen=True, kw_only=True)
class OtherVersion:
    """Something that a run depends on, in two versions."""

    name: str
    ours: str  #: empty where it is not installed here, or not a part of runs
    theirs: str  #: as the workbook says; empty where it does not

    def __str__(self) -> str:
        """Both versions in a few words."""
        return one_line(f"{self.name}: ours {self.ours or 'none'}, this {self.theirs or 'none'}")


@dataclass(frozen=True, kw_only=True)
class Verified:
    """A delivered file held against what a run of its own parameters gives."""

    place: str  #: the file
    key: str  #: of the engagement, as the file says
    verdict: Verdict
    differences: tuple[Difference, ...] = ()
    versions: tuple[OtherVersion, ...] = ()  #: that are not ours
    note: str = ""  #: what else is worth saying

    @property
    def is_flagged(self) -> bool:
        """Whether anything but prose differs."""
        return any(difference.flagged for difference in self.differences)

    @property
    def lines(self) -> tuple[str, ...]:
        """The verdict for people, then a line for everything that differs."""
        said = ", which may come from the versions" if self.versions and self.is_flagged else ""
        state = f"{self.verdict}; {'numbers may differ' + said if self.is_flagged else 'the numbers hold'}"
        named = [f"  {version}" for version in self.versions]
        told = [f"  {'flagged' if one.flagged else 'fine'}: {one}" for one in self.differences]
        note = [f"  {one_line(self.note)}"] if self.note else []
        return (one_line(f"{self.place}: {state}"), *note, *named, *told)

    @property
    def as_json(self) -> Mapping[str, Any]:
        """The verdict for programs."""
        return {
            "file": self.place,
            "key": self.key,
            "verdict": self.verdict.value,
            "flagged": self.is_flagged,
            "differences": [vars(difference) for difference in self.differences],
            "versions": [vars(version) for version in self.versions],
            "note": self.note,
        }
