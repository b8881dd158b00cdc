"""The end of a briefing: its workbook and page, made as a batch makes them, while the window stays alive."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any

from maturity.assessment import assess
from maturity.batch import Order, brief
from maturity.brand import Brand, read_brand
from maturity.engagement import Engagement
from maturity.engine import Engine
from maturity.errors import InputError, MaturityError
from maturity.live.settings import Settings
from maturity.model import Model
from maturity.model_file import model_text
from maturity.overview import INDEX, Outcome, Status, read_manifest
from maturity.store import open_store

PARTS = 3  #: of the work: the history read, the workbook and page made, the page read back


@dataclass(kw_only=True)
class Making:
    """A workbook under way, and what is told of it."""

    engagement: Engagement
    evidence: str = ""  #: what the customer's exports show, as JSON
    stage: str = "Reading what was made before"
    done: int = 0  #: parts
    files: list[str] = field(default_factory=list)  #: paths
    problem: str = ""
    finished: bool = False
    page: bytes | None = None
    page_name: str = ""

    @property
    def told(self) -> dict[str, Any]:
        """What a window shows of it."""
        return {
            "stage": self.stage,
            "done": self.done,
            "total": PARTS,
            "files": self.files,
            "problem": self.problem,
            "finished": self.finished,
        }

    def move_on(self, stage: str) -> None:
        """One part is done."""
        self.stage, self.done = stage, self.done + 1


@dataclass(kw_only=True)
class Workshop:
    """Where the workbook is made; it can be made ready while the briefing goes on."""

    settings: Settings
    model: Model
    _engine: Engine | None = field(default=None, init=False)

    def ready(self) -> None:
        """Start what takes time; returns at once."""
        if self._engine is None:
            self._engine = Engine(jobs=1)

    def make(self, making: Making, told: Callable[[], None]) -> Thread:
        """Make the workbook and the page beside the conversation; `told` is called whenever there is more to tell."""
        self.ready()
        thread = Thread(target=self._work, args=(making, told), name="workbook", daemon=True)
        thread.start()
        return thread

    def close(self) -> None:
        """Leave no process behind."""
        if self._engine is not None:
            self._engine.close()

    def _work(self, making: Making, told: Callable[[], None]) -> None:
        try:
            self._make(making, told)
        except MaturityError as error:
            making.problem = str(error)
        except Exception as error:  # noqa: BLE001  (whatever it is, the window has to hear of it)
            making.problem = f"{type(error).__name__}: {error}"
        making.finished = True
        making.stage = "Not made" if making.page is None else making.stage
        told()

    def _make(self, making: Making, told: Callable[[], None]) -> None:
        settings, folder = self.settings, Path(self.settings.workbooks)
        order = Order(
            model=self.model,
            model_text=model_text(Path(settings.model)) if settings.model else "",
            brand=read_brand(Path(settings.brand)) if settings.brand else Brand(),
        )
        key = making.engagement.key
        others = _others(settings, folder, making.engagement, self.model)
        making.move_on("Making the workbook and the page")
        told()
        (outcome,) = brief(
            [*others, making.engagement],
            folder,
            order,
            evidence={key: making.evidence} if making.evidence else None,
            only={key},
            engine=self._engine,
        )
        making.move_on("Opening the page")
        told()
        _take(making, folder, outcome)


def _others(settings: Settings, folder: Path, held: Engagement, model: Model) -> Sequence[Engagement]:
    """Of the history, the customer's earlier engagements and all that the folder's index names.

    One that was held under another model, and does not fit this one, is left out.
    """
    known = read_manifest(folder) if folder.is_dir() else {}
    with open_store(settings.store) as store:
        keys = {key for key in known if store.last_saved(key) is not None}
        named = store.engagements(only=keys) if keys else ()
        others = {other.key: other for other in (*store.engagements(customer=held.customer), *named)}
    return [other for key, other in others.items() if key != held.key and _fits(other, model)]


def _fits(engagement: Engagement, model: Model) -> bool:
    try:
        assess(model, engagement)
    except InputError:
        return False
    return True


def _take(making: Making, folder: Path, outcome: Outcome) -> None:
    making.problem = outcome.problem
    making.files = [str((folder / file.name).resolve()) for file in outcome.files.values()]
    page = outcome.files.get("html")
    if outcome.status is not Status.FAILED and page is not None:
        making.page, making.page_name = (folder / page.name).read_bytes(), page.name
        making.files.append(str((folder / INDEX).resolve()))
    making.move_on("Done" if making.page is not None else "Not made")
