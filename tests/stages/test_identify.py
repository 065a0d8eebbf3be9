"""Tests of language identification: what we read is taken, its neighbours are not."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tarazu import languages
from tarazu.data import read
from tarazu.languages.neighbours import load_neighbours
from tarazu.languages.schema import Examples
from tarazu.stages.identify import identify

_READ = [
    ("fa", "رئیس جمهور قزاقستان وارد تهران شد", "the president of Kazakhstan arrived in Tehran"),
    ("fa", "سفر تاریخی", "a historic visit"),
    ("fa", "سفر رئيس جمهور به آستانه", "visit of the president to Astana, typed with Arabic letters"),
    ("fa", "توافق ایران و ازبکستان", "agreement of Iran and Uzbekistan"),
    ("fa", "دیدار وزیران خارجه", "meeting of the foreign ministers"),
    ("fa", "قرقیزستان مرز خود را با تاجیکستان بست", "Kyrgyzstan closed its border with Tajikistan"),
    ("fa", "میرضیایف: همکاری ها افزایش می یابد", "Mirziyoyev: cooperation grows"),
    ("fa", "احمد داوود اوغلو در کابل", "Davutoglu in Kabul"),
    ("fa", "طالبان از هیئت ازبکستان استقبال کرد", "the Taliban welcomed the Uzbek delegation"),
    ("fa", "نشست سران", "summit"),
    ("ar", "الرئيس الكازاخستاني يصل إلى القاهرة", "the Kazakh president arrives in Cairo"),
    ("ar", "قمة في جدة", "summit in Jeddah"),
    ("ar", "اتفاق بين أوزبكستان وقطر", "agreement between Uzbekistan and Qatar"),
    ("ar", "روسيا والصين توقعان اتفاقا", "Russia and China sign an agreement"),
    ("ar", "وزير الخارجية يزور بيشكك", "the foreign minister visits Bishkek"),
    ("ar", "عاجل", "urgent"),
    ("ar", "وصل الوفد الی طهران", "the delegation arrived in Tehran, with a Persian yeh"),
    ("ar", "قال مسؤول ان القوات تقدمت", "an official said that the forces advanced"),
    ("ru", "Визит в Ташкент", "visit to Tashkent"),
    ("ru", "Казахстан и Россия", "Kazakhstan and Russia"),
    ("ru", "Токаев принял Лаврова", "Tokayev received Lavrov"),
    ("ru", "Саммит ШОС", "SCO summit"),
    ("ru", "Узбекистан купит газ", "Uzbekistan will buy gas"),
    ("ru", "МИД РФ: решение принято", "the ministry: a decision was taken"),
    ("ru", "Жапаров посетил Анкару", "Japarov visited Ankara"),
    ("en", "President visits Astana", "a visit"),
    ("en", "Tokayev meets Erdogan in Ankara", "a meeting"),
    ("en", "Uzbekistan signs gas deal with Russia", "a deal"),
    ("en", "C5+1 summit opens in Samarkand", "a summit"),
    ("en", "China, Kyrgyzstan agree on railway", "an agreement"),
    ("en", "Putin, Xi hold talks", "talks"),
    ("kk", "Қазақстан Президенті Анкараға барды", "the president went to Ankara"),
    ("kk", "Мемлекет басшысы Астанада", "the head of state is in Astana, in letters that Russian has too"),
    ("ky", "Кыргызстандын Президенти Москвага барды", "the president went to Moscow, in letters that Russian has too"),
    ("ky", "Кыргыз Республикасынын Президенти Садыр Жапаров Түркияга иш сапары менен барды", "the president went to Turkey"),
    ("tg", "Президенти Тоҷикистон ба Маскав омад", "the president came to Moscow"),
    ("tg", "Дар Душанбе маросим баргузор шуд", "a ceremony took place, in letters that Russian has too"),
    ("uz", "Ўзбекистон Президенти Тошкентда", "the president is in Tashkent, Cyrillic"),
    ("uz", "O'zbekiston Prezidenti Toshkentda", "the president is in Tashkent"),
    ("uz", "O‘zbekiston va Qozog‘iston o‘rtasida kelishuv imzolandi", "an agreement was signed"),
    ("tr", "Cumhurbaşkanı Erdoğan Astana'ya gitti", "the president went to Astana"),
    ("tr", "Bakan Ankara'da konuştu", "the minister spoke in Ankara"),
    ("zh", "中国国家主席访问哈萨克斯坦", "the president visits Kazakhstan"),
    ("en", "Erdogan visits Tashkent", "names as Uzbek writes them too"),
    ("kk", "Ресей Қазақстанға газ жеткізеді", "Russia will deliver gas to Kazakhstan"),
    ("ky", "Кыргызстан менен Россия келишимге кол койду", "Kyrgyzstan and Russia signed an agreement"),
    ("tg", "Раҳмон ба Маскав рафт", "Rahmon went to Moscow"),
    ("uz", "Россия ва Ўзбекистон битим имзолади", "Russia and Uzbekistan signed a deal, Cyrillic"),
    ("uz", "Мирзиёев Тошкентда", "Mirziyoyev is in Tashkent, Cyrillic, in letters that Russian has too"),
    ("uz", "Қозоғистон билан чегара очилди", "the border with Kazakhstan was opened, Cyrillic, in letters that Kazakh and Tajik have too"),
    ("uz", "Путин Самарқандга келди", "Putin came to Samarkand, Cyrillic"),
    ("tr", "Türkiye ve Özbekistan anlaşma imzaladı", "Turkey and Uzbekistan signed an agreement"),
    ("zh", "普京访问北京", "Putin visits Beijing"),
    ("zh", "習近平會見托卡耶夫", "Xi Jinping meets Tokayev, in traditional letters"),
]

_FOREIGN = [
    ("Urdu", "وزیر اعظم نے کہا ہے کہ پاکستان اور قازقستان تعاون بڑھائیں گے", "the prime minister said"),
    ("Urdu", "پاکستان اور ایران کا معاہدہ", "agreement of Pakistan and Iran"),
    ("Urdu", "وزیر خارجہ کا دورہ تہران", "visit of the foreign minister to Tehran"),
    ("Urdu", "صدر کا خطاب", "speech of the president"),
    ("Sorani", "سەرۆکی هەرێمی کوردستان گەیشتە تاران", "the president of the region arrived in Tehran"),
    ("Sorani", "سه‌رۆكی هه‌رێمی كوردستان گه‌یشته‌ تاران", "the same in the old spelling"),
    ("Sorani", "کۆبوونەوە لە هەولێر", "meeting in Erbil"),
    ("Pashto", "د افغانستان ولسمشر وویل", "the Afghan president said"),
    ("Pashto", "د ازبکستان د بهرنيو چارو وزير کابل ته ورسېد", "the Uzbek foreign minister arrived in Kabul"),
    ("Pashto", "د افغانستان او ایران تر منځ خبرې", "talks between Afghanistan and Iran"),
    ("Uyghur", "شىنجاڭ ئۇيغۇر ئاپتونوم رايونى", "Xinjiang Uyghur autonomous region"),
    ("Uyghur", "پرېزىدېنت قازاقىستاندا زىيارەتتە بولدى", "the president was on a visit in Kazakhstan"),
    ("Sindhi", "پاڪستان ۽ ايران جي وچ ۾ ڳالهيون", "talks between Pakistan and Iran"),
    ("South Azerbaijani", "آذربایجان جومهورباشقانی تهرانا گلدی", "the president came to Tehran"),
    ("Ukrainian", "Президент України прибув до Варшави з візитом", "the president arrived in Warsaw"),
    ("Ukrainian", "Переговори у Києві", "talks in Kyiv"),
    ("Belarusian", "Прэзідэнт Беларусі прыбыў у Маскву", "the president arrived in Moscow"),
    ("Bulgarian", "Президентът на България пристигна в Астана", "the president arrived in Astana"),
    ("Bulgarian", "Министърът посети Анкара", "the minister visited Ankara"),
    ("Bulgarian", "България и Турция подписаха споразумение за газ", "an agreement on gas was signed"),
    ("Serbian", "Председник Србије стигао у Москву", "the president arrived in Moscow"),
    ("Mongolian", "Монгол Улсын Ерөнхийлөгч Москвад", "the president is in Moscow"),
    ("German", "Der Präsident besuchte Berlin", "the president visited Berlin"),
    ("German", "Der Minister reist nach Astana", "the minister travels to Astana"),
    ("German", "Treffen in Moskau", "meeting in Moscow"),
    ("French", "Le président est arrivé à Astana", "the president arrived in Astana"),
    ("French", "Visite du ministre en Iran", "visit of the minister to Iran"),
    ("Spanish", "El presidente viajó a Moscú", "the president travelled to Moscow"),
    ("Azerbaijani", "Prezident Bakıya səfər edib", "the president visited Baku"),
    ("Polish", "Prezydent Kazachstanu przybył do Warszawy", "the president arrived in Warsaw"),
    ("Italian", "Il presidente visita Mosca", "the president visits Moscow"),
    ("Azerbaijani", "Bakıda görüş keçirilib", "a meeting was held in Baku"),
    ("Turkmen", "Türkmenistanyň Prezidenti Moskwa bardy", "the president went to Moscow"),
    ("Turkmen", "Aşgabatda duşuşyk geçirildi", "a meeting was held in Ashgabat"),
    ("Tatar", "Татарстан Рәисе Казанда очрашу үткәрде", "the head held a meeting in Kazan"),
    ("Bashkir", "Башҡортостан Башлығы Өфөлә осрашыу үткәрҙе", "the head held a meeting in Ufa"),
    ("Macedonian", "Претседателот на Македонија пристигна во Москва", "the president arrived in Moscow"),
    ("Japanese", "日本の首相がカザフスタンを訪問した", "the prime minister visited Kazakhstan"),
    ("Korean", "한국 대통령이 카자흐스탄을 방문했다", "the president visited Kazakhstan"),
    ("Georgian", "საქართველოს პრეზიდენტი", "the president of Georgia"),
]


@pytest.mark.parametrize(("code", "text"), [pytest.param(code, text, id=f"{code}: {gloss}") for code, text, gloss in _READ])
def test_identify_takes_short_headlines(code, text):
    assert identify(text).code == code


@pytest.mark.parametrize("code", languages.codes())
def test_identify_takes_the_examples_of_every_language(code):
    texts = [each.text for each in read(languages.load(code).folder / "examples.yml", Examples).examples]
    assert identify(" ".join(texts)).code == code
    assert {identify(f"{one} {other}").code for one, other in pairwise(texts)} == {code}


def test_identify_takes_a_further_script_at_length():
    text = (
        "Ўзбекистон Президенти Шавкат Мирзиёев Остонага амалий ташриф билан келди. Музокараларда савдо ҳажмини ошириш масаласи муҳокама қилинди. "
        "Томонлар чегарадаги назорат масканларини очишга келишиб олди."
    )
    assert identify(text * 5).code == "uz"


@pytest.mark.parametrize("text", [pytest.param(text, id=f"{name}: {gloss}") for name, text, gloss in _FOREIGN])
def test_identify_refuses_neighbours(text):
    found = identify(text)
    assert found.code is None
    assert found.reason


@pytest.mark.parametrize("times", [5, 60])
@pytest.mark.parametrize("text", [pytest.param(text, id=f"{name}: {gloss}") for name, text, gloss in _FOREIGN])
def test_identify_refuses_neighbours_at_length(text, times):
    assert identify(f"{text}. " * times).code is None


def test_identify_names_the_language_that_it_refuses():
    assert "Azerbaijani" in identify("Prezident Bakıya səfər edib").reason


@pytest.mark.parametrize("text", ["", " \n", "12 345 — 67.", "!!", "…"])
def test_identify_refuses_what_has_no_letters(text):
    assert identify(text).reason == "there is no text in it"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        pytest.param(
            "ru",
            "Президент прибыл в Киев и сказал: «Слава Україні, ми разом». " + "Он встретился с министром и провел переговоры о газе. " * 4,
            id="Russian quotes Ukrainian",
        ),
        pytest.param(
            "fa", "او گفت «پاکستان زندہ باد ہے» و به تهران رفت. " + "وزیر امور خارجه در این نشست شرکت کرد و توافق را امضا کرد. " * 4, id="Persian quotes Urdu"
        ),
        pytest.param(
            "en",
            "The paper Frankfurter Allgemeine Zeitung said the minister was in Müllheim to sign the deal with Der Spiegel.",
            id="English names German papers",
        ),
        pytest.param(
            "ar", "قال الرئيس في مقابلة مع صحيفة «همشهری» إن البلاد تعمل على توقيع الاتفاق مع روسيا خلال هذا العام.", id="Arabic names a Persian paper"
        ),
    ],
)
def test_identify_is_not_led_astray_by_quotes(code, text):
    assert identify(text).code == code


def test_identify_reads_long_texts_by_their_beginning():
    assert identify("The minister said that talks would go on. " * 200_000).code == "en"


def test_neighbours_are_none_of_ours():
    assert not {each.code for each in load_neighbours()} & set(languages.codes())
