"""The briefing as a page: one self-contained HTML file, and the index that lists many."""

from typing import TYPE_CHECKING, Any

from maturity.page.index import IndexRow, index_page
from maturity.page.look import page_fingerprint

if TYPE_CHECKING:
    from maturity.page.exporter import BriefingExporter, render_page

__all__ = ["BriefingExporter", "IndexRow", "index_page", "page_fingerprint", "render_page"]


def __getattr__(name: str) -> Any:  # noqa: ANN401  (whatever a module holds)
    """What renders a page is imported only then: it brings nbconvert."""
    if name in __all__:
        from maturity.page import exporter

        return getattr(exporter, name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
