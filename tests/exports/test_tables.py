import csv
import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tarazu.errors import OptionError
from tarazu.exports import tables as module
from tarazu.exports.table_columns import tables
from tarazu.exports.table_rows import join, part_list
from tarazu.exports.tables import write_tables
from tarazu.records import Amount, Event, Evidence, HeldDocument, Part, When, Where

Read = dict[str, list[dict[str, object]]]


def read_parquet(folder: Path) -> Read:
    return {table.name: pl.read_parquet(folder / f"{table.name}.parquet").to_dicts() for table in tables()}


def read_csv(folder: Path) -> Read:
    kinds = {"string": str, "list": str, "number": float, "integer": int, "boolean": "true".__eq__, "date": dt.date.fromisoformat, "datetime": dt.datetime.fromisoformat}
    read: Read = {}
    for table in tables():
        with (folder / f"{table.name}.csv").open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        read[table.name] = [
            {column.name: ("" if column.type == "list" else None) if row[column.name] == "" else kinds[column.type](row[column.name]) for column in table.columns} for row in rows
        ]
    return read


def events(read: Read) -> Iterator[Event]:
    """Builds the events again from the tables alone."""
    for row in read["events"]:
        when = When(start=row["start"], end=row["end"], granularity=row["granularity"], text=row["time_text"]) if row["start"] else None
        where = Where(name=row["place"], country=row["country"], lat=row["lat"], lon=row["lon"]) if row["place"] else None
        amount = Amount(value=row["value"], unit=row["unit"]) if row["value"] is not None else None
        lists = {name: part_list(row[name]) for name in ("contexts", "actors", "recipients", "said_by")}
        same = {name: row[name] for name in ("id", "doc", "type", "mode", "channel", "status", "score", "confidence", "coder")}
        found = []
        for each in (each for each in read["sentences"] if each["record"] == row["id"]):
            parts = (part for part in read["evidence"] if (part["record"], part["telling"]) == (row["id"], each["telling"]))
            taken = tuple(Part(role=part["role"], start=part["start"], end=part["end"], id=part["actor"]) for part in parts)
            found.append(Evidence(sentence=each["sentence"], start=each["start"], end=each["end"], text=each["text"], parts=taken))
        yield Event(**same, **lists, when=when, where=where, amount=amount, evidence=tuple(found))


@pytest.mark.parametrize(("shape", "read"), [("parquet", read_parquet), ("csv", read_csv)])
def test_write_tables_gives_the_records_back(persian: HeldDocument, imported: HeldDocument, tmp_path: Path, shape, read) -> None:
    written = write_tables(iter([persian, imported]), tmp_path / "out", shape=shape)
    back = read(tmp_path / "out")
    assert list(events(back)) == [held.record for document in (persian, imported) for held in document.records if isinstance(held.record, Event)]
    assert [row["judged"] for row in back["events"]] == ["corrected", None, None]
    assert [(row["from"], row["to"], row["since"]) for row in back["ties"]] == [("KAZ", "CSTO", dt.date(1994, 4, 20))]
    assert [row["seen"] for row in back["sightings"]] == [dt.datetime(2026, 11, 1, 8, 30, tzinfo=dt.UTC)] * 2
    assert [row["translated"] for row in back["documents"]] == [False, False]
    assert back["documents"][0]["title"] == persian.facts.title
    assert back["skipped"][0]["reason"] == "not running text: menu"
    assert written.rows == sum(len(rows) for rows in back.values())
    assert all(path.is_file() for path in written.paths)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(path.name for path in written.paths)


def test_write_tables_has_the_same_columns_in_both_shapes(persian: HeldDocument, tmp_path: Path) -> None:
    for shape in ("csv", "parquet"):
        write_tables([persian], tmp_path / shape, shape=shape)
        package = json.loads((tmp_path / shape / "datapackage.json").read_text(encoding="utf-8"))
        named = {resource["name"]: [field["name"] for field in resource["schema"]["fields"]] for resource in package["resources"]}
        assert named == {table.name: [column.name for column in table.columns] for table in tables()}
    for table in tables():
        assert pd.read_csv(tmp_path / "csv" / f"{table.name}.csv").shape == pl.read_parquet(tmp_path / "parquet" / f"{table.name}.parquet").shape


