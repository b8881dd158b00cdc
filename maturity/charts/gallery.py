"""Every picture by its key."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

from maturity.before_after import BeforeAfter
from maturity.charts.break_even import break_even_facts, break_even_figure, break_even_svg
from maturity.charts.error_budget import error_budget_facts, error_budget_figure, error_budget_svg
from maturity.charts.facts import Table
from maturity.charts.moved import moved_facts, moved_figure, moved_svg
from maturity.charts.practice_map import practice_map_facts, practice_map_figure, practice_map_svg
from maturity.charts.spec import Spec
from maturity.charts.staircase import staircase_facts, staircase_figure, staircase_svg
from maturity.charts.timeline import timeline_facts, timeline_figure, timeline_svg
from maturity.roadmap import Roadmap


@dataclass(frozen=True, kw_only=True)
class Picture:
    """One picture in every form: in a sentence, in numbers, as static SVG, and as plotly data."""

    key: str
    title: str
    sentence: str  #: the picture in words, with its numbers
    table: Table
    svg: str  #: safe to put into a page; every text in it is escaped
    figure: Spec  #: a plotly figure, as plain data


class Facts(Protocol):
    """What every picture is drawn from."""

    @property
    def title(self) -> str:
        """What it is called."""

    @property
    def sentence(self) -> str:
        """It in words, with its numbers; or why there is none."""

    @property
    def table(self) -> Table:
        """Its numbers."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""


F = TypeVar("F", bound=Facts)


def draw(key: str, roadmap: Roadmap) -> Picture | None:
    """The picture of that key for a roadmap, or None where it has nothing to show.

    Raises:
        KeyError: there is no picture of that key; `KEYS` names them all.
    """
    return _PAINTERS[key](key, roadmap)


def draw_moved(moved: BeforeAfter) -> Picture | None:
    """The picture of what moved between two engagements, or None where nothing can be compared."""
    return drawn("moved", moved_facts(moved), moved_svg, moved_figure)


def drawn(key: str, facts: F, svg_of: Callable[[F], str], figure_of: Callable[[F], Spec]) -> Picture | None:
    """The picture of the facts, or None where they are empty."""
    if facts.is_empty:
        return None
    return Picture(
        key=key,
        title=facts.title,
        sentence=facts.sentence,
        table=facts.table,
        svg=svg_of(facts),
        figure=figure_of(facts),
    )


def _painter(
    facts_of: Callable[[Roadmap], F], svg_of: Callable[[F], str], figure_of: Callable[[F], Spec]
) -> Callable[[str, Roadmap], Picture | None]:
    return lambda key, roadmap: drawn(key, facts_of(roadmap), svg_of, figure_of)


_PAINTERS: Final[Mapping[str, Callable[[str, Roadmap], Picture | None]]] = {
    "staircase": _painter(staircase_facts, staircase_svg, staircase_figure),
    "practice-map": _painter(practice_map_facts, practice_map_svg, practice_map_figure),
    "timeline": _painter(timeline_facts, timeline_svg, timeline_figure),
    "error-budget": _painter(error_budget_facts, error_budget_svg, error_budget_figure),
    "break-even": _painter(break_even_facts, break_even_svg, break_even_figure),
}
#: the keys of all pictures, in the order of a briefing
KEYS: Final = tuple(_PAINTERS)
