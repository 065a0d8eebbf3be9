"""Tests of the agreement of two annotators."""

import json
from pathlib import Path

import pytest

import agreement
from agreement import Count, agree, both_of, main, pairs
from notation import read

_FIRST = """\
[s RUS|Russia] {AID a=RUS r=SRB|lent money to} [s SRB|Serbia] and {ACCUSE a=RUS r=FRA|scolded} [s FRA|Paris] in [t 2023-06|June].
[s CHN|China] {REJECT a=CHN r=USA|refused} a call from [s USA|Washington].

@ 2023-06-30 | Steppe Wire
[s KAZ|Astana] {AGREE a=KAZ r=CHN|promises} gas to [s CHN|China]
[p KAZ/minister|The minister] spoke (of rain).
It rained.
"""
_SECOND = """\
[s RUS|Russia] {AID a=RUS r=SRB|lent} money to [s SRB|Serbia] and {REJECT a=RUS r=FRA|scolded} [s FRA|Paris] in [t 2023-06|June].
[s CHN|China] {REJECT planned a=CHN r=GBR|refused} a call from [l GBR|Washington].

@ 2023-06-30 | Steppe Wire
[s KAZ|Astana] {AGREE a=KAZ r=CHN|promises} gas to [s CHN|China]
The minister spoke (of rain).
It poured.
"""


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The second annotator's file, the names, and the language; the corpus holds what the first one marked, one entry further down."""
    source, second, names = (tmp_path / name for name in ("first.txt", "second.txt", "names.txt"))
    source.write_text(_FIRST, "utf-8")
    second.write_text(_SECOND, "utf-8")
    found, wrong = read(source, "en")
    assert not wrong
    for stem, part in (("en_1", found[:2]), ("en_passages", found[2:])):
        (tmp_path / f"{stem}.jsonl").write_text("".join(json.dumps(each) + "\n" for each in part).replace("(of rain)", "[of rain]"), "utf-8")
    names.write_text("en_1:0\nen_1:1\nen_passages:5\n", "utf-8")
    monkeypatch.setattr(agreement, "CORPUS", tmp_path)
    return [str(second), str(names), "en"]


def test_both_of_pairs_sentences_by_their_text(files: list[str]) -> None:
    found, wrong = both_of(Path(files[0]), Path(files[1]), "en")
    assert len(found) == 4
    assert wrong == ["en_passages:5: 1 of 3 sentences are not in the corpus now"]


def test_agree_counts_acts_parts_and_mentions(files: list[str]) -> None:
    counts = agree(both_of(Path(files[0]), Path(files[1]), "en")[0])
    assert counts["trigger"] == Count(shared=4, first=4, second=4)
    assert counts["found"].shared == 3
    assert counts["who"].shared == 2  # China refused the United States, or Britain
    assert counts["status"] == Count(shared=2, first=3, second=3)
    assert counts["ACCUSE"] == Count(shared=0, first=1, second=0)
    assert counts["place"] == Count(shared=0, first=0, second=1)
    assert counts["person"] == Count(shared=0, first=1, second=0)
    assert counts["mentions"] == Count(shared=7, first=8, second=7)


def test_agree_asks_for_times_only_where_the_file_has_some(files: list[str]) -> None:
    second = Path(files[0])
    second.write_text(_SECOND.replace("It poured.", "It rained in [t 2023|2023].").replace("[t 2023-06|June]", "June"), "utf-8")
    assert agree(both_of(second, Path(files[1]), "en")[0])["time"] == Count(shared=0, first=1, second=0)


def test_pairs_take_each_span_once_and_the_longest_overlap_first() -> None:
    assert pairs([(0, 10), (10, 12)], [(8, 12), (0, 9)], lambda span: span) == [((0, 10), (0, 9)), ((10, 12), (8, 12))]


def test_main_prints_a_column_for_each_language(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(files) == 0
    out = capsys.readouterr().out
    assert out.startswith("|  | en (4 sentences) |")
    assert "| found | 0.75 (4, 4) |" in out
