"""Tables and maps of strangers: every encoding, delimiter and fault either read or refused."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshops.geojson import is_geojson, read_geojson
from workshops.refusal import Refused
from workshops.tabular import Table, read_table

NORWEGIAN = "Idé;Støtte;Sted\nEn benk ved vannet – «ja»;3;Åsen\nBål og lys;12;Øst\n"


def read(text: str | bytes) -> Table:
    return read_table(text.encode() if isinstance(text, str) else text, "x.csv")


def said(table: Table) -> str:
    return " ".join(map(str, table.warnings))


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac-roman"],
)
def test_every_usual_encoding_is_found(encoding):
    table = read(NORWEGIAN.encode(encoding))
    assert table.columns == ("Idé", "Støtte", "Sted")
    assert table.rows[0]["Idé"] == "En benk ved vannet – «ja»"
    assert table.rows[1]["Sted"] == "Øst"


def test_a_guessed_encoding_is_told():
    assert "Windows-1252" in said(read(NORWEGIAN.encode("cp1252")))
    assert not read(NORWEGIAN).warnings


def test_a_byte_cut_off_does_not_change_the_encoding_of_the_rest():
    table = read(NORWEGIAN.encode()[:-3] + b"\xc3\n")
    assert table.rows[0]["Sted"] == "Åsen"
    assert "1 character is broken" in said(table)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter):
    table = read(f"idea{delimiter}votes\nA bench{delimiter}3\nA fire{delimiter}4\n")
    assert [row["votes"] for row in table.rows] == ["3", "4"]


def test_a_table_of_one_column_keeps_its_commas():
    table = read("Idea\nA bench, and a tree\nMore light\n")
    assert [row["Idea"] for row in table.rows] == ["A bench, and a tree", "More light"]


def test_a_list_without_a_heading_loses_no_idea():
    table = read("A bench, by the water, please\nMore light\n")
    assert table.rows[0] == {"column 1": "A bench, by the water, please"}
    assert "no row of headings" in said(table)


def test_a_question_may_be_a_heading():
    question = (
        "What would you like to do on the square on a dark Thursday evening in February, and why?"
    )
    assert read(f'Time,"{question}"\n10:00,Dance\n').columns == ("Time", question)


def test_quotes_may_hold_breaks_and_delimiters():
    table = read('idea,votes\n"One, two\n""three""",4\n')
    assert table.rows[0] == {"idea": 'One, two\n"three"', "votes": "4"}


def test_excels_line_about_its_delimiter_is_heeded():
    assert read("sep=;\na;b\n1,5;2\n").rows[0] == {"a": "1,5", "b": "2"}


def test_old_line_ends_are_line_ends():
    assert len(read("a,b\r1,2\r3,4").rows) == 2


def test_ragged_rows_are_mended_and_told():
    table = read("a,b\n1\n1,2,3\n1,2,,\n,\n4,5\n")
    assert [tuple(row.values()) for row in table.rows] == [
        ("1", ""),
        ("1", "2,3"),
        ("1", "2"),
        ("4", "5"),
    ]
    assert "1 row is too short (row 2)" in said(table)
    assert "1 row is too long (row 3)" in said(table)


def test_two_columns_of_one_name_are_both_kept():
    table = read("a,a,\n1,2,3\n")
    assert table.rows[0] == {"a": "1", "a (2)": "2", "column 3": "3"}
    assert "Two columns" in said(table)


def test_a_quote_never_closed_does_not_swallow_the_rest():
    table = read('a,b\n1,"open\n3,4\n5,6\n')
    assert len(table.rows) == 3
    assert "never closed" in said(table)


def test_a_hundred_thousand_rows_are_read():
    assert len(read("a,b\n" + "1,2\n" * 100_000).rows) == 100_000


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \r\n\r\n", "is empty"),
        (b"PK\x03\x04...", "workbook or a ZIP"),
        (b"\xd0\xcf\x11\xe0....", "Office document"),
        (b"\x89PNG\r\n", "picture"),
        (b"%PDF-1.7", "PDF"),
        (b"\x00\x01\x02\x03abc\xff", "no text"),
        (b"\xff\xfea\x00b\x00\x00\xd8", "from byte"),
        (b"text\n" + b"x" * 300_000, "a cell of more than"),
        (b"a," * 2000 + b"\n" + b"1," * 2000, "no list of ideas"),
    ],
)
def test_what_is_no_table_is_refused_by_name(data, words):
    with pytest.raises(Refused, match=words):
        read(data)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data):
    try:
        table = read(data)
    except Refused:
        return
    assert all(tuple(row) == table.columns for row in table.rows)


@given(
    st.lists(
        st.tuples(*[st.text(st.characters(codec="utf-8", exclude_characters="\x00"))] * 2),
        max_size=6,
    ),
    st.sampled_from(",;\t"),
)
def test_what_is_written_with_quotes_is_read_back(rows, delimiter):
    def quoted(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"'

    lines = [delimiter.join(map(quoted, row)) for row in [("idea", "place"), *rows]]
    table = read("\n".join(lines) + "\n")
    full = [row for row in rows if any(cell.strip() for cell in row)]
    assert [tuple(row.values()) for row in table.rows] == full


def geo(*features: object, **members: object) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features, **members}).encode()


