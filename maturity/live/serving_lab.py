"""The live briefing as a notebook: JupyterLab on the working copy, with our settings and nobody else's."""

from types import FrameType
from typing import Any, Final

from maturity.live.serving import HOST, TRIES, Serving, apart, kernel_settings, on_the_end
from maturity.live.serving_copy import forget_outputs
from maturity.shipped import shipped

OWN: Final = ".lab"  #: folder beside the copy for what JupyterLab keeps between sessions: theme, sizes, layout


def serve_lab(serving: Serving) -> None:
    """Serve JupyterLab until Ctrl-C; no kernel is left behind."""
    from traitlets.config import Config

    with apart() as folder:
        settings = {name: dict(part) for name, part in kernel_settings(serving, folder).items()}
        classes = settings.pop("classes")
        settings["ServerApp"] = {
            "ip": HOST,
            "port": serving.port,
            "port_retries": TRIES,
            "root_dir": str(serving.notebook.parent),
            "allow_root": True,
            "open_browser": False,
            "terminals_enabled": False,
            "kernel_manager_class": classes["kernels"],
            "kernel_spec_manager_class": classes["specs"],
            "log_level": "ERROR",
        }
        settings["IdentityProvider"] = {"token": serving.token}
        settings["LabApp"] = _lab_settings(serving)
        server = _lab_server(serving).instance(config=Config(settings), jpserver_extensions={"jupyterlab": True})
        server.initialize([], find_extensions=False, starter_extension="lab")
        server.contents_manager.register_pre_save_hook(forget_outputs)
        server.start()


def _lab_settings(serving: Serving) -> dict[str, Any]:
    from jupyterlab.handlers.announcements import NeverCheckForUpdate

    ours = shipped("templates") / "lab"
    kept = serving.notebook.parent / OWN
    return {
        "app_settings_dir": str(ours / "settings"),
        "extra_labextensions_path": [str(ours / "extensions")],
        "user_settings_dir": str(kept / "settings"),
        "workspaces_dir": str(kept / "workspaces"),
        "news_url": None,
        "check_for_updates_class": NeverCheckForUpdate,
        "extension_manager": "readonly",
        "expose_app_in_browser": True,
        "log_level": "ERROR",
    }


def _lab_server(serving: Serving) -> Any:  # noqa: ANN401  (a class made when it is needed: its import takes a second)
    from jupyter_server.serverapp import ServerApp

    class LabServer(ServerApp):
        """A Jupyter server that reads nobody's settings and ends at the first Ctrl-C."""

        def load_config_file(self, *_: object, **__: object) -> None:
            """Nothing of the user's."""

        def init_signal(self) -> None:
            """Without asking whether it was meant: everything that was said is in the store."""
            on_the_end(self._end)

        def start_app(self) -> None:
            """It listens: say where."""
            super().start_app()
            page = f"http://{HOST}:{self.port}/doc/tree/{serving.notebook.name}"
            serving.ready(f"{page}?token={serving.token}")

        def _end(self, _: int, __: FrameType | None) -> None:
            self.stop(from_signal=True)

    return LabServer
