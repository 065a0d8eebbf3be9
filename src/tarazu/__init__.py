"""Tarazu reads the press of a region in its own languages and codes who did what to whom, when, where and on whose word.

These are its public verbs. Importing them loads no language and no slow library; the first use does.

Example:
    >>> import tarazu
    >>> text = "Kazakhstan and China signed an agreement on 5 July 2024."
    >>> coded, = tarazu.code([tarazu.Document(doc="note", text=text)])
    >>> coded.facts.language
    'en'
"""

from tarazu.api import (
    CODERS,
    Coded,
    Document,
    Explanation,
    KnownLanguage,
    Scores,
    Skipped,
    code,
    code_files,
    default_coder,
    explain,
    label,
    list_languages,
    read_bytes,
    read_files,
    score,
    version,
)  # fmt: skip

__all__ = [
    "CODERS", "Coded", "Document", "Explanation", "KnownLanguage", "Scores", "Skipped", "code", "code_files", "default_coder", "explain", "label",
    "list_languages", "read_bytes", "read_files", "score", "version",
]  # fmt: skip
