"""Deployments in order of time: which environment is staging, which of them went back, how many a week, or why none."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from maturity.evidence.rows import Deployment, Outcome
from maturity.evidence.verdicts import History
from maturity.evidence.windows import DAY, Window
from maturity.language import tr

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
    """The deployments, of those in order of time, that went back to an earlier version in production, or tried to.

    Staging sees versions come and go: there, only what is said to be a return is one. Where what was left is brought
    again afterwards, several parts of one repository may take their turns: that is a return only if it is said so.
    """
    made = [d for d in deployments if d.is_production or (d.is_rollback and is_staging(d.environment))]
    last = {(d.project, d.environment, d.commit): at for at, d in enumerate(made)}
    current: dict[tuple[str | None, str | None], str] = {}
    first: dict[tuple[str | None, str | None, str | None], int] = {}
    for at, d in enumerate(made):
        place = (d.project, d.environment, d.commit)
        left = (*place[:2], current.get(place[:2]))
        if d.is_rollback or (place in first and first[place] < first[left] and last[left] < at):
            yield d
        if d.commit and d.outcome is Outcome.PASSED:
            first.setdefault(place, at)
            current[place[:2]] = d.commit


def none_in_production(history: History, window: Window) -> str:
    """What is missing where no deployment of the window is known to have reached production."""
    untold = (d for d in history.evidence.deployments if d.is_production and d.outcome is Outcome.UNKNOWN)
    sentence = (
        tr("How the production deployments from {window} ended is missing (in GitHub: their statuses).")
        if any(d.at in window for d in untold)
        else tr("Production deployments from {window} are missing.")
    )
    return sentence.format(window=window)


def weekly(times: Iterable[float], window: Window) -> list[int]:
    """How many there were in each whole week of the window, the last week first; one week at the least."""
    weeks = max(1, int((window.end - window.begin) // _WEEK))
    counted = Counter(int((window.end - time) // _WEEK) for time in times if time in window)
    return [counted[week] for week in range(weeks)]
