"""Which coders there are, and which one is taken where nobody says."""

from __future__ import annotations

from functools import cache

from tarazu.errors import OptionError
from tarazu.records import Coder

CODERS = ("learned", "lexicon")


def default_coder() -> str:
    """The learned coder where its model is present, else the lexicon coder."""
    from tarazu.coders.learned import model  # slow to load

    return "learned" if model.present() else "lexicon"


@cache
def coder(name: str) -> Coder:
    """Makes a coder by name.

    Raises:
        OptionError: There is no such coder.
        DataFileError: The learned coder's model is missing or broken.
    """
    if name == "lexicon":
        from tarazu.coders.lexicon.coder import LexiconCoder  # slow to load

        return LexiconCoder()
    if name == "learned":
        from tarazu.coders.learned.coder import LearnedCoder  # slow to load

        return LearnedCoder()
    raise OptionError("coder", f"one of {', '.join(CODERS)}", repr(name), "leave the option out to take the best one that is installed")
