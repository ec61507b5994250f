# ruff: noqa: E501, PLR0917
"""Made-up findings to try exports on: a square with a plan, and a city-wide import without one.

Run with the project as PYTHONPATH it writes tests/data/findings-sample.json anew.
"""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from workshops.basemap import build
from workshops.findings import (
    ActivityFacts,
    Category,
    ContributionFacts,
    EvidenceFacts,
    Findings,
    RequirementFacts,
    SetAside,
    SquareFacts,
    WorkshopFacts,
    digest,
)
from workshops.findings_json import to_json
from workshops.methods.geodesy import Utm, area_m2, from_utm, to_utm
from workshops.osm import read_osm
from workshops.words import count, say

SAMPLE = Path(__file__).parent.parent / "data" / "findings-sample.json"
ZONE_33 = Utm(33, north=True)

CATEGORIES = (
    Category("seats", "Seats", "square", "S"),
    Category("light", "Light and fire", "diamond", "L"),
    Category("play", "Play", "triangle-up", "P"),
    Category("routes", "Routes", "triangle-down", "R"),
    Category("water", "Water", "circle", "W"),
    Category("trees", "Trees", "hexagon", "T"),
    Category("market", "Market and food", "house", "M"),
    Category("stage", "Open stage", "dome", "O"),
)

# Metres from the north-west corner of the square's bounds, x east, y south.
RING = (
    (4.3, 15.4), (1.2, 16.0), (0.2, 16.9), (0.0, 17.6), (0.9, 21.1), (1.7, 23.6), (9.5, 47.5),
    (10.1, 47.7), (10.4, 47.7), (14.2, 45.5), (16.4, 44.3), (60.6, 20.1), (83.2, 7.7),
    (85.0, 6.0), (85.4, 4.0), (84.4, 1.3), (81.9, 0.0), (80.4, 0.1), (54.7, 5.3), (10.9, 14.1),
    (4.3, 15.4),
)  # fmt: skip
ZONE_RINGS = {
    "A": ((0, 12.5), (14.3, 13.4), (22.6, 40.9), (10.2, 47.9), (0, 18)),
    "B": ((14.3, 13.4), (49.5, 6.3), (54.6, 23.4), (22.6, 40.9)),
    "C": ((49.5, 6.3), (81, -0.4), (86, 3), (84.5, 7.5), (54.6, 23.4)),
}
NOTES = {
    "seats": "49,8 48,11 53,11 56,12 51,13 41,14 12,21 25,24 34,24 40,25 10,26 13,27 45,26 34,28 "
    "37,28 13,30 42,29 16,32 33,31 15,37 12,40",
    "light": "40,11 28,14 33,14 37,13 45,12 47,15 59,12 26,17 24,21 22,24 29,26 8,29 24,30 29,30 "
    "31,28 10,34 27,34 11,38",
    "play": "56,8 62,8 65,10 67,11 62,13 56,15 64,16 29,19 32,18 36,17 51,17 54,20 56,19 51,22",
    "routes": "78,3 83,4 80,6 2,19 5,18 7,22 2,23 4,28 5,38 7,37 7,41 10,42",
    "water": "24,18 33,21 36,21 43,20 29,22 31,23 40,21 43,23 19,26 24,27 27,29",
    "trees": "65,6 69,8 79,9 74,10 69,14 18,20 21,20",
    "market": "31,15 44,18 49,20 46,20 48,22 51,25",
}
NOTE_WORDS = {
    "seats": ("A bench out of the wind", "Seats with a back", "I wait here for the bus",
              "In the sun after two", "A place to sit alone"),
    "light": ("A fire here in winter", "Warm light, low", "Too dark to walk here",
              "Lanterns in the trees"),
    "play": ("Something to climb", "A place to draw on the ground", "Room to run", "Balls allowed"),
    "routes": ("Straight to the bus", "Snow is not cleared here", "A wheelchair cannot get by"),
    "water": ("Feet in the water in summer", "Ice to skate on", "Hear it, not only see it"),
    "trees": ("Leave this tree be", "More shade", "A row of birches"),
    "market": ("Soup and coffee", "A roof over the stalls", "Fish on Fridays"),
}  # fmt: skip
IDEAS = (
    ("A fire that somebody looks after, every evening from November", "light", 31),
    ("Seats with back and arms, so that I can get up again", "seats", 28),
    ("Light in the trees instead of tall lamps", "light", 22),
    ("Ice in winter, water in summer, in the same basin", "water", 19),
    ("A roof that one can put up for the market and take down again", "market", 17),
    ("Leave a part empty. Snow and silence are also used", "", 12),
    ("A sledge hill for the small ones", "play", 11),
    ("Smoke comes into the bedrooms in Strandgata", "light", 9),
    ("Step-free from the bus to every door", "routes", 4),
    ("Skøyteis om vinteren, og varm saft", "water", 14),
    ("مكان للجلوس تحت الأشجار", "seats", 6),
    ("Лавки зі спинками біля фонтана", "seats", 5),
    ("Čáppa čuovggat muoraide", "light", 3),
    ("Koululaisten piirustuksia esille", "play", 2),
    ("Keep six places for short stops in front of the chemist", "routes", 7),
)
OPTIONS = (
    ("1", "A fire to gather round", (38, 12, 11, 0)),
    ("2", "Warm seats out of the wind", (36, 10, 15, 0)),
    ("3", "Light in the trees", (42, 8, 5, 0)),
    ("4", "Ice to skate on", (33, 6, 2, 0)),
    ("5", "A roof over the market", (21, 6, 7, 0)),
    ("6", "A small sledge hill", (16, 3, 1, 0)),
    ("7", "Keep it as it is", (4, 2, 3, 0)),
)
CHANNELS = ("phone", "table", "paper", "remote")


