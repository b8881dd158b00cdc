"""The numbers of a model that are our estimates, in words."""

from collections.abc import Mapping, Sequence
from typing import Final

from maturity.language import later, tr, tr_in
from maturity.model import Model, Number
from maturity.wording import percent, plain

#: what each number is called that may be an estimate
_NAMES: Final[Mapping[str, str]] = {
    "capacity_share": later("Time that goes into the steps"),
    "effort_basis": later("Size of company that efforts are given for"),
    "default_target": later("Stage to reach first"),
    "settle_weeks": later("Time to settle the open questions"),
    "review_months": later("Time until a deferred stage is looked at again"),
    "platform_team": later("Size of a platform team"),
    "cost_ratio": later("Cost of a platform engineer"),
    "productivity_gain": later("What a platform team saves"),
    "productivity_gain_low": later("What it saves in a poor case"),
    "objective": later("Example of an objective"),
    "objective_window_days": later("Time that an objective looks back on"),
}


def estimates_of(model: Model) -> Sequence[tuple[str, str]]:
    """Each number that is marked as an estimate, by what it is called, with its unit."""
    named = ((tr(name), getattr(model.numbers, key)) for key, name in _NAMES.items())
    return [(name, _amount(number)) for name, number in named if number.estimate]


def _amount(number: Number) -> str:
    """A number of the model with its unit; a share as a percentage."""
    share = tr_in("how a unit begins", "share ")
    if number.unit.startswith(share):
        return f"{percent(number.value)} {number.unit.removeprefix(share)}"
    return f"{plain(number.value)} {number.unit}"
