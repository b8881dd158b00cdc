"""The engagement that the next sheet starts from."""

from collections.abc import Iterable, Sequence

from maturity.engagement import Engagement, customer_slug
from maturity.errors import Fault, InputError, did_you_mean
from maturity.store import Store


def find_last(engagements: Iterable[Engagement], wanted: str) -> Engagement:
    """The engagement of that key, or the last one of the customer of that name or slug.

    Raises:
        InputError: there is none; the nearest name or key is offered.
    """
    held = {engagement.key: engagement for engagement in engagements}
    slug = customer_slug(wanted)
    own = [engagement for engagement in held.values() if customer_slug(engagement.customer) == slug]
    if wanted in held:
        return held[wanted]
    known = {name for e in held.values() for name in (e.key, e.customer, customer_slug(e.customer))}
    return _last(own, wanted, sorted(known))


def find_last_in(store: Store, wanted: str) -> Engagement:
    """The same in a store, which knows the names that were merged.

    Raises:
        InputError: there is none; the nearest name is offered.
        StoreError: it can't be read, or is damaged.
    """
    if store.last_saved(wanted) is not None:
        return store.engagement(wanted)
    known = [name for customer in store.customers() for name in (customer.name, customer.slug)]
    return _last(list(store.engagements(customer=wanted)), wanted, known)


def _last(own: Sequence[Engagement], wanted: str, known: Sequence[str]) -> Engagement:
    if not own:
        problem = f"{wanted!r} is neither a customer nor an engagement there{did_you_mean(wanted, known)}"
        raise InputError([Fault(place="--for", problem=problem)])
    return max(own, key=lambda engagement: engagement.held_on)
