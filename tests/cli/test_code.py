"""`tarazu code`: formats, exit codes, bad input."""

import csv
import io
import json
import os
import sys

import pytest

from tarazu.cli import main
from tarazu.cli.writers import COLUMNS

ENGLISH = "Kazakhstan and China signed an agreement in Astana on 5 July 2024. Uzbekistan rejected the proposal of Russia."
PERSIAN = "رئیس جمهور روسیه با رئیس جمهور قزاقستان در آستانه دیدار کرد. ازبکستان پیشنهاد روسیه را رد کرد."
ARABIC = "التقى الرئيس الروسي فلاديمير بوتين نظيره الكازاخستاني في أستانا يوم الخميس."
URDU = "وزیراعظم نے کہا ہے کہ پاکستان اور چین کے درمیان معاہدے پر دستخط ہو گئے ہیں اور یہ بڑی کامیابی ہے۔"
ORDER = ["document", "event", "tie", "figure", "assessment"]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "140")
    for name, text in (("en.txt", ENGLISH), ("fa.txt", PERSIAN), ("ar.txt", ARABIC)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def _run(*arguments) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["code", *(str(each) for each in arguments)])
    return ended.value.code or 0


def _lines(text: str) -> list[dict]:
    return [json.loads(line) for line in text.split("\n") if line]


def test_jsonl_keeps_the_contract(folder, capsys) -> None:
    assert _run("en.txt", "fa.txt", "--format", "jsonl") == 0
    out = capsys.readouterr().out
    assert "\\u" not in out
    lines = out.split("\n")
    assert lines.pop() == ""
    assert all(line.startswith('{"record":"') for line in lines)
    by_document: dict[str, list[str]] = {}
    for each in _lines(out):
        by_document.setdefault(each["doc"], []).append(each["record"])
    assert list(by_document) == ["en.txt", "fa.txt"]
    for kinds in by_document.values():
        assert kinds == sorted(kinds, key=ORDER.index)
        assert kinds.count("document") == 1
        assert "event" in kinds


def test_jsonl_evidence_is_cut_from_the_file(folder, capsys) -> None:
    _run("fa.txt", "--format", "jsonl")
    for each in _lines(capsys.readouterr().out):
        for evidence in each.get("evidence", ()):
            assert PERSIAN[evidence["start"] : evidence["end"]] == evidence["text"]


def test_csv_is_flat(folder, capsys) -> None:
    assert _run("en.txt", "--format", "csv") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert tuple(rows[0]) == COLUMNS
    assert all(None not in row and None not in row.values() for row in rows)
    [signed] = [row for row in rows if row["type"] == "SUPPORT"]
    assert set(signed["actors"].split(";")) == {"KAZ", "CHN"}
    assert signed["start"] == "2024-07-05"
    assert signed["text"] == ENGLISH[: int(signed["to"])]


def test_table_shows_who_did_what_to_whom(folder, capsys) -> None:
    assert _run("en.txt", "fa.txt", "--format", "table") == 0
    shown = capsys.readouterr()
    assert "Uzbekistan → REJECT → Russia" in shown.out
    assert "2024-07-05" in shown.out
    assert shown.err.startswith("2 documents: ")


def test_table_isolates_right_to_left_cells_line_by_line(folder, capsys) -> None:
    _run("fa.txt")
    for line in capsys.readouterr().out.split("\n"):
        assert line.count("\u2068") == line.count("\u2069")
        if any("\u0600" <= letter < "\u0700" for letter in line):
            assert "\u2068" in line


def test_table_sets_right_to_left_sentences_to_the_right(folder, capsys) -> None:
    (folder / "short.txt").write_text("ازبکستان پیشنهاد روسیه را رد کرد.", encoding="utf-8")
    _run("short.txt", "en.txt")
    rows = [line for line in capsys.readouterr().out.split("\n") if "Uzbekistan → REJECT" in line]
    assert len(rows) == 2
    assert rows[0][8:].startswith("     ")
    assert rows[1][10] == "U"
    assert rows[0].replace("\u2068", "").replace("\u2069", "").index("Uzbekistan →") == rows[1].index("Uzbekistan →")


def test_table_lets_no_escape_through(folder, capsys) -> None:
    (folder / "bad.txt").write_text("Uzbekistan rejected the proposal of Russia \x1b[31m in \u202e May.", encoding="utf-8")
    _run("bad.txt")
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_summary_counts_types_pairs_and_languages(folder, capsys) -> None:
    assert _run("en.txt", "fa.txt", "--summary") == 0
    shown = capsys.readouterr().out
    for words in ("events by type", "REJECT", "events by pair", "Uzbekistan → Russia", "documents by language"):
        assert words in shown


def test_summary_stays_out_of_what_programs_read(folder, capsys) -> None:
    assert _run("en.txt", "--format", "jsonl", "--summary") == 0
    shown = capsys.readouterr()
    assert _lines(shown.out)
    assert "events by type" in shown.err


def test_standard_input_is_read(folder, capsys, monkeypatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(ENGLISH.encode())))
    assert _run("-", "--format", "jsonl") == 0
    assert _lines(capsys.readouterr().out)[0]["doc"] == "stdin"


