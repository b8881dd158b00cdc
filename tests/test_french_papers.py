"""Pictures, slides, PDF and the board's page in French: no English word is left in them, and nothing of them is cut."""

import html
import io
import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from decks import assert_fits, charts, every_shape, notes, page_words, parts, slide_words
from drawings import MODEL, extent, forms, partly, roadmap_of, text_boxes
from executed import workbook_of

from maturity import Answer, Engagement, Response, assess, plan
from maturity import language as languages
from maturity.brand import Brand
from maturity.charts import KEYS, Picture, draw
from maturity.charts.staircase import staircase_facts, staircase_svg
from maturity.deck import render_deck
from maturity.engagement import PlatformFacts
from maturity.exhibits import Briefing
from maturity.intake import read_source
from maturity.language import speaking
from maturity.model import Grade
from maturity.model_words import spoken_model
from maturity.pdf import render_board, render_board_pdf, render_pdf
from maturity.roadmap import Roadmap

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
BRAND = Brand(name="Κιλίμα", footer="Ναϊρόμπι", contact="δ@κ.ελ")
#: what no catalogue holds: Babel's months, our own name, the file's keys, and the titles and addresses of sources
_OWN = re.compile(
    r"\b(?:janv|févr|mars|avr|mai|juin|juil|août|sept|oct|nov|déc|janvier|février|avril|juillet|septembre|octobre"
    r"|novembre|décembre|maturity|NGN|USD|er|kora|fictif)\b|[\w.+-]*\d[\w.+-]*|https?://\S+"
)
_NUMBER = re.compile(r"\d+(?:,\d+)?")


def plain_letters(text: str) -> list[str]:
    """The words of a text that no catalogue was asked for."""
    text = " ".join(text.split())
    for source in MODEL.sources.values():
        text = text.replace(source.title, "").replace(source.address, "")
    return re.findall("[A-Za-z]{2,}", _OWN.sub(" ", text))


def customers() -> dict[str, Engagement]:
    """Customers who say nothing in our letters: everything known and measured, nothing known, a bit of everything."""
    asked = [key for key, practice in MODEL.practices.items() if not practice.computed]
    answers = tuple(Answer)
    mixed = {
        key: Response(answer=answers[number % 5], grade=tuple(Grade)[number % 3], note="Είδα", evidence="Αρχείο")
        for number, key in enumerate(asked)
    }
    done = {key: Response(answer=Answer.ALWAYS, grade=Grade.SHOWN) for key in asked}
    hold = {key: Response(answer=Answer.ALWAYS) for key in asked if MODEL.stage_of[key].number <= 3}
    bought = PlatformFacts(
        engineer_cost=14e6, buy_cost=1200, buy_currency="USD", exchange_rate=1550, exchange_rate_on=date(2026, 2, 27)
    )
    told: dict[str, Any] = {"customer": "Κόρα", "held_on": date(2026, 3, 2), "fictional": True}
    signals = {"runs-kubernetes": True, "has-dashboards": True}
    return {
        "mixed": Engagement(**told, responses=mixed, engineers=12, signals=signals, currency="NGN", platform=bought),
        "partly": Engagement(**told, responses=partly(), engineers=1, objective=0.9995),
        "hold": Engagement(**told, responses=hold, engineers=60, stage_since=date(2025, 9, 1)),
        "done": Engagement(**told, responses=done, engineers=80),
        "nothing": Engagement(**told),
    }


CUSTOMERS = customers()


def roadmap_in_french(engagement: Engagement) -> Roadmap:
    """The roadmap in the words of the language that is spoken."""
    return plan(assess(spoken_model(MODEL), engagement))


def texts_of(picture: Picture) -> Iterator[str]:
    """Everything that a picture says in any of its forms, but for what plotly never shows."""
    yield from (picture.title, picture.sentence, *picture.table.header)
    yield from (cell for row in picture.table.rows for cell in row)
    yield re.sub(r"<[^>]*>", " ", html.unescape(picture.svg))
    yield from re.findall('aria-label="([^"]*)"', picture.svg)
    axes = (picture.figure["layout"].get(name, {}) for name in ("xaxis", "yaxis"))
    yield from (
        text for axis in axes for text in (axis.get("title", {}).get("text", ""), *axis.get("categoryarray", ()))
    )
    for trace in picture.figure["data"]:
        yield from (*trace.get("text", ()), *trace.get("hovertext", ()))
        if picture.figure["layout"].get("showlegend"):
            yield trace["name"]
    yield from (note["text"] for note in picture.figure["layout"].get("annotations", ()))


