"""Fictional customers with histories, by chance, and Hypothesis strategies for them."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import BUILT_IN_MODEL, answers_to, platforms, responses

from maturity.columns import Columns, Words
from maturity.engagement import Engagement, Response
from maturity.model import Answer, Grade

FIRST_DAY = date(2022, 1, 10)
INDUSTRIES = ("agritech", "energy", "payments", "retail")
COUNTRIES = ("GH", "KE", "NG", "ZA")
#: how often each answer comes, in the order of `Answer`
SHARES = (0.62, 0.1, 0.08, 0.1, 0.08, 0.02)


@st.composite
def histories(draw: st.DrawFn, *, most: int = 5) -> list[list[Engagement]]:
    """Up to so many customers, each with one to four engagements, oldest first."""
    return [draw(_history(f"Fictional {number}")) for number in range(draw(st.integers(0, most)))]


@st.composite
def _history(draw: st.DrawFn, customer: str) -> list[Engagement]:
    day, history = FIRST_DAY + timedelta(days=draw(st.integers(0, 400))), []
    for _ in range(draw(st.integers(1, 4))):
        day += timedelta(days=draw(st.integers(0, 500)))
        given = {key: Response(answer=answer) for key, answer in draw(answers_to(BUILT_IN_MODEL)).items()}
        regraded = draw(st.dictionaries(st.sampled_from(sorted(_ASKED)), responses, max_size=3))
        history.append(
            Engagement(
                customer=customer,
                held_on=day,
                industry=draw(st.none() | st.sampled_from(INDUSTRIES)),
                country=draw(st.none() | st.sampled_from(COUNTRIES)),
                engineers=draw(st.none() | st.sampled_from((5, 12, 49, 50, 120))),
                stage_since=None if (days := draw(_SINCE)) is None else day - timedelta(days=days),
                platform=draw(platforms),
                signals=draw(st.fixed_dictionaries({}, optional={key: st.booleans() for key in _SIGNALS})),
                responses={**given, **regraded},
                fictional=True,
            )
        )
    return history


_SINCE = st.none() | st.integers(0, 900)
_ASKED = [practice.key for practice in BUILT_IN_MODEL.asked]
_SIGNALS = list(BUILT_IN_MODEL.signal_names)


def fictional_columns(customers: int, *, seed: int = 20260312, first: int = 0) -> Columns:
    """So many fictional customers with about 2.5 engagements each, as a store would give them; answers improve."""
    chance = np.random.default_rng([seed, first])
    held = chance.integers(1, 5, customers)
    customer = np.repeat(np.arange(first, first + customers), held)
    rows = len(customer)
    order = np.arange(rows) - np.repeat(np.cumsum(held) - held, held)
    day = np.repeat(chance.integers(0, 900, customers), held) + order * chance.integers(300, 420, rows)
    asked = len(BUILT_IN_MODEL.asked)
    answers = chance.choice(len(SHARES), p=SHARES, size=(rows, asked)).astype(np.uint8)
    skill = np.repeat(chance.normal(0.0, 0.25, customers), held) + 0.15 * order
    hardness = np.linspace(0.2, 1.0, asked)
    answers[chance.random((rows, asked)) < np.clip(0.7 + skill[:, None] - 0.6 * hardness, 0, 0.99)] = 0
    return Columns(
        customer=customer.astype(np.int64),
        held_on=np.datetime64("2020-01-06") + day,
        country=Words(words=COUNTRIES, codes=np.repeat(_skewed(chance, customers), held)),
        industry=Words(words=INDUSTRIES, codes=np.repeat(_skewed(chance, customers), held)),
        edition=Words(words=("one", "two"), codes=(day > 1400).astype(np.int32)),
        engineers=np.repeat(chance.integers(5, 120, customers), held).astype(np.float64) + 2 * order,
        break_even=np.full(rows, 50.0),
        stage_since=np.full(rows, "NaT", dtype="datetime64[D]"),
        answers=np.asfortranarray(answers),
        grades=np.asfortranarray(chance.choice(len(Grade), p=(0.7, 0.2, 0.1), size=(rows, asked)).astype(np.uint8)),
        claimed=np.full((rows, asked), 255, dtype=np.uint8, order="F"),
        signals=np.asfortranarray(chance.integers(-1, 2, (rows, len(_SIGNALS))).astype(np.int8)),
    )


def _skewed(chance: np.random.Generator, customers: int) -> np.ndarray:
    return chance.choice(len(COUNTRIES), p=(0.5, 0.3, 0.15, 0.05), size=customers).astype(np.int32)


def engagements_in(columns: Columns) -> list[Engagement]:
    """The same customers as engagements, in the order of the rows."""
    grades, answers = tuple(Grade), tuple(Answer)
    return [
        Engagement(
            customer=f"Fictional {columns.customer[row]}",
            held_on=columns.held_on[row].item(),
            country=columns.country.words[columns.country.codes[row]],
            industry=columns.industry.words[columns.industry.codes[row]],
            engineers=int(columns.engineers[row]),
            signals={key: bool(sign) for key, sign in zip(_SIGNALS, columns.signals[row], strict=True) if sign >= 0},
            responses={
                key: Response(answer=answers[answer], grade=grades[grade], note="fictional")
                for key, answer, grade in zip(_ASKED, columns.answers[row], columns.grades[row], strict=True)
            },
            fictional=True,
        )
        for row in range(len(columns))
    ]


def customers_of(engagements: Sequence[Engagement], wanted: int) -> list[Engagement]:
    """Those engagements under as many names, one each."""
    return [replace(one, customer=f"Fictional {at}") for at, one in enumerate(engagements[:wanted])]
