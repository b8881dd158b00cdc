"""One room of evidence asked to read a text, and a file broken in every way that files break."""

import io
import random
from typing import Any, cast

import strategies  # noqa: F401 - it loads the profile of Hypothesis
from hypothesis import strategies as st

from maturity.errors import Fault
from maturity.evidence.recognise import Reader, read_content
from maturity.evidence.source import Source
from maturity.evidence.tables import Evidence

PERSON = "Amina Diallo"
ADDRESS = "amina.diallo@example.com"
WORDS = "pgbouncer fell over again, ask Amina"
PLANTED = ("amina", "diallo", "pgbouncer", "example.com")

seeds = st.integers(0, 10_000)


def rows_of(room: object, text: str | bytes) -> tuple[list[Any], tuple[Fault, ...]]:
    """What a room reads from a text, and what it notes; the room must know the text as its own."""
    content = text if isinstance(text, bytes) else text.encode()
    source = Source(io.BytesIO(content), place="export")
    reader = cast("Reader", room)
    assert reader.recognises(source.beginning)
    return list(reader.read(source)), source.faults


def evidence_of(text: str | bytes) -> Evidence:
    """What one file proves, whichever room it goes to."""
    content = text if isinstance(text, bytes) else text.encode()
    return read_content(io.BytesIO(content), place="export")


def told_by(evidence: Evidence) -> str:
    """Everything that evidence says, as small letters."""
    parts = (evidence.incidents, evidence.telemetry, evidence.files, evidence.runs.names, evidence.deployments)
    return repr(parts).lower()


def broken(text: str, seed: int) -> bytes:
    """The text with a piece cut out, doubled, put elsewhere or overwritten, in some encoding."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    for _ in range(chance.randint(1, 3)):
        at, length = chance.randrange(len(text) + 1), chance.randrange(40)
        piece = chance.choice(
            ["", text[at : at + length] * 2, "\0", "[", "}", '"', ": ", "\n- ", "1e400", "\ud800", "-"]
        )
        text = text[:at] + piece + text[at + length :]
    return text.encode(chance.choice(["utf-8", "utf-16", "utf-8-sig"]), "surrogatepass")
