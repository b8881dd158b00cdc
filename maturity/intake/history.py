"""A customer's own record: since when they have stood at the stage where they stand, and what was before."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import msgspec

from maturity.assessment import assess
from maturity.engagement import Engagement, customer_identity
from maturity.model import Model


def with_history(model: Model, engagements: Iterable[Engagement]) -> tuple[Engagement, ...]:
    """The engagements, in the same order, each with `stage_since` where its customer's earlier ones tell it.

    It is the first day of the unbroken run of engagements, up to this one, that found the customer at this one's
    stage or above; where an engagement of the run has a `stage_since` of its own, that counts as its day. What a
    consultant entered stays. A customer's first engagement tells nothing of the time before it.

    Raises:
        InputError: an engagement answers practices or signals that the model does not have.
    """
    given = tuple(engagements)
    records: dict[str, list[int]] = defaultdict(list)
    for index in sorted(range(len(given)), key=lambda index: given[index].held_on):
        records[customer_identity(given[index].customer)].append(index)
    since: dict[int, date] = {}
    for indexes in records.values():
        told = _told(model, [given[index] for index in indexes])
        since |= {index: day for index, day in zip(indexes, told, strict=True) if day is not None}
    return tuple(
        msgspec.structs.replace(engagement, stage_since=since[index]) if index in since else engagement
        for index, engagement in enumerate(given)
    )


def earlier_engagements(engagements: Iterable[Engagement]) -> Mapping[str, Engagement]:
    """For the key of each engagement, the customer's latest one before it; nothing for a customer's first.

    >>> baobab = [Engagement(customer="Baobab Pay", held_on=date(year, 3, 12)) for year in (2026, 2024, 2025)]
    >>> {key: earlier.key for key, earlier in earlier_engagements(baobab).items()}
    {'2025-03-12-baobab-pay': '2024-03-12-baobab-pay', '2026-03-12-baobab-pay': '2025-03-12-baobab-pay'}
    """
    found, last = {}, dict[str, Engagement]()
    for engagement in sorted(engagements, key=lambda engagement: engagement.held_on):
        identity = customer_identity(engagement.customer)
        before = last.get(identity)
        if before is not None and before.held_on < engagement.held_on:
            found[engagement.key] = before
        last[identity] = engagement
    return found


def _told(model: Model, record: Sequence[Engagement]) -> list[date | None]:
    """What one customer's record, oldest first, tells of each of its engagements that does not know."""
    if len(record) == 1:
        return [None]
    floors = [assess(model, engagement).floor for engagement in record]
    return [
        _start(record[: index + 1], floors[: index + 1]) if index and engagement.stage_since is None else None
        for index, engagement in enumerate(record)
    ]


def _start(record: Sequence[Engagement], floors: Sequence[int]) -> date:
    """The first day of the record's trailing run of engagements at its last floor or above."""
    below = [index for index, floor in enumerate(floors) if floor < floors[-1]]
    run = record[below[-1] + 1 if below else 0 :]
    return min(engagement.stage_since or engagement.held_on for engagement in run)
