"""A page of ours on paper: HTML in, PDF/UA-1 out, the same bytes for the same page."""

import hashlib
import re
from collections.abc import Callable
from functools import lru_cache
from threading import Lock
from typing import Any, Final
from xml.etree.ElementTree import Element

from maturity.brand import Brand
from maturity.charts.palette import style_sheet
from maturity.pdf.engine import engine, fetcher
from maturity.pdf.typefaces import DISPLAY, TEXT, missing_letters, type_case
from maturity.shipped import shipped

#: what a page is drawn by: a path or a colour, what a matrix turns and where it moves to, letters with their kerning
_DRAWN: Final = re.compile(rb"(?P<turn>)(?P<at>[-\d. ]+)(?P<how> (?:m|l|c|v|y|re|rg|RG))")
_MOVED: Final = re.compile(rb"(?P<turn>(?:[-\d.]+ ){4})(?P<at>[-\d. ]+)(?P<how> (?:Tm|cm))")
_LETTERS: Final = re.compile(rb"\[<.*\] TJ")
_FINE: Final = re.compile(rb"-?\d+\.\d{4,}")
_ONE_AT_A_TIME: Final = Lock()  # Pango's fonts are no thread's but one


def print_page(html: str, *, brand: Brand, styles: tuple[str, ...], prepare: Callable[[Element], None]) -> bytes:
    """The page as tagged PDF/UA-1, in the brand's colours and the template folder's style sheets.

    `prepare` changes the page's elements before they are set. Letters that none of our fonts holds are set in the
    machine's, so those alone can differ from machine to machine. Nothing is fetched from anywhere.

    Raises:
        PrinterMissingError: Pango is not on this machine.
    """
    weasyprint = engine()
    with _ONE_AT_A_TIME:
        page = weasyprint.HTML(string=html, url_fetcher=fetcher())
        prepare(page.etree_element)
        case = type_case(with_machine=bool(missing_letters("".join(page.etree_element.itertext()))))
        made: bytes = page.write_pdf(
            font_config=case,
            stylesheets=[_sheet(brand, styles)],
            pdf_variant="pdf/ua-1",
            pdf_identifier=hashlib.sha256(html.encode()).digest()[:16],
            finisher=_thin,
        )
    return made


def _thin(_document: object, pdf: Any) -> None:  # noqa: ANN401  (WeasyPrint has no types)
    """Say places in thousandths of a point, and no kerning where there is none: a twentieth of the file."""
    for drawn in pdf.objects:
        lines = getattr(drawn, "stream", None)
        if isinstance(lines, list):
            lines[:] = [_thinned(line) if isinstance(line, bytes) else line for line in lines]


def _thinned(line: bytes) -> bytes:
    if placed := _DRAWN.fullmatch(line) or _MOVED.fullmatch(line):
        at = _FINE.sub(lambda found: (b"%.3f" % float(found[0])).rstrip(b"0").rstrip(b"."), placed["at"])
        return placed["turn"] + at + placed["how"]
    return line.replace(b">0<", b"") if _LETTERS.fullmatch(line) else line


@lru_cache(maxsize=8)
def _sheet(brand: Brand, styles: tuple[str, ...]) -> Any:  # noqa: ANN401  (WeasyPrint has no types)
    """The style sheets, read once for a brand."""
    folder = shipped("templates")
    fonts = f":root{{--text:{TEXT};--display:{DISPLAY}}}"
    texts = [fonts, style_sheet(brand.light), *((folder / name).read_text(encoding="utf-8") for name in styles)]
    return engine().CSS(string="".join(texts), url_fetcher=fetcher())
