"""A case on the command line."""

import json
from pathlib import Path

import pytest

from tarazu.cli import main

ENGLISH = "Kazakhstan and China signed an agreement on 5 July 2024.\nUzbekistan rejected the proposal of Russia in May 2024."


@pytest.fixture
def run(capsys):
    """Runs `tarazu`; gives the exit code, what it printed and what it said beside."""

    def call(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main([str(each) for each in arguments])
        shown = capsys.readouterr()
        return int(left.value.code or 0), shown.out, shown.err

    return call


@pytest.fixture
def case(tmp_path: Path, run, monkeypatch) -> Path:
    monkeypatch.setenv("TARAZU_AUTHOR", "Aida")
    (tmp_path / "en.txt").write_text(ENGLISH, encoding="utf-8")
    run("new", tmp_path / "steppe", "--title", "The steppe")
    run("read", tmp_path / "steppe", tmp_path / "en.txt", "--coder", "lexicon")
    return tmp_path / "steppe.tarazu"


def _ids(run, case) -> dict[str, str]:
    rows = [json.loads(line) for line in run("list", case, "--json")[1].splitlines()]
    return {row["type"]: row["id"] for row in rows if row["record"] == "event"}


def test_new_says_what_to_do_next_and_refuses_to_overwrite(tmp_path, run) -> None:
    assert run("new", tmp_path / "a")[1].splitlines()[0] == str(tmp_path / "a.tarazu")
    code, _, said = run("new", tmp_path / "a")
    assert code == 1
    assert "hint:" in said


def test_read_ends_with_a_count(case, run, tmp_path) -> None:
    code, shown, _ = run("read", case, tmp_path / "en.txt", "--coder", "lexicon")
    assert (code, shown) == (0, "1 read: 0 coded (0 records), 1 same as before, 0 skipped\n")


def test_read_ends_with_1_and_the_reason_where_something_cannot_be_read(case, run, tmp_path) -> None:
    (tmp_path / "bad.pdf").write_bytes(b"none")
    code, shown, said = run("read", case, tmp_path / "bad.pdf", "--coder", "lexicon")
    assert code == 1
    assert "1 skipped" in shown
    assert "it is not one, whatever its name says" in said
    assert "bad.pdf" in run("skipped", case)[1]


def test_read_takes_columns_of_a_table(case, run, tmp_path) -> None:
    (tmp_path / "table.csv").write_text("Wann,Was\n2024-07-05,Iran rejected the proposal of Russia.\n", encoding="utf-8")
    code, shown, _ = run("read", case, tmp_path / "table.csv", "--coder", "lexicon", "--column", "text=Was", "--column", "date=Wann", "--json")
    assert (code, json.loads(shown)["coded"]) == (0, 1)
    assert run("read", case, tmp_path / "table.csv", "--column", "colour=Was")[0] == 2


def test_judge_corrects_lists_and_undoes(case, run) -> None:
    ids = _ids(run, case)
    code, shown, _ = run("judge", case, ids["REJECT"][:8], "--set", "type=ACCUSE", "--actor", "KAZ", "--note", "look again")
    assert code == 0
    assert "Kazakhstan → ACCUSE" in shown
    judgement = shown.split()[1].strip(":")
    assert "look again" in run("judge", case, "--list")[1]
    assert "ACCUSE" in _ids(run, case)
    assert run("judge", case, "--undo", judgement)[0] == 0
    assert set(_ids(run, case)) == set(ids)


def test_judge_rejects_and_shares(case, run, tmp_path) -> None:
    ids = _ids(run, case)
    run("judge", case, ids["REJECT"], "--reject")
    assert "REJECT" not in _ids(run, case)
    assert run("judge", case, "--export", tmp_path / "judgements.jsonl")[0] == 0
    run("new", tmp_path / "other")
    run("read", tmp_path / "other", tmp_path / "en.txt", "--coder", "lexicon")
    assert "1 new" in run("judge", tmp_path / "other", "--import", tmp_path / "judgements.jsonl")[1]
    assert "REJECT" not in _ids(run, tmp_path / "other")


@pytest.mark.parametrize("arguments", [
    pytest.param([], id="nothing asked"),
    pytest.param(["--accept", "--reject"], id="two things asked"),
    pytest.param(["--set", "type"], id="no value"),
    pytest.param(["abcdef", "--set", "colour=red"], id="no such record"),
])  # fmt: skip
def test_judge_says_what_is_wrong(case, run, arguments) -> None:
    code, _, said = run("judge", case, *arguments)
    assert code in {1, 2}
    assert "hint:" in said


def test_search_marks_what_it_found(case, run) -> None:
    shown = run("search", case, "agreement", "china")[1]
    assert "[China]" in shown
    assert "[agreement]" in shown
    assert json.loads(run("search", case, "china", "--json")[1])["language"] == "en"


def test_explain_takes_a_case(case, run) -> None:
    shown = run("explain", _ids(run, case)["REJECT"], case)[1]
    assert "[trigger: rejected]" in shown


def test_runs_diff_and_check_print_tables_and_json(case, run) -> None:
    run("recode", case, "--coder", "learned")
    assert [json.loads(line)["number"] for line in run("runs", case, "--json")[1].splitlines()] == [1, 2]
    assert json.loads(run("diff", case, 1, 2, "--json")[1])["documents"] == 1
    assert "1 documents coded by both" in run("diff", case, 1, 2)[1]
    assert run("diff", case, 1, 7)[0] == 1
    assert run("check", case)[:2] == (0, "sound\n")


def test_quality_draws_and_estimates(case, run) -> None:
    drawn = [json.loads(line)["id"] for line in run("quality", case, "--draw", "1", "--json")[1].splitlines()]
    assert "nothing drawn was judged yet" in run("quality", case)[1]
    run("judge", case, *drawn, "--accept")
    [total, *_] = [json.loads(line) for line in run("quality", case, "--json")[1].splitlines()]
    assert (total["judged"], total["share"]) == (1, 1.0)


def test_export_lists_formats_and_writes_one(case, run, tmp_path) -> None:
    assert "gexf" in run("export", case)[1]
    assert run("export", case, tmp_path / "out.gexf", "--format", "gexf")[0] == 0
    assert (tmp_path / "out.gexf").exists()
    assert run("export", case, "--format", "gexf")[0] == 2
    assert run("export", case, tmp_path / "out", "--format", "csv", "--option", "bom=maybe")[0] == 2


def test_no_case_is_said_in_plain_words(tmp_path, run) -> None:
    for verb in ("list", "runs", "check", "skipped"):
        code, _, said = run(verb, tmp_path / "none")
        assert code == 1
        assert "tarazu new" in said