@pytest.mark.parametrize("name", CUSTOMERS)
@pytest.mark.usefixtures("circled")
def test_every_word_of_a_picture_comes_from_the_catalogue(name: str) -> None:
    """Titles, sentences, tables, drawings and figures."""
    roadmap = roadmap_in_french(CUSTOMERS[name])
    for key in KEYS:
        picture = draw(key, roadmap)
        for text in texts_of(picture) if picture else ():
            assert plain_letters(text.replace("<br>", " ")) == [], (key, text)
    imagined = staircase_facts(roadmap, roadmap_in_french(CUSTOMERS["done"]))
    said = [imagined.sentence, *imagined.table.header, *(cell for row in imagined.table.rows for cell in row)]
    assert plain_letters(" ".join([*said, re.sub("<[^>]*>", " ", staircase_svg(imagined))])) == []


@pytest.mark.parametrize("name", CUSTOMERS)
@pytest.mark.usefixtures("circled")
def test_every_word_of_a_deck_comes_from_the_catalogue(name: str) -> None:
    """Slides, notes, what shapes are called, what is told to those who can't see them, charts and layouts."""
    earlier = assess(spoken_model(MODEL), CUSTOMERS["partly"])
    deck = render_deck(
        Briefing(roadmap=roadmap_in_french(CUSTOMERS[name])), brand=BRAND, earlier=earlier if name == "mixed" else None
    )
    for text in [*slide_words(deck), *notes(deck)]:
        assert plain_letters(text) == [], text
    for _, shape in every_shape(deck):
        told = next(shape.element.iter(f"{{{shape.element.nsmap['p']}}}cNvPr")).get("descr", "")
        assert plain_letters(told) == [], told
    layouts = b"".join(body for part, body in parts(deck).items() if part.startswith("ppt/slideLayouts/slideLayout"))
    named = re.findall(r'<p:c(?:NvPr id="\d+"|Sld) name="([^"]+)"', layouts.decode())
    assert plain_letters(" ".join(named)) == []


@pytest.mark.parametrize("name", ["mixed", "nothing"])
@pytest.mark.usefixtures("circled")
def test_every_word_of_a_paper_comes_from_the_catalogue(name: str) -> None:
    """The PDF with its cover, contents and running lines, and the board's page with its title."""
    workbook = workbook_of(CUSTOMERS[name], language="fr")
    workbook.metadata["title"] = "Κόρα"
    for page in pypdfium2.PdfDocument(render_pdf(workbook, brand=BRAND)):
        text = page.get_textpage().get_text_bounded()
        assert plain_letters(text) == [], text
    board = render_board(roadmap_in_french(CUSTOMERS[name]), brand=BRAND)
    said = re.sub(r"<style.*?</style>|<[^>]*>", " ", board, flags=re.DOTALL)
    assert plain_letters(html.unescape(said)) == []
    assert plain_letters(" ".join(re.findall('aria-label="([^"]*)"', board))) == []


@lru_cache
def sampled() -> tuple[Engagement, ...]:
    """Some fictional customers of the sample."""
    return read_source(SAMPLE, MODEL, today=date(2026, 11, 23)).engagements[::6]


def test_french_words_keep_apart_and_whole_in_every_picture() -> None:
    """French is longer: no word is clipped, cut with an ellipsis, or laid over another."""
    with speaking("fr"):
        roadmaps = [roadmap_in_french(one) for one in (*CUSTOMERS.values(), *sampled())]
        pictures = [picture for roadmap in roadmaps for key in KEYS if (picture := draw(key, roadmap))]
    for drawing in (drawing for picture in pictures for drawing in forms(picture.svg)):
        frame, boxes = extent(drawing), text_boxes(drawing)
        assert all(box.x >= -0.5 and box.right <= frame.right + 0.5 for _, box in boxes)
        assert all(box.y >= 0 and box.bottom <= frame.bottom for _, box in boxes)
        assert [(one, other) for (one, a), (other, b) in combinations(boxes, 2) if a.meets(b)] == []
        assert [words for words, _ in boxes if "…" in words] == []


