"""A briefing page in French: every word of it is French, or the customer's own."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from gettext import NullTranslations
from html.parser import HTMLParser
from pathlib import Path

import pytest
from miniature import delivered
from msgspec.structs import replace

from maturity import Answer, Engagement, Response, built_in_model, language
from maturity.brand import Brand
from maturity.comparison import IN_AFRICA, MID_MARKET
from maturity.engagement import PlatformFacts
from maturity.intake import read_source
from maturity.language import speaking, spoken
from maturity.model import Grade
from maturity.page import render_page
from maturity.peers import cohort, outside_figures, peers_to_json

MODEL = built_in_model()
SAMPLE = Path(__file__).parent.parent / "data" / "sample"
HELD, TODAY = date(2026, 3, 1), date(2026, 11, 23)
SAMPLED = ("2026-04-16-guichet-jasmin", "2026-06-16-springhare-cover", "2025-07-17-zawadi-slate")
NAMES = (
    *("everything", "nothing known", "nothing in place", "all in place", "stage three", "ready for four", "a study"),
    *SAMPLED,
)
QUOTED = (
    *sorted({said for one in outside_figures() for said in (one.survey, one.source, one.licence)}, key=len)[::-1],
    "{caption}",
)
#: attributes that somebody reads, or hears
SAID = ("alt", "aria-label", "data-dark", "data-light", "data-sideways", "data-table", "title")


def each(words: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(words.split())


#: what no catalogue holds: Babel's months, countries and currencies, our own name, and what the customers here say
OWN = each(
    "janv févr avr juil sept oct nov déc janvier février mars avril mai juin juillet août septembre octobre novembre "
    "décembre Sénégal Tunisie Afrique du Sud Tanzanie CFA maturity Zorkmids"
)
ENGLISH = each(
    "the and of with not your you is are was it this that stage gate step steps known first until done never always "
    "week weeks day days where what when why how from has have be by at each one two three four five to in for "
    "practice practices estimate estimated engineers answer answers team time left then if above below chart numbers "
    "alert look again done"
)


class Missed(NullTranslations):
    """What stands behind a catalogue, and remembers what it was asked for."""

    def __init__(self) -> None:
        """Nothing is missed yet."""
        super().__init__()
        self.texts: set[str] = set()

    def gettext(self, message: str) -> str:
        """The text itself, remembered."""
        self.texts.add(message)
        return message

    def ngettext(self, one: str, many: str, number: int) -> str:
        """The one or the other, remembered."""
        self.texts.add(one)
        return super().ngettext(one, many, number)

    def pgettext(self, context: str, message: str) -> str:
        """The text itself, remembered with its context."""
        self.texts.add(f"{context}: {message}")
        return message


class Reader(HTMLParser):
    """What a page says: its texts and spoken attributes in order, a None where a block begins or ends."""

    WITHIN = each("a abbr b bdi br code em i small span strong")

    def __init__(self) -> None:
        """Nothing is read yet."""
        super().__init__()
        self.read: list[str | None] = []
        self.spoken_of: list[str] = []
        self.mute = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what an attribute says; be silent within scripts, styles, codes and titles of sources."""
        given = dict(attrs)
        self.spoken_of += [value for name in SAID if (value := given.get(name))]
        if tag in {"script", "style", "code"} or (given.get("href") or "").startswith("http"):
            self.mute = self.mute or tag
        self.read += [None] if tag not in self.WITHIN else [" "] if tag == "br" else []

    def handle_endtag(self, tag: str) -> None:
        """End a silence or a block."""
        self.mute = "" if tag == self.mute else self.mute
        self.read += [None] if tag not in self.WITHIN else []

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        self.read += [] if self.mute else [data]


def read(page: str) -> list[str]:
    """Every block's text of a page, and every attribute that is read out."""
    reader = Reader()
    reader.feed(page)
    blocks = "".join("\0" if part is None else part for part in reader.read).split("\0")
    return [block for block in (*blocks, *reader.spoken_of) if block.strip()]


