"""What moved, and what only differs, in sentences."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from maturity.assessment import Assessment
from maturity.before_after.nouns import BeforeAfter, Kind, Move
from maturity.engagement import Response
from maturity.language import later, tr, tr_n
from maturity.model import Answer, Model
from maturity.wording import day, named, opened, spelled


def headline(earlier: Assessment, now: Assessment) -> str:
    """Where they stood and stand."""
    name, then = named(now.engagement.customer), day(earlier.engagement.held_on)
    before, after = _place(earlier), _place(now)
    if before == after:
        frame = tr("{name} stood {before} on {then}, and stands there today.")
    else:
        frame = tr("{name} stood {before} on {then}, and stands {after} today.")
    return frame.format(name=name, then=then, before=before, after=after)


def alike(earlier: Assessment, now: Assessment, floor: int) -> str:
    """What of the difference is like for like; `floor` is where they would stand by that alone."""
    where = tr("at stage {n}").format(n=floor) if floor else tr("before stage 1")
    if earlier.model.hash != now.model.hash:
        versions = _editions(earlier.model, now.model)
        frame = tr("The model is another than then ({versions}): under today's, the answers of then stand {where}.")
        return frame.format(versions=versions, where=where)
    if floor == now.floor:
        if floor == earlier.floor:
            return tr("Like for like, the stage is the same: the same practices, known both times in the same way.")
        return tr("That is like for like: it counts only practices known both times in the same way.")
    frame = tr(
        "Like for like it would stand {where}: the rest is what was asked only once, or is known in another way now."
    )
    return frame.format(where=where)


def said(model: Model, response: Response) -> str:
    """An answer with how it is known, in the model's words."""
    answer = model.words.answers[response.answer].lower()
    return answer if response.answer is Answer.UNKNOWN else f"{answer} ({model.words.grades[response.grade]})"


def told_apart(moved: BeforeAfter) -> Sequence[str]:
    """What is not called progress, a sentence a reason."""
    sentences = []
    for kind, counted in _REASONS.items():
        moves = moved.of(kind)
        if moves:
            sentences.append(_sentence(counted, [_difference(move) for move in moves]))
    if moved.strangers:
        names = [f"{stranger.name} ({stranger.before})" for stranger in moved.strangers]
        sentences.append(_sentence(_strange, names))
    return sentences


def why_apart(kind: Kind) -> str:
    """Why an answer that differs is not called progress; empty for one that moved."""
    return tr(_WHY[kind]) if kind in _WHY else ""


def unmoved(moved: BeforeAfter) -> str:
    """Why no answer moved; empty where one did."""
    if moved.of(Kind.BETTER, Kind.WORSE):
        return ""
    if not moved.compared:
        return tr("No answer can be compared.")
    frame = tr_n(
        "No answer moved among the {n} practice that can be compared.",
        "No answer moved among the {n} practices that can be compared.",
        moved.compared,
    )
    return frame.format(n=spelled(moved.compared))


def _place(assessment: Assessment) -> str:
    if not assessment.floor:
        return tr("before stage 1")
    frame = tr("at least at stage {n}") if assessment.ceiling > assessment.floor else tr("at stage {n}")
    return frame.format(n=assessment.floor)


def _editions(one: Model, other: Model) -> str:
    if (one.name, one.version) == (other.name, other.version):
        return tr("the same version, edited")
    if one.name == other.name:
        return tr("version {one}, now {other}").format(one=one.version, other=other.version)
    return tr("{one}, now {other}").format(one=one.name, other=other.name)


def _difference(move: Move) -> str:
    frame = tr("{practice} ({before}, now {after})")
    return frame.format(practice=move.practice.name, before=move.before, after=move.after)


def _sentence(counted: Callable[[int], str], names: Sequence[str]) -> str:
    return counted(len(names)).format(n=opened(spelled(len(names))), names="; ".join(names))


def _strange(number: int) -> str:
    return tr_n(
        "{n} answer given under another model, to what today's does not ask: {names}.",
        "{n} answers given under another model, to what today's does not ask: {names}.",
        number,
    )


#: what is said of so many answers
_REASONS: Final[Mapping[Kind, Callable[[int], str]]] = {
    Kind.MODEL: lambda n: tr_n(
        "{n} answer given under another model: {names}.", "{n} answers given under another model: {names}.", n
    ),
    Kind.ONCE: lambda n: tr_n("{n} answer known only once: {names}.", "{n} answers known only once: {names}.", n),
    Kind.GRADE: lambda n: tr_n(
        "{n} answer known in another way than then: {names}.", "{n} answers known in another way than then: {names}.", n
    ),
    Kind.APPLIES: lambda n: tr_n(
        "{n} answer to what began or ceased to apply: {names}.",
        "{n} answers to what began or ceased to apply: {names}.",
        n,
    ),
}
_WHY: Final = {
    Kind.MODEL: later("given under another model"),
    Kind.ONCE: later("known only once"),
    Kind.GRADE: later("known in another way"),
    Kind.APPLIES: later("began or ceased to apply"),
}
