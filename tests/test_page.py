"""The briefing page: one clean, self-contained, repeatable file."""

import base64
import hashlib
import json
import re
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import nbformat
import pytest
from executed import notebook_of, output_of, workbook_of
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from hostile import TEXTS

from maturity.brand import Brand
from maturity.engagement import Engagement, Response
from maturity.model import Answer
from maturity.page import BriefingExporter, page_fingerprint, render_page
from maturity.page.clean import clean
from maturity.page.look import running_lines, templates

COVER = '<header class="cover"><h1>Baobab Pay</h1></header>'
FIGURE = (
    '<figure class="exhibit" id="steps"><div class="ink"><svg viewBox="0 0 9 9"><defs><linearGradient id="g">'
    '<stop offset="0"/></linearGradient></defs><path class="f-accent" d="M0 0h9" fill="url(#g)"/></svg></div>'
    "<figcaption>A sentence.</figcaption><details><summary>The numbers</summary><table><tr><td>1</td></tr></table>"
    "</details></figure>"
)
CHART = {
    "application/vnd.plotly.v1+json": {"data": [{"type": "bar", "y": [1]}], "layout": {"title": {"text": "</script>"}}},
    "text/html": FIGURE,
    "text/plain": "A sentence.",
}
ENGAGEMENT = Engagement(
    customer="Ṣadé & Ọlá Foods",
    held_on=date(2026, 3, 12),
    country="NG",
    engineers=34,
    responses={
        "every-commit-builds": Response(answer=Answer.USUALLY),
        "structured-logs": Response(answer=Answer.ALWAYS),
    },
    signals={"runs-kubernetes": True},
    fictional=True,
)


def page_of(*cells: nbformat.NotebookNode | str, brand: Brand | None = None, interactive: bool = False) -> str:
    """The page of a notebook of these cells."""
    return render_page(notebook_of(*cells), brand=brand or Brand(), interactive=interactive)


def said(html: str) -> nbformat.NotebookNode:
    """An output that says this HTML."""
    return output_of({"text/html": html, "text/plain": "words"})


def test_a_page_is_one_file_that_asks_for_nothing() -> None:
    """Everything stands in the page: no address is fetched, and the policy would not let it be."""
    page = page_of(said(COVER), "## Where you stand", output_of(CHART))
    outside = re.findall(r"""(?:src|srcset|data|action)=["']?(?!data:)[^"' >]+|@import|url\((?!data:|#)""", page)
    assert not outside
    assert '<link rel="icon" href="data:,">' in page
    assert "default-src &#39;none&#39;" in page


def test_the_same_workbook_gives_the_same_bytes() -> None:
    """A page made twice, by two exporters, is identical."""
    workbook = workbook_of(ENGAGEMENT)
    one, _ = BriefingExporter().from_notebook_node(workbook)
    other, _ = BriefingExporter().from_notebook_node(workbook)
    assert one == other == render_page(workbook, brand=Brand(), interactive=False)


def test_a_page_with_its_fonts_stays_under_three_hundred_kilobytes() -> None:
    """A whole briefing with every section can be sent by e-mail."""
    assert len(render_page(workbook_of(ENGAGEMENT), brand=Brand(), interactive=False).encode()) < 300_000


def test_code_is_never_shown() -> None:
    """A customer reads exhibits and prose, not calls."""
    assert "secret_call" not in page_of(said("<p>An exhibit</p>"))


def test_sections_become_the_contents_in_their_order() -> None:
    """Each heading of the second rank is a section, a landmark's name and an entry of the contents."""
    page = page_of(said(COVER), "## Where you stand", said("<p>Here</p>"), "## What to *defer*", said("<p>That</p>"))
    assert re.findall(r'<li><a href="#([\w-]+)" dir="auto">([^<]+)</a>', page) == [
        ("where-you-stand", "Where you stand"),
        ("what-to-defer", "What to defer"),
    ]
    assert page.index('<section aria-labelledby="where-you-stand">') < page.index('<h2 id="what-to-defer" dir="auto">')


