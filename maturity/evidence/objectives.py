"""Each objective once, though its own file and the rules that were generated from it tell of it."""

from collections import defaultdict
from dataclasses import replace
from typing import Final

from maturity.evidence.signals import Slo, Telemetry

_SLOTH: Final = "sloth"


def objectives_in(telemetry: Telemetry) -> tuple[Slo, ...]:
    """The objectives, those of one service and name once: as their own file has them, not the rules made from it.

    Sloth's own file can't tell its window, so that is the one of its rules, where there are any.
    """
    named: dict[tuple[str, str], list[Slo]] = defaultdict(list)
    for slo in telemetry.slos:
        named[_name(slo)].append(slo)
    return tuple(one for alike in named.values() for one in _once(alike))


def _once(alike: list[Slo]) -> list[Slo]:
    """Without the objectives that only rules tell of, where a file of its own tells of the same."""
    own = [slo for slo in alike if not _is_of_rules(slo)]
    if len(own) != 1:
        return own or alike
    days = {slo.window_days for slo in alike if _is_of_rules(slo) and slo.dialect == own[0].dialect} - {None}
    return [replace(own[0], window_days=days.pop())] if own[0].dialect == _SLOTH and len(days) == 1 else own


def _is_of_rules(slo: Slo) -> bool:
    """Whether it was read out of generated rules, which never tell of an owner."""
    return slo.has_owner is None


def _name(slo: Slo) -> tuple[str, str]:
    """The service, and the objective's name without it: a tool may write both into one."""
    service = (slo.service or "").casefold()
    return service, slo.name.casefold().removeprefix(service).strip(" -")
