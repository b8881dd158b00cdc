"""A PostgreSQL server for a test run: made in a temporary folder, on a Unix socket, as a user without rights."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

PASSWORD = "correct horse battery"  # noqa: S105  (of a server that lives for one test run)
OWNER = "owner"


def programs() -> Path | None:
    """The folder of PostgreSQL's programs; Debian keeps them off the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


@contextmanager
def postgres() -> Iterator[str]:
    """The folder of the socket of a running server; skipped, with the reason, where there is no PostgreSQL."""
    binaries = programs()
    if binaries is None:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is missing; .ci/run installs it")
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    with tempfile.TemporaryDirectory(prefix="pg-", dir="/tmp") as folder:
        root = Path(folder)
        root.chmod(0o755)
        (root / "password").write_text(PASSWORD, encoding="utf-8")
        (root / "home").mkdir()
        if os.geteuid() == 0:
            user = pwd.getpwnam("nobody")
            for path in (root, root / "home", root / "password"):
                os.chown(path, user.pw_uid, user.pw_gid)
        _run(root, binaries / "initdb", "--auth=scram-sha-256", f"--username={OWNER}", f"--pwfile={root}/password")
        options = f"-c listen_addresses='' -c unix_socket_directories='{root}'"
        _run(root, binaries / "pg_ctl", "start", "--wait", f"--log={root}/home/log", f"--options={options}")
        try:
            yield str(root)
        finally:
            with suppress(subprocess.CalledProcessError):
                _run(root, binaries / "pg_ctl", "stop", "--mode=immediate", "--wait")


def address(socket: str, *, user: str = OWNER, password: str = PASSWORD, database: str = "postgres") -> str:
    """The address of a database on that server."""
    return f"postgresql://{user}:{password.replace(' ', '%20')}@/{database}?host={socket}"


def _run(root: Path, program: Path, *arguments: str) -> None:
    """Run a program on the server's folder; PostgreSQL refuses to run as root."""
    as_nobody = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"] if os.geteuid() == 0 else []
    command = [*as_nobody, str(program), *arguments, f"--pgdata={root}/home/data"]
    log = root / "home" / "said"
    with log.open("ab") as said:  # a server that inherits a pipe keeps it open for ever
        done = subprocess.run(command, cwd=root, stdout=said, stderr=said, check=False)
    if done.returncode:
        raise subprocess.CalledProcessError(done.returncode, command, log.read_bytes())
