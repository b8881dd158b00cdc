"""The live form: one widget that hands edits to the session and shows what comes back."""

import asyncio
from collections.abc import Callable, Sequence
from time import monotonic
from typing import TYPE_CHECKING, Any

import anywidget
import msgspec
import traitlets

from maturity.live.doing import do
from maturity.live.edits import AnyEdit, Hello, Make, Offer, Piece, Ping, Place, read_edit
from maturity.live.exports import Exports
from maturity.live.look import fonts, script, style
from maturity.live.measured import summary_in
from maturity.live.screen import screen_of
from maturity.live.session import Session
from maturity.live.sitting import Sitting
from maturity.live.telling import place_in_talk
from maturity.live.words import static_of

if TYPE_CHECKING:
    from maturity.live.finishing import Making, Workshop

LOOK_EVERY = 2.0  #: seconds between looks at what other windows saved
READY_AFTER = 5  #: answers after which the workbook is sure to be wanted
KEEP_EVERY = 5.0  #: seconds between signs of life in the store


class Form(anywidget.AnyWidget):
    """A window of a live briefing; in JupyterLab and on a page alike."""

    _esm = traitlets.Unicode().tag(sync=True)
    _css = traitlets.Unicode().tag(sync=True)

    def __init__(self, session: Session) -> None:
        """Show a session."""
        super().__init__(_esm=script(), _css=style())
        self.session = session
        self.exports = Exports(session=session)
        self.making: Making | None = None
        self._looked = self._kept = monotonic()
        self._workshop: Workshop | None = None
        self._shown: dict[str, Any] = {"began": False, "facts": {}, "resumable": []}  # the last state
        self._moment: tuple[object, ...] = ()  # of the agenda, as last shown
        self.on_msg(self._hear)

    def say(self, content: dict[str, Any], buffers: Sequence[bytes] = ()) -> None:
        """Say something to every window of this widget."""
        self.send(content, list(buffers))

    def show(self, acks: Sequence[int] = ()) -> None:
        """Show the session as it is now, and acknowledge these edits."""
        making = self.making.told if self.making else None
        self._shown = {**screen_of(self.session), "making": making, "exports": self.exports.told}
        self._shown |= self.exports.clocks
        held = [list(edit) for edit in self.session.unsaved]
        self.say({"kind": "state", "acks": list(acks), "held": held, "state": self._shown})
        if not self.session.is_kept:
            self.session.keep()

    def _hear(self, _: object, content: object, buffers: Sequence[memoryview]) -> None:
        """Do what a window says, and say what follows; whatever goes wrong is acknowledged and told."""
        number = content.get("n", 0) if isinstance(content, dict) else 0
        try:
            self._do(read_edit(content), buffers)
        except msgspec.ValidationError:
            self.say({"kind": "pong", "acks": [number]})
        except Exception as error:  # noqa: BLE001  (a window that nobody answers takes this kernel for dead)
            told = {**self._shown, "unsaved": f"Something went wrong here ({type(error).__name__}: {error})."}
            self.say({"kind": "state", "acks": [number], "state": told})

    def _do(self, edit: AnyEdit, buffers: Sequence[memoryview]) -> None:
        match edit:
            case Piece():
                self._receive(edit, buffers)
            case Offer():
                self.exports.offer(edit)
                self.show([edit.n])
            case Place():
                self.exports.place(edit, _in_turn(self._read))
                self.show([edit.n])
            case Hello():
                self._hello(edit)
            case Ping():
                self._ping(edit)
            case Make():
                self._make(edit)
            case _:
                do(self.session, edit)
                self.exports.let_go()
                self.show([edit.n])
                record = self.session.record
                if record is not None and len(record.window.engagement.responses) == READY_AFTER:
                    self._workshop_here().ready()

    def _hello(self, edit: Hello) -> None:
        self.say(static_of(self.session.model))
        do(self.session, edit)
        self.show([edit.n, *(int(content.get("n", 0)) for content in edit.pending)])
        self.say({"kind": "fonts", "fonts": [named for named, _ in fonts()]}, [font for _, font in fonts()])

    def _ping(self, edit: Ping) -> None:
        """Say that somebody is here; now and then, look at what others did, and leave a sign of life."""
        for key, done in self.exports.reading:
            self.say({"kind": "reading", "export": key, "done": done})
        self.say({"kind": "pong", "acks": [edit.n]})
        record, now = self.session.record, monotonic()
        if record is None:
            return
        if now - self._kept > KEEP_EVERY:
            self._kept = now
            before = self.session.sitting
            self.session.keep()
            after = self.session.sitting
            if _beside(after) != _beside(before):
                self.show()
        if now - self._looked > LOOK_EVERY:
            self._looked = now
            moment = place_in_talk(self.session)
            if record.look() or moment != self._moment:
                self._moment = moment
                self.show()

    def _receive(self, edit: Piece, pieces: Sequence[memoryview]) -> None:
        """Take a piece of an export, and say how far it has come."""
        got = self.exports.receive(edit, pieces, _in_turn(self._read))
        self.say({"kind": "piece", "export": edit.export, "got": got})
        if not self.exports.is_coming(edit.export):
            self.show()

    def _read(self) -> None:
        self.exports.keep()
        self.show()

    def _make(self, edit: Make) -> None:
        """Make the workbook and the page, beside the conversation."""
        from maturity.live.finishing import Making

        engagement = self.session.engagement
        if engagement is not None and (self.making is None or self.making.finished):
            evidence = self.session.sitting.evidence if summary_in(self.session) else ""
            self.making = Making(engagement=engagement, evidence=evidence)
            self._workshop_here().make(self.making, _in_turn(self._made))
        self.show([edit.n])

    def _workshop_here(self) -> "Workshop":
        from maturity.live.finishing import Workshop  # which brings papermill and nbconvert

        if self._workshop is None:
            self._workshop = Workshop(settings=self.session.settings, model=self.session.model)
        return self._workshop

    def _made(self) -> None:
        self.show()
        if self.making and self.making.page is not None:
            self.say({"kind": "page", "name": self.making.page_name}, [self.making.page])


def _beside(sitting: Sitting) -> tuple[object, ...]:
    """What other windows may change of a sitting, that shows."""
    return sitting.windows.keys(), sitting.evidence, sitting.zone


def _in_turn(told: Callable[[], None]) -> Callable[[], None]:
    """The call, made by the thread that talks to the windows, whichever thread makes it."""
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return told

    def later() -> None:
        loop.call_soon_threadsafe(told)

    return later
