"""What the practice map says: every practice with its answer, and how that is known."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from maturity.assessment import Assessment, Gate
from maturity.charts.facts import Table
from maturity.language import tr, tr_in
from maturity.model import Answer, Grade, Kind, Practice
from maturity.wording import figures, listed, named


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One practice."""

    name: str
    kind: Kind
    answer: Answer
    answer_word: str
    grade: Grade | None  #: how it is known; none where nothing is known
    grade_word: str


@dataclass(frozen=True, kw_only=True)
class Column:
    """One stage with its practices, gate practices first."""

    number: int
    name: str  #: short
    gate: Gate
    gate_word: str
    cells: tuple[Cell, ...]


def answer_shown(assessment: Assessment, practice: Practice) -> str:
    """What was answered; of a head count the number, since nobody answers it with never."""
    engineers = assessment.engagement.engineers
    if practice.computed and engineers is not None:
        said = tr("{number}, needs {needed}")
        return said.format(number=figures(f"{engineers:,}"), needed=practice.computed.at_least)
    return assessment.model.words.answers[assessment.answers[practice.key]]


def answers_sentence(assessment: Assessment) -> str:
    """How often each answer was given."""
    tally, words = Counter(assessment.answers.values()), assessment.model.words.answers
    one = tr_in("answers", "{number} {answer}")
    said = [one.format(number=tally[answer], answer=words[answer].lower()) for answer in Answer if tally[answer]]
    total, customer = len(assessment.answers), named(assessment.engagement.customer)
    whole = tr("Answers on {number} practices at {customer}: {answers}.")
    return whole.format(number=total, customer=customer, answers=listed(said))


def answers_table(columns: Sequence[Column]) -> Table:
    """Every practice with its answer, a row each."""
    kinds = {Kind.GATE: tr_in("a practice", "gate"), Kind.ADVICE: tr_in("a practice", "advice")}
    rows = tuple(
        (cell.name, f"{column.number} {column.name}", kinds[cell.kind], cell.answer_word, cell.grade_word or "–")
        for column in columns
        for cell in column.cells
    )
    return Table(header=(tr("Practice"), tr("Stage"), tr("Kind"), tr("Answer"), tr("How it is known")), rows=rows)


def hover_words(cell: Cell) -> str:
    """A practice with its kind and answer, on one line."""
    answer = f"{cell.answer_word}, {cell.grade_word}" if cell.grade_word else cell.answer_word
    gate, advice = tr("{practice} (gate practice): {answer}"), tr("{practice} (advice practice): {answer}")
    return (gate if cell.kind is Kind.GATE else advice).format(practice=cell.name, answer=answer)
