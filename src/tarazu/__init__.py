"""Tarazu reads the press of a region in its own languages and codes who did what to whom, when, where and on whose word.

These are its public verbs. Importing them loads no language and no slow library; the first use does.

Example:
    >>> import tarazu
    >>> text = "Kazakhstan and China signed an agreement on 5 July 2024."
    >>> coded, = tarazu.code([tarazu.Document(doc="note", text=text)])
    >>> coded.facts.language
    'en'
"""

from typing import TYPE_CHECKING

from tarazu import api
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

if TYPE_CHECKING:
    from tarazu.api import (
        FORMATS,
        Case,
        Columns,
        Comparison,
        Count,
        Decision,
        Difference,
        Filters,
        Hit,
        Judgement,
        Narratives,
        Precision,
        Scenario,
        ScenarioReport,
        ScenarioRun,
        Scope,
        Snippet,
        Standing,
        StoryFilters,
        StoryLine,
        Watch,
        Ways,
        WebSettings,
        WholeStory,
        Work,
        Written,
        make_outlook_scope,
        make_question,
        make_scope,
        new,
        read_scenario,
        ready_scenarios,
        split_dyad,
    )
    from tarazu.api import open_case as open  # noqa: A004 - `tarazu.open` reads as it should

__all__ = [
    "CODERS", "FORMATS", "Case", "Coded", "Columns", "Comparison", "Count", "Decision", "Difference", "Document", "Explanation", "Filters", "Hit",
    "Judgement", "KnownLanguage", "Narratives", "Precision", "Scenario", "ScenarioReport", "ScenarioRun", "Scope", "Scores", "Skipped", "Snippet",
    "Standing", "StoryFilters", "StoryLine", "Watch", "Ways", "WebSettings", "WholeStory", "Work", "Written", "code", "code_files", "default_coder",
    "explain", "label", "list_languages", "make_outlook_scope", "make_question", "make_scope", "new", "open", "read_bytes", "read_files",
    "read_scenario", "ready_scenarios", "score", "split_dyad", "version",
]  # fmt: skip


def __getattr__(name: str) -> object:
    """What works on a case, loaded when it is first asked for."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(api, "open_case" if name == "open" else name)
