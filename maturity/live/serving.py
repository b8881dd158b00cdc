"""A server of the live briefing: what it is told, what its kernels are given, and how it ends."""

import os
import secrets
import signal
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any, Final

from maturity.imports import SLOW_GRAMMAR, left_out
from maturity.live.settings import VARIABLE, Settings, settings_text

HOST: Final = "127.0.0.1"  #: no other machine can ask
IDLE: Final = 3600  #: seconds that a kernel lives on with no page connected: a laptop's sleep, a walk to another room
GOODBYE: Final = 1.0  #: seconds that a kernel gets to end by itself; it holds nothing that is not in the store
LONGEST_SOCKET: Final = 103  #: bytes of a socket's path; systems cut at 104 to 108
SOCKET_NAME: Final = len("/voila_12345678/kernel-01234567-0123-0123-0123-012345678901-ipc-1")  #: beside the folder's
TRIES: Final = 50  #: other ports tried where one is in use

#: no file of what was run: it would hold up the start, and outlive a customer who was deleted
_KERNEL_SETTINGS = "c = get_config()\nc.HistoryManager.enabled = False\n"

#: where Jupyter looks for settings, extensions and kernels of the user's own
_FOLDERS = {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "JUPYTER_RUNTIME_DIR": "runtime"}
_UNWANTED = ("JUPYTER_CONFIG_PATH", "JUPYTER_PATH", "JUPYTER_NO_CONFIG", "JUPYTER_TOKEN", "JUPYTERLAB_DIR")


@dataclass(frozen=True, kw_only=True)
class Serving:
    """One server to be started."""

    notebook: Path  #: the working copy
    opens: Settings  #: what the notebook opens
    port: int  #: another one is taken where it is in use
    ready: Callable[[str], None] = print  #: called once, with the address and its token, when the server listens
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)


@contextmanager
def apart() -> Iterator[Path]:
    """A temporary folder, with this process's environment set so that Jupyter finds nothing of the user's.

    The folder and what is in it are gone afterwards.
    """
    before = dict(os.environ)
    temporary = tempfile.TemporaryDirectory(prefix="maturity-live-", ignore_cleanup_errors=True)
    with left_out(SLOW_GRAMMAR), temporary as name:
        folder = Path(name)
        profile = folder / "ipython" / "profile_default"
        profile.mkdir(parents=True)
        (profile / "ipython_kernel_config.py").write_text(_KERNEL_SETTINGS, encoding="utf-8")
        try:
            for variable, part in _FOLDERS.items():
                os.environ[variable] = str(folder / part)
            for variable in _UNWANTED:
                os.environ.pop(variable, None)
            yield folder
        finally:
            os.environ.clear()
            os.environ.update(before)


def kernel_settings(serving: Serving, folder: Path) -> Mapping[str, Mapping[str, Any]]:
    """What holds for kernels under either server: this very Python's only, told what to open, ended when left alone."""
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
    from traitlets import default

    given = {**os.environ, VARIABLE: settings_text(serving.opens), "IPYTHONDIR": str(folder / "ipython")}

    class LiveKernels(AsyncMappingKernelManager):
        """Kernels that know which store and customer they are for."""

        async def start_kernel(self, **options: Any) -> str:  # type: ignore[override]  # noqa: ANN401  (theirs is typed as of both kinds)
            own = options.pop("env", None) or {}
            return await super().start_kernel(**options, env={**own, **given})

    class OwnKernelOnly(KernelSpecManager):
        """No kernel but the one of the Python that runs this."""

        @default("kernel_dirs")
        def _none(self) -> list[str]:
            return []

    return {
        "classes": {"kernels": LiveKernels, "specs": OwnKernelOnly},
        "MappingKernelManager": {"cull_idle_timeout": IDLE, "cull_interval": 60, "cull_connected": False},
        "KernelManager": {"shutdown_wait_time": GOODBYE, **_transport(folder)},
    }


def _transport(folder: Path) -> Mapping[str, str]:
    """Kernels talk over sockets in the folder, which only this user can open; over TCP where that can't be."""
    longest = len(os.fsencode(folder)) + SOCKET_NAME
    return {"transport": "ipc"} if os.name == "posix" and longest <= LONGEST_SOCKET else {}


def on_the_end(stop: Callable[[int, FrameType | None], None]) -> None:
    """Call this at Ctrl-C, when the terminal is closed, and when the process is asked to end."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), stop)
