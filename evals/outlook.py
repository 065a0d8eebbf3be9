"""How good `tarazu forecast` is on real events: ICEWS facts of states become stories, forecasts are made from several days and scored by what came.

    python evals/outlook.py DIR [--horizon 30] [--origins 5] [--region KAZ,KGZ,TJK,TKM,UZB]

DIR holds a benchmark of the field with names of ICEWS (`entity2id`, `relation2id`, `train`, `valid`). Each forecast sees the days before its own alone, and
weighs the past by these; the last one is from the last day of `train` and is scored by `valid`. Days stand for those from 1 January 2018.
"""

import argparse
import datetime as dt
import time
from pathlib import Path

import numpy as np
from babel import Locale
from babel.core import get_global

from tarazu.forecast.acts import keep_ledger
from tarazu.forecast.graph import read_splits
from tarazu.forecast.outlook import Made, look_ahead
from tarazu.forecast.outlook_scores import resolve, score
from tarazu.forecast.outlook_types import OutlookScope
from tarazu.ontologies.icews import relations
from tarazu.records import Story, When

START = dt.date(2018, 1, 1)
OTHER_NAMES = {"Czech Republic": "CZE", "Turkey": "TUR", "Myanmar": "MMR", "Bosnia and Herzegovina": "BIH", "Ivory Coast": "CIV", "Palestinian": "PSE"}


def states() -> dict[str, str]:
    names = {str(name): code for code, name in Locale("en").territories.items()}
    aliases = {short[0]: long for long, short in get_global("territory_aliases").items() if len(long) == 3 and long.isalpha() and len(short) == 1}
    return {name: aliases[code] for name, code in names.items() if code in aliases} | OTHER_NAMES


def stories_of(graph, region) -> list[Story]:
    codes, known = states(), relations()
    places = [codes.get(name.replace("_", " ")) for name in graph.entities]
    meanings = [known.get(name.replace("_", " ")) for name in graph.relation_names]
    made = []
    for at, (s, r, o, day) in enumerate(zip(*(each.tolist() for each in (graph.subjects, graph.relations, graph.objects, graph.days)), strict=True)):
        one, other, meaning = places[s], places[o], meanings[r]
        if not one or not other or one == other or meaning is None or meaning.type is None or not {one, other} & region:
            continue
        when = START + dt.timedelta(days=day)
        made.append(
            Story(
                id=f"s-{at:07}", type=meaning.type, mode=meaning.mode, contexts=(), channel=None, actors=(one,), recipients=(other,),
                when=When(start=when, end=when, granularity="day", text=""), where=None, status="actual", amount=None, score=0.0, confidence=1.0,
                tellings=(f"{at}",), docs=(f"{at}",), thread=f"s-{at:07}", told=when,
            )
        )  # fmt: skip
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--horizon", type=int, default=30)
    parser.add_argument("--origins", type=int, default=5)
    parser.add_argument("--region", default="KAZ,KGZ,TJK,TKM,UZB")
    asked = parser.parse_args()
    region = tuple(asked.region.split(","))
    name = next(each for each in ("valid.txt", "valid.txt.gz") if (asked.folder / each).is_file())
    splits = read_splits(asked.folder, "train", asked.folder / name)
    stories = stories_of(splits.graph, {*region})
    ledger = keep_ledger(stories, {})
    last = START + dt.timedelta(days=splits.fit_end - 1)
    outcomes = []
    for back in range(asked.origins - 1, -1, -1):
        day = last - dt.timedelta(days=back * asked.horizon)
        known = [each for each in stories if each.told and each.told <= day]
        begun = time.process_time()
        outlook = look_ahead(Made(stories=known, coder="icews", day=day), OutlookScope(as_of=day, horizon=asked.horizon, region=region))
        spent = time.process_time() - begun
        outcomes.append(resolve(outlook, ledger))
        parts = {name: part for name, part in outlook.fitted.mix.items() if part}
        print(f"{day}: {len(known)} stories, {outlook.learned}, {parts or 'rates alone'}, {len(outlook.asked)} questions, {spent:.0f} s of processor time")
    for title, kept in ((f"all {len(outcomes)}", outcomes), ("the last, scored by valid", outcomes[-1:])):
        found = score(kept)
        print(title)
        for part, grades in (("", found.grades), ("never met: ", found.never_met)):
            for each in grades:
                print(
                    f"  {part}{each.method}: Brier {each.brier:.5f} log {each.log_score:.4f} MRR {each.mrr:.3f} H@1 {each.h1:.1%} H@10 {each.h10:.1%}"
                    f" ({each.came} of {each.questions} came)"
                )
        print("  " + "; ".join(f"CRPS {each.method} {each.crps:.4f}" for each in found.counts))
        for each in found.reliability:
            print(f"  {each.low:.0%}-{each.high:.0%}: {each.questions} given {each.chance:.2%} came {each.came:.2%} ({each.low90:.2%}-{each.high90:.2%})")
        gaps = [abs(each.chance - each.came) * each.questions for each in found.reliability]
        print(f"  mean gap of chance and share that came: {np.sum(gaps) / max(sum(each.questions for each in found.reliability), 1):.4f}")


if __name__ == "__main__":
    main()