def place(x: float, y: float) -> list[float]:
    """Longitude and latitude of a spot of the plan above."""
    east, north = to_utm(13.440718, 52.4738748, ZONE_33)
    lon, lat = from_utm(east + x, north - y, ZONE_33)
    return [round(lon, 7), round(lat, 7)]


def ring(spots: Any) -> dict[str, Any]:
    closed = [*spots, spots[0]] if spots[0] != spots[-1] else list(spots)
    return {"type": "Polygon", "coordinates": [[place(x, y) for x, y in closed]]}


def square(basemap: dict[str, Any] | None = None) -> SquareFacts:
    outline = ring(RING)
    names = {"A": "by the west row", "B": "round the fountain", "C": "the east end"}
    return SquareFacts(
        name="Stortorget",
        town="Hamar",
        outline=outline,
        area_m2=round(area_m2(outline), 1),
        zones=tuple(
            {"letter": key, "name": names[key], "polygon": ring(spots)}
            for key, spots in ZONE_RINGS.items()
        ),
        landmarks=({"name": "The fountain", "lon": place(26, 26)[0], "lat": place(26, 26)[1]},),
        basemap=basemap,
        licence="© OpenStreetMap contributors, ODbL 1.0. Example: another square stands in "
        "for Stortorget, names changed.",
        epsg=25833,
    )


def workshops() -> tuple[WorkshopFacts, ...]:
    rows = (
        ("Opening meal", "action", "2026-01-17", "13:00", 240, 64, (28, 12, 18, 0)),
        ("Theme evening: winter", "workshop", "2026-02-05", "18:00", 150, 71, (44, 15, 12, 0)),
        ("Class 5B on the square", "school class", "2026-02-19", "09:00", 120, 26, (0, 20, 6, 0)),
        ("From home", "online window", "2026-03-01", "00:00", 20160, None, (12, 0, 0, 62)),
        ("Walk in the dark", "walk", "2026-03-12", "19:30", 90, 33, (29, 0, 4, 0)),
        ("Stall at the student house", "stall", "2026-04-18", "11:00", 180, 61, (45, 0, 11, 0)),
    )
    return tuple(
        WorkshopFacts(
            number=number,
            title=title,
            type=kind,
            place="At home" if present is None else "Stortorget",
            date=date,
            starts=starts,
            minutes=minutes,
            announced="Poster, newspaper, school messages" if number < 4 else "",
            present=present,
            joined=channels(voices),
            answered=channels(tuple(each - 1 if each > 3 else each for each in voices)),
        )
        for number, (title, kind, date, starts, minutes, present, voices) in enumerate(rows, 1)
    )


