"""Arabic inflection by rule, on unvocalised and folded letters.

Source: the paradigms of Wright, *A Grammar of the Arabic Language*, for sound, hollow, defective and doubled verbs; citation forms
are in `verbs.yml`.
"""

from __future__ import annotations

from collections.abc import Iterator

from tarazu.languages.fold import fold_word
from tarazu.languages.words import NO_PREFIX, AsWritten, Prefix, VerbForm, Vocabulary, Word

_PAST_STRONG = ("", "ت", "ا", "تا", "وا", "ن", "نا")
_ENDINGS_PRESENT = ("", "ان", "ون", "ین", "ن", "ا", "وا")
_PERSONS = ("ی", "ت", "ن", "ا")
_OBJECTS = ("", "ه", "ها", "هم", "هما", "نا", "نی", "ک")
_POSSESSIVES = ("ه", "ها", "هم", "هما", "نا", "هن")
_PLURALS = ("ات", "ون", "ین", "ان", "تان", "تین", "وا", "ه", "یه", "ا", "ی", "یین", "یون")
_SHORTEST = 2


class Inflection(AsWritten):
    """Verbs are looked up among generated forms; nouns by taking off particles, article, pronouns and plural endings."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._words = vocabulary.words
        self._forms: dict[str, list[VerbForm]] = {}
        for past, parts in vocabulary.verbs.items():
            present = fold_word(parts[0]) if parts else ""
            self._conjugate_past(past, sound=vocabulary.spelled.get(past, past)[-1:] in {"أ", "ء", "ئ"})
            if present:
                self._conjugate_present(past, present, vocabulary.jussive.get(past, ""))

    def _put(self, form: str, reading: VerbForm) -> None:
        readings = self._forms.setdefault(form, [])
        if reading not in readings:
            readings.append(reading)

    def _conjugate_past(self, past: str, *, sound: bool) -> None:
        reading = VerbForm(f"~{past}", "past", "either")
        passive = VerbForm(f"~{past}", "past", "passive")
        if past[-1] in "یا" and len(past) > 2 and not sound:  # defective: نفى، دعا
            stem = past[:-1]
            long = "و" if past.endswith("ا") else "ی"
            forms = [past, f"{stem}ت", f"{stem}وا", f"{stem}{long}ا", f"{stem}تا", f"{stem}{long}ت", f"{stem}{long}ن", f"{stem}{long}نا"]
            self._put(f"{stem}ی", reading)
            self._put(f"{stem}یت", reading)
        elif len(past) == 3 and past[1] == "ا":  # hollow: زار
            forms = [past + ending for ending in ("", "ت", "ا", "تا", "وا")] + [f"{past[0]}{past[2]}نا", f"{past[0]}{past[2]}ت"]
            self._put(f"{past[0]}ی{past[2]}", passive)
        else:
            forms = [past + ending for ending in _PAST_STRONG]
            hidden = f"{past[:-2]}ی{past[-1]}" if past[-2] == "ا" and len(past) > 4 else f"{past[0]}و{past[2:]}" if past[1] == "ا" else ""
            for ending in ("", "ت") if hidden else ():
                self._put(hidden + ending, passive)  # اغتيل, صودر
        for form in forms:
            self._put(form, reading)

    def _conjugate_present(self, past: str, present: str, jussive: str) -> None:
        stem = present[1:]
        shorter = {stem}
        if stem[-1:] in {"ی", "و", "ا"}:
            shorter.add(stem[:-1])
        if past[-2] == "ا" and stem[-2:-1] in {"و", "ی", "ا"}:  # hollow: لم يزر
            shorter.add(stem[:-2] + stem[-1])
        for person in _PERSONS:
            for ending in _ENDINGS_PRESENT:
                base = stem[:-1] if ending in {"ون", "وا"} and stem[-1:] in {"ی", "و"} else stem
                self._put(person + base + ending, VerbForm(f"~{past}", "present", "either"))
            for short in shorter - {stem} if person != "ا" else ():
                self._put(person + short, VerbForm(f"~{past}", "present", kind="subjunctive"))
        if jussive:
            self._put(fold_word(jussive), VerbForm(f"~{past}", "present", kind="subjunctive"))
        if len(past) > 3:  # derived measures make their active participle with م
            hollow = len(stem) == 3 and stem[1] in "وی"
            mutual = len(past) == 4 and past[1] == "ا"  # مفاعلة is rather the noun: مفاوضات
            for ending in ("", "ا", "ین", "ون") if mutual else ("", "ا", "ین", "ون", "ات") if hollow else ("", "ا", "ه", "ین", "ون", "ات"):
                self._put(f"م{stem.removesuffix('ی') if ending in {'ین', 'ون', ''} else stem}{ending}", VerbForm(f"~{past}", kind="participle"))
                self._put(f"م{stem}{ending}", VerbForm(f"~{past}", kind="participle"))

    def analyse(self, form: str) -> Word:
        """Analyses one folded word: the reading with the fewest particles taken off wins."""
        keys, verbs, prefix = [form], [], NO_PREFIX
        names: dict[str, Prefix] = {form: NO_PREFIX}
        for taken, rest in _unprefixed(form):
            if len(rest) < _SHORTEST:
                continue
            found = self._verb(taken, rest) if not taken or form not in self._words else []
            bases = [base for base in _bases(rest) if base in self._words]
            if taken:
                names.setdefault(rest, _prefix(taken))
                if len(rest) > 3 and rest.startswith("ال"):
                    names.setdefault(rest[2:], _prefix(taken))
            verbs += [reading for reading in found if reading not in verbs]
            keys += bases
            if (found or bases) and prefix == NO_PREFIX and taken:
                prefix = _prefix(taken)
        if form.startswith("ال") and len(form) > 4:
            names.setdefault(form[2:], NO_PREFIX)
        for base in _unsuffixed(form):
            if len(base) > 3:
                names.setdefault(base, NO_PREFIX)
        if form in self._words or form.removeprefix("ال") in self._words:
            verbs = [reading for reading in verbs if reading.kind != "participle"]
        return Word(form, tuple(dict.fromkeys(keys)), tuple(names), tuple(verbs), (), prefix, tuple(names.values()))

    def _verb(self, taken: str, rest: str) -> list[VerbForm]:
        if taken and _prefix(taken).preposition:
            return []
        future = rest.startswith("س") and rest[1:2] in {"ی", "ت", "ن", "ا"}
        out = list(self._exact(rest))
        if future:
            out += [VerbForm(reading.key, "future", reading.voice) for reading in self._exact(rest[1:]) if reading.tense == "present"]
        return out

    def _exact(self, form: str) -> list[VerbForm]:
        for ending in _OBJECTS:
            if form.endswith(ending) and len(form) - len(ending) >= _SHORTEST:
                base = form.removesuffix(ending)
                changed = {"ا": f"{base[:-1]}ی", "و": f"{base}ا"}.get(base[-1], "") if ending else ""
                found = self._forms.get(base) or self._forms.get(changed)
                if found:
                    return found
        if form.startswith("ال"):
            return [reading for reading in self._forms.get(form[2:], ()) if reading.kind == "participle"]
        return []

    def adjective(self, word: str) -> tuple[str, ...]:
        """Masculine and feminine, singular and plural, with the article and without."""
        base = fold_word(word)
        forms = [base + ending for ending in ("", "ه", "ا", "ین", "ون", "ان", "ات", "تان", "تین", "تی", "ی")]
        return tuple(forms + [f"ال{form}" for form in forms])

    def join(self, first: str, second: str) -> bool:
        """The conjunction is written by itself now and then."""
        return first == "ال" and len(second) > 2


def _unprefixed(form: str) -> Iterator[tuple[str, str]]:
    """The form itself, then with each possible run of particles taken off."""
    yield "", form
    if form[:1] in {"و", "ف"}:
        yield form[0], form[1:]
        if form[1:3] == "لل":
            yield form[:2], f"ال{form[3:]}"
        elif form[1:2] in {"ب", "ل", "ک"}:
            yield form[:2], form[2:]
    if form[:2] == "لل":
        yield "ل", f"ال{form[2:]}"
    elif form[:1] in {"ب", "ل", "ک"}:
        yield form[0], form[1:]


def _unsuffixed(form: str) -> Iterator[str]:
    for ending in _POSSESSIVES:
        if form.endswith(ending):
            yield form.removesuffix(ending)


def _bases(form: str) -> Iterator[str]:
    """The citation forms that a noun or adjective may come from."""
    for bare in (form, form[2:]) if form.startswith("ال") and len(form) > 3 else (form,):
        yield bare
        for stem in (bare, *_unsuffixed(bare)):
            yield stem
            if stem.endswith("ت"):
                yield f"{stem[:-1]}ه"
            for ending in _PLURALS:
                if stem.endswith(ending) and len(stem) - len(ending) > _SHORTEST:
                    yield stem.removesuffix(ending)
                    yield f"{stem.removesuffix(ending)}ه"
            yield f"{stem}ه"


def _prefix(taken: str) -> Prefix:
    return Prefix(joins=taken[0] in "وف", preposition=taken[-1] if taken[-1] in "بلک" else "")
