"""The values of a JSON text, one engagement each, with their lines."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from maturity.errors import Fault, InputError
from maturity.intake.tables import Spot

_WHITE = " \t\r\n"  #: what JSON has between its parts


@dataclass(frozen=True, kw_only=True)
class Value:
    """One value of a JSON text: the whole of it, or a member of its list."""

    spot: Spot
    text: str  #: as it stands there
    content: Any
    repeated: tuple[str, ...]  #: names that stand twice in one object of it


def read_values(text: str, *, place: str) -> tuple[Value, ...]:
    """The members of the list that the text holds, or the one value that it is.

    Raises:
        InputError: the text is not JSON, or an empty list.
    """
    try:
        values = tuple(_Reader(text, place).values())
    except (ValueError, RecursionError) as error:
        problem = f"is not JSON ({_why(error)}); expected an engagement, or a list of them"
        raise InputError([Fault(place=place, line=getattr(error, "lineno", None), problem=problem)]) from error
    if not values:
        raise InputError([Fault(place=place, problem="holds no engagement; expected one, or a list of them")])
    return values


class _Reader:
    """A walk through the text, value by value."""

    def __init__(self, text: str, place: str) -> None:
        self.text, self.place = text, place
        self.at, self.line = 0, 1
        self.repeated: list[str] = []
        self.decoder = json.JSONDecoder(object_pairs_hook=self._object)

    def values(self) -> Iterator[Value]:
        if self._next() == "[":
            yield from self._members()
        else:
            yield self._value()
        if self._next():
            self._fail("Extra data")

    def _members(self) -> Iterator[Value]:
        self._move(self.at + 1)
        if self._next() == "]":
            self._move(self.at + 1)
            return
        while True:
            self._next()
            yield self._value()
            mark = self._next()
            if mark not in {",", "]"}:
                self._fail("Expecting ',' delimiter")
            self._move(self.at + 1)
            if mark == "]":
                return

    def _value(self) -> Value:
        start, spot = self.at, Spot(place=self.place, line=self.line)
        self.repeated.clear()
        content, end = self.decoder.raw_decode(self.text, start)
        self._move(end)
        return Value(spot=spot, text=self.text[start:end], content=content, repeated=tuple(self.repeated))

    def _next(self) -> str:
        """The mark after white space; empty at the end."""
        end = self.at
        while self.text[end : end + 1] and self.text[end] in _WHITE:
            end += 1
        self._move(end)
        return self.text[end : end + 1]

    def _move(self, end: int) -> None:
        self.line += self.text.count("\n", self.at, end)
        self.at = end

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        content = dict(pairs)
        names = [name for name, _ in pairs]
        self.repeated += [name for name in content if names.count(name) > 1] if len(content) < len(names) else []
        return content

    def _fail(self, problem: str) -> None:
        raise json.JSONDecodeError(problem, self.text, self.at)


def _why(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return error.msg
    return "nested too deeply" if isinstance(error, RecursionError) else "a number with too many digits"
