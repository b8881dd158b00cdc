"""What a store refuses, in words for the user: the place, what came and what was expected."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from maturity.engagement import Response
from maturity.errors import MaturityError, one_line


class StoreError(MaturityError):
    """A store that can't be opened, read or written; what was saved before is as it was."""

    def __init__(self, place: str, problem: str) -> None:
        """Name the place, and what is wrong with it."""
        super().__init__(f"{place}: {problem}")


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """One practice (or fact) that somebody else answered after the window was filled."""

    practice: str  #: its key; or the fact's name
    yours: Response | str | None  #: not saved; a fact as JSON
    theirs: Response | str | None  #: what the store holds; None where it was withdrawn
    who: str  #: who said theirs
    saved_at: datetime  #: when, UTC

    def __str__(self) -> str:
        """Both values on one line."""
        yours, theirs = _shown(self.yours), _shown(self.theirs)
        return f"{self.practice}: you say {yours}; {self.who} said {theirs} at {self.saved_at:%Y-%m-%d %H:%M:%S} UTC"


class ConflictError(MaturityError):
    """Answers that were not saved, since what their window showed is no longer what stands in the store."""

    def __init__(self, conflicts: Sequence[Conflict]) -> None:
        """Keep the conflicts in the order of the answers."""
        self.conflicts = tuple(conflicts)
        super().__init__("\n".join(one_line(str(conflict)) for conflict in self.conflicts))


@contextmanager
def telling(place: str) -> Iterator[None]:
    """Whatever the database objects to, told as a refusal of the store at that place."""
    try:
        yield
    except SQLAlchemyError as error:
        gone = "://" not in place and not Path(place).exists()
        raise StoreError(place, _GONE if gone else in_words(error)) from error


def in_words(error: SQLAlchemyError) -> str:
    """What a database's error means to the user; its own first line where no sentence fits better.

    >>> in_words(SQLAlchemyError("(sqlite3.OperationalError) database or disk is full"))
    'the disk is full, so nothing of this was saved; what was saved before is safe. Make room and save again'
    """
    said = str(getattr(error, "orig", None) or error)
    for pattern, meaning in _MEANINGS.items():
        if re.search(pattern, said, re.IGNORECASE):
            return meaning
    return f"the database refused: {one_line(said.strip().partition(chr(10))[0])}"


def _shown(response: Response | str | None) -> str:
    if response is None:
        return "nothing"
    if isinstance(response, str):
        return response
    parts = (f"{response.answer.value!r}", response.grade.value, response.evidence, response.note)
    return ", ".join(part for part in parts if part)


_GONE = "is not there any more; expected the store's file, so put it back where it was, or open another one"
_NOBODY = "no server answers there; expected PostgreSQL at that address, running and reachable from here"

#: what a driver says, by pattern, and what that means
_MEANINGS = {
    "disk is full|no space left|could not extend file": (
        "the disk is full, so nothing of this was saved; what was saved before is safe. Make room and save again"
    ),
    "disk i/o error": (
        "the disk did not take the write (full, over its quota, or broken), so nothing of this was saved; "
        "what was saved before is safe. Make room and save again"
    ),
    "readonly database|unable to open database": (
        "can't be written by you; expected the right to write the file and its folder"
    ),
    "row-level security": "this engagement is not yours to write; expected one that you began",
    "permission denied|must be owner|insufficient privilege": (
        "your user has no right to do that; expected a consultant to write, or the store's owner to change it"
    ),
    "password authentication failed|no password supplied|no pg_hba.conf entry": (
        "the server refused this user or password; expected those that its administrator gave you"
    ),
    "database .* does not exist": "the server has no database of that name; expected one made by its administrator",
    "role .* does not exist": "the server does not know this user; expected one made by its administrator",
    "timeout expired|timed out|connection refused|could not connect|connection failed|no such file": _NOBODY,
    "failed to resolve|could not translate host name": _NOBODY,
    "database is locked": "another program has held the store for over a minute; expected it to let go",
    "malformed|not a database": "is damaged or cut short; expected a whole store (`maturity store backup` makes them)",
}
