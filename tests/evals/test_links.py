"""Tests of the counting of links."""

import msgspec

from links import Links, form_of, total_links
from tarazu.records import Mention


def test_form_of_tells_implied_states_from_names() -> None:
    mention = Mention(sentence=0, first=0, last=1, start=0, end=1, kind="organisation", actor="RUS/police", form="institution")
    assert form_of(mention) == "institution"
    assert form_of(msgspec.structs.replace(mention, reason="the state that the document is about")) == "implied state"


def test_total_links_adds_up() -> None:
    total = total_links({"name": Links(right=2, wrong=1), "title": Links(right=1, open=3)})
    assert (total.right, total.wrong, total.open, total.total) == (3, 1, 3, 7)
