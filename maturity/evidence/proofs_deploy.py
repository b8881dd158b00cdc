"""What deployments prove of stage 2: staging by itself, production through the pipeline, the way back, on demand."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from maturity.evidence.deployed import STAGING, is_staging, returns_in, weekly
from maturity.evidence.finding import Case, Finding, MissingError
from maturity.evidence.rows import Deployment, Run, StartedBy, Why
from maturity.evidence.verdicts import VERDICTS, by_commit, ended, is_green, when
from maturity.evidence.windows import HOUR, day_of, figure, length, marked, percent
from maturity.language import later, tr
from maturity.model import Answer

REACH: Final = 0.5  #: share of a window that deployments must reach over to tell how often there are any; ours
_UNSEEN: Final = later("What changed production without being listed here can't be seen.")


@dataclass(frozen=True, kw_only=True)
class _Build:
    """A green commit of the default branch."""

    commit: str
    project: str | None
    begun: float  #: s, when its first run was asked for
    green: float  #: s, when its last verdict was there


def automatic_staging_deployment(case: Case) -> Finding:
    """How many green builds of the default branch were on staging in time, or a later one was, by no person's hand."""
    staging = [d for d in case.history.deployments if is_staging(d.environment) and d.commit]
    missing = tr("Deployments to staging are missing (an environment named {names}).")
    case.need(staging, missing.format(names=", ".join(sorted(STAGING))))
    builds = list(_green_builds(case))
    case.need(builds, tr("Green builds of the default branch from {window} are missing.").format(window=case.window))
    hands = list(_hands(case, builds, staging))
    told = [hand for hand in hands if hand is not StartedBy.UNKNOWN]
    unnamed = tr("Deployments to staging of commits that the runs name, with what started them, are missing.")
    case.need(told, unnamed)
    good, hours = sum(hand is StartedBy.PIPELINE for hand in told), case.number("hours")
    sentence = tr(
        "From {window}, {part} of {whole} green builds of the default branch ({share}) were on staging within {time}, "
        "started by no person."
    ).format(window=case.window, part=good, whole=len(told), share=percent(good, len(told)), time=length(hours))
    return case.by_share(good, len(told), sentence, of=len(hands))


def one_click_production(case: Case) -> Finding:
    """How many production deployments a pipeline made; a person's counts where a run of its commit made it."""
    deployments = _production(case)
    runs = by_commit(case.history.runs_on(n for d in deployments if (n := case.history.commits.find(d.commit))))
    told = [d for d in deployments if d.started_by is not StartedBy.UNKNOWN or _made_by_run(case, d, runs)]
    case.need(told, tr("Who or what started the production deployments is missing."))
    good = sum(d.started_by is StartedBy.PIPELINE or _made_by_run(case, d, runs) for d in told)
    sentence = tr("From {window}, {part} of {whole} production deployments ({share}) went through the pipeline.")
    told_of = sentence.format(window=case.window, part=good, whole=len(told), share=percent(good, len(told)))
    return case.by_share(good, len(told), f"{told_of} {tr(_UNSEEN)}", of=len(deployments))


def one_click_rollback(case: Case) -> Finding:
    """Whether a return to an earlier version was made in the window, in production or on staging, and fast enough."""
    returns = [d for d in returns_in(case.history.deployments) if when(d) in case.window]
    case.need(
        returns,
        tr(
            "No return to an earlier version from {window} is in the deployments: a drill may be written down "
            "elsewhere."
        ).format(window=case.window),
    )
    minutes = [taken for d in returns if (taken := _minutes(d)) is not None]
    case.need(minutes, tr("The times at which the returns to an earlier version began and ended are missing."))
    most = case.number("minutes")
    in_time = sum(taken <= most for taken in minutes)
    answer = Answer.ALWAYS if in_time == len(minutes) else Answer.USUALLY if in_time else Answer.SOMETIMES
    sentence = tr(
        "From {window}, {part} of {whole} returns to an earlier version took {minutes} minutes or less; the longest "
        "took {time}."
    ).format(
        window=case.window,
        part=in_time,
        whole=len(minutes),
        minutes=figure(most),
        time=length(max(minutes) / 60),
    )
    return case.found(answer, sentence, count=len(minutes), of=len(returns), value=max(minutes), unit="minutes")


def deploy_on_demand(case: Case) -> Finding:
    """Whether some day had several production deployments, and half of the weeks one or more."""
    deployments = _production(case)
    reach = case.window.covered([when(d) for d in case.history.deployments])
    if reach < REACH:
        sentence = tr("The deployments reach over {days} days of {window}: too few to judge.")
        raise MissingError(sentence.format(days=f"{reach * case.window.days:.0f}", window=case.window))
    best = max(Counter(day_of(when(d)) for d in deployments).values())
    middle = median(weekly([when(d) for d in deployments], case.window))
    wanted = (best >= case.number("in-one-day"), middle >= case.number("per-week"))
    answer = Answer.ALWAYS if all(wanted) else Answer.SOMETIMES if any(wanted) else Answer.NEVER
    sentence = tr(
        "From {window}, {n} production deployments: at most {best} on one day, and {middle} in half of the weeks."
    ).format(window=case.window, n=len(deployments), best=best, middle=marked(f"{middle:g}"))
    return case.found(answer, sentence, count=len(deployments), value=middle, unit="production deployments a week")


def _production(case: Case) -> list[Deployment]:
    found = [d for d in case.history.production if when(d) in case.window]
    case.need(found, tr("Production deployments from {window} are missing.").format(window=case.window))
    return found


def _green_builds(case: Case) -> Iterator[_Build]:
    for commit, runs in by_commit(case.history.chosen(case.window, whys=[Why.PUSH], trunk=True)).items():
        if is_green(runs):
            green = max(ended(run) for run in runs if run.outcome in VERDICTS)
            yield _Build(commit=commit, project=runs[0].project, begun=min(map(when, runs)), green=green)


def _hands(case: Case, builds: Sequence[_Build], staging: Iterable[Deployment]) -> Iterator[StartedBy | None]:
    """What brought each build to staging in time; None where nothing did. Projects without staging are left out."""
    made = {build.commit: build for build in builds}
    lanes: dict[str | None, list[tuple[float, _Build, StartedBy]]] = defaultdict(list)
    for d in staging:
        if build := made.get(case.history.commits.find(d.commit) or ""):
            lanes[build.project].append((when(d), build, d.started_by))
    late = case.number("hours") * HOUR
    times = {project: [at for at, _, _ in lane] for project, lane in lanes.items()}
    for build in builds:
        if build.project in lanes:
            begin = bisect_left(times[build.project], build.begun)
            end = bisect_right(times[build.project], build.green + late)
            brought = {
                hand
                for at, shipped, hand in lanes[build.project][begin:end]
                if shipped == build or (shipped.green >= build.green and at >= build.green)
            }
            best = (StartedBy.PIPELINE, StartedBy.UNKNOWN, StartedBy.PERSON)
            yield next((hand for hand in best if hand in brought), None)


def _made_by_run(case: Case, deployment: Deployment, runs: dict[str, list[Run]]) -> bool:
    """Whether a run of the deployment's commit was at work when the deployment was made."""
    mine = runs.get(case.history.commits.find(deployment.commit) or "", ())
    at = when(deployment) if deployment.created is None else deployment.created
    return any(run.started is not None and run.started <= at <= ended(run) for run in mine)


def _minutes(deployment: Deployment) -> float | None:
    begun = deployment.started if deployment.created is None else deployment.created
    if begun is None or deployment.finished is None or deployment.finished < begun:
        return None
    return (deployment.finished - begun) / 60
