"""A model read from its file: whole and typed, or refused with every fault and its line."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from reprlib import repr as short
from typing import TYPE_CHECKING, Any, cast

import msgspec
import yaml

from maturity.errors import Fault, InputError, did_you_mean, either
from maturity.model import Model
from maturity.references import Way, reference_faults

if TYPE_CHECKING:
    from jsonschema import ValidationError

BUILT_IN = Path(__file__).with_name("model.yaml")
MOST_PARTS = 100_000  #: of a file once its aliases are written out; the built-in model has some two thousand


@lru_cache(maxsize=1)
def built_in_model() -> Model:
    """The model that ships with the library."""
    return read_model(BUILT_IN)


def read_model(path: Path) -> Model:
    """The model in a YAML (or JSON) file.

    Raises:
        InputError: the file is not a model; every fault is told with its line.
    """
    return parse_model(model_text(path), place=str(path))


def model_text(path: Path) -> str:
    """The text of a model file.

    Raises:
        InputError: the file can't be read as UTF-8 text.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError([Fault(place=str(path), problem=f"can't be read ({error.strerror})")]) from error
    except UnicodeDecodeError as error:
        raise InputError([Fault(place=str(path), problem="is not UTF-8 text")]) from error


def parse_model(text: str, *, place: str) -> Model:
    """The model in a YAML text; `place` names it in faults.

    Raises:
        InputError: the text is not a model; every fault is told with its line.
    """
    content, root = _parsed(text, place)
    try:
        if _unfolded(root, {}) > MOST_PARTS:
            raise InputError(
                [Fault(place=place, problem=f"unfolds to more than {MOST_PARTS:,} parts; expected a model")]
            )
        repeats = list(_repeats(root))
        if repeats:
            raise InputError(_placed(repeats, root, place))
        model = msgspec.convert(content, Model, str_keys=True)
    except msgspec.ValidationError as error:
        problems = _shape_problems(content) or [_msgspec_problem(str(error))]
        raise InputError(_placed(problems, root, place)) from error
    except RecursionError as error:
        raise InputError([Fault(place=place, problem="is nested too deeply for a model")]) from error
    misfits = list(reference_faults(model))
    if misfits:
        raise InputError(_placed(misfits, root, place))
    return model


def locate(problems: Iterable[tuple[Way, str]], *, text: str, place: str) -> list[Fault]:
    """What is wrong with a model as faults, each with its line in the model's text, in the text's order."""
    return _placed(problems, yaml.compose(text, Loader=yaml.CSafeLoader), place)


def model_schema() -> str:
    """The JSON Schema of a model file, generated from the types; JSON text ending in a line break."""
    schema = msgspec.json.schema(Model)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "A maturity model"
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _parsed(text: str, place: str) -> tuple[Any, yaml.Node | None]:
    """What the text holds, and the same as YAML's nodes, which know their lines."""
    try:
        loader = yaml.CSafeLoader(text)  # the safe loader, in C
        root = loader.get_single_node()
        return (None if root is None else loader.construct_document(root)), root
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise InputError([Fault(place=place, line=line, problem=f"is not YAML: {error.problem}")]) from error
    except yaml.YAMLError as error:
        raise InputError([Fault(place=place, problem=f"is not YAML: {error}")]) from error


def _placed(problems: Iterable[tuple[Way, str]], root: yaml.Node | None, place: str) -> list[Fault]:
    """The problems as faults, once each, by line."""
    faults = [
        Fault(place=place, line=_line(root, way), problem=f"{_spelled(way)}{problem}")
        for way, problem in dict.fromkeys(problems)
    ]
    return sorted(faults, key=lambda fault: fault.line or 0)


def _line(root: yaml.Node | None, way: Way) -> int | None:
    node, line = root, None if root is None else root.start_mark.line + 1
    for part in way:
        if isinstance(node, yaml.MappingNode):
            key, node = next(((k, v) for k, v in node.value if k.value == str(part)), (None, None))
            line = line if key is None else key.start_mark.line + 1
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
        else:
            break
    return line


