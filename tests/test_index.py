"""The index page: every engagement in one table."""

import re
from datetime import date

import pytest
from hostile import TEXTS

from maturity.brand import Brand
from maturity.page import IndexRow, index_page

BAOBAB = IndexRow(
    key="2026-03-12-baobab-pay",
    customer="Baobab Pay",
    held_on=date(2026, 3, 12),
    country="Kenya",
    achieved=1,
    ceiling=3,
    stages=5,
    target_stage=3,
    verdict="Get there",
    first_three=("Every build runs tests", "One-click rollback"),
    files={"ipynb": "2026-03-12-baobab-pay.ipynb", "html": "2026-03-12-baobab-pay.html"},
    fictional=True,
)
FAILED = IndexRow(key="atlantis", customer="Atlantis", failure="engagements.csv: line 7: 'XX' is not a country")


def cells(page: str, kind: str) -> list[str]:
    """The text of every body cell of that kind."""
    found = re.findall(rf'class="{kind}"[^>]*>(.*?)</t[dh]>', page.partition("<tbody")[2], re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in found]


def test_a_row_says_where_the_customer_stands_and_what_to_do() -> None:
    """Customer, day, country, stage with its interval, target with its verdict, first three."""
    page = index_page([BAOBAB])
    assert cells(page, "customer") == ["Baobab Pay fictional"]
    assert cells(page, "held") == ["12 Mar 2026"]
    assert cells(page, "country") == ["Kenya"]
    assert cells(page, "stage") == ["1 to 3 of 5"]
    assert cells(page, "target") == ["3, get there"]
    assert cells(page, "three-names") == ["Every build runs tests One-click rollback"]


def test_a_stage_known_for_certain_has_no_interval() -> None:
    """Floor and ceiling in one is one number; none is nothing."""
    assert IndexRow(key="k", customer="c", achieved=2, ceiling=2, stages=5).stage == "2 of 5"
    assert FAILED.stage == FAILED.target == FAILED.held == ""


def test_files_are_linked_page_first() -> None:
    """Each link names its file and its customer, so that a screen reader tells one from another."""
    page = index_page([BAOBAB])
    assert cells(page, "files") == ["Page of Baobab Pay, 12 Mar 2026 Workbook of Baobab Pay, 12 Mar 2026"]
    assert re.findall(r'href="(\./[^"]+)"', page)[0] == "./2026-03-12-baobab-pay.html"


def test_the_boards_page_is_linked_by_its_name() -> None:
    """As a page and as a PDF, told from the briefing's own."""
    files = {ending: f"key.{ending}" for ending in ("board.pdf", "html", "board.html", "pdf")}
    row = IndexRow(key="key", customer="Baobab Pay", files=files)
    assert [name for name, _ in row.links] == ["Page", "PDF", "Board page", "Board PDF"]


def test_a_failed_engagement_stands_with_its_reason() -> None:
    """What failed is listed and counted, with place, what was expected and what came."""
    page = index_page([BAOBAB, FAILED])
    assert "Two engagements with one customer, 12 Mar 2026; one with a problem." in page
    assert cells(page, "three-names")[1] == "Not made. engagements.csv: line 7: &#39;XX&#39; is not a country"


def test_a_row_without_a_step_says_what_to_do_instead() -> None:
    """Nobody is left with an empty cell."""
    row = IndexRow(key="k", customer="c", achieved=4, ceiling=4, stages=5, remark="Nothing: they are done here")
    assert cells(index_page([row]), "three-names") == ["Nothing: they are done here"]


def test_a_file_name_never_becomes_another_address() -> None:
    """A name with a scheme, a query or a space is a file of the folder."""
    row = IndexRow(key="k", customer="c", files={"html": "javascript:alert(1)", "zip": "a b?.zip"})
    assert list(row.links) == [("Page", "./javascript%3Aalert%281%29"), ("zip", "./a%20b%3F.zip")]


@pytest.mark.parametrize("text", TEXTS)
def test_hostile_text_adds_no_element(text: str) -> None:
    """Names, countries, reasons and steps are text."""
    hostile = IndexRow(key=text, customer=text, country=text, first_three=(text,), verdict=text, files={"html": text})
    broken = IndexRow(key=text, customer=text, failure=text)
    plain = IndexRow(key="k", customer="k", country="k", first_three=("k",), verdict="k", files={"html": "k"})
    tags = re.compile(r"<\w+")
    expected = tags.findall(index_page([plain, IndexRow(key="k", customer="k", failure="k")]))
    assert tags.findall(index_page([hostile, broken])) == expected


def test_the_same_rows_give_the_same_bytes() -> None:
    """Nothing of the clock or of chance stands in the index."""
    assert index_page([BAOBAB, FAILED]) == index_page([BAOBAB, FAILED])


def test_an_empty_index_says_so() -> None:
    """No engagement is a number too."""
    assert "No engagements." in index_page([])


def test_a_brand_signs_the_index() -> None:
    """The firm's name stands in the title and at the top."""
    page = index_page([BAOBAB], brand=Brand(name="Kilima & Sons"))
    assert "<title>DevOps maturity briefings by Kilima &amp; Sons</title>" in page
