"""The consequence of an error budget, in words that a customer can sign (after Google's example policy)."""

from datetime import UTC, datetime, timedelta
from typing import Final

from maturity.evidence.burn import Burning, Spending
from maturity.evidence.windows import figure, marked, told
from maturity.language import later, tr

CAREFUL: Final = 0.25  #: share of the budget left, below which changes wait for a second look; our estimate
ONE_INCIDENT: Final = (
    0.2  #: share of the budget that one incident may cost without a review, as Google's example has it
)
_DAY: Final = timedelta(days=1)

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
    name, gone, covered = spending.name, _share(spending.spent), _whole(spending.covered)
    last = told(datetime.fromtimestamp(spending.ends, UTC).date())
    window = tr("{days} days to {last}").format(days=marked(f"{spending.budget.window / _DAY:g}"), last=last)
    if spending.left is None:
        sentence = tr(
            "{name}: not computable; the series tells of {covered} of the {window}, in which {gone} of the budget is "
            "gone."
        )
        return sentence.format(name=name, covered=covered, window=window, gone=gone)
    if spending.is_overspent or spending.left <= 0:
        sentence = tr(
            "{name}: the budget of the {window} is gone ({gone} of the budget). Freeze: only fixes of reliability, of "
            "security and of what customers report ship until it is above 0 again."
        )
        return sentence.format(name=name, window=window, gone=gone)
    sentence = tr("{name}: {left} of the budget of the {window} is left.")
    left = sentence.format(name=name, left=_share(spending.left), window=window)
    careful = tr("Careful: what can wait, waits; a risky change needs a second person's yes.")
    usual = tr("Ship at the usual pace.")
    return f"{left} {careful if spending.left < CAREFUL else usual}"


def in_words(burning: Burning) -> str:
    """How fast the budget went over one window, in a sentence."""
    over = tr("{n} h").format(n=marked(f"{burning.over / timedelta(hours=1):g}"))
    if burning.rate is None:
        sentence = tr("Over the last {over}: not computable, the series tells of {covered} of them.")
        return sentence.format(over=over, covered=_whole(burning.covered))
    sentence = tr("Over the last {over} it burned {rate} times as fast as it lasts.")
    return sentence.format(over=over, rate=figure(burning.rate))


def _whole(share: float) -> str:
    """A share in whole per cent."""
    return tr("{number}%").format(number=f"{share * 100:.0f}")


def _share(share: float) -> str:
    """A share as it is said: exact enough that what is not gone never reads as gone."""
    return tr("{number} %").format(number=figure(share * 100))
