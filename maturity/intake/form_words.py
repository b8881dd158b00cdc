"""How the sheet that a customer filled in names its columns and rows, in every language that it is written in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from maturity.intake.facts import Fact
from maturity.intake.responses import PARTS
from maturity.intake.vocabulary import folded
from maturity.model import Model, Practice, Stage
from maturity.sheet_words import CATALOGUES

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
    found = {_titles().get(folded(cell)) for cell in cells}
    return "answer" in found and bool(found & {KEY, QUESTION})


def column_named(title: str) -> str | None:
    """What the column of that title is called here; None where it is the customer's own."""
    found = _titles().get(folded(title))
    return found or (OTHER if folded(title).startswith(_lasts()) else None)


def subjects_of(model: Model, facts: Sequence[Fact]) -> Mapping[str, Subject]:
    """What a row can be about, by its key and by its name; a key comes before any name."""
    named: dict[str, Subject] = {}
    for words in CATALOGUES:
        named |= {folded(words[f"fact.{fact.column}"]): fact for fact in facts}
        named |= {folded(stage_title(stage, words)): Heading() for stage in model.stages}
    named |= {folded(practice.name): practice for practice in model.practices.values()}
    named |= {folded(signal.name): signal.key for signal in model.signals}
    keyed: dict[str, Subject] = {folded(stage_key(stage)): Heading() for stage in model.stages}
    keyed |= {folded(fact.column): fact for fact in facts}
    keyed |= {folded(signal.key): signal.key for signal in model.signals}
    keyed |= {folded(practice.key): practice for practice in model.practices.values()}
    return {**named, **keyed}


def stage_key(stage: Stage) -> str:
    """What stands in the key column of a stage's heading."""
    return f"stage-{stage.number}"


def stage_title(stage: Stage, words: Mapping[str, str]) -> str:
    """What heads the practices of a stage."""
    return words["stage"].format(number=stage.number, name=stage.name)


@lru_cache(maxsize=1)
def _titles() -> Mapping[str, str]:
    """What each header of the sheet is called here."""
    return dict(_all_titles())


@lru_cache(maxsize=1)
def _lasts() -> tuple[str, ...]:
    return tuple(folded(words["column.last"]) for words in CATALOGUES)


def _all_titles() -> Iterator[tuple[str, str]]:
    yield from ((part, part) for part in PARTS)
    own = {"fact": NAME, "practice": NAME, "choices": OTHER, "proof": OTHER, "status": OTHER, "last": OTHER}
    own |= {KEY: KEY, QUESTION: QUESTION, "answer": "answer", "evidence": "evidence", "note": "note"}
    for words in CATALOGUES:
        yield from ((folded(words[f"column.{column}"]), name) for column, name in own.items())
