"""The index page as a browser shows it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.conftest import Open, Theme
from hostile import TEXTS
from playwright.sync_api import Page, expect

from maturity.page import IndexRow, index_page


def row(customer: str, *, month: int = 1, achieved: int = 1, failure: str | None = None) -> IndexRow:
    """A row of that customer."""
    return IndexRow(
        key=customer,
        customer=customer,
        held_on=None if failure else date(2026, month, 1),
        country="Kenya",
        achieved=None if failure else achieved,
        ceiling=achieved,
        stages=5,
        target_stage=3,
        verdict="Get there",
        first_three=("Every build runs tests",),
        files={} if failure else {"html": f"{customer}.html"},
        failure=failure,
        fictional=True,
    )


ROWS = (
    row("Zambezi Rail", month=2, achieved=3),
    row("Accra Health", month=10, achieved=2),
    row("Ṣadé Foods", month=9, achieved=4),
    row("Broken", failure="engagements.csv: line 4: 'XX' is not a country"),
)


def customers(page: Page) -> list[str]:
    """The customers on show, from the top."""
    names = page.locator("tbody tr:not([hidden]) th.customer").all_text_contents()
    return [name.removesuffix("fictional").strip() for name in names]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [400, 900, 1440])
def test_the_index_is_quiet_and_accessible(see: Open, width: int, theme: Theme) -> None:
    """At every width, in both themes: no complaint, no request, no sideways scroll, nothing that axe finds wrong."""
    sight = see(index_page(ROWS), width=width, theme=theme)
    found = Axe().run(sight.page)
    assert found.violations_count == 0, found.generate_report()
    assert sight.page.evaluate("document.documentElement.scrollWidth") <= width
    assert not sight.complaints
    assert not sight.requests


def test_a_heading_sorts_by_keyboard_and_says_how(see: Open) -> None:
    """Enter sorts upwards, again downwards; what has no value stays last; aria-sort tells which."""
    page = see(index_page(ROWS)).page
    page.get_by_role("button", name="Customer").press("Enter")
    assert customers(page) == ["Accra Health", "Broken", "Ṣadé Foods", "Zambezi Rail"]
    stage = page.get_by_role("button", name="Stage")
    stage.press("Enter")
    assert customers(page) == ["Accra Health", "Zambezi Rail", "Ṣadé Foods", "Broken"]
    stage.press("Enter")
    assert customers(page) == ["Ṣadé Foods", "Zambezi Rail", "Accra Health", "Broken"]
    assert page.locator("th[aria-sort]").all_inner_texts() == ["Stage"]
    assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "descending"


def test_days_sort_as_days(see: Open) -> None:
    """February comes before September and October, whatever their names and digits."""
    page = see(index_page(ROWS)).page
    page.get_by_role("button", name="Held on").press("Enter")
    assert customers(page) == ["Zambezi Rail", "Ṣadé Foods", "Accra Health", "Broken"]


def test_the_filter_finds_at_once_and_without_accents(see: Open) -> None:
    """Each word must be in the row; the number shown is told to a screen reader."""
    page = see(index_page(ROWS)).page
    field = page.get_by_label("Filter")
    field.press_sequentially("sade")
    assert customers(page) == ["Ṣadé Foods"]
    expect(page.get_by_role("status")).to_have_text("1 of 4 shown")
    field.fill("")
    assert len(customers(page)) == 4


def test_ten_thousand_engagements_are_searched_and_sorted_right(see: Open) -> None:
    """A row is found by what only it says, by what many say, and by both; sorting loses none and keeps the search."""
    names = ("Baobab Pay", "Ṣadé Foods", "Zambezi Rail", "Accra Health")
    first = date(2020, 1, 1)
    rows = [
        replace(
            row(f"{names[number % 4]} {number}", failure="cell 3: it was killed" if number % 1000 == 7 else None),
            held_on=first + timedelta(days=number * 7919 % 2000),
        )
        for number in range(10_000)
    ]
    sight = see(index_page(rows))
    field, status = sight.page.get_by_label("Filter"), sight.page.get_by_role("status")

    def found(words: str) -> list[str]:
        field.fill(words)
        return customers(sight.page)

    assert found("rail 9998") == ["Zambezi Rail 9998"]
    assert found("SADE 500") == [f"Ṣadé Foods {number}" for number in range(1, 10_000, 4) if "500" in str(number)]
    assert found("killed") == [entry.customer for entry in rows if entry.failure]
    expect(status).to_have_text("10 of 10000 shown")
    assert found("nobody") == []
    field.fill("sade")
    sight.page.get_by_role("button", name="Held on").click()
    shown = customers(sight.page)
    by_day = sorted(rows, key=lambda entry: entry.held_on or date.min)
    assert shown == [entry.customer for entry in by_day if "Ṣadé" in entry.customer]
    expect(status).to_have_text("2500 of 10000 shown")
    field.fill("")
    assert customers(sight.page) == [entry.customer for entry in by_day]
    assert not sight.complaints


def test_a_phone_sorts_by_a_list(see: Open) -> None:
    """Where rows are cards and have no headings, a list sorts them, and gives the first order back."""
    page = see(index_page(ROWS), width=400).page
    page.get_by_label("Sort by").select_option("customer")
    assert customers(page)[0] == "Accra Health"
    page.get_by_label("Sort by").select_option("As listed")
    assert customers(page) == [row.customer for row in ROWS]


def test_the_index_reads_without_its_script(see: Open) -> None:
    """With scripts off every row is there, and no dead control is."""
    page = see(index_page(ROWS), scripts=False).page
    assert len(customers(page)) == 4
    expect(page.get_by_label("Filter")).to_be_hidden()
    assert page.get_by_role("button").count() == 0


def test_hostile_rows_fire_nothing(see: Open) -> None:
    """Every hostile text as customer, reason and file."""
    rows = [IndexRow(key=text, customer=text, country=text, failure=text, files={"html": text}) for text in TEXTS]
    sight = see(index_page(rows))
    sight.page.get_by_role("button", name="Customer").press("Enter")
    sight.page.get_by_label("Filter").fill("alert")
    assert not sight.fired
    assert not sight.requests
    assert not sight.complaints