def test_output_takes_its_format_from_the_ending(folder, capsys) -> None:
    assert _run("en.txt", "--output", "out.jsonl") == 0
    assert capsys.readouterr().out == ""
    assert _lines((folder / "out.jsonl").read_text(encoding="utf-8"))
    assert sorted(path.name for path in folder.iterdir()) == ["ar.txt", "en.txt", "fa.txt", "out.jsonl"]


def test_output_is_left_as_it_was_when_coding_breaks_off(folder, monkeypatch) -> None:
    (folder / "out.jsonl").write_text("old", encoding="utf-8")

    def _break(*_arguments, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr("tarazu.cli.writers.LinesWriter.write", _break)
    assert _run("en.txt", "--output", "out.jsonl") != 0
    assert (folder / "out.jsonl").read_text(encoding="utf-8") == "old"
    assert len(list(folder.iterdir())) == 4


@pytest.mark.parametrize("name", ["nowhere/out.jsonl", "en.txt"])
def test_output_that_cannot_be_is_a_usage_error(folder, capsys, name: str) -> None:
    assert _run("en.txt", "--output", name) == 2
    assert "--output" in capsys.readouterr().err
    assert (folder / "en.txt").read_text(encoding="utf-8") == ENGLISH


def test_same_files_give_the_same_bytes(folder, capsys) -> None:
    _run("fa.txt", "ar.txt", "--format", "jsonl")
    first = capsys.readouterr().out
    _run("fa.txt", "ar.txt", "--format", "jsonl")
    assert capsys.readouterr().out == first


BAD = {
    "empty.txt": b"", "blank.txt": b" \n\t\n", "picture.txt": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "urdu.txt": URDU.encode(),
    "page.html": b"<html><body></body></html>", "broken.jsonl": b'{"text": \n', "numbers.txt": b"1234 5678\n",
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_file_is_skipped_with_a_reason(folder, capsys, name: str) -> None:
    (folder / name).write_bytes(BAD[name])
    assert _run(name, "--format", "jsonl") == 1
    shown = capsys.readouterr()
    [skipped] = _lines(shown.out)
    assert skipped["record"] == "skipped"
    assert skipped["reason"]
    assert f"skipped: {name}" in shown.err
    assert "Traceback" not in shown.err


def test_bad_files_leave_the_good_ones_coded(folder, capsys) -> None:
    for name, raw in BAD.items():
        (folder / name).write_bytes(raw)
    (folder / "inner").mkdir()
    assert _run("en.txt", *BAD, "inner", "nowhere.txt", "fa.txt", "ar.txt", "--format", "jsonl") == 1
    shown = capsys.readouterr()
    lines = _lines(shown.out)
    assert [each["doc"] for each in lines if each["record"] == "document"] == ["en.txt", "fa.txt", "ar.txt"]
    assert len([each for each in lines if each["record"] == "skipped"]) == len(BAD) + 2
    assert shown.err.count("skipped: ") == len(BAD) + 2


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to this user")
def test_file_without_permission_is_skipped(folder, capsys) -> None:
    (folder / "en.txt").chmod(0)
    assert _run("en.txt", "fa.txt") == 1
    assert "permission" in capsys.readouterr().err


def test_bad_line_leaves_the_other_documents_coded(folder, capsys) -> None:
    lines = [json.dumps({"id": "one", "text": ENGLISH}), "{nonsense", json.dumps({"id": "two", "text": PERSIAN}), json.dumps({"id": "three", "text": URDU})]
    (folder / "many.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert _run("many.jsonl", "--format", "jsonl") == 1
    shown = _lines(capsys.readouterr().out)
    assert [each["doc"] for each in shown if each["record"] == "document"] == ["one", "two"]
    assert len([each for each in shown if each["record"] == "skipped"]) == 2


def test_unreadable_bytes_are_noted_but_fail_nothing(folder, capsys) -> None:
    (folder / "torn.txt").write_bytes(PERSIAN.encode() * 5 + b" \xd9 " + PERSIAN.encode())
    assert _run("torn.txt") == 0
    assert "noted: torn.txt" in capsys.readouterr().err


def test_sentence_of_100000_letters_is_coded(folder, capsys) -> None:
    (folder / "long.txt").write_text("Kazakhstan met China in Astana " + "and then the talks went on " * 3_800 + "in May.", encoding="utf-8")
    assert _run("long.txt") == 0
    assert max(len(line) for line in capsys.readouterr().out.split("\n")) < 1_000


@pytest.mark.slow
def test_text_of_five_megabytes_finishes(folder, capsys) -> None:
    line = "The harvest in the valley was good in year {} and the traders of the town were glad of it, as everybody said.\n"
    text = "".join(line.format(number) for number in range(5_000_000 // len(line)))
    (folder / "big.txt").write_text(ENGLISH + "\n" + text + ENGLISH.replace("Uzbekistan", "Tajikistan"), encoding="utf-8")
    assert _run("big.txt", "--format", "jsonl", "--coder", "lexicon") == 0  # the learned coder takes minutes for as much
    [facts, *records] = _lines(capsys.readouterr().out)
    assert facts["record"] == "document"
    assert {"UZB", "TJK"} <= {actor for each in records for actor in each.get("actors", ())}
