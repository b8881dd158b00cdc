"""Which language a briefing speaks: the code holds the English, a catalogue what each text of it is elsewhere."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from types import MappingProxyType
from typing import Final

from maturity.errors import Fault, InputError, did_you_mean

ENGLISH: Final = "en"
LANGUAGES: Final[Mapping[str, str]] = MappingProxyType({ENGLISH: "English", "fr": "français"})  #: by BCP 47 code
#: of gettext: a folder of .po files a language, and the .mo made of them
CATALOGUE: Final = Path(__file__).parent / "catalogue"

_spoken = ENGLISH  # of the process, not of a context: a kernel runs each cell in a context of its own


def spoken() -> str:
    """The code of the language that is spoken now."""
    return _spoken


def speak(language: str) -> None:
    """Say everything in that language from here on; empty is English.

    Raises:
        InputError: nobody has written its catalogue.
    """
    global _spoken  # noqa: PLW0603  (see above)
    _spoken = known_language(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Say everything in that language within, and in the one before afterwards.

    Raises:
        InputError: nobody has written its catalogue.
    """
    before = spoken()
    speak(language)
    try:
        yield
    finally:
        speak(before)


def known_language(language: str, *, place: str = "language") -> str:
    """The language's code, if there is a catalogue of it; empty is English.

    Raises:
        InputError: there is none.
    """
    code = language.strip().lower() or ENGLISH
    if code not in LANGUAGES:
        known = ", ".join(f"{code} ({name})" for code, name in LANGUAGES.items())
        raise InputError(
            [
                Fault(
                    place=place,
                    problem=f"{language!r} is not spoken; expected {known}{did_you_mean(code, [*LANGUAGES])}",
                )
            ]
        )
    return code


def tr(text: str) -> str:
    """A text in the language that is spoken; as it is where the catalogue does not have it.

    >>> with speaking("fr"):
    ...     tr("Contents"), tr("what nobody translated")
    ('Sommaire', 'what nobody translated')
    """
    return _catalogue(_spoken).gettext(text) if text else text


def tr_n(one: str, many: str, number: float) -> str:
    """The one text or the other for that number, by the rule of the language that is spoken.

    >>> tr_n("one week", "several weeks", 1.5)
    'several weeks'
    """
    if _spoken == ENGLISH:
        return one if number == 1 else many
    return _catalogue(_spoken).ngettext(one, many, int(number))  # its rules are for whole numbers: 1.5 is one in French


def tr_in(context: str, text: str) -> str:
    """A text whose English means several things, where it means this one."""
    return _catalogue(_spoken).pgettext(context, text)


def later(text: str) -> str:
    """The text itself: it stands in the catalogue, and is put into its language where it is shown."""
    return text


@lru_cache
def _catalogue(language: str) -> NullTranslations:
    if language == ENGLISH:
        return NullTranslations()
    with (CATALOGUE / f"{language}.mo").open("rb") as file:
        return GNUTranslations(file)
