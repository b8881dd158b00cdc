"""Verdicts and models, printed: JSON and CSV for programs, tables for people."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from maturity import narrative as say
from maturity.assessment import Assessment, assess
from maturity.engagement import Engagement
from maturity.given import model_stamp
from maturity.model import Model
from maturity.roadmap import Roadmap, Step, plan
from maturity.traps import find_traps
from maturity.wording import count

if TYPE_CHECKING:
    from rich.console import RenderableType

WIDTH = 130  #: columns, where the output is not a terminal
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def verdict(model: Model, engagement: Engagement) -> dict[str, Any]:
    """Everything the model says of an engagement, as plain data: the contract of `maturity assess --format json`."""
    assessment = assess(model, engagement)
    roadmap = plan(assessment)
    steps = [_step(step) for step in roadmap.steps]
    first, second, third = [*steps[:3], None, None, None][:3]
    return {
        "key": engagement.key,
        "customer": engagement.customer,
        "achieved": assessment.achieved,
        "floor": assessment.floor,
        "ceiling": assessment.ceiling,
        "stages": _stages(assessment),
        "skipped": list(assessment.skipped),
        "traps": [{"key": hit.trap.key, "because": list(hit.because)} for hit in find_traps(assessment)],
        "target": _target(roadmap),
        "first": first,
        "second": second,
        "third": third,
        "then": steps[3:],
        "open_questions": [practice.key for practice in roadmap.open_questions],
        "deferred": _deferred(roadmap),
        "model": model_stamp(model),
    }


def as_json(model: Model, engagements: Sequence[Engagement]) -> str:
    """The verdicts as a JSON list, in input order."""
    verdicts = [verdict(model, engagement) for engagement in engagements]
    return json.dumps(verdicts, ensure_ascii=False, indent=2) + "\n"


def as_csv(model: Model, engagements: Sequence[Engagement]) -> str:
    """The verdicts as CSV, a row each; no cell starts a formula."""
    written = io.StringIO()
    rows = [_flat(verdict(model, engagement)) for engagement in engagements]
    columns = _flat_columns()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([[unformula(str(row[column])) for column in columns] for row in rows])
    return written.getvalue()


def as_table(model: Model, engagements: Sequence[Engagement]) -> str:
    """The verdicts as a table for people."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Engagement", no_wrap=True, overflow="fold")
    for column in ("Stage", "Target", "First", "Second", "Third"):
        table.add_column(column)
    for engagement in engagements:
        roadmap = plan(assess(model, engagement))
        table.add_row(*(Text(cell) for cell in _table_row(roadmap)))
    return _printed(table)


