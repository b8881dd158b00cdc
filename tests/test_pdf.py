"""The PDF of a workbook and the board's page: tagged, repeatable, small, whole, and nothing in it that runs."""

import base64
import io
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pikepdf
import pypdfium2
import pytest
from executed import workbook_of
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from hostile import TEXTS
from PIL import Image, ImageDraw, ImageFont

from maturity import built_in_model
from maturity.assessment import assess
from maturity.brand import Brand
from maturity.engagement import Engagement, Response
from maturity.intake import read_source
from maturity.model import Answer
from maturity.pdf import pdf_fingerprint, render_board, render_board_pdf, render_pdf
from maturity.pdf.board import board_of
from maturity.pdf.engine import NEEDS, fetcher
from maturity.pdf.printing import print_page
from maturity.pdf.typefaces import FACES, missing_letters
from maturity.roadmap import Roadmap, plan
from maturity.shipped import shipped

MODEL = built_in_model()
DATA = Path(__file__).parent.parent / "data"
ANSWERS = [Answer.USUALLY, Answer.NEVER, Answer.ALWAYS, Answer.UNKNOWN]
ASKED = [key for key, practice in MODEL.practices.items() if not practice.computed]
ENGAGEMENT = Engagement(
    customer="Ṣadé & Ọlá Foods",
    held_on=date(2026, 3, 12),
    country="NG",
    engineers=34,
    consultant="Amina Diallo",
    responses={key: Response(answer=ANSWERS[number % 4], note="Seen") for number, key in enumerate(ASKED)},
    signals={"runs-kubernetes": True, "has-dashboards": True},
    fictional=True,
)
BRAND = Brand(name="Kilima & Sons", accent="#7a1f3d", footer="Nairobi", contact="hello@kilima.example")


def stamped(engagement: Engagement) -> Any:  # noqa: ANN401  (a notebook node)
    """The workbook of an engagement with its stamp, as it is delivered."""
    workbook = workbook_of(engagement)
    workbook.metadata["title"] = f"DevOps briefing: {engagement.customer}"
    workbook.metadata["maturity"] = {
        "key": engagement.key,
        "input_hash": engagement.hash,
        "model": {"hash": MODEL.hash},
    }
    return workbook


def roadmap_of(engagement: Engagement) -> Roadmap:
    """The roadmap of an engagement."""
    return plan(assess(MODEL, engagement))


def opened(made: bytes) -> pikepdf.Pdf:
    """The PDF, taken apart."""
    return pikepdf.open(io.BytesIO(made))


def pages_of(made: bytes) -> list[str]:
    """The text of each page, on one line."""
    document = pypdfium2.PdfDocument(made)
    try:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    finally:
        document.close()


def picture_of(made: bytes, *, page: int = 0, scale: float = 1) -> Image.Image:
    """A page as grey pixels, 72 a scale to the inch."""
    document = pypdfium2.PdfDocument(made)
    try:
        picture: Image.Image = document[page].render(scale=scale).to_pil()
        return picture
    finally:
        document.close()


