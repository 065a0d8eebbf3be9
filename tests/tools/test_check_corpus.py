"""Tests of the checks of the corpus."""

import copy
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from check_corpus import Entry, counts, doubts, entries, faults, main, markdown, occurs
from corpus import CORPUS

_LINE = {
    "text": "Russia lent Serbia 1 to 2 billion dollars in June 2023.",
    "mentions": [
        {"id": "a", "text": "Russia", "n": 0, "kind": "state", "actor": "RUS"},
        {"id": "b", "text": "Serbia", "n": 0, "kind": "state", "actor": "SRB"},
        {"id": "c", "text": "June 2023", "n": 0, "kind": "time", "actor": "2023-06"},
    ],
    "frames": [
        {"trigger": "lent", "n": 0, "type": "AID", "mode": None, "status": "actual", "channel": "finance", "actor": ["a"], "recipient": ["b"], "time": ["c"]},
        {
            "trigger": "1 to 2 billion dollars", "n": 0, "type": "FIGURE", "indicator": "loan", "value": 1e9, "value_to": 2e9, "unit": "USD",
            "qualifier": "about", "period": "2023-06", "status": "actual", "actor": ["a", "b"],
        },
    ],
}  # fmt: skip
_PASSAGE = {
    "title": _LINE["text"], "date": "2023-06-30", "outlet": None, "language": "en", "sentences": [_LINE, _LINE, _LINE],
    "coref": [["0.a", "1.a"]], "same_act": [["0.0", "1.0"]],
}  # fmt: skip

Change = Callable[[dict], object]


def _faults(raw: dict, change: Change) -> list[str]:
    raw = json.loads(json.dumps(raw))
    change(raw)
    return faults(Entry("en_1:0", "en", raw))


def test_faults_of_sound_entries_are_none() -> None:
    assert _faults(_LINE, lambda _: None) == []
    assert _faults(_PASSAGE, lambda _: None) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        pytest.param(lambda raw: raw.pop("frames"), "no 'frames'", id="a part is missing"),
        pytest.param(lambda raw: raw.update(text=raw["text"] + " "), "white space", id="space at the end"),
        pytest.param(lambda raw: raw["mentions"][0].update(n=1), "'Russia' does not occur 2 times", id="mention not at n"),
        pytest.param(lambda raw: raw["mentions"][0].update(kind="town"), "kind 'town'", id="kind"),
        pytest.param(lambda raw: raw["mentions"][0].update(actor="RUS_1"), "id 'RUS_1'", id="id"),
        pytest.param(lambda raw: raw["mentions"][2].update(actor="2023-02-30"), "id '2023-02-30' of the time", id="no such day"),
        pytest.param(lambda raw: raw["mentions"][1].update(id="a"), "2 mentions 'a'", id="one letter twice"),
        pytest.param(lambda raw: raw["frames"][0].update(trigger="gave"), "trigger 'gave' does not occur", id="trigger"),
        pytest.param(lambda raw: raw["frames"][0].update(type="HELP"), "no such type", id="type"),
        pytest.param(lambda raw: raw["frames"][0].update(mode="visit"), "mode 'visit'", id="mode of another type"),
        pytest.param(lambda raw: raw["frames"][0].update(status="done"), "status 'done'", id="status"),
        pytest.param(lambda raw: raw["frames"][0].update(channel="sport"), "channel 'sport'", id="channel"),
        pytest.param(lambda raw: raw["frames"][0].update(type="AGREE"), "planned, not actual", id="an agreement that is done"),
        pytest.param(lambda raw: raw["frames"][0].update(type="TIE"), "kind None", id="tie without a kind"),
        pytest.param(lambda raw: raw["frames"][0].update(type="ASSESSMENT", dimension="love"), "dimension 'love'", id="dimension"),
        pytest.param(lambda raw: raw["frames"][0].update(speaker=["z"]), "speaker 'z' is no mention", id="role of nobody"),
        pytest.param(lambda raw: raw["frames"][0].update(actor=["c"]), "actor 'c' is of kind time", id="a time that acts"),
        pytest.param(lambda raw: raw["frames"][1].update(indicator="debt"), "indicator 'debt'", id="indicator"),
        pytest.param(lambda raw: raw["frames"][1].update(value="1e9"), "value '1e9'", id="value that is no number"),
        pytest.param(lambda raw: raw["frames"][1].update(value_to=1), "value_to 1 is not above", id="range upside down"),
        pytest.param(lambda raw: raw["frames"][1].update(qualifier="roughly"), "qualifier 'roughly'", id="qualifier"),
        pytest.param(lambda raw: raw["frames"][1].update(period="June"), "period 'June'", id="period"),
    ],
)
def test_faults_of_a_line_are_told(change: Change, told: str) -> None:
    assert any(told in fault for fault in _faults(_LINE, change))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        pytest.param(lambda raw: raw.update(sentences=raw["sentences"][:2], coref=[], same_act=[]), "a passage of 2 sentences", id="short"),
        pytest.param(lambda raw: raw.update(language="fa"), "language 'fa'", id="in the wrong file"),
        pytest.param(lambda raw: raw.update(date="2023-06"), "date '2023-06'", id="no day"),
        pytest.param(lambda raw: raw["coref"][0].append("9.a"), "coref ['9.a'] are no mentions", id="chain"),
        pytest.param(lambda raw: raw["same_act"][0].append("0.7"), "same_act ['0.7'] are no frames", id="act"),
        pytest.param(lambda raw: raw["sentences"][1]["frames"][0].update(actor=["7.a"]), "actor '7.a' is no mention", id="role in a sentence that is not there"),
    ],
)
def test_faults_of_a_passage_are_told(change: Change, told: str) -> None:
    assert any(told in fault for fault in _faults(_PASSAGE, change))


