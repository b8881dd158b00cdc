"""One engagement as a window knows it: what is saved, what could not be, and what others said meanwhile."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import msgspec

from maturity.engagement import Engagement, Response
from maturity.errors import Fault, InputError
from maturity.store import Conflict, ConflictError, Store, StoreError, Window
from maturity.store.entries import engagement_from, facts_of

IN_KEY = {"customer", "held_on"}  #: facts that make the key
WENT_BACK = (
    "The history went back to an earlier state, as if a backup had been put in its place: some of what this window "
    "shows is not in it. Retry saves it again."
)
LOST = "The history no longer holds this briefing. The next answer, or Retry, saves all of it again."

#: responses by practice key, None where one is taken back
Answers = Mapping[str, Response | None]
#: facts as JSON by their names in the store's log, None where one is taken back
Facts = Mapping[str, str | None]


@dataclass(frozen=True, kw_only=True)
class Before:
    """What stood there before something was said: saying it again takes that back."""

    answers: Answers
    facts: Facts


@dataclass(frozen=True, kw_only=True)
class Seen:
    """When each thing was saved that stood on the screen, None where nothing stood; what is not here stands as read."""

    answers: Mapping[str, datetime | None] = field(default_factory=dict)  #: by practice key, UTC
    facts: Mapping[str, datetime | None] = field(default_factory=dict)  #: by name in the store's log, UTC


@dataclass(kw_only=True)
class Record:
    """An engagement in a store, and what this window has of it."""

    store: Store
    window: Window  #: what the store held when it was last read
    answers: dict[str, Response | None] = field(default_factory=dict)  #: not saved yet
    facts: dict[str, str | None] = field(default_factory=dict)  #: not saved yet
    refusal: str = ""  #: why they are not
    conflicts: dict[str, Conflict] = field(default_factory=dict)  #: by practice key or name of a fact
    own: Seen = field(default_factory=Seen)  #: when each thing was saved that was said here

    @property
    def key(self) -> str:
        """The engagement's key."""
        return self.window.engagement.key

    @property
    def engagement(self) -> Engagement:
        """Everything that was said here, saved or not; where others said otherwise, what they said."""
        saved = self.window.engagement
        if not self.answers and not self.facts:
            return saved
        given = {name: text if text is None else msgspec.json.decode(text) for name, text in self.facts.items()}
        held: dict[str, Any] = {name: msgspec.json.decode(text) for name, text in facts_of(saved).items()}
        responses = {key: said for key, said in {**saved.responses, **self.answers}.items() if said is not None}
        return engagement_from({**held, **given}, responses)

    def before(self, answers: Answers, facts: Facts) -> Before:
        """What stands where these would be said."""
        shown = self.engagement
        held = facts_of(shown)
        return Before(
            answers={key: shown.responses.get(key) for key in answers}, facts={name: held.get(name) for name in facts}
        )

    def say(self, answers: Answers, facts: Facts, *, who: str, seen: Seen | None = None) -> None:
        """Save these, and whatever could not be saved before; what can't be saved is kept, with the reason.

        Raises:
            InputError: the store refuses what they say; nothing of them is kept.
        """
        answers, facts = {**self.answers, **answers}, {**self.facts, **facts}
        if not answers and not facts:
            return
        lost: dict[str, Conflict] = {}
        try:
            self._save(answers, facts, who, seen or Seen())
        except ConflictError as error:
            lost = {conflict.practice: conflict for conflict in error.conflicts}
        except StoreError as error:
            self.answers, self.facts, self.refusal = answers, facts, str(error)
            return
        self.answers, self.facts, self.refusal = {}, {}, ""
        said = {*answers, *facts}
        self.conflicts = {name: conflict for name, conflict in self.conflicts.items() if name not in said} | lost
        self.refresh()
        saved = self.stamps(answers.keys() - lost.keys(), facts.keys() - lost.keys())
        self.own = Seen(answers={**self.own.answers, **saved.answers}, facts={**self.own.facts, **saved.facts})

    def save_again(self, *, who: str) -> None:
        """Save what waits, and all of it where the history lost it.

        Raises:
            InputError: the store refuses it.
        """
        if self.store.last_saved(self.key) is None:
            self._bring_back(who)
        self.refusal = ""
        self.say({}, {}, who=who)

    def stamps(self, answers: Iterable[str], facts: Iterable[str]) -> Seen:
        """When these were saved, as this window was read."""
        return Seen(
            answers={key: self.window.answers.get(key) for key in answers},
            facts={name: self.window.facts.get(name) for name in facts},
        )

    def _save(self, answers: Answers, facts: Facts, who: str, seen: Seen) -> None:
        """Save, held against what was seen; a customer whom another window renamed is followed."""
        shown = replace(
            self.window,
            answers={**self.window.answers, **_with_own(seen.answers, self.own.answers)},
            facts={**self.window.facts, **_with_own(seen.facts, self.own.facts)},
        )
        try:
            self.store.save(self.key, answers=answers, facts=facts, who=who, seen=shown)
        except InputError:
            if not self._follow() and not self._bring_back(who):
                raise
            self.store.save(self.key, answers=answers, facts=facts, who=who, seen=self.window)

    def _follow(self) -> bool:
        """Go to the key that the engagement has now; whether it has another."""
        key = self.store.key_now(self.key, self.window.engagement.customer)
        if key == self.key or self.store.last_saved(key) is None:
            return False
        self.window = self.store.window(key)
        return True

    def _bring_back(self, who: str) -> bool:
        """Whether everything was saved again, in a history that had lost it.

        Raises:
            InputError: the history was told to forget the customer.
        """
        if self.store.last_saved(self.key) is not None:
            return False
        customer = self.window.engagement.customer
        if self.store.has_forgotten(customer):
            problem = "was deleted from the history while this window was open; nothing said here is saved any more"
            raise InputError([Fault(place=customer, problem=problem)])
        self.store.save_engagement(self.window.engagement, who=who)
        self.window = self.store.window(self.key)
        return True

    def refresh(self) -> None:
        """Read what the store holds now; what it held before stays, and waits, where it is no longer there."""
        before = self.window
        try:
            self.window = self.store.window(self.key)
        except StoreError as error:
            self.refusal = str(error)
            return
        responses, facts = before.engagement.responses, facts_of(before.engagement)
        answers = {key: responses.get(key) for key in _gone(before.answers, self.window.answers)}
        told = {name: facts.get(name) for name in _gone(before.facts, self.window.facts) if name not in IN_KEY}
        if answers or told:
            self.answers, self.facts = {**answers, **self.answers}, {**told, **self.facts}
            self.refusal = WENT_BACK

    def look(self) -> bool:
        """Whether somebody else saved something since this window was read; it is read again then."""
        try:
            last = self.store.last_saved(self.key)
            if last is None and not self._follow():
                self.refusal = LOST
            if last is None:
                return True
        except StoreError as error:
            self.refusal = str(error)
            return False
        if last == self.window.saved_at:
            return False
        self.refresh()
        return True


def _gone(before: Mapping[str, datetime | None], now: Mapping[str, datetime | None]) -> list[str]:
    """What was saved, and is there no longer, or only as it was before that."""
    return [name for name, at in before.items() if at and ((held := now.get(name)) is None or held < at)]


def _with_own(seen: Mapping[str, datetime | None], own: Mapping[str, datetime | None]) -> dict[str, datetime | None]:
    """What was seen, or the window's own later word: a quick hand has seen what it said itself."""
    return {key: max((at for at in (when, own.get(key)) if at is not None), default=None) for key, when in seen.items()}
