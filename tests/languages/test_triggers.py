"""What the loader cannot know of `triggers.yml`: that its entries fit the codebook, the grammar and each other.

One list of mistakes a language, so that whoever edits the file sees them all at once.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

import pytest

from tarazu import languages
from tarazu.languages import Language, fold_word
from tarazu.languages.schema import Trigger
from tarazu.ontologies import Plover, plover

CODES = [code for code in languages.codes() if languages.load(code).triggers]
FEWEST = {"fa": 300, "ar": 300, "ru": 200, "en": 200}
CASES = frozenset({"nom", "gen", "dat", "acc", "ins", "loc"})


@cache
def language(code: str) -> Language:
    return languages.load(code)


def report(code: str, found: Iterable[str]) -> None:
    """Fails with one line a mistake."""
    mistakes = list(found)
    if mistakes:
        pytest.fail("\n".join([f"languages/{code}/triggers.yml: {len(mistakes)} mistakes", *mistakes]), pytrace=False)


def markers(code: str) -> frozenset[str]:
    """What may govern a part: a preposition of the grammar, the object, a case, or what marks the agent of a passive."""
    loaded = language(code)
    phrases = (*loaded.grammar.prepositions, *loaded.grammar.agent, *loaded.facts.after)
    return frozenset({"object", *map(fold_word, phrases)}) | (CASES if loaded.facts.script == "Cyrl" else frozenset())


def ways(entry: Trigger) -> tuple[str, ...]:
    """All words by which an entry may be met."""
    return (*entry.verbs, *entry.nouns, *entry.participles, *entry.phrases)


@pytest.mark.parametrize("code", CODES)
def test_triggers_are_many(code: str) -> None:
    assert len(language(code).triggers) >= FEWEST.get(code, 0)


@pytest.mark.parametrize("code", CODES)
def test_triggers_have_ids_of_their_own(code: str) -> None:
    counts = Counter(entry.id for entry in language(code).triggers)
    found = [f"{name}: {count} times" for name, count in counts.items() if count > 1]
    found += [f"{name}: not kebab-case" for name in counts if not name.replace("-", "").isalnum() or name != name.lower() or not name.isascii()]
    report(code, found)


@pytest.mark.parametrize("code", CODES)
def test_triggers_have_a_type_or_an_operator(code: str) -> None:
    book = plover()
    entries = language(code).triggers
    found = [f"{entry.id}: type {entry.type} and operator {entry.operator}" for entry in entries if bool(entry.type) == bool(entry.operator)]
    found += [f"{entry.id}: no operator {entry.operator}" for entry in entries if entry.operator and entry.operator not in book.operators]
    report(code, found)


def misfits(entry: Trigger, book: Plover) -> Iterator[str]:
    if entry.mode is not None and (entry.type is None or entry.mode not in book.types[entry.type].modes):
        yield f"{entry.id}: {entry.type} has no mode {entry.mode}"
    if entry.negated is None:
        return
    kind, mode = entry.negated.partition("/")[::2] if isinstance(entry.negated, str) else (entry.negated.type, entry.negated.mode)
    names = {str(name): each for name, each in book.types.items()}
    if kind not in names:
        yield f"{entry.id}: negated: there is no type {kind}"
    elif mode and mode not in names[kind].modes:
        yield f"{entry.id}: negated: {kind} has no mode {mode}"


@pytest.mark.parametrize("code", CODES)
def test_triggers_have_modes_of_their_types(code: str) -> None:
    report(code, (mistake for entry in language(code).triggers for mistake in misfits(entry, plover())))


@pytest.mark.parametrize("code", CODES)
def test_triggers_name_markers_of_the_grammar(code: str) -> None:
    known = markers(code)
    report(
        code,
        (
            f"{entry.id}: {role}: {marker}"
            for entry in language(code).triggers
            for role, named in (("recipient", entry.recipient), ("partner", entry.partner), ("actor", entry.actor))
            for marker in named
            if fold_word(marker) not in known
        ),
    )


@pytest.mark.parametrize("code", CODES)
def test_triggers_name_classes_that_exist(code: str) -> None:
    loaded = language(code)
    report(
        code,
        (
            f"{entry.id}: no class {word}"
            for entry in loaded.triggers
            for word in (*entry.object, *entry.unless)
            if word.startswith("@") and word[1:] not in loaded.classes
        ),
    )


@pytest.mark.parametrize("code", CODES)
def test_triggers_have_words_and_examples(code: str) -> None:
    entries = language(code).triggers
    found = [f"{entry.id}: no words" for entry in entries if not ways(entry)]
    found += [f"{entry.id}: an empty word" for entry in entries if not all(word.strip() for word in ways(entry))]
    found += [f"{entry.id}: no takes" for entry in entries if not any(each.strip() for each in entry.takes)]
    found += [f"{entry.id}: no refuses" for entry in entries if not any(each.strip() for each in entry.refuses)]
    report(code, found)


@pytest.mark.parametrize("code", CODES)
def test_triggers_name_a_word_once_an_entry(code: str) -> None:
    """The same word twice in one list of an entry is a slip; in two entries it may be two senses."""
    found = []
    for entry in language(code).triggers:
        for kind, words in (("verbs", entry.verbs), ("nouns", entry.nouns), ("participles", entry.participles), ("phrases", entry.phrases)):
            found += [f"{entry.id}: {kind}: {word} {count} times" for word, count in Counter(words).items() if count > 1]
    report(code, found)


@pytest.mark.parametrize("code", CODES)
def test_triggers_are_understood_by_the_inflection(code: str) -> None:
    loaded = language(code)
    report(code, (f"{entry.id}: {verb}: no form" for entry in loaded.triggers for verb in entry.verbs if not any(loaded.pattern(verb, verbal=True))))
