"""Briefs of a case, from its documents to a file."""

import datetime as dt
from pathlib import Path

import msgspec
import pytest

import tarazu
from tarazu.api import briefing
from tarazu.errors import OptionError
from tarazu.records.brief import SentenceNote

ENTRIES = [
    {"id": "en-1", "outlet": "The Steppe Ledger", "date": "2024-07-04", "text": "The presidents of Kazakhstan and China, Kassym-Jomart Tokayev and Xi Jinping, met in Astana on 3 July 2024."},
    {"id": "ru-1", "outlet": "Степной листок", "date": "2024-07-04", "text": "Президент Казахстана Касым-Жомарт Токаев встретился с председателем КНР Си Цзиньпином в Астане 3 июля 2024 года."},
    {"id": "fa-1", "outlet": "پیک سغد", "date": "2024-07-05", "text": "قاسم جومارت توکایف، رئیس‌جمهور قزاقستان، با شی جین‌پینگ، رئیس‌جمهور چین، روز ۳ ژوئیه ۲۰۲۴ در آستانه دیدار کرد."},
    {"id": "en-3", "outlet": "The Steppe Ledger", "date": "2024-08-20", "text": "Kassym-Jomart Tokayev met Xi Jinping in Beijing on 19 August 2024."},
    {"id": "en-4", "outlet": "The Steppe Ledger", "date": "2024-07-06", "text": "Uzbekistan rejected the proposal of Russia on 5 July 2024."},
]  # fmt: skip
SINCE, UNTIL = dt.date(2024, 1, 1), dt.date(2024, 12, 31)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> tarazu.Case:
    folder = tmp_path_factory.mktemp("case")
    made = tarazu.new(folder / "steppe")
    paths = []
    for entry in ENTRIES:
        paths.append(folder / f"{entry['id']}.json")
        paths[-1].write_bytes(msgspec.json.encode(entry))
    made.read(paths, work=tarazu.Work(coder="lexicon"))
    return made


def test_brief_quotes_the_documents_of_the_case(case) -> None:
    made = briefing.brief(case.path, ("KAZ", "CHN"), SINCE, UNTIL)
    texts = {each.facts.doc: each.text for each in case.documents()}
    quoted = [note for note in made.notes if isinstance(note, SentenceNote)]
    assert {note.language for note in quoted} == {"en", "ru", "fa"}
    assert all(note.text in texts[note.doc] for note in quoted)
    assert not any("Uzbekistan" in note.text for note in quoted)


def test_brief_is_about_the_state_whichever_comes_first(case) -> None:
    one, other = (briefing.brief(case.path, pair, SINCE, UNTIL) for pair in (("KAZ", "CHN"), ("CHN", "KAZ")))
    assert one == other


def test_brief_of_a_state_looks_at_all_powers(case) -> None:
    made = briefing.brief(case.path, ("KAZ", None), SINCE, UNTIL)
    assert made.title.key == "title.state"
    assert sum(each.key == "trend.little" for each in made.findings) == 2 * len(briefing.POWERS)


@pytest.mark.parametrize("shape", ["md", "html", "docx"])
def test_brief_is_written_in_every_language(case, tmp_path: Path, shape: str) -> None:
    for language in ("en", "fa", "ar", "ru"):
        made = briefing.brief(case.path, ("KAZ", "CHN"), SINCE, UNTIL, language)
        written = briefing.write_brief(made, shape, tmp_path / f"{language}.{shape}")
        assert written.paths[0].stat().st_size > 2000


def test_brief_refuses_what_it_cannot_do(case, tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="--dyad"):
        briefing.brief(case.path, ("central-asia", "CHN"), SINCE, UNTIL)
    with pytest.raises(OptionError, match="--language"):
        briefing.brief(case.path, ("KAZ", "CHN"), SINCE, UNTIL, "zh")
    with pytest.raises(OptionError, match="period"):
        briefing.brief(case.path, ("KAZ", "CHN"), UNTIL, SINCE)
    made = briefing.brief(case.path, ("KAZ", "CHN"), SINCE, UNTIL)
    with pytest.raises(OptionError, match="--format"):
        briefing.write_brief(made, "odt", tmp_path / "a.odt")
    assert not list(tmp_path.iterdir())
