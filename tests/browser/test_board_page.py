"""The board's page as a browser shows and prints it."""

import io

import pikepdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.conftest import Open, Theme
from browser.test_briefing_page import engagement_of
from hostile import TEXTS

from maturity import assess, built_in_model, plan
from maturity.brand import Brand
from maturity.pdf import render_board


def board_of(customer: str) -> str:
    """The page for the board of a made-up customer."""
    return render_board(plan(assess(built_in_model(), engagement_of(customer))), brand=Brand(name="Kilima"))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [400, 1440])
def test_the_boards_page_is_quiet_and_accessible(see: Open, width: int, theme: Theme) -> None:
    """On a phone and on a wall, in both themes: no complaint, no request, no sideways scroll."""
    sight = see(board_of("Ṣadé & Ọlá Foods"), width=width, theme=theme)
    found = Axe().run(sight.page)
    assert found.violations_count == 0, found.generate_report()
    assert sight.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert not sight.complaints
    assert not sight.requests


@pytest.mark.parametrize("customer", ["Ṣadé & Ọlá Foods", "W" * 200, " ".join(TEXTS), "شركة نخلة القمر " * 12])
def test_a_browser_prints_the_board_on_one_page(see: Open, customer: str) -> None:
    """Whoever prints the page instead of the PDF gets one A4 too, and nothing fires."""
    sight = see(board_of(customer))
    printed = sight.page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(pikepdf.open(io.BytesIO(printed)).pages) == 1
    assert not sight.fired
    assert not sight.complaints