def elements_of(pdf: pikepdf.Pdf) -> Iterator[tuple[Any, list[str]]]:
    """Every structure element with the kinds of its children."""
    waiting = [pdf.Root.StructTreeRoot.K[0]]
    while waiting:
        element = waiting.pop()
        children = [kid for kid in element.get("/K", []) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
        yield element, [str(kid.S) for kid in children]
        waiting += children


@pytest.fixture(scope="module")
def briefing() -> bytes:
    """The PDF of a briefing in which nearly every section speaks, signed by a firm."""
    return render_pdf(stamped(ENGAGEMENT), brand=BRAND)


def test_the_same_workbook_prints_the_same_bytes(briefing: bytes) -> None:
    """Whatever was printed between, a second print is the first one, byte for byte."""
    board = render_board_pdf(roadmap_of(ENGAGEMENT), brand=Brand())
    assert render_board_pdf(roadmap_of(ENGAGEMENT), brand=Brand()) == board
    assert render_pdf(stamped(ENGAGEMENT), brand=BRAND) == briefing


def test_another_process_prints_the_same_bytes() -> None:
    """Nothing in a PDF comes from the process that made it: not its time, not its hash seed."""
    script = (
        "import sys; from maturity.brand import Brand; from maturity.exhibits import open_briefing;"
        "from maturity.pdf import render_board_pdf;"
        "sys.stdout.buffer.write(render_board_pdf(open_briefing().roadmap, brand=Brand()))"
    )
    made = [subprocess.run([sys.executable, "-c", script], check=True, capture_output=True).stdout for _ in range(2)]
    assert made[0] == made[1]
    assert made[0].startswith(b"%PDF-1.7")


def test_a_pdf_says_that_it_is_universally_accessible(briefing: bytes) -> None:
    """PDF/UA-1 in its metadata, tagged, with its language, and its title where a reader shows it."""
    pdf = opened(briefing)
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "en"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert b"pdfuaid:part" in pdf.Root.Metadata.read_bytes()
    assert str(pdf.docinfo["/Title"]) == "DevOps briefing: Ṣadé & Ọlá Foods"
    assert str(pdf.docinfo["/Author"]) == "Kilima & Sons"
    assert all(page.Tabs == "/S" for page in pdf.pages)


def test_a_pdf_is_dated_by_the_engagement(briefing: bytes) -> None:
    """Never by the day it was printed."""
    pdf = opened(briefing)
    assert [str(pdf.docinfo[name]) for name in ("/CreationDate", "/ModDate")] == ["D:20260312", "D:20260312"]


def test_tags_nest_as_pdf_ua_asks(briefing: bytes) -> None:
    """A list holds items, a table rows, and every picture has words in its place; veraPDF's rules 7.2 and 7.3."""
    kinds: Counter[str] = Counter()
    for element, children in elements_of(opened(briefing)):
        kind = str(element.S)
        kinds[kind] += 1
        if kind == "/Table":
            assert set(children) <= {"/TR", "/THead", "/TBody", "/TFoot", "/Caption"}
        if kind in {"/THead", "/TBody"}:
            assert set(children) <= {"/TR"}
        if kind == "/TR":
            assert set(children) <= {"/TH", "/TD"}
        if kind == "/L":
            assert set(children) <= {"/LI", "/L", "/Caption"}
        if kind == "/Figure":
            assert str(element.Alt).startswith("Chart: ")
        if kind == "/TD":
            assert len(element.A.Headers) >= 1
    assert kinds["/H1"] == 1
    assert min(kinds[kind] for kind in ("/H2", "/H3", "/Table", "/Figure", "/L", "/Link")) > 2


def test_contents_and_bookmarks_lead_to_the_page_of_each_section(briefing: bytes) -> None:
    """The number that the contents print is the page on which the section's bookmark lands."""
    pages = pages_of(briefing)
    with opened(briefing).open_outline() as outline:
        [customer] = outline.root
        sections = {entry.title: entry.destination for entry in customer.children}
    assert customer.title == "Ṣadé & Ọlá Foods"
    assert len(sections) > 8
    numbers = {page.obj.objgen: number for number, page in enumerate(opened(briefing).pages, start=1)}
    for title, destination in sections.items():
        assert isinstance(destination, pikepdf.Array)
        number = numbers[destination[0].objgen]
        assert re.search(rf"{re.escape(title)} {number}\b", pages[1]), title
        assert title in pages[number - 1]


def test_every_page_but_the_cover_names_customer_number_and_reference(briefing: bytes) -> None:
    """A page that lies alone on a desk says whose it is, where it belongs and what to quote."""
    pages = pages_of(briefing)
    for number, page in enumerate(pages[1:], start=2):
        assert f"page {number} of {len(pages)}" in page
        assert "Ṣadé & Ọlá Foods" in page
        assert f"{ENGAGEMENT.key} {ENGAGEMENT.hash[:8]} {MODEL.hash[:8]}" in page
        assert "Fictional customer" in page
    assert "page 1" not in pages[0]


def test_no_picture_and_no_table_is_cut(briefing: bytes) -> None:
    """Each stands on one page: a part of it on a second page would be a second element."""
    kinds = Counter(str(element.S) for element, _ in elements_of(opened(briefing)))
    html = "".join(_shown(stamped(ENGAGEMENT)))
    told_twice = 3  # tables of numbers that stand again beside their picture, and are left out
    assert kinds["/Table"] == html.count("<table") + html.count("<dl") - told_twice
    assert kinds["/Figure"] == html.count('<svg xmlns="http://www.w3.org/2000/svg" class="wide"')


def _shown(workbook: Any) -> Iterator[str]:  # noqa: ANN401
    for cell in workbook.cells:
        for output in cell.get("outputs", []):
            yield output["data"]["text/html"]


def test_long_sample_engagements_stay_under_a_hundred_and_fifty_kilobytes() -> None:
    """Those of the sample with the most to tell can be sent by e-mail; each is eight to fourteen pages."""
    engagements = read_source(DATA / "sample", MODEL, today=date.max).engagements
    longest = sorted(engagements, key=lambda engagement: len(msgspec.json.encode(engagement)))[-4:]
    for engagement in longest:
        made = render_pdf(stamped(engagement), brand=Brand())
        assert len(made) < 150_000, engagement.key
        assert 8 <= len(opened(made).pages) <= 14


def test_places_on_a_page_are_said_in_thousandths(briefing: bytes) -> None:
    """A finer place is seen by nobody, and a twentieth of the file; what a matrix turns or scales by stays exact."""
    drawn = b"\n".join(page.Contents.read_bytes() for page in opened(briefing).pages)
    assert re.search(rb"(?m)^[-\d. ]*\.\d{4,}[-\d. ]* (?:m|l|c|re|rg|RG)$", drawn) is None
    assert re.search(rb"(?m)\.\d{4,} \S+ (?:Tm|cm)$", drawn) is None
    assert re.search(rb"(?m)^0\.\d{4,} .* cm$", drawn) is not None
    assert b">0<" not in drawn


def test_a_case_study_is_not_called_fictional() -> None:
    """A real company of which something was published is not made up; every page says so."""
    study = msgspec.structs.replace(ENGAGEMENT, fictional=False, study="https://example.org/study, CC BY 4.0")
    pages = pages_of(render_pdf(stamped(study), brand=Brand()))
    assert not any("Fictional" in page for page in pages)
    assert all("Read from what was published" in page for page in pages[1:])


def test_a_firms_colours_are_on_the_cover_and_in_the_pictures(briefing: bytes) -> None:
    """The accent of the brand, and not ours, whether a style sheet or a drawing paints it."""
    accent, ours = (0x7A, 0x1F, 0x3D), (0x0B, 0x5F, 0x59)
    cover = picture_of(briefing)
    assert cover.getpixel((300, 700)) == accent
    colours = {colour for page in range(1, 8) for _, colour in picture_of(briefing, page=page).getcolors(99_999) or []}
    assert accent in colours
    assert ours not in colours


def test_only_our_fonts_are_in_a_pdf_and_each_is_whole_letters(briefing: bytes) -> None:
    """Embedded TrueType of ours; no font of the machine, and none made of drawings (Type 3)."""
    fonts = list(_fonts(opened(briefing)))
    assert len(fonts) == 3
    assert all(re.fullmatch(r"/[A-Z]{6}\+Briefing-(Text|Display)(-Semi-Bold)?", name) for name, _ in fonts)
    assert {kind for _, kind in fonts} == {"/Type0"}


def _fonts(pdf: pikepdf.Pdf) -> Iterator[tuple[str, str]]:
    for font in pdf.pages[0].Resources.Font.values():
        yield str(font.BaseFont), str(font.Subtype)


@pytest.mark.parametrize(
    ("words", "family", "size"),
    [("ṢṣéọỌẹ₦₵ɓƙɗŋɛɔ5", "Text", 96), ("ṢéọỌ₦₵ƙŋ5", "Display", 96), ("አማርኛሰያዊጤፍ", "Ethiopic", 96)],
)
def test_each_letter_is_printed_as_it_is_drawn_in_its_font(words: str, family: str, size: int) -> None:
    """By picture, since the text of a PDF may be right where its letters are not: each looks most like itself."""
    face = next(face for face in FACES if face.family == family)
    font = _font_of(face.folder, face.name, size)
    drawn = {letter: _ink(_drawn(letter, font)) for letter in words}
    for letter in words:
        printed = _ink(_printed(letter, family, face.weight, size))
        likeness = {other: _likeness(printed, picture) for other, picture in drawn.items()}
        assert max(likeness, key=lambda other: likeness[other]) == letter
        assert likeness[letter] > 0.85, (letter, likeness[letter])


def test_arabic_is_joined_and_runs_from_right_to_left() -> None:
    """By picture: a word is narrower than its letters alone, and begins at its right end, with the dots of sheen."""
    word, size = "شبا", 96
    joined = _ink(_printed(word, "Arabic", 400, size))
    alone = sum(_ink(_printed(letter, "Arabic", 400, size)).width for letter in word)
    assert joined.width < alone * 0.9
    alef = np.asarray(joined)[:, : joined.width // 8]  # a stroke over the whole height stands at the left end
    assert (alef < 128).any(axis=1).mean() > 0.5
    sheen = np.asarray(joined)[: joined.height // 3, joined.width // 2 :]
    assert (sheen < 128).any()


def test_what_a_pdf_says_in_arabic_can_be_searched() -> None:
    """Each glyph stands for one letter: a font that draws dots apart says other letters than it shows."""
    made = print_page(_line("نخلة شركة بيت", "Arabic", 400, 30), brand=Brand(), styles=(), prepare=lambda _root: None)
    assert sorted(pages_of(made)[0].replace(" ", "")) == sorted("نخلةشركةبيت")


def _font_of(folder: str, name: str, size: int) -> ImageFont.FreeTypeFont:
    plain = io.BytesIO()
    font = TTFont(shipped("templates") / folder / "fonts" / name)
    font.flavor = None
    font.save(plain)
    plain.seek(0)
    return ImageFont.truetype(plain, size)


def _drawn(letter: str, font: ImageFont.FreeTypeFont) -> Image.Image:
    picture = Image.new("L", (300, 300), 255)
    ImageDraw.Draw(picture).text((80, 80), letter, font=font, fill=0)
    return picture


def _line(words: str, family: str, weight: int, size: int) -> str:
    style = f"font:{weight} {size}px 'Briefing {family}'"
    return f'<html lang="en"><head><title>t</title></head><body style="{style}"><p>{words}</p></body></html>'


def _printed(words: str, family: str, weight: int, size: int) -> Image.Image:
    made = print_page(_line(words, family, weight, size), brand=Brand(), styles=(), prepare=lambda _root: None)
    return picture_of(made, scale=96 / 72).convert("L")


def _ink(picture: Image.Image) -> Image.Image:
    """The picture cut to what is printed on it."""
    box = picture.point(lambda grey: 255 if grey < 160 else 0).getbbox()
    assert box is not None, "nothing is printed"
    return picture.crop(box)


def _likeness(one: Image.Image, other: Image.Image) -> float:
    """How far two pictures of one height show the same: 1 for the same, about 0 for strangers."""
    shape = (other.width, other.height)
    near = abs(one.width - other.width) <= 3 and abs(one.height - other.height) <= 3
    pixels, others = np.asarray(one.resize(shape), dtype=float), np.asarray(other, dtype=float)
    correlation = float(np.corrcoef(pixels.ravel(), others.ravel())[0, 1])
    return correlation if near else correlation / 2


def test_a_letter_that_we_do_not_ship_is_set_in_a_font_of_the_machine() -> None:
    """Read rather than repeatable everywhere; the letters that we have stay ours."""
    assert missing_letters("Ṣadé ሰማያዊ نخلة ₦5 → ≥ 99.9 %\n\u2068") == ""
    assert missing_letters("Жук") == "Жку"
    made = print_page(_line("Ṣadé Жук", "Text", 400, 30), brand=Brand(), styles=(), prepare=lambda _root: None)
    names = [name for name, _ in _fonts(opened(made))]
    assert any("Briefing-Text" in name for name in names)
    assert any("Briefing" not in name for name in names)


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/x.png",
        "http://127.0.0.1/",
        "file:///etc/passwd",
        "ftp://evil.example/x",
        "data:text/html;base64,PHNjcmlwdD4=",
        "own:../secret.woff2",
        "own:briefing/../../x.woff2",
        "own:other/inter-400.woff2",
    ],
)
def test_nothing_is_fetched_from_anywhere(address: str) -> None:
    """Neither the network nor a file answers a page, whatever it names."""
    with pytest.raises(ValueError, match="nothing from elsewhere"):
        fetcher().fetch(address)


def test_pictures_that_stand_in_a_page_are_shown() -> None:
    """A firm's logo and a consultant's own picture are data of the page itself."""
    pixel = io.BytesIO()
    Image.new("RGB", (8, 8), (200, 0, 0)).save(pixel, "PNG")
    source = f"data:image/png;base64,{base64.b64encode(pixel.getvalue()).decode()}"
    made = render_pdf(stamped(ENGAGEMENT), brand=replace(BRAND, logo=source))
    pdf = opened(made)
    assert "/Image" in {str(one.Subtype) for one in pdf.pages[0].Resources.XObject.values()}


FIRES = ("/JavaScript", "/JS", "/Launch", "/OpenAction", "/AA", "/EmbeddedFiles", "/RichMedia", "/SubmitForm", "/GoToR")


def test_a_hostile_corpus_is_text_in_a_pdf() -> None:
    """As name, note, evidence, prose and raw output: no script, file, form, and no link but ours."""
    everything = " ".join(TEXTS)
    notes = {key: Response(answer=Answer.NEVER, evidence=everything, note=everything) for key in ASKED[:2]}
    hostile = msgspec.structs.replace(ENGAGEMENT, customer=everything[:200], industry=TEXTS[0], responses=notes)
    workbook = stamped(hostile)
    cell = workbook.cells[2]
    for text in TEXTS:
        cell.outputs += [{"output_type": "display_data", "data": {"text/html": text}, "metadata": {}}]
    made = render_pdf(workbook, brand=Brand())
    pdf = opened(made)
    names = {str(key) for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) for key in thing}
    assert not names & set(FIRES)
    assert set(_addresses(pdf)) <= {source.address for source in MODEL.sources.values() if source.address}
    assert "<script>alert(1)</script>" in pages_of(made)[0]


