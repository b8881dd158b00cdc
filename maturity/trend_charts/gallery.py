"""Every picture of trends by its key."""

from collections.abc import Callable, Mapping
from typing import Final, TypeVar

from maturity.charts import Picture
from maturity.charts.gallery import Facts, drawn
from maturity.charts.spec import Spec
from maturity.model import Model
from maturity.trend_charts.bars import BarFacts, bars_figure, bars_svg
from maturity.trend_charts.climbing import reaching_facts, reaching_figure, reaching_svg
from maturity.trend_charts.moving import moves_facts, moves_figure, moves_svg
from maturity.trend_charts.shares import advice_facts, change_facts, gate_facts, lost_facts, missed_facts
from maturity.trend_charts.standing import standing_facts, standing_figure, standing_svg
from maturity.trend_charts.together import together_facts, together_figure, together_svg
from maturity.trends import Trends

F = TypeVar("F", bound=Facts)

Painter = Callable[[str, Model, Trends], Picture | str]


def draw_trend(key: str, model: Model, trends: Trends) -> Picture | str:
    """The picture of that key, or the sentence that says why there is none: there are too few.

    Raises:
        KeyError: there is no picture of that key; `KEYS` names them all.
    """
    return _PAINTERS[key](key, model, trends)


def _painter(
    facts_of: Callable[[Model, Trends], F], svg_of: Callable[[F], str], figure_of: Callable[[F], Spec]
) -> Painter:
    def paint(key: str, model: Model, trends: Trends) -> Picture | str:
        facts = facts_of(model, trends)
        return drawn(key, facts, svg_of, figure_of) or facts.sentence

    return paint


def _bars(facts_of: Callable[[Model, Trends], BarFacts]) -> Painter:
    return _painter(facts_of, bars_svg, bars_figure)


_PAINTERS: Final[Mapping[str, Painter]] = {
    "standing": _painter(standing_facts, standing_svg, standing_figure),
    "gates": _bars(gate_facts),
    "missed": _bars(missed_facts),
    "moves": _painter(moves_facts, moves_svg, moves_figure),
    "changes": _bars(change_facts),
    "reaching": _painter(reaching_facts, reaching_svg, reaching_figure),
    "advice": _bars(advice_facts),
    "lost": _bars(lost_facts),
    "together": _painter(together_facts, together_svg, together_figure),
}
#: the keys of all pictures, in the order of the notebook
KEYS: Final = tuple(_PAINTERS)
