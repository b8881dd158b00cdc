"""Every text that a reader of a briefing can be told, where it is said, and what a language's catalogue makes of it."""

import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from pathlib import Path
from string import Formatter
from typing import Any, Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from maturity.comparison import IN_AFRICA, MID_MARKET
from maturity.language import CATALOGUE
from maturity.model_file import built_in_model
from maturity.model_words import texts_of
from maturity.peers.outside import outside_figures
from maturity.sheet_words import CONTEXT, WORDS

ROOT: Final = Path(__file__).resolve().parents[1]
NOTEBOOK: Final = ROOT / "notebooks" / "briefing.ipynb"

#: the functions that say a text, and which of their arguments are its one, its many and its context
IN_CODE: Final[Any] = {"tr": None, "later": None, "tr_n": (1, 2), "tr_in": ((1, "c"), 2)}
IN_TEMPLATES: Final[Any] = {
    **dict.fromkeys(("tr", "_", "gettext")),
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
TEMPLATES: Final = (".html", ".j2", ".xml")

#: texts that are spelled alike in English, with the reason
SAME: Final[Mapping[str, Mapping[str, str]]] = {
    "fr": {
        **dict.fromkeys(
            ("Consultant", "Logo", "Question", "Briefing", "Page"), "the French word, or what the French say"
        ),
        **dict.fromkeys(
            ("Budget", "commits", "minutes", "{n} incident", "{n} signal", "{n} SLO"), "the same word in both"
        ),
        "%(model)s, version %(version)s": "a version is one in French",
    }
}

HARD_SPACES: Final = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"

Id = tuple[str, str]  #: a text's context, and its English for one


@dataclass(frozen=True, kw_only=True)
class Text:
    """A text that code, a template, the model, the notebook or the sheet says."""

    one: str
    many: str = ""  #: where it is said of a number
    context: str = ""
    place: str  #: file and line

    @property
    def id(self) -> Id:
        """By which a catalogue knows it."""
        return self.context, self.one

    def __str__(self) -> str:
        """The text as it is told to whoever has to translate it."""
        context = f" (in the context {self.context!r})" if self.context else ""
        return f"{self.place}: {self.one!r}{f' / {self.many!r}' if self.many else ''}{context}"


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a catalogue makes of a text."""

    file: str
    one: str
    many: str
    context: str
    forms: tuple[str, ...]  #: one, or one for each plural of the language
    fuzzy: bool

    @property
    def id(self) -> Id:
        """By which it is known."""
        return self.context, self.one

    def __str__(self) -> str:
        """The entry as a fault names it."""
        return f"{self.file}: {self.one!r}{f' ({self.context})' if self.context else ''}: {' / '.join(self.forms)!r}"


@dataclass(frozen=True, kw_only=True)
class Catalogues:
    """The catalogue of one language, file by file."""

    language: str
    files: Mapping[str, Catalog]

    @cached_property
    def entries(self) -> tuple[Told, ...]:
        """Every entry of every file."""
        return tuple(_told(name, message) for name, whole in self.files.items() for message in whole if message.id)

    @cached_property
    def by_id(self) -> Mapping[Id, Told]:
        """Every entry by the text that it stands for."""
        return {entry.id: entry for entry in self.entries}

    @cached_property
    def plurals(self) -> frozenset[str]:
        """The English of every entry for more than one."""
        return frozenset(entry.many for entry in self.entries if entry.many)


def catalogues(language: str) -> Catalogues:
    """The catalogue of that language."""
    files = {}
    for path in sorted((CATALOGUE / language).glob("*.po")):
        with path.open("rb") as file:
            files[str(path.relative_to(ROOT))] = read_po(file, locale=language, abort_invalid=True)
    return Catalogues(language=language, files=files)


def missing(held: Catalogues) -> Iterator[str]:
    """The texts that are said, and that the catalogue does not have."""
    for text in texts():
        entry = held.by_id.get(text.id)
        if entry is None and not (text.one in held.plurals and not text.context):
            yield str(text)
        elif entry is not None and text.many not in {"", entry.many}:
            yield f"{text} is said of a number, and stands in {entry.file} without {text.many!r}"


def stale(held: Catalogues) -> Iterator[str]:
    """The entries of texts that nobody says any more."""
    known = {text.id for text in texts()}
    for entry in held.entries:
        pairs = {text.many for text in texts() if text.id == entry.id}
        if entry.id not in known or (entry.many and not {"", entry.many} & pairs):  # "" where it was marked for later
            yield str(entry)
    for name, whole in held.files.items():
        yield from (f"{name}: {message.id!r} is kept as a comment" for message in whole.obsolete.values())


def unfinished(held: Catalogues) -> Iterator[str]:
    """The entries that are empty in part, fuzzy, or lack a plural."""
    for entry in held.entries:
        number = held.files[entry.file].num_plurals if entry.many else 1
        if entry.fuzzy or len(entry.forms) != number or not all(form.strip() for form in entry.forms):
            yield str(entry)


def contradictory(held: Catalogues) -> Iterator[str]:
    """The entries of one text that differ from file to file."""
    for entry in held.entries:
        other = held.by_id[entry.id]
        if other.forms != entry.forms:
            yield f"{entry}, and in {other}"


def misfilled(held: Catalogues) -> Iterator[str]:
    """The entries whose blanks, tags, headings or outer spaces are not those of the English.

    What is said of one may leave its number out.
    """
    for entry in held.entries:
        wanted = [_frame(entry.one), _frame(entry.many or entry.one)]
        spare = {replace(frame, blanks=frame.blanks - _NUMBERS) for frame in wanted if entry.many}
        allowed = [{*wanted, *spare}, *(wanted for _ in entry.forms[1:])]
        if any(_frame(form) not in frames for form, frames in zip(entry.forms, allowed, strict=True)):
            yield str(entry)


def mistyped(held: Catalogues) -> Iterator[str]:
    """The entries that are not set as their language is, each with the rule."""
    for entry in held.entries:
        for rule, pattern in TYPOGRAPHY[held.language].items():
            yield from (f"{entry}: {rule}" for form in entry.forms if _LETTER.search(form) and pattern.search(form))


def untranslated(held: Catalogues) -> Iterator[str]:
    """The entries that are the English, without a reason why; and the reasons that no entry needs."""
    alike = {entry.one for entry in held.entries if entry.one in entry.forms and _LETTER.search(_bare(entry.one))}
    yield from (str(entry) for entry in held.entries if entry.one in alike - set(SAME[held.language]))
    yield from (f"{one!r} is not spelled alike, or not said" for one in set(SAME[held.language]) - alike)


#: how French is set; each pattern finds what breaks its rule
TYPOGRAPHY: Final[Mapping[str, Mapping[str, re.Pattern[str]]]] = {
    "fr": {
        "an apostrophe is ’": re.compile("'"),
        "quotes are « and »": re.compile('[“”„]|(?<!=)"(?![^<]*>)'),
        "« is followed by a no-break space": re.compile(f"«(?![{HARD_SPACES}])"),
        "» follows a no-break space": re.compile(f"(?<![{HARD_SPACES}])»"),
        "; ? ! follow a no-break space": re.compile(rf"(?<![{HARD_SPACES}?!])[;?!]"),
        ": follows a no-break space": re.compile(rf"(?<![{HARD_SPACES}]):(?=[\s»]|$)"),
        "% follows a no-break space": re.compile(rf"(?<![{HARD_SPACES}%])%(?!\()"),
        "an ellipsis is one sign": re.compile(r"\.\.\."),
        "one space is enough": re.compile(r"(?<=\S)[ ]{2,}"),
    }
}


@lru_cache(maxsize=1)
def texts() -> Sequence[Text]:
    """Every text that can be told in another language."""
    return [*_in_code(), *_in_templates(), *_in_model(), *_in_figures(), *_in_notebook(), *_in_sheet()]


def _in_code() -> Iterator[Text]:
    for path in sorted((ROOT / "maturity").rglob("*.py")):
        yield from _extracted(path, "python", IN_CODE)


def _in_templates() -> Iterator[Text]:
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.suffix in TEMPLATES:
            yield from _extracted(path, "jinja2.ext:babel_extract", IN_TEMPLATES)


def _extracted(path: Path, method: str, keywords: Any) -> Iterator[Text]:  # noqa: ANN401  (Babel's own)
    for line, said, _, context in extract_from_file(method, path, keywords=keywords, options={"silent": "false"}):
        one, many = said if isinstance(said, tuple) else (said, "")
        yield Text(one=one, many=many, context=context or "", place=f"{path.relative_to(ROOT)}:{line}")


def _in_model() -> Iterator[Text]:
    yield from (Text(one=text, place="maturity/model.yaml") for text in texts_of(built_in_model()))


def _in_figures() -> Iterator[Text]:
    """What others published is told of some groups only."""
    told = [figure for figure in outside_figures() if figure.rate and figure.group in {*IN_AFRICA, *MID_MARKET}]
    for text in dict.fromkeys(text for figure in told for text in (figure.unit, figure.group, figure.figure)):
        yield Text(one=text, place="data/peers")


def _in_notebook() -> Iterator[Text]:
    for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "markdown":
            yield Text(one="".join(cell["source"]), place=f"{NOTEBOOK.relative_to(ROOT)}: cell {cell['id']}")


def _in_sheet() -> Iterator[Text]:
    for key, word in WORDS.items():
        yield Text(one=word, context=CONTEXT.format(key=key), place="maturity/sheet_words.py")


def _told(name: str, message: Message) -> Told:
    one, many = _strings(message.id) if message.pluralizable else (*_strings(message.id), "")
    context, forms = message.context or "", _strings(message.string)
    return Told(file=name, one=one, many=many, context=context, forms=forms, fuzzy=bool(message.fuzzy))


def _strings(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, tuple | list) else (str(value or ""),)


@dataclass(frozen=True, kw_only=True)
class _Frame:
    """What a translation has in common with its English."""

    blanks: frozenset[str]
    tags: tuple[str, ...]
    headings: tuple[str, ...]
    outer: tuple[str, str]  #: spaces and line ends before it and after it


def _frame(text: str) -> _Frame:
    return _Frame(
        blanks=frozenset(_blanks(text)),
        tags=tuple(sorted(_TAG.findall(text))),
        headings=tuple(_HEADING.findall(text)),
        outer=(text[: len(text) - len(text.lstrip(" \n"))], text[len(text.rstrip(" \n")) :]),
    )


def _blanks(text: str) -> Iterator[str]:
    yield from (f"{name}:{form}" for _, name, form, _ in Formatter().parse(text) if name is not None)
    yield from _PERCENT.findall(text)


def _bare(text: str) -> str:
    """The text without its blanks and tags."""
    return re.sub(r"\{[^{}]*\}|%\(\w+\)[a-z]|<[^>]*>", "", text)


_NUMBERS: Final = frozenset({"n:", "number:"})  #: blanks for how many there are
_LETTER: Final = re.compile(r"[^\W\d_]")
_TAG: Final = re.compile(r"</?[a-z][^>]*>")
_HEADING: Final = re.compile(r"^#+ ", re.MULTILINE)
_PERCENT: Final = re.compile(r"%\(\w+\)[a-z]")

#: every rule of a catalogue, by what it finds
RULES: Final[Mapping[str, Callable[[Catalogues], Iterator[str]]]] = {
    "missing": missing,
    "stale": stale,
    "unfinished": unfinished,
    "contradictory": contradictory,
    "misfilled": misfilled,
    "mistyped": mistyped,
    "untranslated": untranslated,
}


def compiled(language: str) -> bytes:
    """A language's .po files as one .mo, the same bytes for the same files."""
    parts = [
        read_po(io.BytesIO(path.read_bytes()), locale=language) for path in sorted((CATALOGUE / language).glob("*.po"))
    ]
    for part in parts[1:]:
        for message in part:
            if message.id:
                parts[0][message.id] = message
    parts[0].creation_date = parts[0].revision_date = datetime(2026, 1, 1, tzinfo=UTC)  # else it would be now
    body = io.BytesIO()
    write_mo(body, parts[0])
    return body.getvalue()


if __name__ == "__main__":
    for folder in filter(Path.is_dir, CATALOGUE.iterdir()):
        folder.with_suffix(".mo").write_bytes(compiled(folder.name))
