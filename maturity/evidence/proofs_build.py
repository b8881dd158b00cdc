"""What runs prove of stage 1: whether every commit builds, is tested, blocks what is red, and keeps trunk green."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from statistics import median
from typing import Final

from maturity.evidence.finding import Case, Finding, MissingError
from maturity.evidence.rows import Deployment, Outcome, Run, Why
from maturity.evidence.verdicts import OWN, VERDICTS, by_commit, ended, is_green, last_verdicts, when
from maturity.evidence.windows import DAY, HOUR, Window, figure, length, percent, working_hours
from maturity.language import later, tr, tr_n
from maturity.model import Answer

SETTLING: Final = 7 * DAY  #: s after the first run in which a commit may be older than the list of runs
_NO_RUNS: Final = later("Runs that a push or a pull request started are missing.")


def every_commit_builds(case: Case) -> Finding:
    """How many commits that are known from elsewhere have a finished run of their own push or pull request.

    Elsewhere is a deployment, or a scheduled or manual run of the default branch: a list of runs alone can't show
    a push that has none. A machine's own commits do not count, nor those whose run was cancelled or is not finished.
    """
    window = _settled(case)
    case.need(
        case.history.chosen(window, whys=[Why.PUSH], trunk=True),
        tr(
            "Runs of pushes to the default branch, from {window}, are missing: what a pull request builds may be "
            "another commit than what is merged."
        ).format(window=window),
    )
    seen, machines = _known_elsewhere(case, window), by_commit(case.history.chosen(window, whys=[Why.BOT]))
    own = by_commit(case.history.chosen(window, whys=OWN))
    known = seen - case.history.known_before(window.begin) - machines.keys()
    case.need(
        list(known),
        tr(
            "Commits from elsewhere than the runs are missing: a list of runs can't show a push that has none, but "
            "deployments, or scheduled or manual runs of the default branch, beside it can."
        ),
    )
    judged = [commit for commit in known if commit not in own or _has_verdict(own[commit])]
    built = sum(commit in own for commit in judged)
    sentence = tr(
        "From {window}, {part} of {whole} commits that deployments, scheduled or manual runs name ({share}) had a "
        "finished run of their own push or pull request."
    ).format(window=window, part=built, whole=len(judged), share=percent(built, max(1, len(judged))))
    everywhere = _known_elsewhere(case, case.window) - case.history.known_before(case.window.begin) - machines.keys()
    return case.by_share(built, len(judged), sentence, of=max(len(known), len(everywhere)))


def every_build_runs_tests(case: Case) -> Finding:
    """How many commits with a finished run of their own had one that ran tests; `always` only if some run failed."""
    built = by_commit(run for run in case.history.chosen(case.window, whys=OWN) if run.outcome in VERDICTS)
    case.need(list(built), tr(_NO_RUNS))
    told = [tested for tested in map(_ran_tests, built.values()) if tested is not None]
    case.need(
        told,
        tr(
            "The jobs or the number of tests of each run are missing: a list of runs alone does not tell whether "
            "tests ran."
        ),
    )
    share = percent(sum(told), len(told))
    sentence = tr("From {window}, {part} of {whole} commits that were built ({share}) had a run with tests.").format(
        window=case.window, part=sum(told), whole=len(told), share=share
    )
    finding = case.by_share(sum(told), len(told), sentence, of=len(built))
    days, failed = case.number("failure-days"), case.history.last_failure
    if finding.answer is Answer.ALWAYS and (failed is None or failed < case.window.end - days * DAY):
        rest = tr("But no run failed in {days} days, so nothing shows that its tests can fail.")
        message = f"{sentence} {rest.format(days=figure(days))}"
        raise MissingError(message)
    return finding


def failed_build_blocks_deployment(case: Case) -> Finding:
    """How many commits that reached production had a green run before: some passed, and none last failed.

    Only the first deployment of a commit counts. A run that was still going on at the deployment tells of the
    commit only if it passed: its failure may be the deployment's own.
    """
    window = _settled(case)
    deployments = [d for d in _first_of_each(case.history.deployed_of_known()) if when(d) in window]
    missing = tr("Production deployments from {window}, of commits that the runs name, are missing.")
    case.need(deployments, missing.format(window=window))
    finds = case.history.commits.find
    runs = by_commit(case.history.runs_on(name for d in deployments if (name := finds(d.commit))))
    green = sum(is_green(_before(d, runs.get(finds(d.commit) or "", ()))) for d in deployments)
    sentence = tr(
        "From {window}, {part} of {whole} commits deployed to production ({share}) had a green run before, and no "
        "workflow red."
    ).format(window=window, part=green, whole=len(deployments), share=percent(green, len(deployments)))
    made = _first_of_each(d for d in case.history.production if when(d) in case.window)
    return case.by_share(green, len(deployments), sentence, of=max(len(made), len(deployments)))


def trunk_stays_green(case: Case) -> Finding:
    """How many runs of pushes to the default branch passed, and how fast red turned green.

    At best `usually` while the last run is red, or where red lasted longer (median, weekends left out) than it may.
    """
    runs = _trunk(case)
    passed, last = sum(_passed(run) for run in runs), max(runs, key=ended)
    red, most = list(_red_times(runs, until=case.window.end)), case.number("hours")
    pushes = tr("From {window}, {part} of {whole} pushes to the default branch ({share}) had a green run.").format(
        window=case.window, part=passed, whole=len(runs), share=percent(passed, len(runs))
    )
    now = tr("It is green now.") if _passed(last) else tr("It is red now.")
    finding = case.by_share(passed, len(runs), " ".join([pushes, *_was_red(red), now]))
    is_slow = not _passed(last) or (red and median(red) > most)
    return case.capped(finding, Answer.USUALLY) if is_slow else finding


def feedback_within_ten_minutes(case: Case) -> Finding:
    """Whether half of the green runs told their verdict in time; a red one may end early, and is left out."""
    passed = [run for run in case.history.chosen(case.window, whys=OWN) if _passed(run)]
    case.need(passed, tr(_NO_RUNS))
    minutes = sorted(time for run in passed if (time := _minutes(run)) is not None)
    case.need(minutes, tr("The times at which runs began and ended are missing."))
    case.enough(len(minutes))
    most, middle = case.number("minutes"), median(minutes)
    in_time = sum(time <= most for time in minutes)
    answer = Answer.ALWAYS if middle <= most else Answer.SOMETIMES if in_time else Answer.NEVER
    sentence = tr(
        "From {window}, half of {whole} green runs told their verdict within {time}; {part} ({share}) within "
        "{minutes} minutes."
    ).format(
        window=case.window,
        whole=len(minutes),
        time=length(middle / 60),
        part=in_time,
        share=percent(in_time, len(minutes)),
        minutes=figure(most),
    )
    return case.found(answer, sentence, count=len(minutes), of=len(passed), value=middle, unit="minutes")


def _settled(case: Case) -> Window:
    """The window from where on a commit's own run would be in the list of runs."""
    begin = case.history.own_begin
    if begin is None:
        raise MissingError(tr(_NO_RUNS))
    begin = max(case.window.begin, begin + SETTLING)
    if begin >= case.window.end:
        sentence = tr("The runs begin too late: {time} of them or more are needed.")
        raise MissingError(sentence.format(time=length(SETTLING / HOUR)))
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
    case.need(pushes, tr("Runs of pushes from {window} are missing.").format(window=case.window))
    told = [run for run in pushes if run.is_trunk is not None]
    case.need(told, tr("Which branch is the default one is missing from the runs."))
    verdicts = last_verdicts(run for run in told if run.is_trunk)
    missing = tr("Finished runs of pushes to the default branch from {window} are missing.")
    case.need(verdicts, missing.format(window=case.window))
    return verdicts


def _was_red(hours: Sequence[float]) -> Iterator[str]:
    """How often it was red, and for how long; nothing where it never was."""
    if hours:
        sentence = tr_n(
            "It was red once, for {time} of working time.",
            "It was red {n} times, half of them for {time} of working time or less.",
            len(hours),
        )
        yield sentence.format(n=len(hours), time=length(median(hours)))


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
