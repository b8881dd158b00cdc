"""Files of objectives and alert rules: OpenSLO, Sloth, Pyrra and Prometheus, document by document."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from maturity.evidence.burn_alerts import known_set
from maturity.evidence.openslo import broken_rules, is_openslo, read_openslo
from maturity.evidence.pyrra import is_pyrra, read_pyrra
from maturity.evidence.rule_files import is_rules, read_rules
from maturity.evidence.signals import AlertRule, Kind, Signal, Slo
from maturity.evidence.sloth import is_sloth, read_sloth
from maturity.evidence.source import Source
from maturity.evidence.yaml_documents import Document, documents
from maturity.language import later, tr
from maturity.wording import figures

NAME: Final = later("objectives and alert rules (OpenSLO, Sloth, Pyrra, Prometheus)")

_MARK: Final = re.compile(
    r"""^[\s{,"'-]*(?:
        apiVersion["']?\s*:\s*["']?(?:openslo(?:\.com)?/|sloth\.slok\.dev/|pyrra\.dev/|monitoring\.coreos\.com/)
        |version["']?\s*:\s*["']?prometheus/v1
        |groups["']?\s*:\s*(?:\#.*)?(?:\[.*)?$
    )""",
    re.MULTILINE | re.VERBOSE,
)
_ON_ONE_LINE: Final = re.compile(
    r'[{,]\s*"apiVersion"\s*:\s*"(?:openslo(?:\.com)?|sloth\.slok\.dev|pyrra\.dev|monitoring\.coreos\.com)/'
)  #: JSON that a program wrote
_DIALECTS: Final = (
    (is_openslo, read_openslo),
    (is_sloth, read_sloth),
    (is_pyrra, read_pyrra),
    (is_rules, read_rules),
)


def recognises(beginning: str) -> bool:
    """Whether one of its documents is of a tool for objectives, or has rule groups."""
    return _MARK.search(beginning) is not None or _ON_ONE_LINE.search(beginning) is not None


def read(source: Source) -> Iterator[Slo | AlertRule | Signal]:
    """Its objectives and rules, then in words whose set of burn rates the alerts are.

    Alerts that a file only asks a tool for are no rules: they are told in words.
    """
    rules: dict[str, list[AlertRule]] = defaultdict(list)
    for number, document in documents(source):
        for row in _rows(document):
            if isinstance(row, AlertRule):
                rules[row.dialect].append(row)
            else:
                _check(source, row, number)
            if isinstance(row, Slo) or row.dialect in _RULES:
                yield row
        for problem in broken_rules(document) if is_openslo(document) else ():
            source.note(f"is no valid OpenSLO: {problem}", entry=number)
        if not any(is_mine(document) for is_mine, _ in _DIALECTS):
            source.note("is a document of another kind; left out", entry=number)
    for dialect, alerts in rules.items():
        yield _signal(dialect, alerts)


def _rows(document: Document) -> Iterator[Slo | AlertRule]:
    for is_mine, read_rows in _DIALECTS:
        if is_mine(document):
            yield from read_rows(document)
            return


def _check(source: Source, slo: Slo, number: int) -> None:
    """Note what keeps an objective from having a budget."""
    if slo.objective is None:
        scale = "0 to 1 in 'target'" if slo.dialect == "openslo" else "per cent above 1, such as 99.9"
        source.note(f"has an SLO without an objective that can be read; expected {scale}", entry=number)
    elif slo.objective in {0, 1}:
        source.note("has an SLO that leaves nothing, or everything, to spend", entry=number)
    if slo.window_days is None:
        source.note("has an SLO without a time window", entry=number)


def _signal(dialect: str, alerts: list[AlertRule]) -> Signal:
    burning = [alert for alert in alerts if alert.burn_rate is not None]
    rates = sorted({alert.burn_rate for alert in burning if alert.burn_rate is not None}, reverse=True)
    whose = known_set(burning) or (tr("a set of their own") if burning else tr("no burn rate"))
    listed = f" ({', '.join(figures(f'{rate:g}') for rate in rates[:_MOST_LISTED])})" if rates else ""
    writer = tr(_WRITERS.get(dialect, _NOBODY))
    return Signal(
        kind=Kind.ALERT_RULES,
        dialect=dialect,
        shows=tr("{writer} alert on {rates}").format(writer=writer, rates=whose + listed),
        count=len(alerts),
        good=sum(None not in {alert.long_window, alert.short_window} for alert in burning),
    )


_RULES: Final = frozenset({"sloth", "pyrra", "prometheus"})  #: dialects whose alerts are rules, not wishes for them
_MOST_LISTED: Final = 8
_WRITERS: Final = {
    "sloth": later("Rules that Sloth writes"),
    "pyrra": later("Rules that Pyrra writes"),
    "openslo": later("The OpenSLO file asks for alerts that"),
    "sloth-windows": later("The windows given to Sloth"),
}
_NOBODY: Final = later("Rules by hand, or by a tool that leaves no mark,")
