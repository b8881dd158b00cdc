"""The pictures: facts first, then ink."""

from maturity.charts.facts import Table
from maturity.charts.gallery import EVIDENCE_KEYS, KEYS, Picture, draw, draw_evidence, draw_moved
from maturity.charts.spec import figure

__all__ = ["EVIDENCE_KEYS", "KEYS", "Picture", "Table", "draw", "draw_evidence", "draw_moved", "figure"]
