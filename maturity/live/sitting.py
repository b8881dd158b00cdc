"""How far a live briefing has come: its clock, its place, its agenda, and the windows that are open on it."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Annotated

import msgspec
from msgspec import Meta

from maturity.agenda import Clock, Topic
from maturity.engagement import Engagement
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
    closed: bool = False  #: the briefing is over
    windows: Mapping[str, datetime] = {}  #: the last sign of life of each window, UTC


def sitting_in(text: str | None) -> Sitting:
    """The sitting in a store's text; a fresh one for none, or for one that another version wrote."""
    try:
        return msgspec.json.decode(text, type=Sitting) if text else Sitting()
    except msgspec.DecodeError:
        return Sitting()


def keep_sitting(store: Store, key: str, mine: Sitting, window: str) -> Sitting:
    """Save a sitting with this window's sign of life, and the other windows' as they stand; what was saved."""
    now = datetime.now(UTC)

    def change(before: str | None) -> str:
        alive = {name: at for name, at in sitting_in(before).windows.items() if now - at < PRESENT}
        return msgspec.json.encode(msgspec.structs.replace(mine, windows={**alive, window: now})).decode()

    return sitting_in(store.change_sitting(key, change))


def others_in(sitting: Sitting, window: str) -> tuple[datetime, ...]:
    """The last sign of life of every other window that is still there, oldest first."""
    now = datetime.now(UTC)
    return tuple(sorted(at for name, at in sitting.windows.items() if name != window and now - at < PRESENT))


def is_over(engagement: Engagement, sitting: str | None, today: date) -> bool:
    """Whether an engagement was finished, or was held on another day without a live briefing."""
    return sitting_in(sitting).closed if sitting else engagement.held_on != today
