"""A store's thin rows as columns: marks turned into codes, without making a single engagement."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from maturity.columns import ANSWER_CODES, GRADE_CODES, NO, NOT_KNOWN, NOTHING, YES, Columns, words
from maturity.economics import platform_case
from maturity.engagement import Engagement, PlatformFacts
from maturity.model import Answer, Grade, Model
from maturity.store import GRADES, MARKS, SIGNALS, Store

BLOCK: Final = 20_000  #: rows at a time, about: some tens of megabytes
_ANY_DAY: Final = date(2000, 1, 1)  #: what a platform costs does not hang on it
FICTIONAL: Final = "fictional"  #: column of an export: all that it says of the facts
COLUMNS: Final = (
    *("slug", "held_on", "country", "industry", "engineers", "stage_since", "platform", "facts", "model"),
    *("marks", "grades", "claims", "signals"),
)


def columns_in(store: Store) -> Iterator[tuple[Columns, bool]]:
    """The store's history in chunks of complete customers, each with whether any of its engagements is fictional."""
    for rows in store.blocks(COLUMNS, size=BLOCK):
        yield columns_of_rows(store.model, rows), any(is_fictional(row.facts) for row in rows)


def columns_of_rows(model: Model, rows: Sequence[Any]) -> Columns:
    """Thin rows of complete customers, by customer and day, as columns."""
    numbers = {slug: number for number, slug in enumerate(dict.fromkeys(row.slug for row in rows))}
    asked = len(model.asked)
    prices = {platform: _break_even(model, platform) for platform in {row.platform for row in rows}}
    return Columns(
        customer=np.array([numbers[row.slug] for row in rows], dtype=np.int64),
        held_on=np.array([row.held_on for row in rows], dtype="datetime64[D]"),
        country=words(row.country for row in rows),
        industry=words(row.industry for row in rows),
        edition=words(row.model for row in rows),
        engineers=np.array([np.nan if row.engineers is None else row.engineers for row in rows], dtype=np.float64),
        break_even=np.array([prices[row.platform] for row in rows], dtype=np.float64),
        stage_since=np.array([row.stage_since or "NaT" for row in rows], dtype="datetime64[D]"),
        answers=_codes((row.marks for row in rows), asked, _ANSWERS),
        grades=_codes((row.grades for row in rows), asked, _GRADES),
        claimed=_codes((row.claims for row in rows), asked, _CLAIMS),
        signals=_codes((row.signals for row in rows), len(model.signals), _SIGNALS).view(np.int8),
    )


def _codes(letters: Iterable[str], width: int, codes: NDArray[np.uint8]) -> NDArray[np.uint8]:
    read = np.frombuffer("".join(letters).encode(), dtype=np.uint8)
    return np.asfortranarray(codes[read].reshape(-1, width))


def _table(meanings: Mapping[str, int]) -> NDArray[np.uint8]:
    """A code for each letter."""
    table = np.zeros(256, dtype=np.int64)
    for letter, code in meanings.items():
        table[ord(letter)] = code
    return table.astype(np.uint8)


_ANSWERS: Final = _table({letter: ANSWER_CODES[answer or Answer.UNKNOWN] for answer, letter in MARKS.items()})
_CLAIMS: Final = _table({letter: ANSWER_CODES[answer] if answer else NOTHING for answer, letter in MARKS.items()})
_GRADES: Final = _table({letter: GRADE_CODES[grade or Grade.CLAIMED] for grade, letter in GRADES.items()})
_SIGNALS: Final = _table(
    {letter: NOT_KNOWN if said is None else YES if said else NO for said, letter in SIGNALS.items()}
)


def _break_even(model: Model, platform: str | None) -> float:
    facts = PlatformFacts() if platform is None else msgspec.json.decode(platform, type=PlatformFacts)
    return platform_case(model, Engagement(customer="any", held_on=_ANY_DAY, platform=facts)).break_even


class _Said(msgspec.Struct):
    fictional: bool = False


def is_fictional(facts: str) -> bool:
    """Whether the engagement of these facts is made up."""
    return msgspec.json.decode(facts, type=_Said).fictional
