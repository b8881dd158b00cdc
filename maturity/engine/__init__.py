"""Calls in processes of their own: forked from a warm one where that is safe, spawned or plain elsewhere."""

from typing import Any

from maturity.engine.opening import Engine, open_engine
from maturity.engine.tasks import Done

__all__ = ["Done", "Engine", "WarmEngine", "open_engine"]


def __getattr__(name: str) -> Any:  # noqa: ANN401  (whatever a module holds)
    """`WarmEngine`, which papermill asks for by its entry point, is imported only then: it needs papermill."""
    if name == "WarmEngine":
        from maturity.engine.for_papermill import WarmEngine

        return WarmEngine
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
