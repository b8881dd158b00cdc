"""Where two outputs differ: which table, chart, picture or sentence, and in what."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

PLOTLY: Final = "application/vnd.plotly.v1+json"
AROUND: Final = 24  #: letters shown on each side of what differs
SHOWN: Final = 60  #: letters of what differs
Output = Mapping[str, Any]


def output_differences(found: Sequence[Output], made: Sequence[Output]) -> Iterator[tuple[str, str]]:
    """What differs between the outputs found and those that a run makes: each time what it is, and how.

    The number of a run is passed over, and so is how a number is written (JavaScript saves `1.0` as `1`).
    """
    if not found and made:
        yield "output", "cleared"
    elif len(found) != len(made):
        yield "output", f"there are {len(found)}; a run makes {len(made)}"
    else:
        for one, other in zip(found, made, strict=True):
            yield from _between(one, other)


def same(found: Any, made: Any) -> bool:  # noqa: ANN401  (whatever JSON holds)
    """Whether both are the same JSON, however their numbers are written; true is not 1."""
    return next(_apart(found, made, ""), None) is None


def shown_apart(found: str, made: str) -> str:
    """Both texts where they first differ, with a little around it."""
    start = next((n for n, (a, b) in enumerate(zip(found, made, strict=False)) if a != b), min(len(found), len(made)))
    left = min(len(found), len(made)) - start
    end = next((n for n in range(left) if found[-1 - n] != made[-1 - n]), left)
    return f"{_around(found, start, end)} instead of {_around(made, start, end)}"


def _between(found: Output, made: Output) -> Iterator[tuple[str, str]]:
    if found.get("output_type") != made.get("output_type"):
        yield "output", f"{found.get('output_type')} instead of {made.get('output_type')}"
        return
    one, other = found.get("data", {}), made.get("data", {})
    for kind in sorted(one.keys() | other.keys()):
        if kind not in one or kind not in other:
            yield _kind_name(kind), "removed" if kind in other else f"added ({kind})"
        elif isinstance(one[kind], str) and isinstance(other[kind], str):
            if one[kind] != other[kind]:
                yield _part_name(kind, one[kind], other[kind]), shown_apart(one[kind], other[kind])
        elif (at := next(_apart(one[kind], other[kind], ""), None)) is not None:
            yield _kind_name(kind), at
    if (at := next(_apart(_without_data(found), _without_data(made), ""), None)) is not None:
        yield "output", at


def _without_data(output: Output) -> Output:
    return {name: value for name, value in output.items() if name not in {"data", "execution_count"}}


def _apart(found: Any, made: Any, path: str) -> Iterator[str]:  # noqa: ANN401
    """Where two JSON values differ, and in what."""
    if isinstance(found, dict) and isinstance(made, dict):
        for name in sorted(found.keys() | made.keys()):
            inner = f"{path}.{name}" if path else str(name)
            if name not in found or name not in made:
                yield f"{inner} {'removed' if name in made else 'added'}"
            else:
                yield from _apart(found[name], made[name], inner)
    elif isinstance(found, list) and isinstance(made, list) and len(found) == len(made):
        for number, (one, other) in enumerate(zip(found, made, strict=True)):
            yield from _apart(one, other, f"{path}[{number}]")
    elif isinstance(found, str) and isinstance(made, str):
        if found != made:
            yield f"{path}: {shown_apart(found, made)}"
    elif isinstance(found, bool) != isinstance(made, bool) or found != made:
        yield f"{path}: {str(found)[:SHOWN]} instead of {str(made)[:SHOWN]}"


def _kind_name(kind: str) -> str:
    return {PLOTLY: "chart", "text/plain": "sentence", "text/html": "page"}.get(kind, "output")


def _part_name(kind: str, found: str, made: str) -> str:
    """What of a page the first difference stands in."""
    if kind != "text/html":
        return _kind_name(kind)
    start = next((n for n, (a, b) in enumerate(zip(found, made, strict=False)) if a != b), min(len(found), len(made)))
    inside = [tag for tag in ("table", "svg", "style") if _is_open(tag, made[:start])]
    return {"table": "table", "svg": "picture", "style": "style"}[inside[-1]] if inside else "sentence"


def _is_open(tag: str, before: str) -> bool:
    return len(re.findall(rf"<{tag}\b", before)) > before.count(f"</{tag}>")


def _around(text: str, start: int, end: int) -> str:
    """The differing part of the text, shortened, with a little around it."""
    first, last = max(0, start - AROUND), min(len(text), len(text) - end + AROUND)
    part = text[first:last]
    if len(part) > SHOWN + 2 * AROUND:
        part = part[: SHOWN + 2 * AROUND]
        last = first + len(part)
    return f"{'…' if first else ''}{part!r}{'…' if last < len(text) else ''}"
