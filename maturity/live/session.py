"""The briefing that is going on: what was said, and what follows; every rule is kept here, none in the browser."""

import getpass
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

from msgspec.structs import replace

from maturity.agenda import plan_agenda
from maturity.assessment import assess
from maturity.engagement import Engagement, Response
from maturity.errors import InputError
from maturity.intake import with_history
from maturity.intake.facts import Fact, facts_on
from maturity.live.edits import AnyEdit
from maturity.live.finding import asked_again, earlier_ones, find_customer
from maturity.live.record import Answers, Before, Facts, Record, Seen
from maturity.live.settings import Settings
from maturity.live.sitting import Sitting, keep_sitting, others_in, sitting_in
from maturity.model import Model
from maturity.roadmap import Roadmap, plan
from maturity.store import Store, StoreError, open_store
from maturity.store.addresses import read_address


@dataclass(frozen=True, kw_only=True)
class Typed:
    """A fact that was typed and can't be."""

    text: str
    problem: str


@dataclass(frozen=True, kw_only=True)
class Held:
    """An answer that can't be saved as it is."""

    response: Response
    problem: str


@dataclass(frozen=True, kw_only=True)
class Undoing:
    """Something that was said, and what stood there before."""

    said: str  #: what it was about
    before: Before
    after: Seen  #: when it was saved: what others said since then is not undone


