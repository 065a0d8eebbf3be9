"""A case through the verbs of `tarazu`."""

import json
import os
from pathlib import Path

import pytest

import tarazu
from tarazu.errors import CaseError, OptionError, RecordError

ENGLISH = "Kazakhstan and China signed an agreement on 5 July 2024.\nUzbekistan rejected the proposal of Russia in May 2024."
PERSIAN = "ازبکستان در ماه مه ۲۰۲۴ پیشنهاد روسیه را رد کرد."  # Uzbekistan rejected Russia's proposal in May 2024
WORK = tarazu.Work(coder="lexicon")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "press").mkdir()
    (tmp_path / "press" / "en.txt").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / "press" / "fa.txt").write_text(PERSIAN, encoding="utf-8")
    return tmp_path / "press"


@pytest.fixture
def case(tmp_path: Path, folder: Path) -> tarazu.Case:
    made = tarazu.new(tmp_path / "steppe")
    made.read([folder], work=WORK)
    return made


def _snapshot(case: tarazu.Case) -> bytes:
    return case.path.read_bytes()


def test_read_counts_and_the_same_again_changes_nothing(case, folder) -> None:
    before = _snapshot(case)
    count = case.read([folder / "en.txt", str(folder)], work=WORK)
    assert (count.read, count.coded, count.same, count.skipped) == (3, 0, 3, 0)
    assert _snapshot(case) == before


def test_read_knows_one_text_at_two_addresses(case, folder) -> None:
    (folder / "copy.txt").write_text(ENGLISH, encoding="utf-8")
    count = case.read([folder], work=WORK)
    assert (count.coded, count.same, count.sighted) == (0, 2, 1)
    assert {each.address for each in case.document("press/copy.txt").sightings} == {"press/en.txt", "press/copy.txt"}


def test_read_keeps_what_cannot_be_read_with_its_reason(case, folder) -> None:
    (folder / "bad.pdf").write_bytes(b"no pdf at all")
    (folder / "foreign.txt").write_text("Το Καζακστάν υπέγραψε συμφωνία με την Κίνα.", encoding="utf-8")  # Greek: no folder for it
    count = case.read([folder], work=WORK)
    assert (count.skipped, count.failed, count.same) == (1, 1, 2)
    assert {Path(each.doc).name for each in case.skipped()} == {"bad.pdf", "foreign.txt"}
    assert case.read([folder], work=WORK).failed == 0  # it was tried, and is the same as before


def test_records_are_the_same_wherever_they_are_coded(case, tmp_path, folder) -> None:
    elsewhere = tmp_path / "elsewhere"
    folder.rename(elsewhere)
    other = tarazu.new(tmp_path / "other")
    other.read(sorted(elsewhere.iterdir(), reverse=True), work=WORK)
    told = [{each.facts.doc: each.records for each in one.documents()} for one in (case, other)]
    assert told[0] == told[1]


def test_several_processes_make_the_same(case, tmp_path, folder) -> None:
    (folder / "copy.txt").write_text(ENGLISH, encoding="utf-8")
    other = tarazu.new(tmp_path / "other")
    count = other.read([folder], work=tarazu.Work(coder="lexicon", jobs=2))
    assert (count.coded, count.sighted) == (2, 1)
    told = [{each.facts.doc: each.records for each in one.documents()} for one in (case, other)]
    assert told[0] == told[1]


def test_recode_makes_a_run_beside_the_old_one_and_judgements_stay(case) -> None:
    events = case.events()
    [rejected] = events.filter(events["doc"] == case.document("press/fa.txt").facts.doc)["id"].to_list()
    judgement = case.judge([rejected], tarazu.Decision(action="set", author="Aida", note="read it again", changes={"recipients": "KAZ"}))
    count = case.recode(work=tarazu.Work(coder="learned"))
    assert (count.coded, [run.standing for run in case.runs()]) == (2, [0, 2])
    corrected = [each for each in case.document("press/fa.txt").records if each.judged == "corrected"]
    assert [each.record.recipients for each in corrected] == [("KAZ",)]
    compared = case.diff(1, 2)
    assert compared.documents == 2
    assert compared.same + len(compared.differences) >= 3
    case.undo(judgement.id, author="Aida")
    assert all(each.judged is None for each in case.document("press/fa.txt").records)