def channels(figures: tuple[int, ...]) -> dict[str, int]:
    return {name: n for name, n in zip(CHANNELS, figures, strict=True) if n}


def ideas() -> list[ContributionFacts]:
    found = []
    for number, (text, category, hearts) in enumerate(IDEAS, 1):
        found.append(said(number, "2.2", text, category, hearts=hearts))
    found.append(
        replace(said(16, "2.2", "A bonfire", "light"), state="merged", merged_into="HAM-0001")
    )
    return found


def notes() -> list[ContributionFacts]:
    found = []
    for category, spots in NOTES.items():
        words = NOTE_WORDS[category]
        for nth, spot in enumerate(spots.split()):
            x, y = (float(each) for each in spot.split(","))
            note = said(17 + len(found), "2.4", words[nth % len(words)], category)
            zone = "A" if x < 17 else "B" if x < 51 else "C"
            found.append(
                replace(
                    note,
                    geometry={"type": "Point", "coordinates": place(x, y)},
                    place=f"Zone {zone}",
                    inside=True,
                )
            )
    for text in ("Somewhere quiet", "Wherever it is sunny", "Near the bus", "By the fish", "Here"):
        found.append(said(17 + len(found), "2.4", text, "seats"))
    return found


def said(number: int, activity: str, text: str, category: str, hearts: int = 0):
    return ContributionFacts(
        ref=f"HAM-{number:04}",
        number=number,
        activity=activity,
        workshop=int(activity.split(".", maxsplit=1)[0]),
        text=text,
        category=category,
        channel=CHANNELS[number % 3],
        state="released",
        merged_into="",
        geometry=None,
        place="",
        inside=None,
        set_aside="",
        hearts=hearts,
        reported=None,
        feeling="",
        requirements=(),
        said_at=f"2026-02-05T18:{number % 60:02}",
    )


def activities(everything: list[ContributionFacts]) -> tuple[ActivityFacts, ...]:
    of = lambda ref: [each for each in everything if each.activity == ref]  # noqa: E731
    return (
        activity("2.1", "slide", "Welcome", "", n=0, headline=say("Nothing is asked here."),
                 settings={"words": "Soup is served.", "credit": "", "photo": "",
                           "minutes": 0, "look_up": "Soup is served."}),
        activity("2.2", "ideas", "Ideas for winter", "What would make you stay for half an hour "
                 "here in February?", n=53,
                 headline=count("%(n)s idea", "%(n)s ideas", len(of("2.2"))),
                 voices=channels((35, 11, 7, 0)), columns=("number", "text", "category", "hearts"),
                 rows=[{"number": e.number, "text": e.text, "category": e.category,
                        "hearts": e.hearts} for e in of("2.2")],
                 facts={"hearts": sum(e.hearts for e in everything)},
                 settings={"ask_category": True, "hearts": True}),
        vote(),
        activity("2.4", "map_notes", "Where people would put it", "Where should it be? Put at most "
                 "two notes.", n=52, headline=say("Most seats in the west and by the trees; light "
                                                  "and fire around the fountain; play in the east."),
                 voices=channels((31, 9, 12, 0)), columns=("number", "text", "category", "place"),
                 rows=[{"number": e.number, "text": e.text, "category": e.category,
                        "place": e.place} for e in of("2.4")],
                 features=[{"type": "Feature", "geometry": dict(e.geometry), "properties":
                            {"number": e.number, "category": e.category, "text": e.text}}
                           for e in of("2.4") if e.geometry],
                 facts={"notes": 94, "placed": 89, "no_place": 5, "outside": 0},
                 settings={"notes": 2, "ask_category": True, "ask_feeling": False}),
    )  # fmt: skip