def without_quotes(text: str) -> str:
    """The text without what keeps its language: surveys' names, sources and licences, and what a script fills in."""
    for said in QUOTED:
        text = text.replace(said, "")
    return text


def words_of(text: str) -> set[str]:
    """The words of two letters or more."""
    return set(re.findall(r"[^\W\d_]{2,}", text))


def everything() -> Engagement:
    """A customer of whom every exhibit has something to say, in words of their own that are no language's."""
    answers = dict.fromkeys((practice.key for practice in MODEL.asked), Answer.ALWAYS)
    answers |= {
        "trunk-stays-green": Answer.SOMETIMES,
        "every-build-runs-tests": Answer.UNKNOWN,
        "one-click-rollback": Answer.NEVER,
        "distributed-tracing": Answer.UNKNOWN,
        "sli-measured-continuously": Answer.NEVER,
        "daily-trunk-integration": Answer.NOT_APPLICABLE,
    }
    responses = {key: Response(answer=answer, note="Xyzzy", evidence="Plugh") for key, answer in answers.items()}
    responses["trunk-stays-green"] = Response(
        answer=Answer.SOMETIMES, claimed=Answer.ALWAYS, grade=Grade.MEASURED, evidence="Plugh"
    )
    return Engagement(
        customer="Orange Frobozz",
        held_on=HELD,
        country="SN",
        industry="zorkmids",
        engineers=60,
        currency="XOF",
        consultant="Gnusto",
        attendees="Rezrov",
        responses=responses,
        signals=dict.fromkeys(MODEL.signal_names, True),
        voices={
            "trunk-stays-green": {"Amina": Answer.ALWAYS, "Kofi": Answer.SOMETIMES},
            "one-click-rollback": {"Amina": Answer.ALWAYS, "Kofi": Answer.NEVER},
            "structured-logs": {"Amina": Answer.ALWAYS, "Kofi": Answer.UNKNOWN},
        },
        parked=("Xyzzy", "Plugh"),
        objective=0.999,
        platform=PlatformFacts(engineer_cost=12_000_000, buy_cost=900_000),
        fictional=True,
    )


@lru_cache
def customers() -> Mapping[str, tuple[Engagement, Engagement | None]]:
    """Engagements of every kind, each with an earlier one or none; their own words taken out."""
    whole = everything()
    never = {practice.key: Response(answer=Answer.NEVER) for practice in MODEL.asked}
    always = dict.fromkeys(never, Response(answer=Answer.ALWAYS))
    low = {key: Response(answer=Answer.ALWAYS) for key in never if MODEL.stage_of[key].number <= 3}
    bare = Engagement(customer="Frobozz", held_on=HELD)
    told = {
        "everything": (whole, replace(whole, held_on=date(2025, 1, 1), voices={}, responses=never)),
        "nothing known": (bare, None),
        "nothing in place": (replace(bare, responses=never, engineers=1), replace(bare, held_on=date(2024, 6, 1))),
        "all in place": (replace(bare, responses=always, engineers=80), None),
        "stage three": (replace(bare, responses=low, engineers=30, stage_since=date(2026, 2, 1)), None),
        "ready for four": (replace(bare, responses=low, engineers=30, stage_since=date(2020, 2, 1)), None),
        "a study": (replace(bare, responses=low, study="Zork"), None),
    }
    held = {engagement.key: engagement for engagement in read_source(SAMPLE, MODEL, today=TODAY).engagements}
    return told | {key: (silent(held[key]), None) for key in SAMPLED}


def silent(engagement: Engagement) -> Engagement:
    """The engagement without what anybody wrote down."""
    answered = engagement.responses.items()
    return replace(
        engagement,
        customer="Frobozz",
        industry="",
        consultant=None,
        responses={key: replace(response, evidence="", note="Xyzzy") for key, response in answered},
    )


def page_of(name: str, *, peers: bool = True) -> str:
    """The French page of one of the customers."""
    engagement, earlier = customers()[name]
    alike = [replace(engagement, customer=f"Frobozz {at}", responses=engagement.responses) for at in range(7)]
    published = peers_to_json(cohort(alike, MODEL)) if peers else ""
    notebook = delivered(engagement, peers=published, language="fr", earlier=earlier)
    return render_page(notebook, brand=Brand(), interactive=False)


