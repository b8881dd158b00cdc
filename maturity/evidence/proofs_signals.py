"""What telemetry proves of stages 3 and 4; some files can only show that a practice is not there."""

from dataclasses import dataclass
from math import inf
from typing import Final

import numpy as np

from maturity.evidence.budgets import series_of
from maturity.evidence.finding import Case, Finding, MissingError, how_often
from maturity.evidence.halves import complete
from maturity.evidence.objectives import objectives_in
from maturity.evidence.signals import AlertRule, Kind, Signal, Sli, Slo
from maturity.evidence.windows import DAY, HOUR, Window, figure, length, percent
from maturity.language import later, tr, tr_n
from maturity.model import Answer
from maturity.wording import figures

_JOURNEYS: Final = later("No export shows which journeys are the main ones, with a trace through each of them.")
_RATES: Final = later("No export shows rate, errors and duration of every service over 28 days.")
_SLACK: Final = 0.02  #: of a window; a series may begin a little late in it, or end a little early
_ROUNDING: Final = 1e-9  #: of a rate; what 1 / (1 - 0.999) loses in binary


def structured_logs(case: Case) -> Finding:
    """How many log lines are as they should be; `always` only where the lines also reach back far enough in a store."""
    logs = [s for s in _signals(case, Kind.LOGS) if s.count and s.good is not None]
    case.need(logs, tr("Samples of log lines are missing."))
    lines, good = sum(s.count or 0 for s in logs), sum(s.good or 0 for s in logs)
    sentence = tr_n(
        "{part} of {whole} log line ({share}) can be parsed, with time, level, service and request or trace id.",
        "{part} of {whole} log lines ({share}) can be parsed, with time, level, service and request or trace id.",
        lines,
    ).format(part=good, whole=lines, share=percent(good, lines))
    finding = case.by_share(good, lines, sentence)
    if finding.answer is Answer.ALWAYS and not _reaches_back(logs, case.number("kept-days")):
        rest = tr("But whether they are kept in one place for {time} is missing.")
        message = f"{sentence} {rest.format(time=length(case.number('kept-days') * DAY / HOUR))}"
        raise MissingError(message)
    return finding


def distributed_tracing(case: Case) -> Finding:
    """`never` where traces are only printed; that they follow the main journeys, no file shows."""
    traces = _signals(case, Kind.TRACES)
    case.need(traces, tr("The trace collector's configuration, or an export of traces, is missing."))
    return _only_disproved(case, traces, _JOURNEYS)


def structured_metrics(case: Case) -> Finding:
    """`never` where metrics are only printed; rate, errors and duration of every service, no file shows."""
    metrics = _signals(case, Kind.METRICS)
    case.need(metrics, tr("The metrics collector's configuration, or an export of a metrics query, is missing."))
    return _only_disproved(case, metrics, _RATES)


def slos_agreed_with_business(case: Case) -> Finding:
    """`sometimes` where no SLO leaves a budget over the window it should have; who agreed to it, no file shows."""
    slos = objectives_in(case.history.evidence.telemetry)
    case.need(slos, tr("An SLO file is missing."))
    sound = sum(_is_sound(case, slo) for slo in slos)
    least, most = figure(case.number("least-days")), figure(case.number("most-days"))
    sentence = tr_n(
        "Under 100 % over {least} to {most} days: {part} of {whole} SLO.",
        "Under 100 % over {least} to {most} days: {part} of {whole} SLOs.",
        len(slos),
    ).format(part=sound, whole=len(slos), least=least, most=most)
    if sound:
        rest = tr("But which are the top journeys, and who in the business signed, is missing.")
        message = f"{sentence} {rest}"
        raise MissingError(message)
    return case.found(Answer.SOMETIMES, sentence, count=len(slos), value=0, unit="SLOs")


def sli_measured_continuously(case: Case) -> Finding:
    """How unbroken the best SLI with a budget is, or the best of all; `always` only where an SLO gives it a budget."""
    telemetry, time = case.history.evidence.telemetry, length(case.window.days * DAY / HOUR)
    slis = complete(telemetry.slis)
    case.need(slis, tr("A query of the SLI over its whole window, of good and of all events, is missing."))
    slos = objectives_in(telemetry)
    own = [sli for slo in slos if 0 < (slo.objective or 0) < 1 and (sli := series_of(slo, slis, slos))]
    cut = [_cut(sli, case.window) for sli in own or slis]
    longest = max(series.span for series in cut)
    whole = [series for series in cut if series.span >= case.window.days * DAY * (1 - _SLACK)]
    short = tr("The SLI is needed over {time} ({window}); the longest series has {longest} of them.")
    case.need(whole, short.format(window=case.window, time=time, longest=length(longest / HOUR)))
    finest, most = min(series.step for series in whole), case.number("step")
    fine = [series for series in whole if series.step <= most * HOUR]
    coarse = tr("The SLI is needed every {most} or more often; the series has a point every {step}.")
    case.need(fine, coarse.format(most=length(most), step=length(finest / HOUR)))
    present, expected = max((series.points for series in fine), key=lambda points: (points[0] / points[1], points))
    sentence = tr("Over {time}, the SLI has {part} of {whole} points ({share}).").format(
        part=figures(f"{present:,}"), whole=figures(f"{expected:,}"), time=time, share=percent(present, expected)
    )
    answer = how_often(present / expected, always=case.number("share"), usually=case.number("usually"))
    if answer is Answer.ALWAYS and not own:
        rest = tr("But the SLO file that gives it a budget is missing.")
        message = f"{sentence} {rest}"
        raise MissingError(message)
    return case.found(answer, sentence, count=expected, value=present / expected, unit=case.unit("share"))


