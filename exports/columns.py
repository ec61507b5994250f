"""The columns of the tables and what each means: the header and the dictionary in one."""

from workshops.words import mark

Columns = tuple[tuple[str, str], ...]

_CHANNELS: Columns = (
    ("phone", mark("How many of these came by phone.")),
    ("table", mark("How many of these came from a table's device.")),
    ("paper", mark("How many of these came on paper.")),
    ("remote", mark("How many of these came from home.")),
)

IDEAS: Columns = (
    ("ref", mark("The public number, the same in every file for ever.")),
    ("number", mark("The number in it, as said in the room.")),
    ("workshop", mark("The number of the workshop.")),
    ("activity", mark("The activity, as workshop.position.")),
    ("text", mark("What was said. One apostrophe at the start may be ours: see the first row.")),
    ("category", mark("The key of the category; empty when none was chosen.")),
    ("channel", mark("How it came: phone, table, paper or remote.")),
    ("state", mark("released, or merged into another.")),
    ("merged_into", mark("The number it was merged into.")),
    ("place", mark("The place in words.")),
    ("lon", mark("Longitude in degrees, WGS 84; of a line or an area that of its middle.")),
    ("lat", mark("Latitude in degrees, WGS 84; of a line or an area that of its middle.")),
    ("inside", mark("1 inside the outline of the square, 0 outside, empty when nobody can tell.")),
    ("set_aside", mark("Why its place is not on the maps; empty when it is.")),
    ("hearts", mark("How many people gave it a heart, or what was merged into it.")),
    ("reported", mark("A count of supporters taken over from a file; not recounted here.")),
    ("feeling", mark("like, dislike, idea, danger or memory.")),
    ("requirements", mark("The requirements that rest on it.")),
    ("became", mark("What became of it, as the ledger says.")),
    ("became_in", mark("The requirement that this follows from.")),
    ("answered", mark("1 when the people who asked have an answer.")),
    ("category_name", mark("The category in words.")),
    ("agree", mark("How many people said that they agree.")),
    ("disagree", mark("How many people said that they disagree.")),
    ("length_m", mark("How long a line is, in metres.")),
    ("area_m2", mark("How large an area is, in square metres.")),
    ("said_by", mark("How many people said it, or what was merged into it; empty if nothing was.")),
)

VOTES: Columns = (
    ("activity", mark("The activity, as workshop.position.")),
    ("kind", mark("The kind of activity.")),
    ("title", mark("Its title.")),
    ("question", mark("The question, word for word.")),
    ("people", mark("How many people took part.")),
    ("option", mark("The key of the option.")),
    ("label", mark("The option, word for word.")),
    ("value", mark("What it got.")),
    ("rank", mark("Its rank; options with the same value share one.")),
    ("tied", mark("1 when another has the same rank.")),
    *_CHANNELS,
)

REQUIREMENTS: Columns = (
    ("ref", mark("The requirement's number.")),
    ("sentence", mark("What the design has to do.")),
    ("weight", mark("must, should, could or avoid.")),
    ("zone", mark("The zone it is about.")),
    ("cost_class", mark("1 cheap to 4 dear.")),
    ("owner", mark("The office that has it in hand.")),
    ("status", mark("What became of it.")),
    ("right", mark("Why it is a right; empty when it is not. Rights are never ranked.")),
    ("strength", mark("How strong the evidence is, A to D; empty without evidence.")),
    ("why", mark("Why that letter.")),
    ("people", mark("How many people stand behind it. Fewer than 5 are not counted out.")),
    ("workshops", mark("The workshops it comes from.")),
    *_CHANNELS,
    ("for", mark("Contributions that speak for it.")),
    ("against", mark("Contributions that speak against it.")),
    ("votes", mark("Options voted on that it rests on: activity, option, what it got.")),
    ("season", mark("spring, summer, autumn or winter; empty for all year.")),
    ("time_of_day", mark("morning, day, evening or night; empty for any time.")),
    ("who", mark("For whom above all.")),
    ("place", mark("point, line or area, where it has a place of its own.")),
    ("lon", mark("Longitude in degrees, WGS 84; of a line or an area that of its middle.")),
    ("lat", mark("Latitude in degrees, WGS 84; of a line or an area that of its middle.")),
    ("answers", mark("What departments answered: department, possible, costly or forbidden, why.")),
    (
        "rests_on",
        mark("What it rests on beside people: trials, hot spots, counts, photos. No voices."),
    ),
    ("stands", mark("How it stands in the ledger.")),
    ("fallen", mark("Evidence that stands no longer, and why: it was hidden, or taken back.")),
)


TRIALS: Columns = (
    ("ref", mark("The trial's number.")),
    ("title", mark("What was tried.")),
    ("zone", mark("The zone it was in.")),
    ("lon", mark("Longitude in degrees, WGS 84; of a line or an area that of its middle.")),
    ("lat", mark("Latitude in degrees, WGS 84; of a line or an area that of its middle.")),
    ("began_on", mark("Its first day.")),
    ("ended_on", mark("Its last day.")),
    ("partners", mark("Who did it.")),
    ("seen", mark("What was seen.")),
    ("counts", mark("What was counted: before, during and after; a dash where nobody counted.")),
    ("photos", mark("How many pictures there are.")),
    ("verdict", mark("keep, adapt or drop; empty before the verdict.")),
    ("why", mark("Why that verdict.")),
    ("requirements", mark("The requirements that rest on it.")),
)

#: What is true of all tables.
ABOUT: Columns = (
    (
        "*",
        mark(
            "UTF-8, comma, CRLF. A text that begins with = + - @ a tab, a line break or an "
            "apostrophe has one more apostrophe before it, so that no spreadsheet runs it: "
            "take one off to have the text as it was sent."
        ),
    ),
)
