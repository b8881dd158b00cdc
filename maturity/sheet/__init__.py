"""The answer sheet: what a customer fills in before the briefing, and may send back as a SOURCE."""

from maturity.sheet.cells import cut_cells
from maturity.sheet.content import ASKED_ANEW, Form, lay_out
from maturity.sheet.last_time import find_last, find_last_in
from maturity.sheet.plain import sheet_text
from maturity.sheet.workbook import sheet_book

__all__ = ["ASKED_ANEW", "Form", "cut_cells", "find_last", "find_last_in", "lay_out", "sheet_book", "sheet_text"]
