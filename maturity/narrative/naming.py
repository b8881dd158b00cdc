"""How stages, efforts and countries are called."""

from maturity.language import spoken, tr, tr_n
from maturity.model import Effort, Model
from maturity.wording import figures


def effort(weeks: Effort) -> str:
    """An effort as it is said.

    >>> effort(Effort(low=0.5, high=1)), effort(Effort(low=2, high=2)), effort(Effort(low=0, high=0))
    ('0.5 to 1 engineer-week', '2 engineer-weeks', 'next to no effort')
    """
    if weeks.high == 0:
        return tr("next to no effort")
    low, high = figures(f"{weeks.low:g}"), figures(f"{weeks.high:g}")
    number = max(1, weeks.high)
    if weeks.low == weeks.high:
        return tr_n("{n} engineer-week", "{n} engineer-weeks", number).format(n=low)
    return tr_n("{low} to {high} engineer-week", "{low} to {high} engineer-weeks", number).format(low=low, high=high)


def stage_named(model: Model, number: int) -> str:
    """A stage's number with its name; the ground for 0."""
    if not number:
        return tr("the ground, before stage 1")
    return tr("stage {number}, {name}").format(number=number, name=model.stage(number).name.lower())


def country_name(code: str) -> str:
    """A country's name in the language that is spoken, or the code itself where it is not known."""
    from babel import Locale

    name: str = Locale(spoken()).territories.get(code, code)
    return name
