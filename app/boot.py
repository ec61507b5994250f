"""Monkey-patching, which must come before anything else is imported."""

from gevent import monkey

monkey.patch_all()
