"""Which engagement a live briefing is about: one to go on with, or a customer to ask again."""

from dataclasses import dataclass
from datetime import date

from maturity.assessment import assess
from maturity.engagement import Engagement
from maturity.errors import Fault, InputError, did_you_mean
from maturity.live.sitting import is_over
from maturity.model import Model
from maturity.store import Store


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """The customer that was named."""

    latest: Engagement  #: named by its key, or the customer's last one
    is_over: bool  #: it was finished, so that they are asked again today


def find_customer(store: Store, text: str, *, today: date) -> Chosen:
    """The engagement of that key, or the last one of the customer of that name or slug.

    Raises:
        InputError: the store has neither.
    """
    named = next((own for own in store.customers() if text in {own.name, own.slug}), None)
    latest = _of_key(store, text) if named is None else [*store.engagements(customer=named.name)][-1]
    return Chosen(latest=latest, is_over=is_over(latest, store.sittings().get(latest.key), today))


def earlier_ones(store: Store, engagement: Engagement) -> tuple[Engagement, ...]:
    """The same customer's engagements before this one that the store's model can judge, oldest first."""
    own = store.engagements(customer=engagement.customer)
    return tuple(e for e in own if e.held_on < engagement.held_on and _fits(store.model, e))


def asked_again(latest: Engagement, today: date) -> Engagement:
    """A new engagement of the same customer, with the facts that last; nothing is answered yet."""
    return Engagement(
        customer=latest.customer,
        held_on=today,
        country=latest.country,
        industry=latest.industry,
        engineers=latest.engineers,
        currency=latest.currency,
        consultant=latest.consultant,
        platform=latest.platform,
        objective=latest.objective,
        fictional=latest.fictional,
    )


def _fits(model: Model, engagement: Engagement) -> bool:
    try:
        assess(model, engagement)
    except InputError:
        return False
    return True


def _of_key(store: Store, key: str) -> Engagement:
    try:
        return store.engagement(key)
    except InputError as error:
        known = [word for own in store.customers() for word in (own.name, own.slug)]
        hint = did_you_mean(key, known)
        problem = f"{key!r} is no customer and no engagement of the store{hint}; expected one"
        raise InputError([Fault(place="--customer", problem=problem)]) from error
