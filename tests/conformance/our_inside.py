"""A pytest plugin: a test's first notebook runs in the test's own process, as in a batch; later ones are forked."""

from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest
from conformance import one_process_each, our_forked


class Work:
    """In the place of papermill's client: whatever is to be done beside the kernel."""

    @staticmethod
    def execute_managed_notebook(given: Any, _kernel_name: str, **options: Any) -> None:  # noqa: ANN401
        """Do it with that kind of kernel."""
        given.work(options["kernel_manager_class"])


def pytest_configure() -> None:
    """Run what papermill and nbclient are asked to run inside, where that can be."""
    from nbclient import NotebookClient
    from papermill.engines import papermill_engines

    from maturity.engine import inside
    from maturity.engine.for_papermill import WarmEngine

    our_forked.pytest_configure()

    class FirstInside(WarmEngine):
        """A papermill engine that runs the first notebook inside."""

        @classmethod
        def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **options: Any) -> None:  # noqa: ANN401
            """Run it here, if none has run here."""
            if not inside.is_prepared() or options.get("kernel_manager_class"):
                WarmEngine.execute_managed_notebook(nb_man, kernel_name, **options)
                return
            one_process_each.ON_OUR_KERNEL = True
            inside.InsideEngine.execute_managed_notebook(nb_man, kernel_name, **options)

    for name in (None, "nbclient"):
        papermill_engines.register(name, FirstInside)
    patch.object(NotebookClient, "execute", _execute_inside(NotebookClient.execute)).start()


def _execute_inside(standard: Any) -> Any:  # noqa: ANN401  (a method of theirs)
    """`NotebookClient.execute` beside a kernel in this process, where the test leaves the kernel to us."""
    from maturity.engine import inside
    from maturity.engine.for_papermill import WarmManager

    def execute(client: Any, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401  (theirs)
        if client.km is not None or client.kernel_manager_class is not WarmManager or not inside.is_prepared():
            return standard(client, *arguments, **options)
        made = []

        def work(kind: type) -> None:
            client.kernel_manager_class = kind
            made.append(standard(client, *arguments, **options))

        one_process_each.ON_OUR_KERNEL = True
        with patch.object(inside, "NBClientEngine", Work):
            inside.InsideEngine.execute_managed_notebook(SimpleNamespace(nb=client.nb, work=work), "")
        return made[0]

    return execute


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Make the kernel of this test's process."""
    from maturity.engine import inside

    inside.prepare()
