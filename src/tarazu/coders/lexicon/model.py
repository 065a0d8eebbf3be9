"""Log-linear models over features that can be said in a sentence; their weights are learned from the project's corpus."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import msgspec

from tarazu.errors import DataFileError

_FILE = Path(__file__).parent / "weights.json"


class Weights(msgspec.Struct, frozen=True, kw_only=True):
    """The learned weights, with their card.

    Attributes:
        card: What they were learned from, how, and how well they do.
        acts: For each feature of a trigger its log-odds of being a coded act.
        roles: For each feature of a trigger and a mention its scores for actor and recipient, against no role.
        thresholds: The least probability at which something is taken, by name.
        calibration: Slope and offset of the log-odds of an act.
    """

    card: dict[str, str]
    acts: dict[str, float]
    roles: dict[str, tuple[float, float]]
    thresholds: dict[str, float]
    calibration: tuple[float, float] = (1.0, 0.0)

    def act(self, features: Iterable[str]) -> float:
        """The probability that a trigger is a coded act."""
        slope, offset = self.calibration
        total = sum(self.acts.get(feature, 0.0) for feature in features)
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, slope * total + offset))))

    def role(self, features: Iterable[str]) -> tuple[float, float]:
        """The probabilities that a mention is the actor, and that it is the recipient."""
        actor = recipient = 0.0
        known = self.roles
        for feature in features:
            pair = known.get(feature)
            if pair is not None:
                actor += pair[0]
                recipient += pair[1]
        top = max(0.0, actor, recipient)
        a, r, n = math.exp(actor - top), math.exp(recipient - top), math.exp(-top)
        total = a + r + n
        return a / total, r / total


@lru_cache(maxsize=1)
def weights() -> Weights:
    """Loads the weights that are shipped with Tarazu.

    Raises:
        DataFileError: The file is missing or broken.
    """
    try:
        return msgspec.json.decode(_FILE.read_bytes(), type=Weights)
    except (OSError, msgspec.DecodeError) as error:
        raise DataFileError(str(_FILE), "the learned weights of the lexicon coder", str(error), "run `make fit`") from error
