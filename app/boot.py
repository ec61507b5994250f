"""Monkey-patching, which must come before anything else is imported."""

import time

from gevent import monkey

#: When the command began, for the welcome to tell how long it took.
STARTED = time.perf_counter()

monkey.patch_all()
