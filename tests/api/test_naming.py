"""What everything is called, in each language of the page."""

import pytest

import tarazu
from tarazu.api.naming import names
from tarazu.languages.label_words import label_languages, load_labels
from tarazu.ontologies import plover


@pytest.fixture
def case(tmp_path):
    text = "Kassym-Jomart Tokayev met Xi Jinping in Astana on 5 July 2024.\nThe Russian Defence Ministry rejected the proposal of Uzbekistan in May 2024."
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    made = tarazu.new(tmp_path / "steppe")
    made.read([tmp_path / "a.txt"], work=tarazu.Work(coder="lexicon"))
    return made


@pytest.mark.parametrize("code", ["en", "fa", "ar", "ru"])
def test_labels_name_all_of_the_codebook(code) -> None:
    labels, book = load_labels(code), plover()
    assert set(labels.modes) == {mode for each in book.types.values() for mode in each.modes}
    assert set(labels.contexts) == book.contexts
    assert set(labels.kinds) == {"event", "tie", "figure", "assessment"}
    assert all(word.strip() == word != "" for kind in (labels.modes, labels.contexts, labels.statuses, labels.parts) for word in kind.values())


def test_every_language_of_briefs_has_labels() -> None:
    from tarazu.languages.brief_words import brief_languages

    assert label_languages() == brief_languages()


@pytest.mark.parametrize("code", ["en", "fa", "ar", "ru"])
def test_names_name_who_takes_part(case, code) -> None:
    found = names(case.path, code)
    assert {"KAZ/kassym-jomart-tokayev", "CHN/xi-jinping"} <= set(found.actors)
    assert found.states["KAZ"] in found.actors["KAZ/kassym-jomart-tokayev"]
    assert not set(found.actors) & set(found.states)
    assert set(found.powers) <= {*found.states, *found.bodies}


def test_names_tell_parties_apart_that_have_no_name_in_the_language(case) -> None:
    persian = names(case.path, "fa").actors
    assert len(set(persian.values())) == len(persian)
