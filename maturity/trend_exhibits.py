"""The trends as their notebook shows them: one call, one exhibit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version

from maturity.findings import Findings, findings_from_json
from maturity.fragments import Exhibit, fragment_of, templates
from maturity.model import Model
from maturity.model_file import BUILT_IN, built_in_model, parse_model
from maturity.narrative import country_name
from maturity.peers import FACET_NAMES, Cell, OutsideFigure, by_survey, group_name, outside_figures
from maturity.rates import FEWEST, Rate
from maturity.trend_charts import GroupFacts, draw_trend, group_facts, group_svg
from maturity.trends import Done
from maturity.trends.holding import State
from maturity.trends.over_time import Period, periods
from maturity.wording import count, listed, opened

EXAMPLE = BUILT_IN.with_name("example_counts.json")


def open_trends(counts: str = "", model: str = "") -> "TrendsReport":
    """The trends in findings given as JSON, under a model given as YAML or JSON.

    Empty counts are those of fictional customers; an empty model is the built-in one.

    Raises:
        InputError: the counts or the model are faulty.
    """
    judged_by = parse_model(model, place="model") if model.strip() else built_in_model()
    text = counts if counts.strip() else EXAMPLE.read_text(encoding="utf-8")
    return TrendsReport(model=judged_by, findings=findings_from_json(text))


@dataclass(frozen=True, kw_only=True)
class TrendsReport:
    """Everything that the trends notebook shows."""

    model: Model
    findings: Findings

    def cover(self) -> Exhibit:
        """How many customers and engagements, and from when to when."""
        held = self._periods()
        ends = list(dict.fromkeys((held[0].name, held[-1].name))) if held else ["none yet"]
        span = " to ".join(ends)
        facts = [
            ("Customers", f"{self.findings.trends.customers.total():,}"),
            ("Engagements", f"{self.findings.trends.engagements.total():,}"),
            ("Held", span),
        ]
        return _exhibit("cover", "What our engagements say together", facts=facts, fictional=self.findings.is_fictional)

    def bottom_line(self) -> Exhibit:
        """Where customers stand now, what is missing most, and whether advice was followed."""
        trends, target = self.findings.trends, self.model.default_target
        held = self._periods()
        customers = trends.customers.total()
        if customers < FEWEST:
            standing = f"{opened(count(customers, 'customer'))} so far: too few to say anything of them together."
            return _exhibit("bottom_line", standing, standing=standing, line="", more=[])
        there = Rate(count=sum(held[-1].stages[target:]), of=customers)
        standing = f"{there.said_of('customers')} now stand at stage {target} or above."
        line = self._first_want()
        followed = Rate(
            count=trends.advice.total(place=1, outcome=Done.DONE),
            of=sum(trends.advice.total(place=1, outcome=outcome) for outcome in (Done.DONE, Done.NOT_DONE)),
        )
        more = [f"What was advised first was done by the next engagement {followed.said_of('times')}."] * bool(
            followed.of
        )
        return _exhibit("bottom_line", f"{standing} {line}", standing=standing, line=line, more=more)

    def chart(self, key: str) -> Exhibit:
        """The picture of that key, or why there is none."""
        drawn = draw_trend(key, self.model, self.findings.trends)
        if isinstance(drawn, str):
            return _exhibit("too_few", drawn, sentence=drawn)
        return Exhibit(html=fragment_of("figure", picture=drawn), text=drawn.sentence, figure=drawn.figure)

    def groups(self) -> Exhibit:
        """Each published group of customers, beside everybody."""
        cells = self.findings.peers.cells
        if not cells:
            sentence = f"Fewer than {FEWEST} customers are too few to tell anything of a group."
            return _exhibit("too_few", sentence, sentence=sentence)
        shown = [(cell, self._group(cell)) for cell in cells]
        told = [
            (FACET_NAMES[cell.facet], f"{cell.at_least:,} customers or more", facts, group_svg(facts))
            for cell, facts in shown
        ]
        return _exhibit("groups", shown[0][1].sentence, groups=told)

    def outside(self) -> Exhibit:
        """What others published, with how many they asked."""
        surveys = list(_surveys(outside_figures()))
        return _exhibit("outside", count(len(surveys), "published survey"), surveys=surveys)

    def method(self) -> Exhibit:
        """How this was counted, and from what."""
        reference = self.findings.hash[:16]
        more = {"model": self.model, "reference": reference, "fewest": FEWEST, "version": version("maturity")}
        return _exhibit("method", reference, **more)

    def _periods(self) -> tuple[Period, ...]:
        trends = self.findings.trends
        return periods(trends.stages, trends.engagements, top=len(self.model.stages))

    def _first_want(self) -> str:
        """What is missing most often in the gates that hold customers, up to the default target."""
        holding = self.findings.trends.holding.where(state=State.MISSED).over("stage", "practice").counts
        below = {key: times for (stage, key), times in holding.items() if int(stage) <= self.model.default_target}
        if not below:
            return ""
        most = Rate(count=max(below.values()), of=self.findings.trends.customers.total())
        names = [f"“{self.model.practices[str(key)].name}”" for key, times in below.items() if times == most.count]
        each = "each " if len(names) > 1 else ""
        return (
            f"Most often in the way of the next stage: {listed(names)}, {each}missing at {most.said_of('customers')}."
        )

    def _group(self, cell: Cell) -> GroupFacts:
        name = group_name(cell.facet, cell.parts, country_name)
        return group_facts(self.model, cell, self.findings.peers.cells[0], name)


@dataclass(frozen=True, kw_only=True)
class _Survey:
    name: str
    year: int
    header: tuple[str, ...]
    rows: list[tuple[str, ...]]
    unit: str
    source: str
    licence: str


def _surveys(figures: Sequence[OutsideFigure]) -> Iterator[_Survey]:
    """The surveys that published several figures, newest first."""
    for told in by_survey(figures):
        if len({figure.figure for figure in told}) > 1:
            header, *rows = _told_together(told)
            one = told[0]
            yield _Survey(
                name=one.survey,
                year=one.year,
                header=header,
                rows=rows,
                unit=one.unit,
                source=one.source,
                licence=one.licence,
            )


def _told_together(told: Sequence[OutsideFigure]) -> list[tuple[str, ...]]:
    """A survey's figures as a table with its header first: the longer of groups and figures goes down."""
    names = list(dict.fromkeys(figure.figure for figure in told))
    groups = list(dict.fromkeys(figure.group for figure in told))
    asked = {figure.group: f"{figure.rate.of:,}" if figure.rate else "not given" for figure in told}
    cells = {(figure.group, figure.figure): f"{figure.percent:g} %" for figure in told}
    table = [("Of whom", "Asked (n)", *names)]
    table += [(group, asked[group], *(cells.get((group, name), "–") for name in names)) for group in groups]
    return table if len(groups) > len(names) else list(zip(*table, strict=True))


def _exhibit(fragment: str, text: str, **more: object) -> Exhibit:
    return Exhibit(html=_fragment(fragment, **more), text=text)


def _fragment(name: str, **context: object) -> str:
    html: str = templates("trends").get_template(f"{name}.html").render(context)
    return html
