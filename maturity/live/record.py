"""One engagement as a window knows it: what is saved, what could not be, and what others said meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import msgspec

from maturity.engagement import Engagement, Response
from maturity.store import Conflict, ConflictError, Store, StoreError, Window
from maturity.store.entries import engagement_from, facts_of

#: responses by practice key, None where one is taken back
Answers = Mapping[str, Response | None]
#: facts as JSON by their names in the store's log, None where one is taken back
Facts = Mapping[str, str | None]


@dataclass(frozen=True, kw_only=True)
class Before:
    """What stood there before something was said: saying it again takes that back."""

    answers: Answers
    facts: Facts


@dataclass(kw_only=True)
class Record:
    """An engagement in a store, and what this window has of it."""

    store: Store
    window: Window  #: what the store held when it was last read
    answers: dict[str, Response | None] = field(default_factory=dict)  #: not saved yet
    facts: dict[str, str | None] = field(default_factory=dict)  #: not saved yet
    refusal: str = ""  #: why they are not
    conflicts: dict[str, Conflict] = field(default_factory=dict)  #: by practice key or name of a fact
    own: dict[str, datetime] = field(default_factory=dict)  #: when each answer was saved that was said here

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

    def say(
        self, answers: Answers, facts: Facts, *, who: str, seen: Mapping[str, datetime | None] | None = None
    ) -> None:
        """Save these, and whatever could not be saved before; what can't be saved is kept, with the reason.

        `seen` is when each answer was saved that was on the screen, where that is not what this window shows.

        Raises:
            InputError: the store refuses what they say; nothing of them is kept.
        """
        answers, facts = {**self.answers, **answers}, {**self.facts, **facts}
        if not answers and not facts:
            return
        known = {key: _later(at, self.own.get(key)) for key, at in (seen or {}).items()}
        shown = replace(self.window, answers={**self.window.answers, **known})
        lost: dict[str, Conflict] = {}
        try:
            self.store.save(self.key, answers=answers, facts=facts, who=who, seen=shown)
        except ConflictError as error:
            lost = {conflict.practice: conflict for conflict in error.conflicts}
        except StoreError as error:
            self.answers, self.facts, self.refusal = answers, facts, str(error)
            return
        self.answers, self.facts, self.refusal = {}, {}, ""
        said = {*answers, *facts}
        self.conflicts = {name: conflict for name, conflict in self.conflicts.items() if name not in said} | lost
        self.refresh()
        self.own |= {key: at for key in answers if key not in lost and (at := self.window.answers.get(key)) is not None}

    def refresh(self) -> None:
        """Read what the store holds now; what it held before, where it can't be read."""
        try:
            self.window = self.store.window(self.key)
        except StoreError as error:
            self.refusal = str(error)

    def look(self) -> bool:
        """Whether somebody else saved something since this window was read; it is read again then."""
        try:
            if self.store.last_saved(self.key) in {None, self.window.saved_at}:
                return False
        except StoreError as error:
            self.refusal = str(error)
            return False
        self.refresh()
        return True


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    """The later of two moments: a window that was quick has seen what it said itself."""
    return max((at for at in (one, other) if at is not None), default=None)
