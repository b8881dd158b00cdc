"""What other libraries import and nobody here asks for: left out, since it would cost more than all of ours."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

SLOW_GRAMMAR: Final = "rfc3987_syntax"  #: half a second of jsonschema's start, for a kind of text that nobody has here


@contextmanager
def left_out(*names: str) -> Iterator[None]:
    """Let imports that are tried and can be done without fail at once."""
    blocked = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(blocked))  # type: ignore[arg-type]  # None is how an import is blocked
    try:
        yield
    finally:
        for name in blocked:
            sys.modules.pop(name, None)
