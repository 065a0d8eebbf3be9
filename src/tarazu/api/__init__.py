"""The public verbs: the only place where sources, stages, coders, cases and analyses meet.

What works on a case is loaded when it is first asked for, so that `tarazu --version` need not wait for it.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from tarazu.analysis.score import Scores
from tarazu.api.coders import CODERS, default_coder
from tarazu.api.coding import Explanation, code, code_files, explain, read_bytes, read_files
from tarazu.api.listing import KnownLanguage, label, list_languages, version
from tarazu.api.scoring import score
from tarazu.records import Coded, Document, Skipped

if TYPE_CHECKING:
    from tarazu.analysis.difference import Comparison, Difference
    from tarazu.analysis.quality import Precision
    from tarazu.api.case import Case, new, open_case
    from tarazu.api.deciding import Decision, Standing
    from tarazu.api.exporting import FORMATS
    from tarazu.api.gathering import Ways, web_cache
    from tarazu.api.reading import Count, Work
    from tarazu.cases.searching import Filters
    from tarazu.exports.written import Written
    from tarazu.records import Hit, Judgement, Snippet
    from tarazu.sources.csv_table import Columns
    from tarazu.sources.web_types import WebSettings

_LATER = {
    "tarazu.analysis.difference": ("Comparison", "Difference"), "tarazu.analysis.quality": ("Precision",),
    "tarazu.api.case": ("Case", "new", "open_case"), "tarazu.api.deciding": ("Decision", "Standing"), "tarazu.api.exporting": ("FORMATS",),
    "tarazu.api.gathering": ("Ways", "web_cache"), "tarazu.api.reading": ("Count", "Work"), "tarazu.cases.searching": ("Filters",),
    "tarazu.exports.written": ("Written",), "tarazu.records": ("Hit", "Judgement", "Snippet"), "tarazu.sources.csv_table": ("Columns",),
    "tarazu.sources.web_types": ("WebSettings",),
}  # fmt: skip
_HOMES = {name: module for module, names in _LATER.items() for name in names}

__all__ = [
    "CODERS", "FORMATS", "Case", "Coded", "Columns", "Comparison", "Count", "Decision", "Difference", "Document", "Explanation", "Filters", "Hit",
    "Judgement", "KnownLanguage", "Precision", "Scores", "Skipped", "Snippet", "Standing", "Ways", "WebSettings", "Work", "Written", "code", "code_files",
    "default_coder", "explain", "label", "list_languages", "new", "open_case", "read_bytes", "read_files", "score", "version", "web_cache",
]  # fmt: skip


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
