"""The briefing page as a browser shows it."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.conftest import Open, Theme
from executed import notebook_of, output_of, workbook_of
from hostile import TEXTS
from msgspec.structs import replace
from nbformat import NotebookNode
from playwright.sync_api import Page, expect

from maturity.brand import Brand
from maturity.engagement import Engagement, Response
from maturity.model import Answer, Grade
from maturity.page import render_page

THEMES: tuple[Theme, ...] = ("light", "dark")
WIDTHS = (400, 794, 1440)
ANSWERS = {
    "every-commit-builds": Answer.ALWAYS,
    "every-build-runs-tests": Answer.USUALLY,
    "failed-build-blocks-deployment": Answer.NEVER,
    "automatic-staging-deployment": Answer.ALWAYS,
    "one-click-production": Answer.NEVER,
    "structured-logs": Answer.ALWAYS,
}


def engagement_of(customer: str, note: str = "") -> Engagement:
    """A made-up engagement of that customer, with the note wherever one fits."""
    return Engagement(
        customer=customer,
        held_on=date(2026, 3, 12),
        country="NG",
        industry=note or "Food delivery",
        consultant=note or "Amina Diallo",
        engineers=34,
        responses={key: Response(answer=answer, evidence=note, note=note) for key, answer in ANSWERS.items()},
        signals={"runs-kubernetes": True, "deploys-by-hand": True, "has-dashboards": True},
        fictional=True,
    )


def reassessed(customer: str, note: str = "") -> NotebookNode:
    """The workbook of a customer who was there the year before: better, worse, known otherwise, asked otherwise."""
    now = engagement_of(customer, note)
    before = {
        "every-build-runs-tests": Response(answer=Answer.NEVER),
        "failed-build-blocks-deployment": Response(answer=Answer.ALWAYS),
        "automatic-staging-deployment": Response(answer=Answer.USUALLY),
        "one-click-production": Response(answer=Answer.SOMETIMES, grade=Grade.SHOWN),
        note or "weekly-report": Response(answer=Answer.ALWAYS, note=note),
    }
    earlier = replace(now, held_on=date(2025, 3, 13), responses=before)
    return workbook_of(now, earlier=earlier)


@pytest.fixture(scope="module")
def briefing() -> str:
    """The static page of a briefing in which every kind of section speaks."""
    return render_page(reassessed("Ṣadé & Ọlá Foods"), brand=Brand(name="Kilima"), interactive=False)


@pytest.fixture(scope="module")
def interactive() -> str:
    """The same with plotly's charts."""
    return render_page(reassessed("Ṣadé & Ọlá Foods"), brand=Brand(), interactive=True)


def sideways(page: Page) -> int:
    """How many pixels the page scrolls sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_a_page_is_quiet_and_accessible(see: Open, briefing: str, width: int, theme: Theme) -> None:
    """At every width, in both themes: no complaint, no request, no sideways scroll, nothing that axe finds wrong."""
    sight = see(briefing, width=width, theme=theme)
    found = Axe().run(sight.page)
    assert found.violations_count == 0, found.generate_report()
    assert sideways(sight.page) <= 0
    assert not sight.complaints
    assert not sight.requests


def test_every_chart_is_drawn(see: Open, briefing: str) -> None:
    """Each exhibit shows a drawing with a size, and its numbers open by keyboard."""
    page = see(briefing).page
    drawings = page.locator(".exhibit .ink svg:visible")
    assert drawings.count() == page.locator(".exhibit").count() > 0
    assert all(
        (drawings.nth(number).bounding_box() or {"height": 0})["height"] > 60 for number in range(drawings.count())
    )
    page.locator(".exhibit summary").first.press("Enter")
    expect(page.locator(".exhibit table").first).to_be_visible()


def test_a_chart_is_told_once(see: Open, briefing: str) -> None:
    """A screen reader hears a chart's name and its sentence; the drawing, which would say it again, is silent."""
    page = see(briefing).page
    chart = page.get_by_role("figure", name="Chart: Where you stand")
    expect(chart).to_have_count(1)
    assert chart.get_by_role("img").count() == 0
    sentence = chart.locator("figcaption").inner_text()
    assert chart.aria_snapshot().count(sentence) == 1


@pytest.mark.parametrize("width", WIDTHS)
def test_what_moved_since_last_time_is_seen_and_told(see: Open, briefing: str, width: int) -> None:
    """In the contents, as a picture that is whole, and as words: what moved, and what only differs with its reason."""
    page = see(briefing, width=width).page
    assert page.locator(".contents a", has_text="What moved since last time").count() == 1
    chart = page.get_by_role("figure", name="Chart: Gate practices in place, then and now")
    expect(chart.locator("svg:visible")).to_have_count(1)
    expect(chart.locator("figcaption")).to_contain_text("in place: 1 on 13 March 2025, 1 on 12 March 2026.")
    moved, apart = page.locator("table.moves").all()
    assert [cell.inner_text() for cell in moved.locator(".move").all()] == ["better", "better", "worse"]
    reasons = [" ".join(row.inner_text().split()) for row in apart.locator("tbody tr").all()]
    assert any("known in another way" in reason for reason in reasons)
    assert any(reason.startswith("Weekly report") and "given under another model" in reason for reason in reasons)


def test_a_first_briefing_has_no_section_of_what_moved(see: Open) -> None:
    """There is no last time, so nothing is said of it, in the contents either."""
    first = render_page(workbook_of(engagement_of("Kora Health")), brand=Brand(), interactive=False)
    assert see(first).page.get_by_text("since last time").count() == 0


