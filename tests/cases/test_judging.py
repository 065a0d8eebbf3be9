"""A person disagrees, and no re-run forgets it."""

from contextlib import closing

import msgspec
import pytest
from case_material import FIRST, NOON, SECOND, TEXT, an_event, coded

from tarazu.cases import file, judging, loading
from tarazu.cases.changes import apply_changes
from tarazu.cases.fitting import ENOUGH, fit, likeness
from tarazu.cases.writing import Writer
from tarazu.errors import CaseError, OptionError
from tarazu.records import Judgement


def _decide(path, action, *ids, changes=None, undoes=None, author="Aida"):
    with Writer(path, lambda: NOON) as writer:
        targets = [loading.load_record(writer.connection, each)[0].record for each in ids]
        bare = Judgement(id="", action=action, author=author, made=NOON, note="", targets=(), changes=changes or {}, undoes=undoes)
        return writer.judge(action, targets, bare)


def _standing(path):
    with closing(file.open_to_read(path)) as connection:
        return [(each.record.id, each.record.type, each.judged) for document in loading.load_documents(connection) for each in document.records]


def _recode(path, doc, *records):
    with Writer(path) as writer:
        writer.recode(doc, coded(doc, *records), writer.run(SECOND))


def test_reject_takes_a_record_out_of_every_view(path, store) -> None:
    store(lambda doc: an_event(doc, "event1"), lambda doc: an_event(doc, "event2", (44, 50)))
    _decide(path, "reject", "event1")
    assert _standing(path) == [("event2", "REJECT", None)]
    with closing(file.open_to_read(path)) as connection:
        assert [row["id"] for row in connection.execute("SELECT id FROM events")] == ["event2"]
        assert [row["id"] for row in connection.execute("SELECT DISTINCT id FROM sentences")] == ["event2"]


def test_set_changes_a_record_and_keeps_its_id_and_place(path, store) -> None:
    store(lambda doc: an_event(doc, "event1"), lambda doc: an_event(doc, "event2", (44, 50)))
    _decide(path, "set", "event1", changes={"type": "ACCUSE", "mode": "allege", "recipients": "CHN;IRN"})
    assert _standing(path) == [("event1", "ACCUSE", "corrected"), ("event2", "REJECT", None)]
    with closing(file.open_to_read(path)) as connection:
        record = loading.load_record(connection, "event1")[0].record
    assert (record.recipients, record.score, record.evidence[0].start) == (("CHN", "IRN"), -3.5, 0)


def test_a_later_judgement_wins(path, store) -> None:
    store(lambda doc: an_event(doc, "event1"))
    _decide(path, "reject", "event1")
    assert _standing(path) == []
    _decide(path, "accept", "event1")
    assert _standing(path) == [("event1", "REJECT", "accepted")]


def test_undo_brings_back_what_was_there(path, store) -> None:
    store(lambda doc: an_event(doc, "event1"))
    first = _decide(path, "set", "event1", changes={"status": "denied"})
    undo = _decide(path, "undo", undoes=first.id)
    assert _standing(path) == [("event1", "REJECT", None)]
    _decide(path, "undo", undoes=undo.id)
    assert _standing(path) == [("event1", "REJECT", "corrected")]


def test_undo_of_nothing_is_refused(path, store) -> None:
    with pytest.raises(CaseError, match="a judgement of this case to take back"):
        _decide(path, "undo", undoes="0123456789abcdef")


def test_judgements_are_laid_over_a_later_run(path, store) -> None:
    doc = store(lambda doc: an_event(doc, "event1"), lambda doc: an_event(doc, "event2", (44, 50)))
    _decide(path, "reject", "event1")
    _decide(path, "set", "event2", changes={"type": "SUPPORT"})
    _recode(path, doc, an_event(doc, "other1", type="ACCUSE"), an_event(doc, "other2", (44, 50), actors=("KAZ", "CHN"), recipients=()))
    assert _standing(path) == [("other2", "SUPPORT", "corrected")]


def test_what_a_person_accepted_stands_though_a_later_run_does_not_find_it(path, store) -> None:
    doc = store(lambda doc: an_event(doc, "event1"))
    _decide(path, "accept", "event1")
    _recode(path, doc)
    assert _standing(path) == [("event1", "REJECT", "accepted")]
    with closing(file.open_to_read(path)) as connection:
        assert list(judging.load_fits(connection).values()) == [None]


def test_a_rejected_record_that_is_not_found_again_is_listed_and_stays_away(path, store) -> None:
    doc = store(lambda doc: an_event(doc, "event1"))
    judgement = _decide(path, "reject", "event1")
    _recode(path, doc)
    with closing(file.open_to_read(path)) as connection:
        assert judging.load_fits(connection) == {(judgement.id, 0): None}
    assert _standing(path) == []


