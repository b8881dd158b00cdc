"""One slide in points: its title, texts, shapes and notes, every text measured before it is placed."""

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any, Final

from maturity.charts.ink import Box
from maturity.deck.fitting import Para, fitted, height_of, para
from maturity.deck.office import draw_box, emu, ornament, tagged, write
from maturity.deck.plain import printable

LEFT: Final = 48.0  #: edges of what a slide says, in points; a slide is 960 by 540
RIGHT: Final = 912.0
BOTTOM: Final = 494.0
LEAD: Final = 14.0  #: points of the letters under a title
FOOTER: Final = Box(x=48, y=510, width=780, height=14)  #: as its layout has it
TITLE: Final = 28.0  #: points of a title's letters
_BETWEEN: Final = re.compile("(?<=[.!?]) +")


@dataclass(kw_only=True)
class Canvas:
    """A slide that is being filled."""

    slide: Any  #: python-pptx's
    notes: list[str] = field(default_factory=list)  #: a paragraph each

    @property
    def shapes(self) -> Any:  # noqa: ANN401  (a slide's shapes, or a group's)
        """Where a new shape goes."""
        return self.slide.shapes

    def title(self, words: str, *, box: Box, size: float = TITLE, colour: str = "ink") -> None:
        """Write the title, which names the slide in every list of slides, into its place."""
        holder = self.slide.shapes.title
        paras = fitted([para(words, size, heading=True, colour=colour)], box.width, box.height)
        holder.left, holder.top, holder.width, holder.height = emu(box)
        write(holder.text_frame, paras)

    def head(self, title: str, sentence: str = "", own: Sequence[str] = ()) -> float:
        """Write the title, the sentence under it, and a consultant's words; the bottom of them."""
        self.title(title, box=Box(x=LEFT, y=36, width=RIGHT - LEFT, height=38))
        y = 78.0
        if sentence:
            told = para(_sentences(sentence, RIGHT - LEFT), LEAD, colour="muted")
            y = self.paragraphs([told], Box(x=LEFT, y=y, width=RIGHT - LEFT, height=36)) + 4
        if own:
            paras = fitted([para(text, LEAD) for text in own], RIGHT - LEFT - 14, 54)
            height = height_of(paras, RIGHT - LEFT - 14)
            self.line(Box(x=LEFT, y=y + 3, width=3, height=height), "warm")
            y = self.paragraphs(paras, Box(x=LEFT + 14, y=y + 3, width=RIGHT - LEFT - 14, height=height)) + 3
        return y + 10

    def paragraphs(self, paras: Sequence[Para], box: Box) -> float:
        """Write paragraphs into a box, smaller or cut where they must be; the bottom of what was written."""
        shown = fitted(paras, box.width, box.height)
        if not shown:
            return box.y
        height = height_of(shown, box.width)
        write(self.shapes.add_textbox(*emu(replace(box, height=height))).text_frame, shown)
        return box.y + height

    def box(self, box: Box, **look: Any) -> Any:  # noqa: ANN401  (python-pptx's shape)
        """Draw a rectangle."""
        return draw_box(self.shapes, box, **look)

    def line(self, box: Box, fill: str) -> None:
        """Draw a bar or a hairline that tells nothing."""
        ornament(self.box(box, fill=fill))

    def finish(self, footer: str) -> None:
        """Write the footer, the slide's number and the notes."""
        for holder in self.slide.slide_layout.placeholders:
            kind = holder.element.ph.get("type")
            if kind in {"ftr", "sldNum"}:
                _inherit(self.slide, holder, footer)
        if self.notes:
            frame = self.slide.notes_slide.notes_text_frame
            frame.text = "\n".join(map(printable, self.notes))
            for run in (run for paragraph in frame.paragraphs for run in paragraph.runs):
                tagged(run)


def _inherit(slide: Any, holder: Any, footer: str) -> None:  # noqa: ANN401  (python-pptx's slide and placeholder)
    """Put a copy of a layout's footer or number on the slide, where people look for it and can change it."""
    tree = slide.shapes._spTree  # noqa: SLF001  (python-pptx has no word for it)
    copied = deepcopy(holder.element)
    copied.spPr.clear()
    copied.nvSpPr.cNvPr.set("id", str(max(shape.shape_id for shape in _every(slide.shapes)) + 1))
    tree.append(copied)
    if holder.element.ph.get("type") == "ftr":
        frame = slide.shapes[-1].text_frame
        frame.clear()
        write(frame, fitted([para(footer, 10, colour="muted")], FOOTER.width, FOOTER.height), anchor="m")


def _every(shapes: Any) -> Iterator[Any]:  # noqa: ANN401  (python-pptx's)
    """The shapes and those in their groups."""
    for shape in shapes:
        yield shape
        yield from _every(getattr(shape, "shapes", ()))


def _sentences(text: str, width: float) -> str:
    """As many of the text's sentences as two lines hold; the first one at least."""
    sentences = _BETWEEN.split(text)
    while len(sentences) > 1 and para(" ".join(sentences), LEAD).lines(width) > 2:  # noqa: PLR2004  (lines)
        sentences = sentences[:-1]
    return " ".join(sentences)
