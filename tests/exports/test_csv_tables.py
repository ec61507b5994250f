"""The tables, read again by another reader."""

import csv
import io
import zipfile
from dataclasses import replace

from exports import csv_tables
from exports.words import translator
from workshops.findings import RestFacts, TrialFacts
from workshops.words import say


def read(content: bytes) -> list[dict[str, str]]:
    text = content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def tables(findings) -> dict[str, bytes]:
    return csv_tables.make(findings, translator("en"))


def test_every_contribution_is_a_row_with_its_number(stortorget):
    rows = read(tables(stortorget)["ideas.csv"])
    assert [row["ref"] for row in rows] == [each.ref for each in stortorget.contributions]
    assert rows[0]["hearts"] == str(stortorget.contributions[0].hearts)


def test_a_line_is_where_its_middle_is(stortorget):
    line = {"type": "LineString", "coordinates": [[11.07, 60.79], [11.08, 60.79]]}
    said = replace(stortorget.contributions[0], geometry=line)
    [row] = read(tables(replace(stortorget, contributions=(said,)))["ideas.csv"])
    assert (row["lon"], row["lat"]) == ("11.075", "60.79")


def test_votes_add_up_over_the_channels(stortorget):
    for row in read(tables(stortorget)["votes.csv"]):
        parts = sum(int(row[channel]) for channel in ("phone", "table", "paper", "remote"))
        assert parts == int(row["value"])


def test_fewer_than_five_people_are_not_counted_out(stortorget):
    rows = {row["ref"]: row for row in read(tables(stortorget)["requirements.csv"])}
    assert rows["R3"]["people"] == "under 5"
    assert rows["R3"]["phone"] == ""
    assert rows["R1"]["people"] == "112"


def test_every_column_of_every_table_is_in_the_dictionary(stortorget):
    made = tables(stortorget)
    told = {(row["file"], row["column"]) for row in read(made["data-dictionary.csv"])}
    for name, content in made.items():
        if name != "data-dictionary.csv":
            header = content.decode("utf-8-sig").splitlines()[0].split(",")
            assert {(name, column) for column in header} <= told


def test_tables_open_in_spreadsheets_of_any_country(stortorget):
    for content in tables(stortorget).values():
        assert content.startswith(b"\xef\xbb\xbf")
        assert content.endswith(b"\r\n")


def test_no_text_runs_as_a_formula_and_each_can_be_had_back(samples, stortorget):
    bad = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "'quoted'", "plain"]
    rows = read(tables(samples.with_texts(stortorget, bad))["ideas.csv"])[-len(bad) :]
    for text, row in zip(bad, rows, strict=True):
        assert row["text"][0] not in "=+-@\t\r\n＝＋－＠"
        assert row["text"].removeprefix("'") == text or row["text"] == text


def test_numbers_are_left_alone(miami):
    row = read(tables(miami)["ideas.csv"])[0]
    assert float(row["lon"]) < -80


def test_naughty_texts_come_back_whole(samples, stortorget, naughty):
    rows = read(tables(samples.with_texts(stortorget, naughty))["ideas.csv"])[-len(naughty) :]
    for text, row in zip(naughty, rows, strict=True):
        sent = text.encode("utf-8", "replace").decode()
        assert row["text"] in (sent, "'" + sent)


def test_the_same_findings_give_the_same_zip(stortorget, tmp_path):
    for name in ("a.zip", "b.zip"):
        csv_tables.write(replace(stortorget), tmp_path / name)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.testzip() is None
        assert "data-dictionary.csv" in archive.namelist()


def test_tables_can_lie_in_a_folder(stortorget, tmp_path):
    written = csv_tables.write_folder(stortorget, tmp_path / "tables")
    assert {*tables(stortorget), "data-dictionary.md"} == {path.name for path in written}
    assert not list(tmp_path.rglob("*.part"))


def test_a_requirement_says_where_when_and_what_departments_answered(stortorget):
    asked = replace(
        stortorget.requirements[0],
        place={"type": "Point", "coordinates": [11.07, 60.79]},
        season="winter",
        answers=({"department": "Parks", "answer": "costly", "why": "A gardener."},),
        rests_on=(RestFacts("trial", "T1", against=True, words=say("It burnt.")),),
        fallen=(say("%(ref)s was taken back by its writer", ref="STO-0001"),),
    )
    [row] = read(tables(replace(stortorget, requirements=(asked,)))["requirements.csv"])
    assert (row["season"], row["place"], row["lon"]) == ("winter", "point", "11.07")
    assert row["answers"] == "Parks: costly (A gardener.)"
    assert row["rests_on"] == "trial T1 (against)"
    assert row["fallen"] == "STO-0001 was taken back by its writer"


def test_a_trial_is_a_row_and_what_nobody_counted_is_a_dash(stortorget):
    counts = ({"what": "Sitting", "before": 4, "during": 21, "after": None},)
    trial = TrialFacts(
        "T1", "Pergola", "B", None, "", "2012-05-01", "", "", counts, (), "keep", "", (2,)
    )
    [row] = read(tables(replace(stortorget, trials=(trial,)))["trials.csv"])
    assert (row["counts"], row["requirements"]) == ("Sitting 4 / 21 / –", "R2")
