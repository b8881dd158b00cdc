"""The briefing as a page: one self-contained HTML file, and the index that lists many."""

from maturity.page.exporter import BriefingExporter, page_fingerprint, render_page
from maturity.page.index import IndexRow, index_page

__all__ = ["BriefingExporter", "IndexRow", "index_page", "page_fingerprint", "render_page"]
