"""Tests of regions: they are found in every language, with their state, and say whose the police is."""

import pytest

from tarazu import languages, world
from tarazu.api import pipeline
from tarazu.records import Document, Mention
from tarazu.stages.find_mentions_names import file_names

REQUIRED = ("en", "fa", "ar", "ru")


def mentions(code: str, text: str) -> list[Mention]:
    reading = pipeline.read(Document(doc="regions", text=text), code).reading
    return [mention for sentence in reading.sentences for mention in sentence.mentions]


@pytest.mark.parametrize(
    ("code", "text", "regions"),
    [
        ("en", "Officials in Xinjiang and Scotland said so.", ["CHN/xinjiang", "GBR/scotland"]),
        ("en", "Troops entered the Kursk region from Crimea.", ["RUS/kursk-oblast", "UKR/crimea"]),
        ("en", "Texas Governor Greg Abbott met the minister.", ["USA/texas"]),
        ("fa", "زلزله‌ای هلمند و استان گلستان را لرزاند.", ["AFG/helmand", "IRN/golestan-province"]),
        ("fa", "دادگاهی در شینجیانگ او را محکوم کرد.", ["CHN/xinjiang"]),
        ("ar", "قصفت القوات محافظة الأنبار ودارفور.", ["IRQ/anbar", "SDN/darfur"]),
        ("ru", "В Каталонии и Белгородской области прошли протесты.", ["ESP/catalonia", "RUS/belgorod-oblast"]),
        ("ru", "Делегация Чечни прибыла в Согдийскую область.", ["RUS/chechnya", "TJK/sughd"]),
        ("tr", "Kırım'da ve Kursk bölgesinde patlama oldu.", ["UKR/crimea", "RUS/kursk-oblast"]),
        ("zh", "新疆警方逮捕了四人。", ["CHN/xinjiang"]),
        ("uz", "Samarqand viloyatida yigʻilish oʻtdi.", ["UZB/samarkand-region"]),
        ("kk", "Кеңес Түркістан облысында өтті.", ["KAZ/turkistan-region"]),
        ("ky", "Жолугушуу Ош облусунда болду.", ["KGZ/osh-region"]),
        ("tg", "Вохӯрӣ дар вилояти Суғд шуд.", ["TJK/sughd"]),
    ],
)
def test_a_region_is_found_with_its_state(code: str, text: str, regions: list[str]) -> None:
    found = [mention for mention in mentions(code, text) if mention.actor in world.load().regions]
    assert [mention.actor for mention in found] == regions
    assert [mention.where.country for mention in found if mention.where] == [region.split("/")[0] for region in regions]


@pytest.mark.parametrize(
    ("code", "text", "police"),
    [
        ("en", "Police in Texas arrested four men on Monday.", "USA/police"),
        ("fa", "پلیس تگزاس چهار نفر را بازداشت کرد.", "USA/police"),
        ("ar", "اعتقلت الشرطة في تكساس أربعة رجال.", "USA/police"),
        ("ru", "Полиция Дагестана задержала четырёх человек.", "RUS/police"),
        ("tr", "Teksas'ta polis dört kişiyi gözaltına aldı.", "USA/police"),
    ],
)
def test_the_police_in_a_region_is_its_states(code: str, text: str, police: str) -> None:
    assert police in [mention.actor for mention in mentions(code, text)]


def test_a_state_and_a_forename_win_over_a_region() -> None:
    assert [mention.actor for mention in mentions("en", "Georgia signed the treaty with Turkey.")] == ["GEO", "TUR"]
    assert not [mention for mention in mentions("en", "Virginia Woolf wrote a novel.") if mention.kind == "place"]


def test_a_regions_city_keeps_its_name() -> None:
    assert [mention.actor for mention in mentions("en", "A blast shook Herat.")] == ["AFG/herat"]


def test_every_region_is_of_a_known_state_and_has_its_names() -> None:
    register = world.load()
    bad = [key for key, region in register.regions.items() if key.split("/")[0] not in register.states or not set(REQUIRED) <= set(region.names)]
    assert bad == []


def test_no_region_has_a_citys_id() -> None:
    places = file_names(languages.load("en"), world.load()).places
    assert [key for key in world.load().regions if places[key].population] == []
