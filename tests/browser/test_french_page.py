"""A French briefing page as a browser shows it: what its scripts say is French too, and nothing is cut."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.conftest import Open
from executed import workbook_of
from playwright.sync_api import Page, expect

from maturity.brand import Brand
from maturity.engagement import Engagement, Response
from maturity.model import Answer
from maturity.page import render_page


@pytest.fixture(scope="module")
def page_in_french() -> str:
    """A briefing with steps, traps and open questions."""
    answers = {"every-commit-builds": Answer.ALWAYS, "every-build-runs-tests": Answer.NEVER}
    engagement = Engagement(
        customer="Sénélec",
        held_on=date(2026, 3, 1),
        country="SN",
        engineers=34,
        responses={key: Response(answer=answer) for key, answer in answers.items()},
        signals={"runs-kubernetes": True, "deploys-by-hand": True},
    )
    return render_page(workbook_of(engagement, language="fr"), brand=Brand(name="Kilima"), interactive=False)


def cut(page: Page) -> object:
    """The words of drawings that stand out of their frame, and how far the page scrolls sideways."""
    return page.evaluate(
        """() => [...document.querySelectorAll('.ink svg')].flatMap((drawing) => {
            const frame = drawing.getBoundingClientRect();
            return [...drawing.querySelectorAll('text')].filter((text) => {
                const box = text.getBoundingClientRect();
                return box.width && (box.right > frame.right + 2 || box.left < frame.left - 2);
            }).map((text) => text.textContent);
        }).concat(document.documentElement.scrollWidth > innerWidth ? ['the page'] : [])"""
    )


@pytest.mark.parametrize("width", [400, 1440])
def test_a_french_page_is_quiet_accessible_and_uncut(see: Open, page_in_french: str, width: int) -> None:
    """Its longer words fit, under the same policy."""
    sight = see(page_in_french, width=width)
    found = Axe().run(sight.page)
    assert found.violations_count == 0, found.generate_report()
    assert cut(sight.page) == []
    assert not sight.complaints


def test_what_the_scripts_say_is_french(see: Open, page_in_french: str) -> None:
    """The theme's button both ways, and the name of a table that scrolls."""
    page = see(page_in_french).page
    page.get_by_role("button", name="Thème sombre").click()
    expect(page.get_by_role("button", name="Thème clair")).to_be_visible()
    page.evaluate(
        "document.querySelectorAll('.scroll table').forEach((table) => { table.style.minWidth = '3000px'; });"
        "dispatchEvent(new Event('resize'));"
    )
    named = page.locator("[role=region]").evaluate_all("all => all.map(one => one.getAttribute('aria-label'))")
    assert named
    assert all(name.startswith("Défile sur le côté\N{NO-BREAK SPACE}: ") for name in named)


def test_a_table_as_cards_has_french_colons(see: Open, page_in_french: str) -> None:
    """On a phone each cell is led by its column's name, with a space before the colon."""
    page = see(page_in_french, width=400).page
    led = page.locator(".gates td").first.evaluate("cell => getComputedStyle(cell, '::before').content")
    assert led == '"Porte\N{NO-BREAK SPACE}: "'
