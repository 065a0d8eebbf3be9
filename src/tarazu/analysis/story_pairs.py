"""What two tellings have in common, as features that can be said in a sentence.

Each feature is a name and a value from 0 to 1; what it is worth is learned (`story_weights.json`). `describe` says it in words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from tarazu.analysis.story_profiles import Cast, Doing, Profile

Feature = tuple[str, float]
Rarity = Callable[[str], float]

_WARM = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"})
# Which types reporters, and coders, take for one another (rules 2, 4 and 5 of docs/coding-guide.md, and the tellings in corpus/stories).
_CONFUSED = frozenset(
    frozenset(pair.split())
    for pair in (
        "AGREE SUPPORT", "AGREE AID", "AGREE COOPERATE", "AGREE CONCEDE", "CONSULT SUPPORT", "CONSULT AGREE", "CONSULT COOPERATE", "SUPPORT COOPERATE",
        "SUPPORT AID", "AID COOPERATE", "CONCEDE RETREAT", "CONCEDE SUPPORT", "SANCTION COERCE", "SANCTION REJECT", "SANCTION THREATEN", "ACCUSE REQUEST",
        "ACCUSE REJECT", "ACCUSE THREATEN", "REJECT THREATEN", "COOPERATE MOBILIZE", "COERCE ASSAULT", "MOBILIZE ASSAULT", "REQUEST REJECT",
        "CONCEDE COOPERATE",
    )
)  # fmt: skip

_SAID: Mapping[str, str] = {
    "bias": "how rare it is that two tellings that meet are of one act",
    "type.same": "both have the same type",
    "type.confused": "their types are often taken for one another",
    "type.other": "their types are different ones",
    "type.against": "one is friendly, the other hostile",
    "mode.same": "both have the same mode",
    "mode.other": "their modes differ",
    "mode.one": "only one has a mode",
    "status.same": "both say alike whether it happened",
    "status.planned": "one says that it is planned, the other that it happened",
    "status.other": "one denies it, calls it off or only supposes it",
    "planned.before": "the one that says that it is planned was published first",
    "planned.after": "the one that says that it is planned was published no earlier",
    "states.same": "the same states and bodies take part",
    "states.share": "the share of states and bodies that both name",
    "states.within": "the states of one are among those of the other",
    "states.none": "they name no state in common",
    "states.several": "three or more states take part in both",
    "states.single": "one of them names a single state only",
    "roles.same": "the same do it to the same",
    "roles.returned": "each does it to the other",
    "roles.swapped": "who does it in one has it done to him in the other",
    "actors.same": "the same do it",
    "actors.other": "others do it",
    "people.same": "they name the same person",
    "people.all": "they name the very same persons",
    "people.other": "they name different persons of the same state",
    "institutions.same": "they name the same institution",
    "institutions.other": "they name different institutions of the same state",
    "channel.same": "both belong to the same field of relations",
    "channel.other": "they belong to different fields of relations",
    "contexts.share": "they share a context",
    "contexts.other": "their contexts differ",
    "place.same": "both name the same place",
    "place.other": "they name different places",
    "country.same": "both say it is in the same country",
    "country.other": "they put it into different countries",
    "amount.same": "both give the same amount",
    "amount.near": "their amounts are near each other",
    "amount.other": "their amounts differ",
    "numbers.same": "they share a number",
    "numbers.other": "both have numbers, and none in common",
    "names.shared": "rare names and words that both have, in whatever script",
    "words.share": "the share of words in common, rare ones counting more (same language)",
    "trigger.same": "both use the same word for the act",
    "trigger.other": "they use other words for the act, though in the same language",
    "copy.same": "the texts are nearly the same, and so is the word for the act",
    "copy.other": "the texts are nearly the same, and name two acts",
    "words.none": "hardly a word in common, though in the same language",
    "document.same": "both stand in one document",
    "source.same": "both go on the word of the same source, or one on the word of the other",
    "day.same": "on the same day",
    "day.1": "a day apart",
    "day.3": "two or three days apart",
    "day.10": "four to ten days apart",
    "day.far": "further apart in time",
    "span.week": "one day lies within the other's week",
    "span.month": "one time lies within the other's month",
    "span.year": "one time lies within the other's season or year",
    "span.next": "their times nearly touch",
    "span.apart": "their times do not touch",
    "told.1": "one, without a time, was published on the day of the other or the day after",
    "told.3": "one, without a time, was published two or three days after the other",
    "told.8": "one, without a time, was published four to eight days after the other",
    "told.40": "one, without a time, was published up to 40 days after the other",
    "told.before": "one, without a time, was published shortly before the other's day",
    "told.far": "one, without a time, was published far from the other's time",
    "time.none": "nothing is known of the time of one of them",
    "out.0": "neither has a time; published on the same day",
    "out.1": "neither has a time; published a day apart",
    "out.3": "neither has a time; published two or three days apart",
    "out.10": "neither has a time; published four to ten days apart",
    "out.40": "neither has a time; published up to 40 days apart",
    "out.far": "neither has a time; published further apart",
    "news.0": "published on the same day",
    "news.1": "published a day apart",
    "news.3": "published two or three days apart",
    "news.10": "published four to ten days apart",
    "news.40": "published up to 40 days apart",
    "news.far": "published further apart",
}


def describe(name: str) -> str:
    """A feature in words.

    Example:
        >>> describe("day.same"), describe("type.same.AID")
        ('on the same day', 'both are AID')
    """
    return _SAID[name] if name in _SAID else f"both are {name.rpartition('.')[2]}"


def doings(one: Doing, two: Doing) -> list[str]:
    """The features of what two tellings say was done; the same in either order."""
    if one.type == two.type:
        out = ["type.same", f"type.same.{one.type}"]
        if one.mode or two.mode:
            out.append("mode.same" if one.mode == two.mode else "mode.other" if one.mode and two.mode else "mode.one")
    elif frozenset((one.type, two.type)) in _CONFUSED:
        out = ["type.confused"]
    else:
        out = ["type.other" if (one.type in _WARM) == (two.type in _WARM) else "type.against"]
    if one.status == two.status:
        out.append("status.same")
    else:
        out.append("status.planned" if {one.status, two.status} == {"actual", "planned"} else "status.other")
    return out


def casts(one: Cast, two: Cast) -> list[Feature]:
    """The features of who takes part in two tellings, and how; the same in either order."""
    first, second = one.actors | one.recipients, two.actors | two.recipients
    shared = first & second
    if not shared:
        return [(name, 1.0) for name in ("states.none", *_people(one, two))]
    out = []
    if first == second:
        out.append("states.same")
        if len(shared) > 2:
            out.append("states.several")
    elif first <= second or second <= first:
        out.append("states.within")
    if min(len(first), len(second)) == 1:
        out.append("states.single")
    if not (one.mutual and two.mutual):
        out += _roles(one, two)
    return [*((name, 1.0) for name in (*out, *_people(one, two))), ("states.share", len(shared) / len(first | second))]


def circumstances(one: Profile, two: Profile) -> list[str]:
    """The features of when, where, how much and by whom two tellings are told; the same in either order."""
    out = _times(one, two)
    out += _places(one, two)
    if one.doing.status != two.doing.status:
        out += _ahead(one, two)
    if one.channel and two.channel:
        out.append("channel.same" if one.channel == two.channel else "channel.other")
    if one.contexts and two.contexts:
        out.append("contexts.share" if one.contexts & two.contexts else "contexts.other")
    if one.doc == two.doc:
        out.append("document.same")
    return out


def features(one: Profile, two: Profile, rarity: Rarity) -> Iterator[Feature]:
    """All features of two tellings.

    Args:
        one: The one.
        two: The other; the result is the same in either order.
        rarity: How rare a stem is, above 0.

    Yields:
        Names with values from 0 to 1.
    """
    for name in doings(one.doing, two.doing):
        yield name, 1.0
    yield from casts(one.cast, two.cast)
    for name in circumstances(one, two):
        yield name, 1.0
    yield from worded(one, two, rarity)


def worded(one: Profile, two: Profile, rarity: Rarity) -> Iterator[Feature]:
    """The features of two tellings that take a look at their words; values from 0 to 1.

    Args:
        one: The one.
        two: The other; the result is the same in either order.
        rarity: How rare a stem is, above 0.
    """
    shared = one.stems & two.stems
    common = sum(map(rarity, sorted(shared)))
    yield "names.shared", min(1.0, common / _ENOUGH)
    if one.language == two.language:
        yield from _same_language(one, two, common, rarity)
    if one.numbers and two.numbers:
        yield ("numbers.same" if one.numbers & two.numbers else "numbers.other"), 1.0
    if one.sources & two.sources or one.outlet in two.sources or two.outlet in one.sources:
        yield "source.same", 1.0


def _same_language(one: Profile, two: Profile, common: float, rarity: Rarity) -> Iterator[Feature]:
    """What words say where both tellings use the same ones."""
    first, second = sum(map(rarity, sorted(one.stems))), sum(map(rarity, sorted(two.stems)))
    share = common / max(0.1, first + second - common)
    yield "words.share", share
    if one.triggers and two.triggers:
        same = bool(one.triggers & two.triggers)
        yield ("trigger.same" if same else "trigger.other"), 1.0
        # one sentence may tell two acts, and so does its copy
        if share > _COPY:
            yield ("copy.same" if same else "copy.other"), 1.0
    if share < _STRANGE:
        yield "words.none", 1.0


_ENOUGH = 30.0  # about six rare words; more say nothing more
_COPY = 0.6
_STRANGE = 0.05


def _ahead(one: Profile, two: Profile) -> list[str]:
    """Whether the one that speaks of a plan was published before the other: then it announces, and the other reports."""
    first, second = (one, two) if one.doing.status == "planned" else (two, one)
    if first.doing.status != "planned" or not (first.published and second.published):
        return []
    return ["planned.before" if first.published < second.published else "planned.after"]


def _roles(one: Cast, two: Cast) -> list[str]:
    """Whether the same do it to the same."""
    out = []
    if one.actors & two.actors:
        out.append("roles.same" if one.recipients & two.recipients else "actors.same")
    elif one.actors & two.recipients and one.recipients & two.actors:
        out.append("roles.returned")
    elif one.actors & two.recipients or one.recipients & two.actors:
        out.append("roles.swapped")
    elif one.actors and two.actors:
        out.append("actors.other")
    return out


def _people(one: Cast, two: Cast) -> list[str]:
    out = []
    for name, first, second in (("people", one.people, two.people), ("institutions", one.institutions, two.institutions)):
        if not (first and second):
            continue
        if first & second:
            out.append(f"{name}.same")
            if name == "people" and first == second:
                out.append("people.all")
        elif {each.partition("/")[0] for each in first} & {each.partition("/")[0] for each in second}:
            out.append(f"{name}.other")
    return out


def _places(one: Profile, two: Profile) -> list[str]:
    out = []
    if one.country and two.country:
        out.append("country.same" if one.country == two.country else "country.other")
    if one.place and two.place:
        out.append("place.same" if one.place == two.place else "place.other")
    if one.amount and two.amount and (one.amount.unit is None or two.amount.unit is None or one.amount.unit == two.amount.unit):
        low, high = sorted((abs(one.amount.value), abs(two.amount.value)))
        out.append("amount.same" if high <= low * 1.02 else "amount.near" if high <= low * 1.4 else "amount.other")
    return out


def _times(one: Profile, two: Profile) -> list[str]:
    out = []
    if one.published and two.published:
        out.append(f"news.{_bin(abs(one.published - two.published))}")
    if one.start and two.start:
        out.append(_between(one, two))
    elif not one.start and not two.start:
        out.append(f"out.{_bin(abs(one.published - two.published))}" if one.published and two.published else "time.none")
    else:
        dated, other = (one, two) if one.start else (two, one)
        out.append(_since(dated, other.published) if other.published else "time.none")
    return out


def _bin(days: int) -> str:
    return "0" if days == 0 else "1" if days == 1 else "3" if days <= 3 else "10" if days <= 10 else "40" if days <= 40 else "far"


def _between(one: Profile, two: Profile) -> str:
    """How the times of two acts lie to each other, both known."""
    gap = max(one.start - two.end, two.start - one.end, 0)
    if one.precise and two.precise:
        return "day.same" if gap == 0 else "day.1" if gap == 1 else "day.3" if gap <= 3 else "day.10" if gap <= 10 else "day.far"
    if gap:
        return "span.next" if gap <= 3 else "span.apart"
    width = max(one.end - one.start, two.end - two.start)
    return "span.week" if width <= 10 else "span.month" if width <= 31 else "span.year"


def _since(dated: Profile, published: int) -> str:
    """How long after the act of one telling the other, which gives no time, was published."""
    after = max(published - dated.end, 0)
    if published < dated.start:
        return "told.before" if dated.start - published <= 10 else "told.far"
    return "told.1" if after <= 1 else "told.3" if after <= 3 else "told.8" if after <= 8 else "told.40" if after <= 40 else "told.far"
