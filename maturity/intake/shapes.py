"""What keeps a JSON value from having the shape of an engagement, part by part, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec

from maturity.engagement import Engagement
from maturity.intake.fields import LONGEST_QUOTE, either, near, quoted
from maturity.model import Answer, Grade

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

_TYPES = {
    "object": "an object",
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
}

_FRAMES = {
    "minimum": "is out of range; expected {} or more",
    "maximum": "is out of range; expected {} or less",
    "exclusiveMinimum": "is out of range; expected more than {}",
    "exclusiveMaximum": "is out of range; expected less than {}",
    "minLength": "is empty; expected a name",
}


@dataclass(frozen=True, kw_only=True)
class Flaw:
    """One part of a JSON value that has the wrong shape."""

    path: tuple[str, ...]  #: from the top; empty for the value itself
    problem: str

    def __str__(self) -> str:
        """The problem, behind its path."""
        return f"{'.'.join(self.path)}: {self.problem}" if self.path else self.problem


def find_flaws(content: object) -> tuple[Flaw, ...]:
    """Every flaw of a JSON value's shape, by path; none where the shape is right."""
    errors = ((tuple(map(str, error.absolute_path)), error) for error in _validator().iter_errors(content))
    ordered = sorted(errors, key=lambda found: found[0])
    flaws = (Flaw(path=path, problem=problem) for path, error in ordered for problem in _problems(error))
    return tuple(dict.fromkeys(flaws))


def sound_part(content: object, flaws: tuple[Flaw, ...]) -> dict[str, Any]:
    """The JSON value without its flawed parts: a field, or a member of a field, is left out whole."""
    if not isinstance(content, dict):
        return {}
    broken = {flaw.path[:2] for flaw in flaws if flaw.path}
    return {
        name: _without(value, {path[1] for path in broken if path[0] == name and len(path) > 1})
        for name, value in content.items()
        if name in Engagement.__struct_fields__ and (name,) not in broken
    }


def _without(value: object, members: set[str]) -> object:
    return {name: member for name, member in value.items() if name not in members} if isinstance(value, dict) else value


@lru_cache(maxsize=1)
def _validator() -> "Draft202012Validator":
    from jsonschema import Draft202012Validator  # only a refused engagement pays for it

    schema = msgspec.json.schema(Engagement)
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def _problems(error: "ValidationError") -> Iterator[str]:
    """The error in words; where several shapes were possible, the null among them is not worth telling."""
    instance: Any = error.instance
    schema: Any = error.schema
    wanted: Any = error.validator_value
    came = _shown(instance)
    if error.context:
        for inner in error.context:
            yield from () if inner.validator_value == "null" else _problems(inner)
    elif error.validator == "required":
        yield from (f"has no {name!r}; expected one" for name in wanted if name not in instance)
    elif error.validator == "additionalProperties":
        known = tuple(schema["properties"])
        yield from (_stranger(name, known) for name in instance if name not in known)
    elif error.validator == "enum":
        noun, words = ("a grade", Grade) if schema.get("title") == "Grade" else ("an answer", Answer)
        yield f"{came} is not {noun}; expected {either([word.value for word in words])}"
    elif schema.get("format") == "date":
        yield f"{came} is not a date; expected one such as 2026-03-12"
    elif error.validator == "type":
        yield f"{came} is out of place; expected {_TYPES.get(wanted, wanted)}"
    else:
        yield f"{came} {_FRAMES.get(str(error.validator), 'is not as expected: {}').format(wanted)}"


def _stranger(name: str, known: tuple[str, ...]) -> str:
    return f"{quoted(name)} is not a field{near(name, known) or f'; expected {either(known)}'}"


def _shown(value: object) -> str:
    """The value as JSON would write it, cut where it is long."""
    if isinstance(value, str):
        return quoted(value)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    shown = str(value)
    return shown if len(shown) <= LONGEST_QUOTE else f"{shown[:LONGEST_QUOTE]}…"
