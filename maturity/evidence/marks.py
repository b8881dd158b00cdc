"""Keys by which an entry shows that it is of a kind, so that a file of two kinds mixes no rows."""

import re
from collections.abc import Callable, Iterable

IsMine = Callable[[bytes], bool]  #: whether a JSON entry is of the kind


def marked_by(*some: str, without: Iterable[str] = ()) -> IsMine:
    """What knows an entry that has one of some keys, at any level, and none of those of its neighbours.

    >>> is_pipeline = marked_by("ref", without=["stage"])
    >>> [is_pipeline(entry) for entry in (b'{"ref": "stage"}', b'{"ref": "main", "stage": "build"}', b'{"id": 1}')]
    [True, False, False]
    """
    own = tuple(f'"{key}"'.encode() for key in some)
    others = tuple((f'"{key}"'.encode(), re.compile(rf'"{re.escape(key)}"\s*:'.encode())) for key in without)

    def is_mine(entry: bytes) -> bool:
        if not any(key in entry for key in own):
            return False
        # the text alone may be a value; it is quick to see that it is not there
        return not any(text in entry and key.search(entry) for text, key in others)

    return is_mine
