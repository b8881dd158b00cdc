"""Everything that is made for one engagement, as bytes: it knows no folder and no other engagement."""

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from maturity.brand import Brand
from maturity.delivered import delivered_in, key_of
from maturity.engagement import Engagement
from maturity.errors import Fault, InputError, MaturityError, did_you_mean
from maturity.files import UnwritableError, digest, write_whole
from maturity.given import Given
from maturity.language import ENGLISH, speaking
from maturity.merging import Merged, merge, with_parameters
from maturity.model import Model
from maturity.page import page_fingerprint
from maturity.roadmap import Roadmap
from maturity.workbook import WorkbookError, briefing_notebook, code_digest, make_workbook, versions, workbook_text


@dataclass(frozen=True, kw_only=True)
class Order:
    """What to make, and how; the same for every engagement of a run."""

    model: Model
    model_text: str = ""  #: the model's file, where it is not the built-in one
    notebook: str = ""  #: the text of a notebook of the user's own; empty for the briefing notebook
    peers: str = ""  #: a published table of peers as JSON; the same for every workbook
    formats: tuple[str, ...] = ("ipynb", "html")
    brand: Brand = field(default_factory=Brand)
    interactive: bool = False  #: plotly in the page, instead of static pictures
    language: str = ENGLISH  #: its code
    force: bool = False  #: make everything again, even over pages changed by hand
    discard: bool = False  #: throw away what somebody changed in a workbook

    @property
    def endings(self) -> tuple[str, ...]:
        """How the name of each file ends after the engagement's key."""
        return tuple(ending for kind in self.formats for ending in _MAKERS[kind])

    def given(self, engagement: Engagement, earlier: Engagement | None = None, evidence: str = "") -> Given:
        """What the workbook of an engagement is run with, held against an earlier one or none."""
        return Given(
            engagement=engagement,
            model=self.model,
            model_text=self.model_text,
            peers=self.peers,
            language=self.language,
            earlier=earlier,
            evidence=evidence,
        )

    def fingerprint(self, engagement: Engagement, earlier: Engagement | None = None, evidence: str = "") -> str:
        """What decides every byte of an engagement's files, held against an earlier one or none; 64 hex digits."""
        return digest(f"{engagement.hash}\n{earlier.hash if earlier else ''}\n{evidence}\n{self._shared}".encode())

    @cached_property
    def _shared(self) -> str:
        """What decides the bytes of every engagement's files alike: read once, however many there are."""
        parts = [
            self.model.hash,
            json.dumps(dict(versions()), sort_keys=True),
            code_digest(),
            digest(self.notebook.encode() or briefing_notebook().read_bytes()),
            page_fingerprint(self.brand),
            digest(self.peers.encode()),
            _outside() if self.peers else "",
            *_fingerprints(self),
            repr((self.formats, self.interactive, self.language)),
        ]
        return "\n".join(parts)


@dataclass(frozen=True, kw_only=True)
class Made:
    """The files of one engagement, or why there are none."""

    files: Mapping[str, bytes] = field(default_factory=dict)  #: by what follows the key in its name
    failure: str = ""  #: in a sentence
    partial: bytes = b""  #: of a failure: the notebook as far as it ran
    no_room: bool = False  #: of a failure: nothing can be made on this machine, whoever the customer is
    unmerged: str = ""  #: why the edited workbook can't be made anew around its edits; then there are no files
    edited: bool = False  #: the workbook holds something that no run of it makes
    #: what became of a consultant's edits, without the notebook; None where they made none
    merged: Merged | None = None


def make_files(
    engagement: Engagement,
    order: Order,
    earlier: Engagement | None = None,
    evidence: str = "",
    edited: bytes | None = None,
) -> Made:
    """The files of the order's formats; the same engagements, order and edits always give the same bytes.

    `earlier` and `evidence` are as a workbook is given them; `edited` is a workbook of this engagement that somebody
    may have changed: what they changed is in every file. What any of them did wrong is told, not raised.
    """
    try:
        with speaking(order.language):
            with _source(order) as source:
                notebook = make_workbook(order.given(engagement, earlier, evidence), notebook=source)
            if edited is None or edited == workbook_text(notebook).encode():
                return Made(files=dict(_files(notebook, order)))
            return _with_edits(edited, notebook, order, Path(f"{engagement.key}.ipynb"))
    except WorkbookError as error:
        return Made(failure=str(error), partial=workbook_text(error.notebook).encode())
    except MaturityError as error:
        return Made(failure=str(error), no_room=isinstance(error, UnwritableError))
    except Exception as error:  # noqa: BLE001  (whatever one engagement does, the others are delivered)
        return Made(failure=f"{type(error).__name__}: {error}")


