"""A pytest plugin: nbclient's kernels are forks of a warm process, as `papermill --engine maturity` has them."""

from typing import Any
from unittest.mock import patch

from conformance import one_process_each


def pytest_configure() -> None:
    """Put our kernels where nbclient and papermill have theirs, unless a test names its own."""
    from nbclient import NotebookClient
    from papermill.engines import papermill_engines

    from maturity.engine.for_papermill import WarmEngine, WarmManager

    standard_start = WarmManager.start_kernel

    async def start_kernel(manager: WarmManager, **options: Any) -> None:  # noqa: ANN401  (theirs)
        one_process_each.ON_OUR_KERNEL = True
        await standard_start(manager, **options)

    patch.object(WarmManager, "start_kernel", start_kernel).start()
    patch.object(NotebookClient, "_kernel_manager_class_default", lambda _client: WarmManager).start()
    for name in (None, "nbclient"):
        papermill_engines.register(name, WarmEngine)
