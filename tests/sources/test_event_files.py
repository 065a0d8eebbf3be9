"""Tables of the field, written for these tests in the manner of the real ones, with what goes wrong in them."""

import datetime as dt
import gzip
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tarazu.errors import SourceError
from tarazu.ontologies import plover
from tarazu.records import Coded, Event, Skipped, When, Where
from tarazu.sources import event_files, event_rows
from tarazu.sources.event_files import is_event_file, read_event_file

SAMPLES = Path(__file__).parent / "event_samples"


def read(path: Path) -> tuple[list[Coded], list[str]]:
    found = list(read_event_file(path))
    return [each for each in found if isinstance(each, Coded)], [each.reason for each in found if isinstance(each, Skipped)]


def event(coded: Coded) -> Event:
    (record,) = coded.records
    assert isinstance(record, Event)
    return record


def said(coded: Coded) -> tuple[str, str | None, tuple[str, ...], tuple[str, ...]]:
    found = event(coded)
    return found.type, found.mode, found.actors, found.recipients


def test_polecat_rows_become_events() -> None:
    coded, reasons = read(SAMPLES / "polecat.txt")
    assert [said(each) for each in coded] == [
        ("CONSULT", "visit", ("KAZ/kassym-jomart-tokayev",), ("TUR",)),
        ("ACCUSE", "disapprove", ("RUS/ministry-of-defence",), ("NATO",)),
        ("COERCE", "arrest", ("KGZ/police",), ("KGZ/citizens",)),
        ("PROTEST", "demo", ("KAZ/protesters",), ()),
        ("AID", None, ("EU", "DEU"), ("UZB",)),
        ("ASSAULT", None, ("AFG/unheard-of-brigade",), ("TJK/police",)),
        ("AGREE", None, ("TJK",), ("IRN",)),
    ]
    assert reasons == ["line 9: 'GRUMBLE' is no event type of PLOVER", "line 10: '09/01/2024' is no date", "line 11: it names nobody"]


def test_polecat_facts_are_the_rows() -> None:
    coded, _ = read(SAMPLES / "polecat.txt")
    first = coded[0]
    assert (first.facts.doc, first.facts.language, first.facts.outlet) == ("polecat:20240105-1", "en", "Example Gazette")
    assert (first.facts.published, first.facts.sentences, first.facts.title) == (dt.date(2024, 1, 5), 0, None)
    assert [each.facts.language for each in coded[:4]] == ["en", "ru", "en", "ar"]
    assert (coded[6].facts.url, coded[6].facts.outlet) == ("https://example.org/n/1", None)
    found = event(first)
    assert found.when == When(start=dt.date(2024, 1, 5), end=dt.date(2024, 1, 5), granularity="day", text="2024-01-05")
    assert found.where == Where(name="Ankara", country="TUR", lat=39.9, lon=32.8)
    assert (found.contexts, found.score, found.confidence, found.coder, found.evidence) == (("diplomatic", "executive"), 4.0, 1.0, "polecat", ())


def test_icews_rows_become_events() -> None:
    coded, reasons = read(SAMPLES / "icews.tab")
    visit = ("CONSULT", "visit", ("RUS/vladimir-putin",), ("KAZ",))
    assert [said(each) for each in coded] == [
        visit,
        visit,  # told as hosting: the visitor is the one who acts
        ("PROTEST", "demo", ("IND/citizens",), ("IND/government",)),
        ("COERCE", "arrest", ("KAZ/police",), ("KAZ/citizens",)),
        ("ASSAULT", None, ("PAK/armed-forces",), ("TALIBAN",)),
        ("AID", None, ("UN",), ("SYR",)),
        ("AGREE", None, ("CHN",), ("PRK",)),  # a spreadsheet ate the zero of 036
        visit,
    ]
    left_out = "not read: 1 × CAMEO 010 (State something, kind not given): a statement is no act in PLOVER"
    assert reasons == ["line 10: '999' is no CAMEO code", left_out]


