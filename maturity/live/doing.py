"""Everything that can be done in a window, done: each edit, and what it changes in the session."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from msgspec.structs import replace

from maturity.errors import MaturityError
from maturity.live import answering, edits, entering, measured
from maturity.live.edits import AnyEdit, Edit
from maturity.live.session import Session

#: what a window keeps until the store has it
LASTING = (edits.Respond, edits.Signal, edits.Tell, edits.Park, edits.Unpark, edits.Settle, edits.Take, edits.Keep)


def do(session: Session, edit: AnyEdit) -> None:
    """Do what an edit says, once; what is wrong with it stands in the session beside the thing, and is not raised.

    What is said of a customer who can't be opened, since the history is away, waits until they are.
    """
    doer, named = _DOERS.get(type(edit)), (edit.window, edit.n)
    if doer is None or (edit.n and named in session.heard):
        return
    session.heard.add(named)
    if session.record is None and edit.engagement and isinstance(edit, LASTING):
        session.early.append(edit)
        session.unsaved.append(named)
        return
    try:
        doer(session.beside(edit.engagement), edit)
    except MaturityError as error:
        session.refusal = str(error)
    _catch_up(session)
    if session.is_saved and not session.early:
        session.unsaved.clear()
    elif isinstance(edit, LASTING) and not session.is_saved:
        session.unsaved.append(named)


def _catch_up(session: Session) -> None:
    """Do what was said too early, now that there is a customer."""
    if session.record is not None and session.early:
        early, session.early = session.early, []
        for edit in early:
            session.heard.discard((edit.window, edit.n))
            do(session, edit)


def _hello(session: Session, edit: edits.Hello) -> None:
    """Show what this window showed before, and do what it could not say; it takes the place of its older self."""
    alive = {name: at for name, at in session.sitting.windows.items() if name != session.window}
    session.sitting = replace(session.sitting, windows=alive)
    session.window = edit.window or session.window
    is_fresh = session.record is None and edit.resume and session.has_store
    if is_fresh and session.store.last_saved(edit.resume) is not None:
        session.resume(edit.resume)
    for content in edit.pending:
        try:
            do(session, edits.read_edit(content))
        except msgspec.ValidationError:
            continue  # it was kept by another version of this window


def _resume(session: Session, edit: edits.Resume) -> None:
    session.resume(edit.key)
    session.put(closed=False)


def _go(session: Session, edit: edits.Go) -> None:
    if edit.practice in session.model.practices:
        session.place(position=edit.practice, later=tuple(k for k in session.sitting.later if k != edit.practice))


def _later(session: Session, edit: edits.Later) -> None:
    practice = session.model.practices.get(edit.practice)
    if practice is not None:
        later = tuple(key for key in session.sitting.later if key != edit.practice)
        session.place(later=(*later, edit.practice))


def _run(session: Session, edit: edits.Run) -> None:
    clock, now = session.sitting.clock, session.clock()
    session.put(clock=clock.run(now) if edit.run else clock.pause(now))


def _speakers(session: Session, edit: edits.Speakers) -> None:
    names = tuple(dict.fromkeys(name.strip() for name in edit.names if name.strip()))[:2]
    session.put(speakers=names if len(names) > 1 else ())


def _imagine(session: Session, edit: edits.Imagine) -> None:
    asked = {practice.key for practice in session.model.asked}
    session.imagined = tuple(key for key in edit.practices if key in asked)


def _finish(session: Session, _edit: edits.Finish) -> None:
    """End the briefing: its clock stands, and the next one asks this customer anew."""
    session.put(clock=session.sitting.clock.pause(session.clock()), closed=True)


_DOERS: Mapping[type[Edit], Callable[[Session, Any], None]] = {
    edits.Hello: _hello,
    edits.Begin: entering.begin,
    edits.Resume: _resume,
    edits.Tell: entering.tell,
    edits.Signal: answering.signal,
    edits.Respond: answering.respond,
    edits.Undo: answering.undo,
    edits.Go: _go,
    edits.Later: _later,
    edits.Park: answering.park,
    edits.Unpark: answering.unpark,
    edits.Run: _run,
    edits.Speakers: _speakers,
    edits.Imagine: _imagine,
    edits.Settle: answering.settle,
    edits.Take: measured.take,
    edits.Keep: measured.keep,
    edits.Forget: measured.forget,
    edits.Retry: answering.retry,
    edits.Finish: _finish,
}
