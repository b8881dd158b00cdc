"""The consequence of an error budget, in words that a customer can sign (after Google's example policy)."""

from datetime import UTC, datetime, timedelta
from typing import Final

from maturity.evidence.burn import Burning, Spending

CAREFUL: Final = 0.25  #: share of the budget left, below which changes wait for a second look; our estimate
ONE_INCIDENT: Final = (
    0.2  #: share of the budget that one incident may cost without a review, as Google's example has it
)
_DAY: Final = timedelta(days=1)

#: what is agreed once, whatever is left today
POLICY: Final = (
    "While budget is left, features ship at the usual pace.",
    f"Below {CAREFUL:.0%} left, a change that can wait, waits; risky ones need a second person's yes.",
    "With nothing left, only fixes of reliability, of security and of what customers report ship, until it is above 0.",
    "Who may grant an exception is named here, and each one is written down.",
    f"An incident that costs more than {ONE_INCIDENT:.0%} of the budget gets a review with one first action.",
    "If the budget is gone in two windows in a row, the objective or the plan of the next quarter changes.",
)


def freeze_policy(spending: Spending) -> str:
    """What the policy asks for today; where too much is not told, that nothing can be said, never that all is well."""
    day = datetime.fromtimestamp(spending.ends, UTC).date()
    window = f"{spending.budget.window / _DAY:g} days to {day}"
    if spending.left is None:
        told = f"{spending.covered:.0%} of the {window}"
        return f"{spending.name}: not computable; the series tells of {told}, in which {_gone(spending)} is gone."
    if spending.is_overspent or spending.left <= 0:
        return (
            f"{spending.name}: the budget of the {window} is gone ({_gone(spending)}). Freeze: only fixes of "
            "reliability, of security and of what customers report ship until it is above 0 again."
        )
    left = f"{_share(spending.left)} of the budget of the {window} is left"
    if spending.left < CAREFUL:
        return f"{spending.name}: {left}. Careful: what can wait, waits; a risky change needs a second person's yes."
    return f"{spending.name}: {left}. Ship at the usual pace."


def in_words(burning: Burning) -> str:
    """How fast the budget went over one window, in a sentence."""
    over = f"{burning.over / timedelta(hours=1):g} h"
    if burning.rate is None:
        return f"Over the last {over}: not computable, the series tells of {burning.covered:.0%} of them."
    return f"Over the last {over} it burned {burning.rate:.3g} times as fast as it lasts."


def _gone(spending: Spending) -> str:
    return f"{_share(spending.spent)} of the budget"


def _share(share: float) -> str:
    """A share as it is said: exact enough that what is not gone never reads as gone."""
    return f"{share * 100:.3g} %"
