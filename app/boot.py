"""Monkey-patching, which must come before anything else is imported."""

import gc
import time

from gevent import monkey

#: When the command began, for the welcome to tell how long it took.
STARTED = time.perf_counter()

# What is imported stays: looking for garbage among it only delays the start.
gc.disable()
monkey.patch_all()
