"""The servers of the live briefing: their working copy, who they let in, what they fetch, how they end."""

import json
import os
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from browser.live_servers import Kind, LiveServer, free_port, live_server, live_window, opened_browser, running
from playwright.sync_api import Browser

from maturity.files import UnwritableError
from maturity.live.serving import Serving, apart, kernel_settings
from maturity.live.serving_copy import forget_outputs, ready_copy
from maturity.live.serving_page import _only_the_form
from maturity.live.settings import Settings
from maturity.shipped import shipped
from maturity.workbook import briefing_notebook

ELSEWHERE = re.compile(r"https?://(?!127\.0\.0\.1|www\.w3\.org/)[^\s\"'<]+")


def read(path: Path) -> dict[str, Any]:
    """A notebook's JSON."""
    notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return notebook


def write(path: Path, notebook: object) -> None:
    """JSON as a notebook's file."""
    path.write_text(json.dumps(notebook), encoding="utf-8")


def test_the_copy_says_what_the_shipped_notebook_says_and_that_one_is_never_written(tmp_path: Path) -> None:
    """The folder is made; the shipped file keeps its bytes and its date."""
    source = briefing_notebook()
    before = (source.read_bytes(), source.stat().st_mtime_ns)
    copy = ready_copy(source, tmp_path / "new" / "live")
    assert copy.kept is None
    assert copy.notebook == tmp_path / "new" / "live" / "briefing.ipynb"
    assert read(copy.notebook)["cells"] == read(source)["cells"]
    assert (source.read_bytes(), source.stat().st_mtime_ns) == before


def test_a_copy_that_is_as_shipped_is_left_alone(tmp_path: Path) -> None:
    """A server that has it open is not disturbed by a second one."""
    first = ready_copy(briefing_notebook(), tmp_path)
    os.utime(first.notebook, (1, 1))
    assert ready_copy(briefing_notebook(), tmp_path) == first
    assert first.notebook.stat().st_mtime == 1


def test_the_copy_is_refreshed_when_the_shipped_notebook_changed(tmp_path: Path) -> None:
    """What was run in it is no edit: outputs, numbers and folds come and go."""
    source, folder = tmp_path / "briefing.ipynb", tmp_path / "live"
    notebook = read(briefing_notebook())
    write(source, notebook)
    copy = ready_copy(source, folder).notebook
    ran = read(copy)
    code = next(cell for cell in ran["cells"] if cell["cell_type"] == "code")
    code |= {"outputs": [{"output_type": "stream", "name": "stdout", "text": "Baobab"}], "execution_count": 3}
    code["metadata"]["collapsed"] = True
    ran["metadata"]["language_info"] = {"name": "python", "version": "3.99"}
    write(copy, ran)
    notebook["cells"][-1]["source"] = "briefing.something_new()"
    write(source, notebook)
    assert ready_copy(source, folder).kept is None
    assert "something_new" in copy.read_text(encoding="utf-8")
    assert "Baobab" not in copy.read_text(encoding="utf-8")
    assert [path.name for path in folder.iterdir()] == ["briefing.ipynb"]


@pytest.mark.parametrize("how", ["source", "more", "fewer", "broken", "foreign"])
def test_a_copy_that_somebody_edited_is_kept_under_another_name(how: str, tmp_path: Path) -> None:
    """Never overwritten, however often; what opens is as shipped."""
    path = ready_copy(briefing_notebook(), tmp_path).notebook
    fresh = path.read_bytes()
    for number in (1, 2):
        notebook = read(path)
        if how == "source":
            notebook["cells"][3]["source"] = f"# mine {number}"
        elif how == "more":
            notebook["cells"].append({"cell_type": "markdown", "id": "x", "metadata": {}, "source": [f"{number}"]})
        elif how == "fewer":
            notebook["cells"] = notebook["cells"][number:]
        elif how == "foreign":
            del notebook["metadata"]["maturity"]
        write(path, notebook)
        if how == "broken":
            path.write_text(f"{{ {number}", encoding="utf-8")
        edited = path.read_bytes()
        kept = ready_copy(briefing_notebook(), tmp_path).kept
        assert kept == tmp_path / f"briefing-edited-{number}.ipynb"
        assert kept.read_bytes() == edited
        assert path.read_bytes() == fresh


def test_a_folder_that_can_not_be_written_is_told(tmp_path: Path) -> None:
    """By its name, before a server starts."""
    (tmp_path / "live").write_text("a file", encoding="utf-8")
    with pytest.raises(UnwritableError, match="live: can't be used"):
        ready_copy(briefing_notebook(), tmp_path / "live")


def test_saving_a_copy_forgets_what_was_shown_of_the_customer(tmp_path: Path) -> None:
    """The customer is in the store only, so that deleting them there is enough; other notebooks are not touched."""
    shown = {"output_type": "stream", "name": "stdout", "text": "Baobab Pay stands on stage 2"}
    ran = read(ready_copy(briefing_notebook(), tmp_path).notebook)
    for cell in ran["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"outputs": [shown], "execution_count": 7}
    ran["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": "Baobab Pay"}}
    other = json.loads(json.dumps(ran))
    del other["metadata"]["maturity"]
    for notebook in (ran, other):
        forget_outputs(model={"type": "notebook", "content": notebook}, path="x", contents_manager=None)
    forget_outputs(model={"type": "file", "content": "Baobab"}, path="y", contents_manager=None)
    assert "Baobab" not in json.dumps(ran)
    assert ran["cells"] == read(briefing_notebook())["cells"]
    assert "Baobab" in json.dumps(other)


