"""What runs prove of stage 1: whether every commit builds, is tested, blocks what is red, and keeps trunk green."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from statistics import median
from typing import Final

from maturity.evidence.finding import Case, Finding, MissingError
from maturity.evidence.rows import Deployment, Outcome, Run, Why
from maturity.evidence.verdicts import OWN, VERDICTS, by_commit, ended, is_green, last_verdicts, when
from maturity.evidence.windows import DAY, Window, length, percent, working_hours
from maturity.model import Answer

SETTLING: Final = 7 * DAY  #: s after the first run in which a commit may be older than the list of runs
_NO_RUNS: Final = "Runs that a push or a pull request started are missing."


def every_commit_builds(case: Case) -> Finding:
    """How many commits that are known from elsewhere have a finished run of their own push or pull request.

    Elsewhere is a deployment, or a scheduled or manual run of the default branch: a list of runs alone can't show
    a push that has none. A machine's own commits do not count, nor those whose run was cancelled or is not finished.
    """
    window = _settled(case)
    case.need(
        case.history.chosen(window, whys=[Why.PUSH], trunk=True),
        "Runs of pushes to the default branch, "
        f"from {window}, are missing: what a pull request builds may be another commit than what is merged.",
    )
    seen, machines = _known_elsewhere(case, window), by_commit(case.history.chosen(window, whys=[Why.BOT]))
    own = by_commit(case.history.chosen(window, whys=OWN))
    known = seen - case.history.known_before(window.begin) - machines.keys()
    case.need(
        list(known),
        "Commits from elsewhere than the runs are missing: a list of runs can't show a push that "
        "has none, but deployments, or scheduled or manual runs of the default branch, beside it can.",
    )
    judged = [commit for commit in known if commit not in own or _has_verdict(own[commit])]
    built = sum(commit in own for commit in judged)
    sentence = (
        f"From {window}, {built} of {len(judged)} commits that deployments, scheduled or manual runs name "
        f"({percent(built, max(1, len(judged)))}) had a finished run of their own push or pull request."
    )
    everywhere = _known_elsewhere(case, case.window) - case.history.known_before(case.window.begin) - machines.keys()
    return case.by_share(built, len(judged), sentence, of=max(len(known), len(everywhere)))


def every_build_runs_tests(case: Case) -> Finding:
    """How many commits with a finished run of their own had one that ran tests; `always` only if some run failed."""
    built = by_commit(run for run in case.history.chosen(case.window, whys=OWN) if run.outcome in VERDICTS)
    case.need(list(built), _NO_RUNS)
    told = [tested for tested in map(_ran_tests, built.values()) if tested is not None]
    case.need(
        told,
        "The jobs or the number of tests of each run are missing: a list of runs alone does not tell "
        "whether tests ran.",
    )
    sentence = (
        f"From {case.window}, {sum(told)} of {len(told)} commits that were built ({percent(sum(told), len(told))}) "
        "had a run with tests."
    )
    finding = case.by_share(sum(told), len(told), sentence, of=len(built))
    days, failed = case.number("failure-days"), case.history.last_failure
    if finding.answer is Answer.ALWAYS and (failed is None or failed < case.window.end - days * DAY):
        message = f"{sentence} But no run failed in {days:g} days, so nothing shows that its tests can fail."
        raise MissingError(message)
    return finding


def failed_build_blocks_deployment(case: Case) -> Finding:
    """How many commits that reached production had a green run before: some passed, and none last failed.

    Only the first deployment of a commit counts. A run that was still going on at the deployment tells of the
    commit only if it passed: its failure may be the deployment's own.
    """
    window = _settled(case)
    deployments = [d for d in _first_of_each(case.history.deployed_of_known()) if when(d) in window]
    case.need(deployments, f"Production deployments from {window}, of commits that the runs name, are missing.")
    finds = case.history.commits.find
    runs = by_commit(case.history.runs_on(name for d in deployments if (name := finds(d.commit))))
    green = sum(is_green(_before(d, runs.get(finds(d.commit) or "", ()))) for d in deployments)
    sentence = (
        f"From {window}, {green} of {len(deployments)} commits deployed to production "
        f"({percent(green, len(deployments))}) had a green run before, and no workflow red."
    )
    made = _first_of_each(d for d in case.history.production if when(d) in case.window)
    return case.by_share(green, len(deployments), sentence, of=max(len(made), len(deployments)))


def trunk_stays_green(case: Case) -> Finding:
    """How many runs of pushes to the default branch passed, and how fast red turned green.

    At best `usually` while the last run is red, or where red lasted longer (median, weekends left out) than it may.
    """
    runs = _trunk(case)
    passed, last = sum(_passed(run) for run in runs), max(runs, key=ended)
    red, most = list(_red_times(runs, until=case.window.end)), case.number("hours")
    share = percent(passed, len(runs))
    parts = [f"From {case.window}, {passed} of {len(runs)} pushes to the default branch ({share}) had a green run."]
    if red:
        lasting = f"{length(median(red))} of working time"
        several = f"{len(red)} times, half of them for {lasting} or less"
        parts.append(f"It was red {f'once, for {lasting}' if len(red) == 1 else several}.")
    parts += [f"It is {'green' if _passed(last) else 'red'} now."]
    finding = case.by_share(passed, len(runs), " ".join(parts))
    is_slow = not _passed(last) or (red and median(red) > most)
    return case.capped(finding, Answer.USUALLY) if is_slow else finding


def feedback_within_ten_minutes(case: Case) -> Finding:
    """Whether half of the green runs told their verdict in time; a red one may end early, and is left out."""
    passed = [run for run in case.history.chosen(case.window, whys=OWN) if _passed(run)]
    case.need(passed, _NO_RUNS)
    minutes = sorted(time for run in passed if (time := _minutes(run)) is not None)
    case.need(minutes, "The times at which runs began and ended are missing.")
    case.enough(len(minutes))
    most, middle = case.number("minutes"), median(minutes)
    in_time = sum(time <= most for time in minutes)
    answer = Answer.ALWAYS if middle <= most else Answer.SOMETIMES if in_time else Answer.NEVER
    sentence = (
        f"From {case.window}, half of {len(minutes)} green runs told their verdict within {length(middle / 60)}; "
        f"{in_time} ({percent(in_time, len(minutes))}) within {most:g} minutes."
    )
    return case.found(answer, sentence, count=len(minutes), of=len(passed), value=middle, unit="minutes")


def _settled(case: Case) -> Window:
    """The window from where on a commit's own run would be in the list of runs."""
    begin = case.history.own_begin
    if begin is None:
        raise MissingError(_NO_RUNS)
    begin = max(case.window.begin, begin + SETTLING)
    if begin >= case.window.end:
        message = f"The runs begin too late: {length(SETTLING / 3_600)} of them or more are needed."
        raise MissingError(message)
    return Window(begin=begin, end=case.window.end)


