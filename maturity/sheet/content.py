"""What an answer sheet asks, row by row, and what stands in it already."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from maturity.engagement import Engagement, Response
from maturity.intake.facts import Fact, facts_on
from maturity.intake.form_words import stage_key, stage_title
from maturity.model import Answer, Grade, Model, Practice, Stage
from maturity.model_words import spoken_model
from maturity.sheet_words import spoken_words
from maturity.wording import day, named

#: facts that are another time's own: a sheet that goes out again asks for them anew
ASKED_ANEW: Final = ("held_on", "attendees", "request", "stage_since", "study")

_COMPANY = ("customer", "held_on", "country", "industry", "engineers", "attendees", "request")
_CONSULTANT = ("consultant", "stage_since")
_IF_KNOWN = ("study", "fictional")  #: facts that no customer is asked for
_SIGNALS: Final = "signals"  #: the key of their group

#: what stands in a cell; None where it is empty
Value = date | float | str | None


class Shape(StrEnum):
    """What kind of thing a cell holds."""

    TEXT = "text"
    DAY = "day"
    HEADS = "heads"
    NUMBER = "number"
    SHARE = "share"
    YES_NO = "yes-no"
    ANSWER = "answer"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One row to fill in."""

    key: str
    name: str
    question: str
    shape: Shape
    value: Value = None  #: what stands in it already, as the customer reads it
    proof: str = ""  #: what would prove it
    evidence: str = ""
    note: str = ""
    last: str = ""  #: what the answer was last time


@dataclass(frozen=True, kw_only=True)
class Group:
    """Rows under one heading."""

    key: str
    title: str
    text: str
    lines: tuple[Line, ...]
    knows: str = ""  #: who can usually answer them


_NO_SIGNALS: Final = Group(key=_SIGNALS, title="", text="", lines=())


@dataclass(frozen=True, kw_only=True)
class Form:
    """A whole sheet, before it is a file."""

    words: Mapping[str, str]
    answers: Mapping[Answer, str]  #: how each is spelled
    facts: tuple[Group, ...]
    stages: tuple[Group, ...]
    customer: str = ""  #: for whom it is filled in already
    last_day: str = ""  #: of the engagement that was carried over

    @property
    def signals(self) -> Group:
        """The group of the yes-or-no questions."""
        return next((group for group in self.facts if group.key == _SIGNALS), _NO_SIGNALS)

    @property
    def groups(self) -> tuple[Group, ...]:
        """Every group, facts first."""
        return (*self.facts, *self.stages)

    @property
    def choices(self) -> tuple[str, ...]:
        """The answers as they are spelled, best first."""
        return tuple(self.answers[answer] for answer in Answer)

    @property
    def last_title(self) -> str:
        """The header of what was answered last time; empty where there was none."""
        return self.words["column.last.on"].format(day=self.last_day) if self.last_day else ""


def lay_out(
    model: Model,
    *,
    filled: Engagement | None = None,
    anew: Collection[str] = (),
    last: Engagement | None = None,
    words: Mapping[str, str] | None = None,
) -> Form:
    """The sheet that asks everything the model asks, in the language that is spoken; blank, or with what is said.

    Grades, voices and parked thoughts have no place in it: whatever comes back in a sheet was said. Facts named in
    `anew` stay empty. With `last`, its answers stand beside those to be given, with how they were known. `words` are
    those of a language that has no catalogue.
    """
    model, words = spoken_model(model), spoken_words() if words is None else words
    return Form(
        words=words,
        answers=model.words.answers,
        facts=tuple(group for group in _fact_groups(model, filled, anew, words) if group.lines),
        stages=tuple(_stage(model, stage, filled, last, words) for stage in model.stages if _asked(stage)),
        customer=named(filled.customer) if filled else "",
        last_day=day(last.held_on) if last else "",
    )


def _fact_groups(
    model: Model, filled: Engagement | None, anew: Collection[str], words: Mapping[str, str]
) -> Sequence[Group]:
    facts = {fact.column: fact for fact in facts_on(date.max)}
    asked = [column for column in facts if column not in _IF_KNOWN or (filled and facts[column].of(filled))]
    company = [column for column in _COMPANY if column in asked]
    consultant = [column for column in asked if column in (*_CONSULTANT, *_IF_KNOWN)]
    rest = [column for column in asked if column not in {*company, *consultant}]

    def lines(columns: Sequence[str]) -> list[Line]:
        return [_fact_line(facts[column], None if column in anew else filled, words) for column in columns]

    return (
        _group("company", lines(company), words),
        _group(_SIGNALS, _signal_lines(model, filled, words), words, knows=words["who.company"]),
        _group("money", lines(rest), words),
        _group("consultant", lines(consultant), words),
    )


def _group(key: str, lines: Sequence[Line], words: Mapping[str, str], *, knows: str = "") -> Group:
    title, text = words[f"group.{key}"], words[f"group.{key}.text"]
    return Group(key=key, title=title, text=text, lines=tuple(lines), knows=knows)


def _fact_line(fact: Fact, filled: Engagement | None, words: Mapping[str, str]) -> Line:
    value = fact.of(filled) if filled else None
    shape = _SHAPES.get(fact.column, Shape.DAY if fact.is_day else Shape.TEXT if fact.read is str else Shape.NUMBER)
    return Line(
        key=fact.column,
        name=words[f"fact.{fact.column}"],
        question=words[f"fact.{fact.column}.text"],
        shape=shape,
        value=words["yes" if value else "no"] if isinstance(value, bool) else value,
    )


def _signal_lines(model: Model, filled: Engagement | None, words: Mapping[str, str]) -> list[Line]:
    said = filled.signals if filled else {}
    return [
        Line(
            key=signal.key,
            name=signal.name,
            question=signal.question,
            shape=Shape.YES_NO,
            value=words["yes" if said[signal.key] else "no"] if signal.key in said else None,
        )
        for signal in model.signals
    ]


def _stage(
    model: Model, stage: Stage, filled: Engagement | None, last: Engagement | None, words: Mapping[str, str]
) -> Group:
    return Group(
        key=stage_key(stage),
        title=stage_title(stage, words),
        text=stage.promise,
        lines=tuple(_practice_line(model, practice, filled, last) for practice in _asked(stage)),
        knows=words.get(f"who.{stage.practices[0].key}", ""),
    )


def _practice_line(model: Model, practice: Practice, filled: Engagement | None, last: Engagement | None) -> Line:
    said = filled.responses.get(practice.key) if filled else None
    return Line(
        key=practice.key,
        name=practice.name,
        question=practice.question,
        shape=Shape.ANSWER,
        value=model.words.answers[said.answer] if said else None,
        proof=practice.evidence,
        evidence=said.evidence if said else "",
        note=said.note if said else "",
        last=_told(model, last.responses.get(practice.key)) if last else "",
    )


def _told(model: Model, response: Response | None) -> str:
    """An answer as it stands beside the next one: with how it was known, where it was more than said."""
    if response is None:
        return model.words.answers[Answer.UNKNOWN]
    told = model.words.answers[response.answer]
    return told if response.grade is Grade.CLAIMED else f"{told} ({model.words.grades[response.grade]})"


def _asked(stage: Stage) -> tuple[Practice, ...]:
    return tuple(practice for practice in stage.practices if practice.computed is None)


_SHAPES: Final = {
    "engineers": Shape.HEADS,
    "platform_gain": Shape.SHARE,
    "objective": Shape.SHARE,
    "fictional": Shape.YES_NO,
    "country": Shape.TEXT,
    "currency": Shape.TEXT,
    "buy_currency": Shape.TEXT,
}
