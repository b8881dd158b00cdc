"""An engagement goes to JSON and back with nothing lost, and its key is safe in any file name."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from strategies import BUILT_IN_MODEL, HOSTILE, TODAY, engagement, full_engagements

from maturity.engagement import SLUG_LENGTH, Engagement, Response, customer_slug, from_json, to_json
from maturity.errors import InputError
from maturity.model import Answer, Grade

MASS = BUILT_IN_MODEL.practices["critical-mass"]
ROLLBACK = BUILT_IN_MODEL.practices["one-click-rollback"]


@given(held=full_engagements())
def test_json_loses_nothing(held: Engagement) -> None:
    """JSON in, JSON out: the same engagement, the same text and the same hash, hostile text included."""
    text = to_json(held)
    again = from_json(text)
    assert again == held
    assert to_json(again) == text
    assert again.hash == held.hash
    json.loads(text)


def test_the_text_hangs_on_the_content_and_not_on_its_order() -> None:
    """The same answers given in another order are the same engagement, byte for byte."""
    first, second = (practice.key for practice in BUILT_IN_MODEL.asked[:2])
    one = engagement({first: Answer.ALWAYS, second: Answer.NEVER})
    other = engagement({second: Answer.NEVER, first: Answer.ALWAYS})
    assert (to_json(one), one.hash) == (to_json(other), other.hash)


def test_what_is_not_known_takes_no_room() -> None:
    """Only the customer and the day are needed; nothing else has a made-up default."""
    assert (
        to_json(Engagement(customer="Baobab Pay", held_on=TODAY)) == '{"customer":"Baobab Pay","held_on":"2026-03-12"}'
    )


@given(customer=st.text(min_size=1) | st.sampled_from(HOSTILE), held_on=st.dates())
@example(customer="\ud800", held_on=TODAY)
def test_a_key_never_leaves_its_folder(customer: str, held_on: date) -> None:
    """Whatever the name, the key is a date and a slug of a-z, 0-9 and hyphens, no longer than a file name may be."""
    key = Engagement(customer=customer, held_on=held_on).key
    assert re.fullmatch(r"\d{4}-\d\d-\d\d-[a-z0-9-]+", key)
    assert len(key) <= len("2026-03-12-") + SLUG_LENGTH
    assert (Path("/folder") / f"{key}.html").resolve().parent == Path("/folder")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Baobab Pay", "baobab-pay"),
        ("Ṣadé & Ọlá Foods", "sade-ola-foods"),
        ("S\u0323ade\u0301", "sade"),  # the same letters, composed otherwise
        ("ቡና ቤት", "bunaa-beete"),
        ("../../etc", "etc"),
        ("{x.__class__}", "x-class"),
    ],
)
def test_a_slug_reads_as_the_name(name: str, slug: str) -> None:
    """Names in any script keep a slug that a person can read."""
    assert customer_slug(name) == slug


def test_names_that_leave_nothing_or_too_much_stay_apart() -> None:
    """A short hash of the whole name keeps two such customers from sharing a key."""
    slugs = [customer_slug(name) for name in ("🙂", "🙃", "///", "a" * 61, "a" * 62)]
    assert len(set(slugs)) == len(slugs)
    assert all(re.fullmatch(r"(customer|a+)-[0-9a-f]{8}", slug) for slug in slugs)


@pytest.mark.parametrize(
    ("engineers", "answer"),
    [(None, Answer.UNKNOWN), (0, Answer.NEVER), (49, Answer.NEVER), (50, Answer.ALWAYS), (51, Answer.ALWAYS)],
)
def test_critical_mass_is_computed(engineers: int | None, answer: Answer) -> None:
    """`always` from 50 product engineers up, `never` below, unknown when the number is not known; always measured."""
    held = engagement(engineers=engineers)
    assert held.answer_to(MASS) is answer
    assert held.grade_of(MASS) is Grade.MEASURED


def test_a_practice_without_a_response_is_unknown_and_only_claimed() -> None:
    """Missing evidence is neither yes nor no."""
    assert engagement().answer_to(ROLLBACK) is Answer.UNKNOWN
    assert engagement().grade_of(ROLLBACK) is Grade.CLAIMED


def test_a_response_says_how_it_is_known() -> None:
    """The answer and its grade come from the response."""
    shown = Response(answer=Answer.USUALLY, grade=Grade.SHOWN)
    held = engagement(responses={ROLLBACK.key: shown})
    assert (held.answer_to(ROLLBACK), held.grade_of(ROLLBACK)) == (Answer.USUALLY, Grade.SHOWN)


GIVEN = '"customer":"x","held_on":"2026-03-12"'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "a.json: is not an engagement: Input data was truncated"),
        ("[]", "a.json: is not an engagement: Expected `object`, got `array`"),
        ("{}", "a.json: is not an engagement: Object missing required field `customer`"),
        (f'{{{GIVEN},"engineers":-1}}', "a.json: is not an engagement: Expected `int` >= 0 - at `$.engineers`"),
        (f'{{{GIVEN},"engineers":2.5}}', "a.json: is not an engagement: Expected `int | null`, got `float`"),
        (f'{{{GIVEN},"score":3}}', "a.json: is not an engagement: Object contains unknown field `score`"),
        (f'{{{GIVEN},"objective":1}}', "a.json: is not an engagement: Expected `float` < 1.0 - at `$.objective`"),
        (
            f'{{{GIVEN},"responses":{{"one-click-rollback":{{"answer":"yes"}}}}}}',
            "a.json: is not an engagement: Invalid enum value 'yes' - at `$.responses[...].answer`",
        ),
        ('{"customer":"","held_on":"2026-03-12"}', "a.json: is not an engagement: Expected `str` of length >= 1"),
        ('{"customer":"x","held_on":"2026-02-30"}', "a.json: is not an engagement: Invalid RFC3339 encoded date"),
        ('{"customer":"\\ud800","held_on":"2026-03-12"}', "a.json: is not an engagement: JSON is malformed"),
        (f'{{{GIVEN},"schema":2,"mood":"new"}}', "a.json: has schema 2; this version reads up to 1"),
    ],
)
def test_a_text_that_is_no_engagement_is_refused(text: str, said: str) -> None:
    """The place, what was expected and what came; a newer schema is named before what it may hold."""
    with pytest.raises(InputError) as refused:
        from_json(text, place="a.json")
    assert str(refused.value).startswith(said)


def test_half_a_letter_is_refused_when_it_is_written() -> None:
    """A lone surrogate can stand in no file: a clear refusal, not a crash half-way."""
    with pytest.raises(InputError, match="2026-03-12-baobab-pay: holds text that is not Unicode"):
        to_json(engagement(consultant="\ud800"))
