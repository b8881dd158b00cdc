"""Slides: a briefing as a deck that can be edited, in a firm's look."""

from maturity.deck.deck import deck_fingerprint, render_deck

__all__ = ["deck_fingerprint", "render_deck"]
