"""How a command behaves as a child of the server: modest in memory, polite, and not an orphan."""

import contextlib
import os
import sys
import threading

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

NICE = 10


def keep_to_memory(megabytes: int) -> None:
    """Take no more memory than this, where the system can see to it."""
    if resource is None:
        return  # type: ignore[unreachable]
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    wanted = megabytes * 1024 * 1024
    if most != resource.RLIM_INFINITY:
        wanted = min(wanted, most)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (wanted, most))
    except (OSError, ValueError):  # macOS knows the limit and refuses to set it
        return


def hang_on_lifeline() -> None:
    """Let the server go first, and end when it does: then standard input closes."""
    give_way()
    threading.Thread(target=_end_with_server, daemon=True).start()


def give_way() -> None:
    """Compute only while nobody else wants to, where the system knows such a thing."""
    if hasattr(os, "nice"):
        os.nice(NICE)
    if hasattr(os, "SCHED_IDLE"):
        with contextlib.suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))


def _end_with_server() -> None:
    while sys.stdin.read(4096):
        pass
    os._exit(1)
