"""Tests of the trie of phrases."""

from hypothesis import given
from hypothesis import strategies as st

from tarazu.languages import Phrases

_WORD = st.sampled_from(["a", "b", "c", "-"])
_FORMS = st.lists(_WORD, min_size=1, max_size=2, unique=True).map(tuple)


def _phrases(*texts: str) -> Phrases[str]:
    phrases: Phrases[str] = Phrases()
    for text in texts:
        phrases.add(text.split(), text)
    return phrases


def test_longest_prefers_the_longer_phrase() -> None:
    assert _phrases("a", "a b").longest([("a",), ("b",)], 0) == (["a b"], 2)


def test_longest_passes_over_hyphens_inside_and_not_behind() -> None:
    phrases = _phrases("a b")
    assert phrases.longest([("a",), ("-",), ("b",)], 0) == (["a b"], 3)
    assert _phrases("a").longest([("a",), ("-",)], 0) == (["a"], 1)
    assert phrases.longest([("-",), ("a",), ("b",)], 0) == ([], 0)


def test_longest_outside_the_words_finds_nothing() -> None:
    assert _phrases("a").longest([], 0) == ([], 0)


def test_longest_tries_each_form_of_a_word() -> None:
    assert _phrases("a b").longest([("c", "a"), ("b", "c")], 0) == (["a b"], 2)


@given(st.lists(st.lists(st.sampled_from("abc"), min_size=1, max_size=3), max_size=6), st.lists(_FORMS, max_size=6))
def test_each_finds_what_longest_finds_at_each_word(texts: list[list[str]], words: list[tuple[str, ...]]) -> None:
    phrases = _phrases(*(" ".join(text) for text in texts))
    expected = [(at, end, found) for at in range(len(words)) for found, end in [phrases.longest(words, at)] if found]
    assert list(phrases.each(words, range(len(words)))) == expected
