"""What a window says to the briefing: one numbered edit for everything that can be done in it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

import msgspec

from maturity.model import Answer, Grade


class Edit(msgspec.Struct, frozen=True, kw_only=True, tag_field="op"):
    """Something that was done in a window."""

    n: int = 0  #: counts up from 1 in each window, so that each edit is acknowledged
    window: str = ""  #: names the window
    engagement: str = ""  #: key of the engagement that the window shows


class Hello(Edit, frozen=True, kw_only=True, tag="hello"):
    """A window opened."""

    resume: str = ""  #: key of the engagement that it showed before
    pending: tuple[Mapping[str, Any], ...] = ()  #: edits that were never acknowledged, in order


class Begin(Edit, frozen=True, kw_only=True, tag="begin"):
    """A new customer is entered."""

    facts: Mapping[str, str]  #: as typed, by name


class Resume(Edit, frozen=True, kw_only=True, tag="resume"):
    """A briefing goes on."""

    key: str


class Tell(Edit, frozen=True, kw_only=True, tag="fact"):
    """A fact is typed."""

    name: str
    text: str
    seen: datetime | None = None  #: when the fact was saved that the window shows


class Signal(Edit, frozen=True, kw_only=True, tag="signal"):
    """A yes or no is said; None takes it back."""

    key: str
    value: bool | None
    seen: datetime | None = None  #: when the answer was saved that the window shows


class Respond(Edit, frozen=True, kw_only=True, tag="answer"):
    """A practice is answered; None takes the answer back."""

    practice: str
    answer: Answer | None
    grade: Grade = Grade.CLAIMED
    evidence: str = ""
    note: str = ""
    seen: datetime | None = None  #: when the answer was saved that the window shows
    voice: str = ""  #: who spoke, where several do


class Undo(Edit, frozen=True, kw_only=True, tag="undo"):
    """The last thing that was said is taken back."""


class Go(Edit, frozen=True, kw_only=True, tag="go"):
    """This practice is asked now."""

    practice: str


class Later(Edit, frozen=True, kw_only=True, tag="later"):
    """This practice is asked later."""

    practice: str


class Park(Edit, frozen=True, kw_only=True, tag="park"):
    """A thought is put aside."""

    text: str


class Unpark(Edit, frozen=True, kw_only=True, tag="unpark"):
    """A thought that was put aside is dealt with."""

    text: str


class Run(Edit, frozen=True, kw_only=True, tag="clock"):
    """The clock runs, or stands."""

    run: bool


class Speakers(Edit, frozen=True, kw_only=True, tag="speakers"):
    """Two people are heard apart; none: one voice again."""

    names: tuple[str, ...]


class Imagine(Edit, frozen=True, kw_only=True, tag="whatif"):
    """Practices are looked at as if they were in place; none drops it."""

    practices: tuple[str, ...]


class Settle(Edit, frozen=True, kw_only=True, tag="settle"):
    """A conflict with another window ends."""

    practice: str
    take: Literal["mine", "theirs"]


class Retry(Edit, frozen=True, kw_only=True, tag="retry"):
    """What could not be saved is saved now."""


class Export(msgspec.Struct, frozen=True, kw_only=True):
    """A file of the customer's, as its window names it."""

    key: str  #: names it on its way
    name: str  #: as the customer called it
    size: int  #: bytes


class Offer(Edit, frozen=True, kw_only=True, tag="offer"):
    """Exports are dropped, or chosen."""

    exports: tuple[Export, ...]


class Piece(Edit, frozen=True, kw_only=True, tag="piece"):
    """A part of an export comes; its bytes travel beside it."""

    export: str  #: key of the export
    at: int  #: bytes of the file before it
    broken: bool = False  #: the browser could not read on


class Place(Edit, frozen=True, kw_only=True, tag="zone"):
    """Somewhere the clocks stood of exports whose times name no zone."""

    zone: str  #: a time zone's name, such as Africa/Lagos; empty takes it back


class Take(Edit, frozen=True, kw_only=True, tag="take"):
    """What was measured of these practices counts as their answer."""

    practices: tuple[str, ...]
    seen: Mapping[str, datetime | None] = {}  #: by practice key, when the answer was saved that the window shows


class Keep(Edit, frozen=True, kw_only=True, tag="keep"):
    """What was said of a practice stands, though the exports show something else."""

    practice: str
    note: str  #: why
    seen: datetime | None = None  #: when the answer was saved that the window shows


class Forget(Edit, frozen=True, kw_only=True, tag="forget"):
    """What the exports show is forgotten; answers that were taken from them stay."""


class Make(Edit, frozen=True, kw_only=True, tag="make"):
    """The workbook and the page are made."""


class Finish(Edit, frozen=True, kw_only=True, tag="finish"):
    """The briefing is over."""


class Ping(Edit, frozen=True, kw_only=True, tag="ping"):
    """The window asks whether anybody is there."""


AnyEdit = (
    Hello | Begin | Resume | Tell | Signal | Respond | Undo | Go | Later | Park | Unpark | Run | Speakers | Imagine
) | (Settle | Retry | Offer | Piece | Place | Take | Keep | Forget | Make | Finish | Ping)


def read_edit(content: object) -> AnyEdit:
    """The edit in a message.

    Raises:
        msgspec.ValidationError: it is none.
    """
    edit: AnyEdit = msgspec.convert(content, AnyEdit)
    return edit
