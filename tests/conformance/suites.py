"""The suites that know what a notebook runner must do: nbclient's and papermill's own."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Suite:
    """Tests that somebody else wrote for the runner that ours takes the place of."""

    package: str  #: its name in the registry
    folder: str  #: where its tests stand in its sources
    needs: tuple[str, ...]  #: what its tests import beside what we have
    left_out: Mapping[str, str] = field(default_factory=dict)  #: files that do not apply, with the reason
    reasons: Mapping[str, str] = field(
        default_factory=dict
    )  #: why our engine does not pass a test, by a part of its name


NBCLIENT = Suite(
    package="nbclient",
    folder="tests",
    needs=("pytest-asyncio<0.24", "flaky", "testpath", "xmltodict"),
    reasons={
        "Check History in Memory": "our kernels keep no history of what was entered",
        "test_kernel_death": "inside, the kernel's death is the test's own",
        "test_error_notebook_hook": "inside, the kernel's death is the test's own",
        "test_cleanup_kernel_client": "inside, a process is a kernel once",
        "test_reset_kernel_client": "inside, a process is a kernel once",
        "test_parallel_notebooks": "inside, a process has one kernel",
    },
)
PAPERMILL = Suite(
    package="papermill",
    folder="papermill/tests",
    needs=("pytest<9", "pytest-mock", "black"),
    left_out={
        "test_abs.py": "Azure's blobs: needs Azure's libraries",
        "test_adl.py": "Azure's data lake: needs Azure's libraries",
        "test_gcs.py": "Google's cloud: needs gcsfs",
        "test_hdfs.py": "Hadoop: needs a file system of Hadoop's",
        "test_s3.py": "Amazon's S3: needs boto3 and moto",
    },
)
SUITES = {suite.package: suite for suite in (NBCLIENT, PAPERMILL)}


def tests_in(path: Path) -> int:
    """How many test functions a file holds, without importing it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return sum(isinstance(node, functions) and node.name.startswith("test") for node in ast.walk(tree))
