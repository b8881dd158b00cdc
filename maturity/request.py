"""Which stages a customer asks about, in their own words."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from maturity.model import Model, Stage

_SHORTEST, _STEM = 3, 5  #: letters: of a word that counts, and of those by which two are the same
_ENDINGS: Final = ("ings", "ing", "ed", "es", "s", "e")
#: words of practices' names that customers use of anything; `builds` is a noun here, `build` seldom is
_COMMON: Final = frozenset(
    (
        *("action", "agreed", "and", "build", "business", "can", "daily", "dedicated", "effect", "engineers", "every"),
        *("explain", "fast", "features", "itself", "last", "lead", "like", "main", "mass", "measured", "minutes"),
        *("one", "place", "planned", "product", "reaches", "represents", "run", "runs", "signals", "stage", "stages"),
        *("team", "tell", "ten", "the", "through", "with", "within", "work"),
    )
)


def stages_asked_for(model: Model, request: str) -> frozenset[int]:
    """The stages whose names, with those of their practices, hold a word of the request more often than other stages'.

    Words are the same by their first five letters, whatever their case, accents and ending; a word of more than half
    of the stages tells nothing.
    """
    named = {stage.number: Counter(_stems(_names_in(stage))) for stage in model.stages}
    found = (_stages_of(word, named) for word in set(_stems(request)))
    return frozenset(number for stages in found if len(stages) <= max(1, len(named) // 2) for number in stages)


def _stages_of(word: str, named: Mapping[int, Counter[str]]) -> frozenset[int]:
    """The stages whose names hold the word most often; none where none does."""
    most = max(words[word] for words in named.values())
    return frozenset(number for number, words in named.items() if most and words[word] == most)


def _names_in(stage: Stage) -> str:
    return " ".join([stage.name, stage.short, *(f"{practice.name} {practice.key}" for practice in stage.practices)])


def _stems(text: str) -> Iterator[str]:
    letters = unicodedata.normalize("NFKD", text.casefold())
    for word in re.findall(r"\w+", "".join(letter for letter in letters if not unicodedata.combining(letter))):
        if len(word) >= _SHORTEST and word not in _COMMON:
            ending = next((ending for ending in _ENDINGS if word.endswith(ending)), "")
            yield word.removesuffix(ending)[:_STEM]