def test_icews_ids_that_are_used_twice_become_unique() -> None:
    coded, _ = read(SAMPLES / "icews.tab")
    ids = [each.facts.doc for each in coded]
    assert [each.partition("-")[0] for each in ids[:3]] == ["icews:101", "icews:102", "icews:102"]
    assert len(set(ids)) == len(ids) - 1  # the last row repeats the first, cell for cell
    assert ids[0] == ids[-1]
    assert event(coded[0]).id == event(coded[-1]).id


@pytest.mark.parametrize(
    ("name", "country", "actor"),
    [
        ("Combatant (Taliban)", "", "TALIBAN/militants"),
        ("Citizen (Africa)", "", "africa/citizens"),
        ("Foreign Affairs (Iran)", "Iran", "IRN/foreign-ministry"),
        ("Citizen (Nowhere Known)", "", "citizen"),
        ("Some Council (Tajikistan)", "Tajikistan", "TJK/some-council"),
        ("", "Tajikistan", "TJK"),
        ("", "", ""),
    ],
)
def test_icews_actor_belongs_to_whom_the_brackets_name(name: str, country: str, actor: str) -> None:
    assert event_rows._icews_actor(name, country, ()) == actor


def test_gdelt_rows_become_events() -> None:
    coded, reasons = read(SAMPLES / "day.export.CSV")
    assert [said(each) for each in coded] == [
        ("CONSULT", "visit", ("KAZ",), ("CHN",)),
        ("COERCE", "arrest", ("UZB/police",), ("UZB/journalists",)),
        ("AID", None, ("UN",), ("ROU",)),
        ("SUPPORT", None, ("TJK/president",), ()),
        ("SANCTION", None, (), ("IRN",)),
        ("ASSAULT", "drone", ("RUS",), ("UKR",)),
        ("THREATEN", None, ("TALIBAN",), ("company",)),
    ]
    assert [reason.partition(":")[0] for reason in reasons] == ["line 8", "line 9", "not read"]
    assert [event(each).confidence for each in coded] == [0.7, 1.0, 0.2, 0.1, 0.5, 0.6, 0.8]
    first = coded[0]
    assert (first.facts.doc, first.facts.url, first.facts.published) == ("gdelt:900001", "https://example.org/900001", dt.date(2024, 7, 6))
    assert event(first).where == Where(name="Beijing", country="CHN", lat=39.9, lon=116.4)
    assert event(first).score == plover().score("CONSULT", "visit")
    assert event(coded[-1]).where == Where(name="Tajikistan", country="TJK", lat=39.0, lon=71.0)


def test_gdelt_without_its_mentions_is_sure(tmp_path: Path) -> None:
    copy = tmp_path / "day.export.CSV"
    copy.write_bytes((SAMPLES / "day.export.CSV").read_bytes())
    coded, _ = read(copy)
    assert {event(each).confidence for each in coded} == {1.0}


def test_mentions_alone_are_no_events() -> None:
    coded, reasons = read(SAMPLES / "day.mentions.CSV")
    assert (coded, reasons) == ([], ["mentions name no act: read the file of events, with this one beside it"])


