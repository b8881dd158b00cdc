"""One customer on one day, with everything they answered: the one currency of this library."""

import hashlib
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta

from maturity.errors import Fault, InputError
from maturity.model import Answer, Grade, Practice

SCHEMA_VERSION = 1
SLUG_LENGTH = 60
_SLUG_AT = len("2026-03-12-")  # where it begins in a key


class Response(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """An answer, how it is known, and what stands behind it."""

    answer: Answer
    grade: Grade = Grade.CLAIMED
    evidence: str = ""
    note: str = ""
    claimed: Answer | None = None  #: what was said before a better grade found the answer

    @property
    def is_contradicted(self) -> bool:
        """Whether what was found is not what was said; nothing contradicts what was not known."""
        return self.claimed not in {None, Answer.UNKNOWN, self.answer}


#: to a practice that nothing is known of
NO_RESPONSE = Response(answer=Answer.UNKNOWN)


class PlatformFacts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What the customer knows of a platform's cost and gain; nothing here has a default."""

    team: Annotated[float, Meta(gt=0)] | None = None  #: people in the platform team
    gain: Annotated[float, Meta(gt=0, le=1)] | None = None  #: share of a product engineer's time that it saves
    cost_ratio: Annotated[float, Meta(gt=0)] | None = None  #: platform engineer's cost ÷ product engineer's
    engineer_cost: Annotated[float, Meta(gt=0)] | None = None  #: a product engineer's full cost, currency a year
    buy_cost: Annotated[float, Meta(ge=0)] | None = None  #: bought pieces, buy currency per engineer and year
    buy_currency: str | None = None  #: ISO 4217
    exchange_rate: Annotated[float, Meta(gt=0)] | None = None  #: customer's currency for one of the buy currency
    exchange_rate_on: date | None = None  #: the day of that rate


class Engagement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One customer on one day with their responses. JSON in, JSON out, nothing lost."""

    customer: Annotated[str, Meta(min_length=1)]
    held_on: date
    country: str | None = None  #: ISO 3166-1 alpha-2
    industry: str | None = None
    engineers: Annotated[int, Meta(ge=0)] | None = None  #: product engineers, head count
    currency: str | None = None  #: ISO 4217
    consultant: str | None = None
    attendees: str | None = None  #: who was in the room
    request: str | None = None  #: what they asked the briefing to be about
    responses: Mapping[str, Response] = {}  #: by practice key; a practice that is not here is unknown
    signals: Mapping[str, bool] = {}  #: by signal key; a signal that is not here is unknown
    voices: Mapping[str, Mapping[str, Answer]] = {}  #: by practice key, then by who spoke; where several were heard
    parked: tuple[str, ...] = ()  #: thoughts put aside in the room, in order
    stage_since: date | None = None  #: since when they have stood at the stage where they stand
    platform: PlatformFacts = PlatformFacts()
    objective: Annotated[float, Meta(gt=0, lt=1)] | None = None  #: the main journey's SLO, share of good events
    study: str | None = None  #: the published study it was read from, where nobody was asked; an address and a licence
    fictional: bool = False  #: made up, and said so on every page
    schema: int = SCHEMA_VERSION

    @property
    def key(self) -> str:
        """`DATE-customer-slug`: names the engagement and its files; ASCII letters, digits and hyphens only."""
        return f"{self.held_on.isoformat()}-{customer_slug(self.customer)}"

    @property
    def hash(self) -> str:
        """SHA-256 of the engagement's JSON; 64 hex digits."""
        return hashlib.sha256(to_json(self).encode()).hexdigest()

    def response_to(self, practice: Practice) -> Response:
        """What is known of a practice: the response, or what the head count computes, measured; else unknown."""
        if practice.computed is None:
            return self.responses.get(practice.key, NO_RESPONSE)
        return Response(answer=practice.computed.answer(self.engineers), grade=Grade.MEASURED)

    def answer_to(self, practice: Practice) -> Answer:
        """How often the practice is followed, as far as it is known."""
        return self.response_to(practice).answer

    def grade_of(self, practice: Practice) -> Grade:
        """How that answer is known."""
        return self.response_to(practice).grade


def customer_slug(name: str) -> str:
    """The customer's name as it stands in keys and file names, from any script.

    Never empty, never longer than 60 characters, never anything but a-z, 0-9 and hyphens; a name that
    leaves too little, or too much, ends in a short hash of the whole.

    >>> customer_slug("Baobab Pay"), customer_slug("Ṣadé & Ọlá Foods")
    ('baobab-pay', 'sade-ola-foods')
    >>> customer_slug("../../etc"), customer_slug("{x.__class__}")
    ('etc', 'x-class')
    """
    from slugify import slugify

    slug = slugify(unicodedata.normalize("NFC", name))
    if slug and len(slug) <= SLUG_LENGTH:
        return slug
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{slug[: SLUG_LENGTH - 9].strip('-') or 'customer'}-{digest}"


def customer_identity(name: str) -> str:
    """What two spellings of one customer have in common, and two customers have not.

    Scripts that are written alike in a-z are told apart; case, accents and signs are not.

    >>> customer_identity("Ṣadé & Ọlá Foods") == customer_identity("SADE, OLA FOODS")
    True
    >>> customer_slug("北京") == customer_slug("背景"), customer_identity("北京") == customer_identity("背景")
    (True, False)
    """
    letters = (letter for letter in unicodedata.normalize("NFKD", name).casefold() if letter.isalnum())
    return f"{customer_slug(name)} {''.join(letters)}"


def key_under(key: str, customer: str) -> str:
    """The key of an engagement on the same day, of a customer of that name.

    >>> key_under("2026-03-12-baobab-ltd", "Baobab Pay"), slug_in("2026-03-12-baobab-ltd")
    ('2026-03-12-baobab-pay', 'baobab-ltd')
    """
    return f"{key[:_SLUG_AT]}{customer_slug(customer)}"


def slug_in(key: str) -> str:
    """The customer's slug in an engagement's key."""
    return key[_SLUG_AT:]


def to_json(engagement: Engagement) -> str:
    """The engagement as JSON, keys in order: the same engagement always gives the same text.

    Raises:
        InputError: a text of it holds half a letter (a lone surrogate), which no file can hold.
    """
    try:
        return msgspec.json.encode(engagement, order="sorted").decode()
    except UnicodeEncodeError as error:
        raise InputError([Fault(place=engagement.key, problem=f"holds text that is not Unicode: {error}")]) from error


def from_json(text: str, *, place: str = "engagement") -> Engagement:
    """The engagement in a JSON text.

    Raises:
        InputError: the text is not an engagement, or of a newer schema; `place` names it.
    """
    try:
        schema = msgspec.json.decode(text, type=_Stamp).schema
        if schema > SCHEMA_VERSION:
            problem = f"has schema {schema}; this version reads up to {SCHEMA_VERSION}"
            raise InputError([Fault(place=place, problem=problem)])
        return msgspec.json.decode(text, type=Engagement)
    except (msgspec.DecodeError, UnicodeEncodeError) as error:
        raise InputError([Fault(place=place, problem=f"is not an engagement: {error}")]) from error


class _Stamp(msgspec.Struct):
    """The schema alone: a newer engagement may hold what this version does not know."""

    schema: int = SCHEMA_VERSION
