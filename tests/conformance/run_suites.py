"""nbclient's and papermill's own tests over our engine and over the standard one: what passes, what does not, and why.

Run by hand: `uv run python tests/conformance/run_suites.py [--suite NAME] [--engine ENGINE] [--sources FOLDER]`.
The sources come from the package registry, and with what the tests need go into a folder outside the repository.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from conformance.suites import SUITES, Suite, tests_in  # noqa: E402  (run as a script, its neighbours are beside it)
from environments import call, python_with  # noqa: E402  (the same)

ENGINES = ("forked", "inside", "standard")  #: our kernels in a process of their own, or in the caller's; and theirs
Verdicts = Mapping[str, Mapping[str, Any]]  # what became of each test, by its name


def main(arguments: argparse.Namespace) -> bool:
    """Print the verdicts of the suites asked for; False when our engine fails a test for no known reason."""
    print(f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}")
    unexplained = 0
    for suite in (SUITES[arguments.suite],) if arguments.suite else SUITES.values():
        room = arguments.room / f"{suite.package}-{version(suite.package)}"
        python = python_with(suite.needs, room)
        sources = arguments.sources or sources_of(suite, room, python)
        verdicts = {engine: run(suite, sources, python, engine, arguments) for engine in arguments.engine or ENGINES}
        unexplained += tell(suite, sources, verdicts)
    return not unexplained


def sources_of(suite: Suite, room: Path, python: Path) -> Path:
    """The sources of the very version that is installed here, with their tests, unpacked."""
    name = f"{suite.package}-{version(suite.package)}"
    if not (room / name).exists():
        wanted = f"{suite.package}=={version(suite.package)}"
        options: list[str | Path] = ["--quiet", "--no-deps", "--no-binary", suite.package, "--dest", room]
        call([python, "-m", "pip", "download", *options, wanted])
        with tarfile.open(room / f"{name}.tar.gz") as archive:
            archive.extractall(room, filter="data")
    return room / name


def run(suite: Suite, sources: Path, python: Path, engine: str, arguments: argparse.Namespace) -> Verdicts:
    """What became of each test with this engine."""
    with tempfile.TemporaryDirectory(prefix="conformance-") as name:
        folder = Path(name)
        copy = shutil.copytree(sources, folder / "sources")
        shares = [
            subprocess.Popen(
                [python, *_options(suite, engine, arguments), *_share(folder, share, arguments.jobs)],
                cwd=copy,
                env={**os.environ, "PYTHONPATH": str(HERE.parent), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            for share in range(arguments.jobs)
        ]
        said = [share.communicate()[0] for share in shares]
        lines = [line for path in folder.glob("*.jsonl") for line in path.read_text(encoding="utf-8").splitlines()]
    if not lines:
        message = f"{suite.package}: no test was run: {said[0][-2000:]}"
        raise RuntimeError(message)
    return {verdict["test"]: verdict for verdict in map(json.loads, lines)}


def tell(suite: Suite, sources: Path, verdicts: Mapping[str, Verdicts]) -> int:
    """Print the counts of each engine and every test that one did not pass; how many of ours have no known reason."""
    print(f"\n{suite.package} {version(suite.package)}: {len(next(iter(verdicts.values())))} tests")
    print(f"{'engine':<10}{'passed':>8}{'failed':>8}{'not applicable':>16}{'on our kernel':>15}")
    for engine, found in verdicts.items():
        counts = Counter(verdict["outcome"] for verdict in found.values())
        ours = sum(verdict.get("on_our_kernel", False) for verdict in found.values())
        print(f"{engine:<10}{counts['passed']:>8}{counts['failed']:>8}{counts['not applicable']:>16}{ours:>15}")
    for name, reason in suite.left_out.items():
        print(f"not applicable: {name}, {tests_in(sources / suite.folder / name)} tests: {reason}")
    unexplained = 0
    for test in sorted({name for found in verdicts.values() for name in found}):
        fates = {engine: found[test] for engine, found in verdicts.items() if test in found}
        if all(fate["outcome"] == "passed" for fate in fates.values()):
            continue
        print(f"- {test.removeprefix(suite.folder + '/')}")
        for engine, fate in fates.items():
            print(f"    {engine:<9} {fate['outcome']}" + (f": {fate['reason']}" if fate["reason"] else ""))
        known = next((reason for part, reason in suite.reasons.items() if part in test), "")
        failed = {engine for engine, fate in fates.items() if fate["outcome"] == "failed"}
        if known and failed - {"standard"}:
            print(f"    why       {known}")
        unexplained += bool(failed) and "standard" not in failed and not known
    return unexplained


def _share(folder: Path, share: int, of: int) -> Sequence[str | Path]:
    return ["--verdicts", folder / f"{share}.jsonl", "--share", f"{share}/{of}"]


def _options(suite: Suite, engine: str, arguments: argparse.Namespace) -> Sequence[str]:
    plugins = ["conformance.one_process_each"]
    if engine != "standard":
        plugins.append(f"conformance.our_{engine}")
    if any(need.startswith("pytest-asyncio") for need in suite.needs):
        plugins += ["pytest_asyncio.plugin", "flaky.flaky_pytest_plugin"]
    return [
        *("-m", "pytest", suite.folder, "-q", "-p", "no:cacheprovider", "-o", "addopts="),
        *(part for plugin in plugins for part in ("-p", plugin)),
        *(f"--ignore={suite.folder}/{name}" for name in suite.left_out),
        *("--seconds-each", str(arguments.seconds)),
        *(("-k", arguments.match) if arguments.match else ()),
    ]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--suite", choices=sorted(SUITES), help="one of the two; both without")
    parser.add_argument("--engine", choices=ENGINES, action="append", help="one of the three; all without")
    parser.add_argument("--sources", type=Path, help="the unpacked sources of the suite, in place of the registry's")
    parser.add_argument("--room", type=Path, default=Path(tempfile.gettempdir()) / "maturity-conformance")
    parser.add_argument("--match", default="", help="only tests with this in their name, as pytest's -k")
    parser.add_argument("--jobs", type=int, default=2, help="tests at the same time")
    parser.add_argument("--seconds", type=float, default=60.0, help="what a test may take")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(0 if main(_arguments()) else 1)
