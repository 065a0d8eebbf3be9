"""What each part of the learned coder is worth: `python evals/ablate.py [LANGUAGE...]`.

Measures the test part of the corpus again with one part taken away at a time. Takes about as long as `make eval`, for each row.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unittest.mock import patch

import numpy as np
from rich.console import Console
from rich.table import Table

from measure import measure, tested
from tarazu.coders.learned import coder as learned
from tarazu.coders.learned import sight
from tarazu.coders.learned.features import Known, know
from tarazu.records import Reading, Sentence

_NAMED = 3  # features of a word that register and lexicon give


def _unknown(sentence: Sentence, reading: Reading) -> Known:
    """What is known of a sentence where neither register nor lexicon is asked."""
    known = know(sentence, reading)
    blank = tuple((0,) * _NAMED + word[_NAMED:] for word in known.words)
    return Known(words=blank, clauses=known.clauses, triggers=(), modes={}, speech=known.speech)


@contextmanager
def _as_it_is() -> Iterator[None]:
    yield


PARTS: dict[str, Callable] = {
    "as it is": _as_it_is,
    "without what register and lexicon know": lambda: patch.object(sight, "know", _unknown),
    "without kinship of mentions": lambda: patch.object(learned, "find_kin", lambda *_: {}),
    "without the sentences before": lambda: patch.object(sight, "_CONTEXT", 0),
    "reading every sentence": lambda: patch.object(sight, "worth", lambda *_: True),
}


def main() -> None:
    codes = sys.argv[1:] or tested()
    table = Table(title="Who did what to whom, F1 (found F1), on the test part", title_justify="left")
    table.add_column("learned coder")
    for code in (*codes, "mean"):
        table.add_column(code, justify="right")
    for name, part in PARTS.items():
        with part():
            found = [measure(code, "learned").scores.rates for code in codes]
        pairs = [(rates["who"].f1, rates["found"].f1) for rates in found]
        pairs.append(tuple(np.mean(pairs, axis=0)))
        table.add_row(name, *(f"{who:.3f} ({any_:.3f})" for who, any_ in pairs))
    Console(width=40 + 15 * (len(codes) + 1)).print(table)


if __name__ == "__main__":
    main()
