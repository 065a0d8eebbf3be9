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
    from tarazu.analysis.balance_types import Alignment, Balance, Change, Scope, Told, TooLittle
    from tarazu.analysis.difference import Comparison, Difference
    from tarazu.analysis.narratives import Column
    from tarazu.analysis.quality import Precision
    from tarazu.api.balancing import Moved, Weighed, channel, make_scope
    from tarazu.api.briefing import BRIEF_SHAPES, brief, brief_shape, brief_text, write_brief
    from tarazu.api.case import Case, new, open_case
    from tarazu.api.comparing import Narratives, Sentence, make_question
    from tarazu.api.counting import CountBench, bench_counts
    from tarazu.api.days import first_day, last_day
    from tarazu.api.deciding import Decision, Standing
    from tarazu.api.exporting import FORMATS
    from tarazu.api.forecasting import Benched, bench_forecast
    from tarazu.api.gathering import Ways, web_cache
    from tarazu.api.networks import Network, Pair
    from tarazu.api.outlook_words import say_question
    from tarazu.api.outlooks import ForecastScores, KeptForecast, make_outlook_scope
    from tarazu.api.reading import Count, Work
    from tarazu.api.scenarios import Scenario, ScenarioRun, Watch, make_scenario, read_scenario, ready_scenarios
    from tarazu.api.storytelling import STARTING_POINT, StoryFilters, StoryLine, WholeStory, draw_chain, make_story_filters, split_dyad
    from tarazu.cases.searching import Filters
    from tarazu.exports.written import Written
    from tarazu.forecast.scenario import told
    from tarazu.forecast.scenario_types import Effect, Line, ScenarioReport, ScoredSign, Sign
    from tarazu.records import Hit, Judgement, Snippet, Story
    from tarazu.records.brief import Brief
    from tarazu.sources.csv_table import Columns
    from tarazu.sources.web_types import WebSettings

_LATER = {
    "tarazu.api.outlook_words": ("say_question",), "tarazu.api.outlooks": ("ForecastScores", "KeptForecast", "make_outlook_scope"),
    "tarazu.api.scenarios": ("Scenario", "ScenarioRun", "Watch", "make_scenario", "read_scenario", "ready_scenarios"),
    "tarazu.forecast.scenario": ("told",), "tarazu.forecast.scenario_types": ("Effect", "Line", "ScenarioReport", "ScoredSign", "Sign"),
    "tarazu.api.forecasting": ("Benched", "bench_forecast"),
    "tarazu.api.briefing": ("BRIEF_SHAPES", "brief", "brief_shape", "brief_text", "write_brief"),
    "tarazu.records.brief": ("Brief",),
    "tarazu.api.counting": ("CountBench", "bench_counts"),
    "tarazu.analysis.balance_types": ("Alignment", "Balance", "Change", "Scope", "Told", "TooLittle"),
    "tarazu.api.balancing": ("Moved", "Weighed", "channel", "make_scope"), "tarazu.api.days": ("first_day", "last_day"),
    "tarazu.api.networks": ("Network", "Pair"),
    "tarazu.analysis.difference": ("Comparison", "Difference"), "tarazu.analysis.quality": ("Precision",),
    "tarazu.api.case": ("Case", "new", "open_case"), "tarazu.analysis.narratives": ("Column",),
    "tarazu.api.comparing": ("Narratives", "Sentence", "make_question"),
    "tarazu.api.deciding": ("Decision", "Standing"), "tarazu.api.exporting": ("FORMATS",),
    "tarazu.api.gathering": ("Ways", "web_cache"), "tarazu.api.reading": ("Count", "Work"),
    "tarazu.api.storytelling": (
        "STARTING_POINT", "StoryFilters", "StoryLine", "WholeStory", "draw_chain", "make_story_filters", "split_dyad",
    ),
    "tarazu.cases.searching": ("Filters",),
    "tarazu.exports.written": ("Written",), "tarazu.records": ("Hit", "Judgement", "Snippet", "Story"), "tarazu.sources.csv_table": ("Columns",),
    "tarazu.sources.web_types": ("WebSettings",),
}  # fmt: skip
_HOMES = {name: module for module, names in _LATER.items() for name in names}

__all__ = [
    "BRIEF_SHAPES", "CODERS", "FORMATS", "STARTING_POINT", "Alignment", "Balance", "Benched", "Brief", "Case", "Change", "Coded", "Column", "Columns",
    "Comparison", "Count", "CountBench", "Decision", "Difference", "Document", "Effect", "Explanation", "Filters", "ForecastScores", "Hit", "Judgement",
    "KeptForecast", "KnownLanguage", "Line", "Moved", "Narratives", "Network", "Pair", "Precision", "Scenario", "ScenarioReport", "ScenarioRun", "Scope",
    "ScoredSign", "Scores", "Sentence", "Sign", "Skipped", "Snippet", "Standing", "Story", "StoryFilters", "StoryLine", "Told", "TooLittle", "Watch",
    "Ways", "WebSettings", "Weighed", "WholeStory", "Work", "Written", "bench_counts", "bench_forecast", "brief", "brief_shape", "brief_text", "channel",
    "code", "code_files", "default_coder", "draw_chain", "explain", "first_day", "label", "last_day", "list_languages", "make_outlook_scope",
    "make_question", "make_scenario", "make_scope", "make_story_filters", "new", "open_case", "read_bytes", "read_files", "read_scenario",
    "ready_scenarios", "say_question", "score", "split_dyad", "told", "version", "web_cache", "write_brief",
]  # fmt: skip


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
