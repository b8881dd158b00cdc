"""A briefing in another language: nothing is left in English, nothing is left over, and English stays as it was.

`uv run pytest tests/test_language.py` tells what a catalogue lacks, place by place.
"""

import html
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from gettext import GNUTranslations
from itertools import chain

import msgspec
import pytest
from babel import Locale
from babel.dates import get_month_names
from catalogues import NOTEBOOK, ROOT, RULES, catalogues, compiled, texts
from strategies import BUILT_IN_MODEL

from maturity.brand import Brand
from maturity.deck import render_deck
from maturity.engagement import Engagement, to_json
from maturity.errors import InputError
from maturity.exhibits import Briefing, open_briefing
from maturity.fragments import Exhibit
from maturity.intake import read_source
from maturity.language import CATALOGUE, ENGLISH, LANGUAGES, known_language, speak, speaking, spoken, tr, tr_in, tr_n
from maturity.model_words import NAMES, model_of_every_language, spoken_model, texts_of
from maturity.pdf.board import render_board

OTHERS = [language for language in LANGUAGES if language != ENGLISH]


# --- the catalogues -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("rule", RULES)
def test_a_catalogue_is_whole(language: str, rule: str) -> None:
    """Nothing missing, stale, unfinished, contradictory, misfilled, mistyped, or English without a reason."""
    found = list(RULES[rule](catalogues(language)))
    assert not found, "\n".join([f"{language}: {len(found)} {rule}", *found])


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_is_compiled(language: str) -> None:
    """What is read is what was written."""
    with (CATALOGUE / f"{language}.mo").open("rb") as file:
        now = vars(GNUTranslations(file))["_catalog"]
    written = vars(GNUTranslations(io.BytesIO(compiled(language))))["_catalog"]
    assert now | {"": ""} == written | {"": ""}, "the .po files have changed: uv run python tests/catalogues.py"


def test_every_language_has_its_folder_and_every_folder_its_language() -> None:
    """A catalogue that nobody can ask for is as lost as a language without one."""
    assert {path.name for path in CATALOGUE.iterdir() if path.is_dir()} == set(OTHERS)


def test_texts_are_found_wherever_they_are_said() -> None:
    """Code, templates, the model, published figures, the notebook and the sheet."""
    places = {text.place.partition("/")[0] for text in texts()}
    assert places == {"maturity", "templates", "data", "notebooks"}
    said = {text.one.partition("\n")[0] for text in texts()}
    assert {
        "Contents",
        "Rehearsed one-click rollback",
        "## Traps",
        "Answers before the briefing",
        "respondents",
    } <= said


# --- what goes round them ------------------------------------------------------------------------------------------

EXHIBITS = sorted(set(re.findall(r"briefing\.(\w+)\(\)", NOTEBOOK.read_text(encoding="utf-8"))) - {"form"})
SAMPLE = read_source(ROOT / "data" / "sample", BUILT_IN_MODEL, today=date(2026, 11, 20), history=False).engagements
HELD = {known.customer: [own for own in SAMPLE if own.customer == known.customer] for known in SAMPLE}


def left_over(markup: str, *said: Engagement) -> set[str]:
    """The Latin words of a page that are neither the customer's own, nor a date's, a country's, a title's or a hash."""
    body = re.sub(r"(?s)<(style|script|metadata|c:formatCode).*?</\1>|https?://[^<\s]+", "", markup)
    read = [*re.split(r"<[^>]+>", body), *re.findall(r'(?:title|aria-label|data-label|alt|descr)="([^"]*)"', body)]
    months = [get_month_names(width, locale="fr").values() for width in ("wide", "abbreviated")]
    told = " ".join(chain(*(texts_in(msgspec.to_builtins(one)) for one in said), *months))
    own = " ".join([told, *(one.key for one in said), *Locale("fr").territories.values()])
    text = html.unescape(" ".join(read))
    for source in BUILT_IN_MODEL.sources.values():
        text = text.replace(source.title, "") if source.address else text
    words = re.findall(r"(?<![^\W_])[A-Za-z]{2,}(?![^\W_])", text)
    return {word for word in words if word.casefold() not in set(re.findall(r"[a-zà-ÿ]+", own.casefold()))} - UNSAID


def texts_in(value: object) -> Iterator[str]:
    """Every text in there, without the keys."""
    if isinstance(value, str):
        yield value
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    yield from chain.from_iterable(map(texts_in, parts))


#: names, and signs of a page that no language changes
UNSAID = {"maturity", "CFA"}


def opened(held: list[Engagement]) -> Briefing:
    """The briefing of a customer's last engagement, held against the one before."""
    return open_briefing(to_json(held[-1]), language="fr", earlier=to_json(held[-2]) if len(held) > 1 else "")


@pytest.mark.usefixtures("circled")
@pytest.mark.parametrize("customer", HELD)
def test_nothing_of_a_workbook_goes_round_the_catalogue(customer: str) -> None:
    """Every exhibit of every sample customer, with what moved since last time."""
    briefing = opened(HELD[customer])
    shown = {name: getattr(briefing, name)() for name in EXHIBITS}
    found = {name: left_over(one.html, *HELD[customer]) for name, one in shown.items() if isinstance(one, Exhibit)}
    assert len(found) > 10
    assert {name: words for name, words in found.items() if words} == {}


