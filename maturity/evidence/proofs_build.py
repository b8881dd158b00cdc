"""What runs prove of stage 1: whether every commit builds, is tested, blocks what is red, and keeps trunk green."""

from collections.abc import Iterable, Iterator, Sequence
from statistics import median
from typing import Final

from maturity.evidence.finding import Case, Finding, MissingError
from maturity.evidence.greens import is_green_now, pushes_of, red_hours, rival_of, slowest_minutes
from maturity.evidence.rows import Deployment, Outcome, Run, Why
from maturity.evidence.run_columns import Runs
from maturity.evidence.verdicts import OVER, OWN, VERDICTS, by_commit, ended, is_green, when
from maturity.evidence.windows import DAY, HOUR, Window, length, percent
from maturity.language import later, tr, tr_n
from maturity.model import Answer

SETTLING: Final = 7 * DAY  #: s after the first run in which a commit may be older than the list of runs
_NO_RUNS: Final = later("Runs that a push or a pull request started are missing.")
_NO_TRUNK: Final = later("Finished runs of pushes to the default branch from {window} are missing.")


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
    own = by_commit(run for run in case.history.chosen(window, whys=OWN) if run.commit in seen)
    stopped = {commit for commit, runs in own.items() if all(run.outcome not in OVER for run in runs)}
    known = seen - case.history.known_before(window.begin, seen) - machines.keys() - stopped
    case.need(
        list(known),
        tr(
            "Commits from elsewhere than the runs are missing: a list of runs can't show a push that has none, but "
            "deployments, or scheduled or manual runs of the default branch, beside it can."
        ),
    )
    judged = [commit for commit in known if commit not in own or any(run.outcome in VERDICTS for run in own[commit])]
    built = sum(commit in own for commit in judged)
    sentence = tr_n(
        "From {window}, {part} of {whole} commit that deployments, scheduled or manual runs name ({share}) had a "
        "finished run of its own push or pull request.",
        "From {window}, {part} of {whole} commits that deployments, scheduled or manual runs name ({share}) had a "
        "finished run of their own push or pull request.",
        len(judged),
    ).format(window=window, part=built, whole=len(judged), share=percent(built, max(1, len(judged))))
    of, reach = len(known) + _unnamed(case, window), window.days / case.window.days * _reach(case)
    return case.by_share(built, len(judged), sentence, of=of, reach=reach)


def every_build_runs_tests(case: Case) -> Finding:
    """How many commits with a finished run of their own had one that ran tests; `always` only if some run failed."""
    runs = case.history.chosen(case.window, whys=OWN)
    built = [_ran_tests(list(own)) for commit, own in runs.alike("commit", outcomes=OVER) if commit]
    case.need(built, tr(_NO_RUNS))
    told = [tested for tested in built if tested is not None]
    case.need(
        told,
        tr(
            "The jobs or the number of tests of each run are missing: a list of runs alone does not tell whether "
            "tests ran."
        ),
    )
    sentence = tr_n(
        "From {window}, {part} of {whole} commit that was built ({share}) had a run with tests.",
        "From {window}, {part} of {whole} commits that were built ({share}) had a run with tests.",
        len(told),
    ).format(window=case.window, part=sum(told), whole=len(told), share=percent(sum(told), len(told)))
    of = len(built) + len(runs.where(runs.rows["commit"] == b"").that_ended(OVER))
    finding = case.by_share(sum(told), len(told), sentence, of=of, reach=_reach(case))
    days, failed = case.number("failure-days"), case.history.last_failure
    if finding.answer is Answer.ALWAYS and (failed is None or failed < case.window.end - days * DAY):
        rest = tr("But no run failed in {time}, so nothing shows that its tests can fail.")
        message = f"{sentence} {rest.format(time=length(days * DAY / HOUR))}"
        raise MissingError(message)
    return finding


