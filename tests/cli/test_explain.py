"""`tarazu explain`."""

import json

import pytest

from tarazu.cli import main
from tarazu.cli.explanation import _mark
from tarazu.records import Evidence, Part

PERSIAN = "ازبکستان پیشنهاد روسیه را رد کرد."


def _run(*arguments) -> int:
    with pytest.raises(SystemExit) as ended:
        main([str(each) for each in arguments])
    return ended.value.code or 0


def test_explain_marks_the_sentence_and_names_the_rules(tmp_path, capsys) -> None:
    path = tmp_path / "fa.txt"
    path.write_text(PERSIAN, encoding="utf-8")
    _run("code", path, "--format", "jsonl")
    lines = [json.loads(line) for line in capsys.readouterr().out.split("\n") if line]
    event = next(each for each in lines if each["record"] == "event")
    assert _run("explain", event["id"], path) == 0
    shown = capsys.readouterr().out
    assert f"event {event['id']}" in shown
    assert "[actor: ازبکستان]" in shown
    assert "[trigger: " in shown
    assert "Uzbekistan → REJECT → Russia" in shown
    assert "why" in shown
    assert "trigger" in shown.split("why")[1]


def test_explain_of_an_unknown_id_fails(tmp_path, capsys) -> None:
    path = tmp_path / "fa.txt"
    path.write_text(PERSIAN, encoding="utf-8")
    assert _run("explain", "ffffffffffff", path) == 1
    assert "hint: " in capsys.readouterr().err


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([("trigger", 2, 4)], "ab[trigger: cd]ef"),
        ([("actor", 0, 6), ("trigger", 2, 4)], "[actor: ab[trigger: cd]ef]"),
        ([("from", 0, 2), ("to", 2, 6)], "[from: ab][to: cdef]"),
        ([("trigger", 0, 2), ("from", 0, 2), ("to", 0, 2)], "[trigger/from/to: ab]cdef"),
        ([("actor", 0, 4), ("trigger", 0, 2)], "[actor: [trigger: ab]cd]ef"),
        ([("place", 4, 4), ("time", -9, -2)], "abcdef"),
    ],
    ids=["one", "inside", "beside", "same", "begin together", "empty or outside"],
)
def test_mark_puts_brackets_around_parts(parts, expected: str) -> None:
    evidence = Evidence(
        sentence=0, start=10, end=16, text="abcdef", parts=tuple(Part(role=role, start=10 + start, end=10 + end) for role, start, end in parts)
    )
    assert _mark(evidence).plain == expected
