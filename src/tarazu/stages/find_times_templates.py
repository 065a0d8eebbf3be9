"""Templates of a language's data files, compiled to regular expressions.

A template is text over classes of words: `{day} [{of} ]{month}[ {year}]`. Braces name a class, a colon renames what it
captures (`{month:month_to}`), `{!counted}` demands that no such word follows, square brackets make a part optional,
round ones hold alternatives parted by `|`. Names in capitals are macros. A template also tells which tokens it can
begin with, so that a reader need try it at few places only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

import msgspec

from tarazu.errors import DataFileError
from tarazu.languages.tokens import IDEOGRAPHS, WORD_END

DIGITS = "#"
TOKEN = re.compile(rf"\d+(?:[.,]\d+)+|\d+(?=[{IDEOGRAPHS}])|[{IDEOGRAPHS}]|[^\W{IDEOGRAPHS}]+|\(")

_Node: TypeAlias = dict[str, "_Node"]
_ITEM = re.compile(r"\{(!?)([a-z_.0-9]+)(?::([a-z_0-9]+))?\}|([\[\]()|])|(\s+)|([^\s{}\[\]()|]+)")
_MACRO = re.compile(r"\{([A-Z_0-9]+)\}")
_MACRO_DEPTH = 6


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a template.

    Attributes:
        regex: Source of a regular expression.
        first: Tokens that a match can begin with; `#` stands for a token that begins with a digit.
        empty: Whether the part may match nothing.
    """

    regex: str
    first: frozenset[str] = frozenset()
    empty: bool = False


def expand(words: Iterable[str], fold: Callable[[str], str]) -> tuple[str, ...]:
    """Unfolds `stem{ending,ending}` and folds the letters.

    Args:
        words: Words or phrases, each with any number of brace lists.
        fold: The folding of words.

    Returns:
        All forms, without repetition, in order.

    Example:
        >>> expand(["last{,ing} year{,s}"], str)
        ('last year', 'last years', 'lasting year', 'lasting years')
    """
    forms: list[str] = []
    for word in words:
        grown = [""]
        for part in re.split(r"(\{[^{}]*\})", word):
            endings = part[1:-1].split(",") if part.startswith("{") else [part]
            grown = [left + right for left in grown for right in endings]
        forms.extend(" ".join(fold(form).split()) for form in grown)
    return tuple(dict.fromkeys(form for form in forms if form))


def alternation(words: Iterable[str]) -> str:
    """Returns a regular expression, as a prefix tree, that matches the longest of some words; a space matches any."""
    tree: _Node = {}
    for word in words:
        node = tree
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _emit(tree)


def words_piece(words: Iterable[str]) -> Piece:
    """Returns the class of some folded words."""
    words = tuple(words)
    return Piece(regex=f"(?:{alternation(words)})" if words else "(?!)", first=frozenset(map(first_token, words)))


def first_token(word: str) -> str:
    """Returns the token that a folded word begins with, `#` for digits, empty if it begins with none."""
    if word[:1].isdigit():
        return DIGITS
    found = TOKEN.match(word)
    return found[0] if found else ""


def compile_template(
    template: str, classes: Mapping[str, Piece], macros: Mapping[str, str], fold: Callable[[str], str]
) -> Piece:
    """Compiles one template.

    Args:
        template: The template.
        classes: Every class that it may name.
        macros: Text for each name in capitals.
        fold: The folding of words, for those that the template spells out.

    Returns:
        The template as one piece. What a class captured is in the group of its name; where a name repeats, later ones end
        in `__2`, `__3`…; a dot in a name is an underscore in the group.

    Raises:
        DataFileError: A class or macro is unknown, or brackets do not match.
    """
    text = template
    for _ in range(_MACRO_DEPTH):
        if not _MACRO.search(text):
            break
        text = _MACRO.sub(lambda found: _known(found[1], macros, template), text)
    return _Parser(text, template, classes, fold).parse()


def _known(name: str, macros: Mapping[str, str], template: str) -> str:
    if name not in macros:
        raise DataFileError(f"template {template!r}", "a macro of the file", name, "add it under `macros`")
    return macros[name]


class _Parser:
    """Reads one template from left to right."""

    def __init__(self, text: str, template: str, classes: Mapping[str, Piece], fold: Callable[[str], str]) -> None:
        self._items = list(_ITEM.finditer(text))
        self._at = 0
        self._template = template
        self._classes = classes
        self._fold = fold
        self._counts: dict[str, int] = {}

    def parse(self) -> Piece:
        piece = self._choices("")
        if self._at < len(self._items):
            raise self._fault("matching brackets", self._items[self._at][0])
        return piece

    def _choices(self, closing: str) -> Piece:
        branches = [self._sequence()]
        while self._peek() == "|":
            self._at += 1
            branches.append(self._sequence())
        if closing:
            if self._peek() != closing:
                raise self._fault(repr(closing), "the end")
            self._at += 1
        if len(branches) == 1:
            return branches[0]
        return Piece(
            regex="(?:" + "|".join(branch.regex for branch in branches) + ")",
            first=frozenset().union(*(branch.first for branch in branches)),
            empty=any(branch.empty for branch in branches),
        )

    def _sequence(self) -> Piece:
        regex, first, empty = "", frozenset[str](), True
        while self._at < len(self._items) and self._peek() not in {"]", ")", "|"}:
            part = self._part()
            regex += part.regex
            if empty:
                first |= part.first
            empty = empty and part.empty
        return Piece(regex=regex, first=first, empty=empty)

    def _part(self) -> Piece:
        item = self._items[self._at]
        self._at += 1
        refused, name, renamed, bracket, space, literal = item.groups()
        if bracket == "[":
            inner = self._choices("]")
            return Piece(regex=f"(?:{inner.regex})?", first=inner.first, empty=True)
        if bracket == "(":
            return self._choices(")")
        if space:
            return Piece(regex=r"\s+", empty=True)
        if literal:
            literal = self._fold(literal)
            return Piece(regex=re.escape(literal), first=frozenset({first_token(literal)}))
        if name not in self._classes:
            raise self._fault("a class of the file", name)
        if refused:
            return Piece(regex=rf"(?!\s*{self._classes[name].regex}{WORD_END})", empty=True)
        return self._capture(self._classes[name], (renamed or name).replace(".", "_"))

    def _capture(self, piece: Piece, group: str) -> Piece:
        self._counts[group] = count = self._counts.get(group, 0) + 1
        label = group if count == 1 else f"{group}__{count}"
        return Piece(regex=f"(?P<{label}>{piece.regex})", first=piece.first, empty=piece.empty)

    def _peek(self) -> str:
        return self._items[self._at][4] or "" if self._at < len(self._items) else ""

    def _fault(self, expected: str, found: str) -> DataFileError:
        return DataFileError(f"template {self._template!r}", expected, found, "see the head of the calendar.yml of English")


def _emit(node: _Node) -> str:
    branches = [(r"\s+" if letter == " " else re.escape(letter)) + _emit(child) for letter, child in node.items() if letter]
    if not branches:
        return ""
    if "" in node:
        return "(?:" + "|".join(branches) + ")?"
    return branches[0] if len(branches) == 1 else "(?:" + "|".join(branches) + ")"
