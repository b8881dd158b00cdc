"""Briefings made on a real cluster are those made here: same bytes, each once, whoever dies, dawdles or is strange."""

import signal
import socket
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec
import nbformat
import pytest
from clusters import Cluster, cluster_of
from fictional import fictional_engagements

from maturity.batch import Order, brief
from maturity.engagement import Engagement
from maturity.errors import InputError
from maturity.farm import brief_on, open_farm
from maturity.model_file import built_in_model
from maturity.overview import Outcome, Status, read_manifest

ORDER = Order(model=built_in_model())
HELD: tuple[Engagement, ...] = tuple(fictional_engagements(6))
pytestmark = pytest.mark.filterwarnings("default")  # what the cluster's own libraries say is theirs


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """What a run on this machine delivers, by name."""
    folder = tmp_path_factory.mktemp("local")
    assert {outcome.status for outcome in brief(HELD, folder, ORDER)} == {Status.MADE}
    return delivered(folder)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler and two workers."""
    with cluster_of(2, tmp_path_factory.mktemp("cluster")) as running:
        yield running


def delivered(folder: Path) -> Mapping[str, bytes]:
    """The files of a folder but the manifest, which tells how long each took."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "manifest.json"}


def facts(outcomes: Mapping[str, Outcome]) -> list[tuple[object, ...]]:
    """What a manifest says, but how long each took."""
    return [(made.key, made.status, made.files, made.fingerprint, made.problem) for made in outcomes.values()]


def after(number: int, act: Callable[[], None]) -> Callable[[Outcome], None]:
    """Acts once, when so many outcomes were heard of."""
    heard: list[str] = []

    def told(outcome: Outcome) -> None:
        heard.append(outcome.key)
        if len(heard) == number:
            act()

    return told


def test_workers_write_to_an_address_what_a_local_run_writes(
    cluster: Cluster, local: Mapping[str, bytes], tmp_path: Path
) -> None:
    """Same files, same bytes, same index; the manifest tells of all of them; nothing half-written stays."""
    out = (tmp_path / "share").as_uri()
    outcomes = brief_on(cluster.address, HELD, out, ORDER)
    assert [(made.key, made.status) for made in outcomes] == [(one.key, Status.MADE) for one in HELD]
    assert delivered(tmp_path / "share") == local
    assert facts(read_manifest(tmp_path / "share")) == facts({made.key: made for made in outcomes})


def test_a_second_run_to_an_address_makes_what_is_missing_and_keeps_what_was_edited(
    cluster: Cluster, local: Mapping[str, bytes], tmp_path: Path
) -> None:
    """As in a folder: a lost page comes back, an edited one stays until it is forced, the rest is left alone."""
    out, share = (tmp_path / "share").as_uri(), tmp_path / "share"
    brief_on(cluster.address, HELD[:3], out, ORDER)
    lost, edited = share / f"{HELD[0].key}.html", share / f"{HELD[1].key}.html"
    lost.unlink()
    edited.write_text("edited", encoding="utf-8")
    again = brief_on(cluster.address, HELD[:3], out, ORDER)
    assert [made.status for made in again] == [Status.MADE, Status.KEPT, Status.UNCHANGED]
    assert "changed by hand" in again[1].problem
    assert edited.read_text(encoding="utf-8") == "edited"
    assert lost.read_bytes() == local[lost.name]


@pytest.mark.parametrize("is_folder", [True, False], ids=["folder", "address"])
def test_a_worker_makes_an_edited_workbook_anew_around_its_edits(
    cluster: Cluster, tmp_path: Path, *, is_folder: bool
) -> None:
    """As on this machine, byte for byte, with what moved since the customer's engagement before; then it is quiet."""
    first, second = HELD[0], msgspec.structs.replace(HELD[0], held_on=date(2026, 11, 2), responses={})
    share, here = tmp_path / "share", tmp_path / "here"
    out = share if is_folder else share.as_uri()
    brief((first, second), here, ORDER)
    brief_on(cluster.address, (first, second), out, ORDER)
    for folder in (here, share):
        path = folder / f"{second.key}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        notebook.cells.append(nbformat.v4.new_markdown_cell("## Next\n\nWe meet in May.", id="mine"))
        nbformat.write(notebook, path)
        assert "What moved since last time" in path.read_text(encoding="utf-8")
    stands = {path.name: path.read_bytes() for path in share.iterdir()}
    dry = brief_on(cluster.address, (first, second), out, ORDER, dry_run=True)
    assert {path.name: path.read_bytes() for path in share.iterdir()} == stands
    local = brief((first, second), here, ORDER)
    afar = brief_on(cluster.address, (first, second), out, ORDER)
    assert afar[1].lines[:1] == (f"{second.key}: made anew around your edits",)
    for ours, theirs, foretold in zip(local, afar, dry, strict=True):
        assert replace(theirs, seconds=0) == replace(ours, seconds=0) == replace(foretold, seconds=0)
    assert delivered(share) == delivered(here)
    again = brief_on(cluster.address, (first, second), out, ORDER)
    assert [(made.status, made.lines) for made in again] == [(Status.UNCHANGED, ())] * 2


def test_a_dry_run_at_an_address_makes_no_folder_there(cluster: Cluster, tmp_path: Path) -> None:
    """It is only looked at."""
    (made,) = brief_on(cluster.address, HELD[:1], (tmp_path / "share").as_uri(), ORDER, dry_run=True)
    assert (made.status, set(made.files), list(tmp_path.iterdir())) == (Status.MADE, {"ipynb", "html"}, [])


