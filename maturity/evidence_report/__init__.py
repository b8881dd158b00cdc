"""What exports prove, printed: JSON for programs, tables for people."""

from maturity.evidence_report.as_data import as_json
from maturity.evidence_report.tables import as_table
from maturity.evidence_report.weighing import Weighed, weigh

__all__ = ["Weighed", "as_json", "as_table", "weigh"]
