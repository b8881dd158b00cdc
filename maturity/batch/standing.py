"""What stands in a place: left alone, made anew around a consultant's edits, or kept because somebody changed it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from maturity.batch.places import Place
from maturity.engagement import Engagement
from maturity.engine import Done
from maturity.files import UnwritableError, digest
from maturity.making import Made, Order
from maturity.overview import MadeFile, Outcome, Status

WORKBOOK = "ipynb"  #: how a workbook's name ends


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One engagement's files in a place: what is wanted, and what an earlier run made."""

    place: Place
    key: str
    endings: tuple[str, ...]  #: of the names of the files that are wanted
    wanted: Outcome  #: as it is when all goes well, without its files
    before: Outcome | None  #: of an earlier run
    force: bool  #: make pages anew that were changed by hand
    discard: bool  #: make the workbook anew without its edits

    @property
    def failed_notebook(self) -> str:
        """What a notebook that stopped is called."""
        return self.named(f"failed.{WORKBOOK}")

    def named(self, ending: str) -> str:
        """The file of that ending."""
        return f"{self.key}.{ending}"

    @cached_property
    def stood(self) -> str | None:
        """SHA-256 of the workbook as it was when this was asked first; None where there was none."""
        return self.place.digest(self.named(WORKBOOK))

    @property
    def may_hold_edits(self) -> bool:
        """Whether a workbook stands there that is not known to be just what a run made."""
        if self.stood is None:
            return False
        return self.before is None or self.before.edited or self.before.workbook != self.stood

    def edited(self) -> bytes | None:
        """The workbook to make anew around its edits; None where there is nothing to keep."""
        return self.place.read(self.named(WORKBOOK)) if self.may_hold_edits and not self.discard else None


def ask_for(  # noqa: PLR0913  (each decides what is wanted)
    engagement: Engagement,
    order: Order,
    *,
    place: Place,
    before: Outcome | None,
    earlier: Engagement | None,
    evidence: str = "",
) -> Ask:
    """What is wanted of an engagement, held against an earlier one or none, beside what its exports prove."""
    wanted = Outcome(
        key=engagement.key,
        customer=engagement.customer,
        status=Status.MADE,
        input_hash=engagement.hash,
        fingerprint=order.fingerprint(engagement, earlier, evidence),
        remark=_other_spelling(engagement, earlier),
    )
    return Ask(
        place=place,
        key=engagement.key,
        endings=order.endings,
        wanted=wanted,
        before=before,
        force=order.force,
        discard=order.discard,
    )


def left_alone(ask: Ask) -> Outcome | None:
    """The outcome if nothing is to be made: all stands as it would be made, but for pages changed by hand."""
    before = ask.before
    if ask.force or before is None or ask.wanted.fingerprint != before.fingerprint:
        return None
    if (ask.stood or "") != before.workbook or (ask.discard and before.edited):
        return None
    if not before.files.keys() >= {*ask.endings}:
        return None
    now = {ending: ask.place.digest(before.files[ending].name) for ending in ask.endings}
    if None in now.values():
        return None
    stands = unchanged(ask.wanted, before)
    pages = [ending for ending in ask.endings if ending != WORKBOOK]
    changed = [ask.named(ending) for ending in pages if now[ending] != before.files[ending].sha256]
    if changed:
        return replace(stands, status=Status.KEPT, problem=_changed(changed))
    ask.place.remove(ask.failed_notebook)
    return stands


def deliver(ask: Ask, done: Done) -> Outcome:
    """Put what a call made in its place; the outcome.

    A page that was changed by hand, or that nobody tells of, stays as it is unless it is forced; the rest is written.
    A workbook that can't be merged, or that was changed meanwhile, stays as it is with everything beside it.

    Raises:
        UnwritableError: the place, or this machine's folder for temporary files, takes nothing more.
    """
    made = done.value or Made(failure=done.error, partial=done.notebook.encode())
    seconds = round(done.seconds, 3)
    if made.no_room:
        raise UnwritableError(made.failure)
    if made.failure:
        return replace(failed(ask.wanted, ask.before, _kept_partial(ask, made)), seconds=seconds)
    if made.unmerged:
        return _as_it_is(ask, f"{made.unmerged}; it is kept, and --edits discard makes it anew")
    if ask.place.digest(ask.named(WORKBOOK)) not in {None, ask.stood, _digest_in(made.files)}:
        return _as_it_is(ask, f"{ask.named(WORKBOOK)} was changed while it was made anew; it is kept: run this again")
    kept = {} if ask.force else dict(_strange_pages(ask, made.files))
    files = {ending: _put(ask, ending, body, is_kept=ending in kept) for ending, body in made.files.items()}
    ask.place.remove(ask.failed_notebook)
    return replace(
        _with_workbook(ask, made),
        status=Status.KEPT if kept else Status.MADE,
        files={**_of_other_orders(ask), **files},
        seconds=seconds,
        problem=_why_kept(ask, kept),
    )


