"""The words of the demo's planners: vision, programme, answers, a trial. All of it is made up."""

VISION = (
    "A square where the evening begins: warm to sit by, light to walk through, dry to trade on."
)

#: Rows by part, as the planner's forms hold them.
ROWS = {
    "objectives": (
        {
            "sentence": "More people stay on the square on winter evenings.",
            "test": "Count of people staying, 17:00 to 18:00, January: twice the 14 of today.",
        },
        {
            "sentence": "Everybody reaches every door without a step.",
            "test": "A walk with the council for disabled people finds no step above 2 cm.",
        },
        {
            "sentence": "The Saturday market stays, and is dry.",
            "test": "Eight stalls under one roof on every market day of the year.",
        },
    ),
    "programme": (
        {"use": "Fire and seats", "season": "winter", "time": "evening", "zone": "B", "refs": "R2"},
        {
            "use": "Ice from the fountain’s own water",
            "season": "winter",
            "time": "day",
            "who": "children and parents",
            "zone": "B",
            "refs": "R5",
        },
        {
            "use": "Water to touch",
            "season": "summer",
            "time": "day",
            "who": "children",
            "zone": "B",
            "refs": "R5",
        },
        {"use": "Saturday market", "time": "morning", "who": "traders", "zone": "B", "refs": "R6"},
        {"use": "Reading and resting", "season": "summer", "zone": "A", "refs": "R1"},
        {"use": "Reading and resting", "season": "autumn", "zone": "A", "refs": "R1"},
    ),
    "opposed": (
        {
            "one": "Music and a stage",
            "other": "Quiet after nine",
            "who_one": "young people, table 2",
            "who_other": "neighbours in the east",
            "accept_one": "Until 20:30, and never amplified",
            "accept_other": "Until 20:30 on two evenings a week",
            "refs": "KMP-0010",
        },
    ),
    "indicators": (
        {"what": "People staying, 17:00 to 18:00, January", "baseline": "14", "when": "yearly"},
        {"what": "Market days with all stalls let", "baseline": "31 of 52", "when": "yearly"},
    ),
}
#: What was added to the requirements, by number.
FIELDS = {
    1: {"who": "older people, whoever waits"},
    2: {"season": "winter", "time_of_day": "evening", "who": "everybody"},
    4: {"time_of_day": "evening"},
    5: {"who": "children and parents"},
}
#: (requirement, department, answer, why)
ANSWERS = (
    (1, "Parks", "possible", "Fits the furniture contract that runs until 2029."),
    (2, "Fire service", "possible", "With a fixed bowl, and 8 m to the nearest branch."),
    (2, "Parks", "costly", "Somebody must tend it: two evenings a week are paid for."),
    (5, "Water works", "costly", "The pump has to be drained by hand before the frost."),
    (6, "Market office", "possible", "The traders pay a third of the roof."),
)
TRIAL = "A fire bowl and twelve borrowed chairs"
TRIED = {
    "zone": "B",
    "partners": "Fire service, the library, five neighbours",
    "seen": "People came from the bus stop and stayed for ten to forty minutes. "
    "Chairs were moved out of the wind at once. The smoke went east, away from the bedrooms.",
    "counts": "People staying at 18:00; 6; 31; 8\nPeople sitting; 2; 12; 3",
    "verdict": "adapt",
    "why": "Keep the fire; screens against the wind are missing.",
}
#: (requirement, state, days ago, office, why, what it saved)
STEPS = ((1, "in_design", 0, "Parks", "", ""),)
#: The made-up census row of the quarter, a line each.
REFERENCE = {
    "figures": "under 18; 17 %; made up\n18 to 29; 19 %\n30 to 44; 24 %\n45 to 66; 25 %\n"
    "67 to 79; 10 %\n80 or older; 5 %",
    "done": "Two lessons at the school, and a table at the care home, before the second evening.",
}
#: How many told each age band, in their order: two who did not are unknown.
AGES = (3, 9, 17, 22, 8, 3)
