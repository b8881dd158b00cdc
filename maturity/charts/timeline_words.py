"""What the timeline says: the steps with their dates, the days to look again, and what the dates rest on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from maturity.charts.facts import Table
from maturity.charts.lettering import SEMIBOLD
from maturity.language import tr, tr_n
from maturity.roadmap import Roadmap
from maturity.wording import days, figures, named, opened, percent, short_day, spelled

URGENT: Final = 3  #: steps that are called first, second and third


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One step of the roadmap."""

    rank: int  #: counted from 1
    name: str
    stage: int
    starts: tuple[date, date]  #: earliest, latest
    ends: tuple[date, date]  #: earliest, latest

    @property
    def is_urgent(self) -> bool:
        """Whether it is first, second or third."""
        return self.rank <= URGENT

    @property
    def weight(self) -> int:
        """The weight of its letters."""
        return SEMIBOLD if self.is_urgent else 400


@dataclass(frozen=True, kw_only=True)
class Marker:
    """A day on which to look at something again."""

    day: date
    words: str


def pace_words(roadmap: Roadmap) -> str:
    """What the dates rest on: whose time, and how much of it."""
    pace, engineers = roadmap.pace, roadmap.assessment.engagement.engineers
    share = percent(pace.share)
    if engineers is not None and engineers > pace.engineers:
        said = tr("Estimate at {share} of the time of {some} of the {all} product engineers")
        return said.format(share=share, some=pace.engineers, all=figures(f"{engineers:,}"))
    known = tr_n(
        "Estimate at {share} of {number} product engineer's time",
        "Estimate at {share} of {number} product engineers' time",
        pace.engineers,
    )
    assumed = tr_n(
        "Estimate at {share} of {number} product engineer's time, since the head count is not known",
        "Estimate at {share} of {number} product engineers' time, since the head count is not known",
        pace.engineers,
    )
    return (assumed if pace.assumed else known).format(share=share, number=spelled(pace.engineers))


def dates_sentence(roadmap: Roadmap, bars: Sequence[Bar]) -> str:
    """How many steps there are, with which they start, and when the last is done."""
    customer = named(roadmap.assessment.engagement.customer)
    if not bars:
        return tr("{customer} has no steps to date.").format(customer=customer)
    early, late = map(short_day, bars[-1].ends)
    by_day = tr_n(
        "{pace}: {number} step for {customer}, “{first}”, done by {late}.",
        "{pace}: {number} steps for {customer}, starting with “{first}”, done by {late}.",
        len(bars),
    )
    between = tr_n(
        "{pace}: {number} step for {customer}, “{first}”, done between {early} and {late}.",
        "{pace}: {number} steps for {customer}, starting with “{first}”, done between {early} and {late}.",
        len(bars),
    )
    return (by_day if early == late else between).format(
        pace=opened(pace_words(roadmap)),
        number=spelled(len(bars)),
        customer=customer,
        first=bars[0].name,
        early=early,
        late=late,
    )


def dates_table(bars: Sequence[Bar], markers: Sequence[Marker]) -> Table:
    """Every step and every day to look again, with its dates."""
    steps = tuple((str(bar.rank), bar.name, str(bar.stage), days(*bar.starts), days(*bar.ends)) for bar in bars)
    header = (tr("Order"), tr("Step"), tr("Stage"), tr("Starts (estimate)"), tr("Done (estimate)"))
    looks = tuple(("–", marker.words, "–", short_day(marker.day), short_day(marker.day)) for marker in markers)
    return Table(header=header, rows=steps + looks)


def done_words(bar: Bar) -> str:
    """When a step could be done."""
    return tr("done {days}").format(days=days(*bar.ends))
