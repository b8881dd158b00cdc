"""The consequence of an error budget, in words that a customer can sign (after Google's example policy)."""

from datetime import timedelta
from typing import Final

from maturity.evidence.burn import Spending
from maturity.language import later, tr
from maturity.wording import in_days, lasting, percent

CAREFUL: Final = 0.25  #: share of the budget left, below which changes wait for a second look; our estimate
ONE_INCIDENT: Final = 0.2  #: share of the budget that one incident may cost without a review; as in Google's example

#: what is agreed once, whatever is left today
POLICY: Final = (
    later("While budget is left, features ship at the usual pace."),
    later("Below {careful} left, a change that can wait, waits; risky ones need a second person's yes."),
    later(
        "With nothing left, only fixes of reliability, of security and of what customers report ship, until it is "
        "above 0."
    ),
    later("Who may grant an exception is named here, and each one is written down."),
    later("An incident that costs more than {incident} of the budget gets a review with one first action."),
    later("If the budget is gone in two windows in a row, the objective or the plan of the next quarter changes."),
)


def policy() -> tuple[str, ...]:
    """What is agreed once, sentence by sentence."""
    numbers = {"careful": _whole(CAREFUL), "incident": _whole(ONE_INCIDENT)}
    return tuple(tr(sentence).format(**numbers) for sentence in POLICY)


def freeze_policy(spending: Spending) -> str:
    """What the policy asks for today; where too much is not told, that nothing can be said, never that all is well."""
    if spending.left is None:
        sentence = tr("At most {left} left: {time} of the {window} are not told.")
        window = in_days(spending.budget.window / timedelta(days=1))
        return sentence.format(left=_whole(1 - spending.spent), time=lasting(spending.untold), window=window)
    if spending.is_overspent or spending.left <= 0:
        return tr(
            "Freeze: only fixes of reliability, of security and of what customers report ship until the budget is "
            "above 0 again."
        )
    if spending.left < CAREFUL:
        return tr("Careful: what can wait, waits; a risky change needs a second person's yes.")
    return tr("Ship at the usual pace.")


def _whole(share: float) -> str:
    """A share in whole per cent."""
    return percent(round(share, 2))
