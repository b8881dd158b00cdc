"""Pyrra's objectives for Kubernetes: per cent as text; its generated rules are read as rule files."""

from collections.abc import Iterator
from typing import Final

from maturity.evidence.durations import days_of
from maturity.evidence.signals import Slo
from maturity.evidence.sloth import share_of
from maturity.evidence.yaml_documents import Document, mapping, name_of, names_an_owner

DIALECT: Final = "pyrra"
_MARK: Final = "pyrra.dev/"
_INDICATORS: Final = ("ratio", "latency", "latencyNative", "bool_gauge")


def is_pyrra(document: Document) -> bool:
    """Whether the document is one of Pyrra's."""
    return str(document.get("apiVersion", "")).startswith(_MARK) and document.get("kind") == "ServiceLevelObjective"


def read_pyrra(document: Document) -> Iterator[Slo]:
    """Its objective."""
    spec, metadata = mapping(document, "spec"), mapping(document, "metadata")
    labels = mapping(metadata, "labels")
    yield Slo(
        name=name_of(metadata.get("name")) or "without a name",
        dialect=DIALECT,
        service=name_of(labels.get("pyrra.dev/service") or labels.get("service")),
        objective=share_of(spec.get("target")),
        window_days=days_of(spec.get("window")),
        has_owner=names_an_owner(labels, mapping(metadata, "annotations")),
        has_sli=any(mapping(spec, "indicator").get(key) for key in _INDICATORS),
    )
