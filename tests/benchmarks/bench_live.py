"""The live briefing, as a page and in JupyterLab, against a form of ipywidgets with three plotly FigureWidgets.

Run by hand: `uv run python tests/benchmarks/bench_live.py [rounds]`. Each round opens each of the three cold (a new
server, a new browser), presses answers, and kills the kernel; they take turns, so quote the ratios. The rival draws the
same charts from the same rules under stock Voilà, saves nothing, and is spared the wait for other machines.
"""

import math
import os
import platform
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout

sys.path.insert(0, str(Path(__file__).parent.parent))
from browser.live_servers import ARGUMENTS, CHROMIUM, Kind, free_port, live_server, running
from browser.live_steps import Consultant

WAYS = {"page": "page (Voilà)", "lab": "JupyterLab", "rival": "FigureWidgets, Voilà"}  #: their names, in turn
WHAT = {
    "open": ("from the address to a usable form", "s"),
    "start": ("from the command to a usable form", "s"),
    "press": ("from a press to the changed picture", "ms"),
    "death": ("from the kernel's death until it is told (inf: never)", "s"),
}
EACH = 40  #: presses a round
RIVAL_PRESSES = 12  #: presses a round of the rival, whose every press takes long
STILL = 1500  #: milliseconds without a new drawing after which the rival counts as done
LOST = 8_000  #: milliseconds after which a press of the rival counts as without effect (inf)
SILENT = 10.0  #: seconds after which a death counts as never told
PATIENCE = 120_000  #: milliseconds for anything to appear
#: a field that can be typed into
READY = "document.querySelector('.maturity-live .start:not([hidden]) input')"
DEAD = ".notice.lost:not([hidden]), .jp-Dialog"
#: milliseconds from each press to the frame in which the changed picture stands
TOOK = """() => {
  const at = Object.fromEntries(performance.getEntriesByName("maturity:shown").map((mark, n) => [n, mark.startTime]));
  return performance.getEntriesByName("maturity:press").map((mark, n) => at[n] - mark.startTime);
}"""
#: notes when the rival's pictures last changed, in the frame after it
WATCH = """() => {
  window.drawn = 0;
  const note = () => requestAnimationFrame(() => requestAnimationFrame(() => { window.drawn = performance.now(); }));
  const seen = (changes) => { if (changes.some(({ target }) => target.closest?.(".js-plotly-plot"))) note(); };
  new MutationObserver(seen).observe(document.body, { subtree: true, childList: true, attributes: true });
}"""
LISTEN = """selector => {
  window.told = 0;
  const look = () => { if (!told && document.querySelector(selector)) window.told = Date.now() / 1000; };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
}"""
#: every picture and every question stands
RIVAL_READY = """() => document.querySelectorAll(".widget-toggle-buttons button").length >= 24 * 6
  && [...document.querySelectorAll(".js-plotly-plot")].filter((plot) => plot.querySelector(".main-svg")).length >= 3"""
PRESS = """([question, answer]) => {
  const buttons = document.querySelectorAll(".widget-toggle-buttons")[question].querySelectorAll("button");
  Object.assign(window, { drawn: 0, pressed: performance.now() });
  buttons[answer].click();
}"""
RIVAL = """
from datetime import date
import ipywidgets
from IPython.display import display
from plotly.graph_objects import FigureWidget
from maturity import Engagement, Response, assess, built_in_model
from maturity.charts.gallery import draw
from maturity.model import Answer
from maturity.roadmap import plan

model = built_in_model()
given = {}

def figures():
    engagement = Engagement(customer="Baobab Pay", held_on=date(2026, 11, 23), responses=dict(given))
    roadmap = plan(assess(model, engagement))
    return [draw(key, roadmap).figure for key in ("staircase", "practice-map", "timeline")]

def answered(practice, change):
    given[practice] = Response(answer=Answer(change["new"]))
    for widget, figure in zip(pictures, figures(), strict=True):
        with widget.batch_update():
            if len(widget.data) == len(figure["data"]):
                for trace, spec in zip(widget.data, figure["data"], strict=True):
                    trace.update(spec, overwrite=True)
            else:
                widget.data = ()
                widget.add_traces(figure["data"])
            widget.layout.update(figure["layout"], overwrite=True)

given |= {key: Response(answer=Answer.NEVER) for key in list(model.practices)[:3]}
pictures = [FigureWidget(figure) for figure in figures()]
form = []
for practice in model.asked:
    options = [(word, key.value) for key, word in model.words.answers.items()]
    buttons = ipywidgets.ToggleButtons(options=options, value=None)
    buttons.observe(lambda change, key=practice.key: answered(key, change), "value")
    form.append(ipywidgets.VBox([ipywidgets.Label(practice.question), buttons]))
display(ipywidgets.VBox(pictures), ipywidgets.VBox(form))
"""


Figures = Mapping[str, Sequence[float]]  #: seconds, or milliseconds for presses, by what was measured


def main(rounds: int) -> None:
    """Print what each takes, round by round, then the medians, the 95th percentiles and the ratios."""
    print(f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}, {rounds} rounds")
    took: dict[tuple[str, str], list[float]] = defaultdict(list)
    with sync_playwright() as playwright:
        for number in range(1, rounds + 1):
            for way in WAYS:
                browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
                with tempfile.TemporaryDirectory() as folder:
                    figures = measure(way, browser, Path(folder))
                browser.close()
                for what, each in figures.items():
                    took[what, way].extend(each)
                told = ", ".join(f"{what} {statistics.median(each):.3g}" for what, each in figures.items())
                print(f"round {number}, {way}: {told}; load {os.getloadavg()[0]:.1f}", flush=True)
    _print_table(took)