def test_doubts_are_acts_of_nobody_and_of_two_types() -> None:
    raw = json.loads(json.dumps(_PASSAGE))  # three sentences, not thrice the same one
    raw["sentences"][0]["frames"][0].update(type="COOPERATE", actor=[], recipient=[])
    told = list(doubts(Entry("en_passages:0", "en", raw)))
    assert len(told) == 2
    assert "neither an actor nor a recipient" in told[0]
    assert "different types" in told[1]


def test_occurs_counts_occurrences_that_overlap() -> None:
    assert occurs("aaa", "aa", 1)
    assert not occurs("aaa", "aa", 2)
    assert not occurs("aaa", "", 0)


def test_entries_keep_the_place_of_one_that_was_taken_out(tmp_path: Path) -> None:
    path = tmp_path / "en_1.jsonl"
    path.write_text(f"{json.dumps(_LINE)}\n\n{json.dumps(_LINE)}\n", "utf-8")
    assert [entry.name for entry in entries([path])] == ["en_1:0", "en_1:2"]


def test_counts_are_tables_for_the_data_card() -> None:
    whole, kinds = counts([Entry("en_1:0", "en", _LINE), Entry("en_passages:0", "en", _PASSAGE)])
    assert whole[1][:7] == ["en", "1", "1", "4", "12", "8", "0%"]
    assert dict(zip(*kinds, strict=True))["AID"] == "4"
    assert markdown([["a", "b"], ["x", "1"]]) == "| a | b |\n| --- | --: |\n| x | 1 |"


def test_main_refuses_faults_and_near_duplicates(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = copy.deepcopy(_LINE) | {"text": _LINE["text"].replace("lent", "today lent")}
    path = tmp_path / "en_1.jsonl"
    path.write_text(f"{json.dumps(_LINE)}\n", "utf-8")
    assert main([str(path)]) == 0
    path.write_text(f"{json.dumps(_LINE)}\n{json.dumps(other)}\n", "utf-8")
    assert main([str(path)]) == 1
    assert "en_1:0 (test) and en_1:1 (test) are alike" in capsys.readouterr().out.replace("(train)", "(test)").replace("(dev)", "(test)")


def test_corpus_has_no_structural_fault() -> None:
    found = [f"{entry.name}: {fault}" for entry in entries(sorted(CORPUS.glob("*.jsonl"))) for fault in faults(entry)]
    assert found == []
