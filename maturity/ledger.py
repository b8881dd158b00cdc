"""A store as files: JSON that loses nothing, CSV for spreadsheets, Parquet for many machines."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from maturity.engagement import Engagement, to_json
from maturity.errors import Fault, InputError
from maturity.files import ready_folder, write_whole
from maturity.intake.facts import facts_on
from maturity.intake.responses import PARTS
from maturity.model import Answer, Model
from maturity.report import unformula
from maturity.thin_rows import FICTIONAL, is_fictional

if TYPE_CHECKING:
    from maturity.store import Store

#: columns of `engagement` that trends count; of the facts as JSON only `fictional` leaves home
THIN = (
    *("customer", "held_on", "country", "industry", "engineers", "consultant"),
    *("stage_since", "platform", "marks", "grades", "claims", "signals", "achieved", "ceiling", "model", "saved_at"),
)


def json_lines(engagements: Iterable[Engagement]) -> Iterator[str]:
    """A JSON list, an engagement a line: any SOURCE can be it, and nothing is lost."""
    before = "[\n"
    for engagement in engagements:
        yield f"{before}{to_json(engagement)}"
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def csv_lines(model: Model, engagements: Iterable[Engagement]) -> Iterator[str]:
    """The table of engagements that any SOURCE can be: a row each, no cell a formula.

    Text that a spreadsheet would run gets an apostrophe before it; JSON has it as it was.

    Raises:
        InputError: an engagement answers what the model does not have, so that the table has no column for it.
    """
    facts = facts_on(date.max)
    parts = [(p.key, part, p.key if part == "answer" else f"{p.key}.{part}") for p in model.asked for part in PARTS]
    columns = [*(fact.column for fact in facts), *model.signal_names, *(column for _, _, column in parts)]
    yield _line(columns)
    for engagement in engagements:
        strangers = {*engagement.responses, *engagement.signals} - set(columns)
        if strangers:
            named = ", ".join(sorted(strangers))
            problem = f"answers {named}, which the model does not have; expected its own model, or JSON"
            raise InputError([Fault(place=engagement.key, problem=problem)])
        cells = [fact.of(engagement) for fact in facts]
        cells += [engagement.signals.get(key) for key in model.signal_names]
        cells += [_part(engagement, key, part) for key, part, _ in parts]
        yield _line([_cell(value) for value in cells])


def write_parquet(store: "Store", folder: Path, *, size: int = 100_000) -> tuple[Path, ...]:
    """The thin rows in Parquet files, each of complete customers, so that every file can be counted by itself.

    Raises:
        InputError: the extra `cluster` is not installed, or the folder holds Parquet files already.
        UnwritableError: the folder can't be written.
    """
    pa, parquet = _arrow()
    ready_folder(folder)
    if any(folder.glob("*.parquet")):
        problem = "holds Parquet files already; expected an empty folder, so that no customer is counted twice"
        raise InputError([Fault(place=str(folder), problem=problem)])
    columns = ("slug", "key", *THIN, FICTIONAL)
    types = {"held_on": pa.date32(), "stage_since": pa.date32(), "engineers": pa.int64(), "saved_at": pa.int64()}
    types |= {"achieved": pa.int16(), "ceiling": pa.int16(), FICTIONAL: pa.bool_()}
    schema = pa.schema([(name, types.get(name, pa.string())) for name in columns])
    written = []
    for number, block in enumerate(store.blocks((*THIN, "facts"), size=size)):
        rows = [(*row[:-1], is_fictional(row[-1])) for row in block]
        by_column = dict(zip(columns, zip(*rows, strict=True), strict=True))
        body = io.BytesIO()
        parquet.write_table(pa.table(by_column, schema=schema), body, compression="zstd")
        written.append(folder / f"engagements-{number:05d}.parquet")
        write_whole(written[-1], body.getvalue())
    return tuple(written)


def _arrow() -> tuple[Any, Any]:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ModuleNotFoundError as error:
        problem = "needs the extra `cluster`; expected `pip install 'maturity[cluster]'`"
        raise InputError([Fault(place="--format parquet", problem=problem)]) from error
    return pa, parquet


def _part(engagement: Engagement, key: str, part: str) -> object:
    response = engagement.responses.get(key)
    return getattr(response, part) if response else None


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.17g}" if float(f"{value:.15g}") != value else f"{value:.15g}"
    text = "" if value is None else str(value)
    return unformula(text) if isinstance(value, str) and not isinstance(value, Answer) else text


def _line(cells: Iterable[str]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerow(cells)
    return written.getvalue()
