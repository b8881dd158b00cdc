"""A model in the language that is spoken: its words put over, its judgement and its hash as they were."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import msgspec

from maturity.language import ENGLISH, LANGUAGES, speaking, spoken, tr
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
        _SAID[known] = _put_over(model, tr)
        vars(_SAID[known])["hash"] = model.hash  # cached before anybody works it out from the words put over
    return _SAID[known]


def model_of_every_language(model: Model) -> tuple[Model, ...]:
    """The model as it is written, and then in each other language."""
    return tuple(_spoken_in(language, model) for language in LANGUAGES)


def texts_of(model: Model) -> Sequence[str]:
    """Every text of the model that somebody reads, as it is written, each once."""
    texts: dict[str, None] = {}

    def noted(text: str) -> str:
        texts[text] = None
        return text

    _put_over(model, noted)
    return [text for text in texts if text]


def _spoken_in(language: str, model: Model) -> Model:
    with speaking(language):
        return spoken_model(model)


def _put_over(value: Any, say: Callable[[str], str]) -> Any:  # noqa: ANN401  (any part of a model)
    if isinstance(value, msgspec.Struct):
        fields = {name: getattr(value, name) for name in value.__struct_fields__}
        kept = NAMES | {"title"} if fields.get("address") else NAMES  # what is published keeps its title
        said = {name: part if _is_kept(part, name, kept) else _put_over(part, say) for name, part in fields.items()}
        return msgspec.structs.replace(value, **said)
    if isinstance(value, tuple):
        return tuple(_put_over(part, say) for part in value)
    if isinstance(value, Mapping):
        return {key: _put_over(part, say) for key, part in value.items()}
    return say(value) if type(value) is str else value


def _is_kept(part: object, name: str, kept: frozenset[str]) -> bool:
    return name in kept and not isinstance(part, Mapping)  # the sources of a model, where those of a practice are keys
