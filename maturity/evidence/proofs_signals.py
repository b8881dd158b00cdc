"""What telemetry proves of stages 3 and 4; some files can only show that a practice is not there."""

from typing import Final

import numpy as np

from maturity.evidence.finding import Case, Finding, MissingError, how_often
from maturity.evidence.halves import complete
from maturity.evidence.signals import AlertRule, Kind, Signal, Sli, Slo
from maturity.evidence.windows import DAY, figure, percent
from maturity.language import later, tr
from maturity.model import Answer

_JOURNEYS: Final = later(
    "What no export shows is missing: which are the main journeys, and a trace through each of them."
)
_RATES: Final = later("What no export shows is missing: rate, errors and duration of every service over 28 days.")
_SLACK: Final = 0.02  #: of a window; a series over 28 days ends a point short of them


def structured_logs(case: Case) -> Finding:
    """How many log lines are as they should be; `always` only where the lines also reach back far enough in a store."""
    logs = [s for s in _signals(case, Kind.LOGS) if s.count and s.good is not None]
    case.need(logs, tr("Samples of log lines are missing."))
    lines, good = sum(s.count or 0 for s in logs), sum(s.good or 0 for s in logs)
    sentence = tr(
        "{part} of {whole} log lines ({share}) parse, with time, level, service and request or trace id."
    ).format(part=good, whole=lines, share=percent(good, lines))
    finding = case.by_share(good, lines, sentence)
    if finding.answer is Answer.ALWAYS and not _reaches_back(logs, case.number("kept-days")):
        rest = tr("But whether they are kept in one place for {days} days is missing.")
        message = f"{sentence} {rest.format(days=figure(case.number('kept-days')))}"
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
    slos = case.history.evidence.telemetry.slos
    case.need(slos, tr("An SLO file is missing."))
    sound = sum(_is_sound(case, slo) for slo in slos)
    least, most = figure(case.number("least-days")), figure(case.number("most-days"))
    sentence = tr("{part} of {whole} SLOs are under 100 % over {least} to {most} days.").format(
        part=sound, whole=len(slos), least=least, most=most
    )
    if sound:
        rest = tr("But which are the top journeys, and who in the business signed, is missing.")
        message = f"{sentence} {rest}"
        raise MissingError(message)
    return case.found(Answer.SOMETIMES, sentence, count=len(slos), value=0, unit="SLOs")


def sli_measured_continuously(case: Case) -> Finding:
    """How unbroken the best SLI is that reaches over the whole window; `always` only where an SLO gives it a budget."""
    telemetry, days = case.history.evidence.telemetry, case.window.days
    slis = complete(telemetry.slis)
    case.need(slis, tr("A query of the SLI over its whole window, of good and of all events, is missing."))
    whole = [_points(sli) for sli in slis if _span(sli) >= days * DAY * (1 - _SLACK)]
    longest = max(map(_span, slis)) / DAY
    short = tr("{days} days of the SLI are needed; the longest series has {longest}.")
    case.need(whole, short.format(days=figure(days), longest=figure(longest)))
    present, expected = max(whole, key=lambda points: (points[0] / points[1], points))
    share = present / expected
    sentence = tr("{part} of {whole} points of the SLI over {days} days ({share}) are there.").format(
        part=present, whole=expected, days=figure(days), share=percent(present, expected)
    )
    answer = how_often(share, always=case.number("share"), usually=case.number("usually"))
    if answer is Answer.ALWAYS and not any(slo.objective for slo in telemetry.slos):
        rest = tr("But the SLO file that gives it a budget is missing.")
        message = f"{sentence} {rest}"
        raise MissingError(message)
    return case.found(answer, sentence, count=expected, value=share, unit=case.unit("share"))


def burn_rate_alerts(case: Case) -> Finding:
    """How many long windows the alerts on burn rates look over, each beside a short one."""
    rules = case.history.evidence.telemetry.rules
    case.need(rules, tr("The alert rules are missing."))
    long = {rule.long_window for rule in rules if _burns(rule)}
    wanted = int(case.number("windows"))
    answer = Answer.ALWAYS if len(long) >= wanted else Answer.SOMETIMES if long else Answer.NEVER
    burning = sum(map(_burns, rules))
    sentence = tr("{part} of {whole} alert rules go by a burn rate, over {n} long windows.").format(
        part=burning, whole=len(rules), n=len(long)
    )
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


def _span(sli: Sli) -> float:
    return float(sli.times[-1] - sli.times[0]) if len(sli.times) else 0.0


def _points(sli: Sli) -> tuple[int, int]:
    """The points in time that are there, and those that there should be at the series' own pace."""
    present = int(np.count_nonzero(np.isfinite(sli.good) & np.isfinite(sli.total)))
    pace = float(np.median(np.diff(sli.times)))
    return present, max(present, round(_span(sli) / pace) + 1)
