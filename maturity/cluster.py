"""Trends of a store's Parquet export: file by file here, or by many machines at once."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace

import msgspec

from maturity.columns import Columns
from maturity.findings import Counted, Findings, conclude, count_chunk
from maturity.model import Model
from maturity.model_file import parse_model
from maturity.scheduler import connect
from maturity.thin_rows import COLUMNS, FICTIONAL, columns_of_rows

TRIES = 5  #: of a file whose worker died


def is_export(source: Path | str) -> bool:
    """Whether this is a folder of Parquet files."""
    return "://" not in str(source) and any(Path(source).glob("*.parquet"))


def read_export(folder: Path, model: Model) -> Iterator[tuple[Columns, bool]]:
    """The complete customers of each file, each with whether any of its engagements is fictional."""
    for file in _files(folder):
        yield _read(file, model)


def find_on(address: str, folder: Path, model: Model, *, told: Callable[[], None] = lambda: None) -> Findings:
    """What an export says, counted by the workers of a Dask scheduler, a file each; equal to counting it here.

    The folder has the same path on every worker. What a dead worker had in hand is counted by another one.
    `told` hears of each file that was counted.

    Raises:
        InputError: there is no scheduler at that address, or the extra `cluster` is not installed.
    """
    files, text = _files(folder), msgspec.json.encode(model, order="sorted").decode()
    counted = Counted()
    with connect(address) as client:
        from distributed import as_completed

        futures = client.map(count_file, [str(file) for file in files], model=text, retries=TRIES, pure=False)
        for future in as_completed(futures, loop=client.loop):
            counted += future.result()
            future.release()
            told()
    return conclude(model, counted)


def count_file(file: str, *, model: str) -> Counted:
    """The counts of one file under a model given as JSON."""
    judged_by = _model(model)
    columns, is_fictional = _read(Path(file), judged_by)
    return count_chunk(judged_by, columns, is_fictional=is_fictional)


@lru_cache(maxsize=4)
def _model(text: str) -> Model:
    return parse_model(text, place="model")


def _files(folder: Path) -> list[Path]:
    return sorted(folder.resolve().glob("*.parquet"))


def _read(file: Path, model: Model) -> tuple[Columns, bool]:
    from pyarrow import parquet

    table = parquet.ParquetFile(file)
    wanted = {*COLUMNS, FICTIONAL} - {"facts"}  # an export of an older version does not say who is made up
    rows = table.read(columns=[name for name in table.schema_arrow.names if name in wanted]).to_pylist()
    return columns_of_rows(model, [SimpleNamespace(**row) for row in rows]), any(row.get(FICTIONAL) for row in rows)
