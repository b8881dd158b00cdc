"""What exports prove, printed: JSON for programs, tables for people."""

from maturity.evidence_report.as_data import as_json
from maturity.evidence_report.tables import as_table
from maturity.evidence_report.weighing import Proof, weigh

__all__ = ["Proof", "as_json", "as_table", "weigh"]
