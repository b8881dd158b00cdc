"""The deck: at most ten slides that can be edited, and nothing on them that the page does not say."""

import base64
import io
import re
import zipfile
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import nbformat
import pytest
from decks import (
    POINT,
    assert_fits,
    charts,
    deck_of,
    every_shape,
    notes,
    opened,
    page_words,
    parts,
    slide_words,
    tables,
    titles,
)
from defusedxml.ElementTree import fromstring
from drawings import EVERY, HELD_ON, LONG, MODEL, gaps, model_of, partly, roadmap_of
from hostile import TEXTS
from lxml import etree
from miniature import clone, delivered
from msgspec.structs import replace
from openpyxl import load_workbook
from PIL import Image
from pptx.enum.shapes import MSO_SHAPE_TYPE

from maturity import Answer, Engagement, Response, assess, plan
from maturity.assessment import Gate
from maturity.brand import Brand
from maturity.charts.staircase import staircase_facts
from maturity.charts.timeline import timeline_facts
from maturity.deck import deck_fingerprint, render_deck
from maturity.deck.bars import serial
from maturity.deck.fitting import para
from maturity.deck.plain import printable
from maturity.delivered import key_of
from maturity.engagement import from_json
from maturity.exhibits import EXAMPLE, Briefing
from maturity.intake import read_source
from maturity.model import Grade
from maturity.verifying.parameters import ParametersError
from maturity.wording import short_day

