"""Exports that are dropped on a window: taken in piece by piece, read beside the conversation, then let go of."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from io import BytesIO
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, Final, Literal

from msgspec.structs import replace

from maturity.live.edits import Export, Offer, Piece
from maturity.live.measured import summary_in
from maturity.live.session import Session
from maturity.wording import opened

if TYPE_CHECKING:
    from maturity.evidence.summary import Summary
    from maturity.evidence.tables import Evidence, FileWord
    from maturity.live.record import Record

MOST: Final = 100 * 1_000_000  #: bytes of one export
PIECE: Final = 1_000_000  #: bytes that a window sends at a time

_WHOLE: Final = ("green", "deployed", "recovered", "budgets")  #: of a summary: the later ones take the earlier's place


@dataclass(kw_only=True)
class Coming:
    """One export on its way, or what became of it."""

    export: Export
    state: Literal["coming", "reading", "read", "refused"] = "coming"
    word: str = ""  #: what became of it
    got: int = 0  #: bytes
    content: BytesIO = field(default_factory=BytesIO)  #: of the file, until it is read

    def take(self, pieces: Iterable[bytes | memoryview]) -> None:
        """Take what comes next of the file; never more than it was said to have."""
        for piece in pieces:
            self.got += self.content.write(memoryview(piece)[: self.export.size - self.got])

    def end(self, state: Literal["read", "refused"], word: str) -> None:
        """Let go of the file."""
        self.state, self.word, self.content = state, word, BytesIO()

    @property
    def told(self) -> dict[str, Any]:
        """What a window shows of it."""
        named = {"key": self.export.key, "name": self.export.name, "size": self.export.size}
        return {**named, "got": self.got, "state": self.state, "word": self.word}


@dataclass(kw_only=True)
class Batch:
    """The exports of one customer that came to this Python."""

    record: "Record | None" = None  #: the customer's
    coming: dict[str, Coming] = field(default_factory=dict)  #: by key, in the order of their coming
    held: "Evidence | None" = None  #: of those that are read: what the next is read beside
    proven: "Summary | None" = None  #: what those prove; None once it is saved
    before: "Summary | None" = None  #: what was saved by others: an earlier Python, or another window's
    wrote: str = ""  #: what was saved here last


@dataclass(kw_only=True)
class Exports:
    """The exports that come to a window; only what they prove outlives their reading."""

    session: Session
    batch: Batch = field(default_factory=Batch)
    _turn: Lock = field(default_factory=Lock)  #: one file is read at a time

    @property
    def told(self) -> list[dict[str, Any]]:
        """What a window shows of them, in the order of their coming."""
        return [one.told for one in self.batch.coming.values()] if self._is_current(self.batch) else []

    def offer(self, edit: Offer) -> None:
        """Say of each file whether it is wanted; one that is offered again while it comes begins anew."""
        if not self._is_current(self.batch):
            self.batch = Batch(record=self.session.record)
        for export in edit.exports if self.session.record else ():
            one = self.batch.coming[export.key] = Coming(export=export)
            if export.size > MOST:
                one.end("refused", _too_long(export.size))
            elif export.size <= 0:
                one.end("refused", "Is empty; expected an export")

    def receive(self, edit: Piece, pieces: Iterable[bytes | memoryview], told: Callable[[], None]) -> int:
        """Take a piece that goes on where the last one ended; how many bytes are here then, 0 of what nobody offered.

        After the last piece the file is read beside the conversation, and `told` is called when it is.
        """
        one = self.batch.coming.get(edit.export) if self._is_current(self.batch) else None
        if one is None or one.state != "coming":
            return one.got if one else 0
        if edit.broken:
            one.end("refused", "Can't be read by the browser; expected a file, not a folder")
        elif edit.at == one.got:
            one.take(pieces)
            if one.got == one.export.size:
                one.state = "reading"
                Thread(target=self._read, args=(self.batch, one, told), name="export", daemon=True).start()
        return one.got

    def keep(self) -> None:
        """Save what the files prove by now."""
        batch, session = self.batch, self.session
        if batch.proven is None or not self._is_current(batch):
            return
        from maturity.evidence.summary import summary_json

        if session.sitting.evidence != batch.wrote:
            batch.before = summary_in(session)
        batch.wrote, batch.proven = summary_json(_beside(batch.before, batch.proven)), None
        session.put(evidence=batch.wrote)

    def _is_current(self, batch: Batch) -> bool:
        """Whether the window still shows that customer, and nobody has forgotten the exports since."""
        is_forgotten = bool(batch.wrote) and not self.session.sitting.evidence
        return batch.record is self.session.record and batch.record is not None and not is_forgotten

    def _read(self, batch: Batch, one: Coming, told: Callable[[], None]) -> None:
        try:
            with self._turn:
                self._weigh(batch, one)
        except Exception as error:  # noqa: BLE001  (whatever a file does, the others count and the window hears of it)
            one.end("refused", f"Can't be read ({type(error).__name__})")
        told()

    def _weigh(self, batch: Batch, one: Coming) -> None:
        """Read one file, and say what it proves beside those before it."""
        from maturity.evidence.proving import last_day
        from maturity.evidence.recognise import read_content
        from maturity.evidence.summary import summarise

        one.content.seek(0)
        found = read_content(one.content, place=one.export.name)
        (file,) = found.files
        one.end("refused" if file.kind is None else "read", _word(file))
        if file.kind is not None:
            batch.held = found if batch.held is None else batch.held | found
            as_of = min(last_day(batch.held) or self.session.today, self.session.today)
            batch.proven = summarise(self.session.model, batch.held, as_of=as_of)


def _too_long(size: int) -> str:
    told = f"Is {size / 1_000_000:,.0f} MB; expected {MOST // 1_000_000} MB at the most"
    return f"{told}: take a shorter period, or use the command maturity evidence"


def _word(file: "FileWord") -> str:
    """What became of a file, in one line."""
    faults = [fault.problem.partition("; expected one of")[0] for fault in file.faults]  # a list of all kinds
    told = [f"{file.kind}: {file.read}"] if file.kind else []
    more = [f"{len(faults) - 1} more {'fault' if len(faults) == 2 else 'faults'}"] if len(faults) > 1 else []  # noqa: PLR2004  (one more)
    return opened("; ".join([*told, *faults[:1], *more]))


def _beside(before: "Summary | None", now: "Summary") -> "Summary":
    """What the exports of now prove, and those before of everything else; nothing is counted twice."""
    if before is None:
        return now
    earlier = {found.practice: found for found in before.findings if found.is_computable}
    figures = {metric.key: metric for metric in before.metrics if metric.value is not None}
    rows = {name: getattr(now.rows, name) or getattr(before.rows, name) for name in now.rows.__struct_fields__}
    kinds = {read.kind: read for read in (*before.read, *now.read)}
    return replace(
        now,
        as_of=max(before.as_of, now.as_of),
        read=tuple(kinds[kind] for kind in sorted(kinds)),
        rows=replace(now.rows, **rows),
        findings=tuple(f if f.is_computable else earlier.get(f.practice, f) for f in now.findings),
        metrics=tuple(m if m.value is not None else figures.get(m.key, m) for m in now.metrics),
        **{name: getattr(now, name) or getattr(before, name) for name in _WHOLE},
    )
