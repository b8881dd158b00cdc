"""Whether the parts of a model fit each other: keys, prerequisites, sources, words and numbers."""

from collections import Counter
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from maturity.errors import did_you_mean
from maturity.model import Answer, Condition, Grade, Model, Number, Practice, conditions_in

#: the way to a part of a model file: keys and positions from the top
Way = tuple[str | int, ...]

#: columns that a table of engagements has beside the practices and signals
TAKEN = frozenset(
    {"customer", "country", "industry", "engineers", "currency", "consultant", "objective", "study", "fictional"}
)

WORDS_NEEDED: dict[str, tuple[str, ...]] = {
    "answers": tuple(Answer),
    "grades": tuple(Grade),
    "gates": ("open", "unproven", "closed"),
    "verdicts": ("reach", "hold", "evaluate", "stay"),
    "buckets": ("done", "banked", "open-question", "step", "deferral", "not-applicable"),
}


def reference_faults(model: Model) -> Iterator[tuple[Way, str]]:
    """Every part that does not fit, with the way to it and what was expected."""
    yield from _source_faults(model)
    yield from _stage_faults(model)
    yield from _practice_faults(model)
    yield from _signal_faults(model)
    yield from _cycle_faults(model)
    yield from _trap_faults(model)
    yield from _word_faults(model)
    yield from _numbers_faults(model)


def _source_faults(model: Model) -> Iterator[tuple[Way, str]]:
    for key, source in model.sources.items():
        if source.address and not source.address.startswith(("https://", "http://")):
            yield ("sources", key, "address"), f"{source.address!r} is not a web address; expected https://…"


def _stage_faults(model: Model) -> Iterator[tuple[Way, str]]:
    if not model.asked:
        yield ("stages",), "ask nothing; expected a practice that is not computed"
    for index, stage in enumerate(model.stages):
        if stage.number != index + 1:
            yield ("stages", index, "number"), f"is {stage.number}; expected {index + 1}, as stages stand in order"
        if not stage.gates:
            yield ("stages", index, "practices"), "has no gate practice, so its gate could never open"
        if stage.bed_in_months:
            path = ("stages", index, "bed_in_months")
            yield from _number_faults(model, path, stage.bed_in_months, within=(0, 120), whole=True)


def _practice_faults(model: Model) -> Iterator[tuple[Way, str]]:
    keys = _keys(model)
    for path, practice in _placed(model):
        yield from _key_faults(path, practice.key, keys)
        if practice.effort_weeks.low > practice.effort_weeks.high:
            yield (*path, "effort_weeks"), f"low {practice.effort_weeks.low} is above high {practice.effort_weeks.high}"
        if practice.computed and not practice.is_gate:
            yield (*path, "computed"), "is only for gate practices"
        for index, source in enumerate(practice.sources):
            yield from _source_fault(model, (*path, "sources", index), source)
        for name, number in practice.thresholds.items():
            yield from _number_faults(model, (*path, "thresholds", name), number, within=(0, 10_000), whole=False)
        yield from _requirement_faults(model, path, practice)


def _signal_faults(model: Model) -> Iterator[tuple[Way, str]]:
    keys = _keys(model)
    for index, signal in enumerate(model.signals):
        yield from _key_faults(("signals", index), signal.key, keys)
        yield from _source_fault(model, ("signals", index, "source"), signal.source)


def _keys(model: Model) -> Counter[str]:
    practices = (practice.key for stage in model.stages for practice in stage.practices)
    return Counter([*practices, *(signal.key for signal in model.signals)])


def _key_faults(path: Way, key: str, keys: Counter[str]) -> Iterator[tuple[Way, str]]:
    if keys[key] > 1:
        yield (*path, "key"), f"{key!r} is used more than once; expected a key of its own"
    if key in TAKEN:
        yield (*path, "key"), f"{key!r} is already the name of a fact about the customer; expected another key"


def _placed(model: Model) -> Iterator[tuple[Way, Practice]]:
    for at, stage in enumerate(model.stages):
        for index, practice in enumerate(stage.practices):
            yield ("stages", at, "practices", index), practice


def _requirement_faults(model: Model, path: Way, practice: Practice) -> Iterator[tuple[Way, str]]:
    for index, needed in enumerate(practice.requires):
        place = (*path, "requires", index)
        if needed not in model.practices:
            yield place, f"{needed!r} is not a practice of the model{did_you_mean(needed, list(model.practices))}"
        elif model.stage_of[needed].number > model.stage_of[practice.key].number:
            yield place, f"{needed!r} stands on a later stage; a prerequisite stands on the same stage or below"
        elif practice.is_gate and not model.practices[needed].is_gate:
            yield place, f"{needed!r} is advice, which waits for the gates; a gate practice stands on gate practices"


