"""Full-text search in any of the languages: «ايران» finds «ایران», with or without joiners, and the words found are shown as they stand in the text.

The index holds folded text; the question is folded the same way. The way back to the original is not stored: folding a document that was found takes
less time than reading a stored map of it.
Source: sqlite.org/fts5.html for the language of the index.
"""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

import msgspec

from tarazu import languages
from tarazu.errors import OptionError
from tarazu.languages import fold
from tarazu.languages.tokens import IDEOGRAPHS
from tarazu.records import Hit, Snippet

INDEX_VERSION: Final = "1"
"""Of the folding and cutting that the index is made with."""

_IDEOGRAPH: Final = re.compile(f"(?<=[{IDEOGRAPHS}])(?=\\w)|(?<=\\w)(?=[{IDEOGRAPHS}])")
_WORD: Final = re.compile(rf"[{IDEOGRAPHS}]|[^\W_{IDEOGRAPHS}]+")
_ASKED: Final = re.compile(r"""(-?)(?:"([^"]*)"|«([^»]*)»|“([^”]*)”|(\S+))""")
_JOINER: Final = "\u200c"
_STEM: Final = 4  # words of so many letters are found with any ending
_AROUND: Final = 90
_MOST_SNIPPETS: Final = 3
_MOST_MARKS: Final = 2000


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """What a search is narrowed to; None for everything.

    Attributes:
        language: ISO 639 code.
        outlet: As the documents name it.
        since, until: First and last day of publication.
        actor: An id; documents with a standing record in which it takes part.
    """

    language: str | None = None
    outlet: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    actor: str | None = None


class _Term(msgspec.Struct, frozen=True):
    """One thing asked for: alternatives, each a run of words; whether it must be absent; whether the last word may go on."""

    runs: tuple[tuple[str, ...], ...]
    absent: bool
    prefix: bool


def index(connection: sqlite3.Connection, number: int, text: str) -> None:
    """Puts a document into the full-text index; within a transaction."""
    connection.execute("INSERT INTO full_text(rowid, folded) VALUES (?, ?)", (number, _spaced(fold(text).text)))


def is_fresh(connection: sqlite3.Connection) -> bool:
    """Whether the index was made by this way of folding and cutting."""
    found = connection.execute("SELECT value FROM about WHERE name = 'index_version'").fetchone()
    return found is not None and found[0] == INDEX_VERSION


def refresh(connection: sqlite3.Connection) -> None:
    """Makes the index anew; within a transaction."""
    connection.execute("INSERT INTO full_text(full_text) VALUES ('delete-all')")
    for number, text in connection.execute("SELECT number, text FROM documents WHERE text IS NOT NULL").fetchall():
        index(connection, number, text)
    connection.execute("INSERT OR REPLACE INTO about VALUES ('index_version', ?)", (INDEX_VERSION,))


def search(connection: sqlite3.Connection, question: str, filters: Filters, limit: int) -> tuple[Hit, ...]:
    """Finds documents.

    Args:
        connection: To read.
        question: Words, all of which must occur, from four letters on with any ending; `"…"` for words in a row exactly as they are, `-word` for
            what must not occur.
        filters: What to narrow it to.
        limit: The most documents, at least 1.

    Returns:
        The best first.

    Raises:
        OptionError: There is no word in the question.
    """
    terms = tuple(_terms(question))
    if not any(not term.absent for term in terms):
        raise OptionError("search", "at least one word", repr(question), 'as in: tarazu search CASE "corridor"')
    where, values = _where(filters)
    rows = connection.execute(
        "SELECT d.doc, d.text, c.language, c.title, c.outlet, c.published, found.rank FROM (SELECT rowid, rank FROM full_text WHERE full_text MATCH ?"  # noqa: S608 - our own words
        f" {'ORDER BY rank LIMIT ?' if not where else ''}) AS found JOIN documents AS d ON d.number = found.rowid"
        f" LEFT JOIN codings AS c ON c.document = d.number AND c.run = d.run {where} ORDER BY found.rank LIMIT ?",
        (_match(terms), *([] if where else [limit]), *values, limit),
    )
    return tuple(_hit(row, terms) for row in rows)


def _hit(row: sqlite3.Row, terms: Sequence[_Term]) -> Hit:
    facts = {name: row[name] for name in ("doc", "language", "title", "outlet", "published")}
    return msgspec.convert({**facts, "relevance": -float(row["rank"]), "snippets": _snippets(row["text"], terms)}, Hit)


