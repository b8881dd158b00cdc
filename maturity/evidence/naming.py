"""What names mean: which branch is the trunk, which environment is production; whose they are is dropped."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from maturity.errors import one_line
from maturity.evidence.rows import Why, key_of

TRUNKS: Final = frozenset({"main", "master", "trunk"})
PRODUCTION: Final = frozenset({"production", "prod", "prd", "live", "produktion", "producción", "produção"})
OTHER_PLACES: Final = frozenset(
    {"dev", "develop", "development", "test", "tests", "testing", "qa", "uat", "sit", "int", "integration", "ci"}
    | {"stage", "staging", "stg", "preprod", "preproduction", "pre", "non", "nonprod", "preview", "previews", "review"}
    | {"sandbox", "demo", "local", "acceptance", "acc", "canary", "github-pages", "docs", "storybook", "training"},
)

_MOST_LETTERS: Final = 60
_WORDS: Final = re.compile(r"[\W_\d]+")
_REFS: Final = re.compile(r"^(?:refs/(?:heads|remotes/[^/]+)/|origin/)")
_BOTS: Final = ("dependabot/", "renovate/", "snyk-", "greenkeeper/", "pre-commit-ci-", "pyup-")
_TESTS: Final = re.compile(
    r"(?<![a-z])(?:[a-z]*tests?|testing|specs?|e2e|pytest|jest|vitest|rspec|phpunit|junit|cypress|playwright|tox|nox)(?![a-z])",
)
_PULLS: Final = re.compile(r"^(?:refs/pull/|pull/|refs/merge-requests/|PR-\d)")
_NO_TESTS: Final = frozenset({"latest", "fastest", "attest", "contest", "greatest"})
_TAGS: Final = ("refs/tags/",)


@dataclass(frozen=True, kw_only=True)
class Names:
    """The customer's own names, where the usual ones don't fit; compared without case."""

    trunks: frozenset[str] = TRUNKS
    production: frozenset[str] = frozenset()  #: environments that are production, besides those that say so

    @classmethod
    def told(cls, *, trunks: Iterable[str] = (), production: Iterable[str] = ()) -> "Names":
        """The names that somebody told; the usual trunks where no trunk is.

        >>> Names.told(trunks=["Develop"]).is_trunk("main"), Names.told(production=["EU-1"]).is_production("eu-1")
        (False, True)
        """
        return cls(trunks=_lower(trunks) or TRUNKS, production=_lower(production))

    def branch(self, ref: str | None) -> str | None:
        """A trunk by its name, any other branch as a mark: branches are named after people and their work.

        >>> Names().branch("refs/heads/Main"), Names().branch("feature/thabo"), Names().branch("")
        ('main', 'branch cce921e2406a', None)
        """
        return _branch(short_ref(ref), self.trunks)

    def is_trunk(self, ref: str | None, why: Why = Why.UNKNOWN) -> bool | None:
        """Whether it is a trunk's own; a pull request from a trunk elsewhere is not."""
        if why is Why.PULL_REQUEST or (ref or "").startswith(_TAGS):
            return False
        name = short_ref(ref)
        return None if name is None else name.lower() in self.trunks

    def environment(self, name: str | None) -> str | None:
        """The environment's name; where it is not production, only the usual words of it: the rest may be a person's.

        >>> Names().environment("prod-eu"), Names().environment("eu-west-1"), Names().environment("dev-thabo")
        ('prod-eu', 'eu-west-1', 'dev')
        """
        if self.is_production(name) is False:
            whole = (name or "").strip().lower()
            usual = (part for part in (whole, *_WORDS.split(whole)) if part in OTHER_PLACES)
            return next(usual, None)
        return word((name or "").partition("/")[0])

    def is_production(self, environment: str | None) -> bool | None:
        """Whether the environment is production; None where its name does not tell.

        >>> [Names().is_production(name) for name in ("prod-eu", "pre-prod", "github-pages", "eu-west-1", "")]
        [True, False, False, None, None]
        """
        name = (environment or "").strip().lower()
        if name in self.production:
            return True
        words = {*_WORDS.split(name), name.partition("/")[0]} - {""}
        if words & OTHER_PLACES:
            return False
        return True if words & PRODUCTION else None


def _lower(names: Iterable[str]) -> frozenset[str]:
    return frozenset(name.strip().lower() for name in names if name.strip())


@lru_cache(maxsize=4096)
def short_ref(ref: str | None) -> str | None:
    """The branch's name without what git puts before it."""
    return _REFS.sub("", (ref or "").strip()) or None


@lru_cache(maxsize=4096)
def word(text: str | None) -> str | None:
    """A name on one line, of at most 60 letters; None where there is none, or where it is an address."""
    name = one_line(" ".join((text or "").split()))[:_MOST_LETTERS].strip()
    return None if not name or "@" in name else name


def is_bot(login: str | None, ref: str | None) -> bool:
    """Whether a machine's account, or a branch that machines make, is behind it."""
    return (login or "").lower().endswith("[bot]") or (short_ref(ref) or "").startswith(_BOTS)


def names_tests(name: str | None) -> bool:
    """Whether a job or a step of that name runs tests.

    >>> [names_tests(name) for name in ("unit-tests (3.11)", "Run pytest", "lint", "Publish latest")]
    [True, True, False, False]
    """
    found = _TESTS.findall((name or "").lower())
    return any(one not in _NO_TESTS for one in found)


def is_pull(ref: str | None) -> bool:
    """Whether the ref is a pull request's own."""
    return bool(_PULLS.match(ref or ""))


@lru_cache(maxsize=4096)
def _branch(name: str | None, trunks: frozenset[str]) -> str | None:
    if name is None:
        return None
    return name.lower() if name.lower() in trunks else f"branch {key_of('branch', name):016x}"[:19]
