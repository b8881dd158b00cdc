"""Briefings for many customers: every engagement through the notebook, into a folder of workbooks and pages."""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from time import perf_counter

from maturity.brand import Brand
from maturity.engagement import Engagement
from maturity.errors import MaturityError
from maturity.files import UnwritableError, digest, digest_of, ready_folder, write_whole
from maturity.intake import Failure
from maturity.model import Model
from maturity.overview import (
    INDEX,
    MANIFEST,
    MadeFile,
    Outcome,
    Status,
    manifest_text,
    overview_page,
    read_manifest,
)
from maturity.page import page_fingerprint, render_page
from maturity.peers import outside_digest
from maturity.workbook import WorkbookError, briefing_notebook, code_digest, make_workbook, versions, workbook_text

FORMATS = ("ipynb", "html")
SAVED_EVERY = 5.0  #: seconds; what a run that is killed can forget of what it made


@dataclass(frozen=True, kw_only=True)
class Order:
    """What to make, and how."""

    model: Model
    model_text: str = ""  #: the model's file, where it is not the built-in one
    peers: str = ""  #: a published table of peers as JSON; the same for every workbook
    formats: tuple[str, ...] = FORMATS
    brand: Brand = field(default_factory=Brand)
    interactive: bool = False  #: plotly in the page, instead of static pictures
    force: bool = False  #: make everything again, even over files changed by hand

    def fingerprint(self, engagement: Engagement) -> str:
        """What decides every byte of an engagement's files; 64 hex digits."""
        return digest(f"{engagement.hash}\n{self._shared}".encode())

    @cached_property
    def _shared(self) -> str:
        """What decides the bytes of every engagement's files alike: read once, however many there are."""
        parts = [
            self.model.hash,
            json.dumps(dict(versions()), sort_keys=True),
            code_digest(),
            digest(briefing_notebook().read_bytes()),
            page_fingerprint(self.brand),
            digest(self.peers.encode()),
            outside_digest() if self.peers else "",
            repr((self.formats, self.interactive)),
        ]
        return "\n".join(parts)


def brief(  # noqa: PLR0913  (each is a thing that a caller decides)
    engagements: Sequence[Engagement],
    folder: Path,
    order: Order,
    *,
    only: Collection[str] | None = None,
    jobs: int = 2,
    told: Callable[[Outcome], None] = lambda _: None,
    unread: Sequence[Failure] = (),
) -> tuple[Outcome, ...]:
    """Make the briefings into the folder, with `index.html` and `manifest.json`; outcomes in the order given.

    With `only`, the keys to make; the others stay as an earlier run left them. One failed engagement never stops the
    others; `told` hears of each as it is done. The manifest never forgets a file that an earlier run made here.

    Raises:
        UnwritableError: the folder can't be written, or the disk is full; what was finished before stays.
    """
    before = read_manifest(ready_folder(folder))
    chosen = [engagement for engagement in engagements if only is None or engagement.key in only]
    made: dict[str, Outcome] = {}
    saved = perf_counter()
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        running = [pool.submit(_brief_one, engagement, folder, order, before) for engagement in chosen]
        try:
            for done in as_completed(running):
                outcome = done.result()
                made[outcome.key] = outcome
                told(outcome)
                if perf_counter() - saved > SAVED_EVERY:
                    _write_manifest(engagements, folder, order, {**before, **made}, unread)
                    saved = perf_counter()
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise
        finally:
            _write_overview(engagements, folder, order, {**before, **made}, unread)
    return tuple(made[engagement.key] for engagement in chosen)


def _write_overview(
    engagements: Sequence[Engagement],
    folder: Path,
    order: Order,
    outcomes: Mapping[str, Outcome],
    unread: Sequence[Failure],
) -> None:
    _write_manifest(engagements, folder, order, outcomes, unread)
    write_whole(folder / INDEX, overview_page(order.model, engagements, outcomes, unread, order.brand))


