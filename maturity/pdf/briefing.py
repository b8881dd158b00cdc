"""A workbook as a PDF: the page's own words, pictures and print style, with a cover, contents and page numbers."""

import hashlib
import re
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any, Final
from xml.etree.ElementTree import Element

from maturity.brand import Brand
from maturity.charts.lettering import shorten
from maturity.delivered import language_of
from maturity.fragments import templates
from maturity.given import reference_of
from maturity.language import later, speaking, tr
from maturity.page.document import read_document
from maturity.page.look import page_fingerprint
from maturity.pdf.engine import printer
from maturity.pdf.paper import ready_for_paper, tell_leads
from maturity.pdf.printing import print_page
from maturity.shipped import shipped

STYLES: Final = ("briefing/page.css", "pdf/briefing.css")
FOOTER_WIDTH: Final = 185  #: points that a customer's name has at the foot of a page
FOOTER_SIZE: Final = 7.5  #: points of its letters
PAGE: Final = later("page {page} of {pages}")  #: at the foot of every page; the English stands in the style sheet
LONG_NAME, VERY_LONG_NAME = 36, 120  #: characters from which a name is smaller on the cover
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}(?=-)")


def render_pdf(notebook: Mapping[str, Any], *, brand: Brand) -> bytes:
    """The PDF of an executed workbook, in its language: tagged as PDF/UA-1, the same bytes for the same and a brand.

    It is dated by the day of the engagement, never by today. Names stay text, and nothing in it runs or fetches.

    Raises:
        PrinterMissingError: Pango is not on this machine.
    """
    with speaking(language_of(notebook)):
        return _printed(notebook, brand)


def _printed(notebook: Mapping[str, Any], brand: Brand) -> bytes:
    document = read_document(notebook, name=tr("Briefing"), interactive=False)
    stamp = notebook.get("metadata", {}).get("maturity", {})
    html = (
        templates("pdf")
        .get_template("briefing.html")
        .render(
            document=document,
            brand=brand,
            customer=shorten(document.customer, FOOTER_SIZE, FOOTER_WIDTH),
            reference=_reference(stamp),
            notice=document.notice or brand.footer,
            numbered=_numbered(),
            held_on=_held_on(stamp),
            size=_name_size(document.customer),
            version=version("maturity"),
        )
    )

    def prepare(root: Element) -> None:
        ready_for_paper(root, brand)
        tell_leads(root)

    return print_page(html, brand=brand, styles=STYLES, prepare=prepare)


def pdf_fingerprint(brand: Brand) -> str:
    """What decides a PDF's bytes beside its workbook: the page's templates, the PDF's own, and what prints them."""
    own = sorted(path for path in (shipped("templates") / "pdf").rglob("*") if path.is_file())
    parts = [page_fingerprint(brand).encode(), printer().encode(), *(path.read_bytes() for path in own)]
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def _numbered() -> str:
    """What stands around a page's number, as a style sheet says it; empty where the style sheet's own words do."""
    said = tr(PAGE)
    if said == PAGE:
        return ""
    numbers = {"{page}": "counter(page)", "{pages}": "counter(pages)"}
    parts = [numbers.get(part, f'"{part}"') for part in re.split(r"(\{pages?\})", said) if part]
    return f"@page{{@bottom-center{{content:{' '.join(parts)}}}}}"


def _reference(stamp: Mapping[str, Any]) -> str:
    """What names the workbook; empty for one that we did not make."""
    told = (stamp.get("key", ""), stamp.get("input_hash", ""), stamp.get("model", {}).get("hash", ""))
    return reference_of(*map(str, told))


def _held_on(stamp: Mapping[str, Any]) -> str:
    day = _DAY.match(str(stamp.get("key", "")))
    return day[0] if day else ""


def _name_size(name: str) -> str:
    """How large the name is on the cover."""
    if len(name) > VERY_LONG_NAME:
        return "very-long"
    return "long" if len(name) > LONG_NAME else ""
