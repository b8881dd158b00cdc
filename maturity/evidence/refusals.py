"""What a server says in place of a page: a limit that is reached, a right that is missing."""

import json
from typing import Final

WORDS: Final = "a server's refusal, such as a limit that was reached, in place of a page; expected all pages"

_MOST_BYTES: Final = 2_000
_SAYS: Final = (b'"message"', b'"error"', b'"errors"')
_KEYS: Final = frozenset(
    {"message", "error", "errors", "documentation_url", "status", "error_description", "code", "type", "request_id"}
    | {
        "errorType",
        "took",
        "requestId",
        "detail",
        "typeKey",
        "typeName",
        "errorCode",
        "eventId",
        "$id",
        "innerException",
        "title",
    },
)


def is_refusal(entry: bytes) -> bool:
    """Whether a JSON text is nothing but a refusal.

    >>> is_refusal(b'{"message": "API rate limit exceeded"}'), is_refusal(b'{"message": "", "sha": ""}')
    (True, False)
    """
    if len(entry) > _MOST_BYTES or not any(said in entry for said in _SAYS):
        return False
    try:
        content = json.loads(entry)
    except (ValueError, RecursionError):
        return False
    return isinstance(content, dict) and content.keys() <= _KEYS and not content.keys().isdisjoint(_MAIN)


_MAIN: Final = frozenset({"message", "error", "errors"})
