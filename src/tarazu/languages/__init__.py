"""Languages: one folder each, with its data and its inflection."""

from tarazu.languages.fold import Folded, fold, fold_word
from tarazu.languages.load import Language, Tag, codes, cut, load, load_facts
from tarazu.languages.phrases import Phrases
from tarazu.languages.words import VerbForm, Word

__all__ = ["Folded", "Language", "Phrases", "Tag", "VerbForm", "Word", "codes", "cut", "fold", "fold_word", "load", "load_facts"]