def test_events_is_a_frame_with_lists_and_days(case) -> None:
    frame = case.events()
    signed = frame.filter(frame["type"] == "SUPPORT").to_dicts()[0]
    assert set(signed["actors"]) == {"KAZ", "CHN"}
    assert signed["start"].isoformat() == "2024-07-05"
    for other in (case.ties(), case.figures(), case.assessments()):
        assert {"id", "doc", "confidence"} <= set(other.columns)


def test_explain_gives_the_reasons(case) -> None:
    [first, *_] = case.events()["id"].to_list()
    found = case.explain(first[:8])
    assert found.record.id == first
    assert found.reasons


def test_search_finds_a_word_typed_another_way(case) -> None:
    [hit] = case.search("روسيه")  # Russia, with the Arabic yeh
    assert hit.language == "fa"
    [(start, end)] = hit.snippets[0].marks
    assert PERSIAN[start:end] == "روسیه"


def test_judgements_are_listed_with_what_they_bear_on(case) -> None:
    first = case.events()["id"].to_list()[0]
    made = case.judge([first], tarazu.Decision(action="accept", author="Aida"))
    [standing] = case.judgements()
    assert (standing.judgement, standing.stands, standing.fits) == (made, True, (first,))


@pytest.mark.parametrize(("ids", "decision", "error", "message"), [
    pytest.param(["nosuch"], {"action": "accept"}, RecordError, "the id of one record", id="no such record"),
    pytest.param(["ab"], {"action": "accept"}, RecordError, "at least 6 letters", id="too short an id"),
    pytest.param([], {"action": "accept"}, OptionError, "at least one record", id="nothing to judge"),
    pytest.param(["nosuch"], {"action": "set"}, OptionError, "fields to set", id="nothing set"),
    pytest.param(["nosuch"], {"action": "merge"}, OptionError, "at least two records", id="one alone cannot be merged"),
    pytest.param(["nosuch"], {"action": "accept", "author": " "}, OptionError, "a name", id="nobody decides"),
])  # fmt: skip
def test_judge_says_what_is_wrong(case, ids, decision, error, message) -> None:
    with pytest.raises(error, match=message):
        case.judge(ids, tarazu.Decision(**({"author": "Aida"} | decision)))


def test_quality_is_estimated_from_what_was_drawn(case) -> None:
    drawn = case.draw(2, seed=3)
    case.judge([drawn[0].id], tarazu.Decision(action="accept", author="Aida"))
    case.judge([drawn[1].id], tarazu.Decision(action="reject", author="Aida"))
    [total, *_] = case.quality()
    assert (total.group, total.judged, total.right, total.share) == ("all", 2, 1, 0.5)
    assert 0 < total.low < 0.5 < total.high < 1
    others = [each for each in case.events()["id"].to_list() if each not in {one.id for one in drawn}]
    case.judge(others[:1], tarazu.Decision(action="reject", author="Aida"))
    assert case.quality()[0].judged == 2
    assert case.quality(drawn_only=False)[0].judged == 3


def test_judgements_are_shared_and_a_changed_one_is_refused(case, tmp_path, folder) -> None:
    import msgspec

    first = case.events()["id"].to_list()[0]
    case.judge([first], tarazu.Decision(action="reject", author="Aida"))
    other = tarazu.new(tmp_path / "other")
    other.read([folder], work=WORK)
    assert other.import_judgements(case.export_judgements()) == 1
    assert first not in other.events()["id"].to_list()
    with pytest.raises(CaseError, match="one that was changed since"):
        other.import_judgements([msgspec.structs.replace(each, author="Mallory") for each in case.export_judgements()])


@pytest.mark.parametrize("shape", sorted(tarazu.FORMATS))
def test_export_writes_every_format(case, tmp_path, shape) -> None:
    written = case.export(shape, tmp_path / "out")
    assert written.paths
    assert all(each.exists() for each in written.paths)


