"""Tests of mentions in languages whose endings say whose a thing is."""

from __future__ import annotations

from functools import cache

import pytest

from tarazu import languages, world
from tarazu.languages import fold
from tarazu.stages.find_mentions import find_mentions
from tarazu.stages.find_mentions_names import Names, file_names
from tarazu.stages.tokenise import tokenise

_FOUND = [
    ("tr", "Türkiye'nin Taşkent Büyükelçiliği açıklama yaptı.", ["TUR/embassy"], "Turkey's embassy in Tashkent"),
    ("tr", "Kazakistan'ın Moskova Büyükelçisi konuştu.", ["KAZ/ambassador"], "Kazakhstan's ambassador in Moscow"),
    ("tr", "Rusya Büyükelçiliği açıklama yaptı.", ["RUS/embassy"], "the Russian embassy"),
    ("tr", "Pekin'in büyükelçisi geldi.", ["CHN/ambassador"], "Beijing's ambassador"),
    ("tr", "Moskova'daki büyükelçilik kapandı.", ["RUS", "*/embassy"], "the embassy in Moscow"),
    ("tr", "Taşkent Büyükelçisi konuştu.", ["UZB", "*/ambassador"], "the ambassador in Tashkent"),
    ("tr", "Rusya'nın Dışişleri Bakanlığı açıkladı.", ["RUS/foreign-ministry"], "the foreign ministry of Russia"),
    ("tr", "Rusya ve Türkiye cumhurbaşkanları görüştü.", ["RUS", "TUR"], "the presidents of Russia and Turkey"),
    ("uz", "Rossiyaning Toshkentdagi elchixonasi bayonot berdi.", ["RUS/embassy"], "Russia's embassy in Tashkent"),
    ("uz", "Россиянинг Тошкентдаги элчихонаси баёнот берди.", ["RUS/embassy"], "Russia's embassy in Tashkent, Cyrillic"),
    ("uz", "Moskvadagi elchixona yopildi.", ["RUS", "*/embassy"], "the embassy in Moscow"),
    ("uz", "Qozog‘istonda prezident saylandi.", ["KAZ", "*/president"], "a president was elected in Kazakhstan"),
    ("uz", "Rossiya va O‘zbekiston prezidentlari uchrashdi.", ["RUS", "UZB"], "the presidents of Russia and Uzbekistan"),
    ("uz", "Kecha rossiyalik diplomatlar keldi.", ["RUS/diplomats"], "Russian diplomats, in small letters"),
    ("kk", "Ресейдің Астанадағы елшілігі мәлімдеді.", ["RUS/embassy"], "Russia's embassy in Astana"),
    ("kk", "Мәскеудегі елшілік жабылды.", ["RUS", "*/embassy"], "the embassy in Moscow"),
    ("ky", "Орусиянын Бишкектеги элчилиги билдирди.", ["RUS/embassy"], "Russia's embassy in Bishkek"),
    ("ky", "Кыргызстандын Тышкы иштер министрлиги билдирди.", ["KGZ/foreign-ministry"], "the foreign ministry of Kyrgyzstan"),
]


@cache
def names(code: str) -> Names:
    return Names(file_names(languages.load(code), world.load()))


@pytest.mark.parametrize(("code", "text", "actors"), [pytest.param(code, text, actors, id=f"{code}: {gloss}") for code, text, actors, gloss in _FOUND])
def test_find_mentions_gives_an_institution_to_the_state_in_the_genitive(code: str, text: str, actors: list[str]) -> None:
    language, folded = languages.load(code), fold(text)
    mentions, _ = find_mentions(tokenise(folded, 0, len(folded.text), text, language), language, names(code))
    assert [each.actor or each.candidates[0] for each in mentions] == actors


@pytest.mark.parametrize(
    ("text", "places"),
    [
        pytest.param("代表团抵达上海。", ["CHN/shanghai"], id="zh: the delegation arrived in Shanghai"),
        pytest.param("会谈在苦盏举行。", ["TJK/khujand"], id="zh: talks were held in Khujand"),
        pytest.param("总统访问了圣彼得堡。", ["RUS/saint-petersburg"], id="zh: the president visited Saint Petersburg"),
        pytest.param("两国青年代表发表民主联合声明。", [], id="zh: ordinary words that are small towns too"),
    ],
)
def test_find_mentions_finds_cities_of_two_chinese_letters(text: str, places: list[str]) -> None:
    language, folded = languages.load("zh"), fold(text)
    mentions, _ = find_mentions(tokenise(folded, 0, len(folded.text), text, language), language, names("zh"))
    assert [each.actor for each in mentions if each.kind == "place"] == places


@pytest.mark.parametrize(
    ("text", "places"),
    [("The presidents met in New York on Tuesday.", ["USA/new-york-city"]), ("She flew to York.", ["GBR/york"])],
)
def test_find_mentions_takes_a_city_with_and_without_the_word_city(text: str, places: list[str]) -> None:
    language, folded = languages.load("en"), fold(text)
    mentions, _ = find_mentions(tokenise(folded, 0, len(folded.text), text, language), language, names("en"))
    assert [each.actor for each in mentions if each.kind == "place"] == places
