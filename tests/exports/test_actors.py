import pytest

from tarazu.exports.actors import alpha_2, alpha_3_language, country_of, kind_of


@pytest.mark.parametrize(
    ("actor", "kind", "country"),
    [
        ("KAZ", "state", "KAZ"), ("ABKHAZIA", "de-facto", "ABKHAZIA"), ("KAZ/kassym-jomart-tokayev", "person", "KAZ"), ("KAZ/police", "institution", "KAZ"),
        ("CSTO", "body", None), ("CSTO/secretariat", "institution", None), ("central-asia", "group", None), ("rogun", "project", None), ("tass", "outlet", "RUS"),
        ("USA/alabama", "region", "USA"), ("Jane Doe", "other", None), ("a/b", "other", None), ("", "other", None),
    ],
)  # fmt: skip
def test_actors_are_told_apart_by_the_register(actor, kind, country) -> None:
    assert (kind_of(actor), country_of(actor)) == (kind, country)


@pytest.mark.parametrize(("three", "two"), [("KAZ", "KZ"), ("TWN", "TW"), ("ABKHAZIA", None), ("XXX", None), ("", None)])
def test_alpha_2_knows_what_iso_has(three, two) -> None:
    assert alpha_2(three) == two


@pytest.mark.parametrize(
    ("two", "three"),
    [("fa", "fas"), ("ar", "ara"), ("ru", "rus"), ("en", "eng"), ("kk", "kaz"), ("ky", "kir"), ("tg", "tgk"), ("tr", "tur"), ("uz", "uzb"), ("zh", "zho"), ("ckb", "ckb"), ("und", None), ("qq", None)],
)
def test_alpha_3_language_takes_the_terminological_code(two, three) -> None:
    assert alpha_3_language(two) == three
