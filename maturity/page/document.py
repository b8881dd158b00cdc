"""An executed notebook as a document: a cover, and sections that have something to say."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup
from slugify import slugify

from maturity.language import tr
from maturity.page.clean import bound_html, clean, plain
from maturity.page.look import island

if TYPE_CHECKING:
    import mistune

PLOTLY: Final = "application/vnd.plotly.v1+json"
LIVE: Final = "live"  #: the tag of a cell that speaks to whoever fills in the form: no finished briefing shows it


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of the document under one heading."""

    key: str  #: the heading's id, unique in the document
    title: str
    html: Markup


@dataclass(frozen=True, kw_only=True)
class Document:
    """What a page shows, all of it cleaned."""

    title: str
    customer: str  #: the first heading's text; the title where there is none
    language: str  #: BCP 47
    cover: Markup  #: empty where the notebook has none
    opening: Markup  #: what stands between the cover and the first heading
    sections: tuple[Section, ...]
    fictional: bool  #: the notebook says that its customer is made up
    study: bool  #: the notebook says that it was read from a published study

    @property
    def notice(self) -> str:
        """What stands on every page, where the words in it are not a customer's; empty where they are."""
        if self.study:
            return tr("Read from what was published; nobody there was asked")
        return tr("Fictional customer, made up for demonstration") if self.fictional else ""

    @property
    def has_groups(self) -> bool:
        """Whether a section shows groups of customers, of which a reader looks at one at a time."""
        return any(_GROUPS.search(section.html) for section in self.sections)

    @property
    def has_heading(self) -> bool:
        """Whether the notebook names itself in a heading of the first rank."""
        return "<h1" in self.cover + self.opening


@dataclass(frozen=True, kw_only=True)
class _Block:
    """What one cell says; `html` is empty for a cell that ran and had nothing to say."""

    html: Markup
    is_prose: bool


def read_document(notebook: Mapping[str, Any], *, name: str, interactive: bool) -> Document:
    """The document of an executed notebook; code is left out, and so is a section whose cells had nothing to say.

    A section begins with a heading of the second rank. It is left out when it holds code cells and none of them has
    output: its prose would introduce nothing. `name` is the title of a notebook that has none.
    """
    front, *rest = _grouped(_blocks(notebook["cells"], interactive=interactive))
    covers = [block.html for block in front if _COVER.search(block.html)]
    opening = Markup("\n").join(block.html for block in front if block.html and block.html not in covers)
    told = [Markup("\n").join(block.html for block in group if block.html) for group in rest if _says_something(group)]
    cover = Markup("\n").join(covers)
    heading = _FIRST_HEADING.search(cover + opening)
    metadata = notebook.get("metadata", {})
    title = str(metadata.get("title") or (plain(heading[1]) if heading else name))
    return Document(
        title=title,
        customer=plain(heading[1]) if heading else title,
        language=str(metadata.get("language_code") or "en"),
        cover=cover,
        opening=_tables_in_regions(opening),
        sections=tuple(_sections(told)),
        fictional=bool(_FICTIONAL.search(cover + opening)),
        study=bool(_STUDY.search(cover)),
    )


_COVER = re.compile(r'<header class="(?:[\w -]* )?cover[ "]')
_GROUPS = re.compile(r'<div class="groups"')
_FICTIONAL = re.compile(r' class="(?:[\w -]* )?fictional[ "]')
_STUDY = re.compile(r'<p class="fictional study"')
_FIRST_HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_SECOND_HEADING = re.compile(r"\s*<h2[ >]")
#: a whole tag of cleaned HTML with its attributes, so that a `<table>` inside an attribute is never taken for one
_TAG = re.compile(r'<(/?)([a-zA-Z][\w-]*)((?:\s+[^\s"=<>]+="[^"]*")*)\s*>')


def _grouped(blocks: Iterable[_Block]) -> list[list[_Block]]:
    """The blocks before the first heading of the second rank, then those of each."""
    groups: list[list[_Block]] = [[]]
    for block in blocks:
        if _SECOND_HEADING.match(block.html):
            groups.append([])
        groups[-1].append(block)
    return groups


def _says_something(group: Iterable[_Block]) -> bool:
    group = list(group)
    code = [block for block in group if not block.is_prose]
    return any(block.html for block in code) or not code


