"""The error budget of each objective: what is left of it, how fast it goes, its alerts, and what to do."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final

from msgspec.structs import replace

from maturity.evidence.burn import NotComputableError, burn_down, burn_rates, spending
from maturity.evidence.burn_alerts import SETS, Parameters, known_set, parameters, pyrra_parameters
from maturity.evidence.freeze import freeze_policy
from maturity.evidence.halves import complete
from maturity.evidence.objectives import objectives_in
from maturity.evidence.signals import AlertRule, Sli, Slo, Telemetry
from maturity.evidence.summary import Alert, Budget, Left, Rate
from maturity.evidence.windows import DAY, day_of, window_to
from maturity.language import later, tr

MOST_BUDGETS: Final = 12  #: objectives that are told; a briefing shows no more
_HOUR: Final = timedelta(hours=1)
_PYRRA: Final = "pyrra"
_NO_SERIES: Final = later("A metrics query of its good and of all events over its window is missing.")


def budgets_in(telemetry: Telemetry, *, as_of: date) -> tuple[Budget, ...]:
    """A budget for each objective, by name; one without a series says what is missing. Nothing after the day counts."""
    end = window_to(as_of, days=1).end
    slis = [_until(sli, end) for sli in complete(telemetry.slis)]
    # an export that was made during the day ends with its last point, and one of an earlier day with the day
    last = max((float(sli.times[-1]) for sli in slis if len(sli.times)), default=end)
    until = last if end - last <= DAY else end
    slos = sorted(objectives_in(telemetry), key=lambda slo: (slo.name, slo.dialect))[:MOST_BUDGETS]
    return tuple(_budget(slo, series_of(slo, slis, slos), telemetry.rules, until) for slo in slos)


def _budget(slo: Slo, sli: Sli | None, rules: Sequence[AlertRule], until: float) -> Budget:
    budget = Budget(
        name=slo.name,
        objective=slo.objective,
        window_days=slo.window_days,
        alerts=tuple(map(_alert, _alerts(slo))),
        rules=len(rules),
        written_by=tuple(sorted({rule.dialect for rule in rules})),
        known_set=known_set(rules) or "",
    )
    if sli is None:
        return replace(budget, missing=tr(_NO_SERIES))
    try:
        gone, rates = spending(sli, slo, until=until), burn_rates(sli, slo, until=until)
        points = burn_down(sli, slo, until=until)
    except NotComputableError as missing:
        return replace(budget, missing=f"{missing}")
    return replace(
        budget,
        ends=day_of(gone.ends - 1),
        covered=gone.covered,
        spent=gone.spent,
        left=gone.left,
        rates=tuple(Rate(hours=burning.over / _HOUR, rate=burning.rate) for burning in rates),
        burn_down=tuple(Left(day=round((point.at - gone.begins) / DAY, 4), left=point.left) for point in points),
        policy=" ".join([freeze_policy(gone), *_simplified(slo)]),
    )


def _simplified(slo: Slo) -> Iterable[str]:
    """What the objective asks for and the figures do not do."""
    if slo.has_calendar:
        yield tr("Computed over a rolling window; the SLO's own is a calendar's.")
    if slo.has_slices:
        yield tr("Computed by events; the SLO counts slices of time.")


def series_of(slo: Slo, slis: Sequence[Sli], slos: Sequence[Slo]) -> Sli | None:
    """The one series that names the objective, or its service where that has one only; or the only one there is."""
    for names in ({slo.name, f"{slo.service}-{slo.name}", f"{slo.service} {slo.name}"}, {slo.service}):
        named = [sli for sli in slis if names & {sli.name, *(value for _, value in sli.labels)}]
        shared = names == {slo.service} and sum(one.service == slo.service for one in slos) > 1
        if len(named) == 1 and not shared:
            return named[0]
    return slis[0] if len(slis) == len(slos) == 1 else None


def _until(sli: Sli, end: float) -> Sli:
    kept = sli.times <= end  # a point tells of the time up to it
    return Sli(name=sli.name, labels=sli.labels, times=sli.times[kept], good=sli.good[kept], total=sli.total[kept])


def _alerts(slo: Slo) -> Iterable[Parameters]:
    if slo.window_days is None:
        return ()
    if slo.dialect == _PYRRA:
        return pyrra_parameters(timedelta(days=slo.window_days))
    return parameters(int(slo.window_days)) if slo.window_days in SETS else ()


def _alert(alert: Parameters) -> Alert:
    return Alert(
        name=alert.name,
        pages=alert.pages,
        budget_share=alert.budget_share,
        long_hours=alert.long_window / _HOUR,
        short_hours=alert.short_window / _HOUR,
        rate=alert.burn_rate,
    )