def _write_manifest(
    engagements: Sequence[Engagement],
    folder: Path,
    order: Order,
    outcomes: Mapping[str, Outcome],
    unread: Sequence[Failure],
) -> None:
    rest = dict(outcomes)
    listed = [rest.pop(engagement.key) for engagement in engagements if engagement.key in rest]
    earlier = [outcome for outcome in rest.values() if any((folder / f.name).exists() for f in outcome.files.values())]
    write_whole(folder / MANIFEST, manifest_text(order.model, listed, unread, earlier=earlier))


def _brief_one(engagement: Engagement, folder: Path, order: Order, before: Mapping[str, Outcome]) -> Outcome:
    started = perf_counter()
    outcome = Outcome(
        key=engagement.key,
        customer=engagement.customer,
        status=Status.MADE,
        input_hash=engagement.hash,
        fingerprint=order.fingerprint(engagement),
    )
    earlier = before.get(engagement.key)
    if not order.force and earlier is not None and (alone := _left_alone(outcome, earlier, folder)) is not None:
        return alone
    try:
        texts = _make_texts(engagement, order)
        if not order.force and (strange := _strangers(folder, texts, earlier)):
            problem = f"{', '.join(strange)} stands there, and no manifest says who made it; --force makes it anew"
            return replace(outcome, status=Status.KEPT, problem=problem)
        (folder / f"{engagement.key}.failed.ipynb").unlink(missing_ok=True)
        files = {kind: _written(folder / name, text) for kind, (name, text) in texts.items()}
    except WorkbookError as error:
        return replace(outcome, status=Status.FAILED, problem=_keep_failed(folder, engagement.key, error))
    except UnwritableError:
        raise
    except MaturityError as error:
        return replace(outcome, status=Status.FAILED, problem=str(error))
    except Exception as error:  # noqa: BLE001  (whatever one engagement does, the others are delivered)
        return replace(outcome, status=Status.FAILED, problem=f"{type(error).__name__}: {error}")
    return replace(outcome, files=files, seconds=round(perf_counter() - started, 3))


def _left_alone(outcome: Outcome, earlier: Outcome, folder: Path) -> Outcome | None:
    """The outcome if the earlier files stay: they are what would be made, or somebody changed them by hand."""
    now = {file.name: digest_of(folder / file.name) for file in earlier.files.values()}
    changed = [file.name for file in earlier.files.values() if now[file.name] not in {None, file.sha256}]
    if changed:
        problem = f"{', '.join(changed)} changed by hand since it was made, and kept; --force makes it anew"
        return replace(earlier, status=Status.KEPT, problem=problem)
    whole = bool(now) and None not in now.values()
    same = whole and earlier.fingerprint == outcome.fingerprint
    return replace(outcome, status=Status.UNCHANGED, files=earlier.files) if same else None


def _strangers(folder: Path, texts: Mapping[str, tuple[str, str]], earlier: Outcome | None) -> list[str]:
    """The files that would be overwritten though they hold something else and no earlier run tells of them."""
    known = {file.name for file in earlier.files.values()} if earlier else set()
    unknown = [(name, text) for name, text in texts.values() if name not in known]
    return [name for name, text in unknown if digest_of(folder / name) not in {None, digest(text.encode())}]


def _make_texts(engagement: Engagement, order: Order) -> Mapping[str, tuple[str, str]]:
    """The name and the text of each file, by format."""
    notebook = make_workbook(engagement, order.model, model_text=order.model_text, peers=order.peers)
    texts = {}
    if "ipynb" in order.formats:
        texts["ipynb"] = workbook_text(notebook)
    if "html" in order.formats:
        texts["html"] = render_page(notebook, brand=order.brand, interactive=order.interactive)
    return {kind: (f"{engagement.key}.{kind}", text) for kind, text in texts.items()}


def _written(path: Path, text: str) -> MadeFile:
    return MadeFile(name=path.name, sha256=write_whole(path, text), bytes=len(text.encode()))


def _keep_failed(folder: Path, key: str, error: WorkbookError) -> str:
    kept = folder / f"{key}.failed.ipynb"
    write_whole(kept, workbook_text(error.notebook))
    return f"{error}; the notebook as far as it ran is in {kept.name}"
