"""Which language a text is in: its letters and commonest words first, then a statistical model for what they leave open."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from tarazu import languages
from tarazu.languages import fold_word
from tarazu.languages.neighbours import load_neighbours

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_SAMPLE = 3000
_FEWEST = 3
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_SCRIPTS = ("Latn", "Cyrl", "Arab", "Hans", "Kana", "Hang")
_EAST_ASIAN = {"Kana": "Japanese", "Hang": "Korean"}  # written with Chinese letters too; more than a quotation of their own says which it is
_MIXED = 0.1
_SHORTEST = 5  # in a shorter word an ending or a beginning says nothing

# Logarithms of likelihood ratios, set on the cases of tests/stages/test_identify.py and the project's corpus.
_WORD_HIT = 4.0
_AFFIX_HIT = 1.5
_OWN_LETTER = 1.0
_MOST_OWN = 4
_FOREIGN_LETTER = 3.0
_NEVER_LETTER = -4.0
_PRIOR = 4.0
_UNPROVEN = -5.0
_UNLISTED = -12.0
_SURE = 12.0
_SURE_WORDS = 3
_LONG = 200
_FEWEST_WORDS = 0.02


class Identified(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome: the language's code, or why there is none."""

    code: str | None
    reason: str


class _Profile(msgspec.Struct, frozen=True, kw_only=True):
    """What speaks for a language, or against it.

    Attributes:
        code, name, label: Its code, its name, and its label in the model.
        read: Whether Tarazu reads it.
        own, never: Letters that speak for it and against it.
        words, beginnings, endings: Its common words and their parts, folded.
    """

    code: str
    name: str
    label: str
    read: bool
    own: frozenset[str]
    never: frozenset[str]
    words: frozenset[str]
    beginnings: tuple[str, ...]
    endings: tuple[str, ...]


def identify(text: str) -> Identified:
    """Identifies the language of a text among those that have a folder.

    Args:
        text: The text as received.

    Returns:
        The code; or None with the reason: no letters, a script or a language that Tarazu does not read.

    Example:
        >>> identify("Президент прибыл в Астану с визитом.").code
        'ru'
    """
    sample = text[:_SAMPLE]
    letters = Counter(letter for letter in sample.lower() if letter.isalpha())
    total = sum(letters.values())
    if total < _FEWEST:
        return Identified(code=None, reason="there is no text in it")
    scripts = Counter({name: sum(count for letter, count in letters.items() if script_of(letter) == name) for name in _SCRIPTS})
    for script, name in _EAST_ASIAN.items():
        if scripts[script] > _MIXED * (scripts[script] + scripts["Hans"]) and scripts[script] + scripts["Hans"] >= 0.5 * total:
            return Identified(code=None, reason=f"it is in a language that Tarazu does not read ({name})")
    script, count = scripts.most_common(1)[0]
    profiles = _profiles(script)
    if count < 0.5 * total or not any(each.read for each in profiles):
        return Identified(code=None, reason="its script is not one that Tarazu reads")
    words = Counter(_WORD.findall(fold_word(sample)) if len(sample) < 200 else _WORD.findall(languages.fold(sample).text))
    if script == "Hans":
        words = letters  # no spaces part the words: each letter counts as one
    evidence = {each: _evidence(each, letters, words) for each in profiles}
    best, by_words = _decide(sample, evidence, words)
    if best is None or not best.read:
        return Identified(code=None, reason=f"it is in a language that Tarazu does not read ({best.name if best else 'unknown'})")
    if total > _LONG and _common(best, words) < _FEWEST_WORDS * sum(words.values()):
        return Identified(code=None, reason=f"it is in a language that Tarazu does not read (its words are not {best.name})")
    return Identified(code=best.code, reason="its words" if by_words else "its letters")


def _decide(sample: str, evidence: Mapping[_Profile, float], words: Mapping[str, int]) -> tuple[_Profile | None, bool]:
    """The likeliest language, and whether its words alone were proof enough; None for one of which only the model knows."""
    ranked = sorted(evidence, key=lambda profile: evidence[profile], reverse=True)
    best = ranked[0]
    margin = evidence[best] - (evidence[ranked[1]] if len(ranked) > 1 else 0.0)
    if margin > _SURE and sum(words[word] for word in best.words if word in words) >= _SURE_WORDS:
        return best, True
    # The model: Lui and Baldwin (2012), langid.py: log-likelihoods of naive Bayes over byte n-grams.
    likelihoods = dict(_identifier().rank(sample))
    least = min(likelihoods.values())
    proven = any(profile.read and known > 0.0 for profile, known in evidence.items())
    score = {profile: likelihoods.get(profile.label, least) + known + _prior(profile, known, proven=proven) for profile, known in evidence.items()}
    best = max(score, key=lambda profile: score[profile])
    listed = {profile.label for profile in evidence}
    if any(likelihood + _UNLISTED > score[best] for label, likelihood in likelihoods.items() if label not in listed):
        return None, False
    return best, False


