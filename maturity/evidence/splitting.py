"""JSON cut into its entries while it comes, so that a file of any size needs the memory of one entry.

Entries are the members of a list, of a list that a page wraps (`{"workflow_runs": […]}`), or else the values
themselves; lists, pages and values may follow each other, as `gh api --paginate` writes them.
"""

import re
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Final

import numpy as np
from numpy.typing import NDArray

MOST_BYTES: Final = 64 * 2**20  #: of one entry

_QUOTE, _BACKSLASH, _OPENS, _CLOSES = 34, 92, 123, 125  #: `[` and `]` differ from `{` and `}` in this bit only:
_BRACKET: Final = 32
_DEEPEST: Final = 2  #: members of a page's list stand two levels down
_KEY: Final = re.compile(rb'"([A-Za-z_]{1,60})"\s*:\s*$')
_KEY_BYTES: Final = 80  #: before a list, in which its key is looked for
_BETWEEN: Final = b" \t\r\n,\x1e"  #: what may stand between entries


class BrokenError(ValueError):
    """JSON that can't be cut further; its text is the end of a sentence that begins with the file's name."""


class _At(Enum):
    """What the cutter is in, at its outer levels."""

    NOTHING = "between values"
    LIST = "a list: its members are entries"
    VALUE = "an object that is an entry, unless it turns out to be a page"
    PAGE = "a page, outside its list"
    MEMBERS = "a page's list: its members are entries"


class Cutter:
    """Entries out of chunks."""

    def __init__(self, pages: Iterable[str] = (), *, nested: int = 0) -> None:
        """`pages` are the keys whose lists hold the entries of an object; `nested` counts the cutters around this."""
        self._nested = nested
        self._pages = {page.encode() for page in pages}
        self._marks = [b'"' + page + b'"' for page in self._pages]
        self._held = bytearray()  #: from the first byte that may still be needed
        self._scanned = 0  #: bytes of it that were looked at
        self._depth, self._quoted, self._escaped = 0, 0, False
        self._at = _At.NOTHING
        self._start = self._after = 0  #: in `_held`: where the entry begins, where the last one ended

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """The entries that this chunk completes.

        Raises:
            BrokenError: something that is no entry stands between two, or one is too long.
        """
        self._held += chunk
        for place, opens, level in self._structure(chunk):
            position = self._scanned + place
            if opens:
                self._step(position, level)
            elif (entry := self._leave(position, level)) is not None:
                yield from self._flat(entry)
        self._scanned += len(chunk)
        self._forget()

    def finish(self) -> None:
        """Say that nothing more comes.

        Raises:
            BrokenError: it stops in the middle, or ends in something else.
        """
        if self._depth or self._quoted:
            message = "stops in the middle; expected the whole export, so save or download it again"
            raise BrokenError(message)
        self._see_between(len(self._held))

    def _structure(self, chunk: bytes) -> Iterable[tuple[int, bool, int]]:
        """Each bracket of the outer levels outside strings: where, whether it opens, and the level outside it."""
        letters = np.frombuffer(chunk, np.uint8)
        quoted = self._in_strings(letters)
        folded = letters | _BRACKET
        places = np.flatnonzero(((folded == _OPENS) | (folded == _CLOSES)) & (quoted == 0))
        opens = folded[places] == _OPENS
        inner = self._depth + np.cumsum(np.where(opens, 1, -1))
        outside = np.where(opens, inner - 1, inner)
        self._depth = int(inner[-1]) if len(inner) else self._depth
        outer = outside <= _DEEPEST
        return zip(places[outer].tolist(), opens[outer].tolist(), outside[outer].tolist(), strict=True)

    def _in_strings(self, letters: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """1 where a letter stands in a string, its opening quote included."""
        quotes = letters == _QUOTE
        slashes = letters == _BACKSLASH
        if self._escaped and len(letters):
            quotes[0] = slashes[0] = self._escaped = False
        places = np.flatnonzero(slashes)
        if len(places):
            begins = np.concatenate(([True], np.diff(places) > 1))
            since = places - places[begins][np.cumsum(begins) - 1]
            escaped = places[since % 2 == 0] + 1
            self._escaped = bool(escaped[-1] == len(letters))
            quotes[escaped[escaped < len(letters)]] = False
        inside = np.bitwise_xor.accumulate(quotes.view(np.uint8)) ^ np.uint8(self._quoted)
        self._quoted = int(inside[-1]) if len(inside) else self._quoted
        return inside

    def _step(self, position: int, level: int) -> None:
        """Go through an opening bracket."""
        if level == 0:
            self._see_between(position)
            self._at = _At.VALUE if self._held[position] == _OPENS else _At.LIST
            self._start = position
        elif (self._at, level) in {(_At.LIST, 1), (_At.MEMBERS, 2)}:
            self._see_between(position)
            self._start = position
        elif level == 1 and self._held[position] != _OPENS and self._key_before(position) in self._pages:
            self._at = _At.MEMBERS
        if (self._at, level) in {(_At.LIST, 0), (_At.MEMBERS, 1)}:
            self._after = position + 1

    def _leave(self, position: int, level: int) -> bytes | None:
        """Go through a closing bracket; the entry that it ends, if it ends one."""
        if level < 0:
            message = "closes a bracket that was never opened; expected JSON"
            raise BrokenError(message)
        at = self._at
        if (at, level) in {(_At.LIST, 0), (_At.MEMBERS, 1)}:
            self._see_between(position)
        if level == 0:
            self._at = _At.NOTHING
        elif (at, level) == (_At.MEMBERS, 1):
            self._at = _At.PAGE
        if (at, level) in {(_At.LIST, 1), (_At.MEMBERS, 2), (_At.VALUE, 0)}:
            self._after = position + 1
            return bytes(self._held[self._start : position + 1])
        self._after = position + 1 if level == 0 else self._after
        return None

    def _flat(self, entry: bytes) -> Iterator[bytes]:
        """The entry, or those in it where it is a page or a list itself."""
        is_page = any(mark in entry for mark in self._marks) and self._at is not _At.NOTHING
        if self._nested >= _DEEPEST or not (is_page or entry.startswith(b"[")):
            yield entry
            return
        within = Cutter((page.decode() for page in self._pages), nested=self._nested + 1)
        yield from within.feed(entry)
        within.finish()

    def _key_before(self, position: int) -> bytes:
        found = _KEY.search(self._held[max(0, position - _KEY_BYTES) : position])
        return bytes(found[1]) if found else b""

    def _see_between(self, position: int) -> None:
        if self._held[self._after : position].strip(_BETWEEN):
            message = "holds something between its entries that is none; expected objects in a list, or in a row"
            raise BrokenError(message)

    def _forget(self) -> None:
        """Let go of what is no longer needed."""
        in_entry = self._depth > {_At.LIST: 1, _At.MEMBERS: 2, _At.VALUE: 0}.get(self._at, _DEEPEST + self._depth)
        needed = self._start if in_entry else self._after
        if self._at is _At.PAGE:
            needed = max(self._after, len(self._held) - _KEY_BYTES)
        if len(self._held) - needed > MOST_BYTES:
            message = f"has an entry of more than {MOST_BYTES >> 20} MB; expected a list of smaller ones"
            raise BrokenError(message)
        del self._held[:needed]
        self._scanned -= needed
        self._start, self._after = self._start - needed, self._after - needed
