"""Every trigger takes its example and refuses its counter-example."""

from __future__ import annotations

import pytest

from tarazu import languages
from tarazu.api.pipeline import read
from tarazu.coders.lexicon.coder import LexiconCoder, rules_of
from tarazu.coders.lexicon.match import find_matches
from tarazu.coders.lexicon.sentence import View
from tarazu.records import Document

# An operator may take the example in ("agreed to visit"), and two entries may share a word: then the other one codes it.
SHARE_TAKEN = 0.9
SHARE_REFUSED = 0.85


def _fired(code: str, text: str) -> set[str]:
    reading = read(Document(doc="example", text=text), code).reading
    rules, _ = rules_of(code)
    found = set()
    for sentence in reading.sentences:
        matches, _, _ = find_matches(View(sentence, languages.load(code)), rules)
        found |= {rules.entries[match.pattern.entry].id for match in matches}
    return found


def _coded(code: str, text: str) -> set[str]:
    got = read(Document(doc="example", text=text), code)
    return {frame.entry.split("/", 1)[1] for frame in LexiconCoder().find(got.reading, got.glance) if frame.record == "event"}


@pytest.mark.parametrize("code", languages.codes())
def test_triggers_take_their_examples(code: str) -> None:
    """The entry, or another one on the same words, fires on the sentence that it says it takes."""
    missed = [(entry.id, text) for entry in languages.load(code).triggers for text in entry.takes if not _fired(code, text)]
    total = sum(len(entry.takes) for entry in languages.load(code).triggers)
    assert len(missed) <= (1 - SHARE_TAKEN) * total, "\n".join(map(str, missed))


@pytest.mark.parametrize("code", languages.codes())
def test_triggers_refuse_their_counter_examples(code: str) -> None:
    """The entry codes no event in the sentence that it says it refuses."""
    wrong = [(entry.id, text) for entry in languages.load(code).triggers for text in entry.refuses if entry.id in _coded(code, text)]
    total = sum(len(entry.refuses) for entry in languages.load(code).triggers)
    assert len(wrong) <= (1 - SHARE_REFUSED) * total, "\n".join(map(str, wrong))
