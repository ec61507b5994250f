"""What the two pages handed out at the door say: result by result, the headline first."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from exports.merged import leading, said_by
from exports.shortening import heading
from exports.summary import liking
from workshops.activities import kind_of
from workshops.findings import ActivityFacts, ContributionFacts, Findings

#: As many as fit on two pages with every text at its longest.
MOST_BLOCKS = 6
MOST_BARS = 5
MOST_VOICES = 3
#: Millimetres for voices of their own, and what each block beyond the first page takes of them.
ROOM_MM, FIRST_PAGE, BLOCK_MM = 160, 2, 40
#: Lines of one and of two rows; so many of the widest letters fill a row.
ROWS_MM, ROW_LETTERS = (7, 11), 45
LETTERS = 96


@dataclass(frozen=True)
class ShortBar:
    """A line of a vote: `share` of the longest, 0 to 1."""

    label: str
    value: int
    share: float
    tied: bool


@dataclass(frozen=True)
class Voice:
    """Something said, in its own words, with the number it keeps."""

    ref: str
    text: str
    hearts: int
    reported: int = 0


@dataclass(frozen=True)
class Block:
    """One activity: its headline, and the few lines behind it."""

    activity: ActivityFacts
    bars: tuple[ShortBar, ...]
    voices: tuple[Voice, ...]
    said: int


@dataclass(frozen=True)
class Short:
    """The two pages. `left_out` activities and `more` things said had no room."""

    blocks: tuple[Block, ...]
    left_out: int
    voices: tuple[Voice, ...]
    more: int


def short_of(findings: Findings) -> Short:
    """Return the activities that asked something, in the order they were held.

    Where there are more than fit, those in which most people took part stay.
    """
    asked = [each for each in findings.activities if kind_of(each.kind).part_of_brief()]
    kept = sorted(asked, key=lambda each: (-each.n, each.ref))[:MOST_BLOCKS]
    blocks = tuple(_block(each, findings) for each in asked if each in kept)
    shown = {voice.ref for block in blocks for voice in block.voices}
    worded = _worded(findings.contributions, said_by(findings))
    others = [each for each in worded if each.ref not in shown]
    room = ROOM_MM - BLOCK_MM * max(0, len(blocks) - FIRST_PAGE)
    voices = tuple(_that_fit(map(_voice, others), room))
    return Short(blocks, len(asked) - len(blocks), voices, len(others) - len(voices))


def _block(activity: ActivityFacts, findings: Findings) -> Block:
    said = [each for each in findings.contributions if each.activity == activity.ref]
    is_vote = kind_of(activity.kind).collects == "ballot"
    worded = _worded(said, said_by(findings))
    return Block(
        activity=activity,
        bars=tuple(_bars(activity)) if is_vote else (),
        voices=() if is_vote else tuple(_voice(each) for each in worded[:MOST_VOICES]),
        said=len(said),
    )


def _bars(activity: ActivityFacts) -> Iterator[ShortBar]:
    longest = max((bar["value"] for bar in activity.bars), default=0)
    for bar in activity.bars[:MOST_BARS]:
        share = bar["value"] / longest if longest > 0 else 0.0
        yield ShortBar(bar["label"], bar["value"], max(share, 0.0), bool(bar["tied"]))


def _worded(
    said: Iterable[ContributionFacts], people: Mapping[int, int]
) -> list[ContributionFacts]:
    """The ones with most hearts, then those that most said, then by number."""
    worded = [each for each in leading(said) if each.text.strip()]
    return sorted(
        worded, key=lambda each: (-liking(each), -people.get(each.number, 1), each.number)
    )


def _that_fit(voices: Iterable[Voice], room_mm: int) -> Iterator[Voice]:
    for voice in voices:
        room_mm -= ROWS_MM[len(voice.text) > ROW_LETTERS]
        if room_mm < 0:
            return
        yield voice


def _voice(said: ContributionFacts) -> Voice:
    return Voice(said.ref, heading(said.text, LETTERS), said.hearts, said.reported or 0)