def test_a_failed_notebook_is_kept_at_the_address_too(cluster: Cluster, tmp_path: Path) -> None:
    """The others are delivered, and the cause is told; a good run takes it away."""
    fails = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell("engagement = ''", metadata={"tags": ["parameters"]})]
    )
    fails.cells.append(nbformat.v4.new_code_cell(f"assert {HELD[0].customer!r} not in engagement, 'not this one'"))
    order = replace(ORDER, notebook=nbformat.writes(fails), formats=("ipynb",))
    bad, good = brief_on(cluster.address, HELD[:2], tmp_path.as_uri(), order)
    assert (bad.status, good.status) == (Status.FAILED, Status.MADE)
    assert "AssertionError: not this one" in bad.problem
    assert "not this one" in (tmp_path / f"{HELD[0].key}.failed.ipynb").read_text(encoding="utf-8")
    assert "not this one" in (tmp_path / "index.html").read_text(encoding="utf-8")
    (made,) = brief_on(cluster.address, HELD[:1], tmp_path.as_uri(), replace(ORDER, formats=("ipynb",)))
    assert made.status is Status.MADE
    assert not (tmp_path / f"{HELD[0].key}.failed.ipynb").exists()
    assert {f"{HELD[0].key}.ipynb", f"{HELD[1].key}.ipynb"} <= {path.name for path in tmp_path.iterdir()}
    assert set(read_manifest(tmp_path)) == {HELD[0].key, HELD[1].key}


def test_a_worker_that_stands_still_does_not_hold_the_run(
    cluster: Cluster, local: Mapping[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it has in hand is given to another one too; each briefing is told of once."""
    monkeypatch.setattr("maturity.farm.run.LATEST", 0.5)
    still = cluster.workers[0]
    heard: list[str] = []
    stop = after(1, lambda: still.send_signal(signal.SIGSTOP))

    def told(made: Outcome) -> None:
        heard.append(made.key)
        stop(made)

    try:
        brief_on(cluster.address, HELD, tmp_path, ORDER, told=told)
    finally:
        still.send_signal(signal.SIGCONT)
    assert sorted(heard) == sorted(one.key for one in HELD)
    assert delivered(tmp_path) == local


def test_a_worker_of_other_versions_is_refused_by_name(cluster: Cluster, tmp_path: Path) -> None:
    """Before anything is made: its address, what it has, and what is expected."""
    preload = tmp_path / "older.py"
    preload.write_text(
        "from importlib import metadata\n"
        "real = metadata.distribution\n"
        "class Older: version = '0.0.1'\n"
        "def version(name): return (Older if name in {'papermill', 'plotly'} else real(name)).version\n"
        "metadata.version = version\n",
        encoding="utf-8",
    )
    stranger = cluster.add("--preload", str(preload))
    try:
        cluster.wait_for(3)
        expected = (
            r"--scheduler: worker tcp://127\.0\.0\.1:\d+ has papermill 0\.0\.1 \(here .+ and plotly 0\.0\.1 \(here"
        )
        with pytest.raises(InputError, match=expected):
            brief_on(cluster.address, HELD, tmp_path / "out", ORDER)
        assert not (tmp_path / "out").exists()
    finally:
        stranger.kill()
        stranger.wait()
        cluster.wait_for(2)


def test_every_briefing_is_there_once_though_a_worker_is_killed_half_way(
    cluster: Cluster, local: Mapping[str, bytes], tmp_path: Path
) -> None:
    """Same bytes as the local run, in the folder of the one who asked."""
    killed = cluster.workers[1]
    heard: list[str] = []
    kill = after(len(HELD) // 2, lambda: killed.send_signal(signal.SIGKILL))

    def told(made: Outcome) -> None:
        heard.append(made.key)
        kill(made)

    outcomes = brief_on(cluster.address, HELD, tmp_path, ORDER, told=told)
    assert killed.wait(timeout=10) == -signal.SIGKILL
    assert sorted(heard) == sorted(one.key for one in HELD)
    assert [made.status for made in outcomes] == [Status.MADE] * len(HELD)
    assert delivered(tmp_path) == local


def test_a_run_without_workers_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the command that starts one."""
    monkeypatch.setattr("maturity.farm.crew.ARRIVAL", 0.2)
    with (
        cluster_of(0, tmp_path) as empty,
        pytest.raises(InputError, match=f"no workers; expected `dask worker {empty.address}`"),
    ):
        brief_on(empty.address, HELD, tmp_path, ORDER)


def test_a_port_that_says_nothing_is_no_scheduler(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is given up after a while, though the connection stands."""
    monkeypatch.setattr("maturity.scheduler.PATIENCE", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        address = f"tcp://127.0.0.1:{mute.getsockname()[1]}"
        with pytest.raises(InputError, match=f"what stands at '{address}' is no scheduler"), open_farm(address):
            pass


def test_a_dead_address_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """In one line, with the address."""
    monkeypatch.setattr("maturity.scheduler.PATIENCE", 0.3)
    with (
        pytest.raises(InputError, match=r"no scheduler answers at 'tcp://127\.0\.0\.1:9'"),
        open_farm("tcp://127.0.0.1:9"),
    ):
        pass


def test_tls_needs_certificates_in_dasks_own_configuration() -> None:
    """The refusal says where they are expected."""
    with (
        pytest.raises(InputError, match=r"needs certificates; .*distributed\.comm\.tls"),
        open_farm("tls://127.0.0.1:9"),
    ):
        pass