def _addresses(pdf: pikepdf.Pdf) -> Iterator[str]:
    for page in pdf.pages:
        for link in page.get("/Annots", []):
            if "/A" in link:
                yield str(link.A.URI)


def test_answers_longer_than_a_page_are_printed_whole() -> None:
    """A card, a row and a list that no page holds run on over the next, and nothing of them is lost."""
    words = [f"w{number}" for number in range(900)]
    long = {key: Response(answer=Answer.NEVER, evidence=" ".join(words), note="noted") for key in ASKED[:4]}
    said = " ".join(pages_of(render_pdf(stamped(msgspec.structs.replace(ENGAGEMENT, responses=long)), brand=Brand())))
    assert all(said.count(word) >= 4 for word in words)


def test_without_pango_the_error_says_what_to_install() -> None:
    """Nothing else is printed, and nothing but PDFs needs it."""
    script = (
        "import cffi\n"
        "def missing(*_): raise OSError('no library')\n"
        "cffi.FFI.dlopen = missing\n"
        "from maturity.brand import Brand\n"
        "from maturity.exhibits import open_briefing\n"
        "from maturity.pdf import PrinterMissingError, render_board, render_board_pdf\n"
        "assert '<h1' in render_board(open_briefing().roadmap, brand=Brand())\n"
        "try: render_board_pdf(open_briefing().roadmap, brand=Brand())\n"
        "except PrinterMissingError as error: print(error)\n"
    )
    ran = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert ran.stdout.strip() == NEEDS
    assert "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in NEEDS


