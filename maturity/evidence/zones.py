"""Where the clocks of exports stood that name no zone: somewhere for all, or for one customer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from zoneinfo import ZoneInfo, available_timezones

from maturity.errors import Fault, InputError, did_you_mean


@dataclass(frozen=True, kw_only=True)
class Zones:
    """The zone of times without one; such times are told and left out where there is none."""

    everywhere: tzinfo | None = None
    of: Mapping[str, tzinfo] = field(default_factory=dict)  #: by the key of an engagement; it goes before `everywhere`

    def at(self, key: str) -> tzinfo | None:
        """The zone of that engagement's exports."""
        return self.of.get(key, self.everywhere)


def zone_named(name: str, *, place: str) -> tzinfo:
    """The time zone of that name.

    >>> zone_named("Africa/Lagos", place="--zone")
    zoneinfo.ZoneInfo(key='Africa/Lagos')

    Raises:
        InputError: there is none; `place` names what was asked.
    """
    if name not in (known := available_timezones()):
        problem = f"{name!r} is no time zone; expected one such as Africa/Lagos{did_you_mean(name, sorted(known))}"
        raise InputError([Fault(place=place, problem=problem)])
    return ZoneInfo(name)


def read_zones(words: Iterable[str], *, place: str) -> Zones:
    """The zones of `ZONE` (everywhere) and `KEY=ZONE` (of one engagement); said twice, the last counts.

    >>> read_zones(["Africa/Lagos", "2026-03-12-baobab-pay=Africa/Nairobi"], place="--zone").at("2026-03-12-baobab-pay")
    zoneinfo.ZoneInfo(key='Africa/Nairobi')

    Raises:
        InputError: one of them is no time zone; `place` names what was asked.
    """
    everywhere, of = None, dict[str, tzinfo]()
    for word in words:
        key, equals, name = word.rpartition("=")
        zone = zone_named(name.strip(), place=place)
        if equals:
            of[key.strip()] = zone
        else:
            everywhere = zone
    return Zones(everywhere=everywhere, of=of)
