"""What an export tells, one row at a time: a run, a deployment, an incident; never a person.

Times are seconds since 1970 in UTC; None means that the export does not tell, which is never 0.
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

COMMIT_DIGITS = 16  #: hexadecimal digits of a commit that are kept: two of a million never meet


class Outcome(StrEnum):
    """How a run or a deployment ended."""

    PASSED = "passed"
    FAILED = "failed"
    CANCELLED = "cancelled"  #: ended without a verdict on the code: cancelled, skipped, neutral, stale
    UNFINISHED = "unfinished"  #: queued, waiting or running when the export was made
    UNKNOWN = "unknown"  #: the export does not tell


class Why(StrEnum):
    """What started a run."""

    PUSH = "push"
    PULL_REQUEST = "pull-request"
    SCHEDULE = "schedule"
    MANUAL = "manual"
    BOT = "bot"  #: a machine's own commit, such as a dependency update
    OTHER = "other"
    UNKNOWN = "unknown"


class StartedBy(StrEnum):
    """What kind of hand started a deployment."""

    PIPELINE = "pipeline"
    PERSON = "person"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """One run of a pipeline; a repeated attempt is a run of its own."""

    key: int  #: 64 bits, the same for the same run in any file
    commit: str | None = None  #: at most 16 hexadecimal digits, lower case
    branch: str | None = None  #: a trunk by its name, any other as a mark without a name
    is_trunk: bool | None = None  #: on the default branch, and not for a pull request
    why: Why = Why.UNKNOWN
    workflow: str | None = None
    project: str | None = None  #: repository or job, without its owner
    attempt: int = 1  #: counted from 1
    outcome: Outcome = Outcome.UNKNOWN
    committed: float | None = None  #: s, when the commit was made
    created: float | None = None  #: s, when it was asked for; the push, where a push asked
    started: float | None = None  #: s, when it began to work
    finished: float | None = None  #: s, when it ended
    has_tests: bool | None = None  #: whether a job of it runs tests
    tests: int | None = None  #: number of tests that it ran

    @property
    def at(self) -> float | None:
        """When it was asked for, or began, or ended: the first that is told, in s."""
        return next((time for time in (self.created, self.started, self.finished) if time is not None), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Deployment:
    """One attempt to put a version into an environment."""

    key: int  #: 64 bits, the same for the same deployment in any file
    commit: str | None = None  #: at most 16 hexadecimal digits, lower case
    environment: str | None = None  #: as named, without what follows the first slash
    is_production: bool | None = None  #: by the environment's name
    outcome: Outcome = Outcome.UNKNOWN
    committed: float | None = None  #: s, when the commit was made
    created: float | None = None  #: s, when it was asked for
    started: float | None = None  #: s, when it began to work
    finished: float | None = None  #: s, when it ended
    started_by: StartedBy = StartedBy.UNKNOWN
    on_trunk: bool | None = None  #: of the default branch
    project: str | None = None  #: repository or application, without its owner
    is_rollback: bool | None = None  #: said by the export itself to go back to an earlier version
    is_unplanned: bool | None = None  #: said by the export itself to repair what an earlier one broke
    caused_incident: bool | None = None  #: said by the export itself to have failed in use

    @property
    def at(self) -> float | None:
        """When the version was in its environment, as near as is told, in s."""
        return next((time for time in (self.finished, self.started, self.created) if time is not None), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Incident:
    """One incident or page."""

    key: int  #: 64 bits, the same for the same incident in any file
    service: str | None = None
    opened: float | None = None  #: s
    acknowledged: float | None = None  #: s
    resolved: float | None = None  #: s; None while it is open, or where it is not told
    is_open: bool | None = None  #: not yet resolved when the export was made
    urgency: str | None = None  #: in the tool's own word, lower case
    is_alert: bool | None = None  #: a page or alert, which may be noise
    deployment: int | None = None  #: key of the deployment that caused it, where the export says so
    commit: str | None = None  #: the commit that caused it, where the export says so


def key_of(*parts: object) -> int:
    """The key of what these parts name: 64 bits of BLAKE2, the same on every machine; names nothing again.

    >>> key_of("github-run", 7, 1) == key_of("github-run", "7", 1), key_of("github-run", 7, 2) == key_of(7, 1)
    (True, False)
    """
    text = "\x1f".join(str(part) for part in parts)
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def commit_of(text: object) -> str | None:
    """The commit as rows keep it; None for what is no hexadecimal name of 7 digits or more.

    >>> commit_of("B1B82852D48B516A18E56C5BAB0EBF54B8F4CCFD"), commit_of("1.4.2"), commit_of("add237f")
    ('b1b82852d48b516a', None, 'add237f')
    """
    if not isinstance(text, str):
        return None
    digits = text.strip().lower()
    is_commit = _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS and _HEXADECIMAL.issuperset(digits)
    return digits[:COMMIT_DIGITS] if is_commit else None


_HEXADECIMAL = frozenset("0123456789abcdef")
_FEWEST_DIGITS = 7  #: what tools print as a short commit
_MOST_DIGITS = 64  #: SHA-256