def vote() -> ActivityFacts:
    sums = [(key, label, sum(parts), channels(parts)) for key, label, parts in OPTIONS]
    bars = [
        {
            "key": key,
            "label": label,
            "value": value,
            "rank": 1 + sum(other > value for _, _, other, _ in sums),
            "tied": sum(other == value for _, _, other, _ in sums) > 1,
            "parts": parts,
        }
        for key, label, value, parts in sums
    ]
    return activity(
        "2.3",
        "dot_vote",
        "What first?",
        "Which of these should come first? Give five dots, at most three to one.",
        n=58,
        headline=say("A tie: two share first place"),
        voices=channels((36, 12, 10, 0)),
        columns=("rank", "option", "dots", "people"),
        rows=[
            {"rank": bar["rank"], "option": bar["label"], "dots": bar["value"],
             "people": bar["value"] * 2 // 3} for bar in bars
        ],
        bars=bars,
        facts={"dots": 5, "given": 290, "used": 281, "left": 9},
        steps=(say("58 people had 5 dots each."), say("9 dots were left over.")),
        settings={"dots": 5, "cap": 3,
                  "options": [{"key": key, "label": label} for key, label, _ in OPTIONS]},
    )  # fmt: skip


def activity(ref: str, kind: str, title: str, question: str, **more: Any) -> ActivityFacts:
    lists = {key: tuple(more.pop(key, ())) for key in ("rows", "bars", "features", "steps")}
    columns = tuple({"key": key, "title": key.capitalize()} for key in more.pop("columns", ()))
    plain = {"settings": {}, "minutes": 15, "voices": {}, "facts": {}} | more
    return ActivityFacts(
        ref=ref, kind=kind, title=title, question=question, columns=columns, **lists, **plain
    )


def requirements() -> tuple[RequirementFacts, ...]:
    three = say("Three or more workshops or channels, 30 people or more, agreement high.")
    return (
        requirement(1, "There are seats with back and arms for 40 people, half of them out of the "
                    "north wind, never more than 50 m apart.", "must", "A and B", 2, "Parks",
                    "proposed", "A", three, 112, (1, 2, 3, 5, 6), (58, 17, 24, 13),
                    said_for=("HAM-0002", "HAM-0011", "HAM-0012", "HAM-0017", "HAM-0018",
                              "HAM-0019", "HAM-0020"),
                    voted=("Warm seats out of the wind", 61, 1, True)),
        requirement(2, "A fire that thirty people can stand around burns safely on the square "
                    "from November to March.", "must", "B", 2, "Parks", "possible",
                    "A", three, 70, (1, 2, 4, 5), (41, 12, 11, 6),
                    said_for=("HAM-0001", "HAM-0016", "HAM-0038"), said_against=("HAM-0008",),
                    voted=("A fire to gather round", 61, 1, True)),
        requirement(3, "A step-free way at least 1.8 m wide, with a line that a white cane can "
                    "follow, leads from the bus stop to every door on the square.", "must", "all",
                    3, "Roads", "required", "C", say("One workshop, several people."), 3, (6,),
                    (3, 0, 0, 0), said_for=("HAM-0009",),
                    right="Universal design is a right in law. It does not compete with the votes "
                    "above and is not ranked among them."),
        requirement(4, "The trees are lit with warm, low light until 22:00 from September to "
                    "April, and no lamp shines into a bedroom.", "should", "A and C", 1,
                    "Lighting", "proposed", "B", say("Four channels, less agreement."), 61, (2, 5),
                    (39, 8, 5, 9), said_for=("HAM-0003", "HAM-0013"), said_against=("HAM-0006",),
                    voted=("Light in the trees", 55, 3, False)),
        requirement(5, "The basin holds water in summer and ice in winter.", "should", "B", 3,
                    "Water works", "proposed", "B", say("Two workshops."), 49, (2, 4), (33, 6, 2, 8),
                    said_for=("HAM-0004", "HAM-0010"), voted=("Ice to skate on", 41, 4, False)),
        requirement(6, "A quarter of the square stays empty.", "avoid", "C", None, "", "proposed",
                    "C", say("One workshop, several people."), 23, (2,), (14, 5, 4, 0),
                    said_for=("HAM-0006",)),
        requirement(7, "A sledge hill stands at the east end when there is snow.", "could", "C", 1,
                    "", "proposed", "", say("Nothing counted yet."), 0, (), (0, 0, 0, 0)),
    )  # fmt: skip


def requirement(number, sentence, weight, zone, cost, owner, status, strength, why, people, held,
                voices, said_for=(), said_against=(), voted=None, right=""):  # fmt: skip
    evidence = [EvidenceFacts(against=False, contribution=ref, activity="", option="", value=0,
                              rank=0, tied=False) for ref in said_for]  # fmt: skip
    evidence += [replace(each, against=True, contribution=ref) for ref in said_against
                 for each in evidence[:1]]  # fmt: skip
    if voted:
        option, value, rank, tied = voted
        evidence.append(EvidenceFacts(against=False, contribution="", activity="2.3",
                                      option=option, value=value, rank=rank, tied=tied))  # fmt: skip
    return RequirementFacts(
        number=number,
        sentence=sentence,
        weight=weight,
        zone=zone,
        cost_class=cost,
        owner=owner,
        status=status,
        right=right,
        strength=strength,
        why=why,
        people=people,
        workshops=tuple(held),
        channels=channels(voices),
        evidence=tuple(evidence),
    )


NEW_NAMES = {"Karl-Marx-Straße": "Storgata", "Thomasstraße": "Torggata"}


def plan_of(shared_data: Path) -> dict[str, Any]:
    """The base map of the square that stands in for Stortorget, its names changed."""
    with (shared_data / "osm" / "berlin-karl-marx-platz.osm").open("rb") as file:
        basemap = build(read_osm(file), dict(square().outline))
    for feature in basemap["features"]:
        if "name" in feature:
            feature["name"] = NEW_NAMES.get(feature["name"], "")
    return basemap


def stortorget(basemap: dict[str, Any] | None = None) -> Findings:
    """A whole consultation as the design's pictures tell it."""
    asked = requirements()
    used: dict[str, list[int]] = {}
    for each in asked:
        for evidence in each.evidence:
            used.setdefault(evidence.contribution, []).append(each.number)
    everything = [
        replace(each, requirements=tuple(used.get(each.ref, ()))) for each in [*ideas(), *notes()]
    ]
    held = workshops()
    voices = sum((Counter(each.joined) for each in held), Counter())
    return frozen(
        Findings(
            slug="stortorget",
            name="Stortorget 2026",
            prefix="HAM",
            goal="Stortorget has become a place where people stay in winter.",
            promise="We will answer every idea, say what we do with it, and why.",
            influence="consult",
            is_open="Seats, light, trees, water, play, how the square is used through the year.",
            is_fixed="The bus stop stays. The budget is 14 million kroner.",
            decided_by="Town council",
            decision="Adopt requirements R1 to R7 as the brief for the design of Stortorget.",
            decide_on="2026-06-03",
            answer_by="2026-05-21",
            delete_on="2027-06-30",
            conflicts=(
                "Music at the ice, or quiet after nine. Both would accept 20:30.",
                "Fourteen short-stay cars, or none. Shops would accept six.",
                "Wood smoke near bedrooms. Both would accept two evenings a week.",
            ),
            not_settled=(
                "Who tends the fire, and who pays for the wood.",
                "Whether the fountain’s pump can stand the frost.",
                "Public toilets: outside this brief, asked for by 31 people.",
            ),
            next_steps=(
                "Parks draws two variants, before 21 May.",
                "Open meeting with the drawings beside the wishes, 21 May.",
            ),
            language="en",
            is_example=True,
            categories=CATEGORIES,
            square=square(basemap),
            workshops=held,
            activities=activities(everything),
            contributions=tuple(everything),
            requirements=asked,
            set_aside=(
                SetAside(2, say("taken back by the writer"), ()),
                SetAside(1, say("returned to the writer and not sent again"), ("HAM-0112",)),
            ),
            voices=dict(voices),
            ballots=58,
            log=(
                {"at": "2026-02-05T18:31:00Z", "who": "moderator", "verb": "merged",
                 "subject": "HAM-0016 into HAM-0001", "reason": "the same wish"},
                {"at": "2026-02-05T18:40:00Z", "who": "facilitator", "verb": "closed",
                 "subject": "2.3", "reason": ""},
            ),
            frozen_at="2026-04-27T09:12:00+00:00",
        )
    )  # fmt: skip


def frozen(findings: Findings) -> Findings:
    return replace(findings, hash=digest(findings))


def miami(shared_data: Path) -> Findings:
    """412 ideas and 6,415 hearts over a city, taken over from a file: no plan, no outline."""
    folder = shared_data / "map-comments"
    features = json.loads((folder / "miami-2014-ideas.geojson").read_text())["features"]
    pairs = {tuple(line.split(",")[0:3:2]) for line in
             (folder / "miami-2014-supports.csv").read_text().splitlines()[1:]}  # fmt: skip
    hearts = Counter(idea for idea, supporter in pairs if supporter)
    keys = sorted({each["properties"]["category"] for each in features})
    categories = tuple(
        replace(look, key=key, name=key) for look, key in zip(CATEGORIES, keys, strict=True)
    )
    everything = []
    for number, feature in enumerate(features, 1):
        about = feature["properties"]
        text = f"{about['title']}: {about['description'] or ''}".strip()
        lon = feature["geometry"]["coordinates"][0]
        everything.append(
            replace(
                said(number, "1.1", text, about["category"], hearts[str(about["id"])]),
                ref=f"MIA-{number:04}",
                channel="remote",
                geometry=feature["geometry"],
                reported=about["supports"],
                set_aside="far from all others" if lon < -85 else "",
            )
        )
    located = say("Ideas from the whole city.")
    whole = activity("1.1", "ideas", "Ideas for public spaces", "What would make Miami's public "
                     "spaces better?", n=412, headline=located, voices={"remote": 412},
                     columns=("number", "text", "category", "place", "hearts", "people"),
                     rows=[{"number": e.number, "text": e.text, "category": e.category,
                            "place": "", "hearts": e.hearts, "people": 1} for e in everything],
                     facts={"hearts": sum(hearts.values())})  # fmt: skip
    far = [each.ref for each in everything if each.set_aside]
    return frozen(
        replace(
            stortorget(),
            slug="miami-2014",
            name="Public Space Challenge 2014",
            prefix="MIA",
            goal="",
            promise="",
            is_open="",
            is_fixed="",
            decided_by="",
            decision="",
            decide_on="",
            answer_by="",
            delete_on="",
            conflicts=(),
            not_settled=(),
            next_steps=(),
            is_example=False,
            categories=categories,
            square=SquareFacts("Miami", "", None, None, (), (), None, "", None),
            workshops=(
                WorkshopFacts(1, "Taken over from a file", "online window", "", "2014-03-03",
                              "00:00", 0, "", None, {"remote": 412}, {"remote": 412}),
            ),
            activities=(whole,),
            contributions=tuple(everything),
            requirements=(),
            set_aside=(
                SetAside(226, say("hearts given again by the same browser")),
                SetAside(1, say("heart without a browser to count it by")),
                SetAside(len(far), say("far from all others: kept, not drawn on the map"), tuple(far)),
            ),
            voices={"remote": 412},
            ballots=6415,
            log=(),
        )
    )  # fmt: skip


def empty() -> Findings:
    """A consultation in which nothing has happened yet."""
    return frozen(
        replace(
            stortorget(),
            goal="",
            promise="",
            decision="",
            decided_by="",
            conflicts=(),
            not_settled=(),
            next_steps=(),
            categories=(),
            square=SquareFacts("Torget", "", None, None, (), (), None, "", None),
            workshops=(),
            activities=(),
            contributions=(),
            requirements=(),
            set_aside=(),
            voices={},
            ballots=0,
            log=(),
        )
    )


def with_text(findings: Findings, text: str) -> Findings:
    """The findings with every free text of people and organisers replaced by one string."""
    return frozen(
        replace(
            findings,
            name=text,
            goal=text,
            decision=text,
            conflicts=(text,),
            not_settled=(text,),
            categories=tuple(replace(each, name=text) for each in findings.categories),
            square=replace(
                findings.square,
                name=text,
                zones=tuple({**zone, "name": text} for zone in findings.square.zones),
            ),
            workshops=tuple(replace(each, title=text) for each in findings.workshops),
            activities=tuple(
                replace(each, title=text, question=text) for each in findings.activities
            ),
            contributions=tuple(replace(each, text=text) for each in findings.contributions),
            requirements=tuple(replace(each, sentence=text) for each in findings.requirements),
        )
    )


def with_texts(findings: Findings, texts: list[str]) -> Findings:
    """The findings with one idea for each text, besides what it has."""
    more = tuple(said(1000 + n, "2.2", text, "seats") for n, text in enumerate(texts))
    return frozen(replace(findings, contributions=findings.contributions + more))


def many_notes(findings: Findings, n: int) -> Findings:
    """The findings with n notes on the plan, spread over it, and with no other words."""
    keys = [each.key for each in findings.categories]
    words = [text for texts in NOTE_WORDS.values() for text in texts]
    made = tuple(
        replace(
            said(nth, "2.4", f"{words[nth % len(words)]}, and more about it", keys[nth % 7]),
            geometry={
                "type": "Point",
                "coordinates": place(nth * 7 % 850 / 10, nth * 13 % 470 / 10),
            },
            place="B, C4",
            inside=True,
            said_at=f"2026-02-{1 + nth % 20:02}T{10 + nth % 9}:{nth % 60:02}",
        )
        for nth in range(1, n + 1)
    )
    return frozen(replace(findings, contributions=made))


def without_words(findings: Findings) -> Findings:
    """The findings with notes that are symbols on a place and nothing more."""
    silent = (replace(e, text="") if e.activity == "2.4" else e for e in findings.contributions)
    return frozen(replace(findings, contributions=tuple(silent)))


def with_longest_texts(findings: Findings, text: str) -> Findings:
    """The findings with the first page as full as it can be, and with little else."""
    long = (text * 600)[:600]
    evidence = replace(findings.requirements[0].evidence[-1], rank=12, value=88_888)
    requirement = replace(
        findings.requirements[0],
        sentence=long[:300],
        people=88_888,
        workshops=tuple(range(1, 13)),
        evidence=(evidence,),
    )
    return frozen(
        replace(
            findings,
            decision=long,
            decided_by=long,
            conflicts=(long,) * 5,
            not_settled=(long,) * 5,
            square=replace(findings.square, name=long[:120], licence=long[:300]),
            contributions=(),
            activities=(),
            requirements=tuple(
                replace(requirement, number=n, right=long[:40] if n > 5 else "")
                for n in range(1, 15)
            ),
            voices=dict.fromkeys(CHANNELS, 88_888),
            log=(),
            ballots=8_888_888,
        )
    )


def crowded(findings: Findings, text: str) -> Findings:
    """The findings with a dozen results and every text in them at its longest."""
    long = (text * 600)[:600]
    asked = [each for each in findings.activities if each.kind != "slide"]
    activities = tuple(
        replace(
            asked[n % 3],
            ref=f"2.{n + 1}",
            question=long,
            headline=long,
            bars=tuple({**bar, "label": long} for bar in asked[n % 3].bars),
        )
        for n in range(12)
    )
    contributions = tuple(
        replace(each, text=long, activity=f"2.{n % 12 + 1}", hearts=88_888)
        for n, each in enumerate(findings.contributions)
    )
    return frozen(
        replace(
            findings,
            activities=activities,
            contributions=contributions,
            promise=long,
            next_steps=(long,) * 6,
            decided_by=long,
            square=replace(findings.square, name=long, licence=long),
        )
    )


if __name__ == "__main__":
    data = Path(__file__).resolve().parents[3] / "shared" / "data"
    SAMPLE.write_text(to_json(stortorget(plan_of(data))), encoding="utf-8")
