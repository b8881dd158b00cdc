"""The one door to WeasyPrint, which needs Pango from the machine; nothing that it prints fetches anything."""

import base64
import io
import re
import warnings
from contextlib import redirect_stdout
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from maturity.errors import MaturityError
from maturity.shipped import shipped

NEEDS: Final = (
    "a PDF needs the text library Pango, which is not on this machine (or not whole): install it with "
    "`apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0` (Debian, Ubuntu), "
    "`dnf install pango` (Fedora) or `brew install pango` (macOS)"
)
_PICTURE: Final = re.compile(r"data:(image/(?:png|jpeg|svg\+xml));base64,([A-Za-z0-9+/=]+)")
_FONT: Final = re.compile(r"own:(briefing|pdf)/([a-z0-9-]+\.woff2)")


class PrinterMissingError(MaturityError):
    """What prints PDFs is not on this machine; the message says what to install."""


@lru_cache(maxsize=1)
def engine() -> ModuleType:
    """WeasyPrint, loaded once.

    Raises:
        PrinterMissingError: Pango is not on this machine.
    """
    try:
        with redirect_stdout(io.StringIO()), warnings.catch_warnings(action="ignore"):  # it prints what it can't find
            import weasyprint
    except OSError as error:
        raise PrinterMissingError(NEEDS) from error
    module: ModuleType = weasyprint
    return module


@lru_cache(maxsize=1)
def fetcher() -> Any:  # noqa: ANN401  (WeasyPrint has no types)
    """What WeasyPrint asks for whatever a page names: our fonts and pictures that stand in the page; else a refusal."""
    engine()
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OnlyOurs(URLFetcher):  # type: ignore[misc]  # it has no types
        """No network, no file but our fonts."""

        def fetch(self, url: str, headers: object = None) -> Any:  # noqa: ANN401, ARG002  (as theirs is)
            if font := _FONT.fullmatch(url):
                return URLFetcherResponse(url, _font_file(*font.groups()).read_bytes())
            if picture := _PICTURE.fullmatch(url):
                return URLFetcherResponse(url, base64.b64decode(picture[2]), {"Content-Type": picture[1]})
            message = "a page may show nothing from elsewhere"
            raise ValueError(message)

    return OnlyOurs()


def printer() -> str:
    """What prints, with its version, since another one may set a page otherwise: `weasyprint 70.0, pango 15012`.

    Raises:
        PrinterMissingError: Pango is not on this machine.
    """
    weasyprint = engine()
    from weasyprint.text.ffi import pango

    return f"weasyprint {weasyprint.__version__}, pango {pango.pango_version()}"


def _font_file(folder: str, name: str) -> Path:
    return shipped("templates") / folder / "fonts" / name
