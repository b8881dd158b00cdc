"""Collector configurations, alone and laid over each other: what reaches a store, and what is only printed."""

import io
import itertools

import pytest
from evidence_reading import ADDRESS, PLANTED, broken, evidence_of, rows_of, seeds, told_by
from hypothesis import given
from hypothesis import strategies as st

from maturity.evidence import collectors
from maturity.evidence.recognise import read_content
from maturity.evidence.signals import Kind, Telemetry
from maturity.evidence.tables import Evidence

BASE = f"""# of the platform team, {ADDRESS}
receivers:
  otlp: {{protocols: {{grpc: {{endpoint: "0.0.0.0:4317"}}}}}}
exporters:
  debug:
connectors:
  span_metrics:
service:
  pipelines:
    traces: {{receivers: [otlp], exporters: [debug, span_metrics]}}
    metrics: {{receivers: [otlp, span_metrics], exporters: [debug]}}
    logs: {{receivers: [otlp], exporters: [debug]}}
    profiles: {{receivers: [otlp], exporters: [debug]}}
  telemetry: {{logs: {{level: info}}}}
"""
OVER = f"""exporters:
  otlp_grpc/tempo: {{endpoint: "tempo:4317", headers: {{authorization: {ADDRESS}}}}}
  opensearch: {{}}
service:
  pipelines:
    traces: {{exporters: [debug, otlp_grpc/tempo, span_metrics]}}
    logs: {{exporters: [debug, opensearch]}}
"""
PRINTING = "service:\n  pipelines:\n    traces: {exporters: [debug]}\nexporters: {debug: {}}\n"
GATEWAY = """receivers: {otlp: {}}
exporters: {kafka: {}}
service: {pipelines: {traces/in: {receivers: [otlp], exporters: [kafka]}}}
"""


def evidence(*texts: str) -> Evidence:
    """What these files prove together."""
    together = Evidence()
    for text in texts:
        together |= read_content(io.BytesIO(text.encode()), place="export")
    return together


def kept(telemetry: Telemetry) -> dict[str, bool | None]:
    """Whether each kind of signal reaches a store."""
    return {signal.kind.value: signal.is_kept for signal in telemetry.signals}


def test_traces_that_are_only_printed_are_no_tracing() -> None:
    """`debug` keeps nothing; a connector makes metrics of traces, and keeps none of them."""
    told = evidence(BASE)
    assert kept(told.telemetry) == {"logs": False, "metrics": False, "traces": False}
    traces = next(signal for signal in told.telemetry.signals if signal.kind is Kind.TRACES)
    assert traces.shows == "Traces end in the collector (debug)"


def test_a_later_file_replaces_the_exporters_of_an_earlier_one() -> None:
    """The collector replaces lists: what the later file does not repeat is as before."""
    told = evidence(BASE, OVER)
    assert kept(told.telemetry) == {"logs": True, "metrics": False, "traces": True}
    shown = {signal.kind: signal.shows for signal in told.telemetry.signals}
    assert shown[Kind.TRACES] == "Traces leave the collector for a store (debug, otlp_grpc)"


def test_a_part_of_a_configuration_alone_tells_nothing() -> None:
    """Without the file that has the receivers, nobody knows whether anything comes in."""
    assert kept(evidence(OVER).telemetry) == {"logs": None, "traces": None}


def test_two_later_files_that_contradict_each_other_tell_nothing() -> None:
    """Which of them is last, no file says."""
    assert kept(evidence(BASE, OVER, PRINTING).telemetry)["traces"] is None


def test_an_agent_that_sends_to_a_gateway_that_prints_is_not_told() -> None:
    """Two whole collectors: what one sends on, the other may drop."""
    assert kept(evidence(BASE, GATEWAY).telemetry)["traces"] is None
    assert kept(evidence(GATEWAY).telemetry) == {"traces": True}


@pytest.mark.parametrize("exporters", ["[nowhere]", "[file]", "[]"])
def test_an_exporter_that_is_nowhere_defined_keeps_nothing_for_sure(exporters: str) -> None:
    """A name alone is no exporter; a file may be read by a store or by nobody."""
    text = GATEWAY.replace("exporters: [kafka]", f"exporters: {exporters}").replace("{kafka: {}}", "{file: {}}")
    assert kept(evidence(text).telemetry) == {"traces": None}


def test_of_several_pipelines_the_best_counts() -> None:
    """One that prints beside one that keeps takes nothing away."""
    text = BASE.replace("exporters:\n  debug:", "exporters:\n  debug:\n  otlp: {endpoint: x}").replace(
        "    logs:", "    traces/kept: {receivers: [otlp], exporters: [otlp]}\n    logs:"
    )
    assert kept(evidence(text).telemetry)["traces"] is True


@given(order=st.permutations([BASE, OVER, PRINTING]), size=st.integers(1, 3))
def test_the_order_of_files_changes_nothing(order: list[str], size: int) -> None:
    """Names of files tell no order, so none is taken from them; a file twice is a file once."""
    chosen = order[:size]
    told = {repr(evidence(*files, files[0]).telemetry) for files in itertools.permutations(chosen)}
    assert len(told) == 1


def test_a_configuration_inside_kubernetes_is_found() -> None:
    """The operator keeps it under `spec.config`."""
    inner = "\n".join(f"    {line}" for line in BASE.splitlines())
    text = f"apiVersion: opentelemetry.io/v1beta1\nkind: OpenTelemetryCollector\nspec:\n  config:\n{inner}\n"
    assert kept(evidence(text).telemetry)["traces"] is False


def test_nobody_and_no_address_comes_through() -> None:
    """Kinds of exporters are told; their addresses, headers and comments are not."""
    told = told_by(evidence(BASE, OVER))
    assert not [word for word in (*PLANTED, "4317", "tempo:") if word in told]


def test_a_file_without_pipelines_or_exporters_says_so() -> None:
    """It is named, and tells nothing."""
    rows, faults = rows_of(collectors, "service:\n  pipelines:\nexporters:\n")
    assert rows == []
    assert "has neither pipelines nor exporters" in str(faults[0])


@given(seed=seeds)
def test_whatever_breaks_it_is_read_or_named(seed: int) -> None:
    """No exception but our own; what is only printed never turns out as kept by breaking the file's base."""
    told = evidence_of(broken(BASE, seed))
    assert told.files[0].read or told.faults
    assert True not in kept(told.telemetry).values() or told.telemetry.layers != evidence(BASE).telemetry.layers
