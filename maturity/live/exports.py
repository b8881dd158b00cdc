"""Exports that are dropped on a window: taken in piece by piece, read beside the conversation, then let go of."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from hashlib import blake2b
from operator import or_
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import replace

from maturity.errors import InputError
from maturity.live.coming import Coming, is_zoneless, word_of
from maturity.live.edits import Offer, Piece, Place
from maturity.live.measured import summary_in
from maturity.live.session import Session
from maturity.wording import opened

if TYPE_CHECKING:
    from maturity.evidence.summary import Summary
    from maturity.evidence.tables import Evidence
    from maturity.live.record import Record

MOST: Final = 100 * 1_000_000  #: bytes of one export
PIECE: Final = 1_000_000  #: bytes that a window sends at a time

_WHOLE: Final = ("green", "deployed", "recovered", "budgets")  #: of a summary: the later ones take the earlier's place


@dataclass(kw_only=True)
class Batch:
    """The exports of one customer that came to this Python."""

    record: "Record | None" = None  #: the customer's
    coming: dict[str, Coming] = field(default_factory=dict)  #: by key, in the order of their coming
    names: dict[bytes, str] = field(default_factory=dict)  #: of those that are read, by digest
    held: "Evidence | None" = None  #: of those that are read: what the next is read beside
    zoneless: dict[str, "Evidence"] = field(default_factory=dict)  #: by key, of those whose times name no zone
    proven: "Summary | None" = None  #: what those prove; None once it is saved
    before: "Summary | None" = None  #: what was saved by others: an earlier Python, or another window's
    wrote: str = ""  #: what was saved here last

    @property
    def held_on(self) -> date:
        """The day of the briefing: nothing after it is looked at."""
        return self.record.engagement.held_on if self.record else date.max


@dataclass(kw_only=True)
class Exports:
    """The exports that come to a window; only what they prove outlives their reading."""

    session: Session
    batch: Batch = field(default_factory=Batch)
    problem: str = ""  #: why the zone that was said can't be
    _turn: Lock = field(default_factory=Lock)  #: one file is read at a time

    @property
    def told(self) -> list[dict[str, Any]]:
        """What a window shows of them, in the order of their coming."""
        return [one.told for one in self._current]

    @property
    def clocks(self) -> dict[str, str]:
        """What a window shows of the zone of times without one."""
        return {"zone": self.session.sitting.zone, "zone_problem": self.problem}

    @property
    def reading(self) -> list[tuple[str, int]]:
        """The keys of the exports that are being read, and how many bytes of each are."""
        return [(one.export.key, one.done) for one in self._current if one.state == "reading"]

    def is_coming(self, key: str) -> bool:
        """Whether more is to come of that export."""
        return any(one.export.key == key and one.state == "coming" for one in self._current)

    def offer(self, edit: Offer) -> None:
        """Say of each file whether it is wanted; one that is offered again while it comes begins anew."""
        if not self._is_current(self.batch):
            self.batch = Batch(record=self.session.record)
        for export in edit.exports if self.session.record else ():
            one = self.batch.coming[export.key] = Coming(export=export)
            if export.size > MOST:
                one.end("refused", _too_long(export.size, self.session))
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
                self._begin(one, told)
        return one.got

    def place(self, edit: Place, told: Callable[[], None]) -> None:
        """Say where the clocks stood whose times name no zone, and read their files again; nowhere takes it back."""
        from maturity.evidence.zones import zone_named

        self.problem, name = "", edit.zone.strip()
        try:
            if name:
                zone_named(name, place="the zone")
        except InputError as error:
            self.problem = opened(error.faults[0].problem)
            return
        self.session.put(zone=name)
        for one in self._current:
            if one.zoneless and one.state == "read":
                self._begin(one, told)

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

    def let_go(self) -> None:
        """Hold no file of exports that were forgotten, or of a customer who is no longer shown."""
        if not self._is_current(self.batch):
            self.batch = Batch()

    @property
    def _current(self) -> list[Coming]:
        return [*self.batch.coming.values()] if self._is_current(self.batch) else []

    def _is_current(self, batch: Batch) -> bool:
        """Whether the window still shows that customer, and nobody has forgotten the exports since."""
        is_forgotten = bool(batch.wrote) and not self.session.sitting.evidence
        return batch.record is self.session.record and batch.record is not None and not is_forgotten

    def _begin(self, one: Coming, told: Callable[[], None]) -> None:
        one.state = "reading"
        Thread(target=self._read, args=(self.batch, one, told), name="export", daemon=True).start()

    def _read(self, batch: Batch, one: Coming, told: Callable[[], None]) -> None:
        try:
            with self._turn:
                self._weigh(batch, one)
                while one.zoneless and one.zone != self.session.sitting.zone:  # it was said while the file was read
                    self._weigh(batch, one)
        except Exception as error:  # noqa: BLE001  (whatever a file does, the others count and the window hears of it)
            one.end("refused", f"Can't be read ({type(error).__name__})")
        told()

    def _weigh(self, batch: Batch, one: Coming) -> None:
        """Read one file, and say what it proves beside those before it."""
        from maturity.evidence.proving import judged_until
        from maturity.evidence.recognise import read_content
        from maturity.evidence.summary import summarise
        from maturity.evidence.tables import Evidence
        from maturity.evidence.zones import zone_named

        digest = blake2b(one.content.getbuffer()).digest()
        if digest in batch.names and not one.zoneless:
            name = batch.names[digest]
            again = "once more" if name == one.export.name else f"as {name}"
            one.end("read", f"The same file {again}; counted once")
            return
        one.zone = self.session.sitting.zone
        zone = zone_named(one.zone, place="the zone") if one.zone else None
        one.content.seek(0)
        found = read_content(one.content, place=one.export.name, zone=zone)
        (file,) = found.files
        one.zoneless = one.zoneless or is_zoneless(file)
        one.is_whole = not file.faults
        if file.kind is not None:
            batch.names[digest] = one.export.name
            _hold(batch, one, found)
            held = reduce(or_, batch.zoneless.values(), batch.held or Evidence())
            batch.proven = summarise(self.session.model, held, as_of=judged_until(held, batch.held_on))
        one.end("refused" if file.kind is None else "read", word_of(file, _long_ago(found, batch.held_on)))


def _hold(batch: Batch, one: Coming, found: "Evidence") -> None:
    """Keep what a file proves; apart, where it may have to be read again."""
    if one.zoneless:
        batch.zoneless[one.export.key] = found
    else:
        batch.held = found if batch.held is None else batch.held | found


def _long_ago(found: "Evidence", held_on: date) -> date | None:
    """The last day that a file tells of, where that is long before the briefing."""
    from maturity.evidence.proving import FRESH_DAYS, last_day

    last = last_day(found)
    return last if last is not None and (held_on - last).days > FRESH_DAYS else None


def _too_long(size: int, session: Session) -> str:
    key = session.record.key if session.record else "KEY"
    told = f"Is {size / 1_000_000:,.0f} MB; expected {MOST // 1_000_000} MB at the most"
    return f"{told}. Take a shorter period, or put it into evidence/{key}/ beside the answers: maturity brief reads it"


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
