"""Calls in processes of their own: forked from a warm one where that is safe, spawned or plain elsewhere."""

from maturity.engine.opening import Engine, open_engine
from maturity.engine.tasks import Done

__all__ = ["Done", "Engine", "open_engine"]
