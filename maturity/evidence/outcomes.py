"""How a run or a deployment ended, by its tool's own word for it."""

from collections.abc import Mapping

from maturity.evidence.rows import Outcome
from maturity.evidence.source import Source


def outcome_of(
    told: str | None, known: Mapping[str, Outcome], field: str, *, source: Source, entry: int | None = None
) -> Outcome:
    """What the word means; unknown where none is told, and for a word that nobody knows, which is noted."""
    if told and told not in known:
        source.note(f"has a '{field}' that is not known, so its end is not told", entry=entry)
    return known.get(told or "", Outcome.UNKNOWN)
