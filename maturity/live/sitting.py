"""How far a live briefing has come: its clock, its place, its agenda, and the windows that are open on it."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Annotated

import msgspec
from msgspec import Meta

from maturity.agenda import Clock, Topic
from maturity.engagement import Engagement
from maturity.errors import InputError
from maturity.evidence.summary import Summary, summary_of
from maturity.model import Grade
from maturity.store import Store

PRESENT = timedelta(seconds=15)  #: after its last sign of life a window counts as gone


class Sitting(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a live briefing needs to go on where it stood; nothing of it is an answer."""

    clock: Clock = Clock()
    position: str = ""  #: key of the practice in hand
    later: tuple[str, ...] = ()  #: keys of the practices put off, in the order in which that was said
    not_known: tuple[str, ...] = ()  #: keys of computed practices that were asked in vain
    speakers: Annotated[tuple[str, ...], Meta(max_length=2)] = ()  #: who is heard apart
    agenda: tuple[Topic, ...] = ()
    evidence: str = ""  #: what the customer's exports show: a `Summary` as JSON, with nothing of the files themselves
    zone: str = ""  #: where the clocks stood of exports whose times name none, such as Africa/Lagos
    closed: bool = False  #: the briefing is over
    windows: Mapping[str, datetime] = {}  #: the last sign of life of each window, UTC

    @property
    def has_begun(self) -> bool:
        """Whether anybody sat: exports alone may have come with an import."""
        return self != Sitting(evidence=self.evidence, zone=self.zone)


_CHANGED = tuple(name for name in Sitting.__struct_fields__ if name not in {"clock", "windows"})


def sitting_in(text: str | None) -> Sitting:
    """The sitting in a store's text; a fresh one for none, or for one that another version wrote."""
    try:
        return msgspec.json.decode(text, type=Sitting) if text else Sitting()
    except msgspec.DecodeError:
        return Sitting()


def keep_sitting(  # noqa: PLR0913, PLR0917  (what is saved, where, by whom, when, and over what)
    store: Store, key: str, mine: Sitting, known: Sitting, window: str, now: datetime
) -> Sitting:
    """Save what this window changed since the sitting that it knew, with its sign of life; how the sitting stands then.

    What other windows changed meanwhile stays; a window that mine no longer has is gone.
    """

    def change(before: str | None) -> str:
        held = sitting_in(before) if before else known
        own = {name: value for name in _CHANGED if (value := getattr(mine, name)) != getattr(known, name)}
        clock = mine.clock if _course(mine.clock) != _course(known.clock) else held.clock
        gone = known.windows.keys() - mine.windows.keys()
        alive = {name: at for name, at in held.windows.items() if now - at < PRESENT and name not in gone}
        kept = msgspec.structs.replace(held, **own, clock=clock.beat(now), windows={**alive, window: now})
        return msgspec.json.encode(kept).decode()

    return sitting_in(store.change_sitting(key, change))


def _course(clock: Clock) -> tuple[float, datetime | None]:
    """What of a clock somebody has to change: a sign of life does not."""
    return clock.before, clock.since


def others_in(sitting: Sitting, window: str, now: datetime) -> tuple[datetime, ...]:
    """The last sign of life of every other window that is still there, oldest first."""
    return tuple(sorted(at for name, at in sitting.windows.items() if name != window and now - at < PRESENT))


def is_over(engagement: Engagement, sitting: str | None, today: date) -> bool:
    """Whether an engagement was finished, or was held on another day without a live briefing."""
    sat = sitting_in(sitting)
    return sat.closed or (not sat.has_begun and engagement.held_on != today)


def with_exports(text: str | None, summary: str, engagement: Engagement) -> str:
    """A sitting's text with what an import says that exports show.

    One that has begun keeps its own exports, unless an answer of the engagement was measured by others since.
    """
    sat = sitting_in(text)
    if text and sat.has_begun and sat.evidence and not is_outdone(sat.evidence, engagement):
        return text
    return msgspec.json.encode(msgspec.structs.replace(sat, evidence=summary)).decode()


def is_outdone(summary: str, engagement: Engagement) -> bool:
    """Whether an answer of the engagement was measured by other exports than those that the summary tells of."""
    found = kept_summary(summary)
    told = {finding.practice: finding for finding in found.findings if finding.is_computable} if found else {}
    return any(
        response.grade is Grade.MEASURED and practice in told and told[practice].sentence not in response.evidence
        for practice, response in engagement.responses.items()
    )


@lru_cache(maxsize=8)
def kept_summary(text: str) -> Summary | None:
    """What exports show, as a sitting keeps it; None for nothing, or for what another version wrote."""
    try:
        return summary_of(text)
    except InputError:
        return None
