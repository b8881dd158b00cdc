"""English in circled letters, spoken in the place of French: a plain letter is one that no catalogue was asked for."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from gettext import NullTranslations

import pytest

from maturity import language, model_words
from maturity.deck import prose
from maturity.language import speaking

_KEPT = re.compile(r"(\{[^{}]*\}|%\(\w+\)[a-z]|<[^>]+>|&#?\w+;|\]\([^)]*\))")
_LETTER = re.compile("[A-Za-z]")


class Circled(NullTranslations):
    """A catalogue that has everything, in circled letters."""

    def gettext(self, message: str) -> str:
        """The text in circled letters; places, tags and addresses in it as they are."""
        pieces = _KEPT.split(message)
        return "".join(piece if number % 2 else _LETTER.sub(_circled, piece) for number, piece in enumerate(pieces))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The one or the other, circled."""
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        """The text, circled, whatever it is about."""
        del context
        return self.gettext(message)


@contextmanager
def circling() -> Iterator[None]:
    """Speak French within, as far as months and countries go, with every text of ours circled; keep none afterwards."""
    kept = (prose._shipped_sections, prose._shipped_headings)
    with pytest.MonkeyPatch.context() as patched, speaking("fr"):
        patched.setattr(language, "_catalogue", lambda _: Circled())
        patched.setattr(model_words, "_SAID", {})
        for one in kept:
            one.cache_clear()
        try:
            yield
        finally:
            for one in kept:
                one.cache_clear()


def _circled(found: re.Match[str]) -> str:
    letter = found[0]
    return chr((0x24D0 if letter.islower() else 0x24B6) + ord(letter.lower()) - ord("a"))
