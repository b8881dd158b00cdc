"""What every test starts with."""

import signal

# a session that was started in the background ignores Ctrl-C, and so would every process that a test starts
signal.signal(signal.SIGINT, signal.default_int_handler)
