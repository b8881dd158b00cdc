"""The door's `brief` command: a briefing for every engagement of a source."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from maturity.commands import (
    DONE,
    SOME_FAILED,
    chosen_model,
    ending_like_ctrl_c,
    model_option,
    pace_bar,
    refusing,
    tell,
    text_of,
)
from maturity.errors import Fault, InputError, MaturityError, did_you_mean
from maturity.files import WORKBOOKS
from maturity.language import ENGLISH, known_language
from maturity.proven_cli import Hints, hint_options, read_proven
from maturity.trends_cli import find_in

if TYPE_CHECKING:
    from maturity.batch import Events, Order, Pace
    from maturity.model import Model
    from maturity.overview import Outcome
    from maturity.proven import Proven

USUAL_LIMIT = 120  #: seconds; a workbook takes a tenth of a second to five


@click.command()
@click.argument("source")
@click.option(
    "--out", default=str(WORKBOOKS), show_default=True, help="Folder for what is made; with --scheduler, any address."
)
@click.option("--formats", default="ipynb,html", show_default=True, help="What to make, with commas between.")
@click.option("--only", multiple=True, metavar="KEY", help="Make only this engagement; may be given again.")
@click.option(
    "--jobs", type=click.IntRange(1, 64), default=None, help="Workbooks at a time; as many as there are processors."
)
@click.option(
    "--limit",
    type=click.IntRange(1, 86_400),
    default=USUAL_LIMIT,
    show_default=True,
    metavar="SECONDS",
    help="How long one workbook may take.",
)
@click.option("--force", is_flag=True, help="Make everything again, even pages that were changed by hand.")
@click.option(
    "--edits",
    type=click.Choice(["keep", "discard"]),
    default="keep",
    show_default=True,
    help="What becomes of a workbook that was changed by hand: made anew around the changes, or without them.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be made, and write nothing.")
@click.option(
    "--peers", metavar="SOURCE", help="Compare with the customers in there: groups of five or more, nobody named."
)
@click.option("--interactive", is_flag=True, help="Pages with plotly charts (about 5 MB each) instead of static ones.")
@click.option(
    "--notebook", "notebook_file", type=click.Path(path_type=Path), help="A notebook of your own, run instead of ours."
)
@click.option(
    "--brand", "brand_file", type=click.Path(path_type=Path), help="Your firm's name, logo and colours (YAML)."
)
@click.option(
    "--language", default=ENGLISH, show_default=True, metavar="CODE", help="What the briefings speak: en or fr."
)
@hint_options
@click.option("--scheduler", metavar="ADDRESS", help="Let the workers of a Dask scheduler make them (tcp://HOST:PORT).")
@click.option("--json", "as_json", is_flag=True, help="Tell programs how it goes: a JSON object a line.")
@model_option
@refusing
def brief(  # noqa: PLR0913, PLR0917  (a command has the options that it has)
    source: str,
    out: str,
    formats: str,
    only: tuple[str, ...],
    jobs: int | None,
    limit: int,
    peers: str | None,
    notebook_file: Path | None,
    brand_file: Path | None,
    language: str,
    hints: Hints,
    scheduler: str | None,
    model_file: Path | None,
    *,
    force: bool,
    edits: str,
    dry_run: bool,
    interactive: bool,
    as_json: bool,
) -> int:
    """Make a briefing workbook and page for every engagement in SOURCE.

    SOURCE is a folder with engagements.csv and answers/, one .csv, .xlsx or .json file, or a store.

    Exports in SOURCE/evidence/KEY/ (runs, deployments, incidents, metrics, SLOs) prove or contradict what was said.

    What stands and would come out the same is left alone; a run that was stopped goes on when it is run again.

    A workbook that you changed is made anew around your changes, and the other formats from that.
    """
    from maturity.batch import Order, chosen_formats
    from maturity.brand import Brand, read_brand
    from maturity.own_notebook import read_notebook

    ending_like_ctrl_c()
    wish = _Wish(out=out, only=only, jobs=jobs, limit=limit, scheduler=scheduler, as_json=as_json, dry_run=dry_run)
    wish.check()
    model = chosen_model(model_file)
    order = Order(
        model=model,
        model_text=text_of(model_file),
        notebook=read_notebook(notebook_file) if notebook_file else "",
        formats=chosen_formats(formats.split(","), place="--formats"),
        brand=read_brand(brand_file) if brand_file else Brand(),
        interactive=interactive,
        language=known_language(language, place="--language"),
        force=force,
        discard=edits == "discard",
    )
    proven = read_proven(source, model, language=order.language, hints=hints, only=only)
    table, failed = _published(peers, model, hints) if peers is not None else ("", False)
    status = _make(proven, replace(order, peers=table), wish)
    return SOME_FAILED if failed else status


@dataclass(frozen=True, kw_only=True)
class _Wish:
    """What the command was asked for, beside what to make."""

    out: str
    only: tuple[str, ...]
    jobs: int | None
    limit: int  #: seconds a workbook
    scheduler: str | None
    as_json: bool
    dry_run: bool

    def check(self) -> None:
        """Refuse what only a cluster can do."""
        from maturity.depot import is_address

        if is_address(self.out) and not self.scheduler:
            problem = f"{self.out!r} is an address, where only workers write; expected a folder, or --scheduler too"
            raise InputError([Fault(place="--out", problem=problem)])

    def run(self, proven: "Proven", order: "Order", **hearing: Any) -> tuple["Outcome", ...]:  # noqa: ANN401  (what `brief` calls with)
        """The outcomes, made by the workers of a scheduler or on this machine."""
        from maturity.batch import brief as brief_here

        intake = proven.intake
        shared = {
            **hearing,
            "evidence": proven.evidence,
            "only": set(self.only) or None,
            "limit": self.limit,
            "unread": intake.failed,
            "dry_run": self.dry_run,
        }
        if self.scheduler:
            from maturity.farm import brief_on

            return brief_on(self.scheduler, intake.engagements, self.out, order, **shared)
        return brief_here(intake.engagements, Path(self.out), order, jobs=self.jobs or os.cpu_count() or 1, **shared)


def _make(proven: "Proven", order: "Order", wish: _Wish) -> int:
    """Make them, tell how it goes, and say the exit status."""
    from maturity.batch import Events, Pace
    from maturity.overview import Status

    intake = proven.intake
    keys = [engagement.key for engagement in intake.engagements]
    _refuse_strangers(wish.only, keys)
    pace = Pace(total=len(set(wish.only)) or len(keys))
    events = Events(
        write=click.echo if wish.as_json else _unheard, pace=pace, unread=intake.failed, dry_run=wish.dry_run
    )
    events.start(wish.out, order)
    try:
        with _told(pace, events) as (told, said):
            outcomes = wish.run(proven, order, told=told, said=said)
    except (MaturityError, KeyboardInterrupt) as error:
        events.end(wish.out, stopped=str(error) or "stopped by the user")
        raise
    events.end(wish.out)
    if not wish.as_json:
        _sum_up(outcomes, wish, pace.summed_up(unread=len(intake.failed)))
    return SOME_FAILED if intake.failed or proven.warnings or pace.counts[Status.FAILED] else DONE


def _sum_up(outcomes: Iterable["Outcome"], wish: _Wish, summary: str) -> None:
    """Say where everything is; of a dry run, what it would have done."""
    from maturity.overview import INDEX

    if not wish.dry_run:
        click.echo(f"{wish.out.rstrip('/')}/{INDEX}: {summary}")
        return
    for outcome in outcomes:
        click.echo("\n".join(outcome.foretold))
    click.echo(f"Nothing was written to {wish.out}: {summary}")


@contextmanager
def _told(pace: "Pace", events: "Events") -> Iterator[tuple[Callable[["Outcome"], None], Callable[[str], None]]]:
    """What hears of each outcome, and of a remark: the bar, a line for each problem, and the events."""
    with pace_bar(pace) as draw:

        def told(outcome: "Outcome") -> None:
            pace.hear(outcome)
            events.hear(outcome)
            draw(*([] if events.dry_run else outcome.lines))

        yield told, draw


def _unheard(_line: str) -> None:
    """Nobody asked for events."""


def _published(source: str, model: "Model", hints: Hints) -> tuple[str, bool]:
    """What may be published of the source's customers, as JSON, and whether some of them could not be read."""
    from maturity.peers import peers_to_json
    from maturity.rates import FEWEST

    found, failed = find_in(source, model, hints=hints.of_all)
    if found.peers.cells:
        return peers_to_json(found.shown_peers), failed
    tell(f"--peers: fewer than {FEWEST} customers are too few to compare anybody with; no briefing shows peers")
    return "", failed


def _refuse_strangers(only: tuple[str, ...], keys: list[str]) -> None:
    problems = [f"{key!r} is not in the source{did_you_mean(key, keys)}" for key in only if key not in keys]
    if problems:
        raise InputError(Fault(place="--only", problem=problem) for problem in problems)
