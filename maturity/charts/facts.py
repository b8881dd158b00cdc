"""The numbers of a picture."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Table:
    """The numbers of a picture, as text; every row is as long as the header."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
