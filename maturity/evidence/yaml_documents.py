"""The documents of a YAML or JSON file as plain mappings, in which every value that is no list or mapping is text."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import yaml

from maturity.evidence.naming import word
from maturity.evidence.source import Source

MOST_LETTERS: Final = 4 * 2**20  #: of a file; no configuration is longer
_DEEPEST: Final = 60  #: levels

Document = Mapping[str, Any]


def documents(source: Source) -> Iterator[tuple[int, Document]]:
    """Each document with its number from 1; the items of a list of Kubernetes are documents of their own.

    What is no mapping is noted; where the text breaks, those before it are read and the line is noted.
    """
    text = source.text()
    if len(text) > MOST_LETTERS:
        source.note(f"is longer than {MOST_LETTERS >> 20} MB; expected a configuration, which is shorter")
        return
    number = 0
    for content in _contents(source, text):
        parts = content.get("items") if isinstance(content, Mapping) and content.get("kind") == "List" else None
        for part in parts if isinstance(parts, list) else [content]:
            if part in (None, ""):
                continue
            number += 1
            if isinstance(part, Mapping):
                yield number, part
            else:
                source.note("is no mapping; expected keys with values", entry=number)


def mapping(document: Document, *keys: str) -> Document:
    """The mapping at the end of these keys; empty where there is none.

    >>> mapping({"spec": {"labels": {"tier": "2"}}}, "spec", "labels"), mapping({"spec": ""}, "spec", "labels")
    ({'tier': '2'}, {})
    """
    content: Any = document
    for key in keys:
        content = content.get(key) if isinstance(content, Mapping) else None
    return content if isinstance(content, Mapping) else {}


def members(document: Document, key: str) -> tuple[Document, ...]:
    """The mappings in the list of this key; what else the list holds is left out."""
    content = document.get(key)
    return tuple(member for member in content if isinstance(member, Mapping)) if isinstance(content, list) else ()


def number_of(content: Any) -> float | None:  # noqa: ANN401 - a field of a file holds what it holds
    """The number that a value says; None where it says none."""
    try:
        number = float(content) if isinstance(content, str) and "_" not in content else float("nan")
    except ValueError:
        return None
    return number if abs(number) < float("inf") else None


def name_of(content: Any) -> str | None:  # noqa: ANN401 - as above
    """A thing's name on one line; None where there is none, or it looks like a person's address."""
    return word(content) if isinstance(content, str) else None


def names_an_owner(*labels: Document) -> bool:
    """Whether one of the labels or annotations names an owner or a team."""
    return any(
        value not in (None, "", []) and any(word in str(key).lower() for word in ("owner", "team"))
        for some in labels
        for key, value in some.items()
    )


def _contents(source: Source, text: str) -> Iterator[Any]:
    try:
        yield from _built(yaml.parse(text, _Loader))
    except yaml.MarkedYAMLError as error:
        line = None if error.problem_mark is None else error.problem_mark.line + 1
        source.note(f"is no YAML from line {line} on; expected what the tool itself accepts")
    except (yaml.YAMLError, ValueError) as error:
        why = str(error) if isinstance(error, _UnfitError) else "is no YAML"
        source.note(f"{why}; expected what the tool itself accepts")


class _UnfitError(ValueError):
    """YAML that no tool writes."""


_Loader: Final[Any] = getattr(yaml, "CLoader", yaml.Loader)  # its events only: nothing is made of a tag
_MERGE: Final = "<<"
_MOST_MERGED: Final = 100_000  #: keys, so that a small file can't grow without end


def _built(events: Iterable[Any]) -> Iterator[Any]:
    """The documents that the events of a parser tell; without recursion, so that no depth ends the process."""
    builder = _Builder()
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            builder = _Builder()
        elif isinstance(event, yaml.DocumentEndEvent):
            yield builder.root
        elif isinstance(event, yaml.CollectionStartEvent):
            builder.open({} if isinstance(event, yaml.MappingStartEvent) else [], event.anchor)
        elif isinstance(event, yaml.CollectionEndEvent):
            builder.close()
        elif isinstance(event, yaml.ScalarEvent):
            builder.take(event.value, event.anchor)
        elif isinstance(event, yaml.AliasEvent):
            builder.take(builder.anchored.get(event.anchor or "", ""), None)


class _Builder:
    """A document while it is told."""

    def __init__(self) -> None:
        self.root: Any = None
        self.anchored: dict[str, Any] = {}
        self._open: list[Any] = []
        self._keys: list[str | None] = []
        self._merged = 0

    def open(self, content: Any, anchor: str | None) -> None:  # noqa: ANN401 - a list or a mapping
        """Begin a list or a mapping."""
        if len(self._open) >= _DEEPEST:
            message = f"is nested deeper than {_DEEPEST} levels"
            raise _UnfitError(message)
        self.take(content, anchor)
        self._open.append(content)
        self._keys.append(None)

    def close(self) -> None:
        """End what was begun last."""
        self._open.pop()
        self._keys.pop()

    def take(self, content: Any, anchor: str | None) -> None:  # noqa: ANN401 - whatever stands there
        """Put a value, or a key, where it belongs."""
        if anchor is not None:
            self.anchored[anchor] = content
        if not self._open:
            self.root = content
        elif isinstance(self._open[-1], list):
            self._open[-1].append(content)
        elif self._keys[-1] is None:
            self._keys[-1] = content if isinstance(content, str) else "?"
        else:
            self._put(self._open[-1], self._keys[-1], content)
            self._keys[-1] = None

    def _put(self, into: dict[str, Any], key: str, content: Any) -> None:  # noqa: ANN401 - as above
        if key != _MERGE:
            into[key] = content
            return
        for base in content if isinstance(content, list) else [content]:
            base_keys = tuple(base.items()) if isinstance(base, dict) else ()
            self._merged += len(base_keys)
            if self._merged > _MOST_MERGED:
                message = "merges more keys than any tool writes"
                raise _UnfitError(message)
            for name, value in base_keys:
                into.setdefault(name, value)
