"""Tests of the measuring."""

import pytest

import measure
from corpus import GoldDocument
from measure import Tally, coders_of, digest, held_out, tally
from tarazu.analysis.score import ScoredDocument, ScoredRecord


def _event(kind: str, *actors: str) -> ScoredRecord:
    return ScoredRecord(s=(0,), type=kind, actors=actors)


def test_held_out_is_the_test_part_with_lines_and_passages() -> None:
    names = [document.name for document in held_out("ar")]
    assert {measure.split_of(name) for name in names} == {"test"}
    assert {"passages" in name for name in names} == {True, False}


@pytest.mark.parametrize(("installed", "in_chinese"), [pytest.param(1, ("learned",), id="with the model"), pytest.param(0, (), id="without it")])
def test_coders_of_a_language_are_those_that_can_read_it(monkeypatch: pytest.MonkeyPatch, installed: int, in_chinese: tuple[str, ...]) -> None:
    monkeypatch.setattr(measure.model, "present", lambda: bool(installed))
    assert coders_of("fa") == (*in_chinese, "lexicon", "keywords")
    assert coders_of("zh") == in_chinese


def test_tally_counts_each_type_by_itself() -> None:
    gold = ScoredDocument(doc="d", sentences=("One.",), events=(_event("AID", "RUS"), _event("ACCUSE", "CHN")))
    coded = ScoredDocument(doc="d", sentences=("One.",), events=(_event("AID", "RUS"), _event("AID", "IRN"), _event("ACCUSE", "USA")))
    types = tally([gold], {"d": coded}, {"d": "One."})
    assert types == {"AID": Tally(coded=2, gold=1, found=1, who=1), "ACCUSE": Tally(coded=1, gold=1, found=1, who=0)}
    assert types["AID"].f1(types["AID"].found) == pytest.approx(2 / 3)


def test_tally_of_two_languages_adds_up() -> None:
    together = Tally(coded=1, gold=2, found=1, who=0)
    together.add(Tally(coded=3, gold=1, found=1, who=1))
    assert together == Tally(coded=4, gold=3, found=2, who=1)
    assert Tally().f1(0) == 0


def test_measure_keeps_out_figures_that_nobody_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    some = next(document for document in held_out("en") if not document.figured)

    def find_a_figure(document: GoldDocument, _: str, answers: measure._Answers) -> None:
        answers.coded[document.name] = ScoredDocument(doc=document.name, figures=(ScoredRecord(s=(0,), indicator="loan", value=1.0),))

    monkeypatch.setattr(measure, "held_out", lambda _: [some])
    monkeypatch.setattr(measure, "_code", find_a_figure)
    measured = measure.measure("en", "keywords")
    assert (measured.documents, measured.scores.rates["figures"].n_pred) == (1, 0)


def test_digest_hangs_on_content_and_order() -> None:
    assert digest([b"a", b"b"]) == digest([b"a", b"b"])
    assert len({digest([b"a", b"b"]), digest([b"b", b"a"]), digest([b"a"])}) == 3
