"""Trends add up over customers, say what the rules of one engagement say, and are careful with small numbers."""

import math
from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from histories import FIRST_DAY, fictional_columns, histories
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from scipy import stats
from strategies import BUILT_IN_MODEL as MODEL
from strategies import engagement, standing_at

from maturity.assessment import Gate, assess
from maturity.columns import columns_of, in_chunks
from maturity.engagement import Engagement, Response
from maturity.errors import InputError
from maturity.intake import read_source, with_history
from maturity.model import Answer, Grade
from maturity.rates import Rate, wilson
from maturity.roadmap import plan
from maturity.traps import find_traps
from maturity.trends import (
    NO_TRENDS,
    Done,
    Tally,
    Trends,
    advice_in,
    count_trends,
    total_trends,
    trends_from_json,
    trends_to_json,
)
from maturity.trends.advised import first_steps
from maturity.trends.changes import Change, Kept, Way
from maturity.trends.holding import State
from maturity.trends.judged import judge
from maturity.trends.over_time import periods, years
from maturity.trends.reaching import BY, NEVER, Outcome, curve, followed, half
from maturity.trends.tally import Key

SAMPLE = Path(__file__).parent.parent / "data" / "sample"
TODAY = date(2026, 11, 23)
TOP = len(MODEL.stages)
#: months to relapse in Freireich's trial of 6-mercaptopurine, 1963: (month, whether they relapsed)
RELAPSES = (6, 6, 6, 7, 10, 13, 16, 22, 23)
CENSORED = (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)


def trends_of(*engagements: Engagement) -> Trends:
    """The trends of these."""
    return count_trends(MODEL, columns_of(MODEL, engagements))


def met(customer: str, *stages: int, every: int = 365) -> list[Engagement]:
    """A customer found at these stages, so many days apart."""
    days = (FIRST_DAY.toordinal() + every * at for at in range(len(stages)))
    return [
        replace(engagement(standing_at(MODEL, stage), engineers=60), customer=customer, held_on=date.fromordinal(day))
        for stage, day in zip(stages, days, strict=True)
    ]


def flat(customers: Sequence[Sequence[Engagement]]) -> list[Engagement]:
    """Every engagement of the customers."""
    return [one for history in customers for one in history]


@settings(max_examples=30)
@given(histories(), st.data())
def test_trends_add_up_over_any_partition_of_the_customers(
    customers: list[list[Engagement]], data: st.DataObject
) -> None:
    """All customers at once, in any two parts, in chunks, or in another order: the same counts."""
    whole = trends_of(*flat(customers))
    side = data.draw(st.lists(st.booleans(), min_size=len(customers), max_size=len(customers)))
    parts = [[one for one, chosen in zip(customers, side, strict=True) if chosen is part] for part in (True, False)]
    assert trends_of(*flat(parts[0])) + trends_of(*flat(parts[1])) == whole
    assert total_trends(MODEL, in_chunks(MODEL, flat(customers), customers=2)) == whole
    assert trends_of(*data.draw(st.permutations(flat(customers)))) == whole or _on_one_day(customers)
    assert trends_from_json(trends_to_json(whole)) == whole


def _on_one_day(customers: Sequence[Sequence[Engagement]]) -> bool:
    """Whether a customer was met twice on a day, whose order then is that of the input."""
    return any(one.held_on == other.held_on for history in customers for one, other in pairwise(history))


def test_many_fictional_customers_add_up_too() -> None:
    """The benchmark's own customers, in one frame and in ten."""
    chunks = [fictional_columns(60, first=60 * at) for at in range(10)]
    assert total_trends(MODEL, chunks) == sum((count_trends(MODEL, one) for one in chunks), start=NO_TRENDS)
    assert total_trends(MODEL, chunks).customers.total() == 600


@settings(max_examples=30)
@given(histories())
def test_a_row_says_what_the_rules_say_of_its_engagement(customers: list[list[Engagement]]) -> None:
    """Stage, gates, skipped stages, traps and the first three steps of columns are those of `assess` and `plan`."""
    judged = judge(MODEL, columns_of(MODEL, flat(customers)))
    chosen, keys = first_steps(judged), list(MODEL.practices)
    known = with_history(MODEL, [one for history in customers for one in history])
    for row, one in enumerate(known):
        assessment = assess(MODEL, one)
        assert judged.floor[row] == assessment.floor
        assert [tuple(Gate)[gate] for gate in judged.gates[row]] == [stage.gate for stage in assessment.stages]
        assert [at + 1 for at, skipped in enumerate(judged.skipped[row]) if skipped] == list(assessment.skipped)
        sprung = [trap.key for trap, shown in zip(MODEL.traps, judged.traps[row], strict=True) if shown]
        assert sprung == [hit.trap.key for hit in find_traps(assessment)]
        steps = [keys[int(place[row])] for place in chosen if place[row] >= 0]
        assert steps == [step.practice.key for step in plan(assessment).first_three]