def _where(filters: Filters) -> tuple[str, list[str]]:
    parts = {
        "c.language = ?": filters.language, "c.outlet = ?": filters.outlet, "c.published >= ?": filters.since.isoformat() if filters.since else None,
        "c.published <= ?": filters.until.isoformat() if filters.until else None,
        "d.number IN (SELECT r.document FROM participants AS p JOIN records AS r ON r.number = p.record AND r.standing WHERE ? IN (p.actor, p.state))":
            filters.actor,
    }  # fmt: skip
    asked = {part: value for part, value in parts.items() if value}
    return ("WHERE " + " AND ".join(asked) if asked else ""), list(asked.values())


def _terms(question: str) -> Iterator[_Term]:
    for minus, *quoted, word in _ASKED.findall(question):
        phrase = "".join(quoted)
        written = phrase or word
        run = _words(written)
        if not run:
            continue
        runs = [run]
        if _JOINER in written:  # what some join others part
            runs.append(_words(written.replace(_JOINER, " ")))
        if not phrase and len(run) == 1:
            runs += [(clitic + run[0],) for clitic in _proclitics() if _is_arabic(run[0])]
        yield _Term(runs=tuple(dict.fromkeys(runs)), absent=bool(minus), prefix=not phrase and len(run[-1]) >= _STEM)


def _match(terms: Sequence[_Term]) -> str:
    wanted = [_alternatives(term) for term in terms if not term.absent]
    unwanted = [_alternatives(term) for term in terms if term.absent]
    asked = " AND ".join(wanted)
    return f"({asked}) NOT ({' OR '.join(unwanted)})" if unwanted else asked


def _alternatives(term: _Term) -> str:
    phrases = [f'"{" ".join(run)}"{" *" if term.prefix else ""}' for run in term.runs]
    return f"({' OR '.join(phrases)})"


@cache
def _proclitics() -> tuple[str, ...]:
    found = (fold(each).text for code in languages.codes() for each in languages.load_facts(code).proclitics)
    return tuple(dict.fromkeys(found))


def _is_arabic(word: str) -> bool:
    return "\u0600" <= word[0] <= "\u06ff"


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(text).text))


def _spaced(folded: str) -> str:
    """Parts Chinese letters, each of which is a word to the index."""
    return _IDEOGRAPH.sub(" ", folded)


def _snippets(text: str, terms: Sequence[_Term]) -> tuple[Snippet, ...]:
    """The places that hold the most of what was asked, and then the first ones."""
    folded = fold(text)
    spans = [(match.start(), match.end()) for match in _WORD.finditer(folded.text)]
    words = [folded.text[start:end] for start, end in spans]
    marks: list[tuple[int, int, int]] = []
    for which, term in enumerate(term for term in terms if not term.absent):
        for first, last in _found(words, term):
            start, end = folded.span(spans[first][0], spans[last - 1][1])
            while end < len(text) and unicodedata.combining(text[end]):
                end += 1  # a vowel sign on the last letter
            marks.append((start, end, which))
    marks.sort()
    pieces = _pieces(marks[:_MOST_MARKS])
    best = sorted(pieces, key=lambda piece: (-len({which for _, _, which in piece}), piece[0][0]))[:_MOST_SNIPPETS]
    return tuple(_snippet(text, [(start, end) for start, end, _ in piece]) for piece in best)


def _found(words: Sequence[str], term: _Term) -> Iterator[tuple[int, int]]:
    for run in dict.fromkeys(term.runs):
        for first, word in enumerate(words):
            if not (word == run[0] or (term.prefix and len(run) == 1 and word.startswith(run[0]))):
                continue
            rest = words[first + 1 : first + len(run)]
            exact, last = rest[:-1] == list(run[1:-1]), rest[-1] if rest else ""
            if len(run) == 1 or (len(rest) == len(run) - 1 and exact and (last == run[-1] or (term.prefix and last.startswith(run[-1])))):
                yield first, first + len(run)


def _pieces(marks: Sequence[tuple[int, int, int]]) -> list[list[tuple[int, int, int]]]:
    """Marks that one snippet can show."""
    pieces: list[list[tuple[int, int, int]]] = []
    for mark in marks:
        if pieces and mark[1] - pieces[-1][0][0] <= _AROUND * 2:
            pieces[-1].append(mark)
        else:
            pieces.append([mark])
    return pieces


def _snippet(text: str, marks: Sequence[tuple[int, int]]) -> Snippet:
    """Cut at a space or a line's end, so that no word is broken."""
    first, last = marks[0][0], max(end for _, end in marks)
    start, end = max(0, first - _AROUND), min(len(text), last + _AROUND)
    line = text.rfind("\n", start, first) + 1
    start = line or (text.find(" ", start, first) + 1 if start else 0) or start
    ends = [at for at in (text.find("\n", last, end),) if at >= 0]
    end = ends[0] if ends else (end if end == len(text) else max(text.rfind(" ", last, end), last))
    return Snippet(text=text[start:end], start=start, marks=tuple(dict.fromkeys(marks)))
