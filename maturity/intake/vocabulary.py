"""The words of a model as cells spell them: answers, grades, practices, yes and no."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from maturity.intake.fields import FieldError, either, is_not, near, quoted, read_yes_no, refuse
from maturity.intake.folding import by_word, folded, found_by
from maturity.model import Answer, Grade, Model, Practice
from maturity.model_words import model_of_every_language

#: answers beside the model's own words, as they compare
_OTHER_ANSWERS = {"n/a": Answer.NOT_APPLICABLE, "na": Answer.NOT_APPLICABLE, "n.a": Answer.NOT_APPLICABLE}

EXPECTED_ANSWER = either([answer.value for answer in Answer])
EXPECTED_GRADE = either([grade.value for grade in Grade])


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """What the cells of a table may say under a model, in every language that has a catalogue."""

    model: Model

    @cached_property
    def models(self) -> tuple[Model, ...]:
        """The model in every language; the one whose words count where two languages share one comes last."""
        return model_of_every_language(self.model)[::-1]

    @cached_property
    def answers(self) -> Mapping[str, Answer]:
        """Every answer by its word, by the model's words for it, and by its abbreviations."""
        shown = [(word, answer) for model in self.models for answer, word in model.words.answers.items()]
        return by_word([*_OTHER_ANSWERS.items(), *shown, *((answer.value, answer) for answer in Answer)])

    @cached_property
    def grades(self) -> Mapping[str, Grade]:
        """Every grade by its word and by the model's words for it."""
        shown = [(word, Grade(grade)) for model in self.models for grade, word in model.words.grades.items()]
        return by_word([*shown, *((grade.value, grade) for grade in Grade)])

    @cached_property
    def practices(self) -> Mapping[str, Practice]:
        """Every practice by its name and by its key."""
        own = self.model.practices
        named = [(practice.name, own[practice.key]) for model in self.models for practice in model.practices.values()]
        return by_word([*named, *own.items()])

    @cached_property
    def readers(self) -> Mapping[str, Any]:
        """The reader of each part of a response."""
        return {"answer": self.answer, "grade": self.grade, "evidence": str, "note": str, "claimed": self.answer}

    def answer(self, text: str) -> Answer:
        """The answer that a cell gives; never a yes or a no."""
        found = found_by(text, self.answers)
        if found is None:
            known = () if _is_yes_no(text) else self._nearest(text, self.answers)  # no answer is near to yes or no
            refuse(is_not("an answer", text, expected=EXPECTED_ANSWER, known=known))
        return found

    def grade(self, text: str) -> Grade:
        """The grade that a cell gives."""
        found = found_by(text, self.grades)
        return found or refuse(is_not("a grade", text, expected=EXPECTED_GRADE, known=self._nearest(text, self.grades)))

    def signal(self, text: str) -> bool | None:
        """Whether a signal is on; None for the word that says it is not known."""
        if found_by(text, self.answers) is Answer.UNKNOWN:
            return None
        try:
            return read_yes_no(text)
        except FieldError:
            return refuse(f"{quoted(text)} is neither yes nor no; expected yes, no or unknown")

    def practice(self, text: str) -> Practice:
        """The asked practice of that key or name."""
        found = found_by(text, self.practices)
        if found is None:
            if folded(text) in self.model.signal_names:
                refuse(
                    f"{quoted(text)} is a signal, not a practice; expected its yes or no in the table of engagements"
                )
            asked = [model.asked for model in reversed(self.models)]
            known = [[practice.key for practice in self.model.asked], *([p.name for p in own] for own in asked)]
            hint = next(filter(None, (near(text, tuple(names)) for names in known)), "")
            refuse(f"{quoted(text)} is not a practice of the model{hint}")
        if found.computed:
            refuse(computed_problem(found))
        return found

    def _nearest(self, text: str, words: Iterable[str]) -> Sequence[str]:
        """The words that the model is written in, where one of them is near; those of every language elsewhere."""
        said = self.model.words
        shown = (*said.answers.values(), *said.grades.values())
        written = {*_OTHER_ANSWERS, *map(folded, (*Answer, *Grade, *shown))}
        own = [word for word in words if word in written]
        return own if near(text, tuple(own)) else tuple(words)


def computed_problem(practice: Practice) -> str:
    """Why a computed practice takes no answer."""
    fact = practice.computed.fact if practice.computed else "nothing"
    return f"{practice.key!r} is computed from {fact}; expected no answer here"


def _is_yes_no(text: str) -> bool:
    try:
        read_yes_no(text)
    except FieldError:
        return False
    return True
