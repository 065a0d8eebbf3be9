"""What Tarazu says of itself."""

import pytest

import tarazu


def test_list_languages_names_the_four_of_the_press() -> None:
    known = {each.code: each for each in tarazu.list_languages()}
    assert {"ar", "en", "fa", "ru"} <= set(known)
    assert all("lexicon" in known[code].coders and known[code].triggers > 0 for code in ("ar", "en", "fa", "ru"))
    assert all(each.coders for each in known.values())
    assert known["fa"].direction == "rtl"
    assert known["ru"].direction == "ltr"


@pytest.mark.parametrize(
    ("actor", "expected"),
    [
        ("KAZ", "Kazakhstan"), ("CSTO", "CSTO"), ("central-asia", "Central Asia"), ("RUS/ministry-of-defence", "Ministry of Defence (RUS)"),
        ("KAZ/citizens", "Citizens (KAZ)"), ("Le Monde", "Le Monde"), ("KAZ/kassym-jomart-tokayev", "Kassym-Jomart Tokayev (KAZ)"), ("", ""),
    ],
)  # fmt: skip
def test_label_makes_an_id_readable(actor: str, expected: str) -> None:
    assert tarazu.label(actor) == expected


def test_version_is_the_installed_one() -> None:
    assert tarazu.version().count(".") >= 1
