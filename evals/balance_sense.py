"""Whether the balance makes sense where nobody knows the truth: `python evals/balance_sense.py CASE…`.

**Halves.** The outlets of a case are split by chance into halves, again and again; each half weighs only what its own outlets tell. Spearman's rank correlation
over all pairs of a state and a power says whether both see the same picture: of cooperation, of conflict, and of cooperation less conflict. `own` is the
same without the stories that both halves tell: agreement of what each tells by itself. Beside them stand the correlation of monthly lines, where both
halves tell enough, and the same between two languages instead of halves. In brackets is what chance stays below in nineteen of twenty cases:
the pairs of one half exchanged with each other.

**Shocks.** Of the public shocks of `shocks.yml` those that the documents reach are looked for: whether the line rises or falls as it should have within
two weeks of the day, by so much that only one in twenty lines that go nowhere would. `elsewhere` is how often that is so at other days.

`--corpus` reads the texts of `corpus/stories` into a case with the lexicon coder: texts made up to test the merging of stories, by outlets that do not exist.
`--worlds N` weighs simulated worlds with known truth instead, as a check of the measure itself. `--facts DIR` splits the facts of a benchmark of events by
chance: those name no outlet, so that it tells how much of the counts is chance and nothing of whether sources agree. `--json` prints one JSON object.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path

import msgspec
import numpy as np

import tarazu
from balance_worlds import FIRST, POWERS, STATES, WEEKS, draw_world
from tarazu import data
from tarazu.analysis.activity import Lines, fit_lines
from tarazu.analysis.balance_types import VALENCES, Key, Scope, Settings, Valence
from tarazu.analysis.shifts import WINDOW, contrast
from tarazu.api.balancing import as_weighed
from tarazu.records import Story

SPLITS = 40
PERMUTATIONS = 400
FEWEST_STORIES = 8  # of a half within the scope, for a picture at all
FEWEST_PAIRS = 5  # that either half tells of, for a rank correlation
FEWEST_MONTHS = 12
FEWEST_A_LINE = 20
REACHED = 6.0  # stories of a line, within the two windows, for a shock to be looked for
NEAR = 2  # weeks
ONE_IN_TWENTY = 1.645
SHOCKS = Path(__file__).parent / "shocks.yml"
_SETTINGS = Settings(draws=50, weight_draws=5)

Told = Mapping[str, frozenset[str]]
"""The sources that tell a story: outlets or languages."""


class Shock(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A public event that a line ought to show."""

    id: str
    what: str
    day: dt.date
    state: str
    power: str
    valence: Valence
    way: str
    source: str