@dataclass(kw_only=True)
class Session:
    """One window's briefing; nothing is in the store before there is a customer."""

    settings: Settings
    model: Model
    window: str = field(default_factory=lambda: uuid.uuid4().hex)  #: names this process among those at one engagement
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    record: Record | None = None
    sitting: Sitting = field(default_factory=Sitting)
    known: Sitting = field(default_factory=Sitting)  #: the sitting as the store last had it
    earlier: tuple[Engagement, ...] = ()  #: the customer's own, oldest first
    typed: dict[str, Typed] = field(default_factory=dict)  #: by name of the fact
    held: dict[str, Held] = field(default_factory=dict)  #: by practice key
    undoing: list[Undoing] = field(default_factory=list)  #: the last one last
    imagined: tuple[str, ...] = ()  #: keys of practices looked at as if in place
    refusal: str = ""  #: why nothing could be begun, or kept
    others: dict[str, "Session"] = field(default_factory=dict)  #: by key, of engagements that a window had shown before
    unsaved: list[tuple[str, int]] = field(default_factory=list)  #: window and number of edits that the store lacks
    early: list[AnyEdit] = field(default_factory=list)  #: said while there was no customer to say it of
    is_kept: bool = True  #: whether the store knows how far the briefing has come
    heard: set[tuple[str, int]] = field(default_factory=set)  #: window and number of every edit that was done

    @property
    def today(self) -> date:
        """This machine's day."""
        return self.clock().astimezone().date()

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact that can be typed."""
        return facts_on(self.today)

    @cached_property
    def store(self) -> Store:
        """The history, made where there is none.

        Raises:
            MaturityError: it can't be opened or made.
        """
        return open_store(self.settings.store, create=True, model=self.model)

    @property
    def has_store(self) -> bool:
        """Whether there is a history to read, without making one."""
        path = read_address(self.settings.store).path
        return path is None or path.exists()

    @property
    def who(self) -> str:
        """Who says it: the consultant, or the user of this machine."""
        named = self.record.engagement.consultant if self.record else None
        return named or getpass.getuser()

    @property
    def engagement(self) -> Engagement | None:
        """Everything that was said, with what the customer's earlier engagements tell; None before there is one."""
        if self.record is None:
            return None
        return with_history(self.model, [*self.earlier, self.record.engagement])[-1]

    @property
    def roadmap(self) -> Roadmap | None:
        """What follows from it."""
        engagement = self.engagement
        return None if engagement is None else plan(assess(self.model, engagement))

    @property
    def last(self) -> Engagement | None:
        """The customer's engagement before this one."""
        return self.earlier[-1] if self.earlier else None

    def open(self, text: str) -> None:
        """Go on with the customer or engagement that a text names, or ask them again.

        Raises:
            MaturityError: there is none, or the store can't be read or written.
        """
        chosen = find_customer(self.store, text, today=self.today)
        if chosen.is_over:
            self.begin(asked_again(chosen.latest, self.today))
        else:
            self.resume(chosen.latest.key)
            self.put(closed=False)

    def begin(self, engagement: Engagement) -> None:
        """Make a new engagement; one of that key goes on.

        Raises:
            MaturityError: the store refuses it, or can't be written.
        """
        if self.store.last_saved(engagement.key) is None:
            self.store.save_engagement(engagement, who=engagement.consultant or self.who)
        self.resume(engagement.key)
        self.put(closed=False)

    def resume(self, key: str) -> None:
        """Go on with an engagement as the store has it, with its clock.

        Raises:
            MaturityError: there is none, or the store can't be read.
        """
        self.record = Record(store=self.store, window=self.store.window(key))
        self.earlier = earlier_ones(self.store, self.record.window.engagement)
        sat = self.known = sitting_in(self.store.sittings().get(key))
        stopped = sat.clock if others_in(sat, self.window, self.clock()) else sat.clock.recovered()
        goes_on = sat.clock.is_running or not sat.agenda
        self.sitting = replace(sat, clock=stopped.run(self.clock()) if goes_on else stopped)
        self.typed, self.held, self.undoing, self.imagined = {}, {}, [], ()
        if not sat.agenda:
            self.plan_talk()
        self.keep()

    def plan_talk(self) -> None:
        """Make the agenda from what is undecided now, what they asked for, and what the last time left."""
        roadmap, last = self.roadmap, self.last
        if roadmap is not None:
            before = plan(assess(self.model, last)) if last else None
            self.sitting = replace(self.sitting, agenda=plan_agenda(roadmap, last=before))

    def say(self, about: str, answers: Answers, facts: Facts, *, seen: Seen | None = None) -> None:
        """Save something that was said, so that it can be undone; `seen` is what stood on the screen.

        Raises:
            InputError: the store refuses it; nothing is kept.
        """
        if self.record is None:
            return
        before = self.record.before(answers, facts)
        self.record.say(answers, facts, who=self.who, seen=seen)
        if (before.answers, before.facts) != (dict(answers), dict(facts)):
            after = self.record.stamps(answers, facts)
            self.undoing.append(Undoing(said=about, before=before, after=after))

    def rename(self, name: str) -> None:
        """Call the customer otherwise.

        Raises:
            MaturityError: both names have an engagement on this day, or the store can't be written.
        """
        if self.record is not None and name != self.record.window.engagement.customer:
            old = self.record.window.engagement
            self.store.rename(old.customer, to=name, who=self.who)
            key = replace(old, customer=name).key
            self.record.window = self.store.window(key)
            self.earlier = earlier_ones(self.store, self.record.window.engagement)

    def put(self, **change: Any) -> None:  # noqa: ANN401  (a sitting's own fields)
        """Change how far the briefing has come, and save it."""
        self.place(**change)
        self.keep()

    def place(self, **change: Any) -> None:  # noqa: ANN401  (the same)
        """Change how far the briefing has come; it is saved once the window has its answer."""
        self.sitting = replace(self.sitting, **change)
        self.is_kept = False

    def keep(self) -> None:
        """Save how far the briefing has come, with this window's sign of life; it goes on where that can't be."""
        if self.record is None:
            return
        try:
            self.sitting = self.known = keep_sitting(
                self.store, self.record.key, self.sitting, self.known, self.window, self.clock()
            )
        except (StoreError, InputError) as error:
            self.refusal = str(error)
        else:
            self.refusal, self.is_kept = "", True

    def beside(self, key: str) -> "Session":
        """The session that an edit is for: this one, or one on the other engagement that its window had shown.

        Raises:
            MaturityError: the store can't be read.
        """
        if not key or self.record is None or key == self.record.key:
            return self
        if key not in self.others:
            if self.store.last_saved(key) is None:
                return self
            record = Record(store=self.store, window=self.store.window(key))
            self.others[key] = Session(settings=self.settings, model=self.model, clock=self.clock, record=record)
            vars(self.others[key])["store"] = self.store
        return self.others[key]

    @property
    def waiting(self) -> str:
        """Why something that was said here is not saved; nothing if all is."""
        records = [one.record for one in (self, *self.others.values()) if one.record]
        told = next((record.refusal for record in records if record.answers or record.facts), "")
        return told or (self.record.refusal if self.record else "") or self.refusal

    @property
    def is_saved(self) -> bool:
        """Whether the store has everything that was said."""
        records = [one.record for one in (self, *self.others.values()) if one.record]
        return not any(record.answers or record.facts for record in records)

    def close(self) -> None:
        """Let go of the store."""
        if "store" in self.__dict__:
            self.store.close()
