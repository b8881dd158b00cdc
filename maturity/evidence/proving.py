"""What evidence proves of each practice, as graded responses that may contradict what was said."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np
from msgspec.structs import replace

from maturity.engagement import NO_RESPONSE, Engagement, Response
from maturity.evidence import proofs_build as build
from maturity.evidence import proofs_deploy as deploy
from maturity.evidence import proofs_signals as signals
from maturity.evidence.finding import Case, Finding, MissingError
from maturity.evidence.tables import Evidence
from maturity.evidence.verdicts import History, when
from maturity.evidence.windows import Window, day_of, window_to
from maturity.language import tr
from maturity.model import Answer, Grade, Model, Practice

if TYPE_CHECKING:
    from maturity.evidence.summary import Found

USUAL_DAYS: Final = 90  #: where neither the practice nor the user names a window
FRESH_DAYS: Final = 30  #: before a briefing; exports that end earlier don't tell its last day; our estimate

PROOFS: Final[Mapping[str, Callable[[Case], Finding]]] = MappingProxyType(
    {
        "every-commit-builds": build.every_commit_builds,
        "every-build-runs-tests": build.every_build_runs_tests,
        "failed-build-blocks-deployment": build.failed_build_blocks_deployment,
        "trunk-stays-green": build.trunk_stays_green,
        "feedback-within-ten-minutes": build.feedback_within_ten_minutes,
        "automatic-staging-deployment": deploy.automatic_staging_deployment,
        "one-click-production": deploy.one_click_production,
        "one-click-rollback": deploy.one_click_rollback,
        "deploy-on-demand": deploy.deploy_on_demand,
        "structured-logs": signals.structured_logs,
        "distributed-tracing": signals.distributed_tracing,
        "structured-metrics": signals.structured_metrics,
        "slos-agreed-with-business": signals.slos_agreed_with_business,
        "sli-measured-continuously": signals.sli_measured_continuously,
        "burn-rate-alerts": signals.burn_rate_alerts,
    }
)


def prove(model: Model, evidence: Evidence, *, as_of: date, days: float | None = None) -> tuple[Finding, ...]:
    """A finding for each practice that is asked, in model order; one that can't be computed says what is missing.

    `as_of` is the last day that is looked at, in UTC; `days` is the length of every window, where each
    practice's own is not wanted. The order of the evidence's rows never matters.
    """
    end = window_to(as_of, days=1).end
    history = History(evidence=evidence, end=end)
    return tuple(_finding(practice, history, as_of, days) for practice in model.asked)


def apply_findings(engagement: Engagement, findings: "Iterable[Finding | Found]") -> Engagement:
    """The engagement with what was measured in place of what was shown or said, which stays beside it as claimed.

    A practice that can't be computed stays as it was; applying the same findings again changes nothing.
    """
    measured = {finding.practice: finding for finding in findings if finding.is_computable}
    if not measured:
        return engagement
    held = {key: _response(engagement.responses.get(key, NO_RESPONSE), found) for key, found in measured.items()}
    return replace(engagement, responses={**engagement.responses, **held})


def first_day(evidence: Evidence) -> date | None:
    """The first day that the evidence tells of, in UTC; None where it tells of none."""
    first = min(_times(evidence), default=None)
    return None if first is None else day_of(first)


def last_day(evidence: Evidence) -> date | None:
    """The last day that the evidence tells of, in UTC; None where it tells of none."""
    last = max(_times(evidence), default=None)
    return None if last is None else day_of(last)


def judged_until(evidence: Evidence, held_on: date) -> date:
    """The last day to look at for a briefing on that day: the evidence's own, unless that is later or long before.

    What is long before tells of another time: windows end on the day of the briefing then, and hold a part at most.
    """
    last = min(last_day(evidence) or held_on, held_on)
    return held_on if (held_on - last).days > FRESH_DAYS else last


def _times(evidence: Evidence) -> Iterator[float]:
    """The first and the last time of every row, or of every column of them, in s."""
    yield from (when(deployment) for deployment in evidence.deployments if deployment.at is not None)
    yield from (incident.opened for incident in evidence.incidents if incident.opened is not None)
    for sli in evidence.telemetry.slis:
        yield from sli.times[:1].tolist() + sli.times[-1:].tolist()
    for column in ("created", "started", "finished"):
        told = evidence.runs.rows[column]
        told = told[np.isfinite(told)]
        if len(told):
            yield from (float(told.min()), float(told.max()))


def _finding(practice: Practice, history: History, as_of: date, days: float | None) -> Finding:
    own = practice.thresholds.get("days")
    window = window_to(as_of, days=days or (own.value if own else USUAL_DAYS))
    proof = PROOFS.get(practice.key)
    try:
        if proof is None:
            sentence = tr("No export that is read here shows it; what would: {evidence}.")
            return _unknown(practice, sentence.format(evidence=tr(practice.evidence)), None)
        return proof(Case(practice=practice, history=history, window=window))
    except MissingError as missing:
        return _unknown(practice, str(missing), window)


def _unknown(practice: Practice, sentence: str, window: Window | None) -> Finding:
    return Finding(practice=practice.key, answer=Answer.UNKNOWN, sentence=sentence, window=window)


def _response(known: Response, finding: "Finding | Found") -> Response:
    """What was measured, with what had been said or seen before."""
    is_said = known is not NO_RESPONSE and known.claimed is None and known.grade is not Grade.MEASURED
    seen = known.evidence if known.grade is not Grade.MEASURED else ""
    return Response(
        answer=finding.answer,
        grade=Grade.MEASURED,
        evidence=f"{finding.sentence} {seen}".strip(),
        note=known.note,
        claimed=known.answer if is_said else known.claimed,
    )