def _cycle_faults(model: Model) -> Iterator[tuple[Way, str]]:
    graph = {key: practice.requires for key, practice in model.practices.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle = list(dict.fromkeys(error.args[1]))
        path = next(path for path, practice in _placed(model) if practice.key == circle[0])
        yield (*path, "requires"), f"prerequisites run in a circle: {' → '.join([*circle, circle[0]])}"


def _trap_faults(model: Model) -> Iterator[tuple[Way, str]]:
    repeated = {key for key, count in Counter(trap.key for trap in model.traps).items() if count > 1}
    for index, trap in enumerate(model.traps):
        path = ("traps", index)
        if trap.key in repeated:
            yield (*path, "key"), f"{trap.key!r} is used more than once; expected a key of its own"
        yield from _source_fault(model, (*path, "source"), trap.source)
        for condition in conditions_in(trap.when):
            for problem in _condition_problems(model, condition):
                yield (*path, "when"), problem


def _condition_problems(model: Model, condition: Condition) -> Iterator[str]:
    things = [condition.all, condition.any, condition.signal, condition.gate, condition.practice]
    if sum(bool(thing) for thing in things) != 1:
        yield "a condition names exactly one of all, any, signal, gate, practice"
    if condition.signal and condition.signal not in model.signal_names:
        known = list(model.signal_names)
        yield f"{condition.signal!r} is not a signal of the model{did_you_mean(condition.signal, known)}"
    if condition.practice and condition.practice not in model.practices:
        known = list(model.practices)
        yield f"{condition.practice!r} is not a practice of the model{did_you_mean(condition.practice, known)}"
    if condition.practice and not condition.answer:
        yield f"{condition.practice!r} needs the answers that it is held against"
    if not condition.practice and (condition.answer or condition.claimed or condition.grade):
        yield "answer, claimed and grade go with a practice"
    if Answer.UNKNOWN in (*condition.answer, *condition.claimed):
        yield "an unknown proves nothing; expected other answers"
    if condition.gate is not None and not 1 <= condition.gate <= len(model.stages):
        yield f"gate {condition.gate} is not a stage of the model; expected 1 to {len(model.stages)}"


def _word_faults(model: Model) -> Iterator[tuple[Way, str]]:
    for group, needed in WORDS_NEEDED.items():
        words = getattr(model.words, group)
        missing = [word for word in needed if word not in words]
        unknown = [word for word in words if word not in needed]
        if missing:
            yield ("words", group), f"lacks the words for {', '.join(missing)}"
        if unknown:
            yield ("words", group), f"has words for {', '.join(unknown)}, which the rules do not use"


def _numbers_faults(model: Model) -> Iterator[tuple[Way, str]]:
    numbers, stages = model.numbers, len(model.stages)
    ranges = {
        "default_target": (1, stages),
        "capacity_share": (0.001, 1),
        "effort_basis": (1, 100_000),
        "review_months": (1, 120),
        "settle_weeks": (1, 52),
        "platform_team": (1, 1_000),
        "cost_ratio": (0.01, 100),
        "productivity_gain": (0.001, 1),
        "productivity_gain_low": (0.001, 1),
        "objective": (0.5, 0.999999),
        "objective_window_days": (1, 366),
    }
    for name, within in ranges.items():
        whole = name in {"default_target", "effort_basis", "review_months"}
        yield from _number_faults(model, ("numbers", name), getattr(numbers, name), within=within, whole=whole)
    if numbers.productivity_gain_low.value > numbers.productivity_gain.value:
        yield ("numbers", "productivity_gain_low"), "is above productivity_gain"
    for stage in model.stages:
        if stage.critical_mass is not None and stage.number <= numbers.default_target.value:
            problem = f"stage {stage.number} hangs on a head count; expected a stage that every customer can reach"
            yield ("numbers", "default_target", "value"), problem


def _number_faults(
    model: Model, path: Way, number: Number, *, within: tuple[float, float], whole: bool
) -> Iterator[tuple[Way, str]]:
    low, high = within
    yield from _source_fault(model, (*path, "source"), number.source)
    if not low <= number.value <= high:
        yield (*path, "value"), f"is {number.value:g}; expected {low:g} to {high:g}"
    elif whole and number.value % 1:
        yield (*path, "value"), f"is {number.value:g}; expected a whole number"


def _source_fault(model: Model, path: Way, key: str) -> Iterator[tuple[Way, str]]:
    if key not in model.sources:
        yield path, f"{key!r} is not one of the sources{did_you_mean(key, list(model.sources))}"
