"""The trends page as a browser shows it."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.conftest import Open, Theme
from executed import notebook_of, output_of
from histories import fictional_columns
from nbformat import NotebookNode
from playwright.sync_api import expect
from strategies import BUILT_IN_MODEL as MODEL

from maturity.brand import Brand
from maturity.findings import find, findings_to_json
from maturity.page import render_page
from maturity.trend_charts import KEYS
from maturity.trend_exhibits import open_trends


@pytest.fixture(scope="module")
def page() -> str:
    """The page of fictional customers enough for groups, with every exhibit."""
    report = open_trends(findings_to_json(find(MODEL, [(fictional_columns(120), True)])))
    exhibits = [report.bottom_line(), *(report.chart(key) for key in KEYS), report.groups(), report.outside()]
    cells: list[NotebookNode | str] = [output_of(report.cover()._repr_mimebundle_())]
    for at, exhibit in enumerate([*exhibits, report.method()]):
        cells += [f"## Section {at}", output_of(exhibit._repr_mimebundle_())]
    return render_page(notebook_of(*cells), brand=Brand(), interactive=False)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [400, 794, 1440])
def test_the_page_is_quiet_and_accessible(see: Open, page: str, width: int, theme: Theme) -> None:
    """At every width, in both themes: no complaint, no request, no sideways scroll, nothing that axe finds wrong."""
    sight = see(page, width=width, theme=theme)
    found = Axe().run(sight.page)
    assert found.violations_count == 0, found.generate_report()
    assert sight.page.evaluate("document.documentElement.scrollWidth") <= width
    assert not sight.complaints
    assert not sight.requests


def test_a_group_is_chosen_by_keyboard_and_told(see: Open, page: str) -> None:
    """One group at a time, by arrow keys, offline; a screen reader hears which and how large."""
    sight = see(page)
    chosen = sight.page.get_by_label("Show")
    assert sight.page.locator(".group:visible h3").all_inner_texts() == ["All customers"]
    chosen.focus()
    chosen.press("ArrowDown")
    expect(sight.page.locator(".group:visible")).to_have_count(1)
    name = sight.page.locator(".group:visible h3").inner_text()
    assert name != "All customers"
    told = sight.page.locator(".choose [role=status]")
    expect(told).to_have_text(f"{name}: {sight.page.locator('.group:visible .at-least').inner_text()}")
    assert not sight.complaints


def test_groups_can_be_chosen_by_what_they_have_in_common(see: Open, page: str) -> None:
    """Industry, size, country and year: each facet is a part of the list."""
    sight = see(page)
    facets = sight.page.locator("select optgroup").evaluate_all("all => all.map(one => one.label)")
    assert facets == ["Everybody", "Industry", "Product engineers", "Country", "First met"]
    assert sight.page.locator("select option").count() == sight.page.locator(".group").count() > 8


def test_groups_read_without_the_script(see: Open, page: str) -> None:
    """With scripts off every group stands below the other, and no dead control does."""
    sight = see(page, scripts=False)
    assert sight.page.locator(".group:visible").count() > 8
    assert sight.page.locator("select").count() == 0
