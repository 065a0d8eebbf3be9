"""Tajik inflection: few endings, put one behind another."""

from __future__ import annotations

from typing import ClassVar

from tarazu.languages.suffixes import SuffixInflection


class Inflection(SuffixInflection):
    """Izofat, the object marker, plurals, enclitic pronouns and the enclitic "and"; the plural in -он is listed with the words."""

    endings: ClassVar[tuple[str, ...]] = (
        "и", "ро", "у", "ю", "ву", "ҳо", "ҳои", "ҳоро", "ҳову", "ҳояш", "ҳояшон", "ҳоямон", "ҳое", "ҳост", "е", "аш", "ашро", "ашон", "ашонро",
        "амон", "яш", "яшон", "ямон", "ям", "ст", "аст", "анд", "онро", "гонро", "ёнро", "они", "гони", "ёни", "она", "як",
    )  # fmt: skip
    cases: ClassVar[dict[str, tuple[str, ...]]] = {"acc": ("ро", "ҳоро", "онро", "гонро", "ёнро", "ашро")}
    softened: ClassVar[dict[str, str]] = {"и": "ӣ"}
    final: ClassVar[bool] = True
