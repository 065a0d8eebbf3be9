"""What a coder's work depends on, so that the same run is known again and another one is not taken for it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tarazu import data
from tarazu.api.coders import coder
from tarazu.api.listing import version
from tarazu.records import RunFacts

_ROOT = Path(__file__).parent.parent
_SHARED = ("languages", "ontologies", "stages", "world")
_ENDINGS = frozenset({".py", ".yml", ".json", ".npz", ".onnx"})


@cache
def run_facts(name: str) -> RunFacts:
    """What a run of a coder is known by: its name, Tarazu's version, and the digest of all words, rules and models that it works with.

    Args:
        name: One of `api.CODERS`.

    Raises:
        OptionError: There is no such coder.
    """
    made = coder(name)
    folders = (*(_ROOT / each for each in _SHARED), _ROOT / "coders" / name)
    files = [path for folder in folders for path in folder.rglob("*") if path.suffix in _ENDINGS and path.is_file()]
    return RunFacts(coder=made.name, version=version(), digest=data.digest(files))
