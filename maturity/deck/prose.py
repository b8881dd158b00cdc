"""What a consultant wrote in a workbook: its sections with their headings and words, as plain text."""

import html
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

from maturity.deck.plain import printable
from maturity.delivered import identified, key_of, source_hash, stamp_of
from maturity.errors import InputError
from maturity.language import spoken, tr
from maturity.workbook import briefing_notebook

OWN: Final = ""  #: the key of a section that a consultant added
FRONT: Final = "front"  #: the key of what stands before the first heading
SECTION: Final = 2  #: the rank of a section's heading
_PARAGRAPHS: Final = {"paragraph", "block_text", "block_code", "heading", "table_head", "table_row"}


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of a workbook under one heading."""

    key: str  #: of its prose cell; empty for one that a consultant added
    heading: str
    prose: tuple[str, ...]  #: a paragraph each
    own: tuple[str, ...]  #: those of them that a consultant changed or added
    exhibits: tuple[str, ...]  #: keys of the code cells that still stand under it, in order

    @property
    def lead(self) -> str:
        """Its first paragraph, where a consultant left the prose as it was."""
        return "" if self.own or not self.prose else self.prose[0]


def shipped_sections() -> tuple[Section, ...]:
    """The sections of the notebook that every briefing is made from, in the language that is spoken."""
    return _shipped_sections(spoken())


@lru_cache(maxsize=8)
def _shipped_sections(_language: str) -> tuple[Section, ...]:
    """The same, kept by the language that is spoken."""
    cells = [{**cell, "source": _source(cell)} for cell in _shipped()["cells"]]
    keys = [key_of(cell) for cell in cells]
    return tuple(_sections(cells, keys, {str(key): source_hash(cell) for key, cell in zip(keys, cells, strict=True)}))


def sections_of(notebook: Mapping[str, Any]) -> tuple[Section, ...]:
    """The sections of a delivered workbook, in its order, with what a consultant made of their words."""
    cells = [{**cell, "source": "".join(cell["source"])} for cell in notebook["cells"]]
    try:
        sources = stamp_of(notebook, "the workbook").sources
    except InputError:
        return shipped_sections()
    keys = identified(cells, sources)
    return tuple(_sections(cells, keys, sources))


def paragraphs_of(source: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    r"""The headings and the paragraphs of Markdown, as plain text: links, raw HTML and pictures are only their words.

    >>> paragraphs_of("## Our *offer*\n\nTwo engineers,\nsee [this](https://example.org).\n\n- one\n- two")
    (('Our offer',), ('Two engineers, see this.', '• one', '• two'))
    """
    told = [(kind, printable(text)) for kind, text in _told(_markdown()(source)[0])]
    headings = tuple(text for kind, text in told if kind == "heading" and text)
    return headings, tuple(text for kind, text in told if kind != "heading" and text)


def _sections(
    cells: Sequence[Mapping[str, Any]], keys: Sequence[str | None], sources: Mapping[str, str]
) -> Iterator[Section]:
    groups: list[list[tuple[str | None, Mapping[str, Any]]]] = [[]]
    for key, cell in zip(keys, cells, strict=True):
        prose = cell["cell_type"] == "markdown"
        if prose and (key is not None or paragraphs_of(cell["source"])[0]):
            groups.append([])
        groups[-1].append((key, cell))
    yield replace(_section(groups[0], sources), key=FRONT)
    yield from (_section(group, sources) for group in groups[1:])


def _section(group: Sequence[tuple[str | None, Mapping[str, Any]]], sources: Mapping[str, str]) -> Section:
    headings: list[str] = []
    prose: list[str] = []
    own: list[str] = []
    for name, cell in group:
        if cell["cell_type"] == "markdown":
            ranked, said = paragraphs_of(cell["source"])
            headings += ranked
            prose += said
            own += said if name is None or source_hash(cell) != sources[name] else ()
    key = (group[0][0] if group else None) or OWN
    return Section(
        key=key,
        heading=headings[0] if headings else _shipped_headings(spoken()).get(key, ""),
        prose=tuple(prose),
        own=tuple(own),
        exhibits=tuple(name for name, cell in group if name and cell["cell_type"] == "code"),
    )


@lru_cache(maxsize=8)
def _shipped_headings(_language: str) -> Mapping[str, str]:
    """What the sections are called where nobody calls them otherwise."""
    told = ((key_of(cell), paragraphs_of(_source(cell))[0]) for cell in _shipped()["cells"])
    return {key: headings[0] for key, headings in told if key and headings}


@lru_cache(maxsize=1)
def _shipped() -> Mapping[str, Any]:
    notebook: Mapping[str, Any] = json.loads(briefing_notebook().read_text(encoding="utf-8"))
    return notebook


def _source(cell: Mapping[str, Any]) -> str:
    """A cell of the shipped notebook, its prose in the language that is spoken."""
    source = "".join(cell["source"])
    return tr(source) if cell["cell_type"] == "markdown" else source


def _told(tokens: Sequence[Mapping[str, Any]], mark: str = "") -> Iterator[tuple[str, str]]:
    """Each block of text with its kind, a list's items after their mark."""
    for token in tokens:
        kind, children = token["type"], token.get("children", ())
        if kind in _PARAGRAPHS:
            ranked = kind == "heading" and token["attrs"]["level"] <= SECTION
            yield ("heading" if ranked else "paragraph"), mark + _text(token)
            mark = ""
        elif kind == "list":
            for number, item in enumerate(children, start=1):
                yield from _told(item["children"], f"{number}. " if token["attrs"]["ordered"] else "• ")
        else:
            yield from _told(children, mark)


def _text(token: Mapping[str, Any]) -> str:
    kind = token["type"]
    if kind in {"softbreak", "linebreak"}:
        return " "
    if kind in {"inline_html", "block_html"}:
        return ""
    between = " · " if kind in {"table_head", "table_row"} else ""
    return between.join(map(_text, token["children"])) if "children" in token else html.unescape(token.get("raw", ""))


@lru_cache(maxsize=1)
def _markdown() -> Any:  # noqa: ANN401  (mistune's own type is of its renderer)
    import mistune

    return mistune.create_markdown(renderer=None, plugins=["table", "strikethrough"]).parse
