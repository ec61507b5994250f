"""What a thing in OpenStreetMap is on a plan of a square: one kind by its tags, or none."""

from collections.abc import Mapping

Tags = Mapping[str, str]
Rules = Mapping[str, Mapping[str, str]]

ANY = "*"

POINTS: Rules = {
    "natural": {"tree": "tree", "shrub": "shrub"},
    "amenity": {
        "bench": "bench",
        "waste_basket": "bin",
        "fountain": "fountain",
        "drinking_water": "drinking_water",
        "bicycle_parking": "bicycle_parking",
        "bicycle_rental": "bicycle_parking",
        "toilets": "toilets",
        "kiosk": "kiosk",
        "clock": "clock",
        "marketplace": "market",
        "shelter": "shelter",
        "post_box": "post_box",
        "recycling": "bin",
        "watering_place": "drinking_water",
        "vending_machine": "box",
        "telephone": "box",
        "charging_station": "box",
        "public_bookcase": "box",
        "bbq": "box",
    },
    "highway": {"street_lamp": "lamp", "bus_stop": "bus_stop"},
    "railway": {"tram_stop": "bus_stop", "subway_entrance": "subway_entrance"},
    "tourism": {"artwork": "art"},
    "historic": {"memorial": "art", "monument": "art"},
    "barrier": {
        "bollard": "bollard",
        "block": "bollard",
        "planter": "planter",
        "cycle_barrier": "gate",
        "gate": "gate",
        "lift_gate": "gate",
        "swing_gate": "gate",
    },
    "advertising": {"column": "column"},
    "information": {"board": "board", "map": "board"},
    "leisure": {"playground": "playground", "picnic_table": "table", "bandstand": "stage"},
    "man_made": {
        "flagpole": "flagpole",
        "planter": "planter",
        "street_cabinet": "box",
        "water_well": "fountain",
    },
    "shop": {"kiosk": "kiosk"},
    "entrance": {"no": "", ANY: "entrance"},
}

LINES: Rules = {
    "highway": {
        "steps": "steps",
        "footway": "path",
        "pedestrian": "path",
        "path": "path",
        "cycleway": "path",
        "bridleway": "path",
        "track": "path",
        "corridor": "",
        "platform": "",
        "proposed": "",
        "construction": "",
        "razed": "",
        ANY: "road",
    },
    "barrier": {
        "kerb": "kerb",
        "wall": "wall",
        "city_wall": "wall",
        "retaining_wall": "wall",
        "fence": "wall",
        "guard_rail": "wall",
        "hedge": "hedge",
        "chain": "wall",
        "handrail": "wall",
        "railing": "wall",
    },
    "natural": {"tree_row": "tree_row"},
    "waterway": {"river": "stream", "stream": "stream", "canal": "stream", "ditch": "stream"},
    "railway": {"tram": "rail", "rail": "rail", "light_rail": "rail", "narrow_gauge": "rail"},
    "amenity": {"bench": "bench"},
    "tourism": {"artwork": "art"},
}

AREAS: Rules = {
    "building": {"no": "", ANY: "building"},
    "place": {"square": "square"},
    "area:highway": {
        "footway": "paved",
        "pedestrian": "paved",
        "traffic_island": "island",
        "prohibited": "",
        "no": "",
        ANY: "road",
    },
    "natural": {
        "water": "water",
        "scrub": "green",
        "wood": "green",
        "grassland": "green",
        "heath": "green",
        "shrubbery": "green",
        "wetland": "green",
    },
    "waterway": {"riverbank": "water", "dock": "water"},
    "amenity": {
        "fountain": "fountain",
        "toilets": "toilets",
        "kiosk": "kiosk",
        "parking": "road",
        "bicycle_parking": "bicycle_parking",
        "shelter": "shelter",
        "bench": "bench",
        "marketplace": "paved",
    },
    "tourism": {"artwork": "art"},
    "historic": {"memorial": "art", "monument": "art"},
    "leisure": {
        "park": "green",
        "garden": "green",
        "common": "green",
        "dog_park": "green",
        "golf_course": "green",
        "nature_reserve": "",
        "pitch": "playground",
        "playground": "playground",
        "swimming_pool": "water",
        "bandstand": "stage",
        "outdoor_seating": "paved",
    },
    "landuse": {
        "grass": "green",
        "flowerbed": "green",
        "forest": "green",
        "meadow": "green",
        "cemetery": "green",
        "village_green": "green",
        "recreation_ground": "green",
        "orchard": "green",
        "vineyard": "green",
        "allotments": "green",
        "plant_nursery": "green",
        "basin": "water",
        "reservoir": "water",
    },
    "barrier": {"hedge": "hedge", "wall": "wall", "planter": "planter"},
    "man_made": {"planter": "planter"},
    "public_transport": {"platform": "paved"},
    "railway": {"platform": "paved"},
}

HIGHWAY_AREAS = {"pedestrian": "paved", "footway": "paved", "platform": "paved", "steps": "steps"}
IN_THE_PAVEMENT = ("stolperstein", "plaque")
TO_ONE_DOOR = ("driveway", "parking_aisle", "drive-through")
UNDER = ("underground", "multi-storey", "rooftop", "basement")
PLACES = {
    ("place", "square"): "square",
    ("highway", "pedestrian"): "pedestrian",
    ("leisure", "park"): "park",
    ("leisure", "garden"): "garden",
    ("leisure", "playground"): "playground",
}
NAMED_PLACES = {
    ("amenity", "marketplace"): "market",
    ("landuse", "village_green"): "green",
    ("landuse", "recreation_ground"): "green",
    ("leisure", "common"): "green",
    ("highway", "footway"): "pedestrian",
}


def point_kind(tags: Tags) -> str:
    """What a node is."""
    if _is_hidden(tags) or tags.get("memorial", tags.get("memorial:type")) in IN_THE_PAVEMENT:
        return ""
    return _by(POINTS, tags)


def line_kind(tags: Tags) -> str:
    """What an open way is, or a closed one that encloses nothing, such as a fence."""
    if _is_hidden(tags) or tags.get("area") == "yes" or tags.get("service") in TO_ONE_DOOR:
        return ""
    return _by(LINES, tags)


def area_kind(tags: Tags) -> str:
    """What a closed way or a multipolygon is."""
    if _is_hidden(tags) or tags.get("area") == "no" or tags.get("parking") in UNDER:
        return ""
    kind = _by(AREAS, tags)
    if not kind and "highway" in tags and (tags.get("area") == "yes" or "type" in tags):
        return HIGHWAY_AREAS.get(tags["highway"], "road")
    return kind


def place_kind(tags: Tags) -> str:
    """Whether an area may be the square of a consultation: its kind, else nothing."""
    for (key, value), kind in PLACES.items():
        if tags.get(key) == value:
            return kind
    if "name" in tags:
        return next((k for (key, v), k in NAMED_PLACES.items() if tags.get(key) == v), "")
    return ""


def _by(rules: Rules, tags: Tags) -> str:
    for key, kinds in rules.items():
        value = tags.get(key)
        kind = value and kinds.get(value, kinds.get(ANY, ""))
        if kind:
            return kind
    return ""


def _is_hidden(tags: Tags) -> bool:
    return (
        tags.get("tunnel", "no") not in ("no", "building_passage", "arcade")
        or tags.get("location") == "underground"
        or tags.get("indoor") == "yes"
        or tags.get("railway") == "subway"
    )