def unchanged(wanted: Outcome, before: Outcome) -> Outcome:
    """The outcome where all stands as an earlier run left it."""
    return _as_before(replace(wanted, status=Status.UNCHANGED, remark=""), before)


def failed(wanted: Outcome, before: Outcome | None, problem: str) -> Outcome:
    """The outcome of a failure: files that an earlier run made stay known, as what they were made from."""
    lost = replace(wanted, status=Status.FAILED, problem=problem)
    return replace(_as_before(lost, before), fingerprint=before.fingerprint) if before else lost


def _as_before(outcome: Outcome, before: Outcome) -> Outcome:
    """The outcome with the files that an earlier run left, and what is known of the workbook among them."""
    return replace(outcome, files=before.files, workbook=before.workbook, edited=before.edited)


def _other_spelling(engagement: Engagement, earlier: Engagement | None) -> str:
    """What is told where the two are one customer by their key only: a stranger's answers are nobody's last time."""
    if earlier is None or earlier.customer.casefold() == engagement.customer.casefold():
        return ""
    return f"{engagement.customer!r} is held against {earlier.key} of {earlier.customer!r}, taken for the same customer"


def _as_it_is(ask: Ask, problem: str) -> Outcome:
    return replace(ask.before or ask.wanted, status=Status.KEPT, seconds=0.0, problem=problem)


def _with_workbook(ask: Ask, made: Made) -> Outcome:
    """The outcome with what later runs have to know of the workbook's edits, and what is told of them."""
    wanted = replace(ask.wanted, merged=made.merged, edited=made.edited)
    is_dropped = ask.discard and ask.may_hold_edits
    if WORKBOOK in made.files:
        now = _digest_in(made.files)
        dropped = f"{ask.named(WORKBOOK)} is made anew; what somebody changed in it is thrown away"
        return _remarked(replace(wanted, workbook=now), dropped if is_dropped and now != ask.stood else _gone(ask))
    if is_dropped:  # what is not ordered stays, edits and all, and the next run is to find them
        return _remarked(replace(wanted, edited=True), f"made without the edits in {ask.named(WORKBOOK)}, which stays")
    return _remarked(replace(wanted, workbook=ask.stood or ""), _gone(ask))


def _gone(ask: Ask) -> str:
    """What is told where a workbook that held edits is not there any more."""
    is_gone = ask.before is not None and ask.before.edited and ask.stood is None
    return f"{ask.named(WORKBOOK)} is gone, and what somebody changed in it; made without" if is_gone else ""


def _remarked(outcome: Outcome, remark: str) -> Outcome:
    return replace(outcome, remark="; ".join(filter(None, [outcome.remark, remark])))


def _digest_in(files: Mapping[str, bytes]) -> str:
    """SHA-256 of the workbook; empty where there is none."""
    return digest(files[WORKBOOK]) if WORKBOOK in files else ""


def _kept_partial(ask: Ask, made: Made) -> str:
    """What went wrong, with the place of the notebook as far as it ran."""
    if not made.partial:
        return made.failure
    ask.place.write(ask.failed_notebook, made.partial)
    return f"{made.failure}; the notebook as far as it ran is in {ask.failed_notebook}"


def _strange_pages(ask: Ask, files: Mapping[str, bytes]) -> Iterator[tuple[str, bool]]:
    """The files beside the workbook that hold something else than a run made; each with whether one tells of it."""
    known = ask.before.files if ask.before else {}
    for ending, body in files.items():
        now = ask.place.digest(ask.named(ending)) if ending != WORKBOOK else None
        if now not in {None, digest(body), known[ending].sha256 if ending in known else None}:
            yield ending, ending in known


def _why_kept(ask: Ask, kept: Mapping[str, bool]) -> str:
    changed = [ask.named(ending) for ending, is_known in kept.items() if is_known]
    unknown = [ask.named(ending) for ending, is_known in kept.items() if not is_known]
    problem = f"{', '.join(unknown)} stands there, and no manifest says who made it; --force makes it anew"
    return "; ".join([*([_changed(changed)] if changed else []), *([problem] if unknown else [])])


def _changed(names: list[str]) -> str:
    return f"{', '.join(names)} changed by hand since it was made, and kept; --force makes it anew"


def _of_other_orders(ask: Ask) -> Mapping[str, MadeFile]:
    """The files that other orders made and that still stand: they stay known for what they are."""
    known = ask.before.files if ask.before else {}
    others = {ending: file for ending, file in known.items() if ending not in ask.endings}
    return {ending: file for ending, file in others.items() if ask.place.digest(file.name) is not None}


def _put(ask: Ask, ending: str, body: bytes, *, is_kept: bool) -> MadeFile:
    """The file as it was made, in its place unless another is kept there."""
    name = ask.named(ending)
    return MadeFile(name=name, sha256=digest(body) if is_kept else ask.place.write(name, body), bytes=len(body))
