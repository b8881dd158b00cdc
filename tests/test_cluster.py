"""A Parquet export counts the same here and on a cluster, one of whose workers is killed."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from histories import engagements_in, fictional_columns
from strategies import BUILT_IN_MODEL as MODEL

from maturity.cli import main
from maturity.cluster import find_on, read_export
from maturity.columns import columns_of
from maturity.errors import InputError
from maturity.findings import find
from maturity.ledger import write_parquet
from maturity.store import open_store

CUSTOMERS = 60
pytestmark = pytest.mark.filterwarnings("default")  # what the cluster's own libraries say is theirs


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The history of fictional customers as Parquet files, several of them."""
    folder = tmp_path_factory.mktemp("export")
    with open_store(folder / "history.db", model=MODEL, create=True) as store:
        for one in engagements_in(fictional_columns(CUSTOMERS)):
            store.save_engagement(one, "tester")
        assert len(write_parquet(store, folder / "parquet", size=12)) > 5
    return folder / "parquet"


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A real scheduler's address, and its two workers' processes."""
    file = tmp_path / "scheduler.json"
    say = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
    scheduler = subprocess.Popen(
        [*say, "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    work = [sys.executable, "-m", "distributed.cli.dask_worker", "--scheduler-file", str(file), "--nthreads", "1"]
    workers: list[subprocess.Popen[bytes]] = []
    try:
        _wait_for(file)
        local = ["--no-nanny", "--no-dashboard", "--local-directory", str(tmp_path)]
        workers += [subprocess.Popen([*work, *local], stderr=subprocess.DEVNULL) for _ in range(2)]
        yield json.loads(file.read_text(encoding="utf-8"))["address"], workers
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()


def _wait_for(file: Path) -> None:
    deadline = time.monotonic() + 60
    while not file.exists() or not file.read_text(encoding="utf-8").strip():
        assert time.monotonic() < deadline, "the scheduler did not start"
        time.sleep(0.1)


def test_an_export_says_what_its_engagements_say(export: Path) -> None:
    """File by file in this process: the counts of the engagements."""
    held = engagements_in(fictional_columns(CUSTOMERS))
    found = find(MODEL, read_export(export, MODEL))
    whole = find(MODEL, [(columns_of(MODEL, held), True)])
    assert found == whole


def test_an_export_says_that_its_customers_are_made_up(export: Path) -> None:
    """The label stays on the page; an export made before it was kept has none, and is read all the same."""
    from pyarrow import parquet

    file = next(export.glob("*.parquet"))
    assert parquet.read_table(file)["fictional"].to_pylist().count(True) > 0
    assert find(MODEL, read_export(export, MODEL)).is_fictional


def test_an_export_of_an_older_version_is_read(export: Path, tmp_path: Path) -> None:
    """It counts the same, and says of nobody that they are made up."""
    from pyarrow import parquet

    for file in export.glob("*.parquet"):
        parquet.write_table(parquet.read_table(file).drop_columns(["fictional"]), tmp_path / file.name)
    older, newer = (find(MODEL, read_export(folder, MODEL)) for folder in (tmp_path, export))
    assert older == replace(newer, is_fictional=False)


def test_a_cluster_counts_the_same_though_a_worker_is_killed(
    export: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    """Two workers, one killed after the first file: every cell is equal, none counted twice or lost."""
    address, workers = cluster
    counted: list[int] = []

    def told() -> None:
        counted.append(1)
        if len(counted) == 1:
            workers[0].send_signal(signal.SIGKILL)

    found = find_on(address, export, MODEL, told=told)
    assert found == find(MODEL, read_export(export, MODEL))
    assert len(counted) == len(list(export.glob("*.parquet")))
    assert workers[0].wait(timeout=30) == -signal.SIGKILL


def test_a_scheduler_that_does_not_answer_is_told(export: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its address, in one line."""
    monkeypatch.setattr("maturity.scheduler.PATIENCE", 0.5)
    with pytest.raises(InputError, match=r"no scheduler answers at 'tcp://127\.0\.0\.1:9'"):
        find_on("tcp://127.0.0.1:9", export, MODEL)


@pytest.mark.parametrize("address", ["nonsense", "http://127.0.0.1:9", "tcp://127.0.0.1"])
def test_an_address_of_no_scheduler_is_refused(export: Path, address: str) -> None:
    """At once: the client would wait, and hang when it ends."""
    with pytest.raises(InputError, match="expected tcp://HOST:PORT"):
        find_on(address, export, MODEL)


def test_a_scheduler_without_an_export_is_refused(tmp_path: Path) -> None:
    """A folder of answers is no Parquet export."""
    said = CliRunner().invoke(
        main, ["trends", str(tmp_path), "--scheduler", "tcp://127.0.0.1:9", "--out", str(tmp_path)]
    )
    assert said.exit_code == 2
    assert "Parquet" in said.output
