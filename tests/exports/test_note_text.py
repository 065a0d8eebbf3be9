import unicodedata

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tarazu.exports.note_text import NoteNames, block_id, escape, front_matter, link, one_line

FORBIDDEN = set('\\/:*?"<>|#^[]')


@given(st.lists(st.text(), min_size=1, max_size=8))
def test_note_names_are_safe_and_unique(titles: list[str]) -> None:
    names = NoteNames()
    given_names = [names.name(title, str(at)) for at, title in enumerate(titles)]
    assert len({name.casefold() for name in given_names}) == len(titles)
    for name in given_names:
        assert 1 <= len(name) <= 100
        assert len(name.encode("utf-8")) <= 235
        assert not FORBIDDEN.intersection(name)
        assert not any(unicodedata.category(letter) == "Cc" for letter in name)
        assert name == name.strip(" .")


@pytest.mark.parametrize("title", ["CON", "nul", "com1.txt", "LPT9"])
def test_note_names_avoid_what_windows_reserves(title) -> None:
    assert NoteNames().name(title, "a").startswith(f"{title} (")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        pytest.param("«می‌رود» به ترکیه: چرا؟", "«می‌رود» به ترکیه چرا؟", id="<goes> to Türkiye: why? (with a joiner)"),
        pytest.param("گزارش\u202eتخ", "گزارشتخ", id="report, with a mark that turns the direction"),
        pytest.param("...", "untitled", id="points only"),
        pytest.param("../../etc/passwd", "etc passwd", id="a path"),
    ],
)
def test_note_names_keep_what_they_can(title, name) -> None:
    assert NoteNames().name(title, "a") == name


def test_note_names_are_cut_by_letters_and_by_bytes() -> None:
    assert len(NoteNames().name("a" * 300, "a")) == 100
    assert len(NoteNames().name("🐎" * 99, "a").encode("utf-8")) <= 235
    names = NoteNames()
    first, second = names.name("a" * 300, "a"), names.name("a" * 301, "b")
    assert first != second
    assert len(second) == 100


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("--- a", "\\--- a"), ("1. first", "1\\. first"), ("+ item", "\\+ item"), ("![[x]]", "\\!\\[\\[x\\]\\]"), ("a\n\n# b", "a \\# b"), ("%%hidden%%", "\\%\\%hidden\\%\\%"),
        ("<script>", "\\<script\\>"), ("in 2022.", "in 2022."),
    ],
)  # fmt: skip
def test_escape_leaves_text_as_text(text, escaped) -> None:
    assert escape(text) == escaped


def test_link_cannot_be_broken_by_its_words() -> None:
    assert link("Actors/a", "x]] [[Evil|y\n") == "[[Actors/a|x)) ((Evil/y]]"
    assert link("Actors/a", "") == "[[Actors/a|Actors/a]]"


@given(st.dictionaries(st.sampled_from(["title", "outlet"]), st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Co", "Cn"]))))
def test_front_matter_is_read_by_yaml_whatever_stands_in_it(facts: dict[str, str]) -> None:
    text = front_matter({"tarazu": "document", **facts})
    assert len(text.splitlines()) == 3 + len([value for value in facts.values() if value])
    before, head, after = text.split("---\n", 1)[0], text.removeprefix("---\n").removesuffix("---\n"), text[-4:]
    assert (before, after) == ("", "---\n")
    assert not any(line.startswith(("---", "...")) for line in head.splitlines())
    assert yaml.safe_load(head) == {"tarazu": "document", **{name: one_line(value) for name, value in facts.items() if value}}


def test_block_id_takes_letters_digits_and_hyphens() -> None:
    assert block_id("ab12") == "r-ab12"
    assert block_id("icews:7 ^x").removeprefix("r-").isalnum()