@pytest.mark.parametrize("width", [1200, 1440, 1920])
def test_charts_are_wide_enough_for_the_room(see: Open, briefing: str, width: int) -> None:
    """The smallest letter of a chart, 14 of its 960 units, stands at 13 pixels or more."""
    for drawing in see(briefing, width=width).page.locator(".ink svg.wide").all():
        box = drawing.bounding_box()
        assert box is not None
        assert box["width"] * 14 / 960 >= 13


def test_the_fonts_are_the_pages_own(see: Open, briefing: str) -> None:
    """Three faces, loaded from the page itself, under its policy."""
    page = see(briefing).page
    assert page.evaluate("document.fonts.ready.then(fonts => [...fonts].map(font => font.status))") == ["loaded"] * 3


def test_the_theme_is_chosen_by_keyboard_and_remembered(see: Open, briefing: str) -> None:
    """The button says what it will do; a reload keeps the choice."""
    page = see(briefing).page
    button = page.get_by_role("button", name="Dark theme")
    light = page.evaluate("getComputedStyle(document.querySelector('.sheet')).backgroundColor")
    button.press("Enter")
    assert page.evaluate("getComputedStyle(document.querySelector('.sheet')).backgroundColor") != light
    page.reload()
    expect(page.get_by_role("button", name="Light theme")).to_be_visible()


def test_without_storage_the_theme_still_changes(see: Open, briefing: str) -> None:
    """A browser that keeps nothing for files is no error."""
    sight = see(briefing)
    sight.page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('none'); } })")
    sight.page.reload()
    sight.page.get_by_role("button", name="Dark theme").click()
    expect(sight.page.get_by_role("button", name="Light theme")).to_be_visible()
    assert not sight.complaints


def test_the_first_tab_skips_to_the_content(see: Open, briefing: str) -> None:
    """Keyboard users pass the header in one key."""
    page = see(briefing).page
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "page-content"


def test_the_contents_stand_beside_a_wide_page_and_fold_on_a_phone(see: Open, briefing: str) -> None:
    """Open at 1440 pixels; at 400 a disclosure, which a choice closes again."""
    link = see(briefing).page.get_by_role("navigation", name="Contents").get_by_role("link", name="Traps")
    expect(link).to_be_visible()
    phone = see(briefing, width=400).page
    link = phone.get_by_role("navigation", name="Contents").get_by_role("link", name="Traps")
    expect(link).to_be_hidden()
    phone.locator(".contents summary").press("Enter")
    link.click()
    expect(phone.locator("h2", has_text="Traps")).to_be_in_viewport()
    expect(link).to_be_hidden()


def test_a_page_reads_without_its_script(see: Open, briefing: str) -> None:
    """With scripts off the text, the drawings and the contents are there, and the dead button is not."""
    page = see(briefing, scripts=False).page
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".ink svg:visible").first).to_be_visible()
    expect(page.locator("button")).to_be_hidden()


def test_print_shows_the_numbers_once_and_no_controls(see: Open, briefing: str) -> None:
    """On paper every disclosure is open but those told again beside it; what only a screen can use is gone."""
    page = see(briefing).page
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator(".sheet details:not([open])").count() == 0
    for gone in (".contents", "button.theme", ".skip"):
        expect(page.locator(gone)).to_be_hidden()
    expect(page.locator("#break-even table")).to_be_visible()
    for twice in ("#staircase table", "#timeline table", "#practice-map table"):
        expect(page.locator(twice)).to_be_hidden()
    expect(page.locator(".gates")).to_be_visible()
    expect(page.locator(".practices table").first).to_be_visible()


def test_plotlys_charts_stand_under_the_policy_in_both_themes(see: Open, interactive: str) -> None:
    """Each chart is drawn by plotly without a complaint, and follows the theme."""
    sight = see(interactive)
    charts = sight.page.locator(".live .main-svg").first
    expect(charts).to_be_visible(timeout=20_000)
    drawn = sight.page.locator(".exhibit.drawn")
    expect(drawn).to_have_count(sight.page.locator("script.chart").count(), timeout=20_000)
    sight.page.get_by_role("button", name="Dark theme").click()
    expect(charts).to_be_visible()
    assert sideways(sight.page) <= 0
    assert not sight.complaints
    assert not sight.requests


def test_a_phone_keeps_the_drawn_charts(see: Open, interactive: str) -> None:
    """At 400 pixels plotly has no room: the drawing, which has a narrow form, stands alone."""
    sight = see(interactive, width=400)
    expect(sight.page.locator(".ink svg:visible").first).to_be_visible()
    assert sight.page.locator(".live .main-svg").count() == 0
    assert sideways(sight.page) <= 0


@pytest.mark.parametrize("interactive", [False, True])
def test_a_hostile_corpus_fires_nothing(see: Open, *, interactive: bool) -> None:
    """Every hostile text as customer, note, evidence and raw output: no dialog, no request, no complaint."""
    everything = " ".join(TEXTS)
    notebook = reassessed(everything, everything)
    figure = '<figure class="exhibit"><div class="ink"><svg viewBox="0 0 9 9"></svg></div></figure>'
    chart = {
        "data": [{"type": "bar", "x": list(TEXTS), "y": [1] * len(TEXTS)}],
        "layout": {"title": {"text": everything}},
    }
    raw = [output_of({"text/html": text, "text/plain": text}) for text in TEXTS]
    raw.append(output_of({"application/vnd.plotly.v1+json": chart, "text/html": figure}))
    notebook.cells += notebook_of(*TEXTS, *raw).cells
    sight = see(render_page(notebook, brand=Brand(), interactive=interactive))
    sight.page.wait_for_timeout(500 if not interactive else 3000)
    for element in sight.page.locator("main a, main summary").all()[:50]:
        element.dispatch_event("mouseover")
    assert not sight.fired
    assert not sight.requests
    assert not sight.complaints
