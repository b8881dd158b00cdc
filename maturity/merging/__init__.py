"""Edits that survive: a workbook that a consultant changed, made anew around what they changed.

What each cell was made as stands in the edited workbook's own stamp, so no third file is needed. Cells are told apart
by key, not by id, which JupyterLab gives anew. Nothing is run: code that was edited keeps the output that it had.
"""

from maturity.merging.arranging import longest_rising
from maturity.merging.fates import Merged, Place
from maturity.merging.merge import merge, with_parameters
from maturity.merging.settling import PASSING, what_is

__all__ = ["PASSING", "Merged", "Place", "longest_rising", "merge", "what_is", "with_parameters"]
