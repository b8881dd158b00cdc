"""Pictures of what happened week by week: columns side by side, or rows where it is narrow."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from maturity.charts.facts import Table
from maturity.charts.ink import Box, Drawing, picture
from maturity.charts.lettering import SEMIBOLD, width
from maturity.charts.palette import LIGHT
from maturity.charts.plane import SMALL
from maturity.charts.spec import Spec, axis, layout
from maturity.evidence.summary import DeployedWeek, GreenWeek, Summary
from maturity.language import tr, tr_n
from maturity.wording import beginning, day, rounded, short_day


@dataclass(frozen=True, kw_only=True)
class Week:
    """One column."""

    monday: date
    good: float  #: height of the full part
    bad: float  #: height of the hatched part, on top of it
    words: str  #: what stands over the column
    under: str  #: what stands under its day; may be empty

    @property
    def day(self) -> str:
        """Its Monday, without the year."""
        return short_day(self.monday).rsplit(" ", 1)[0]


@dataclass(frozen=True, kw_only=True)
class WeeksFacts:
    """What a picture of weeks shows."""

    title: str
    sentence: str
    table: Table
    weeks: tuple[Week, ...]  #: without a gap, oldest first
    good: str  #: what the full part is
    bad: str  #: what the hatched part is; empty where nobody can tell
    most: float  #: height of the highest column

    @property
    def is_empty(self) -> bool:
        """Whether no week is told of."""
        return not self.weeks


def green_facts(summary: Summary) -> WeeksFacts:
    """The share of the pushes to the default branch with a green run, by week."""
    passed, finished = (sum(getattr(week, name) for week in summary.green) for name in ("passed", "finished"))
    frame = tr_n(
        "{share} of {finished} push to the default branch had a green run, from {first} to {last}.",
        "{share} of {finished} pushes to the default branch had a green run, from {first} to {last}.",
        finished,
    )
    told = [week for week in summary.green if week.finished]
    low = min(told, key=lambda week: week.passed / week.finished, default=None)
    worst = tr("The worst week began on {day}: {passed} of {finished}.")
    sentences = [frame.format(share=_share(passed, finished), finished=finished, **_span(summary.green, summary))]
    if low and low.passed < low.finished:
        sentences.append(worst.format(day=day(low.monday), passed=low.passed, finished=low.finished))
    return WeeksFacts(
        title=tr("Green pushes, week by week"),
        sentence=" ".join(sentences) if told else "",
        table=Table(
            header=(tr("Week from"), tr("Green"), tr("Finished"), tr("Share")),
            rows=tuple(
                (short_day(w.monday), str(w.passed), str(w.finished), _share(w.passed, w.finished))
                for w in summary.green
            ),
        ),
        weeks=tuple(map(_green, summary.green)),
        good=tr("had a green run"),
        bad=tr("had none"),
        most=1,
    )


def deployed_facts(summary: Summary) -> WeeksFacts:
    """The production deployments by week, and those of them that led to an incident."""
    weeks = summary.deployed
    made, is_told = sum(week.made for week in weeks), any(week.failed is not None for week in weeks)
    frame = tr_n(
        "{made} deployment to production from {first} to {last}.",
        "{made} deployments to production from {first} to {last}.",
        made,
    )
    failed = sum(week.failed or 0 for week in weeks)
    after = tr_n("{n} of them led to an incident.", "{n} of them led to an incident.", failed).format(n=failed)
    untold = tr("Which of them led to an incident, no export tells.")
    said = frame.format(made=made, **_span(weeks, summary))
    return WeeksFacts(
        title=tr("Deployments to production, week by week"),
        sentence=f"{said} {after if is_told else untold}" if weeks else "",
        table=Table(
            header=(tr("Week from"), tr("Deployments"), tr("Led to an incident")),
            rows=tuple(
                (short_day(w.monday), str(w.made), tr("not told") if w.failed is None else str(w.failed)) for w in weeks
            ),
        ),
        weeks=tuple(map(_deployed, weeks)),
        good=tr("went well") if is_told else tr("deployed"),
        bad=tr("led to an incident") if is_told else "",
        most=max([1, *(week.made for week in weeks)]),
    )


def weeks_svg(facts: WeeksFacts) -> str:
    """The weeks as static SVG: columns where it is wide, rows where it is narrow."""
    return picture(_draw_columns(facts), _draw_rows(facts))


def weeks_figure(facts: WeeksFacts) -> Spec:
    """The weeks as a plotly figure, as plain data."""
    days = [week.day for week in facts.weeks]
    good: Spec = {
        "type": "bar",
        "name": facts.good,
        "x": days,
        "y": [round(week.good, 4) for week in facts.weeks],
        "marker": {"color": LIGHT.accent},
        "hovertext": [week.words for week in facts.weeks],
        "hoverinfo": "text+x",
    }
    bad: Spec = {
        "type": "bar",
        "name": facts.bad,
        "x": days,
        "y": [round(week.bad, 4) for week in facts.weeks],
        "marker": {
            "color": LIGHT.paper,
            "pattern": {"shape": "/", "fgcolor": LIGHT.warm},
            "line": {"color": LIGHT.warm, "width": 1.5},
        },
        "hoverinfo": "x+name",
    }
    shape = layout(
        facts.sentence,
        barmode="stack",
        showlegend=True,
        legend={"orientation": "h", "y": -0.15},
        xaxis=axis(type="category", showgrid=False),
        yaxis=axis(range=[0, facts.most * 1.08], tickformat=".0%" if facts.most == 1 else "d"),
    )
    return {"data": [good, *([bad] if facts.bad else [])], "layout": shape}


def _green(week: GreenWeek) -> Week:
    share = week.passed / week.finished if week.finished else 0.0
    return Week(
        monday=week.monday,
        good=share,
        bad=1 - share if week.finished else 0.0,
        words=_share(week.passed, week.finished),
        under=tr("of {n}").format(n=week.finished),
    )


def _deployed(week: DeployedWeek) -> Week:
    failed = week.failed or 0
    return Week(
        monday=week.monday,
        good=week.made - failed,
        bad=failed,
        words=str(week.made),
        under=tr_n("{n} failed", "{n} failed", failed).format(n=failed) if failed else "",
    )


def _share(part: int, whole: int) -> str:
    """So many of so many, never rounded up; a dash for none."""
    return tr("{number} %").format(number=rounded(100 * part // whole)) if whole else "–"


def _span(weeks: tuple[GreenWeek, ...] | tuple[DeployedWeek, ...], summary: Summary) -> dict[str, str]:
    first = weeks[0].monday if weeks else summary.as_of
    last = min(summary.as_of, date.fromordinal(weeks[-1].monday.toordinal() + 6)) if weeks else summary.as_of
    return {"first": beginning(first, last), "last": day(last)}


_HEIGHT: Final = 210.0
_TOP: Final = 62.0
_ROW: Final = 30.0
_NAME: Final = 18.0  #: size of the picture's title


def _draw_columns(facts: WeeksFacts) -> str:
    drawing = Drawing(width=960.0)
    drawing.text(0, 18, facts.title, size=_NAME, weight=SEMIBOLD)
    pitch = min(110.0, drawing.width / max(1, len(facts.weeks)))
    floor = _TOP + _HEIGHT
    for place, week in enumerate(facts.weeks):
        left, middle = pitch * place + 6, pitch * (place + 0.5)
        good, bad = (_HEIGHT * part / facts.most for part in (week.good, week.bad))
        _draw_parts(
            drawing,
            Box(x=left, y=floor - good, width=pitch - 12, height=good),
            Box(x=left, y=floor - good - bad, width=pitch - 12, height=bad),
        )
        drawing.text(middle, floor - good - bad - 8, week.words, size=16, weight=SEMIBOLD, anchor="middle")
        drawing.text(middle, floor + 20, week.day, size=SMALL, anchor="middle")
        small = SMALL * min(1, (pitch - 6) / max(1, width(week.under, SMALL)))
        drawing.text(middle, floor + 39, week.under, size=small, fill="muted", anchor="middle")
    drawing.line(0, floor, pitch * len(facts.weeks), floor, stroke="ink", weight=1.5)
    return drawing.svg(_draw_key(drawing, facts, floor + 58), label=facts.sentence, form="wide")


def _draw_rows(facts: WeeksFacts) -> str:
    drawing, left = Drawing(width=360.0), 66.0
    y = top = drawing.paragraph(0, 0, facts.title, within=360, size=_NAME, weight=SEMIBOLD) + 6
    beside = max(width(week.words, 15, SEMIBOLD) + 6 + width(week.under, SMALL) for week in facts.weeks)
    room = drawing.width - left - beside - 8
    for week in facts.weeks:
        good, bad = (room * part / facts.most for part in (week.good, week.bad))
        edge = y + 5
        _draw_parts(
            drawing,
            Box(x=left, y=edge, width=good, height=_ROW - 10),
            Box(x=left + good, y=edge, width=bad, height=_ROW - 10),
        )
        drawing.text(left - 8, y + 20, week.day, size=SMALL, anchor="end")
        end = left + good + bad + 6
        drawing.text(end, y + 20, week.words, size=15, weight=SEMIBOLD)
        drawing.text(end + width(week.words, 15, SEMIBOLD) + 6, y + 20, week.under, size=SMALL, fill="muted")
        y += _ROW
    drawing.line(left, top, left, y, stroke="ink", weight=1.5)
    return drawing.svg(_draw_key(drawing, facts, y + 12), label=facts.sentence, form="narrow")


def _draw_parts(drawing: Drawing, good: Box, bad: Box) -> None:
    """Draw a full part and a hatched one; what has no size is left out."""
    if min(good.width, good.height) > 0:
        drawing.box(good, fill="accent", stroke="accent", weight=1.5)
    if min(bad.width, bad.height) > 0:
        drawing.box(bad, fill="warm-soft", stroke="warm", weight=1.5)
        drawing.hatch(bad, gap=9, stroke="warm", weight=1.2)


def _draw_key(drawing: Drawing, facts: WeeksFacts, top: float) -> float:
    """Draw what the parts mean; the bottom."""
    x = 0.0
    nothing = Box(x=0, y=top, width=0, height=0)
    for place, words in enumerate(filter(None, (facts.good, facts.bad))):
        sample = Box(x=x + 1, y=top, width=26, height=18)
        _draw_parts(drawing, *((sample, nothing) if place == 0 else (nothing, sample)))
        drawing.text(x + 36, top + 14, words, size=SMALL)
        x += 36 + width(words, SMALL) + 26
    return top + 24
