"""What every test starts with."""

import signal

import pytest

# before anything imports them, a benchmark too
pytest.register_assert_rewrite("browser.live_steps", "browser.live_flows", "browser.live_doings")
# a session that was started in the background ignores Ctrl-C, and so would every process that a test starts
signal.signal(signal.SIGINT, signal.default_int_handler)
