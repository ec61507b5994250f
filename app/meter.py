"""What the room does, counted as it happens: for the desk's page, for /metrics, for a bench."""

from dataclasses import dataclass


@dataclass
class Meter:
    """Counts since the start of this process. No person and no answer is in it."""

    acknowledged: int = 0
    refused: int = 0
    commits: int = 0
    slowest_commit_s: float = 0.0

    def committed(self, answers: int, refused: int, seconds: float) -> None:
        """Note one commit: how many answers it made lasting, and how long it took."""
        self.commits += 1
        self.acknowledged += answers
        self.refused += refused
        self.slowest_commit_s = max(self.slowest_commit_s, seconds)


meter = Meter()
