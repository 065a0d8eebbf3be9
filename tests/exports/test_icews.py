"""ICEWS as other programs read it."""

from pathlib import Path

import polars as pl

from tarazu.exports.icews import write_icews
from tarazu.ontologies.cameo import layouts
from tarazu.records import HeldDocument


def test_icews_row_says_what_the_event_says(persian: HeldDocument, tmp_path: Path) -> None:
    written = write_icews([persian], tmp_path / "a.tab")
    header, row = (tmp_path / "a.tab").read_text(encoding="utf-8").splitlines()
    cells = dict(zip(header.split("\t"), row.split("\t"), strict=True))
    assert (len(cells), written.rows) == (20, 1)
    assert cells.pop("Event ID").isdigit()
    assert cells == {
        "Event Date": "2022-05-03", "Source Name": "Kassym-Jomart Tokayev", "Source Sectors": "Government", "Source Country": "Kazakhstan",
        "Event Text": "Travel to a meeting", "CAMEO Code": "042", "Intensity": "1.9", "Target Name": "Turkey", "Target Sectors": "", "Target Country": "Turkey",
        "Story ID": "d1", "Sentence Number": "2", "Publisher": "خبرگزاری نمونه", "City": "Ankara", "District": "", "Province": "", "Country": "Turkey",
        "Latitude": "39.93", "Longitude": "32.86",
    }  # fmt: skip


def test_icews_opens_in_polars(persian: HeldDocument, imported: HeldDocument, tmp_path: Path) -> None:
    write_icews([persian, imported], tmp_path / "a.tab")
    frame = pl.read_csv(tmp_path / "a.tab", separator="\t", quote_char=None, schema_overrides={"CAMEO Code": pl.String})
    assert frame.shape == (2, 20)
    assert tuple(frame.columns) == layouts()["icews"].columns
    assert (frame["Event ID"].dtype, frame["Intensity"].dtype, frame["Latitude"].dtype) == (pl.Int64, pl.Float64, pl.Float64)
    assert list(frame["CAMEO Code"]) == ["042", "160"]
    assert frame["Target Country"][1] == "Russian Federation"