def test_a_changed_brand_or_template_is_a_changed_fingerprint() -> None:
    """What decides a PDF's bytes decides whether it is made anew."""
    assert pdf_fingerprint(Brand()) == pdf_fingerprint(Brand())
    assert pdf_fingerprint(Brand()) != pdf_fingerprint(BRAND)


LONG_NAMES = (
    "W" * 200,
    "Wholesale " * 20,
    "شركة نخلة القمر " * 12,
    "ሰማያዊ " * 33,
    "x" * 3000,
    " ".join(TEXTS),
    "\u202e東京" * 60,
)


def engagements() -> Iterator[Engagement]:
    """Every engagement that we have, and made-up ones with names that no page was laid out for."""
    for folder in ("sample", "cases"):
        yield from read_source(DATA / folder, MODEL, today=date.max).engagements
    for number, name in enumerate(LONG_NAMES):
        kept = dict(list(ENGAGEMENT.responses.items())[: 4 * number])
        yield msgspec.structs.replace(ENGAGEMENT, customer=name, responses=kept)
        never = {key: Response(answer=Answer.NEVER) for key in ASKED}
        yield msgspec.structs.replace(ENGAGEMENT, customer=name, responses=never)


def test_the_board_gets_exactly_one_page() -> None:
    """One A4 for every engagement and every name, the last line of it above the foot."""
    for engagement in engagements():
        made = render_board_pdf(roadmap_of(engagement), brand=Brand(name="F" * 60))
        pages = opened(made).pages
        assert len(pages) == 1, engagement.key
        assert [float(side) for side in pages[0].MediaBox[2:]] == pytest.approx([595.3, 841.9], abs=0.1)
        band = np.asarray(picture_of(made, scale=1).convert("L"))[776:788, 40:-40]  # between the last line and the foot
        assert band.min() > 200, engagement.key


