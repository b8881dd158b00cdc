"""Customers' answers read from folders, tables and JSON: the good ones whole, the others with every fault."""

from maturity.intake.history import earlier_engagements, with_history
from maturity.intake.outcomes import Failure, Intake
from maturity.intake.source import read_source

__all__ = ["Failure", "Intake", "earlier_engagements", "read_source", "with_history"]
