"""A model read from its file: whole and typed, or refused with every fault and its line."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
import yaml

from maturity.errors import Fault, InputError
from maturity.model import Model
from maturity.references import Way, reference_faults

BUILT_IN = Path(__file__).with_name("model.yaml")


@lru_cache(maxsize=1)
def built_in_model() -> Model:
    """The model that ships with the library."""
    return read_model(BUILT_IN)


def read_model(path: Path) -> Model:
    """The model in a YAML (or JSON) file.

    Raises:
        InputError: the file is not a model; every fault is told with its line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError([Fault(place=str(path), problem=f"can't be read as UTF-8 text ({error})")]) from error
    return parse_model(text, place=str(path))


def parse_model(text: str, *, place: str) -> Model:
    """The model in a YAML text; `place` names it in faults.

    Raises:
        InputError: the text is not a model; every fault is told with its line.
    """
    lines = _Lines(text, place)
    content = _parsed(text, place)
    try:
        model = msgspec.convert(content, Model, str_keys=True)
    except msgspec.ValidationError as error:
        raise InputError(_shape_faults(content, lines) or [lines.fault((), str(error))]) from error
    faults = [lines.fault(path, problem) for path, problem in reference_faults(model)]
    if faults:
        raise InputError(faults)
    return model


def model_schema() -> str:
    """The JSON Schema of a model file, generated from the types; JSON text ending in a line break."""
    schema = msgspec.json.schema(Model)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "A maturity model"
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


class _Lines:
    """The line of each part of a YAML text."""

    def __init__(self, text: str, place: str) -> None:
        self.text, self.place = text, place

    def fault(self, path: Way, problem: str) -> Fault:
        return Fault(place=self.place, line=self._line(path), problem=f"{_spelled(path)}{problem}")

    def _line(self, path: Way) -> int | None:
        node = yaml.compose(self.text, Loader=yaml.CSafeLoader)
        for part in path:
            inner = _inside(node, part)
            if inner is None:
                break
            node = inner
        return None if node is None else node.start_mark.line + 1


def _inside(node: yaml.Node | None, part: str | int) -> yaml.Node | None:
    inner: yaml.Node | None = None
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int):
        inner = node.value[part]
    if isinstance(node, yaml.MappingNode):
        inner = next((value for key, value in node.value if key.value == str(part)), None)
    return inner


def _spelled(path: Way) -> str:
    if not path:
        return ""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".") + ": "


def _parsed(text: str, place: str) -> Any:  # noqa: ANN401  (what a file holds is not known before it is checked)
    try:
        return yaml.load(text, Loader=yaml.CSafeLoader)  # the safe loader, in C
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise InputError([Fault(place=place, line=line, problem=f"is not YAML: {error.problem}")]) from error
    except yaml.YAMLError as error:
        raise InputError([Fault(place=place, problem=f"is not YAML: {error}")]) from error


def _shape_faults(content: object, lines: _Lines) -> list[Fault]:
    from jsonschema import Draft202012Validator  # only a refused model pays for it

    errors = Draft202012Validator(json.loads(model_schema())).iter_errors(_jsonable(content))
    ordered = sorted(errors, key=lambda error: [str(part).zfill(4) for part in error.absolute_path])
    faults = (lines.fault(tuple(error.absolute_path), _plain(error.message)) for error in ordered)
    return list(dict.fromkeys(faults))


def _jsonable(content: object) -> object:
    return json.loads(json.dumps(content, default=str))


def _plain(message: str) -> str:
    if message == "'' should be non-empty" or message.endswith(r"does not match '\\S'"):
        return "is empty; expected words"
    return message
