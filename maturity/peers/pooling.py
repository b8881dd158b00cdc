"""Groups of customers large enough to be told of, no two of which differ by fewer than five customers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations
from typing import Final

from maturity.peers.counted import Profile
from maturity.rates import FEWEST

OTHER: Final = "other"

Sizes = Mapping[Profile, int]  # customers of each profile


@dataclass(frozen=True, kw_only=True)
class Group:
    """Customers told of together."""

    facet: str  #: what they have in common: `size`, `industry`, `country`, `met`; empty for everybody
    parts: tuple[str | int, ...]  #: which sizes, industries …; only `other` where they are many
    profiles: frozenset[Profile]

    def customers(self, sizes: Sizes) -> int:
        """How many."""
        return sum(sizes[profile] for profile in self.profiles)


def pool(sizes: Sizes) -> tuple[Group, ...]:
    """Everybody, then the groups of each facet: all customers of it, each in one group.

    No group has fewer than `FEWEST` customers, and no two groups, of whatever facets, of which one holds the other,
    differ by fewer. Small groups are put together until that is so; a facet with one group left is not told of.
    None at all where everybody is fewer than `FEWEST`.
    """
    everybody = Group(facet="", parts=(), profiles=frozenset(sizes))
    if everybody.customers(sizes) < FEWEST:
        return ()
    published = [everybody]
    for facet in FACETS:
        groups = _large_enough(facet, _split(facet, sizes), sizes)
        while len(groups) > 1 and (close := _too_close(groups, published, sizes)):
            groups = _merged(facet, groups, close, sizes)
        published += groups if len(groups) > 1 else []
    return tuple(published)


def is_apart(one: Group, other: Group, sizes: Sizes) -> bool:
    """Whether taking one of the groups from the other leaves nobody, or enough; groups that cross leave no count."""
    small, large = sorted((one, other), key=lambda group: group.customers(sizes))
    if not small.profiles <= large.profiles:
        return True
    left = large.customers(sizes) - small.customers(sizes)
    return left == 0 or left >= FEWEST


FACETS: Final[Mapping[str, Callable[[Profile], str | int]]] = {
    "industry": lambda profile: profile.industry,
    "size": lambda profile: profile.size,
    "country": lambda profile: profile.country,
    "met": lambda profile: profile.met,
}
ORDERED: Final = ("size", "met")  #: neighbours are put together, not the smallest


def _split(facet: str, sizes: Sizes) -> list[Group]:
    parts: dict[str | int, set[Profile]] = {}
    for profile in sizes:
        parts.setdefault(FACETS[facet](profile), set()).add(profile)
    groups = [Group(facet=facet, parts=(part,), profiles=frozenset(those)) for part, those in parts.items()]
    return _sorted(facet, groups)


def _sorted(facet: str, groups: Sequence[Group]) -> list[Group]:
    """By their own order, or by name with the pooled rest last; never by what is found of them."""
    if facet in ORDERED:
        return sorted(groups, key=lambda group: min(group.parts))
    return sorted(groups, key=lambda group: (OTHER in group.parts, str(group.parts[0])))


def _large_enough(facet: str, groups: list[Group], sizes: Sizes) -> list[Group]:
    while len(groups) > 1 and (small := [group for group in groups if group.customers(sizes) < FEWEST]):
        groups = _merged(facet, groups, min(small, key=lambda group: group.customers(sizes)), sizes)
    return groups


def _merged(facet: str, groups: list[Group], small: Group, sizes: Sizes) -> list[Group]:
    """The groups with the small one put to a neighbour, or to the rest."""
    others = [group for group in groups if group is not small]
    if facet in ORDERED:
        at = groups.index(small)
        near = groups[max(at - 1, 0) : at] + groups[at + 1 : at + 2]
        partner = min(near, key=lambda group: group.customers(sizes))
        parts = tuple(sorted({*small.parts, *partner.parts}))
    else:
        rest = [group for group in others if OTHER in group.parts]
        partner = rest[0] if rest else min(others, key=lambda group: group.customers(sizes))
        parts = (OTHER,)
    both = Group(facet=facet, parts=parts, profiles=small.profiles | partner.profiles)
    return _sorted(facet, [*(group for group in others if group is not partner), both])


def _too_close(groups: Sequence[Group], published: Sequence[Group], sizes: Sizes) -> Group | None:
    """The smallest of these groups that differs by too few from another one, of these or published before."""
    pairs = chain(combinations(groups, 2), ((group, before) for group in groups for before in published))
    close = [one if one in groups else other for one, other in pairs if not is_apart(one, other, sizes)]
    return min(close, key=lambda group: group.customers(sizes), default=None)
