"""Everything that is made for one engagement, as bytes: it knows no folder and no other engagement."""

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from maturity.brand import Brand
from maturity.engagement import Engagement
from maturity.errors import MaturityError
from maturity.files import UnwritableError, digest, write_whole
from maturity.model import Model
from maturity.page import page_fingerprint
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
            digest(self.notebook.encode() or briefing_notebook().read_bytes()),
            page_fingerprint(self.brand),
            digest(self.peers.encode()),
            _outside() if self.peers else "",
            *_fingerprints(self),
            repr((self.formats, self.interactive)),
        ]
        return "\n".join(parts)


@dataclass(frozen=True, kw_only=True)
class Made:
    """The files of one engagement, or why there are none."""

    files: Mapping[str, bytes] = field(default_factory=dict)  #: by format
    failure: str = ""  #: in a sentence
    partial: bytes = b""  #: of a failure: the notebook as far as it ran
    no_room: bool = False  #: of a failure: nothing can be made on this machine, whoever the customer is


def make_files(engagement: Engagement, order: Order) -> Made:
    """The files of the order's formats; the same engagement and order always give the same bytes.

    What the notebook or the engagement did wrong is told, not raised.
    """
    try:
        with _source(order) as source:
            notebook = make_workbook(
                engagement, order.model, model_text=order.model_text, peers=order.peers, notebook=source
            )
        return Made(files={kind: _MAKERS[kind](notebook, order) for kind in order.formats})
    except WorkbookError as error:
        return Made(failure=str(error), partial=workbook_text(error.notebook).encode())
    except UnwritableError as error:
        return Made(failure=str(error), no_room=True)
    except MaturityError as error:
        return Made(failure=str(error))
    except Exception as error:  # noqa: BLE001  (whatever one engagement does, the others are delivered)
        return Made(failure=f"{type(error).__name__}: {error}")


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
    if "pdf" in order.formats:
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


_MAKERS: Final[Mapping[str, Callable[[Any, Order], bytes]]] = MappingProxyType(
    {"ipynb": _workbook, "html": _page, "pdf": _paper, "pptx": _slides}
)
FORMATS: Final = tuple(_MAKERS)  #: what can be made
