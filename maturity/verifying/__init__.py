"""A workbook proves itself: run again from its own parameters, and held against what it shows.

Nothing of the file is run: its parameters are read as text, and the shipped notebook is run with them. It proves that
every number follows from the answers in the file; not that the answers are those which the customer gave.

nbval, which does the like, runs the file's own code, passes over the metadata of outputs and cells that were removed,
and needs pytest; a test holds what it finds against what is found here.
"""

from maturity.verifying.parameters import ParametersError, briefing_of
from maturity.verifying.verdicts import Difference, OtherVersion, Verdict, Verified
from maturity.verifying.verify import verify

__all__ = ["Difference", "OtherVersion", "ParametersError", "Verdict", "Verified", "briefing_of", "verify"]
