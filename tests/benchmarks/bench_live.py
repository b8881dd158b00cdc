"""The live briefing, as a page and in JupyterLab, against a form of ipywidgets with three plotly FigureWidgets.

Run by hand: `uv run python tests/benchmarks/bench_live.py [rounds]`. Each round opens each of the three cold (a new
server, a new browser), presses answers, and kills the kernel; they take turns, so quote the ratios. The rival draws the
same charts from the same rules under stock Voilà, saves nothing, and is spared the wait for other machines.
"""

import os
import platform
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))
import nbformat
from browser.live_servers import ARGUMENTS, CHROMIUM, READY, Kind, free_port, live_server
from browser.live_steps import ASKED, Consultant

EACH = 40  #: presses a round
RIVAL_PRESSES = 12  #: presses a round of the rival, whose every press takes long
STILL = 1.5  #: seconds without a new drawing after which the rival counts as done
SILENT = 10.0  #: seconds after which a death counts as never told
PATIENCE = 120_000  #: milliseconds for anything to appear
DEAD = ".notice.lost:not([hidden]), .jp-Dialog"
#: milliseconds from each press to the frame in which the changed picture stands
TOOK = """() => {
  const at = Object.fromEntries(performance.getEntriesByName("maturity:shown").map((mark, n) => [n, mark.startTime]));
  return performance.getEntriesByName("maturity:press").map((mark, n) => at[n] - mark.startTime);
}"""
#: notes when the rival's pictures were last drawn, in the frame after it
WATCH = """() => {
  window.drawn = 0;
  const note = () => requestAnimationFrame(() => requestAnimationFrame(() => { window.drawn = performance.now(); }));
  for (const picture of document.querySelectorAll(".js-plotly-plot")) picture.on("plotly_afterplot", note);
}"""
RIVAL = '''
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
    buttons = ipywidgets.ToggleButtons(options=[(word, key.value) for key, word in model.words.answers.items()], value=None)
    buttons.observe(lambda change, key=practice.key: answered(key, change), "value")
    form.append(ipywidgets.VBox([ipywidgets.Label(practice.question), buttons]))
display(ipywidgets.VBox(pictures), ipywidgets.VBox(form))
'''


def main(rounds: int) -> None:
    """Print the median and the 95th percentile of everything, and the ratios."""
    print(f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}; {rounds} rounds")
    print(f"load before: {os.getloadavg()[0]:.1f}")
    took: dict[tuple[str, str], list[float]] = defaultdict(list)
    with sync_playwright() as playwright:
        for _ in range(rounds):
            for way in (measure_ours, measure_ours, measure_rival):
                pass
            for kind in ("voila", "lab", "rival"):
                browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
                with tempfile.TemporaryDirectory() as folder:
                    for what, figures in _measured(kind, browser, Path(folder)):
                        took[what, kind].extend(figures)
                browser.close()
    _print(took)
    print(f"load after: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
