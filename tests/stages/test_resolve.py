"""Tests of the resolver: whose the police is, and who "he" is."""

import msgspec
import pytest

from tarazu import world
from tarazu.records import Kin, Mention
from tarazu.stages.resolve import Hints, Resolver


def mention(sentence: int, first: int, actor: str | None, kind: str = "state", **more: object) -> Mention:
    base = Mention(sentence=sentence, first=first, last=first + 1, start=10 * sentence + first, end=10 * sentence + first + 1, kind="state", actor=actor)
    return msgspec.structs.replace(base, kind=kind, **more)


POLICE = mention(3, 0, None, "organisation", candidates=("*/police",), form="institution")


def resolver(*known: Mention, hints: Hints | None = None, opened: tuple[Mention, ...] = (POLICE,)) -> Resolver:
    return Resolver([*known, *opened], list(known), world.load(), hints or Hints())


def test_implied_takes_the_state_that_is_named_most_and_last() -> None:
    found = resolver(mention(0, 0, "FRA"), mention(1, 0, "FRA"), mention(2, 0, "FRA"), mention(0, 5, "DEU")).implied(POLICE)
    assert found.actor == "FRA/police"
    assert found.reason == "the state that the document is about"


def test_implied_takes_a_city_for_its_state() -> None:
    assert resolver(mention(2, 3, "KGZ/osh", "place"), mention(0, 0, "UZB")).implied(POLICE).actor == "KGZ/police"


def test_implied_stays_open_where_no_state_is_named() -> None:
    assert resolver().implied(POLICE).actor is None


def test_implied_falls_back_on_the_outlets_state() -> None:
    assert resolver(hints=Hints(home="IRN")).implied(POLICE).actor == "IRN/police"


def test_kin_outweigh_what_stands_nearer() -> None:
    near, far = mention(3, 4, "DEU"), mention(1, 0, "FRA")
    hints = Hints(kin={(3, 0): (Kin(1, 0, 0.1, 0.8), Kin(3, 4, 0.0, 0.05))})
    assert resolver(far, near).implied(POLICE).actor == "DEU/police"
    assert resolver(far, near, hints=hints).implied(POLICE).actor == "FRA/police"


@pytest.mark.parametrize(("chance", "actor"), [(0.9, "KAZ/roman-sklyar"), (0.05, "KAZ/erzhan-kazykhan")])
def test_a_pronoun_is_the_kin_that_the_coder_is_sure_of_else_the_nearest_person(chance: float, actor: str) -> None:
    people = mention(0, 0, "KAZ/roman-sklyar", "person"), mention(1, 0, "KAZ/erzhan-kazykhan", "person")
    he = mention(2, 0, None, "person", candidates=("*",), form="pronoun")
    hints = Hints(kin={(2, 0): (Kin(0, 0, chance, 0.9),)})
    assert resolver(*people, hints=hints, opened=(he,)).antecedent(he).actor == actor


def test_both_sides_are_the_two_states_named_most_in_the_order_of_the_text() -> None:
    both = mention(2, 0, None, "state", candidates=("*",), form="description", number=2)
    known = (mention(0, 0, "UZB"), mention(0, 4, "TKM"), mention(1, 0, "TKM"), mention(1, 3, "UZB"), mention(1, 6, "CHN"))
    assert resolver(*known, opened=(both,)).antecedent(both).actors == ("TKM", "UZB")


def test_an_embassy_is_not_its_hosts() -> None:
    embassy = mention(1, 2, None, "organisation", candidates=("*/embassy",), form="institution")
    moscow = mention(1, 0, "RUS", form="seat")
    assert resolver(moscow, opened=(embassy,)).implied(embassy).actor is None
    assert resolver(mention(0, 0, "TUR"), moscow, opened=(embassy,)).implied(embassy).actor == "TUR/embassy"
    assert resolver(mention(0, 0, "TUR"), msgspec.structs.replace(moscow, form="name"), opened=(embassy,)).implied(embassy).actor == "RUS/embassy"
