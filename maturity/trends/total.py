"""Every trend, counted on complete customers and added up; as JSON it holds counts and no customer."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, fields

from maturity.columns import Columns
from maturity.errors import Fault, InputError
from maturity.model import Model
from maturity.trends.advised import BY as ADVICE
from maturity.trends.advised import count_advice
from maturity.trends.changes import count_changes, count_lost, count_moves
from maturity.trends.holding import count_gates, count_holding, count_practices, count_together
from maturity.trends.judged import judge
from maturity.trends.over_time import count_customers, count_engagements, count_stages
from maturity.trends.reaching import BY as MONTHS
from maturity.trends.reaching import count_months
from maturity.trends.tally import Tally

SCHEMA = 1


@dataclass(frozen=True, kw_only=True)
class Trends:
    """What many customers' histories say together: small tables of counts, which add up.

    The trends of two sets of customers, none of them in both, are the sum of the trends of each.
    """

    customers: Tally  #: by how many engagements each had
    engagements: Tally  #: by quarter
    stages: Tally  #: customers gained and lost by quarter and stage
    moves: Tally  #: pairs of engagements by stage from, to, and like for like
    months: Tally  #: customers by months to the default target
    gates: Tally  #: customers by the gate that holds them
    holding: Tally  #: customers by the practice in that gate's way
    practices: Tally  #: customers by practice and what is known of it
    lost: Tally  #: practices once `always`, by what became of them
    together: Tally  #: customers by two skipped stages or traps at one engagement
    advice: Tally  #: advice by place, practice and what became of it
    changes: Tally  #: answers by why and which way they differ from the one before

    def __add__(self, other: "Trends") -> "Trends":
        """The trends of both, of disjoint customers."""
        return Trends(**{name: getattr(self, name) + getattr(other, name) for name in NAMES})


NAMES = tuple(field.name for field in fields(Trends))
NO_TRENDS = Trends(
    customers=Tally(by=("engagements",), counts={}),
    engagements=Tally(by=("quarter",), counts={}),
    stages=Tally(by=("quarter", "stage"), counts={}),
    moves=Tally(by=("from", "to", "alike"), counts={}),
    months=Tally(by=MONTHS, counts={}),
    gates=Tally(by=("stage", "gate"), counts={}),
    holding=Tally(by=("stage", "practice", "state"), counts={}),
    practices=Tally(by=("practice", "state"), counts={}),
    lost=Tally(by=("practice", "outcome", "change"), counts={}),
    together=Tally(by=("one", "other"), counts={}),
    advice=Tally(by=ADVICE, counts={}),
    changes=Tally(by=("change", "way"), counts={}),
)


def count_trends(model: Model, columns: Columns) -> Trends:
    """The trends of the complete customers in the columns."""
    judged = judge(model, columns)
    return Trends(
        customers=count_customers(judged),
        engagements=count_engagements(judged),
        stages=count_stages(judged),
        moves=count_moves(judged),
        months=count_months(judged),
        gates=count_gates(judged),
        holding=count_holding(judged),
        practices=count_practices(judged),
        lost=count_lost(judged),
        together=count_together(judged),
        advice=count_advice(judged),
        changes=count_changes(judged),
    )


def total_trends(model: Model, chunks: Iterable[Columns]) -> Trends:
    """The trends of all chunks, none held longer than it takes to count it."""
    return sum((count_trends(model, chunk) for chunk in chunks), start=NO_TRENDS)


def trends_to_json(trends: Trends) -> str:
    """The counts as JSON, keys in order: the same counts always give the same text."""
    tables = {name: _rows(getattr(trends, name)) for name in NAMES}
    return json.dumps({"schema": SCHEMA, **tables}, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def trends_from_json(text: str, *, place: str = "counts") -> Trends:
    """The trends in a JSON text.

    Raises:
        InputError: the text does not hold trends, or those of a newer version.
    """
    try:
        content = json.loads(text)
        if content["schema"] > SCHEMA:
            raise InputError([Fault(place=place, problem=f"have schema {content['schema']}; expected up to {SCHEMA}")])
        return Trends(**{name: _tally(name, content[name]) for name in NAMES})
    except (ValueError, KeyError, TypeError) as error:
        raise InputError([Fault(place=place, problem=f"are no counts of trends: {error!r}")]) from error


def _rows(tally: Tally) -> list[list[str | int]]:
    return sorted(([*key, count] for key, count in tally.counts.items()), key=lambda row: [str(part) for part in row])


def _tally(name: str, rows: list[list[str | int]]) -> Tally:
    by = getattr(NO_TRENDS, name).by
    wrong = [row for row in rows if len(row) != len(by) + 1 or not all(isinstance(part, str | int) for part in row)]
    if wrong:
        message = f"{name} holds {wrong[0]!r}; expected {', '.join(by)} and a count"
        raise ValueError(message)
    return Tally(by=by, counts={tuple(key): int(count) for *key, count in rows})