def _spelled(way: Way) -> str:
    """The way in words, such as `stages[0].practices[2].key: `."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in way)
    return "".join(parts).removeprefix(".") + (": " if way else "")


def _unfolded(node: yaml.Node | None, sizes: dict[int, int]) -> int:
    """The parts of a node once every alias in it is written out."""
    if node is None or isinstance(node, yaml.ScalarNode):
        return 1
    if id(node) not in sizes:
        sizes[id(node)] = 1  # inside itself it counts once
        inner = node.value if isinstance(node, yaml.SequenceNode) else [part for pair in node.value for part in pair]
        sizes[id(node)] = 1 + sum(_unfolded(part, sizes) for part in inner)
    return sizes[id(node)]


def _repeats(node: yaml.Node | None, way: Way = (), seen: frozenset[int] = frozenset()) -> Iterator[tuple[Way, str]]:
    """Every key that is given twice in one place: YAML would silently keep the last."""
    if node is None or id(node) in seen:
        return
    within = seen | {id(node)}
    if isinstance(node, yaml.SequenceNode):
        for index, inner in enumerate(node.value):
            yield from _repeats(inner, (*way, index), within)
    if isinstance(node, yaml.MappingNode):
        names = Counter(key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode))
        yield from (((*way, name), "is given more than once") for name, count in names.items() if count > 1)
        for key, inner in node.value:
            yield from _repeats(inner, (*way, str(key.value)), within)


def _msgspec_problem(message: str) -> tuple[Way, str]:
    """What msgspec found, for the few things that JSON Schema does not see: dates, not-a-numbers, unknown words."""
    problem, _, place = message.partition(" - at ")
    parts = re.findall(r"\.(\w+)|\[(\d+)\]", place)
    return tuple(name or int(index) for name, index in parts), problem


def _shape_problems(content: object) -> list[tuple[Way, str]]:
    from jsonschema import Draft202012Validator  # only a refused model pays for it

    try:
        plain = json.loads(json.dumps(content, default=str))
    except (TypeError, ValueError):  # a date as a key, or a list inside itself: msgspec's own word has to do
        return []
    errors = Draft202012Validator(json.loads(model_schema())).iter_errors(plain)
    return [problem for error in errors for problem in _said_plainly(error)]


def _said_plainly(error: "ValidationError") -> Iterator[tuple[Way, str]]:
    """JSON Schema's objection in our words: what came, and what was expected."""
    way, limit = tuple(error.absolute_path), cast("Any", error.validator_value)
    if error.validator == "anyOf":
        for inner in error.context or ():
            if inner.validator_value != "null":
                yield from _said_plainly(inner)
    elif error.validator == "required":
        yield from ((way, f"lacks {name!r}") for name in limit if error.message.startswith(f"'{name}' is"))
    elif error.validator == "additionalProperties":
        known = list(cast("Any", error.schema)["properties"])
        for name in cast("Any", error.instance):
            if name not in known:
                yield (*way, name), f"is not known here{did_you_mean(name, known)}; expected {either(known)}"
    else:
        yield way, _objection(str(error.validator), cast("Any", error.instance), limit) or error.message


def _objection(validator: str, came: Any, limit: Any) -> str | None:  # noqa: ANN401  (a file may hold anything)
    if validator in {"minLength", "pattern"}:
        wanted = f"{short(came)} is not a key; expected small letters, digits and single hyphens"
        return wanted if came.strip() else "is empty; expected words"
    if validator in {"enum", "const"}:
        words = [limit] if validator == "const" else limit
        return f"{short(came)} is not known here{did_you_mean(str(came), words)}; expected {either(words)}"
    if validator == "type":
        return f"{short(came)} is not {_NOUNS[limit]}"
    bound = {"min": "at least", "max": "at most"}.get(validator[:3])
    if bound is None:
        return None
    found = f"has {len(came)}" if "Items" in validator else f"is {came}"
    return f"{found}; expected {bound} {limit}"


_NOUNS = {
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "object": "a set of keys with values",
    "array": "a list",
    "boolean": "true or false",
}
