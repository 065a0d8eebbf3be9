"""Every error that Tarazu raises on purpose.

Each says *where: what was expected, what was found*, then what to do about it.
"""

from __future__ import annotations


class TarazuError(Exception):
    """An error that a user can act upon.

    Args:
        where: The file, line, option or record at fault.
        expected: What should have been there.
        found: What was there instead.
        hint: What to do about it.

    Example:
        >>> print(TarazuError("a.yml:3", "a number", "'x'", "write digits"))
        a.yml:3: expected a number, found 'x'
        hint: write digits
    """

    def __init__(self, where: str, expected: str, found: str, hint: str) -> None:
        super().__init__(where, expected, found, hint)
        self.where = where
        self.expected = expected
        self.found = found
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.where}: expected {self.expected}, found {self.found}\nhint: {self.hint}"


class DataFileError(TarazuError):
    """A data file (`.yml`) of a language, an ontology or the world register is not as it must be."""


class SourceError(TarazuError):
    """A file, stream or folder could not be read as documents."""


class OptionError(TarazuError):
    """An option or argument has a value that does not fit."""


class RecordError(TarazuError):
    """A line of coded or gold records is not as the contract says."""


class CaseError(TarazuError):
    """A case cannot be made, opened or written, or holds no such thing."""