def measure(way: str, browser: Browser, folder: Path) -> Figures:
    """Everything of one way, on a server of its own."""
    kinds: Mapping[str, Kind] = {"page": "voila", "lab": "lab"}
    return measure_ours(browser, folder, kinds[way]) if way in kinds else measure_rival(browser, folder)


def measure_ours(browser: Browser, folder: Path, kind: Kind) -> Figures:
    """The live briefing, cold: opened, answered, its kernel killed."""
    started = time.perf_counter()
    with live_server(folder, kind=kind) as server, quiet_page(browser, server.origin) as page:
        opened = time.perf_counter()
        page.goto(server.address, wait_until="commit")
        page.wait_for_function(READY, timeout=PATIENCE)
        usable = time.perf_counter()
        presses = _answer_ours(page)
        (kernel,) = server.kernels()
        page.evaluate(LISTEN, DEAD)
        killed = time.time()
        os.kill(kernel, signal.SIGKILL)
        page.wait_for_function("told", timeout=PATIENCE)
        told = page.evaluate("told") - killed
    return {"open": [usable - opened], "start": [usable - started], "press": presses, "death": [told]}


def _answer_ours(page: Page) -> Sequence[float]:
    """Milliseconds from each of many presses to the frame in which the changed picture stands."""
    consultant = Consultant(page=page)
    consultant.begin("Baobab Pay")
    for number in range(EACH):
        consultant.press("1234"[number % 4])
        page.wait_for_function("n => performance.getEntriesByName('maturity:shown').length > n", arg=number)
        if number % 4 == len("1234") - 1:
            consultant.next()
    return [float(took) for took in page.evaluate(TOOK)]


def measure_rival(browser: Browser, folder: Path) -> Figures:
    """The FigureWidget design, cold: opened, answered, its kernel killed."""
    nbformat.write(new_notebook(cells=[new_code_cell(RIVAL)]), folder / "rival.ipynb")
    port, started = free_port(), time.perf_counter()
    with stock_voila(folder / "rival.ipynb", port) as server, quiet_page(browser, f"http://127.0.0.1:{port}") as page:
        opened = time.perf_counter()
        page.goto(f"http://127.0.0.1:{port}/", wait_until="commit", timeout=PATIENCE)
        page.wait_for_function(RIVAL_READY, timeout=PATIENCE)
        usable = time.perf_counter()
        page.evaluate(WATCH)
        presses = [_answer_rival(page, number) for number in range(RIVAL_PRESSES)]
        told = _kill_rival(page, server.pid)
    return {"open": [usable - opened], "start": [usable - started], "press": presses, "death": [told]}


def _answer_rival(page: Page, number: int) -> float:
    """Milliseconds from a press until the pictures stand still again; endless where none of them ever changes."""
    page.evaluate(PRESS, [number // 4, number % 4])
    with suppress(PlaywrightTimeout):
        page.wait_for_function("still => drawn && performance.now() - drawn > still", arg=STILL, timeout=LOST)
    return float(page.evaluate("drawn ? drawn - pressed : Infinity"))


def _kill_rival(page: Page, server: int) -> float:
    """Seconds until anything on the page changes; endless where nothing does."""
    before, kernels = page.inner_text("body"), [pid for pid, parent in running().items() if parent == server]
    killed = time.perf_counter()
    for pid in kernels:
        os.kill(pid, signal.SIGKILL)
    while time.perf_counter() - killed < SILENT:
        if page.inner_text("body") != before:
            return time.perf_counter() - killed
        page.wait_for_timeout(50)
    return float("inf")


@contextmanager
def stock_voila(notebook: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Voilà as it comes, listening, in a process group of its own."""
    command = [sys.executable, "-m", "voila", str(notebook), "--no-browser", f"--port={port}", "--Voila.ip=127.0.0.1"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True) as it:
        try:
            while not _listens(port):
                time.sleep(0.02)
            yield it
        finally:
            os.killpg(it.pid, signal.SIGTERM)


def _listens(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def quiet_page(browser: Browser, origin: str) -> Iterator[Page]:
    """A page that reaches nothing but its server; what it asks of others is refused at once."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    allowed = (origin, "data:", "blob:")
    context.route("**/*", lambda route: route.continue_() if route.request.url.startswith(allowed) else route.abort())
    yield context.new_page()
    context.close()


def _print_table(took: Mapping[tuple[str, str], Sequence[float]]) -> None:
    for what, (words, unit) in WHAT.items():
        print(f"{words}, {unit}: median and 95th percentile")
        medians = {way: statistics.median(took[what, way]) for way in WAYS}
        for way, name in WAYS.items():
            figures = sorted(took[what, way])
            high = figures[min(len(figures) - 1, int(0.95 * len(figures)))]
            ratio = medians["rival"] / medians[way]
            times = f"rival: {ratio:.1f} times" if way != "rival" and math.isfinite(ratio) else ""
            print(f"  {name:<22}{medians[way]:8.3g}{high:8.3g}  of {len(figures)}  {times}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
