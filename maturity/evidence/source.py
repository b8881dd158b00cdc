"""One export being read: its beginning, its entries one by one, and what is wrong with it."""

import csv
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import tzinfo
from itertools import islice
from typing import Any, BinaryIO, Final, TypeVar

import msgspec

from maturity.errors import Fault
from maturity.evidence.clocks import LATEST, ClockError, NoZoneError, read_time
from maturity.evidence.marks import IsMine
from maturity.evidence.naming import Names
from maturity.evidence.refusals import WORDS, is_refusal
from maturity.evidence.splitting import BrokenError, Cutter
from maturity.evidence.text import PACKED, Counted, as_text, encoding_of

BEGINNING: Final = 1 << 17  #: bytes in which a file shows what it is
MOST_TEXT: Final = 64 * 2**20  #: letters of a file that is read whole
MOST_FAULTS: Final = 20  #: told of one file, each with its count
MOST_COLUMNS: Final = 400  #: of a table

_MOST_KINDS: Final = 1_000  #: of faults that are counted
_CHUNK: Final = 1 << 18  #: letters that are cut at a time
_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")  #: of a header such as `deployedAt`
_DELIMITERS: Final = (",", ";", "\t", "|")
_END: Final = "\uffff"  #: no letter, so no cell has it
_SAID: Final = re.compile(r'\s*"?sep=[,;\t|]"?\r?(?:\n|$)', re.IGNORECASE)  #: how Excel is told the delimiter

Shape = TypeVar("Shape")


