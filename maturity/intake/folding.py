"""Words as they compare, however somebody typed them: case, spaces and quotes never count, accents where they can't."""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import TypeVar

from maturity.intake.fields import unseen_aside

T = TypeVar("T")

_AROUND = " \t\r\n\"'."  #: a word, without meaning


def folded(word: str) -> str:
    """The word as it compares: without regard to case, quotes around it and a stop; hyphens for spaces and underscores.

    >>> folded(" Not  applicable"), folded("NOT_APPLICABLE"), folded("“Not\u00a0applicable.”")
    ('not-applicable', 'not-applicable', 'not-applicable')
    """
    bare = unseen_aside(word).casefold().strip(_AROUND)
    return "-".join(bare.replace("_", " ").replace("-", " ").split())


def by_word(words: Iterable[tuple[str, T]]) -> dict[str, T]:
    """Each thing by its word as it compares, and by the same in plain letters where no other has it; the last counts.

    >>> by_word([("Ne sait pas", 1), ("Vu en séance", 2)])
    {'ne-sait-pas': 1, 'vu-en-seance': 2, 'vu-en-séance': 2}
    """
    named = {folded(word): thing for word, thing in words}
    return {**{plain_letters(word): thing for word, thing in named.items()}, **named}


def found_by(text: str, known: Mapping[str, T]) -> T | None:
    """What goes by that word; without its accents where they were left out, or mistyped."""
    word = folded(text)
    return known[word] if word in known else known.get(plain_letters(word))


def plain_letters(word: str) -> str:
    """The word without accents, its joined letters apart.

    >>> plain_letters("généralement"), plain_letters("cœur")
    ('generalement', 'coeur')
    """
    apart = unicodedata.normalize("NFKD", word.replace("œ", "oe").replace("æ", "ae"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