def model_sheet(model: Model) -> str:
    """A model for people: its stages with their practices, then signals, traps, numbers, and what is measured."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    parts: list[RenderableType] = [Text(f"{model.name} {model.version}", style="bold"), Text(f"hash {model.hash}\n")]
    for stage in model.stages:
        table = Table(
            title=Text(f"\n{stage.number} {stage.name}: {stage.promise}"),
            title_justify="left",
            box=None,
            pad_edge=False,
        )
        for column in ("Practice", "Kind", "Question", "Effort"):
            table.add_column(column)
        for practice in stage.practices:
            kind = "computed gate" if practice.computed else practice.kind.value
            table.add_row(practice.key, kind, Text(practice.question), say.effort(practice.effort_weeks))
        parts.append(table)
    traps = Table(title="\nTraps", title_justify="left", box=None, pad_edge=False, show_header=False)
    for trap in model.traps:
        traps.add_row(trap.key, Text(trap.harm))
    signals = Table(title="\nSignals", title_justify="left", box=None, pad_edge=False, show_header=False)
    for signal in model.signals:
        signals.add_row(signal.key, Text(signal.question))
    numbers = Table(title="\nNumbers", title_justify="left", box=None, pad_edge=False, show_header=False)
    for name in model.numbers.__struct_fields__:
        number = getattr(model.numbers, name)
        origin = "our estimate" if number.estimate else number.source
        numbers.add_row(name, f"{number.value:g}", Text(number.unit), origin)
    return _printed(Group(*parts, signals, traps, numbers, _thresholds(model)))


def _thresholds(model: Model) -> "RenderableType":
    """The numbers by which exports prove each practice, and what they are to show."""
    from rich.table import Table
    from rich.text import Text

    table = Table(title="\nWhat exports are measured by", title_justify="left", box=None, pad_edge=False)
    for column in ("Practice", "Number", "Value", "Unit", "From"):
        table.add_column(column)
    for practice in model.practices.values():
        for name, number in practice.thresholds.items():
            origin = "our estimate" if number.estimate else number.source
            table.add_row(practice.key, name, f"{number.value:g}", Text(number.unit), origin)
    return table


def unformula(cell: str) -> str:
    """The cell with an apostrophe before what a spreadsheet would run.

    >>> unformula("=1+1"), unformula("Baobab Pay")
    ("'=1+1", 'Baobab Pay')
    """
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def _stages(assessment: Assessment) -> list[dict[str, Any]]:
    return [
        {
            "stage": stage.stage.number,
            "gate": stage.gate.value,
            "gaps": [practice.key for practice in stage.gaps],
            "unknown": [practice.key for practice in stage.unknown],
            "banked": [practice.key for practice in stage.banked],
        }
        for stage in assessment.stages
    ]


def _target(roadmap: Roadmap) -> dict[str, Any]:
    until = roadmap.target.until
    return {
        "stage": roadmap.target.stage,
        "verdict": roadmap.target.verdict.value,
        "until": until.isoformat() if until else None,
    }


def _step(step: Step) -> dict[str, Any]:
    practice = step.practice
    return {
        "practice": practice.key,
        "stage": step.stage,
        "first_action": step.action,
        "effort_weeks": [practice.effort_weeks.low, practice.effort_weeks.high],
    }


def _deferred(roadmap: Roadmap) -> list[dict[str, Any]]:
    return [
        {
            "stage": deferral.stage,
            "practices": [practice.key for practice in deferral.practices],
            "reason": deferral.reason,
            "trigger": deferral.trigger,
            "revisit": deferral.revisit.isoformat(),
        }
        for deferral in roadmap.deferrals
    ]


def _flat_columns() -> tuple[str, ...]:
    return (
        *("key", "customer", "achieved", "floor", "ceiling", "target", "verdict", "until", "first", "second", "third"),
        *("skipped", "traps", "open_questions", "model", "model_hash"),
    )


def _flat(said: Mapping[str, Any]) -> dict[str, object]:
    """A verdict in one row; lists are joined by spaces, nothing is written for nothing."""
    return {
        **{name: said[name] for name in ("key", "customer", "achieved", "floor", "ceiling")},
        "target": said["target"]["stage"],
        "verdict": said["target"]["verdict"],
        "until": said["target"]["until"] or "",
        **{place: said[place]["practice"] if said[place] else "" for place in ("first", "second", "third")},
        "skipped": " ".join(map(str, said["skipped"])),
        "traps": " ".join(trap["key"] for trap in said["traps"]),
        "open_questions": " ".join(said["open_questions"]),
        "model": f"{said['model']['name']} {said['model']['version']}",
        "model_hash": said["model"]["hash"],
    }


def _table_row(roadmap: Roadmap) -> list[str]:
    assessment, target = roadmap.assessment, roadmap.target
    stands = str(assessment.floor)
    stands += f" to {assessment.ceiling}" if assessment.ceiling > assessment.floor else ""
    names = [step.practice.name for step in roadmap.first_three]
    if roadmap.is_done:
        names = ["done: nothing left"]
    elif not names:
        names = [f"settle {count(len(roadmap.open_questions), 'open question')}"]
    verdict_name = assessment.model.words.verdicts[target.verdict].name.lower()
    return [
        assessment.engagement.key,
        stands,
        f"{target.stage}, {verdict_name}",
        *[*names, "", "", ""][:3],
    ]


def _printed(thing: "RenderableType") -> str:
    from rich.console import Console

    console = Console(file=io.StringIO(), width=None if Console().is_terminal else WIDTH, highlight=False)
    with console.capture() as captured:
        console.print(thing)
    return captured.get()
