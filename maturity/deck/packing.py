"""A presentation as bytes: the same for the same slides, whenever they were made."""

import io
import zipfile
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from maturity.deck.base import TAGS
from maturity.deck.plain import printable
from maturity.language import spoken

if TYPE_CHECKING:
    from pptx.presentation import Presentation

LONGEST: Final = 255  #: characters that Office takes in a property
FIRST: Final = "[Content_Types].xml"  #: what readers look for at the front
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  #: the zip format's first day


def pack(deck: "Presentation", *, title: str, author: str, held_on: date) -> bytes:
    """The deck's file: dated by the day of the engagement, parts in order, no time of making in it."""
    when = datetime(max(held_on.year, 1980), held_on.month, held_on.day)  # noqa: DTZ001  (Office's are in UTC, unnamed)
    about = deck.core_properties
    about.title, about.author, about.last_modified_by = _short(title), _short(author), _short(author)
    about.created = about.modified = when
    about.language, about.revision = TAGS[spoken()], 1
    body = io.BytesIO()
    deck.save(body)
    return _rezipped(body)


def dated_alike(body: bytes) -> bytes:
    """A zip's parts in order, each dated by the format's first day."""
    return _rezipped(io.BytesIO(body))


def _rezipped(body: io.BytesIO) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(body) as given, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        for name in sorted(given.namelist(), key=lambda name: (name != FIRST, name)):
            part = zipfile.ZipInfo(name, _EPOCH)
            part.external_attr, part.create_system, part.compress_type = 0o600 << 16, 3, zipfile.ZIP_DEFLATED
            package.writestr(part, given.read(name))
    return made.getvalue()


def _short(text: str) -> str:
    return printable(text)[:LONGEST]
