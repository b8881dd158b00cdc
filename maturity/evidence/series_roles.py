"""What a Prometheus series tells of an SLI, by the names that only its recording rules and labels have."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

#: labels that are kept: what a series is of. A person's name or address stands in none of them
KEPT: Final = ("job", "service", "service_name", "namespace", "slo", "sloth_id", "cluster", "env", "environment")


class Role(StrEnum):
    """What the values of a series are."""

    GOOD = "good"  #: good events
    BAD = "bad"  #: bad events
    TOTAL = "total"  #: all events
    GOOD_SHARE = "good-share"  #: good of all, 0 to 1
    BAD_SHARE = "bad-share"  #: bad of all, 0 to 1


#: what to put around a query whose series don't say what they are
ADVICE: Final = 'label_replace(QUERY, "sli", "good", "", ""), or bad, total, good-share, bad-share'

_ERROR: Final = re.compile(r"error|fail|bad|unsuccess|unavail|5xx", re.IGNORECASE)
_SUCCESS: Final = re.compile(r"success|good|avail|\bup\b", re.IGNORECASE)
_SHARE: Final = re.compile(r"ratio|share|percent|rate\d+[smhdwy]$|availability|burnrate", re.IGNORECASE)
_ALL: Final = re.compile(r"requests|total|count", re.IGNORECASE)
_DERIVED: Final = re.compile(r"^slo:(?!sli_error:)|burn_rate|budget|objective|:increase|time_period")
_LOOKBACK: Final = re.compile(r"(?:rate|burnrate)_?(\d+[smhdwy])$")
_CODES: Final = ("code", "status", "status_code", "http_status_code", "http_response_status_code")
_PROBES: Final = ("up", "probe_success")
_CODE: Final = re.compile(r"[1-5](?:\d\d|xx)", re.IGNORECASE)


def role_of(labels: Mapping[str, str]) -> Role | None:
    """What the series is: by its label `sli`, its HTTP status, or its name; None where none of them tells.

    >>> role_of({"__name__": "slo:sli_error:ratio_rate5m"}).value, role_of({"code": "503"}).value
    ('bad-share', 'bad')
    >>> role_of({"__name__": "slo:error_budget:ratio"}), role_of({"job": "web"})
    (None, None)
    """
    said, name, code = labels.get("sli", ""), labels.get("__name__", ""), code_of(labels)
    if said in set(Role):
        return Role(said)
    if name in _PROBES:
        return Role.GOOD_SHARE
    if _DERIVED.search(name):
        return None
    if code is not None:
        return Role.BAD if code.startswith("5") else Role.GOOD
    return _by_name(name)


def _by_name(name: str) -> Role | None:
    is_bad = _ERROR.search(name) is not None or "burnrate" in name
    is_good = not is_bad and _SUCCESS.search(name) is not None
    is_share = _SHARE.search(name) is not None
    if is_bad:
        return Role.BAD_SHARE if is_share else Role.BAD
    if is_good:
        return Role.GOOD_SHARE if is_share else Role.GOOD
    return Role.TOTAL if not is_share and _ALL.search(name) else None


def code_of(labels: Mapping[str, str]) -> str | None:
    """The HTTP status that a series counts; None where it counts none, or many."""
    codes = (labels.get(name, "") for name in _CODES)
    return next((code for code in codes if _CODE.fullmatch(code)), None)


def lookback_of(labels: Mapping[str, str]) -> str | None:
    """The time that a recorded share averages over, such as `5m`; None where its name has none."""
    found = _LOOKBACK.search(labels.get("__name__", ""))
    return found[1] if found else None


def is_probe(labels: Mapping[str, str]) -> bool:
    """Whether each value is one event that went well or not."""
    return labels.get("__name__") in _PROBES


def is_counter(labels: Mapping[str, str]) -> bool:
    """Whether the values only rise, and fall to 0 when a process starts again: raw counters keep their name."""
    return labels.get("__name__", "").endswith(("_total", "_count", "_bucket", "_sum"))


def process_of(labels: Mapping[str, str]) -> dict[str, str]:
    """The labels that series of one process share: all but what each of them counts.

    >>> process_of({"job": "web", "instance": "a", "code": "503", "__name__": "http_requests_total"})
    {'job': 'web', 'instance': 'a'}
    """
    return {name: value for name, value in labels.items() if name not in {"__name__", "sli", *_CODES}}


def subject_of(labels: Mapping[str, str]) -> str:
    """What the SLI is of, as good as its labels tell."""
    told = (labels[name] for name in ("sloth_id", "slo", "service", "service_name", "job") if labels.get(name))
    return next(told, "an SLI without a name")
