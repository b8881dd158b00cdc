"""How the sheet that a customer filled in names its columns and rows, in every language that it is written in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from maturity.intake.facts import Fact
from maturity.intake.folding import by_word, folded, found_by
from maturity.intake.responses import PARTS
from maturity.model import Model, Practice, Stage
from maturity.model_words import model_of_every_language
from maturity.sheet_words import words_of_every_language

KEY, NAME, QUESTION, OTHER = "key", "name", "question", "other"  #: columns beside the parts of a response


@dataclass(frozen=True, kw_only=True)
class Heading:
    """What heads a group of rows, and says nothing."""


#: what a row of the sheet is about; a text is the key of a signal
Subject = Practice | Fact | Heading | str


def is_form_header(cells: Sequence[str]) -> bool:
    """Whether a row heads the answers of such a sheet: an answer beside a key, or beside what was asked."""
    if len(cells) < 2:  # noqa: PLR2004  (an answer and its key)
        return False
    found = {found_by(cell, _titles()) for cell in cells}
    return "answer" in found and bool(found & {KEY, QUESTION})


def column_named(title: str) -> str | None:
    """What the column of that title is called here; None where it is the customer's own."""
    found = found_by(title, _titles())
    return found or (OTHER if folded(title).startswith(_lasts()) else None)


def subjects_of(model: Model, facts: Sequence[Fact]) -> Mapping[str, Subject]:
    """What a row can be about, by its key and by its name in any language; a key comes before any name."""
    languages = list(zip(words_of_every_language(), model_of_every_language(model), strict=True))
    named = [one for words, said in reversed(languages) for one in _named(words, said, model, facts)]
    keyed: list[tuple[str, Subject]] = [(stage_key(stage), Heading()) for stage in model.stages]
    keyed += [(fact.column, fact) for fact in facts]
    keyed += [(signal.key, signal.key) for signal in model.signals]
    return by_word([*named, *keyed, *model.practices.items()])


def stage_key(stage: Stage) -> str:
    """What stands in the key column of a stage's heading."""
    return f"stage-{stage.number}"


def stage_title(stage: Stage, words: Mapping[str, str]) -> str:
    """What heads the practices of a stage."""
    return words["stage"].format(number=stage.number, name=stage.name)


def _named(words: Mapping[str, str], said: Model, model: Model, facts: Sequence[Fact]) -> Iterator[tuple[str, Subject]]:
    """What a row can be about, by its name in the language of these words."""
    yield from ((words[f"fact.{fact.column}"], fact) for fact in facts)
    yield from ((stage_title(stage, words), Heading()) for stage in said.stages)
    yield from ((practice.name, model.practices[practice.key]) for practice in said.practices.values())
    yield from ((signal.name, signal.key) for signal in said.signals)


@lru_cache(maxsize=1)
def _titles() -> Mapping[str, str]:
    """What each header of the sheet is called here."""
    return by_word(_all_titles())


@lru_cache(maxsize=1)
def _lasts() -> tuple[str, ...]:
    return tuple(folded(words["column.last"]) for words in words_of_every_language())


def _all_titles() -> Iterator[tuple[str, str]]:
    yield from ((part, part) for part in PARTS)
    own = {"fact": NAME, "practice": NAME, "choices": OTHER, "proof": OTHER, "status": OTHER, "last": OTHER}
    own |= {KEY: KEY, QUESTION: QUESTION, "answer": "answer", "evidence": "evidence", "note": "note"}
    for words in reversed(words_of_every_language()):
        yield from ((words[f"column.{column}"], name) for column, name in own.items())
