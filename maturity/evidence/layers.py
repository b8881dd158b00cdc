"""OpenTelemetry collector configurations laid over each other: which signals reach a store in the end.

A later file replaces the lists of an earlier one and adds to its mappings. Which is later, no file says: one whose
pipelines have receivers and exporters is a collector of its own, and the others are laid over it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from maturity.evidence.signals import Kind, Layer, Pipeline, Signal, Telemetry
from maturity.language import later, tr

DIALECT: Final = "opentelemetry-collector"
PRINTED: Final = frozenset({"debug", "logging", "nop"})  #: exporters that keep nothing
UNTOLD: Final = frozenset({"file"})  #: exporters of which nobody can tell whether a store reads them

_KINDS: Final = (Kind.TRACES, Kind.METRICS, Kind.LOGS)


def settled(telemetry: Telemetry) -> Telemetry:
    """The telemetry with what all its collector files show together, whatever their order."""
    others = tuple(signal for signal in telemetry.signals if signal.dialect != DIALECT)
    if not telemetry.layers:
        return telemetry
    return Telemetry() | Telemetry(
        signals=(*others, *signals_of(telemetry.layers)),
        slis=telemetry.slis,
        slos=telemetry.slos,
        rules=telemetry.rules,
        layers=telemetry.layers,
    )


def signals_of(layers: Sequence[Layer]) -> Iterator[Signal]:
    """One signal per kind that a pipeline is for: kept, only printed, or not told where files contradict each other."""
    over = [layer for layer in layers if not layer.is_whole]
    whole = [layer for layer in layers if layer.is_whole] or [Layer()]
    for kind in _KINDS:
        ends = [end for base in whole for end in _ends(base, over, kind)]
        if not ends:
            continue
        kept = {is_kept for is_kept, _ in ends}
        is_kept = kept.pop() if len(kept) == 1 else None
        names = sorted({name for _, exporters in ends for name in exporters})
        yield Signal(kind=kind, dialect=DIALECT, shows=_words(kind, names, is_kept=is_kept), is_kept=is_kept)


def _ends(base: Layer, over: Sequence[Layer], kind: Kind) -> Iterator[tuple[bool | None, tuple[str, ...]]]:
    """Where each pipeline of this kind may end: whether it is kept there, and the kinds of exporters.

    Several pipelines of one collector are alternatives for a signal: the best of them counts.
    """
    known = {name for layer in (base, *over) for name in layer.exporters}
    links = {name for layer in (base, *over) for name in layer.connectors}
    names = {pipeline.name for layer in (base, *over) for pipeline in layer.pipelines if pipeline.kind is kind}
    found: list[tuple[bool | None, tuple[str, ...]]] = []
    for name in sorted(names):
        has_receivers = any(_of(layer, name).receivers for layer in (base, *over))
        chosen = [own for layer in over if (own := _of(layer, name).exporters)] or [_of(base, name).exporters]
        ends = {_end(set(some), known, links) if has_receivers and some else None for some in chosen}
        exporters = tuple({one.partition("/")[0] for some in chosen for one in some if one not in links})
        found.append((ends.pop() if len(ends) == 1 else None, exporters))
    if found:
        best = max(found, key=lambda end: (end[0] is True, end[0] is None))
        yield best[0], tuple(sorted({name for _, exporters in found for name in exporters}))


def _of(layer: Layer, name: str) -> Pipeline:
    return next((pipeline for pipeline in layer.pipelines if pipeline.name == name), _NONE)


_NONE: Final = Pipeline(name="", kind=Kind.TRACES)


def _end(exporters: set[str], known: set[str], links: set[str]) -> bool | None:
    """Whether one of them keeps what it gets; None where it is in none of the files, or nobody can tell."""
    types = {name.partition("/")[0]: name in known for name in exporters - links}
    if any(is_known and name not in PRINTED | UNTOLD for name, is_known in types.items()):
        return True
    return None if any(not is_known or name in UNTOLD for name, is_known in types.items()) else False


def _words(kind: Kind, exporters: Iterable[str], *, is_kept: bool | None) -> str:
    listed = ", ".join(exporters) or tr("no exporter")
    return tr(_ENDINGS[is_kept]).format(signals=tr(_SIGNALS[kind]), exporters=listed)


_SIGNALS: Final[Mapping[Kind, str]] = {
    Kind.TRACES: later("Traces"),
    Kind.METRICS: later("Metrics"),
    Kind.LOGS: later("Logs"),
}
_ENDINGS: Final[Mapping[bool | None, str]] = {
    True: later("{signals} leave the collector for a store ({exporters})"),
    False: later("{signals} end in the collector ({exporters})"),
    None: later("{signals} end where these files don't tell ({exporters})"),
}
