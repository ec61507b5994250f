"""The settings of a command; a bad one ends it with its sentence."""

import sys

from config import BadSetting, Config, load


def settings() -> Config:
    """Return the settings of this environment."""
    try:
        return load()
    except BadSetting as fault:
        print(fault, file=sys.stderr)
        sys.exit(2)
