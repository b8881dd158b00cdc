"""A kernel of its own for a notebook, that is the same wherever it runs."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

LONGEST_SOCKET = 90  #: bytes of a socket's path; systems cut at 104 to 108


def kernel_options(folder: Path) -> Mapping[str, Any]:
    """A kernel that talks over sockets in this folder, which only this user can open; over TCP where that can't be."""
    from traitlets.config import Config

    settings = {"connection_file": str(folder / "kernel.json")}
    if os.name == "posix" and len(os.fsencode(folder)) <= LONGEST_SOCKET:
        settings |= {"transport": "ipc", "ip": str(folder / "kernel")}
    return {
        "kernel_manager_class": _own_kernel(folder),
        "config": Config({"KernelManager": settings}),
        "extra_arguments": ["--HistoryManager.enabled=False", "--log-level=50"],
        "shutdown_kernel": "immediate",  # it holds nothing that a slow goodbye could save
    }


def _own_kernel(folder: Path) -> type:
    """The kernel of this very Python, started in the folder: no settings, kernels or modules of the user's reach it."""
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager
    from traitlets import default

    class OwnKernel(AsyncKernelManager):
        """A kernel that is the same wherever it runs."""

        @default("kernel_spec_manager")
        def _only_the_native_kernel(self) -> KernelSpecManager:
            return KernelSpecManager(kernel_dirs=[])

        async def start_kernel(self, **options: Any) -> None:  # type: ignore[override]  # noqa: ANN401  (theirs is typed as of both kinds)
            env = {**os.environ, "IPYTHONDIR": str(folder / "ipython")}
            await super().start_kernel(**{**options, "cwd": str(folder), "env": env})

    return OwnKernel