@settings(max_examples=30)
@given(histories())
def test_the_stages_of_a_quarter_are_those_of_the_latest_engagements(customers: list[list[Engagement]]) -> None:
    """At the end of every quarter each customer known by then stands where the latest engagement found them."""
    found = trends_of(*flat(customers))
    for period in periods(found.stages, found.engagements, top=TOP):
        latest: Counter[int] = Counter()
        for history in customers:
            before = [one for one in history if one.held_on.year * 4 + (one.held_on.month - 1) // 3 <= period.quarter]
            if before:
                latest[assess(MODEL, before[-1]).floor] += 1
        assert period.stages == tuple(latest[stage] for stage in range(TOP + 1))
        assert period.customers == latest.total()


def test_a_year_is_told_by_its_last_quarter() -> None:
    """The latest state of each year, and of this year the latest there is."""
    found = trends_of(*met("A", 1, 2, 3))
    told = years(periods(found.stages, found.engagements, top=TOP))
    assert [(period.year, period.stages.index(1)) for period in told] == [(2022, 1), (2023, 2), (2024, 3)]
    assert told[-1].name == "Q1 2024"


@settings(max_examples=30)
@given(histories())
def test_moves_and_advice_are_those_of_the_pairs(customers: list[list[Engagement]]) -> None:
    """Every engagement with a next one is one move; every advice before a next one has one outcome."""
    found = trends_of(*flat(customers))
    pairs = [pair for history in customers for pair in pairwise(history)]
    moves = Counter((assess(MODEL, one).floor, assess(MODEL, other).floor) for one, other in pairs)
    assert Counter(dict(found.moves.over("from", "to").counts)) == moves
    known = {id(one): told for one, told in zip(flat(customers), with_history(MODEL, flat(customers)), strict=True)}
    advice = Counter(
        (one.place, one.practice, one.outcome)
        for history in customers
        for one in advice_in(MODEL, [known[id(met_on)] for met_on in history])
        if one.outcome is not None
    )
    assert Counter(dict(found.advice.counts)) == advice


def test_an_advice_has_an_id_and_an_outcome_once_there_is_a_next_time() -> None:
    """The id names the engagement and the practice; what the next engagement found is done, or not done."""
    first, second = met("Baobab Pay", 0, 1)
    given_first, *_, last = list(advice_in(MODEL, [first, second]))
    assert given_first.id == "2022-01-10-baobab-pay/every-commit-builds"
    assert (given_first.place, given_first.outcome) == (1, Done.DONE)
    assert last.outcome is None


def test_a_change_is_told_apart_from_what_only_looks_like_one() -> None:
    """Real, another grade, asked only once, another model: each answer counts under the first that fits."""
    before, after = met("A", 0, 0)
    keys = [practice.key for practice in MODEL.asked]
    never = {key: Response(answer=Answer.NEVER) for key in keys}
    later = {
        **never,
        keys[0]: Response(answer=Answer.ALWAYS),
        keys[1]: Response(answer=Answer.SOMETIMES, grade=Grade.SHOWN),
        keys[2]: Response(answer=Answer.UNKNOWN),
    }
    pair = [replace(before, responses=never), replace(after, responses=later)]
    changes = trends_of(*pair).changes
    assert changes.counts == {
        (Change.REAL, Way.BETTER): 1,
        (Change.GRADE, Way.BETTER): 1,
        (Change.ONCE, Way.SIDEWAYS): 1,
        (Change.NONE, Way.SAME): len(keys) - 3,
    }
    columns = columns_of(MODEL, pair, editions=["old", "new"])
    under_two = count_trends(MODEL, columns).changes
    assert under_two.over("change").counts == {(Change.MODEL,): 3, (Change.NONE,): len(keys) - 3}


def test_a_move_like_for_like_leaves_out_what_cannot_be_compared() -> None:
    """A customer who was asked of stage 1 only once did not climb it; under another model nobody climbs."""
    first, second = met("A", 0, 1)
    unasked = replace(first, responses={})
    assert trends_of(first, second).moves.counts == {(0, 1, 1): 1}
    assert trends_of(unasked, second).moves.counts == {(0, 1, 0): 1}
    changed = columns_of(MODEL, [first, second], editions=["old", "new"])
    assert count_trends(MODEL, changed).moves.counts == {(0, 1, 0): 1}


def test_an_always_that_is_lost_is_counted_by_its_practice() -> None:
    """What went back, of all that was in place and is known again."""
    lost = trends_of(*met("A", 2, 1)).lost
    stage_two = {practice.key for practice in MODEL.stage(2).practices}
    assert {practice for practice, outcome, _ in lost.counts if outcome == Kept.LOST} == stage_two
    assert lost.total(outcome=Kept.KEPT) == len(MODEL.stage(1).practices)


def test_everybody_is_held_by_one_gate_but_those_at_the_top() -> None:
    """The gate after the stage where they stand, with the practices in its way; unproven where only unknowns do."""
    people = [*met("A", 0), *met("B", 2), *met("C", TOP), *met("D", 1)]
    known = {**people[3].responses, "one-click-rollback": Response(answer=Answer.UNKNOWN)}
    open_but_one = {practice.key: Response(answer=Answer.ALWAYS) for practice in MODEL.stage(2).gates} | {
        "one-click-rollback": Response(answer=Answer.UNKNOWN)
    }
    people[3] = replace(people[3], responses={**known, **open_but_one})
    found = trends_of(*people)
    assert found.gates.counts == {(1, Gate.CLOSED): 1, (3, Gate.CLOSED): 1, (2, Gate.UNPROVEN): 1}
    assert found.holding.where(stage=2).counts == {(2, "one-click-rollback", State.UNKNOWN): 1}
    assert found.practices.total(practice="every-commit-builds") == 4


def test_what_occurs_together_counts_customers_not_engagements() -> None:
    """A customer who skips at every meeting is one; a stage is skipped with itself as often as at all."""
    skips = {**standing_at(MODEL, 0), "structured-metrics": Answer.ALWAYS}
    twice = [replace(one, responses=engagement(skips).responses, signals={}) for one in met("A", 0, 0)]
    together = trends_of(*twice).together
    assert together.counts["skipped-1", "skipped-1"] == 1
    assert together.counts["skipped-1", "dashboards-over-unreliable-pipeline"] == 1


def test_the_curve_is_the_textbooks() -> None:
    """Freireich's 6-mercaptopurine patients: where every month is known, the figures that textbooks print."""
    rises = curve(_known_months(RELAPSES, CENSORED))
    assert [rise.by for rise in rises] == [6, 7, 10, 13, 16, 22, 23]
    left = [round(1 - rise.reached, 4) for rise in rises]
    assert left == [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]
    found = half(rises)
    assert found is not None
    assert found.by == 23


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 25), st.booleans()), min_size=1, max_size=40))
def test_the_curve_is_scipys_where_the_months_are_known(seen: list[tuple[int, bool]]) -> None:
    """With one month for every interval it is scipy's Kaplan-Meier, whatever is censored."""
    reached = [month for month, got_there in seen if got_there]
    censored = [month for month, got_there in seen if not got_there]
    rises = curve(_known_months(reached, censored))
    if not reached:
        assert rises == ()
        return
    survival = stats.ecdf(stats.CensoredData(uncensored=reached, right=censored)).sf
    months = [rise.by for rise in rises]
    assert months == sorted(set(reached))
    assert [1 - rise.reached for rise in rises] == pytest.approx(survival.evaluate(months), abs=1e-6)