def test_export_leaves_rejected_records_out_and_writes_corrected_ones(case, tmp_path) -> None:
    first, second, *_ = case.events()["id"].to_list()
    case.judge([first], tarazu.Decision(action="reject", author="Aida"))
    case.judge([second], tarazu.Decision(action="set", author="Aida", changes={"type": "PROTEST"}))
    case.export("csv", tmp_path / "out")
    rows = (tmp_path / "out" / "events.csv").read_text(encoding="utf-8")
    assert first not in rows
    assert "PROTEST" in rows


@pytest.mark.parametrize(("shape", "options", "message"), [
    pytest.param("word", {}, "one of csv", id="no such format"),
    pytest.param("csv", {"colour": "red"}, "an option of csv", id="no such option"),
    pytest.param("gexf", {"level": "city"}, "level=state or actor", id="no such value"),
])  # fmt: skip
def test_export_says_what_is_wrong(case, tmp_path, shape, options, message) -> None:
    with pytest.raises(OptionError, match=message):
        case.export(shape, tmp_path / "out", options=options)


def test_export_never_overwrites_a_case(case, tmp_path) -> None:
    before = _snapshot(case)
    with pytest.raises(OptionError, match="a database, which may be a case"):
        case.export("ris", case.path)
    assert _snapshot(case) == before


def test_a_decision_taken_again_at_once_counts_again(case) -> None:
    first = case.events()["id"].to_list()[0]
    rejected = case.judge([first], tarazu.Decision(action="reject", author="Aida"))
    case.undo(rejected.id, author="Aida")
    case.judge([first], tarazu.Decision(action="reject", author="Aida"))
    assert first not in case.events()["id"].to_list()


def test_read_leaves_pipes_alone(case, folder) -> None:
    os.mkfifo(folder / "pipe.txt")
    count = case.read([folder], work=WORK)
    assert [each.reason for each in count.examples] == ["neither a file nor a folder; leave it out"]


def test_read_replaces_nul_and_says_so(case, folder) -> None:
    (folder / "nul.json").write_text(json.dumps({"id": "n1", "text": "Iran and Russia\x00 signed an agreement on 5 July 2024."}), encoding="utf-8")
    count = case.read([folder / "nul.json"], work=WORK)
    assert (count.coded, count.noted) == (1, 1)
    assert case.document("n1").text == "Iran and Russia\ufffd signed an agreement on 5 July 2024."
    assert case.check() == ()


def test_a_linked_case_has_one_lock(case, tmp_path) -> None:
    (tmp_path / "link.tarazu").symlink_to(case.path)
    assert tarazu.open(tmp_path / "link.tarazu").path == case.path


def test_event_files_come_in_as_records_without_text(case) -> None:
    sample = Path(__file__).parents[1] / "sources" / "event_samples" / "icews.tab"
    count = case.read([sample], work=WORK)
    assert count.imported == 7
    assert case.read([sample], work=WORK).imported == 0
    imported = case.events().filter(case.events()["coder"] == "icews")
    assert len(imported) == 7
    held = case.document(imported["doc"].to_list()[0])
    assert (held.text, held.records[0].record.evidence) == ("", ())


def test_watch_reads_what_comes_in(case, folder) -> None:
    import threading

    stop = threading.Event()
    seen: list[int] = []

    def on(count: tarazu.Count) -> None:
        seen.append(count.coded)
        if count.coded:
            stop.set()

    timer = threading.Timer(0.5, lambda: (folder / "late.txt").write_text("Iran and Türkiye signed an agreement on 6 July 2024.", encoding="utf-8"))
    timer.start()
    count = case.watch(folder, work=tarazu.Work(coder="lexicon", on=on), stop=stop)
    assert (count.same, count.coded) == (2, 1)


def test_case_says_when_there_is_none(tmp_path) -> None:
    with pytest.raises(CaseError, match="tarazu new"):
        tarazu.open(tmp_path / "nothing")


def test_case_is_found_without_its_ending(case) -> None:
    assert tarazu.open(case.path.with_suffix("")).path == case.path


def test_tables_are_plain(case) -> None:
    """Other programs read them: lists are JSON, days are ISO."""
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(case.path)) as connection:
        actors, start = connection.execute("SELECT actors, start FROM events WHERE type = 'SUPPORT'").fetchone()
    assert set(json.loads(actors)) == {"KAZ", "CHN"}
    assert start == "2024-07-05"