@pytest.mark.usefixtures("circled")
@pytest.mark.parametrize("name", NAMES)
def test_every_word_of_a_page_is_the_catalogues_or_the_customers(name: str) -> None:
    """Nothing visible, or read out, is English that a translator never sees."""
    engagement, _ = customers()[name]
    given = words_of(str(engagement)) | words_of("Frobozz Orange Amina Kofi Xyzzy Plugh zorkmids Gnusto Rezrov Zork")
    left = [(words_of(without_quotes(text)) - given - OWN, text) for text in read(page_of(name))]
    assert [text for words, text in left if words] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_page_asks_for_a_text_that_the_french_catalogue_lacks(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a page shows has its French."""
    french, missed = language._catalogue("fr"), Missed()
    monkeypatch.setattr(french, "_fallback", missed)
    monkeypatch.setattr("maturity.model_words._SAID", {})
    page_of(name)
    assert missed.texts == set()


@pytest.mark.parametrize("name", NAMES)
def test_a_french_page_holds_no_english_word(name: str) -> None:
    """None of the little words that give English away; published surveys and sources keep their own titles."""
    page = page_of(name, peers=False)
    found = [text for text in read(page) if words_of(text.lower()) & ENGLISH]
    assert '<html lang="fr">' in page
    assert found == []


@pytest.mark.parametrize("name", NAMES)
def test_a_french_page_is_set_as_french_is(name: str) -> None:
    """Curly apostrophes; a space that cannot break before : ; ? ! % and inside guillemets."""
    text = "\n".join(read(page_of(name)))
    assert re.findall(r".{0,30}[^\W\d_]'[^\W\d_].{0,9}", text) == []
    assert re.findall(r".{0,30}[^\N{NO-BREAK SPACE}\s][;?!%](?=\s|$).{0,9}", text) == []
    assert re.findall(r".{0,30}[\w»)] [:;?!%»](?=\s|$)|« \w+", text) == []
    assert (
        re.findall(
            r".{0,30}(?<![-\w])(?:[dljmnst]e|la|que|jusque) [aeiouhéèêy]\w+.{0,9}|\bsi ils?\b", text, re.IGNORECASE
        )
        == []
    )


def test_every_published_figure_that_a_page_can_show_is_translated(monkeypatch: pytest.MonkeyPatch) -> None:
    """What surveys counted is data, which nobody extracts: each name has its French all the same."""
    missed = Missed()
    with speaking("fr"):
        monkeypatch.setattr(language._catalogue("fr"), "_fallback", missed)
        for figure in outside_figures():
            if figure.rate is not None and figure.group in {*IN_AFRICA, *MID_MARKET}:
                for text in (figure.figure, figure.group, figure.unit):
                    language.tr(text)
    assert missed.texts == set()


def test_a_page_speaks_the_language_of_its_notebook_and_leaves_the_process_in_its_own() -> None:
    """An English run renders a French workbook in French, and the other way round."""
    engagement, _ = customers()["stage three"]
    french, english = delivered(engagement, language="fr"), delivered(engagement)
    for around in ("en", "fr"):
        with speaking(around):
            assert "Aller au contenu" in render_page(french, brand=Brand(), interactive=False)
            assert "Skip to the content" in render_page(english, brand=Brand(), interactive=False)
            assert spoken() == around


def test_a_notebook_that_names_no_language_we_speak_is_shown_in_english() -> None:
    """Whoever wrote it, it can be rendered."""
    engagement, _ = customers()["nothing known"]
    notebook = delivered(engagement)
    notebook.metadata["language_code"] = "tlh"
    assert "Skip to the content" in render_page(notebook, brand=Brand(), interactive=False)


def test_a_french_page_has_the_same_bytes_twice_whatever_was_said_between() -> None:
    """Nothing that was said in another language is kept."""
    first = page_of("everything")
    render_page(delivered(customers()["everything"][0]), brand=Brand(), interactive=False)
    assert page_of("everything") == first
