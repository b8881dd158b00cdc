"""Deployments in order of time: which environment is staging, which of them went back, how many a week."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from maturity.evidence.rows import Deployment
from maturity.evidence.windows import DAY, Window

#: words of an environment's name that make it the last one before production
STAGING: Final = frozenset({"staging", "stage", "stg", "uat", "preprod", "preproduction", "acceptance", "qa", "test"})
_WEEK: Final = 7 * DAY  #: s


def is_staging(environment: str | None) -> bool:
    """Whether an environment's name says that it is the one before production.

    >>> is_staging("eu-staging"), is_staging("UAT 2"), is_staging("pre-production"), is_staging("production")
    (True, True, True, False)
    """
    name = (environment or "").lower()
    words = re.split(r"[^a-z]+", name)
    return not STAGING.isdisjoint(words) or re.search(r"pre[^a-z]?prod", name) is not None


def returns_in(deployments: Iterable[Deployment]) -> Iterator[Deployment]:
    """The deployments, of those in order of time, that went back to an earlier version in production or staging."""
    current: dict[tuple[str | None, str | None], str] = {}
    seen: set[tuple[str | None, str | None, str | None]] = set()
    for d in deployments:
        if d.is_production or is_staging(d.environment):
            place = (d.project, d.environment, d.commit)
            if d.is_rollback or (place in seen and current[place[:2]] != d.commit):
                yield d
            if d.commit:
                seen.add(place)
                current[place[:2]] = d.commit


def weekly(times: Iterable[float], window: Window) -> list[int]:
    """How many there were in each whole week of the window, the last week first; one week at the least."""
    weeks = max(1, int((window.end - window.begin) // _WEEK))
    counted = Counter(int((window.end - time) // _WEEK) for time in times if time in window)
    return [counted[week] for week in range(weeks)]
