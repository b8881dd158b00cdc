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
from maturity.evidence.windows import HOUR, day_of, length, percent
from maturity.model import Answer

REACH: Final = 0.5  #: share of a window that deployments must reach over to tell how often there are any; ours
_UNSEEN: Final = "What changed production without being listed here can't be seen."


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
    case.need(staging, f"Deployments to staging are missing (an environment named {', '.join(sorted(STAGING))}).")
    builds = list(_green_builds(case))
    case.need(builds, f"Green builds of the default branch from {case.window} are missing.")
    hands = list(_hands(case, builds, staging))
    told = [hand for hand in hands if hand is not StartedBy.UNKNOWN]
    case.need(told, "Deployments to staging of commits that the runs name, with what started them, are missing.")
    good, hours = sum(hand is StartedBy.PIPELINE for hand in told), case.number("hours")
    sentence = (
        f"From {case.window}, {good} of {len(told)} green builds of the default branch ({percent(good, len(told))}) "
        f"were on staging within {length(hours)}, started by no person."
    )
    return case.by_share(good, len(told), sentence, of=len(hands))


def one_click_production(case: Case) -> Finding:
    """How many production deployments a pipeline made; a person's counts where a run of its commit made it."""
    deployments = _production(case)
    runs = by_commit(case.history.runs_on(n for d in deployments if (n := case.history.commits.find(d.commit))))
    told = [d for d in deployments if d.started_by is not StartedBy.UNKNOWN or _made_by_run(case, d, runs)]
    case.need(told, "Who or what started the production deployments is missing.")
    good = sum(d.started_by is StartedBy.PIPELINE or _made_by_run(case, d, runs) for d in told)
    sentence = (
        f"From {case.window}, {good} of {len(told)} production deployments ({percent(good, len(told))}) went through "
        f"the pipeline. {_UNSEEN}"
    )
    return case.by_share(good, len(told), sentence, of=len(deployments))


def one_click_rollback(case: Case) -> Finding:
    """Whether a return to an earlier version was made in the window, in production or on staging, and fast enough."""
    returns = [d for d in returns_in(case.history.deployments) if when(d) in case.window]
    case.need(
        returns,
        f"No return to an earlier version from {case.window} is in the deployments: a drill may be "
        "written down elsewhere.",
    )
    minutes = [taken for d in returns if (taken := _minutes(d)) is not None]
    case.need(minutes, "The times at which the returns to an earlier version began and ended are missing.")
    most = case.number("minutes")
    in_time = sum(taken <= most for taken in minutes)
    answer = Answer.ALWAYS if in_time == len(minutes) else Answer.USUALLY if in_time else Answer.SOMETIMES
    sentence = (
        f"From {case.window}, {in_time} of {len(minutes)} returns to an earlier version took {most:g} minutes or less; "
        f"the longest took {length(max(minutes) / 60)}."
    )
    return case.found(answer, sentence, count=len(minutes), of=len(returns), value=max(minutes), unit="minutes")


def deploy_on_demand(case: Case) -> Finding:
    """Whether some day had several production deployments, and half of the weeks one or more."""
    deployments = _production(case)
    reach = case.window.covered([when(d) for d in case.history.deployments])
    if reach < REACH:
        message = f"The deployments reach over {reach * case.window.days:.0f} days of {case.window}: too few to judge."
        raise MissingError(message)
    best = max(Counter(day_of(when(d)) for d in deployments).values())
    middle = median(weekly([when(d) for d in deployments], case.window))
    wanted = (best >= case.number("in-one-day"), middle >= case.number("per-week"))
    answer = Answer.ALWAYS if all(wanted) else Answer.SOMETIMES if any(wanted) else Answer.NEVER
    sentence = (
        f"From {case.window}, {len(deployments)} production deployments: at most {best} on one day, and "
        f"{middle:g} in half of the weeks."
    )
    return case.found(answer, sentence, count=len(deployments), value=middle, unit="production deployments a week")


def _production(case: Case) -> list[Deployment]:
    found = [d for d in case.history.production if when(d) in case.window]
    case.need(found, f"Production deployments from {case.window} are missing.")
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
