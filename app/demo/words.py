"""The demo's made-up words: nobody said these."""

#: (text, category, channel, hearts)
IDEAS = (
    ("A fire we can sit around, and someone who looks after it.", "light", "phone", 21),
    ("A bench by the wall where old people get the sun.", "seats", "phone", 17),
    ("Lights in the trees, but not into my bedroom.", "light", "phone", 15),
    ("Seats with a back and arms, so that I can get up again.", "seats", "paper", 14),
    ("Hot chocolate from a bicycle, Fridays after school.", "market", "phone", 12),
    ("A wall out of the wind, with a bench that is warm to sit on.", "seats", "table", 11),
    ("Ice to skate on when it freezes, from the fountain’s own water.", "water", "phone", 10),
    ("Keep the Saturday market, and give it a roof.", "market", "table", 9),
    ("A step-free way from the bus stop to every door.", "routes", "paper", 9),
    ("A small stage that is a bench when nobody plays.", "stage", "phone", 8),
    ("More trees in the west. It is a hot wall in July.", "trees", "phone", 8),
    ("Let it be empty sometimes. I like the snow.", "", "phone", 7),
    ("Water to touch in summer, shallow enough for the small ones.", "water", "phone", 7),
    ("A place to fix bikes, with a roof.", "routes", "table", 6),
    ("Swings for grown-ups.", "play", "phone", 6),
    ("Music, but not after nine. I live above.", "stage", "phone", 5),
    ("A chess table that stays out.", "play", "phone", 5),
    ("No smoke under my window, please.", "light", "phone", 5),
    ("Cars off the square on market days.", "routes", "table", 4),
    ("A drinking fountain, also for dogs.", "water", "phone", 4),
    ("Blankets to borrow at the kiosk.", "seats", "phone", 3),
    ("A big table where strangers eat together once a month.", "market", "paper", 3),
    ("Herbs anybody may pick.", "trees", "phone", 2),
    ("Somewhere to charge a phone while I wait for the bus.", "", "phone", 1),
)

#: Where notes gather: (category, x, y in plan metres, how many, spread in metres, words)
NOTES = (
    ("seats", 70.0, 84.0, 7, 5.0, "Seats here, in the evening sun"),
    ("seats", 113.0, 71.0, 6, 6.0, "A bench under the trees"),
    ("seats", 97.0, 82.0, 4, 6.0, "Somewhere to sit and wait"),
    ("light", 86.0, 84.0, 9, 5.5, "A fire by the fountain"),
    ("light", 104.0, 72.0, 5, 6.0, "Light in the trees"),
    ("play", 120.0, 72.0, 8, 6.0, "Play for the small ones"),
    ("routes", 64.0, 80.0, 5, 2.5, "The kerb is too high here"),
    ("routes", 143.0, 64.0, 3, 1.5, "Cross here, without steps"),
    ("water", 88.0, 82.0, 7, 6.0, "Water to touch"),
    ("trees", 128.0, 69.0, 5, 4.5, "One more tree"),
    ("market", 99.0, 82.0, 6, 5.0, "The market stands here"),
    ("stage", 92.0, 86.0, 4, 4.0, "A step to stand on"),
)

#: Notes that name no place, and one that lies across the street.
NO_PLACE = ("Clean toilets, wherever", "Longer opening hours", "Somebody who looks after it all")
OUTSIDE = ("The pharmacy needs a ramp", 36.0, 52.0)

OPTIONS = (
    "A fire to gather round",
    "Warm seats out of the wind",
    "Light in the trees",
    "Ice to skate on",
    "A roof over the market",
    "A small sledge hill",
)

#: Made-up ballots: (channel, people, dots by option number; 7 is “Keep it as it is”)
BALLOTS = (
    ("phone", 9, {1: 3, 2: 2}),
    ("phone", 8, {2: 3, 3: 2}),
    ("phone", 7, {3: 3, 1: 2}),
    ("phone", 5, {4: 3, 5: 1, 1: 1}),
    ("phone", 4, {5: 2, 4: 2, 6: 1}),
    ("phone", 3, {6: 2, 4: 3}),
    ("phone", 2, {7: 3}),
    ("table", 4, {2: 2, 1: 2, 3: 1}),
    ("table", 3, {3: 3, 5: 2}),
    ("table", 2, {1: 1, 4: 3}),
    ("paper", 4, {1: 3, 2: 2}),
    ("paper", 3, {2: 3, 5: 1}),
    ("paper", 1, {7: 2, 6: 1}),
    ("paper", 1, {7: 2, 2: 1, 6: 1}),
)

#: (sentence, weight, zone, cost class, owner, status, why it is a right, idea numbers for,
#:  idea numbers against, option number voted on)
REQUIREMENTS = (
    (
        "There are seats with back and arms for 40 people, half of them out of the north wind.",
        "must",
        "A, B",
        "2",
        "Parks",
        "proposed",
        "",
        (2, 4, 6),
        (),
        2,
    ),
    (
        "A fire that thirty people can stand around burns safely from November to March.",
        "must",
        "B",
        "2",
        "Parks and fire service",
        "possible",
        "",
        (1,),
        (18,),
        1,
    ),
    (
        "A step-free way, at least 1.8 m wide, leads from the bus stop to every door.",
        "must",
        "all",
        "3",
        "Roads",
        "required",
        "Universal design is a right in law. It does not compete with the votes.",
        (9,),
        (),
        None,
    ),
    (
        "The trees are lit with warm, low light until 22:00, and no lamp shines into a bedroom.",
        "should",
        "A, C",
        "1",
        "Lighting",
        "proposed",
        "",
        (3,),
        (18,),
        3,
    ),
    (
        "Water to touch in summer becomes ice to skate on in winter.",
        "should",
        "B",
        "3",
        "Water works",
        "proposed",
        "",
        (7, 13),
        (),
        4,
    ),
    (
        "A roof over eight market stalls, open at the sides.",
        "could",
        "B",
        "3",
        "Market office",
        "proposed",
        "",
        (8,),
        (),
        5,
    ),
)

CONFLICTS = (
    "Music, or quiet after nine. Both would accept 20:30.",
    "Wood smoke near bedrooms. Both would accept two evenings a week.",
    "Cars for deliveries, or none. The market would accept until 10:00.",
)
NOT_SETTLED = (
    "Who tends the fire, and who pays for the wood.",
    "Whether the fountain’s pump can stand the frost.",
    "Public toilets: outside this brief, asked for by three.",
)
NEXT_STEPS = (
    "The parks office answers every requirement by 15 January.",
    "The drawings are shown beside the ideas they came from, at an open meeting.",
    "The district council decides.",
)