def feature(geometry: object, **properties: object) -> dict[str, object]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def point(*coordinates: object) -> dict[str, object]:
    return {"type": "Point", "coordinates": coordinates}


def test_valid_geojson_is_accepted(shared_data):
    paths = list((shared_data / "bad-input/geojson/good").glob("*.geojson"))
    tables = [read_geojson(path.read_bytes(), path.name) for path in paths]
    assert len(tables) == 9
    assert all(table.rows for table in tables)


def is_refused_or_told(path: Path) -> bool:
    """Refused, or read with a counted warning; without one where the checker saw no fault."""
    try:
        table = read_geojson(path.read_bytes(), path.name)
    except Refused:
        return True
    has_faults = bool(json.loads(path.with_suffix(".result").read_text()))
    return [bool(warning.n) for warning in table.warnings] == [True] * has_faults


def test_faulty_geojson_is_refused_or_mended_with_a_sentence(shared_data):
    paths = list((shared_data / "bad-input/geojson/bad").glob("*.geojson"))
    assert len(paths) == 22
    assert [path.name for path in paths if not is_refused_or_told(path)] == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("bad-duplicate-properties", "“type” stands twice"),
        ("bad-json", "line 3, column 5"),
        ("false", "holds something that is no geometry"),
        ("featurecollection", "no list of “features”"),
        ("geometry_changed_semantics", "a Point cannot have “features”"),
        ("multipoint-multidimension", "nested too deeply"),
        ("point", "no “coordinates”"),
        ("point-toofew", "one number instead of two"),
        ("rootstring", "no object"),
    ],
)
def test_a_refusal_names_the_fault(shared_data, name, words):
    data = (shared_data / f"bad-input/geojson/bad/{name}.geojson").read_bytes()
    with pytest.raises(Refused, match=words):
        read_geojson(data, name)


def test_properties_become_cells_and_geometry_a_place():
    table = read_geojson(geo(feature(point(10.7, 59.9, 12), text="A bench", votes=3, tags=["a"])))
    assert table.rows == [{"text": "A bench", "votes": "3", "tags": '["a"]'}]
    assert table.places == [(10.7, 59.9)]


def test_no_geometry_is_no_place():
    assert read_geojson(geo(feature(None, text="x"))).places == [None]


def test_lines_and_areas_are_represented_by_a_point_of_theirs():
    line = {"type": "LineString", "coordinates": [[0, 0], [0, 2], [0, 3]]}
    ring = {"type": "Polygon", "coordinates": [[[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]]}
    table = read_geojson(geo(feature(line), feature(ring)))
    assert table.places[0] == pytest.approx((0, 1.5))
    assert table.places[1] == pytest.approx((2, 2))


def test_axes_the_wrong_way_round_are_exchanged_and_told():
    table = read_geojson(geo(feature(point(25.8, -100.2)), feature(point(25.7, -80.1))))
    assert table.places == [(-100.2, 25.8), (-80.1, 25.7)]
    assert "were exchanged" in said(table)


def test_metres_as_degrees_are_refused():
    with pytest.raises(Refused, match=r"metres of a grid, perhaps UTM \(612345, 6741234\)"):
        read_geojson(geo(feature(point(612345, 6741234), text="x")))


def test_a_single_impossible_place_costs_the_place_only():
    table = read_geojson(geo(feature(point(200, 10), text="x"), feature(point(10, 60), text="y")))
    assert table.places == [None, (10, 60)]
    assert [row["text"] for row in table.rows] == ["x", "y"]
    assert "1 place is nowhere on earth" in said(table)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "9" * 5000])
def test_numbers_that_are_none_are_refused(number):
    with pytest.raises(Refused, match="number"):
        read_geojson(f'{{"type": "Point", "coordinates": [{number}, 1]}}'.encode(), "x")


def test_depth_without_end_is_refused():
    with pytest.raises(Refused, match="too deeply"):
        read_geojson(b'{"a":' * 100_000, "x")


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats(allow_nan=False) | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "type",
                        "features",
                        "geometry",
                        "geometries",
                        "coordinates",
                        "properties",
                        "id",
                    ]
                ),
                inner
                | st.sampled_from(["Feature", "Point", "Polygon", "MultiPoint", "LineString"]),
            )
        ),
        max_leaves=20,
    )
)
def test_any_json_is_read_or_refused(root):
    try:
        table = read_geojson(json.dumps({"type": "FeatureCollection", "features": [root]}).encode())
    except Refused:
        return
    assert len(table.places) == len(table.rows) <= 1


def test_json_is_told_from_a_table():
    assert is_geojson(b'\xef\xbb\xbf {"type"')
    assert is_geojson('{"a"'.encode("utf-16"))
    assert is_geojson(b"null")
    assert not is_geojson(b"idea,votes")