def test_the_board_is_told_what_the_roadmap_holds() -> None:
    """The three investments in their order, each deferral with its day, the stage, and what is not settled."""
    roadmap = roadmap_of(ENGAGEMENT)
    board = board_of(roadmap)
    assert [one.name for one in board.investments] == [step.practice.name for step in roadmap.first_three]
    stages = [int(stage) for row in board.later for stage in re.findall(r"\d", row.name)]
    assert stages == [deferral.stage for deferral in roadmap.deferrals]
    [text] = pages_of(render_board_pdf(roadmap, brand=Brand()))
    page = render_board(roadmap, brand=Brand())
    for said in (*(one.sentence for one in board.investments), *(row.again for row in board.later), board.reference):
        assert said in text
        assert said in page
    sentences = [*(one.sentence for one in board.investments), *(row.sentence for row in board.later)]
    assert not any(". " in sentence for sentence in sentences)


def test_advice_that_is_deferred_together_is_one_row_and_no_stage() -> None:
    """A board is not told to leave the stage for now whose gate it is asked to invest in."""
    roadmap = roadmap_of(ENGAGEMENT)
    rows = {row.name: row.sentence for row in board_of(roadmap).later}
    assert list(rows) == ["Advice on stages 1 and 3", "4 Reliability engineering", "5 Platform engineering"]
    assert rows["5 Platform engineering"].endswith("buy the pieces and integrate them."), "whole: there is room for it"