def test_the_curve_is_the_likeliest_for_intervals() -> None:
    """Two found by month 12, one after month 12 by 24, one never: by hand, 1/2 by 12 and 3/4 by 24."""
    seen: dict[Key, int] = {(Outcome.REACHED, 0, 12): 2, (Outcome.REACHED, 12, 24): 1, (Outcome.NOT_YET, 24, NEVER): 1}
    rises = curve(Tally(by=BY, counts=seen))
    assert [(rise.after, rise.by) for rise in rises] == [(0, 12), (12, 24)]
    assert [rise.reached for rise in rises] == pytest.approx([0.5, 0.75])


def test_no_interval_curve_is_likelier() -> None:
    """Any other curve over the same stretches explains what was seen less well."""
    months = trends_of(*flat([met(f"C{at}", *stages) for at, stages in enumerate(_CLIMBS)])).months
    rises = curve(months)
    best = _likelihood(months, [(rise.after, rise.by, rise.share) for rise in rises])
    for shift in (0.02, -0.02):
        for at in range(len(rises) - 1):
            other = [(rise.after, rise.by, rise.share) for rise in rises]
            for place, by in ((at, shift), (at + 1, -shift)):
                after, end, share = other[place]
                other[place] = (after, end, share + by)
            if all(share >= 0 for _, _, share in other):
                assert _likelihood(months, other) <= best + 1e-9


