"""OpenTelemetry collector configurations: what their pipelines take in and where it goes."""

import re
from collections.abc import Iterator
from typing import Any, Final

from maturity.evidence.naming import word
from maturity.evidence.signals import Kind, Layer, Pipeline
from maturity.evidence.source import Source
from maturity.evidence.yaml_documents import Document, documents, mapping
from maturity.language import later

NAME: Final = later("OpenTelemetry collector configuration")

_KEY: Final = r"""(?:^|[\s{,])["']?%s["']?\s*:"""  #: in YAML of any style, and in JSON
_SERVICE: Final = re.compile(_KEY % "service")
_PIPELINES: Final = re.compile(_KEY % "pipelines")
_PARTS: Final = re.compile(_KEY % "(?:exporters|receivers)")
_KINDS: Final = {kind.value: kind for kind in (Kind.TRACES, Kind.METRICS, Kind.LOGS)}
_IN_KUBERNETES: Final = (("spec", "config"), ("config",))  #: the operator's, and the values of its chart


def recognises(beginning: str) -> bool:
    """Whether it has a service with pipelines, or at least exporters and receivers of a collector."""
    if "openslo" in beginning or not _PARTS.search(beginning):
        return False
    return bool(_SERVICE.search(beginning) and _PIPELINES.search(beginning))


def read(source: Source) -> Iterator[Layer]:
    """A layer per document; files of one collector are laid over each other once all are read."""
    for number, document in documents(source):
        layer = _layer(_config(document))
        if not layer.pipelines and not layer.exporters:
            source.note("has neither pipelines nor exporters; expected a collector's configuration", entry=number)
            continue
        yield layer


def _config(document: Document) -> Document:
    """The configuration, wherever an operator keeps it."""
    inner = (mapping(document, *keys) for keys in _IN_KUBERNETES)
    return next((config for config in inner if "service" in config), document)


def _layer(config: Document) -> Layer:
    pipelines = mapping(config, "service", "pipelines")
    return Layer(
        exporters=_names(mapping(config, "exporters")),
        connectors=_names(mapping(config, "connectors")),
        pipelines=tuple(
            Pipeline(
                name=word(name) or "without a name",
                kind=_KINDS[name.partition("/")[0]],
                receivers=_listed(mapping(pipelines, name).get("receivers")),
                exporters=_listed(mapping(pipelines, name).get("exporters")),
            )
            for name in sorted(pipelines)
            if name.partition("/")[0] in _KINDS
        ),
    )


def _names(part: Document) -> tuple[str, ...]:
    return tuple(sorted(name for key in part if (name := word(key)) is not None))


def _listed(content: Any) -> tuple[str, ...]:  # noqa: ANN401 - a field of a file holds what it holds
    names = content if isinstance(content, list) else []
    return tuple(sorted({name for one in names if isinstance(one, str) and (name := word(one)) is not None}))
