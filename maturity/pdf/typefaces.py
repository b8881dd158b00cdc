"""The letters that a PDF is set in: whole static fonts of ours, and the machine's only where ours lack a letter."""

import os
import unicodedata
import warnings
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Final

from maturity.pdf.engine import engine, fetcher
from maturity.shipped import shipped

TEXT: Final = "'Briefing Text','Briefing Arabic','Briefing Ethiopic',sans-serif"
DISPLAY: Final = f"'Briefing Display',{TEXT}"


@dataclass(frozen=True, kw_only=True)
class Face:
    """One weight of a family, whole in one file: fonts split by `unicode-range` print wrong letters."""

    family: str  #: a name that no font of the machine has, so that none can stand in for it
    weight: int
    folder: str  #: of the templates
    name: str  #: the file's

    @property
    def rule(self) -> str:
        """Its `@font-face`."""
        return (
            f"@font-face{{font-family:'Briefing {self.family}';font-weight:{self.weight};"
            f"src:url(own:{self.folder}/{self.name})}}"
        )

    @cached_property
    def letters(self) -> frozenset[int]:
        """The code points that it holds."""
        from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

        with TTFont(shipped("templates") / self.folder / "fonts" / self.name, lazy=True) as font:
            return frozenset(font.getBestCmap())


#: Latin for all of Africa, Arabic, Ethiopic
FACES: Final = (
    Face(family="Text", weight=400, folder="briefing", name="inter-400.woff2"),
    Face(family="Text", weight=600, folder="briefing", name="inter-600.woff2"),
    Face(family="Display", weight=600, folder="briefing", name="eb-garamond-600.woff2"),
    Face(family="Arabic", weight=400, folder="pdf", name="vazirmatn-400.woff2"),
    Face(family="Arabic", weight=600, folder="pdf", name="vazirmatn-600.woff2"),
    Face(family="Ethiopic", weight=400, folder="pdf", name="noto-sans-ethiopic-400.woff2"),
    Face(family="Ethiopic", weight=600, folder="pdf", name="noto-sans-ethiopic-600.woff2"),
)


def missing_letters(text: str) -> str:
    """The letters of a text that no face of ours holds, each once.

    >>> missing_letters("Ṣadé Ọlá ₦5 ₵, አማርኛ, شركة"), missing_letters("Ünïted 東京")
    ('', '京東')
    """
    return "".join(letter for letter in sorted(set(text)) if ord(letter) not in _held() and _is_printed(letter))


@lru_cache(maxsize=2)
def type_case(*, with_machine: bool) -> Any:  # noqa: ANN401  (WeasyPrint has no types)
    """Our faces, ready to set from, with the machine's fonts behind them or nothing; made once a process.

    Not to be used by two threads at once.
    """
    weasyprint = engine()
    from weasyprint.text.fonts import FontConfiguration

    case = FontConfiguration() if with_machine else _alone(FontConfiguration)
    weasyprint.CSS(string="".join(face.rule for face in FACES), font_config=case, url_fetcher=fetcher())
    return case


def _alone(configuration: type) -> Any:  # noqa: ANN401
    """A font configuration without a font: fontconfig is told where to look while one is made, and only then."""
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(shipped("templates") / "pdf" / "fonts" / "none.conf")
    try:
        with warnings.catch_warnings(action="ignore"):
            return configuration()
    finally:
        if before is None:
            del os.environ["FONTCONFIG_FILE"]
        else:
            os.environ["FONTCONFIG_FILE"] = before


@lru_cache(maxsize=1)
def _held() -> frozenset[int]:
    return frozenset[int]().union(*(face.letters for face in FACES))


def _is_printed(letter: str) -> bool:
    """Whether a letter needs ink: not white space, and not a mark that only steers."""
    return unicodedata.category(letter)[0] not in "CZ"
