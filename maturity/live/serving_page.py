"""The live briefing as a page without code: Voilà, with our template and nothing but what one widget needs."""

import logging
from types import FrameType
from typing import Any, Final

from maturity.live.serving import HOST, TRIES, Serving, apart, kernel_settings, on_the_end
from maturity.shipped import shipped

FORM: Final = "form"  #: the key of the cell whose widget is the page
TEMPLATE: Final = "base"  #: Voilà's own that ours stands before: it brings the scripts

#: what the page loads beside Voilà itself; whatever else is installed stays out of the room
EXTENSIONS: Final = ("@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8", "anywidget")

PING: Final = 30_000  #: milliseconds between signs of life on a connection, and for the answer to one

#: nothing from any other machine, whatever a widget or an extension asks for
POLICY: Final = (
    "default-src 'self' data: blob:; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob: data:; "
    f"style-src 'self' 'unsafe-inline' data: blob:; connect-src 'self' ws://{HOST}:* data: blob:; "
    "frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
)


def serve_page(serving: Serving) -> None:
    """Serve the page until Ctrl-C; no kernel is left behind."""
    from traitlets.config import Config

    logging.getLogger("tornado").setLevel(logging.ERROR)  # who was refused is no news on the terminal
    with apart() as folder:
        settings = {name: dict(part) for name, part in kernel_settings(serving, folder).items()}
        classes = settings.pop("classes")
        settings["VoilaConfiguration"] = {
            "template": TEMPLATE,
            "allow_template_override": "NO",
            "allow_theme_override": "NO",
            "show_tracebacks": True,
            "extension_allowlist": list(EXTENSIONS),
            "extension_denylist": [],
            "file_allowlist": [],
            "multi_kernel_manager_class": classes["kernels"],
            "kernel_spec_manager_class": classes["specs"],
            "prelaunch_hook": _only_the_form,
        }
        settings["Voila"] = {
            "ip": HOST,
            "port": serving.port,
            "port_retries": TRIES,
            "token": serving.token,
            "root_dir": str(serving.notebook.parent),
            "notebook_path": str(serving.notebook),
            "connection_dir_root": str(folder),
            "log_level": "ERROR",
            "tornado_settings": {
                "allow_remote_access": False,
                "local_hostnames": [HOST, "localhost"],
                "ws_ping_interval": PING,
                "ws_ping_timeout": PING,
                "headers": {"Content-Security-Policy": POLICY, "Referrer-Policy": "no-referrer"},
            },
        }
        server = _page_server(serving)(config=Config(settings))
        server.initialize([])
        server.start()


def _page_server(serving: Serving) -> Any:  # noqa: ANN401  (Voilà's classes have no types)
    from tornado.ioloop import IOLoop
    from voila.app import Voila
    from voila.paths import collect_static_paths, collect_template_paths

    class PageServer(Voila):  # type: ignore[misc]  # Voilà ships no types
        """Voilà that reads nobody's settings, finds our template, and refuses who comes without the token."""

        def load_config_file(self, *_: object, **__: object) -> None:
            """Nothing of the user's."""

        def setup_template_dirs(self) -> None:
            """Ours first, then Voilà's own."""
            ours = shipped("templates") / "voila" / "maturity"
            self.template_paths = [str(ours), *collect_template_paths(["voila", "nbconvert"], TEMPLATE, prune=True)]
            self.static_paths = collect_static_paths(["voila", "nbconvert"], TEMPLATE)

        def init_handlers(self) -> list[Any]:
            """No login form: the address with its token is the only way in."""
            return [_refusing(entry) for entry in super().init_handlers() if entry[0] not in {r"/login", r"/logout"}]

        def launch_browser(self) -> None:
            """It listens: say where, and from here on end in order."""
            self.ioloop = IOLoop.current()
            on_the_end(self._end)
            serving.ready(f"http://{HOST}:{self.port}/?token={serving.token}")

        def _end(self, number: int, frame: FrameType | None) -> None:
            self._handle_signal_stop(number, frame)

    return PageServer


def _refusing(entry: tuple[Any, ...]) -> tuple[Any, ...]:
    """A route whose answer to strangers is a refusal instead of a way to a login form."""
    from tornado.web import HTTPError, RequestHandler
    from voila.handler import VoilaHandler

    handler: Any = entry[1]
    if not issubclass(handler, VoilaHandler):
        return entry

    class OnlyWithToken(handler):  # type: ignore[misc]  # the same
        """The page, for whoever has its token."""

        def get_login_url(self) -> str:
            raise HTTPError(403)

        def write_error(self, status_code: int, **_: object) -> None:
            file = shipped("templates") / "voila" / "maturity" / "refused.html"
            text = file.read_text(encoding="utf-8").replace("{{ status }}", str(status_code))
            RequestHandler.finish(self, text)

    return (entry[0], OnlyWithToken, *entry[2:])


def _only_the_form(_: object, *, notebook: Any, cwd: str) -> Any:  # noqa: ANN401, ARG001  (as Voilà calls it)
    """The notebook up to its form: the exhibits after it belong to the workbook."""
    keys = [cell.metadata.get("maturity", {}).get("key") for cell in notebook.cells]
    notebook.cells = notebook.cells[: keys.index(FORM) + 1]
    return notebook
