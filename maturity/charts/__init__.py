"""The pictures: facts first, then ink."""

from maturity.charts.facts import Table
from maturity.charts.gallery import KEYS, Picture, draw, draw_moved
from maturity.charts.spec import figure

__all__ = ["KEYS", "Picture", "Table", "draw", "draw_moved", "figure"]
