"""Tests of the keyword coder."""

import pytest

from baseline import keywords


@pytest.mark.parametrize(
    ("code", "text"),
    [
        pytest.param("en", "Russia visited Kazakhstan.", id="en"),
        pytest.param("fa", "رئیس‌جمهور روسیه از قزاقستان بازدید کرد.", id="fa: Russia's president visited Kazakhstan"),
        pytest.param("ar", "زار وزير خارجية روسيا كازاخستان.", id="ar: Russia's foreign minister visited Kazakhstan"),
        pytest.param("ru", "Россия провела переговоры с Казахстаном.", id="ru: Russia held talks with Kazakhstan"),
    ],
)
def test_keywords_find_states_in_the_order_of_the_text(code: str, text: str) -> None:
    consults = [record for record in keywords(code).find(text) if record.type == "CONSULT"]
    assert ("RUS",) in [record.actors for record in consults]


def test_keywords_stand_on_their_sentence() -> None:
    text = "It rained. Russia visited Kazakhstan. It rained again."
    (record, *_) = keywords("en").find(text)
    (span,) = record.evidence
    assert text[span.start : span.end].strip() == "Russia visited Kazakhstan"


def test_keywords_without_a_state_find_nothing() -> None:
    assert keywords("en").find("They visited a museum.") == ()
