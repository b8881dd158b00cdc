"""A page's elements as paper needs them: one form of each picture, named; facts as tables; nothing that only clicks."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from maturity.brand import Brand
from maturity.charts.palette import LIGHT
from maturity.language import later, tr
from maturity.pdf.typefaces import TEXT

SVG: Final = "{http://www.w3.org/2000/svg}"
LONGEST_ON_COVER: Final = 260  #: characters of a name, or of a fact
UNNAMED: Final = later("A picture")
LONGEST_LEAD: Final = 200  #: characters of a section's first sentence, where the contents tell it
_SENTENCE: Final = re.compile("(.+?[.!?])[^\\S\N{NO-BREAK SPACE}]")
_SPACES: Final = re.compile("[^\\S\N{NO-BREAK SPACE}]+")
_COLOUR: Final = re.compile(r"#[0-9a-f]{6}")


def ready_for_paper(root: Element, brand: Brand) -> None:
    """Change the page so that it reads well on paper, and aloud.

    A picture keeps its wide form, has a name for those who can't see it, and wears the brand's colours; a list of facts
    is a table; what only a screen reader was told beside a table or a picture is gone, since the PDF's tags say it.
    """
    parents = {child: parent for parent in root.iter() for child in parent}
    for element in list(root.iter()):
        if "unseen" in _classes(element) or "narrow" in _classes(element):
            _remove(parents[element], element)
    colours = dict(zip(LIGHT.tokens.values(), brand.light.tokens.values(), strict=True))
    for drawing in root.iter(f"{SVG}svg"):
        _name(drawing, parents)
        _dress(drawing, colours)
    for picture in root.iter("img"):
        picture.set("alt", picture.get("alt") or tr(UNNAMED))
    for facts in list(root.iter("dl")):
        _tabulate(facts)
    for card in list(root.iterfind(".//ol[@class='three']/li")):
        _gather(card, "what", [part for part in card if part.tag != "table"], first=True)
    for cover in list(root.iter("header")):
        for words in [*cover.iter("h1"), *cover.iter("td")]:
            _cut(words)
        _gather(cover, "told", [part for part in cover if part.tag != "h1" and "kicker" not in _classes(part)])


def tell_leads(root: Element) -> None:
    """Put the first sentence of each section under its entry of the contents."""
    places = {element.get("id"): element for element in root.iter() if element.get("id")}
    parents = {child: parent for parent in root.iter() for child in parent}
    for entry in root.iterfind(".//nav//a"):
        heading = places.get(entry.get("href", "")[1:])
        section = parents.get(heading) if heading is not None else None
        if lead := _lead(section) if section is not None else "":
            told = SubElement(parents[entry], "p", {"dir": "auto"})
            told.text = lead


def first_sentence(text: str) -> str:
    """The text up to its first full stop, question or exclamation mark.

    >>> first_sentence("Not now is an answer too. Look again."), first_sentence("No stop at 99.9 %")
    ('Not now is an answer too.', 'No stop at 99.9 %')
    """
    first = _SENTENCE.match(f"{text} ")
    return first[1] if first else text


def _lead(section: Element) -> str:
    """The first sentence of a section's first paragraph, on one line; empty for a section without one."""
    paragraph = next(section.iter("p"), None)
    text = _SPACES.sub(" ", "".join(paragraph.itertext())).strip() if paragraph is not None else ""
    sentence = first_sentence(text)
    return sentence if len(sentence) <= LONGEST_LEAD else f"{sentence[:LONGEST_LEAD].rstrip()}…"


def _cut(element: Element) -> None:
    """Cut words that no cover has room for."""
    text = "".join(element.itertext())
    if len(text) > LONGEST_ON_COVER:
        for part in list(element):
            element.remove(part)
        element.text = f"{text[:LONGEST_ON_COVER].rstrip()}…"


def _gather(parent: Element, name: str, parts: Sequence[Element], *, first: bool = False) -> None:
    """Put these children of an element into one box, before or after the others."""
    box = Element("div", {"class": name})
    for part in parts:
        parent.remove(part)
        box.append(part)
    parent.insert(0 if first else len(parent), box)


def _classes(element: Element) -> list[str]:
    return element.get("class", "").split()


def _remove(parent: Element, element: Element) -> None:
    """Take an element out and leave the text after it."""
    if element not in parent:
        return
    place, tail = list(parent).index(element), element.tail or ""
    parent.remove(element)
    if place:
        parent[place - 1].tail = (parent[place - 1].tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail


def _name(drawing: Element, parents: Mapping[Element, Element]) -> None:
    """Name a drawing by its figure's name, or by its own."""
    own = drawing.find(f"{SVG}title")
    title = own if own is not None else Element(f"{SVG}title")
    figure = next((one for one in _above(drawing, parents) if one.tag == "figure"), None)
    said = figure.get("aria-label", "") if figure is not None else ""
    title.text = said or title.text or drawing.get("aria-label") or tr(UNNAMED)
    if own is None:
        drawing.insert(0, title)


def _above(element: Element, parents: Mapping[Element, Element]) -> Iterator[Element]:
    while (parent := parents.get(element)) is not None:
        yield parent
        element = parent


def _dress(drawing: Element, colours: Mapping[str, str]) -> None:
    """Set a drawing's letters in our fonts and its shapes in the brand's colours."""
    for shape in drawing.iter():
        if shape.get("font-family"):
            shape.set("font-family", TEXT)
        for paint in ("fill", "stroke", "stop-color"):
            if value := shape.get(paint):
                shape.set(paint, _COLOUR.sub(lambda found: colours.get(found[0], found[0]), value))


def _tabulate(facts: Element) -> None:
    """Make a list of terms, each in a box with what it means, a table of two columns; leave any other list."""
    pairs = [(row, list(row)) for row in facts]
    if not pairs or any(row.tag != "div" or [part.tag for part in parts] != ["dt", "dd"] for row, parts in pairs):
        return
    facts.tag, facts.text = "table", None
    body = Element("tbody")
    for row, (term, meaning) in pairs:
        facts.remove(row)
        row.tag, term.tag, meaning.tag = "tr", "th", "td"
        row.text = row.tail = term.tail = meaning.tail = None
        term.set("scope", "row")
        body.append(row)
    facts.append(body)