def _prior(profile: _Profile, known: float, *, proven: bool) -> float:
    """Most of what is given to Tarazu is in a language that it reads; but a name or two alone speak for none where something speaks for another.

    Args:
        profile: The language.
        known: Its evidence.
        proven: Whether there is evidence for some language that Tarazu reads.
    """
    if profile.read:
        return _PRIOR if known > 0.0 or not proven else _UNPROVEN
    return 0.0 if known > 0.0 else _UNPROVEN


def _evidence(profile: _Profile, letters: Mapping[str, int], words: Mapping[str, int]) -> float:
    own = sum(letters[letter] for letter in profile.own if letter in letters)
    never = sum(letters[letter] for letter in profile.never if letter in letters)
    by_letters = _OWN_LETTER * min(own, _MOST_OWN) + _NEVER_LETTER * never if profile.read else _FOREIGN_LETTER * own
    whole = sum(words[word] for word in profile.words if word in words)
    parts = sum(count for word, count in words.items() if word not in profile.words and _has_part(profile, word))
    return by_letters + _WORD_HIT * whole + _AFFIX_HIT * parts


def _common(profile: _Profile, words: Mapping[str, int]) -> int:
    return sum(count for word, count in words.items() if word in profile.words or _has_part(profile, word))


def _has_part(profile: _Profile, word: str) -> bool:
    return len(word) >= _SHORTEST and (word.endswith(profile.endings) or word.startswith(profile.beginnings))


@lru_cache(maxsize=8)
def _profiles(script: str) -> tuple[_Profile, ...]:
    """The languages of a script; a letter that one of ours uses too does not speak for a neighbour."""
    facts = [languages.load_facts(code) for code in languages.codes()]
    written = [(each, each.letters, each.common) for each in facts if each.script == script]
    written += [(each, each.also[script].letters, each.also[script].common) for each in facts if script in each.also]
    read = [_profile((each.code, each.name, each.code), (letters.own, letters.never), common, read=True) for each, letters, common in written]
    ours = frozenset[str]().union(*(each.own for each in read))
    near = [
        _profile((each.code, each.name, each.model or each.code), ("".join(set(each.letters) - ours), ""), each.words, read=False)
        for each in load_neighbours()
        if each.script == script
    ]
    return (*read, *near)


def _profile(names: tuple[str, str, str], letters: tuple[str, str], words: Iterable[str], *, read: bool) -> _Profile:
    words = tuple(words)
    code, name, label = names
    return _Profile(
        code=code,
        name=name,
        label=label,
        read=read,
        own=frozenset(letters[0]),
        never=frozenset(letters[1]),
        words=frozenset(fold_word(word) for word in words if not word.startswith("-") and not word.endswith("-")),
        beginnings=tuple(fold_word(word[:-1]) for word in words if word.endswith("-")),
        endings=tuple(fold_word(word[1:]) for word in words if word.startswith("-")),
    )


def script_of(letter: str) -> str:
    """The script of a letter, by its block: Latn, Cyrl, Arab, Hans (all Chinese letters), Kana, Hang or other."""
    if letter < "\u0250":
        return "Latn"
    if "\u0400" <= letter < "\u0530":
        return "Cyrl"
    if "\u0600" <= letter < "\u0780" or "\u08a0" <= letter < "\u0900" or "\ufb50" <= letter < "\uff00":
        return "Arab"
    if "\u3400" <= letter < "\u4dc0" or "\u4e00" <= letter < "\ua000":
        return "Hans"
    if "\u3041" <= letter < "\u3100" or "\u31f0" <= letter < "\u3200":
        return "Kana"
    if "\uac00" <= letter < "\ud7b0" or "\u1100" <= letter < "\u1200":
        return "Hang"
    return "other"


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # slow to load, and words often decide alone

    return LanguageIdentifier.from_model_file(MODEL_FILE)
