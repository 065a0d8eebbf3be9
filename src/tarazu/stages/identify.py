"""Which language a text is in: letters first, then a statistical model for what letters cannot tell."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from tarazu import languages

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_VETO = 0.004
_SAMPLE = 6000
_NEAR = {
    "Arab": ("ar", "fa", "ur", "ps", "ug", "ckb"),
    "Cyrl": ("ru", "uk", "be", "bg", "mk", "sr", "kk", "ky", "mn", "tg"),
}
_FEWEST = 3


class Identified(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome: the language's code, or why there is none."""

    code: str | None
    reason: str


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
    letters = Counter(letter for letter in sample if letter.isalpha())
    total = sum(letters.values())
    if total < _FEWEST:
        return Identified(code=None, reason="there is no text in it")
    script = Counter({name: sum(count for letter, count in letters.items() if script_of(letter) == name) for name in ("Latn", "Cyrl", "Arab")})
    name, count = script.most_common(1)[0]
    if count < 0.5 * total:
        return Identified(code=None, reason="its script is not one that Tarazu reads")
    facts = [languages.load_facts(code) for code in languages.codes()]
    fitting = [each for each in facts if each.script == name]
    vetoed = {each.code for each in fitting if sum(letters[letter] for letter in each.letters.never) > _VETO * total}
    if all(each.code in vetoed for each in fitting):
        return Identified(code=None, reason=f"its letters are those of a language that Tarazu does not read ({_guess(sample, name)})")
    own = {each.code: sum(letters[letter] for letter in each.letters.own) / total for each in fitting if each.code not in vetoed}
    best = max(own, key=lambda code: own[code])
    if own[best] > _VETO and sum(share > _VETO for share in own.values()) == 1:
        return Identified(code=best, reason="its letters")
    guess = _guess(sample, name)
    if guess in own:
        return Identified(code=guess, reason="its words")
    if name == "Arab" and total < 400:
        return Identified(code=best, reason="its letters")
    return Identified(code=None, reason=f"it is in a language that Tarazu does not read ({guess})")


def script_of(letter: str) -> str:
    """The script of a letter, by its block: Latn, Cyrl, Arab or other."""
    if letter < "\u0250":
        return "Latn"
    if "\u0400" <= letter < "\u0530":
        return "Cyrl"
    if "\u0600" <= letter < "\u0780" or "\u08a0" <= letter < "\u0900" or "\ufb50" <= letter < "\uff00":
        return "Arab"
    return "other"


def _guess(sample: str, script: str) -> str:
    """The statistical model's guess among the languages of a script. Source: Lui and Baldwin (2012), langid.py."""
    return str(_identifier(script).classify(sample)[0])


@lru_cache(maxsize=4)
def _identifier(script: str) -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # slow to load, and letters often decide alone

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    if script in _NEAR:
        identifier.set_languages([code for code in _NEAR[script] if code in set(identifier.labels)])
    return identifier
