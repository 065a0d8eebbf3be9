"""GDELT as other programs read it."""

import datetime as dt
from pathlib import Path

import msgspec
import polars as pl
import pytest

from tarazu.exports.gdelt import write_gdelt
from tarazu.ontologies.cameo import LayoutName, layouts
from tarazu.records import Event, Held, HeldDocument, When, Where


def rows(path: Path, layout: LayoutName) -> list[dict[str, str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [dict(zip(layouts()[layout].columns, line.split("\t"), strict=True)) for line in lines]


def test_gdelt_event_says_what_the_event_says(persian: HeldDocument, tmp_path: Path) -> None:
    written = write_gdelt([persian], tmp_path / "a.export.CSV")
    assert [path.name for path in written.paths] == ["a.export.CSV", "a.mentions.CSV"]
    assert written.rows == 3
    (cells,) = rows(written.paths[0], "gdelt")
    assert len(cells) == 61
    wanted = {
        "SQLDATE": "20220503", "MonthYear": "202205", "Year": "2022", "FractionDate": "2022.3370", "Actor1Code": "KAZGOV", "Actor1Name": "KASSYM-JOMART TOKAYEV",
        "Actor1CountryCode": "KAZ", "Actor1Type1Code": "GOV", "Actor2Code": "TUR", "Actor2Name": "TURKEY", "Actor2Type1Code": "", "IsRootEvent": "1",
        "EventCode": "042", "EventBaseCode": "042", "EventRootCode": "04", "QuadClass": "1", "GoldsteinScale": "1.9", "NumMentions": "2", "NumSources": "2",
        "NumArticles": "2", "AvgTone": "", "ActionGeo_Type": "4", "ActionGeo_FullName": "Ankara, Turkey", "ActionGeo_CountryCode": "TU", "ActionGeo_Lat": "39.93",
        "DATEADDED": "20261101083000", "SOURCEURL": "https://example.org/a?x=1&y=50%25",
    }  # fmt: skip
    assert {key: cells[key] for key in wanted} == wanted


def test_gdelt_mentions_point_into_the_text(persian: HeldDocument, tmp_path: Path) -> None:
    write_gdelt([persian], tmp_path / "a")
    first, second = rows(tmp_path / "a.mentions.CSV", "gdelt-mentions")
    assert first["GlobalEventID"] == rows(tmp_path / "a.export.CSV", "gdelt")[0]["GLOBALEVENTID"]
    assert persian.text[int(first["Actor1CharOffset"]) :].startswith("توکایف")
    assert persian.text[int(first["ActionCharOffset"]) :].startswith("سفر کرد")
    assert (first["Actor2CharOffset"], first["SentenceID"], first["Confidence"]) == ("-1", "2", "83")
    assert (first["EventTimeDate"], first["MentionType"], second["MentionType"]) == ("20261101083000", "1", "1")
    assert (first["MentionSourceName"], second["MentionSourceName"]) == ("خبرگزاری نمونه", "example.org")
    assert second["MentionIdentifier"] == "https://example.org/b"
    assert first["MentionDocLen"] == str(len(persian.text))


def test_gdelt_opens_in_polars(persian: HeldDocument, imported: HeldDocument, tmp_path: Path) -> None:
    write_gdelt([persian, imported], tmp_path / "a.export.CSV")
    columns = layouts()["gdelt"].columns
    frame = pl.read_csv(tmp_path / "a.export.CSV", separator="\t", has_header=False, new_columns=columns, quote_char=None, schema_overrides={"EventCode": pl.String})
    assert frame.shape == (2, 61)
    assert {frame[column].dtype for column in ("GLOBALEVENTID", "SQLDATE", "QuadClass", "NumMentions", "DATEADDED")} == {pl.Int64}
    assert {frame[column].dtype for column in ("FractionDate", "GoldsteinScale", "ActionGeo_Lat")} == {pl.Float64}
    assert list(frame["EventCode"]) == ["042", "160"]
    table = pl.read_csv(tmp_path / "a.mentions.CSV", separator="\t", has_header=False, quote_char=None)
    assert table.shape == (3, 16)


def test_gdelt_mentions_of_events_without_text_have_no_place(imported: HeldDocument, tmp_path: Path) -> None:
    write_gdelt([imported], tmp_path / "a.export.CSV")
    (mention,) = rows(tmp_path / "a.mentions.CSV", "gdelt-mentions")
    assert {mention[key] for key in ("SentenceID", "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset")} == {"-1"}
    assert (mention["InRawText"], mention["MentionType"], mention["MentionIdentifier"]) == ("0", "2", "icews:7")


@pytest.mark.parametrize(
    ("actor", "code", "country", "group", "types"),
    [
        ("ROU", "ROM", "ROM", "", ""),
        ("UN", "IGOUNO", "", "UNO", "IGO"),
        ("RUS/ministry-of-defence", "RUSGOVMIL", "RUS", "", "GOV MIL"),
        ("TALIBAN", "AFGTALGOV", "AFG", "TAL", "GOV"),
        ("central-asia", "", "", "", ""),
    ],
)
def test_gdelt_actor_codes(actor: str, code: str, country: str, group: str, types: str, persian: HeldDocument, tmp_path: Path) -> None:
    event = persian.records[0].record
    assert isinstance(event, Event)
    document = msgspec.structs.replace(persian, records=(Held(record=msgspec.structs.replace(event, actors=(actor,))),))
    write_gdelt([document], tmp_path / "a.export.CSV")
    (cells,) = rows(tmp_path / "a.export.CSV", "gdelt")
    found = (cells["Actor1Code"], cells["Actor1CountryCode"], cells["Actor1KnownGroupCode"], f"{cells['Actor1Type1Code']} {cells['Actor1Type2Code']}".strip())
    assert found == (code, country, group, types)


@pytest.mark.parametrize(
    ("where", "kind", "name"),
    [
        (Where(name="Kazakhstan", country="KAZ"), "1", "Kazakhstan"),
        (Where(name="Boston", country="USA", lat=42.36, lon=-71.06), "3", "Boston, United States"),
        (None, "0", ""),
    ],
)
def test_gdelt_places(where: Where | None, kind: str, name: str, persian: HeldDocument, tmp_path: Path) -> None:
    event = persian.records[0].record
    assert isinstance(event, Event)
    month = When(start=dt.date(2015, 2, 18), end=dt.date(2015, 2, 20), granularity="day", text="then")
    document = msgspec.structs.replace(persian, records=(Held(record=msgspec.structs.replace(event, where=where, when=month)),))
    write_gdelt([document], tmp_path / "a.export.CSV")
    (cells,) = rows(tmp_path / "a.export.CSV", "gdelt")
    assert (cells["ActionGeo_Type"], cells["ActionGeo_FullName"], cells["FractionDate"]) == (kind, name, "2015.1315")
