"""Whether a model holds together: stages reachable, traps able to fire and to stay silent, gating monotone."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

from maturity.assessment import assess
from maturity.engagement import Engagement, Response
from maturity.errors import InputError
from maturity.model import Answer, Condition, Grade, Model, Practice, Trap
from maturity.model_file import locate, model_text, parse_model
from maturity.references import Way
from maturity.roadmap import Bucket, plan
from maturity.traps import find_traps, shows

DAY = date(2026, 1, 1)  #: of every witness; the rules do not hang on it
LONG_AGO = date(1900, 1, 1)
CROWD = 1_000_000_000  #: product engineers, beyond any critical mass and break-even
TRIES = 5_000  #: conditions looked at in search of a witness; the built-in traps take some twenty

#: every answer, with the answers that are better by one step and no more
BETTER: Mapping[Answer, tuple[Answer, ...]] = {
    Answer.NEVER: (Answer.SOMETIMES, Answer.UNKNOWN),
    Answer.SOMETIMES: (Answer.USUALLY,),
    Answer.USUALLY: (Answer.ALWAYS,),
    Answer.UNKNOWN: (Answer.ALWAYS,),
    Answer.ALWAYS: (),
    Answer.NOT_APPLICABLE: (),
}

#: what a trap may hang on, by key: how a practice can be answered, a signal's yes and no, head counts
_World = Mapping[str, Sequence[Any]]


def check_model(path: Path) -> Model:
    """The model in a file, proved.

    Raises:
        InputError: the file is not a model, or the model does not hold together; every fault is told with its line.
    """
    text = model_text(path)
    model = parse_model(text, place=str(path))
    faults = locate(prove_model(model), text=text, place=str(path))
    if faults:
        raise InputError(faults)
    return model


def prove_model(model: Model) -> Iterator[tuple[Way, str]]:
    """Every way in which the model does not hold together, with the way to the part; its references must fit."""
    yield from _stage_problems(model)
    yield from _gating_problems(model)
    yield from _trap_problems(model)
    yield from _roadmap_problems(model)


def stage_witness(model: Model, number: int) -> Engagement:
    """An engagement that stands at that stage if any can: all in place up to it, none above, just enough engineers."""
    answers = {p.key: Answer.ALWAYS if model.stage_of[p.key].number <= number else Answer.NEVER for p in model.asked}
    return _engagement(answers, max((stage.critical_mass or 0 for stage in model.stages[:number]), default=0))


def trap_witness(model: Model, trap: Trap, *, fires: bool) -> Engagement | None:
    """An engagement that answers only what the trap asks of and stands in it, or does not; None if none was found."""
    known = [answer for answer in Answer if answer is not Answer.UNKNOWN]
    answers = known if fires else known[:-1]  # a practice that does not apply is no way out of a trap
    practices = {practice.key: _ways_to_answer(answers) for practice in model.asked}
    signals = {signal.key: (True, False) for signal in model.signals}
    masses = {practice.computed.at_least for practice in model.practices.values() if practice.computed}
    world: _World = {**practices, **signals, "engineers": sorted({0, *masses})}
    tries = iter(range(TRIES))
    found = next(_worlds(model, [(trap.when, fires)], world, tries), None)
    if found is None:
        return None
    chosen = {key: options[0] for key, options in found.items() if len(options) < len(world[key])}
    return Engagement(
        customer="Witness",
        held_on=DAY,
        engineers=chosen.get("engineers"),
        responses={key: option for key, option in chosen.items() if key in practices},
        signals={key: option for key, option in chosen.items() if key in signals},
    )


def _stage_problems(model: Model) -> Iterator[tuple[Way, str]]:
    for stage in model.stages:
        assessment = assess(model, stage_witness(model, stage.number))
        if not assessment.floor == assessment.ceiling == stage.number:
            problem = f"can't be stood at: whoever opens its gate has opened the gate of stage {stage.number + 1} too"
            yield ("stages", stage.number - 1), problem


def _gating_problems(model: Model) -> Iterator[tuple[Way, str]]:
    """Every practice for which a better answer lowers floor or ceiling, from a few engagements far apart."""
    middle = stage_witness(model, (len(model.stages) + 1) // 2)
    starts = [_engagement({p.key: answer for p in model.asked}, 0) for answer in BETTER if BETTER[answer]]
    for start in (*starts, middle):
        before = assess(model, start)
        for practice in model.asked:
            for better in BETTER[start.answer_to(practice)]:
                answers = {key: response.answer for key, response in start.responses.items()}
                after = assess(model, _engagement(answers | {practice.key: better}, start.engineers))
                if after.floor < before.floor or after.ceiling < before.ceiling:
                    yield _way_to(model, practice), f"{practice.key!r} answered {better} lowers where a customer stands"


def _trap_problems(model: Model) -> Iterator[tuple[Way, str]]:
    for index, trap in enumerate(model.traps):
        for fires, problem in ((True, "can never fire"), (False, "fires whatever is answered")):
            witness = trap_witness(model, trap, fires=fires)
            if witness is None or fires is not (trap in [hit.trap for hit in find_traps(assess(model, witness))]):
                yield ("traps", index, "when"), problem


def _roadmap_problems(model: Model) -> Iterator[tuple[Way, str]]:
    """Every practice that no roadmap could call a step or call done, and dates that run past the calendar."""
    held = {practice.key: Answer.ALWAYS for practice in model.asked}
    done = plan(assess(model, _engagement(held, CROWD))).buckets
    for practice in model.asked:
        buckets = plan(assess(model, _engagement(held | {practice.key: Answer.NEVER}, CROWD))).buckets
        if (done[practice.key], buckets[practice.key]) != (Bucket.DONE, Bucket.STEP):
            yield _way_to(model, practice), f"{practice.key!r} can never become a step, and then be done"
    try:
        plan(assess(model, _engagement(dict.fromkeys(held, Answer.NEVER), 1)))
    except OverflowError:
        yield ("numbers", "capacity_share", "value"), "leaves one engineer a roadmap that runs past the year 9999"


def _engagement(answers: Mapping[str, Answer], engineers: int | None) -> Engagement:
    responses = {key: Response(answer=answer) for key, answer in answers.items()}
    return Engagement(customer="Witness", held_on=DAY, stage_since=LONG_AGO, engineers=engineers, responses=responses)


def _way_to(model: Model, practice: Practice) -> Way:
    stage = model.stage_of[practice.key]
    return ("stages", stage.number - 1, "practices", stage.practices.index(practice))


def _ways_to_answer(answers: Sequence[Answer]) -> tuple[Response, ...]:
    """Each of the answers, plainest first, with every claim and grade."""
    every = product((None, *answers), Grade, answers)
    return tuple(Response(answer=answer, claimed=claimed, grade=grade) for claimed, grade, answer in every)


def _worlds(
    model: Model, goals: Sequence[tuple[Condition, bool]], world: _World, tries: Iterator[int]
) -> Iterator[_World]:
    """The worlds inside a world in which each condition is as wanted."""
    if not goals:
        yield world
        return
    if next(tries, None) is None:
        return
    (condition, wanted), *others = goals
    parts = condition.all or condition.any or _gate_parts(model, condition)
    if not parts:
        key, shows = _thing(model, condition)
        kept = [option for option in world[key] if shows(option) is wanted]
        yield from _worlds(model, others, {**world, key: kept}, tries) if kept else ()
    elif bool(condition.all) is wanted:
        yield from _worlds(model, [*((part, wanted) for part in parts), *others], world, tries)
    else:
        for part in parts:
            yield from _worlds(model, [(part, wanted), *others], world, tries)


def _gate_parts(model: Model, condition: Condition) -> Sequence[Condition]:
    """A closed gate as what closes it: any of its practices that is known not to be `always`."""
    short = (Answer.NEVER, Answer.SOMETIMES, Answer.USUALLY)
    gates = model.stage(condition.gate).gates if condition.gate else ()
    return [Condition(practice=practice.key, answer=short) for practice in gates]


def _thing(model: Model, condition: Condition) -> tuple[str, Callable[[Any], bool]]:
    """The one thing that a condition hangs on, and whether an option of it shows the condition."""
    if condition.signal:
        return condition.signal, bool
    practice = model.practices[condition.practice or ""]
    if practice.computed is None:
        return practice.key, lambda response: shows(condition, response)
    return "engineers", lambda engineers: shows(condition, _engagement({}, engineers).response_to(practice))