DATA = Path(__file__).parents[1] / "data"
LIMIT = 200_000  #: bytes
#: what only slides say: frames round the page's own words and numbers
FRAMES = (
    "You stand at Proven so far of stages It may stand as high as stage Not proven more in the workbook in the notes "
    "Fictional customer A published case study, read from outside quick case: to the earliest end Quick case, days "
    "slow case: to the latest end Slow case, days a day to look again A day to look again Starts done Target and "
    "step steps row rows question questions one two three four five six seven eight nine ten One Two Three"
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 10"><rect width="30" height="10" fill="#0b5f59"/></svg>'
WORD = re.compile(r"[^\W\d_]+|\d[\d,.]*\d|\d")


def _png() -> str:
    body = io.BytesIO()
    Image.new("RGB", (8, 4), "#0b5f59").save(body, "PNG")
    return base64.b64encode(body.getvalue()).decode()


PNG = _png()


@lru_cache
def source_of(folder: str) -> tuple[Engagement, ...]:
    """The fictional customers, or the published cases."""
    return read_source(DATA / folder, MODEL, today=date(2026, 11, 23)).engagements


@lru_cache
def every_deck(name: str) -> bytes:
    """The deck of one of `EVERY`, with a logo."""
    return deck_of(EVERY[name], Brand(name="Our Firm", logo=f"data:image/png;base64,{PNG}"))


@pytest.mark.parametrize("at", [*(("sample", number) for number in range(0, 47, 7)), ("cases", 0), ("cases", 6)])
def test_a_deck_says_no_word_and_no_number_that_the_page_does_not(at: tuple[str, int]) -> None:
    """Every word and number of the slides stands on the page, but for the few frames that are the deck's own."""
    engagement = source_of(at[0])[at[1]]
    briefing = Briefing(roadmap=plan(assess(MODEL, engagement)))
    page = set(WORD.findall(page_words(briefing).lower())) | set(WORD.findall(FRAMES.lower()))
    page |= set(WORD.findall(short_day(engagement.held_on).lower()))
    deck = render_deck(briefing, brand=Brand())
    for number, words in enumerate(slide_words(deck), start=1):
        strange = {word for word in WORD.findall(words.lower()) if word not in page} - {str(number)}
        chart_axis = {word for word in strange if word.isdigit() and len(word) <= 2}
        assert strange - chart_axis == set(), f"slide {number} says {strange}"


def test_a_deck_has_at_most_ten_slides_each_with_a_title_and_notes(subtests: pytest.Subtests) -> None:
    """Wide slides on two layouts; whoever lists, hears or speaks them finds title and notes."""
    for name in EVERY:
        with subtests.test(name):
            deck = opened(every_deck(name))
            assert (deck.slide_width, deck.slide_height) == (960 * POINT, 540 * POINT)
            assert 5 <= len(deck.slides) <= 10
            for slide in deck.slides:
                assert slide.shapes.title.text_frame.text.strip()
                assert slide.notes_slide.notes_text_frame.text.strip()


def test_the_same_briefing_gives_the_same_bytes() -> None:
    """No time of making is in a deck, nor in the workbooks inside it: made twice, it is one file of moderate size."""
    one, other = (deck_of(EVERY["skipped"]) for _ in range(2))
    assert one == other
    assert len(one) < LIMIT
    with zipfile.ZipFile(io.BytesIO(one)) as package:
        assert {part.date_time for part in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        names = package.namelist()
        assert names[0] == "[Content_Types].xml"
        assert names[1:] == sorted(names[1:])
    about = opened(one).core_properties
    assert (about.created.date(), about.modified.date()) == (HELD_ON, HELD_ON)
    assert deck_fingerprint(Brand()) == deck_fingerprint(Brand()) != deck_fingerprint(Brand(name="Other"))


def test_every_part_has_a_type_and_every_relation_an_end_inside(subtests: pytest.Subtests) -> None:
    """What Office would repair: parts without a type, relations without a target; and nothing leads out of the file."""
    for name in EVERY:
        with subtests.test(name):
            found = parts(every_deck(name))
            types = found["[Content_Types].xml"].decode()
            for part, body in found.items():
                assert f'PartName="/{part}"' in types or f'Extension="{part.rpartition(".")[2]}"' in types, part
                if part.endswith((".xml", ".rels")):
                    fromstring(body)
                if part.endswith(".rels"):
                    assert_inside(part, body, found)
            ids = [(number, shape.shape_id) for number, shape in every_shape(every_deck(name))]
            assert len(ids) == len(set(ids))


def assert_inside(part: str, body: bytes, found: Any) -> None:  # noqa: ANN401  (parts by name)
    """Every relation of the part leads to another part."""
    folder = Path(part).parent.parent
    for relation in fromstring(body):
        assert relation.get("TargetMode", "Internal") == "Internal"
        target = relation.get("Target") or ""
        steps = Path(target.lstrip("/")) if target.startswith("/") else folder / target
        resolved: list[str] = []
        for step in steps.parts:
            resolved = resolved[:-1] if step == ".." else [*resolved, step]
        assert "/".join(resolved) in found, f"{part} leads to {target}"


def test_a_deck_can_be_opened_and_saved_again() -> None:
    """What python-pptx reads and writes again says the same."""
    deck, again = deck_of(EVERY["skipped"]), io.BytesIO()
    opened(deck).save(again)
    assert slide_words(again.getvalue()) == slide_words(deck)


def test_the_timeline_is_a_chart_with_the_dates_of_the_page() -> None:
    """Starts as dates, quick and slow case as days: in the chart and in the workbook behind it."""
    facts = timeline_facts(EVERY["skipped"])
    (frame,) = charts(deck_of(EVERY["skipped"]))
    starts, quick, slow, look = (series.values for series in frame.chart.plots[0].series)
    rows = [*facts.bars, *facts.markers]
    assert list(starts) == [serial(bar.starts[0]) for bar in facts.bars] + [serial(mark.day) for mark in facts.markers]
    assert list(quick)[: len(facts.bars)] == [(bar.ends[0] - bar.starts[0]).days for bar in facts.bars]
    assert list(slow)[: len(facts.bars)] == [(bar.ends[1] - bar.ends[0]).days for bar in facts.bars]
    assert list(look)[len(facts.bars) :] == [1] * len(facts.markers)
    sheet: Any = load_workbook(io.BytesIO(frame.chart.part.chart_workbook.xlsx_part.blob)).active
    assert [cell.value.date() for cell in sheet["B"][1:]] == [
        *(bar.starts[0] for bar in facts.bars),
        *(mark.day for mark in facts.markers),
    ]
    assert [str(cell.value).partition("\n")[0] for cell in sheet["A"][1:]] == [
        *(f"{bar.rank} {bar.name}" for bar in facts.bars),
        *(mark.words if len(rows) < 10 else f"{mark.words} · {short_day(mark.day)}" for mark in facts.markers),
    ]
    assert frame.chart.value_axis.minimum_scale == serial(facts.starts)
    assert frame.chart.value_axis.tick_labels.number_format == "d mmm yyyy"


def test_the_staircase_is_a_group_of_shapes_that_say_gate_by_words_and_marks() -> None:
    """A step is its own shape with its own text; colour is never the only carrier."""
    facts = staircase_facts(EVERY["stage 2 with unknowns"])
    deck = deck_of(EVERY["stage 2 with unknowns"])
    (group,) = (shape for _, shape in every_shape(deck) if shape.shape_type == MSO_SHAPE_TYPE.GROUP)
    steps = {shape.name: shape.text_frame.text for shape in group.shapes if shape.name.startswith("Stage ")}
    assert list(steps.values()) == [
        f"{stair.number}\n{stair.name}\n{stair.gate_word}\n{stair.in_place}" for stair in facts.stairs
    ]
    marks = [shape.name for shape in group.shapes if shape.name in {"Tick", "Cross", "Question"}]
    by_gate = {Gate.OPEN: "Tick", Gate.CLOSED: "Cross", Gate.UNPROVEN: "Question"}
    assert [mark for mark in marks if mark != "Tick"] == [
        by_gate[stair.gate] for stair in facts.stairs if stair.gate is not Gate.OPEN
    ]
    assert group.element.nvGrpSpPr.cNvPr.get("descr") == facts.sentence


def test_many_stages_are_a_list_with_every_stage() -> None:
    """Where stairs would be too narrow, two tables say the same."""
    roadmap = roadmap_of(model=model_of(30), engineers=12)
    rows = [row for table in tables(deck_of(roadmap), "Where you stand") for row in table[1:]]
    assert [row[0].split("\n")[0] for row in rows] == [
        f"{stair.number} {stair.name}" for stair in staircase_facts(roadmap).stairs
    ]


def test_the_gates_are_a_table_with_the_words_of_the_page() -> None:
    """Stage, gate and reason, row by row, under a header."""
    briefing = Briefing(roadmap=EVERY["skipped"])
    (rows,) = tables(render_deck(briefing, brand=Brand()), "The gate of each stage")
    page = fromstring(f"<x>{briefing.gates().html}</x>")
    assert rows == [[printable("".join(cell.itertext())) for cell in row] for row in page.iter("tr")]


def test_charts_tables_pictures_and_groups_are_told_in_words(subtests: pytest.Subtests) -> None:
    """Whoever can't see a slide hears what is on it."""
    kinds = {MSO_SHAPE_TYPE.CHART, MSO_SHAPE_TYPE.TABLE, MSO_SHAPE_TYPE.PICTURE, MSO_SHAPE_TYPE.GROUP}
    for name in EVERY:
        with subtests.test(name):
            deck = every_deck(name)
            told = [shape for _, shape in every_shape(deck) if shape.shape_type in kinds]
            assert len(told) >= 4
            for shape in told:
                assert next(shape.element.iter(f"{{{shape.element.nsmap['p']}}}cNvPr")).get("descr")
            silent = [shape for slide in opened(deck).slides for shape in slide.shapes if _is_silent(shape)]
            assert all(b"decorative" in etree.tostring(shape.element) for shape in silent)


def _is_silent(shape: Any) -> bool:  # noqa: ANN401
    return shape.shape_type == MSO_SHAPE_TYPE.AUTO_SHAPE and not shape.text_frame.text


def test_the_notes_hold_what_to_ask_to_see_and_the_sources() -> None:
    """Each of the first three has its probe and its sources with addresses, where only the speaker reads them."""
    roadmap = EVERY["skipped"]
    deck = deck_of(roadmap)
    told = notes(deck)[titles(deck).index("First, second, third")]
    for step in roadmap.first_three:
        assert step.practice.probe in told
        assert all(MODEL.sources[key].title in told for key in step.practice.sources)
    assert "https://dora.dev/capabilities/continuous-integration/" in told


@pytest.mark.parametrize("name", EVERY)
def test_no_text_is_larger_than_its_box(name: str) -> None:
    """Whatever the names: measured letter by letter in the fonts that we ship."""
    assert_fits(every_deck(name))


@pytest.mark.parametrize("stages", [1, 8, 30, 99])
def test_long_names_and_many_stages_stay_in_their_boxes(stages: int) -> None:
    """What has no room is left out and counted, never drawn outside."""
    model = model_of(stages, (LONG, "W" * 70))
    numbers = replace(model.numbers, default_target=replace(model.numbers.default_target, value=max(1, stages - 2)))
    answers = {key: Response(answer=tuple(Answer)[n % 5], evidence=LONG * 3) for n, key in enumerate(model.practices)}
    roadmap = roadmap_of(answers, model=replace(model, numbers=numbers), customer=f"{LONG} {'W' * 180}", engineers=12)
    deck = deck_of(roadmap)
    assert_fits(deck)
    assert len(opened(deck).slides) <= 10
    assert len(deck) < LIMIT


def test_what_found_no_room_is_counted() -> None:
    """A table that is cut says so."""
    deck = deck_of(roadmap_of(model=model_of(30, (LONG,)), engineers=12))
    words = " ".join(slide_words(deck))
    assert re.search(r"\d+ more stages in the workbook\.", words)


@pytest.mark.parametrize(
    "text", [*TEXTS, "=1+1", "+1", "-1", "@SUM(A1)", "{=1+1}", "http://evil.example/", "\ufffe\0\x1b"]
)
def test_hostile_text_is_text(text: str) -> None:
    """In the names of customer, practice, stage and firm, and in evidence: no formula, link, script or outside file."""
    hostile = model_of(3, (text,))
    answers = {key: Response(answer=Answer.SOMETIMES, evidence=text, note=text) for key in hostile.practices}
    roadmap = roadmap_of(answers, model=hostile, customer=text, engineers=12)
    deck = deck_of(roadmap, Brand(name=printable(text), footer=printable(text)))
    found = parts(deck)
    for name, body in found.items():
        if name.endswith((".xml", ".rels")):
            root = fromstring(body)
            assert not [
                one for one in root.iter() if one.tag.rpartition("}")[2] in {"hlinkClick", "hlinkHover", "script"}
            ]
            assert b"TargetMode" not in body
    for frame in charts(deck):
        assert_only_text(frame.chart.part.chart_workbook.xlsx_part.blob)
    assert titles(deck)[0].startswith(printable(text)[:10])


def assert_only_text(workbook: bytes) -> None:
    """A chart's own workbook holds texts and numbers, no formula, link or macro."""
    rows: Any = load_workbook(io.BytesIO(workbook)).active
    for cell in (cell for row in rows.rows for cell in row):
        assert cell.data_type in {"s", "n", "d"}
        assert cell.hyperlink is None
    with zipfile.ZipFile(io.BytesIO(workbook)) as package:
        assert not [name for name in package.namelist() if "external" in name.lower() or "vba" in name.lower()]
        sheet = package.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet


def test_a_name_longer_than_office_takes_is_cut_in_the_properties_only() -> None:
    """Titles and authors of more than 255 characters are refused by Office's format."""
    engagement = Engagement(customer="N" * 255 + "é" * 45, consultant="C" * 300, held_on=date(1970, 3, 12))
    about = opened(deck_of(plan(assess(MODEL, engagement)))).core_properties
    assert len(about.title) == len(about.author) == 255
    assert about.created.year == 1980


def test_names_of_every_script_stay_as_they_are() -> None:
    """Yorùbá, Amharic and Arabic, the last from right to left; sentences around it keep their own direction."""
    for name, leftward in (("Ṣadé & Ọlá ₦5", False), ("ሰማያዊ ጤፍ መድን", False), ("نخلة القمر للاتصالات", True)):
        deck = deck_of(roadmap_of(gaps(), customer=name))
        slides = opened(deck).slides
        title = slides[0].shapes.title.text_frame
        assert title.text == name
        assert (title.paragraphs[0]._p.pPr.get("rtl") == "1") is leftward
        assert name in slide_words(deck)[1]
    assert not para("\u2068نخلة\u2069 stands at stage 1.", 14).runs_left
    theme = parts(deck)["ppt/theme/theme1.xml"].decode()
    assert all(font in theme for font in ("Inter", "EB Garamond", "Noto Sans Arabic", "Noto Sans Ethiopic"))


def test_a_deck_wears_the_firm_s_colours_name_logo_and_footer() -> None:
    """Colours stand in the theme, so one change recolours every slide."""
    brand = Brand(name="Our Firm", accent="#5b2a86", footer="Our Firm Ltd, Lagos", logo=f"data:image/png;base64,{PNG}")
    deck = deck_of(EVERY["skipped"], brand)
    theme = parts(deck)["ppt/theme/theme1.xml"].decode()
    assert '<a:accent1><a:srgbClr val="5b2a86"/></a:accent1>' in theme
    (logo,) = (shape for _, shape in every_shape(deck) if shape.shape_type == MSO_SHAPE_TYPE.PICTURE)
    assert logo.width / logo.height == pytest.approx(2, rel=0.01)
    assert logo.element.nvPicPr.cNvPr.get("descr") == "Our Firm"
    for words in slide_words(deck)[1:]:
        assert "Our Firm Ltd, Lagos" in words
    slides = "".join(body.decode() for name, body in parts(deck).items() if re.match(r"ppt/slides/slide\d", name))
    assert "srgbClr" not in slides


def test_a_drawn_logo_is_kept_inside_and_one_that_asks_for_other_files_is_not() -> None:
    """SVG is shown by software that can, the name by the rest; what reaches outside, or can't be read, is left out."""
    deck = deck_of(EVERY["done"], Brand(name="Our Firm", logo=_svg(SVG)))
    assert parts(deck)["ppt/media/logo.svg"] == SVG
    assert 'Extension="svg"' in (types := parts(deck)["[Content_Types].xml"].decode()) or "/ppt/media/logo.svg" in types
    for broken in (
        SVG.replace(b"<rect", b'<image href="https://evil.example/x.png"/><rect'),
        SVG.replace(b"<rect", b"<script>alert(1)</script><rect"),
        SVG[:60],
    ):
        bare = deck_of(EVERY["done"], Brand(name="Our Firm", logo=_svg(broken)))
        assert "ppt/media/logo.svg" not in parts(bare)
        assert "Our Firm" in slide_words(bare)[0]
    cut = f"data:image/png;base64,{base64.b64encode(base64.b64decode(PNG)[:30]).decode()}"
    assert "Our Firm" in slide_words(deck_of(EVERY["done"], Brand(name="Our Firm", logo=cut)))[0]


def _svg(drawing: bytes) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(drawing).decode()}"


def test_that_a_customer_is_made_up_or_was_never_asked_stands_on_every_slide() -> None:
    """Nobody takes a slide out of a deck and shows it as a real customer's."""
    study = Engagement(customer="Known Co", held_on=HELD_ON, study="https://example.org, CC BY 4.0")
    for roadmap, said in ((EVERY["done"], "Fictional customer"), (plan(assess(MODEL, study)), "read from outside")):
        assert all(said in words for words in slide_words(deck_of(roadmap))[1:])
    assert "This company is made up" in slide_words(deck_of(EVERY["done"]))[0]


def edited(**changes: str) -> Any:  # noqa: ANN401  (nbformat's nodes have no types)
    """The delivered example, with other sources for some of its cells; an empty one deletes the cell."""
    notebook = clone(delivered(from_json(EXAMPLE.read_text(encoding="utf-8"))))
    for cell in list(notebook.cells):
        key = str(key_of(cell)).replace("-", "_")
        if changes.get(key) == "":
            notebook.cells.remove(cell)
        elif key in changes:
            cell.source = changes[key]
    return notebook


def test_a_workbook_nobody_edited_gives_the_deck_of_its_engagement() -> None:
    """The parameters hold everything that the slides say."""
    engagement = from_json(EXAMPLE.read_text(encoding="utf-8"))
    assert slide_words(render_deck(edited(), brand=Brand())) == slide_words(deck_of(plan(assess(MODEL, engagement))))


def test_what_a_consultant_wrote_is_shown() -> None:
    """A changed heading is the slide's title, changed words stand under it, the rest of the prose in the notes."""
    deck = render_deck(
        edited(investments_prose="## What we agreed\n\nThe pipeline **first**, see [here](https://evil.example)."),
        brand=Brand(),
    )
    at = titles(deck).index("What we agreed")
    assert "The pipeline first, see here." in slide_words(deck)[at]
    assert "evil.example" not in "".join(body.decode("utf-8", "replace") for body in parts(deck).values())
    before = titles(deck).index("Where you stand")
    assert "Each step is a stage with a gate." in notes(deck)[before]
    assert "Each step is a stage with a gate." not in slide_words(deck)[before]


def test_a_section_that_a_consultant_added_is_a_slide_and_one_that_was_deleted_is_none() -> None:
    """The deck follows the workbook: what stands there, and in its order."""
    notebook = edited(deferrals="", deferrals_prose="")
    own = nbformat.v4.new_markdown_cell("## Our offer\n\nTwo engineers.\n\n- on site\n- in Lagos", id="own")
    at = next(number for number, cell in enumerate(notebook.cells) if key_of(cell) == "staircase-prose")
    notebook.cells.insert(at, own)
    deck = render_deck(notebook, brand=Brand())
    assert "What to defer" not in titles(deck)
    assert titles(deck)[2:4] == ["Our offer", "Where you stand"]
    assert "Two engineers.\n• on site\n• in Lagos" in slide_words(deck)[2]


def test_numbers_come_from_the_parameters_never_from_the_outputs() -> None:
    """A tampered output changes no slide; tampered parameters are no parameters."""
    notebook = edited()
    for cell in notebook.cells:
        if cell.get("outputs"):
            cell.outputs[0].data["text/html"] = "<p>Stage 5, all gates open</p>"
    assert slide_words(render_deck(notebook, brand=Brand())) == slide_words(render_deck(edited(), brand=Brand()))
    with pytest.raises(ParametersError, match="line 2"):
        render_deck(edited(injected_parameters="# Parameters\nengagement = open('x').read()"), brand=Brand())


def test_words_that_have_no_slide_stand_in_the_notes() -> None:
    """What a consultant wrote over an exhibit that the deck does not show is not lost."""
    deck = render_deck(edited(practices_prose="## The practices in full\n\nLook at the last column."), brand=Brand())
    assert "Look at the last column." in " ".join(notes(deck))


def test_before_and_after_adds_a_slide_and_never_makes_eleven() -> None:
    """Where everything has a slide, the gates give way: their sentences stand in the notes of the staircase."""
    signals = {"runs-kubernetes": True, "deploys-by-hand": True, "has-dashboards": True}
    engagement = replace(EVERY["skipped"].assessment.engagement, responses=gaps(), signals=signals)
    answers = {**gaps(), "trunk-stays-green": Response(answer=Answer.UNKNOWN)}
    now = plan(assess(MODEL, replace(engagement, responses=answers, held_on=date(2027, 3, 2))))
    briefing = Briefing(roadmap=now)
    assert len(opened(render_deck(briefing, brand=Brand())).slides) == 10
    deck = render_deck(briefing, brand=Brand(), earlier=assess(MODEL, engagement))
    assert len(opened(deck).slides) == 10
    at = titles(deck).index("Before and after")
    assert titles(deck)[at - 1] == "Where you stand"
    assert "2 Automated deployment: Closed" in notes(deck)[at - 1]
    assert_fits(deck)


def test_before_and_after_compares_only_what_can_be_compared() -> None:
    """Its chart counts gate practices known both times in the same way; a better grade is not called progress."""
    before = assess(MODEL, replace(EVERY["skipped"].assessment.engagement, responses=gaps()))
    later = {
        **gaps(),
        **{key: Response(answer=Answer.ALWAYS) for key in ("every-build-runs-tests", "trunk-stays-green")},
    }
    held = replace(before.engagement, responses=later, held_on=date(2027, 3, 2))
    deck = render_deck(Briefing(roadmap=plan(assess(MODEL, held))), brand=Brand(), earlier=before)
    chart = next(frame.chart for frame in charts(deck) if frame.chart.plots[0].categories[0].startswith("1 "))
    assert [series.name for series in chart.plots[0].series] == ["2 Mar 2026", "2 Mar 2027"]
    assert [series.values[0] for series in chart.plots[0].series] == [1, 3]
    assert tables(deck, "Before and after") == [
        [
            ["Practice", "2 Mar 2026", "2 Mar 2027"],
            ["Every build runs tests", "usually (said)", "always (said)"],
            ["Trunk is green and red is fixed fast", "sometimes (said)", "always (said)"],
        ]
    ]


def test_where_nothing_moved_the_slide_holds_what_only_differs() -> None:
    """No chart of empty bars; the sentence with its numbers, and each answer that differs, with the reason."""
    never = {key: Response(answer=Answer.NEVER) for key in gaps()}
    before = assess(MODEL, replace(EVERY["skipped"].assessment.engagement, responses=never))
    shown = {**never, "trunk-stays-green": Response(answer=Answer.ALWAYS, grade=Grade.MEASURED)}
    held = replace(before.engagement, responses=shown, held_on=date(2027, 3, 2))
    deck = render_deck(Briefing(roadmap=plan(assess(MODEL, held))), brand=Brand(), earlier=before)
    slide = opened(deck).slides[titles(deck).index("Before and after")]
    assert not any(shape.has_chart for shape in slide.shapes)
    [table] = tables(deck, "Before and after")
    assert table[0] == ["What differs, and is not called progress", "2 Mar 2026", "2 Mar 2027", "Why not"]
    assert table[1:] == [
        ["Trunk is green and red is fixed fast", "never (said)", "always (measured)", "known in another way"]
    ]
    words = slide_words(deck)[titles(deck).index("Before and after")]
    assert "in place: 0 on 2 March 2026, 0 on 2 March 2027." in words
    assert "No answer moved among the" in words
    assert_fits(deck)


def test_a_partly_known_customer_is_told_what_is_proven() -> None:
    """The large figure is the floor, and says that more is possible."""
    words = slide_words(deck_of(roadmap_of(partly())))[1]
    assert "Proven so far\n2\nof 5 stages\nIt may stand as high as stage 4." in words
