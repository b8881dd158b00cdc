"""The briefing as a notebook shows it: one call, one exhibit; nothing where there is nothing to say."""

from maturity.exhibits.briefing import Briefing
from maturity.exhibits.opening import EXAMPLE, earlier_of, open_briefing, published_peers

__all__ = ["EXAMPLE", "Briefing", "earlier_of", "open_briefing", "published_peers"]