def test_two_sections_of_one_name_have_two_ids() -> None:
    """A link of the contents leads to its own section."""
    page = page_of("## Stage\n\none", "## Stage\n\ntwo")
    assert 'id="stage"' in page
    assert 'id="stage-2"' in page


def test_a_section_with_nothing_to_say_does_not_appear() -> None:
    """Prose over a cell without output introduces nothing: neither shows, nor does its entry in the contents."""
    silent = nbformat.v4.new_code_cell("briefing.banked()", execution_count=1, id="silent")
    notebook = notebook_of("## Banked\n\nThese are in place.", said("<p>x</p>"), "## Prose only\n\nStays.")
    notebook.cells[1] = silent
    page = render_page(notebook, brand=Brand(), interactive=False)
    assert "Banked" not in page
    assert "Prose only" in page


def test_the_cover_names_the_page() -> None:
    """The title is the notebook's own, or else what its first heading says."""
    assert "<title>Baobab Pay</title>" in page_of(said(COVER))
    named = notebook_of(said(COVER))
    named.metadata["title"] = "Baobab Pay: DevOps briefing"
    assert "<title>Baobab Pay: DevOps briefing</title>" in render_page(named, brand=Brand(), interactive=False)


def test_a_notebook_without_a_heading_still_has_one() -> None:
    """A screen reader always finds one heading of the first rank."""
    assert page_of("Only prose.").count("<h1") == 1
    assert page_of(said(COVER)).count("<h1") == 1


def test_drawings_keep_their_case_and_their_parts() -> None:
    """SVG is case-sensitive: `viewBox` and `linearGradient` survive the cleaning."""
    page = page_of(output_of(CHART))
    assert all(part in page for part in ('viewBox="0 0 9 9"', "<linearGradient", 'fill="url(#g)"', "<details>"))


def test_a_table_stands_in_a_box_that_can_scroll() -> None:
    """A wide table never makes the page scroll sideways."""
    assert '<div class="scroll"><table>' in page_of("## T\n\n| a | b |\n|---|---|\n| 1 | 2 |")


def test_a_table_inside_an_attribute_stays_an_attribute() -> None:
    """What looks like a tag inside a title is text: boxing the tables must not open it."""
    page = page_of("## T", said('<p title="<table onmouseover=alert(1)><h2 onclick=x>">words</p>'))
    assert '<div class="scroll">' not in page.partition("<main>")[2]
    assert not re.search(r"<\w+ [^>\"]*(\"[^\"]*\"[^>\"]*)*\son\w+=", page.partition("<main>")[2])


@pytest.mark.parametrize("text", TEXTS)
def test_hostile_text_is_text(text: str) -> None:
    """Whatever stands in an output, a markdown cell or a stream: no script, handler, frame or foreign address."""
    page = page_of(
        said(text),
        text,
        output_of({"text/markdown": text}),
        output_of({"text/plain": text}),
        said(f"<p title='{text}'>"),
    )
    body = page.partition("<main>")[2]
    tags = re.findall(r'<(/?[a-zA-Z][\w-]*)((?:\s+[^\s"=<>]+="[^"]*")*)\s*>', body)
    assert not {name.lower().strip("/") for name, _ in tags} & {
        "script",
        "style",
        "iframe",
        "img",
        "form",
        "base",
        "meta",
        "link",
        "object",
    }
    attributes = re.findall(r'\s([^\s"=<>]+)="([^"]*)"', " ".join(attributes for _, attributes in tags))
    assert not [name for name, _ in attributes if name.lower().startswith("on") or name in ("style", "srcdoc")]
    assert not [value for name, value in attributes if name == "href" and not re.match(r"https?:|mailto:|#", value)]


@pytest.mark.parametrize(
    ("facts", "said_below"),
    [
        pytest.param({"fictional": True}, "Fictional customer, made up for demonstration", id="fictional"),
        pytest.param(
            {"study": "https://example.org/study, CC BY 4.0"},
            "Read from what was published; nobody there was asked",
            id="study",
        ),
        pytest.param({}, "Kilima, Nairobi", id="real"),
    ],
)
def test_every_printed_page_says_whose_words_these_are_not(facts: dict[str, Any], said_below: str) -> None:
    """A made-up customer is called so; a real company that nobody asked is not; else it is the firm's own line."""
    workbook = workbook_of(Engagement(customer="Kora Health", held_on=date(2026, 3, 12), **facts))
    page = render_page(workbook, brand=Brand(footer="Kilima, Nairobi"), interactive=False)
    assert running_lines(left="Kora Health", right="", below=said_below) in page


