"""Cells are read only where they can be read without doubt."""

import re
from calendar import month_abbr, month_name
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.engagement import Engagement
from maturity.intake.days import check_day, read_day
from maturity.intake.facts import contradictions, facts_on
from maturity.intake.fields import (
    FieldError,
    check_above_zero,
    check_head_count,
    check_line,
    check_name,
    check_not_negative,
    check_objective,
    check_share,
    check_text,
    read_head_count,
    read_money,
    read_number,
    read_objective,
    read_ratio,
    read_share,
    read_yes_no,
)
from maturity.intake.places import check_country, check_currency, read_country, read_currency
from maturity.intake.vocabulary import Vocabulary
from maturity.model import Answer, Grade
from maturity.model_file import built_in_model

TODAY = date(2026, 3, 12)
WORDS = Vocabulary(model=built_in_model())
SCALE = "expected always, usually, sometimes, never, unknown or not-applicable"
ISO = "expected one such as 2026-03-12"


def said_of(read: Callable[[str], object], text: str) -> str:
    """What a reader makes of a text, in words."""
    try:
        return str(read(text)) or "nothing"
    except FieldError as error:
        return "doubt" if "can mean" in str(error) else str(error)


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (read_day, "2026-03-12", date(2026, 3, 12)),
        (read_day, "2026/3/2", date(2026, 3, 2)),
        (read_day, "2026-03-12 14:30:00", date(2026, 3, 12)),
        (read_day, "12 March 2026", date(2026, 3, 12)),
        (read_day, "12-Mar-2026", date(2026, 3, 12)),
        (read_day, "1st Sept. 2026", date(2026, 9, 1)),
        (read_day, "March 3rd, 2026", date(2026, 3, 3)),
        (read_day, "13/04/2026", date(2026, 4, 13)),
        (read_day, "04/13/2026", date(2026, 4, 13)),
        (read_day, "5.5.2026", date(2026, 5, 5)),
        (read_head_count, "0", 0),
        (read_head_count, "30.0", 30),
        (read_head_count, "1,200", 1200),
        (read_head_count, "1 200", 1200),
        (read_head_count, "1\u202f200", 1200),
        (read_head_count, "1.200.000", 1_200_000),
        (read_head_count, "٣٠", 30),
        (read_number, "-0.5", -0.5),
        (read_number, ".5", 0.5),
        (read_number, "1,5", 1.5),
        (read_number, "1.2E+03", 1200.0),
        (read_number, "1,234,567.5", 1_234_567.5),
        (read_number, "1.234.567,5", 1_234_567.5),
        (read_money, "12.5", 12.5),
        (read_ratio, "1,2", 1.2),
        (read_share, "10 %", 0.1),
        (read_share, "7,5%", 0.075),
        (read_objective, "99.9", 0.999),
        (read_objective, "99.9 %", 0.999),
        (read_objective, "0.999", 0.999),
        (read_objective, "99,95", 0.9995),
        (read_yes_no, "Yes", True),
        (read_yes_no, "FALSE", False),
        (read_yes_no, "1", True),
        (read_country, "ng", "NG"),
        (read_country, "NGA", "NG"),
        (read_country, "UK", "GB"),
        (read_country, "NA", "NA"),
        (read_country, "Côte d’Ivoire", "CI"),
        (read_country, "Cote d'Ivoire", "CI"),
        (read_country, "Ivory Coast", "CI"),
        (read_country, "the gambia", "GM"),
        (read_country, "Democratic Republic of the Congo", "CD"),
        (read_country, "Swaziland", "SZ"),
        (read_country, "South  Africa", "ZA"),
        (read_currency, "ngn", "NGN"),
        (WORDS.answer, "ALWAYS", Answer.ALWAYS),
        (WORDS.answer, "not_applicable", Answer.NOT_APPLICABLE),
        (WORDS.answer, "Does not apply", Answer.NOT_APPLICABLE),
        (WORDS.answer, "n/a", Answer.NOT_APPLICABLE),
        (WORDS.answer, "Not known", Answer.UNKNOWN),
        (WORDS.grade, "seen in the room", Grade.SHOWN),
        (WORDS.grade, "Measured", Grade.MEASURED),
        (WORDS.signal, "not known", None),
        (WORDS.signal, "TRUE", True),
    ],
)
def test_what_can_be_meant_in_one_way_is_read(read: Callable[[str], object], text: str, value: object) -> None:
    """Dates, numbers, countries and words come in the spellings of people and of spreadsheets."""
    assert read(text) == value