class Shocks(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`shocks.yml`."""

    source: str
    licence: str
    shocks: tuple[Shock, ...]


class Agreement(msgspec.Struct, kw_only=True):
    """How well two parts of the press agree, over splits: means, with the middle nine tenths of the splits.

    Attributes:
        parts: What was split.
        splits: How many splits had enough in both parts.
        stories: Stories of the scope that a part tells, on average.
        shared: The share of them that the other part tells too.
        pairs: Pairs of a state and a power of which either part tells, on average.
        rank, own: By what is measured (cooperation, conflict, net) the mean Spearman correlation with its range.
        chance: What that of exchanged pairs stays below in nineteen of twenty cases.
        monthly: The mean correlation of monthly lines, and how many lines had enough.
    """

    parts: str
    splits: int = 0
    stories: float = 0.0
    shared: float = 0.0
    pairs: float = 0.0
    rank: dict[str, tuple[float, float, float]]
    own: dict[str, tuple[float, float, float]]
    chance: dict[str, float]
    monthly: tuple[float, int] = (0.0, 0)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*", type=Path)
    parser.add_argument("--region", default="central-asia")
    parser.add_argument("--powers", default="RUS,CHN,USA,EU,TUR")
    parser.add_argument("--from", dest="since", type=dt.date.fromisoformat, default=dt.date(2022, 1, 1))
    parser.add_argument("--to", dest="until", type=dt.date.fromisoformat, default=dt.date(2025, 6, 30))
    parser.add_argument("--splits", type=int, default=SPLITS)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--worlds", type=int, default=0)
    parser.add_argument("--facts", type=Path)
    parser.add_argument("--corpus", action="store_true")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    found: dict[str, object] = {}
    kept = tempfile.TemporaryDirectory()
    for path in (*asked.cases, *((corpus(Path(kept.name)),) if asked.corpus else ())):
        scope = tarazu.make_scope(asked.region, tuple(asked.powers.split(",")), asked.since, asked.until, "month")
        stories, outlets, languages = read(path)
        found[str(path.name)] = {
            "agreement": [halves(stories, outlets, scope, asked.splits, asked.seed), *between(stories, languages, scope)],
            "shocks": [seen(stories, each) for each in data.read(SHOCKS, Shocks).shocks],
        }
    kept.cleanup()
    if asked.worlds:
        found["worlds"] = {"agreement": [world(seed, asked.splits) for seed in range(asked.worlds)]}
    if asked.facts:
        found[str(asked.facts.name)] = {"agreement": [halves_of_facts(asked.facts, asked.splits, asked.seed)]}
    if asked.json:
        print(msgspec.json.encode(found).decode())
    else:
        for name, part in found.items():
            show(name, part)
    return 0


def corpus(folder: Path) -> Path:
    """A case of all texts of `corpus/stories`."""
    sys.path.insert(0, str(Path(__file__).parent.parent / "tools"))
    from story_corpus import PARTS, texts

    lines = [{"id": each.id, "outlet": each.outlet, "date": each.published, "text": each.text} for part in (*PARTS, "test") for each in texts(part)]
    source = folder / "corpus.jsonl"
    source.write_bytes(b"\n".join(map(msgspec.json.encode, lines)))
    case = tarazu.new(folder / "corpus")
    case.read([source], work=tarazu.Work(coder="lexicon"))
    return case.path


def read(path: Path) -> tuple[list[Story], Told, Told]:
    """The stories of a case as they are weighed, and who tells each: outlets (a document without one stands for itself), and languages."""
    case = tarazu.open(path)
    told = {line.story: line.tellings for line in case.story_lines()}
    stories = [as_weighed(each) for each in case.stories()]
    outlets = {each.id: frozenset(telling.outlet or telling.document for telling in told[each.id]) for each in stories}
    languages = {each.id: frozenset(telling.language for telling in told[each.id]) for each in stories}
    return stories, outlets, languages


def part_of(stories: Iterable[Story], told: Told, members: frozenset[str]) -> list[Story]:
    """What some sources tell, each story by as many witnesses as there are among them."""
    out = []
    for each in stories:
        mine = told[each.id] & members
        if mine:
            out.append(msgspec.structs.replace(each, witnesses=min(each.witnesses, len(mine)), origin=each.origin if each.origin in mine else min(mine)))
    return out


def halves(stories: Sequence[Story], told: Told, scope: Scope, splits: int, seed: int) -> Agreement:
    """The agreement of random halves of the outlets."""
    outlets = sorted(frozenset().union(*told.values()))
    generator = np.random.default_rng(seed)
    pairs = []
    for _ in range(splits):
        order = generator.permutation(len(outlets))
        one = frozenset(outlets[at] for at in order[: len(outlets) // 2])
        pairs.append((one, frozenset(outlets) - one))
    return agree(f"halves of {len(outlets)} outlets", stories, told, scope, pairs)


def between(stories: Sequence[Story], told: Told, scope: Scope) -> list[Agreement]:
    """The agreement of each two languages; the outlets of one language are one part."""
    languages = sorted(frozenset().union(*told.values()))
    return [agree(f"{one} and {two}", stories, told, scope, [(frozenset({one}), frozenset({two}))]) for one, two in combinations(languages, 2)]


def agree(parts: str, stories: Sequence[Story], told: Told, scope: Scope, pairs: Sequence[tuple[frozenset[str], frozenset[str]]]) -> Agreement:
    """The agreement of two parts of the press, over ways to part it."""
    rank: dict[str, list[float]] = {}
    own: dict[str, list[float]] = {}
    chance: dict[str, list[float]] = {}
    sizes, shared, cells, monthly = [], [], [], []
    generator = np.random.default_rng(0)
    for sides in pairs:
        halves_ = [_counted(part_of(stories, told, side), scope) for side in sides]
        ids = [{each.id for each in half} for half in halves_]
        if min(map(len, ids)) < FEWEST_STORIES:
            continue
        both = ids[0] & ids[1]
        fitted = [fit_lines(half, scope, _SETTINGS) for half in halves_]
        alone = [fit_lines([each for each in half if each.id not in both], scope, _SETTINGS) for half in halves_]
        picture, apart = [levels(each) for each in fitted], [levels(each) for each in alone]
        number = int((np.abs(picture[0]["net"]) + np.abs(picture[1]["net"]) > 0).sum())
        if number < FEWEST_PAIRS:
            continue
        sizes.append(np.mean(list(map(len, ids))))
        shared.append(len(both) / np.mean(list(map(len, ids))))
        cells.append(number)
        for what in picture[0]:
            rank.setdefault(what, []).append(spearman(picture[0][what], picture[1][what]))
            own.setdefault(what, []).append(spearman(apart[0][what], apart[1][what]))
            exchanged = (generator.permutation(picture[0][what]) for _ in range(PERMUTATIONS // len(pairs)))
            chance.setdefault(what, []).extend(spearman(each, picture[1][what]) for each in exchanged)
        monthly += months(*fitted)
    return Agreement(
        parts=parts, splits=len(sizes), stories=_mean(sizes), shared=_mean(shared), pairs=_mean(cells), rank=_ranges(rank), own=_ranges(own),
        chance={what: round(float(np.quantile(values, 0.95)), 3) for what, values in chance.items()}, monthly=(_mean(monthly), len(monthly)),
    )  # fmt: skip


def _counted(stories: Iterable[Story], scope: Scope) -> list[Story]:
    """What counts within the scope; the rest only says how loud the press is, and would make the parts look alike."""
    return [each for each in stories if each.status == "actual" and _pair(each, scope)]


def _pair(story: Story, scope: Scope) -> bool:
    tops = {scope.members.get(party.split("/")[0], party.split("/")[0]) for party in (*story.actors, *story.recipients)}
    within = story.when is not None and story.when.end >= scope.since and story.when.start <= scope.until
    return within and bool(tops & set(scope.states)) and bool(tops & set(scope.powers))


def levels(lines: Lines) -> dict[str, np.ndarray]:
    """For all pairs of a state and a power how much is told over the whole of the days: cooperation, conflict, and the one less the other."""
    counts = lines.tally.counts()[:, lines.tally.shown()].sum(axis=1)
    at = {key: place for place, key in enumerate(lines.tally.keys)}
    scope = lines.tally.scope
    cells = [(state, power) for state in scope.states for power in scope.powers if state != power]
    sides = {
        valence: np.array([counts[at[key]] if (key := _line(cell, valence)) in at else 0.0 for cell in cells]) for valence in VALENCES
    }  # fmt: skip
    return {**sides, "net": sides["cooperation"] - sides["conflict"]}


def _line(cell: tuple[str, str], valence: Valence) -> Key:
    return Key(state=cell[0], power=cell[1], direction="between", channel=None, valence=valence)


def months(one: Lines, two: Lines) -> list[float]:
    """The correlation of the counts of each line of which both tell enough."""
    found = []
    for key in set(one.tally.keys) & set(two.tally.keys):
        if key.channel is None and key.direction == "between":
            counts = [lines.tally.counts()[lines.tally.keys.index(key)][lines.tally.shown()] for lines in (one, two)]
            if min(each.sum() for each in counts) >= FEWEST_A_LINE and len(counts[0]) >= FEWEST_MONTHS and min(each.std() for each in counts) > 0:
                found.append(float(np.corrcoef(*counts)[0, 1]))
    return found


def spearman(one: np.ndarray, two: np.ndarray) -> float:
    """Spearman's rank correlation, ties by their mean rank; 0 where one of them is the same everywhere."""
    from scipy.stats import rankdata

    ranks = [rankdata(each) for each in (one, two)]
    return float(np.corrcoef(*ranks)[0, 1]) if min(each.std() for each in ranks) > 0 else 0.0


def seen(stories: Sequence[Story], shock: Shock) -> dict[str, object]:
    """Whether a shock shows, and how often its like shows at days without one."""
    week = dt.timedelta(weeks=1)
    window = WINDOW["week"]
    scope = Scope(states=(shock.state,), powers=(shock.power,), since=shock.day - 2 * window * week, until=shock.day + 2 * window * week)
    lines = fit_lines(stories, scope, _SETTINGS)
    at = next((place for place, key in enumerate(lines.tally.keys) if key == _line((shock.state, shock.power), shock.valence)), None)
    out: dict[str, object] = {"id": shock.id, "day": shock.day, "line": f"{shock.state}-{shock.power} {shock.valence}", "stories": 0.0, "seen": None}
    if at is None:
        return out
    counts = lines.tally.stories()[at]
    change, deviation, told = contrast(lines.tally.counts()[at], lines.exposure[at], window, lines.dynamics(at))
    score = np.where(told >= REACHED, change / deviation, np.nan) * (1 if shock.way == "more" else -1)
    middle = max(place for place, start in enumerate(lines.tally.starts) if start <= shock.day)
    near = score[middle - NEAR : middle + NEAR + 1]
    out["stories"] = float(counts[middle - window : middle + window].sum())
    if np.isnan(near).all():
        return out
    far = np.concatenate([score[: middle - window], score[middle + window :]])
    far = far[~np.isnan(far)]
    elsewhere = float((far > ONE_IN_TWENTY).mean()) if len(far) else None
    return out | {"seen": bool(np.nanmax(near) > ONE_IN_TWENTY), "deviations": round(float(np.nanmax(near)), 2), "elsewhere": elsewhere}


def world(seed: int, splits: int) -> Agreement:
    """The agreement of halves of a simulated press; a second measure, `truth`, is that of all outlets together with the true rates."""
    drawn = draw_world(seed)
    scope = Scope(states=STATES, powers=POWERS, since=FIRST, until=FIRST + dt.timedelta(days=7 * WEEKS - 1), period="month")
    told = {each.id: frozenset({each.origin or ""}) for each in drawn.stories}
    found = halves(drawn.stories, told, scope, splits, seed)
    whole = levels(fit_lines(_counted(drawn.stories, scope), scope, _SETTINGS))
    real = {valence: np.zeros(len(STATES) * len(POWERS)) for valence in VALENCES}
    for rates, (state, power, _, valence) in zip(drawn.rates, drawn.keys, strict=True):
        real[valence][STATES.index(state) * len(POWERS) + POWERS.index(power)] += rates.sum()
    real["net"] = real["cooperation"] - real["conflict"]
    found.parts = f"world {seed}: halves of 7 outlets; all against the truth: " + ", ".join(f"{what} {spearman(whole[what], real[what]):.2f}" for what in real)
    return found


def halves_of_facts(folder: Path, splits: int, seed: int) -> Agreement:
    """The agreement of random halves of the facts of a benchmark: how much of such counts is chance. It is no split of sources."""
    from tarazu.api.counting import POWERS as ASKED
    from tarazu.api.counting import _file, _read, _regional, _table

    facts = _read(_file(folder, "train"))
    generator = np.random.default_rng(seed)
    found: list[float] = []
    stories, cells = 0.0, 0
    for _ in range(splits):
        side = generator.random(len(facts)) < 0.5
        tables = [_table(folder, facts[taken], 24) for taken in (side, ~side)]
        totals = [dict(zip(each.series, each.counts.sum(axis=1), strict=True)) for each in tables]
        regional = {key for each in tables for key, taken in zip(each.series, _regional(each), strict=True) if taken}
        stories = float(np.mean([sum(each.get(key, 0.0) for key in regional) for each in totals]))
        cells = len(regional)
        found.append(spearman(*(np.array([each.get(key, 0.0) for key in sorted(regional, key=str)]) for each in totals)))
    return Agreement(
        parts=f"halves of facts, not of outlets ({', '.join(ASKED)})", splits=splits, stories=stories, pairs=cells, rank=_ranges({"directed counts": found}),
        own={}, chance={},
    )  # fmt: skip


def _mean(values: Sequence[float]) -> float:
    return round(float(np.mean(values)), 3) if len(values) else 0.0


def _ranges(values: Mapping[str, Sequence[float]]) -> dict[str, tuple[float, float, float]]:
    return {what: (_mean(each), *(round(float(np.quantile(each, level)), 3) for level in (0.05, 0.95))) for what, each in values.items()}


def show(name: str, part: Mapping[str, object]) -> None:
    print(f"\n{name}")
    for each in part["agreement"]:
        print(f"  {each.parts}: ", end="")
        if not each.splits:
            print(f"too few stories (fewer than {FEWEST_STORIES} a part, or {FEWEST_PAIRS} pairs)")
            continue
        print(f"{each.splits} splits, {each.stories:.0f} stories a part ({each.shared:.0%} told by both), {each.pairs:.0f} pairs of state and power")
        for what, (mean, low, high) in each.rank.items():
            alone = f"; own stories {each.own[what][0]:+.2f} ({each.own[what][1]:+.2f} to {each.own[what][2]:+.2f})" if what in each.own else ""
            chance = f" [by chance under {each.chance[what]:+.2f}]" if what in each.chance else ""
            print(f"    {what:12} {mean:+.2f} ({low:+.2f} to {high:+.2f}){alone}{chance}")
        print(f"    monthly lines: {f'{each.monthly[0]:+.2f}' if each.monthly[1] else 'too few stories'} ({each.monthly[1]} lines)")
    for each in part.get("shocks", ()):
        if each["seen"] is None:
            print(f"  {each['day']} {each['line']:24} {each['id']:20} not reached: {each['stories']:.0f} stories in the 32 weeks around")
        else:
            told = "seen" if each["seen"] else "not seen"
            far = "no day to compare" if each["elsewhere"] is None else f"elsewhere {each['elsewhere']:.0%} of days"
            print(f"  {each['day']} {each['line']:24} {each['id']:20} {told}: {each['deviations']:+.1f} deviations, {each['stories']:.0f} stories; {far}")


if __name__ == "__main__":
    sys.exit(main())
