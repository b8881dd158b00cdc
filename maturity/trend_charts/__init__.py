"""The pictures of trends: facts first, then ink."""

from maturity.trend_charts.gallery import KEYS, draw_trend
from maturity.trend_charts.groups import GroupFacts, group_facts, group_svg

__all__ = ["KEYS", "GroupFacts", "draw_trend", "group_facts", "group_svg"]