@pytest.mark.parametrize(
    ("read", "text", "problem"),
    [
        (read_day, "03/04/2026", "'03/04/2026' can mean 2026-04-03 or 2026-03-04; expected the date as YYYY-MM-DD"),
        (
            read_day,
            "31/02/2026",
            "'31/02/2026' is no day of the calendar; expected a date such as 2026-03-12",
        ),
        (read_day, "2026-13-01", "'2026-13-01' is no day of the calendar; expected a date such as 2026-03-12"),
        (read_day, "12-Mar-26", f"'12-Mar-26' is not a date; {ISO}"),
        (read_day, "12 Marchy 2026", f"'12 Marchy 2026' is not a date; {ISO}"),
        (read_day, "12 Ma 2026", f"'12 Ma 2026' is not a date; {ISO}"),
        (read_day, "46093", f"'46093' is not a date; {ISO}"),
        (read_head_count, "-3", "'-3' is not a head count; expected a whole number, 0 or more"),
        (read_head_count, "30.5", "'30.5' is not a head count; expected a whole number, 0 or more"),
        (read_head_count, "thirty", "'thirty' is not a head count; expected a whole number, 0 or more"),
        (read_head_count, "12,34", "'12,34' is not a head count; expected a whole number, 0 or more"),
        (read_head_count, "1.200", "'1.200' can mean 1.2 or 1200; expected it without a point"),
        (read_money, "30.000", "'30.000' can mean 30 or 30000; expected it without a point"),
        (read_ratio, "1,200", "'1,200' can mean 1200 or 1.200; expected a decimal point"),
        (read_number, "1e999", "'1e999' is not a number; expected one such as 1250.5"),
        (read_number, "nan", "'nan' is not a number; expected one such as 1250.5"),
        (read_share, "10 % of it", "'10 % of it' is not a share; expected one such as 0.1 or 10 %"),
        (read_objective, "three nines", "'three nines' is not an objective; expected one such as 99.9 % or 0.999"),
        (read_yes_no, "maybe", "'maybe' is neither yes nor no; expected yes or no"),
        (
            read_country,
            "Nigera",
            "'Nigera' is not a country (did you mean 'Nigeria'?); expected a code such as NG or an English name",
        ),
        (
            read_country,
            "Congo",
            "'Congo' can mean CD (Congo - Kinshasa) or CG (Congo - Brazzaville); expected one of these codes",
        ),
        (read_country, "EU", "'EU' is not a country; expected a code such as NG or an English name"),
        (read_country, "ZZ", "'ZZ' is not a country; expected a code such as NG or an English name"),
        (WORDS.answer, "yes", f"'yes' is not an answer; {SCALE}"),
        (WORDS.answer, "No", f"'No' is not an answer; {SCALE}"),
        (WORDS.answer, "TRUE", f"'TRUE' is not an answer; {SCALE}"),
        (WORDS.answer, "alwys", f"'alwys' is not an answer (did you mean 'always'?); {SCALE}"),
        (
            WORDS.grade,
            "meassured",
            "'meassured' is not a grade (did you mean 'measured'?); expected claimed, shown or measured",
        ),
        (WORDS.signal, "maybe", "'maybe' is neither yes nor no; expected yes, no or unknown"),
        (
            WORDS.practice,
            "rolback",
            "'rolback' is not a practice of the model (did you mean 'one-click-rollback'?)",
        ),
        (WORDS.practice, "critical-mass", "'critical-mass' is computed from engineers; expected no answer here"),
    ],
)
def test_what_can_be_meant_in_two_ways_or_none_is_refused(
    read: Callable[[str], object], text: str, problem: str
) -> None:
    """A refusal says what came and what was expected, with the nearest right word."""
    with pytest.raises(FieldError, match=f"^{re.escape(problem)}$"):
        read(text)


