"""What a workbook was run with: read from its injected cell as text, never run."""

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from maturity.assessment import assess
from maturity.delivered import Stamp, identified
from maturity.engagement import from_json
from maturity.errors import MaturityError
from maturity.evidence.summary import summary_of
from maturity.exhibits import Briefing, earlier_of
from maturity.given import SHOWN, Given
from maturity.language import known_language
from maturity.model_file import built_in_model, parse_model
from maturity.model_words import spoken_model
from maturity.roadmap import plan
from maturity.verifying.verdicts import Difference
from maturity.workbook import INJECTED

NAMES: Final = frozenset({"engagement", "model", "peers"})
LATER_NAMES: Final = frozenset({"language", "earlier", "evidence"})  #: workbooks of earlier versions have none
LONGEST: Final = 2_000_000  #: letters of a parameter as it stands in the cell

LANGUAGE: Final = "the language"
#: what the stamp says that the workbook was made from: by its name, the fields that tell it, the telling one first
STAMPED: Final[Mapping[str, Sequence[str]]] = MappingProxyType(
    {
        "the engagement": ("input_hash", "key"),
        "the model": ("model",),
        "the peers": ("peers_hash",),
        "the earlier engagement": ("earlier_hash",),
        "the evidence": ("evidence_hash",),
        LANGUAGE: ("language",),
    }
)

#: a line as papermill writes it: ASCII, one string, and the escapes that it uses
_LINE: Final = re.compile(
    r'([a-z_]+) = "((?:[ !#-\[\]-~]|\\(?:["\\nrt]|x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8}))*)"', re.ASCII
)


class ParametersError(MaturityError):
    """Parameters that nothing can be run with."""


def read_given(cells: Sequence[Mapping[str, Any]]) -> Given:
    """What the workbook of these cells was run with.

    Raises:
        ParametersError: the injected cell is gone, or holds anything but parameters of ours, or they are faulty.
    """
    keys = identified(cells, {INJECTED: ""})  # which passes over copies of it
    if INJECTED not in keys:
        message = "the cell with the parameters is gone"
        raise ParametersError(message)
    values = _values(cells[keys.index(INJECTED)]["source"])
    if values.keys() - LATER_NAMES != NAMES:
        message = f"expected {', '.join(sorted(NAMES))}; found {', '.join(sorted(values)) or 'none'}"
        raise ParametersError(message)
    try:
        engagement = from_json(values["engagement"])
        model = parse_model(values["model"], place="model") if values["model"].strip() else built_in_model()
        language = known_language(values.get("language", ""))
        earlier = earlier_of(values.get("earlier", ""), engagement)
        evidence = values.get("evidence", "")
        summary_of(evidence)
    except MaturityError as error:
        raise ParametersError(str(error)) from error
    return Given(
        engagement=engagement,
        model=model,
        model_text=values["model"],
        peers=values["peers"],
        language=language,
        earlier=earlier,
        evidence=evidence,
    )


def briefing_of(notebook: Mapping[str, Any]) -> Briefing:
    """The briefing that the workbook's own parameters give, in the language that is spoken; its outputs say nothing.

    Raises:
        ParametersError: the workbook does not say what it was made from.
    """
    given = read_given(notebook["cells"])
    return Briefing(
        roadmap=plan(assess(spoken_model(given.model), given.engagement)),
        earlier=given.earlier,
        proven=summary_of(given.evidence),
    )


def held_against(given: Given, stamp: Stamp) -> Iterator[Difference]:
    """Where the parameters are not those that the workbook says it was made from."""
    origin = given.origin
    for name, fields in STAMPED.items():
        pairs = [(origin[field], getattr(stamp, field)) for field in fields]
        if any(found != stamped for found, stamped in pairs):
            yield Difference(what="parameters", problem=_unlike(name, *pairs[0]), flagged=True, key=INJECTED)


def _values(source: str) -> Mapping[str, str]:
    """The parameters by name.

    Raises:
        ParametersError: there is a line that papermill would not have written.
    """
    values: dict[str, str] = {}
    for number, line in enumerate(source.split("\n"), start=1):
        if not line or line == "# Parameters":
            continue
        matched = _LINE.fullmatch(line) if len(line) <= LONGEST else None
        if matched is None or matched[1] in values:
            message = f"line {number} is not a parameter as a run writes it"
            raise ParametersError(message)
        values[matched[1]] = _unescaped(line[len(matched[1]) + 4 : -1], number)
    return values


def _unescaped(text: str, number: int) -> str:
    try:
        value = text.encode("ascii").decode("unicode_escape")
        value.encode()
    except UnicodeError as error:
        message = f"line {number} holds letters that are none"
        raise ParametersError(message) from error
    return value


def _unlike(name: str, found: Any, stamped: Any) -> str:  # noqa: ANN401  (a language, a hash, or a model's stamp)
    if name == LANGUAGE:
        return f"{name} is {found!r}, and the workbook says that it was made in {stamped!r}"
    here = f"hash {_short(found)}" if _short(found) else "none"
    there = _short(stamped) or "none"
    return f"{name} is not the one that the workbook says it was made from ({here}, not {there})"


def _short(stamped: str | Mapping[str, str]) -> str:
    """As much of a hash, or of a model's, as is told; empty where there is none."""
    known = stamped if isinstance(stamped, str) else stamped.get("hash", "")
    return known[:SHOWN]
