"""Persian inflection by rule.

Source: the paradigms of Lazard, *Grammaire du persan contemporain*; stems are in `verbs.yml`.
"""

from __future__ import annotations

from tarazu.languages.fold import fold_word
from tarazu.languages.words import VerbForm, Vocabulary, Word

# Without the second person singular, which the press never needs and which makes verbs of nouns (چینی, جنگی).
_PAST = ("", "م", "یم", "ید", "ند")
_PRESENT = ("م", "د", "یم", "ید", "ند")
_PERFECT = ("", "است", "ام", "ای", "ایم", "اید", "اند")
_NOUN_ENDINGS = (
    "هایشان", "هایش", "هایی", "های", "ها", "شان", "اش", "ای", "ی", "یی", "یش", "یشان", "ان", "یان", "ات", "ش", "مان", "یمان", "هایمان", "م", "گان",
)  # fmt: skip
_GLUED_AFTER = frozenset({"ها", "های", "هایی", "هایش", "هایشان", "ترین", "تر", "اند", "ام", "ایم", "اش", "شان"})
_GLUED_BEFORE = frozenset({"می", "نمی"})
_SHORTEST = 3
_TO_BE = "بودن"
_IS = {"است": False, "هست": False, "هستند": False, "نیست": True, "نیستند": True, "باشد": False, "نباشد": True, "نیستیم": True, "هستیم": False}


class Inflection:
    """Verbs are looked up among generated forms, nouns by taking endings off until a known word remains."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._words = vocabulary.words
        self._forms: dict[str, list[VerbForm]] = {}
        for infinitive, stems in vocabulary.verbs.items():
            present = fold_word(stems[0]) if stems else ""
            self._conjugate(infinitive, present)
            self._conjugate_prefixed(infinitive, present, vocabulary)
        if _TO_BE in vocabulary.verbs:
            for form, negated in _IS.items():
                self._put(form, VerbForm(f"~{_TO_BE}", "present", negated=negated))

    def _put(self, form: str, reading: VerbForm) -> None:
        readings = self._forms.setdefault(form, [])
        if reading not in readings:
            readings.append(reading)
        if reading.negated:  # a citation form may be negative itself: «نپذیرفتن»
            self._put(form, VerbForm(f"~ن{reading.key[1:]}", reading.tense, reading.voice, kind=reading.kind))

    def _conjugate(self, infinitive: str, present: str) -> None:
        key = f"~{infinitive}"
        past = infinitive.removesuffix("ن")
        self._put(infinitive, VerbForm(key, kind="infinitive"))
        self._put(f"{infinitive}ی", VerbForm(key, kind="infinitive"))
        self._conjugate_past(key, (past, f"می{past}"), negated=False)
        self._conjugate_past(key, (*_prefixed("ن", past), f"نمی{past}"), negated=True)
        if present:
            stem = f"{present}ی" if present.endswith("ا") else present
            for ending in _PRESENT:
                tail = stem + ending
                self._put(f"می{tail}", VerbForm(key, "present"))
                self._put(f"نمی{tail}", VerbForm(key, "present", negated=True))
                for form in (tail, *_prefixed("ب", tail)):
                    self._put(form, VerbForm(key, "present", kind="subjunctive"))
                for form in _prefixed("ن", tail):
                    self._put(form, VerbForm(key, "present", negated=True, kind="subjunctive"))

    def _conjugate_prefixed(self, infinitive: str, present: str, vocabulary: Vocabulary) -> None:
        """Verbs with a preverb take می and ن after it: برمی‌دارد, برنداشت."""
        for cut in range(2, min(5, len(infinitive) - 3)):
            preverb, rest = infinitive[:cut], infinitive[cut:]
            if rest not in vocabulary.verbs or not present.startswith(preverb):
                continue
            key, past, stem = f"~{infinitive}", rest.removesuffix("ن"), present[cut:]
            for ending in _PAST:
                self._put(f"{preverb}می{past}{ending}", VerbForm(key, "past"))
                self._put(f"{preverb}ن{past}{ending}", VerbForm(key, "past", negated=True))
                self._put(f"{preverb}ن{past}ه{ending}", VerbForm(key, "past", negated=True))
            for ending in _PRESENT:
                self._put(f"{preverb}می{stem}{ending}", VerbForm(key, "present"))
                self._put(f"{preverb}نمی{stem}{ending}", VerbForm(key, "present", negated=True))
                self._put(f"{preverb}ن{stem}{ending}", VerbForm(key, "present", negated=True, kind="subjunctive"))

    def _conjugate_past(self, key: str, stems: tuple[str, ...], *, negated: bool) -> None:
        for stem in stems:
            for ending in _PAST:
                self._put(stem + ending, VerbForm(key, "past", negated=negated))
            for ending in _PERFECT:
                self._put(f"{stem}ه{ending}", VerbForm(key, "past", negated=negated, kind="finite" if ending else "participle"))

    def analyse(self, form: str) -> Word:
        """Analyses one folded word."""
        verbs = tuple(self._forms.get(form, ()))
        names = [form]
        keys = [form]
        for ending in _NOUN_ENDINGS:
            if form.endswith(ending) and len(form) - len(ending) >= _SHORTEST:
                base = form[: -len(ending)]
                names.append(base)
                candidates = (base, f"{base}ه" if ending in {"گان", "ات"} else base, f"{base}ی" if ending == "ان" else base)
                keys += [candidate for candidate in candidates if candidate in self._words]
        tags = tuple(key for key in dict.fromkeys(keys) if key == form or form != f"{key}ی" or key[-1] in "اوه")
        return Word(form, tuple(dict.fromkeys(keys)), tuple(dict.fromkeys(names)), verbs, tags=tags)

    def adjective(self, word: str) -> tuple[str, ...]:
        """Persian adjectives do not agree."""
        return (fold_word(word),)

    def variants(self, phrase: str) -> tuple[str, ...]:
        """With the non-joiner lost (glued) or turned into a space, and two-word phrases run together."""
        spaced = phrase.replace("\u200c", " ")
        glued = phrase.replace("\u200c", "")
        run = spaced.replace(" ", "") if spaced.count(" ") == 1 and len(spaced) >= 8 else glued
        return tuple(dict.fromkeys((glued, spaced, run)))

    def head(self, words: tuple[str, ...]) -> int:
        """The verb comes last."""
        return len(words) - 1

    def citation(self, word: str) -> str:
        """As written: endings are taken off the words of the text."""
        return word

    def join(self, first: str, second: str) -> bool:
        """«می کند», «همکاری های», «شده اند»: one word each, written as two."""
        if first in _GLUED_BEFORE:
            return first + second in self._forms
        return second in _GLUED_AFTER and len(first) >= _SHORTEST


def _prefixed(prefix: str, stem: str) -> tuple[str, ...]:
    """A glide stands before a vowel, and the vowel may be lost: نیامد, نیفتاد."""
    return (f"{prefix}ی{stem}", f"{prefix}ی{stem[1:]}") if stem.startswith("ا") else (prefix + stem,)