def test_judgements_travel_between_copies(path, store, tmp_path) -> None:
    doc = store(lambda doc: an_event(doc, "event1"))
    other = file.create(tmp_path / "other")
    _decide(path, "reject", "event1")
    with closing(file.open_to_read(path)) as connection:
        judgements = judging.load_judgements(connection)
    with Writer(other) as writer:
        assert [writer.take_judgements(judgements), writer.take_judgements(judgements)] == [1, 0]
        run = writer.run(FIRST)
        writer.add(loading.Document(doc="z.txt", text=TEXT), coded(doc, an_event(doc, "event1")), run)
    assert _standing(other) == []


def test_sign_tells_when_a_judgement_was_changed(path, store) -> None:
    store(lambda doc: an_event(doc, "event1"))
    made = _decide(path, "reject", "event1")
    assert judging.sign(made).id == made.id
    assert judging.sign(msgspec.structs.replace(made, note="other")).id != made.id


def test_a_set_that_does_not_fit_leaves_nothing_behind(path, store) -> None:
    store(lambda doc: an_event(doc, "event1"))
    with pytest.raises(OptionError, match="a mode of ACCUSE"):
        _decide(path, "set", "event1", changes={"type": "ACCUSE", "mode": "visit"})
    with closing(file.open_to_read(path)) as connection:
        assert judging.load_judgements(connection) == ()
    assert _standing(path) == [("event1", "REJECT", None)]


@pytest.mark.parametrize(("changes", "expected"), [
    pytest.param({"start": "2022-11-05"}, ("2022-11-05", "2022-11-30"), id="a first day within the month"),
    pytest.param({"start": "2022-11-05", "end": "2022-11-06", "granularity": "day"}, ("2022-11-05", "2022-11-06"), id="both"),
    pytest.param({"start": ""}, None, id="no time"),
])  # fmt: skip
def test_apply_changes_sets_times(changes, expected) -> None:
    when = apply_changes(an_event("d", "e"), changes).when
    assert (when and (when.start.isoformat(), when.end.isoformat())) == expected


@pytest.mark.parametrize(("changes", "message"), [
    pytest.param({"colour": "red"}, "one of type, mode", id="no such field"),
    pytest.param({"type": "DANCE"}, "a value that fits type", id="no such type"),
    pytest.param({"start": "soon"}, "a value that fits", id="no day"),
    pytest.param({"start": "2022-11-30", "end": "2022-11-01"}, "not before the start", id="a time that runs backwards"),
    pytest.param({"amount": "many"}, "a number", id="no number"),
    pytest.param({"amount": "inf"}, "a finite number", id="no end"),
    pytest.param({"actors": ""}, "at least one actor", id="nobody acts"),
    pytest.param({"contexts": "weather"}, "contexts of the codebook", id="no such context"),
])  # fmt: skip
def test_apply_changes_refuses_what_does_not_fit(changes, message) -> None:
    with pytest.raises(OptionError, match=message):
        apply_changes(an_event("d", "e"), changes)


def test_a_judgement_does_not_pass_to_a_record_that_stood_beside(path, store) -> None:
    doc = store(lambda doc: an_event(doc, "event1"), lambda doc: an_event(doc, "event2", (20, 32)))
    _decide(path, "reject", "event1")
    _recode(path, doc, an_event(doc, "event2", (20, 32)))
    assert _standing(path) == [("event2", "REJECT", None)]


def test_a_later_split_parts_what_was_merged_through_a_third(path, store) -> None:
    store(*(lambda doc, at=at: an_event(doc, f"event{at}", (11 + at, 19)) for at in range(3)))
    _decide(path, "merge", "event0", "event1", "event2")
    _decide(path, "split", "event0", "event1")
    with closing(file.open_to_read(path)) as connection:
        pairs = judging.load_pairs(connection)
    assert pairs["event0", "event1"] is False
    assert sum(pairs.values()) == 1


def test_fit_takes_the_same_word_before_the_same_actors() -> None:
    target = an_event("d", "e1", (44, 50))
    same_word = an_event("d", "x1", (44, 50), type="SUPPORT", actors=("CHN",), recipients=())
    same_actors = an_event("d", "x2", (55, 64))
    assert fit(target, [same_actors, same_word]) == same_word


def test_fit_takes_nothing_from_another_sentence() -> None:
    assert fit(an_event("d", "e1"), [an_event("d", "x1", (44, 50))]) is None


def test_likeness_is_symmetric_and_full_for_the_same() -> None:
    one, two = an_event("d", "e1"), an_event("d", "e2", (11, 15), actors=("UZB",))
    assert likeness(one, two) == likeness(two, one)
    assert likeness(one, one) == 4.75 > ENOUGH
