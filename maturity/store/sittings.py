"""How far a live briefing has come: one text an engagement, written over, and never an answer."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from maturity.store.base import Base, no_such_engagement
from maturity.store.schema import engagement, sitting


def read_sittings(base: Base) -> dict[str, str]:
    """The state of every live briefing, by engagement key, the one saved last first."""
    states = select(sitting.c.engagement, sitting.c.state).order_by(sitting.c.saved_at.desc())
    with base.reading() as connection:
        return {row.engagement: row.state for row in connection.execute(states)}


def change_sitting(base: Base, key: str, change: Callable[[str | None], str]) -> str:
    """Change the state of a live briefing, whatever other windows do at the same time; what it is now.

    `change` is given the state as it stands, None where there is none.

    Raises:
        InputError: there is no such engagement.
        StoreError: it can't be written.
    """
    with base.writing(key) as connection:
        if connection.execute(select(engagement.c.key).where(engagement.c.key == key)).first() is None:
            raise no_such_engagement(connection, key)
        before = connection.execute(select(sitting.c.state).where(sitting.c.engagement == key)).scalar()
        state = change(before)
        connection.execute(delete(sitting).where(sitting.c.engagement == key))
        connection.execute(insert(sitting).values(engagement=key, state=state, saved_at=base.clock()))
    return state


def put_sitting(connection: Connection, key: str, sat: Row[Any] | None) -> None:
    """Give a live briefing to the engagement of that key, unless it has one."""
    if sat is not None and connection.execute(select(sitting).where(sitting.c.engagement == key)).first() is None:
        connection.execute(insert(sitting).values(engagement=key, state=sat.state, saved_at=sat.saved_at))