def burn_rate_alerts(case: Case) -> Finding:
    """How many long windows the alerts on burn rates look over, each beside a short one."""
    rules = case.history.evidence.telemetry.rules
    case.need(rules, tr("The alert rules are missing."))
    highest = _highest_rate(case) * (1 + _ROUNDING)
    burning = [rule for rule in rules if _burns(rule)]
    reached = [rule for rule in burning if 0 < (rule.burn_rate or 0.0) <= highest]
    long = {rule.long_window for rule in reached}
    wanted = int(case.number("windows"))
    answer = Answer.ALWAYS if len(long) >= wanted else Answer.SOMETIMES if long else Answer.NEVER
    windows = tr_n("{n} long window", "{n} long windows", len(long)).format(n=len(long))
    sentence = tr_n(
        "Alerts go by a burn rate in {part} of {whole} rule, over {windows}.",
        "Alerts go by a burn rate in {part} of {whole} rules, over {windows}.",
        len(rules),
    ).format(part=len(reached), whole=len(rules), windows=windows)
    if never := len(burning) - len(reached):
        idle = tr_n(
            "{n} more asks for a rate that no budget can burn at.",
            "{n} more ask for a rate that no budget can burn at.",
            never,
        )
        sentence = f"{sentence} {idle.format(n=never)}"
    return case.found(answer, sentence, count=len(rules), value=len(long), unit=case.unit("windows"))


def _signals(case: Case, kind: Kind) -> list[Signal]:
    return [signal for signal in case.history.evidence.telemetry.signals if signal.kind is kind]


def _only_disproved(case: Case, signals: list[Signal], missing: str) -> Finding:
    kept = [signal for signal in signals if signal.is_kept is not False]
    if kept:
        message = f"{kept[0].shows.rstrip('.')}. {tr(missing)}"
        raise MissingError(message)
    sentence = tr("{signals}: they are printed, and kept nowhere.").format(signals=signals[0].shows.rstrip("."))
    return case.found(Answer.NEVER, sentence, count=len(signals), value=0, unit="exporters that keep them")


def _reaches_back(logs: list[Signal], days: float) -> bool:
    kept = [log for log in logs if log.is_kept and log.first is not None and log.last is not None]
    return any((log.last or 0) - (log.first or 0) >= days * DAY for log in kept)


def _is_sound(case: Case, slo: Slo) -> bool:
    days = slo.window_days or 0
    return 0 < (slo.objective or 0) < 1 and case.number("least-days") <= days <= case.number("most-days")


def _burns(rule: AlertRule) -> bool:
    return None not in {rule.burn_rate, rule.long_window, rule.short_window}


def _highest_rate(case: Case) -> float:
    """The fastest that a budget can burn: with everything failing, under the strictest objective that is known."""
    objectives = [slo.objective for slo in case.history.evidence.telemetry.slos if 0 < (slo.objective or 0) < 1]
    return max((1 / (1 - objective) for objective in objectives if objective), default=case.number("highest-rate"))


@dataclass(frozen=True, kw_only=True)
class _Cut:
    """What a series tells of a window."""

    span: float  #: s from its first point to its last, and the step that each tells of
    step: float  #: s between two points, the median
    points: tuple[int, int]  #: those that tell good and all events, and those that there should be


def _cut(sli: Sli, window: Window) -> _Cut:
    inside = (sli.times >= window.begin) & (sli.times < window.end)
    times, told = sli.times[inside], (np.isfinite(sli.good) & np.isfinite(sli.total))[inside]
    if len(times) < 2:  # noqa: PLR2004  (one point has no step)
        return _Cut(span=0.0, step=inf, points=(0, 1))
    step = float(np.median(np.diff(times)))
    # a stretch of closer points does not make up for a gap elsewhere
    seconds = float(np.minimum(np.diff(times[told], prepend=times[0] - step), step).sum())
    expected = round(window.days * DAY / step)
    span = float(times[-1] - times[0]) + step
    return _Cut(span=span, step=step, points=(min(expected, round(seconds / step)), expected))