@pytest.mark.parametrize("name", ["polecat.txt", "icews.tab", "day.export.CSV"])
def test_compressed_files_are_read_as_they_are(name: str, tmp_path: Path) -> None:
    raw = (SAMPLES / name).read_bytes()
    with gzip.open(tmp_path / f"{name}.gz", "wb") as stream:
        stream.write(raw)
    with zipfile.ZipFile(tmp_path / f"{name}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, raw)
    plain = tmp_path / name
    plain.write_bytes(raw.replace(b"\n", b"\r\n"))
    ids = [each.facts.doc for each in read(SAMPLES / name)[0]]
    for path in (tmp_path / f"{name}.gz", tmp_path / f"{name}.zip", plain):
        assert [each.facts.doc for each in read(path)[0]] == ids


def test_zipped_mentions_beside_zipped_events_count(tmp_path: Path) -> None:
    for name in ("day.export.CSV", "day.mentions.CSV"):
        with zipfile.ZipFile(tmp_path / f"{name}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, (SAMPLES / name).read_bytes())
    assert event(read(tmp_path / "day.export.CSV.zip")[0][0]).confidence == 0.7


@pytest.mark.parametrize(
    ("name", "layout"), [("polecat.txt", "polecat"), ("icews.tab", "icews"), ("day.export.CSV", "gdelt"), ("day.mentions.CSV", "gdelt-mentions")]
)
def test_layout_is_told_by_the_beginning(name: str, layout: str) -> None:
    raw = (SAMPLES / name).read_bytes()
    assert is_event_file(raw) == layout
    assert is_event_file(raw[:1500]) == layout
    assert is_event_file(gzip.compress(raw)[:1200]) == layout


@pytest.mark.parametrize("raw", [b"", b"\n", b"a\tb\tc", b"1\t2\t3", b"\x1f\x8bbroken", b"PK\x03\x04", b"Event ID\tEvent Date\tSomething", bytes(range(256))])
def test_other_files_are_no_event_files(raw: bytes) -> None:
    assert is_event_file(raw) is None


def test_rows_with_too_few_or_too_many_cells_are_skipped(tmp_path: Path) -> None:
    lines = (SAMPLES / "day.export.CSV").read_text(encoding="utf-8").splitlines()
    broken = [lines[0], "\t".join(lines[1].split("\t")[:40]), f"{lines[2]}\tmore", "", lines[3]]
    path = tmp_path / "broken.CSV"
    path.write_text("\n".join(broken), encoding="utf-8")
    coded, reasons = read(path)
    assert [each.facts.doc for each in coded] == ["gdelt:900001", "gdelt:900004"]
    assert reasons == ["line 2: it has 40 cells, not 61", "line 3: it has 62 cells, not 61"]


def test_line_without_end_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_files, "LONGEST_LINE", 1000)
    lines = (SAMPLES / "day.export.CSV").read_text(encoding="utf-8").splitlines()
    path = tmp_path / "long.CSV"
    path.write_text("\n".join([lines[0], "x" * 5000, lines[1]]), encoding="utf-8")
    coded, reasons = read(path)
    assert (len(coded), reasons) == (2, ["line 2: it is longer than 1000 bytes"])


def test_header_without_a_column_skips_its_rows(tmp_path: Path) -> None:
    lines = (SAMPLES / "polecat.txt").read_text(encoding="utf-8").splitlines()[:2]
    path = tmp_path / "short.txt"
    path.write_text("\n".join(line.replace("Contexts", "Other") for line in lines), encoding="utf-8")
    assert read(path) == ([], ["line 2: it has no 'Contexts'"])


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(name=st.sampled_from(["polecat.txt", "icews.tab", "day.export.CSV"]), cells=st.lists(st.tuples(st.integers(0, 60), st.text(max_size=12)), max_size=8))
def test_no_cell_breaks_the_reading(name: str, cells: list[tuple[int, str]], tmp_path: Path) -> None:
    header, row, *_ = (SAMPLES / name).read_text(encoding="utf-8").splitlines()
    values = row.split("\t")
    for at, text in cells:
        values[at % len(values)] = text.replace("\n", " ")
    path = tmp_path / name
    path.write_text(f"{header}\n" + "\t".join(values) + "\n", encoding="utf-8", errors="replace")
    found = list(read_event_file(path))
    rows = 2 if name == "day.export.CSV" else 1
    assert len(found) == rows
    assert all(isinstance(each, Coded | Skipped) for each in found)


def test_what_is_no_table_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("It rained in Almaty.", encoding="utf-8")
    with pytest.raises(SourceError, match="none of these"):
        list(read_event_file(tmp_path / "a.txt"))
    with pytest.raises(SourceError, match="cannot be read"):
        list(read_event_file(tmp_path / "missing.txt"))


def test_archive_that_breaks_off_is_an_error(tmp_path: Path) -> None:
    packed = gzip.compress((SAMPLES / "icews.tab").read_bytes() * 500)
    (tmp_path / "a.gz").write_bytes(packed[: len(packed) * 2 // 3])
    with pytest.raises(SourceError, match="breaks off"):
        list(read_event_file(tmp_path / "a.gz"))


def test_archive_of_several_tables_is_an_error(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name in ("icews.tab", "polecat.txt"):
            archive.write(SAMPLES / name, name)
    with pytest.raises(SourceError, match="2 files"):
        list(read_event_file(tmp_path / "a.zip"))
