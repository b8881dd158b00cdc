"""Where a store stands: a file of this machine, or a database of a server."""

import re
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from maturity.errors import Fault, InputError

_EXPECTED = "a path that ends in .db, sqlite:///PATH, or postgresql://USER@HOST/DATABASE"


@dataclass(frozen=True, kw_only=True)
class Address:
    """A place for a store: a path or a URL, never both."""

    path: Path | None = None
    url: URL | None = None

    def __str__(self) -> str:
        """The address as messages name it: never with its password."""
        return str(self.path) if self.url is None else shown(self.url)


#: what was meant for a server, and would be shown as a path, password and all
_SERVER = re.compile(r"postgres(ql)?:(?!//)", re.IGNORECASE)


def read_address(text: Path | str) -> Address:
    """The address that a text names.

    Raises:
        InputError: it is the address of something else.
    """
    if _SERVER.match(str(text)):
        raise _refused(str(text).partition(":")[0] + ":…", "is not an address: it lacks ://")
    if "://" not in str(text):
        return Address(path=Path(text))
    if str(text).partition("?")[0].count("@") > 1:  # what stands after the first would be taken for the host, and shown
        place = str(text).partition("://")[0] + "://…"
        raise _refused(place, "has more than one @; write one that is part of a password as %40")
    try:
        url = make_url(str(text))
    except (ArgumentError, ValueError) as error:
        raise _refused(str(text).partition("://")[0] + "://…", "is not an address") from error
    backend = url.drivername.partition("+")[0]
    if backend in {"postgresql", "postgres"}:
        return Address(url=url.set(drivername="postgresql+psycopg"))
    if backend != "sqlite" or not url.database or url.host or url.database == ":memory:" or url.query:
        raise _refused(shown(url), "is not the address of a store")
    return Address(path=Path(url.database))


def shown(url: URL) -> str:
    """The URL without its password, as its user would write it."""
    open_query = {name: value for name, value in url.query.items() if "password" not in name.lower()}
    plain = url.set(drivername=url.drivername.partition("+")[0], query=open_query)
    return plain.render_as_string(hide_password=True)


def _refused(place: str, problem: str) -> InputError:
    return InputError([Fault(place=place, problem=f"{problem}; expected {_EXPECTED}")])