@pytest.mark.parametrize("text", TEXTS)
def test_a_hostile_customer_is_text_throughout_a_real_page(text: str) -> None:
    """Through exhibits, contents, title, running header and island, a name adds no element to the page."""
    plain, hostile = (
        render_page(
            workbook_of(Engagement(customer=name, held_on=date(2026, 3, 12), fictional=True)),
            brand=Brand(),
            interactive=False,
        )
        for name in ("Plain", text)
    )
    count = re.compile(r"<(script|style|img|iframe|svg|a|h1|h2|table)\b", re.IGNORECASE)
    assert len(count.findall(hostile)) == len(count.findall(plain))


@pytest.mark.parametrize("interactive", [False, True])
def test_the_policy_names_every_script_and_style_by_its_hash(*, interactive: bool) -> None:
    """What runs is what we shipped: the hashes of the policy are those of the page's own scripts."""
    page = page_of(said(COVER), output_of(CHART), interactive=interactive)
    policy = re.search(r'Security-Policy" content="([^"]*)"', page)
    assert policy
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    styles = [] if interactive else re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digests = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in scripts + styles]
    assert len(digests) == 3
    assert all(f"sha256-{digest}" in policy[1] for digest in digests)


def test_an_interactive_page_carries_plotly_once_and_the_drawing_too() -> None:
    """Each chart keeps its drawing, for print and for where scripts are off, and its data in an island."""
    page = page_of(
        output_of(CHART), output_of({**CHART, "text/html": FIGURE.replace("steps", "more")}), interactive=True
    )
    islands = re.findall(r'<script type="application/json" class="chart">(.*?)</script>', page, re.DOTALL)
    assert [json.loads(island)["layout"]["title"]["text"] for island in islands] == ["</script>"] * 2
    assert page.count("plotly.js v") == 1
    assert page.count("<svg viewBox") == 2


def test_a_static_page_has_no_plotly() -> None:
    """The drawing is enough; a chart without one says what it needs."""
    page = page_of(output_of({key: value for key, value in CHART.items() if key != "text/html"}))
    assert "Plotly" not in page
    assert "needs the interactive page" in page


def test_a_failed_cell_is_shown_as_it_failed() -> None:
    """A traceback and what went to standard error are plain to see, as text, without terminal colours."""
    error = nbformat.v4.new_output(
        "error", ename="KeyError", evalue="<b>x</b>", traceback=["\x1b[31mKeyError\x1b[0m: <b>"]
    )
    stream = nbformat.v4.new_output("stream", name="stderr", text="disk <full>\n")
    page = page_of(error, stream)
    assert (
        '<div class="failure"><p>This part of the workbook failed: <strong>KeyError</strong> &lt;b&gt;x&lt;/b&gt;'
        in page
    )
    assert "<pre>KeyError: &lt;b&gt;</pre>" in page
    assert '<pre class="stream stderr">disk &lt;full&gt;' in page


def test_pictures_of_a_consultants_own_cell_are_embedded() -> None:
    """A PNG output stands in the page; one that is not base64 is left out."""
    assert '<img src="data:image/png;base64,aGk=" alt="a bar">' in page_of(
        output_of({"image/png": "aGk=\n", "text/plain": "a bar"})
    )
    assert "<img" not in page_of(output_of({"image/png": '"><script>', "text/plain": "a bar"})).partition("<main>")[2]


def test_paints_and_links_lead_nowhere_else() -> None:
    """A drawing's paint may name a part of the page; a link may leave it by http, https or mailto alone."""
    drawn = clean('<svg><path fill="url(https://x/#a)" stroke="url(#a)" d="M0"/><path fill="u\\72l(//x)"/></svg>')
    assert drawn == '<svg><path d="M0" stroke="url(#a)"></path><path></path></svg>'
    assert "href" not in clean('<a href="file:///etc">a</a><a href="//x">b</a><a href="data:text/html,x">c</a>')


