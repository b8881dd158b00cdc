"""A run from a notebook: the same briefings, with a bar in the page."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any, Literal

from maturity.batch.briefing import LIMIT, brief
from maturity.batch.pace import Pace
from maturity.brand import Brand, read_brand
from maturity.errors import Fault, InputError
from maturity.evidence.naming import Names
from maturity.evidence.zones import read_zones
from maturity.files import WORKBOOKS
from maturity.intake import Failure, read_source
from maturity.language import ENGLISH, known_language, speaking
from maturity.making import Order, chosen_formats
from maturity.model_file import built_in_model, model_text
from maturity.overview import INDEX, Outcome
from maturity.own_notebook import read_notebook
from maturity.proof import check_model
from maturity.proven import Exports, Proven, exports_beside, with_evidence, with_kept

SHOWN = 20  #: problems; a page with thousands of them is read by nobody
DONE = "Done."
DRAWN_EVERY = 0.2  #: seconds; a browser that is told more often falls behind


@dataclass(frozen=True, kw_only=True)
class Run:
    """What became of every engagement of a run; in a notebook it shows itself in one line."""

    outcomes: tuple[Outcome, ...]  #: in the order of the source
    unread: tuple[Failure, ...]  #: what the source doesn't tell of properly
    index: Path  #: the page that lists them
    dry_run: bool = False  #: nothing was written

    def __repr__(self) -> str:
        pace = Pace(total=len(self.outcomes))
        for outcome in self.outcomes:
            pace.hear(outcome)
        where = f"Nothing was written to {self.index.parent}" if self.dry_run else str(self.index)
        return f"{where}: {pace.summed_up(unread=len(self.unread))}"


def run(  # noqa: PLR0913  (the command's options)
    source: Path | str,
    out: Path | str = WORKBOOKS,
    *,
    formats: Sequence[str] = ("ipynb", "html"),
    only: Sequence[str] = (),
    jobs: int | None = None,
    limit: float | None = LIMIT,
    model: Path | str | None = None,
    notebook: Path | str | None = None,
    peers: str = "",
    zones: Sequence[str] = (),
    trunks: Sequence[str] = (),
    production: Sequence[str] = (),
    brand: Path | str | None = None,
    interactive: bool = False,
    language: str = ENGLISH,
    force: bool = False,
    edits: Literal["keep", "discard"] = "keep",
    dry_run: bool = False,
) -> Run:
    """Make a briefing for every engagement in the source, as `maturity brief` does, with its options.

    In a notebook a bar shows how it goes, with a line for each failure and for what became of edits; without a
    browser, nothing is shown.
    Interrupting the kernel stops it; run it again to go on. `peers` is a published table as JSON; `zones` are those of
    clocks in exports that name none: `Africa/Lagos`, or of one engagement `KEY=Africa/Lagos`; `trunks` and `production`
    the default branches and production environments in exports whose names don't say so.

    Raises:
        InputError: the source, the model, the notebook, the brand or an option can't be used.
        BusyError: another run is writing into the folder.
        UnwritableError: the folder can't be written, or the disk is full.
    """
    chosen = check_model(Path(model)) if model else built_in_model()
    order = Order(
        model=chosen,
        model_text=model_text(Path(model)) if model else "",
        notebook=read_notebook(Path(notebook)) if notebook else "",
        peers=peers,
        formats=chosen_formats(formats, place="formats"),
        brand=read_brand(Path(brand)) if brand else Brand(),
        interactive=interactive,
        language=known_language(language),
        force=force,
        discard=_is_discard(edits),
    )
    exports = exports_beside(
        source,
        zones=read_zones(zones, place="zones"),
        names=Names.told(trunks=trunks, production=production),
        only=only,
    )
    proven = _read(source, order, exports)
    intake = proven.intake
    keys = {engagement.key for engagement in intake.engagements}
    with _shown(Pace(total=len(keys & set(only)) if only else len(keys)), proven) as (told, said):
        outcomes = brief(
            intake.engagements,
            Path(out),
            order,
            evidence=proven.evidence,
            only=set(only) or None,
            jobs=jobs or os.cpu_count() or 1,
            limit=limit,
            told=told,
            said=said,
            unread=intake.failed,
            dry_run=dry_run,
        )
    return Run(outcomes=outcomes, unread=intake.failed, index=Path(out) / INDEX, dry_run=dry_run)


@dataclass(kw_only=True)
class Bar:
    """The bar as a widget; it is told of every outcome, and draws itself a few times a second."""

    pace: Pace
    problems: list[str] = field(default_factory=list)  #: a line each, as plain text
    remarks: list[str] = field(default_factory=list)  #: what is told without being a problem, the same
    ended: str = ""  #: what is said when nothing moves any more
    _drawn: float = field(default=float("-inf"), init=False)

    def __post_init__(self) -> None:
        from ipywidgets import HTML, IntProgress, Layout, VBox

        self._progress = IntProgress(max=max(self.pace.total, 1), layout=Layout(width="100%"), description="Briefings")
        self._words = HTML()
        self._problems = HTML()
        self.widget: VBox = VBox([self._progress, self._words, self._problems])
        self.draw()

    def hear(self, outcome: Outcome) -> None:
        """Count one outcome more; a failure is shown at once, and what became of edits."""
        self.pace.hear(outcome)
        if outcome.lines:
            (self.problems if outcome.problem else self.remarks).extend(outcome.lines)
            self.draw()
        elif self.pace.clock() - self._drawn > DRAWN_EVERY:
            self.draw()

    def say(self, problem: str) -> None:
        """One line more under the bar."""
        self.problems.append(problem)
        self.draw()

    def end(self, word: str) -> None:
        """Nothing moves any more; why."""
        self.ended = word
        self.draw()

    def draw(self) -> None:
        """Show how it is now."""
        self._drawn = self.pace.clock()
        self._progress.value = self.pace.done
        self._progress.bar_style = "warning" if self.problems else "success" if self.ended == DONE else ""
        self._words.value = escape(f"{self.pace.words}. {self.ended}".strip())
        shown = [*_last(self.problems), *_last(self.remarks)]
        self._problems.value = "<br>".join(map(escape, shown))


def _read(source: Path | str, order: Order, exports: Exports) -> Proven:
    """The source's engagements with their history, and with what the exports beside their answers prove."""
    intake = read_source(source, order.model, today=datetime.now(tz=UTC).astimezone().date(), history=False)
    with speaking(order.language):
        proven = with_evidence(intake, exports, order.model)
    return with_kept(proven, source, order.model)