def test_the_page_runs_the_cells_up_to_the_form_only() -> None:
    """The exhibits after it belong to the workbook, and would make the page wait."""
    import nbformat

    notebook = _only_the_form(None, notebook=nbformat.read(briefing_notebook(), as_version=4), cwd="")
    assert [cell.metadata.maturity.key for cell in notebook.cells][-2:] == ["open", "form"]


def test_a_server_finds_nothing_of_the_users_and_puts_the_environment_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings, extensions and kernels of the user's own stay out of the room; kernels are told what to open."""
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "/elsewhere")
    monkeypatch.setenv("JUPYTER_TOKEN", "known")
    before = dict(os.environ)
    serving = Serving(notebook=Path("x.ipynb"), opens=Settings(store="s.db", customer='Zoë "Z"'), port=1)
    with apart() as folder:
        assert "JUPYTER_TOKEN" not in os.environ
        assert "JUPYTER_CONFIG_PATH" not in os.environ
        assert {os.environ[name] for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")} == {
            str(folder / part) for part in ("config", "data", "runtime")
        }
        specs = kernel_settings(serving, folder)["classes"]["specs"]()
        assert list(specs.find_kernel_specs()) == ["python3"]
    assert dict(os.environ) == before
    assert not folder.exists()
    assert serving.token not in repr(serving)
    assert serving.token != Serving(notebook=Path(), opens=serving.opens, port=1).token


@pytest.mark.parametrize(
    "file", ["voila/maturity/index.html.j2", "voila/maturity/refused.html", "voila/maturity/page.css"]
)
def test_our_templates_name_no_other_host(file: str) -> None:
    """Nothing comes from a network, so nothing is missing without one."""
    assert not ELSEWHERE.findall((shipped("templates") / file).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Kind, LiveServer]]:
    """Both servers on one store, asked for one port."""
    folder, port = tmp_path_factory.mktemp("live"), free_port()
    with (
        live_server(folder, kind="voila", port=port) as page,
        live_server(folder, kind="lab", port=port) as lab,
    ):
        yield {"voila": page, "lab": lab}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Chromium; without it the test is skipped, or fails where CI=true."""
    yield from opened_browser()


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What a server answered."""

    status: int
    text: str


def get(server: LiveServer, path: str, **headers: str) -> Reply:
    """The answer to a request."""
    with closing(HTTPConnection(server.origin.partition("//")[2], timeout=60)) as connection:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return Reply(status=answer.status, text=answer.read().decode())


@pytest.mark.parametrize("kind", ["voila", "lab"])
def test_only_who_has_the_token_is_let_in(servers: dict[Kind, LiveServer], kind: Kind) -> None:
    """Without it, or with another one: refused, or sent to a closed door; with it: the briefing."""
    server = servers[kind]
    page = "/" + server.address.split("/", 3)[3].partition("?")[0]
    assert server.origin.startswith("http://127.0.0.1:")
    assert len(server.token) >= 32
    for path in (page, f"{page}?token=wrong", f"{page}?token="):
        answer = get(server, path)
        assert answer.status == {"voila": 403, "lab": 302}[kind], path
        assert server.token not in answer.text
    assert get(server, "/api/kernels/00000000-0000-0000-0000-000000000000").status == 403
    answer = get(server, f"{page}?token={server.token}")
    assert answer.status == 200
    assert "<title>" in answer.text


@pytest.mark.parametrize("kind", ["voila", "lab"])
def test_a_name_that_points_here_from_elsewhere_is_refused(servers: dict[Kind, LiveServer], kind: Kind) -> None:
    """A page of somebody else's, whose host name leads to this machine, gets no answer (DNS rebinding)."""
    server = servers[kind]
    page = "/" + server.address.split("/", 3)[3]
    assert get(server, page, Host="evil.example:80").status == 403


@pytest.mark.parametrize(
    "path", ["/voila/files/briefing.ipynb", "/voila/files/history.db", "/voila/files/x.png", "/login"]
)
def test_the_page_serves_no_file_of_the_store_and_no_login(servers: dict[Kind, LiveServer], path: str) -> None:
    """Voilà serves the page and its scripts; the notebook and the history stay where they are."""
    server = servers["voila"]
    assert get(server, f"{path}?token={server.token}").status in {302, 403, 404}


def test_a_port_in_use_is_left_to_whoever_has_it(servers: dict[Kind, LiveServer]) -> None:
    """Another one is taken, and printed."""
    assert servers["voila"].origin != servers["lab"].origin
    assert {get(server, "/api/kernels").status for server in servers.values()} <= {403, 404}


@pytest.mark.parametrize("kind", ["voila", "lab"])
def test_the_form_opens_without_a_network_and_nothing_complains(
    servers: dict[Kind, LiveServer], kind: Kind, chromium: Browser
) -> None:
    """Every other host is out of reach, and none is asked; the token leaves the address bar; the kernel is ours."""
    with live_window(chromium, servers[kind]) as live:
        assert live.outside == []
        assert live.complaints == []
        assert "token" not in live.page.url
        assert live.page.title()
        assert len(servers[kind].kernels()) >= 1


@pytest.mark.parametrize("kind", ["voila", "lab"])
def test_ctrl_c_ends_the_server_and_its_kernels(servers: dict[Kind, LiveServer], kind: Kind) -> None:
    """Exit status 0, no process left, nothing in the temporary folder, and no traceback on the terminal."""
    server = servers[kind]
    kernels = server.kernels()
    assert kernels
    assert server.end() == 0
    assert not server.kernels()
    assert not set(kernels) & set(running())
    said = (server.folder / f"{kind}-errors.txt").read_text(encoding="utf-8")
    assert said == "The briefing is at this address. Ctrl-C ends it; what was answered is saved.\n"
