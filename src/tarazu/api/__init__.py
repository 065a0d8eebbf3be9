"""The public verbs: the only place where sources, stages, coders and analyses meet."""

from tarazu.analysis.score import Scores
from tarazu.api.coders import CODERS, default_coder
from tarazu.api.coding import Explanation, code, code_files, explain, read_bytes, read_files
from tarazu.api.listing import KnownLanguage, label, list_languages, version
from tarazu.api.scoring import score
from tarazu.records import Coded, Document, Skipped

__all__ = [
    "CODERS", "Coded", "Document", "Explanation", "KnownLanguage", "Scores", "Skipped", "code", "code_files", "default_coder", "explain", "label",
    "list_languages", "read_bytes", "read_files", "score", "version",
]  # fmt: skip
