"""A child process: its lines as they come, its end as a sentence.

gevent's own subprocess, so that waiting for a child lets the room go on, patched or not.
"""

import signal
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gevent import Timeout, spawn, spawn_later, subprocess

from workshops.words import mark

LAST_LINES = 60
PATIENCE_S = 5.0

CANNOT_START = mark("The laptop cannot start another program now. Close something, try again.")
TOO_MUCH = mark("It needs more memory than it may take. Make it from the command line instead.")
STOPPED = mark("It was stopped from outside, or memory ran out. Try again.")
TOO_LONG = mark("It took too long and was stopped. Try again when the room is quiet.")
CRASHED = mark("It crashed. Most often memory ran out: try again when the room is quiet.")
OUR_FAULT = mark("This is a fault of the program. Its log says more.")
SILENT = mark("It stopped without a word.")
#: By which a program ends that did wrong itself; those that set letters do when memory runs out.
CRASHES = {
    getattr(signal, name)
    for name in ("SIGSEGV", "SIGBUS", "SIGABRT", "SIGTRAP", "SIGILL", "SIGFPE")
    if hasattr(signal, name)
}
STARVED = ("failed to allocate", "Error creating thread", "Cannot allocate memory")
TRACE = "Traceback (most recent call last)"


@dataclass(frozen=True)
class End:
    """How a child ended: `fault` is "" when all went well, `trace` what it left for the log."""

    fault: str
    trace: str = ""


class Child:
    """A running child. It lives no longer than we do: the pipe to it is its lifeline."""

    def __init__(self, command: Sequence[str], folder: Path, env: Mapping[str, str]) -> None:
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
        self.errors: deque[str] = deque(maxlen=LAST_LINES)
        # Read all the time: a child whose errors nobody reads stands still.
        self.reader = spawn(self._hear_errors)

    def follow(self, hear: Callable[[str], None], seconds: float | None) -> End:
        """Hand over each line until the child ends; stop it after so many seconds, if any."""
        try:
            with Timeout(seconds):
                for line in self.process.stdout or ():
                    hear(line.rstrip("\n"))
                self.process.wait()
        except Timeout:
            return End(TOO_LONG)
        finally:
            self._kill()
            self.reader.join()
            self._let_go()
        return end_of(self.process.returncode, "".join(self.errors))

    def stop(self) -> None:
        """Ask the child to end, and end it when it does not."""
        if self.process.poll() is None:
            self.process.terminate()
            spawn_later(PATIENCE_S, self._kill)

    def _hear_errors(self) -> None:
        self.errors.extend(self.process.stderr or ())

    def _kill(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def _let_go(self) -> None:
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            if pipe is not None:
                pipe.close()


def end_of(code: int, errors: str) -> End:
    """Return the end in words, from the exit code and what was last said on standard error."""
    if code == 0:
        return End("")
    if -code in CRASHES:
        starved = any(sign in errors for sign in STARVED)
        return End(TOO_MUCH if starved else CRASHED, f"signal {-code}\n{errors}")
    if code < 0:
        return End(STOPPED, errors)
    said = [line for line in errors.splitlines() if line.strip()]
    if TRACE in errors:
        return End(TOO_MUCH if "MemoryError" in said[-1] else OUR_FAULT, errors)
    return End(said[-1] if said else SILENT)