class Source:
    """A file under one reader. What it notes never repeats what the file says, which may be a name."""

    def __init__(
        self,
        content: BinaryIO,
        *,
        place: str,
        names: Names | None = None,
        zone: tzinfo | None = None,
        progress: Callable[[int], None] = lambda _: None,
    ) -> None:
        """`zone` is that of times that name none; `progress` is told how many bytes of the file are read by now."""
        self.place = place
        self.names = names or Names()
        self.zone = zone
        self.zoneless = 0  #: times that were taken as that zone's
        self.whole = self.broken = 0  #: entries of JSON that could be read, and that could not
        self._notes: Counter[str] = Counter()
        self._first: dict[str, int | None] = {}
        self._is_table = False
        self._skipped = 0  #: lines before a table's header
        self._is_cut = False  #: whether a table's last line has no end, which is known once it is reached
        start = content.read(BEGINNING)
        content.seek(0)
        encoding = encoding_of(start)
        packed = next((word for mark, word in PACKED.items() if start.startswith(mark)), None)
        self.refused = f"is {packed}; expected the files in it" if packed else None
        self.beginning = "" if packed else start.decode(encoding, "evidence").removeprefix("\ufeff")
        if not packed and "\0" in self.beginning:
            self.refused = "is no text; expected JSON, CSV or YAML"
        elif not packed and not self.beginning.strip():
            self.refused = "is empty; expected an export"
        elif not packed and (said := _SAID.match(self.beginning)):
            self.beginning, self._skipped = self.beginning[said.end() :], said[0].count("\n")
        self._text = as_text(Counted(content, progress), encoding)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What was noted, each once, with how often it came; past the twentieth, only how many more there are."""
        told = [self._fault(problem, count) for problem, count in list(self._notes.items())[:MOST_FAULTS]]
        more = len(self._notes) - MOST_FAULTS
        return (*told, *([Fault(place=self.place, problem=f"has {more} further kinds of faults")] if more > 0 else ()))

    def note(self, problem: str, *, entry: int | None = None) -> None:
        """Keep a fault; `entry` is the entry or line that it is of, counted from 1."""
        if len(self._notes) < _MOST_KINDS or problem in self._notes:
            self._notes[problem] += 1
            self._first.setdefault(problem, entry)

    def time(self, value: object, field: str, *, entry: int | None = None) -> float | None:
        """The moment in s since 1970; None where none is told, and where it can't be placed, which is noted."""
        try:
            return read_time(value)
        except NoZoneError as error:
            if self.zone is not None:
                self.zoneless += 1
                return read_time(value, self.zone)
            self.note(f"'{field}' {error}", entry=entry)
            return None
        except ClockError as error:
            self.note(f"'{field}' {error}", entry=entry)
            return None

    def after(
        self, begin: float | None, seconds: float | None, field: str, *, entry: int | None = None
    ) -> float | None:
        """The moment that long after another, in s since 1970; None where one of them is not told, or it can't be."""
        if begin is None or seconds is None:
            return None
        if seconds < 0 or not begin + seconds < LATEST:
            self.note(f"'{field}' is no length of time; expected one within the project's life", entry=entry)
            return None
        return begin + seconds

    def entries(
        self, shape: type[Shape], pages: Iterable[str] = (), *, is_mine: IsMine = lambda _: True
    ) -> Iterator[tuple[int, Shape]]:
        """The JSON entries of this kind and shape, each with its number from 1; any other is noted and left out."""
        decoder: msgspec.json.Decoder[Shape] = msgspec.json.Decoder(shape, strict=False)
        number = 0
        try:
            for entry in self._cut(pages):
                if is_refusal(entry):
                    self.note(f"has {WORDS}, so save it again", entry=number + 1)
                    continue
                number += 1
                if not is_mine(entry):
                    self.note("is of another kind than the file; expected one kind in a file", entry=number)
                    continue
                try:
                    content = _decoded(decoder, entry, shape)
                except (ValueError, RecursionError) as error:
                    self.broken += 1
                    self.note(f"has an entry that can't be read ({_why(error)})", entry=number)
                    continue
                self.whole += 1
                yield number, content
        except BrokenError as error:
            self.note(f"{error}; {number:,} {'entry' if number == 1 else 'entries'} read before that")

    def rows(self) -> Iterator[tuple[int, Mapping[str, str]]]:
        """The rows of a CSV file with their lines, by header: lower case, words parted by `_`; empty cells left out."""
        self._is_table = True
        header: list[str] | None = None
        for line, cells in self._cells():
            if header is None:
                header = [header_of(cell) for cell in cells][:MOST_COLUMNS]
            elif any(cells[len(header) :]):
                self.note("has more cells in a row than in its header", entry=line)
            elif self._is_cut and len(cells) < len(header):
                self.note("stops in the middle of a row; expected the whole export, so save it again", entry=line)
            else:
                yield line, {name: cell for name, cell in zip(header, cells, strict=False) if cell}

    def text(self) -> str:
        """The whole text; empty, and noted, where it is longer than 64 MB."""
        text = self._text.read(MOST_TEXT + 1)
        if len(text) > MOST_TEXT:
            self.note(f"is longer than {MOST_TEXT >> 20} MB; expected a shorter one of this kind")
            return ""
        return text.removeprefix("\ufeff")

    def lines(self) -> Iterator[str]:
        """The lines of a text of any length, without their ends; a line beyond 64 MB ends the reading."""
        for line in self._lines():
            yield line.rstrip("\r\n")

    def _lines(self) -> Iterator[str]:
        self._text.reconfigure(newline=None)
        while line := self._text.readline(MOST_TEXT):
            if len(line) == MOST_TEXT:
                self.note(f"has a line longer than {MOST_TEXT >> 20} MB")
                return
            yield line.removeprefix("\ufeff").replace("\0", "")

    def _cells(self) -> Iterator[tuple[int, list[str]]]:
        """The rows of a table that have anything in them, as cells, each with the line that it ends in."""
        lines = csv.reader(self._table(), delimiter=delimiter_of(self.beginning), skipinitialspace=True)
        before = 1
        while True:
            try:
                cells = [cell.strip() for cell in next(lines)]
            except StopIteration:
                return
            except csv.Error:
                self.note("has a row that can't be taken apart; expected cells with a delimiter between them")
                continue
            if any(_END in cell for cell in cells):
                if cells != [_END]:
                    self.note("has a quote that is never closed; the rows after it are left out", entry=before)
                return
            before = lines.line_num + self._skipped + 1
            if any(cells):
                yield before - 1, cells

    def _table(self) -> Iterator[str]:
        """The lines of a table, and one that stands for its end: a quote that is still open then takes it in."""
        last = ""
        for line in islice(self._lines(), self._skipped, None):
            if last:
                yield last
            last = line
        self._is_cut = not last.endswith("\n")
        yield from (last, _END)

    def _cut(self, pages: Iterable[str]) -> Iterator[bytes]:
        cutter = Cutter(pages)
        while chunk := self._text.read(_CHUNK):
            yield from cutter.feed(chunk.removeprefix("\ufeff").encode("utf-8", "replace"))
        cutter.finish()

    def _fault(self, problem: str, count: int) -> Fault:
        often = "" if count == 1 else f" ({count:,} times; this is the first)"
        first = self._first[problem]
        if self._is_table or first is None:
            return Fault(place=self.place, line=first, problem=problem + often)
        return Fault(place=self.place, problem=f"entry {first:,}: {problem}{often}")


def header_of(cell: str) -> str:
    """A CSV header as readers know it.

    >>> header_of(" Created At"), header_of("deployment-ID"), header_of("deployedAt"), header_of("TinyID")
    ('created_at', 'deployment_id', 'deployed_at', 'tiny_id')
    """
    return "_".join(_HUMP.sub(" ", cell).lower().replace("-", " ").replace("_", " ").split())


def delimiter_of(text: str) -> str:
    """The delimiter that parts the first line into most cells; the comma where none does."""
    first = text.lstrip().partition("\n")[0]
    return max(_DELIMITERS, key=first.count)


def _decoded(decoder: "msgspec.json.Decoder[Shape]", entry: bytes, shape: type[Shape]) -> Shape:
    try:
        return decoder.decode(entry)
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError:
        content: Any = json.loads(entry)  # it takes half letters and NaN, which msgspec does not
        return msgspec.convert(content, shape, strict=False)


def _why(error: Exception) -> str:
    """Why, in words that repeat nothing of the entry."""
    if isinstance(error, json.JSONDecodeError):
        return f"no JSON: {error.msg}"
    if isinstance(error, msgspec.ValidationError):
        return str(error)
    return "nested too deeply" if isinstance(error, RecursionError) else "a value that nobody can read"