def _with_edits(edited: bytes, fresh: Any, order: Order, place: Path) -> Made:  # noqa: ANN401  (nbformat's nodes have no types)
    """The files with the edits in them; an edited workbook that can't be merged is told."""
    if order.notebook and any(key_of(cell) is None for cell in fresh.cells):
        known = "its cells, those of a notebook of your own, have no `metadata.maturity.key` to tell them by"
        return Made(unmerged=f"{place}: was changed, and {known}")
    try:
        merged = merge(delivered_in(edited, place), fresh, place=str(place))
    except InputError as error:
        return Made(unmerged=str(error))
    return Made(
        files=dict(_files(merged.notebook, order, whole=with_parameters(merged.notebook, fresh))),
        edited=workbook_text(merged.notebook) != workbook_text(fresh),
        merged=replace(merged, notebook=None) if merged.has_edits else None,
    )


def _files(notebook: Any, order: Order, *, whole: Any = None) -> Iterator[tuple[str, bytes]]:  # noqa: ANN401  (the same)
    """Every file of the order's formats, by how its name ends after the engagement's key.

    `whole` is the workbook for the formats that read its parameters, where it may have lost them.
    """
    for kind in order.formats:
        for ending, make in _MAKERS[kind].items():
            yield ending, make(whole if whole and kind in _READ_PARAMETERS else notebook, order)


@contextmanager
def _source(order: Order) -> Iterator[Path | None]:
    """The notebook of the user's own as a file; None for the briefing notebook."""
    if not order.notebook:
        yield None
        return
    try:
        with tempfile.TemporaryDirectory(prefix="maturity-", ignore_cleanup_errors=True) as folder:
            path = Path(folder) / "notebook.ipynb"
            write_whole(path, order.notebook)
            yield path
    except OSError as error:
        message = f"{tempfile.gettempdir()}: can't be used for temporary files ({error.strerror})"
        raise UnwritableError(message) from error


def _fingerprints(order: Order) -> Iterator[str]:
    """What decides the bytes of the formats that few orders name."""
    if {"pdf", "board"} & set(order.formats):
        from maturity.pdf import pdf_fingerprint

        yield pdf_fingerprint(order.brand)
    if "pptx" in order.formats:
        from maturity.deck import deck_fingerprint

        yield deck_fingerprint(order.brand)


def _outside() -> str:
    from maturity.peers import outside_digest  # which brings numpy; most briefings have no peers

    return outside_digest()


def _workbook(notebook: Any, _order: Order) -> bytes:  # noqa: ANN401  (nbformat's nodes have no types)
    return workbook_text(notebook).encode()


def _page(notebook: Any, order: Order) -> bytes:  # noqa: ANN401  (the same)
    from maturity.page import render_page

    return render_page(notebook, brand=order.brand, interactive=order.interactive).encode()


def _paper(notebook: Any, order: Order) -> bytes:  # noqa: ANN401  (the same)
    from maturity.pdf import render_pdf  # which brings WeasyPrint, and Pango

    return render_pdf(notebook, brand=order.brand)


def _slides(notebook: Any, order: Order) -> bytes:  # noqa: ANN401  (the same)
    from maturity.deck import render_deck  # which brings python-pptx

    return render_deck(notebook, brand=order.brand)


def _board(notebook: Any, order: Order) -> bytes:  # noqa: ANN401  (the same)
    from maturity.pdf import render_board

    return render_board(_roadmap(notebook), brand=order.brand).encode()


def _board_paper(notebook: Any, order: Order) -> bytes:  # noqa: ANN401  (the same)
    from maturity.pdf import render_board_pdf

    return render_board_pdf(_roadmap(notebook), brand=order.brand)


def _roadmap(notebook: Any) -> Roadmap:  # noqa: ANN401  (the same)
    """What the workbook's own parameters give."""
    from maturity.verifying import briefing_of

    return briefing_of(notebook).roadmap


#: by format, then by how the name of each of its files ends
_MAKERS: Final[Mapping[str, Mapping[str, Callable[[Any, Order], bytes]]]] = MappingProxyType(
    {
        "ipynb": {"ipynb": _workbook},
        "html": {"html": _page},
        "pdf": {"pdf": _paper},
        "pptx": {"pptx": _slides},
        "board": {"board.html": _board, "board.pdf": _board_paper},
    }
)
_READ_PARAMETERS: Final = frozenset({"board", "pptx"})
FORMATS: Final = tuple(_MAKERS)  #: what can be made


def chosen_formats(words: Iterable[str], *, place: str) -> tuple[str, ...]:
    """The formats of these names, each once.

    Raises:
        InputError: there are none, or some can't be made; `place` names what was asked.
    """
    chosen = [word.strip() for word in words if word.strip()]
    known = f"expected {', '.join(FORMATS)}"
    strange = [
        f"{word!r} can't be made; {known}{did_you_mean(word, FORMATS)}" for word in chosen if word not in FORMATS
    ]
    if strange or not chosen:
        raise InputError(Fault(place=place, problem=problem) for problem in strange or [f"is empty; {known}"])
    return tuple(kind for kind in FORMATS if kind in chosen)
