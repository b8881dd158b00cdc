"""Another model: what became of each practice and signal, said by a person in a file, never guessed."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import Connection, select

from maturity.engagement import Response
from maturity.errors import Fault, InputError, did_you_mean
from maturity.model import Answer
from maturity.store.base import Base, read_spellings
from maturity.store.entries import (
    GONE,
    SIGNAL,
    VOICES,
    Entry,
    content_of,
    latest,
    read_entries,
    response_of,
    write_entries,
)
from maturity.store.saving import derive
from maturity.store.schema import ANSWERS, FACTS, LOGS, engagement

KEPT, DROPPED = "kept", "dropped"
BATCH = 400  #: engagements adopted in one transaction

#: what became of a key: kept, dropped, or the keys that took its place
Fate = str | tuple[str, ...]

_EXPECTED = "`kept`, `dropped`, `renamed: NEW-KEY` or `split: [NEW-KEY, NEW-KEY]`"


@dataclass(frozen=True, kw_only=True)
class ModelChange:
    """What became of the keys of an older model, by old key."""

    practices: Mapping[str, Fate] = field(default_factory=dict)
    signals: Mapping[str, Fate] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Adopted:
    """What adopting a model did."""

    engagements: int  #: judged anew
    moved: Mapping[str, int]  #: engagements whose answer or signal was renamed, split or dropped, by old key
    given_way: Mapping[str, int]  #: those of them in which a new key was answered already, and that answer stays


def read_change(path: Path) -> ModelChange:
    """The model change in a YAML file.

    `practices` and `signals` each say for an old key: `kept`, `dropped`, `renamed: NEW` or `split: [NEW, NEW]`.

    Raises:
        InputError: the file says anything else; all of it is told.
    """
    place = str(path)
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InputError([Fault(place=place, problem=f"can't be read as YAML ({error})")]) from error
    if not isinstance(content, dict) or set(content) - {"practices", "signals"}:
        raise InputError([Fault(place=place, problem="expected `practices` and `signals`, and nothing else")])
    parts = {name: content.get(name) or {} for name in ("practices", "signals")}
    faults = [
        Fault(place=place, column=name, problem="is not a set of keys")
        for name, p in parts.items()
        if not isinstance(p, dict)
    ]
    fates = {name: {str(k): _fate(v) for k, v in p.items()} for name, p in parts.items() if isinstance(p, dict)}
    faults += [
        Fault(place=place, column=f"{name}.{key}", problem=f"says {parts[name][key]!r}; expected {_EXPECTED}")
        for name, own in fates.items()
        for key, fate in own.items()
        if fate is None
    ]
    if faults:
        raise InputError(faults)
    return ModelChange(**fates)  # type: ignore[arg-type]  # every fate that is None was refused


def adopt_model(base: Base, change: ModelChange, *, who: str) -> Adopted:
    """Judge every engagement under the store's model of now, its answers moved to the keys that the change names.

    A key that both models have is kept without being named. A renamed answer moves whole. Of a split one, `always` and
    `not-applicable` hold for each part; of anything else it is not known which part it was, and the note says what
    was answered. Where the new key was answered already, that answer stays. The log keeps what was said under the old
    keys.

    Raises:
        InputError: the store holds keys that neither the model nor the change knows, or the change names a key that
            the model does not have, or one key for two; nothing was changed.
        StoreError: the store can't be written.
    """
    moving = _Moving(base=base, change=change, who=who)
    with base.reading() as connection:
        keys = list(connection.execute(select(engagement.c.key).order_by(engagement.c.key)).scalars())
        faults = [*_unknown_targets(base, change), *_shared_targets(change), *_unsaid(connection, base, change)]
    if faults:
        raise InputError(faults)
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        with base.writing() as connection:
            spellings = read_spellings(connection)
            for key, present in read_entries(connection, batch).items():
                new = {
                    ANSWERS: list(_answers_moved(moving, latest(present[ANSWERS]))),
                    FACTS: [
                        *_signals_moved(moving, latest(present[FACTS])),
                        *_voices_moved(moving, latest(present[FACTS])),
                    ],
                }
                stamp = max(base.clock(), 1 + max(e.saved_at for log in LOGS for e in present[log]))
                stamped = {log: [replace(entry, saved_at=stamp) for entry in new[log]] for log in LOGS}
                whole = {log: [*present[log], *stamped[log]] for log in LOGS}
                derive(base, connection, key, whole, spellings)
                write_entries(connection, key, stamped)
    return Adopted(engagements=len(keys), moved=moving.moved, given_way=moving.given_way)


@dataclass(frozen=True, kw_only=True)
class _Moving:
    """An adoption under way, and what it has done so far."""

    base: Base
    change: ModelChange
    who: str
    moved: Counter[str] = field(default_factory=Counter)
    given_way: Counter[str] = field(default_factory=Counter)


def _answers_moved(moving: _Moving, counting: Mapping[str, Entry]) -> Iterator[Entry]:
    asked = {practice.key for practice in moving.base.model.asked}
    for key, entry in counting.items():
        said, fate = response_of(entry), _fate_of(key, moving.change.practices, asked)
        if said is None or fate == KEPT:
            continue
        moving.moved[key] += 1
        yield Entry(subject=key, saved_at=0, who=moving.who, content=content_of(None))
        targets = () if isinstance(fate, str) else fate
        free = [target for target in targets if target not in counting or response_of(counting[target]) is None]
        moving.given_way[key] += len(free) < len(targets)
        for target in free:
            content = content_of(said if len(targets) == 1 else _part(said, key))
            yield Entry(subject=target, saved_at=0, who=moving.who, content=content)


def _signals_moved(moving: _Moving, counting: Mapping[str, Entry]) -> Iterator[Entry]:
    known = set(moving.base.model.signal_names)
    for name, entry in counting.items():
        key = name.removeprefix(SIGNAL)
        if key == name or entry.content == (GONE,):
            continue
        fate = _fate_of(key, moving.change.signals, known)
        if fate == KEPT:
            continue
        moving.moved[key] += 1
        yield Entry(subject=name, saved_at=0, who=moving.who, content=(GONE,))
        targets = () if isinstance(fate, str) else tuple(f"{SIGNAL}{target}" for target in fate)
        free = [target for target in targets if target not in counting or counting[target].content == (GONE,)]
        moving.given_way[key] += len(free) < len(targets)
        for target in free:
            if len(targets) == 1 or entry.content == ("false",):  # no to both: no to each; yes to either, not known
                yield Entry(subject=target, saved_at=0, who=moving.who, content=entry.content)


def _voices_moved(moving: _Moving, counting: Mapping[str, Entry]) -> Iterator[Entry]:
    """What each speaker said goes with a renamed practice; of a split one nobody was heard on its parts."""
    asked = {practice.key for practice in moving.base.model.asked}
    for name, entry in counting.items():
        key = name.removeprefix(VOICES)
        fate = KEPT if key == name or entry.content == (GONE,) else _fate_of(key, moving.change.practices, asked)
        if fate == KEPT:
            continue
        yield Entry(subject=name, saved_at=0, who=moving.who, content=(GONE,))
        if not isinstance(fate, str) and len(fate) == 1:
            yield Entry(subject=f"{VOICES}{fate[0]}", saved_at=0, who=moving.who, content=entry.content)


def _part(said: Response, key: str) -> Response:
    """What an answer to the whole says of one of its parts."""
    if said.answer in {Answer.ALWAYS, Answer.NOT_APPLICABLE}:
        return said
    note = f"{said.answer.value} was answered to {key!r}, of which this is a part. {said.note}".strip()
    return Response(answer=Answer.UNKNOWN, evidence=said.evidence, note=note)


def _fate_of(key: str, fates: Mapping[str, Fate], known: set[str]) -> Fate:
    return fates.get(key, KEPT if key in known else DROPPED)


def _fate(said: Any) -> Fate | None:  # noqa: ANN401  (a file may hold anything)
    match said:
        case "kept" | "dropped":
            return str(said)
        case {"renamed": str(new), **rest} if not rest:
            return (new,)
        case {"split": [str(), str(), *more] as parts, **rest} if not rest and all(isinstance(p, str) for p in more):
            return tuple(parts)
        case _:
            return None


def _unknown_targets(base: Base, change: ModelChange) -> Iterator[Fault]:
    asked, signals = [practice.key for practice in base.model.asked], list(base.model.signal_names)
    for fates, known, noun in ((change.practices, asked, "practice"), (change.signals, signals, "signal")):
        for key, fate in fates.items():
            for target in (key,) if fate == KEPT else () if isinstance(fate, str) else fate:
                if target not in known:
                    problem = f"{target!r} is not a {noun} of the model{did_you_mean(target, known)}"
                    yield Fault(place="model change", column=key, problem=problem)


def _shared_targets(change: ModelChange) -> Iterator[Fault]:
    """The new keys that would get more than one answer, of which one would be lost."""
    for fates in (change.practices, change.signals):
        named = [(key, target) for key, fate in fates.items() if not isinstance(fate, str) for target in fate]
        times = Counter(target for _, target in named)
        for key, target in dict.fromkeys(named):
            if times[target] > 1 or target in fates:
                problem = f"{target!r} is named for more than one key; expected a key that takes the place of one"
                yield Fault(place="model change", column=key, problem=problem)


def _unsaid(connection: Connection, base: Base, change: ModelChange) -> Iterator[Fault]:
    """The keys in the store of which nobody said what became of them."""
    asked = {practice.key for practice in base.model.asked} | set(change.practices)
    signals = {f"{SIGNAL}{key}" for key in base.model.signal_names} | {f"{SIGNAL}{key}" for key in change.signals}
    answers, facts = ANSWERS.table.c, FACTS.table.c
    held = set(connection.execute(select(answers.practice).distinct()).scalars())
    heard = connection.execute(select(facts.name).where(facts.name.startswith(VOICES)).distinct()).scalars()
    held |= {name.removeprefix(VOICES) for name in heard}
    held_signals = connection.execute(select(facts.name).where(facts.name.startswith(SIGNAL)).distinct()).scalars()
    unsaid = sorted(held - asked) + sorted(set(held_signals) - signals)
    for key in unsaid:
        problem = f"the store holds {key!r}, which the model does not have; expected {_EXPECTED}"
        yield Fault(place="model change", problem=problem)