def test_a_long_name_never_hides_where_they_stand() -> None:
    """What is cut is the name, not the stage."""
    for name in LONG_NAMES:
        board = board_of(roadmap_of(msgspec.structs.replace(ENGAGEMENT, customer=name)))
        assert board.standing.endswith(("stage 1 yet.", "stage 1."))


def test_a_board_that_is_done_is_told_to_stop() -> None:
    """Where nothing is left to do the page says so, instead of three empty places."""
    answers = {key: Response(answer=Answer.ALWAYS) for key in ASKED}
    done = msgspec.structs.replace(ENGAGEMENT, responses=answers, stage_since=date(2020, 1, 1))
    board = board_of(roadmap_of(done))
    assert board.investments == ()
    assert MODEL.words.nothing_left.split(".")[0] in board.line
    assert board.instead


def test_the_boards_page_is_one_file_that_asks_for_nothing() -> None:
    """Fonts and styles stand in it, under a policy that allows nothing else, and a hostile name is text."""
    page = render_board(roadmap_of(msgspec.structs.replace(ENGAGEMENT, customer=TEXTS[2])), brand=BRAND)
    assert not re.findall(r"""(?:src|srcset|action)=["']?(?!data:)[^"' >]+|@import|url\((?!data:|#)""", page)
    assert "default-src &#39;none&#39;" in page
    assert "<script" not in page


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.name)
def test_every_face_holds_its_letters_whole(face: Any) -> None:  # noqa: ANN401
    """Static, complete for its script, with its licence beside it."""
    path = shipped("templates") / face.folder / "fonts" / face.name
    family = face.name.removesuffix(f"-{face.weight}.woff2")
    assert (path.parent / f"OFL-{family}.txt").exists()
    with TTFont(path) as font:
        assert "fvar" not in font
    wanted = {"Arabic": "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچڤگ٠٩", "Ethiopic": "ሀአማርኛጤፍ፩።ቐ"}
    assert {ord(letter) for letter in wanted.get(face.family, "ṢọẸ₦₵")} <= face.letters
