"""Shares with how sure they are: a count, of how many, and Wilson's interval; never a bare percentage."""

from dataclasses import dataclass
from math import sqrt
from typing import Final

from maturity.language import tr
from maturity.wording import figures, rounded

Z: Final = 1.959963984540054  #: of the normal distribution, 95 % in the middle
FEWEST: Final = 5  #: below this nothing is said of a share, and no line is drawn through points


@dataclass(frozen=True, kw_only=True)
class Rate:
    """So many of so many.

    >>> Rate(count=3, of=17).words, Rate(count=1, of=4).words, Rate(count=0, of=0).words
    ('3 of 17 (6 to 41 %)', '1 of 4 (too few to say more)', 'none yet')
    """

    count: int
    of: int

    @property
    def is_enough(self) -> bool:
        """Whether a share can be told."""
        return self.of >= FEWEST

    @property
    def share(self) -> float:
        """The share, 0 to 1; 0 of nothing is 0."""
        return self.count / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of the share, without continuity correction; all of 0 to 1 for nothing."""
        return wilson(self.count, self.of)

    @property
    def words(self) -> str:
        """The count with what it is of, and its interval where it says anything; in the language that is spoken."""
        if not self.of:
            return tr("none yet")
        low, high = (rounded(end * 100) for end in self.interval)
        said = (
            tr("{count} of {of} ({low} to {high} %)") if self.is_enough else tr("{count} of {of} (too few to say more)")
        )
        return said.format(count=figures(f"{self.count:,}"), of=figures(f"{self.of:,}"), low=low, high=high)

    def said_of(self, things: str) -> str:
        """The same in English with the name of what is counted, a plural in s.

        >>> Rate(count=9, of=17).said_of("customers"), Rate(count=1, of=2).said_of("customers")
        ('9 of 17 customers (31 to 74 %)', '1 of 2 customers (too few to say more)')
        >>> Rate(count=0, of=1).said_of("customers")
        '0 of 1 customer (too few to say more)'
        """
        if not self.of:
            return f"no {things} yet"
        low, high = self.interval
        sure = f"{rounded(low * 100)} to {rounded(high * 100)} %" if self.is_enough else "too few to say more"
        named = things.removesuffix("s") if self.of == 1 else things
        return f"{self.count:,} of {self.of:,} {named} ({sure})"


def wilson(count: float, of: int) -> tuple[float, float]:
    """Wilson's 95 % score interval.

    >>> [round(end, 4) for end in wilson(8, 10)], wilson(0, 0)
    ([0.4902, 0.9433], (0.0, 1.0))
    """
    if not of:
        return 0.0, 1.0
    share = count / of
    middle = share + Z * Z / (2 * of)
    reach = Z * sqrt(share * (1 - share) / of + Z * Z / (4 * of * of))
    whole = 1 + Z * Z / of
    return max(0.0, (middle - reach) / whole), min(1.0, (middle + reach) / whole)
