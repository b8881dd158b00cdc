"""Every fictional export that the tests of evidence have, by the reader that knows it."""

import json
from collections.abc import Iterator

import evidence_payloads
import test_evidence_incidents as incidents
import test_evidence_logs as logs
import test_evidence_otel as otel
import test_evidence_prometheus as prometheus
import test_evidence_slo as slos

from maturity.evidence.recognise import Reader, reader_for


def seeds(reader: Reader) -> Iterator[bytes]:
    """The exports of this kind; one of another kind where there is none, so that there is something to begin with."""
    own = [text for text in _texts() if reader_for(text) is reader]
    yield from (text.encode("utf-8", "surrogatepass") for text in own or [*_texts()][:1])


def _texts() -> Iterator[str]:
    yield from evidence_payloads.FILES.values()
    for room in (evidence_payloads, incidents, logs, otel, prometheus, slos):
        for name, content in vars(room).items():
            if name.isupper() and isinstance(content, str):
                yield content
            elif name.isupper() and isinstance(content, list | dict):
                yield json.dumps(content, default=str)
                yield "\n".join(json.dumps(part, default=str) for part in content)
