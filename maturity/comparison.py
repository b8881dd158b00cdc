"""How a customer compares with published peers, in words and a table: never a rank, never a bare percentage."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from maturity.assessment import Assessment
from maturity.charts.facts import Table
from maturity.language import later, tr, tr_in
from maturity.narrative import country_name
from maturity.peers import Cell, OutsideFigure, PeerTable, Share, by_survey, group_name, nearest, outside_figures
from maturity.roadmap import Roadmap
from maturity.wording import figures, listed, named, opened, sentence_case

MOST_LACKED: Final = 3  #: practices named in the sentence; the table has all of them
HALF: Final = 5  #: tenths from which on a practice is common in a group
#: the groups of the published surveys that our customers are most like
MID_MARKET: Final = ("World, 20 to 999 employees", "World, 10 to 999 employees", "World, 11 to 999 employees")
IN_AFRICA: Final = ("Africa, 20 to 999 employees",)
_GROUPS: Final = {
    "": later("at least {n} customers"),
    "industry": later("at least {n} customers of your industry ({name})"),
    "size": later("at least {n} customers of your size ({name})"),
    "country": later("at least {n} customers of your country ({name})"),
}
AFRICA: Final = frozenset(
    (
        *("AO", "BF", "BI", "BJ", "BW", "CD", "CF", "CG", "CI", "CM", "CV", "DJ", "DZ", "EG"),
        *("EH", "ER", "ET", "GA", "GH", "GM", "GN", "GQ", "GW", "KE", "KM", "LR", "LS", "LY"),
        *("MA", "MG", "ML", "MR", "MU", "MW", "MZ", "NA", "NE", "NG", "RW", "SC", "SD", "SL"),
        *("SN", "SO", "SS", "ST", "SZ", "TD", "TG", "TN", "TZ", "UG", "ZA", "ZM", "ZW"),
    )
)


@dataclass(frozen=True, kw_only=True)
class Survey:
    """What one published survey says of companies like the customer."""

    name: str  #: with its year
    unit: str
    source: str
    licence: str
    table: Table


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """A customer beside the published group that they belong to."""

    standing: str
    lacked: str
    group: str  #: whom they are compared with
    table: Table
    surveys: tuple[Survey, ...]
    fictional: bool  #: some of the group are made up


def compare(roadmap: Roadmap, peers: PeerTable) -> Comparison | None:
    """The customer beside the nearest published group; None where no group is large enough to be told of."""
    assessment = roadmap.assessment
    cell = nearest(peers, assessment.engagement)
    if cell is None:
        return None
    group = _group(cell)
    target = assessment.model.default_target
    share = Share(tenths=cell.reached[target - 1], at_least=cell.at_least).words
    return Comparison(
        standing=tr("Of {group}, {share} stand at stage {stage} or above; {you}.").format(
            group=group, share=share, stage=target, you=_you_stand(assessment)
        ),
        lacked=_lacked(roadmap, cell),
        group=opened(group),
        table=_table(roadmap, cell, peers.cells[0]),
        surveys=tuple(_surveys(outside_figures(), _groups_like(assessment.engagement.country))),
        fictional=peers.fictional,
    )


def _group(cell: Cell) -> str:
    name = named(group_name(cell.facet, cell.parts, country_name))
    return tr(_GROUPS[cell.facet]).format(n=_heads(cell), name=name)


def _heads(cell: Cell) -> str:
    return figures(f"{cell.at_least:,}")


def _you_stand(assessment: Assessment) -> str:
    floor, is_open = assessment.floor, assessment.ceiling > assessment.floor
    if floor:
        said = tr("you stand at least at stage {stage}") if is_open else tr("you stand at stage {stage}")
        return said.format(stage=floor)
    if is_open:
        return tr("of you it is not proven yet that you have passed the gate of stage 1")
    return tr("you have not passed the gate of stage 1 yet")


def _lacked(roadmap: Roadmap, cell: Cell) -> str:
    """What half of the group or more has in place and the customer lacks, most common first; nothing above target."""
    stage = roadmap.target.stage
    gaps = [step.practice for step in roadmap.steps if step.practice.key in cell.in_place]
    if not gaps:
        return ""
    common = sorted(
        (practice for practice in gaps if cell.in_place[practice.key] >= HALF),
        key=lambda practice: -cell.in_place[practice.key],
    )
    if not common:
        return tr("Nothing that you lack up to stage {stage} is in place at half of them.").format(stage=stage)
    told = [
        f"{sentence_case(practice.name)} ({_share(cell, cell.in_place[practice.key])})"
        for practice in common[:MOST_LACKED]
    ]
    most = tr("What you lack up to stage {stage}, and they have most often: {practices}.")
    return most.format(stage=stage, practices=listed(told))


def _table(roadmap: Roadmap, cell: Cell, everybody: Cell) -> Table:
    """Every stage, and every asked practice up to the target: the group, all customers, and the customer."""
    assessment, model = roadmap.assessment, roadmap.assessment.model
    rows = [
        (
            tr("Stage {stage} or above").format(stage=stage.number),
            _share(cell, cell.reached[stage.number - 1]),
            _share(everybody, everybody.reached[stage.number - 1]),
            _reached(assessment, stage.number),
        )
        for stage in model.stages
    ]
    rows += [
        (
            practice.name,
            _share(cell, cell.in_place[practice.key]),
            _share(everybody, everybody.in_place[practice.key]),
            model.words.answers[assessment.answers[practice.key]],
        )
        for practice in model.asked
        if model.stage_of[practice.key].number <= roadmap.target.stage
    ]
    of_all = tr("Of all {n} customers or more").format(n=_heads(everybody))
    header = (tr("What"), tr("Of\N{NO-BREAK SPACE}this\N{NO-BREAK SPACE}group"), of_all, tr("You"))
    if cell is everybody:
        return Table(header=(header[0], header[1], header[3]), rows=tuple((what, of, you) for what, of, _, you in rows))
    return Table(header=header, rows=tuple(rows))


def _reached(assessment: Assessment, stage: int) -> str:
    if stage <= assessment.floor:
        return tr("Yes")
    return tr_in("a stage", "Not proven") if stage <= assessment.ceiling else tr("Not yet")


def _share(cell: Cell, tenths: int) -> str:
    return Share(tenths=tenths, at_least=cell.at_least).words


def _groups_like(country: str | None) -> tuple[str, ...]:
    return (*IN_AFRICA, *MID_MARKET) if country in AFRICA else MID_MARKET


def _surveys(figures: Sequence[OutsideFigure], groups: Sequence[str]) -> Iterator[Survey]:
    """The counted figures of these groups, survey by survey, newest first; one without its n is not told."""
    fit = [figure for figure in figures if figure.rate is not None and figure.group in groups]
    for told in by_survey(fit):
        found = {(figure.figure, figure.group): figure.rate.words for figure in told if figure.rate is not None}
        names, columns = dict.fromkeys(name for name, _ in found), [group for group in groups if _has(found, group)]
        yield Survey(
            name=f"{told[0].survey} {told[0].year}",
            unit=tr(told[0].unit),
            source=told[0].source,
            licence=told[0].licence,
            table=Table(
                header=(tr("What"), *map(tr, columns)),
                rows=tuple((tr(name), *(found.get((name, group), "–") for group in columns)) for name in names),
            ),
        )


def _has(found: dict[tuple[str, str], str], group: str) -> bool:
    return any(one == group for _, one in found)
