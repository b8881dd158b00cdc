"""The briefing as a PDF that can be read aloud, and its one page for the board."""

from maturity.pdf.board import render_board, render_board_pdf
from maturity.pdf.briefing import pdf_fingerprint, render_pdf
from maturity.pdf.engine import PrinterMissingError

__all__ = ["PrinterMissingError", "pdf_fingerprint", "render_board", "render_board_pdf", "render_pdf"]
