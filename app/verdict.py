"""What to say about the health of the room: what is not well, and what to do about it."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.vitals import Machine, Report, Room
from workshops.words import Sentence, count, say

SLOW_S = 1.0
#: A commit this long points to the disk; a loop this late to the processor.
SLOW_DISK_S = 0.5
LATE_S = 0.5
#: So many phones, and such a share of those there were, are more than people who leave.
MANY_GONE, SHARE_GONE = 3, 0.2
#: More wrong codes in a minute than a room mistypes.
MANY_GUESSES = 100
#: While nothing is asked, people put their phones away.
SHARE_AWAY = 0.6
LITTLE_DISK, NO_DISK = 1_000_000_000, 150_000_000
LOW_BATTERY, NO_BATTERY = 30, 10


@dataclass(frozen=True)
class Trouble:
    """Something that is not well; `kind` is late, or stop when a person must act at once.

    `about` is disk, answers, phones, codes, power or backup.
    """

    about: str
    kind: str
    words: Sentence
    what_to_do: Sentence


def troubles(room: Room, machine: Machine, backup: Report | None) -> tuple[Trouble, ...]:
    """Return what is not well, the worst first."""
    found = [
        *_of_disk(machine),
        *_of_answers(room),
        *_of_phones(room),
        *_of_guesses(room),
        *_of_power(machine),
        *_of_backup(backup),
    ]
    return tuple(sorted(found, key=lambda each: each.kind != "stop"))


def _of_disk(machine: Machine) -> Iterator[Trouble]:
    if machine.disk_left < NO_DISK:
        yield Trouble(
            "disk",
            "stop",
            say("The disk is full."),
            say("Delete large files from the laptop now. Phones keep what is not sent."),
        )
    elif machine.disk_left < LITTLE_DISK:
        yield Trouble(
            "disk",
            "late",
            say("The disk is nearly full."),
            say("Delete large files from the laptop in the next break."),
        )


def _of_answers(room: Room) -> Iterator[Trouble]:
    if room.faults:
        yield Trouble(
            "answers",
            "late",
            count(
                "Torg made a mistake of its own in the last minute.",
                "Torg made %(n)s mistakes of its own in the last minute.",
                room.faults,
            ),
            say("Go on: phones send again by themselves. Keep the log for those who mend Torg."),
        )
    if room.slowest_s > SLOW_S:
        yield Trouble("answers", "late", say("Phones wait longer than a second."), _why_slow(room))


def _why_slow(room: Room) -> Sentence:
    if room.commit_s > SLOW_DISK_S:
        return say("The disk is slow: stop copying, updates and virus scans.")
    if room.lag_s > LATE_S:
        return say("The laptop is busy: close other programs, and make files later.")
    return say("Leave the question open a little longer. Everything is counted.")


def _of_phones(room: Room) -> Iterator[Trouble]:
    gone = room.phones_before - room.phones
    share = SHARE_GONE if room.asks else SHARE_AWAY
    if gone >= MANY_GONE and gone >= share * room.phones_before:
        yield Trouble(
            "phones",
            "late",
            count(
                "%(n)s phone has gone within a minute.",
                "%(n)s phones have gone within a minute.",
                gone,
            ),
            say(
                "Look at the Wi-Fi router: is it on, high up, near the middle?"
                " Phones that sleep come back by themselves; their answers are kept."
            ),
        )


def _of_guesses(room: Room) -> Iterator[Trouble]:
    if room.guesses > MANY_GUESSES:
        yield Trouble(
            "codes",
            "late",
            say("%(n)s wrong join codes were written within a minute.", n=room.guesses),
            say("Somebody may be guessing. Where a vote matters, let it ask for voting slips."),
        )


def _of_power(machine: Machine) -> Iterator[Trouble]:
    battery = machine.battery
    if battery is not None and not battery.on_mains and battery.left <= LOW_BATTERY:
        kind = "stop" if battery.left <= NO_BATTERY else "late"
        words = say("The laptop’s battery is at %(n)s %%.", n=battery.left)
        yield Trouble("power", kind, words, say("Plug in the charger."))


def _of_backup(backup: Report | None) -> Iterator[Trouble]:
    if backup is not None and backup.kind in ("late", "stop"):
        yield Trouble(
            "backup", backup.kind, backup.words, backup.what_to_do or say("Look at the backup.")
        )