def failed_build_blocks_deployment(case: Case) -> Finding:
    """How many production deployments were of a commit with a green run before: some passed, and none last failed.

    Of a deployment nothing is told while a run of its commit was still going on that failed later: its failure may
    be the deployment's own.
    """
    window = _settled(case)
    deployments = [d for d in case.history.deployed_of_known() if when(d) in window and _is_first(d)]
    missing = tr("Production deployments from {window}, of commits that the runs name, are missing.")
    case.need(deployments, missing.format(window=window))
    finds = case.history.commits.find
    runs = by_commit(case.history.runs_on(name for d in deployments if (name := finds(d.commit))))
    verdicts = [_was_green(d, runs.get(finds(d.commit) or "", ())) for d in deployments]
    told = [verdict for verdict in verdicts if verdict is not None]
    case.need(told, tr("Runs that were over when their commits were deployed are missing."))
    sentence = tr_n(
        "From {window}, {part} of {whole} production deployment ({share}) was of a commit with a green run before, and "
        "no workflow red.",
        "From {window}, {part} of {whole} production deployments ({share}) were of a commit with a green run before, "
        "and no workflow red.",
        len(told),
    ).format(window=window, part=sum(told), whole=len(told), share=percent(sum(told), len(told)))
    made = [when(d) for d in case.history.production if when(d) in window and _is_first(d)]
    reach = window.days / case.window.days * window.covered([when(d) for d in case.history.deployments])
    return case.by_share(sum(told), len(told), sentence, of=max(len(made), len(deployments)), reach=reach)


def trunk_stays_green(case: Case) -> Finding:
    """How many pushes to the default branch were green in every workflow, and how fast red turned green.

    At best `usually` while a workflow's last run is red, or where red once lasted longer (weekends left out) than it
    may.
    """
    runs, untold = _trunk(case)
    pushed = pushes_of(runs)
    told = [push for push in pushed if push.is_green is not None]
    case.need(told, tr(_NO_TRUNK).format(window=case.window))
    passed, verdicts = sum(push.is_green is True for push in told), runs.that_ended(VERDICTS)
    red, most = list(red_hours(verdicts, until=case.window.end)), case.number("hours")
    pushes = tr_n(
        "From {window}, {part} of {whole} push to the default branch ({share}) had a green run.",
        "From {window}, {part} of {whole} pushes to the default branch ({share}) had a green run.",
        len(told),
    ).format(window=case.window, part=passed, whole=len(told), share=percent(passed, len(told)))
    now = tr("It is green now.") if is_green_now(verdicts) else tr("It is red now.")
    of = len(pushed) + untold
    finding = case.by_share(passed, len(told), " ".join([pushes, *_was_red(red), now]), of=of, reach=_reach(case))
    is_slow = not is_green_now(runs) or max(red_hours(runs, until=case.window.end), default=0.0) > most
    return case.capped(finding, Answer.USUALLY) if is_slow else finding


def feedback_within_ten_minutes(case: Case) -> Finding:
    """Whether half of the pushes had their slowest green run's verdict in time; a red one may end early: left out."""
    pushes = slowest_minutes(case.history.chosen(case.window, whys=OWN))
    case.need(pushes, tr("Green runs that a push or a pull request started are missing."))
    minutes = sorted(time for time in pushes if time is not None)
    case.need(minutes, tr("The times at which runs began and ended are missing."))
    case.enough(len(minutes))
    most, middle = case.number("minutes"), median(minutes)
    in_time = sum(time <= most for time in minutes)
    answer, best = (
        Answer.ALWAYS if 2 * in_time >= of else Answer.SOMETIMES if in_time else Answer.NEVER
        for of in (len(pushes), len(minutes))
    )
    sentence = tr_n(
        "From {window}, {whole} push had its slowest green run's verdict within {time}; {part} ({share}) within "
        "{most}.",
        "From {window}, half of {whole} pushes had their slowest green run's verdict within {time}; {part} ({share}) "
        "within {most}.",
        len(minutes),
    ).format(
        window=case.window,
        whole=len(minutes),
        time=length(middle / 60),
        part=in_time,
        share=percent(in_time, len(minutes)),
        most=length(most / 60),
    )
    told = {"count": len(minutes), "of": len(pushes)}
    return case.found(answer, sentence, best=best, value=middle, unit="minutes", reach=_reach(case), **told)


