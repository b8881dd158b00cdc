"""The page's section "What your exports prove", as a browser shows it: of the sample's customers."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.conftest import Open, Theme
from browser.test_briefing_page import THEMES, sideways
from executed import workbook_of

from maturity.brand import Brand
from maturity.evidence.proving import apply_findings, judged_until, prove
from maturity.evidence.recognise import read_evidence
from maturity.evidence.summary import summarise, summary_json
from maturity.intake import read_source
from maturity.model_file import built_in_model
from maturity.page import render_page
from maturity.shipped import shipped

MODEL = built_in_model()
SECTION = "section[aria-labelledby=what-your-exports-prove]"
WIDTHS = (400, 1280)
#: a word of each kind of figure that the customer's exports give
FIGURES = {
    "2025-07-17-zawadi-slate": ("152 of 214 pushes to the default branch (71", "Deployment frequency"),
    "2026-07-09-karite-blanc-media": ("error budget",),
}


@pytest.fixture(scope="module", params=FIGURES)
def sampled(request: pytest.FixtureRequest) -> tuple[str, str]:
    """The key of a sample customer who handed exports over, and their page."""
    sample = shipped("data") / "sample"
    intake = read_source(str(sample), MODEL, today=date(2026, 11, 23))
    held = next(one for one in intake.engagements if one.key == request.param)
    found = read_evidence([sample / "evidence" / held.key])
    as_of = judged_until(found, held.held_on)
    proven = apply_findings(held, prove(MODEL, found, as_of=as_of))
    made = workbook_of(proven, evidence=summary_json(summarise(MODEL, found, as_of=as_of)))
    return held.key, render_page(made, brand=Brand(), interactive=False)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_what_exports_prove_is_quiet_and_accessible(
    see: Open, sampled: tuple[str, str], width: int, theme: Theme
) -> None:
    """On a phone and a projector, in both themes: its figures and charts, no request, nothing that axe finds wrong."""
    key, html = sampled
    sight = see(html, width=width, theme=theme)
    section = sight.page.locator(SECTION)
    told = section.inner_text()
    assert not [figure for figure in FIGURES[key] if figure not in told]
    drawings = section.locator(".ink svg:visible")
    assert drawings.count() > 0
    assert all((drawings.nth(n).bounding_box() or {"height": 0})["height"] > 60 for n in range(drawings.count()))
    found = Axe().run(sight.page)
    assert found.violations_count == 0, found.generate_report()
    assert sideways(sight.page) <= 0
    assert (sight.complaints, sight.requests, sight.fired) == ([], [], [])
