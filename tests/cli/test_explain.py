"""`tarazu explain`."""

import json

import pytest

from tarazu.cli import main

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
