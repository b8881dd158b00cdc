"""What deployments prove of stage 2: staging by itself, production through the pipeline, the way back, on demand."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import inf
from statistics import median
from typing import Final

from maturity.evidence.changes import changes_in
from maturity.evidence.deployed import STAGING, is_staging, none_in_production, returns_in, weekly
from maturity.evidence.finding import REACH, Case, Finding, MissingError
from maturity.evidence.rows import Deployment, Outcome, Run, StartedBy, Why
from maturity.evidence.verdicts import OVER, ended, is_green, when
from maturity.evidence.windows import HOUR, day_of, length, percent
from maturity.language import later, tr, tr_n
from maturity.model import Answer
from maturity.wording import plain

_UNSEEN: Final = later("What changed production without being listed here can't be seen.")


@dataclass(frozen=True, kw_only=True)
class _Build:
    """A green commit of the default branch."""

    commit: str
    project: str | None
    begun: float  #: s, when its first run was asked for
    green: float | None  #: s, when its last verdict was there; None where one does not tell when it ended


@dataclass(frozen=True, kw_only=True)
class _Brought:
    """A deployment to staging of a green commit."""

    at: float  #: s
    build: _Build
    hand: StartedBy

    def hand_of(self, build: _Build) -> StartedBy | None:
        """What brought that build along, which this one is or is later than; None where it did not."""
        if self.build == build:
            return self.hand
        if build.green is None or self.at < build.green:
            return None
        if self.build.green is None:
            return StartedBy.UNKNOWN
        return self.hand if self.build.green >= build.green else None


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
    sentence = tr_n(
        "From {window}, {part} of {whole} green build of the default branch ({share}) reached staging within {time}, "
        "started by no person.",
        "From {window}, {part} of {whole} green builds of the default branch ({share}) reached staging within {time}, "
        "started by no person.",
        len(told),
    ).format(window=case.window, part=good, whole=len(told), share=percent(good, len(told)), time=length(hours))
    reach = case.window.covered(case.history.span)
    return case.by_share(good, len(told), sentence, of=len(hands), reach=reach)


def one_click_production(case: Case) -> Finding:
    """How many production deployments a pipeline made; a run that was at work beside one does not show that."""
    deployments = _production(case)
    told = [d for d in deployments if d.started_by is not StartedBy.UNKNOWN]
    case.need(told, tr("Who or what started the production deployments is missing."))
    good = sum(d.started_by is StartedBy.PIPELINE for d in told)
    sentence = tr_n(
        "From {window}, {part} of {whole} production deployment ({share}) went through the pipeline.",
        "From {window}, {part} of {whole} production deployments ({share}) went through the pipeline.",
        len(told),
    )
    told_of = sentence.format(window=case.window, part=good, whole=len(told), share=percent(good, len(told)))
    reach = case.window.covered([when(d) for d in case.history.deployments])
    return case.by_share(good, len(told), f"{told_of} {tr(_UNSEEN)}", of=len(deployments), reach=reach)


def one_click_rollback(case: Case) -> Finding:
    """Whether returns to an earlier version in the window went through the pipeline, and fast enough.

    One that failed, or that a person made, took too long. A deployment that names no commit may have been one.
    """
    made = case.history.attempted
    returns = [d for d in returns_in(made) if when(d) in case.window]
    case.need(
        returns,
        tr(
            "No return to an earlier version from {window} is in the deployments: a drill may be written down "
            "elsewhere."
        ).format(window=case.window),
    )
    most = case.number("minutes")
    told = {d: good for d in returns if (good := _is_in_time(d, most)) is not None}
    case.need(told, tr("When the returns to an earlier version began and ended, or what started them, is missing."))
    in_time = sum(told.values())
    unnamed = sum(
        d.is_production is True and not d.commit and not d.is_rollback for d in made if when(d) in case.window
    )
    of = len(returns) + unnamed
    answer, best = (
        Answer.ALWAYS if in_time == all_of else Answer.USUALLY if in_time else Answer.SOMETIMES
        for all_of in (of, len(told))
    )
    sentence = tr_n(
        "From {window}, {part} of {whole} return to an earlier version went through the pipeline in {most} or less.",
        "From {window}, {part} of {whole} returns to an earlier version went through the pipeline in {most} or less.",
        len(told),
    ).format(window=case.window, part=in_time, whole=len(told), most=length(most / 60))
    times = [taken for d in told if (taken := _minutes(d)) is not None]
    if times:
        longest = tr("The longest took {time}.").format(time=length(max(times) / 60))
        sentence = f"{sentence} {longest}"
    value = max(times, default=0.0)
    return case.found(answer, sentence, best=best, count=len(told), of=of, value=value, unit="minutes")


def deploy_on_demand(case: Case) -> Finding:
    """Whether some day had several production deployments, and half of the weeks one or more."""
    deployments = _production(case)
    reach = case.window.covered([when(d) for d in case.history.deployments])
    if reach < REACH:
        days = round(reach * case.window.days)
        sentence = tr_n(
            "The deployments cover {days} day of {window}: too few to judge.",
            "The deployments cover {days} days of {window}: too few to judge.",
            days,
        )
        raise MissingError(sentence.format(days=days, window=case.window))
    times = [change.at for change in changes_in(deployments)]
    best = max(Counter(map(day_of, times)).values())
    middle = median(weekly(times, case.window))
    wanted = (best >= case.number("in-one-day"), middle >= case.number("per-week"))
    answer = Answer.ALWAYS if all(wanted) else Answer.SOMETIMES if any(wanted) else Answer.NEVER
    sentence = tr_n(
        "From {window}, {n} production deployment: at most {best} on one day, and {middle} or more in half of the "
        "weeks.",
        "From {window}, {n} production deployments: at most {best} on one day, and {middle} or more in half of the "
        "weeks.",
        len(times),
    ).format(window=case.window, n=len(times), best=best, middle=plain(middle))
    return case.found(answer, sentence, count=len(times), value=middle, unit="production deployments a week")


def _production(case: Case) -> list[Deployment]:
    found = [d for d in case.history.production if when(d) in case.window]
    case.need(found, none_in_production(case.history, case.window))
    return found


def _green_builds(case: Case) -> Iterator[_Build]:
    """The commits that were green, and those of which it is not told; what turned red after is still owed."""
    pushes = case.history.chosen(case.window, whys=[Why.PUSH])
    for commit, own in pushes.where(pushes.rows["is_trunk"] != 0).alike("commit"):
        runs = list(own) if commit else []
        before = [run for run in runs if run.outcome in OVER and not _is_late(run, runs)]
        green = is_green(before)
        if before and green is not False:
            is_told = green and all(run.finished is not None and run.is_trunk for run in before)
            ends = max(map(ended, before)) if is_told else None
            yield _Build(commit=commit, project=runs[0].project, begun=min(map(when, runs)), green=ends)


def _is_late(run: Run, runs: Iterable[Run]) -> bool:
    """Whether it failed, and began when every run that passed was over."""
    begun = when(run) if run.started is None else run.started
    ends = [ended(other) for other in runs if other.outcome is Outcome.PASSED]
    return run.outcome is Outcome.FAILED and begun >= max(ends, default=inf)


def _hands(case: Case, builds: Sequence[_Build], staging: Iterable[Deployment]) -> Iterator[StartedBy | None]:
    """What brought each build to staging in time; None where nothing did.

    Unknown, too, where its end is not told, or where its project has no deployment to staging.
    """
    made = {build.commit: build for build in builds}
    lanes: dict[str | None, list[_Brought]] = defaultdict(list)
    for d in staging:
        if build := made.get(case.history.commits.find(d.commit) or ""):
            lanes[build.project].append(_Brought(at=when(d), build=build, hand=d.started_by))
    late = case.number("hours") * HOUR
    times = {project: [brought.at for brought in lane] for project, lane in lanes.items()}
    for build in builds:
        if build.green is None or build.project not in lanes:
            yield StartedBy.UNKNOWN
            continue
        begin = bisect_left(times[build.project], build.begun)
        end = bisect_right(times[build.project], build.green + late)
        hands = {hand for brought in lanes[build.project][begin:end] if (hand := brought.hand_of(build))}
        best = (StartedBy.PIPELINE, StartedBy.UNKNOWN, StartedBy.PERSON)
        yield next((hand for hand in best if hand in hands), None)


def _is_in_time(deployment: Deployment, most: float) -> bool | None:
    """Whether a return went through the pipeline in so many minutes; None where that is not told."""
    taken = _minutes(deployment)
    is_missed = deployment.outcome is Outcome.FAILED or deployment.started_by is StartedBy.PERSON
    if is_missed or (taken is not None and taken > most):
        return False
    return None if taken is None or deployment.started_by is StartedBy.UNKNOWN else True


def _minutes(deployment: Deployment) -> float | None:
    begun = deployment.started if deployment.created is None else deployment.created
    if begun is None or deployment.finished is None or deployment.finished < begun:
        return None
    return (deployment.finished - begun) / 60