def _sections(told: Iterable[Markup]) -> Iterator[Section]:
    taken: set[str] = set()
    for html in told:
        tags = _TAG.finditer(html)
        opening = next(tag for tag in tags if tag[2] == "h2" and not tag[1])
        closing = next(tag for tag in tags if tag[2] == "h2" and tag[1])
        title = plain(html[opening.end() : closing.start()])
        key = _unique(slugify(title) or "section", taken)
        inner = html[opening.end() : closing.start()]
        heading = Markup('<h2 id="{}" dir="auto">').format(key) + Markup(inner) + Markup("</h2>")  # noqa: S704  (cleaned)
        after = Markup(html[closing.end() :])  # noqa: S704  (cleaned)
        yield Section(key=key, title=title, html=heading + _tables_in_regions(after))


def _unique(wanted: str, taken: set[str]) -> str:
    key = (
        wanted if wanted not in taken else next(f"{wanted}-{n}" for n in range(2, 999) if f"{wanted}-{n}" not in taken)
    )
    taken.add(key)
    return key


def _tables_in_regions(html: Markup) -> Markup:
    """The cleaned HTML, its figures bound, with each table in a box of its own that scrolls where it is narrow."""

    def boxed(tag: re.Match[str]) -> str:
        if tag[2] != "table":
            return tag[0]
        return f"{tag[0]}</div>" if tag[1] else f'<div class="scroll">{tag[0]}'

    return Markup(_TAG.sub(boxed, bound_html(html)))  # noqa: S704  (cleaned before)


def _blocks(cells: Iterable[Mapping[str, Any]], *, interactive: bool) -> Iterator[_Block]:
    for cell in cells:
        if LIVE in cell.get("metadata", {}).get("tags", []):
            continue
        if cell["cell_type"] == "markdown":
            yield _Block(html=_from_markdown(_text(cell["source"])), is_prose=True)
        elif cell["cell_type"] == "code":
            shown = (_output(output, interactive=interactive) for output in cell["outputs"])
            yield from (_Block(html=html, is_prose=False) for html in [*filter(None, shown)] or [Markup()])


def _output(output: Mapping[str, Any], *, interactive: bool) -> Markup:
    kind = output["output_type"]
    if kind == "stream":
        return Markup('<pre class="stream {}">{}</pre>').format(output["name"], _text(output["text"]))
    if kind == "error":
        trace = _ANSI.sub("", "\n".join(output["traceback"]))
        failed = tr("This part of the workbook failed:")
        return Markup('<div class="failure"><p>{} <strong>{}</strong> {}</p><pre>{}</pre></div>').format(
            failed, output["ename"], output["evalue"], trace
        )
    return _bundle(output["data"], interactive=interactive)


_ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")


def _bundle(data: Mapping[str, Any], *, interactive: bool) -> Markup:
    """The richest form of an output that a page can show: words before pictures, and a picture before plain text."""
    if PLOTLY in data and (interactive or "text/html" not in data):
        return _chart(data) if interactive else _undrawn()
    shown = (
        show(_text(data[kind]), _text(data.get("text/plain", ""))) for kind, show in _FORMS.items() if kind in data
    )
    return next(filter(None, shown), Markup())


def _undrawn() -> Markup:
    return Markup('<p class="small">{}</p>').format(tr("The chart here needs the interactive page."))


def _chart(data: Mapping[str, Any]) -> Markup:
    figure = clean(_text(data["text/html"])) if "text/html" in data else Markup('<figure class="exhibit"></figure>')
    return figure + Markup('<script type="application/json" class="chart">{}</script>').format(island(data[PLOTLY]))


def _drawing(svg: str, _words: str) -> Markup:
    return Markup('<figure class="exhibit"><div class="ink">{}</div></figure>').format(clean(svg))


def _picture(kind: str, encoded: str, words: str) -> Markup:
    if not re.fullmatch(r"[A-Za-z0-9+/=\s]+", encoded):
        return Markup()
    source = f"data:{kind};base64,{''.join(encoded.split())}"
    return Markup('<figure class="exhibit"><img src="{}" alt="{}"></figure>').format(source, words)


def _from_markdown(source: str) -> Markup:
    return clean(str(_markdown()(source)))


#: how each kind of output is shown from its text and its plain words, the richest first
_FORMS: Mapping[str, Callable[[str, str], Markup]] = {
    "text/html": lambda html, _words: clean(html),
    "text/markdown": lambda source, _words: _from_markdown(source),
    "image/svg+xml": _drawing,
    "image/png": partial(_picture, "image/png"),
    "image/jpeg": partial(_picture, "image/jpeg"),
    "text/plain": lambda words, _words: Markup("<pre>{}</pre>").format(words),
}


@lru_cache(maxsize=1)
def _markdown() -> "mistune.Markdown":
    import mistune

    return mistune.create_markdown(escape=False, plugins=["table", "strikethrough"])


def _text(value: object) -> str:
    """A notebook's text, which may be a list of lines."""
    return "".join(map(str, value)) if isinstance(value, list) else str(value)
