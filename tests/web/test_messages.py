"""The words of the page: the same messages in every language, every plural form that a language has, and all that the pages ask for."""

import json
import re
from pathlib import Path

import msgspec
import pytest
from babel import Locale

WEB = Path(__file__).parents[2] / "web"
FOLDERS = {path.name: path for path in (WEB / "src" / "messages").iterdir() if path.is_dir()}
CATEGORIES = {"zero", "one", "two", "few", "many", "other"}
SOURCES = [path for path in (WEB / "src").rglob("*") if path.suffix in {".svelte", ".ts"}]
ASKED = re.compile(r"""(?<!`)\bt\(\s*'([a-z]+\.[\w.]+)'""")
PLACE = re.compile(r"\{(\w+)\}")

Message = str | dict[str, str]


def load(language: str) -> dict[str, Message]:
    found: dict[str, Message] = {}
    for path in sorted(FOLDERS[language].glob("*.json")):
        flatten(json.loads(path.read_text(encoding="utf-8")), path.stem, found)
    return found


def flatten(tree: dict[str, object], prefix: str, into: dict[str, Message]) -> None:
    for key, value in tree.items():
        if isinstance(value, dict) and not ("other" in value and set(value) <= CATEGORIES):
            flatten(value, f"{prefix}.{key}", into)
        else:
            into[f"{prefix}.{key}"] = msgspec.convert(value, Message)


ALL = {language: load(language) for language in FOLDERS}


@pytest.mark.parametrize("language", ["ar", "fa", "ru"])
def test_messages_are_the_same_as_in_english(language) -> None:
    assert set(ALL[language]) == set(ALL["en"])


@pytest.mark.parametrize("language", sorted(ALL))
def test_messages_have_every_plural_form_of_the_language(language) -> None:
    """Words that stay as they are with any number need no more than that one form."""
    wanted = set(Locale(language).plural_form.tags) | {"other"}
    found = {key: sorted(wanted - set(message)) for key, message in ALL[language].items() if isinstance(message, dict) and not {*message} >= wanted and len({*message.values()}) > 1}
    assert found == {}


@pytest.mark.parametrize("language", ["ar", "fa", "ru"])
def test_messages_have_the_places_of_the_english(language) -> None:
    def places(message: Message) -> set[str]:
        return set(PLACE.findall(message["other"] if isinstance(message, dict) else message))

    found = [key for key, message in ALL[language].items() if places(message) != places(ALL["en"][key])]
    assert found == []


def test_messages_that_are_asked_for_are_there() -> None:
    asked = {(key, path.name) for path in SOURCES for key in ASKED.findall(path.read_text(encoding="utf-8"))}
    assert len(asked) > 200
    assert sorted((key, name) for key, name in asked if key not in ALL["en"]) == []
