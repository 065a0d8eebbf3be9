"""Tests of the measuring: what the corpus says becomes what the scorer reads."""

from pathlib import Path

import msgspec

from corpus import GoldDocument, GoldFrame
from measure import Links, digest, form_of, gold_of, total_links
from tarazu.records import Mention

_TEXT = "Russia and China agreed with Iran."


def _document(*frames: GoldFrame) -> GoldDocument:
    return GoldDocument(name="d", language="en", text=_TEXT, published=None, outlet=None, sentences=[(0, len(_TEXT))], mentions=[], frames=list(frames))


def _frame(label: str, **more: str) -> GoldFrame:
    roles = {"actor": [(0, 6, "RUS"), (11, 16, "CHN")], "recipient": [(29, 33, "IRN")]}
    return msgspec.convert({"start": 17, "end": 23, "sentence": 0, "type": label, "roles": roles, **more}, GoldFrame)


def test_gold_of_calls_what_is_agreed_on_planned() -> None:
    (event,) = gold_of(_document(_frame("AGREE"))).events
    assert (event.status, event.actors, event.recipients) == ("planned", ("RUS", "CHN"), ("IRN",))
    (event,) = gold_of(_document(_frame("AGREE", status="denied"))).events
    assert event.status == "denied"


def test_gold_of_makes_a_tie_of_each_pair() -> None:
    ties = gold_of(_document(_frame("TIE", kind="ally_of"))).ties
    assert [(tie.source, tie.target) for tie in ties] == [("RUS", "IRN"), ("CHN", "IRN")]


def test_gold_of_keeps_assessments_apart() -> None:
    gold = gold_of(_document(_frame("ASSESSMENT", dimension="trust", direction="rising")))
    assert not gold.events
    assert [(each.subject, each.object, each.dimension) for each in gold.assessments] == [("RUS", "IRN", "trust")]


def test_form_of_tells_implied_states_from_names() -> None:
    mention = Mention(sentence=0, first=0, last=1, start=0, end=1, kind="organisation", actor="RUS/police", form="institution")
    assert form_of(mention) == "institution"
    assert form_of(msgspec.structs.replace(mention, reason="the state that the document is about")) == "implied state"


def test_total_links_adds_up() -> None:
    total = total_links({"name": Links(right=2, wrong=1), "title": Links(right=1, open=3)})
    assert (total.right, total.wrong, total.open, total.total) == (3, 1, 3, 7)


def test_digest_hangs_on_content_and_not_on_order(tmp_path: Path) -> None:
    one, two = tmp_path / "1", tmp_path / "2"
    one.write_text("a")
    two.write_text("b")
    before = digest([one, two])
    assert digest([two, one]) == before
    two.write_text("c")
    assert digest([one, two]) != before
