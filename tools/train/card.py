"""Writes what was measured into the model's card: `python evals/run.py --json > out/eval.json; python -m train.card out/eval.json`."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec

from tarazu.coders.learned import model
from train.export import write_card

KEPT = ("found", "who", "strict", "ties", "assessments")


def main() -> None:
    report = msgspec.json.decode(Path(sys.argv[1]).read_bytes())
    card = model.load().card
    measured = {name: value for name, value in card.measured.items() if name.startswith("dev ")}
    types: dict[str, list[int]] = {}
    for each in report["languages"]:
        if each["coder"] != "learned":
            continue
        measured |= {f"{each['name']} {name}": each["scores"]["rates"][name]["f1"] for name in KEPT if each["scores"]["rates"][name]["n_core"]}
        for kind, tally in each["types"].items():
            sums = types.setdefault(kind, [0, 0, 0])
            for at, name in enumerate(("who", "coded", "gold")):
                sums[at] += tally[name]
    measured |= {f"{kind} who": 2 * right / max(1, coded + gold) for kind, (right, coded, gold) in sorted(types.items())}
    write_card(dict(card.thresholds), dict(card.calibration), measured, dict(card.trained_on))


if __name__ == "__main__":
    main()