def _known_elsewhere(case: Case, window: Window) -> set[str]:
    """The commits in the window that something else than their own runs names."""
    runs = case.history.chosen(window, whys=[Why.SCHEDULE, Why.MANUAL], trunk=True)
    deployed = [d.commit for d in case.history.deployed_of_known() if when(d) in window and d.on_trunk is not False]
    named = chain((run.commit for run in runs), deployed)
    return {case.history.commits.find(commit) or commit for commit in named if commit}


def _has_verdict(runs: Iterable[Run]) -> bool:
    return any(run.outcome in VERDICTS for run in runs)


def _ran_tests(runs: Sequence[Run]) -> bool | None:
    """Whether one of the runs ran a test; None where some do not tell, and none did."""
    told = [run.has_tests if run.tests is None else run.tests > 0 for run in runs]
    return True if True in told else None if None in told else False


def _first_of_each(deployments: Iterable[Deployment]) -> list[Deployment]:
    """The first production deployment of each commit."""
    first: dict[tuple[str | None, str | None], Deployment] = {}
    for deployment in deployments:
        if deployment.is_production and not deployment.is_rollback:
            first.setdefault((deployment.project, deployment.commit), deployment)
    return list(first.values())


def _before(deployment: Deployment, runs: Iterable[Run]) -> Iterator[Run]:
    """The runs that tell of the commit as it was when the deployment began."""
    begun = next(time for time in (deployment.created, deployment.started, deployment.finished) if time is not None)
    for run in runs:
        started = run.at if run.started is None else run.started
        if started is not None and started <= begun and (ended(run) <= begun or _passed(run)):
            yield run


def _trunk(case: Case) -> list[Run]:
    """The last verdicts of pushes to the default branch."""
    pushes = case.history.chosen(case.window, whys=[Why.PUSH])
    case.need(pushes, f"Runs of pushes from {case.window} are missing.")
    told = [run for run in pushes if run.is_trunk is not None]
    case.need(told, "Which branch is the default one is missing from the runs.")
    verdicts = last_verdicts(run for run in told if run.is_trunk)
    case.need(verdicts, f"Finished runs of pushes to the default branch from {case.window} are missing.")
    return verdicts


def _red_times(runs: Iterable[Run], *, until: float) -> Iterator[float]:
    """The working hours of each time that a workflow was red, one that is not over up to `until`."""
    lanes: dict[tuple[str | None, str | None], list[Run]] = defaultdict(list)
    for run in sorted(runs, key=lambda run: (ended(run), run.key)):
        lanes[run.project, run.workflow].append(run)
    for lane in lanes.values():
        since: float | None = None
        for run in lane:
            if not _passed(run) and since is None:
                since = ended(run)
            elif _passed(run) and since is not None:
                yield working_hours(since, ended(run))
                since = None
        if since is not None:
            yield working_hours(since, until)


def _minutes(run: Run) -> float | None:
    """How long after the push the run's verdict was there; of a repeated attempt, after it began."""
    begun = run.created if run.attempt <= 1 and run.created is not None else run.started
    if begun is None or run.finished is None or run.finished < begun:
        return None
    return (run.finished - begun) / 60


def _passed(run: Run) -> bool:
    return run.outcome is Outcome.PASSED
