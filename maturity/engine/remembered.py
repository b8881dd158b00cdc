"""What papermill, nbformat and the kernel work out anew for each cell of each notebook: kept, with the same results."""

# mypy: disable-error-code="no-untyped-call"
# IPython's translation is not typed

from collections.abc import Callable
from datetime import datetime
from functools import cache, lru_cache
from types import SimpleNamespace
from typing import Any

import fastjsonschema
import papermill.engines
from ipykernel import compiler, ipkernel
from ipykernel.kernelbase import _accepts_parameters
from IPython.core.inputtransformer2 import TransformerManager
from nbformat.v4 import nbbase
from nbformat.validator import get_validator

CELLS = 256  #: cells whose translation is kept
PARTS = (
    "display_data",
    "execute_result",
    "stream",
    "error",
    "code_cell",
)  #: of a notebook, each checked when it is made


class Translator(TransformerManager):
    """The translation of a cell into Python, which IPython asks for twice; kept as long as it is the usual one."""

    def __init__(self) -> None:
        """Translate as usual."""
        super().__init__()
        self._usual = self._ways()

    def transform_cell(self, cell: str) -> str:
        """The cell in Python.

        Raises:
            SyntaxError: it can't be translated.
        """
        return _usual(cell) if self._ways() == self._usual else super().transform_cell(cell)

    def _ways(self) -> tuple[list[Any], ...]:
        return self.cleanup_transforms.copy(), self.line_transforms.copy(), self.token_transformers.copy()


@cache
def remember() -> None:
    """Keep, from now on in this process, what would be worked out again; asked twice, it is done once."""
    # papermill reads the times that it wrote itself with a parser of all that people may write
    papermill.engines.dateutil = SimpleNamespace(parser=SimpleNamespace(parse=datetime.fromisoformat))
    compiler.murmur2_x86 = lru_cache(CELLS)(compiler.murmur2_x86)
    inspected = lru_cache(CELLS)(_accepts_parameters)
    ipkernel.__dict__["_accepts_parameters"] = lambda called, names: inspected(called, tuple(names))
    nbbase.validate = quickly(nbbase.validate)


def quickly(validate: Callable[..., None]) -> Callable[..., None]:
    """The check of a part of a notebook, with a quick yes; only a no needs the slow one, for its words."""
    schema = get_validator(4, name="jsonschema")._schema  # noqa: SLF001  (of the format as it is written today)
    known = {part: fastjsonschema.compile({**schema, "$ref": f"#/definitions/{part}"}) for part in PARTS}

    def checked(node: Any, ref: str | None = None) -> None:  # noqa: ANN401  (nbformat's nodes have no types)
        try:
            known[ref or ""](node)
        except (KeyError, fastjsonschema.JsonSchemaException):
            validate(node, ref)

    return checked


@lru_cache(CELLS)
def _usual(cell: str) -> str:
    return TransformerManager().transform_cell(cell)
