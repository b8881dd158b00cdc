"""What every test starts with."""

import signal
from collections.abc import Iterator

import pytest

# before anything imports them, a benchmark too
pytest.register_assert_rewrite("browser.live_steps", "browser.live_flows", "browser.live_doings")
# a session that was started in the background ignores Ctrl-C, and so would every process that a test starts
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def circled() -> Iterator[None]:
    """Every text of ours is in circled letters, where French is spoken: a plain one went round the catalogue."""
    from pseudo import circling  # which brings the deck; few tests need it

    with circling():
        yield
