"""A model in the language that is spoken: its words put over, its judgement and its hash as they were."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from maturity.language import ENGLISH, spoken, tr
from maturity.model import Model

#: fields that a file or a rule names, and nobody reads
NAMES: Final = frozenset(
    {"key", "kind", "requires", "sources", "source", "address", "fact", "version", "practice", "signal"}
)
_SAID: Final[dict[tuple[str, str], Model]] = {}  # by hash and language


def spoken_model(model: Model) -> Model:
    """The model with every text that the catalogue has in the language that is spoken; the same hash.

    What a model of your own says in words that the catalogue does not have stays as it is written.
    """
    if spoken() == ENGLISH:
        return model
    known = (model.hash, spoken())
    if known not in _SAID:
        _SAID[known] = _put_over(model)
        vars(_SAID[known])["hash"] = model.hash
    return _SAID[known]


def _put_over(value: Any) -> Any:  # noqa: ANN401  (any part of a model)
    if isinstance(value, msgspec.Struct):
        fields = {name: getattr(value, name) for name in value.__struct_fields__}
        said = {name: part if name in NAMES else _put_over(part) for name, part in fields.items()}
        return msgspec.structs.replace(value, **said)
    if isinstance(value, tuple):
        return tuple(map(_put_over, value))
    if isinstance(value, Mapping):
        return {key: _put_over(part) for key, part in value.items()}
    return tr(value) if type(value) is str else value