def _last(lines: Sequence[str]) -> Sequence[str]:
    before = len(lines) - SHOWN
    return [*([f"{before:,} more before these"] if before > 0 else []), *lines[-SHOWN:]]


def _is_discard(edits: str) -> bool:
    if edits not in {"keep", "discard"}:
        problem = f"{edits!r} is neither; expected 'keep' or 'discard'"
        raise InputError([Fault(place="edits", problem=problem)])
    return edits == "discard"


@contextmanager
def _shown(pace: Pace, proven: Proven) -> Iterator[tuple[Callable[[Outcome], None], Callable[[str], None]]]:
    """A bar on the page, where there is one: what is told of an outcome, and of a remark."""
    if not _has_page():
        yield lambda _: None, lambda _: None
        return
    from IPython.display import display

    bar = Bar(pace=pace, problems=[*map(str, proven.intake.faults), *proven.warnings])
    display(bar.widget)  # type: ignore[no-untyped-call]  # theirs
    try:
        yield bar.hear, bar.say
    except KeyboardInterrupt:
        bar.end("Stopped. What was finished stays; run it again to go on.")
        raise
    bar.end(DONE)


def _has_page() -> bool:
    """Whether this runs in a kernel, which a browser may look at."""
    from IPython import get_ipython

    shell: Any = get_ipython()
    return hasattr(shell, "kernel")