_CLIMBS = [(0, 1, 3), (1, 3), (2, 2, 3), (0, 0), (1, 1, 1, 3), (2, 3), (0, 2), (1,), (1, 2, 2, 2)]


def _likelihood(months: Tally, rises: Sequence[tuple[int, int, float]]) -> float:
    never, total = 1 - sum(share for _, _, share in rises), 0.0
    for (outcome, after, by), times in months.counts.items():
        inside = sum(s for start, end, s in rises if start >= int(after) and (by == NEVER or end <= int(by)))
        if outcome != Outcome.THERE_ALREADY:
            total += times * math.log(max(inside + (never if by == NEVER else 0), 1e-12))
    return total


def test_the_time_to_stage_three_lies_between_two_engagements() -> None:
    """Found below after 12 months and there after 24: after month 11, by month 24."""
    months = trends_of(*met("A", 1, 2, 3), *met("B", 0), *met("C", 3, 2)).months
    assert months.counts == {
        (Outcome.REACHED, 11, 24): 1,
        (Outcome.NOT_YET, 0, NEVER): 1,
        (Outcome.THERE_ALREADY, 0, NEVER): 1,
    }
    assert [followed(months, month) for month in (0, 1, 24, 25)] == [2, 1, 1, 0]


def test_a_day_that_was_told_leaves_one_month() -> None:
    """Where the consultant knows the day, and it lies between the two engagements, the interval is its month."""
    first, second = met("A", 1, 3)
    told = replace(second, stage_since=date(2022, 7, 15))
    assert trends_of(first, told).months.counts == {(Outcome.REACHED, 6, 7): 1}


@given(st.integers(0, 400), st.integers(1, 400))
def test_an_interval_is_scipys(count: int, more: int) -> None:
    """Wilson's interval without correction, at 95 %."""
    of = count + more
    expected = stats.binomtest(count, of).proportion_ci(confidence_level=0.95, method="wilson")
    assert wilson(count, of) == pytest.approx((expected.low, expected.high), abs=1e-9)


def test_fewer_than_five_are_too_few() -> None:
    """A share of fewer than five is a count in words, without a percentage."""
    assert Rate(count=2, of=4).words == "2 of 4 (too few to say more)"
    assert "%" in Rate(count=2, of=5).words


def test_counts_of_different_things_do_not_add() -> None:
    """Adding stages to moves is a mistake, and is refused."""
    with pytest.raises(ValueError, match="can't add counts by to to counts by from"):
        Tally(by=("from",), counts={}) + Tally(by=("to",), counts={})


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"schema": 2}', trends_to_json(NO_TRENDS).replace('"moves":[]', '"moves":[[1]]')]
)
def test_what_holds_no_trends_is_refused(text: str) -> None:
    """Counts that were cut, are of something else, or of a newer version."""
    with pytest.raises(InputError, match="counts"):
        trends_from_json(text)


def test_the_counts_hold_no_customer() -> None:
    """The sample's counts name no customer, consultant, country or industry."""
    held = read_source(SAMPLE, MODEL, today=TODAY).engagements
    text = trends_to_json(trends_of(*held))
    for one in held:
        assert not [word for word in (one.customer, one.consultant, one.industry) if word and word in text]


def test_a_practice_that_the_model_does_not_have_is_refused() -> None:
    """As `assess` refuses it."""
    stranger = replace(met("A", 1)[0], responses={"rolback": Response(answer=Answer.ALWAYS)})
    with pytest.raises(InputError, match="rolback"):
        trends_of(stranger)


def _known_months(reached: Sequence[int], censored: Sequence[int]) -> Tally:
    counted: Counter[Key] = Counter((Outcome.REACHED, month - 1, month) for month in reached)
    counted += Counter((Outcome.NOT_YET, month, NEVER) for month in censored)
    return Tally(by=BY, counts=dict(counted))