@pytest.mark.usefixtures("circled")
@pytest.mark.parametrize("customer", [*HELD][:: len(HELD) // 4])
def test_nothing_of_slides_and_board_page_goes_round_the_catalogue(customer: str) -> None:
    """Texts, notes, charts and what is said to who cannot see them."""
    briefing = opened(HELD[customer])
    found = {"board": left_over(render_board(briefing.roadmap, brand=Brand()), *HELD[customer])}
    with zipfile.ZipFile(io.BytesIO(render_deck(briefing, brand=Brand()))) as deck:
        slides = [name for name in deck.namelist() if re.search(r"(slides|notesSlides|charts)/[^/]*\.xml$", name)]
        found |= {name: left_over(deck.read(name).decode(), *HELD[customer]) for name in slides}
    assert len(found) > 10
    assert {name: words for name, words in found.items() if words} == {}


# --- speaking -----------------------------------------------------------------------------------------------------


def test_a_language_that_nobody_has_written_is_refused_by_name() -> None:
    """And what is spoken stays; a code is known in any case, and none at all is English."""
    with pytest.raises(InputError, match=r"language: 'frr' is not spoken; expected en \(English\), fr \(français\)"):
        speak("frr")
    assert spoken() == ENGLISH
    assert [known_language(code) for code in ("", " FR ", "en")] == ["en", "fr", "en"]


def test_what_was_spoken_before_is_spoken_again() -> None:
    """One inside the other, and after a failure too."""
    with pytest.raises(ZeroDivisionError), speaking("fr"):  # noqa: PT012  (what is spoken within is the point)
        with speaking(ENGLISH):
            assert tr("Contents") == "Contents"
        assert (spoken(), tr("Contents")) == ("fr", "Sommaire")
        1 / 0  # noqa: B018  (a failure)
    assert spoken() == ENGLISH


def test_what_no_catalogue_has_is_said_as_it_is_written() -> None:
    """And nothing is nothing, not the head of a catalogue."""
    with speaking("fr"):
        assert tr("Nobody ever said this.") == "Nobody ever said this."
        assert tr("") == ""
        assert tr_in("nowhere", "Contents") == "Contents"
        assert [tr_n("{n} ox", "{n} oxen", n) for n in (1, 2)] == ["{n} ox", "{n} oxen"]


def test_a_plural_is_that_of_the_language() -> None:
    """None is one in French, and many in English."""
    one, many = "{n} engineer-week", "{n} engineer-weeks"
    assert [tr_n(one, many, n) for n in (0, 1, 2)] == [many, one, many]
    with speaking("fr"):
        french = [tr_n(one, many, n) for n in (0, 1, 2)]
    assert french[0] == french[1] != french[2]


# --- the model ----------------------------------------------------------------------------------------------------


def test_a_spoken_model_is_the_same_model_in_other_words() -> None:
    """Its keys, numbers, rules and hash are those of the English; not a text of it is left in English."""
    english, french = model_of_every_language(BUILT_IN_MODEL)
    assert english is BUILT_IN_MODEL
    assert french.hash == BUILT_IN_MODEL.hash
    assert french.practices.keys() == BUILT_IN_MODEL.practices.keys()
    assert french.numbers.default_target.value == BUILT_IN_MODEL.default_target
    assert [trap.when for trap in french.traps] == [trap.when for trap in BUILT_IN_MODEL.traps]
    assert len(texts_of(french)) == len(texts_of(BUILT_IN_MODEL))
    with speaking("fr"):
        assert spoken_model(BUILT_IN_MODEL) is spoken_model(BUILT_IN_MODEL)
        assert spoken_model(BUILT_IN_MODEL).practices["one-click-rollback"].name.startswith("Rollback en un clic")


def test_two_practices_never_have_one_name() -> None:
    """In no language: a name is how a table without keys is read."""
    for model in model_of_every_language(BUILT_IN_MODEL):
        names = [practice.name.casefold() for practice in model.practices.values()]
        assert len(set(names)) == len(names)


def test_a_model_of_your_own_keeps_its_own_words() -> None:
    """What the catalogue does not have stays as it is written; so does everything that is no word."""
    stage = msgspec.structs.replace(BUILT_IN_MODEL.stages[0], name="Ours alone", short="Ours")
    own = msgspec.structs.replace(BUILT_IN_MODEL, stages=(stage, *BUILT_IN_MODEL.stages[1:]))
    with speaking("fr"):
        said = spoken_model(own)
    assert (said.stages[0].name, said.stages[0].short) == ("Ours alone", "Ours")
    assert said.stages[1].name == "Déploiement automatisé"
    assert said.hash == own.hash != BUILT_IN_MODEL.hash
    for field in NAMES & set(BUILT_IN_MODEL.stages[0].practices[0].__struct_fields__):
        for practice in own.practices.values():
            assert getattr(said.practices[practice.key], field) == getattr(practice, field)