@pytest.mark.parametrize("at", range(8))
def test_a_french_deck_fits_in_ten_slides_with_the_numbers_of_the_page(at: int) -> None:
    """Nothing is larger than its box, no text is cut that English leaves whole, and all is counted alike."""
    engagement = sampled()[at]
    with speaking("fr"):
        briefing = Briefing(roadmap=roadmap_in_french(engagement))
        deck, page = render_deck(briefing, brand=Brand()), _numbers(f"{page_words(briefing)} {engagement.held_on}")
    english = render_deck(Briefing(roadmap=plan(assess(MODEL, engagement))), brand=Brand())
    assert_fits(deck)
    assert len(slide_words(deck)) == len(slide_words(english)) <= 10
    for one, other in zip(charts(deck), charts(english), strict=True):
        values = [[list(series.values) for series in shape.chart.plots[0].series] for shape in (one, other)]
        assert values[0] == values[1]
    for number, (one, other) in enumerate(zip(slide_words(deck), slide_words(english), strict=True), start=1):
        assert "…" not in one or "…" in other
        assert _numbers(one) <= page | {str(number)}


def _numbers(words: str) -> set[str]:
    """The numbers of a text, without the spaces between their digits."""
    return set(_NUMBER.findall(re.sub(r"(?<=\d)\u00a0(?=\d{3}\b)", "", words)))


def test_a_deck_says_in_which_language_its_words_are() -> None:
    """Every run of a French deck, its charts and its properties; an English one is British."""
    engagement = CUSTOMERS["mixed"]
    with speaking("fr"):
        french = parts(render_deck(Briefing(roadmap=roadmap_in_french(engagement)), brand=Brand()))
    english = parts(render_deck(Briefing(roadmap=roadmap_of(engagement.responses)), brand=Brand()))
    slides = [body.decode() for part, body in french.items() if re.match(r"ppt/(slides|notesSlides)/\w+\.xml", part)]
    assert all(tag.count('lang="fr-FR"') for body in slides for tag in re.findall("<a:rPr[^>]*>", body))
    assert not any('lang="en' in body for body in slides)
    for part in ("ppt/presentation.xml", "ppt/slideMasters/slideMaster1.xml", "docProps/core.xml"):
        assert b"fr-FR" in french[part]
        assert b"en-GB" not in french[part]
        assert b"en-GB" in english[part]
    assert any(b"[$-40C]d mmm yyyy" in body for part, body in french.items() if part.startswith("ppt/charts/chart"))


def test_a_french_workbook_makes_french_papers_whatever_is_spoken() -> None:
    """A PDF and a deck speak their workbook's language; the board's page the one that is spoken."""
    workbook = workbook_of(CUSTOMERS["mixed"], language="fr")
    made = render_pdf(workbook, brand=Brand())
    document = pypdfium2.PdfDocument(made)
    assert str(pikepdf.open(io.BytesIO(made)).Root.Lang) == "fr"
    assert "Sommaire" in document[1].get_textpage().get_text_bounded()
    assert re.search(r"page 2 sur \d+", document[1].get_textpage().get_text_bounded())
    with speaking("fr"):
        assert render_pdf(workbook, brand=Brand()) == made
        board = render_board(roadmap_in_french(CUSTOMERS["mixed"]), brand=Brand())
        paper = pikepdf.open(io.BytesIO(render_board_pdf(roadmap_in_french(CUSTOMERS["mixed"]), brand=Brand())))
    assert '<html lang="fr">' in board
    assert (str(paper.Root.Lang), len(paper.pages)) == ("fr", 1)


def test_languages_do_not_mix_in_one_process() -> None:
    """English after French is what it was before it, and French after English too."""
    engagement = CUSTOMERS["partly"]

    def decks() -> list[bytes]:
        made = []
        for language in languages.LANGUAGES:
            with speaking(language):
                made.append(render_deck(Briefing(roadmap=roadmap_in_french(engagement)), brand=Brand()))
        return made

    first = decks()
    assert decks() == first
    assert first[0] != first[1]


def test_long_french_samples_stay_under_a_hundred_and_fifty_kilobytes() -> None:
    """Even with what moved since the last time."""
    engagements = read_source(SAMPLE, MODEL, today=date(2026, 11, 23)).engagements
    by_key = {engagement.key: engagement for engagement in engagements}
    earlier, later = by_key["2025-07-03-karite-blanc-media"], by_key["2026-07-09-karite-blanc-media"]
    made = render_pdf(workbook_of(later, language="fr", earlier=earlier), brand=Brand())
    assert len(made) < 150_000
