"""A brief's sentences in the words of a language: runs of text that know what is ours and what is a document's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from tarazu.errors import DataFileError
from tarazu.exports.brief_names import is_registered, party_name
from tarazu.exports.note_text import one_line
from tarazu.languages.brief_words import load_brief_words, pieces
from tarazu.records.brief import BriefSentence, Slot

if TYPE_CHECKING:
    from babel import Locale

_LARGE: Final = 100_000
_DASH: Final = "–"
_TURNS: Final = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C])

RunKind = Literal["plain", "foreign", "note"]


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of text of one kind.

    Attributes:
        text: On one line; not escaped for any format.
        kind: `plain`: in the words of the brief's language; `foreign`: as it stands in a source, in whatever language and direction; `note`: the mark
            of a footnote.
        number: Of the footnote.
    """

    text: str
    kind: RunKind = "plain"
    number: int = 0


Runs = tuple[Run, ...]


class Phrasing:
    """Puts sentences into words.

    Args:
        language: ISO 639 code of a language that has a `brief.yml`.

    Raises:
        OptionError: It has none.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self.words = load_brief_words(language)

    def sentence(self, sentence: BriefSentence) -> Runs:
        """A sentence with the marks of its footnotes.

        Raises:
            DataFileError: The language has no such template, or the template has a place that the sentence has no slot for.
        """
        slots = {each.name: each for each in sentence.slots}
        found: list[Run] = []
        for text, place in pieces(self._of(self.words.sentences, "sentences", sentence.key)):
            found.append(Run(text=text))
            if place:
                if place not in slots:
                    raise self._missing(f"sentences.{sentence.key}", f"places among {', '.join(slots) or 'none'}", place)
                found += self.slot(slots[place])
        found += (Run(text=self.digits(str(each)), kind="note", number=each) for each in sentence.notes)
        return _joined(found)

    def slot(self, slot: Slot) -> Runs:
        """What stands in a place."""
        match slot.kind:
            case "parties":
                return self._parties(slot)
            case "names":
                return self._separated([(Run(text=inline(each), kind="foreign"),) for each in slot.values], self.words.separator)
            case "count" | "amount":
                return self._amount(slot)
            case _:
                return (Run(text=self._one(slot)),)

    def heading(self, key: str) -> str:
        """A heading."""
        return self._of(self.words.headings, "headings", key)

    def label(self, key: str) -> str:
        """A label."""
        return self._of(self.words.labels, "labels", key)

    def number(self, value: float, decimals: int = 2) -> str:
        """A number as the language writes it; numbers of more than five digits with a word ("26 billion")."""
        from babel.numbers import format_compact_decimal, format_decimal  # slow to import

        if abs(value) >= _LARGE:
            return self.digits(format_compact_decimal(round(value), format_type="long", locale=self._locale, fraction_digits=2, numbering_system="default"))
        shape = "#,##0." + "#" * decimals if decimals else "#,##0"
        # the marks are those of the language's own digits, which Babel itself does not write
        return self.digits(format_decimal(value, format=shape, locale=self._locale, numbering_system="default"))

    def count(self, value: float, what: str, decimals: int = 2) -> str:
        """A number with its noun in the form that the number takes."""
        forms = self.words.counts.get(what)
        if forms is None:
            raise self._missing("counts", "the forms of each noun", what)
        # no language of ours treats 3.0 stories otherwise than 3, but CLDR has rules on visible fractions
        whole = int(value) if float(value).is_integer() else round(value, decimals)
        form = "large" if abs(value) >= _LARGE else str(self._locale.plural_form(whole))
        return next((words for name, words in forms.items() if name == form), forms["other"]).replace("{n}", self.number(value, decimals))

    def day(self, value: dt.date, granularity: str) -> str:
        """A day, or the month or year that it lies in."""
        from babel.dates import format_date  # slow to import

        shapes = {"month": "LLLL y", "year": "y"}
        return self.digits(format_date(value, shapes.get(granularity, "d MMMM y"), locale=self._locale))

    def digits(self, text: str) -> str:
        """Text with the digits of the language."""
        return text.translate({ord("0") + at: digit for at, digit in enumerate(self.words.digits)})

    @cached_property
    def _locale(self) -> Locale:
        from babel import Locale  # slow to import

        return Locale.parse(self.language)

    def _one(self, slot: Slot) -> str:
        match slot.kind:
            case "word":
                return self._word(slot)
            case "day":
                return self.day(dt.date.fromisoformat(slot.values[0]), slot.values[1])
            case "when":
                return self._when(slot.values)
            case "percent":
                return self.count(100 * slot.number, "percent", decimals=0)
            case "number":
                return self.number(slot.number)
            case _:
                return self.digits(_DASH.join(dict.fromkeys(slot.values)))

    def _parties(self, slot: Slot) -> Runs:
        shown = [(self._party(each),) for each in slot.values]
        pair = slot.name == "parties" and len(shown) == 2
        return self._separated(shown, self.words.pair if pair else self.words.separator)

    def _party(self, party: str) -> Run:
        name = party_name(party, self.language)
        return Run(text=name) if is_registered(party) else Run(text=inline(name), kind="foreign")

    def _separated(self, shown: Iterable[Runs], separator: str) -> Runs:
        found: list[Run] = []
        for each in shown:
            found += (*([Run(text=separator)] if found else ()), *each)
        return tuple(found)

    def _word(self, slot: Slot) -> str:
        group, value = slot.values
        if group == "language":
            names = self._locale.languages
            return self.words.separator.join(str(names.get(code, code)) for code in value.split(";"))
        return self._of(self.words.words.get(group, {}), f"words.{group}", value)

    def _when(self, values: tuple[str, ...]) -> str:
        if not values:
            return self.label("no_date")
        start, end = (dt.date.fromisoformat(each) for each in values[:2])
        if values[2] == "published":
            return self.label("published").format(day=self.day(start, "day"))
        if start == end:
            return self.day(start, "day")
        if start.day == 1 and (end + dt.timedelta(days=1)).day == 1:
            step = "year" if values[2] == "year" and (start.month, end.month) == (1, 12) else "month"
            return f" {_DASH} ".join(dict.fromkeys((self.day(start, step), self.day(end, step))))
        return f"{self.day(start, 'day')} {_DASH} {self.day(end, 'day')}"

    def _amount(self, slot: Slot) -> Runs:
        unit = slot.values[0]
        last = slot.number if slot.number_to is None else slot.number_to
        # a unit that we have no word for stands as a document wrote it
        known = unit in self.words.counts
        text = self.count(last, unit) if known else self.number(last)
        whole = text if slot.number_to is None else self.label("range").format(low=self.number(slot.number), high=text)
        return (Run(text=whole),) if known or not unit else (Run(text=f"{whole} "), Run(text=inline(unit), kind="foreign"))

    def _of(self, words: dict[str, str], where: str, key: str) -> str:
        if key not in words:
            raise self._missing(where, "an entry for each key", key)
        return words[key]

    def _missing(self, where: str, expected: str, found: str) -> DataFileError:
        return DataFileError(f"languages/{self.language}/brief.yml: {where}", expected, f"none for {found!r}", "see the same entry in another language")


def _joined(runs: Iterable[Run]) -> Runs:
    """Runs with neighbouring plain ones made one, and empty ones left out."""
    found: list[Run] = []
    for each in runs:
        if each.kind == "plain" and found and found[-1].kind == "plain":
            found[-1] = Run(text=found[-1].text + each.text)
        elif each.text:
            found.append(each)
    return tuple(found)


def inline(text: str) -> str:
    """Words of a document as they may stand within a line of ours: without the marks by which they could turn what follows them.

    Source: Unicode Standard Annex 9, section 2.
    """
    return one_line(text.translate(_TURNS))


def plain(runs: Iterable[Run]) -> Iterator[str]:
    """The text of runs without the marks of footnotes."""
    yield from (each.text for each in runs if each.kind != "note")