@pytest.mark.parametrize(
    ("check", "value", "problem"),
    [
        (check_name, "  ", "is empty; expected a name"),
        (check_name, "\u202e\u200b", "is empty; expected a name"),
        (
            check_line,
            "Baobab\nPay",
            r"'Baobab\nPay' holds a line break or another control character; expected one line of text",
        ),
        (check_line, "x" * 201, f"'{'x' * 60}…' has 201 characters; expected at most 200"),
        (check_text, "a\0b", r"'a\x00b' holds a NUL character; expected text"),
        (check_text, "a\ud800", r"'a\ud800' holds half a character (a lone surrogate); expected text"),
        (check_text, "x" * 1_000_001, f"'{'x' * 60}…' has 1,000,001 characters; expected at most 1,000,000"),
        (check_head_count, 1_000_001, "1000001 is out of range; expected a head count from 0 to 1,000,000"),
        (check_above_zero, 0.0, "0 is out of range; expected a number above 0"),
        (check_not_negative, -1.0, "-1 is out of range; expected a number of 0 or more"),
        (check_share, 10.0, "10 is out of range; expected a share such as 0.1 or 10 %, above 0 and at most 1"),
        (
            check_objective,
            1.0,
            "1 is out of range; expected an objective such as 99.9 % or 0.999, above 0 and below 100 %",
        ),
        (
            check_country,
            "Nigeria",
            "'Nigeria' is not a country code (did you mean 'NG'?); expected ISO 3166-1 alpha-2, such as NG",
        ),
        (
            check_currency,
            "naira",
            "'naira' is not a currency code (did you mean 'NGN'?); expected ISO 4217, such as NGN",
        ),
        (
            check_currency,
            "NGM",
            "'NGM' is not a currency code (did you mean 'NGN'?); expected ISO 4217, such as NGN",
        ),
        (check_currency, "XXX", "'XXX' is not a currency code; expected ISO 4217, such as NGN"),
    ],
)
def test_a_value_that_can_not_be_is_refused(check: Callable[[object], object], value: object, problem: str) -> None:
    """A value out of its range is refused with the range."""
    with pytest.raises(FieldError, match=f"^{re.escape(problem)}$"):
        check(value)


def test_a_name_may_hold_any_letters() -> None:
    """Every script, bidirectional marks and joiners are text; only what breaks the line is not."""
    for name in ("Ṣadé & Ọlá", "ቡና ቤት", "شركة \u202eabc", "न्\u200dय", "=1+1", "“Smart” quotes", "x" * 200):
        check_name(name)


def test_the_day_of_an_engagement_lies_between_1990_and_today() -> None:
    """Today can be the day; tomorrow and the year 1989 can't."""
    check_day(TODAY, today=TODAY)
    check_day(date(1990, 1, 1), today=TODAY)
    with pytest.raises(FieldError, match=r"^2026-03-13 lies in the future; expected a day up to 2026-03-12$"):
        check_day(date(2026, 3, 13), today=TODAY)
    with pytest.raises(FieldError, match=r"^1989-12-31 lies too far back; expected a day from 1990-01-01 on$"):
        check_day(date(1989, 12, 31), today=TODAY)


def test_facts_that_contradict_each_other_are_told() -> None:
    """A stage reached after the engagement, and money out of use on its day, can't be true together."""
    facts = {"held_on": TODAY, "stage_since": date(2026, 3, 13), "currency": "GHC", "buy_currency": "USD"}
    assert list(contradictions(facts)) == [
        ("stage_since", "2026-03-13 is after the engagement; expected a day up to 2026-03-12"),
        ("currency", "'GHC' went out of use on 2007-12-31; expected the money of 2026-03-12"),
    ]
    assert not list(contradictions({**facts, "held_on": None}))
    assert not list(contradictions({"held_on": date(2005, 1, 1), "currency": "GHC"}))


def test_every_fact_of_an_engagement_has_its_column() -> None:
    """No field of an engagement is left out of the table: all but what was said and the schema are facts."""
    paths = {fact.path.partition(".")[0] for fact in facts_on(TODAY)}
    assert paths | {"responses", "signals", "voices", "parked", "schema"} == set(Engagement.__struct_fields__)


@given(st.dates())
def test_every_day_is_read_from_its_own_forms(day: date) -> None:
    """A day written year first, or with its month's name, is read as itself."""
    assert read_day(day.isoformat()) == day
    assert read_day(f"{day.day} {month_abbr[day.month]} {day.year:04}") == day
    assert read_day(f"{month_name[day.month]} {day.day}, {day.year:04}") == day


@given(st.dates())
def test_a_day_in_figures_is_never_read_as_another(day: date) -> None:
    """Day first or month first: the day that was meant, or a refusal."""
    for text in (f"{day.day}/{day.month}/{day.year:04}", f"{day.month:02}.{day.day:02}.{day.year:04}"):
        assert said_of(read_day, text) in {str(day), "doubt"}


@given(st.integers(0, 10**6))
def test_every_head_count_is_read_from_its_groups_of_three(engineers: int) -> None:
    """Thousands may be grouped by commas or spaces, and Excel may add a decimal 0."""
    spellings = (f"{engineers}", f"{engineers}.0", f"{engineers:,}", f"{engineers:,}".replace(",", " "))
    assert {read_head_count(text) for text in spellings} == {engineers}


@given(st.text(max_size=30))
def test_a_cell_is_read_or_refused_and_nothing_else(text: str) -> None:
    """Whatever a cell holds, its reader gives a value or a FieldError."""
    readers = (
        *(fact.read_and_check for fact in facts_on(TODAY)),
        *(WORDS.answer, WORDS.grade, WORDS.signal, WORDS.practice),
    )
    assert all(said_of(read, text) for read in readers)
