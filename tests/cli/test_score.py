"""`tarazu score`."""

import json

import pytest

from tarazu.cli import main

GOLD = {
    "doc": "000", "sentences": ["Kazakhstan met China."], "ties": [], "figures": [], "assessments": [],
    "events": [{"s": [0], "type": "CONSULT", "mode": None, "actors": ["KAZ", "CHN"], "recipients": [], "status": "actual", "core": True}],
}  # fmt: skip


@pytest.fixture
def gold(tmp_path):
    (tmp_path / "gold").mkdir()
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "000.txt").write_text("Kazakhstan met China.", encoding="utf-8")
    path = tmp_path / "gold" / "dev.jsonl"
    path.write_text(json.dumps(GOLD), encoding="utf-8")
    return path


def _run(*arguments) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["score", *(str(each) for each in arguments)])
    return ended.value.code or 0


def test_score_finds_the_texts_beside_the_gold(gold, capsys) -> None:
    assert _run(gold, gold) == 0
    lines = capsys.readouterr().out.strip().split("\n")
    assert lines[0] == "found {'p': 1.0, 'r': 1.0, 'f1': 1.0, 'n_pred': 1, 'n_core': 1}"
    assert lines[-1] == "slots {'status': (1.0, 1), 'date': (1.0, 1), 'date_given': (None, 0), 'said_by': (1.0, 1), 'mode': (1.0, 1)}"


def test_score_prints_one_json_object(gold, capsys) -> None:
    assert _run(gold, gold, "--json", "--texts", gold.parent.parent / "seeds") == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["who"]["f1"] == 1.0
    assert shown["slots"]["status"] == [1.0, 1]