def _settled(case: Case) -> Window:
    """The window from where on a commit's own run would be in the list of runs."""
    begin = case.history.own_begin
    if begin is None:
        raise MissingError(tr(_NO_RUNS))
    if (begin := max(case.window.begin, begin + SETTLING)) >= case.window.end:
        sentence = tr("The runs begin too late: {time} of them or more are needed.")
        raise MissingError(sentence.format(time=length(SETTLING / HOUR)))
    return Window(begin=begin, end=case.window.end)


def _known_elsewhere(case: Case, window: Window) -> set[str]:
    """The commits in the window that something else than their own runs names."""
    runs = case.history.chosen(window, whys=[Why.SCHEDULE, Why.MANUAL], trunk=True)
    deployed = [d.commit for d in case.history.deployed_of_known() if when(d) in window and d.on_trunk is not False]
    named = {case.history.commits.find(commit) or commit for commit in deployed if commit}
    return named | runs.commits


def _ran_tests(runs: Sequence[Run]) -> bool | None:
    """Whether one of the runs ran a test; None where some do not tell, and none did."""
    told = [run.has_tests if run.tests is None else run.tests > 0 for run in runs]
    return True if True in told else None if None in told else False


def _unnamed(case: Case, window: Window) -> int:
    """The deployments, scheduled and manual runs that name no commit or branch: each may be of one never built."""
    runs = case.history.chosen(window, whys=[Why.SCHEDULE, Why.MANUAL])
    deployed = (d for d in case.history.deployments if when(d) in window and d.on_trunk is not False)
    return sum(run.is_trunk is None or (run.is_trunk and not run.commit) for run in runs) + sum(
        not d.commit for d in deployed
    )


def _is_first(deployment: Deployment) -> bool:
    """Whether it is to production, and not said to be a return to an earlier version."""
    return deployment.is_production is True and not deployment.is_rollback


def _was_green(deployment: Deployment, runs: Iterable[Run]) -> bool | None:
    """Whether the commit was green when the deployment began; None where a run at work then failed later."""
    begun = next(time for time in (deployment.created, deployment.started, deployment.finished) if time is not None)
    known = [run for run in runs if (when(run) if run.started is None else run.started) <= begun]
    before = [run for run in known if ended(run) <= begun or _passed(run)]
    is_over = all(ended(run) <= begun or run.outcome is not Outcome.FAILED for run in known)
    green = is_green(before)
    return green if green is False or is_over else None


def _trunk(case: Case) -> tuple[Runs, int]:
    """The runs of pushes to the default branch, and how many pushes do not tell their branch."""
    if rival := rival_of(case.history, case.window):
        sentence = tr(
            "Another branch has {other} runs of pushes, main {own}: which one is the default branch is missing."
        )
        raise MissingError(sentence.format(other=rival[0], own=rival[1]))
    pushes = case.history.chosen(case.window, whys=[Why.PUSH])
    case.need(pushes, tr("Runs of pushes from {window} are missing.").format(window=case.window))
    is_trunk = pushes.rows["is_trunk"]
    case.need(pushes.where(is_trunk >= 0), tr("Which branch is the default one is missing from the runs."))
    return pushes.where(is_trunk == 1), len(pushes_of(pushes.where(is_trunk < 0)))


def _was_red(hours: Sequence[float]) -> Iterator[str]:
    """How often it was red, and for how long; nothing where it never was."""
    if hours:
        sentence = tr_n(
            "It was red once, for {time} of working time.",
            "It was red {n} times, the longest for {time} of working time.",
            len(hours),
        )
        yield sentence.format(n=len(hours), time=length(max(hours)))


def _reach(case: Case) -> float:
    """The share of the window that the runs reach over."""
    return case.window.covered(case.history.span)


def _passed(run: Run) -> bool:
    return run.outcome is Outcome.PASSED
