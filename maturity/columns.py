"""Engagements as columns: complete customers, a row an engagement, each customer's rows together, oldest first."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from maturity.assessment import stranger
from maturity.economics import platform_case
from maturity.engagement import Engagement, Response, customer_slug
from maturity.errors import Fault, InputError
from maturity.model import Answer, Grade, Model

Codes = NDArray[np.uint8]
Rows = NDArray[np.intp]  # places of rows
Days = NDArray[np.datetime64]

ANSWER_CODES: Final = {answer: code for code, answer in enumerate(Answer)}
GRADE_CODES: Final = {grade: code for code, grade in enumerate(Grade)}
NOTHING: Final = 255  #: the code where nothing was claimed
YES, NO, NOT_KNOWN = 1, 0, -1  #: of a signal
CUSTOMERS: Final = 2_000  #: in a chunk: a few megabytes


@dataclass(frozen=True, kw_only=True)
class Words:
    """A column of words from a short list."""

    words: tuple[str, ...]
    codes: NDArray[np.int32]  #: places in `words`; -1 where nothing is known


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Engagements of complete customers. Rows of a customer stand together, oldest first.

    Whoever makes them of a store gives every engagement of each customer in one of them, and no customer in two.
    """

    customer: NDArray[np.int64]  #: tells customers apart; says nothing else
    held_on: Days
    country: Words
    industry: Words
    edition: Words  #: the model that the answers were given under
    engineers: NDArray[np.float64]  #: product engineers, head count; not a number where not known
    break_even: NDArray[np.float64]  #: product engineers from which a platform team pays
    stage_since: Days  #: not a time where nobody said
    answers: Codes  #: places in `Answer`; a column for each of `model.asked`, column-major
    grades: Codes  #: places in `Grade`; the same columns
    claimed: Codes  #: what was said before a better grade found the answer, as in `answers`, or `NOTHING`
    signals: NDArray[np.int8]  #: `YES`, `NO` or `NOT_KNOWN`; a column for each of `model.signals`

    def __len__(self) -> int:
        """How many engagements."""
        return len(self.customer)

    @cached_property
    def is_first(self) -> NDArray[np.bool_]:
        """Whether a row is its customer's first."""
        changed: NDArray[np.bool_] = np.ones(len(self), dtype=np.bool_)
        changed[1:] = self.customer[1:] != self.customer[:-1]
        return changed

    @cached_property
    def quarters(self) -> NDArray[np.int64]:
        """The quarter of each row: year × 4 + 0 to 3."""
        months = self.held_on.astype("datetime64[M]").astype(np.int64)
        return np.asarray((months + 1970 * 12) // 3)

    @cached_property
    def starts(self) -> Rows:
        """The first row of each customer."""
        return np.flatnonzero(self.is_first)

    @cached_property
    def lasts(self) -> Rows:
        """The last row of each customer."""
        return np.append(self.starts[1:], len(self))[: len(self.starts)] - 1

    @cached_property
    def earlier(self) -> Rows:
        """The rows that another one of the same customer follows; the next row is that one."""
        return np.flatnonzero(~self.is_first) - 1


def columns_of(model: Model, engagements: Iterable[Engagement], *, editions: Sequence[str] | None = None) -> Columns:
    """The engagements of complete customers as columns, whatever their order.

    Names that make the same slug are one customer. `editions` says, one an engagement in the order given, under which
    model its answers were given; without it all were given under one.

    Raises:
        InputError: an engagement answers practices that the model does not have; all of them are told.
    """
    given = list(engagements)
    under = list(editions) if editions is not None else [model.hash] * len(given)
    named = {name: customer_slug(name) for name in dict.fromkeys(one.customer for one in given)}
    numbers = {slug: number for number, slug in enumerate(dict.fromkeys(named.values()))}
    order = sorted(range(len(given)), key=lambda at: (numbers[named[given[at].customer]], given[at].held_on))
    rows = [given[at] for at in order]
    _refuse_strangers(model, rows)
    asked = [practice.key for practice in model.asked]
    return Columns(
        customer=np.array([numbers[named[row.customer]] for row in rows], dtype=np.int64),
        held_on=np.array([row.held_on for row in rows], dtype="datetime64[D]"),
        country=words(row.country for row in rows),
        industry=words(row.industry for row in rows),
        edition=words(under[at] for at in order),
        engineers=np.array([np.nan if row.engineers is None else row.engineers for row in rows], dtype=np.float64),
        break_even=np.array([platform_case(model, row).break_even for row in rows], dtype=np.float64),
        stage_since=np.array([row.stage_since or "NaT" for row in rows], dtype="datetime64[D]"),
        answers=_codes([[_answer(row.responses.get(key)) for key in asked] for row in rows], len(asked)),
        grades=_codes([[_grade(row.responses.get(key)) for key in asked] for row in rows], len(asked)),
        claimed=_codes([[_claimed(row.responses.get(key)) for key in asked] for row in rows], len(asked)),
        signals=_signals(model, rows),
    )


def in_chunks(model: Model, engagements: Iterable[Engagement], *, customers: int = CUSTOMERS) -> Iterator[Columns]:
    """The engagements as chunks of so many complete customers each; none for no engagement."""
    histories: dict[str, list[Engagement]] = defaultdict(list)
    for engagement in engagements:
        histories[customer_slug(engagement.customer)].append(engagement)
    whole = list(histories.values())
    for start in range(0, len(whole), customers):
        yield columns_of(model, (one for history in whole[start : start + customers] for one in history))


def words(given: Iterable[str | None]) -> Words:
    """A column of words; None is not known."""
    places: dict[str, int] = {}
    codes = [-1 if word is None else places.setdefault(word, len(places)) for word in given]
    return Words(words=tuple(places), codes=np.array(codes, dtype=np.int32))


def _answer(response: Response | None) -> int:
    return ANSWER_CODES[response.answer if response else Answer.UNKNOWN]


def _grade(response: Response | None) -> int:
    return GRADE_CODES[response.grade if response else Grade.CLAIMED]


def _claimed(response: Response | None) -> int:
    return NOTHING if response is None or response.claimed is None else ANSWER_CODES[response.claimed]


def _codes(rows: Sequence[Sequence[int]], width: int) -> Codes:
    return np.asfortranarray(np.array(rows, dtype=np.uint8).reshape(len(rows), width))


def _signals(model: Model, rows: Sequence[Engagement]) -> NDArray[np.int8]:
    keys = list(model.signal_names)
    known: list[list[Any]] = [[row.signals.get(key, NOT_KNOWN) for key in keys] for row in rows]
    return np.asfortranarray(np.array(known, dtype=np.int8).reshape(len(rows), len(keys)))


def _refuse_strangers(model: Model, rows: Iterable[Engagement]) -> None:
    asked = {practice.key for practice in model.asked}
    strangers = {key: row.key for row in rows for key in row.responses if key not in asked}
    if strangers:
        raise InputError(Fault(place=place, problem=stranger(key, model)) for key, place in strangers.items())
