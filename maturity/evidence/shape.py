"""What a file is by its first bytes: the keys of its JSON, or the header of its table."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from maturity.evidence.source import delimiter_of, header_of

_MOST_DEEP: Final = 12
_MOST_TOKENS: Final = 20_000
_TOKEN: Final = re.compile(r'"((?:[^"\\]|\\.)*+)"(\s*:)?|[{}\[\]]', re.DOTALL)


@lru_cache(maxsize=8)
def paths_of(beginning: str) -> frozenset[str]:
    """The keys of a JSON text as far as it goes, each after those around it: `workflow_runs.actor.login`."""
    if not beginning.lstrip().startswith(("{", "[")):
        return frozenset()
    paths: set[str] = set()
    around: list[str] = []  # the key under which each open bracket stands
    key = ""
    for count, token in enumerate(_TOKEN.finditer(beginning)):
        sign = token[0]
        if count > _MOST_TOKENS:
            break
        if sign in "{[":
            around.append(key)
            key = ""
        elif sign in "}]":
            key = around.pop() if around else ""
        elif token[2]:
            key = token[1]
            if len(around) <= _MOST_DEEP:
                paths.add(".".join(part for part in (*around, key) if part))
    return frozenset(paths)


def keys_of(beginning: str, pages: Iterable[str] = ()) -> frozenset[str]:
    """The keys of the first JSON entries, dotted where nested; `pages` are keys that wrap lists of entries.

    >>> sorted(keys_of('{"total": 1, "runs": [{"id": 1, "actor": {"login": "x"}}]}', ["runs"]))
    ['actor', 'actor.login', 'id', 'runs', 'total']
    """
    prefixes = tuple(f"{page}." for page in pages)
    paths = paths_of(beginning)
    within = {path.partition(".")[2] for path in paths if path.startswith(prefixes)} if prefixes else set()
    return frozenset(within | {path for path in paths if not path.startswith(prefixes)} if prefixes else paths)


@lru_cache(maxsize=8)
def columns_of(beginning: str) -> frozenset[str]:
    """The header of a table, lower case, words parted by `_`; empty for what is no table."""
    first = beginning.lstrip().partition("\n")[0].rstrip("\r")
    if first.startswith(("{", "[", "#", "-")):
        return frozenset()
    cells = first.split(delimiter_of(beginning))
    return frozenset(header_of(cell.strip('" ')) for cell in cells) - {""} if len(cells) > 1 else frozenset()
