"""Every picture by its key."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

from maturity.before_after import BeforeAfter
from maturity.charts.break_even import break_even_facts, break_even_figure, break_even_svg
from maturity.charts.burn_down import burn_down_facts, burn_down_figure, burn_down_svg
from maturity.charts.error_budget import error_budget_facts, error_budget_figure, error_budget_svg
from maturity.charts.facts import Table
from maturity.charts.moved import moved_facts, moved_figure, moved_svg
from maturity.charts.practice_map import practice_map_facts, practice_map_figure, practice_map_svg
from maturity.charts.recoveries import recoveries_facts, recoveries_figure, recoveries_svg
from maturity.charts.spec import Spec
from maturity.charts.staircase import staircase_facts, staircase_figure, staircase_svg
from maturity.charts.timeline import timeline_facts, timeline_figure, timeline_svg
from maturity.charts.weeks import deployed_facts, green_facts, weeks_figure, weeks_svg
from maturity.evidence.summary import Summary
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
S = TypeVar("S")  #: what the facts are of


def draw(key: str, roadmap: Roadmap) -> Picture | None:
    """The picture of that key for a roadmap, or None where it has nothing to show.

    Raises:
        KeyError: there is no picture of that key; `KEYS` names them all.
    """
    return _PAINTERS[key](key, roadmap)


def draw_moved(moved: BeforeAfter) -> Picture | None:
    """The picture of what moved between two engagements, or None where nothing can be compared."""
    return drawn("moved", moved_facts(moved), moved_svg, moved_figure)


def draw_evidence(key: str, summary: Summary) -> Picture | None:
    """The picture of that key of what exports prove, or None where they tell nothing of it.

    Raises:
        KeyError: there is no picture of that key; `EVIDENCE_KEYS` names them all.
    """
    return _EVIDENCE[key](key, summary)


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
    facts_of: Callable[[S], F], svg_of: Callable[[F], str], figure_of: Callable[[F], Spec]
) -> Callable[[str, S], Picture | None]:
    return lambda key, source: drawn(key, facts_of(source), svg_of, figure_of)


_PAINTERS: Final[Mapping[str, Callable[[str, Roadmap], Picture | None]]] = {
    "staircase": _painter(staircase_facts, staircase_svg, staircase_figure),
    "practice-map": _painter(practice_map_facts, practice_map_svg, practice_map_figure),
    "timeline": _painter(timeline_facts, timeline_svg, timeline_figure),
    "error-budget": _painter(error_budget_facts, error_budget_svg, error_budget_figure),
    "break-even": _painter(break_even_facts, break_even_svg, break_even_figure),
}
#: the keys of all pictures, in the order of a briefing
KEYS: Final = tuple(_PAINTERS)

_EVIDENCE: Final[Mapping[str, Callable[[str, Summary], Picture | None]]] = {
    "green-weeks": _painter(green_facts, weeks_svg, weeks_figure),
    "deployed-weeks": _painter(deployed_facts, weeks_svg, weeks_figure),
    "recovery-times": _painter(recoveries_facts, recoveries_svg, recoveries_figure),
    "burn-down": _painter(burn_down_facts, burn_down_svg, burn_down_figure),
}
#: the keys of the pictures of what exports prove, in the order of a briefing
EVIDENCE_KEYS: Final = tuple(_EVIDENCE)
