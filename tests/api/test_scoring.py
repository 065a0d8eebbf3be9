"""Scoring: our own rules on small cases, and agreement with the gold set's scorer where that is at hand."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

import tarazu
from tarazu.errors import RecordError, SourceError

SHARED = Path(__file__).parents[3] / "shared"
SCORER = SHARED / "tools" / "score.py"
GOLD = SHARED / "gold" / "dev.jsonl"
TEXTS = SHARED / "seeds"

TEXT = "Kazakhstan met China. Russia warned Georgia. Iran is a member of the SCO."
SENTENCES = ["Kazakhstan met China.", "Russia warned Georgia.", "Iran is a member of the SCO."]


def _event(s, kind, actors, recipients=(), **more):
    return {"s": [s], "type": kind, "actors": list(actors), "recipients": list(recipients), "status": "actual", "core": True, **more}


@pytest.fixture
def gold(tmp_path):
    document = {
        "doc": "000", "sentences": SENTENCES, "events": [_event(0, "CONSULT", ["KAZ", "CHN"]), _event(1, "THREATEN", ["RUS"], ["GEO"])],
        "ties": [{"s": [2], "kind": "member_of", "from": "IRN", "to": "SCO", "core": True}], "figures": [], "assessments": [],
    }  # fmt: skip
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "000_talk.txt").write_text(TEXT, encoding="utf-8")
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(document) + "\n", encoding="utf-8")
    return path


def _write(path, lines):
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def _record(record, start, end, **more):
    return {"record": record, "doc": "somewhere/000_talk.txt", "evidence": [{"sentence": 0, "start": start, "end": end, "text": ""}], **more}


def test_score_counts_an_event_at_each_level(gold, tmp_path) -> None:
    coded = _write(
        tmp_path / "coded.jsonl",
        [
            _record("document", 0, 0),
            _record("event", 0, 21, type="CONSULT", mode=None, actors=["KAZ/president", "CHN"], recipients=[], status="actual", when=None, said_by=[]),
            _record("event", 22, 44, type="THREATEN", mode=None, actors=["USA"], recipients=["GEO"], status="actual", when=None, said_by=[]),
            _record("tie", 45, 73, kind="member_of", **{"from": "IRN", "to": "SCO"}),
        ],
    )
    scores = tarazu.score(gold, coded, tmp_path / "seeds")
    assert (scores.rates["found"].f1, scores.rates["who"].f1, scores.rates["strict"].f1) == (1.0, 0.5, 0.5)
    assert scores.rates["ties"].f1 == 1.0
    assert scores.slots["status"] == (1.0, 1)


def test_score_of_nothing_is_zero(gold, tmp_path) -> None:
    scores = tarazu.score(gold, _write(tmp_path / "coded.jsonl", []), tmp_path / "seeds")
    assert scores.rates["found"].f1 == 0
    assert scores.slots["status"] == (None, 0)


def test_score_names_the_line_that_is_no_record(gold, tmp_path) -> None:
    (tmp_path / "coded.jsonl").write_text('\n{"record": \n', encoding="utf-8")
    with pytest.raises(RecordError, match=r"coded\.jsonl:2"):
        tarazu.score(gold, tmp_path / "coded.jsonl", tmp_path / "seeds")


def test_score_asks_for_the_texts(gold, tmp_path) -> None:
    with pytest.raises(SourceError, match="--texts"):
        tarazu.score(gold, _write(tmp_path / "coded.jsonl", []), tmp_path)


def test_score_asks_for_files_that_are_there(tmp_path) -> None:
    with pytest.raises(SourceError, match="No such file"):
        tarazu.score(tmp_path / "gold.jsonl", tmp_path / "coded.jsonl", tmp_path)


def _changed(document: dict, chance: random.Random) -> list[dict]:
    """Records such as a coder could make of an annotated document: some left out, some changed, placed by offsets."""
    text = next(TEXTS.glob(f"{document['doc']}*.txt")).read_text(encoding="utf-8")
    places = [(text.find(each), text.find(each) + len(each)) for each in document["sentences"]]
    out = []
    for plural, kind in (("events", "event"), ("ties", "tie"), ("figures", "figure"), ("assessments", "assessment")):
        for each in document[plural]:
            if chance.random() < 0.25:
                continue
            record = {key: value for key, value in each.items() if key not in {"s", "core"}}
            evidence = [{"start": places[at][0], "end": places[at][1]} for at in each["s"] if 0 <= at < len(places)]
            if kind == "event":
                record |= chance.choice([{}, {}, {"type": "CONSULT"}, {"actors": ["RUS"]}, {"recipients": []}, {"status": "planned"}, {"said_by": ["X"]}])
                record |= chance.choice([{}, {}, {"when": None}, {"when": {"start": "2022-01-01", "end": "2022-12-31"}}])
            out.append({**record, "record": kind, "doc": f"texts/{document['doc']}.txt", "evidence": evidence})
    chance.shuffle(out)
    return out


@pytest.mark.skipif(not (SCORER.exists() and GOLD.exists()), reason="the gold set and its scorer are not at hand")
@pytest.mark.parametrize("seed", range(6))
def test_score_agrees_with_the_gold_sets_own_scorer(seed: int, tmp_path) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    documents = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines() if line.strip()]
    coded = _write(tmp_path / "coded.jsonl", [record for document in documents for record in _changed(document, chance)])
    command = [sys.executable, str(SCORER), str(GOLD), str(coded), "--texts", str(TEXTS), "--json"]
    expected = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    scores = tarazu.score(GOLD, coded, TEXTS)
    slots = expected.pop("slots")
    assert 0 < expected["who"]["f1"] < 1
    for name, rate in expected.items():
        ours = scores.rates[name]
        assert (ours.n_pred, ours.n_core) == (rate["n_pred"], rate["n_core"])
        assert (ours.p, ours.r, ours.f1) == pytest.approx((rate["p"], rate["r"], rate["f1"]), abs=0.0005)
    for name, (share, count) in slots.items():
        assert scores.slots[name] == (pytest.approx(share, abs=0.0005), count)
