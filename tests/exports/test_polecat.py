"""POLECAT as other programs read it."""

from pathlib import Path

import polars as pl

from tarazu.exports.polecat import write_polecat
from tarazu.ontologies.cameo import layouts
from tarazu.records import HeldDocument


def test_polecat_row_says_what_the_event_says(persian: HeldDocument, tmp_path: Path) -> None:
    written = write_polecat([persian], tmp_path / "a.txt")
    assert (written.paths, written.rows) == ((tmp_path / "a.txt",), 1)
    header, row = (tmp_path / "a.txt").read_text(encoding="utf-8").splitlines()
    cells = dict(zip(header.split("\t"), row.split("\t"), strict=True))
    assert len(cells) == 40
    wanted = {
        "Event ID": "e1", "Event Date": "2022-05-03", "Event Type": "CONSULT", "Event Mode": "visit", "Intensity": "4", "Quad Code": "VERBAL COOPERATION",
        "Contexts": "diplomatic", "Actor Name": "Kassym-Jomart Tokayev", "Actor Country": "KAZ", "Actor COW": "705", "Primary Actor Sector": "GOV",
        "Actor Title": "President", "Actor Name Raw": "توکایف", "Recipient Name": "Turkey", "Recipient Country": "TUR", "Recipient COW": "640",
        "Primary Recipient Sector": "", "Placename": "Ankara", "Country": "TUR", "Latitude": "39.93", "Raw Placename": "آنکارا", "Source": "خبرگزاری نمونه",
        "Publication Date": "2022-05-04", "Story People": "Kassym-Jomart Tokayev", "Language": "Persian",
    }  # fmt: skip
    assert {key: cells[key] for key in wanted} == wanted
    assert cells["Version"].startswith("tarazu ")


def test_polecat_opens_in_polars(persian: HeldDocument, imported: HeldDocument, tmp_path: Path) -> None:
    write_polecat([persian, imported], tmp_path / "a.txt")
    frame = pl.read_csv(tmp_path / "a.txt", separator="\t", quote_char=None)
    assert frame.shape == (2, 40)
    assert tuple(frame.columns) == layouts()["polecat"].columns
    assert list(frame["Intensity"]) == [4.0, -6.0]
    assert list(frame["Recipient COW"].cast(pl.String)) == ["640", "365;"]
    assert frame["Latitude"].dtype == pl.Float64


def test_polecat_joined_columns_keep_their_order(imported: HeldDocument, tmp_path: Path) -> None:
    write_polecat([imported], tmp_path / "a.txt")
    row = pl.read_csv(tmp_path / "a.txt", separator="\t", quote_char=None, infer_schema=False).row(0, named=True)
    assert (row["Actor Name"], row["Actor Country"], row["Actor COW"]) == ("United States;European Union", "USA;", "2;")
    assert (row["Primary Recipient Sector"], row["Recipient Sectors"]) == ("GOV;", "GOV;MIL")


def test_polecat_of_nothing_is_a_header(tmp_path: Path) -> None:
    written = write_polecat([], tmp_path / "a.txt")
    assert (written.rows, written.left_out) == (0, ())
    assert (tmp_path / "a.txt").read_text(encoding="utf-8").count("\n") == 1
