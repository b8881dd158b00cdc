"""The words of a model as cells spell them: answers, grades, practices, yes and no."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from maturity.intake.fields import FieldError, either, is_not, near, quoted, read_yes_no, refuse, unseen_aside
from maturity.model import Answer, Grade, Model, Practice

#: answers beside the model's own words, as they compare
_OTHER_ANSWERS = {"n/a": Answer.NOT_APPLICABLE, "na": Answer.NOT_APPLICABLE, "n.a": Answer.NOT_APPLICABLE}

_AROUND = " \t\r\n\"'."  #: a word, without meaning

EXPECTED_ANSWER = either([answer.value for answer in Answer])
EXPECTED_GRADE = either([grade.value for grade in Grade])


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """What the cells of a table may say under a model."""

    model: Model

    @cached_property
    def answers(self) -> Mapping[str, Answer]:
        """Every answer by its word, by the model's words for it, and by its abbreviations."""
        shown = {folded(word): answer for answer, word in self.model.words.answers.items()}
        return {**_OTHER_ANSWERS, **shown, **{answer.value: answer for answer in Answer}}

    @cached_property
    def grades(self) -> Mapping[str, Grade]:
        """Every grade by its word and by the model's words for it."""
        shown = {folded(word): Grade(grade) for grade, word in self.model.words.grades.items()}
        return {**shown, **{grade.value: grade for grade in Grade}}

    @cached_property
    def practices(self) -> Mapping[str, Practice]:
        """Every practice by its name and by its key."""
        practices = self.model.practices.values()
        return {**{folded(p.name): p for p in practices}, **{p.key: p for p in practices}}

    @cached_property
    def readers(self) -> Mapping[str, Any]:
        """The reader of each part of a response."""
        return {"answer": self.answer, "grade": self.grade, "evidence": str, "note": str, "claimed": self.answer}

    def answer(self, text: str) -> Answer:
        """The answer that a cell gives; never a yes or a no."""
        found = self.answers.get(folded(text))
        if found is None:
            known = () if _is_yes_no(text) else tuple(self.answers)  # no answer is near to yes or no
            refuse(is_not("an answer", text, expected=EXPECTED_ANSWER, known=known))
        return found

    def grade(self, text: str) -> Grade:
        """The grade that a cell gives."""
        found = self.grades.get(folded(text))
        return found or refuse(is_not("a grade", text, expected=EXPECTED_GRADE, known=list(self.grades)))

    def signal(self, text: str) -> bool | None:
        """Whether a signal is on; None for the word that says it is not known."""
        if self.answers.get(folded(text)) is Answer.UNKNOWN:
            return None
        try:
            return read_yes_no(text)
        except FieldError:
            return refuse(f"{quoted(text)} is neither yes nor no; expected yes, no or unknown")

    def practice(self, text: str) -> Practice:
        """The asked practice of that key or name."""
        found = self.practices.get(folded(text))
        if found is None:
            if folded(text) in self.model.signal_names:
                refuse(
                    f"{quoted(text)} is a signal, not a practice; expected its yes or no in the table of engagements"
                )
            asked = self.model.asked
            hint = near(text, tuple(p.key for p in asked)) or near(text, tuple(p.name for p in asked))
            refuse(f"{quoted(text)} is not a practice of the model{hint}")
        if found.computed:
            refuse(computed_problem(found))
        return found


def computed_problem(practice: Practice) -> str:
    """Why a computed practice takes no answer."""
    fact = practice.computed.fact if practice.computed else "nothing"
    return f"{practice.key!r} is computed from {fact}; expected no answer here"


def folded(word: str) -> str:
    """The word as it compares: without regard to case, quotes around it and a stop; hyphens for spaces and underscores.

    >>> folded(" Not  applicable"), folded("NOT_APPLICABLE"), folded("“Not\u00a0applicable.”")
    ('not-applicable', 'not-applicable', 'not-applicable')
    """
    bare = unseen_aside(word).casefold().strip(_AROUND)
    return "-".join(bare.replace("_", " ").replace("-", " ").split())


def _is_yes_no(text: str) -> bool:
    try:
        read_yes_no(text)
    except FieldError:
        return False
    return True
