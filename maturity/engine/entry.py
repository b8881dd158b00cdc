"""What papermill finds under `--engine maturity`: light, since papermill loads every engine whenever it is imported."""

from typing import Any


class _Later(type):
    """A class that is another one, imported when it is first asked for something."""

    def __getattr__(cls, name: str) -> Any:  # noqa: ANN401  (whatever papermill asks of an engine)
        from maturity.engine import for_papermill

        return getattr(for_papermill.WarmEngine, name)


class WarmEngine(metaclass=_Later):
    """A papermill engine whose kernels are forks of a warm process."""
