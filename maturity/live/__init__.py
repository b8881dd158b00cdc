"""The live briefing: what a customer says, asked in the room, and never lost."""

from maturity.live.opening import LiveBriefing, open_briefing

__all__ = ["LiveBriefing", "open_briefing"]
