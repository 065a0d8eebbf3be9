"""Short names of what the codebook tells apart (modes, contexts, statuses, …), from the `labels.yml` of each language that has one."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

from tarazu import data
from tarazu.errors import OptionError

_HERE = Path(__file__).parent


class LabelWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`labels.yml`: what each thing is called on its own, as on a button or in a column.

    Attributes:
        source, licence: As in every data file.
        kinds: Of records: event, tie, figure, assessment.
        statuses: Of acts.
        modes: Of types of acts; one word where several types have a mode of that name.
        contexts: Of acts.
        parts: Of evidence: trigger, actor, recipient and so on.
        granularities: Units of time.
        outlet_kinds: Of outlets.
    """

    source: str
    licence: str
    kinds: dict[str, str]
    statuses: dict[str, str]
    modes: dict[str, str]
    contexts: dict[str, str]
    parts: dict[str, str]
    granularities: dict[str, str]
    outlet_kinds: dict[str, str]


@cache
def label_languages() -> tuple[str, ...]:
    """The codes of the languages that have labels.

    Example:
        >>> label_languages()
        ('ar', 'en', 'fa', 'ru')
    """
    return tuple(sorted(path.parent.name for path in _HERE.glob("*/labels.yml")))


@cache
def load_labels(code: str) -> LabelWords:
    """Loads the labels of a language.

    Args:
        code: ISO 639 code.

    Raises:
        OptionError: It has none.
        DataFileError: The file is not as it must be.

    Example:
        >>> load_labels("en").modes["phone"]
        'by telephone'
    """
    if code not in label_languages():
        raise OptionError("language", f"one of {', '.join(label_languages())}", repr(code), "write a labels.yml for it, after that of another language")
    return data.read(_HERE / code / "labels.yml", LabelWords)
