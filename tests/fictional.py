"""Fictional engagements by the thousand: seeded, so that two runs make the same, and each says that it is made up."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from maturity.engagement import Engagement, Response
from maturity.model import Answer, Grade
from maturity.model_file import built_in_model

SEED = 20260312
FIRST_DAY = date(2022, 1, 10)
COUNTRIES = ("GH", "KE", "NG", "RW", "SN", "TZ", "UG", "ZA")
INDUSTRIES = ("agritech", "energy", "health", "logistics", "payments", "retail")
FIRST_WORDS = ("Acacia", "Baobab", "Harmattan", "Jacaranda", "Kilima", "Marula", "Ṣadé", "Teranga", "Zawadi")
LAST_WORDS = ("Analytics", "Energy", "Foods", "Freight", "Health", "Insurance", "Mills", "Pay", "Rail", "Schools")
ANSWERS = tuple(answer for answer in Answer if answer is not Answer.NOT_APPLICABLE)


def fictional_engagements(number: int, *, seed: int = SEED) -> Iterator[Engagement]:
    """So many engagements with as many customers; early practices are in place more often than late ones."""
    chance = random.Random(seed)  # noqa: S311  (no secret)
    asked = [practice.key for practice in built_in_model().asked]
    for place in range(number):
        skill = chance.uniform(-0.2, 0.6)
        responses = {
            key: _response(chance, ease=skill + 0.7 * (1 - step / len(asked))) for step, key in enumerate(asked)
        }
        yield Engagement(
            customer=f"{chance.choice(FIRST_WORDS)} {chance.choice(LAST_WORDS)} {place + 1}",
            held_on=FIRST_DAY + timedelta(days=chance.randrange(1600)),
            country=chance.choice(COUNTRIES),
            industry=chance.choice(INDUSTRIES),
            engineers=chance.choice((None, 8, 20, 45, 60, 120, 300)),
            responses={key: response for key, response in responses.items() if response},
            fictional=True,
        )


def _response(chance: random.Random, *, ease: float) -> Response | None:
    """None for what nobody asked."""
    if chance.random() < 0.05:
        return None
    answer = Answer.ALWAYS if chance.random() < ease else chance.choice(ANSWERS)
    return Response(answer=answer, grade=chance.choice((Grade.CLAIMED, Grade.CLAIMED, Grade.SHOWN)))