def test_write_tables_keeps_what_its_dictionary_promises(persian: HeldDocument, imported: HeldDocument, tmp_path: Path) -> None:
    write_tables([persian, imported], tmp_path, shape="parquet")
    read = read_parquet(tmp_path)
    for resource in json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))["resources"]:
        rows = read[resource["name"]]
        for field in resource["schema"]["fields"]:
            limits = field.get("constraints", {})
            values = [row[field["name"]] for row in rows]
            assert field["description"]
            assert not limits.get("required") or all(value is not None for value in values), field
            assert "enum" not in limits or set(values) - {None} <= set(limits["enum"]), field
        if key := resource["schema"].get("primaryKey"):
            assert len({tuple(row[name] for name in key) for row in rows}) == len(rows)
        for foreign in resource["schema"].get("foreignKeys", []):
            there = {tuple(row[name] for name in foreign["reference"]["fields"]) for row in read[foreign["reference"]["resource"]]}
            assert {tuple(row[name] for name in foreign["fields"]) for row in rows} <= there


def test_write_tables_guards_spreadsheets_only_when_they_are_meant(persian: HeldDocument, tmp_path: Path) -> None:
    for name, bom in (("plain", False), ("guarded", True)):
        write_tables([persian], tmp_path / name, shape="csv", bom=bom)
    plain = (tmp_path / "plain" / "events.csv").read_bytes()
    guarded = (tmp_path / "guarded" / "events.csv").read_bytes()
    assert not plain.startswith(b"\xef\xbb\xbf")
    assert guarded.startswith(b"\xef\xbb\xbf")
    assert pd.read_csv(tmp_path / "plain" / "events.csv")["said_by"][0] == r"=Anadolu\; Agency"
    frame = pd.read_csv(tmp_path / "guarded" / "events.csv", encoding="utf-8-sig")
    assert frame["said_by"][0] == r"'=Anadolu\; Agency"
    assert frame["value"][0] == -5.5  # a negative number is no formula


def test_write_tables_joins_batches_of_parquet_in_their_order(persian: HeldDocument, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(module, "_BATCH", 2)
    write_tables([persian], tmp_path / "many", shape="parquet")
    monkeypatch.setattr(module, "_BATCH", 1000)
    write_tables([persian], tmp_path / "one", shape="parquet")
    assert read_parquet(tmp_path / "many") == read_parquet(tmp_path / "one")


@pytest.mark.parametrize("shape", ["csv", "parquet"])
def test_write_tables_writes_valid_tables_of_an_empty_case(tmp_path: Path, shape) -> None:
    assert write_tables([], tmp_path / "out", shape=shape).rows == 0
    frame = pd.read_csv(tmp_path / "out" / "events.csv") if shape == "csv" else pl.read_parquet(tmp_path / "out" / "events.parquet")
    assert frame.shape[0] == 0
    assert "judged" in frame.columns


def test_write_tables_leaves_nothing_when_it_fails(persian: HeldDocument, tmp_path: Path) -> None:
    def broken() -> Iterator[HeldDocument]:
        yield persian
        raise ValueError("torn")

    for shape in ("csv", "parquet"):
        with pytest.raises(ValueError, match="torn"):
            write_tables(broken(), tmp_path / "out", shape=shape)
        assert list(tmp_path.iterdir()) == []


def test_write_tables_refuses_a_file_as_its_folder(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x")
    with pytest.raises(OptionError, match="expected a folder, found a file"):
        write_tables([], tmp_path / "out", shape="csv")
    with pytest.raises(OptionError, match="parent"):
        write_tables([], tmp_path / "no" / "out", shape="csv")
    with pytest.raises(OptionError, match="byte order mark"):
        write_tables([], tmp_path, shape="parquet", bom=True)
    with pytest.raises(OptionError, match="csv or parquet"):
        write_tables([], tmp_path, shape="xlsx")


@given(st.lists(st.text(min_size=1)))
def test_join_is_undone_by_part_list(items: list[str]) -> None:
    assert part_list(join(items)) == tuple(items)