def test_the_running_header_is_a_css_string_whatever_the_name() -> None:
    """A name with quotes, braces or a closing tag stays inside its string."""
    css = running_lines(left='"}</style>{\n', right="", below="")
    assert css == '@media print{@page{@top-left{content:"\\22 \\7d \\3c \\2f style\\3e \\7b \\a "}}}'


def test_a_brand_dresses_the_page() -> None:
    """Name, colour, footer and contact stand in the page; a changed brand is a changed fingerprint."""
    brand = Brand(name="Kilima & Sons", accent="#7a1f3d", footer="Nairobi", contact="hello@kilima.example")
    page = page_of(said(COVER), brand=brand)
    assert all(part in page for part in ("Kilima &amp; Sons", "--accent:#7a1f3d", "Nairobi", 'href="mailto:hello@'))
    assert page_fingerprint(brand) != page_fingerprint(Brand())


LETTERS = "ṢṣẸẹỌọÁáÑñŃńÈèḿɓɗƙƁƊƘɔɛƆƐŋŊɖʋŒœßŠžĦħİıŵŷƠơƯưẤẫỲỵ₦₵€£₹×÷ ’‘“”–—…·•%&@"
MARKS = "\u0300\u0301\u0302\u0303\u0304\u0308\u030c\u0323\u0327\u0328"
SIGNS = "−≤≥→←"


@pytest.mark.parametrize("font", sorted((templates() / "fonts").glob("*.woff2")), ids=lambda path: path.stem)
def test_every_font_holds_the_letters_of_african_names(font: Path) -> None:
    """Yoruba, Hausa, Akan, Ewe, French, Portuguese and Vietnamese letters, combining marks, signs of currencies."""
    with TTFont(font) as opened:
        held = set(opened.getBestCmap())
        licence = opened["name"].getDebugName(13)
    assert not [letter for letter in LETTERS + MARKS + SIGNS if ord(letter) not in held]
    assert not [code for code in [*range(0x1E00, 0x1E9C), *range(0x1EA0, 0x1F00)] if code not in held]
    assert "SIL Open Font License" in licence
    assert font.stat().st_size < 55_000


def test_every_font_stands_with_its_licence() -> None:
    """The SIL Open Font License travels with each family."""
    fonts = templates() / "fonts"
    families = {path.stem.rsplit("-", 1)[0] for path in fonts.glob("*.woff2")}
    assert families == {path.stem.removeprefix("OFL-") for path in fonts.glob("OFL-*.txt")}


def test_nbconvert_knows_the_exporter_by_name(tmp_path: Path) -> None:
    """`jupyter nbconvert --to briefing` makes the same page from a file."""
    notebook = notebook_of(said(COVER), "## Here\n\nProse.")
    nbformat.write(notebook, tmp_path / "one.ipynb")
    subprocess.run(
        ["jupyter", "nbconvert", "--to", "briefing", "one.ipynb"], cwd=tmp_path, check=True, capture_output=True
    )
    assert (tmp_path / "one.html").read_text(encoding="utf-8") == render_page(
        notebook, brand=Brand(), interactive=False
    )


def test_no_figure_is_parted_from_its_unit() -> None:
    """In words only: what was typed as code, a drawing's path and an attribute stay as they are."""
    drawn = '<svg viewBox="0 0 9 9"><path d="M0 5 h 9"/></svg><code>sleep 5 s</code>'
    words = '<p title="5 %">71 % of 14 pushes, in 2 d 22 h or 5 s; 3 hot dogs, 2 days &lt; 4 min</p>'
    page = page_of("## Figures", said(words + drawn))
    assert (
        ">71\u00a0% of 14 pushes, in 2\u00a0d\u00a022\u00a0h or 5\u00a0s; 3 hot dogs, 2 days &lt; 4\u00a0min</p>"
        in page
    )
    assert 'title="5 %"' in page
    assert 'd="M0 5 h 9"' in page
    assert "<code>sleep 5 s</code>" in page
